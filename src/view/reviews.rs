//! Management reviews (9.3): the inputs that a review must have before it, as of its day, and what came of it.

use jiff::civil::Date;

use super::report::Row;
use super::{Badge, Fact, ReportCell, ReportPage, ReportSection, Views};
use crate::coverage::{CoverageStatus, Totals, progress, staleness};
use crate::model::{Entry, EntryIx, Register, ResolvedReference, Subject};
use crate::site::SitePath;

/// The time that a review looks at: after the one before, up to its own day.
struct Period {
    after: Option<Date>,
    day: Date,
}

impl Period {
    fn holds(&self, day: Date) -> bool {
        day <= self.day && self.after.is_none_or(|after| day > after)
    }
}

impl Views<'_> {
    /// All reviews with their pages.
    pub(super) fn review_sections(&self, on: &SitePath) -> Vec<ReportSection> {
        let row = |(ix, register, review): Row<'_>| {
            let path = self.report_path(super::Report::Review(ix));
            let link = super::LinkView { text: self.entry_link(ix, on).text, href: Some(path.relative_from(on)) };
            let state = match register.date(review, "held-on") {
                Some(day) if day <= self.coverage.as_of => Badge::new(self.say("reviews.held"), "✓", "good"),
                _ => match register.date(review, "planned") {
                    Some(day) => self.due_badge(day),
                    None => Badge::new(self.say("reviews.no-day"), "?", "bad"),
                },
            };
            let outputs = self.handbook.entries_about(Subject::Entry(ix), "actions");
            vec![
                link.into(),
                self.cell_of(register, review, "planned", on),
                self.cell_of(register, review, "held-on", on),
                state.into(),
                self.links_in(register, review, "chair", on).into(),
                self.many(outputs, on),
            ]
        };
        let rows = self.handbook.entries_of("management-reviews").map(row).collect();
        let columns = ["review", "planned", "held-on", "state", "chair", "actions"];
        vec![self.table_section("reviews.all", &columns, rows, "reviews.none")]
    }

    /// A review's page.
    pub(super) fn review(&self, ix: EntryIx, on: &SitePath) -> ReportPage {
        let (register, review) = self.handbook.entry(ix);
        let day_of = |register: &Register<ResolvedReference>, review: &Entry<ResolvedReference>| {
            register.date(review, "held-on").or(register.date(review, "planned"))
        };
        let day = day_of(register, review).unwrap_or(self.coverage.as_of);
        let before = self
            .handbook
            .entries_of("management-reviews")
            .filter_map(|(_, register, review)| register.date(review, "held-on").filter(|held| *held < day));
        let period = Period { after: before.max(), day };
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
        let mut sections = vec![
            self.former_actions(&period, on),
            self.changed("reviews.issues", "issues", &period, on),
            self.changed("reviews.parties", "interested-parties", &period, on),
            self.found(&period, on),
            self.measured(&period, on),
            self.audited_until(&period, on),
            self.coverage_on(&period),
            self.feedback(register, review, on),
            self.risks_on(&period, on),
            self.improvements(register, review, &period, on),
        ];
        sections.push(self.decisions(ix, register, review, on));
        self.report_page(on, (&title, lead), related, sections)
    }

    /// a) The actions that reviews before it decided on, and how they stood on its day.
    fn former_actions(&self, period: &Period, on: &SitePath) -> ReportSection {
        let reviews = self
            .handbook
            .entries_of("management-reviews")
            .filter(|(_, register, review)| register.date(review, "held-on").is_some_and(|held| held < period.day));
        let actions = reviews.flat_map(|(ix, ..)| self.handbook.entries_about(Subject::Entry(ix), "actions"));
        let rows = actions.map(|ix| self.action_on(ix, period.day, on)).collect();
        self.table_section("reviews.former", &["action", "owner", "due", "state"], rows, "reviews.none-former")
    }

    /// An action as it stood on a day.
    fn action_on(&self, ix: EntryIx, day: Date, on: &SitePath) -> Vec<ReportCell> {
        let (register, action) = self.handbook.entry(ix);
        let by = |field: &str| register.date(action, field).filter(|at| *at <= day);
        let due = register.date(action, "due");
        let state = match (by("checked-on"), by("done-on")) {
            (Some(_), _) => Badge::new(self.say("reviews.checked"), "✓", "good"),
            (None, Some(_)) => Badge::new(self.say("reviews.done"), "◐", "fair"),
            _ if register.is(action, "status", "declined") => Badge::new(self.say("reviews.declined"), "–", "out"),
            _ if due.is_some_and(|due| due < day) => Badge::new(self.say("reviews.overdue"), "✗", "bad"),
            _ => Badge::new(self.say("reviews.open"), "○", "open"),
        };
        vec![
            self.entry_link(ix, on).into(),
            self.links_in(register, action, "owner", on).into(),
            due.map(|due| self.date(due)).into(),
            state.into(),
        ]
    }

    /// b) and c) What of the context was looked at in the time.
    fn changed(&self, key: &str, name: &str, period: &Period, on: &SitePath) -> ReportSection {
        let seen = self.handbook.entries_of(name).filter_map(|(ix, register, entry)| {
            let day = register.date(entry, "reviewed").filter(|day| period.holds(*day))?;
            Some(vec![self.entry_link(ix, on).into(), self.date(day).into()])
        });
        self.table_section(key, &["what", "reviewed"], seen.collect(), "reviews.none-changed")
    }

    /// d) Nonconformities and their actions.
    fn found(&self, period: &Period, on: &SitePath) -> ReportSection {
        let mut rows = Vec::new();
        for (ix, register, finding) in self.handbook.entries_of("findings") {
            let found = register.date(finding, "found");
            let closed = register.date(finding, "closed").filter(|closed| *closed <= period.day);
            let at_work = closed.is_none_or(|closed| period.holds(closed));
            if register.is(finding, "grade", "opportunity") || found.is_none_or(|day| day > period.day) || !at_work {
                continue;
            }
            let state = match closed {
                Some(_) => Badge::new(self.say("reviews.closed"), "✓", "good"),
                None => Badge::new(self.say("reviews.open"), "○", "open"),
            };
            let actions = self.handbook.entries_about(Subject::Entry(ix), "actions");
            rows.push(vec![
                self.entry_link(ix, on).into(),
                self.cell_of(register, finding, "grade", on),
                state.into(),
                self.many(actions, on),
            ]);
        }
        self.table_section("reviews.found", &["finding", "grade", "state", "actions"], rows, "reviews.none-found")
    }

    /// d) Monitoring, measurement, and how far the objectives are reached.
    fn measured(&self, period: &Period, on: &SitePath) -> ReportSection {
        let rows = self.handbook.entries_of("objectives").map(|(ix, register, objective)| {
            let progress = progress(register, objective, period.day);
            let unit = register.text(objective, "unit").unwrap_or_default();
            let value = |value: f64| format!("{} {unit}", self.number(value)).trim_end().to_owned();
            let latest = progress.latest();
            let when = latest.map(|latest| self.date(latest.on).text);
            vec![
                self.entry_link(ix, on).into(),
                progress.target.map(|(_, target)| value(target)).into(),
                ReportCell::from(latest.map(|latest| value(latest.value))).note(when),
                self.standing(progress.standing).into(),
            ]
        });
        let columns = ["objective", "target", "latest", "state"];
        self.table_section("reviews.measured", &columns, rows.collect(), "reviews.none-measured")
    }

    /// d) The audits of the time and what they found.
    fn audited_until(&self, period: &Period, on: &SitePath) -> ReportSection {
        let rows = self.handbook.entries_of("audits").filter_map(|(ix, register, audit)| {
            let held = register.date(audit, "held-on").filter(|day| period.holds(*day))?;
            let findings = self.handbook.entries_about(Subject::Entry(ix), "findings");
            Some(vec![
                self.entry_link(ix, on).into(),
                self.date(held).into(),
                self.cell_of(register, audit, "result", on),
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
    fn feedback(
        &self,
        register: &Register<ResolvedReference>,
        review: &Entry<ResolvedReference>,
        on: &SitePath,
    ) -> ReportSection {
        let own = self.cell_of(register, review, "feedback", on);
        let own = own.html.is_some().then(|| vec![self.say("reviews.in-all").into(), own]);
        let parties = self.handbook.entries_of("interested-parties").filter_map(|(ix, register, party)| {
            let said = self.cell_of(register, party, "feedback", on);
            said.html.is_some().then(|| vec![self.entry_link(ix, on).into(), said])
        });
        let rows = own.into_iter().chain(parties).collect();
        self.table_section("reviews.feedback", &["party", "said"], rows, "reviews.none-feedback")
    }

    /// f) The risks and their treatment.
    fn risks_on(&self, period: &Period, on: &SitePath) -> ReportSection {
        let mut counts = [[0_usize; 3]; 2];
        let mut rows = Vec::new();
        for (ix, register, risk) in self.handbook.entries_of("risks") {
            let known = register.date(risk, "identified").is_none_or(|day| day <= period.day);
            if register.is(risk, "status", "closed") || !known {
                continue;
            }
            let before = register.score(risk, "likelihood", "impact");
            let after = register.score(risk, "residual-likelihood", "residual-impact");
            for (at, score) in [before, after.or(before)].into_iter().enumerate() {
                let band = score.map(|score| self.config.risk.band(score));
                if let Some(place) = band.and_then(|band| ["low", "medium", "high"].iter().position(|b| *b == band)) {
                    counts[at][place] += 1;
                }
            }
            let late =
                register.date(risk, "due").filter(|due| *due < period.day && register.is(risk, "status", "open"));
            let until = register.date(risk, "accepted-until").filter(|until| *until < period.day);
            let why = late
                .map(|due| self.tell("reviews.treatment-late", &[("day", &self.date(due).text)]))
                .or_else(|| {
                    until.map(|until| self.tell("reviews.acceptance-ended", &[("day", &self.date(until).text)]))
                })
                .or_else(|| staleness(register, risk).map(|why| super::sentence(&why)));
            if let Some(why) = why {
                rows.push(vec![self.entry_link(ix, on).into(), why.into()]);
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
    fn improvements(
        &self,
        register: &Register<ResolvedReference>,
        review: &Entry<ResolvedReference>,
        period: &Period,
        on: &SitePath,
    ) -> ReportSection {
        let own = self.cell_of(register, review, "opportunities", on);
        let own = own.html.is_some().then(|| vec![self.say("reviews.in-all").into(), own]);
        let found = self.handbook.entries_of("findings").filter_map(|(ix, register, finding)| {
            let open = register.date(finding, "closed").is_none_or(|closed| closed > period.day);
            let known = register.date(finding, "found").is_some_and(|day| day <= period.day);
            let wanted = register.is(finding, "grade", "opportunity") && known && open;
            wanted.then(|| vec![self.entry_link(ix, on).into(), self.cell_of(register, finding, "seen", on)])
        });
        let rows = own.into_iter().chain(found).collect();
        self.table_section("reviews.improvements", &["what", "said"], rows, "reviews.none-improvements")
    }

    /// What came of it: decisions, actions, the conclusion.
    fn decisions(
        &self,
        ix: EntryIx,
        register: &Register<ResolvedReference>,
        review: &Entry<ResolvedReference>,
        on: &SitePath,
    ) -> ReportSection {
        let fields = match register.schema.field("decisions").map(|at| &register.schema.fields[at].kind) {
            Some(crate::model::FieldKind::Table(fields)) => fields.as_slice(),
            _ => &[],
        };
        let decisions = register.rows(review, "decisions").map(|(_, row)| {
            let field = fields.iter().find(|field| field.name == "decision");
            let html = field.zip(row.value("decision")).and_then(|(field, value)| self.field(field, value, on).html);
            vec![
                row.text("on").unwrap_or_default().into(),
                ReportCell { html, ..ReportCell::default() },
                self.links(row.references("owner"), on).into(),
                ReportCell::default(),
            ]
        });
        let actions = self.handbook.entries_about(Subject::Entry(ix), "actions").into_iter().map(|action| {
            let (register, entry) = self.handbook.entry(action);
            vec![
                self.say("reviews.action").into(),
                self.entry_link(action, on).into(),
                self.links_in(register, entry, "owner", on).into(),
                self.cell_of(register, entry, "due", on),
            ]
        });
        let rows = decisions.chain(actions).collect();
        let section =
            self.table_section("reviews.outputs", &["on", "decision", "owner", "due"], rows, "reviews.none-outputs");
        let label = self.say("reviews.conclusion").to_owned();
        let conclusion = Fact { label, value: self.cell_of(register, review, "conclusion", on) };
        ReportSection { facts: vec![conclusion], ..section }
    }
}
