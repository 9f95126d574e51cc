//! How the requirements of measured standards stand: what claims them, and which of ours concern the same subject.
//!
//! A pair of a crosswalk says where to look, so that it never counts. What counts is a claim, or what the organisation decided
//! about a pair, while the requirement of its own that it names is covered.

use std::collections::BTreeMap;

use super::{Coverage, CoverageStatus, Ladder};
use crate::catalog::{ReqIx, Rung, StandardRole};
use crate::isms::{self, Mapping, Verdict};
use crate::model::{EntryIx, Handbook, ReferenceRole, Subject};

/// A requirement of a measured standard on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// What claims it, as far as that goes.
    pub ladder: Ladder,
    /// Whether a document, an entry or evidence names it.
    pub claimed: bool,
    /// Our requirements that concern the same subject, in their order.
    pub supports: Vec<Support>,
}

/// A requirement of ours that concerns the same subject as one of a measured standard.
#[derive(Debug, Clone, PartialEq)]
pub struct Support {
    /// Ours.
    pub by: ReqIx,
    /// How far ours is covered; `None` if it is not assessed.
    pub status: Option<CoverageStatus>,
    /// The crosswalks that say so, by their indexes in the catalogue.
    pub crosswalks: Vec<usize>,
    /// What the organisation decided about the pair, and what that is worth.
    pub decision: Option<(EntryIx, Verdict)>,
}

impl Support {
    /// Returns whether ours is covered.
    fn is_covered(&self) -> bool {
        self.status == Some(CoverageStatus::Covered)
    }

    fn verdict(&self) -> Option<Verdict> {
        self.decision.map(|(_, verdict)| verdict)
    }

    /// Returns whether the organisation has confirmed that ours meets the other requirement, or a part of it.
    pub fn is_confirmed(&self) -> bool {
        matches!(self.verdict(), Some(Verdict::Whole | Verdict::Part))
    }

    /// Returns whether ours is something to be done: it is assessed, and not excluded.
    fn applies(&self) -> bool {
        self.status.is_some_and(|status| status != CoverageStatus::Excluded)
    }

    /// Returns whether it says where to look: it was not refused, and ours applies.
    pub fn is_open(&self) -> bool {
        self.verdict() != Some(Verdict::Refused) && self.applies()
    }
}

/// How a requirement of a measured standard stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Footing {
    /// What claims it has all rungs that its standard requires.
    Covered,
    /// It is met through a requirement of ours, as the organisation has confirmed, and ours is covered.
    Met,
    /// It is claimed, and a rung is missing.
    Claimed,
    /// A part of it is met, as the organisation has confirmed.
    Partly,
    /// It is met once a requirement of ours is covered, as the organisation has confirmed.
    Waiting,
    /// A crosswalk says where to look, and nobody has confirmed that it is met there.
    Related,
    /// Nothing.
    Nothing,
}

impl Footing {
    /// All, from good to bad.
    pub const ALL: [Self; 7] =
        [Self::Covered, Self::Met, Self::Claimed, Self::Partly, Self::Waiting, Self::Related, Self::Nothing];

    /// Returns its word in texts and in exports for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Covered => "covered",
            Self::Met => "met-through",
            Self::Claimed => "claimed",
            Self::Partly => "partly-met",
            Self::Waiting => "waiting",
            Self::Related => "related",
            Self::Nothing => "nothing",
        }
    }

    /// Returns whether nothing is left to do.
    pub fn is_met(self) -> bool {
        matches!(self, Self::Covered | Self::Met)
    }

    /// Returns its place in the list of what is left when the certified standard is done: first what that gives nothing for.
    pub fn urgency(self) -> usize {
        match self {
            Self::Nothing => 0,
            Self::Partly => 1,
            Self::Claimed => 2,
            Self::Related => 3,
            Self::Waiting => 4,
            Self::Met | Self::Covered => 5,
        }
    }
}

impl Measured {
    /// Returns whether a text in force or evidence shows that something is done, whatever else the standard requires.
    fn is_shown(&self) -> bool {
        let holds = |rung| self.ladder.step(rung).is_some_and(|step| step.state.is_ok());
        holds(Rung::Documented) || holds(Rung::Evidenced)
    }

    /// Returns how the requirement stands.
    pub fn footing(&self) -> Footing {
        let has = |verdict: Verdict, covered: bool| {
            let mut supports = self.supports.iter().filter(|support| support.applies());
            supports.any(|support| support.verdict() == Some(verdict) && support.is_covered() == covered)
        };
        if self.claimed && self.is_shown() && self.ladder.status == CoverageStatus::Covered {
            Footing::Covered
        } else if has(Verdict::Whole, true) {
            Footing::Met
        } else if self.claimed {
            Footing::Claimed
        } else if has(Verdict::Part, true) {
            Footing::Partly
        } else if has(Verdict::Whole, false) || has(Verdict::Part, false) {
            Footing::Waiting
        } else if self.supports.iter().any(Support::is_open) {
            Footing::Related
        } else {
            Footing::Nothing
        }
    }
}

/// The number of requirements on each footing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Footings {
    counts: [usize; Footing::ALL.len()],
}

impl Footings {
    /// The number on a footing.
    pub fn of(&self, footing: Footing) -> usize {
        self.counts[footing as usize]
    }

    /// The number of all.
    pub fn all(&self) -> usize {
        self.counts.iter().sum()
    }
}

