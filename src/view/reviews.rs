//! Management reviews (9.3): the required inputs as of the day of the review, and its results.

use jiff::civil::Date;

use super::sections::assemble;
use super::{Fact, ReportCell, ReportPage, ReportSection, View, indicators};
use crate::isms::{self, Action, Audit, Finding, InterestedParty, Issue, ManagementReview, Objective, Period, Risk};
use crate::model::{EntryIx, Record, Subject};
use crate::pages::{PageId, review_path};

/// Returns the list of all reviews.
pub(super) fn sections(view: &View<'_>) -> Vec<ReportSection> {
    let row = |review: ManagementReview<'_>| {
        let path = review_path(review.id());
        let text = view.entry_link(review.ix).text;
        let link = super::LinkView { text, href: Some(path.relative_from(view.on)) };
        let outputs = view.book.handbook.entries_about(Subject::Entry(review.ix), Action::REGISTER);
        vec![
            link.into(),
            view.cell_of(*review, ManagementReview::PLANNED),
            view.cell_of(*review, ManagementReview::HELD_ON),
            view.state_of(*review),
            view.links_in(*review, ManagementReview::CHAIR).into(),
            view.many(outputs),
        ]
    };
    let rows = ManagementReview::all(&view.book.handbook).map(row).collect();
    let columns = ["review", "planned", "held-on", "state", "chair", "actions"];
    vec![view.table_section("reviews.all", &columns, rows, "reviews.none")]
}

/// Returns the page of a review.
pub(crate) fn page(view: &View<'_>, record: Record<'_>) -> ReportPage {
    let review = ManagementReview::of(record).expect("the page is made for each entry of the register");
    let ix = review.ix;
    let period = review.period(&view.book.handbook, view.book.coverage.as_of);
    let day = period.day;
    let lead = match (period.after, day > view.book.coverage.as_of) {
        (_, true) => view.tell("reviews.lead-to-come", &[("day", &view.date(day).text)]),
        (Some(after), _) => {
            view.tell("reviews.lead-since", &[("day", &view.date(day).text), ("after", &view.date(after).text)])
        }
        (None, _) => view.tell("reviews.lead-first", &[("day", &view.date(day).text)]),
    };
    let title = view.entry_link(ix).text;
    let related = vec![view.entry_link(ix), view.page_link("reviews.title", PageId::Reviews)];
    let issues = Issue::all(&view.book.handbook).filter_map(|issue| Some((issue.ix, issue.date(Issue::REVIEWED)?)));
    let parties = InterestedParty::all(&view.book.handbook);
    let parties = parties.filter_map(|party| Some((party.ix, party.date(InterestedParty::REVIEWED)?)));
    let mut sections = vec![
        former_actions(view, &period),
        changed(view, "reviews.issues", issues.collect(), &period),
        changed(view, "reviews.parties", parties.collect(), &period),
        found(view, &period),
        measured(view, &period),
        indicators::on_day(view, period.day),
        audited_until(view, &period),
        // d) How far the standard was met.
        super::recorded::section(view, *review, period.day),
        feedback(view, review),
        risks_on(view, &period),
        improvements(view, review, &period),
    ];
    sections.push(decisions(view, review));
    assemble(view, (&title, lead), related, sections)
}

/// Input a): the actions that earlier reviews decided on, with their state on the day of the review.
fn former_actions(view: &View<'_>, period: &Period) -> ReportSection {
    let today = view.book.coverage.as_of;
    let reviews = ManagementReview::all(&view.book.handbook).filter(|review| review.is_held_before(period.day, today));
    let actions = reviews.flat_map(|review| Action::about(&view.book.handbook, Subject::Entry(review.ix)));
    let rows = actions.map(|action| action_on(view, action, period.day)).collect();
    view.table_section("reviews.former", &["action", "owner", "due", "state"], rows, "reviews.none-former")
}

