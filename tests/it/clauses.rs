//! Registers that serve one clause: planned changes, communication, indicators, certificates, interfaces, processing.

use crate::fixture::build;

#[track_caller]
fn has(html: &str, expected: &str) {
    assert!(html.contains(expected), "{expected}\n{html}");
}

const MONITORING: &str = "
//- content/registers/roles.toml
[[role]]
id = \"lead\"
title = \"Lead\"
//- content/registers/indicators.toml
[[indicator]]
id = \"M-1\"
title = \"Late patches\"
measure = \"Patches after their deadline\"
measured-every = \"1 month\"
measured-by = \"lead\"
evaluated-every = \"1 month\"
evaluated-by = \"lead\"
unit = \"patches\"
measurements = [{ on = 2026-09-15, value = 4 }, { on = 2026-10-02, value = 9 }]
evaluations = [{ on = 2026-09-16, conclusion = \"Too many.\" }, { on = 2026-10-02, conclusion = \"Worse.\" }]
//- content/registers/changes.toml
[[change]]
id = \"CH-1\"
title = \"New scope\"
status = \"doing\"
owner = \"lead\"
due = 2026-09-30
//- content/registers/communications.toml
[[communication]]
id = \"CN-1\"
title = \"Warning\"
on = \"An attack\"
when = \"Same day\"
how = \"Chat\"
roles = [\"lead\"]
//- content/registers/interfaces.toml
[[interface]]
id = \"IF-1\"
title = \"Cloud\"
with = \"Provider\"
theirs = \"Buildings\"
ours = \"Keys\"
//- content/registers/certificates.toml
[[certificate]]
id = \"C-1\"
title = \"Our certificate\"
number = \"27-4711\"
body = \"Body\"
standard = \"ISO/IEC 27001\"
edition = \"2022\"
scope = \"All\"
issued = 2025-10-02
valid-until = 2028-10-01
surveillance = 2026-09-30
//- content/registers/audits.toml
[[audit]]
id = \"AUD-1\"
title = \"Stage 2\"
kind = \"certification\"
held-on = 2026-09-01
clauses = [\"4.1\"]
[[audit]]
id = \"AUD-2\"
title = \"Inside\"
kind = \"internal\"
held-on = 2026-09-01
clauses = [\"4.1\"]
//- content/registers/findings.toml
[[finding]]
id = \"F-1\"
title = \"No plan\"
audit = \"AUD-1\"
grade = \"major\"
status = \"open\"
seen = \"S\"
clauses = [\"6.3\"]
found = 2026-09-01
due = 2026-09-29
[[finding]]
id = \"F-2\"
title = \"No minutes\"
audit = \"AUD-2\"
grade = \"minor\"
status = \"open\"
seen = \"S\"
clauses = [\"9.3.3\"]
found = 2026-09-01
//- content/registers/management-reviews.toml
[[review]]
id = \"MR-1\"
title = \"Review\"
held-on = 2026-09-20
conclusion = \"Good.\"
//- content/registers/processing.toml
[[activity]]
id = \"P-1\"
title = \"Payroll\"
";

#[test]
fn registers_that_the_standard_asks_for_are_on_the_pages_of_their_clauses() {
    let built = build(MONITORING);
    let objectives = built.main("objectives.html");
    has(objectives, "Patches after their deadline");
    has(objectives, "4\u{a0}patches");
    has(objectives, "Too many.");
    assert!(!objectives.contains("9\u{a0}patches") && !objectives.contains("Worse."), "of a day to come");
    has(objectives, "New scope");
    has(objectives, "overdue by 1 day");
    let context = built.main("context.html");
    has(context, "Buildings");
    has(context, "An attack");
    let role = built.main("roles/of/lead.html");
    has(role, "Warning");
    let certification = built.main("certification.html");
    has(certification, "27-4711");
    has(certification, "overdue by 1 day");
    has(certification, "No plan");
    has(certification, "overdue by 2 days");
    assert!(!certification.contains("No minutes"), "an internal audit found it");
    has(built.main("reviews/of/mr-1.html"), "Too many.");
    for (page, register) in [
        ("clauses/4.3.html", "interfaces"),
        ("clauses/6.3.html", "changes"),
        ("clauses/7.4.html", "communications"),
        ("clauses/9.1.html", "indicators"),
        ("controls/a.5.34.html", "processing"),
    ] {
        has(built.main(page), &format!("href=\"../registers/{register}/index.html\""));
    }
}

#[test]
fn measurements_and_evaluations_that_are_due_are_in_the_calendar() {
    let built = build(MONITORING);
    let calendar = built.main("calendar/index.html");
    has(calendar, "Measurement");
    has(calendar, "Evaluation of the values");
    has(calendar, "Surveillance audit");
    has(calendar, "Response to the finding");
}
