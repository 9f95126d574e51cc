//! The tables that combine several registers: SoA, coverage, gaps, treatment plan, documents.

use serde_json::{Value, json};

use super::cells::{cell, column, columns, id_or_text, named, rung_name, said, state, word, yes_no_or_unknown};
use super::due::{calendar, missing};
use super::places::place_id;
use super::treatment::treatment_plan;
use super::values::kind_word;
use super::{Cell, Column, ControlData, Row, Sheet};
use crate::assess::Assessed;
use crate::catalog::{ReqIx, RequirementKind, Rung};
use crate::coverage::{CoverageStatus, Ladder, Proof, Step, Totals};
use crate::isms::{self, Decision, Evidence};
use crate::model::{Destination, Document, ResolvedReference, Subject};
use crate::pages::TABLES;
use crate::wording::sentence;

/// Returns a table by its name.
pub(super) fn sheet(assessed: &Assessed, name: &str) -> Option<Sheet> {
    let name = *TABLES.iter().find(|table| **table == name)?;
    let no_totals = |(columns, rows)| (columns, rows, Vec::new());
    let parts = match name {
        "soa" => soa(assessed),
        "coverage" => coverage(assessed),
        "gaps" => no_totals(missing(assessed)),
        "calendar" => no_totals(calendar(assessed)),
        "treatment-plan" => no_totals(treatment_plan(assessed)),
        "documents" => documents(assessed),
        _ => required_documents(assessed),
    };
    let [title, about] = ["title", "about"].map(|what| assessed.words.say(&format!("table.{name}.{what}")).to_owned());
    let control = (name == "soa").then(|| control_of_soa(assessed));
    Some(Sheet { control, ..Sheet::of(&(name, &title, &about), parts) })
}

/// Version and approval of the Statement of Applicability.
fn control_of_soa(assessed: &Assessed) -> ControlData {
    let soa = &assessed.config.soa;
    let name = |role: &String| match assessed.handbook.find(role) {
        Some(subject @ Subject::Entry(_)) => assessed.handbook.name(subject),
        _ => role.clone(),
    };
    ControlData {
        version: soa.version.clone(),
        approver: soa.approver.as_ref().map(name),
        approved: soa.approved_by(assessed.coverage.as_of),
    }
}