/// Returns the row of an action, with its state on a day.
fn action_on(view: &View<'_>, action: Action<'_>, day: Date) -> Vec<ReportCell> {
    vec![
        view.entry_link(action.ix).into(),
        view.links_in(*action, Action::OWNER).into(),
        action.date(Action::DUE).map(|due| view.date(due)).into(),
        view.state(&action.state_on(day), day).into(),
    ]
}

/// Inputs b) and c): the parts of the context that were examined in the period.
fn changed(view: &View<'_>, key: &str, seen: Vec<(EntryIx, Date)>, period: &Period) -> ReportSection {
    let seen = seen.into_iter().filter(|(_, day)| period.contains(*day));
    let rows = seen.map(|(ix, day)| vec![view.entry_link(ix).into(), view.date(day).into()]);
    view.table_section(key, &["what", "reviewed"], rows.collect(), "reviews.none-changed")
}

/// Input d): nonconformities and their actions.
fn found(view: &View<'_>, period: &Period) -> ReportSection {
    let mut rows = Vec::new();
    for finding in Finding::all(&view.book.handbook).filter(|finding| !finding.is_opportunity()) {
        let closed = finding.closed_by(period.day);
        if !finding.is_known_on(period.day) || closed.is_some_and(|closed| !period.contains(closed)) {
            continue;
        }
        let actions = view.book.handbook.entries_about(Subject::Entry(finding.ix), Action::REGISTER);
        rows.push(vec![
            view.entry_link(finding.ix).into(),
            view.cell_of(*finding, Finding::GRADE),
            view.state(&finding.state(period.day), period.day).into(),
            view.many(actions),
        ]);
    }
    view.table_section("reviews.found", &["finding", "grade", "state", "actions"], rows, "reviews.none-found")
}

/// Input d): monitoring, measurement, and progress on the objectives.
fn measured(view: &View<'_>, period: &Period) -> ReportSection {
    let rows = Objective::all(&view.book.handbook).map(|objective| {
        let progress = objective.progress(period.day);
        let unit = objective.unit();
        let value = |value: f64| view.quantity(value, unit);
        let latest = progress.latest();
        let when = latest.map(|latest| view.date(latest.on).text);
        vec![
            view.entry_link(objective.ix).into(),
            progress.target.map(|(_, target)| value(target)).into(),
            ReportCell::from(latest.map(|latest| value(latest.value))).note(when),
            view.state(&progress.state(), period.day).into(),
        ]
    });
    let columns = ["objective", "target", "latest", "state"];
    view.table_section("reviews.measured", &columns, rows.collect(), "reviews.none-measured")
}

/// Input d): the audits of the period and their findings.
fn audited_until(view: &View<'_>, period: &Period) -> ReportSection {
    let rows = Audit::all(&view.book.handbook).filter_map(|audit| {
        let held = audit.held(period.day).filter(|day| period.contains(*day))?;
        let findings = view.book.handbook.entries_about(Subject::Entry(audit.ix), Finding::REGISTER);
        Some(vec![
            view.entry_link(audit.ix).into(),
            view.date(held).into(),
            view.cell_of(*audit, Audit::RESULT),
            view.many(findings),
        ])
    });
    let columns = ["audit", "held-on", "result", "findings"];
    view.table_section("reviews.audits", &columns, rows.collect(), "reviews.none-audits")
}

/// Input e): feedback from interested parties.
fn feedback(view: &View<'_>, review: ManagementReview<'_>) -> ReportSection {
    let own = view.cell_of(*review, ManagementReview::FEEDBACK);
    let own = own.html.is_some().then(|| vec![view.say("reviews.in-all").into(), own]);
    let parties = InterestedParty::all(&view.book.handbook).filter_map(|party| {
        let feedback = view.cell_of(*party, InterestedParty::FEEDBACK);
        feedback.html.is_some().then(|| vec![view.entry_link(party.ix).into(), feedback])
    });
    let rows = own.into_iter().chain(parties).collect();
    view.table_section("reviews.feedback", &["party", "said"], rows, "reviews.none-feedback")
}

