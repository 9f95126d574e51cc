//! Whom to tell when something goes wrong, and how to reach a role.

use serde::Serialize;

use super::{LinkView, PageView, View};
use crate::isms::{self, Role};
use crate::model::Subject;
use crate::site::dial_address;

/// The page for reporting something.
#[derive(Debug, Serialize)]
pub(crate) struct ReportingPage {
    /// The frame.
    pub page: PageView,
    /// Whom to tell; a book without one has no such page.
    pub report: Option<ReportView>,
}

/// The contact for reporting an incident.
#[derive(Debug, Serialize)]
pub(crate) struct ReportView {
    /// The role to tell.
    pub role: LinkView,
    /// The person who has the role.
    pub holder: Option<String>,
    /// Who stands in.
    pub deputy: Option<String>,
    /// The phone number, with its address.
    pub phone: Option<LinkView>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The section that explains how.
    pub how: Option<LinkView>,
}

/// Returns the page for reporting something.
pub(crate) fn page(view: &View<'_>) -> ReportingPage {
    let mut page = view.page(view.say("reporting.title"));
    page.breadcrumbs = view.crumbs(&[]);
    page.description = Some(view.say("reporting.lead").to_owned());
    ReportingPage { report: contact(view), page }
}

/// Returns the contact for incidents: the owner of the control on reporting, and the section in force that explains how.
pub(super) fn contact(view: &View<'_>) -> Option<ReportView> {
    let handbook = &view.book.handbook;
    let (control, ix) = isms::reporting(handbook)?;
    let role = handbook.record(ix);
    let how = handbook.claims(control).find_map(|claim| match claim.from {
        Subject::Document(ix) if handbook.document(ix).is_in_force(view.book.coverage.as_of) => {
            Some(view.section(ix, Some(claim.section?)))
        }
        _ => None,
    });
    let text = |field: &str| role.text(field).map(str::to_owned);
    Some(ReportView {
        role: LinkView { text: role.title().to_owned(), ..view.entry_link(ix) },
        holder: text(Role::HOLDER),
        deputy: text(Role::DEPUTY),
        phone: text(Role::PHONE).map(|phone| LinkView { href: dial_address(&phone), text: phone }),
        email: text(Role::EMAIL),
        how,
    })
}
