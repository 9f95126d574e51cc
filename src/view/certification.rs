//! The way to the certificate: a timeline, and what each milestone still lacks as of its date.

use jiff::civil::Date;

use super::{Badge, PlacedWord, ReportCell, ReportSection, Timeline, TimelineDot, Views};
use crate::catalog::RequirementKind;
use crate::config::Rung;
use crate::coverage::CoverageStatus;
use crate::isms::{Finding, ManagementReview, Milestone};
use crate::site::SitePath;

/// The ends of the line.
const LINE: [f64; 2] = [20.0, 780.0];

impl Views<'_> {
    /// The timeline, then each milestone with what it lacks.
    pub(super) fn certification_sections(&self, on: &SitePath) -> Vec<ReportSection> {
        let mut milestones: Vec<Milestone<'_>> = Milestone::all(self.handbook).collect();
        milestones.sort_by_key(|milestone| (milestone.due(), milestone.ix));
        let rows = milestones.iter().map(|milestone| self.milestone(*milestone, on)).collect();
        let columns = ["milestone", "kind", "date", "state", "owner", "result"];
        let table = self.table_section("certification.line", &columns, rows, "certification.none");
        let timeline = self.timeline(&milestones);
        let mut sections = vec![ReportSection { timeline, ..table }];
        let to_come = milestones.iter().filter(|milestone| !milestone.is_held(self.coverage.as_of));
        sections.extend(to_come.filter_map(|milestone| self.lacking(*milestone, on)));
        sections
    }

    fn milestone(&self, milestone: Milestone<'_>, on: &SitePath) -> Vec<ReportCell> {
        let due = milestone.due();
        let state: ReportCell = match due {
            _ if milestone.is_held(self.coverage.as_of) => {
                Badge::new(self.say("certification.held"), "✓", "good").into()
            }
            Some(day) => self.due_badge(day).into(),
            None => ReportCell::default(),
        };
        vec![
            self.entry_link(milestone.ix, on).into(),
            self.cell_of(*milestone, Milestone::KIND, on),
            due.map(|day| self.date(day)).into(),
            state,
            self.links_in(*milestone, Milestone::OWNER, on).into(),
            self.cell_of(*milestone, Milestone::RESULT, on),
        ]
    }

    /// What would be missing on the day of a milestone if nothing were done until then.
    fn lacking(&self, milestone: Milestone<'_>, on: &SitePath) -> Option<ReportSection> {
        let day = milestone.due()?.max(self.coverage.as_of);
        let then = self.assessed.coverage_on(day);
        let row = |key: &str, count: usize, page: &str, title: &str| {
            let state = match count {
                0 => Badge::new(self.say("certification.nothing"), "✓", "good"),
                _ => Badge::new(&self.tell("certification.lacking", &[("n", &count)]), "✗", "bad"),
            };
            vec![self.say(key).into(), state.into(), self.page_link(self.say(title), page, on).into()]
        };
        let of_kind = |kind: RequirementKind| {
            let open = then.ladders().filter(|ladder| {
                let open = !matches!(ladder.status, CoverageStatus::Covered | CoverageStatus::Excluded);
                open && self.handbook.catalog.requirement(ladder.requirement).kind == kind
            });
            open.count()
        };
        let information = then.holdings.iter().filter(|h| !h.umbrella && h.state.is_err()).count();
        let unassessed = then.ladders().filter(|ladder| {
            let clause = self.handbook.catalog.requirement(ladder.requirement).kind == RequirementKind::Clause;
            clause && ladder.step(Rung::Assessed).is_some_and(|step| step.state.is_err())
        });
        let overdue = then.due.iter().filter(|due| due.day < day).count();
        let majors = Finding::all(self.handbook).filter(|finding| finding.is_major() && finding.is_open_on(day));
        let open_majors = majors.count();
        let mut rows = vec![
            row("certification.information", information, "required-documents.html", "certification.see-required"),
            row("certification.clauses", of_kind(RequirementKind::Clause), "gaps.html", "certification.see-gaps"),
            row("certification.controls", of_kind(RequirementKind::Control), "gaps.html", "certification.see-gaps"),
            row("certification.audits", unassessed.count(), "audits.html", "audit-page.title"),
            row("certification.majors", open_majors, "nonconformities.html", "nonconformities.title"),
            row("certification.due", overdue, "calendar/index.html", "calendar.title"),
        ];
        let reviewed = ManagementReview::any_in_year_before(self.handbook, day);
        rows.push(row("certification.reviews", usize::from(!reviewed), "reviews/index.html", "reviews.title"));
        let columns = ["what", "state", "see"];
        let title = format!("{} {}: {}", milestone.id(), milestone.title(), self.date(day).text);
        let table = Some(self.report_table(&columns, rows));
        let id = crate::site::slug(milestone.id());
        let text = Some(self.say("certification.if-nothing").to_owned());
        Some(ReportSection { id, title, text, table, ..ReportSection::default() })
    }

    /// The milestones on a line from the first year to the end of the last.
    fn timeline(&self, milestones: &[Milestone<'_>]) -> Option<Timeline> {
        let days: Vec<Date> =
            milestones.iter().filter_map(|milestone| milestone.due()).chain([self.coverage.as_of]).collect();
        let (first, last) = (days.iter().min()?.year(), days.iter().max()?.year().checked_add(1)?);
        if milestones.is_empty() || last - first > 40 {
            return None;
        }
        let start = Date::new(first, 1, 1).ok()?;
        let length = f64::from((Date::new(last, 1, 1).ok()? - start).get_days()).max(1.0);
        let place = |day: Date| {
            let x = LINE[0] + f64::from((day - start).get_days()) / length * (LINE[1] - LINE[0]);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between the ends of the line")]
            let x = x.clamp(LINE[0], LINE[1]).round() as usize;
            x
        };
        let years = (first..=last).filter_map(|year| {
            Some(PlacedWord { x: place(Date::new(year, 1, 1).ok()?), y: 80, text: year.to_string() })
        });
        // The words of neighbours stand on lines of their own.
        let lines = [22, 40, 100, 114];
        let dots = milestones.iter().filter_map(|milestone| Some((milestone, milestone.due()?))).enumerate();
        let dots = dots.map(|(at, (milestone, day))| TimelineDot {
            x: place(day),
            y: lines[at % lines.len()],
            anchor: if place(day) > 560 { "end" } else { "start" },
            tone: match () {
                () if milestone.is_held(self.coverage.as_of) => "good",
                () if day < self.coverage.as_of => "bad",
                () => "open",
            },
            text: milestone.id().to_owned(),
        });
        Some(Timeline {
            label: self.say("certification.timeline").to_owned(),
            today: Some(place(self.coverage.as_of)),
            years: years.collect(),
            dots: dots.collect(),
        })
    }
}
