//! The catalogue: standards and their requirements, read from data files.
//!
//! The built-in files lie in the folder beside this one; a book can add its own in the same format.

mod read;

use std::collections::BTreeMap;

use index_vec::IndexVec;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::id::RequirementId;
use crate::site::Address;

pub use read::read;

/// The files that ship with the program: path for messages, text.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("(built in)/iso-27001-2022.toml", include_str!("catalog/iso-27001-2022.toml")),
    ("(built in)/iso-27001-2013.toml", include_str!("catalog/iso-27001-2013.toml")),
];

/// The id of the standard that the handbook is certified against.
pub const MAIN: &str = "27001";

index_vec::define_index_type! {
    /// Index of a requirement in its [`Catalog`]; requirements are in the order of their standards' files.
    pub struct ReqIx = u32;
}

/// A standard.
#[derive(Debug, Clone, PartialEq)]
pub struct Standard {
    /// Its id, such as `27001`.
    pub id: String,
    /// What people call it, such as "ISO/IEC 27001:2022".
    pub title: String,
    /// What it is about.
    pub name: String,
    /// Whether its controls are decided in the Statement of Applicability.
    pub applicability: bool,
    /// The day on which the edition was withdrawn.
    pub retired: Option<Date>,
    /// Groups of controls.
    pub themes: Vec<Theme>,
    /// What a control can be tagged with.
    pub attributes: Vec<Attribute>,
    /// What must exist as documented information.
    pub documented: Vec<DocumentedInformation>,
}

/// A theme (2022) or domain (2013) of controls.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// Such as `organizational`.
    pub id: String,
    /// Such as "Organizational controls".
    pub title: String,
    /// One line in our own words.
    pub about: String,
}

/// An attribute of ISO/IEC 27002:2022, such as the control type.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// In kebab-case.
    pub id: String,
    /// For people.
    pub title: String,
    /// Id and title of each value, in the standard's order.
    pub values: Vec<(String, String)>,
}

/// An item of documented information that a standard requires.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentedInformation {
    /// Such as `DI-05`.
    pub id: String,
    /// The clause that asks for it.
    pub clause: ReqIx,
    /// The letter within the clause, such as "d)".
    pub part: Option<String>,
    /// What it is, in our own words.
    pub title: String,
    /// Whether it is a document, a record, or stands for the others.
    pub kind: DocumentedKind,
    /// Whether the clause says so, or only implies it.
    pub explicit: bool,
    /// Registers whose entries are this information.
    pub registers: Vec<String>,
    /// State that such an entry must have; any entry counts if there is none.
    pub state: Option<RecordState>,
}

/// The kinds of documented information.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentedKind {
    /// Says what shall be done; held by a document or a register.
    Document,
    /// Shows what was done; held by evidence or a register.
    Record,
    /// Stands for all other items.
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

/// Whether a requirement stands in a standard's body or in its annex.
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
    /// Its page; one of a retired edition is a row of the transition page.
    pub page: Address,
    /// The place of its standard in the catalogue.
    pub standard: usize,
    /// Clause or control.
    pub kind: RequirementKind,
    /// The standard's title for it.
    pub title: String,
    /// Other wordings of the title.
    pub aliases: Vec<String>,
    /// One line in our own words.
    pub about: String,
    /// A control's theme, as its place in the standard's list.
    pub theme: Option<usize>,
    /// The clause that it is a part of.
    pub parent: Option<ReqIx>,
    /// Whether no clause is a part of it.
    pub leaf: bool,
    /// Whether it asks for nothing (scope, references, terms).
    pub informative: bool,
    /// What an amendment changed here, in our own words.
    pub amended: Option<String>,
    /// Whether the edition brought it.
    pub new: bool,
    /// Ids of the values of each attribute, in the order of the standard's attributes.
    pub attributes: Vec<Vec<String>>,
    /// What it was in the edition before.
    pub ancestors: Vec<ReqIx>,
    /// What became of it in the edition after.
    pub successors: Vec<ReqIx>,
}

/// What a text names in the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// One requirement.
    One(ReqIx),
    /// A short form that two standards share.
    Several(Vec<ReqIx>),
    /// Nothing.
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
    /// A requirement.
    pub fn requirement(&self, ix: ReqIx) -> &Requirement {
        &self.requirements[ix]
    }

    /// The standard of a requirement.
    pub fn standard_of(&self, ix: ReqIx) -> &Standard {
        &self.standards[self.requirement(ix).standard]
    }

    /// All requirements in the order of their files.
    pub fn requirements(&self) -> impl DoubleEndedIterator<Item = (ReqIx, &Requirement)> + Clone {
        self.requirements.iter_enumerated()
    }

    /// The place of the main standard.
    pub fn main(&self) -> usize {
        self.standards.iter().position(|s| s.id == MAIN).unwrap_or(0)
    }

    /// The controls of a theme, in order.
    pub fn controls_of_theme(&self, standard: usize, theme: usize) -> &[ReqIx] {
        self.themes.get(&(standard, theme)).map_or(&[], Vec::as_slice)
    }

    /// Whether the handbook is measured against a requirement: it belongs to an edition that is in force, asks for
    /// something, and has no clauses below it.
    pub fn is_assessable(&self, ix: ReqIx) -> bool {
        let requirement = self.requirement(ix);
        requirement.leaf && !requirement.informative && self.standard_of(ix).retired.is_none()
    }

    /// Whether the Statement of Applicability decides on a requirement: it is a control of a standard that asks for that.
    pub fn is_decided(&self, ix: ReqIx) -> bool {
        self.requirement(ix).kind == RequirementKind::Control && self.standard_of(ix).applicability
    }

    /// A requirement and the clauses that it is a part of: who claims 9.2 claims 9.2.1.
    pub fn chain(&self, ix: ReqIx) -> impl Iterator<Item = ReqIx> {
        std::iter::successors(Some(ix), |ix| self.requirement(*ix).parent)
    }

    /// Looks up `A.5.15` or `27001:A.5.15`. A short form that the main standard has means the main standard's.
    pub fn find(&self, text: &str) -> Found {
        let (standard, local) = match text.rsplit_once(':') {
            Some((standard, local)) => (Some(standard), local),
            None => (None, text),
        };
        let all = self.by_local.get(local).map_or(&[][..], Vec::as_slice);
        let of = |wanted: &str| all.iter().copied().find(|ix| self.standard_of(*ix).id == wanted);
        match (standard, all) {
            (Some(standard), _) => of(standard).map_or(Found::Nothing, Found::One),
            (None, []) => Found::Nothing,
            (None, [one]) => Found::One(*one),
            (None, several) => match of(MAIN) {
                Some(main) => Found::One(main),
                None => Found::Several(several.to_vec()),
            },
        }
    }

    /// The short form where it serves, else the long one.
    pub fn label(&self, ix: ReqIx) -> String {
        let id = &self.requirement(ix).id;
        match self.find(&id.local) {
            Found::One(found) if found == ix => id.local.clone(),
            _ => id.to_string(),
        }
    }

    /// All ids in their short form, for a did-you-mean.
    pub fn locals(&self) -> impl Iterator<Item = &str> {
        self.requirements.iter().map(|r| r.id.local.as_str())
    }
}
