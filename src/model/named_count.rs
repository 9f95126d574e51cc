//! Named counts: numbers that a text includes by name instead of typing them, such as `{{ covered controls }}`.

use crate::diag::did_you_mean;
use crate::pages::{PageId, register_path};
use crate::site::SitePath;

/// A number that is counted in the handbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NamedCount {
    /// Requirements of the first standard.
    Requirements(Counted, Part),
    /// Documents.
    Documents,
    /// Documents whose review is overdue.
    OverdueDocuments,
    /// The entries of a register, by its name.
    Entries(String),
    /// The entries of a register with a deadline that has passed.
    Overdue(String),
    /// The risks in a band, by what is left of them after treatment.
    Risks(String),
    /// The evidence that counts on the day.
    CurrentEvidence,
}

/// The requirements that are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// All assessable requirements.
    All,
    /// Requirements that are decided; clauses need no decision.
    Decided,
    /// Requirements that are decided and not excluded.
    Applicable,
    /// Covered requirements.
    Covered,
    /// Requirements that are documented but lack a required rung.
    Partial,
    /// Controls that are still to be implemented.
    Planned,
    /// Requirements that no document in force claims.
    Gap,
    /// Controls without a decision in the SoA.
    Undecided,
    /// Controls that the SoA excludes.
    Excluded,
}

/// The part of the standard that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Clauses and controls.
    Whole,
    /// The controls.
    Controls,
    /// The clauses.
    Clauses,
}

const COUNTED: [(&str, Counted); 9] = [
    ("all", Counted::All),
    ("decided", Counted::Decided),
    ("applicable", Counted::Applicable),
    ("covered", Counted::Covered),
    ("partial", Counted::Partial),
    ("planned", Counted::Planned),
    ("missing", Counted::Gap),
    ("undecided", Counted::Undecided),
    ("excluded", Counted::Excluded),
];

const PARTS: [(&str, Part); 3] =
    [("requirements", Part::Whole), ("controls", Part::Controls), ("clauses", Part::Clauses)];

impl NamedCount {
    /// Parses the text between the braces; `registers` are the names of the book's registers, `bands` the ids of its risk
    /// bands.
    ///
    /// # Errors
    /// The nearest name that there is, if one is near.
    pub fn read<'a>(
        text: &str,
        registers: impl Iterator<Item = &'a str> + Clone,
        bands: &[&str],
    ) -> Result<Self, Option<String>> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let counted = |word: &str| COUNTED.iter().find(|(name, _)| *name == word).map(|(_, counted)| *counted);
        let part = |word: &str| PARTS.iter().find(|(name, _)| *name == word).map(|(_, part)| *part);
        let is_register = |word: &str| registers.clone().any(|name| name == word);
        let count = match words[..] {
            ["documents"] => Some(Self::Documents),
            ["overdue", "documents"] => Some(Self::OverdueDocuments),
            [word] => counted(word)
                .map(|counted| Self::Requirements(counted, Part::Whole))
                .or_else(|| Some(Self::Requirements(Counted::All, part(word)?)))
                .or_else(|| is_register(word).then(|| Self::Entries(word.to_owned()))),
            ["current", "evidence"] => Some(Self::CurrentEvidence),
            [band, "risks"] if bands.contains(&band) => Some(Self::Risks(band.to_owned())),
            ["overdue", register] => is_register(register).then(|| Self::Overdue(register.to_owned())),
            [first, second] => {
                counted(first).zip(part(second)).map(|(counted, part)| Self::Requirements(counted, part))
            }
            _ => None,
        };
        count.ok_or_else(|| {
            let pairs = COUNTED.iter().flat_map(|(counted, _)| PARTS.map(|(part, _)| format!("{counted} {part}")));
            let single = COUNTED.iter().map(|(name, _)| *name).chain(PARTS.iter().map(|(name, _)| *name));
            let single = single.chain(["documents", "overdue documents", "current evidence"]).chain(registers.clone());
            let of_registers = registers.map(|name| format!("overdue {name}"));
            let pairs = pairs.chain(of_registers).chain(bands.iter().map(|band| format!("{band} risks")));
            let names: Vec<String> = single.map(str::to_owned).chain(pairs).collect();
            did_you_mean(&words.join(" "), names.iter().map(String::as_str)).map(str::to_owned)
        })
    }

    /// Returns the page that lists the counted things.
    pub fn page(&self) -> SitePath {
        match self {
            Self::Requirements(Counted::Excluded | Counted::Undecided | Counted::Decided | Counted::Planned, _) => {
                PageId::Soa.path()
            }
            Self::Requirements(_, Part::Controls) => PageId::Controls.path(),
            Self::Requirements(_, Part::Clauses) => PageId::Clauses.path(),
            Self::Requirements(Counted::Partial | Counted::Gap, Part::Whole) => PageId::Gaps.path(),
            Self::Requirements(_, Part::Whole) => PageId::Matrices.path(),
            Self::Documents | Self::OverdueDocuments => PageId::Documents.path(),
            Self::Entries(register) | Self::Overdue(register) => register_path(register),
            Self::Risks(_) => PageId::Risks.path(),
            Self::CurrentEvidence => PageId::Evidence.path(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_named_in_words() {
        let read = |text: &str| NamedCount::read(text, ["risks", "actions"].into_iter(), &["low", "very-high"]);
        assert_eq!(read("covered"), Ok(NamedCount::Requirements(Counted::Covered, Part::Whole)));
        assert_eq!(read("excluded  controls"), Ok(NamedCount::Requirements(Counted::Excluded, Part::Controls)));
        assert_eq!(read("planned controls"), Ok(NamedCount::Requirements(Counted::Planned, Part::Controls)));
        assert_eq!(read("clauses"), Ok(NamedCount::Requirements(Counted::All, Part::Clauses)));
        assert_eq!(read("overdue documents"), Ok(NamedCount::OverdueDocuments));
        assert_eq!(read("risks"), Ok(NamedCount::Entries("risks".to_owned())));
        assert_eq!(read("coverd controls"), Err(Some("covered controls".to_owned())));
        assert_eq!(read("overdue actions"), Ok(NamedCount::Overdue("actions".to_owned())));
        assert_eq!(read("very-high risks"), Ok(NamedCount::Risks("very-high".to_owned())));
        assert_eq!(read("very-hihg risks"), Err(Some("very-high risks".to_owned())));
        assert_eq!(read("high risks"), Err(None), "a band of another book");
        assert_eq!(read("overdue action"), Err(Some("overdue actions".to_owned())));
        assert_eq!(read("rsks"), Err(Some("risks".to_owned())));
        assert_eq!(read("site.title"), Err(None));
    }
}
