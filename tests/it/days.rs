//! One rule for days: what is dated after the day that is looked at has not happened on it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jiff::civil::{Date, date};

use crate::fixture::{Built, build, build_as_of};

/// A policy that was approved in September, and the decision on the control that it addresses.
const BOOK: &str = "
//- content/policies/access.md
+++
title = \"Access\"
status = \"approved\"
owner = \"it\"
approved = 2026-09-10
review = \"12 months\"
+++
## Rules {#rules controls=\"A.5.15\" clauses=\"5.2\"}

Ask before you enter.
//- content/registers/applicability.toml
[[control]]
id = \"A.5.15\"
applicable = true
reasons = [\"good-practice\"]
justification = \"J\"
implementation = \"implemented\"
owner = \"it\"
//- content/registers/roles.toml
[[role]]
id = \"it\"
title = \"IT\"
holder = \"N. N.\"
";

/// A day before the approval.
const BEFORE: Date = date(2026, 9, 9);

#[track_caller]
fn has(html: &str, expected: &str) {
    assert!(html.contains(expected), "{expected}\n{html}");
}

#[track_caller]
fn lacks(html: &str, unexpected: &str) {
    assert!(!html.contains(unexpected), "{unexpected}\n{html}");
}

/// The words of a piece of HTML.
fn text(html: &str) -> String {
    let mut words = String::new();
    for piece in html.split('<').skip(1) {
        words.push_str(piece.split_once('>').map_or("", |(_, text)| text));
        words.push(' ');
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of the ladder of A.5.15.
fn ladder(built: &Built) -> String {
    let page = built.main("controls/a.5.15.html");
    let start = page.find("id=\"coverage\"").unwrap();
    let end = page[start..].find("</section>").unwrap();
    text(&page[start..start + end])
}

fn handbook(built: &Built) -> serde_json::Value {
    serde_json::from_str(built.page("data/handbook.json")).unwrap()
}

#[test]
fn an_approval_on_the_day_itself_counts() {
    has(&ladder(&build_as_of(BOOK, date(2026, 9, 10))), "Documented ✓ met Owned");
}

#[test]
fn a_document_that_was_approved_later_is_neither_in_force_nor_missing() {
    let built = build_as_of(BOOK, BEFORE);
    let ladder = ladder(&built);
    has(&ladder, "not known");
    has(
        &ladder,
        "“Access” addresses it, but was approved on 10 September 2026; what was in force before is not known.",
    );
    lacks(built.main("gaps.html"), "a.5.15.html");
    let document = text(built.main("documents/policies/access.html"));
    has(&document, "? not known");
    has(&document, "This version was approved on 10 September 2026, after the date of this page.");
    lacks(built.main("calendar/index.html"), "Access");
    has(&text(built.main("required-documents.html")), "? not known");

    let model = handbook(&built);
    assert_eq!(model["documents"][0]["in_force"], serde_json::Value::Null);
    assert_eq!(model["totals"]["controls"]["not-known"], 1);
    assert_eq!(model["totals"]["controls"]["covered"], 0);
    let gaps = model["gaps"].as_array().unwrap();
    assert!(gaps.iter().all(|gap| gap["requirement"] != "A.5.15"), "{gaps:?}");
}

#[test]
fn an_approval_that_has_not_come_is_a_gap_of_today() {
    let book = BOOK.replace("2026-09-10", "2026-10-02");
    let built = build(&book);
    has(&ladder(&built), "Documented ✗ missing “Access” addresses it, but is approved only on 2 October 2026.");
    has(&text(built.main("documents/policies/access.html")), "○ approved only on 2 October 2026");
    assert_eq!(handbook(&built)["documents"][0]["in_force"], false);
    has(built.main("gaps.html"), "a.5.15.html");
    lacks(built.main("calendar/index.html"), "Access");
    // On that day it is in force.
    has(&ladder(&build_as_of(&book, date(2026, 10, 2))), "Documented ✓ met Owned");
    // Nothing says that it ever was approved, so an earlier day does not make it unknown.
    has(&ladder(&build_as_of(&book, BEFORE)), "is approved only on 2 October 2026");
}

#[test]
fn the_totals_say_how_many_are_known() {
    let built = build_as_of(BOOK, BEFORE);
    has(&text(built.main("clauses/index.html")), "of 29 known");
    lacks(&text(build(BOOK).main("clauses/index.html")), "known");
}

const REVIEW: &str = "
//- content/registers/management-reviews.toml
[[review]]
id = \"MR-1\"
title = \"Review\"
planned = 2026-06-01
held-on = 2026-06-01
conclusion = \"Fine.\"
";

#[test]
fn a_past_review_shows_what_its_entry_recorded() {
    let page = |book: &str| text(build(book).main("reviews/of/mr-1.html"));
    let again = page(&format!("{BOOK}{REVIEW}"));
    has(&again, "Counted from the documents of today");
    has(&again, "Controls covered not known");
    let recorded =
        page(&format!("{BOOK}{REVIEW}figures = [{{ what = \"Controls covered\", value = \"61 of 88\" }}]\n"));
    has(&recorded, "As recorded in the entry. Controls covered 61 of 88");
    lacks(&recorded, "not known");
    // A document that was there before the review tells what it was on the day.
    let known = page(&format!("{}{REVIEW}", BOOK.replace("2026-09-10", "2026-01-10")));
    lacks(&known, "not known");
}

#[test]
fn a_past_milestone_shows_what_its_entry_recorded() {
    let milestone = "
//- content/registers/milestones.toml
[[milestone]]
id = \"MS-1\"
title = \"Stage 1\"
kind = \"stage-1\"
due = 2026-06-01
held-on = 2026-06-02
result = \"Passed.\"
";
    let page = |book: &str| text(build(book).main("certification.html"));
    has(&page(&format!("{BOOK}{milestone}")), "MS-1 Stage 1: 2 June 2026 Counted from the documents of today");
    let figures = "figures = [{ what = \"Clauses covered\", value = \"28\" }]\n";
    has(&page(&format!("{BOOK}{milestone}{figures}")), "As recorded in the entry. Clauses covered 28");
}

#[test]
fn a_date_in_a_condition_means_by_the_day() {
    let audit = |held: &str| {
        format!(
            "{BOOK}//- content/registers/audits.toml\n[[audit]]\nid = \"AU-1\"\ntitle = \"Audit\"\nkind = \"internal\"\n\
             planned = 2026-09-01\nheld-on = {held}\nclauses = [\"9.2\"]\n"
        )
    };
    has(&text(build(&audit("2026-10-02")).main("calendar/index.html")), "AU-1");
    lacks(&text(build(&audit("2026-10-01")).main("calendar/index.html")), "AU-1");
    // On an earlier day the audit was still to come.
    has(&text(build_as_of(&audit("2026-09-20"), date(2026, 9, 10)).main("calendar/index.html")), "AU-1");
}

#[test]
fn pages_and_tables_show_a_status_as_it_was_on_the_day() {
    let book = format!(
        "{BOOK}//- content/registers/findings.toml\n[[finding]]\nid = \"F-1\"\ntitle = \"Door\"\naudit = \"AU-1\"\n\
         grade = \"minor\"\nseen = \"Open door.\"\nstatus = \"closed\"\nfound = 2026-06-01\nclosed = 2026-09-20\n\
         clauses = [\"9.2\"]\n//- content/registers/audits.toml\n[[audit]]\nid = \"AU-1\"\ntitle = \"Audit\"\nkind = \"internal\"\n\
         planned = 2026-05-01\nheld-on = 2026-05-01\nclauses = [\"9.2\"]\n"
    );
    for (day, status, sign) in [(date(2026, 9, 19), "Open", "○"), (date(2026, 9, 20), "Closed", "✓")] {
        let built = build_as_of(&book, day);
        has(
            &text(built.main("nonconformities.html")),
            &format!("F-1 Door Minor nonconformity {sign} {}", status.to_lowercase()),
        );
        has(&text(built.main("registers/findings/index.html")), &format!("Minor nonconformity {status}"));
        has(built.page("downloads/findings.csv"), status);
    }
}

/// Date fields of the built-in registers that do not say when something happened.
const TO_COME: &[&str] = &[
    "accepted-until",
    "assurance-until",
    "check-by",
    "contract-until",
    "covers-from",
    "covers-to",
    "due",
    "from",
    "in-force",
    "planned",
    "review-by",
    "start",
    "surveillance",
    "to",
    "until",
    "valid-until",
];

#[test]
fn every_date_of_a_built_in_register_has_happened_or_is_known_to_be_to_come() {
    let mut unmarked = BTreeSet::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/schema")).unwrap() {
        let schema = fs::read_to_string(entry.unwrap().path()).unwrap();
        for field in schema.split("\n\n").filter(|field| field.contains("type = \"date\"")) {
            let name = field.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).unwrap();
            if !field.contains("happened = true") {
                unmarked.insert(name.to_owned());
            } else {
                assert!(!TO_COME.contains(&name), "{name}");
            }
        }
    }
    let unknown: Vec<_> = unmarked.iter().filter(|name| !TO_COME.contains(&name.as_str())).collect();
    assert!(unknown.is_empty(), "say `happened = true` for these, or name them above: {unknown:?}");
}
