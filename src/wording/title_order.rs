//! The order of titles in a language, as CLDR has it: "9 Access" before "10 Backup", no difference of case, letters with
//! marks where readers of the language look for them.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::{LanguageIdentifier, langid};

/// The order of titles in a language. Browsers have the same one as `Intl.Collator` with `numeric`.
#[derive(Debug)]
pub struct TitleOrder(CollatorBorrowed<'static>);

impl TitleOrder {
    /// Returns the order of a language; that of English if the tag is not one that CLDR can read.
    pub fn new(language: &str) -> Self {
        let language = language.parse::<LanguageIdentifier>().unwrap_or(langid!("en"));
        let mut preferences = CollatorPreferences::from(language);
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        let collator = CollatorBorrowed::try_new(preferences, CollatorOptions::default());
        Self(collator.expect("the data is compiled in"))
    }

    /// Compares two titles. Only equal texts are equal.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.0.compare(a, b).then_with(|| a.cmp(b))
    }
}

#[cfg(test)]
mod tests {
    use super::TitleOrder;

    /// Asserts that titles are sorted in the order given.
    #[track_caller]
    fn check<const N: usize>(language: &str, expected: [&str; N]) {
        let order = TitleOrder::new(language);
        let mut titles = expected;
        titles.reverse();
        titles.sort_by(|a, b| order.compare(a, b));
        assert_eq!(titles, expected, "{language}");
    }

    #[test]
    fn numbers_count_as_numbers_and_neither_case_nor_marks_part_letters() {
        check("de", ["9 Access", "10 Backup", "Änderungen", "apfel", "Öffentlich", "Zutritt"]);
        check("en-GB", ["access", "Access to rooms", "Éclair", "egg", "Room 2", "room 10", "Room 10a", "Zone"]);
        check("not a language", ["2 b", "10 a", "äb", "Ac"]);
    }

    #[test]
    fn each_language_has_its_own_letters() {
        check("sv", ["Anställda", "Zoner", "Åtkomst", "Ändringar", "Övervakning"]);
        check("de-AT", ["Änderungen", "Anstellung", "Öffnung", "Zonen"]);
    }

    #[test]
    fn titles_that_differ_only_in_case_or_marks_have_an_order() {
        check("en", ["resume", "Resume", "résumé"]);
    }
}
