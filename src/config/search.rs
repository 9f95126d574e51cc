//! The `[search]` table: what a text says, and the other words with which readers search for it.

use std::collections::BTreeMap;

use super::built_in::read_built_in;
use crate::diag::Diagnostic;
use crate::value::Fields;

/// What a text says, each with the other words by which it is found.
pub type Synonyms = BTreeMap<String, Vec<String>>;

/// The words of the trade that ship with the program, by language.
const OF_TRADE: [(&str, &str, &str); 2] = [
    ("de", "(built in)/synonyms/de.toml", include_str!("synonyms/de.toml")),
    ("en", "(built in)/synonyms/en.toml", include_str!("synonyms/en.toml")),
];

/// Returns the synonyms of the trade in a language; none if the program has no list.
pub fn synonyms_of_trade(language: &str) -> Synonyms {
    let language = language.split('-').next().unwrap_or_default();
    let list = OF_TRADE.iter().find(|(of, ..)| of.eq_ignore_ascii_case(language));
    list.map_or_else(Synonyms::new, |(_, path, text)| read_built_in(path, text, |fields| read_synonyms(&fields)))
}

/// Reads the synonyms of the `[search]` table.
pub(super) fn read_search(table: Option<Fields<'_>>) -> Synonyms {
    let Some(search) = table else { return Synonyms::new() };
    let synonyms = search.table("synonyms").map_or_else(Synonyms::new, |fields| read_synonyms(&fields));
    search.finish();
    synonyms
}

/// Reads a table of synonyms: each key is what a text says.
fn read_synonyms(fields: &Fields<'_>) -> Synonyms {
    let mut synonyms = Synonyms::new();
    for (said, span) in fields.keys() {
        let words = fields.texts(said);
        let all = [(said, span)].into_iter().chain(words.iter().map(|word| (word.value.as_str(), word.span)));
        for (word, span) in all.filter(|(word, _)| !word.contains(char::is_alphanumeric)) {
            let help = "write what a text says, and the words with which readers search for it".to_owned();
            fields.report(Diagnostic::error("invalid-value", span, format!("`{word}` has no word")).help(help));
        }
        synonyms.insert(said.to_owned(), words.into_iter().map(|word| word.value).collect());
    }
    synonyms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::unread;

    #[test]
    fn the_lists_of_the_trade_are_sound() {
        for (language, ..) in OF_TRADE {
            let synonyms = synonyms_of_trade(language);
            assert!(synonyms.len() > 50, "{language}");
            for (said, found_by) in &synonyms {
                assert!(!found_by.is_empty() && !found_by.contains(said), "{said}");
            }
        }
        assert!(synonyms_of_trade("de-CH") == synonyms_of_trade("de") && synonyms_of_trade("fi").is_empty());
    }

    #[test]
    fn a_synonym_has_words_on_both_sides() {
        let problems = |line: &str| unread(&format!("[search.synonyms]\n{line}\n"));
        assert_eq!(problems("\"quiet room\" = [\"phone box\", \"booth\"]"), [""; 0]);
        assert_eq!(problems("fob = \"badge\""), [""; 0]);
        let unknown = unread("[search]\nsynonym = { fob = \"badge\" }\n");
        assert_eq!(unknown, ["unknown key `synonym` (did you mean `synonyms`?)"]);
        let help = "(write what a text says, and the words with which readers search for it)";
        assert_eq!(
            problems("\"…\" = [\"dots\", \"?\"]"),
            [format!("`…` has no word {help}"), format!("`?` has no word {help}")]
        );
    }
}
