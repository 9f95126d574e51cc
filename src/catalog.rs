//! The catalogue: standards and their requirements, read from data files.
//!
//! The built-in files are in `src/catalog`; a book can add its own in the same format.

mod read;

use std::collections::BTreeMap;

use index_vec::IndexVec;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::id::RequirementId;
use crate::site::Address;

pub use read::read;

/// Built-in files: a path for messages, and the text.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("(built in)/iso-27001-2022.toml", include_str!("catalog/iso-27001-2022.toml")),
    ("(built in)/iso-27001-2013.toml", include_str!("catalog/iso-27001-2013.toml")),
];

/// Index of the first standard of every catalogue: the pages of clauses and controls at the top of the site are its.
pub const FIRST: usize = 0;

index_vec::define_index_type! {
    /// Index of a requirement in its [`Catalog`], in the order of the files.
    pub struct ReqIx = u32;
}

/// A standard.
#[derive(Debug, Clone, PartialEq)]
pub struct Standard {
    /// Its id, such as `27001`.
    pub id: String,
    /// Its name, such as "ISO/IEC 27001:2022".
    pub title: String,
    /// Its subject.
    pub name: String,
    /// Whether its controls are decided in the Statement of Applicability.
    pub applicability: bool,
    /// The date on which the transition of certificates to the next edition ended.
    pub retired: Option<Date>,
    /// Groups of controls.
    pub themes: Vec<Theme>,
    /// Attributes of its controls.
    pub attributes: Vec<Attribute>,
    /// Documented information that it requires.
    pub documented: Vec<DocumentedInformation>,
}

/// A theme (2022) or domain (2013) of controls.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// Its id, such as `organizational`.
    pub id: String,
    /// Its title, such as "Organizational controls".
    pub title: String,
    /// A one-line summary in our own words.
    pub about: String,
}

/// An attribute of ISO/IEC 27002:2022, such as the control type.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// Its id, in kebab-case.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Id and title of each value, in the standard's order.
    pub values: Vec<(String, String)>,
}

/// An item of documented information that a standard requires.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentedInformation {
    /// Its id, such as `DI-05`.
    pub id: String,
    /// The clause that requires it.
    pub clause: ReqIx,
    /// The letter within the clause, such as "d)".
    pub part: Option<String>,
    /// A description in our own words.
    pub title: String,
    /// Whether it is a document, a record, or represents all others.
    pub kind: DocumentedKind,
    /// Whether the clause requires it explicitly rather than by implication.
    pub explicit: bool,
    /// Registers whose entries satisfy it.
    pub registers: Vec<String>,
    /// State that such an entry must have; any entry counts if there is none.
    pub state: Option<RecordState>,
}

/// The kinds of documented information.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentedKind {
    /// Describes what must be done; satisfied by a document or a register.
    Document,
    /// Shows what was done; satisfied by evidence or a register.
    Record,
    /// Represents all other items.
    Umbrella,
}

/// State in which an entry is documented information; what it means for each register is in `isms`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordState {
    /// It was decided, and the whole is approved and complete.
    Decided,
    /// Those who answer for it have approved it.
    Approved,
    /// It was rated.
    Rated,
    /// It was treated, or what is left was accepted.
    Treated,
    /// It was adopted.
    Adopted,
    /// It was measured.
    Measured,
    /// It was done, and evidence shows it.
    Evidenced,
    /// It was reviewed.
    Reviewed,
    /// It was held.
    Held,
    /// It was held, and its results are written down.
    Concluded,
    /// It was done.
    Done,
    /// It was done, and its result was checked.
    Checked,
}

impl RecordState {
    /// Word and value.
    pub const ALL: [(&'static str, Self); 12] = [
        ("decided", Self::Decided),
        ("approved", Self::Approved),
        ("rated", Self::Rated),
        ("treated", Self::Treated),
        ("adopted", Self::Adopted),
        ("measured", Self::Measured),
        ("evidenced", Self::Evidenced),
        ("reviewed", Self::Reviewed),
        ("held", Self::Held),
        ("concluded", Self::Concluded),
        ("done", Self::Done),
        ("checked", Self::Checked),
    ];
}

/// Kind of requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RequirementKind {
    /// A clause of the body.
    Clause,
    /// A control of the annex.
    Control,
}

