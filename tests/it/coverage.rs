//! The coverage ladder: each rung holds with its proof, and has a reason if it does not.

use crate::fixture::build;

/// Returns a document that claims A.5.15 and a decision on it, with these additional lines.
fn ladder(front: &str, decision: &str, more: &str) -> String {
    let fixture = format!(
        "
//- content/policies/access.md
+++
title = \"Access\"
{front}
+++
## Rules {{#rules controls=\"A.5.15\"}}
A role for each person.
//- content/registers/applicability.toml
[[control]]
id = \"A.5.15\"
{decision}
{more}"
    );
    let built = build(&fixture);
    assert_eq!(built.problems(), Vec::<String>::new());
    let page = built.main("controls/a.5.15.html");
    let start = page.find("id=\"coverage\"").unwrap();
    let end = page.find("<dl class=\"panel facts\"").unwrap();
    text(&page[start..end])
}

/// Returns the text of some HTML.
fn text(html: &str) -> String {
    let mut words = String::new();
    for piece in html.split('<').skip(1) {
        words.push_str(piece.split_once('>').map_or("", |(_, text)| text));
        words.push(' ');
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

const IN_FORCE: &str = "status = \"approved\"\nowner = \"it\"\napproved = 2026-01-01\nreview = \"12 months\"";
const DECIDED: &str = "applicable = true\nimplementation = \"implemented\"\nreasons = [\"good-practice\"]\njustification = \"J\"\nowner = \"it\"";
const EVIDENCE: &str =
    "//- content/registers/evidence.toml\n[[evidence]]\nid = \"EV-1\"\ntitle = \"Log\"\ncontrols = [\"A.5.15\"]\n";

#[track_caller]
fn has(ladder: &str, expected: &str) {
    assert!(ladder.contains(expected), "{expected}\n{ladder}");
}

#[test]
fn a_rung_that_holds_names_its_proof() {
    let ladder = ladder(IN_FORCE, DECIDED, &format!("{EVIDENCE}collected = 2026-09-01\n"));
    has(&ladder, "Documented ✓ met");
    has(&ladder, "Policy documented Access : Rules");
    has(&ladder, "Evidence evidenced EV-1 Log");
    has(&ladder, "Assessed ○ missing, not required No audit in this cycle covered it.");
}

#[test]
fn a_text_that_is_not_in_force_documents_nothing() {
    let draft = "owner = \"it\"\nstatus = \"draft\"";
    has(&ladder(draft, DECIDED, ""), "Documented ✗ missing “Access” addresses it, but is a draft.");
    let unstated = ladder("owner = \"it\"", DECIDED, "");
    has(&unstated, "Documented ✗ missing “Access” addresses it, but its approval is not stated.");
    let overdue = IN_FORCE.replace("2026-01-01", "2025-09-30");
    has(&ladder(&overdue, DECIDED, ""), "“Access” addresses it, but its review was due on 30 September 2026.");
    let due_today = IN_FORCE.replace("2026-01-01", "2025-10-01");
    has(&ladder(&due_today, DECIDED, ""), "Documented ✓ met");
}

#[test]
fn evidence_counts_until_its_last_day_and_not_before_it_was_collected() {
    let of = |line: &str| ladder(IN_FORCE, DECIDED, &format!("{EVIDENCE}{line}\n"));
    has(&of("collected = 2025-10-01"), "Evidenced ✓ met");
    has(&of("collected = 2025-09-30"), "Its newest evidence, EV-1, was valid until 30 September 2026.");
    has(&of("collected = 2026-08-01\nvalid = \"2 months\""), "Evidenced ✓ met");
    has(&of("collected = 2026-07-31\nvalid = \"2 months\""), "EV-1, was valid until 30 September 2026.");
    has(&of("collected = 2026-10-02"), "There is no evidence for it.");
}

#[test]
fn a_reason_must_hold() {
    let risk = DECIDED.replace("good-practice", "risk");
    has(&ladder(IN_FORCE, &risk, ""), "Justified ✗ missing The reason is a risk, but no risk cites the control.");
    let cited = "//- content/registers/risks.toml\n[[risk]]\nid = \"R-1\"\ntitle = \"Loss\"\ncategory = \"own\"\n\
                 owner = \"it\"\nlikelihood = 1\nimpact = 1\ntreatment = \"reduce\"\ncontrols = [\"A.5.15\"]\n";
    has(&ladder(IN_FORCE, &risk, cited), "Risk justified R-1 Loss");
}

#[test]
fn an_exclusion_is_a_decision_and_no_hole() {
    let built = build(
        "
//- content/registers/applicability.toml
[[control]]
id = \"A.8.30\"
applicable = false
justification = \"Nobody else writes code for us.\"
",
    );
    assert!(built.main("controls/a.8.30.html").contains("Nobody else writes code for us."));
    assert!(!built.main("gaps.html").contains("A.8.30"));
    assert!(built.main("gaps.html").contains("a.8.29"));
    assert!(text(built.main("soa.html")).contains("0 of 93 applicable; 1 of 93 decided"));
}

#[test]
fn required_rungs_are_those_of_the_book() {
    let fixture = |rungs: &str| {
        format!(
            "
//- book.toml
[book]
title = \"T\"
organisation = \"O\"
[coverage]
controls = [{rungs}]
//- content/registers/applicability.toml
[[control]]
id = \"A.5.15\"
{DECIDED}
"
        )
    };
    let status = |rungs: &str| {
        let built = build(&fixture(rungs));
        text(built.main("controls/a.5.15.html"))
    };
    has(&status("\"decided\""), "Coverage ✓ covered");
    has(&status("\"decided\", \"documented\""), "Coverage ✗ gap");
    has(&status("\"decided\", \"evidenced\""), "Coverage ◐ partial");
}

/// The documented rung of A.5.15 in a book with one document in force.
fn documented(document: &str) -> String {
    let built = build(&format!("//- content/policies/access.md\n+++\ntitle = \"Access\"\n{IN_FORCE}\n{document}"));
    let page = text(built.main("controls/a.5.15.html"));
    let start = page.find("Documented").unwrap();
    page[start..].split(" Owned ").next().unwrap().to_owned()
}

#[test]
fn a_claim_without_text_documents_nothing() {
    for empty in ["", "To follow.", "TBD", "- (?) Who decides on access?", "### More\n\n***"] {
        let rung = documented(&format!("+++\nWords.\n## Rules {{controls=\"A.5.15\"}}\n{empty}\n## Next\nWords.\n"));
        has(&rung, "✗ missing “Access” addresses it, but nothing is written under “Rules”.");
    }
    for written in ["A role for each person.", "### More\nA role for each person.", "TBD\n\n- A role for each person."]
    {
        let rung = documented(&format!("+++\n## Rules {{controls=\"A.5.15\"}}\n{written}\n## Next\n"));
        has(&rung, "✓ met");
    }
}

#[test]
fn a_claim_of_the_whole_document_needs_text_anywhere_in_it() {
    let whole = |text: &str| documented(&format!("controls = [\"A.5.15\"]\n+++\n{text}\n"));
    has(&whole(""), "✗ missing “Access” addresses it, but nothing is written in it.");
    has(&whole("# Access\n## Rules\n[COMPANY] protects A.5.15.\n## Next"), "nothing is written in it");
    has(&whole("## Rules\n## Next\nA role for each person."), "✓ met");
}

/// Another claim that has text makes the one without harmless.
#[test]
fn one_claim_with_text_is_enough() {
    let rung = documented("controls = [\"A.5.15\"]\n+++\n## Rules {controls=\"A.5.15\"}\n## Next\nWords.\n");
    has(&rung, "✓ met");
}

#[test]
fn the_first_document_in_force_is_what_the_organisation_adds() {
    let held = |status: &str, words: &str| {
        let built = build(&format!("//- content/policies/a.md\n+++\nstatus = \"{status}\"\n+++\n{words}\n"));
        text(built.main("required-documents.html")).contains("1 of 20")
    };
    assert!(held("approved", "Words."));
    assert!(!held("draft", "Words."));
    assert!(!held("approved", "(?) Which words?"));
}

#[test]
fn a_claim_on_a_clause_claims_its_parts() {
    let built = build(&format!(
        "
//- content/policies/audit.md
+++
{IN_FORCE}
+++
## Audits {{#audits clauses=\"9.2\"}}
Once a year.
"
    ));
    let page = text(built.main("clauses/9.2.1.html"));
    has(&page, "Documented ✓ met");
    has(&page, "Policy documented Audit : Audits");
}

/// Start page, SoA, list of controls, matrix and gaps count the same requirements.
#[test]
fn totals_agree_on_every_page() {
    let built = build(&format!(
        "
//- content/policies/access.md
+++
{IN_FORCE}
+++
## Rules {{#rules controls=\"A.5.15-18\"}}
A role for each person.
//- content/registers/applicability.toml
[[control]]
id = \"A.5.15\"
{DECIDED}
[[control]]
id = \"A.7.1\"
applicable = false
justification = \"No premises.\"
{EVIDENCE}collected = 2026-09-01
"
    ));
    assert_eq!(built.problems(), Vec::<String>::new());
    let expected = "1 ✓ covered 91 ? undecided 1 – excluded";
    for page in ["index.html", "soa.html", "controls/index.html", "matrix/controls-documents.html"] {
        has(&text(built.main(page)), expected);
    }
}
