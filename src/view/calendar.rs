//! The calendar: everything that falls due, by month and by role.

use std::collections::{BTreeMap, BTreeSet};

use super::{ReportCell, ReportPage, ReportSection, Views};
use crate::coverage::{Due, DueKind};
use crate::model::{EntryIx, Subject};
use crate::pages::feed_path;
use crate::site::SitePath;

impl Views<'_> {
    /// The roles that something falls due for.
    pub fn owners_of_deadlines(&self) -> BTreeSet<EntryIx> {
        self.coverage.due.iter().filter_map(|due| due.owner).collect()
    }

    /// What falls due for a role.
    pub(super) fn due_of(&self, owner: EntryIx) -> Vec<&Due> {
        self.coverage.due.iter().filter(|due| due.owner == Some(owner)).collect()
    }

    /// All that falls due, and the calendars of each role.
    pub(super) fn calendar_sections(&self, on: &SitePath) -> Vec<ReportSection> {
        let all: Vec<&Due> = self.coverage.due.iter().collect();
        let mut of: BTreeMap<EntryIx, [usize; 2]> = BTreeMap::new();
        for due in &all {
            if let Some(owner) = due.owner {
                let counts = of.entry(owner).or_default();
                counts[usize::from(due.day >= self.coverage.as_of)] += 1;
            }
        }
        let row = |(owner, [overdue, coming]): (EntryIx, [usize; 2])| {
            let path = self.report_path(super::Report::CalendarOf(owner));
            let link = super::LinkView { text: self.entry_link(owner, on).text, href: Some(path.relative_from(on)) };
            let feed = self.page_link(self.say("calendar.subscribe"), self.feed(Some(owner)).as_str(), on);
            vec![link.into(), overdue.into(), coming.into(), feed.into()]
        };
        let owners = of.into_iter().map(row).collect();
        let columns = ["owner", "overdue#", "coming#", "feed"];
        let mut sections = self.due_sections(&all, None, on);
        sections.push(self.table_section("calendar.owners", &columns, owners, "calendar.none"));
        sections
    }

    /// What falls due for one role.
    pub(super) fn calendar_of(&self, owner: EntryIx, on: &SitePath) -> ReportPage {
        let name = self.entry_link(owner, on);
        let title = self.tell("calendar.title-of", &[("role", &name.text)]);
        let related = vec![
            self.page_link(self.say("calendar.title"), "calendar/index.html", on),
            self.page_link(self.say("calendar.subscribe"), self.feed(Some(owner)).as_str(), on),
            name,
        ];
        let lead = self.tell("calendar.lead-of", &[("role", &self.entry_link(owner, on).text)]);
        self.report_page(on, (&title, lead), related, self.due_sections(&self.due_of(owner), Some(owner), on))
    }

    /// Overdue, within thirty days, later.
    fn due_sections(&self, all: &[&Due], owner: Option<EntryIx>, on: &SitePath) -> Vec<ReportSection> {
        let as_of = self.coverage.as_of;
        let soon = as_of.checked_add(jiff::Span::new().days(30)).unwrap_or(as_of);
        let section = |key: &str, wanted: &dyn Fn(&Due) -> bool| {
            let rows = all.iter().filter(|due| wanted(due)).map(|due| self.due_row(due, owner.is_none(), on)).collect();
            let columns: &[&str] =
                if owner.is_none() { &["due", "what", "of", "owner"] } else { &["due", "what", "of"] };
            self.table_section(key, columns, rows, "calendar.nothing")
        };
        let mut sections = vec![
            section("calendar.overdue", &|due| due.day < as_of),
            section("calendar.soon", &|due| due.day >= as_of && due.day <= soon),
            section("calendar.later", &|due| due.day > soon),
        ];
        let feed = self.page_link(self.say("calendar.subscribe"), self.feed(owner).as_str(), on);
        let label = self.say("calendar.feed").to_owned();
        sections[0].facts.push(super::Fact { label, value: feed.into() });
        sections
    }

    fn due_row(&self, due: &Due, with_owner: bool, on: &SitePath) -> Vec<ReportCell> {
        let late = (due.day < self.coverage.as_of).then(|| self.due_badge(due.day).word);
        let mut row = vec![
            ReportCell::from(self.date(due.day)).note(late),
            self.due_word(&due.what).to_owned().into(),
            self.subject(due.subject, on).into(),
        ];
        if with_owner {
            row.push(due.owner.map(|owner| self.entry_link(owner, on)).into());
        }
        row
    }

    pub(super) fn due_word<'a>(&'a self, what: &'a DueKind) -> &'a str {
        match what {
            DueKind::Deadline(label) => label,
            DueKind::Review => self.say("calendar.review"),
            DueKind::Evidence => self.say("calendar.evidence"),
            DueKind::Waiver => self.say("calendar.waiver"),
        }
    }

    fn feed(&self, owner: Option<EntryIx>) -> SitePath {
        feed_path(owner.map(|owner| self.handbook.record(owner).entry.id.value.as_str()))
    }

    /// What falls due as the words of a calendar entry: what, of what, and its page.
    pub fn due_words(&self, due: &Due) -> (String, String) {
        let on = SitePath::new("index.html");
        let link = self.subject(due.subject, &on);
        let summary = format!("{}: {}", self.due_word(&due.what), link.text);
        let page = self.handbook.address(due.subject).absolute();
        (summary, self.config.base_url.as_ref().map_or_else(|| page.clone(), |base| base.join(&page)))
    }

    /// What a feed is called.
    pub fn feed_name(&self, owner: Option<EntryIx>) -> String {
        let on = SitePath::new("index.html");
        match owner {
            Some(owner) => format!("{}: {}", self.config.title, self.subject(Subject::Entry(owner), &on).text),
            None => self.config.title.clone(),
        }
    }
}
