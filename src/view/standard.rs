//! The pages of the standards that a handbook is measured against.

pub(crate) mod crosswalk;
pub(crate) mod left;
pub(crate) mod summary;

use serde::Serialize;

use super::footing::{FootingCount, counts, first_certified, footing_badge};
use super::matrix::path_of;
use super::{Badge, LinkView, MatrixSheet, PageView, View};
use crate::assess::Assessed;
use crate::catalog::{Crosswalk, ReqIx, RequirementKind, Standard, Theme};
use crate::coverage::{Footing, Footings, Measured};
use crate::isms::addresses;
use crate::model::{ReferenceRole, Subject};
use crate::pages::{left_path, own_standard_path, standard_part_path, table_of_standard};
use crate::site::{SitePath, slug};
use crate::wording::Wording;

use crosswalk::{SourceView, SupportView};

/// The requirements of a measured standard, or a part of them.
#[derive(Debug, Serialize)]
pub(crate) struct StandardPage {
    /// The frame.
    pub page: PageView,
    /// The subject of the standard.
    pub about: String,
    /// How many of its requirements are met.
    pub lead: String,
    /// What the states mean.
    pub rule: String,
    /// The numbers of its requirements by state.
    pub counts: Vec<FootingCount>,
    /// Links to what is left to do, and to the matrices.
    pub ways: Vec<LinkView>,
    /// The parts that do not count in this handbook, as a text; `None` if all do.
    pub left_out: Option<String>,
    /// The groups.
    pub groups: Vec<StandardGroup>,
    /// Whose it is, and what may be done with it.
    pub rights: RightsView,
}

/// A group of requirements.
#[derive(Debug, Serialize)]
pub(crate) struct StandardGroup {
    /// The heading.
    pub title: String,
    /// The language of the heading, if it is not that of the book.
    pub lang: Option<String>,
    /// The anchor of the heading.
    pub anchor: String,
    /// What it is about, in a line.
    pub about: String,
    /// The page of its own that has its rows; `None` if they are here.
    pub href: Option<String>,
    /// The numbers of its requirements by state.
    pub counts: Vec<FootingCount>,
    /// Those for which there is nothing.
    pub nothing: Vec<LinkView>,
    /// The requirements.
    pub rows: Vec<StandardRow>,
}

/// A requirement of a measured standard.
#[derive(Debug, Serialize)]
pub(crate) struct StandardRow {
    /// Number and page.
    pub link: LinkView,
    /// The title.
    pub title: String,
    /// The language of the title, if it is not that of the book.
    pub lang: Option<String>,
    /// A summary of one line.
    pub about: String,
    /// Its state; `None` if it is the heading of those below it.
    pub state: Option<Badge>,
    /// The sections and entries that claim it.
    pub claims: Vec<LinkView>,
    /// Our requirements that concern the same subject.
    pub supports: Vec<SupportView>,
}

/// The rights in a standard.
#[derive(Debug, Serialize)]
pub(crate) struct RightsView {
    /// Its full title.
    pub title: String,
    /// Its publisher.
    pub publisher: Option<String>,
    /// What may be reprinted.
    pub terms: Option<String>,
    /// The line that each page must show.
    pub attribution: Option<String>,
    /// The address of its publisher's page.
    pub address: Option<String>,
    /// The sources of its pairs.
    pub sources: Vec<RightsSource>,
}

/// A source of pairs.
#[derive(Debug, Serialize)]
pub(crate) struct RightsSource {
    /// The anchor.
    pub anchor: String,
    /// The crosswalk.
    pub crosswalk: SourceView,
}

/// Maximum number of requirements on a page: the groups of a larger standard have a page each.
const MOST_ROWS: usize = 130;

/// Returns whether the groups of a standard have pages of their own.
pub(crate) fn is_split(book: &Assessed, standard: usize) -> bool {
    book.handbook.catalog.of_standard(standard).count() > MOST_ROWS
}

/// Returns the pages of the groups of a standard, if they have some.
pub(crate) fn parts(book: &Assessed, standard: usize) -> Vec<(SitePath, usize)> {
    let Standard { id, themes, .. } = &book.handbook.catalog.standards[standard];
    let filled = themes.iter().enumerate().filter(|(at, _)| !book.handbook.catalog.of_theme(standard, *at).is_empty());
    let all = filled.map(|(at, group)| (standard_part_path(id, &group.id), at));
    if is_split(book, standard) { all.collect() } else { Vec::new() }
}

