//! Parts that all views share: texts, links, badges, and the values of entries.

use jiff::civil::Date;

use super::{
    Badge, CountView, DateView, FieldView, LinkView, ReportCell, ScoreView, TotalsView, View, filtered, ladder_badge,
    status_badge,
};
use crate::catalog::ReqIx;
use crate::config::RiskBand;
use crate::coverage::{Coverage, CoverageStatus, Ladder, Place, Proof, Totals};
use crate::isms::{DayOfState, State, StateKind};
use crate::model::{
    Cells, Destination, DocIx, Document, DocumentStatus, EntryIx, EntryValue, Field, Origin, Record, ResolvedReference,
    SectionIx, Subject, has_happened,
};
use crate::pages::PageId;
use crate::site::SitePath;

impl View<'_> {
    /// Returns a text of the interface.
    pub(super) fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.book.words.say(key)
    }

    pub(super) fn date(&self, date: Date) -> DateView {
        DateView { iso: date.to_string(), text: self.book.words.date(date) }
    }

    pub(super) fn status(&self, status: CoverageStatus) -> Badge {
        status_badge(&self.book.words, status)
    }

    /// How far a requirement is covered; a planned control with its day.
    pub(super) fn standing(&self, ladder: &Ladder) -> Badge {
        ladder_badge(&self.book.words, ladder)
    }

    pub(super) fn totals(&self, totals: Totals) -> TotalsView {
        let all = totals.all().max(1);
        let mut before = 0;
        let counts = CoverageStatus::ALL.iter().map(|status| {
            let count = totals.of(*status);
            let start = before * 100 / all;
            before += count;
            CountView { badge: self.status(*status), count, href: None, start, share: before * 100 / all - start }
        });
        TotalsView {
            counts: counts.collect(),
            all: totals.all(),
            decided: totals.decided(),
            undecided: totals.of(CoverageStatus::Undecided),
            applicable: totals.applicable(),
            covered: totals.of(CoverageStatus::Covered),
            unknown: totals.of(CoverageStatus::NotKnown),
            progress: self.progress(totals),
        }
    }

    /// Returns numbers of controls, each as a link to these controls in the Statement of Applicability.
    pub(super) fn totals_of_soa(&self, totals: Totals, soa: &SitePath) -> TotalsView {
        let mut view = self.totals(totals);
        for (count, status) in view.counts.iter_mut().zip(CoverageStatus::ALL) {
            // What is excluded has no coverage.
            let column = if status == CoverageStatus::Excluded { "applicable" } else { "coverage" };
            let page = if soa == self.on { String::new() } else { soa.relative_from(self.on) };
            count.href = Some(page + &filtered(column, &count.badge.word));
        }
        view
    }

    /// Returns how many of those that apply are covered and, while some are undecided, how many are decided.
    pub(super) fn progress(&self, totals: Totals) -> String {
        let covered = totals.of(CoverageStatus::Covered);
        let covered = self.of_known(covered, totals.known(), totals.applicable());
        let decided = self.tell("progress.decided", &[("decided", &totals.decided()), ("all", &totals.all())]);
        match (totals.decided(), totals.of(CoverageStatus::Undecided)) {
            (_, 0) => covered,
            (0, _) => decided,
            _ => self.tell("progress.both", &[("covered", &covered), ("decided", &decided)]),
        }
    }

    pub(super) fn link(&self, link: &ResolvedReference) -> LinkView {
        LinkView { text: link.text.clone(), href: link.to.as_ref().and_then(|to| self.book.href(to, self.on)) }
    }

    pub(super) fn links(&self, links: &[ResolvedReference]) -> Vec<LinkView> {
        links.iter().map(|link| self.link(link)).collect()
    }

    /// Returns a reference as a link with the title of its target beside the id.
    pub(super) fn named_link(&self, link: &ResolvedReference) -> LinkView {
        match link.to {
            Some(Destination::Subject(subject)) => self.subject(subject),
            _ => self.link(link),
        }
    }

    /// Returns how many documents are approved only because book.toml says so of all that state nothing; `None` for none.
    pub(super) fn assumed(&self) -> Option<String> {
        let is_assumed = |document: &Document<ResolvedReference>| {
            let is_approved = document.meta.status.value == DocumentStatus::Approved;
            is_approved
                && document.meta.facts.iter().any(|fact| fact.field == "status" && fact.origin == Origin::Assumed)
        };
        let count = self.book.handbook.documents().filter(|(_, document)| is_assumed(document)).count();
        (count > 0).then(|| self.tell_counted("coverage.assumed", count, &[]))
    }

    pub(super) fn subject(&self, subject: Subject) -> LinkView {
        let text = self.book.handbook.name(subject);
        LinkView { text, href: self.book.href(&Destination::Subject(subject), self.on) }
    }

    pub(super) fn section(&self, document: DocIx, section: Option<SectionIx>) -> LinkView {
        let sections = &self.book.handbook.document(document).sections;
        let text = section.map_or_else(|| self.say("word.front-matter"), |at| &sections[at].heading.title);
        LinkView { text: text.to_owned(), href: Some(self.book.handbook.section_href(document, section, self.on)) }
    }

    pub(super) fn place(&self, place: &Place) -> LinkView {
        match place {
            Place::At(to) => {
                let text = match to {
                    Destination::Subject(subject) => self.book.handbook.name(*subject),
                    Destination::Anchor(document, _) => self.book.handbook.name(Subject::Document(*document)),
                    Destination::Section(document, section) => {
                        let document = self.book.handbook.document(*document);
                        format!("{}: {}", document.meta.title, document.sections[*section].heading.title)
                    }
                    _ => self.say("word.file").to_owned(),
                };
                LinkView { text, href: self.book.href(to, self.on) }
            }
            Place::Documents => self.page_link("nav.documents", PageId::Documents),
            Place::Register(name) => match self.book.handbook.register(name) {
                Some((_, register)) => LinkView {
                    text: register.schema.title.clone(),
                    href: Some(register.schema.page().relative_from(self.on)),
                },
                None => LinkView { text: name.clone(), href: None },
            },
        }
    }

    pub(super) fn proof(&self, proof: &Proof) -> LinkView {
        let href = proof.place.as_ref().and_then(|place| self.place(place).href);
        LinkView { text: self.book.words.phrase(&proof.text), href }
    }

    /// Returns how many items of required documented information are held.
    pub(super) fn information(&self, coverage: &Coverage) -> String {
        let held = coverage.holdings.iter().filter(|holding| holding.state.is_ok()).count();
        let known = coverage.holdings.iter().filter(|holding| !holding.unknown).count();
        self.of_known(held, known, coverage.holdings.len())
    }

    /// Returns a number of a whole, of which on an earlier day only a part may be known.
    pub(super) fn of_known(&self, count: usize, known: usize, all: usize) -> String {
        match known {
            0 if all > 0 => self.say("status.not-known").to_owned(),
            _ if known < all => self.tell("progress.known", &[("covered", &count), ("known", &known)]),
            _ => self.tell("progress.covered", &[("covered", &count), ("all", &all)]),
        }
    }

    /// Returns the day on which the Statement of Applicability was approved, if that was by the day of the site.
    pub(super) fn approval_of_soa(&self) -> Option<DateView> {
        let approved = self.book.config.soa.approved.filter(|on| has_happened(*on, self.book.coverage.as_of));
        approved.map(|on| self.date(on))
    }

    /// Returns a text with its placeholders filled.
    pub(super) fn tell(&self, key: &str, places: &[(&str, &dyn std::fmt::Display)]) -> String {
        self.book.words.fill(key, places)
    }

    /// Returns the plural form of a counted text for a number, with its placeholders filled.
    pub(super) fn tell_counted(&self, key: &str, count: usize, places: &[(&str, &dyn std::fmt::Display)]) -> String {
        self.book.words.counted_with(key, i64::try_from(count).unwrap_or(i64::MAX), places)
    }

    /// Returns a number with its unit, which a line break never separates.
    pub(super) fn quantity(&self, number: f64, unit: &str) -> String {
        format!("{}\u{a0}{unit}", self.number(number)).trim_end().to_owned()
    }

    /// Returns a number in the format of the language.
    pub(super) fn number(&self, number: f64) -> String {
        self.book.words.number(number)
    }

    /// Returns a link to an entry; a role leads to what applies to it.
    pub(super) fn entry_link(&self, ix: EntryIx) -> LinkView {
        self.subject(Subject::Entry(ix))
    }

    /// Returns a link to an entry in its register, which differs from what readers follow only for a role.
    pub(super) fn raw_entry(&self, ix: EntryIx) -> LinkView {
        let page = &self.book.handbook.record(ix).entry.page;
        LinkView { href: Some(page.relative_from(self.on)), ..self.entry_link(ix) }
    }

    /// Returns a link to an entry, with only its id as text.
    pub(super) fn short_link(&self, ix: EntryIx) -> LinkView {
        LinkView { text: self.book.handbook.record(ix).id().to_owned(), ..self.entry_link(ix) }
    }

    /// Returns the references in a field as links.
    pub(super) fn links_in(&self, record: Record<'_>, field: &str) -> Vec<LinkView> {
        self.links(record.links(field))
    }

    /// Returns the references in several fields as links.
    pub(super) fn all_links(&self, record: Record<'_>, fields: &[&str]) -> Vec<LinkView> {
        fields.iter().flat_map(|field| self.links_in(record, field)).collect()
    }

    /// Returns a field as the register's own page shows it.
    pub(super) fn cell_of(&self, record: Record<'_>, field: &str) -> ReportCell {
        self.cell_in(record.cells(), field)
    }

    /// Returns a field of a row inside an entry, as the register's own page shows it.
    pub(super) fn cell_in(&self, cells: Cells<'_, ResolvedReference>, field: &str) -> ReportCell {
        let day = self.book.coverage.as_of;
        let Some((field, _)) = cells.filled().find(|(known, _)| known.name == field) else {
            return ReportCell::default();
        };
        let Some(value) = cells.value_on(&field.name, day) else { return ReportCell::default() };
        let to_come = field.happened == Some(true) && cells.date(&field.name).is_some_and(|on| !has_happened(on, day));
        let note = to_come.then(|| self.say("state.not-yet").to_owned());
        self.value_cell(field, &value).note(note)
    }

    /// Returns a value of an entry as a cell.
    pub(super) fn value_cell(&self, field: &Field, value: &EntryValue<ResolvedReference>) -> ReportCell {
        let FieldView { links, text, html, date, table, .. } = self.field(field, value);
        let place = text.as_ref().and_then(|text| field.choice_place(text));
        ReportCell { links, text, html, date, table, place, ..ReportCell::default() }
    }

    /// Returns the badge for a state on a day.
    pub(super) fn state(&self, state: &State, day: Date) -> Badge {
        let (sign, tone) = match state.kind {
            StateKind::Undated => ("?", "bad"),
            kind if kind.is_bad() => ("✗", "bad"),
            StateKind::Unmeasured => ("?", "open"),
            StateKind::DueSoon => ("○", "fair"),
            StateKind::Open | StateKind::Planned => ("○", "open"),
            StateKind::Behind | StateKind::Unchecked => ("◐", "fair"),
            StateKind::OnTrack => ("↗", "good"),
            StateKind::Declined | StateKind::Replaced => ("–", "out"),
            _ => ("✓", "good"),
        };
        let ends = !state.kind.is_settled() && matches!(state.kind.day_means(), DayOfState::Until | DayOfState::Due);
        let badge = Badge::new(&self.book.state_word(state, day), sign, tone).until(state.day.filter(|_| ends));
        if state.kind == StateKind::Overdue { badge.chosen_by(self.say("state.overdue-any")) } else { badge }
    }

    /// Returns the state of an entry on the as-of date, with the day of the state as a note.
    pub(super) fn state_of(&self, record: Record<'_>) -> ReportCell {
        let as_of = self.book.coverage.as_of;
        let state = self.book.state_of(record);
        let day = state.as_ref().and_then(|state| self.book.day_of_state(state));
        ReportCell::from(state.map(|state| self.state(&state, as_of))).note(day)
    }

    /// Returns by how long a day has passed on the as-of date; `None` if it has not.
    pub(super) fn overdue(&self, day: Date) -> Option<Badge> {
        let as_of = self.book.coverage.as_of;
        (day < as_of).then(|| self.state(&State::overdue(day), as_of))
    }

    /// Returns the first links about a requirement and, if there are more, one to its page, which has all.
    pub(super) fn first_about(&self, ix: ReqIx, mut links: Vec<LinkView>, shown: usize) -> Vec<LinkView> {
        let hidden = links.len().saturating_sub(shown);
        if hidden > 0 {
            links.truncate(shown);
            links.push(LinkView { text: self.tell("report.more", &[("n", &hidden)]), ..self.requirement_link(ix) });
        }
        links
    }

    /// Returns links to entries by id; a long list is cut short.
    pub(super) fn many(&self, entries: Vec<EntryIx>) -> ReportCell {
        const SHOWN: usize = 40;
        let hidden = entries.len().saturating_sub(SHOWN);
        let links: Vec<_> = entries.into_iter().take(SHOWN).map(|ix| self.short_link(ix)).collect();
        let note = (hidden > 0).then(|| self.tell("report.more", &[("n", &hidden)]));
        ReportCell::from(links).note(note)
    }

    pub(super) fn score_view(&self, score: u32) -> ScoreView {
        let scale = &self.book.config.risk;
        let place = scale.place(score);
        let RiskBand { id, name, .. } = &scale.bands[place];
        ScoreView { score, band: id.clone(), level: self.band_level(place), word: name.clone() }
    }

    /// Returns the level of a band by its place: 1 for the lowest, 9 for the highest, the others evenly between.
    pub(super) fn band_level(&self, place: usize) -> usize {
        let steps = self.book.config.risk.bands.len().saturating_sub(1).max(1);
        1 + (8 * place + steps / 2) / steps
    }

    /// Returns a link to a requirement, by its number.
    pub(super) fn requirement_link(&self, ix: ReqIx) -> LinkView {
        let href = self.book.handbook.catalog.requirement(ix).page.relative_from(self.on);
        LinkView { text: self.book.handbook.catalog.label(ix), href: Some(href) }
    }

    /// Returns a link to a page of the table of pages, with the text of a key.
    pub(super) fn page_link(&self, key: &str, page: PageId) -> LinkView {
        self.path_link(self.say(key), &page.path())
    }

    /// Returns a link to a path of the site.
    pub(super) fn path_link(&self, text: &str, path: &SitePath) -> LinkView {
        LinkView { text: text.to_owned(), href: Some(path.relative_from(self.on)) }
    }
}
