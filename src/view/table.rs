//! Tables of records: what their columns hold, and the values by which a reader can filter them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{CountLink, LinkView, ReportCell};
use crate::id::natural;
use crate::site::percent_encoded;

/// Number of rows from which on a table has filters.
pub(super) const ROWS_TO_FILTER: usize = 8;

/// Maximum number of values among which a reader can choose.
const MOST_CHOICES: usize = 24;

/// Length from which on a text is prose, in characters.
const PROSE: usize = 48;

/// A table of records.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Table {
    /// The anchor of its heading, which also tells it from other tables of the page; empty for the only table of a page.
    pub name: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows by group; a table without groups has one, which has no title.
    pub groups: Vec<RowGroup>,
    /// The number of rows, those on other pages included.
    pub count: usize,
    /// Whether it is long enough for a field of text by which to filter it.
    pub searched: bool,
    /// The columns by whose values a reader can filter it.
    pub filters: Vec<TableFilter>,
    /// The address of the file with all rows, if this page does not have all of them.
    pub all_rows: Option<String>,
    /// A note on the number of rows that it leaves out.
    pub more: Option<String>,
}

/// A column.
#[derive(Debug, Serialize)]
pub(crate) struct Column {
    /// Its name in the address of a filtered or sorted table, the same in every language.
    pub key: String,
    /// The header.
    pub text: String,
    /// The label of its cells where rows are cards.
    pub label: String,
    /// Key and header of the second line of its cells.
    pub below: Option<(String, String)>,
    /// The CSS class for what it holds: `right` for numbers, `day`, `prose` for running text, `short` for the rest.
    pub class: &'static str,
}

/// All rows of a long list, in the file that its first page loads.
#[derive(Debug, Serialize)]
pub(crate) struct RowsView {
    /// The table.
    pub table: Table,
}

/// Rows under one heading.
#[derive(Debug, Default, Serialize)]
pub(crate) struct RowGroup {
    /// The anchor.
    pub id: Option<String>,
    /// The heading.
    pub title: Option<String>,
    /// What the rows have in common, in a sentence.
    pub about: Option<String>,
    /// The rows.
    pub rows: Vec<TableRow>,
}

/// A row.
#[derive(Debug, Serialize)]
pub(crate) struct TableRow {
    /// The anchor.
    pub id: Option<String>,
    /// The cells; the first one is the header of the row.
    pub cells: Vec<ReportCell>,
}

/// A column by whose values a reader can filter a table.
#[derive(Debug, Serialize)]
pub(crate) struct TableFilter {
    /// The key of the column.
    pub key: String,
    /// The header of the column.
    pub label: String,
    /// The values in their own order.
    pub values: Vec<TableFilterValue>,
}

/// A value of a column.
#[derive(Debug, Serialize)]
pub(crate) struct TableFilterValue {
    /// The value.
    pub word: String,
    /// The number of rows that have it.
    pub count: usize,
}

impl Column {
    /// Makes a column; what it holds is seen from its cells, but for one whose key ends in `#`, which holds numbers.
    pub(super) fn new(key: &str, text: &str) -> Self {
        let class = if key.ends_with('#') { "right" } else { "" };
        Self {
            key: key.trim_end_matches('#').to_owned(),
            text: text.to_owned(),
            label: text.to_owned(),
            below: None,
            class,
        }
    }

    /// Says what the second line of its cells is; a key that ends in `#` says that it is a number.
    pub(super) fn below(self, key: &str, text: &str) -> Self {
        Self { label: format!("{} / {text}", self.text), below: Some((key.to_owned(), text.to_owned())), ..self }
    }
}

impl Table {
    /// Makes a table of columns, and of rows in groups.
    pub(super) fn new(name: &str, mut columns: Vec<Column>, mut groups: Vec<RowGroup>) -> Self {
        for (at, column) in columns.iter_mut().enumerate().filter(|(_, column)| column.class.is_empty()) {
            column.class = class(groups.iter().flat_map(|group| &group.rows).map(|row| &row.cells[at]));
        }
        for row in groups.iter_mut().flat_map(|group| &mut group.rows) {
            for (cell, _) in row.cells.iter_mut().zip(&columns).filter(|(_, column)| column.class == "right") {
                cell.class = Some("right");
            }
        }
        let count = groups.iter().map(|group| group.rows.len()).sum();
        let mut table = Self { name: name.to_owned(), columns, groups, count, ..Self::default() };
        table.name_rows();
        table
    }

    /// Lets readers filter the table, if it is long enough.
    pub(super) fn filtered(mut self) -> Self {
        self.searched = self.count >= ROWS_TO_FILTER;
        if self.searched {
            let columns = self.columns.iter().enumerate().skip(1);
            let own = |(at, column): (usize, &Column)| {
                let is_chosen = !["right", "day"].contains(&column.class);
                is_chosen.then(|| self.filter(at, (&column.key, &column.text), &|cell| Some(cell)))?
            };
            let below = |(at, column): (usize, &Column)| {
                let (key, text) = column.below.as_ref().filter(|(key, _)| !key.ends_with('#'))?;
                self.filter(at, (key, text), &|cell| cell.below.as_deref())
            };
            self.filters = columns.flat_map(|at| [own(at), below(at)]).flatten().collect();
        }
        self
    }

