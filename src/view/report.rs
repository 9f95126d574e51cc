//! Pages that are made from registers, in one shape for all of them: which there are, where they stand, and how they are put
//! together from the parts in `parts`.

use super::{Badge, LinkView, ReportCell, ReportColumn, ReportPage, ReportSection, ReportTable, TocItem, Views};
use crate::model::{Cells, EntryIx, Record, Register, RegisterIx, ResolvedReference, Subject};
use crate::site::{SitePath, slug};

/// A page that is made from registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report {
    /// How risks are rated, and where they stand.
    Risks,
    /// What is done about each risk.
    Treatment,
    /// Who accepts what is left of each risk.
    Acceptance,
    /// Risks by category, control and asset.
    RisksBy,
    /// Assets by owner and classification.
    Assets,
    /// How far each objective has come.
    Objectives,
    /// Issues, interested parties, law, and the scope.
    Context,
    /// What was audited when, and what was not.
    Audits,
    /// Nonconformities and what became of them.
    Nonconformities,
    /// All management reviews.
    Reviews,
    /// What a management review has before it.
    Review(EntryIx),
    /// The way to the certificate.
    Certification,
    /// All that falls due.
    Calendar,
    /// What falls due for one role.
    CalendarOf(EntryIx),
    /// All roles.
    Roles,
    /// What applies to those in one role.
    Role(EntryIx),
    /// All that supports each clause and control, on one page.
    Auditor,
}

/// All of them: address, title, what it shows, the registers whose pages lead there.
const REPORTS: &[(Report, &str, [&str; 2], &[&str])] = &[
    (Report::Risks, "risks/index.html", ["risks.title", "risks.lead"], &["risks"]),
    (Report::Treatment, "risks/treatment.html", ["treatment.title", "treatment.lead"], &["risks"]),
    (Report::Acceptance, "risks/acceptance.html", ["acceptance.title", "acceptance.lead"], &["risks"]),
    (Report::RisksBy, "risks/by.html", ["risks-by.title", "risks-by.lead"], &["risks", "assets"]),
    (Report::Assets, "assets.html", ["asset-page.title", "asset-page.lead"], &["assets"]),
    (Report::Objectives, "objectives.html", ["objective-page.title", "objective-page.lead"], &["objectives"]),
    (
        Report::Context,
        "context.html",
        ["context.title", "context.lead"],
        &["issues", "interested-parties", "legal-requirements"],
    ),
    (
        Report::Audits,
        "audits.html",
        ["audit-page.title", "audit-page.lead"],
        &["audit-programmes", "audits", "findings"],
    ),
    (
        Report::Nonconformities,
        "nonconformities.html",
        ["nonconformities.title", "nonconformities.lead"],
        &["findings", "actions"],
    ),
    (Report::Reviews, "reviews/index.html", ["reviews.title", "reviews.lead"], &["management-reviews"]),
    (Report::Certification, "certification.html", ["certification.title", "certification.lead"], &["milestones"]),
    (Report::Calendar, "calendar/index.html", ["calendar.title", "calendar.lead"], &[]),
    (Report::Roles, "roles/index.html", ["roles.title", "roles.lead"], &["roles", "competences", "training"]),
    (Report::Auditor, "auditor.html", ["auditor.title", "auditor.lead"], &[]),
];

/// More rows than this are no help on a page; the register has them all.
const MOST_ROWS: usize = 500;

/// Address, and the keys of title and lead, of each page that every handbook has.
pub(crate) fn report_pages() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    REPORTS.iter().map(|(_, path, [title, lead], _)| (*path, *title, *lead))
}

