//! Whether controls are implemented: planned ones are counted on their own, and nothing is covered that is only planned.

use std::path::Path;

use clausebook::model::NamedCount;
use clausebook::pipeline;
use clausebook::source::{Content, SourceFile, Sources};
use serde_json::Value;

use crate::fixture::{Built, build};

/// How many controls have each status, and the codes of all findings.
struct Found {
    counts: Vec<(&'static str, usize)>,
    codes: Vec<&'static str>,
}

impl Found {
    fn of(&self, code: &str) -> usize {
        self.codes.iter().filter(|found| **found == code).count()
    }

    fn count(&self, what: &str) -> usize {
        self.counts.iter().find(|(name, _)| *name == what).map(|(_, count)| *count).unwrap()
    }
}

/// Assesses the sample with its Statement of Applicability changed.
fn sample(change: impl Fn(&str) -> String) -> Found {
    let book = pipeline::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let mut sources = Sources::default();
    for (_, file) in book.sources.iter() {
        let content = match file.text() {
            Some(text) if file.path.ends_with("registers/applicability.toml") => Content::Text(change(text).into()),
            Some(text) => Content::Text(text.clone()),
            None => Content::Bytes(file.shared()),
        };
        sources.add(SourceFile { path: file.path.clone(), role: file.role, content });
    }
    let config = book.config.unwrap();
    let counts = |assessed: &clausebook::assess::Assessed| {
        let names = ["covered", "partial", "planned", "missing", "undecided", "excluded", "applicable", "decided"];
        let count = |name: &'static str| {
            let count = NamedCount::read(&format!("{name} controls"), std::iter::empty()).unwrap();
            (name, assessed.count(&count))
        };
        names.map(count).to_vec()
    };
    let as_of = config.as_of.unwrap();
    let outcome = pipeline::export(&sources, &config, as_of, &|_| {}, counts);
    let codes = outcome.diagnostics.iter().map(|problem| problem.code).collect();
    Found { counts: outcome.value.expect("the changed sample has no errors"), codes }
}

const IMPLEMENTED: &str = "implementation = \"implemented\"\n";

#[test]
fn the_sample_with_everything_planned_covers_nothing() {
    let before = sample(str::to_owned);
    assert!(before.count("covered") > 70);
    assert_eq!((before.count("planned"), before.of("planned-without-plan")), (1, 0));
    let after = sample(|soa| soa.replace(IMPLEMENTED, "implementation = \"planned\"\n"));
    assert_eq!(after.count("covered"), 0);
    assert_eq!(after.count("planned"), 87, "86 and the one that was planned before");
    assert_eq!(after.count("missing"), 1, "a partial one, of which the document is a draft");
    assert!(after.of("planned-without-plan") > 40, "{:?}", after.codes);
    assert_eq!(after.count("applicable"), before.count("applicable"));
}

#[test]
fn the_sample_without_a_word_on_implementation_covers_nothing() {
    let without = |soa: &str| {
        let lines = soa.lines().filter(|line| !line.starts_with("implementation = "));
        lines.collect::<Vec<_>>().join("\n")
    };
    let after = sample(without);
    assert_eq!((after.count("covered"), after.count("planned")), (0, 0));
    assert_eq!(after.of("soa-without-implementation"), after.count("applicable"));
    assert_eq!(sample(str::to_owned).of("soa-without-implementation"), 0);
}

