//! View types: the only types that a theme's templates may use.
//!
//! Views are owned, and templates compute nothing: every address is relative to the page, and every number is counted
//! here.

mod acceptance;
mod assets;
mod auditor;
mod audits;
mod binding;
pub(crate) mod calendar;
mod cell;
mod certificates;
mod certification;
pub(crate) mod changes;
mod context;
pub(crate) mod document;
pub(crate) mod documents;
pub(crate) mod downloads;
pub(crate) mod elsewhere;
pub(crate) mod entry;
mod field;
pub(crate) mod folder;
pub(crate) mod footing;
pub(crate) mod gaps;
mod heat_map;
pub(crate) mod history;
mod indicators;
mod ladder;
pub(crate) mod matrix;
pub(crate) mod nav;
mod newest;
mod nonconformities;
mod objectives;
pub(crate) mod page;
pub(crate) mod paged;
mod parts;
pub(crate) mod printed;
mod quote;
pub(crate) mod reading;
mod recorded;
mod redline;
mod referrers;
pub(crate) mod register;
pub(crate) mod report;
pub(crate) mod reporting;
pub(crate) mod required;
pub(crate) mod requirement;
pub(crate) mod reviews;
mod risks;
pub(crate) mod roles;
pub(crate) mod search;
mod sections;
mod shared;
pub(crate) mod soa;
mod sources;
pub(crate) mod standard;
pub(crate) mod start;
mod support;
mod table;
pub(crate) mod transition;
mod tree;

use serde::Serialize;

use crate::assess::Assessed;
use crate::coverage::{CoverageStatus, Ladder};
use crate::model::{Prose, ResolvedReference};
use crate::site::SitePath;
use crate::wording::{Wording, sentence};

pub(crate) use cell::{CountLink, Plot, PlotDot, ReportCell, ScoreView};
pub(crate) use document::{DocumentRow, document_badge, kind_word};
pub(crate) use field::{FieldView, TableView};
pub(crate) use ladder::LadderView;
pub(crate) use matrix::MatrixSheet;
pub(crate) use nav::NavView;
pub(crate) use page::{Assets, Crumb, LanguageView, PageView, TocItem};
pub(crate) use paged::Slice;
pub(crate) use parts::{
    CaseView, Fact, HeatCell, HeatGroup, HeatMap, HeatRow, PlacedWord, ReportPage, ReportSection, Timeline, TimelineDot,
};
pub(crate) use printed::printed_anchor;
pub(crate) use reading::{ConfirmView, ReadingRow};
pub(crate) use register::RegisterCard;
pub(crate) use reporting::ReportView;
pub(crate) use required::RequiredRow;
pub(crate) use requirement::Decision;
pub(crate) use table::{Column, RowGroup, RowsView, Table, TableRow, filtered};
pub(crate) use tree::DocumentTree;

/// Renders Markdown with links as HTML for a page; implemented by `render`.
pub(crate) trait ProseToHtml: Sync {
    /// Returns the HTML of a text for the page `on`.
    fn html(&self, prose: &Prose<ResolvedReference>, on: &SitePath) -> String;
}

/// The book as seen from one page: every link of a view is relative to that page.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    /// The assessed book.
    pub book: &'a Assessed,
    /// The page.
    pub on: &'a SitePath,
    /// The addresses of style sheets and pictures of the theme.
    pub assets: &'a Assets,
    /// Renders the Markdown of registers.
    pub prose: &'a dyn ProseToHtml,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct LinkView {
    /// The link text.
    pub text: String,
    /// The address; `None` if the target has no page.
    pub href: Option<String>,
}

/// A day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct DateView {
    /// In ISO format, such as `2026-10-01`.
    pub iso: String,
    /// In the language of the book, such as "1 October 2026".
    pub text: String,
}

/// A word with a symbol, so that colour alone never carries the meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Badge {
    /// The word.
    pub word: String,
    /// The symbol before the word.
    pub sign: &'static str,
    /// `good`, `fair`, `plan`, `bad`, `open` or `out`.
    pub tone: &'static str,
    /// The last day on which it holds, in ISO format; `None` if no day ends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The word by which to choose it, where its own word names a day or counts days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choice: Option<String>,
}

impl Badge {
    fn new(word: &str, sign: &'static str, tone: &'static str) -> Self {
        Self { word: word.to_owned(), sign, tone, until: None, choice: None }
    }

    fn chosen_by(self, word: &str) -> Self {
        Self { choice: Some(word.to_owned()), ..self }
    }

    fn until(self, day: Option<jiff::civil::Date>) -> Self {
        Self { until: day.map(|day| day.to_string()), ..self }
    }
}

/// Returns the badge for a coverage status.
pub(crate) fn status_badge(words: &Wording, status: CoverageStatus) -> Badge {
    let (key, sign, tone) = match status {
        CoverageStatus::Covered => ("status.covered", "✓", "good"),
        CoverageStatus::Partial => ("status.partial", "◐", "fair"),
        CoverageStatus::Planned => ("status.planned", "→", "plan"),
        CoverageStatus::Gap => ("status.gap", "✗", "bad"),
        CoverageStatus::Undecided => ("status.undecided", "?", "open"),
        CoverageStatus::NotKnown => ("status.not-known", "?", "open"),
        CoverageStatus::Excluded => ("status.excluded", "–", "out"),
    };
    Badge::new(words.say(key), sign, tone)
}

/// Returns the badge of a requirement: its coverage status, and the day of a planned control.
pub(crate) fn ladder_badge(words: &Wording, ladder: &Ladder) -> Badge {
    let badge = status_badge(words, ladder.status);
    let Some(plan) = &ladder.plan else { return badge };
    let choice = badge.word.clone();
    match plan.due.map(|day| words.date(day)) {
        Some(day) if plan.overdue => {
            Badge::new(&words.fill("status.planned-overdue", &[("day", &day)]), "✗", "bad").chosen_by(&choice)
        }
        Some(day) => Badge { word: words.fill("status.planned-due", &[("day", &day)]), ..badge }.chosen_by(&choice),
        None => Badge { word: words.say("status.planned-undated").to_owned(), tone: "fair", ..badge },
    }
}

/// Number of requirements by coverage status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct TotalsView {
    /// The count for each status.
    pub counts: Vec<CountView>,
    /// The number of requirements.
    pub all: usize,
    /// The number of decided requirements; a clause needs no decision.
    pub decided: usize,
    /// The number of requirements that are not decided.
    pub undecided: usize,
    /// The number of requirements that apply: they are decided and not excluded.
    pub applicable: usize,
    /// The number of covered requirements.
    pub covered: usize,
    /// The number of applicable requirements of which the documents cannot tell on an earlier day how far they are covered.
    pub unknown: usize,
    /// Text with the covered of the applicable requirements and, while some are undecided, the number of decided ones.
    pub progress: String,
}

/// A labelled count, and its segment of a bar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct CountView {
    /// The label.
    pub badge: Badge,
    /// The count.
    pub count: usize,
    /// The address of what is counted, if there is one.
    pub href: Option<String>,
    /// Start of its segment of the bar, in percent.
    pub start: usize,
    /// Length of its segment, in percent; the segments of a bar add up to 100.
    pub share: usize,
}
