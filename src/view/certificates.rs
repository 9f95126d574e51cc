//! Certificates, and what the certification body found.

use super::{ReportCell, ReportSection, View};
use crate::isms::{Action, Certificate, Finding};
use crate::model::Subject;

/// Returns each certificate with its validity.
pub(super) fn section(view: &View<'_>) -> ReportSection {
    let row = |certificate: Certificate<'_>| {
        let number = certificate.text(Certificate::NUMBER).map(str::to_owned);
        let edition = certificate.text(Certificate::EDITION).map(str::to_owned);
        vec![
            ReportCell::from(view.entry_link(certificate.ix)).note(number),
            view.cell_of(*certificate, Certificate::STANDARD)
                .note(edition)
                .below(view.cell_of(*certificate, Certificate::BODY)),
            view.cell_of(*certificate, Certificate::SCOPE),
            view.cell_of(*certificate, Certificate::ISSUED).below(view.cell_of(*certificate, Certificate::VALID_UNTIL)),
            view.cell_of(*certificate, Certificate::SURVEILLANCE),
            view.state_of(*certificate),
        ]
    };
    let rows = Certificate::all(&view.book.handbook).map(row).collect();
    let columns = ["certificate", "standard/body", "certified", "issued/valid-until", "surveillance", "state"];
    view.table_section("certification.certificates", &columns, rows, "certification.none-certificates")
}

/// Returns the findings of the certification body, with the deadlines that it set.
pub(super) fn findings(view: &View<'_>) -> ReportSection {
    let handbook = &view.book.handbook;
    let found = Finding::all(handbook).filter(|finding| finding.is_of_certification(handbook));
    let row = |finding: Finding<'_>| {
        vec![
            view.entry_link(finding.ix).into(),
            view.links_in(*finding, Finding::AUDIT).into(),
            view.cell_of(*finding, Finding::GRADE),
            view.cell_of(*finding, Finding::DUE),
            view.state_of(*finding),
            view.many(handbook.entries_about(Subject::Entry(finding.ix), Action::REGISTER)),
        ]
    };
    let columns = ["finding", "audit", "grade", "due", "state", "actions"];
    view.table_section("certification.findings", &columns, found.map(row).collect(), "certification.none-findings")
}
