//! What templates see: the only types that a theme may use.
//!
//! Views borrow nothing and compute nothing in the template: every address is relative to the page, every number is
//! counted here from the one [`Coverage`].

mod assets;
mod auditor;
mod audits;
mod calendar;
mod certification;
mod context;
mod document;
mod downloads;
mod ladder;
mod lists;
mod matrix;
mod nonconformities;
mod objectives;
mod page;
mod parts;
mod printed;
mod quote;
mod register;
mod report;
mod requirement;
mod reviews;
mod risks;
mod roles;
mod search;
mod soa;
mod start;

use jiff::civil::Date;
use serde::Serialize;

use crate::assess::Assessed;
use crate::config::Config;
use crate::coverage::{Coverage, CoverageStatus, Place, Proof, Totals};
use crate::model::{Destination, DocIx, Handbook, Prose, ResolvedReference, SectionIx, Subject};
use crate::site::SitePath;
use crate::wording::{Wording, sentence};

pub use document::{ClaimedSection, DocumentPage, DocumentRow, DocumentsPage, KindGroup};
pub(crate) use document::{document_badge, kind_word};
pub use downloads::{DownloadRow, DownloadsPage};
pub use ladder::{LadderView, StepView};
pub use lists::{
    GapRow, GapsPage, NotFoundPage, OldControl, OldDomain, RedirectPage, RequiredPage, RequiredRow, TransitionPage,
};
pub use matrix::{
    Cell, Column, Filter, FilterOption, MatricesPage, Matrix, MatrixLink, MatrixPage, MatrixRow, MatrixSheet, RowGroup,
    sheets,
};
pub use page::{Assets, Crumb, NavGroup, NavItem, NavView, PageView, TocItem};
pub use parts::{
    Fact, HeatCell, HeatMap, PlacedWord, Plot, PlotDot, ReportCell, ReportColumn, ReportPage, ReportSection,
    ReportTable, ScoreView, Timeline, TimelineDot,
};
pub(crate) use printed::{PRINTED, is_printed, printed_anchor};
pub use printed::{PrintedDocument, PrintedGroup, PrintedPage};
pub use register::{
    EntryPage, EntryRow, FieldView, RegisterCard, RegisterPage, RegistersPage, RiskScore, TableView, register_pages,
};
pub use report::Report;
pub(crate) use report::report_pages;
pub use requirement::{
    AttributeView, Claim, Decision, RequirementGroup, RequirementPage, RequirementRow, RequirementsPage,
};
pub use search::SearchPage;
pub use soa::{SoaGroup, SoaPage, SoaRow};
pub use start::{Approved, CoverageBar, ReportView, RoleDocuments, StartPage};

/// Turns Markdown with links into HTML for a page; `render` does it.
pub trait ProseToHtml: Sync {
    /// The HTML of a text as it stands on the page `on`.
    fn html(&self, prose: &Prose<ResolvedReference>, on: &SitePath) -> String;
}

/// Makes the views of one handbook on one day.
pub struct Views<'a> {
    /// The assessed book.
    pub assessed: &'a Assessed,
    /// The linked handbook.
    pub handbook: &'a Handbook,
    /// Its coverage.
    pub coverage: &'a Coverage,
    /// Its settings.
    pub config: &'a Config,
    /// The words of the interface.
    pub words: &'a Wording,
    /// The addresses of style sheets and pictures of the theme.
    pub assets: &'a Assets,
    /// For Markdown in registers.
    pub prose: &'a dyn ProseToHtml,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct LinkView {
    /// The words.
    pub text: String,
    /// The address; `None` if there is no page for it.
    pub href: Option<String>,
}

/// A day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DateView {
    /// As `2026-10-01`.
    pub iso: String,
    /// As "1 October 2026", in the language of the book.
    pub text: String,
}

/// A word with a sign, so that colour never carries the meaning alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Badge {
    /// The word.
    pub word: String,
    /// The sign before it.
    pub sign: &'static str,
    /// `good`, `fair`, `bad`, `open` or `out`.
    pub tone: &'static str,
}

impl Badge {
    fn new(word: &str, sign: &'static str, tone: &'static str) -> Self {
        Self { word: word.to_owned(), sign, tone }
    }
}

