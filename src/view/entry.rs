//! Entries of registers as pages: how an entry stands, then its fields in groups.

use std::collections::{BTreeSet, HashSet};

use serde::Serialize;

use super::history::{EntryChangeView, entry_changes};
use super::{Badge, FieldView, LinkView, PageView, Plot, ScoreView, View, objectives};
use crate::config::Step;
use crate::coverage::Place;
use crate::isms::{self, Action, Objective, Risk};
use crate::model::{
    Destination, EntryIx, EntryValue, Field, FieldKind, Record, ReferenceRole, ResolvedReference, Subject, TargetKind,
};
use crate::pages::PageId;

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
    /// How it stands; `None` for an entry without a state.
    pub state: Option<EntryState>,
    /// The fields that it has.
    pub groups: Vec<FieldGroup>,
    /// The scores of a risk.
    pub scores: Vec<RiskScore>,
    /// The measurements of an objective.
    pub plot: Option<Plot>,
    /// Its changes, the newest first.
    pub changes: Vec<EntryChangeView>,
    /// Links to the pages made from its register.
    pub reports: Vec<LinkView>,
    /// The pages that refer to it.
    pub referrers: Vec<LinkView>,
}

/// The state of an entry, and what follows from it.
#[derive(Debug, Serialize)]
pub(crate) struct EntryState {
    /// The state.
    pub badge: Badge,
    /// Since when or until when, in words.
    pub day: Option<String>,
    /// The reason, if state and day do not explain it.
    pub reason: Option<String>,
    /// The requirements with a gap that is to be closed here.
    pub opens: Vec<LinkView>,
    /// The actions at work on it or on these gaps, with their due dates.
    pub actions: Vec<LinkView>,
}

/// Fields of one kind under a heading.
#[derive(Debug, Serialize)]
pub(crate) struct FieldGroup {
    /// The heading; `None` if the entry has few fields.
    pub title: Option<String>,
    /// The fields.
    pub fields: Vec<FieldView>,
    /// Whether they take the whole width; short values stand beside those of other groups.
    pub wide: bool,
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
    /// The score of the two.
    pub score: u32,
    /// The id of its band.
    pub band: String,
    /// The place of the band on the way from the lowest to the highest, from 1 to 9: its colour.
    pub level: usize,
    /// The name of the band.
    pub band_word: String,
}

/// Number of fields from which they stand in groups.
const GROUPED_FROM: usize = 6;

/// Returns the page of an entry.
pub(crate) fn page(view: &View<'_>, ix: EntryIx) -> EntryPage {
    let record = view.book.handbook.record(ix);
    let Record { register, entry, .. } = record;
    let mut page = view.page(&view.book.handbook.name(Subject::Entry(ix)));
    let list = register.schema.page();
    page.breadcrumbs =
        view.crumbs(&[(view.say("nav.registers"), PageId::Registers.path()), (&register.schema.title, list)]);
    let neighbour = |entry| view.raw_entry(EntryIx { entry, ..ix });
    page.previous = (ix.entry > 0).then(|| neighbour(ix.entry - 1));
    page.next = (ix.entry < register.entries.last_idx()).then(|| neighbour(ix.entry + 1));
    EntryPage {
        page,
        id: entry.id.value.clone(),
        title: entry.title.clone(),
        kind: kind(record),
        state: state(view, record),
        groups: groups(view, record),
        scores: scores(view, record),
        plot: Objective::of(record).and_then(|objective| objectives::plot(view, objective)),
        changes: entry_changes(view, &record.schema().name, record.id()),
        reports: reports(view, record),
        referrers: referrers(view, ix),
    }
}

/// Returns links to the pages that are made from an entry's register; for a role, first to what applies to it.
fn reports(view: &View<'_>, record: Record<'_>) -> Vec<LinkView> {
    let role = isms::Role::of(record).map(|role| LinkView {
        text: view.tell("roles.title-of", &[("role", &role.title())]),
        ..view.entry_link(record.ix)
    });
    role.into_iter().chain(view.reports_on(&[&record.register.schema.name])).collect()
}

