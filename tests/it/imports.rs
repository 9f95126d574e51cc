//! Registers in the files of other tools: CSV, JSON, YAML and tables in Markdown.

use crate::fixture::{Built, build};

/// Problems of a book with these files, of the codes that begin with one of these words.
pub(crate) fn problems(fixture: &str, codes: &[&str]) -> Vec<String> {
    let found = build(fixture).problems();
    let is_asked = |problem: &String| codes.iter().any(|code| problem.contains(&format!("[{code}")));
    found.into_iter().filter(is_asked).collect()
}

/// The rows of the register's page as text.
pub(crate) fn page(built: &Built, path: &str) -> String {
    let text: String =
        scraper::Html::parse_document(built.page(path)).root_element().text().collect::<Vec<_>>().join(" ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const SOA: &str = "//- content/registers/soa.csv
Control ID,Control Name,Applicable,Justification,Implementation Status,Description,Reference
A.5.1,Policies,Yes,Law asks for it,Implemented,Approved by the board,POL-001
5.2,Roles,yes,Needed,Partially implemented,Roles are named; deputies are not,Second policy
A.8.30,Outsourced development,No,Nobody develops for us,N/A,,
";

const SOA_MAPPING: &str = "//- book.toml
[book]
title = \"T\"
organisation = \"O\"
[[register]]
name = \"applicability\"
file = \"registers/soa.csv\"
ignore = [\"Control Name\"]
[register.columns]
id = \"Control ID\"
applicable = \"Applicable\"
justification = \"Justification\"
implementation = { column = \"Implementation Status\", values = { \"Partially implemented\" = \"partial\" } }
notes = \"Description\"
documents = \"Reference\"
[checks]
undecided-control = \"warn\"
";

pub(crate) const POLICIES: &str = "//- content/one.md\n+++\nid = \"POL-001\"\n+++\n# First policy\n\nText on A.5.1.\n\
    //- content/two.md\n# Second policy\n\nText on A.5.2.\n";

#[test]
fn an_soa_in_csv_is_the_statement_of_applicability() {
    let built = build(&format!("{SOA_MAPPING}{SOA}{POLICIES}"));
    assert!(built.problems().iter().all(|problem| problem.starts_with("warning")), "{:#?}", built.problems());
    let soa = page(&built, "soa.html");
    for expected in ["Law asks for it", "Nobody develops for us"] {
        assert!(soa.contains(expected), "{soa}");
    }
    let control = page(&built, "controls/a.5.2.html");
    assert!(control.contains("Partial") && control.contains("deputies are not"), "{control}");
    assert!(built.page("controls/a.5.2.html").contains("two.html"), "a document is found by its title");
    let undecided = problems(&format!("{SOA_MAPPING}{SOA}{POLICIES}"), &["undecided-control"]);
    assert_eq!(undecided.len(), 90, "three of 93 are decided: {undecided:#?}");
}

#[test]
fn a_row_with_a_comma_too_many_is_an_error_and_not_read_askew() {
    let askew = SOA.replace("named; deputies", "named, deputies");
    assert_eq!(
        problems(&format!("{SOA_MAPPING}{askew}{POLICIES}"), &["uneven-row"]),
        [
            "error[uneven-row] content/registers/soa.csv:3:61 this row has 8 cells, and the head has 7 (the `,` after `Roles are \
          named` seems to be a part of the text: put that cell in quotes)"
        ]
    );
    let short = SOA.replace("N/A,,\n", "N/A\n");
    let found = problems(&format!("{SOA_MAPPING}{short}{POLICIES}"), &["uneven-row"]);
    assert!(found[0].contains("soa.csv:4:1 this row has 5 cells, and the head has 7"), "{found:#?}");
    // What stands in the last cells does not show whether a comma before them is one too many.
    for row in ["Nobody develops for us,N/A,,,", "Nobody develops, for us,N/A,,"] {
        let askew = SOA.replace("Nobody develops for us,N/A,,", row);
        let found = problems(&format!("{SOA_MAPPING}{askew}{POLICIES}"), &["uneven-row"]);
        assert!(found[0].contains("this row has 8 cells, and the head has 7"), "{row}: {found:#?}");
    }
    // A spreadsheet may write empty columns at the end of each row.
    let wide = SOA.replace('\n', ",,\n").replace("soa.csv,,", "soa.csv");
    assert_eq!(problems(&format!("{SOA_MAPPING}{wide}{POLICIES}"), &["uneven-row"]), [""; 0]);
}

/// A spreadsheet as people keep it: titles above, a head of two rows, money, dates, words of its own, a heading between rows.
const RISKS: &str = "//- content/registers/Risk register.csv
Risk register of Case Ltd;;;;;;;;
Last review;08-Oct-25;;;;;;;
;;;;;;;;
;;Inherent;;Decision;Residual;;;
ID;Title;Likelihood;Impact;;Likelihood;Impact;Target date;Cost
Theme: premises;;;;;;;;
1;Fire;2;4;Mitigate;1;4;08-Oct-25;£1,800.00
2;Theft;3;3;Tolerate;;;25/12/2026;n/a
";

const RISK_MAPPING: &str = "//- book.toml
[book]
title = \"T\"
organisation = \"O\"
[[register]]
name = \"risks\"
file = \"registers/Risk register.csv\"
header = [4, 5]
[register.columns]
id = { column = \"ID\", prefix = \"R-\" }
title = \"Title\"
likelihood = \"Inherent Likelihood\"
impact = \"Inherent Impact\"
treatment = { column = \"Decision\", values = { Mitigate = \"reduce\", Tolerate = \"accept\" } }
residual-likelihood = \"Residual Likelihood\"
residual-impact = \"Residual Impact\"
due = \"Target date\"
cost = \"Cost\"
category = { else = \"own\" }
[[register.field]]
name = \"cost\"
type = \"number\"
label = \"Cost\"
[checks]
incomplete-entry = \"warn\"
";

#[test]
fn a_spreadsheet_as_people_keep_it_is_read_row_by_row() {
    let built = build(&format!("{RISK_MAPPING}{RISKS}"));
    assert!(built.problems().iter().all(|problem| problem.starts_with("warning")), "{:#?}", built.problems());
    let risk = page(&built, "registers/risks/r-1.html");
    for expected in ["Fire", "Reduce", "8 October 2025", "Cost 1800"] {
        assert!(risk.contains(expected), "{expected}: {risk}");
    }
    let other = page(&built, "registers/risks/r-2.html");
    assert!(other.contains("25 December 2026") && !other.contains("Cost"), "{other}");
    let unread = problems(&format!("{RISK_MAPPING}{RISKS}"), &["unread", "incomplete-entry"]);
    assert_eq!(
        unread,
        [
            "warning[unread-row] content/registers/Risk register.csv:6:1 this row is not read: only one of the cells that are \
             read has something in it (fill in the rest if it is an entry; `empty` for the column of ids names words that stand for \
             none)",
            "warning[incomplete-entry] content/registers/Risk register.csv:7:1 R-1 does not say `owner` (add `owner = …`)",
            "warning[incomplete-entry] content/registers/Risk register.csv:8:1 R-2 does not say `owner` (add `owner = …`)",
        ]
    );
}

#[test]
fn a_date_or_a_number_with_two_readings_is_an_error_that_shows_both() {
    let risks = RISKS.replace("25/12/2026", "03/04/2026").replace("£1,800.00", "1.800");
    assert_eq!(
        problems(&format!("{RISK_MAPPING}{risks}"), &["wrong-type"]),
        [
            "error[wrong-type] content/registers/Risk register.csv:7:35 `1.800` is 1.8 or 1800 (column I, `Cost`) (write it without \
             a mark between thousands, or say in book.toml which mark is before the fraction: `decimal = \",\"`)",
            "error[wrong-type] content/registers/Risk register.csv:8:24 `03/04/2026` is 2026-04-03 or 2026-03-04 (column H, `Target \
             date`) (write it as 2026-02-28, or say which it is in book.toml: `date = \"%d/%m/%Y\"`)",
        ]
    );
    let told = RISK_MAPPING
        .replace("due = \"Target date\"", "due = { column = \"Target date\", date = [\"%d-%b-%y\", \"%d/%m/%Y\"] }")
        .replace("cost = \"Cost\"", "cost = { column = \"Cost\", decimal = \",\" }");
    let built = build(&format!("{told}{risks}"));
    assert!(page(&built, "registers/risks/r-2.html").contains("3 April 2026"));
    assert!(page(&built, "registers/risks/r-1.html").contains("Cost 1800"));
}

#[test]
fn a_mapping_that_does_not_fit_the_table_is_an_error_in_book_toml() {
    let wrong = RISK_MAPPING
        .replace("\"Inherent Impact\"", "\"Inherent Impct\"")
        .replace("title = \"Title\"", "titel = \"Title\"");
    let found = build(&format!("{wrong}{RISKS}")).problems();
    assert!(
        found.iter().any(|problem| problem.contains("`risks` has no field `titel` (did you mean `title`?)")),
        "{found:#?}"
    );
    let wrong = RISK_MAPPING.replace("\"Inherent Impact\"", "\"Inherent Impct\"");
    let found = problems(&format!("{wrong}{RISKS}"), &["unknown-column"]);
    assert!(found[0].contains("no column `Inherent Impct` (did you mean `Inherent Impact`?)"), "{found:#?}");
    let wrong = RISK_MAPPING.replace("[4, 5]", "40");
    let found = problems(&format!("{wrong}{RISKS}"), &["invalid-table"]);
    assert!(found[0].contains("has no names of columns in row 40"), "{found:#?}");
    let gone = problems(
        &format!("{}{RISKS}", RISK_MAPPING.replace("Risk register.csv", "Risk registr.csv")),
        &["missing-file"],
    );
    assert!(
        gone[0].contains("file `registers/Risk registr.csv` not found") && gone[0].contains("did you mean"),
        "{gone:#?}"
    );
}

#[test]
fn a_pattern_says_what_of_a_cell_counts_and_loses_nothing_in_silence() {
    let told = RISK_MAPPING.replace(
        "impact = \"Inherent Impact\"",
        "impact = { column = \"Inherent Impact\", pattern = '^(\\d)', values = { Severe = \"5\" }, empty = \"tbd\" }",
    );
    let with = |one: &str, other: &str| {
        let risks =
            RISKS.replace("Fire;2;4;", &format!("Fire;2;{one};")).replace("Theft;3;3;", &format!("Theft;3;{other};"));
        format!("{told}{risks}")
    };
    let built = build(&with("4 - high", "severe"));
    assert!(page(&built, "registers/risks/r-1.html").contains("4 Major 8"));
    assert!(page(&built, "registers/risks/r-2.html").contains("5 "), "a word that has a meaning needs no match");
    assert_eq!(problems(&with("4", "TBD"), &["wrong-type"]), [""; 0]);
    let found = problems(&with("4", "rather high"), &["wrong-type"]);
    assert!(
        found[0].contains("csv:8:11 `rather high` does not match the pattern `^(\\d)` (column D, `Inherent Impact`)"),
        "{found:#?}"
    );
}

#[test]
fn a_column_that_no_field_takes_is_reported_once() {
    let mapping = RISK_MAPPING.replace("cost = \"Cost\"\n", "");
    let found = problems(&format!("{mapping}{RISKS}"), &["unread-column"]);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].contains("Risk register.csv:5:59 column I, `Cost`, is not read"), "{found:#?}");
    let ignored = mapping.replace("header", "ignore = [\"cost\"]\nheader");
    assert_eq!(problems(&format!("{ignored}{RISKS}"), &["unread-column"]), [""; 0]);
}

#[test]
fn a_file_named_like_a_register_is_read_by_the_names_and_labels_of_fields() {
    let same = |file: &str| {
        let built = build(&format!("{file}//- content/a.md\n# A\n\nSee AST-1.\n"));
        assert!(built.problems().iter().all(|problem| problem.starts_with("warning")), "{:#?}", built.problems());
        let asset = page(&built, "registers/assets/ast-1.html");
        assert!(asset.contains("Customer database") && (asset.contains("Data") || asset.contains("Daten")), "{asset}");
        assert!(asset.contains("IT") && asset.contains("3"), "{asset}");
        assert!(built.page("documents/a.html").contains("ast-1.html"));
    };
    same("//- content/registers/assets.csv\nID;Title;Kind;Owner;Confidentiality\nAST-1;Customer database;Data;IT;3\n");
    same(
        "//- content/registers/assets.tsv\nid\ttitle\tkind\towner\tconfidentiality\nAST-1\tCustomer database\tdata\tIT\t3\n",
    );
    same(
        "//- content/registers/assets.json\n[{\"id\": \"AST-1\", \"title\": \"Customer database\", \"kind\": \"data\", \"owner\": \"IT\", \"confidentiality\": 3}]\n",
    );
    same(
        "//- content/registers/assets.yaml\nassets:\n  - id: AST-1\n    title: Customer database\n    kind: data\n    owner: IT\n    confidentiality: 3\n",
    );
    same("//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\nlanguage = \"de\"\n//- content/registers/assets.csv\nid;Titel;Art;Verantwortlich;Vertraulichkeit\nAST-1;Customer database;Daten;IT;3\n".replace("Titel", "title").as_str());
}

#[test]
fn a_table_in_a_document_is_a_register() {
    let table = "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n[[register]]\nname = \"assets\"\nfile = \"assets.md\"\nbelow = \"Assets\"\n[register.columns]\n\
        title = \"Asset\"\nowner = \"Owner\"\nkind = { column = \"Type\", values = { DB = \"data\" } }\nconfidentiality = { column = \"C\", \
        values = { High = \"3\", Low = \"1\" } }\n\
        //- content/assets.md\n# Inventory\n\n## Assets\n\n| Asset | Type | C | Owner |\n|---|---|---|---|\n| **Customer database** | DB | High | [Head of IT](x.md) |\n\n\
        ### More\n\n| Asset | Type | C | Owner |\n|---|---|---|---|\n| Mail server | Software | Low | - |\n\n| Other | Table |\n|---|---|\n| a | b |\n\
        //- content/x.md\n# X\n\nSee [[customer-database]].\n";
    let built = build(table);
    assert!(built.problems().iter().all(|problem| problem.starts_with("warning")), "{:#?}", built.problems());
    let asset = page(&built, "registers/assets/customer-database.html");
    assert!(asset.contains("Customer database") && asset.contains("Head of IT") && asset.contains("Data"), "{asset}");
    assert!(page(&built, "registers/assets/mail-server.html").contains("Software"));
    let lost = problems(&table.replace("below = \"Assets\"", "below = \"Asets\""), &["invalid-table"]);
    assert!(lost[0].contains("has no table below the heading `Asets` (did you mean `Assets`?)"), "{lost:#?}");
}

#[test]
fn lists_in_json_are_found_by_their_keys_and_nested_values_by_theirs() {
    let book = |columns: &str| {
        format!(
            "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n[[register]]\nname = \"suppliers\"\nfile = \"data/export.json\"\nentries = \"data.vendors\"\n[register.columns]\nid = \"key\"\ntitle = \"name\"\n{columns}\n\
             //- content/data/export.json\n{{\"data\": {{\"vendors\": [{{\"key\": \"S-1\", \"name\": \"Host\", \"contact\": {{\"owner\": \"IT\"}}, \"tags\": [\"a\"]}}], \"people\": [{{\"x\": 1}}]}}}}\n"
        )
    };
    let built = build(&book("owner = \"contact.owner\""));
    let supplier = page(&built, "registers/suppliers/s-1.html");
    assert!(supplier.contains("Host") && supplier.contains("IT"), "{supplier}");
    let unread = problems(&book(""), &["unread-column"]);
    assert_eq!(unread.len(), 2, "{unread:#?}");
    assert!(unread[0].contains("the key `contact.owner` is not read"), "{unread:#?}");
    let broken = problems(&book("").replace("{\"x\": 1}", "{\"x\": 1,}"), &["invalid-json"]);
    assert!(broken[0].starts_with("error[invalid-json] content/data/export.json:1:"), "{broken:#?}");
    let without = problems(&book("").replace("entries = \"data.vendors\"\n", ""), &["invalid-table"]);
    assert!(without[0].contains("does not show which list holds the entries"), "{without:#?}");
}

#[test]
fn a_register_may_come_from_several_files_and_toml_beside_them() {
    let built = build(
        "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n[[register]]\nname = \"assets\"\nfile = \"a.csv\"\n[[register]]\nname = \"assets\"\nfile = \"b.csv\"\n\
         //- content/a.csv\nid,title\nA-1,One\n//- content/b.csv\nid,title\nA-2,Two\n\
         //- content/registers/assets.toml\n[[asset]]\nid = \"A-3\"\ntitle = \"Three\"\n",
    );
    let assets = page(&built, "registers/assets/index.html");
    for title in ["One", "Two", "Three"] {
        assert!(assets.contains(title), "{assets}");
    }
}

#[test]
fn roles_are_made_of_names_where_a_book_asks_for_it() {
    let fixture = |flag: &str, roles: &str| {
        format!(
            "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n{flag}\n//- content/a.md\n+++\nowner = \"Head of IT\"\n+++\n# A\n//- content/registers/assets.csv\nid,title,owner\nA-1,Mail,head of  IT\n{roles}"
        )
    };
    let built = build(&fixture("roles-from-names = true", ""));
    assert!(built.problems().iter().all(|problem| !problem.contains("role")), "{:#?}", built.problems());
    let role = page(&built, "registers/roles/head-of-it.html");
    assert!(role.contains("Head of IT") && role.contains("Mail"), "{role}");
    assert!(built.page("documents/a.html").contains("head-of-it.html"));
    let without = build(&fixture("", ""));
    assert!(!without.site.as_ref().unwrap().files.keys().any(|path| path.as_str().contains("head-of-it")));
    let roles = "//- content/registers/roles.toml\n[[role]]\nid = \"it\"\ntitle = \"Head of IT\"\nholder = \"Ada\"\n";
    let built = build(&fixture("roles-from-names = true", roles));
    assert!(built.page("documents/a.html").contains("roles/of/it.html"), "a role is found by its title");
    let found = build(&fixture("roles-from-names = true", &roles.replace("Head of IT", "CISO"))).problems();
    assert!(found.iter().any(|problem| problem.starts_with("error[unknown-role]")), "{found:#?}");
}

#[test]
fn a_row_of_a_markdown_table_is_not_read_askew() {
    let mapping = "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n[[register]]\nname = \"assets\"\nfile = \"a.md\"\n\
        [register.columns]\nid = \"ID\"\ntitle = \"Asset\"\nlocation = \"Notes\"\n";
    let table = |rows: &str| {
        let control = "| Document | ID |\n|---|---|\n| A | 7 |\n";
        format!(
            "{mapping}//- content/a.md\n# A\n\n{control}\n## Assets\n\n| ID | Asset | Notes |\n|---|---|---|\n{rows}\n"
        )
    };
    let at = "error[uneven-row] content/a.md:11:3 this row has";
    let help = "(give each cell its place, also an empty one, and write `\\|` for a bar inside of a cell)";
    for (rows, cells) in [("| A-1 | Mail | here | there |", 4), ("| A-1 | `a|b` | c |", 4), ("| A-1 | Mail |", 2)] {
        let found = problems(&table(rows), &["uneven-row", "invalid-table", "unknown-column"]);
        assert_eq!(found, [format!("{at} {cells} cells, and the head has 3 {help}")], "{rows}");
    }
    for rows in ["| A-1 | Mail \\| post | |", "A-1 | Mail | x", "| **Servers** |\n| A-1 | Mail | |"] {
        let found = problems(&table(rows), &["uneven-row", "invalid-table", "unknown-column"]);
        assert_eq!(found, [""; 0], "{rows}");
    }
    let built = build(&table("| A-1 | Mail \\| post | |"));
    assert!(page(&built, "registers/assets/a-1.html").contains("Mail | post"));
}

#[test]
fn what_a_list_says_twice_or_in_a_second_document_is_an_error() {
    let found = |path: &str, text: &str| {
        let problems = problems(&format!("//- content/registers/{path}\n{text}\n"), &["invalid-json", "invalid-yaml"]);
        problems
            .into_iter()
            .map(|problem| problem.split(" (").next().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        found("assets.json", "[{\"id\": \"A-1\", \"title\": \"Mail\", \"id\": \"A-2\"}]"),
        ["error[invalid-json] content/registers/assets.json:1:33 the key `id` is there twice"]
    );
    assert_eq!(
        found("assets.yaml", "- id: A-1\n  title: Mail\n---\n- id: A-2\n  title: Web"),
        [
            "error[invalid-yaml] content/registers/assets.yaml:4:1 a second document begins here, and only the first would be read"
        ]
    );
    assert_eq!(found("assets.yaml", "---\n- id: A-1\n  title: Mail\n..."), [""; 0]);
}

#[test]
fn cells_are_text_on_pages_and_no_formulas_in_exports() {
    let hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>";
    let built = build(&format!(
        "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\nroles-from-names = true\n\
         [[documents]]\nmatch = \"*.md\"\nowner = \"label:Owner\"\nversion = \"label:Version\"\n\
         //- content/a.md\n# A\n\n| Owner | Version |\n|---|---|\n| `{hostile}` | `=1+1` |\n\
         //- content/registers/assets.csv\nid,title,owner,notes,\"<b onclick=x>{hostile}</b>\"\n\
         A-1,{hostile},{hostile},{hostile},{hostile}\n\"=1+1\",\"=cmd|' /C calc'!A0\",@x,+1,-1\n"
    ));
    let pages = built.site.as_ref().map(|site| site.files.iter()).into_iter().flatten();
    let mut count = 0;
    for (path, bytes) in pages.filter(|(path, _)| path.is_page()) {
        let html = scraper::Html::parse_document(&String::from_utf8_lossy(bytes));
        let attributes = html.tree.values().filter_map(|node| node.as_element()).flat_map(|element| element.attrs());
        assert!(!attributes.into_iter().any(|(name, _)| name.starts_with("on")), "{path}");
        assert!(!String::from_utf8_lossy(bytes).contains("<script>alert"), "{path}");
        count += 1;
    }
    assert!(count > 5, "{:#?}", built.problems());
    let table = built.page("downloads/assets.csv");
    for formula in ["=1+1", "=cmd|' /C calc'!A0", "@x"] {
        assert!(
            table.contains(&format!("'{formula}")) && !table.contains(&format!(",{formula}")),
            "{formula}: {table}"
        );
    }
}

#[test]
fn blanks_around_a_cell_are_no_part_of_it_and_what_is_assumed_does_not_hide_a_problem() {
    let book = |due: &str| {
        format!(
            "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n[[register]]\nname = \"actions\"\nfile = \"a.csv\"\n\
             [register.columns]\nid = \"ID\"\ntitle = \"What\"\nowner = \"Who\"\ndue = {{ column = \"Due\", else = \"2030-01-01\" }}\n\
             //- content/a.csv\nID,What,Who,Due\n\" ACT-1 \", Do it ,\"IT \",{due}\n"
        )
    };
    let built = build(&book(""));
    assert!(built.problems().iter().all(|problem| problem.starts_with("warning")), "{:#?}", built.problems());
    assert!(page(&built, "registers/actions/act-1.html").contains("2030"), "what nothing says is assumed");
    let two = build(&book("03/04/2026"));
    assert!(
        two.problems().iter().any(|problem| problem.contains("is 2026-04-03 or 2026-03-04")),
        "{:#?}",
        two.problems()
    );
    let pages = two.site.iter().flat_map(|site| site.files.iter()).filter(|(path, _)| path.is_page());
    assert!(pages.into_iter().all(|(_, bytes)| !String::from_utf8_lossy(bytes).contains("2030")));
}
