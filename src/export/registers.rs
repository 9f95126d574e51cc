//! Registers as tables: a column for each field of the schema, and computed columns.

use super::cells::{cell_on_day, column, columns, score_cells, scores, yes_or_no};
use super::{Cell, Column, Row, Sheet};
use crate::assess::Assessed;
use crate::isms::{Evidence, Risk, State};
use crate::model::{Handbook, Identity, Record, Schema};
use crate::pages::table_of_register;

/// Returns the names of the registers' tables, except the SoA, which has a table of its own.
pub(super) fn names(handbook: &Handbook) -> impl Iterator<Item = String> {
    handbook.registers.iter().filter(|register| has_table(&register.schema)).map(|r| table_of_register(&r.schema.name))
}

fn has_table(schema: &Schema) -> bool {
    schema.identity == Identity::Own
}

/// Returns a register's table by its name.
pub(super) fn sheet(assessed: &Assessed, name: &str) -> Option<Sheet> {
    let mut registers = assessed.handbook.registers.iter().filter(|register| has_table(&register.schema));
    let register = registers.find(|register| table_of_register(&register.schema.name) == name)?;
    let Schema { title, about, fields, .. } = &register.schema;
    let computed = Computed::of(&register.schema);
    let states: Vec<Option<State>> =
        assessed.handbook.records(&register.schema.name).map(|record| assessed.state_of(record)).collect();
    let has_states = states.iter().any(Option::is_some);
    let mut all = vec![column(assessed, "entry", "id"), column(assessed, "entry", "title")];
    if has_states {
        all.extend(["state", "state-day"].map(|key| column(assessed, "entry", key)));
    }
    all.extend(columns(fields));
    all.extend(computed.columns(assessed));
    let rows = assessed.handbook.records(&register.schema.name).zip(states).map(|(record, state)| {
        let row = record.entry;
        let mut cells: Vec<Cell> = vec![row.id.value.clone().into(), row.title.clone().into()];
        if has_states {
            cells.extend(state_cells(assessed, state));
        }
        cells.extend(fields.iter().map(|field| cell_on_day(assessed, record, field)));
        cells.extend(computed.cells(assessed, record));
        Row { page: row.page.clone(), cells }
    });
    Some(Sheet::of(&(name, title, about), (all, rows.collect(), Vec::new())))
}

/// Returns the state of an entry with its reason, and the day of the state.
fn state_cells(assessed: &Assessed, state: Option<State>) -> [Cell; 2] {
    let Some(state) = state else { return [Cell::Empty, Cell::Empty] };
    let word = assessed.state_word(&state, assessed.coverage.as_of);
    let name = match &state.reason {
        Some(reason) => format!("{word}: {}", assessed.words.phrase(reason)),
        None => word,
    };
    [super::cells::state(state.kind.word(), name, state.reason.as_ref()), state.day.into()]
}

/// Columns that are computed for the entries of a register.
enum Computed {
    Nothing,
    /// Scores, for entries with a likelihood and an impact.
    Scores {
        residual: bool,
    },
    /// Last day on which evidence is valid.
    Validity,
}

impl Computed {
    fn of(schema: &Schema) -> Self {
        let has = |name: &str| schema.field(name).is_some();
        if schema.name == Evidence::REGISTER {
            Self::Validity
        } else if Risk::BEFORE.into_iter().all(has) {
            Self::Scores { residual: Risk::AFTER.into_iter().all(has) }
        } else {
            Self::Nothing
        }
    }

    fn columns(&self, assessed: &Assessed) -> Vec<Column> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Scores { residual } => scores(assessed, *residual),
            Self::Validity => ["counts-until", "in-date"].map(|key| column(assessed, "entry", key)).into(),
        }
    }

    fn cells(&self, assessed: &Assessed, record: Record<'_>) -> Vec<Cell> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Scores { residual } => {
                let mut cells = score_cells(assessed, record);
                cells.truncate(if *residual { 4 } else { 2 });
                cells
            }
            Self::Validity => {
                let Assessed { coverage, config, .. } = assessed;
                let evidence = Evidence::of(record);
                let in_date = evidence.is_some_and(|evidence| evidence.is_in_date(config, coverage.as_of));
                vec![
                    evidence.and_then(|evidence| evidence.until(config, coverage.as_of)).into(),
                    yes_or_no(assessed, in_date),
                ]
            }
        }
    }
}
