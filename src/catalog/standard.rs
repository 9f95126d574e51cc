//! A standard: its names, its parts, the rights in its texts, and the documented information that it requires.

use jiff::civil::Date;

use super::{ReqIx, Rung};

/// A standard.
#[derive(Debug, Clone, PartialEq)]
pub struct Standard {
    /// Its id, such as `27001`.
    pub id: String,
    /// Its title, such as "ISO/IEC 27001:2022".
    pub title: String,
    /// Its name beside an id, such as "NIS2"; the title, if its file gives none.
    pub short: String,
    /// Its subject.
    pub name: String,
    /// The language of its titles, if it is not that of the book.
    pub language: Option<String>,
    /// The other names by which texts call it.
    pub names: Vec<String>,
    /// What it is for this handbook.
    pub role: StandardRole,
    /// The date on which the transition of certificates to the next edition ended.
    pub retired: Option<Date>,
    /// Its words for a requirement and for several, such as "outcome" and "outcomes"; `None` if it has clauses and controls.
    pub words: Option<[String; 2]>,
    /// The rights in its texts.
    pub rights: Rights,
    /// The rungs that it requires; `None` for those that book.toml requires of clauses.
    pub required: Option<Vec<Rung>>,
    /// Groups of requirements.
    pub themes: Vec<Theme>,
    /// Optional parts that do not count in this handbook, by id and title.
    pub left_out: Vec<(String, String)>,
    /// Attributes of its controls.
    pub attributes: Vec<Attribute>,
    /// Documented information that it requires.
    pub documented: Vec<DocumentedInformation>,
}

impl Standard {
    /// Returns the names by which texts call it beside an id; none if it has no short one.
    pub fn called(&self) -> impl Iterator<Item = &str> {
        let short = Some(self.short.as_str()).filter(|short| *short != self.title);
        short.into_iter().chain(self.names.iter().map(String::as_str))
    }

    /// Returns whether it is an earlier edition.
    pub fn is_retired(&self) -> bool {
        self.role == StandardRole::Retired
    }
}

/// What a standard is for a handbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StandardRole {
    /// The organisation is or will be certified against it: its controls are decided in a Statement of Applicability.
    Certified,
    /// The handbook is compared with it.
    Measured,
    /// An earlier edition, whose numbers lead to their successors.
    Retired,
}

impl StandardRole {
    /// Word and value.
    pub const ALL: [(&'static str, Self); 3] =
        [("certified", Self::Certified), ("measured", Self::Measured), ("retired", Self::Retired)];

    /// Returns the word for book.toml and exports.
    pub fn word(self) -> &'static str {
        Self::ALL[self as usize].0
    }
}

/// The rights in the texts of a standard.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rights {
    /// Its publisher.
    pub publisher: Option<String>,
    /// What may be reprinted, in our own words.
    pub terms: Option<String>,
    /// The line that each page with its texts must show.
    pub attribution: Option<String>,
    /// The address of the publisher's page.
    pub address: Option<String>,
}

/// A group of requirements: a theme or a domain of controls, a function, a family, a chapter.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// Its id, such as `organizational`.
    pub id: String,
    /// Its title, such as "Organizational controls".
    pub title: String,
    /// The language of the title, if it is not that of the book.
    pub language: Option<String>,
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
