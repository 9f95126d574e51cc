//! Writes the whole model as JSON; `export/handbook.schema.json` describes the format.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::criteria::{RatingJson, rating_json, risk_criteria};
use super::due::{DueJson, due_json};
use super::places::{PlaceJson, place_json, proof_json};
use super::standard::{MeasuredJson, measured_json};
use super::values::{ReferenceJson, kind_word, reference_json, type_word, value_json};
use crate::assess::Assessed;
use crate::catalog::{Crosswalk, FIRST, Relation, ReqIx, Requirement, RequirementKind, Rung, Standard};
use crate::coverage::{CoverageStatus, Ladder, MissingRung, Place, Step, gaps};
use crate::isms::{self, Plan, State};
use crate::model::{Destination, Document, Field, FieldKind, Record, Register, ResolvedReference, Subject};
use crate::site::Address;

/// Version of the format; it is increased when a field changes its meaning or is removed.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Whole<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: u32,
    generator: &'static str,
    as_of: String,
    book: Value,
    risk_criteria: Value,
    totals: Value,
    standards: Vec<StandardJson<'a>>,
    documents: Vec<DocumentJson<'a>>,
    registers: Vec<RegisterJson<'a>>,
    gaps: Vec<GapJson>,
    due: Vec<DueJson>,
}

#[derive(Serialize)]
struct StandardJson<'a> {
    id: &'a str,
    title: &'a str,
    name: &'a str,
    role: &'static str,
    retired: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    crosswalks: Vec<CrosswalkJson<'a>>,
    requirements: Vec<RequirementJson<'a>>,
    documented_information: Vec<InformationJson<'a>>,
}

#[derive(Serialize)]
struct RequirementJson<'a> {
    id: String,
    kind: &'static str,
    title: &'a str,
    theme: Option<&'a str>,
    page: String,
    status: Option<&'static str>,
    plan: Option<PlanJson>,
    ladder: Vec<StepJson>,
    /// Of a measured standard alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    measured: Option<MeasuredJson<'a>>,
}

/// A crosswalk of a measured standard.
#[derive(Serialize)]
struct CrosswalkJson<'a> {
    id: &'a str,
    source: &'a str,
    confidence: &'static str,
    relation: Option<&'static str>,
}

/// The plan to implement a control.
#[derive(Serialize)]
struct PlanJson {
    due: Option<String>,
    overdue: bool,
    source: PlaceJson,
}

#[derive(Serialize)]
struct StepJson {
    rung: &'static str,
    required: bool,
    holds: Option<bool>,
    proofs: Vec<PlaceJson>,
    reason: Option<String>,
    fix: Option<PlaceJson>,
}

#[derive(Serialize)]
struct InformationJson<'a> {
    id: &'a str,
    clause: String,
    title: &'a str,
    held: Option<bool>,
    held_by: Vec<PlaceJson>,
    reason: Option<String>,
}

#[derive(Serialize)]
struct GapJson {
    requirement: String,
    rung: Option<&'static str>,
    reason: String,
    fix: PlaceJson,
    risk: u32,
    phase: &'static str,
    actions: Vec<String>,
    due: Option<String>,
    overdue: bool,
}

#[derive(Serialize)]
struct DocumentJson<'a> {
    id: &'a str,
    title: &'a str,
    kind: &'static str,
    version: Option<&'a str>,
    status: &'static str,
    in_force: Option<bool>,
    owner: Option<ReferenceJson<'a>>,
    approver: Option<ReferenceJson<'a>>,
    approved: Option<String>,
    review_by: Option<String>,
    classification: Option<&'a str>,
    language: &'a str,
    page: String,
    source: &'a str,
    claims: Vec<ClaimJson<'a>>,
}

#[derive(Serialize)]
struct ClaimJson<'a> {
    requirement: String,
    section: Option<&'a str>,
    page: String,
}

#[derive(Serialize)]
struct RegisterJson<'a> {
    name: &'a str,
    title: &'a str,
    about: &'a str,
    page: String,
    fields: Vec<Value>,
    entries: Vec<EntryJson<'a>>,
}

#[derive(Serialize)]
struct EntryJson<'a> {
    id: &'a str,
    title: &'a str,
    page: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<StateJson>,
    values: Map<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rating: Option<RatingJson<'a>>,
}

/// The state of an entry on the day of the export.
#[derive(Serialize)]
struct StateJson {
    kind: &'static str,
    day: Option<String>,
    reason: Option<String>,
}

