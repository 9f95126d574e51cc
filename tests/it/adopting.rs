//! `clausebook adopt` on small repositories: what it leaves open, what it leaves alone, and what a second run says.

use std::fs;

use crate::adoption::{Copy, text};

/// Proposes the book of a repository beside it. Returns book.toml and the report.
#[track_caller]
fn adopt(files: &[(&str, &str)]) -> (String, String) {
    let copy = Copy::of(files);
    let (report, _) = copy.fine(&["adopt", "larkspur", "--into", "isms"]);
    let book = copy.book("isms/book.toml");
    // Whatever is proposed can be read.
    let checked = copy.json(&["check", "isms", "--root", ".", "--format", "json"]);
    let wrong: Vec<_> =
        checked["problems"].as_array().unwrap().iter().filter(|problem| problem["severity"] == "error").collect();
    assert!(wrong.is_empty(), "{book}\n{wrong:#?}");
    (book, report)
}

/// Returns the lines of a file that are not comments.
fn lines(book: &str) -> Vec<&str> {
    book.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect()
}

const POLICY: &str = "# Keys policy\n\n**Owner:** Head of IT\n**Approved on:** DAY\n";

#[test]
fn a_second_run_says_what_changed_and_overwrites_nothing() {
    let copy = Copy::of(&[
        ("policies/keys.md", "# Keys policy\n\n**Owner:** Head of IT\n"),
        ("policies/doors.md", "# Doors policy\n\n**Owner:** CISO\n"),
    ]);
    copy.fine(&["adopt", "larkspur", "--into", "isms"]);
    let book = copy.book("isms/book.toml");
    assert!(book.contains("owner = [\"label:Owner\"]"), "{book}");
    let (_, said) = copy.fine(&["adopt", "larkspur", "--into", "isms"]);
    assert!(said.contains("nothing changed"), "{said}");

    copy.write("policies/doors.md", "# Doors policy\n\n**Policy owner:** CISO\n");
    let (report, said) = copy.fine(&["adopt", "larkspur", "--into", "isms"]);
    assert!(said.contains("stays as it is"), "{said}");
    assert!(report.contains("-owner = [\"label:Owner\"]\n+owner = [\"label:"), "{report}");
    assert_eq!(copy.book("isms/book.toml"), book);
    // What somebody has decided by hand stays, too.
    fs::write(copy.path("isms/book.toml"), "# mine\n").unwrap();
    copy.fine(&["adopt", "larkspur", "--into", "isms"]);
    assert_eq!(copy.book("isms/book.toml"), "# mine\n");
}

#[test]
fn dates_with_two_readings_stay_a_comment_with_the_reason_until_one_tells() {
    let with = |day: &str| POLICY.replace("DAY", day);
    let unclear = [("policies/a.md", with("03/04/2026")), ("policies/b.md", with("05/06/2026"))];
    let (book, report) = adopt(&unclear.each_ref().map(|(path, text)| (*path, text.as_str())));
    let reason = "2 of 2 dates are like 05/06/2026, and nothing tells whether the day or the month comes first";
    assert!(book.contains(&format!("# not sure: {reason}\n# approved = {{ from = [\"label:Approved on\"]")), "{book}");
    assert!(report.contains(reason), "{report}");

    let told = [("policies/a.md", with("03/04/2026")), ("policies/b.md", with("25/06/2026"))];
    let (book, _) = adopt(&told.each_ref().map(|(path, text)| (*path, text.as_str())));
    assert!(lines(&book).contains(&"approved = { from = [\"label:Approved on\"], date = \"%d/%m/%Y\" }"), "{book}");
}

#[test]
fn the_day_of_a_change_is_no_approval_unless_the_document_says_that_it_is_approved() {
    let page = |status: &str| format!("# Keys policy\n\n**Last updated:** 2026-01-12\n**Owner:** CISO\n{status}");
    let approved = |status: &str| {
        let page = page(status);
        let (book, _) = adopt(&[("policies/a.md", &page)]);
        lines(&book).contains(&"approved = [\"label:Last updated\"]")
    };
    assert!(approved("**Status:** Published\n"));
    assert!(!approved("") && !approved("**Status:** Draft\n"));
}

#[test]
fn a_key_that_the_handbook_knows_is_read_in_the_words_of_the_repository() {
    let page = |status: &str| {
        format!(
            "---\ntitle: {status} rules\nowner: Jo Doe\nstatus: {status}\nlast_reviewed: 2026-01-10\nreview_date: 2027-01-10\n---\nText\n"
        )
    };
    let (published, draft) = (page("Published"), page("WIP"));
    let files = [("policies/a.md", published.as_str()), ("policies/b.md", draft.as_str())];
    let (book, _) = adopt(&files);
    let lines = lines(&book);
    assert!(lines.contains(&"review-by = [\"front-matter:review_date\"]"), "{book}");
    assert!(!book.contains("owner ="), "what is read anyway needs no line: {book}");

    let copy = Copy::of(&files);
    copy.fine(&["adopt", "larkspur", "--into", "isms"]);
    let exported = copy.json(&["export", "handbook", "isms", "--root", ".", "--drafts", "--as-of", "2026-03-01"]);
    let of = |at: usize, key: &str| exported["documents"][at][key].as_str().unwrap_or_default().to_owned();
    assert_eq!([of(0, "status"), of(0, "review_by"), of(1, "status")], ["approved", "2027-01-10", "draft"]);
}

