//! Applies the levels of book.toml and the waivers of documents and entries to findings.

use std::cell::LazyCell;
use std::collections::BTreeSet;

use super::{ALL, Check, Report, Run};
use crate::assess::Assessed;
use crate::config::{Config, Level};
use crate::diag::reading::Reading;
use crate::diag::{Diagnostic, did_you_mean};
use crate::isms;
use crate::model::{Handbook, ResolvedReference, Subject, Waiver};
use crate::source::{FileId, Span, Spanned};

/// Returns the level of a check from book.toml, else its default level.
pub(super) fn level(config: &Config, check: &Check) -> Level {
    config.checks.level(check.code).unwrap_or(check.level)
}

/// A waiver and its owner.
struct Claimed<'a> {
    waiver: &'a Waiver<ResolvedReference>,
    by: Subject,
    /// The file of a document, whose waivers also cover findings of linking in it.
    file: Option<FileId>,
}

/// Applies levels and waivers to the findings of checks and of linking.
pub fn apply(facts: &Assessed, linking: Vec<Diagnostic>, report: Report) -> Vec<Diagnostic> {
    let mut diagnostics = unknown_codes(facts);
    let waivers = waivers(facts);
    let mut used = BTreeSet::new();
    let places = LazyCell::new(|| places(&facts.handbook));
    let linked = linking.into_iter().map(|diagnostic| (None, diagnostic));
    for (about, mut diagnostic) in linked.chain(report.findings) {
        let Some(check) = ALL.iter().find(|check| check.code == diagnostic.code) else {
            diagnostics.push(diagnostic);
            continue;
        };
        let covers = |claimed: &Claimed<'_>| {
            let place = diagnostic.span.is_some_and(|span| claimed.file == Some(span.file));
            claimed.waiver.code.value == check.code && (place || about == Some(claimed.by))
        };
        if let Some(at) = waivers.iter().position(covers) {
            used.insert(at);
            if waivers[at].waiver.until.value >= facts.coverage.as_of {
                continue;
            }
        }
        // A possible slip stays a warning even if the level of its check is deny.
        let level = level(&facts.config, check);
        let Some(severity) = level.severity() else { continue };
        if (level, check.level) != (Level::Deny, Level::Deny) {
            diagnostic.severity = severity;
        }
        let whose = about.or_else(|| subject_at(&places, diagnostic.span?));
        diagnostic.owner = whose.and_then(|about| isms::owner_id(&facts.handbook, about));
        // For findings in the text of a document, the source text is more specific than the document's id.
        if let Some(about) = about.filter(|_| !matches!(check.run, Run::Texts(_))) {
            diagnostic.subject = subject(&facts.handbook, about, &diagnostic.subject);
        }
        diagnostics.push(diagnostic);
    }
    super::remote_file::collapse(&mut diagnostics);
    remove_duplicates(&mut diagnostics);
    for (at, claimed) in waivers.iter().enumerate() {
        diagnostics.extend(stale(facts, claimed, used.contains(&at)));
    }
    diagnostics
}

/// Removes each finding that says the same as another one at the same place.
fn remove_duplicates(diagnostics: &mut Vec<Diagnostic>) {
    let mut told = BTreeSet::new();
    let is_new: Vec<bool> = diagnostics
        .iter()
        .map(|finding| finding.span.is_none_or(|span| told.insert((finding.code, span, finding.message.as_str()))))
        .collect();
    let mut is_new = is_new.into_iter();
    diagnostics.retain(|_| is_new.next().unwrap_or(true));
}

/// Returns the places of all documents and entries, in order: the file of a document, the id of an entry.
fn places(handbook: &Handbook) -> Vec<(Span, Subject)> {
    let documents = handbook.documents().map(|(ix, document)| (Span::new(document.file, 0..0), Subject::Document(ix)));
    let entries = handbook.all_records().map(|record| (record.entry.span, Subject::Entry(record.ix)));
    let mut places: Vec<_> = documents.chain(entries).collect();
    places.sort_by_key(|(span, _)| *span);
    places
}

