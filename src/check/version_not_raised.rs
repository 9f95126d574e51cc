//! The text of an approved document changed, and its version did not go up.
//!
//! Why: a version names one text. Readers who know version 2.1 do not look again, and nobody can say which text was in force (7.5.3 e).
//!
//! Example: a policy with version 2.1, approved in February, whose text a commit of May changes. Or its version goes from 2.1 to 1.9.
//!
//! Fix it: raise `version`, have the document approved again and enter the day. Where approvals are recorded with `clausebook approve`,
//! a minor change may keep its version: `changed-after-approval` takes the place of this check.

use super::{Check, Report, Run};
use crate::approval::{Binding, is_lower, text_digest};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::ApprovalOf;
use crate::model::{DocIx, Document, ResolvedReference, Subject};
use crate::past::{Version, versions_of};

pub(super) const CHECK: Check = Check {
    code: "version-not-raised",
    level: Level::Warn,
    source: include_str!("version_not_raised.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let Assessed { handbook, bindings, config, past, .. } = facts;
    let day = facts.coverage.as_of;
    for (ix, document) in handbook.documents().filter(|(_, document)| document.approved_by(day)) {
        let is_bound = bindings.on(handbook, config, ApprovalOf::Document(ix), day) != Binding::NotBound;
        if is_bound || document.meta.version.is_none() || past.texts(&config.in_book(&document.path)).is_empty() {
            continue;
        }
        let versions = versions_of(past, config, document);
        let message = lower(document, &versions).or_else(|| unchanged(facts, ix, &versions[0]));
        if let Some(message) = message {
            let place = document.place_of_fact("version");
            let help = "raise its version, and have it approved again".to_owned();
            report.add(Subject::Document(ix), Diagnostic::warning(CHECK.code, place, message).help(help));
        }
    }
}

/// Returns what is wrong with a version that is lower than the one before.
fn lower(document: &Document<ResolvedReference>, versions: &[Version]) -> Option<String> {
    let [now, before] = [versions.first()?.facts.get("version")?, versions.get(1)?.facts.get("version")?];
    is_lower(Some(now), Some(before))
        .then(|| format!("the version of “{}” went down from {before} to {now}", document.meta.title))
}

/// Returns what is wrong with a version whose text changed after it was approved.
fn unchanged(facts: &Assessed, ix: DocIx, newest: &Version) -> Option<String> {
    let document = facts.handbook.document(ix);
    let path = facts.config.in_book(&document.path);
    let texts = facts.past.texts(&path).iter().filter(|text| newest.commits.contains(&text.commit));
    let approved = texts.filter(|text| text.facts.get("status") == Some("approved")).last()?;
    if approved.body() == newest.body() || facts.past.digest(&path, approved) == text_digest(document) {
        return None;
    }
    let version = newest.facts.get("version")?;
    let title = &document.meta.title;
    Some(match newest.commits.first().filter(|_| !newest.uncommitted) {
        Some(at) => {
            let day = facts.past.history.commits[*at].day;
            format!("the text of “{title}” changed on {day}, and its version is still {version}")
        }
        None => format!("the text of “{title}” has changed, and its version is still {version}"),
    })
}

#[cfg(test)]
mod tests {
    use crate::fixture::{findings_in, past};

    #[test]
    fn a_text_changes_with_its_version() {
        let text = |version: &str, words: &str| {
            format!("+++\nversion = \"{version}\"\nstatus = \"approved\"\n+++\n# A\n\n{words}\n")
        };
        let found = |now: &str, before: &str| {
            let path = "content/policies/a.md";
            findings_in("version-not-raised", &format!("//- {path}\n{now}"), past(path, [now, before]))
        };
        let at = "warning content/policies/a.md:2:1";
        let same = format!("{at} the text of “A” changed on 2026-02-02, and its version is still 1");
        assert_eq!(found(&text("1", "New."), &text("1", "Old.")), [same]);
        let lower = format!("{at} the version of “A” went down from 2 to 1");
        assert_eq!(found(&text("1", "New."), &text("2", "Old.")), [lower]);
        assert_eq!(found(&text("2", "New."), &text("1", "Old.")), [""; 0]);
        assert_eq!(found(&text("1", "Old  words."), &text("1", "Old words.")), [""; 0]);
    }
}