/// Returns the title of the register's entries; that of an opportunity in the register of risks is its own.
fn kind(record: Record<'_>) -> String {
    let opportunity = record.choice(Risk::KIND).filter(|_| isms::is_opportunity(record));
    opportunity.map_or_else(|| record.register.schema.title_singular.clone(), |(_, title)| title.to_owned())
}

fn state(view: &View<'_>, record: Record<'_>) -> Option<EntryState> {
    let (handbook, coverage) = (&view.book.handbook, &view.book.coverage);
    let day = coverage.as_of;
    let state = view.book.state_of(record)?;
    let here = Place::At(Destination::Subject(Subject::Entry(record.ix)));
    let opens = coverage.ladders().filter(|ladder| ladder.open().any(|(_, missing)| missing.fix == here));
    let opens: Vec<_> = opens.map(|ladder| ladder.requirement).collect();
    let of_gaps = opens.iter().flat_map(|requirement| isms::actions_on(handbook, *requirement, day));
    let mut actions: Vec<EntryIx> = match state.kind.is_settled() {
        true => Vec::new(),
        false => Action::about(handbook, Subject::Entry(record.ix)).map(|action| action.ix).chain(of_gaps).collect(),
    };
    let is_open =
        |ix: &EntryIx| *ix != record.ix && Action::of(handbook.record(*ix)).is_some_and(|action| !action.is_over(day));
    actions.retain(is_open);
    actions.sort_unstable();
    actions.dedup();
    Some(EntryState {
        badge: view.state(&state, day),
        day: view.book.day_of_state(&state),
        reason: state.reason.as_ref().map(|reason| view.book.words.phrase(reason)),
        opens: opens.into_iter().map(|requirement| view.subject(Subject::Requirement(requirement))).collect(),
        actions: actions.into_iter().map(|ix| action(view, ix)).collect(),
    })
}

/// Returns a link to an action, with the day by which it is due.
fn action(view: &View<'_>, ix: EntryIx) -> LinkView {
    let link = view.entry_link(ix);
    match view.book.handbook.record(ix).date(Action::DUE) {
        Some(due) => {
            let due = view.date(due).text;
            LinkView { text: view.tell("entry.action-due", &[("action", &link.text), ("day", &due)]), ..link }
        }
        None => link,
    }
}

/// Returns the fields that an entry has, by kind; without the ratings that the table of scores shows.
fn groups(view: &View<'_>, record: Record<'_>) -> Vec<FieldGroup> {
    let scored = [Risk::BEFORE, Risk::AFTER].into_iter().filter(|fields| score(view, record, *fields).is_some());
    let scored: Vec<&str> = scored.flatten().collect();
    let shown: Vec<_> = record.cells().filled().filter(|(field, _)| !scored.contains(&field.name.as_str())).collect();
    let field = |(field, value): &(&Field, &crate::source::Spanned<EntryValue<ResolvedReference>>)| {
        let named = match &value.value {
            EntryValue::References(links) => {
                let links = links.iter().map(|link| view.named_link(link)).collect();
                FieldView { label: field.label.clone(), links, ..FieldView::default() }
            }
            value => view.field(field, value),
        };
        FieldView { note: end_of_interval(view, record, field), ..named }
    };
    if shown.len() < GROUPED_FROM {
        let fields: Vec<_> = shown.iter().map(field).chain(findings(view, record)).collect();
        return if fields.is_empty() { Vec::new() } else { vec![FieldGroup { title: None, fields, wide: true }] };
    }
    let group = |key: &&str| {
        let mut fields: Vec<_> = shown.iter().filter(|(field, _)| group_of(&field.kind) == *key).map(field).collect();
        if *key == "entry.linked" {
            fields.extend(findings(view, record));
        }
        let wide = matches!(*key, "entry.detail" | "entry.linked");
        (!fields.is_empty()).then(|| FieldGroup { title: Some(view.say(key).to_owned()), fields, wide })
    };
    GROUPS.iter().filter_map(group).collect()
}

