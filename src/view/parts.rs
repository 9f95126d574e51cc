//! The pages that are made from registers, and the charts on them.

use serde::Serialize;

use super::{LinkView, PageView, ReadingRow, ReportCell, ScoreView, Table};

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
    /// Nonconformities, each with what was done about it.
    pub cases: Vec<CaseView>,
    /// A table.
    pub table: Option<Table>,
    /// The text shown if the section is empty.
    pub none: Option<String>,
}

/// A nonconformity with what was done about it.
#[derive(Debug, Serialize)]
pub(crate) struct CaseView {
    /// Id, title and page.
    pub link: LinkView,
    /// Its state.
    pub state: ReportCell,
    /// Its grade.
    pub grade: ReportCell,
    /// For each corrective action, the steps from the cause to whether it was effective; without an action there is one step.
    pub actions: Vec<Vec<Fact>>,
}

/// A labelled fact.
#[derive(Debug, Serialize)]
pub(crate) struct Fact {
    /// The label.
    pub label: String,
    /// The value.
    pub value: ReportCell,
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
