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
