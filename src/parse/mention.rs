//! Ids in prose: `A.5.15`, `A 5.15–5.18`, `Control 5.15`, `clause 6.1.2`, `R-004`.
//!
//! This finds words with the shape of an id; `link` decides whether anything has that id.

mod lead;
mod provision;
mod run;
mod shape;

use std::ops::Range;

use crate::catalog::Catalog;
use crate::model::{Spelling, first_digit};
use crate::pages::document_stem;

use lead::{Lead, lead};
use run::Run;
use shape::{is_entry, is_measure, is_named, is_numbers};

pub(super) use lead::Prefix;

/// An id that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    /// The bytes that name it; empty for an id inside a range.
    pub range: Range<usize>,
    /// The id, as the catalogue or a register writes it.
    pub id: String,
    /// How sure it is that the words mean that id.
    pub spelling: Spelling,
    /// What else must be known of the text around it.
    pub form: Form,
}

/// The form of an id, which decides what a name of a standard near it means for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Nothing else can have it: the id of an entry, or an id with its standard in front of it.
    Own,
    /// A number of Annex A with its letter.
    Annex,
    /// A number after a word such as "clause".
    Number,
    /// A number that is one of the standard only if the sentence names the standard: `Abschnitt 9.2`.
    NumberIfNamed,
}

/// Finds all ids that a piece of prose names, in order.
pub(super) fn scan(text: &str) -> Vec<Mention> {
    scan_among(text, None)
}

/// Finds all ids that a piece of prose names, in order; also those of measured standards, if there are some.
pub(super) fn scan_among(text: &str, others: Option<&Catalog>) -> Vec<Mention> {
    let mut scanner = Scanner { text, others, run: None, found: Vec::new() };
    scanner.text();
    scanner.finish()
}

/// Returns the ids of requirements in the name of the file at a path: of `A.5.15_Access-control.md`.
pub(super) fn ids_in_name(path: &str) -> Vec<String> {
    let name = document_stem(path.rsplit('/').next().unwrap_or(path));
    if !name.contains(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    // Words are put together with hyphens, and so are ranges.
    let (mut words, mut rest) = (String::new(), name);
    while let Some((word, after)) = rest.split_once(['-', '_']) {
        let is_range = rest[word.len()..].starts_with('-')
            && after.starts_with(|c: char| c.is_ascii_digit() || c == 'A')
            && word.ends_with(|c: char| c.is_ascii_digit());
        words.extend([word, if is_range { "-" } else { " " }]);
        rest = after;
    }
    words.push_str(rest);
    scan(&words).into_iter().filter(|mention| mention.form != Form::Own).map(|mention| mention.id).collect()
}

/// Finds the ids in a cell of a table whose column or neighbour says that it holds numbers of the standard.
pub(super) fn scan_cell(text: &str, prefix: Prefix) -> Vec<Mention> {
    let start = text.len() - text.trim_start().len();
    let lead = Lead { prefix, spelling: Spelling::Loose, form: Form::Number };
    let mut scanner = Scanner { text, others: None, run: None, found: Vec::new() };
    scanner.run = text[start..].starts_with(|c: char| c.is_ascii_digit()).then(|| Run::in_cell(lead, start));
    scanner.text();
    scanner.finish()
}

/// Returns the ids of `A.5.15–A.5.18`, `A.5.15-18` or of a single one.
pub fn expand_range(text: &str) -> Vec<String> {
    let has_dash = text.contains(['-', '–', '—', '\u{2011}']);
    let is_list = text.contains([',', '/', ';', '&']) || text.contains(char::is_whitespace);
    let found = if has_dash && !is_list { scan(text) } else { Vec::new() };
    let number = |mention: &Mention| mention.id.rsplit_once('.').and_then(|(_, number)| number.parse::<u32>().ok());
    let follows = |pair: &[Mention]| number(&pair[0]).map(|number| number + 1) == number(&pair[1]);
    let is_range = found.len() > 1
        && found[0].range.start == 0
        && found.last().is_some_and(|last| last.range.end == text.len())
        && found.iter().all(|mention| mention.form == Form::Annex && mention.spelling == Spelling::Exact)
        && found.windows(2).all(follows);
    if is_range { found.into_iter().map(|mention| mention.id).collect() } else { vec![text.to_owned()] }
}

/// Reads a text, and gathers the ids in it.
struct Scanner<'t> {
    text: &'t str,
    /// The catalogue, if the book is measured against other standards.
    others: Option<&'t Catalog>,
    /// The list of numbers that is being read.
    run: Option<Run>,
    found: Vec<Mention>,
}

