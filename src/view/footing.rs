//! How requirements of measured standards stand, as badges and numbers.

use serde::Serialize;

use super::{Badge, View};
use crate::catalog::FIRST;
use crate::coverage::{Footing, Footings};
use crate::wording::Wording;

/// The number of requirements with a state.
#[derive(Debug, Serialize)]
pub(crate) struct FootingCount {
    /// The state.
    pub badge: Badge,
    /// The number.
    pub count: usize,
}

/// Returns the name of the standard that the organisation is certified against first, without its edition.
pub(super) fn first_certified(view: &View<'_>) -> String {
    let short = &view.book.handbook.catalog.standards[FIRST].short;
    short.split(':').next().unwrap_or(short).to_owned()
}

/// Returns the numbers of requirements by state, without the states that none has.
pub(super) fn counts(words: &Wording, footings: &Footings) -> Vec<FootingCount> {
    let count =
        |footing: &Footing| FootingCount { badge: footing_badge(words, *footing), count: footings.of(*footing) };
    Footing::ALL.iter().map(count).filter(|counted| counted.count > 0).collect()
}

/// Returns the badge of a requirement of a measured standard.
pub(crate) fn footing_badge(words: &Wording, footing: Footing) -> Badge {
    let (key, sign, tone) = match footing {
        Footing::Covered => ("footing.covered", "✓", "good"),
        Footing::Met => ("footing.met-through", "✓", "good"),
        Footing::Claimed => ("footing.claimed", "◐", "fair"),
        Footing::Partly => ("footing.partly-met", "◐", "fair"),
        Footing::Waiting => ("footing.waiting", "→", "plan"),
        Footing::Related => ("footing.related", "?", "open"),
        Footing::Nothing => ("footing.nothing", "✗", "bad"),
    };
    Badge::new(words.say(key), sign, tone)
}
