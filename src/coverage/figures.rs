//! The numbers that texts name.

use super::{Coverage, Status};
use crate::catalog::{MAIN, RequirementKind};
use crate::model::{Counted, Destination, Figure, Handbook, Link, Part};

/// What a figure amounts to.
pub fn figure(handbook: &Handbook, coverage: &Coverage, figure: &Figure) -> usize {
    match figure {
        Figure::Documents => handbook.documents.len(),
        Figure::OverdueDocuments => {
            handbook.documents.iter().filter(|document| document.is_overdue(coverage.as_of)).count()
        }
        Figure::Entries(register) => handbook.register(register).map_or(0, |(_, register)| register.entries.len()),
        Figure::Requirements(counted, part) => {
            let totals = coverage.totals(|ix| {
                let catalog = &handbook.catalog;
                let kind = catalog.requirement(ix).kind;
                catalog.standard_of(ix).id == MAIN
                    && match part {
                        Part::Whole => true,
                        Part::Controls => kind == RequirementKind::Control,
                        Part::Clauses => kind == RequirementKind::Clause,
                    }
            });
            match counted {
                Counted::All => totals.all(),
                Counted::InScope => totals.in_scope(),
                Counted::Covered => totals.of(Status::Covered),
                Counted::Partial => totals.of(Status::Partial),
                Counted::Gap => totals.of(Status::Gap),
                Counted::Undecided => totals.of(Status::Undecided),
                Counted::Excluded => totals.of(Status::Excluded),
            }
        }
    }
}

/// The number of a link to a figure, as a text has it; nothing for any other link.
pub fn figure_text(handbook: &Handbook, coverage: &Coverage, link: Option<&Link>) -> String {
    match link.and_then(|link| link.to.as_ref()) {
        Some(Destination::Figure(named)) => figure(handbook, coverage, named).to_string(),
        _ => String::new(),
    }
}
