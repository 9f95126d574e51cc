//! The risk treatment plan as a table.

use serde_json::{Value, json};

use super::cells::{cell_on_day, column, columns, id_or_text, named, score_cells, scores, state};
use super::{Cell, Column, Row};
use crate::assess::Assessed;
use crate::isms::{self, Decision, Residual, Risk};
use crate::model::{Destination, Field, ResolvedReference, Subject};
use crate::wording::Phrase;

/// Returns each risk with its treatment and the implementation of its controls.
pub(super) fn treatment_plan(assessed: &Assessed) -> (Vec<Column>, Vec<Row>) {
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
        cells.push(named(controls.map(|link| with_implementation(assessed, link)), true));
        Row { page: entry.page.clone(), cells }
    });
    (all, rows.collect())
}

/// Whether the plan is approved and what is left accepted on the day; why not, if not.
fn signatures(assessed: &Assessed, risk: Risk<'_>) -> [Cell; 2] {
    let (handbook, words, day) = (&assessed.handbook, &assessed.words, assessed.coverage.as_of);
    let fine = |id: &str, key: &str| state(id, words.say(key).to_owned(), None);
    let open = |id: &str, why: &Phrase| state(id, words.phrase(why), Some(why));
    let plan = match risk.plan_approved(handbook, day) {
        _ if !risk.needs_plan() => Cell::Empty,
        Ok(_) => fine("approved", "export.approved"),
        Err(why) => open("not-approved", &why),
    };
    let acceptance = match risk.residual(handbook, &assessed.config.risk, day) {
        Residual::Unrated => fine("unrated", "acceptance.unrated"),
        Residual::Missing(why) => open("missing", &why),
        Residual::InTreatment => fine("in-treatment", "export.in-treatment"),
        Residual::WithPlan(_) => fine("accepted-with-plan", "export.accepted-with-plan"),
        Residual::Accepted(acceptance) => match (&acceptance.stale, acceptance.ended) {
            (Some(why), _) => open("stale", why),
            (None, true) => fine("ended", "acceptance.ended"),
            (None, false) => fine("accepted", "export.accepted"),
        },
    };
    [plan, acceptance]
}

/// Returns a control with its implementation.
fn with_implementation(assessed: &Assessed, link: &ResolvedReference) -> (String, Value) {
    let decision = match link.to {
        Some(Destination::Subject(Subject::Requirement(ix))) => Decision::on(&assessed.handbook, ix),
        _ => None,
    };
    let implementation = decision.and_then(|decision| decision.choice(Decision::IMPLEMENTATION));
    let name = match implementation {
        Some((_, title)) => format!("{} ({title})", link.text),
        None => link.text.clone(),
    };
    (name, json!({ "id": id_or_text(assessed, link), "implementation": implementation.map(|(id, _)| id) }))
}
