//! Checks the rules and deadlines of register schemas.

use super::{Check, Report, Run, incomplete_entry};
use crate::assess::Assessed;
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::model::{Deadline, Demand, Record, Rule, Subject};
use crate::source::Spanned;

/// Returns the checks that the schemas name, with their places.
pub(super) fn codes(config: &Config) -> impl Iterator<Item = &Spanned<String>> {
    config.schemas.iter().flat_map(|schema| {
        let rules = schema.rules.iter().map(|rule| &rule.check);
        rules.chain(schema.deadlines.iter().filter_map(|deadline| deadline.check.as_ref()))
    })
}

/// Checks each entry against the rules of its register whose checks are active.
pub(super) fn run(facts: &Assessed, active: &[&Check], report: &mut Report) {
    let active = |code: &str| {
        active.iter().find(|check| check.code == code && matches!(check.run, Run::Schemas)).map(|check| check.code)
    };
    // Entries that nobody has written, such as roles made from names, keep no rules.
    for register in facts.handbook.registers.iter().filter(|register| !register.files.is_empty()) {
        let rules = register.schema.rules.iter();
        let rules: Vec<_> = rules.filter_map(|rule| Some((active(&rule.check.value)?, rule))).collect();
        let deadlines = register.schema.deadlines.iter();
        let deadlines: Vec<_> =
            deadlines.filter_map(|deadline| Some((active(&deadline.check.as_ref()?.value)?, deadline))).collect();
        if let Some(code) = active(incomplete_entry::CHECK.code) {
            open_fields(facts, &register.schema.name, code, report);
        }
        for record in facts.handbook.records(&register.schema.name) {
            let about = facts.handbook.about(record.ix).unwrap_or(Subject::Entry(record.ix));
            let judged = Judged { facts, record, about };
            for (code, rule) in &rules {
                judged.rule(code, rule, report);
            }
            for (code, deadline) in &deadlines {
                judged.deadline(code, deadline, report);
            }
        }
    }
}

/// Number of entries from which on a field that all of them lack is one finding, and not one for each.
const MANY: usize = 3;

/// Reports the required fields that entries of a register lack: one finding for an entry, and one for a field that no entry has.
fn open_fields(facts: &Assessed, register: &str, code: &'static str, report: &mut Report) {
    let open: Vec<(Record<'_>, Vec<&str>)> =
        facts.handbook.records(register).map(|record| (record, record.cells().open_fields().collect())).collect();
    let lacked = |field: &&str| open.len() >= MANY && open.iter().all(|(_, open)| open.contains(field));
    let by_all: Vec<&str> =
        open.first().map(|(_, open)| open.iter().copied().filter(lacked).collect()).unwrap_or_default();
    let names = |fields: &[&str]| fields.iter().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(", ");
    if let Some((first, _)) = open.first().filter(|_| !by_all.is_empty()) {
        let message = format!("no entry of `{register}` says {}", names(&by_all));
        let help = match by_all.len() {
            1 => "add it to each entry, or map the column that has it".to_owned(),
            _ => "add them to each entry, or map the columns that have them".to_owned(),
        };
        let subject = format!("{register} {}", by_all.join(", "));
        let finding = Diagnostic::warning(code, first.entry.span, message).subject(subject).help(help);
        report.findings.push((None, finding));
    }
    for (record, open) in &open {
        let open: Vec<&str> = open.iter().copied().filter(|field| !by_all.contains(field)).collect();
        if open.is_empty() {
            continue;
        }
        let about = facts.handbook.about(record.ix).unwrap_or(Subject::Entry(record.ix));
        let message = format!("{} does not say {}", record.id(), names(&open));
        let finding = Diagnostic::warning(code, record.entry.span, message).subject(open.join(", "));
        report.add(
            about,
            finding.help(format!(
                "add {}",
                open.iter().map(|field| format!("`{field} = …`")).collect::<Vec<_>>().join(", ")
            )),
        );
    }
}

/// An entry that is being checked.
struct Judged<'a> {
    facts: &'a Assessed,
    record: Record<'a>,
    about: Subject,
}

impl Judged<'_> {
    fn rule(&self, code: &'static str, rule: &Rule, report: &mut Report) {
        if !rule.condition.holds(self.record.cells(), self.facts.coverage.as_of) {
            return;
        }
        let record = self.record;
        let id = record.id();
        let is_empty = |field: &&String| !record.cells().is_filled(field);
        let says = |field: &str, otherwise: String| match &rule.says {
            Some(says) => says.replace("{id}", id).replace("{field}", field),
            None => otherwise,
        };
        let mut add = |subject: &str, message: String, help: String| {
            let finding = Diagnostic::warning(code, record.entry.id.span, message).subject(subject);
            report.add(self.about, finding.help(help));
        };
        match &rule.demand {
            Demand::Needs(fields) => {
                for field in fields.iter().filter(is_empty) {
                    add(field, says(field, format!("{id} has no `{field}`")), format!("add `{field} = …`"));
                }
            }
            Demand::NeedsOneOf(fields) if fields.iter().all(|field| is_empty(&field)) => {
                let names = fields.join(", ");
                add(&names, says(&names, format!("{id} needs one of: {names}")), format!("add one of: {names}"));
            }
            Demand::CitedBy(registers) if !self.is_cited(registers) => {
                let names = registers.join(", ");
                let help = format!("name it in an entry of: {names}");
                add(&names, says(&names, format!("{id} is not named in: {names}")), help);
            }
            Demand::Order(fields) => self.order(code, fields, report),
            Demand::NeedsOneOf(_) | Demand::CitedBy(_) => {}
        }
    }

    fn is_cited(&self, registers: &[String]) -> bool {
        let handbook = &self.facts.handbook;
        handbook.referrers(self.about).any(|reference| match reference.from {
            Subject::Entry(ix) => registers.contains(&handbook.record(ix).register.schema.name),
            _ => false,
        })
    }

    /// Compares each date with the previous one that is set.
    fn order(&self, code: &'static str, fields: &[String], report: &mut Report) {
        let days: Vec<_> = fields.iter().filter_map(|field| Some((field, self.record.date(field)?))).collect();
        for pair in days.windows(2) {
            let [(before, first), (after, second)] = pair else { continue };
            if second < first {
                let id = self.record.id();
                let message = format!("{id}: `{after}` ({second}) is before `{before}` ({first})");
                let finding = Diagnostic::warning(code, self.record.span(after), message)
                    .subject(after.as_str())
                    .also(self.record.span(before), "the later date")
                    .help(format!("correct `{before}` or `{after}`"));
                report.add(self.about, finding);
            }
        }
    }

    /// Returns whether nothing is left to do about the entry, so that no deadline counts.
    fn is_settled(&self) -> bool {
        self.facts.state_of(self.record).is_some_and(|state| state.kind.is_settled())
    }

    fn deadline(&self, code: &'static str, deadline: &Deadline, report: &mut Report) {
        let as_of = self.facts.coverage.as_of;
        let day = deadline.day(self.record.cells(), as_of).filter(|day| *day < as_of);
        let Some(day) = day.filter(|_| !self.is_settled()) else { return };
        let id = self.record.id();
        let message = match &deadline.says {
            Some(says) => says.replace("{id}", id).replace("{day}", &day.to_string()),
            None => format!("{id}: {} was due on {day}", deadline.label.to_lowercase()),
        };
        let span = self.record.span(&deadline.field);
        let finding = Diagnostic::warning(code, span, message).subject(deadline.field.as_str());
        report.add(self.about, finding.help(deadline.help()));
    }
}
