//! Lists that are too long for one page: their pages, those of states and kinds, and the file that the script filters.

use crate::fixture::{Built, build};

/// 600 actions, of which 20 are overdue on the day of the tests, and 510 policies with 5 other documents.
fn long() -> String {
    let mut book = String::from("//- content/registers/roles.toml\n[[role]]\nid = \"it\"\ntitle = \"IT\"\n");
    book.push_str("//- content/registers/actions.toml\n");
    for n in 0..600 {
        let due = if n % 30 == 0 { "2026-01-01" } else { "2027-06-01" };
        book.push_str(&format!(
            "[[action]]\nid = \"AC-{n:03}\"\ntitle = \"Do {n}\"\nkind = \"improvement\"\nstatus = \"open\"\nowner = \"it\"\n\
             opened = 2025-05-07\ndue = {due}\n"
        ));
    }
    for n in 0..510 {
        let status = if n % 51 == 0 { "draft" } else { "approved" };
        book.push_str(&format!(
            "//- content/policies/p{n:03}.md\n+++\ntitle = \"Policy {n:03}\"\nstatus = \"{status}\"\nversion = \"1\"\n\
             approved = 2026-01-01\n+++\nText.\n"
        ));
    }
    for n in 0..5 {
        book.push_str(&format!(
            "//- content/plans/q{n}.md\n+++\ntitle = \"Plan {n}\"\nstatus = \"draft\"\n+++\nText.\n"
        ));
    }
    book
}

#[track_caller]
fn has(html: &str, expected: &str) {
    assert!(html.contains(expected), "{expected}\n{html}");
}

fn rows(built: &Built, page: &str) -> usize {
    built.main(page).matches("<th scope=\"row\"").count()
}

#[test]
fn every_row_of_a_long_register_is_on_one_page_and_states_have_their_own() {
    let built = build(&long());
    assert_eq!(rows(&built, "registers/actions/index.html"), 500);
    assert_eq!(rows(&built, "registers/actions/part/2.html"), 100);
    let first = built.main("registers/actions/index.html");
    // A count leads to a page of its own, which needs no script.
    has(first, "<a href=\"state/overdue.html\">overdue</a> <span class=\"kind\">20</span>");
    has(first, "<strong aria-current=\"page\">1–500</strong>");
    has(first, "<a href=\"part/2.html\">501–600</a>");
    // What is filtered is counted in the whole list.
    has(first, "<option value=\"overdue\">overdue (20)</option>");
    has(first, "data-rows=\"rows.js\"");
    assert_eq!(rows(&built, "registers/actions/state/overdue.html"), 20);
    has(built.main("registers/actions/state/overdue.html"), "<h1>Actions: overdue</h1>");
    has(built.main("registers/actions/state/overdue.html"), "<li>overdue <span class=\"kind\">20</span></li>");
    assert_eq!(rows(&built, "registers/actions/state/open.html"), 500);
    assert_eq!(rows(&built, "registers/actions/state/open/2.html"), 80);
}

#[test]
fn every_document_of_a_long_list_is_on_one_page_and_kinds_and_states_have_their_own() {
    let built = build(&long());
    let first = built.main("documents/index.html");
    assert_eq!(rows(&built, "documents/index.html"), 500);
    assert_eq!(rows(&built, "lists/documents/part/2.html"), 15);
    has(first, "<a href=\"../lists/documents/kind/plan.html\">Plans</a> <span class=\"kind\">5</span>");
    has(first, "<a href=\"../lists/documents/status/draft.html\">draft</a> <span class=\"kind\">15</span>");
    assert_eq!(rows(&built, "lists/documents/kind/plan.html"), 5);
    assert_eq!(rows(&built, "lists/documents/status/draft.html"), 15);
    // The way from a document to its kind leads to where the kind is listed.
    has(built.page("documents/plans/q1.html"), "../../lists/documents/kind/plan.html");
}