impl From<State> for StateJson {
    fn from(state: State) -> Self {
        let reason = state.reason.as_ref().map(ToString::to_string);
        Self { kind: state.kind.word(), day: state.day.map(|day| day.to_string()), reason }
    }
}

pub(super) fn write(assessed: &Assessed) -> Vec<u8> {
    let Assessed { handbook, coverage, config, .. } = assessed;
    let catalog = &handbook.catalog;
    let of_kind =
        |kind| move |ix: ReqIx| catalog.requirement(ix).standard == FIRST && catalog.requirement(ix).kind == kind;
    let totals = |kind| {
        let totals = coverage.totals(of_kind(kind));
        CoverageStatus::ALL
            .iter()
            .map(|status| (status.word().to_owned(), totals.of(*status).into()))
            .collect::<Map<_, _>>()
    };
    let whole = Whole {
        schema: "handbook.schema.json",
        version: VERSION,
        generator: concat!("clausebook ", env!("CARGO_PKG_VERSION")),
        as_of: coverage.as_of.to_string(),
        book: json!({
            "title": config.title,
            "organisation": config.organisation,
            "language": config.language.value,
            "version": config.version,
            "classification": config.classification,
            "site": config.base_url.as_ref().map(ToString::to_string),
        }),
        risk_criteria: risk_criteria(&config.risk),
        totals: json!({ "controls": totals(RequirementKind::Control), "clauses": totals(RequirementKind::Clause) }),
        standards: catalog.standards.iter().enumerate().map(|(at, s)| standard_json(assessed, at, s)).collect(),
        documents: handbook.documents.iter().map(|document| document_json(assessed, document)).collect(),
        registers: handbook.registers.iter().map(|register| register_json(assessed, register)).collect(),
        gaps: gaps_json(assessed),
        due: due_json(assessed),
    };
    let mut text = serde_json::to_vec(&whole).expect("texts and numbers are always JSON");
    text.push(b'\n');
    text
}

fn standard_json<'a>(assessed: &'a Assessed, at: usize, standard: &'a Standard) -> StandardJson<'a> {
    let catalog = &assessed.handbook.catalog;
    let requirements = catalog.requirements().filter(|(_, requirement)| requirement.standard == at);
    let requirement = |(ix, requirement): (ReqIx, &'a Requirement)| {
        let is_claimed = assessed.coverage.measured(ix).is_none_or(|measured| measured.claimed);
        let ladder = assessed.coverage.ladder(ix).filter(|_| is_claimed);
        RequirementJson {
            id: catalog.label(ix),
            kind: kind_word(requirement.kind),
            title: &requirement.title,
            theme: requirement.theme.map(|theme| standard.themes[theme].title.as_str()),
            page: requirement.page.absolute(),
            status: ladder.map(|ladder| ladder.status.word()),
            plan: ladder.and_then(|ladder| ladder.plan).map(|plan| plan_json(assessed, plan)),
            ladder: ladder.map_or_else(Vec::new, |ladder| ladder_json(assessed, ladder)),
            measured: measured_json(assessed, ix),
        }
    };
    let holdings = assessed.coverage.holdings.iter();
    let holdings = holdings.filter(|holding| catalog.requirement(holding.clause).standard == at);
    let information = holdings.map(|holding| {
        let item = &standard.documented[holding.item];
        InformationJson {
            id: &item.id,
            clause: catalog.label(holding.clause),
            title: &item.title,
            held: (!holding.unknown).then_some(holding.state.is_ok()),
            held_by: holding.state.iter().flatten().map(|proof| proof_json(assessed, proof)).collect(),
            reason: holding.state.as_ref().err().map(ToString::to_string),
        }
    });
    let crosswalks = catalog.crosswalks.iter().filter(|crosswalk| crosswalk.standard == at);
    let crosswalks = crosswalks.map(|Crosswalk { id, source, confidence, relation, .. }| CrosswalkJson {
        id,
        source,
        confidence: confidence.word(),
        relation: relation.map(Relation::word),
    });
    StandardJson {
        id: &standard.id,
        title: &standard.title,
        name: &standard.name,
        role: standard.role.word(),
        crosswalks: crosswalks.collect(),
        retired: standard.retired.map(|date| date.to_string()),
        requirements: requirements.map(requirement).collect(),
        documented_information: information.collect(),
    }
}