/// Returns the document or entry that a place is in: the last that begins before it in the same file.
fn subject_at(places: &[(Span, Subject)], at: Span) -> Option<Subject> {
    let after = places.partition_point(|(span, _)| (span.file, span.start) <= (at.file, at.start));
    let (span, subject) = places.get(after.checked_sub(1)?)?;
    (span.file == at.file).then_some(*subject)
}

/// Returns the subject of a finding: the id of a document, entry or requirement, and the part that it is about.
fn subject(handbook: &Handbook, about: Subject, part: &str) -> String {
    let id = match about {
        Subject::Document(ix) => handbook.document(ix).meta.id.value.clone(),
        Subject::Entry(ix) => handbook.record(ix).id().to_owned(),
        Subject::Requirement(ix) => handbook.catalog.label(ix),
    };
    format!("{id} {part}").trim_end().to_owned()
}

/// Reports unknown codes in book.toml: in `[checks]` and in the rules of registers.
fn unknown_codes(facts: &Assessed) -> Vec<Diagnostic> {
    let levels = facts.config.checks.levels.iter().map(|(code, _)| (code, false));
    let rules = super::schema::codes(&facts.config).map(|code| (code, true));
    let fits = |check: &&Check, of_rule: bool| !of_rule || matches!(check.run, Run::Schemas);
    let known = |of_rule: bool| {
        let reading = Reading::all().iter().filter(move |_| !of_rule).map(|reading| reading.code);
        ALL.iter().filter(move |check| fits(check, of_rule)).map(|check| check.code).chain(reading)
    };
    let problem = |(code, of_rule): (&Spanned<String>, bool)| {
        if Reading::of(&code.value).is_some_and(|reading| reading.is_final && !of_rule) {
            let message = format!("`{}` has no level: it is always an error", code.value);
            return Some(Diagnostic::error("invalid-value", code.span, message).help("remove this line".to_owned()));
        }
        if known(of_rule).any(|known| known == code.value) {
            return None;
        }
        let message = match of_rule {
            true => format!("there is no check for register rules `{}`", code.value),
            false => format!("there is no check `{}`", code.value),
        };
        let help = did_you_mean(&code.value, known(of_rule)).map(|known| format!("did you mean `{known}`?"));
        Some(Diagnostic::error("unknown-key", code.span, message).help(help))
    };
    levels.chain(rules).filter_map(problem).collect()
}

/// Returns the waivers of all documents and entries.
fn waivers<'a>(facts: &'a Assessed) -> Vec<Claimed<'a>> {
    let handbook = &facts.handbook;
    let mut all = Vec::new();
    for (ix, document) in handbook.documents() {
        let by = Subject::Document(ix);
        all.extend(document.meta.waivers.iter().map(|waiver| Claimed { waiver, by, file: Some(document.file) }));
    }
    for record in handbook.all_records() {
        let by = handbook.about(record.ix).unwrap_or(Subject::Entry(record.ix));
        all.extend(record.entry.waivers.iter().map(|waiver| Claimed { waiver, by, file: None }));
    }
    all
}

/// Reports a waiver that has expired or has no effect.
fn stale(facts: &Assessed, claimed: &Claimed<'_>, used: bool) -> Option<Diagnostic> {
    let Waiver { code, until, .. } = claimed.waiver;
    let (check, message) = if !used {
        (&super::idle_waiver::CHECK, format!("this waiver of `{}` has no effect: nothing is found here", code.value))
    } else if until.value < facts.coverage.as_of {
        (&super::expired_waiver::CHECK, format!("this waiver of `{}` expired on {}", code.value, until.value))
    } else {
        return None;
    };
    let span = if used { until.span } else { code.span };
    let severity = level(&facts.config, check).severity()?;
    let owner = isms::owner_id(&facts.handbook, claimed.by);
    Some(Diagnostic { owner, severity, ..Diagnostic::warning(check.code, span, message) }.subject(subject(
        &facts.handbook,
        claimed.by,
        &code.value,
    )))
}
