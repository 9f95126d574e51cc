//! Double braces in a text: named counts, variables of the book, and what other tools put there.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::named_count::NamedCount;
use crate::diag::did_you_mean;

/// The names that a text may put between double braces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Braces {
    /// The names of the registers, and the ids of the bands of risks: both are parts of the names of counts.
    registers: Vec<String>,
    bands: Vec<String>,
    /// The values of `[variables]` in book.toml, by their names.
    variables: BTreeMap<String, String>,
}

/// Maximum number of variables that a name is compared with.
const MOST_COMPARED: usize = 100;

/// The meaning of what is between double braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Braced<'b> {
    /// A named count, or nearly one.
    Count,
    /// A variable, by its value.
    Variable(&'b str),
    /// Something of another tool, which stays as it is.
    Foreign {
        /// The variable that may have been meant.
        near: Option<&'b str>,
    },
}

impl Braces {
    /// Creates the names of a book.
    pub fn new(registers: Vec<String>, bands: Vec<String>, variables: BTreeMap<String, String>) -> Self {
        Self { registers, bands, variables }
    }

    /// Parses what is between double braces.
    pub fn read(&self, inside: &str) -> Braced<'_> {
        let name = inside.trim();
        let variable = name.trim_start_matches(['.', '$']);
        if let Some(value) = self.variables.get(variable) {
            return Braced::Variable(value);
        }
        // The names of counts are words in lowercase; other tools write `.Name`, `#if`, `VERSION`, `site.title`.
        let is_of_words = |c: char| c.is_lowercase() || c == '-' || c == ' ' || c == '\u{a0}';
        let count = |name: &str| NamedCount::read(name, self.registers.iter().map(String::as_str), &self.bands());
        let is_count = match count(name) {
            Ok(_) => true,
            Err(near) => {
                let is_near = near.is_some() || is_of_counted(name);
                is_near && name.chars().all(is_of_words) || count(&name.to_lowercase()).is_ok()
            }
        };
        match is_count {
            true => Braced::Count,
            false => Braced::Foreign { near: self.near(variable) },
        }
    }

    /// Returns the variable that may have been meant. Of very many, none is looked for: a text may have as many braces.
    fn near(&self, variable: &str) -> Option<&str> {
        let names = self.variables.keys().map(String::as_str);
        if self.variables.len() > MOST_COMPARED { None } else { did_you_mean(variable, names) }
    }

    fn bands(&self) -> Vec<&str> {
        self.bands.iter().map(String::as_str).collect()
    }

    /// Returns a text without Markdown, such as a title, with the values of its variables.
    pub fn fill<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.variables.is_empty() || !text.contains("{{") {
            return text.into();
        }
        let (mut filled, mut rest) = (String::new(), text);
        while let Some((before, after)) = rest.split_once("{{") {
            let Some((inside, behind)) = after.split_once("}}") else { break };
            filled.push_str(before);
            match self.read(inside) {
                Braced::Variable(value) => filled.push_str(value),
                _ => filled.extend(["{{", inside, "}}"]),
            }
            rest = behind;
        }
        filled.push_str(rest);
        filled.into()
    }
}

/// Returns whether a name says that it counts something of a handbook, such as the risks of a band that there is not.
fn is_of_counted(name: &str) -> bool {
    let last = name.rsplit_once(char::is_whitespace).map(|(_, last)| last);
    matches!(last, Some("risks" | "controls" | "clauses" | "requirements" | "documents"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn braces() -> Braces {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let variables = BTreeMap::from([("Name".to_owned(), "Acme".to_owned())]);
        Braces::new(names(&["risks", "roles"]), names(&["high"]), variables)
    }

    #[test]
    fn counts_variables_and_the_braces_of_other_tools_are_told_apart() {
        let braces = braces();
        for count in
            [" covered controls ", "coverd controls", "risks", "rsks", "high risks", "grave risks", "Covered Controls"]
        {
            assert_eq!(braces.read(count), Braced::Count, "{count}");
        }
        for variable in ["Name", " .Name ", "$Name"] {
            assert_eq!(braces.read(variable), Braced::Variable("Acme"), "{variable}");
        }
        for foreign in ["company", "VERSION", "#hipaa", "/hipaa", "% ref %", "< ref >", "site.title", "x | upper", ""] {
            assert_eq!(braces.read(foreign), Braced::Foreign { near: None }, "{foreign}");
        }
        assert_eq!(braces.read(".Nmae"), Braced::Foreign { near: Some("Name") });
    }

    #[test]
    fn a_book_of_very_many_variables_gets_no_suggestions() {
        let near = |count: usize| {
            let variables = (0..count).map(|at| (format!("Name{at}"), "x".to_owned())).collect();
            Braces::new(Vec::new(), Vec::new(), variables).read(".Naame7") != Braced::Foreign { near: None }
        };
        assert!(near(20) && !near(2000));
    }

    #[test]
    fn a_title_has_the_values_of_its_variables() {
        assert_eq!(braces().fill("{{ .Name }} rules {{x}} {{"), "Acme rules {{x}} {{");
    }
}