/// Returns the page of a standard.
pub(crate) fn page(view: &View<'_>, sheets: &[MatrixSheet], standard: usize) -> StandardPage {
    let split = is_split(view.book, standard);
    let catalog = &view.book.handbook.catalog;
    let all: Vec<ReqIx> = catalog.of_standard(standard).map(|(ix, _)| ix).collect();
    let of = &catalog.standards[standard];
    let without: Vec<ReqIx> = all.iter().copied().filter(|ix| catalog.requirement(*ix).theme.is_none()).collect();
    let themed = (0..of.themes.len()).map(|at| (catalog.of_theme(standard, at), Some(at).filter(|_| split)));
    let groups = std::iter::once((&without[..], None)).chain(themed).filter(|(rows, _)| !rows.is_empty());
    let groups = groups.map(|(rows, to)| group(view, standard, rows, to));
    StandardPage { groups: groups.collect(), ..frame(view, sheets, standard, &of.title, &all) }
}

/// Returns the page of a group of a standard.
pub(crate) fn part(view: &View<'_>, sheets: &[MatrixSheet], standard: usize, theme: usize) -> StandardPage {
    let catalog = &view.book.handbook.catalog;
    let of = &catalog.standards[standard];
    let rows = catalog.of_theme(standard, theme);
    let title = group_title(view, standard, Some(theme));
    let mut page = frame(view, sheets, standard, &format!("{}: {title}", of.short), rows);
    page.page.breadcrumbs = view.crumbs(&[(&of.title, own_standard_path(&of.id))]);
    let parts = parts(view.book, standard);
    let here = parts.iter().position(|(_, at)| *at == theme);
    let neighbour = |at: Option<usize>| {
        let (path, at) = parts.get(at?)?;
        Some(view.path_link(&group_title(view, standard, Some(*at)), path))
    };
    (page.page.previous, page.page.next) =
        (neighbour(here.and_then(|at| at.checked_sub(1))), neighbour(here.map(|at| at + 1)));
    StandardPage { groups: vec![group(view, standard, rows, None)], ..page }
}

/// Returns the page without its groups.
fn frame(
    view: &View<'_>,
    sheets: &[MatrixSheet],
    standard: usize,
    title: &str,
    requirements: &[ReqIx],
) -> StandardPage {
    let catalog = &view.book.handbook.catalog;
    let of = &catalog.standards[standard];
    let footings = view.book.coverage.footings(requirements.iter().copied());
    let mut page = view.page(title);
    page.breadcrumbs = view.crumbs(&[]);
    page.downloads = view.downloads(&table_of_standard(&of.id));
    let first = first_certified(view);
    let path_link = |key: &str, path: SitePath| LinkView {
        text: view.tell(key, &[("standard", &of.short), ("certified", &first)]),
        href: Some(path.relative_from(view.on)),
    };
    let matrices = [("standard.matrix-documents", "documents"), ("standard.matrix-controls", "controls")];
    let mut ways = vec![path_link("standard.left", left_path(&of.id))];
    let matrix = |(key, columns)| Some(path_link(key, path_of(sheets, standard, columns)?));
    ways.extend(matrices.into_iter().filter_map(matrix));
    let left_out = of.left_out.iter().map(|(id, title)| format!("{title} (`{id}`)")).collect::<Vec<_>>().join(", ");
    StandardPage {
        page,
        about: of.name.clone(),
        lead: progress(view, standard, &footings),
        rule: view.tell("standard.rule", &[("certified", &first)]),
        counts: counts(&view.book.words, &footings),
        ways,
        left_out: (!left_out.is_empty()).then(|| view.tell("standard.left-out", &[("parts", &left_out)])),
        groups: Vec::new(),
        rights: rights(view, standard),
    }
}

fn rights(view: &View<'_>, standard: usize) -> RightsView {
    let catalog = &view.book.handbook.catalog;
    let of = &catalog.standards[standard];
    let crosswalks = catalog.crosswalks.iter().enumerate().filter(|(_, crosswalk)| crosswalk.standard == standard);
    let source = |(at, crosswalk): (usize, &Crosswalk)| RightsSource {
        anchor: format!("crosswalk-{}", slug(&crosswalk.id)),
        crosswalk: crosswalk::source(view, at),
    };
    RightsView {
        title: of.title.clone(),
        publisher: of.rights.publisher.clone(),
        terms: of.rights.terms.clone(),
        attribution: of.rights.attribution.clone(),
        address: of.rights.address.clone(),
        sources: crosswalks.map(source).collect(),
    }
}