/// Returns the findings on the requirements that an item of evidence supports, as a field; the register does not link the two.
fn findings(view: &View<'_>, record: Record<'_>) -> Option<FieldView> {
    let handbook = &view.book.handbook;
    let shown = isms::Evidence::of(record)?.shows().filter_map(|link| handbook.subject(link.to.as_ref()?));
    let found: BTreeSet<EntryIx> =
        shown.flat_map(|subject| isms::Finding::about(handbook, subject)).map(|finding| finding.ix).collect();
    let links: Vec<LinkView> = found.into_iter().map(|ix| view.entry_link(ix)).collect();
    let label = view.say("entry.findings").to_owned();
    (!links.is_empty()).then(|| FieldView { label, links, ..FieldView::default() })
}

/// The groups of fields, in the order of the page.
const GROUPS: &[&str] = &["entry.glance", "entry.who", "entry.when", "entry.detail", "entry.linked"];

/// Returns the group of the fields of a kind.
fn group_of(kind: &FieldKind) -> &'static str {
    let is_role = |target: &TargetKind| matches!(target, TargetKind::Entry(name) if name == isms::Role::REGISTER);
    match kind {
        FieldKind::Choice { .. } | FieldKind::Number | FieldKind::Whole | FieldKind::Flag => "entry.glance",
        FieldKind::Reference { to, .. } if to.iter().any(is_role) => "entry.who",
        FieldKind::Phone => "entry.who",
        FieldKind::Date | FieldKind::Duration => "entry.when",
        FieldKind::Text | FieldKind::Texts | FieldKind::Markdown | FieldKind::Table(_) => "entry.detail",
        FieldKind::Reference { .. } | FieldKind::Link => "entry.linked",
    }
}

/// Returns the day on which an interval of the entry ends, in words.
fn end_of_interval(view: &View<'_>, record: Record<'_>, field: &Field) -> Option<String> {
    if !matches!(field.kind, FieldKind::Duration) {
        return None;
    }
    let day = view.book.coverage.as_of;
    let is_of = |name: Option<&String>| name == Some(&field.name);
    let deadlines = record.register.schema.deadlines.iter();
    let by_schema = deadlines
        .filter(|deadline| deadline.interval.as_ref().is_some_and(|interval| is_of(interval.field.as_ref())))
        .find_map(|deadline| deadline.day(record.cells(), day));
    let evidence = isms::Evidence::of(record).filter(|_| field.name == isms::Evidence::VALID);
    let end = by_schema.or_else(|| evidence?.until(&view.book.config, day))?;
    Some(view.tell("state.until-day", &[("day", &view.date(end).text)]))
}

/// Returns the scores before and after treatment, for an entry that has a likelihood and an impact.
fn scores(view: &View<'_>, record: Record<'_>) -> Vec<RiskScore> {
    let scale = &view.book.config.risk;
    let word = |steps: &[Step], rating: f64| {
        let step = crate::model::rating(rating).and_then(|step| steps.get(step as usize - 1));
        let rating = view.book.words.number(rating);
        step.map_or_else(|| rating.clone(), |step| format!("{rating} {}", step.name))
    };
    let row = |(label, fields): (&str, [&str; 2])| {
        let ScoreView { score, band, level, word: band_word } = view.score_view(score(view, record, fields)?);
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
    [("entry.before", Risk::BEFORE), ("entry.after", Risk::AFTER)].into_iter().filter_map(row).collect()
}

/// Returns the score of a rating; `None` for an opportunity, which is not rated.
fn score(view: &View<'_>, record: Record<'_>, fields: [&str; 2]) -> Option<u32> {
    isms::score(record, &view.book.config.risk, fields).filter(|_| !isms::is_opportunity(record))
}

/// Returns a link to each text and entry that refers to an entry, once; a document by the section that refers to it.
fn referrers(view: &View<'_>, ix: EntryIx) -> Vec<LinkView> {
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
