//! Ways into the handbook: the documents in the navigation.

use scraper::{Html, Selector};

use crate::fixture::build;

/// Returns the texts of what a selector finds on a page.
fn texts(page: &str, selector: &str) -> Vec<String> {
    let (html, selector) = (Html::parse_document(page), Selector::parse(selector).unwrap());
    html.select(&selector).map(|found| found.text().collect::<String>().trim().to_owned()).collect()
}

/// Returns numbered documents of a folder.
fn documents(folder: &str, count: usize) -> String {
    let document = |at| format!("//- content/{folder}/d{at:03}.md\n# {folder} {at:03}\n\nText.\n");
    (1..=count).map(document).collect()
}

#[test]
fn the_page_of_a_document_lists_its_kind_first_and_marks_it() {
    let built = build(&(documents("policies", 3) + &documents("plans", 2)));
    let page = built.page("documents/policies/d002.html");
    assert_eq!(texts(page, ".site-nav details[open] a"), ["policies 001", "policies 002", "policies 003"]);
    assert_eq!(texts(page, ".site-nav [aria-current]"), ["policies 002"]);
    assert_eq!(texts(page, ".site-nav [aria-current=page]"), ["policies 002"]);
    assert_eq!(texts(page, ".site-nav details:not([open]) a"), ["plans 001", "plans 002"]);
    assert_eq!(texts(page, ".site-nav p")[..2], ["Documents", "Handbook"], "the documents come first");
    assert_eq!(texts(built.page("documents/plans/d001.html"), ".site-nav [aria-current]"), ["plans 001"]);
}

#[test]
fn other_pages_link_to_the_kinds_of_documents() {
    let built = build(&(documents("policies", 3) + &documents("plans", 2)));
    let page = built.page("gaps.html");
    assert_eq!(texts(page, ".site-nav ul ul a"), ["Policies", "Plans"]);
    assert!(page.contains("href=\"documents/index.html#policies\""), "{page}");
}

#[test]
fn of_a_large_kind_only_the_neighbours_are_listed_and_a_link_to_all() {
    let built = build(&(documents("policies", 100) + &documents("policies/local", 2) + &documents("plans", 1)));
    for at in [1, 19, 20, 21, 60, 100] {
        let page = built.page(&format!("documents/policies/d{at:03}.html"));
        let listed = texts(page, ".site-nav details[open] a");
        assert!(listed.len() <= 41, "{at}: {}", listed.len());
        let name = |at: usize| format!("policies {at:03}");
        for near in [at - 1, at, at + 1].into_iter().filter(|near| (1..=100).contains(near)) {
            assert!(listed.contains(&name(near)), "{at} lists {near}: {listed:?}");
        }
        assert_eq!(texts(page, ".site-nav [aria-current]"), [name(at)]);
        assert_eq!(listed.last().unwrap(), "Show all 102");
    }
    let local = built.page("documents/policies/local/d001.html");
    let listed = texts(local, ".site-nav details[open] a");
    assert_eq!(listed, ["policies/local 001", "policies/local 002", "Show all 102"], "the documents of the folder");
    let plan = built.page("documents/plans/d001.html");
    assert!(!texts(plan, ".site-nav a").iter().any(|text| text.starts_with("policies ")), "only a link");
    assert_eq!(texts(plan, ".site-nav a[href$='index.html#policies']"), ["Policies 102"]);
}