fn plan_json(assessed: &Assessed, plan: Plan) -> PlanJson {
    let source = Place::At(Destination::Subject(Subject::Entry(plan.source)));
    PlanJson { due: plan.due.map(|day| day.to_string()), overdue: plan.overdue, source: place_json(assessed, &source) }
}

fn ladder_json(assessed: &Assessed, ladder: &Ladder) -> Vec<StepJson> {
    let step = |step: &Step| StepJson {
        rung: step.rung.word(),
        required: step.required,
        holds: (!step.unknown).then_some(step.state.is_ok()),
        proofs: step.state.iter().flatten().map(|proof| proof_json(assessed, proof)).collect(),
        reason: step.missing().map(|missing| missing.reason.to_string()),
        fix: step.missing().map(|missing| place_json(assessed, &missing.fix)),
    };
    ladder.steps.iter().map(step).collect()
}

fn gaps_json(assessed: &Assessed) -> Vec<GapJson> {
    let gap = |gap: MissingRung| GapJson {
        requirement: assessed.handbook.catalog.label(gap.requirement),
        rung: gap.rung.map(Rung::word),
        reason: gap.missing.reason.to_string(),
        fix: place_json(assessed, &gap.missing.fix),
        risk: gap.risk,
        phase: gap.phase.word(),
        actions: gap.actions.iter().map(|ix| assessed.handbook.record(*ix).id().to_owned()).collect(),
        due: gap.due.map(|due| due.to_string()),
        overdue: gap.overdue,
    };
    gaps(&assessed.handbook, &assessed.config.risk, &assessed.coverage).into_iter().map(gap).collect()
}

fn document_json<'a>(assessed: &'a Assessed, document: &'a Document<ResolvedReference>) -> DocumentJson<'a> {
    let meta = &document.meta;
    let whole = meta.claims.iter().map(|claim| (claim, None));
    let sections = document.sections.iter();
    let in_sections = sections.flat_map(|section| section.claims.iter().map(move |claim| (claim, Some(section))));
    let claims = whole.chain(in_sections).filter_map(|(claim, section)| {
        let Some(Destination::Subject(Subject::Requirement(ix))) = claim.to else { return None };
        let anchor = section.map(|section| section.heading.anchor.clone());
        Some(ClaimJson {
            requirement: assessed.handbook.catalog.label(ix),
            section: section.map(|section| section.heading.title.as_str()),
            page: Address { path: document.page.clone(), anchor }.absolute(),
        })
    });
    DocumentJson {
        id: &meta.id.value,
        title: &meta.title,
        kind: meta.kind.word(),
        version: meta.version.as_deref(),
        status: meta.status.value.word(),
        in_force: isms::in_force(document, assessed.coverage.days()),
        owner: meta.owner.as_ref().map(|link| reference_json(assessed, link)),
        approver: meta.approver.as_ref().map(|link| reference_json(assessed, link)),
        approved: meta.approved.as_ref().map(|date| date.value.to_string()),
        review_by: meta.review_by.as_ref().map(|date| date.value.to_string()),
        classification: meta.classification.as_deref(),
        language: meta.language.as_ref().unwrap_or(&assessed.config.language.value),
        page: document.page.absolute(),
        source: &document.path,
        claims: claims.collect(),
    }
}

fn register_json<'a>(assessed: &'a Assessed, register: &'a Register<ResolvedReference>) -> RegisterJson<'a> {
    let field = |field: &Field| {
        let many = matches!(
            field.kind,
            FieldKind::Texts
                | FieldKind::Choice { many: true, .. }
                | FieldKind::Reference { many: true, .. }
                | FieldKind::Table(_)
        );
        json!({
            "name": field.name,
            "label": field.label,
            "about": field.help,
            "type": type_word(&field.kind),
            "many": many,
            "required": field.required,
        })
    };
    let entry = |record: Record<'a>| EntryJson {
        id: record.id(),
        title: record.title(),
        page: record.entry.page.absolute(),
        state: assessed.state_of(record).map(StateJson::from),
        values: record
            .cells()
            .filled()
            .map(|(f, value)| (f.name.clone(), value_json(assessed, f, &value.value)))
            .collect(),
        rating: rating_json(assessed, record),
    };
    RegisterJson {
        name: &register.schema.name,
        title: &register.schema.title,
        about: &register.schema.about,
        page: register.schema.page().absolute(),
        fields: register.schema.fields.iter().map(field).collect(),
        entries: assessed.handbook.records(&register.schema.name).map(entry).collect(),
    }
}