#[test]
fn placeholders_are_not_the_facts_that_they_stand_for() {
    let page = "# Access Control Policy\n\n> **Document control**  \n> Owner: [POLICY_OWNER_ROLE]  \n> Version: [VERSION]  \n> Next review: [DATE]\n";
    let (book, report) = adopt(&[("policies/a.md", page), ("policies/b.md", page)]);
    assert!(!lines(&book).iter().any(|line| line.starts_with("owner") || line.starts_with("version")), "{book}");
    assert!(report.contains("none of the values can be read, such as “[POLICY_OWNER_ROLE]”"), "{report}");
}

#[test]
fn a_quotation_and_a_sentence_are_no_document_control() {
    let page = "# Keys policy\n\nThe rules for keys are here, and everybody has to follow them in the whole company.\n\n> Owner: who has the key is its owner, as the law of this country says for all things that are found.\n";
    let (book, _) = adopt(&[("policies/a.md", page)]);
    assert!(!book.contains("label:"), "{book}");
}

#[test]
fn what_is_about_a_program_is_left_alone_and_a_folder_called_vendor_may_be_a_policy() {
    let (book, report) = adopt(&[
        ("README.md", "# Acme handbook\n"),
        ("vendor/index.md", "---\ntitle: Vendor policy\nowner: CISO\n---\nText\n"),
        ("web/README.md", "# Web\n\nRun it.\n"),
        ("web/index.ts", "let a = 1;\n"),
        ("web/package.json", "{\"scripts\": [{\"name\": \"a\"}, {\"name\": \"b\"}]}\n"),
        ("build/notes.md", "# Notes\n"),
        ("CONTRIBUTING.md", "# Contributing\n"),
    ]);
    assert!(lines(&book).contains(&"exclude = [\"CONTRIBUTING.md\", \"web/**\"]"), "{book}");
    assert!(report.contains("web/**: a program is in it, and nothing of a handbook"), "{report}");
    assert!(report.starts_with("Documents: 3"), "{report}");
}

#[test]
fn a_column_that_nothing_is_known_of_becomes_a_field_of_the_book() {
    let (book, report) = adopt(&[
        ("policies/a.md", "# Keys policy\n"),
        (
            "registers/Risks 2026.csv",
            "Ref,Risk,Likelihood,Impact,Wert in €,Überprüft,Treatment\nR-1,Fire,2 - Unlikely,4,£20.50,2026-01-01,Mitigate\nR-2,Flood,1 - Rare,5,£3,2026-02-01,Dunno\nR-3,Theft,3 - Possible,2,£7,2026-02-01,Transfer\n",
        ),
        ("registers/numbers.csv", "a,b\n1,2\n3,4\n"),
    ]);
    let lines = lines(&book);
    for line in [
        "likelihood = { column = \"Likelihood\", pattern = '^\\s*(\\d+)' }",
        "wert-in = \"Wert in €\"",
        "name = \"ueberprueft\"",
        "type = \"date\"",
        "treatment = { column = \"Treatment\", values = { Mitigate = \"reduce\", Transfer = \"share\" } }",
        "exclude = [\"registers/numbers.csv\"]",
    ] {
        assert!(lines.contains(&line), "{line}\n{book}");
    }
    assert!(report.contains("column `Treatment`: nothing is known that `Dunno` could mean"), "{report}");
    assert!(
        report.contains("registers/numbers.csv: its columns are not those of a register that is known"),
        "{report}"
    );
}

#[test]
fn a_row_with_a_comma_too_many_is_named_and_reported_and_the_others_are_read() {
    let files = [
        ("policies/a.md", "# Keys policy\n"),
        (
            "registers/soa.csv",
            "Control ID,Applicable,Justification\nA.5.1,Yes,Law\nA.5.2,Yes,Roles are named, deputies are not\nA.5.3,No,Too small\n",
        ),
    ];
    let copy = Copy::of(&files);
    let (report, _) = copy.fine(&["adopt", "larkspur", "--into", "isms"]);
    assert!(report.contains("registers/soa.csv: this row has 4 cells, and the head has 3"), "{report}");
    let said = copy.run(&["check", "isms", "--root", ".", "--only", "uneven-row"]);
    assert!(text(&said.stderr).contains("soa.csv:3:"), "{}", text(&said.stderr));
    let soa = text(&copy.run(&["export", "soa", "isms", "--root", "."]).stdout);
    assert!(soa.contains("Too small") && !soa.contains("deputies"), "{soa}");
}

