//! The tables that combine several registers: SoA, coverage, gaps, treatment plan, documents.

use super::cells::{cell, cell_on_day, column, columns, score_cells, scores, yes_no_or_unknown};
use super::{Cell, Column, ControlData, Row, Sheet};
use crate::assess::Assessed;
use crate::catalog::{ReqIx, RequirementKind};
use crate::config::Rung;
use crate::coverage::{CoverageStatus, Ladder, Place, Proof, Totals, gaps};
use crate::isms::{self, Decision, Evidence, Residual, Risk};
use crate::model::{Destination, Document, Field, ResolvedReference, Subject};
use crate::pages::{PageId, TABLES};
use crate::site::Address;
use crate::wording::sentence;

/// Returns a table by its name.
pub(super) fn sheet(assessed: &Assessed, name: &str) -> Option<Sheet> {
    let name = *TABLES.iter().find(|table| **table == name)?;
    let parts = match name {
        "soa" => soa(assessed),
        "coverage" => coverage(assessed),
        "gaps" => missing(assessed),
        "treatment-plan" => treatment_plan(assessed),
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
    all.extend([column("documents"), column("evidence"), column("coverage"), column("planned-for")]);
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
                None if field.name == Decision::APPLICABLE => status_cell(assessed, CoverageStatus::Undecided),
                None => Cell::Empty,
            }
        }));
        let evidence = Evidence::about(handbook, Subject::Requirement(ix));
        let valid = evidence.filter(|item| item.is_in_date(config, coverage.as_of));
        cells.push(claiming(assessed, ix).into());
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
            ladder.open().map(|(rung, _)| rung_name(assessed, rung)).collect::<Vec<_>>().into(),
        ];
        cells.extend(Rung::ALL.iter().map(|(_, rung)| match ladder.step(*rung).map(|step| &step.state) {
            Some(Ok(proofs)) => {
                proofs.iter().map(|proof| assessed.words.phrase(&proof.text)).collect::<Vec<_>>().into()
            }
            Some(Err(missing)) => {
                let reason = assessed.words.phrase(&missing.reason);
                let unknown = ladder.step(*rung).is_some_and(|step| step.unknown);
                let key = if unknown { "export.not-known" } else { "export.missing" };
                assessed.words.fill(key, &[("reason", &reason)]).into()
            }
            None => assessed.words.say("export.not-asked").into(),
        }));
        Row { page: requirement.page.clone(), cells }
    };
    let rows = assessed.coverage.ladders().map(row).collect();
    (columns, rows, totals(assessed.coverage.ladders()))
}

/// Returns the gaps, in the order in which to close them.
fn missing(assessed: &Assessed) -> Parts {
    let column = |key: &str| column(assessed, "gaps", key);
    let catalog = &assessed.handbook.catalog;
    let columns = vec![
        column("number"),
        column("requirement"),
        column("title"),
        column("rung"),
        column("reason"),
        column("fix"),
        column("risk"),
    ];
    let row = |(at, gap): (u32, crate::coverage::MissingRung)| {
        let requirement = catalog.requirement(gap.requirement);
        let cells = vec![
            Cell::Number(at.into()),
            catalog.label(gap.requirement).into(),
            requirement.title.clone().into(),
            gap.rung
                .map_or_else(|| assessed.words.say("rung.in-writing").to_owned(), |rung| rung_name(assessed, rung))
                .into(),
            assessed.words.phrase(&gap.missing.reason).into(),
            place_link(assessed, &gap.missing.fix).0.into(),
            Some(gap.risk).filter(|score| *score > 0).into(),
        ];
        Row { page: requirement.page.clone(), cells }
    };
    let rows = (1u32..).zip(gaps(&assessed.handbook, &assessed.config.risk, &assessed.coverage)).map(row).collect();
    (columns, rows, Vec::new())
}

/// Returns each risk with its treatment and the implementation of its controls.
fn treatment_plan(assessed: &Assessed) -> Parts {
    let column = |key: &str| column(assessed, "treatment-plan", key);
    let fields = [
        Risk::OWNER,
        Risk::TREATMENT,
        Risk::TREATMENT_PLAN,
        Risk::PLAN_APPROVED_BY,
        Risk::PLAN_APPROVED_ON,
        Risk::DUE,
        Risk::STATUS,
        Risk::ACCEPTED_BY,
        Risk::ACCEPTED_ON,
        Risk::ACCEPTED_UNTIL,
    ];
    let register = assessed.handbook.register(Risk::REGISTER).map(|(_, register)| register);
    let shown: Vec<&Field> = register.map_or_else(Vec::new, |register| {
        fields.iter().filter_map(|name| register.schema.field(name)).map(|at| &register.schema.fields[at]).collect()
    });
    let mut all = vec![column("id"), column("title")];
    all.extend(scores(assessed, true));
    all.extend(columns(shown.iter().copied()));
    all.extend([column("plan"), column("acceptance"), column("controls")]);
    let rows = isms::risks_on(&assessed.handbook, assessed.coverage.as_of).map(|risk| {
        let entry = risk.entry;
        let mut cells: Vec<Cell> = vec![entry.id.value.clone().into(), entry.title.clone().into()];
        cells.extend(score_cells(assessed, *risk));
        cells.extend(shown.iter().map(|field| cell_on_day(assessed, *risk, field)));
        cells.extend(signatures(assessed, risk));
        let controls = risk.links(Risk::CONTROLS).iter();
        cells.push(controls.map(|link| with_implementation(assessed, link)).collect::<Vec<_>>().into());
        Row { page: entry.page.clone(), cells }
    });
    (all, rows.collect(), Vec::new())
}