/// The columns and rows of a table, and the number of rows by status.
type Parts = (Vec<Column>, Vec<Row>, Vec<(&'static str, usize)>);

/// Returns the Statement of Applicability: each control that requires a decision, with every field of its register.
fn soa(assessed: &Assessed) -> Parts {
    let column = |key: &str| column(assessed, "soa", key);
    let Assessed { handbook, coverage, config, .. } = assessed;
    let schema = config.schemas.iter().find(|schema| schema.name == Decision::REGISTER);
    let fields = schema.map_or(&[][..], |schema| &schema.fields);
    let decided: Vec<&Ladder> =
        coverage.ladders().filter(|ladder| handbook.catalog.is_decided(ladder.requirement)).collect();
    let mut all = vec![column("control"), column("title"), column("theme")];
    all.extend(columns(fields));
    all.extend([column("addressed-in"), column("evidence"), column("coverage"), column("planned-for")]);
    let row = |ladder: &&Ladder| {
        let ix = ladder.requirement;
        let requirement = handbook.catalog.requirement(ix);
        let theme = requirement.theme.map(|at| handbook.catalog.standard_of(ix).themes[at].title.clone());
        let mut cells: Vec<Cell> =
            vec![handbook.catalog.label(ix).into(), requirement.title.clone().into(), theme.into()];
        let decision = Decision::on(handbook, ix);
        cells.extend(fields.iter().enumerate().map(|(at, field)| {
            match decision.and_then(|decision| decision.entry.values[at].as_ref()) {
                Some(value) => cell(assessed, field, &value.value),
                None if field.name == Decision::APPLICABLE => word(assessed, "status.undecided", Value::Null),
                None => Cell::Empty,
            }
        }));
        let evidence = Evidence::about(handbook, Subject::Requirement(ix));
        let valid = evidence.filter(|item| item.is_in_date(config, coverage.as_of));
        cells.push(claiming(assessed, ix));
        cells.push(valid.map(|item| item.id().to_owned()).collect::<Vec<_>>().into());
        cells.push(status_cell(assessed, ladder.status));
        cells.push(ladder.plan.and_then(|plan| plan.due).into());
        Row { page: requirement.page.clone(), cells }
    };
    let rows = decided.iter().map(row).collect();
    (all, rows, totals(decided.into_iter()))
}

/// Returns the coverage ladder of each requirement in force.
fn coverage(assessed: &Assessed) -> Parts {
    let column = |key: &str| column(assessed, "coverage", key);
    let catalog = &assessed.handbook.catalog;
    let mut columns = vec![
        column("requirement"),
        column("title"),
        column("standard"),
        column("kind"),
        column("status"),
        column("missing"),
    ];
    columns.extend(Rung::ALL.iter().map(|(word, rung)| Column {
        key: (*word).to_owned(),
        title: sentence(&rung_name(assessed, *rung)),
        about: assessed.words.say("export.rung").to_owned(),
    }));
    let row = |ladder: &Ladder| {
        let requirement = catalog.requirement(ladder.requirement);
        let mut cells: Vec<Cell> = vec![
            catalog.label(ladder.requirement).into(),
            requirement.title.clone().into(),
            catalog.standard_of(ladder.requirement).title.clone().into(),
            kind_cell(assessed, requirement.kind),
            status_cell(assessed, ladder.status),
            named(ladder.open().map(|(rung, _)| (rung_name(assessed, rung), rung.word().into())), true),
        ];
        cells.extend(Rung::ALL.iter().map(|(_, rung)| step_cell(assessed, ladder.step(*rung))));
        Row { page: requirement.page.clone(), cells }
    };
    let rows = assessed.coverage.ladders().map(row).collect();
    (columns, rows, totals(assessed.coverage.ladders()))
}

/// Returns how a rung of a ladder is held, or why it is not.
fn step_cell(assessed: &Assessed, step: Option<&Step>) -> Cell {
    let words = &assessed.words;
    let Some(step) = step else { return state("not-asked", words.say("export.not-asked").to_owned(), None) };
    match &step.state {
        Ok(proofs) => {
            let doubt = step.doubt.as_ref().map(|doubt| &doubt.reason);
            let texts = proofs.iter().map(|proof| &proof.text).chain(doubt).map(|text| words.phrase(text));
            let by = proofs.iter().map(|proof| proof_id(assessed, proof)).collect::<Vec<_>>();
            let reason = doubt.map(ToString::to_string);
            let value = json!({ "state": "holds", "by": by, "reason": reason });
            Cell::Named { name: texts.collect::<Vec<_>>().join("; "), value }
        }
        Err(missing) => {
            let (id, key) =
                if step.unknown { ("not-known", "export.not-known") } else { ("missing", "export.missing") };
            state(id, words.fill(key, &[("reason", &words.phrase(&missing.reason))]), Some(&missing.reason))
        }
    }
}

/// The documents with their control data.
fn documents(assessed: &Assessed) -> Parts {
    let column = |key: &str| column(assessed, "documents", key);
    let columns = vec![
        column("id"),
        column("title"),
        column("kind"),
        column("version"),
        column("status"),
        column("in-force"),
        column("owner"),
        column("approver"),
        column("approved"),
        column("review-by"),
        column("classification"),
        column("claims"),
    ];
    let row = |document: &Document<ResolvedReference>| {
        let meta = &document.meta;
        let name = |link: &Option<ResolvedReference>| {
            named(link.iter().map(|link| (link.text.clone(), id_or_text(assessed, link))), false)
        };
        let cells = vec![
            meta.id.value.clone().into(),
            meta.title.clone().into(),
            word(assessed, &format!("kind.{}", meta.kind.word()), meta.kind.word()),
            meta.version.clone().into(),
            word(assessed, &format!("document.{}", meta.status.value.word()), meta.status.value.word()),
            yes_no_or_unknown(assessed, isms::in_force(document, assessed.coverage.days())),
            name(&meta.owner),
            name(&meta.approver),
            meta.approved.as_ref().map(|date| date.value).into(),
            meta.review_by.as_ref().map(|date| date.value).into(),
            meta.classification.clone().into(),
            claimed_by(assessed, document).into(),
        ];
        Row { page: document.page.clone().into(), cells }
    };
    let rows = assessed.handbook.documents_by_kind().into_iter().map(|(_, document)| row(document)).collect();
    (columns, rows, Vec::new())
}

/// Returns the documented information that the standard requires.
fn required_documents(assessed: &Assessed) -> Parts {
    let column = |key: &str| column(assessed, "required-documents", key);
    let catalog = &assessed.handbook.catalog;
    let columns =
        vec![column("id"), column("clause"), column("title"), column("explicit"), column("state"), column("held-by")];
    let rows = assessed.coverage.holdings.iter().map(|holding| {
        let item = &catalog.standard_of(holding.clause).documented[holding.item];
        let part = item.part.as_ref().map_or_else(String::new, |part| format!(" {part}"));
        let (state, by) = match &holding.state {
            Ok(proofs) => {
                let pairs = proofs.iter().map(|proof| (assessed.words.phrase(&proof.text), proof_id(assessed, proof)));
                (word(assessed, "word.held", "held"), named(pairs, true))
            }
            Err(reason) if holding.unknown => (word(assessed, "status.not-known", "not-known"), said(assessed, reason)),
            Err(reason) => (word(assessed, "word.missing", "missing"), said(assessed, reason)),
        };
        let explicit = if item.explicit { "export.explicitly" } else { "export.by-implication" };
        let cells = vec![
            item.id.clone().into(),
            format!("{}{part}", catalog.label(holding.clause)).into(),
            item.title.clone().into(),
            word(assessed, explicit, item.explicit),
            state,
            by,
        ];
        Row { page: catalog.requirement(holding.clause).page.clone(), cells }
    });
    (columns, rows.collect(), Vec::new())
}

fn totals<'a>(ladders: impl Iterator<Item = &'a Ladder>) -> Vec<(&'static str, usize)> {
    let totals: Totals = ladders.map(|ladder| ladder.status).collect();
    CoverageStatus::ALL.map(|status| (status.word(), totals.of(status))).to_vec()
}

fn status_cell(assessed: &Assessed, status: CoverageStatus) -> Cell {
    word(assessed, &format!("status.{}", status.word()), status.word())
}

/// Returns the id of where a proof is; its words in English if it has no place.
fn proof_id(assessed: &Assessed, proof: &Proof) -> Value {
    let id = proof.place.as_ref().and_then(|place| place_id(assessed, place));
    id.unwrap_or_else(|| proof.text.to_string()).into()
}

fn kind_cell(assessed: &Assessed, kind: RequirementKind) -> Cell {
    match kind {
        RequirementKind::Other => word(assessed, "word.requirement", kind_word(kind)),
        RequirementKind::Clause => word(assessed, "word.clause", kind_word(kind)),
        RequirementKind::Control => word(assessed, "word.control", kind_word(kind)),
    }
}

/// Returns the documents that claim a requirement, each once.
fn claiming(assessed: &Assessed, ix: ReqIx) -> Cell {
    let mut found: Vec<_> = assessed
        .handbook
        .claims(Subject::Requirement(ix))
        .filter_map(|reference| match reference.from {
            Subject::Document(document) => Some(document),
            _ => None,
        })
        .collect();
    found.sort();
    found.dedup();
    let metas = found.into_iter().map(|ix| &assessed.handbook.document(ix).meta);
    named(metas.map(|meta| (meta.title.clone(), meta.id.value.as_str().into())), true)
}

/// Returns the requirements that a document and its sections claim, each once.
fn claimed_by(assessed: &Assessed, document: &Document<ResolvedReference>) -> Vec<String> {
    let sections = document.sections.iter().flat_map(|section| &section.claims);
    let claims = document.meta.claims.iter().chain(sections);
    let mut claimed: Vec<ReqIx> = claims
        .filter_map(|claim| match claim.to {
            Some(Destination::Subject(Subject::Requirement(ix))) => Some(ix),
            _ => None,
        })
        .collect();
    claimed.sort();
    claimed.dedup();
    claimed.into_iter().map(|ix| assessed.handbook.catalog.label(ix)).collect()
}
