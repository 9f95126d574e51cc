//! The assessed book: a linked handbook with its coverage on a day, its settings and its words.
//!
//! [`Assessed`] is the one value that checks, pages, search and exports are made from.

mod named_counts;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;

use crate::config::Config;
use crate::coverage::{Coverage, coverage};
use crate::model::Handbook;
use crate::wording::Wording;

/// A handbook as it is on a day. Its parts are shared, so that a clone costs nothing and outlives the build.
#[derive(Debug, Clone)]
pub struct Assessed {
    /// The linked handbook.
    pub handbook: Arc<Handbook>,
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
    pub fn new(handbook: Handbook, config: Arc<Config>, words: Arc<Wording>, as_of: Date) -> Self {
        let coverage = coverage(&handbook, &config, as_of).into();
        Self { handbook: handbook.into(), coverage, config, words, other_days: Arc::default() }
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
        let computed = Arc::new(coverage(&self.handbook, &self.config, day));
        cache().entry(day).or_insert(computed).clone()
    }
}