    /// Keeps the first rows, as many as a page holds.
    pub(super) fn cut(&mut self, rows: usize) {
        let mut left = rows;
        for group in &mut self.groups {
            group.rows.truncate(left);
            left -= group.rows.len();
        }
        self.groups.retain(|group| !group.rows.is_empty());
    }

    /// Returns the values of a line of a column, if they are few enough to choose among and say something about the rows.
    fn filter<'a>(
        &'a self,
        at: usize,
        (key, label): (&str, &str),
        line: &dyn Fn(&'a ReportCell) -> Option<&'a ReportCell>,
    ) -> Option<TableFilter> {
        let mut counts: BTreeMap<Value, usize> = BTreeMap::new();
        let mut named = false;
        for row in self.groups.iter().flat_map(|group| &group.rows) {
            let Some(cell) = line(&row.cells[at]) else { continue };
            if cell.is_prose() {
                return None;
            }
            named |= cell.badge.is_some() || cell.score.is_some();
            for value in cell.values() {
                *counts.entry(value).or_default() += 1;
            }
        }
        let few = (2..=MOST_CHOICES).contains(&counts.len()) && (named || counts.len() * 2 <= self.count);
        let values = counts.into_iter().map(|(value, count)| TableFilterValue { word: value.word, count });
        few.then(|| TableFilter { key: key.to_owned(), label: label.to_owned(), values: values.collect() })
    }

    /// Gives each row the name of the page that its header leads to as its anchor.
    fn name_rows(&mut self) {
        let mut taken = BTreeSet::new();
        for row in self.groups.iter_mut().flat_map(|group| &mut group.rows).filter(|row| row.id.is_none()) {
            let href = row.cells.first().and_then(|cell| cell.links.first()?.href.as_deref());
            let page = href.and_then(|href| href.rsplit('/').next()?.strip_suffix(".html"));
            let id = page.map(|page| format!("{}.{page}", if self.name.is_empty() { "row" } else { &self.name }));
            row.id = id.filter(|id| taken.insert(id.clone()));
        }
    }
}

/// Returns the address of the rows of a page's table that have a value.
pub(crate) fn filtered(key: &str, value: &str) -> String {
    format!("?{key}={}", percent_encoded(value))
}

impl CountLink {
    /// Returns the number of rows of a group that has a heading, as a link to it.
    pub(super) fn to(group: &RowGroup) -> Option<Self> {
        let href = Some(format!("#{}", group.id.as_ref()?));
        Some(Self { link: LinkView { text: group.title.clone()?, href }, count: group.rows.len() })
    }
}

impl From<Vec<ReportCell>> for TableRow {
    fn from(cells: Vec<ReportCell>) -> Self {
        Self { id: None, cells }
    }
}

impl From<Vec<Vec<ReportCell>>> for RowGroup {
    fn from(rows: Vec<Vec<ReportCell>>) -> Self {
        Self { rows: rows.into_iter().map(TableRow::from).collect(), ..Self::default() }
    }
}

/// Returns the class of a column with these cells.
fn class<'a>(cells: impl Iterator<Item = &'a ReportCell> + Clone) -> &'static str {
    let is_prose = |cell: &ReportCell| cell.is_prose() || cell.below.as_deref().is_some_and(ReportCell::is_prose);
    let mut filled = cells.clone().filter(|cell| !cell.is_empty()).peekable();
    if cells.clone().any(is_prose) {
        "prose"
    } else if filled.peek().is_some() && filled.all(|cell| cell.date.is_some()) {
        "day"
    } else {
        "short"
    }
}

/// A value of a column, in the order of choices: what needs attention first, then as the schema lists them, then by name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Value {
    rank: (usize, usize),
    word: String,
}

impl Ord for Value {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rank.cmp(&other.rank).then_with(|| natural(&self.word, &other.word))
    }
}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl ReportCell {
    /// Returns the values by which a reader can choose its row: a state, a band, or each of its links or words.
    fn values(&self) -> Vec<Value> {
        const TONES: [&str; 6] = ["bad", "fair", "open", "plan", "good", "out"];
        let named = |rank, word: &str| Value { rank, word: word.to_owned() };
        if let Some(badge) = &self.badge {
            let tone = TONES.iter().position(|tone| *tone == badge.tone).unwrap_or(TONES.len());
            return vec![named((tone, 0), badge.choice.as_ref().unwrap_or(&badge.word))];
        }
        if let Some(score) = &self.score {
            return vec![named((0, usize::MAX - score.level), &score.word)];
        }
        if let Some(text) = &self.text {
            return vec![named((0, self.place.unwrap_or_default()), text)];
        }
        self.links.iter().map(|link| named((0, 0), &link.text)).collect()
    }

    fn is_prose(&self) -> bool {
        self.html.is_some() || self.text.as_ref().is_some_and(|text| text.chars().take(PROSE).count() == PROSE)
    }

    fn is_empty(&self) -> bool {
        let ReportCell { links, text, html, date, badge, score, plot, .. } = self;
        links.is_empty()
            && [text.is_none(), html.is_none(), date.is_none(), badge.is_none(), score.is_none(), plot.is_none()]
                == [true; 6]
    }
}
