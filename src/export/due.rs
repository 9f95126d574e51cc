//! Tables of the gaps, in the order in which to close them, and of everything that falls due.

use serde::Serialize;
use serde_json::Value;

use super::cells::{column, named, rung_name, said, word, yes_or_no};
use super::places::{PlaceJson, place_id, place_json, place_link};
use super::{Cell, Column, Row};
use crate::assess::Assessed;
use crate::coverage::{Due, MissingRung, Place, gaps};
use crate::model::{Destination, EntryIx, Subject};

/// Something that falls due, as JSON.
#[derive(Serialize)]
pub(super) struct DueJson {
    day: String,
    overdue: bool,
    what: String,
    of: PlaceJson,
    owner: Option<PlaceJson>,
}

/// Returns everything that falls due, the earliest first.
pub(super) fn due_json(assessed: &Assessed) -> Vec<DueJson> {
    let place = |subject| place_json(assessed, &Place::At(Destination::Subject(subject)));
    let due = |due: &Due| DueJson {
        day: due.day.to_string(),
        overdue: due.day < assessed.coverage.as_of,
        what: due.what.id().to_owned(),
        of: place(due.subject),
        owner: due.owner.map(|owner| place(Subject::Entry(owner))),
    };
    assessed.coverage.due.iter().map(due).collect()
}

/// Returns the gaps, in the order in which to close them.
pub(super) fn missing(assessed: &Assessed) -> (Vec<Column>, Vec<Row>) {
    let keys = ["number", "requirement", "title", "step", "rung", "reason", "fix", "risk", "actions", "due", "overdue"];
    let catalog = &assessed.handbook.catalog;
    let row = |(at, gap): (u32, MissingRung)| {
        let requirement = catalog.requirement(gap.requirement);
        let id = |ix: &EntryIx| assessed.handbook.record(*ix).id().to_owned();
        let step = gap.phase.word();
        let cells = vec![
            Cell::Number(at.into()),
            catalog.label(gap.requirement).into(),
            requirement.title.clone().into(),
            word(assessed, &format!("gaps-by.{step}"), step),
            match gap.rung {
                Some(rung) => Cell::Named { name: rung_name(assessed, rung), value: rung.word().into() },
                None => word(assessed, "rung.in-writing", Value::Null),
            },
            said(assessed, &gap.missing.reason),
            Cell::Named {
                name: place_link(assessed, &gap.missing.fix).0,
                value: place_id(assessed, &gap.missing.fix).into(),
            },
            Some(gap.risk).filter(|score| *score > 0).into(),
            gap.actions.iter().map(id).collect::<Vec<_>>().into(),
            gap.due.into(),
            yes_or_no(assessed, gap.overdue),
        ];
        Row { page: requirement.page.clone(), cells }
    };
    let rows = (1u32..).zip(gaps(&assessed.handbook, &assessed.config.risk, &assessed.coverage)).map(row).collect();
    (keys.map(|key| column(assessed, "gaps", key)).into(), rows)
}

/// Returns everything that falls due, the earliest first.
pub(super) fn calendar(assessed: &Assessed) -> (Vec<Column>, Vec<Row>) {
    let place = |subject| Place::At(Destination::Subject(subject));
    let row = |due: &Due| {
        let subject =
            |subject: Subject| (assessed.handbook.name(subject), Value::from(place_id(assessed, &place(subject))));
        let name = assessed.due_word(&due.what).to_owned();
        let cells = vec![
            Cell::Date(due.day),
            yes_or_no(assessed, due.day < assessed.coverage.as_of),
            Cell::Named { name, value: due.what.id().into() },
            named([subject(due.subject)].into_iter(), false),
            named(due.owner.map(|owner| subject(Subject::Entry(owner))).into_iter(), false),
        ];
        Row { page: assessed.handbook.address(due.subject), cells }
    };
    let columns = ["due", "overdue", "what", "of", "owner"].map(|key| column(assessed, "calendar", key)).into();
    (columns, assessed.coverage.due.iter().map(row).collect())
}
