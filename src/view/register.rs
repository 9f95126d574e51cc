//! Registers as tables, entries as pages.

use std::collections::HashSet;

use serde::Serialize;

use super::{Crumb, DateView, LinkView, PageView, ScoreView, View};
use crate::config::Step;
use crate::isms::{self, Risk};
use crate::model::{Entry, EntryIx, Field, Record, ReferenceRole, Register, RegisterIx, ResolvedReference, Subject};
use crate::pages::{PageId, register_part_path, table_of_register};
use crate::site::SitePath;

/// Maximum number of entries on a page of a register.
const ON_A_PAGE: usize = 500;

/// The list of registers.
#[derive(Debug, Serialize)]
pub(crate) struct RegistersPage {
    /// The frame.
    pub page: PageView,
    /// The registers.
    pub registers: Vec<RegisterCard>,
}

/// A register in the list.
#[derive(Debug, Serialize)]
pub(crate) struct RegisterCard {
    /// Title and page.
    pub link: LinkView,
    /// Its purpose, in one line.
    pub about: String,
    /// The number of entries.
    pub count: usize,
}

/// A register as a table.
#[derive(Debug, Serialize)]
pub(crate) struct RegisterPage {
    /// The frame.
    pub page: PageView,
    /// Its purpose, in one line.
    pub about: String,
    /// The column headers after id and title.
    pub columns: Vec<String>,
    /// Whether the ids are numbers that people cite; if not, they are only the file's keys for the titles.
    pub numbered: bool,
    /// The entries.
    pub entries: Vec<EntryRow>,
    /// The pages that are made from it.
    pub reports: Vec<LinkView>,
    /// Links to its pages, if it has more than one; the current one has no address.
    pub parts: Vec<LinkView>,
    /// The name of the register's file, without extension.
    pub name: String,
    /// The key of an entry's table in that file.
    pub singular: String,
}

/// An entry in a register's table.
#[derive(Debug, Serialize)]
pub(crate) struct EntryRow {
    /// The id.
    pub id: String,
    /// Title and page.
    pub link: LinkView,
    /// A cell for each column; `None` if the entry does not have the field.
    pub cells: Vec<Option<FieldView>>,
}

/// An entry's page.
#[derive(Debug, Serialize)]
pub(crate) struct EntryPage {
    /// The frame.
    pub page: PageView,
    /// The id.
    pub id: String,
    /// The title.
    pub title: String,
    /// Its kind, such as "Risk".
    pub kind: String,
    /// The fields that it has.
    pub fields: Vec<FieldView>,
    /// The scores of a risk.
    pub scores: Vec<RiskScore>,
    /// Links to the pages made from its register.
    pub reports: Vec<LinkView>,
    /// The pages that refer to it.
    pub referrers: Vec<LinkView>,
}

/// A field of an entry. Exactly one of `text`, `html`, `date`, `table` and `links` is present.
#[derive(Debug, Default, Serialize)]
pub(crate) struct FieldView {
    /// The label.
    pub label: String,
    /// Plain text, a number, a choice.
    pub text: Option<String>,
    /// Markdown as HTML.
    pub html: Option<String>,
    /// A day.
    pub date: Option<DateView>,
    /// References, or the location of evidence.
    pub links: Vec<LinkView>,
    /// Rows inside the entry.
    pub table: Option<TableView>,
}

/// A table inside an entry.
#[derive(Debug, Serialize)]
pub(crate) struct TableView {
    /// The column headers.
    pub columns: Vec<String>,
    /// A cell for each column; `None` if the row does not have the field.
    pub rows: Vec<Vec<Option<FieldView>>>,
}

/// A score of a risk.
#[derive(Debug, Serialize)]
pub(crate) struct RiskScore {
    /// "Before treatment" or "after treatment".
    pub label: String,
    /// The word for the likelihood.
    pub likelihood: String,
    /// The word for the impact.
    pub impact: String,
    /// What they make together.
    pub score: u32,
    /// The id of its band.
    pub band: String,
    /// The place of the band on the way from the lowest to the highest, from 1 to 9: its colour.
    pub level: usize,
    /// The name of the band.
    pub band_word: String,
}

/// Returns the list of registers.
pub(crate) fn list(view: &View<'_>) -> RegistersPage {
    let mut page = view.page(view.say("registers.title"));
    page.breadcrumbs = view.crumbs(&[]);
    RegistersPage { registers: cards(view), page }
}

pub(super) fn cards(view: &View<'_>) -> Vec<RegisterCard> {
    let card = |register: &Register<ResolvedReference>| RegisterCard {
        link: LinkView {
            text: register.schema.title.clone(),
            href: Some(register.schema.page().relative_from(view.on)),
        },
        about: register.schema.about.clone(),
        count: register.entries.len(),
    };
    view.book.handbook.registers.iter().map(card).collect()
}

