//! Synonyms: what a text says, and the other words by which it is found as well.

use super::words::{fold, runs};
use crate::assess::Assessed;
use crate::config::synonyms_of_trade;
use crate::isms::Term;

/// Words that a text says, and others by which it is found as well.
#[derive(Debug, Clone)]
pub(super) struct Synonym {
    pub said: String,
    pub found_by: String,
}

impl Synonym {
    /// Returns the forms of the words of one of its sides.
    pub(super) fn words(side: &str) -> impl Iterator<Item = String> {
        runs(side).flat_map(|run| run.parts()).map(fold)
    }
}

/// Returns the synonyms of a book: those of the trade in its language, those of book.toml, and the terms of the glossary
/// with their abbreviations, each of which finds the other.
pub(super) fn synonyms(assessed: &Assessed) -> Vec<Synonym> {
    let mut lists = synonyms_of_trade(&assessed.config.language.value);
    for (said, words) in &assessed.config.synonyms {
        lists.entry(said.clone()).or_default().extend(words.iter().cloned());
    }
    let listed = lists
        .into_iter()
        .flat_map(|(said, words)| words.into_iter().map(move |found_by| Synonym { said: said.clone(), found_by }));
    let terms = Term::all(&assessed.handbook).filter(|term| term.schema().searchable);
    let of_terms = terms.filter_map(|term| {
        let title = term.title().to_owned();
        // An abbreviation is one word.
        let short = runs(term.text(Term::ABBREVIATION)?).find_map(|run| run.parts().next())?.to_owned();
        let back = Synonym { said: short.clone(), found_by: title.clone() };
        Some([Synonym { said: title, found_by: short }, back])
    });
    listed.chain(of_terms.flatten()).collect()
}
