//! The numbers that texts name.

use super::{Coverage, CoverageStatus};
use crate::catalog::{MAIN, RequirementKind};
use crate::config::Config;
use crate::isms::{self, Evidence};
use crate::model::{Counted, Destination, Handbook, NamedCount, Part, ResolvedReference};

/// Counts what texts name, in one handbook on one day.
#[derive(Clone, Copy)]
pub struct NamedCounts<'a> {
    /// The handbook.
    pub handbook: &'a Handbook,
    /// Its coverage on the day.
    pub coverage: &'a Coverage,
    /// Its settings.
    pub config: &'a Config,
}

impl NamedCounts<'_> {
    /// The number of a link to a figure, as a text has it; nothing for any other link.
    pub fn text(&self, link: Option<&ResolvedReference>) -> String {
        match link.and_then(|link| link.to.as_ref()) {
            Some(Destination::NamedCount(count)) => self.number(count).to_string(),
            _ => String::new(),
        }
    }

    /// What a figure amounts to.
    pub fn number(&self, count: &NamedCount) -> usize {
        let Self { handbook, coverage, config } = *self;
        match count {
            NamedCount::Requirements(counted, part) => self.requirements(*counted, *part),
            NamedCount::Documents => handbook.documents.len(),
            NamedCount::OverdueDocuments => {
                handbook.documents.iter().filter(|document| document.is_overdue(coverage.as_of)).count()
            }
            NamedCount::Entries(register) => handbook.records(register).count(),
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

    fn requirements(&self, counted: Counted, part: Part) -> usize {
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
            Counted::InScope => totals.in_scope(),
            Counted::Covered => totals.of(CoverageStatus::Covered),
            Counted::Partial => totals.of(CoverageStatus::Partial),
            Counted::Gap => totals.of(CoverageStatus::Gap),
            Counted::Undecided => totals.of(CoverageStatus::Undecided),
            Counted::Excluded => totals.of(CoverageStatus::Excluded),
        }
    }
}