/// Returns a group; `to` is its number if its rows are on a page of their own.
fn group(view: &View<'_>, standard: usize, requirements: &[ReqIx], to: Option<usize>) -> StandardGroup {
    let catalog = &view.book.handbook.catalog;
    let of = &catalog.standards[standard];
    let first = catalog.requirement(requirements[0]);
    let title = group_title(view, standard, first.theme);
    let href = to.map(|at| standard_part_path(&of.id, &of.themes[at].id).relative_from(view.on));
    let shown = if href.is_some() { &[][..] } else { requirements };
    let footing = |ix: &&ReqIx| view.book.coverage.measured(**ix).map(Measured::footing);
    let nothing = requirements.iter().filter(|ix| footing(ix) == Some(Footing::Nothing));
    StandardGroup {
        anchor: group_anchor(of, first.theme),
        about: first.theme.map_or_else(String::new, |at| of.themes[at].about.clone()),
        lang: first.theme.and_then(|at| of.themes[at].language.clone()),
        title,
        counts: counts(&view.book.words, &requirements.iter().filter_map(|ix| footing(&ix)).collect()),
        nothing: nothing.filter(|_| href.is_none()).map(|ix| view.requirement_link(*ix)).collect(),
        href,
        rows: shown.iter().map(|ix| row(view, *ix)).collect(),
    }
}

/// Returns the heading of a group: with its id, if the ids of its requirements begin with that.
pub(super) fn group_title(view: &View<'_>, standard: usize, theme: Option<usize>) -> String {
    let catalog = &view.book.handbook.catalog;
    let of = &catalog.standards[standard];
    let Some(at) = theme else { return of.title.clone() };
    let Theme { id, title, .. } = &of.themes[at];
    let begins = |ix: &ReqIx| {
        let rest = catalog.requirement(*ix).cited().strip_prefix(id.as_str());
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()) || id.ends_with(char::is_alphabetic))
    };
    let is_telling = id != title && catalog.of_theme(standard, at).iter().all(begins);
    if is_telling { format!("{id} {title}") } else { title.clone() }
}

/// Returns the anchor of a group on the page of its standard.
pub(super) fn group_anchor(of: &Standard, theme: Option<usize>) -> String {
    theme.map_or_else(|| "requirements".to_owned(), |at| format!("group-{}", slug(&of.themes[at].id)))
}

fn row(view: &View<'_>, ix: ReqIx) -> StandardRow {
    let catalog = &view.book.handbook.catalog;
    let requirement = catalog.requirement(ix);
    let measured = view.book.coverage.measured(ix);
    StandardRow {
        link: LinkView { text: requirement.cited().to_owned(), ..view.requirement_link(ix) },
        title: requirement.title.clone(),
        lang: requirement.language.clone(),
        about: requirement.about.clone(),
        state: measured.map(|measured| footing_badge(&view.book.words, measured.footing())),
        claims: measured.map_or_else(Vec::new, |_| claims(view, ix)),
        supports: measured.map_or_else(Vec::new, |measured| crosswalk::brief(view, measured)),
    }
}

/// Returns the sections and entries that claim a requirement, or one that it is a part of.
fn claims(view: &View<'_>, ix: ReqIx) -> Vec<LinkView> {
    let mut links: Vec<LinkView> = Vec::new();
    for part in view.book.handbook.catalog.chain(ix) {
        let sections = super::support::sections_on(view, part, ReferenceRole::Claim);
        let mut all: Vec<LinkView> = sections
            .into_iter()
            .map(|(document, section)| {
                let link = view.section(document, section);
                let title = &view.book.handbook.document(document).meta.title;
                LinkView { text: format!("{title}: {}", link.text), ..link }
            })
            .collect();
        let entries = super::support::entries_on(view, part).into_iter();
        all.extend(
            entries
                .filter(|entry| addresses(&view.book.handbook, view.book.handbook.record(*entry), ix))
                .map(|entry| view.short_link(entry)),
        );
        all.retain(|link| !links.contains(link));
        links.extend(all);
    }
    links
}

/// Returns how many of some requirements of a standard are met, in words.
fn progress(view: &View<'_>, standard: usize, footings: &Footings) -> String {
    let met = footings.of(Footing::Covered) + footings.of(Footing::Met);
    let what = many(view, &view.book.handbook.catalog.standards[standard]);
    view.tell("standard.lead", &[("met", &met), ("all", &footings.all()), ("what", &what)])
}

/// Returns the word of a standard for its requirements.
fn many(view: &View<'_>, of: &Standard) -> String {
    of.words.as_ref().map_or_else(|| view.say("standard.requirements").to_owned(), |[_, many]| many.clone())
}

/// Returns the word of a standard for one of its requirements.
pub(crate) fn word<'a>(words: &'a Wording, of: &'a Standard, kind: RequirementKind) -> &'a str {
    match (&of.words, kind) {
        (Some([one, _]), _) => one,
        (None, RequirementKind::Clause) => words.say("word.clause"),
        (None, RequirementKind::Control) => words.say("word.control"),
        (None, RequirementKind::Other) => words.say("word.requirement"),
    }
}

/// Returns the link to a requirement with its title.
pub(super) fn titled(view: &View<'_>, ix: ReqIx) -> LinkView {
    view.subject(Subject::Requirement(ix))
}
