//! The language of a book: stop words and stemming.

use rustc_hash::FxHashSet;
use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, StopWordFilter, TextAnalyzer, TokenStream};

use super::words::fold;

/// Stop words in addition to tantivy's short list for English: the words of questions and of the people who ask them.
const ENGLISH_QUESTIONS: &[&str] = &[
    "i", "my", "me", "we", "our", "us", "you", "your", "he", "she", "his", "her", "its", "them", "am", "been", "can",
    "may", "could", "should", "would", "do", "does", "did", "has", "have", "had", "how", "what", "when", "where",
    "which", "who", "whom", "whose", "why", "from", "so", "than", "too", "any", "some",
];

/// The same for German.
const GERMAN_QUESTIONS: &[&str] = &[
    "darf", "darfst", "dürfen", "dürft", "dürfte", "kann", "kannst", "können", "könnte", "muss", "musst", "müssen",
    "soll", "sollen", "sollte", "ich", "mich", "mir", "mein", "meine", "meinen", "meinem", "meiner", "wir", "uns",
    "unser", "unsere", "unseren", "wie", "wer", "wen", "wem", "wann", "wo", "wohin", "woher", "warum", "wieso",
    "weshalb", "welche", "welcher", "welches", "welchen",
];

/// Turns words of one language into terms.
pub(super) struct Analyzer {
    stemmer: TextAnalyzer,
    questions: FxHashSet<&'static str>,
}

impl Analyzer {
    /// Creates an analyzer for a language tag such as `en-GB`; a language that tantivy does not support has no
    /// stemming.
    pub(super) fn new(tag: &str) -> Self {
        let language = stemmed(tag);
        let mut builder = TextAnalyzer::builder(RawTokenizer::default()).dynamic();
        if let Some(stop) = language.and_then(StopWordFilter::new) {
            builder = builder.filter_dynamic(stop);
        }
        if let Some(language) = language {
            builder = builder.filter_dynamic(Stemmer::new(language));
        }
        let questions = match language {
            Some(Language::English) => ENGLISH_QUESTIONS,
            Some(Language::German) => GERMAN_QUESTIONS,
            _ => &[],
        };
        Self { stemmer: builder.build(), questions: questions.iter().copied().collect() }
    }

    /// Returns the stem of a word, without accents; `None` for a stop word.
    pub(super) fn term(&mut self, word: &str) -> Option<String> {
        let lower = word.to_lowercase();
        if self.questions.contains(lower.as_str()) {
            return None;
        }
        let mut stream = self.stemmer.token_stream(&lower);
        stream.advance().then(|| fold(&stream.token().text))
    }
}

/// Returns the language of a tag such as `de-AT`, if search knows the forms of its words.
pub(super) fn stemmed(tag: &str) -> Option<Language> {
    Some(match tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "ar" => Language::Arabic,
        "da" => Language::Danish,
        "de" => Language::German,
        "el" => Language::Greek,
        "en" => Language::English,
        "es" => Language::Spanish,
        "fi" => Language::Finnish,
        "fr" => Language::French,
        "hu" => Language::Hungarian,
        "it" => Language::Italian,
        "nb" | "nn" | "no" => Language::Norwegian,
        "nl" => Language::Dutch,
        "pt" => Language::Portuguese,
        "ro" => Language::Romanian,
        "ru" => Language::Russian,
        "sv" => Language::Swedish,
        "ta" => Language::Tamil,
        "tr" => Language::Turkish,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(tag: &str, words: &[&str]) -> Vec<Option<String>> {
        let mut analyzer = Analyzer::new(tag);
        words.iter().map(|word| analyzer.term(word)).collect()
    }

    #[test]
    fn forms_of_a_word_share_a_term() {
        for (tag, a, b) in
            [("en-GB", "policies", "Policy"), ("de", "Zugänge", "Zugang"), ("fr-CA", "sauvegardées", "sauvegarder")]
        {
            let found = terms(tag, &[a, b]);
            assert!(found[0].is_some() && found[0] == found[1], "{tag}: {found:?}");
        }
    }

    #[test]
    fn words_that_say_nothing_have_no_term() {
        assert_eq!(terms("en", &["The", "how", "my"]), [None, None, None]);
        assert_eq!(terms("de", &["und", "wie"]), [None, None]);
        assert_eq!(terms("eo", &["kaj"]), [Some("kaj".to_owned())]);
    }
}
