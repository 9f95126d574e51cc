//! Builds the pages that are made from registers, one for each of their rows in the table of pages.

use super::sections::assemble;
use super::{
    ReportPage, View, acceptance, assets, auditor, audits, calendar, certification, context, nonconformities,
    objectives, reviews, risks, roles, sources,
};
use crate::pages::{PageId, PageRow};

/// Returns the page for a row of the table of pages.
pub(crate) fn page(view: &View<'_>, id: PageId) -> ReportPage {
    let sections = match id {
        PageId::Risks => risks::sections(view),
        PageId::Treatment => acceptance::treatment_sections(view),
        PageId::Acceptance => acceptance::acceptance_sections(view),
        PageId::RisksBy => risks::risks_by_sections(view),
        PageId::Assets => assets::sections(view),
        PageId::Objectives => objectives::sections(view),
        PageId::Context => context::sections(view),
        PageId::Audits => audits::sections(view),
        PageId::Nonconformities => nonconformities::sections(view),
        PageId::Reviews => reviews::sections(view),
        PageId::Certification => certification::sections(view),
        PageId::Calendar => calendar::sections(view),
        PageId::Roles => roles::sections(view),
        PageId::Everyone => roles::everyone_sections(view, 0),
        PageId::Sources => sources::sections(view),
        _ => auditor::sections(view),
    };
    let PageRow { title, lead, registers, .. } = id.row();
    let title = view.say(title);
    let lead = lead.map(|lead| view.say(lead).to_owned()).unwrap_or_default();
    let mut related = view.registers_as_links(registers);
    related.extend(view.reports_on(registers).into_iter().filter(|link| link.text != title));
    assemble(view, (title, lead), related, sections)
}
