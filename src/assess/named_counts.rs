//! The named counts of texts, such as `{{ covered controls }}`.

use std::collections::HashSet;

use super::Assessed;
use crate::catalog::{FIRST, RequirementKind};
use crate::coverage::{CoverageStatus, DueKind, When};
use crate::isms::{self, Decision, Evidence, Risk};
use crate::model::{Counted, Destination, NamedCount, Part, Record, ResolvedReference, Subject};

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
            NamedCount::Entries(register) => self.counted(register).count(),
            // What is overdue of a decision is the plan of its control, which a risk or an action may hold.
            NamedCount::Overdue(register) if register == Decision::REGISTER => {
                coverage.falling_due(When::Overdue).filter(|due| due.what == DueKind::Implementation).count()
            }
            NamedCount::Overdue(register) => {
                let overdue: HashSet<Subject> = coverage.falling_due(When::Overdue).map(|due| due.subject).collect();
                self.counted(register).filter(|record| overdue.contains(&Subject::Entry(record.ix))).count()
            }
            NamedCount::Risks(band) => {
                let in_band = |risk: &Risk<'_>| risk.band_left(&config.risk).is_some_and(|left| left.id == *band);
                isms::risks_on(handbook, coverage.as_of).filter(in_band).count()
            }
            NamedCount::CurrentEvidence => {
                Evidence::all(handbook).filter(|evidence| evidence.is_in_date(config, coverage.as_of)).count()
            }
        }
    }

    /// Returns the entries that the number of a register counts: an opportunity is not a risk.
    fn counted<'a>(&'a self, register: &'a str) -> impl Iterator<Item = Record<'a>> {
        self.handbook.records(register).filter(|record| !isms::is_opportunity(*record))
    }

    fn count_requirements(&self, counted: Counted, part: Part) -> usize {
        let catalog = &self.handbook.catalog;
        let totals = self.coverage.totals(|ix| {
            let requirement = catalog.requirement(ix);
            let kind = requirement.kind;
            requirement.standard == FIRST
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
