//! A date of something that has been done is in the future.
//!
//! Why: what has not happened yet proves nothing, so it does not count: a document with such an approval is not in force,
//! and an audit with such a date is not held. Mostly the year is a slip of the keyboard, or a plan stands where the
//! result belongs.
//!
//! Example: `approved = 2027-05-04` or `collected = 2027-06-01`, on 1 October 2026.
//!
//! Fix it: correct the date, or remove it until it has happened. Dates of what is to come are exempt, such as `due`,
//! `planned` and `until`, and `--as-of` with an earlier day reports no dates between the two. A register of your own says with
//! `happened = true` or `happened = false` what kind of date a field has.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::model::{Subject, has_happened};
use crate::source::Span;

pub(super) const CHECK: Check = Check {
    code: "date-in-future",
    level: Level::Warn,
    source: include_str!("date_in_future.rs"),
    run: Run::Facts(run),
};

const HELP: &str = "correct the date, or remove it until it has happened";

fn run(facts: &Assessed, report: &mut Report) {
    let today = facts.coverage.own_day;
    let found = |field: &str, span: Option<Span>, message: String| {
        Diagnostic::warning(CHECK.code, span, message).subject(field).help(HELP.to_owned())
    };
    if let Some(on) = facts.config.soa.approved.filter(|on| !has_happened(*on, today)) {
        let message = format!("the Statement of Applicability is approved on {on}, which is after {today}");
        report.add(None, found("soa", None, message));
    }
    for (ix, document) in facts.handbook.documents() {
        if let Some(on) = document.meta.approved.as_ref().filter(|on| !has_happened(on.value, today)) {
            let message = format!("“{}” is approved on {}, which is after {today}", document.meta.title, on.value);
            report.add(Subject::Document(ix), found("approved", Some(on.span), message));
        }
    }
    for record in facts.handbook.all_records() {
        let about = facts.handbook.about(record.ix).unwrap_or(Subject::Entry(record.ix));
        for (field, span, on) in record.cells().days_after(today) {
            let message = format!("{}: `{field}` is {on}, which is after {today}", record.id());
            report.add(about, found(field, Some(span), message));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{check, findings};

    fn entry(register: &str, head: &str, fields: &str) -> String {
        format!("//- content/registers/{register}.toml\n[[{head}]]\nid = \"X-1\"\ntitle = \"X\"\n{fields}\n")
    }

    const RISK: &str = "category = \"own\"\nowner = \"r\"\nlikelihood = 4\nimpact = 4\ntreatment = \"accept\"\nstatus = \"accepted\"\n";
    const ACTION: &str = "kind = \"corrective\"\nowner = \"r\"\nstatus = \"closed\"\n";

    #[test]
    fn an_approval_has_happened_from_its_own_day_on() {
        let document =
            |day: &str| format!("//- content/a.md\n+++\ntitle = \"T\"\nstatus = \"approved\"\napproved = {day}\n+++\n");
        let expected = ["warning content/a.md:4:12 “T” is approved on 2026-10-02, which is after 2026-10-01"];
        check("date-in-future", &document("2026-10-02"), &expected);
        check("date-in-future", &document("2026-10-01"), &[]);
        let statement = |day: &str| format!("//- book.toml\n[soa]\napproved = {day}\n");
        let expected = ["warning the Statement of Applicability is approved on 2026-10-02, which is after 2026-10-01"];
        check("date-in-future", &statement("2026-10-02"), &expected);
        check("date-in-future", &statement("2026-10-01"), &[]);
    }

    #[test]
    fn every_field_of_what_was_done_is_looked_at() {
        let cases = [
            ("evidence", "evidence", "", "collected"),
            ("audits", "audit", "", "held-on"),
            ("management-reviews", "review", "", "held-on"),
            ("milestones", "milestone", "kind = \"stage-1\"\ndue = 2026-01-01\n", "held-on"),
            ("training", "training", "roles = []\n", "done-on"),
            ("suppliers", "supplier", "tier = \"1\"\nservice = \"s\"\n", "reviewed"),
            ("legal-requirements", "requirement", "kind = \"law\"\nasks = \"a\"\n", "reviewed"),
            ("issues", "issue", "side = \"internal\"\nrelevant = true\n", "reviewed"),
            ("interested-parties", "party", "", "reviewed"),
            ("audit-programmes", "programme", "from = 2026-01-01\nto = 2027-01-01\n", "approved"),
            ("risks", "risk", RISK, "accepted-on"),
            ("risks", "risk", RISK, "rated"),
            ("risks", "risk", RISK, "identified"),
        ];
        for (register, head, fields, field) in cases {
            let of =
                |day: &str| findings("date-in-future", &entry(register, head, &format!("{fields}{field} = {day}")));
            let late = of("2026-10-02");
            assert_eq!(late.len(), 1, "{register}: {late:?}");
            assert!(late[0].ends_with(&format!("X-1: `{field}` is 2026-10-02, which is after 2026-10-01")), "{late:?}");
            assert_eq!(of("2026-10-01"), Vec::<String>::new(), "{register}");
        }
        let action = |days: &str| findings("date-in-future", &entry("actions", "action", &format!("{ACTION}{days}")));
        let done = "opened = 2026-01-01\ndue = 2027-01-01\ncheck-by = 2027-02-01\ndone-on = 2026-09-01\nchecked-on";
        assert_eq!(action(&format!("{done} = 2026-10-01")), Vec::<String>::new());
        assert_eq!(action(&format!("{done} = 2026-11-01")).len(), 1);
    }

    #[test]
    fn rows_inside_an_entry_are_looked_at() {
        let objective = |day: &str| {
            let fields = format!("target = 1\ndue = 2027-01-01\nmeasurements = [{{ on = {day}, value = 1 }}]");
            findings("date-in-future", &entry("objectives", "objective", &fields))
        };
        assert_eq!(objective("2026-10-01"), Vec::<String>::new());
        assert_eq!(
            objective("2026-12-01"),
            ["warning content/registers/objectives.toml:6:24 X-1: `on` is 2026-12-01, which is after 2026-10-01"]
        );
    }

    #[test]
    fn what_is_still_to_come_is_silent() {
        let silent = [
            ("evidence", "evidence", "collected = 2026-09-01\ncovers-to = 2027-01-01"),
            ("audits", "audit", "planned = 2027-01-01"),
            ("milestones", "milestone", "kind = \"stage-1\"\ndue = 2027-01-01"),
            (
                "suppliers",
                "supplier",
                "tier = \"1\"\nservice = \"s\"\ncontract-until = 2028-01-01\nassurance-until = 2028-01-01",
            ),
            ("legal-requirements", "requirement", "kind = \"law\"\nasks = \"a\"\nin-force = 2028-01-01"),
            ("exceptions", "exception", "rules = []\nreason = \"r\"\nuntil = 2027-01-01\nstatus = \"active\""),
        ];
        for (register, head, fields) in silent {
            check("date-in-future", &entry(register, head, fields), &[]);
        }
        check(
            "date-in-future",
            &entry("risks", "risk", &format!("{RISK}due = 2027-01-01\naccepted-until = 2027-01-01")),
            &[],
        );
        let document =
            "//- content/a.md\n+++\nstatus = \"approved\"\napproved = 2026-09-01\nreview-by = 2027-09-01\n+++\n";
        check("date-in-future", document, &[]);
    }

    #[test]
    fn the_day_of_the_book_counts_and_not_an_earlier_one_that_is_looked_at() {
        let evidence = |day: &str| {
            format!(
                "//- book.toml\nas-of = 2026-12-01\n{}",
                entry("evidence", "evidence", &format!("collected = {day}"))
            )
        };
        check("date-in-future", &evidence("2026-12-01"), &[]);
        assert_eq!(findings("date-in-future", &evidence("2026-12-02")).len(), 1);
    }

    #[test]
    fn a_register_of_the_book_tells_by_its_deadlines_what_is_done_and_what_is_to_come() {
        let register = "//- book.toml\n[[register]]\nname = \"drills\"\nsingular = \"drill\"\n\
            [[register.field]]\nname = \"due\"\ntype = \"date\"\n[[register.field]]\nname = \"done\"\ntype = \"date\"\n\
            [[register.field]]\nname = \"other\"\ntype = \"date\"\n\
            [[register.deadline]]\nlabel = \"Drill\"\nfield = \"due\"\nunless = { done = true }\n";
        let drill = |fields: &str| format!("{register}{}", entry("drills", "drill", fields));
        check("date-in-future", &drill("due = 2027-01-01\nother = 2027-01-01\ndone = 2026-09-01"), &[]);
        assert_eq!(findings("date-in-future", &drill("done = 2027-01-01")).len(), 1);
        assert_eq!(findings("overdue-entry", &drill("due = 2026-09-01\ndone = 2026-10-02")).len(), 1);
        check("overdue-entry", &drill("due = 2026-09-01\ndone = 2026-10-01"), &[]);
        let told = |happened: &str| {
            let field = "name = \"other\"\ntype = \"date\"\n";
            drill("other = 2027-01-01").replace(field, &format!("{field}happened = {happened}\n"))
        };
        assert_eq!(findings("date-in-future", &told("true")).len(), 1);
        check("date-in-future", &told("false"), &[]);
    }
}
