//! The road to certification: a timeline, and what each milestone still lacks on its date.

use jiff::civil::Date;

use super::{Badge, PlacedWord, ReportCell, ReportSection, Timeline, TimelineDot, View, certificates};
use crate::catalog::{RequirementKind, Rung};
use crate::coverage::{CoverageStatus, When};
use crate::isms::{self, Finding, ManagementReview, Milestone};
use crate::pages::PageId;

/// Horizontal positions where the line starts and ends.
const LINE: [f64; 2] = [20.0, 780.0];

/// Returns the timeline, the certificates and what their body found, then each milestone with what it lacks.
pub(super) fn sections(view: &View<'_>) -> Vec<ReportSection> {
    let mut milestones: Vec<Milestone<'_>> = Milestone::all(&view.book.handbook).collect();
    milestones.sort_by_key(|milestone| (milestone.due(), milestone.ix));
    let rows = milestones.iter().map(|milestone| milestone_row(view, *milestone)).collect();
    let columns = ["milestone", "kind", "date", "state", "owner", "result"];
    let table = view.table_section("certification.line", &columns, rows, "certification.none");
    let timeline = timeline(view, &milestones);
    let certified = [certificates::section(view), certificates::findings(view)];
    let mut sections = vec![ReportSection { timeline, ..table }];
    sections.extend(certified);
    sections.extend(milestones.iter().filter_map(|milestone| match milestone.held(view.book.coverage.as_of) {
        Some(held) => Some(covered(view, *milestone, held)),
        None => lacking(view, *milestone),
    }));
    sections
}

/// What was covered on the day on which a milestone was held.
fn covered(view: &View<'_>, milestone: Milestone<'_>, held: Date) -> ReportSection {
    let title = format!("{} {}: {}", milestone.id(), milestone.title(), view.date(held).text);
    ReportSection { id: crate::site::slug(milestone.id()), title, ..super::recorded::section(view, *milestone, held) }
}

fn milestone_row(view: &View<'_>, milestone: Milestone<'_>) -> Vec<ReportCell> {
    let due = milestone.due();
    vec![
        view.entry_link(milestone.ix).into(),
        view.cell_of(*milestone, Milestone::KIND),
        due.map(|day| view.date(day)).into(),
        view.state_of(*milestone),
        view.links_in(*milestone, Milestone::OWNER).into(),
        view.cell_of(*milestone, Milestone::RESULT),
    ]
}

/// Returns what would be missing on a milestone's date if nothing changed until then.
fn lacking(view: &View<'_>, milestone: Milestone<'_>) -> Option<ReportSection> {
    let day = milestone.due()?.max(view.book.coverage.as_of);
    let then = view.book.coverage_on(day);
    let row = |key: &str, count: usize, page: PageId, title: &str| {
        let state = match count {
            0 => Badge::new(view.say("certification.nothing"), "✓", "good"),
            _ => Badge::new(&view.tell("certification.lacking", &[("n", &count)]), "✗", "bad"),
        };
        vec![view.say(key).into(), state.into(), view.page_link(title, page).into()]
    };
    let of_kind = |kind: RequirementKind| {
        let open = then.ladders().filter(|ladder| {
            !ladder.is_in_order() && view.book.handbook.catalog.requirement(ladder.requirement).kind == kind
        });
        open.count()
    };
    let information = then.holdings.iter().filter(|h| !h.umbrella && h.is_missing()).count();
    let unassessed = then.ladders().filter(|ladder| {
        let clause = view.book.handbook.catalog.requirement(ladder.requirement).kind == RequirementKind::Clause;
        clause && ladder.step(Rung::Assessed).is_some_and(|step| step.state.is_err())
    });
    let overdue = then.falling_due(When::Overdue).count();
    let majors = Finding::all(&view.book.handbook).filter(|finding| finding.is_major() && finding.is_open_on(day));
    let open_majors = majors.count();
    let risks = || isms::risks_on(&view.book.handbook, day);
    let without_plan =
        risks().filter(|risk| risk.needs_plan() && risk.plan_approved(&view.book.handbook, day).is_err()).count();
    let scale = &view.book.config.risk;
    let unaccepted = risks().filter(|risk| !risk.residual(&view.book.handbook, scale, day).is_settled()).count();
    let mut rows = vec![
        row("certification.information", information, PageId::RequiredDocuments, "certification.see-required"),
        row("certification.clauses", of_kind(RequirementKind::Clause), PageId::Gaps, "certification.see-gaps"),
        row("certification.controls", of_kind(RequirementKind::Control), PageId::Gaps, "certification.see-gaps"),
        row("certification.plans", without_plan, PageId::Treatment, "treatment.title"),
        row("certification.residual", unaccepted, PageId::Acceptance, "acceptance.title"),
        row("certification.audits", unassessed.count(), PageId::Audits, "audit-page.title"),
        row("certification.majors", open_majors, PageId::Nonconformities, "nonconformities.title"),
        row("certification.due", overdue, PageId::Calendar, "calendar.title"),
    ];
    let planned =
        then.ladders().filter(|ladder| ladder.status == CoverageStatus::Planned && ladder.is_in_order()).count();
    if planned > 0 {
        let state = Badge::new(&view.tell("certification.later", &[("n", &planned)]), "→", "plan");
        let soa = view.page_link("soa.title", PageId::Soa);
        rows.push(vec![view.say("certification.planned").into(), state.into(), soa.into()]);
    }
    let reviewed = ManagementReview::any_in_year_before(&view.book.handbook, day);
    rows.push(row("certification.reviews", usize::from(!reviewed), PageId::Reviews, "reviews.title"));
    let columns = ["what", "state", "see"];
    let title = format!("{} {}: {}", milestone.id(), milestone.title(), view.date(day).text);
    let id = crate::site::slug(milestone.id());
    let table = Some(view.table(&id, &columns, vec![rows.into()]));
    let text = Some(view.say("certification.if-nothing").to_owned());
    Some(ReportSection { id, title, text, table, ..ReportSection::default() })
}

/// Places the milestones on a line from the start of the first year to the end of the last.
fn timeline(view: &View<'_>, milestones: &[Milestone<'_>]) -> Option<Timeline> {
    let days: Vec<Date> =
        milestones.iter().filter_map(|milestone| milestone.due()).chain([view.book.coverage.as_of]).collect();
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
    let years = (first..=last)
        .filter_map(|year| Some(PlacedWord { x: place(Date::new(year, 1, 1).ok()?), y: 80, text: year.to_string() }));
    // Labels of neighbouring milestones are on different lines, so that they do not overlap.
    let lines = [22, 40, 100, 114];
    let dots = milestones.iter().filter_map(|milestone| Some((milestone, milestone.due()?))).enumerate();
    let dots = dots.map(|(at, (milestone, day))| TimelineDot {
        x: place(day),
        y: lines[at % lines.len()],
        anchor: if place(day) > 560 { "end" } else { "start" },
        tone: match () {
            () if milestone.is_held(view.book.coverage.as_of) => "good",
            () if day < view.book.coverage.as_of => "bad",
            () => "open",
        },
        text: milestone.id().to_owned(),
    });
    Some(Timeline {
        label: view.say("certification.timeline").to_owned(),
        today: Some(place(view.book.coverage.as_of)),
        years: years.collect(),
        dots: dots.collect(),
    })
}
