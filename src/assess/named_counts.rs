//! The named counts of texts, such as `{{ covered controls }}`.

use super::Assessed;
use crate::catalog::{MAIN, RequirementKind};
use crate::coverage::{CoverageStatus, is_in_date};
use crate::model::{Counted, Destination, Entry, EntryIx, NamedCount, Part, Register, ResolvedReference};

impl Assessed {
    /// Returns the number that a reference to a named count stands for; an empty text for any other reference.
    pub fn count_text(&self, reference: Option<&ResolvedReference>) -> String {
        match reference.and_then(|reference| reference.to.as_ref()) {
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
            NamedCount::Entries(register) => self.count_entries(register, |_, _, _| true),
            NamedCount::Overdue(register) => self.count_entries(register, |_, register, entry| {
                let deadlines = &register.schema.deadlines;
                deadlines.iter().filter_map(|deadline| deadline.day(register, entry)).any(|day| day < coverage.as_of)
            }),
            NamedCount::Risks(band) => self.count_entries("risks", |_, register, risk| {
                let score = |[likelihood, impact]: [&str; 2]| register.score(risk, likelihood, impact);
                let left = score(["residual-likelihood", "residual-impact"]);
                left.or_else(|| score(["likelihood", "impact"])).is_some_and(|score| config.risk.band(score) == *band)
            }),
            NamedCount::CurrentEvidence => {
                self.count_entries("evidence", |ix, _, _| is_in_date(handbook, ix, config, coverage.as_of))
            }
        }
    }

    /// Counts the entries of a register that are wanted.
    fn count_entries(
        &self,
        register: &str,
        wanted: impl Fn(EntryIx, &Register<ResolvedReference>, &Entry<ResolvedReference>) -> bool,
    ) -> usize {
        self.handbook.entries_of(register).filter(|(ix, register, entry)| wanted(*ix, register, entry)).count()
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
            Counted::InScope => totals.in_scope(),
            Counted::Covered => totals.of(CoverageStatus::Covered),
            Counted::Partial => totals.of(CoverageStatus::Partial),
            Counted::Gap => totals.of(CoverageStatus::Gap),
            Counted::Undecided => totals.of(CoverageStatus::Undecided),
            Counted::Excluded => totals.of(CoverageStatus::Excluded),
        }
    }
}