impl Scanner<'_> {
    fn text(&mut self) {
        let text = self.text;
        let mut at = 0;
        // No id without a digit: only words that have one are looked at.
        while let Some(digit) = first_digit(&text.as_bytes()[at..]) {
            let start = text[at..at + digit].rfind(char::is_whitespace).map_or(at, |space| at + space);
            let Some(word) = next_word(text, start) else { break };
            at = word.end;
            if is_address(&text[word.clone()]) {
                continue;
            }
            let mut start = word.start;
            for part in text[word].split(['/', ',', ';', '&', '–', '—', '|']) {
                let range = start..start + part.len();
                start = range.end + text[range.end..].chars().next().map_or(0, char::len_utf8);
                if part.bytes().any(|b| b.is_ascii_digit()) {
                    self.part(trim(text, range));
                }
            }
        }
    }

    /// Takes a part of a word.
    fn part(&mut self, range: Range<usize>) {
        let is_done = |mention: &Mention| range.start < mention.range.end;
        if self.others.is_some() && self.found.last().is_some_and(is_done) || self.of_others(&range) {
            return;
        }
        let part = &self.text[range.clone()];
        let head = part.split(['\'', '’']).next().unwrap_or(part);
        if is_named(head) || is_entry(head) {
            self.end_run();
            let range = range.start..range.start + head.len();
            let (id, spelling) = (head.to_owned(), Spelling::Exact);
            self.found.push(Mention { range, id, spelling, form: Form::Own });
            return;
        }
        let mut start = range.start;
        for number in head.split(['-', '\u{2011}']) {
            let place = start..start + number.len();
            start = place.end + self.text[place.end..].chars().next().map_or(0, char::len_utf8);
            let place = trim(self.text, place);
            if !place.is_empty() {
                self.number(place);
            }
        }
    }

    /// Takes a part of a word if it names a requirement of a measured standard.
    fn of_others(&mut self, range: &Range<usize>) -> bool {
        let found = self.others.and_then(|catalog| {
            provision::id(self.text, range, catalog).or_else(|| provision::cited(self.text, range, catalog))
        });
        let Some((range, id)) = found else { return false };
        self.end_run();
        // The name of its law may look like an id: `NIS-2`.
        while self.found.pop_if(|mention| !mention.range.is_empty() && mention.range.start >= range.start).is_some() {}
        let done = self.found.iter().rev().map(|mention| mention.range.end).find(|end| *end > 0).unwrap_or(0);
        let range = range.start.max(done)..range.end;
        self.found.push(Mention { range, id, spelling: Spelling::Exact, form: Form::Own });
        true
    }

    /// Takes something that may be a number, with or without its letter.
    fn number(&mut self, place: Range<usize>) {
        let word = &self.text[place.clone()];
        let (letters, number) = match word.find(|c: char| c.is_ascii_digit()) {
            Some(at) => word.split_at(at),
            None => return,
        };
        let spelling = match letters {
            "A." => Some(Spelling::Exact),
            "A" | "a." => Some(Spelling::Loose),
            "" => None,
            _ => return self.end_run(),
        };
        let is_annex = spelling.is_some() && number.contains('.');
        if !is_numbers(number) || spelling.is_some() && !is_annex || spelling.is_none() && is_measure(self.text, &place)
        {
            return self.end_run();
        }
        if let Some(run) = &mut self.run
            && run.take(self.text, &place, number, spelling)
        {
            return;
        }
        self.end_run();
        let begun = match spelling {
            // `Appendix A5.2` is not a control.
            Some(Spelling::Loose) if lead::is_of_other(self.text, place.start) => None,
            Some(spelling) => Some(Lead { prefix: Prefix::Annex, spelling, form: Form::Annex }),
            None => lead(self.text, &place, number),
        };
        if let Some(begun) = begun {
            let mut run = Run::new(begun, place.start);
            run.begin(&place, number);
            self.run = Some(run);
        }
    }

    fn end_run(&mut self) {
        if let Some(run) = self.run.take() {
            run.finish(self.text, &mut self.found);
        }
    }

    fn finish(mut self) -> Vec<Mention> {
        self.end_run();
        self.found
    }
}

