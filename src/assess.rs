//! The assessed book: a linked handbook with its coverage on a day, its settings and its words.
//!
//! [`Assessed`] is the one value that checks, pages, search and exports are made from.

mod named_counts;
mod sources;
mod states;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;

use crate::approval::Bindings;
use crate::config::Config;
use crate::coverage::{Coverage, coverage};
use crate::isms::{Days, Role};
use crate::model::{Destination, Handbook, Subject};
use crate::pages::role_path;
use crate::past::Past;
use crate::site::SitePath;
use crate::wording::Wording;

pub use sources::{DocumentSources, EXPECTED, RegisterSources};

/// A handbook as it is on a day. Its parts are shared, so that a clone costs nothing and outlives the build.
#[derive(Debug, Clone)]
pub struct Assessed {
    /// The linked handbook.
    pub handbook: Arc<Handbook>,
    /// Its recorded approvals.
    pub bindings: Arc<Bindings>,
    /// Its documents in its history.
    pub past: Arc<Past>,
    /// Its coverage on the day of the build.
    pub coverage: Arc<Coverage>,
    /// Its settings.
    pub config: Arc<Config>,
    /// The words of the interface, in the language of the book.
    pub words: Arc<Wording>,
    /// Cache of the coverage on other days. It survives whatever leaves `coverage` as it is.
    other_days: Arc<Mutex<BTreeMap<Date, Arc<Coverage>>>>,
}

impl Assessed {
    /// Measures the coverage of a handbook on a day.
    pub fn new(handbook: Arc<Handbook>, bindings: Bindings, past: Arc<Past>, words: Arc<Wording>, as_of: Date) -> Self {
        let config = past.config.clone();
        let days = Days { as_of, own: config.own_day(as_of) };
        let coverage = coverage(&handbook, &config, &bindings, days).into();
        Self { handbook, bindings: bindings.into(), past, coverage, config, words, other_days: Arc::default() }
    }

    /// Returns the address of a destination relative to the page `on`, as a reader of the site wants it: a role leads to what
    /// applies to it. `None` for a file that the site does not have.
    pub fn href(&self, to: &Destination, on: &SitePath) -> Option<String> {
        if let Destination::Subject(Subject::Entry(ix)) = to
            && let Some(role) = Role::of(self.handbook.record(*ix))
        {
            return Some(role_path(role.id()).relative_from(on));
        }
        self.handbook.href(to, on)
    }

    /// Returns whether there is a history for the pages that show what changed.
    pub fn has_history(&self) -> bool {
        self.past.history.is_readable()
    }

    /// Returns the coverage on a day, which is computed once and then remembered.
    pub fn coverage_on(&self, day: Date) -> Arc<Coverage> {
        if day == self.coverage.as_of {
            return self.coverage.clone();
        }
        let cache = || self.other_days.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = cache().get(&day) {
            return known.clone();
        }
        // Computed without the lock, so at worst twice. A thread of the pool that waited for another one here could
        // be given a task that asks for the same day, and would wait for itself.
        let days = Days { as_of: day, ..self.coverage.days() };
        let computed = Arc::new(coverage(&self.handbook, &self.config, &self.bindings, days));
        cache().entry(day).or_insert(computed).clone()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::civil::date;
    use rayon::prelude::*;

    use crate::coverage::coverage;
    use crate::fixture::assessed;
    use crate::isms::Days;

    #[test]
    fn the_coverage_on_a_day_is_computed_once_and_shared_by_clones() {
        let book = assessed(
            "//- content/a.md\n+++\nstatus = \"approved\"\napproved = 2026-01-01\nreview = \"12 months\"\n\
             controls = [\"A.5.1\"]\n+++\n# A\n",
        );
        let later = date(2027, 6, 1);
        let then = book.coverage_on(later);
        assert_ne!(ladders(&then), ladders(&book.coverage), "the document is overdue by then");
        let days = Days { as_of: later, own: later };
        assert_eq!(ladders(&then), ladders(&coverage(&book.handbook, &book.config, &book.bindings, days)));
        assert!(Arc::ptr_eq(&then, &book.clone().coverage_on(later)));
        assert!(Arc::ptr_eq(&book.coverage, &book.coverage_on(book.coverage.as_of)));
    }

    #[test]
    fn tasks_of_one_pool_may_ask_for_the_same_day() {
        let book = assessed("//- content/a.md\n# A\n");
        let days: Vec<_> =
            (0..64).into_par_iter().map(|at| book.coverage_on(date(2027, 1, 1 + at % 4)).as_of).collect();
        assert!(days.iter().zip(0..).all(|(day, at)| *day == date(2027, 1, 1 + at % 4)));
    }

    fn ladders(coverage: &crate::coverage::Coverage) -> Vec<crate::coverage::Ladder> {
        coverage.ladders().cloned().collect()
    }
}
