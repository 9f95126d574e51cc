//! Parts of the pages that are made from registers: facts, charts, tables and their cells.

use serde::Serialize;

use super::{Badge, DateView, LinkView, PageView, ReadingRow, Table, TableView};

/// A page that is made from registers, as a template sees it.
#[derive(Debug, Serialize)]
pub(crate) struct ReportPage {
    /// The frame.
    pub page: PageView,
    /// Its purpose, in a sentence or two.
    pub lead: String,
    /// Links to the registers it is made from, and to other pages made from them.
    pub related: Vec<LinkView>,
    /// The sections.
    pub sections: Vec<ReportSection>,
}

/// A section of such a page. Parts that it does not have are empty.
#[derive(Debug, Default, Serialize)]
pub(crate) struct ReportSection {
    /// The anchor.
    pub id: String,
    /// The heading.
    pub title: String,
    /// An introduction, or the rule behind it.
    pub text: Option<String>,
    /// The facts.
    pub facts: Vec<Fact>,
    /// Heat maps of likelihood against impact.
    pub maps: Vec<HeatMap>,
    /// A timeline.
    pub timeline: Option<Timeline>,
    /// Documents to read.
    pub reading: Vec<ReadingRow>,
    /// Links to the other pages of its list; the current one has no address.
    pub parts: Vec<LinkView>,
    /// A link to what else belongs here, and is listed on a page of its own.
    pub onward: Option<LinkView>,
    /// A table.
    pub table: Option<Table>,
    /// The text shown if the section is empty.
    pub none: Option<String>,
}

/// A labelled fact.
#[derive(Debug, Serialize)]
pub(crate) struct Fact {
    /// The label.
    pub label: String,
    /// The value.
    pub value: ReportCell,
}

/// The content of a cell; parts that it does not have are empty.
#[derive(Debug, Default, Serialize)]
pub(crate) struct ReportCell {
    /// Links, on one line.
    pub links: Vec<LinkView>,
    /// Plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Markdown as HTML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// A day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateView>,
    /// A state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub badge: Option<Badge>,
    /// A score with its band.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<ScoreView>,
    /// A plot of measurements.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plot: Option<Plot>,
    /// The CSS class: `right` for a number, `heat-1` to `heat-4` for the strength of the background colour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<&'static str>,
    /// A note below the content.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Rows inside an entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<TableView>,
    /// A second line: another fact about the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below: Option<Box<ReportCell>>,
    /// The place of a choice among those of its field.
    #[serde(skip)]
    pub place: Option<usize>,
}

/// A score with its band.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ScoreView {
    /// The score.
    pub score: u32,
    /// The id of its band.
    pub band: String,
    /// The place of the band on the way from the lowest to the highest, from 1 to 9: its colour.
    pub level: usize,
    /// The name of the band.
    pub word: String,
}

/// A heat map: the number of risks at each step of likelihood and impact. The list below it names them.
#[derive(Debug, Serialize)]
pub(crate) struct HeatMap {
    /// The title.
    pub title: String,
    /// A description in one sentence.
    pub label: String,
    /// The rows, from the highest likelihood down.
    pub rows: Vec<HeatRow>,
    /// The column headers: the steps of the impact, from the lowest up.
    pub impacts: Vec<String>,
    /// The risks by cell, highest score first.
    pub groups: Vec<HeatGroup>,
}

/// The risks in a cell of a heat map.
#[derive(Debug, Serialize)]
pub(crate) struct HeatGroup {
    /// The anchor, which the cell leads to.
    pub id: String,
    /// Their score, if the book gives the cell one.
    pub score: Option<ScoreView>,
    /// Their likelihood and impact.
    pub title: String,
    /// The risks.
    pub risks: Vec<LinkView>,
    /// A note on the number of omitted risks.
    pub more: Option<String>,
}

/// A row of a heat map.
#[derive(Debug, Serialize)]
pub(crate) struct HeatRow {
    /// The step of the likelihood.
    pub likelihood: String,
    /// A cell for each step of the impact.
    pub cells: Vec<HeatCell>,
}