fn next_word(text: &str, from: usize) -> Option<Range<usize>> {
    let start = from + text[from..].find(|c: char| !c.is_whitespace())?;
    let end = text[start..].find(char::is_whitespace).map_or(text.len(), |at| start + at);
    Some(start..end)
}

/// Web and mail addresses and paths are not prose.
fn is_address(word: &str) -> bool {
    word.contains("://") || word.contains('@') || word.starts_with("www.") || word.contains('=') || word.contains('\\')
}

/// Returns a range without the punctuation around it.
fn trim(text: &str, word: Range<usize>) -> Range<usize> {
    let inner = text[word.clone()].trim_start_matches(|c: char| !c.is_alphanumeric());
    let start = word.end - inner.len();
    let inner = inner.trim_end_matches(|c: char| !c.is_alphanumeric());
    start..start + inner.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let found = scan(text);
        let found: Vec<_> = found.iter().map(|m| (&text[m.range.clone()], m.id.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    /// Checks the ids alone, those inside ranges, too.
    #[track_caller]
    fn ids(text: &str, expected: &str) {
        let found: Vec<String> = scan(text).into_iter().map(|mention| mention.id).collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }

    #[test]
    fn the_name_of_a_file_is_read_like_words() {
        let cases = [
            ("isms/A.5.15_Access-control.md", &["A.5.15"][..]),
            ("A5.15-access.md", &["A.5.15"]),
            ("Annex A 5.17-5.18 Secrets.md", &["A.5.17", "A.5.18"]),
            ("A.5.10-12.md", &["A.5.10", "A.5.11", "A.5.12"]),
            ("POL-07 - Keys.md", &[]),
            ("v1.2-report-2026-01.md", &[]),
        ];
        for (path, expected) in cases {
            assert_eq!(ids_in_name(path), expected, "{path}");
        }
    }

    #[test]
    fn controls_entries_and_clauses_are_found() {
        check("See A.5.15, and (A.8.2).", &[("A.5.15", "A.5.15"), ("A.8.2", "A.8.2")]);
        check("R-004's owner, AUD-2026-1", &[("R-004", "R-004"), ("AUD-2026-1", "AUD-2026-1")]);
        check("as clause 6.1.2 asks", &[("6.1.2", "6.1.2")]);
        check("clauses 6.1.2, 8.2 and 9.1.", &[("6.1.2", "6.1.2"), ("8.2", "8.2"), ("9.1", "9.1")]);
        check("clause 6.1.3 d) and more", &[("6.1.3", "6.1.3")]);
        check("clauses 6.1.3 d), 8.2 and 9.1", &[("6.1.3", "6.1.3"), ("8.2", "8.2"), ("9.1", "9.1")]);
        check("clauses 4–10", &[("4", "4"), ("10", "10")]);
        check("Control 5.18 of the standard", &[("5.18", "A.5.18")]);
        check("27001:A.5.1 and A.5.1/A.5.2", &[("27001:A.5.1", "27001:A.5.1"), ("A.5.1", "A.5.1"), ("A.5.2", "A.5.2")]);
        check("the old A.9.2.6", &[("A.9.2.6", "A.9.2.6")]);
    }

    #[test]
    fn a_control_is_found_however_people_write_it() {
        for text in ["A 5.15.", "A5.15", "a.5.15", "(A 5.15)", "Annex A 5.15", "Annex A.5.15", "Anhang A 5.15"] {
            ids(text, "A.5.15");
        }
        for text in ["control 5.15", "Maßnahme 5.15", "Massnahme A.5.15", "ISO 27001:2022 A.5.15", "A.5.15:"] {
            ids(text, "A.5.15");
        }
        for text in ["see A 5.15 for it", "A 5.15 Access control", "A 5.15 requires a rule", "A\u{a0}5.15"] {
            ids(text, "A.5.15");
        }
        ids("A.5.15,A.5.16;A.8.2", "A.5.15 A.5.16 A.8.2");
        ids("controls 5.15, 5.16 and 8.2", "A.5.15 A.5.16 A.8.2");
        ids("A 5.15, 5.16 und A 8.2", "A.5.15 A.5.16 A.8.2");
        ids("A 9.2.6 and A9.4.1", "A.9.2.6 A.9.4.1");
    }

    #[test]
    fn a_range_names_each_id_in_it() {
        let whole = [("A.5.15", "A.5.15"), ("", "A.5.16"), ("", "A.5.17"), ("A.5.18", "A.5.18")];
        check("A.5.15–A.5.18", &whole);
        check("(A.5.15-A.5.18)", &whole);
        check("A.5.15-18", &[("A.5.15", "A.5.15"), ("", "A.5.16"), ("", "A.5.17"), ("18", "A.5.18")]);
        let four = "A.5.15 A.5.16 A.5.17 A.5.18";
        for text in [
            "A.5.15 - A.5.18",
            "A.5.15 to A.5.18",
            "A.5.15 bis A.5.18",
            "A5.15-A5.18",
            "A 5.15 – A 5.18",
            "Annex A 5.15–5.18",
            "A.5.15 through 5.18",
            "A.5.15‑5.18",
            "controls 5.15 to 5.18",
        ] {
            ids(text, four);
        }
        ids("A.5.25/26 and A.5.1/A.5.2", "A.5.25 A.5.26 A.5.1 A.5.2");
        assert_eq!(expand_range("A.5.1–3"), ["A.5.1", "A.5.2", "A.5.3"]);
        assert_eq!(expand_range("A.5.1"), ["A.5.1"]);
    }

    #[test]
    fn german_names_clauses_by_their_own_words() {
        ids("Kapitel 6.1.2.", "6.1.2");
        ids("Klauseln 4 bis 10 und Normkapitel 6.1", "4 10 6.1");
        check("Abschnitt 9.2 der ISO 27001", &[("9.2", "9.2")]);
        assert_eq!(scan("Abschnitt 9.2 der ISO 27001")[0].form, Form::NumberIfNamed);
        ids("Abschnitt 6.1.2 dieses Dokuments, Kapitel 6.1.2 des Vertrags, Klausel 7.2 der Satzung", "");
    }

    #[test]
    fn a_cell_of_a_column_holds_numbers() {
        let cell = |text| scan_cell(text, Prefix::Annex).into_iter().map(|m| m.id).collect::<Vec<_>>().join(" ");
        assert_eq!(cell("8.15"), "A.8.15");
        assert_eq!(cell("5.1, 5.3–5.5"), "A.5.1 A.5.3 A.5.4 A.5.5");
        assert_eq!(cell("see 8.15"), "");
        assert_eq!(cell("8.15% of it"), "");
    }

    #[test]
    fn other_words_and_numbers_are_left_alone() {
        check("version 5.15, section 5.15 of the contract, A.5, 3.14", &[]);
        check("clause 7.3 of the contract", &[]);
        check("clause 14 in our agreement", &[]);
        check("https://example.org/A.5.15 and mail A.5.15@example.org", &[]);
        check("XA.5.15x, A.5.15.md", &[]);
        check("UTF-8x, covid-19, e-mail, TLS1.3", &[]);
        check("no clause at all", &[]);
        check("A 5.1 inch display. A 5.2 release, in a 5.15 version, A 5.1 GB disk. A 4 page. A 5.1% rise", &[]);
        check("Appendix A 5.2, Appendix A5.2, Figure A.5, table A5.1, DIN A4, A4 paper, A.B.5", &[]);
        check("A.5.10 - 12 months, A.5.10 and 12 others", &[("A.5.10", "A.5.10"), ("A.5.10", "A.5.10")]);
    }

    #[test]
    fn the_ends_of_a_range_that_runs_backwards_are_ids() {
        ids("A.5.18–A.5.15", "A.5.18 A.5.15");
        ids("A.5.36–A.6.2", "A.5.36 A.6.2");
    }

    #[test]
    fn a_space_of_two_bytes_parts_words_like_any_other() {
        check("see\u{a0}clause\u{a0}6.1.2", &[("6.1.2", "6.1.2")]);
        check("Leavers lr\u{a0}\"sn.A5.18 A.6.5", &[("A.6.5", "A.6.5")]);
    }
}