const DOCUMENT: &str = "
//- content/policies/access.md
+++
title = \"Access\"
status = \"approved\"
owner = \"it\"
approver = \"it\"
approved = 2026-01-01
review = \"12 months\"
+++
## Rules {#rules controls=\"A.5.15\"}
Access follows the task, and the manager of the task approves it.
//- content/registers/roles.toml
[[role]]
id = \"it\"
title = \"IT\"
holder = \"Ada\"
//- content/registers/evidence.toml
[[evidence]]
id = \"EV-1\"
title = \"Log\"
controls = [\"A.5.15\"]
collected = 2026-09-01
";

/// Builds a book with a decision on A.5.15, for which everything else is there.
fn book(implementation: &str, more: &str) -> Built {
    let built = build(&format!(
        "{DOCUMENT}//- content/registers/applicability.toml\n[[control]]\nid = \"A.5.15\"\napplicable = true\n\
         reasons = [\"good-practice\"]\njustification = \"J\"\nowner = \"it\"\n{implementation}\n{more}"
    ));
    assert_eq!(built.problems(), Vec::<String>::new());
    built
}

/// The words of a piece of HTML.
fn text(html: &str) -> String {
    let words: Vec<&str> = html.split('<').filter_map(|piece| Some(piece.split_once('>')?.1)).collect();
    words.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn has(built: &Built, page: &str, expected: &str) {
    let text = text(built.main(page));
    assert!(text.contains(expected), "{page}: {expected}\n{text}");
}

fn json(built: &Built) -> Value {
    serde_json::from_str(built.page("data/handbook.json")).unwrap()
}

#[test]
fn only_implemented_meets_the_rung() {
    has(&book("implementation = \"implemented\"", ""), "controls/a.5.15.html", "Coverage ✓ covered");
    let partial = book("implementation = \"partial\"", "");
    has(&partial, "controls/a.5.15.html", "Coverage ◐ partial");
    has(&partial, "controls/a.5.15.html", "Implemented ✗ missing It is implemented only in part.");
    assert!(partial.main("gaps.html").contains("a.5.15"));
    let none = book("", "");
    has(&none, "controls/a.5.15.html", "Coverage ◐ partial");
    has(&none, "controls/a.5.15.html", "The Statement of Applicability does not say whether it is implemented.");
    let rest = book("implementation = \"partial\"\ndue = 2027-03-01", "");
    has(&rest, "controls/a.5.15.html", "It is implemented only in part; the rest is due 1 March 2027.");
    has(&rest, "calendar/index.html", "1 March 2027 Control implementation A.5.15");
}

#[test]
fn a_planned_control_with_a_day_is_neutral_everywhere() {
    let built = book("implementation = \"planned\"\ndue = 2027-03-01", "");
    let planned = "planned, due 1 March 2027";
    has(&built, "controls/a.5.15.html", &format!("Coverage → {planned}"));
    has(&built, "controls/a.5.15.html", &format!("Implemented → {planned}"));
    has(&built, "soa.html", planned);
    has(&built, "controls/index.html", planned);
    has(&built, "calendar/index.html", "1 March 2027 Control implementation A.5.15");
    for page in ["index.html", "soa.html", "controls/index.html", "matrix/controls-documents.html"] {
        has(&built, page, "1 → planned 92 ? undecided");
    }
    has(&built, "index.html", "0 of 1 applicable control covered");
    assert!(!built.main("gaps.html").contains("a.5.15"));
    let row = built.main("matrix/controls-documents.html").split("<tr").find(|row| row.contains("a.5.15.html"));
    let row = row.unwrap();
    assert!(row.contains("status:planned") && !row.contains("only:holes"), "{row}");

    let json = json(&built);
    assert_eq!((&json["totals"]["controls"]["planned"], &json["totals"]["controls"]["gap"]), (&1.into(), &0.into()));
    let requirements = json["standards"].as_array().unwrap().iter().flat_map(|s| s["requirements"].as_array().unwrap());
    let control = requirements.into_iter().find(|requirement| requirement["id"] == "A.5.15").unwrap();
    assert_eq!(control["status"], "planned");
    assert_eq!((&control["plan"]["due"], &control["plan"]["overdue"]), (&"2027-03-01".into(), &false.into()));
    let gaps = json["gaps"].as_array().unwrap();
    assert!(gaps.iter().all(|gap| gap["requirement"] != "A.5.15"));
    let soa = built.page("downloads/soa.csv").lines().find(|line| line.starts_with("A.5.15")).unwrap();
    assert!(soa.contains("planned") && soa.contains("2027-03-01"), "{soa}");
}

#[test]
fn a_planned_control_that_lacks_all_else_is_planned_and_no_gap() {
    let built = build(
        "
//- content/registers/applicability.toml
[[control]]
id = \"A.5.15\"
applicable = true
implementation = \"planned\"
due = 2027-03-01
",
    );
    has(&built, "controls/a.5.15.html", "Coverage → planned, due 1 March 2027");
    has(&built, "controls/a.5.15.html", "Documented ○ not yet");
    assert!(!built.main("gaps.html").contains("a.5.15"));
}

#[test]
fn a_plan_without_a_day_says_so_and_one_past_its_day_is_a_gap_that_is_overdue() {
    let undated = book("implementation = \"planned\"", "");
    has(&undated, "controls/a.5.15.html", "Coverage → planned, no date");
    has(&undated, "index.html", "1 → planned");

    let late = book("implementation = \"planned\"\ndue = 2026-09-30", "");
    has(&late, "controls/a.5.15.html", "Coverage ✗ planned for 30 September 2026, overdue");
    has(&late, "gaps.html", "It was planned for 30 September 2026 and is overdue");
    has(&late, "gaps.html", "30 September 2026 ✗ overdue by 1 day");
    has(&late, "calendar/index.html", "Control implementation A.5.15");
    has(&late, "index.html", "1 → planned");
    let gaps = json(&late);
    let gaps = gaps["gaps"].as_array().unwrap().iter().filter(|gap| gap["requirement"] == "A.5.15");
    assert_eq!(gaps.map(|gap| gap["rung"].as_str().unwrap()).collect::<Vec<_>>(), ["implemented"]);

    let today = book("implementation = \"planned\"\ndue = 2026-10-01", "");
    has(&today, "controls/a.5.15.html", "Coverage → planned, due 1 October 2026");
    assert!(!today.main("gaps.html").contains("a.5.15"));
}

#[test]
fn the_day_of_a_treatment_or_an_action_is_shown() {
    let risk = "//- content/registers/risks.toml\n[[risk]]\nid = \"R-1\"\ntitle = \"Loss\"\ncategory = \"own\"\nowner = \"it\"\n\
        likelihood = 1\nimpact = 1\ntreatment = \"reduce\"\nstatus = \"open\"\ndue = 2027-02-01\ncontrols = [\"A.5.15\"]\n";
    let planned = "implementation = \"planned\"";
    has(&book(planned, risk), "soa.html", "planned, due 1 February 2027");
    let action = "//- content/registers/actions.toml\n[[action]]\nid = \"AC-1\"\ntitle = \"Do\"\nkind = \"improvement\"\n\
        status = \"open\"\nowner = \"it\"\nopened = 2026-09-01\ndue = 2027-01-15\ncontrols = [\"A.5.15\"]\n";
    has(&book(planned, action), "soa.html", "planned, due 15 January 2027");
    has(&book(planned, &format!("{risk}{action}")), "soa.html", "planned, due 1 February 2027");
    has(&book(planned, &risk.replace("\"open\"", "\"treated\"")), "soa.html", "planned, no date");
}

#[test]
fn planned_is_never_covered_even_if_the_rung_is_dropped() {
    let book = |implementation: &str| {
        build(&format!(
            "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n[coverage]\ncontrols = [\"documented\"]\n\
             {DOCUMENT}//- content/registers/applicability.toml\n[[control]]\nid = \"A.5.15\"\napplicable = true\n\
             implementation = \"{implementation}\"\n"
        ))
    };
    has(&book("planned"), "controls/a.5.15.html", "Coverage → planned");
    has(&book("implemented"), "controls/a.5.15.html", "Coverage ✓ covered");
    has(&book("partial"), "controls/a.5.15.html", "Coverage ✓ covered");
}

#[test]
fn an_excluded_control_is_excluded_whatever_else_it_says() {
    let built = build(
        "//- content/registers/applicability.toml\n[[control]]\nid = \"A.7.1\"\napplicable = false\njustification = \"J\"\n\
         implementation = \"planned\"\ndue = 2026-01-01\n",
    );
    has(&built, "controls/a.7.1.html", "– excluded");
    assert!(!built.main("calendar/index.html").contains("a.7.1"));
    has(&built, "index.html", "0 of 0 applicable controls covered");
}

#[test]
fn undecided_controls_never_count_as_applicable() {
    let none = build("//- content/a.md\n# A\n{{ applicable controls }} of {{ decided controls }}\n");
    has(&none, "index.html", "0 of 93 controls decided");
    has(&none, "soa.html", "0 of 93 decided");
    has(&none, "controls/index.html", "0 of 93 decided.");
    has(&none, "index.html", "Organizational controls 0 of 37 decided");
    has(&none, "documents/a.html", "0 of 0");
    for page in ["index.html", "soa.html", "controls/index.html"] {
        let text = text(none.main(page));
        assert!(!text.contains("applicable control") && !text.contains("of 93 covered"), "{page}: {text}");
    }
    let one = book("implementation = \"implemented\"", "");
    has(&one, "index.html", "1 of 1 applicable control covered");
    has(&one, "index.html", "1 of 93 controls decided");
    has(&one, "soa.html", "1 of 93 applicable; 1 of 93 decided");
    has(&one, "controls/index.html", "1 of 1 covered. 1 of 93 decided.");
    has(&one, "index.html", "1 of 1; 1 of 37 decided");
}

#[test]
fn a_milestone_lacks_what_is_planned_for_a_day_before_it() {
    let milestone = "//- content/registers/milestones.toml\n[[milestone]]\nid = \"M-1\"\ntitle = \"Stage 1\"\n\
        kind = \"stage-1\"\ndue = 2027-01-15\nowner = \"it\"\n";
    let lacking = |due: &str| {
        let built = book(&format!("implementation = \"planned\"\ndue = {due}"), milestone);
        text(built.main("certification.html"))
    };
    let later = lacking("2027-03-01");
    assert!(
        later.contains("Controls ✗ 92 open") && later.contains("Controls planned for later → 1 planned"),
        "{later}"
    );
    let before = lacking("2027-01-01");
    assert!(before.contains("Controls ✗ 93 open") && !before.contains("planned for later"), "{before}");
}

#[test]
fn a_german_page_says_it_in_german() {
    let built = |decision: &str| {
        build(&format!(
            "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\nlanguage = \"de\"\n\
             //- content/registers/applicability.toml\n[[control]]\nid = \"A.5.15\"\napplicable = true\n{decision}\n"
        ))
    };
    let planned = built("implementation = \"planned\"\ndue = 2027-03-01");
    has(&planned, "controls/a.5.15.html", "→ geplant bis 1. März 2027");
    has(&planned, "index.html", "Über 1 von 93 Maßnahmen entschieden");
    has(&planned, "soa.html", "1 von 93 anwendbar; über 1 von 93 entschieden");
    let late = built("implementation = \"planned\"\ndue = 2026-09-30");
    has(&late, "gaps.html", "Sie war bis 30. September 2026 geplant und ist überfällig");
}

#[test]
fn overdue_plans_are_counted_by_name() {
    let count = |due: &str| {
        let words = "//- content/a.md\n# A\nOverdue: {{ overdue applicability }}.\n";
        let built = book(&format!("implementation = \"planned\"\ndue = {due}"), words);
        text(built.main("documents/a.html"))
    };
    assert!(count("2026-09-30").contains("Overdue: 1"));
    assert!(count("2026-10-01").contains("Overdue: 0"));
}
