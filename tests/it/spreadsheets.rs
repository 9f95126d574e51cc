//! Spreadsheets as strangers keep them: ids with blanks, sums below the rows, words for dates, two kinds in one column.

use crate::fixture::build;
use crate::imports::{POLICIES, page, problems};

/// A book with one register, which a CSV file of these columns and rows is.
fn book(register: &str, columns: &str, csv: &str) -> String {
    format!(
        "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n[[register]]\nname = \"{register}\"\nfile = \"t.csv\"\n\
         [register.columns]\n{columns}\n[checks]\nincomplete-entry = \"allow\"\n//- content/t.csv\n{csv}"
    )
}

#[test]
fn an_id_with_blanks_gets_hyphens_and_is_found_as_it_is_written() {
    let csv = "ID,Risk,Owner\nRISK 001,\"Fire\nin the office\",IT\n#12/2026,Theft,IT\n";
    let assets = "//- content/registers/suppliers.csv\nid,title,risks\nS-1,Host,RISK 001; #12/2026\n";
    let built = build(&format!("{}{assets}", book("risks", "id = \"ID\"\ntitle = \"Risk\"\nowner = \"Owner\"", csv)));
    assert!(built.problems().iter().all(|problem| problem.starts_with("warning")), "{:#?}", built.problems());
    let supplier = built.page("registers/suppliers/s-1.html");
    assert!(supplier.contains("risks/risk-001.html") && supplier.contains("risks/12-2026.html"), "{supplier}");
    assert!(supplier.contains("Fire in the office"), "a title is one line: {supplier}");
    let twice = book("risks", "id = \"ID\"\ntitle = \"Risk\"", &csv.replace("#12/2026", "RISK-001"));
    let found = problems(&twice, &["duplicate-id"]);
    assert!(found[0].contains("t.csv:4:1 the id `RISK-001` is used twice"), "{found:#?}");
}

#[test]
fn a_row_without_an_id_is_named_and_one_with_a_word_for_none_is_left_out() {
    let columns = "id = { column = \"No\", empty = \"Sum\" }\ntitle = \"Asset\"\nowner = \"Owner\"";
    let csv = "No,Asset,Owner\nA-1,Mail,IT\n,Printer,IT\nSum,2,x\n";
    let found = build(&book("assets", columns, csv)).problems();
    let errors: Vec<&String> = found.iter().filter(|problem| problem.starts_with("error")).collect();
    assert_eq!(errors.len(), 1, "{found:#?}");
    assert!(
        errors[0].contains("[missing-field] content/t.csv:3:1 this row has no id (column A, `No`)")
            && errors[0].contains("name another column"),
        "{errors:#?}"
    );
    let of_both = columns.replace("column = \"No\"", "column = [\"No\", \"Asset\"]");
    let built = build(&book("assets", &of_both, csv));
    assert!(page(&built, "registers/assets/printer.html").contains("Printer"));
    assert!(page(&built, "registers/assets/a-1.html").contains("Mail"));
}

#[test]
fn an_soa_with_names_behind_the_numbers_and_sums_below_is_read() {
    let columns = "id = \"Control\"\napplicable = \"Applicable\"\njustification = \"Why\"\n\
        reasons = { column = \"For\", values = { R = \"risk\", L = \"legal\" } }\ndocuments = \"Policy\"";
    let csv = "Control,Applicable,Why,For,Policy\nA.5 Organizational controls,,,,\n5.1 Policies for security,Y,Needed,\"R, L\",one.md\n\
        A5.2: Roles,Y,Needed,R,Second policy.docx\nTotal applicable,2,,,\n";
    let fixture = format!("{}{POLICIES}", book("applicability", columns, csv));
    let found = build(&fixture).problems();
    let errors: Vec<&String> = found.iter().filter(|problem| problem.starts_with("error")).collect();
    assert_eq!(errors.len(), 2, "{found:#?}");
    assert!(
        errors[0].contains("t.csv:5:1 `Total applicable` is not the id of a control (column A, `Control`)"),
        "{errors:#?}"
    );
    assert!(errors[0].contains("`empty = [\"Total applicable\"]`"), "{errors:#?}");
    assert!(errors[1].contains("t.csv:5:18 `2` is not yes or no (column B, `Applicable`)"), "{errors:#?}");
    let told = fixture.replace("id = \"Control\"", "id = { column = \"Control\", empty = \"total applicable\" }");
    let built = build(&told);
    assert!(built.problems().iter().all(|problem| problem.starts_with("warning")), "{:#?}", built.problems());
    let control = page(&built, "controls/a.5.1.html");
    assert!(control.contains("Risk") && control.contains("Law"), "{control}");
    assert!(built.page("controls/a.5.1.html").contains("documents/one.html"), "a document is found by its file");
    assert!(built.page("controls/a.5.2.html").contains("documents/two.html"), "and by that which it was made from");
    let unread = problems(&told, &["unread-row"]);
    assert!(unread.len() == 1 && unread[0].contains("t.csv:2:1 this row is not read"), "{unread:#?}");
}

#[test]
fn clauses_and_controls_may_be_in_one_column() {
    let columns = "id = { column = \"No\", prefix = \"F-\" }\ntitle = \"Finding\"\n\
        clauses = \"Requirement\"\ncontrols = { column = \"Requirement\" }";
    let csv = "No,Finding,Requirement\n1,One,\"A.5.18, 9.2\"\n2,Two,4.3\n3,Three,A.8.15\n4,Four,somewhere\n";
    let fixture = book("findings", columns, csv);
    let found = build(&fixture).problems();
    let errors: Vec<&String> = found.iter().filter(|problem| problem.starts_with("error")).collect();
    assert!(errors.len() == 1 && errors[0].contains("t.csv:5:8 unknown id `somewhere`"), "{errors:#?}");
    let built = build(&fixture.replace("somewhere", "-"));
    let finding = built.page("registers/findings/f-1.html");
    assert!(finding.contains("controls/a.5.18.html") && finding.contains("clauses/9.2.html"), "{finding}");
    assert!(!built.page("registers/findings/f-2.html").contains("controls/a."));
}