/// A clause or a control.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    /// Its id.
    pub id: RequirementId,
    /// Its page; a control of a retired edition has a row on the transition page.
    pub page: Address,
    /// Index of its standard in the catalogue.
    pub standard: usize,
    /// Clause or control.
    pub kind: RequirementKind,
    /// Its title in the standard.
    pub title: String,
    /// Other versions of the title.
    pub aliases: Vec<String>,
    /// A one-line summary in our own words.
    pub about: String,
    /// Index of a control's theme in the standard's list.
    pub theme: Option<usize>,
    /// Its parent clause.
    pub parent: Option<ReqIx>,
    /// Whether it has no subclauses.
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
    /// The standards, built-in ones first.
    pub standards: Vec<Standard>,
    requirements: IndexVec<ReqIx, Requirement>,
    by_local: FxHashMap<String, Vec<ReqIx>>,
    themes: BTreeMap<(usize, usize), Vec<ReqIx>>,
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
        self.requirements().filter(move |(_, r)| r.standard == standard && r.kind == kind)
    }

    /// Returns the top of a standard's body: its first-level clauses that require something.
    pub fn top_clauses(&self, standard: usize) -> impl Iterator<Item = ReqIx> + Clone {
        let clauses = self.of_kind(standard, RequirementKind::Clause);
        clauses.filter(|(_, clause)| clause.parent.is_none() && !clause.informative).map(|(ix, _)| ix)
    }

    /// Returns the controls of a theme, in order.
    pub fn controls_of_theme(&self, standard: usize, theme: usize) -> &[ReqIx] {
        self.themes.get(&(standard, theme)).map_or(&[], Vec::as_slice)
    }

    /// Whether coverage counts a requirement: its edition is in force, it requires something, and it has no subclauses.
    pub fn is_assessable(&self, ix: ReqIx) -> bool {
        let requirement = self.requirement(ix);
        requirement.leaf && !requirement.informative && self.standard_of(ix).retired.is_none()
    }

    /// Whether the Statement of Applicability decides on a requirement: a control of a standard that requires one.
    pub fn is_decided(&self, ix: ReqIx) -> bool {
        self.requirement(ix).kind == RequirementKind::Control && self.standard_of(ix).applicability
    }

    /// Returns a requirement and its parent clauses, because a claim on 9.2 also claims 9.2.1.
    pub fn chain(&self, ix: ReqIx) -> impl Iterator<Item = ReqIx> {
        std::iter::successors(Some(ix), |ix| self.requirement(*ix).parent)
    }

    /// Looks up `A.5.15` or `27001:A.5.15`. The first standard takes precedence for short forms.
    pub fn find(&self, text: &str) -> Found {
        let (standard, local) = match text.rsplit_once(':') {
            Some((standard, local)) => (Some(standard), local),
            None => (None, text),
        };
        let all = self.by_local.get(local).map_or(&[][..], Vec::as_slice);
        match (standard, all) {
            (Some(standard), _) => {
                let found = all.iter().find(|ix| self.standard_of(**ix).id == standard);
                found.map_or(Found::Nothing, |ix| Found::One(*ix))
            }
            (None, []) => Found::Nothing,
            (None, [one]) => Found::One(*one),
            (None, several) => match several.iter().find(|ix| self.requirement(**ix).standard == FIRST) {
                Some(first) => Found::One(*first),
                None => Found::Several(several.to_vec()),
            },
        }
    }

    /// Returns the short form of the id if it is unambiguous, else the long form.
    pub fn label(&self, ix: ReqIx) -> String {
        let id = &self.requirement(ix).id;
        match self.find(&id.local) {
            Found::One(found) if found == ix => id.local.clone(),
            _ => id.to_string(),
        }
    }

    /// Returns all ids in their short form, for suggestions.
    pub fn locals(&self) -> impl Iterator<Item = &str> {
        self.requirements.iter().map(|r| r.id.local.as_str())
    }
}
