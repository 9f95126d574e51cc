//! A cell of a table, and the parts that it can have.

use serde::Serialize;

use super::{Badge, DateView, LanguageView, LinkView, TableView};

/// Number of characters up to which the text of a link is not broken.
const SHORT: usize = 10;

/// Number of characters from which on each of several links has a line of its own.
const LONG: usize = 20;

/// A count that leads to what it counts.
#[derive(Debug, Serialize)]
pub(crate) struct CountLink {
    /// What is counted.
    pub link: LinkView,
    /// The number.
    pub count: usize,
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
    /// The CSS class: `right` for a number, `ids` for short names that are not broken, `stacked` for links on lines of their
    /// own, `heat-1` to `heat-4` for the strength of the background colour.
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
    /// The language of its text, if it is not that of the book.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<LanguageView>,
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

impl ReportCell {
    /// Adds a note below the content.
    pub(super) fn note(self, note: impl Into<Option<String>>) -> Self {
        Self { note: note.into(), ..self }
    }

    /// Says at which place its value stands among the choices.
    pub(super) fn at(self, place: usize) -> Self {
        Self { place: Some(place), ..self }
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
        let longest = links.iter().map(|link| link.text.chars().count()).max().unwrap_or_default();
        let class = match longest {
            0..=SHORT => Some("ids"),
            _ if longest > LONG && links.len() > 1 => Some("stacked"),
            _ => None,
        };
        Self { links, class, ..Self::default() }
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
