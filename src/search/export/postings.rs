//! Postings of terms, in few characters. The decoder is `postings` in `browser/rank.js`.

use crate::search::code::Numbers;
use crate::search::index::Term;

/// Encodes the sections of a term: for each, the gap from the section before, and its weight. The positions of the words
/// are added to `places` in this order.
pub(super) fn postings_of(term: &Term, places: &mut Numbers) -> [String; 2] {
    let (mut gaps, mut weights) = (Numbers::default(), Numbers::default());
    let (mut next, mut read) = (0, 0);
    for posting in &term.postings {
        gaps.push(posting.section - next);
        weights.push(u32::from(posting.weight));
        next = posting.section + 1;
        let end = read + posting.places as usize;
        places.push(posting.places);
        let mut last = 0;
        for place in &term.places[read..end] {
            places.push(place - last);
            last = *place;
        }
        read = end;
    }
    [gaps.0, weights.0]
}