impl FromIterator<Footing> for Footings {
    fn from_iter<I: IntoIterator<Item = Footing>>(footings: I) -> Self {
        let mut counted = Self::default();
        footings.into_iter().for_each(|footing| counted.counts[footing as usize] += 1);
        counted
    }
}

/// Measures the requirements of measured standards that have these ladders.
pub(super) fn measure(
    handbook: &Handbook,
    coverage: &Coverage,
    ladders: BTreeMap<ReqIx, Ladder>,
) -> BTreeMap<ReqIx, Measured> {
    let measured = |(ix, ladder)| {
        let claimed = handbook.requirement_referrers(ix).any(|reference| match reference.from {
            Subject::Entry(entry) => isms::addresses(handbook, handbook.record(entry), ix),
            _ => reference.role == ReferenceRole::Claim,
        });
        (ix, Measured { ladder, claimed, supports: supports(handbook, coverage, ix) })
    };
    ladders.into_iter().map(measured).collect()
}

/// Returns our requirements that concern the same subject: those that crosswalks pair with it, and those that the organisation
/// did.
fn supports(handbook: &Handbook, coverage: &Coverage, ix: ReqIx) -> Vec<Support> {
    let catalog = &handbook.catalog;
    let mut supports: BTreeMap<ReqIx, Support> = BTreeMap::new();
    let empty = |by| Support { by, status: coverage.status_of(handbook, by), crosswalks: Vec::new(), decision: None };
    for pair in catalog.pairs_of(ix) {
        let by =
            if catalog.requirement(pair.to).standard == catalog.requirement(ix).standard { pair.from } else { pair.to };
        if catalog.has_role(by, StandardRole::Certified) {
            let support = supports.entry(by).or_insert_with(|| empty(by));
            if !support.crosswalks.contains(&pair.crosswalk) {
                support.crosswalks.push(pair.crosswalk);
            }
        }
    }
    for part in catalog.chain(ix) {
        let mut decided: BTreeMap<ReqIx, (EntryIx, Verdict)> = BTreeMap::new();
        for mapping in Mapping::about(handbook, Subject::Requirement(part)) {
            if mapping.requirement(handbook) != Some(part) {
                continue;
            }
            let by = mapping.through(handbook).filter(|by| catalog.has_role(*by, StandardRole::Certified));
            let Some(by) = by else { continue };
            let verdict = mapping.verdict(handbook, coverage.as_of);
            supports.entry(by).or_insert_with(|| empty(by));
            let decided = decided.entry(by).or_insert((mapping.ix, verdict));
            if rank(verdict) < rank(decided.1) {
                *decided = (mapping.ix, verdict);
            }
        }
        // A decision on the requirement itself goes before one on what it is a part of.
        for (by, decision) in decided {
            if let Some(support) = supports.get_mut(&by)
                && support.decision.is_none_or(|(_, known)| !decides(known) && decides(decision.1))
            {
                support.decision = Some(decision);
            }
        }
    }
    supports.into_values().collect()
}

/// Returns whether a verdict counts for something.
fn decides(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Whole | Verdict::Part | Verdict::Refused)
}

/// Returns the place of a verdict among several on one pair: what was refused is not met by an older confirmation.
fn rank(verdict: Verdict) -> usize {
    match verdict {
        Verdict::Refused => 0,
        Verdict::Whole => 1,
        Verdict::Part => 2,
        Verdict::Lapsed => 3,
        Verdict::Unpaired => 4,
        Verdict::Undecided => 5,
    }
}

impl Coverage {
    /// Returns how a requirement of a measured standard stands; `None` for any other.
    pub fn measured(&self, requirement: ReqIx) -> Option<&Measured> {
        self.measured.get(&requirement)
    }

    /// Returns how the requirements of measured standards stand, in the order of the catalogue.
    pub fn all_measured(&self) -> impl Iterator<Item = &Measured> + Clone {
        self.measured.values()
    }

    /// Counts some requirements of measured standards by how they stand.
    pub fn footings(&self, requirements: impl IntoIterator<Item = ReqIx>) -> Footings {
        requirements.into_iter().filter_map(|ix| self.measured(ix)).map(Measured::footing).collect()
    }

    /// Returns what is left to do for a measured standard once the certified one is done, in the order in which to do it.
    pub fn left(&self, handbook: &Handbook, standard: usize) -> Vec<&Measured> {
        let of = |ix: ReqIx| handbook.catalog.requirement(ix).standard == standard;
        let mut left: Vec<&Measured> = self
            .all_measured()
            .filter(|measured| of(measured.ladder.requirement) && !measured.footing().is_met())
            .collect();
        left.sort_by_key(|measured| (measured.footing().urgency(), measured.ladder.requirement));
        left
    }

    /// Returns how far one of our requirements is covered; that of its parts, if it has some.
    pub fn status_of(&self, handbook: &Handbook, ix: ReqIx) -> Option<CoverageStatus> {
        if let Some(ladder) = self.ladder(ix) {
            return Some(ladder.status);
        }
        let totals = self.totals(|part| handbook.catalog.chain(part).any(|above| above == ix));
        // What is undecided or not known may still turn out not to be covered.
        let counted = totals.all() - totals.of(CoverageStatus::Excluded);
        match counted {
            0 => None,
            _ if totals.of(CoverageStatus::Covered) == counted => Some(CoverageStatus::Covered),
            _ if totals.of(CoverageStatus::Gap) == counted => Some(CoverageStatus::Gap),
            _ => Some(CoverageStatus::Partial),
        }
    }
}
