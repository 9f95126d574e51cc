//! Plural categories of CLDR: which form of a text goes with a number in a language.

use icu_locale_core::{LanguageIdentifier, Locale, langid};
use icu_plurals::{PluralCategory, PluralRules, PluralRulesPreferences};

/// The names of the forms of a text, as its key ends with them. Every counted text has the last one.
pub(super) const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Plural rules of a language.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plurals(PluralRulesPreferences);

impl Plurals {
    /// Returns the rules of a language; those of English if the tag is not one that CLDR can read.
    pub(super) fn new(language: &str) -> Self {
        Self(language.parse::<LanguageIdentifier>().unwrap_or(langid!("en")).into())
    }

    /// Returns the form that goes with a number, one of `FORMS`.
    pub fn form(&self, number: i64) -> &'static str {
        // Cheap, because the data is compiled in; the rules themselves cannot be shared by threads.
        let rules = PluralRules::try_new_cardinal(self.0).expect("the data is compiled in");
        match rules.category_for(number) {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        }
    }
}

/// Whether browsers accept a language tag: their plural rules fail on any other.
pub fn is_language_tag(tag: &str) -> bool {
    !tag.contains('_') && tag.parse::<Locale>().is_ok()
}

/// The key of a counted text without its form, such as `search.pages` of `search.pages.few`.
pub(super) fn stem(key: &str) -> Option<&str> {
    key.rsplit_once('.').filter(|(_, form)| FORMS.contains(form)).map(|(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::Plurals;

    #[test]
    fn each_language_has_its_own_forms() {
        let forms = |language: &str| [0, 1, 2, 5, 22].map(|number| Plurals::new(language).form(number));
        assert_eq!(forms("en"), ["other", "one", "other", "other", "other"]);
        assert_eq!(forms("de-CH"), forms("en"));
        assert_eq!(forms("fr"), ["one", "one", "other", "other", "other"]);
        assert_eq!(forms("pl"), ["many", "one", "few", "many", "few"]);
        assert_eq!(forms("not a language"), forms("en"));
    }
}
