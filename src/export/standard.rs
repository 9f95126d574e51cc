//! The table of a measured standard: each requirement with what claims it, what supports it, and how it stands.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use super::cells::{column, named, word};
use super::{Column, Row, Sheet};
use crate::assess::Assessed;
use crate::catalog::{ReqIx, StandardRole};
use crate::coverage::{CoverageStatus, Footing, Measured, Support};
use crate::isms::{Mapping, Verdict, addresses};
use crate::model::{ReferenceRole, Subject};
use crate::pages::table_of_standard;

/// How a requirement of a measured standard stands, as JSON.
#[derive(Serialize)]
pub(super) struct MeasuredJson<'a> {
    state: &'static str,
    claimed: bool,
    through: Vec<SupportJson<'a>>,
}

/// One of our requirements that concerns the same subject, as JSON.
#[derive(Serialize)]
struct SupportJson<'a> {
    requirement: String,
    status: Option<&'static str>,
    crosswalks: Vec<&'a str>,
    decision: Option<DecisionJson<'a>>,
}

/// What the organisation decided about a pair, as JSON.
#[derive(Serialize)]
struct DecisionJson<'a> {
    mapping: &'a str,
    verdict: &'static str,
    until: Option<String>,
}

/// Returns how a requirement of a measured standard stands; `None` for any other.
pub(super) fn measured_json(assessed: &Assessed, ix: ReqIx) -> Option<MeasuredJson<'_>> {
    let catalog = &assessed.handbook.catalog;
    let measured = assessed.coverage.measured(ix)?;
    let support = |support: &Support| SupportJson {
        requirement: catalog.label(support.by),
        status: support.status.map(CoverageStatus::word),
        crosswalks: support.crosswalks.iter().map(|at| catalog.crosswalks[*at].id.as_str()).collect(),
        decision: support.decision.map(|(entry, verdict)| {
            let record = assessed.handbook.record(entry);
            let until = Mapping::of(record).and_then(Mapping::until);
            DecisionJson {
                mapping: record.id(),
                verdict: verdict_word(verdict),
                until: until.map(|day| day.to_string()),
            }
        }),
    };
    Some(MeasuredJson {
        state: measured.footing().word(),
        claimed: measured.claimed,
        through: measured.supports.iter().map(support).collect(),
    })
}

/// Returns the word of a verdict in exports for programs.
fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Whole => "whole",
        Verdict::Part => "part",
        Verdict::Refused => "refused",
        Verdict::Lapsed => "lapsed",
        Verdict::Unpaired => "unpaired",
        Verdict::Undecided => "undecided",
    }
}

/// Returns the names of the tables of measured standards.
pub(super) fn names(assessed: &Assessed) -> impl Iterator<Item = String> {
    let measured = assessed.handbook.catalog.with_role(StandardRole::Measured);
    measured.map(|(_, standard)| table_of_standard(&standard.id))
}

/// Returns the table of a measured standard by its name.
pub(super) fn sheet(assessed: &Assessed, name: &str) -> Option<Sheet> {
    let catalog = &assessed.handbook.catalog;
    let mut measured = catalog.with_role(StandardRole::Measured);
    let (at, standard) = measured.find(|(_, standard)| table_of_standard(&standard.id) == name)?;
    let about = assessed.words.fill("table.standard.about", &[("standard", &standard.title)]);
    let keys = ["requirement", "claim", "title", "group", "state", "claimed-by", "through", "decisions", "sources"];
    let columns: Vec<Column> = keys.map(|key| column(assessed, "standard", key)).into();
    let of = assessed.coverage.all_measured().filter(|m| catalog.requirement(m.ladder.requirement).standard == at);
    let footings = assessed.coverage.footings(catalog.of_standard(at).map(|(ix, _)| ix));
    let totals = Footing::ALL.map(|footing| (footing.word(), footings.of(footing)));
    let rows: Vec<Row> = of.map(|measured| row(assessed, measured)).collect();
    let sheet = Sheet::of(&(name, &standard.title, &about), (columns, rows, totals.into()));
    Some(Sheet { states: "footing", ..sheet })
}

fn row(assessed: &Assessed, measured: &Measured) -> Row {
    let catalog = &assessed.handbook.catalog;
    let ix = measured.ladder.requirement;
    let requirement = catalog.requirement(ix);
    let standard = catalog.standard_of(ix);
    let footing = measured.footing().word();
    let by = |support: &Support| {
        let label = catalog.label(support.by);
        let status = support.status.map(|status| assessed.words.say(&format!("status.{}", status.word())).to_owned());
        let name = status.map_or_else(|| label.clone(), |status| format!("{label} ({status})"));
        (name, Value::from(label))
    };
    let crosswalks: BTreeSet<usize> = measured.supports.iter().flat_map(|support| support.crosswalks.clone()).collect();
    let crosswalks: Vec<String> = crosswalks.into_iter().map(|at| catalog.crosswalks[at].id.clone()).collect();
    let decided = measured.supports.iter().filter_map(|support| decision(assessed, support));
    let cells = vec![
        catalog.label(ix).into(),
        requirement.id.to_string().into(),
        requirement.title.clone().into(),
        requirement.theme.map(|at| standard.themes[at].title.clone()).into(),
        word(assessed, &format!("footing.{footing}"), footing),
        claims(assessed, ix).into(),
        named(measured.supports.iter().filter(|support| support.is_open()).map(by), true),
        named(decided, true),
        crosswalks.into(),
    ];
    Row { page: requirement.page.clone(), cells }
}

/// Returns what the organisation decided about a pair, in words and as the id of the entry.
fn decision(assessed: &Assessed, support: &Support) -> Option<(String, Value)> {
    let (entry, verdict) = support.decision?;
    let record = assessed.handbook.record(entry);
    let words = &assessed.words;
    let by = record.links(Mapping::BY).first().map(|by| by.text.clone());
    let until = Mapping::of(record).and_then(Mapping::until).filter(|_| verdict != Verdict::Refused);
    let by = match (by, until) {
        (Some(by), Some(until)) => format!(", {}", words.fill("verdict.by-until", &[("by", &by), ("until", &until)])),
        (Some(by), None) => format!(", {}", words.fill("verdict.by", &[("by", &by)])),
        (None, _) => String::new(),
    };
    let verdict = words.say(&format!("verdict.{}", verdict_word(verdict))).to_owned();
    let ours = assessed.handbook.catalog.label(support.by);
    Some((format!("{ours}: {verdict} ({}{by})", record.id()), record.id().into()))
}

/// Returns the names of the documents and the ids of the entries that claim a requirement, or one that it is a part of.
fn claims(assessed: &Assessed, ix: ReqIx) -> Vec<String> {
    let handbook = &assessed.handbook;
    let mut names: Vec<String> = Vec::new();
    for reference in handbook.requirement_referrers(ix) {
        let name = match reference.from {
            Subject::Entry(entry) if addresses(handbook, handbook.record(entry), ix) => {
                handbook.record(entry).id().to_owned()
            }
            Subject::Document(document) if reference.role == ReferenceRole::Claim => {
                handbook.document(document).meta.title.clone()
            }
            _ => continue,
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
