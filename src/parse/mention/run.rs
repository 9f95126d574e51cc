//! Numbers in a row that one word or letter introduces: `A.5.15–A.5.18`, `clauses 6.1.3 d), 8.2 and 9.1`, `A.5.25/26`.

use std::ops::Range;

use super::lead::{Lead, Prefix};
use super::{Form, Mention};
use crate::model::Spelling;

/// A range of ids longer than this is a slip of the pen.
const LONGEST_RANGE: u32 = 100;

/// Number of bytes that may be between two numbers of a row.
const WIDEST_GAP: usize = 24;

/// A row of numbers that is being read.
pub(super) struct Run {
    lead: Lead,
    mentions: Vec<Mention>,
    /// The number that was read last.
    last: String,
    /// The byte after it.
    end: usize,
    /// Whether it is a cell of a table, in which semicolons are between numbers, too.
    in_cell: bool,
}

/// The words between two numbers.
#[derive(Clone, Copy, PartialEq)]
struct Gap {
    /// Whether they say "from … to …".
    is_range: bool,
    /// Whether there is white space among them.
    is_wide: bool,
}

impl Run {
    /// Creates a row that begins at a place and has no number yet.
    pub(super) fn new(lead: Lead, at: usize) -> Self {
        Self { lead, mentions: Vec::new(), last: String::new(), end: at, in_cell: false }
    }

    /// Creates the row of a cell of a table.
    pub(super) fn in_cell(lead: Lead, at: usize) -> Self {
        Self { in_cell: true, ..Self::new(lead, at) }
    }

    /// Takes the first number.
    pub(super) fn begin(&mut self, place: &Range<usize>, number: &str) {
        self.push(place.clone(), number, self.lead.spelling, self.lead.form);
    }

    /// Takes the next number, if it belongs to the row. `letter` is the spelling of the letter before it, if it has one.
    pub(super) fn take(&mut self, text: &str, place: &Range<usize>, number: &str, letter: Option<Spelling>) -> bool {
        if self.mentions.is_empty() {
            let begins = place.start == self.end && letter.is_none() && self.lead.prefix.fits(number);
            if begins {
                self.begin(place, number);
            }
            return begins;
        }
        let Some(gap) = Gap::of(&text[self.end..place.start], self.in_cell) else { return false };
        if letter.is_some() && self.lead.prefix == Prefix::Clause {
            return false;
        }
        let number = match number.contains('.') || self.lead.prefix == Prefix::Clause {
            true if self.lead.prefix.fits(number) || letter.is_some() => number.to_owned(),
            false if !gap.is_wide => match self.shortened(number) {
                Some(number) => number,
                None => return false,
            },
            _ => return false,
        };
        let spelling = letter.unwrap_or(match gap.is_wide {
            true if self.lead.prefix == Prefix::Annex => Spelling::Loose,
            _ => self.lead.spelling,
        });
        if gap.is_range {
            self.fill(&number, spelling);
        }
        let form = if letter.is_some() { Form::Annex } else { self.lead.form };
        self.push(place.clone(), &number, spelling, form);
        true
    }

    fn push(&mut self, range: Range<usize>, number: &str, spelling: Spelling, form: Form) {
        self.end = range.end;
        number.clone_into(&mut self.last);
        self.mentions.push(Mention { range, id: self.lead.prefix.id(number), spelling, form });
    }

    /// Returns the whole number of which only the end is written: the `18` of `A.5.15-18`.
    fn shortened(&self, end: &str) -> Option<String> {
        let (stem, last) = self.last.rsplit_once('.')?;
        let is_greater = end.len() <= 2 && end.parse::<u32>().ok()? > last.parse().ok()?;
        is_greater.then(|| format!("{stem}.{end}"))
    }

    /// Adds the numbers between the last one and the next.
    fn fill(&mut self, next: &str, spelling: Spelling) {
        let Some(((stem, low), (other, high))) = self.last.rsplit_once('.').zip(next.rsplit_once('.')) else { return };
        let (Ok(low), Ok(high)) = (low.parse::<u32>(), high.parse::<u32>()) else { return };
        let is_short = high.checked_sub(low).is_some_and(|length| length < LONGEST_RANGE);
        if self.lead.prefix != Prefix::Annex || stem != other || !is_short {
            return;
        }
        let (at, form) = (self.end..self.end, self.lead.form);
        self.mentions.extend((low + 1..high).map(|number| {
            let id = self.lead.prefix.id(&format!("{stem}.{number}"));
            Mention { range: at.clone(), id, spelling, form }
        }));
    }

    /// Returns its ids, unless they are of something else.
    pub(super) fn finish(self, text: &str, found: &mut Vec<Mention>) {
        let is_sure = self.lead.form == Form::Annex && self.lead.spelling == Spelling::Exact;
        if is_sure || !belongs_elsewhere(&text[self.end..]) {
            found.extend(self.mentions);
        }
    }
}

impl Gap {
    /// Reads what is between two numbers of a row; `None` if they are not in one.
    fn of(between: &str, in_cell: bool) -> Option<Self> {
        let ends = between.contains(['.', ':', '?', '!']) || between.contains(';') && !in_cell;
        if between.len() > WIDEST_GAP || ends {
            return None;
        }
        let mut gap = Self { is_range: false, is_wide: between.contains(char::is_whitespace) };
        let mut is_list = between.contains([',', '/', '&', ';']);
        for word in between.split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | '&' | ';')) {
            match word {
                "and" | "or" | "und" | "oder" | "sowie" | "plus" => is_list = true,
                "to" | "bis" | "through" | "thru" | "-" | "–" | "—" | "\u{2011}" => gap.is_range = true,
                "" | "A" => {}
                letter if is_letter(letter) => {}
                _ => return None,
            }
        }
        (gap.is_range || is_list).then_some(gap)
    }
}

/// Returns whether this is the letter of "6.1.3 d)".
fn is_letter(word: &str) -> bool {
    word.len() == 2 && word.ends_with(')') && word.starts_with(|c: char| c.is_ascii_lowercase())
}

/// Returns whether numbers are of what follows them: "clause 7.3 of the contract", "Kapitel 6.1.2 dieses Dokuments".
fn belongs_elsewhere(after: &str) -> bool {
    let mut words = after.split_whitespace();
    let ours = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        matches!(word, "standard" | "27001" | "27002" | "ISMS" | "Norm" | "Standards" | "SoA" | "Annex" | "Anhang")
            || word.starts_with("27001:")
            || word.starts_with("27002:")
    };
    let mut owner = match words.next() {
        Some("of" | "in") => {
            let first = words.clone().next();
            let named = ["the", "our", "their", "your", "this", "that", "a", "an", "ISO", "ISO/IEC"];
            if !first.is_some_and(|word| named.contains(&word)) {
                return false;
            }
            words.take(3)
        }
        Some("der" | "des" | "dieser" | "dieses" | "unserer" | "unseres" | "eines" | "einer") => words.take(3),
        _ => return false,
    };
    !owner.any(ours)
}
