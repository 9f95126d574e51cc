//! The catalogue: standards and their requirements, read from data files.
//!
//! The files of the program are in `src/catalog`; a book can add its own in the same format.

mod crosswalk;
mod named;
mod read;
mod rung;
mod shipped;
mod standard;
mod texts;

use std::collections::BTreeMap;

use index_vec::IndexVec;
use rustc_hash::FxHashMap;

use crate::id::RequirementId;
use crate::site::Address;

pub use crosswalk::{Confidence, Crosswalk, OWN_PAIR, Pair, PairIx, Relation};
pub use named::{ALWAYS, Named, StandardFile, needed};
pub use read::read;
pub use rung::Rung;
pub use shipped::{BUILT_IN, TRANSLATED};
pub use standard::{
    Attribute, DocumentedInformation, DocumentedKind, RecordState, Rights, Standard, StandardRole, Theme,
};

/// Index of the first standard of every catalogue: the pages of clauses and controls at the top of the site are its.
pub const FIRST: usize = 0;

index_vec::define_index_type! {
    /// Index of a requirement in its [`Catalog`], in the order of the files.
    pub struct ReqIx = u32;
}

/// Kind of requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RequirementKind {
    /// A clause of the body.
    Clause,
    /// A control of the annex.
    Control,
    /// An article, a criterion, an outcome: what a standard without clauses and controls has.
    Other,
}

/// A clause, a control, or what another standard has instead.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    /// Its id.
    pub id: RequirementId,
    /// How it is cited, such as "Art. 32", where the number alone is not.
    pub label: Option<String>,
    /// Its page; a control of a retired edition has a row on the transition page.
    pub page: Address,
    /// Index of its standard in the catalogue.
    pub standard: usize,
    /// Clause, control or other.
    pub kind: RequirementKind,
    /// Its title in the standard; empty where that must not be reprinted.
    pub title: String,
    /// The language of the title, if it is not that of the book.
    pub language: Option<String>,
    /// Other versions of the title.
    pub aliases: Vec<String>,
    /// A one-line summary in our own words.
    pub about: String,
    /// Index of its theme in the standard's list.
    pub theme: Option<usize>,
    /// The requirement that it is a part of.
    pub parent: Option<ReqIx>,
    /// Whether it has no parts.
    pub leaf: bool,
    /// Whether it requires nothing (scope, references, terms).
    pub informative: bool,
    /// The change by an amendment, in our own words.
    pub amended: Option<String>,
    /// Whether it is new in this edition.
    pub new: bool,
    /// Ids of the values of each attribute, in the order of the standard's attributes.
    pub attributes: Vec<Vec<String>>,
    /// Its predecessors in the previous edition.
    pub ancestors: Vec<ReqIx>,
    /// Its successors in the next edition.
    pub successors: Vec<ReqIx>,
}

impl Requirement {
    /// Returns the id as its standard cites it.
    pub fn cited(&self) -> &str {
        self.label.as_ref().unwrap_or(&self.id.local)
    }
}

/// Result of a lookup in the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// One requirement.
    One(ReqIx),
    /// Ambiguous: a short form that two standards share.
    Several(Vec<ReqIx>),
    /// Not found.
    Nothing,
}

/// All standards that a handbook knows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Catalog {
    /// The standards, [`FIRST`] that which the pages at the top of the site are about.
    pub standards: Vec<Standard>,
    /// The crosswalks of all of them.
    pub crosswalks: Vec<Crosswalk>,
    requirements: IndexVec<ReqIx, Requirement>,
    /// By all names that need no standard in front of them.
    by_name: FxHashMap<String, Vec<ReqIx>>,
    /// By the id within a standard.
    by_local: FxHashMap<String, Vec<ReqIx>>,
    /// The optional part of each requirement that does not count, by its id.
    left_out: FxHashMap<String, String>,
    themes: BTreeMap<(usize, usize), Vec<ReqIx>>,
    pairs: IndexVec<PairIx, Pair>,
    /// The pairs of each requirement, on either side.
    paired: FxHashMap<ReqIx, Vec<PairIx>>,
}

impl Catalog {
    /// Returns a requirement.
    pub fn requirement(&self, ix: ReqIx) -> &Requirement {
        &self.requirements[ix]
    }

    /// Returns the standard of a requirement.
    pub fn standard_of(&self, ix: ReqIx) -> &Standard {
        &self.standards[self.requirement(ix).standard]
    }

    /// Returns all requirements in the order of the files.
    pub fn requirements(&self) -> impl DoubleEndedIterator<Item = (ReqIx, &Requirement)> + Clone {
        self.requirements.iter_enumerated()
    }

    /// Returns the requirements of a standard of one kind, in the order of its file.
    pub fn of_kind(
        &self,
        standard: usize,
        kind: RequirementKind,
    ) -> impl Iterator<Item = (ReqIx, &Requirement)> + Clone {
        self.of_standard(standard).filter(move |(_, r)| r.kind == kind)
    }

    /// Returns the requirements of a standard, in the order of its file.
    pub fn of_standard(&self, standard: usize) -> impl Iterator<Item = (ReqIx, &Requirement)> + Clone {
        self.requirements().filter(move |(_, r)| r.standard == standard)
    }

