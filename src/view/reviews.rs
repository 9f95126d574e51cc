//! Management reviews (9.3): the inputs that a review must have before it, as of its day, and what came of it.

use jiff::civil::Date;

use super::{Badge, Fact, ReportCell, ReportPage, ReportSection, Views};
use crate::coverage::{CoverageStatus, Totals};
use crate::isms::{
    self, Action, Audit, Finding, InterestedParty, Issue, ManagementReview, Objective, Period, Risk, StateKind,
};
use crate::model::{EntryIx, Record, Subject};
use crate::site::SitePath;

impl Views<'_> {
    /// All reviews with their pages.
    pub(super) fn review_sections(&self, on: &SitePath) -> Vec<ReportSection> {
        let row = |review: ManagementReview<'_>| {
            let path = self.report_path(super::Report::Review(review.ix));
            let text = self.entry_link(review.ix, on).text;
            let link = super::LinkView { text, href: Some(path.relative_from(on)) };
            let state = match (review.held(self.coverage.as_of), review.date(ManagementReview::PLANNED)) {
                (Some(_), _) => Badge::new(self.say("reviews.held"), "✓", "good"),
                (None, Some(day)) => self.due_badge(day),
                (None, None) => Badge::new(self.say("reviews.no-day"), "?", "bad"),
            };
            let outputs = self.handbook.entries_about(Subject::Entry(review.ix), Action::REGISTER);
            vec![
                link.into(),
                self.cell_of(*review, ManagementReview::PLANNED, on),
                self.cell_of(*review, ManagementReview::HELD_ON, on),
                state.into(),
                self.links_in(*review, ManagementReview::CHAIR, on).into(),
                self.many(outputs, on),
            ]
        };
        let rows = ManagementReview::all(self.handbook).map(row).collect();
        let columns = ["review", "planned", "held-on", "state", "chair", "actions"];
        vec![self.table_section("reviews.all", &columns, rows, "reviews.none")]
    }

    /// A review's page.
    pub(super) fn review(&self, record: Record<'_>, on: &SitePath) -> ReportPage {
        let review = ManagementReview::of(record).expect("the page is made for each entry of the register");
        let ix = review.ix;
        let period = review.period(self.handbook, self.coverage.as_of);
        let day = period.day;
        let lead = match (period.after, day > self.coverage.as_of) {
            (_, true) => self.tell("reviews.lead-to-come", &[("day", &self.date(day).text)]),
            (Some(after), _) => {
                self.tell("reviews.lead-since", &[("day", &self.date(day).text), ("after", &self.date(after).text)])
            }
            (None, _) => self.tell("reviews.lead-first", &[("day", &self.date(day).text)]),
        };
        let title = self.entry_link(ix, on).text;
        let related =
            vec![self.entry_link(ix, on), self.page_link(self.say("reviews.title"), "reviews/index.html", on)];
        let issues = Issue::all(self.handbook).filter_map(|issue| Some((issue.ix, issue.date(Issue::REVIEWED)?)));
        let parties = InterestedParty::all(self.handbook);
        let parties = parties.filter_map(|party| Some((party.ix, party.date(InterestedParty::REVIEWED)?)));
        let mut sections = vec![
            self.former_actions(&period, on),
            self.changed("reviews.issues", issues.collect(), &period, on),
            self.changed("reviews.parties", parties.collect(), &period, on),
            self.found(&period, on),
            self.measured(&period, on),
            self.audited_until(&period, on),
            self.coverage_on(&period),
            self.feedback(review, on),
            self.risks_on(&period, on),
            self.improvements(review, &period, on),
        ];
        sections.push(self.decisions(review, on));
        self.report_page(on, (&title, lead), related, sections)
    }

    /// a) The actions that reviews before it decided on, and how they stood on its day.
    fn former_actions(&self, period: &Period, on: &SitePath) -> ReportSection {
        let reviews = ManagementReview::all(self.handbook).filter(|review| review.is_held_before(period.day));
        let actions = reviews.flat_map(|review| Action::about(self.handbook, Subject::Entry(review.ix)));
        let rows = actions.map(|action| self.action_on(action, period.day, on)).collect();
        self.table_section("reviews.former", &["action", "owner", "due", "state"], rows, "reviews.none-former")
    }

    /// An action as it stood on a day.
    fn action_on(&self, action: Action<'_>, day: Date, on: &SitePath) -> Vec<ReportCell> {
        let (key, sign, tone) = match action.state_on(day).kind {
            StateKind::Done => ("reviews.checked", "✓", "good"),
            StateKind::Unchecked => ("reviews.done", "◐", "fair"),
            StateKind::Declined => ("reviews.declined", "–", "out"),
            StateKind::Overdue => ("reviews.overdue", "✗", "bad"),
            _ => ("reviews.open", "○", "open"),
        };
        vec![
            self.entry_link(action.ix, on).into(),
            self.links_in(*action, Action::OWNER, on).into(),
            action.date(Action::DUE).map(|due| self.date(due)).into(),
            Badge::new(self.say(key), sign, tone).into(),
        ]
    }

    /// b) and c) What of the context was looked at in the time.
    fn changed(&self, key: &str, seen: Vec<(EntryIx, Date)>, period: &Period, on: &SitePath) -> ReportSection {
        let seen = seen.into_iter().filter(|(_, day)| period.contains(*day));
        let rows = seen.map(|(ix, day)| vec![self.entry_link(ix, on).into(), self.date(day).into()]);
        self.table_section(key, &["what", "reviewed"], rows.collect(), "reviews.none-changed")
    }

    /// d) Nonconformities and their actions.
    fn found(&self, period: &Period, on: &SitePath) -> ReportSection {
        let mut rows = Vec::new();
        for finding in Finding::all(self.handbook).filter(|finding| !finding.is_opportunity()) {
            let closed = finding.closed_by(period.day);
            if !finding.is_known_on(period.day) || closed.is_some_and(|closed| !period.contains(closed)) {
                continue;
            }
            let state = match closed {
                Some(_) => Badge::new(self.say("reviews.closed"), "✓", "good"),
                None => Badge::new(self.say("reviews.open"), "○", "open"),
            };
            let actions = self.handbook.entries_about(Subject::Entry(finding.ix), Action::REGISTER);
            rows.push(vec![
                self.entry_link(finding.ix, on).into(),
                self.cell_of(*finding, Finding::GRADE, on),
                state.into(),
                self.many(actions, on),
            ]);
        }
        self.table_section("reviews.found", &["finding", "grade", "state", "actions"], rows, "reviews.none-found")
    }

    /// d) Monitoring, measurement, and how far the objectives are reached.
    fn measured(&self, period: &Period, on: &SitePath) -> ReportSection {
        let rows = Objective::all(self.handbook).map(|objective| {
            let progress = objective.progress(period.day);
            let unit = objective.unit();
            let value = |value: f64| format!("{} {unit}", self.number(value)).trim_end().to_owned();
            let latest = progress.latest();
            let when = latest.map(|latest| self.date(latest.on).text);
            vec![
                self.entry_link(objective.ix, on).into(),
                progress.target.map(|(_, target)| value(target)).into(),
                ReportCell::from(latest.map(|latest| value(latest.value))).note(when),
                self.standing(progress.kind).into(),
            ]
        });
        let columns = ["objective", "target", "latest", "state"];
        self.table_section("reviews.measured", &columns, rows.collect(), "reviews.none-measured")
    }

    /// d) The audits of the time and what they found.
    fn audited_until(&self, period: &Period, on: &SitePath) -> ReportSection {
        let rows = Audit::all(self.handbook).filter_map(|audit| {
            let held = audit.held(period.day).filter(|day| period.contains(*day))?;
            let findings = self.handbook.entries_about(Subject::Entry(audit.ix), Finding::REGISTER);
            Some(vec![
                self.entry_link(audit.ix, on).into(),
                self.date(held).into(),
                self.cell_of(*audit, Audit::RESULT, on),
                self.many(findings, on),
            ])
        });
        let columns = ["audit", "held-on", "result", "findings"];
        self.table_section("reviews.audits", &columns, rows.collect(), "reviews.none-audits")
    }

    /// d) How far the standard was met.
    fn coverage_on(&self, period: &Period) -> ReportSection {
        let then = self.assessed.coverage_on(period.day);
        let decided = |ix| self.handbook.catalog.is_decided(ix);
        let count = |label: &str, totals: Totals| Fact {
            label: self.say(label).to_owned(),
            value: self
                .tell("reviews.of", &[("n", &totals.of(CoverageStatus::Covered)), ("all", &totals.in_scope())])
                .into(),
        };
        let held = then.holdings.iter().filter(|holding| holding.state.is_ok()).count();
        let facts = vec![
            count("reviews.controls", then.totals(decided)),
            count("reviews.clauses", then.totals(|ix| !decided(ix))),
            Fact {
                label: self.say("reviews.information").to_owned(),
                value: self.tell("reviews.of", &[("n", &held), ("all", &then.holdings.len())]).into(),
            },
        ];
        ReportSection { facts, ..self.report_section("reviews.coverage") }
    }

    /// e) What interested parties said.
    fn feedback(&self, review: ManagementReview<'_>, on: &SitePath) -> ReportSection {
        let own = self.cell_of(*review, ManagementReview::FEEDBACK, on);
        let own = own.html.is_some().then(|| vec![self.say("reviews.in-all").into(), own]);
        let parties = InterestedParty::all(self.handbook).filter_map(|party| {
            let said = self.cell_of(*party, InterestedParty::FEEDBACK, on);
            said.html.is_some().then(|| vec![self.entry_link(party.ix, on).into(), said])
        });
        let rows = own.into_iter().chain(parties).collect();
        self.table_section("reviews.feedback", &["party", "said"], rows, "reviews.none-feedback")
    }

    /// f) The risks and their treatment.
    fn risks_on(&self, period: &Period, on: &SitePath) -> ReportSection {
        let mut counts = [[0_usize; 3]; 2];
        let mut rows = Vec::new();
        for risk in isms::open_risks(self.handbook).filter(|risk| risk.is_known_on(period.day)) {
            for (at, score) in [risk.score_before(), risk.score_left()].into_iter().enumerate() {
                let band = score.map(|score| self.config.risk.band(score));
                if let Some(place) = band.and_then(|band| ["low", "medium", "high"].iter().position(|b| *b == band)) {
                    counts[at][place] += 1;
                }
            }
            if let Some(why) = self.why_late(risk, period.day) {
                rows.push(vec![self.entry_link(risk.ix, on).into(), why.into()]);
            }
        }
        let line = |[low, medium, high]: [usize; 3]| {
            self.tell("reviews.bands", &[("low", &low), ("medium", &medium), ("high", &high)])
        };
        let [before, after] = counts.map(line);
        let section = self.table_section("reviews.risks", &["risk", "why"], rows, "reviews.none-risks");
        let facts = vec![
            Fact { label: self.say("column.before").to_owned(), value: before.into() },
            Fact { label: self.say("column.after").to_owned(), value: after.into() },
        ];
        ReportSection { facts, ..section }
    }

    /// g) What could be better.
    fn improvements(&self, review: ManagementReview<'_>, period: &Period, on: &SitePath) -> ReportSection {
        let own = self.cell_of(*review, ManagementReview::OPPORTUNITIES, on);
        let own = own.html.is_some().then(|| vec![self.say("reviews.in-all").into(), own]);
        let day = period.day;
        let found = Finding::all(self.handbook)
            .filter(|finding| finding.is_opportunity() && finding.is_known_on(day) && finding.closed_by(day).is_none())
            .map(|finding| vec![self.entry_link(finding.ix, on).into(), self.cell_of(*finding, Finding::SEEN, on)]);
        let rows = own.into_iter().chain(found).collect();
        self.table_section("reviews.improvements", &["what", "said"], rows, "reviews.none-improvements")
    }

    /// Returns why a risk needs a word: treatment that is late, an acceptance that ended or is stale.
    fn why_late(&self, risk: Risk<'_>, day: Date) -> Option<String> {
        let told = |key: &str, day: Date| self.tell(key, &[("day", &self.date(day).text)]);
        if let Some(due) = risk.late_since(day) {
            return Some(told("reviews.treatment-late", due));
        }
        let acceptance = risk.acceptance(day);
        match acceptance.as_ref().filter(|acceptance| acceptance.ended).and_then(|acceptance| acceptance.until) {
            Some(until) => Some(told("reviews.acceptance-ended", until)),
            None => acceptance?.stale.map(|why| super::sentence(&self.words.phrase(&why))),
        }
    }

    /// What came of it: decisions, actions, the conclusion.
    fn decisions(&self, review: ManagementReview<'_>, on: &SitePath) -> ReportSection {
        let decisions = review.decisions().map(|decision| {
            vec![
                ManagementReview::decided_on(decision).unwrap_or_default().into(),
                self.cell_in(decision, ManagementReview::DECISION, on),
                self.links(ManagementReview::decided_for(decision), on).into(),
                ReportCell::default(),
            ]
        });
        let actions = Action::about(self.handbook, Subject::Entry(review.ix)).map(|action| {
            vec![
                self.say("reviews.action").into(),
                self.entry_link(action.ix, on).into(),
                self.links_in(*action, Action::OWNER, on).into(),
                self.cell_of(*action, Action::DUE, on),
            ]
        });
        let rows = decisions.chain(actions).collect();
        let section =
            self.table_section("reviews.outputs", &["on", "decision", "owner", "due"], rows, "reviews.none-outputs");
        let label = self.say("reviews.conclusion").to_owned();
        let conclusion = Fact { label, value: self.cell_of(*review, ManagementReview::CONCLUSION, on) };
        ReportSection { facts: vec![conclusion], ..section }
    }
}