/// Whether the plan is approved and what is left accepted on the day; why not, if not.
fn signatures(assessed: &Assessed, risk: Risk<'_>) -> [Cell; 2] {
    let (handbook, words, day) = (&assessed.handbook, &assessed.words, assessed.coverage.as_of);
    let plan = match risk.plan_approved(handbook, day) {
        _ if !risk.needs_plan() => Cell::Empty,
        Ok(_) => words.say("export.approved").into(),
        Err(why) => words.phrase(&why).into(),
    };
    let acceptance = match risk.residual(handbook, &assessed.config.risk, day) {
        Residual::Unrated => words.say("acceptance.unrated").into(),
        Residual::Missing(why) => words.phrase(&why).into(),
        Residual::InTreatment => words.say("export.in-treatment").into(),
        Residual::WithPlan(_) => words.say("export.accepted-with-plan").into(),
        Residual::Accepted(acceptance) => match (&acceptance.stale, acceptance.ended) {
            (Some(why), _) => words.phrase(why).into(),
            (None, true) => words.say("acceptance.ended").into(),
            (None, false) => words.say("export.accepted").into(),
        },
    };
    [plan, acceptance]
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
        let name = |link: &Option<ResolvedReference>| Cell::from(link.as_ref().map(|link| link.text.clone()));
        let cells = vec![
            meta.id.value.clone().into(),
            meta.title.clone().into(),
            assessed.words.say(&format!("kind.{}", meta.kind.word())).into(),
            meta.version.clone().into(),
            assessed.words.say(&format!("document.{}", meta.status.value.word())).into(),
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
        let (state, by): (&str, Cell) = match &holding.state {
            Ok(proofs) => {
                let proofs = proofs.iter().map(|proof| assessed.words.phrase(&proof.text));
                ("word.held", proofs.collect::<Vec<_>>().into())
            }
            Err(reason) if holding.unknown => ("status.not-known", assessed.words.phrase(reason).into()),
            Err(reason) => ("word.missing", assessed.words.phrase(reason).into()),
        };
        let cells = vec![
            item.id.clone().into(),
            format!("{}{part}", catalog.label(holding.clause)).into(),
            item.title.clone().into(),
            assessed.words.say(if item.explicit { "export.explicitly" } else { "export.by-implication" }).into(),
            assessed.words.say(state).into(),
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
    assessed.words.say(&format!("status.{}", status.word())).into()
}

/// Returns the name of a rung.
fn rung_name(assessed: &Assessed, rung: Rung) -> String {
    assessed.words.say(&format!("rung.{}", rung.word())).to_owned()
}

fn kind_cell(assessed: &Assessed, kind: RequirementKind) -> Cell {
    let key = match kind {
        RequirementKind::Clause => "word.clause",
        RequirementKind::Control => "word.control",
    };
    assessed.words.say(key).into()
}

/// Returns the documents that claim a requirement, each once.
fn claiming(assessed: &Assessed, ix: ReqIx) -> Vec<String> {
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
    found.into_iter().map(|document| assessed.handbook.document(document).meta.title.clone()).collect()
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

/// Returns a control with its implementation.
fn with_implementation(assessed: &Assessed, link: &ResolvedReference) -> String {
    let decision = match link.to {
        Some(Destination::Subject(Subject::Requirement(ix))) => Decision::on(&assessed.handbook, ix),
        _ => None,
    };
    match decision.and_then(|decision| decision.choice(Decision::IMPLEMENTATION)) {
        Some((_, title)) => format!("{} ({title})", link.text),
        None => link.text.clone(),
    }
}

/// Returns the name of a place, and its page.
pub(super) fn place_link(assessed: &Assessed, place: &Place) -> (String, Option<Address>) {
    let handbook = &assessed.handbook;
    match place {
        Place::At(to) => {
            let subject = handbook.subject(to);
            let text = match subject {
                Some(Subject::Document(ix)) => handbook.document(ix).meta.title.clone(),
                Some(Subject::Entry(ix)) => {
                    let record = handbook.record(ix);
                    format!("{} {}", record.id(), record.title())
                }
                Some(Subject::Requirement(ix)) => handbook.catalog.label(ix),
                None => assessed.words.say("word.file").to_owned(),
            };
            let anchor = match to {
                Destination::Section(ix, at) => Some(handbook.document(*ix).sections[*at].heading.anchor.clone()),
                _ => None,
            };
            let page = subject.map(|subject| handbook.address(subject));
            (text, page.map(|page| Address { anchor: anchor.or(page.anchor), ..page }))
        }
        Place::Documents => (assessed.words.say("nav.documents").to_owned(), Some(PageId::Documents.path().into())),
        Place::Register(name) => match handbook.register(name) {
            Some((_, register)) => (register.schema.title.clone(), Some(register.schema.page().into())),
            None => (name.clone(), None),
        },
    }
}

/// Returns the name of a proof, and its page.
pub(super) fn proof_link(assessed: &Assessed, proof: &Proof) -> (String, Option<Address>) {
    (assessed.words.phrase(&proof.text), proof.place.as_ref().and_then(|place| place_link(assessed, place).1))
}