/// Input f): the risks and their treatment.
fn risks_on(view: &View<'_>, period: &Period) -> ReportSection {
    let scale = &view.book.config.risk;
    let mut counts = [vec![0_usize; scale.bands.len()], vec![0_usize; scale.bands.len()]];
    let mut rows = Vec::new();
    for risk in isms::risks_on(&view.book.handbook, period.day) {
        for (at, score) in [risk.score_before(scale), risk.score_left(scale)].into_iter().enumerate() {
            if let Some(score) = score {
                counts[at][scale.place(score)] += 1;
            }
        }
        if let Some(why) = why_late(view, risk, period.day) {
            rows.push(vec![view.entry_link(risk.ix).into(), why.into()]);
        }
    }
    let line = |counts: Vec<usize>| {
        let bands = scale.bands.iter().zip(counts).map(|(band, count)| format!("{count} {}", band.name));
        bands.collect::<Vec<_>>().join(", ")
    };
    let [before, after] = counts.map(line);
    let section = view.table_section("reviews.risks", &["risk", "why"], rows, "reviews.none-risks");
    let facts = vec![
        Fact { label: view.say("column.before").to_owned(), value: before.into() },
        Fact { label: view.say("column.after").to_owned(), value: after.into() },
    ];
    ReportSection { facts, ..section }
}

/// Input g): opportunities for improvement.
fn improvements(view: &View<'_>, review: ManagementReview<'_>, period: &Period) -> ReportSection {
    let own = view.cell_of(*review, ManagementReview::OPPORTUNITIES);
    let own = own.html.is_some().then(|| vec![view.say("reviews.in-all").into(), own]);
    let day = period.day;
    let found = Finding::all(&view.book.handbook)
        .filter(|finding| finding.is_opportunity() && finding.is_known_on(day) && finding.closed_by(day).is_none())
        .map(|finding| vec![view.entry_link(finding.ix).into(), view.cell_of(*finding, Finding::SEEN)]);
    let rows = own.into_iter().chain(found).collect();
    view.table_section("reviews.improvements", &["what", "said"], rows, "reviews.none-improvements")
}

/// Returns why a risk needs attention: its treatment is late, or its acceptance has expired or is stale.
fn why_late(view: &View<'_>, risk: Risk<'_>, day: Date) -> Option<String> {
    let told = |key: &str, day: Date| view.tell(key, &[("day", &view.date(day).text)]);
    if let Some(due) = risk.late_since(day) {
        return Some(told("reviews.treatment-late", due));
    }
    let acceptance = risk.acceptance(&view.book.config.risk, day);
    match acceptance.as_ref().filter(|acceptance| acceptance.ended).and_then(|acceptance| acceptance.until) {
        Some(until) => Some(told("reviews.acceptance-ended", until)),
        None => acceptance?.stale.map(|why| super::sentence(&view.book.words.phrase(&why))),
    }
}

/// Returns the results: decisions, actions, the conclusion.
fn decisions(view: &View<'_>, review: ManagementReview<'_>) -> ReportSection {
    let decisions = review.decisions().map(|decision| {
        vec![
            ManagementReview::decided_on(decision).unwrap_or_default().into(),
            view.cell_in(decision, ManagementReview::DECISION),
            view.links(ManagementReview::decided_for(decision)).into(),
            ReportCell::default(),
        ]
    });
    let actions = Action::about(&view.book.handbook, Subject::Entry(review.ix)).map(|action| {
        vec![
            view.say("reviews.action").into(),
            view.entry_link(action.ix).into(),
            view.links_in(*action, Action::OWNER).into(),
            view.cell_of(*action, Action::DUE),
        ]
    });
    let rows = decisions.chain(actions).collect();
    let section =
        view.table_section("reviews.outputs", &["on", "decision", "owner", "due"], rows, "reviews.none-outputs");
    let label = view.say("reviews.conclusion").to_owned();
    let conclusion = Fact { label, value: view.cell_of(*review, ManagementReview::CONCLUSION) };
    ReportSection { facts: vec![conclusion], ..section }
}
