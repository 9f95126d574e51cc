//! Postings of a term, in few characters. The decoder is `postings` in `browser/rank.js`.

use std::cmp::Reverse;

use crate::search::bits::{Bits, Chance};
use crate::search::code::Numbers;
use crate::search::index::Term;
use crate::search::weights::OWN_ID;

/// Adaptive probabilities for the postings of a term. Each term starts with new ones, so that it can be decoded alone.
#[derive(Default)]
struct Chances {
    /// Probability that a gap contains one more typical gap, by the number so far.
    steps: [Chance; 32],
    /// Highest bit of the remainder, by the number of typical gaps.
    rest: [Chance; 32],
    /// Probability that a weight is further down the list: first for all sections of a page except the first, then for
    /// the first.
    weight: [[Chance; 32]; 2],
}

/// Encodes the sections of a term: their number, the weights by frequency, and the typical gap as a power of two; then
/// for each section the gap from the section before, and the index of its weight. The positions of the words follow in
/// this order.
pub(super) fn postings_of(term: &Term, opens: &[bool], places: &mut Numbers) -> String {
    let mut counts = [0_u32; OWN_ID as usize + 1];
    for posting in &term.postings {
        counts[usize::from(posting.weight)] += 1;
    }
    let mut weights: Vec<u8> = (0..).zip(counts).filter(|(_, count)| *count > 0).map(|(weight, _)| weight).collect();
    weights.sort_by_key(|weight| Reverse(counts[usize::from(*weight)]));
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let all = term.postings.last().map_or(0, |last| last.section + 1);
    let usual = (all / number(term.postings.len()).max(1)).max(1).ilog2();
    let (mut bits, mut chances) = (Bits::default(), Chances::default());
    bits.push_plain(number(term.postings.len()), 24);
    bits.push_plain(number(weights.len()), 6);
    weights.iter().for_each(|weight| bits.push_plain(u32::from(*weight), 6));
    bits.push_plain(usual, 5);
    let (mut next, mut read) = (0, 0);
    for posting in &term.postings {
        let gap = posting.section - next;
        next = posting.section + 1;
        let steps = (gap >> usual) as usize;
        for at in 0..=steps {
            bits.push(at < steps, &mut chances.steps[at.min(31)]);
        }
        if let Some(rest) = usual.checked_sub(1) {
            bits.push(gap >> rest & 1 == 1, &mut chances.rest[steps.min(31)]);
            bits.push_plain(gap, rest);
        }
        let chances = &mut chances.weight[usize::from(opens[posting.section as usize])];
        let place = weights.iter().position(|weight| *weight == posting.weight).unwrap_or(0);
        for at in 0..(place + 1).min(weights.len() - 1) {
            bits.push(at < place, &mut chances[at.min(31)]);
        }
        let end = read + posting.places as usize;
        places.push(posting.places);
        let mut last = 0;
        for place in &term.places[read..end] {
            places.push(place - last);
            last = *place;
        }
        read = end;
    }
    bits.finish()
}
