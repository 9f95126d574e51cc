//! Compounds: a German reader who looks for "Richtlinie" wants every "Zugriffskontrollrichtlinie" too. A long word that
//! ends with another word of the book is found by that, and so is what stands before it.

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use tantivy::tokenizer::Language;

use super::language::stemmed;
use super::page::Page;
use super::words::{fold, runs};

/// Words with which titles in a management system end, whether or not the book has them on their own.
const COMMON: &[&str] = &[
    "Abweichung",
    "Analyse",
    "Anforderung",
    "Anweisung",
    "Audit",
    "Bericht",
    "Berechtigung",
    "Bewertung",
    "Beziehung",
    "Daten",
    "Dokument",
    "Einstufung",
    "Entwicklung",
    "Erklärung",
    "Gerät",
    "Handbuch",
    "Klasse",
    "Konto",
    "Kontrolle",
    "Konzept",
    "Liste",
    "Löschung",
    "Maßnahme",
    "Meldung",
    "Nachweis",
    "Ordnung",
    "Organisation",
    "Plan",
    "Politik",
    "Programm",
    "Prozess",
    "Prüfung",
    "Regel",
    "Register",
    "Richtlinie",
    "Risiko",
    "Rolle",
    "Schutz",
    "Schulung",
    "Sicherheit",
    "Sicherung",
    "Software",
    "Steuerung",
    "Strategie",
    "System",
    "Übung",
    "Vereinbarung",
    "Verfahren",
    "Verpflichtung",
    "Vertrag",
    "Verwaltung",
    "Verzeichnis",
    "Vorfall",
    "Vorgabe",
    "Zugang",
    "Zugriff",
];

/// Endings by which a word inside of a compound may differ from a word of the book.
const ENDINGS: [&str; 7] = ["", "e", "en", "n", "s", "es", "er"];

/// Prefixes that make a new word, not a compound: "Wiederherstellung" is not a kind of "Herstellung".
const PREFIXES: [&str; 8] = ["durch", "hinter", "nieder", "uber", "unter", "wider", "wieder", "zuruck"];

/// Endings of words that an "s" links to the next one.
const LINKED: [&str; 6] = ["ung", "heit", "keit", "schaft", "ion", "tat"];

/// Number of letters of the shortest word of a compound.
const SHORTEST: usize = 4;

/// Number of letters of the longest compound that is taken apart.
const LONGEST: usize = 80;

/// Number of letters of the shortest word that may have lost an "e", as "Kontrolle" in "Zugriffskontrollrichtlinie".
const ELIDED: usize = 6;

/// The words of a book of which its compounds consist.
pub(super) struct Compounds {
    words: FxHashSet<String>,
}

impl Compounds {
    /// Collects the words of a book; `None` if its language has no compounds, or writes them apart.
    pub(super) fn new(language: &str, pages: &[Page]) -> Option<Self> {
        if !has_compounds(language) {
            return None;
        }
        let texts = pages.par_iter().flat_map_iter(|page| {
            let parts = page.parts.iter().flat_map(|part| [part.heading.clone(), part.searched()]);
            [page.title.clone()].into_iter().chain(parts)
        });
        let words = texts.flat_map_iter(|text| {
            let words = runs(&text).flat_map(|run| run.parts()).map(fold);
            words.collect::<Vec<_>>()
        });
        let mut words: FxHashSet<String> = words.filter(|word| is_word(word)).collect();
        words.extend(Self::common().map(fold));
        Some(Self { words })
    }

    /// The words that are known in any book.
    pub(super) fn common() -> impl Iterator<Item = &'static str> {
        COMMON.iter().copied()
    }

    /// Returns the words by which a folded word is found as well.
    pub(super) fn parts(&self, word: &str) -> Vec<String> {
        let mut parts = Vec::new();
        // What stands before the last word may be a compound itself: "Datensicherungsstrategie" is found by "Sicherung".
        let mut ends = if is_word(word) && word.len() <= LONGEST { vec![word.len()] } else { Vec::new() };
        let mut next = 0;
        while let Some(end) = ends.get(next).copied() {
            next += 1;
            for at in (SHORTEST..=end.saturating_sub(SHORTEST)).filter(|at| word.is_char_boundary(*at)) {
                let (before, last) = word[..end].split_at(at);
                if PREFIXES.contains(&before) || !self.has(last) {
                    continue;
                }
                let first = self.without_link(before);
                parts.extend([last.to_owned(), first.to_owned()]);
                if !ends.contains(&first.len()) {
                    ends.push(first.len());
                }
            }
        }
        parts.sort_unstable();
        parts.dedup();
        parts
    }

    /// Returns a word without the "s" that links it to the next one.
    fn without_link<'w>(&self, word: &'w str) -> &'w str {
        let linked = |word: &&str| self.has(word) || LINKED.iter().any(|ending| word.ends_with(ending));
        word.strip_suffix('s').filter(linked).unwrap_or(word)
    }

    fn has(&self, part: &str) -> bool {
        let shorter = ENDINGS.iter().filter_map(|ending| part.strip_suffix(ending));
        shorter.filter(|word| word.len() >= SHORTEST).any(|word| self.words.contains(word))
            || (part.len() >= ELIDED && self.words.contains(&format!("{part}e")))
    }
}

/// Returns whether a language writes compounds as one word.
pub(super) fn has_compounds(language: &str) -> bool {
    stemmed(language) == Some(Language::German)
}

/// Returns whether a word has another one in it, as a compound has its parts.
pub(super) fn is_within(part: &str, word: &str) -> bool {
    part.len() >= SHORTEST && word.len() >= part.len() + SHORTEST - 1 && word.contains(part)
}

/// Returns whether a text is made of letters only.
fn is_word(text: &str) -> bool {
    text.len() >= SHORTEST && text.chars().all(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compound_is_found_by_its_parts() {
        let compounds = Compounds::new("de-CH", &[]).unwrap();
        let parts = |word: &str| compounds.parts(&fold(word)).join(" ");
        assert_eq!(parts("Zugriffskontrollrichtlinie"), "kontroll richtlinie zugriff zugriffskontroll");
        assert_eq!(parts("Lieferantenbeziehungen"), "beziehungen lieferanten");
        assert_eq!(parts("Datensicherungsstrategie"), "daten datensicherung sicherung strategie");
        for word in ["Richtlinie", "Wiederherstellung", "Plan", "ISO", "", "ÄÄÄÄÄÄÄÄ", "ßßßßßßßß"] {
            assert_eq!(parts(word), "", "{word}");
        }
        let many = compounds.parts(&"daten".repeat(16));
        assert!(many.len() < 40 && compounds.parts(&"daten".repeat(2_000)).is_empty(), "{many:?}");
        assert!(Compounds::new("en", &[]).is_none());
    }
}
