//! The named counts of texts, such as `{{ covered controls }}`.

use super::Assessed;
use crate::catalog::{MAIN, RequirementKind};
use crate::coverage::{CoverageStatus, DueKind};
use crate::isms::{self, Decision, Evidence};
use crate::model::{Counted, Destination, NamedCount, Part, ResolvedReference};

impl Assessed {
    /// Returns the number that a reference to a named count stands for; an empty text for any other reference.
    pub fn count_text(&self, reference: &ResolvedReference) -> String {
        match &reference.to {
            Some(Destination::NamedCount(count)) => self.count(count).to_string(),
            _ => String::new(),
        }
    }

    /// Returns the value of a named count.
    pub fn count(&self, count: &NamedCount) -> usize {
        let Self { handbook, coverage, config, .. } = self;
        match count {
            NamedCount::Requirements(counted, part) => self.count_requirements(*counted, *part),
            NamedCount::Documents => handbook.documents.len(),
            NamedCount::OverdueDocuments => {
                handbook.documents.iter().filter(|document| document.is_overdue(coverage.as_of)).count()
            }
            NamedCount::Entries(register) => handbook.records(register).count(),
            // What is overdue of a decision is the plan of its control, which a risk or an action may hold.
            NamedCount::Overdue(register) if register == Decision::REGISTER => {
                let overdue = coverage.due.iter().filter(|due| due.day < coverage.as_of);
                overdue.filter(|due| due.what == DueKind::Implementation).count()
            }
            NamedCount::Overdue(register) => {
                handbook.records(register).filter(|record| record.overdue(coverage.as_of).is_some()).count()
            }
            NamedCount::Risks(band) => {
                isms::open_risks(handbook).filter(|risk| risk.band_left(&config.risk) == Some(*band)).count()
            }
            NamedCount::CurrentEvidence => {
                Evidence::all(handbook).filter(|evidence| evidence.is_in_date(config, coverage.as_of)).count()
            }
        }
    }

    fn count_requirements(&self, counted: Counted, part: Part) -> usize {
        let catalog = &self.handbook.catalog;
        let totals = self.coverage.totals(|ix| {
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
            Counted::Decided => totals.decided(),
            Counted::Applicable => totals.applicable(),
            Counted::Covered => totals.of(CoverageStatus::Covered),
            Counted::Partial => totals.of(CoverageStatus::Partial),
            Counted::Planned => totals.of(CoverageStatus::Planned),
            Counted::Gap => totals.of(CoverageStatus::Gap),
            Counted::Undecided => totals.of(CoverageStatus::Undecided),
            Counted::Excluded => totals.of(CoverageStatus::Excluded),
        }
    }
}
