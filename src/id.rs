//! Ids of requirements, and the order in which people read ids.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// The id of a requirement: a standard and the number that the standard gives it, as in `27001:A.5.15`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RequirementId {
    /// The standard's id in the catalogue.
    pub standard: String,
    /// The number within the standard.
    pub local: String,
}

/// Why a text is not a requirement id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

/// Whether a text can be the local part of a requirement's id: letters, digits, dots, hyphens and round brackets, as in
/// `A.5.15`, `PR.AA-01` and `21(2)(d)`.
pub fn is_local(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'(' | b')'))
        && text.bytes().any(|b| b.is_ascii_digit() || b == b'.')
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.ends_with(|c: char| c.is_ascii_alphanumeric() || c == ')')
}

/// Whether a text can be the id of a standard: letters, digits, dots and hyphens.
pub fn is_standard(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.ends_with(|c: char| c.is_ascii_alphanumeric())
}

/// Returns the id that a number of another tool stands for: what an id must not contain becomes a hyphen, `RISK-001` for
/// `RISK 001` and `NC-2026-01` for `NC 2026/01`.
pub fn joined(written: &str) -> String {
    let is_outside = |c: char| c.is_whitespace() || matches!(c, '#' | '|' | '[' | ']' | '/');
    written.split(is_outside).filter(|part| !matches!(*part, "" | "-" | "–")).collect::<Vec<_>>().join("-")
}

impl FromStr for RequirementId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let (standard, local) = text.split_once(':').ok_or(NotAnId)?;
        let fits = is_standard(standard) && is_local(local);
        fits.then(|| Self { standard: standard.to_owned(), local: local.to_owned() }).ok_or(NotAnId)
    }
}

impl fmt::Display for RequirementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.standard, self.local)
    }
}

impl Ord for RequirementId {
    fn cmp(&self, other: &Self) -> Ordering {
        natural(&self.standard, &other.standard).then_with(|| natural(&self.local, &other.local))
    }
}

impl PartialOrd for RequirementId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Compares two texts so that a run of digits counts as a number: `A.5.2` before `A.5.10`, `R-9` before `R-10`.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        let (x, y) = (run(&mut left), run(&mut right));
        if x.is_empty() || y.is_empty() {
            return x.cmp(y).then_with(|| a.cmp(b));
        }
        let order = if is_number(x) && is_number(y) {
            let (x, y) = (x.trim_start_matches('0'), y.trim_start_matches('0'));
            x.len().cmp(&y.len()).then_with(|| x.cmp(y))
        } else {
            x.cmp(y)
        };
        if order.is_ne() {
            return order;
        }
    }
}

fn is_number(run: &str) -> bool {
    run.starts_with(|c: char| c.is_ascii_digit())
}

/// Takes the longest run of only digits, or only other characters, from the front.
fn run<'a>(text: &mut &'a str) -> &'a str {
    let digits = is_number(text);
    let end = text.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(text.len());
    let (run, rest) = text.split_at(end);
    *text = rest;
    run
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_compare_as_numbers() {
        let mut ids = ["A.5.10", "A.10.1", "A.5.2", "A.5.2.1", "R-10", "R-009", "R-9"];
        ids.sort_by(|a, b| natural(a, b));
        assert_eq!(ids, ["A.5.2", "A.5.2.1", "A.5.10", "A.10.1", "R-009", "R-9", "R-10"]);
    }

    #[test]
    fn an_id_survives_the_round_trip() {
        let id: RequirementId = "27001-2013:A.9.2.6".parse().unwrap();
        assert_eq!((id.standard.as_str(), id.local.as_str()), ("27001-2013", "A.9.2.6"));
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("A.5.15".parse::<RequirementId>(), Err(NotAnId));
        assert_eq!("27001:".parse::<RequirementId>(), Err(NotAnId));
    }
}