#[test]
fn the_file_of_all_rows_has_the_rows_as_the_first_page_would_and_is_no_script_on_a_server() {
    let built = build(&long());
    let file = built.page("registers/actions/rows.js");
    assert!(file.starts_with("location.protocol==\"file:\""));
    let (_, argument) = file.split_once("clausebookRows(").unwrap();
    let html: String = serde_json::from_str(argument.trim_end().strip_suffix(");").unwrap()).unwrap();
    assert_eq!(html.matches("<th scope=\"row\"").count(), 600);
    has(&html, "<a href=\"ac-599.html\">Do 599</a>");
}

#[test]
fn a_list_that_fits_on_a_page_has_no_other() {
    let built = build("//- content/a.md\n# A\n");
    assert!(!built.main("documents/index.html").contains("data-rows"));
    let files = &built.site.as_ref().unwrap().files;
    assert!(!files.keys().any(|path| path.as_str().starts_with("lists/") || path.as_str().ends_with("rows.js")));
}

#[test]
fn the_auditors_file_stays_readable_and_leads_to_what_it_leaves_out() {
    let claims: String = (0..50)
        .map(|n| format!("//- content/p{n:02}.md\n+++\ntitle = \"P{n:02}\"\ncontrols = \"A.5.7\"\n+++\nText.\n"))
        .collect();
    let built = build(&claims);
    let file = built.main("auditor.html");
    let section = file.split("<h2 id=\"27001-a.5.7\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert_eq!(section.matches("href=\"documents/").count(), 40);
    has(section, "<a href=\"controls/a.5.7.html\">and 10 more</a>");
    for n in 0..50 {
        has(built.main("controls/a.5.7.html"), &format!(">P{n:02}</a>"));
    }
}

#[test]
fn a_field_that_cannot_be_below_another_is_reported() {
    let of = |fields: &str| {
        let book = format!(
            "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n[[register]]\nname = \"tools\"\nsingular = \"tool\"\n{fields}"
        );
        build(&book).problems()
    };
    let field = |name: &str, rest: &str| format!("[[register.field]]\nname = \"{name}\"\ntype = \"text\"\n{rest}\n");
    let column = "column = true";
    let below = |name: &str| format!("column = true\nbelow = \"{name}\"");
    assert_eq!(of(&(field("seats", column) + &field("used", &below("seats")))), Vec::<String>::new());
    for fields in [
        field("seats", column) + &field("used", &below("seat")),
        field("seats", "") + &field("used", &below("seats")),
        field("seats", column) + &field("used", "below = \"seats\""),
        field("seats", column) + &field("used", &below("seats")) + &field("free", &below("used")),
        field("seats", column) + &field("used", &below("seats")) + &field("free", &below("seats")),
    ] {
        assert!(of(&fields).iter().any(|problem| problem.contains("invalid-value")), "{fields}\n{:#?}", of(&fields));
    }
}

#[test]
fn the_page_of_a_folder_and_the_start_page_name_the_first_of_very_many_documents() {
    let built = build(&format!("{}//- content/z.md\n# Z\n\n[All](policies/)\n", long()));
    let folder = built.main("documents/policies/index.html");
    assert_eq!(folder.matches("<th scope=\"row\"").count(), 500);
    has(folder, "and 10 more");
    let start = built.main("index.html");
    has(start, "<a href=\"lists/documents/status/draft.html\">draft</a> <span class=\"kind\">15</span>");
}

#[test]
fn each_reason_of_a_control_is_a_value_to_filter_by() {
    let decisions: String = (1..10)
        .map(|n| {
            let reasons = if n < 4 { "[\"risk\", \"contract\"]" } else { "[\"risk\"]" };
            format!("[[control]]\nid = \"A.5.{n}\"\napplicable = true\nreasons = {reasons}\njustification = \"J.\"\n")
        })
        .collect();
    let built = build(&format!("//- content/registers/applicability.toml\n{decisions}"));
    let soa = built.main("soa.html");
    has(soa, "<option value=\"Risk\">Risk (9)</option>");
    has(soa, "<option value=\"Contract\">Contract (3)</option>");
}
