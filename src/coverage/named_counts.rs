//! The numbers that texts name.

use super::{Coverage, CoverageStatus, is_in_date};
use crate::catalog::{MAIN, RequirementKind};
use crate::config::Config;
use crate::model::{Counted, Destination, Entry, EntryIx, Handbook, NamedCount, Part, Register, ResolvedReference};

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
    /// The number of a named count as text; empty if the reference is not to a named count.
    pub fn text(&self, reference: &ResolvedReference) -> String {
        match &reference.to {
            Some(Destination::NamedCount(count)) => self.number(count).to_string(),
            _ => String::new(),
        }
    }

    /// The number of things that are counted.
    pub fn number(&self, count: &NamedCount) -> usize {
        let Self { handbook, coverage, config } = *self;
        match count {
            NamedCount::Requirements(counted, part) => self.requirements(*counted, *part),
            NamedCount::Documents => handbook.documents.len(),
            NamedCount::OverdueDocuments => {
                handbook.documents.iter().filter(|document| document.is_overdue(coverage.as_of)).count()
            }
            NamedCount::Entries(register) => self.entries(register, |_, _, _| true),
            NamedCount::Overdue(register) => self.entries(register, |_, register, entry| {
                let deadlines = &register.schema.deadlines;
                deadlines.iter().filter_map(|deadline| deadline.day(register, entry)).any(|day| day < coverage.as_of)
            }),
            NamedCount::Risks(band) => self.entries("risks", |_, register, risk| {
                let score = |[likelihood, impact]: [&str; 2]| register.score(risk, likelihood, impact);
                let left = score(["residual-likelihood", "residual-impact"]);
                left.or_else(|| score(["likelihood", "impact"])).is_some_and(|score| config.risk.band(score) == *band)
            }),
            NamedCount::CurrentEvidence => {
                self.entries("evidence", |ix, _, _| is_in_date(handbook, ix, config, coverage.as_of))
            }
        }
    }

    /// How many entries of a register are wanted.
    fn entries(
        &self,
        register: &str,
        wanted: impl Fn(EntryIx, &Register<ResolvedReference>, &Entry<ResolvedReference>) -> bool,
    ) -> usize {
        self.handbook.entries_of(register).filter(|(ix, register, entry)| wanted(*ix, register, entry)).count()
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