#[test]
fn of_two_tables_with_the_same_entries_that_in_the_language_of_the_book_is_read() {
    let english = "ID,Risk,Likelihood,Impact\nR-1,Fire,2,4\nR-2,Flood,1,5\n";
    let (book, report) = adopt(&[
        ("policies/a.md", "# Keys policy\n\nThe keys of the house are for the staff, and must be kept.\n"),
        (
            "registers-de/risikoregister.csv",
            "ID,Risiko,Eintrittswahrscheinlichkeit,Auswirkung\nR-1,Feuer,2,4\nR-2,Flut,1,5\n",
        ),
        ("tables/risk-register.csv", english),
    ]);
    assert!(book.contains("tables/risk-register.csv") && !book.contains("file = \"registers-de/"), "{book}");
    assert!(
        report.contains("registers-de/risikoregister.csv: it has the entries of tables/risk-register.csv"),
        "{report}"
    );
}

#[test]
fn a_statement_of_applicability_in_several_tables_is_one_register() {
    let table = |theme: &str, rows: &str| {
        format!(
            "## {theme}\n\n| Ref. | Control Title | Status | Team | Justification |\n|---|---|---|---|---|\n{rows}\n"
        )
    };
    let page = format!(
        "# Statement of Applicability\n\n{}{}",
        table(
            "A.5",
            "| A.5.1 | Policies | Implemented | 1 | Law |\n| A.5.2 | Roles | Partially implemented | 2 | Law |\n"
        ),
        table("A.6", "| A.6.1 | Screening | Planned | HR | Law |\n| A.6.2 | Terms | Implemented | HR | Law |\n")
    );
    let (book, _) = adopt(&[("policies/a.md", "# Keys policy\n"), ("docs/05-Statement-of-Applicability.md", &page)]);
    assert_eq!(book.matches("name = \"applicability\"").count(), 2, "{book}");
    assert_eq!(book.matches("name = \"team\"\ntype = \"text\"").count(), 1, "{book}");
    assert!(book.contains("below = \"A.6\""), "{book}");
}

#[test]
fn nothing_that_a_repository_says_breaks_the_proposal() {
    let (book, _) = adopt(&[
        (
            "policies/a.md",
            "# Keys \"policy\" ]]\\\n\n**Owner:** Head = \"x\" # of\n\n{{ .Evil\"Name }} {{CompanyName}}\n",
        ),
        (
            "poli[cies]/{b}.md",
            "---\n\"na\\nme\": x\nodd: 'key\"'\n---\n# B\n\n**Status:** \"quo\\te\"\n**Owner:** CISO\n",
        ),
        ("registers/Risks.csv", "ID,\"Ri\"\"sk\",Likelihood,Impact,\"a\nb = 1\"\nR-1,x,1,1,y\n"),
    ]);
    assert!(book.contains("[book]"), "{book}");
}

#[test]
fn folders_of_the_repository_are_neither_the_site_nor_the_theme_of_the_book() {
    let copy = Copy::of(&[("policies/a.md", "# Keys policy\n"), ("site/index.html", "<p>"), ("theme/b.md", "# B\n")]);
    copy.fine(&["adopt", "larkspur"]);
    let book = copy.book("larkspur/book.toml");
    assert!(
        book.contains("output = \"handbook-site\"\ntheme = \"handbook-theme\"\nexclude = [\"handbook-site\"]"),
        "{book}"
    );
    copy.fine(&["build", "larkspur"]);
    assert!(copy.path("larkspur/handbook-site/index.html").exists() && copy.path("larkspur/site/index.html").exists());
}

#[test]
fn registers_without_documents_are_adopted_and_a_folder_with_neither_is_not() {
    let risks = "Risk register,,,\n,,,\nID,Title,Likelihood (1-5),Impact,Decision\nR-1,Fire,2,4,Mitigate\nR-2,Theft,3,3,Mitigate\n";
    let copy = Copy::of(&[("Risks.csv", risks)]);
    copy.fine(&["adopt", "larkspur"]);
    let book = copy.book("larkspur/book.toml");
    assert!(book.contains("header = 3") && book.contains("values = { Mitigate = \"reduce\" }"), "{book}");
    copy.fine(&["build", "larkspur"]);
    assert!(copy.path("larkspur/site/registers/risks/r-1.html").exists());

    let copy = Copy::of(&[("a.txt", "x"), ("registers/risks.csv", "ID,Title\nR-1,x\n")]);
    let run = copy.run(&["adopt", "larkspur"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(text(&run.stderr).contains("no documents or registers found in `larkspur`"), "{}", text(&run.stderr));
    assert!(!copy.path("larkspur/book.toml").exists());
}

#[test]
fn a_build_that_may_not_read_the_repository_says_only_that() {
    let risks = "ID,Title,Likelihood (1-5),Impact,Decision\nR-1,Fire,2,4,Mitigate\nR-2,Theft,3,3,Mitigate\n";
    let copy = Copy::of(&[("Risks.csv", risks), ("policies/a.md", "# A policy\n\n**Owner:** IT\n")]);
    copy.fine(&["adopt", "larkspur", "--into", "isms"]);
    let run = copy.run(&["check", "isms", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&text(&run.stdout)).unwrap();
    let codes: Vec<&str> =
        found["problems"].as_array().unwrap().iter().map(|found| found["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["outside-root"], "{found:#}");
}
