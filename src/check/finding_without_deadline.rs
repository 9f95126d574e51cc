//! An open nonconformity of the certification body has no deadline.
//!
//! Why: a certification body sets a day by which it expects the correction and its cause. If the day passes, it does not
//! issue the certificate, or suspends it.
//!
//! Example: a finding of grade `major` of an audit of kind `certification`, without `due`.
//!
//! Fix it: enter the day of the body's report as `due`. Opportunities for improvement, closed findings, and findings of
//! other audits need none.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::Finding;
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "finding-without-deadline",
    level: Level::Warn,
    source: include_str!("finding_without_deadline.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    for finding in Finding::all(&facts.handbook) {
        let asked = finding.is_of_certification(&facts.handbook) && !finding.is_opportunity();
        if asked && finding.is_open_on(facts.coverage.as_of) && finding.date(Finding::DUE).is_none() {
            let message = format!("{} is a nonconformity of the certification body without a deadline", finding.id());
            let found = Diagnostic::warning(CHECK.code, finding.entry.id.span, message);
            report
                .add(Subject::Entry(finding.ix), found.help("add `due = …`, the day of the body's report".to_owned()));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    fn finding(kind: &str, grade: &str, more: &str) -> String {
        format!(
            "//- content/registers/audits.toml\n[[audit]]\nid = \"A-1\"\ntitle = \"A\"\nkind = \"{kind}\"\nheld-on = 2026-09-01\n//- content/registers/findings.toml\n[[finding]]\nid = \"F-1\"\ntitle = \"F\"\naudit = \"A-1\"\ngrade = \"{grade}\"\nseen = \"S\"\n{more}"
        )
    }

    #[test]
    fn a_nonconformity_of_the_certification_body_has_a_deadline() {
        let open = "status = \"open\"\n";
        let expected = [
            "warning content/registers/findings.toml:2:6 F-1 is a nonconformity of the certification body without a deadline",
        ];
        check("finding-without-deadline", &finding("certification", "major", open), &expected);
        check("finding-without-deadline", &finding("certification", "minor", open), &expected);
        check("finding-without-deadline", &finding("certification", "opportunity", open), &[]);
        check("finding-without-deadline", &finding("internal", "major", open), &[]);
        check(
            "finding-without-deadline",
            &finding("certification", "major", &format!("{open}due = 2026-12-01\n")),
            &[],
        );
        let closed = "status = \"closed\"\nclosed = 2026-10-01\n";
        check("finding-without-deadline", &finding("certification", "major", closed), &[]);
    }

    #[test]
    fn a_deadline_that_has_passed_is_overdue() {
        let open = |due: &str| finding("certification", "minor", &format!("status = \"open\"\ndue = {due}\n"));
        let expected = ["warning content/registers/findings.toml:8:7 the response to F-1 was due on 2026-09-30"];
        check("overdue-entry", &open("2026-09-30"), &expected);
        check("overdue-entry", &open("2026-10-01"), &[]);
    }
}