    /// Returns the standards with a role, each with its index.
    pub fn with_role(&self, role: StandardRole) -> impl Iterator<Item = (usize, &Standard)> + Clone {
        self.standards.iter().enumerate().filter(move |(_, standard)| standard.role == role)
    }

    /// Returns whether a requirement is of a standard with a role.
    pub fn has_role(&self, ix: ReqIx, role: StandardRole) -> bool {
        self.standard_of(ix).role == role
    }

    /// Returns the top of a standard's body: its first-level clauses that require something.
    pub fn top_clauses(&self, standard: usize) -> impl Iterator<Item = ReqIx> + Clone {
        let clauses = self.of_kind(standard, RequirementKind::Clause);
        clauses.filter(|(_, clause)| clause.parent.is_none() && !clause.informative).map(|(ix, _)| ix)
    }

    /// Returns the requirements of a theme, in order.
    pub fn of_theme(&self, standard: usize, theme: usize) -> &[ReqIx] {
        self.themes.get(&(standard, theme)).map_or(&[], Vec::as_slice)
    }

    /// Whether coverage counts a requirement: its edition is in force, it requires something, and it has no parts.
    pub fn is_assessable(&self, ix: ReqIx) -> bool {
        let requirement = self.requirement(ix);
        requirement.leaf && !requirement.informative && !self.has_role(ix, StandardRole::Retired)
    }

    /// Whether the Statement of Applicability decides on a requirement: a control of a standard to be certified against.
    pub fn is_decided(&self, ix: ReqIx) -> bool {
        self.requirement(ix).kind == RequirementKind::Control && self.has_role(ix, StandardRole::Certified)
    }

    /// Returns a requirement and those that it is a part of, because a claim on 9.2 also claims 9.2.1.
    pub fn chain(&self, ix: ReqIx) -> impl Iterator<Item = ReqIx> {
        std::iter::successors(Some(ix), |ix| self.requirement(*ix).parent)
    }

    /// Returns a pair.
    pub fn pair(&self, ix: PairIx) -> Pair {
        self.pairs[ix]
    }

    /// Returns all pairs, in the order of the files.
    pub fn pairs(&self) -> impl Iterator<Item = &Pair> {
        self.pairs.iter()
    }

    /// Returns the pairs of a requirement and of those that it is a part of, on either side: a crosswalk of 9.2 says where to
    /// look for 9.2.1.
    pub fn pairs_of(&self, ix: ReqIx) -> impl Iterator<Item = Pair> {
        let of = |ix| self.paired.get(&ix).into_iter().flatten().map(|pair| self.pairs[*pair]);
        self.chain(ix).flat_map(of)
    }

    /// Looks up `A.5.15`, `27001:A.5.15` or `GDPR Art. 32`. The first standard takes precedence for short forms.
    pub fn find(&self, text: &str) -> Found {
        let found = match text.rsplit_once(':') {
            Some((standard, local)) => {
                let all = self.by_local.get(local).or_else(|| self.by_name.get(local)).into_iter().flatten();
                let is_of = |ix: &&ReqIx| {
                    let of = self.standard_of(**ix);
                    of.id.eq_ignore_ascii_case(standard) || of.called().any(|name| name.eq_ignore_ascii_case(standard))
                };
                return all.into_iter().find(is_of).map_or(Found::Nothing, |ix| Found::One(*ix));
            }
            None => self.by_name.get(text).map_or(&[][..], Vec::as_slice),
        };
        match found {
            [] => Found::Nothing,
            [one] => Found::One(*one),
            several => match several.iter().find(|ix| self.requirement(**ix).standard == FIRST) {
                Some(first) => Found::One(*first),
                None => Found::Several(several.to_vec()),
            },
        }
    }

    /// Returns whether a name is that of a requirement of a standard beside the first, and of nothing else.
    pub fn is_further(&self, name: &str) -> bool {
        matches!(self.find(name), Found::One(ix) if self.is_of_further(ix))
    }

    /// Returns whether a requirement is of a standard beside the first that is not an earlier edition.
    pub fn is_of_further(&self, ix: ReqIx) -> bool {
        self.requirement(ix).standard != FIRST && !self.has_role(ix, StandardRole::Retired)
    }

    /// Returns the short form of the id if it is unambiguous, else with the standard.
    pub fn label(&self, ix: ReqIx) -> String {
        let Requirement { id, label, standard, .. } = self.requirement(ix);
        if let Some(label) = label {
            let short = &self.standards[*standard].short;
            return if label.starts_with(&**short) { label.clone() } else { format!("{short} {label}") };
        }
        match self.find(&id.local) {
            Found::One(found) if found == ix => id.local.clone(),
            _ => id.to_string(),
        }
    }

    /// Returns the id of the optional part, if a name is that of a requirement of one that does not count.
    pub fn left_out(&self, name: &str) -> Option<&str> {
        self.left_out.get(name).map(String::as_str)
    }

    /// Returns the title of a requirement, or of what it is a part of if it has none of its own.
    pub fn title(&self, ix: ReqIx) -> &str {
        let mut titles = self.chain(ix).map(|part| self.requirement(part).title.as_str());
        titles.find(|title| !title.is_empty()).unwrap_or_default()
    }

    /// Returns the ids that need no standard in front of them, for suggestions.
    pub fn locals(&self) -> impl Iterator<Item = &str> {
        self.requirements.iter().filter(|r| r.label.is_none()).map(|r| r.id.local.as_str())
    }
}
