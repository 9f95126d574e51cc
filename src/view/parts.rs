//! What pages that are made from registers consist of: facts, pictures, tables and their cells.

use serde::Serialize;

use super::{Badge, DateView, LinkView, PageView};

/// A page that is made from registers, as a template sees it.
#[derive(Debug, Serialize)]
pub(crate) struct ReportPage {
    /// The frame.
    pub page: PageView,
    /// What it shows, in a sentence or two.
    pub lead: String,
    /// The registers it is made from, and what else is made from them.
    pub related: Vec<LinkView>,
    /// Its parts.
    pub sections: Vec<ReportSection>,
}

/// A part of such a page. What it does not have is empty.
#[derive(Debug, Default, Serialize)]
pub(crate) struct ReportSection {
    /// The anchor.
    pub id: String,
    /// The heading.
    pub title: String,
    /// What it shows, or the rule behind it.
    pub text: Option<String>,
    /// Single facts.
    pub facts: Vec<Fact>,
    /// Likelihood against impact.
    pub maps: Vec<HeatMap>,
    /// Days on a line.
    pub timeline: Option<Timeline>,
    /// A table.
    pub table: Option<ReportTable>,
    /// What is said where there is nothing to show.
    pub none: Option<String>,
}

/// A fact with its name.
#[derive(Debug, Serialize)]
pub(crate) struct Fact {
    /// What it is.
    pub label: String,
    /// What it says.
    pub value: ReportCell,
}

/// A table.
#[derive(Debug, Serialize)]
pub(crate) struct ReportTable {
    /// The heads of the columns.
    pub columns: Vec<ReportColumn>,
    /// The rows; the first cell of each is its head.
    pub rows: Vec<Vec<ReportCell>>,
    /// How many rows are left out, in words.
    pub more: Option<String>,
}

/// A column's head.
#[derive(Debug, Serialize)]
pub(crate) struct ReportColumn {
    /// The words.
    pub text: String,
    /// Whether it holds numbers; its cells have the class.
    pub right: bool,
}

/// What stands in a cell; what it does not have is empty.
#[derive(Debug, Default, Serialize)]
pub(crate) struct ReportCell {
    /// Links in a line.
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
    /// Measurements.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plot: Option<Plot>,
    /// How it looks: `right` for a number, `heat-1` to `heat-4` for the strength of the colour behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<&'static str>,
    /// A remark below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
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

/// Likelihood against impact: how many risks are at each step. The table below it lists them.
#[derive(Debug, Serialize)]
pub(crate) struct HeatMap {
    /// Its title.
    pub title: String,
    /// What it shows, in a sentence.
    pub label: String,
    /// The rows, from the highest likelihood down.
    pub rows: Vec<HeatRow>,
    /// The steps of the impact, from the lowest up: the heads of the columns.
    pub impacts: Vec<String>,
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
    /// The number of risks; `None` if there is none.
    pub count: Option<usize>,
}

/// Words at a place of a picture.
#[derive(Debug, Serialize)]
pub(crate) struct PlacedWord {
    /// Where they end, or where their middle is.
    pub x: usize,
    /// Where they stand.
    pub y: usize,
    /// The words.
    pub text: String,
}

/// Measurements as a line, in a picture of 160 × 48.
#[derive(Debug, Serialize)]
pub(crate) struct Plot {
    /// What it shows, for those who cannot see it.
    pub label: String,
    /// The line from the start to the target.
    pub ideal: String,
    /// The line of the measurements.
    pub line: String,
    /// Each measurement.
    pub dots: Vec<PlotDot>,
}

/// A measurement.
#[derive(Debug, Serialize)]
pub(crate) struct PlotDot {
    /// From the left.
    pub x: String,
    /// From above.
    pub y: String,
}

/// Days on a line, in a picture of 800 × 120.
#[derive(Debug, Serialize)]
pub(crate) struct Timeline {
    /// What it shows, for those who cannot see it.
    pub label: String,
    /// Where the day of the page is.
    pub today: Option<usize>,
    /// The beginnings of years.
    pub years: Vec<PlacedWord>,
    /// The days.
    pub dots: Vec<TimelineDot>,
}

/// A day on a line.
#[derive(Debug, Serialize)]
pub(crate) struct TimelineDot {
    /// Where.
    pub x: usize,
    /// Where its words stand.
    pub y: usize,
    /// `start`, `middle` or `end`: how its words stand to the dot.
    pub anchor: &'static str,
    /// `good`, `bad` or `open`.
    pub tone: &'static str,
    /// What.
    pub text: String,
}

impl ReportCell {
    /// With a remark below it.
    pub(super) fn note(self, note: impl Into<Option<String>>) -> Self {
        Self { note: note.into(), ..self }
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
