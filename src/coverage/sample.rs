//! A sample of what an auditor may check about a requirement, the same whenever it is drawn with the same seed.
//!
//! Each entry's place in the draw is a digest of the seed and its own name alone. So the sample can be drawn again by
//! anybody, and an entry that joins later does not change the places of the others.

use sha2::{Digest, Sha256};

use crate::catalog::ReqIx;
use crate::model::{EntryIx, Handbook, Subject};

/// What was drawn, and from how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sample {
    /// The number of entries that refer to the requirement, to a clause that it is a part of, or to a part of it.
    pub population: usize,
    /// The entries that were drawn, in the order of the registers.
    pub drawn: Vec<EntryIx>,
}

/// Draws `count` of the entries about a requirement.
pub(crate) fn sample(handbook: &Handbook, requirement: ReqIx, seed: u64, count: usize) -> Sample {
    let catalog = &handbook.catalog;
    let parts = catalog.requirements().map(|(ix, _)| ix).filter(|ix| catalog.chain(*ix).any(|up| up == requirement));
    let about = catalog.chain(requirement).chain(parts);
    let mut entries: Vec<EntryIx> = about
        .flat_map(|ix| handbook.referrers(Subject::Requirement(ix)))
        .filter_map(|reference| match reference.from {
            Subject::Entry(ix) => Some(ix),
            _ => None,
        })
        .collect();
    entries.sort();
    entries.dedup();
    let population = entries.len();
    entries.sort_by_cached_key(|ix| {
        let record = handbook.record(*ix);
        Sha256::digest(format!("{seed}\n{}\n{}", record.schema().name, record.id()))
    });
    entries.truncate(count);
    entries.sort();
    Sample { population, drawn: entries }
}
