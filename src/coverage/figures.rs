//! The numbers that texts name.

use super::{Coverage, Status, is_in_date};
use crate::catalog::{MAIN, RequirementKind};
use crate::config::Config;
use crate::model::{Counted, Destination, Entry, EntryIx, Figure, Handbook, Link, Part, Register};

/// Counts what texts name, in one handbook on one day.
#[derive(Clone, Copy)]
pub struct Figures<'a> {
    /// The handbook.
    pub handbook: &'a Handbook,
    /// Its coverage on the day.
    pub coverage: &'a Coverage,
    /// Its settings.
    pub config: &'a Config,
}

impl Figures<'_> {
    /// The number of a link to a figure, as a text has it; nothing for any other link.
    pub fn text(&self, link: Option<&Link>) -> String {
        match link.and_then(|link| link.to.as_ref()) {
            Some(Destination::Figure(figure)) => self.number(figure).to_string(),
            _ => String::new(),
        }
    }

    /// What a figure amounts to.
    pub fn number(&self, figure: &Figure) -> usize {
        let Self { handbook, coverage, config } = *self;
        match figure {
            Figure::Requirements(counted, part) => self.requirements(*counted, *part),
            Figure::Documents => handbook.documents.len(),
            Figure::OverdueDocuments => {
                handbook.documents.iter().filter(|document| document.is_overdue(coverage.as_of)).count()
            }
            Figure::Entries(register) => self.entries(register, |_, _, _| true),
            Figure::Overdue(register) => self.entries(register, |_, register, entry| {
                let deadlines = &register.schema.deadlines;
                deadlines.iter().filter_map(|deadline| deadline.day(register, entry)).any(|day| day < coverage.as_of)
            }),
            Figure::Risks(band) => self.entries("risks", |_, register, risk| {
                let score = |[likelihood, impact]: [&str; 2]| register.score(risk, likelihood, impact);
                let left = score(["residual-likelihood", "residual-impact"]);
                left.or_else(|| score(["likelihood", "impact"])).is_some_and(|score| config.risk.band(score) == *band)
            }),
            Figure::CurrentEvidence => {
                self.entries("evidence", |ix, _, _| is_in_date(handbook, ix, config, coverage.as_of))
            }
        }
    }

    /// How many entries of a register are wanted.
    fn entries(&self, register: &str, wanted: impl Fn(EntryIx, &Register<Link>, &Entry<Link>) -> bool) -> usize {
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
            Counted::Covered => totals.of(Status::Covered),
            Counted::Partial => totals.of(Status::Partial),
            Counted::Gap => totals.of(Status::Gap),
            Counted::Undecided => totals.of(Status::Undecided),
            Counted::Excluded => totals.of(Status::Excluded),
        }
    }
}