/// Returns a part of a register's table; most registers have one part.
pub(crate) fn page(view: &View<'_>, at: RegisterIx, part: usize) -> RegisterPage {
    let register = &view.book.handbook.registers[at];
    let mut page = view.page(&register.schema.title);
    page.breadcrumbs = view.crumbs(&[(view.say("nav.registers"), PageId::Registers.path())]);
    page.description = Some(register.schema.about.clone());
    if part > 0 {
        page.breadcrumbs
            .push(Crumb { text: register.schema.title.clone(), href: register.schema.page().relative_from(view.on) });
    }
    if !register.entries.is_empty() {
        page.downloads = view.downloads(&table_of_register(&register.schema.name));
    }
    let shown: Vec<&Field> = register.schema.fields.iter().filter(|field| field.column).collect();
    let day = view.book.coverage.as_of;
    let row = |entry: &Entry<ResolvedReference>| EntryRow {
        id: entry.id.value.clone(),
        link: LinkView { text: entry.title.clone(), href: Some(entry.page.relative_from(view.on)) },
        cells: shown
            .iter()
            .map(|field| Some(view.field(field, &*register.cells(entry).value_on(&field.name, day)?)))
            .collect(),
    };
    RegisterPage {
        entries: register.entries.iter().skip(part * ON_A_PAGE).take(ON_A_PAGE).map(row).collect(),
        reports: view.reports_on(&[&register.schema.name]),
        parts: parts(register, part, view.on),
        columns: shown.iter().map(|field| field.label.clone()).collect(),
        numbered: register.entries.iter().any(|entry| entry.id.value.bytes().any(|b| b.is_ascii_digit())),
        about: register.schema.about.clone(),
        name: register.schema.name.clone(),
        singular: register.schema.singular.clone(),
        page,
    }
}

/// Returns the page of an entry.
pub(crate) fn entry(view: &View<'_>, ix: EntryIx) -> EntryPage {
    let record = view.book.handbook.record(ix);
    let Record { register, entry, .. } = record;
    let mut page = view.page(&view.book.handbook.name(Subject::Entry(ix)));
    let list = register.schema.page();
    page.breadcrumbs =
        view.crumbs(&[(view.say("nav.registers"), PageId::Registers.path()), (&register.schema.title, list)]);
    let neighbour = |entry| view.subject(Subject::Entry(EntryIx { entry, ..ix }));
    page.previous = (ix.entry > 0).then(|| neighbour(ix.entry - 1));
    page.next = (ix.entry < register.entries.last_idx()).then(|| neighbour(ix.entry + 1));
    EntryPage {
        page,
        id: entry.id.value.clone(),
        title: entry.title.clone(),
        kind: kind(record),
        fields: record.cells().filled().map(|(field, value)| view.field(field, &value.value)).collect(),
        scores: scores(view, record),
        reports: view.reports_on(&[&register.schema.name]),
        referrers: entry_referrers(view, ix),
    }
}

/// What an entry is; an opportunity in the register of risks is not called a risk.
fn kind(record: Record<'_>) -> String {
    let opportunity = record.choice(Risk::KIND).filter(|_| isms::is_opportunity(record));
    opportunity.map_or_else(|| record.register.schema.title_singular.clone(), |(_, title)| title.to_owned())
}

/// Before and after treatment, for an entry that has a likelihood and an impact.
fn scores(view: &View<'_>, record: Record<'_>) -> Vec<RiskScore> {
    let scale = &view.book.config.risk;
    if isms::is_opportunity(record) {
        return Vec::new();
    }
    let word = |steps: &[Step], rating: f64| {
        let step = crate::model::rating(rating).and_then(|step| steps.get(step as usize - 1));
        let rating = view.book.words.number(rating);
        step.map_or_else(|| rating.clone(), |step| format!("{rating} {}", step.name))
    };
    let score = |label, fields: [&str; 2]| {
        let ScoreView { score, band, level, word: band_word } = view.score_view(isms::score(record, scale, fields)?);
        let [likelihood, impact] = fields.map(|field| record.number(field));
        Some(RiskScore {
            label: view.say(label).to_owned(),
            likelihood: word(&scale.likelihood, likelihood?),
            impact: word(&scale.impact, impact?),
            score,
            band,
            level,
            band_word,
        })
    };
    let before = score("entry.before", Risk::BEFORE);
    let after = score("entry.after", Risk::AFTER);
    before.into_iter().chain(after).collect()
}

/// Returns a link to each text and entry that refers to an entry, once; a document by the section that refers to it.
fn entry_referrers(view: &View<'_>, ix: EntryIx) -> Vec<LinkView> {
    let mut links: Vec<LinkView> = Vec::new();
    let mut seen = HashSet::new();
    let references = view.book.handbook.referrers(Subject::Entry(ix));
    for reference in references.filter(|reference| reference.role == ReferenceRole::Mention) {
        let link = match (reference.from, reference.section) {
            (Subject::Document(document), Some(_)) => {
                let section = view.section(document, reference.section);
                let title = &view.book.handbook.document(document).meta.title;
                LinkView { text: format!("{title}: {}", section.text), ..section }
            }
            (from, _) => view.subject(from),
        };
        if seen.insert(link.clone()) {
            links.push(link);
        }
    }
    links
}

/// Returns the paths of a register's pages, in order.
pub(crate) fn register_pages(register: &Register<ResolvedReference>) -> impl Iterator<Item = SitePath> + '_ {
    (0..register.entries.len().div_ceil(ON_A_PAGE).max(1)).map(|part| part_path(register, part))
}

fn part_path(register: &Register<ResolvedReference>, part: usize) -> SitePath {
    if part == 0 { register.schema.page() } else { register_part_path(&register.schema.name, part + 1) }
}

/// Returns links to the pages of a register that has several, each named by its first and last entry.
fn parts(register: &Register<ResolvedReference>, current: usize, on: &SitePath) -> Vec<LinkView> {
    let entries = register.entries.raw.chunks(ON_A_PAGE).enumerate();
    let part = |(at, entries): (usize, &[Entry<ResolvedReference>])| LinkView {
        text: format!("{}–{}", entries[0].id.value, entries[entries.len() - 1].id.value),
        href: (at != current).then(|| part_path(register, at).relative_from(on)),
    };
    if register.entries.len() > ON_A_PAGE { entries.map(part).collect() } else { Vec::new() }
}
