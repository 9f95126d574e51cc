//! Registers as tables: a column for each field, whatever the schema says, and what is computed from some of them.

use super::words::words;
use super::{Cell, Column, Exports, Row, Sheet};
use crate::coverage::{evidence_until, is_in_date};
use crate::model::{
    Entry, EntryIx, EntryValue, Field, FieldKind, Handbook, Identity, Register, ResolvedReference, Row as ValueRow,
    Schema,
};
use crate::site::table_of_register;

/// The names of the registers' tables; the SoA is a table of its own.
pub(super) fn names(handbook: &Handbook) -> impl Iterator<Item = String> {
    handbook.registers.iter().filter(|register| has_table(&register.schema)).map(|r| table_of_register(&r.schema.name))
}

fn has_table(schema: &Schema) -> bool {
    schema.identity == Identity::Own
}

/// A register's table by its name.
pub(super) fn sheet(exports: &Exports<'_>, name: &str) -> Option<Sheet> {
    let registers = (0u32..).zip(&*exports.handbook.registers);
    let (at, register) = registers
        .filter(|(_, register)| has_table(&register.schema))
        .find(|(_, register)| table_of_register(&register.schema.name) == name)?;
    let Schema { title, about, fields, .. } = &register.schema;
    let computed = Computed::of(&register.schema);
    let mut all = vec![exports.column("entry", "id"), exports.column("entry", "title")];
    all.extend(columns(fields));
    all.extend(computed.columns(exports));
    let rows = (0u32..).zip(&register.entries).map(|(entry, row)| {
        let mut cells: Vec<Cell> = vec![row.id.value.clone().into(), row.title.clone().into()];
        let values = fields.iter().zip(&row.values);
        cells.extend(
            values.map(|(field, value)| value.as_ref().map_or(Cell::Empty, |value| cell(exports, field, &value.value))),
        );
        cells.extend(computed.cells(exports, EntryIx { register: at, entry }));
        Row { page: row.page.clone(), cells }
    });
    Some(Sheet::of(&(name, title, about), (all, rows.collect(), Vec::new())))
}

/// A column for each of some fields.
pub(super) fn columns<'a>(fields: impl IntoIterator<Item = &'a Field>) -> impl Iterator<Item = Column> {
    let column =
        |field: &Field| Column { key: field.name.clone(), title: field.label.clone(), about: field.help.clone() };
    fields.into_iter().map(column)
}

/// A value in a cell.
pub(super) fn cell(exports: &Exports<'_>, field: &Field, value: &EntryValue<ResolvedReference>) -> Cell {
    match value {
        EntryValue::Text(text) => text.clone().into(),
        EntryValue::Markdown(prose) => words(prose, |to| exports.number(to)).into(),
        EntryValue::Date(date) => Cell::Date(*date),
        EntryValue::Number(number) => Cell::Number(*number),
        EntryValue::Choices(ids) => match &ids[..] {
            [one] => field.choice_title(one).into(),
            ids => ids.iter().map(|id| field.choice_title(id).to_owned()).collect::<Vec<_>>().into(),
        },
        EntryValue::Flag(flag) => exports.yes_or_no(*flag),
        EntryValue::Duration(span) => exports.words.duration(&span.0).into(),
        EntryValue::References(links) => match &links[..] {
            [one] => one.text.clone().into(),
            links => links.iter().map(|link| link.text.clone()).collect::<Vec<_>>().into(),
        },
        EntryValue::File(link) => link.text.clone().into(),
        EntryValue::Table(rows) => rows.iter().map(|row| line(exports, field, row)).collect::<Vec<_>>().into(),
    }
}

/// A row of a table inside an entry, in words.
fn line(exports: &Exports<'_>, field: &Field, row: &ValueRow<ResolvedReference>) -> String {
    let FieldKind::Table(columns) = &field.kind else { return String::new() };
    let pairs = columns.iter().zip(&row.values);
    let words = pairs.filter_map(|(column, value)| {
        let text = cell(exports, column, &value.as_ref()?.value).text();
        Some(format!("{}: {text}", column.label))
    });
    words.collect::<Vec<_>>().join(", ")
}

/// What is computed for each entry of a register.
enum Computed {
    Nothing,
    /// Scores, for entries with a likelihood and an impact.
    Scores {
        residual: bool,
    },
    /// Until when evidence counts.
    Validity,
}

impl Computed {
    fn of(schema: &Schema) -> Self {
        let has = |name: &str| schema.field(name).is_some();
        if schema.name == "evidence" {
            Self::Validity
        } else if has("likelihood") && has("impact") {
            Self::Scores { residual: has("residual-likelihood") && has("residual-impact") }
        } else {
            Self::Nothing
        }
    }

    fn columns(&self, exports: &Exports<'_>) -> Vec<Column> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Scores { residual } => scores(exports, *residual),
            Self::Validity => ["counts-until", "in-date"].map(|key| exports.column("entry", key)).into(),
        }
    }

    fn cells(&self, exports: &Exports<'_>, ix: EntryIx) -> Vec<Cell> {
        let Exports { handbook, coverage, config, .. } = exports;
        let (register, entry) = handbook.entry(ix);
        match self {
            Self::Nothing => Vec::new(),
            Self::Scores { residual } => {
                let mut cells = exports.score_cells(register, entry);
                cells.truncate(if *residual { 4 } else { 2 });
                cells
            }
            Self::Validity => vec![
                evidence_until(register, entry, config, coverage.as_of).into(),
                exports.yes_or_no(is_in_date(handbook, ix, config, coverage.as_of)),
            ],
        }
    }
}

/// The columns of a risk's scores.
pub(super) fn scores(exports: &Exports<'_>, residual: bool) -> Vec<Column> {
    let all = ["score", "band", "residual-score", "residual-band"];
    all.iter().take(if residual { 4 } else { 2 }).map(|key| exports.column("entry", key)).collect()
}

impl Exports<'_> {
    /// Score and band, before and after treatment.
    pub(super) fn score_cells(
        &self,
        register: &Register<ResolvedReference>,
        entry: &Entry<ResolvedReference>,
    ) -> Vec<Cell> {
        let pair = |likelihood: &str, impact: &str| {
            let score = register.score(entry, likelihood, impact);
            [
                Cell::from(score),
                Cell::from(
                    score.map(|score| self.words.say(&format!("band.{}", self.config.risk.band(score))).to_owned()),
                ),
            ]
        };
        [pair("likelihood", "impact"), pair("residual-likelihood", "residual-impact")].into_iter().flatten().collect()
    }
}
