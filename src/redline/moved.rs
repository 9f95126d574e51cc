//! Blocks that are the same at another place.

use std::cmp::Reverse;
use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::Gap;

/// Most places that are tried for a block that occurs often.
const TRIES: usize = 8;

/// A run of blocks that moved.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    /// The first of them in the old and in the new text.
    pub(super) old: usize,
    pub(super) new: usize,
    pub(super) length: usize,
}

/// Returns the runs of blocks in gaps that are in other gaps of the other text, each as long as possible. At least one block of
/// a run must be telling.
pub(super) fn moved(old: &[usize], new: &[usize], gaps: &[Gap], is_telling: impl Fn(usize) -> bool) -> Vec<Run> {
    let mut is_free = vec![false; old.len()];
    let mut places: FxHashMap<usize, VecDeque<usize>> = FxHashMap::default();
    for at in gaps.iter().flat_map(|gap| gap.old.clone()) {
        is_free[at] = true;
        places.entry(old[at]).or_default().push_back(at);
    }
    let mut runs = Vec::new();
    for gap in gaps {
        let mut at = gap.new.start;
        while at < gap.new.end {
            let length = |from: usize| {
                let pairs = (from..old.len()).zip(at..gap.new.end);
                pairs.take_while(|(from, at)| is_free[*from] && old[*from] == new[*at]).count()
            };
            let places = places.entry(new[at]).or_default();
            while places.pop_front_if(|from| !is_free[*from]).is_some() {}
            let tried = places.iter().copied().filter(|from| is_free[*from]).take(TRIES);
            // The first of the longest.
            let best = tried.map(|from| (length(from), from)).max_by_key(|(length, from)| (*length, Reverse(*from)));
            let length = best.map_or(1, |(length, _)| length);
            if let Some((_, from)) = best.filter(|_| (at..at + length).any(&is_telling)) {
                is_free[from..from + length].fill(false);
                runs.push(Run { old: from, new: at, length });
            }
            at += length;
        }
    }
    runs
}