/// How far something is covered.
pub(crate) fn status_badge(words: &Wording, status: CoverageStatus) -> Badge {
    let (key, sign, tone) = match status {
        CoverageStatus::Covered => ("status.covered", "✓", "good"),
        CoverageStatus::Partial => ("status.partial", "◐", "fair"),
        CoverageStatus::Gap => ("status.gap", "✗", "bad"),
        CoverageStatus::Undecided => ("status.undecided", "?", "open"),
        CoverageStatus::Excluded => ("status.excluded", "–", "out"),
    };
    Badge::new(words.say(key), sign, tone)
}

/// How many requirements have each status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TotalsView {
    /// Each status with its number.
    pub counts: Vec<CountView>,
    /// All.
    pub all: usize,
    /// All that are not excluded.
    pub in_scope: usize,
    /// The covered ones.
    pub covered: usize,
}

/// A number with what it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountView {
    /// What.
    pub badge: Badge,
    /// How many.
    pub count: usize,
    /// The hundredths of all that stand before it, for a bar.
    pub start: usize,
    /// The hundredths of all that it makes up; the shares of a bar add up to 100.
    pub share: usize,
}

impl Views<'_> {
    /// A text of the interface.
    fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.say(key)
    }

    fn date(&self, date: Date) -> DateView {
        DateView { iso: date.to_string(), text: self.words.date(date) }
    }

    fn status(&self, status: CoverageStatus) -> Badge {
        status_badge(self.words, status)
    }

    fn totals(&self, totals: Totals) -> TotalsView {
        let all = totals.all().max(1);
        let mut before = 0;
        let counts = CoverageStatus::ALL.iter().map(|status| {
            let count = totals.of(*status);
            let start = before * 100 / all;
            before += count;
            CountView { badge: self.status(*status), count, start, share: before * 100 / all - start }
        });
        TotalsView {
            counts: counts.collect(),
            all: totals.all(),
            in_scope: totals.in_scope(),
            covered: totals.of(CoverageStatus::Covered),
        }
    }

    fn link(&self, link: &ResolvedReference, on: &SitePath) -> LinkView {
        LinkView { text: link.text.clone(), href: link.to.as_ref().and_then(|to| self.handbook.href(to, on)) }
    }

    fn links(&self, links: &[ResolvedReference], on: &SitePath) -> Vec<LinkView> {
        links.iter().map(|link| self.link(link, on)).collect()
    }

    fn subject(&self, subject: Subject, on: &SitePath) -> LinkView {
        let text = self.handbook.name(subject);
        LinkView { text, href: self.handbook.href(&Destination::Subject(subject), on) }
    }

    fn section(&self, document: DocIx, section: Option<SectionIx>, on: &SitePath) -> LinkView {
        let sections = &self.handbook.document(document).sections;
        let text = section.map_or_else(|| self.say("word.front-matter"), |at| &sections[at].heading.title);
        LinkView { text: text.to_owned(), href: Some(self.handbook.section_href(document, section, on)) }
    }

    fn place(&self, place: &Place, on: &SitePath) -> LinkView {
        match place {
            Place::At(to) => {
                let text = match to {
                    Destination::Subject(subject) => self.handbook.name(*subject),
                    Destination::Section(document, section) => {
                        let document = self.handbook.document(*document);
                        format!("{}: {}", document.meta.title, document.sections[*section].heading.title)
                    }
                    Destination::Attachment(_) | Destination::NamedCount(_) => self.say("word.file").to_owned(),
                };
                LinkView { text, href: self.handbook.href(to, on) }
            }
            Place::Documents => self.page_link(self.say("nav.documents"), "documents/index.html", on),
            Place::Register(name) => match self.handbook.register(name) {
                Some((_, register)) => LinkView {
                    text: register.schema.title.clone(),
                    href: Some(register.schema.page().relative_from(on)),
                },
                None => LinkView { text: name.clone(), href: None },
            },
        }
    }

    fn proof(&self, proof: &Proof, on: &SitePath) -> LinkView {
        let href = proof.place.as_ref().and_then(|place| self.place(place, on).href);
        LinkView { text: self.words.phrase(&proof.text), href }
    }

    fn page_link(&self, text: &str, path: &str, on: &SitePath) -> LinkView {
        LinkView { text: text.to_owned(), href: Some(SitePath::new(path).relative_from(on)) }
    }
}