impl Views<'_> {
    /// All pages that are made from registers.
    pub fn reports(&self) -> Vec<Report> {
        let of = |register: &'static str, report: fn(EntryIx) -> Report| {
            self.handbook.records(register).map(move |record| report(record.ix))
        };
        let fixed = REPORTS.iter().map(|(report, ..)| *report);
        fixed
            .chain(of("management-reviews", Report::Review))
            .chain(of("roles", Report::Role))
            .chain(self.owners_of_deadlines().into_iter().map(Report::CalendarOf))
            .collect()
    }

    /// Where such a page stands.
    pub fn report_path(&self, report: Report) -> SitePath {
        let of = |folder: &str, ix: EntryIx| {
            SitePath::new(format!("{folder}/{}.html", slug(&self.handbook.record(ix).entry.id.value)))
        };
        match report {
            Report::Review(ix) => of("reviews/of", ix),
            Report::CalendarOf(ix) => of("calendar/of", ix),
            Report::Role(ix) => of("roles/of", ix),
            _ => {
                let found = REPORTS.iter().find(|(known, ..)| *known == report);
                SitePath::new(found.map_or("", |(_, path, ..)| path))
            }
        }
    }

    /// A page that is made from registers.
    pub fn made_of_registers(&self, report: Report) -> ReportPage {
        let on = self.report_path(report);
        match report {
            Report::Review(ix) => return self.review(self.handbook.record(ix), &on),
            Report::CalendarOf(ix) => return self.calendar_of(ix, &on),
            Report::Role(ix) => return self.role(ix, &on),
            _ => {}
        }
        let sections = match report {
            Report::Risks => self.risk_sections(&on),
            Report::Treatment => self.treatment_sections(&on),
            Report::Acceptance => self.acceptance_sections(&on),
            Report::RisksBy => self.risks_by_sections(&on),
            Report::Assets => self.asset_sections(&on),
            Report::Objectives => self.objective_sections(&on),
            Report::Context => self.context_sections(&on),
            Report::Audits => self.audit_sections(&on),
            Report::Nonconformities => self.nonconformity_sections(&on),
            Report::Reviews => self.review_sections(&on),
            Report::Certification => self.certification_sections(&on),
            Report::Calendar => self.calendar_sections(&on),
            Report::Roles => self.role_sections(&on),
            Report::Auditor | Report::Review(_) | Report::CalendarOf(_) | Report::Role(_) => self.auditor_sections(&on),
        };
        let (.., [title, lead], registers) =
            REPORTS.iter().find(|(known, ..)| *known == report).expect("those about an entry are made above");
        let title = self.say(title).to_owned();
        let lead = self.say(lead).to_owned();
        let mut related = self.registers_as_links(registers, &on);
        related.extend(self.reports_on(registers, &on).into_iter().filter(|link| link.text != title));
        self.report_page(&on, (&title, lead), related, sections)
    }

    /// Such a page from its parts.
    pub(super) fn report_page(
        &self,
        on: &SitePath,
        (title, lead): (&str, String),
        related: Vec<LinkView>,
        sections: Vec<ReportSection>,
    ) -> ReportPage {
        let mut page = self.page(on, title);
        page.breadcrumbs = self.crumbs(on, &[]);
        page.description = Some(lead.clone());
        let line = |section: &ReportSection| TocItem {
            text: section.title.clone(),
            href: format!("#{}", section.id),
            level: 2,
        };
        page.toc = sections.iter().map(line).collect();
        ReportPage { page, lead, related, sections }
    }

    /// The pages that are made from any of these registers.
    pub(super) fn reports_on(&self, registers: &[&str], on: &SitePath) -> Vec<LinkView> {
        let made = REPORTS.iter().filter(|(.., from)| from.iter().any(|name| registers.contains(name)));
        made.map(|(_, path, [title, _], _)| self.page_link(self.say(title), path, on)).collect()
    }

    fn registers_as_links(&self, registers: &[&str], on: &SitePath) -> Vec<LinkView> {
        let known = registers.iter().filter_map(|name| self.handbook.register(name));
        let link = |(_, register): (RegisterIx, &Register<ResolvedReference>)| LinkView {
            text: self.tell("report.register", &[("register", &register.schema.title)]),
            href: Some(register.schema.page().relative_from(on)),
        };
        known.map(link).collect()
    }

    /// A text with its places filled.
    pub(super) fn tell(&self, key: &str, places: &[(&str, &dyn std::fmt::Display)]) -> String {
        self.words.fill(key, places)
    }

    /// The form of a counted text that goes with a number, with its placeholders filled.
    pub(super) fn tell_counted(&self, key: &str, count: usize, places: &[(&str, &dyn std::fmt::Display)]) -> String {
        self.words.counted_with(key, i64::try_from(count).unwrap_or(i64::MAX), places)
    }

    /// A number as the language writes it.
    pub(super) fn number(&self, number: f64) -> String {
        self.words.number(number)
    }

    /// A part of a page, with the words of a key.
    pub(super) fn report_section(&self, key: &str) -> ReportSection {
        let title = self.say(key).to_owned();
        ReportSection { id: slug(key.rsplit('.').next().unwrap_or(key)), title, ..ReportSection::default() }
    }

    /// A part with a table, or what is said in its place where it has no row. A column whose key ends in `#` holds
    /// numbers.
    pub(super) fn table_section(
        &self,
        key: &str,
        columns: &[&str],
        rows: Vec<Vec<ReportCell>>,
        none: &str,
    ) -> ReportSection {
        let table = (!rows.is_empty()).then(|| self.report_table(columns, rows));
        let none = table.is_none().then(|| self.say(none).to_owned());
        ReportSection { table, none, ..self.report_section(key) }
    }

    pub(super) fn report_table(&self, columns: &[&str], mut rows: Vec<Vec<ReportCell>>) -> ReportTable {
        let column = |key: &&str| {
            let (key, right) = key.strip_suffix('#').map_or((*key, false), |key| (key, true));
            ReportColumn { text: self.say(&format!("column.{key}")).to_owned(), right }
        };
        let hidden = rows.len().saturating_sub(MOST_ROWS);
        rows.truncate(MOST_ROWS);
        let more = (hidden > 0).then(|| self.tell("report.more", &[("n", &hidden)]));
        let columns: Vec<ReportColumn> = columns.iter().map(column).collect();
        for row in &mut rows {
            for (cell, _) in row.iter_mut().zip(&columns).filter(|(_, column)| column.right) {
                cell.class = Some("right");
            }
        }
        ReportTable { columns, rows, more }
    }

    /// An entry as a link.
    pub(super) fn entry_link(&self, ix: EntryIx, on: &SitePath) -> LinkView {
        self.subject(Subject::Entry(ix), on)
    }

    /// An entry by its id alone.
    pub(super) fn short_link(&self, ix: EntryIx, on: &SitePath) -> LinkView {
        let entry = self.handbook.record(ix).entry;
        LinkView { text: entry.id.value.clone(), href: Some(entry.page.relative_from(on)) }
    }

    /// The references in a field as links.
    pub(super) fn links_in(&self, record: Record<'_>, field: &str, on: &SitePath) -> Vec<LinkView> {
        self.links(record.links(field), on)
    }

    /// The references in several fields as links.
    pub(super) fn all_links(&self, record: Record<'_>, fields: &[&str], on: &SitePath) -> Vec<LinkView> {
        fields.iter().flat_map(|field| self.links_in(record, field, on)).collect()
    }

    /// A field as a register's own page shows it.
    pub(super) fn cell_of(&self, record: Record<'_>, field: &str, on: &SitePath) -> ReportCell {
        self.cell_in(record.cells(), field, on)
    }

    /// A field of a row inside an entry, as a register's own page shows it.
    pub(super) fn cell_in(&self, cells: Cells<'_, ResolvedReference>, field: &str, on: &SitePath) -> ReportCell {
        let Some((field, value)) = cells.filled().find(|(known, _)| known.name == field) else {
            return ReportCell::default();
        };
        let view = self.field(field, &value.value, on);
        ReportCell { links: view.links, text: view.text, html: view.html, date: view.date, ..ReportCell::default() }
    }

    /// A number of days as a state: how long something is over its day.
    pub(super) fn due_badge(&self, day: jiff::civil::Date) -> Badge {
        let as_of = self.coverage.as_of;
        if day < as_of {
            let days = (as_of - day).get_days();
            Badge::new(&self.words.counted("report.overdue", i64::from(days)), "✗", "bad")
        } else {
            Badge::new(self.say("report.to-come"), "○", "open")
        }
    }
}