#[test]
fn a_cell_that_is_not_what_its_field_asks_for_is_named_with_what_the_mapping_can_say() {
    let columns = "id = \"ID\"\ntitle = \"Action\"\ndue = \"Due\"\neffort = \"Days\"\nstatus = \"State\"";
    let csv = "ID,Action,Due,Days,State\nA-1,One,asap,2,Open\nA-2,Two,2026-05-01,a few,Waiting\n";
    let found = problems(&book("actions", columns, csv), &["wrong-type", "unknown-choice"]);
    assert_eq!(
        found,
        [
            "error[wrong-type] content/t.csv:2:9 `asap` is not a date (column C, `Due`) (correct the cell, or say in book.toml what it \
             stands for: `values = { \"asap\" = \"…\" }`, or `empty` if for nothing)",
            "error[wrong-type] content/t.csv:3:20 `a few` is not a number (column D, `Days`) (correct the cell, or say in book.toml \
             what it stands for: `values = { \"a few\" = \"…\" }`, or `empty` if for nothing)",
            "error[unknown-choice] content/t.csv:3:26 `Waiting` is not a valid value for `status` (column E, `State`) (one of: open, \
             doing, done, closed, declined; `values` in book.toml says what another word stands for)",
        ]
    );
    let told = columns
        .replace("due = \"Due\"", "due = { column = \"Due\", empty = \"asap\" }")
        .replace("\"Days\"", "{ column = \"Days\", values = { \"a few\" = \"3\" } }")
        .replace("\"State\"", "{ column = \"State\", values = { Waiting = \"open\" } }");
    assert_eq!(problems(&book("actions", &told, csv), &["wrong-type", "unknown-choice"]), [""; 0]);
}

#[test]
fn each_item_of_a_list_is_read_by_the_rule_of_its_column() {
    let columns =
        "id = \"ID\"\ntitle = \"Risk\"\ncontrols = { column = \"Annex A\", prefix = \"A.\", pattern = '^([\\d.]+)' }";
    let csv = "ID,Risk,Annex A\nR-1,Fire,\"5.1 Policies, 8.15 Logging\"\n";
    let built = build(&book("risks", columns, csv));
    let risk = built.page("registers/risks/r-1.html");
    assert!(risk.contains("controls/a.5.1.html") && risk.contains("controls/a.8.15.html"), "{risk}");
    let found = problems(&book("risks", columns, &csv.replace("8.15 ", "")), &["wrong-type"]);
    assert!(found.len() == 1 && found[0].contains("`Logging` does not match the pattern"), "{found:#?}");
}

#[test]
fn all_columns_of_an_ignored_name_are_left_out() {
    let fixture = book("risks", "id = \"ID\"\ntitle = \"Risk\"", "ID,Risk,Note,Note,Other\nR-1,Fire,a,b,c\n")
        .replace("[register.columns]", "ignore = [\"Note\"]\n[register.columns]");
    let found = problems(&fixture, &["unread-column"]);
    assert!(found.len() == 1 && found[0].contains("column E, `Other`"), "{found:#?}");
}

#[test]
fn a_second_column_of_a_name_is_called_by_its_letter() {
    let fixture =
        book("assets", "id = \"ID\"\ntitle = \"Name\"\nlocation = \"Note\"", "ID,Name,Note,Note\nA-1,Mail,one,two\n");
    let found = problems(&fixture, &["unread-column"]);
    assert!(found.len() == 1 && found[0].contains("column D, `Note`, is not read"), "{found:#?}");
    assert!(
        found[0].contains("another column of this name is read: call this one `column D` in book.toml"),
        "{found:#?}"
    );
    let told = fixture.replace("location = \"Note\"", "location = \"Note\"\ndescription = \"column D\"");
    assert!(page(&build(&told), "registers/assets/a-1.html").contains("two"));
}

#[test]
fn an_empty_file_says_that_it_is_empty_and_a_head_alone_is_an_empty_register() {
    let found = problems(&book("assets", "id = \"ID\"", "\n"), &["invalid-table"]);
    assert!(found.len() == 1 && found[0].contains("this table has nothing in it"), "{found:#?}");
    let built = build(&book("assets", "id = \"ID\"\ntitle = \"Name\"", "ID,Name\n"));
    assert!(built.problems().iter().all(|problem| problem.starts_with("warning")), "{:#?}", built.problems());
}

#[test]
fn an_soa_says_yes_and_no_in_signs_numbers_and_its_own_words() {
    let table = "| Control | Applicable |\n|---|---|\n| A.5.1 | ✅ |\n| A.5.2 | ❌ |\n| A.5.3 | Applicable |\n| A.5.4 | Not applicable |\n\
        | A.5.5 | 1 |\n| A.5.6 | 0 |\n";
    let built = build(&format!(
        "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n[[register]]\nname = \"applicability\"\nfile = \"soa.md\"\n\
         [register.columns]\nid = \"Control\"\napplicable = \"Applicable\"\n//- content/soa.md\n# SoA\n\n{table}"
    ));
    assert!(built.problems().iter().all(|problem| problem.starts_with("warning")), "{:#?}", built.problems());
    let soa = page(&built, "soa.html");
    assert!(soa.contains("3 of 93 applicable; 6 of 93 decided"), "{soa}");
}