/// A cell of a heat map.
#[derive(Debug, Serialize)]
pub(crate) struct HeatCell {
    /// The place of its band from 1 to 9: its colour; `None` if the book gives it no score.
    pub level: Option<usize>,
    /// The number of risks, and the anchor of their list; `None` if there is none.
    pub risks: Option<LinkView>,
    /// The number with the steps, for a screen reader.
    pub label: Option<String>,
}

/// A label at a position in a chart.
#[derive(Debug, Serialize)]
pub(crate) struct PlacedWord {
    /// The horizontal position of its end or its middle.
    pub x: usize,
    /// The vertical position.
    pub y: usize,
    /// The text.
    pub text: String,
}

/// A line chart of measurements, 160 × 48.
#[derive(Debug, Serialize)]
pub(crate) struct Plot {
    /// The text alternative.
    pub label: String,
    /// The line from the start to the target.
    pub ideal: String,
    /// The line through the measurements.
    pub line: String,
    /// A dot for each measurement.
    pub dots: Vec<PlotDot>,
}

/// The dot of a measurement.
#[derive(Debug, Serialize)]
pub(crate) struct PlotDot {
    /// The distance from the left.
    pub x: String,
    /// The distance from the top.
    pub y: String,
}

/// A timeline, 800 × 120.
#[derive(Debug, Serialize)]
pub(crate) struct Timeline {
    /// The text alternative.
    pub label: String,
    /// The position of the as-of date.
    pub today: Option<usize>,
    /// The labels of the years.
    pub years: Vec<PlacedWord>,
    /// The dots.
    pub dots: Vec<TimelineDot>,
}

/// A date on a timeline.
#[derive(Debug, Serialize)]
pub(crate) struct TimelineDot {
    /// The horizontal position of the dot.
    pub x: usize,
    /// The vertical position of its label.
    pub y: usize,
    /// The alignment of its label to the dot: `start`, `middle` or `end`.
    pub anchor: &'static str,
    /// `good`, `bad` or `open`.
    pub tone: &'static str,
    /// The label.
    pub text: String,
}

impl ReportCell {
    /// Adds a note below the content.
    pub(super) fn note(self, note: impl Into<Option<String>>) -> Self {
        Self { note: note.into(), ..self }
    }

    /// Adds another fact as a second line.
    pub(super) fn below(self, below: impl Into<Self>) -> Self {
        Self { below: Some(Box::new(below.into())), ..self }
    }
}

impl From<LinkView> for ReportCell {
    fn from(link: LinkView) -> Self {
        Self { links: vec![link], ..Self::default() }
    }
}

impl From<Vec<LinkView>> for ReportCell {
    fn from(links: Vec<LinkView>) -> Self {
        Self { links, ..Self::default() }
    }
}

impl From<DateView> for ReportCell {
    fn from(date: DateView) -> Self {
        Self { date: Some(date), ..Self::default() }
    }
}

impl From<Badge> for ReportCell {
    fn from(badge: Badge) -> Self {
        Self { badge: Some(badge), ..Self::default() }
    }
}

impl From<ScoreView> for ReportCell {
    fn from(score: ScoreView) -> Self {
        Self { score: Some(score), ..Self::default() }
    }
}

impl From<Plot> for ReportCell {
    fn from(plot: Plot) -> Self {
        Self { plot: Some(plot), ..Self::default() }
    }
}

impl From<String> for ReportCell {
    fn from(text: String) -> Self {
        Self { text: Some(text), ..Self::default() }
    }
}

impl From<&str> for ReportCell {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<usize> for ReportCell {
    fn from(count: usize) -> Self {
        count.to_string().into()
    }
}

impl<T: Into<Self>> From<Option<T>> for ReportCell {
    fn from(value: Option<T>) -> Self {
        value.map_or_else(Self::default, Into::into)
    }
}
