//! Texts of the interface, one file per language (`texts/en.toml`). The theme of a book can override them.
//!
//! A text is found by its key, such as `start.state`, and may have placeholders: `as of {date}`. A text that depends
//! on the number `n` is a table with the plural forms of its language: `one` and `other` in English. Templates and
//! scripts name their texts with `{= start.state =}`; [`Wording::template`] and [`Wording::script`] insert them once,
//! when the theme is loaded. Views look theirs up by key.

mod markers;
mod plural;
mod title_order;

use std::fmt::{self, Write};
use std::sync::LazyLock;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::diag::{Diagnostic, did_you_mean};
use crate::source::{Content, Role, SourceFile, Sources, Span};
use crate::value::{self, Format, Table, Value};

pub use markers::{Filled, MarkerError};
pub use plural::{Plurals, is_language_tag};
pub use title_order::TitleOrder;

/// Languages that ship with the program. The first one has every key.
const BUILT_IN: [(&str, &str); 2] =
    [("en", include_str!("../themes/default/texts/en.toml")), ("de", include_str!("../themes/default/texts/de.toml"))];

/// Texts by key, in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Wording {
    texts: FxHashMap<String, String>,
    plurals: Plurals,
    /// Keys of texts that are English although the language is another.
    untranslated: Vec<&'static str>,
    /// Whether the program or the book has texts in the language.
    own_texts: bool,
}

/// Texts of each built-in language, parsed once.
static TEXTS: [LazyLock<FxHashMap<String, String>>; BUILT_IN.len()] =
    [LazyLock::new(|| texts(BUILT_IN[0])), LazyLock::new(|| texts(BUILT_IN[1]))];

fn texts((name, text): (&str, &str)) -> FxHashMap<String, String> {
    let mut sources = Sources::default();
    let content = Content::Text(text.into());
    let file = sources.add(SourceFile { path: format!("(built in)/{name}.toml"), role: Role::Theme, content });
    let (table, problems) = value::read(Format::Toml, text, file, 0);
    assert!(problems.is_empty(), "the texts of `{name}` are sound: {problems:?}");
    let mut texts = FxHashMap::default();
    flatten(&table, "", &mut |key, _, text| texts.extend(text.ok().map(|text| (key, text.to_owned()))));
    texts
}

static ENGLISH: LazyLock<Wording> = LazyLock::new(|| Wording::built_in("en"));

/// Parses the English texts ahead of time, because every language falls back to them.
pub fn prepare() {
    LazyLock::force(&TEXTS[0]);
}

impl Wording {
    /// Returns the built-in texts of a language, with English as the fallback.
    pub fn built_in(language: &str) -> Self {
        let mut texts = (*TEXTS[0]).clone();
        for (_, own) in BUILT_IN.iter().zip(&TEXTS).skip(1).filter(|((name, _), _)| speaks(language, name)) {
            texts.extend(own.iter().map(|(key, text)| (key.clone(), text.clone())));
        }
        let own_texts = is_built_in(language);
        Self { texts, plurals: Plurals::new(language), untranslated: Vec::new(), own_texts }
    }

    /// Returns the texts of a language, overridden by those of the book's theme.
    pub fn load(sources: &Sources, theme: &str, language: &str) -> (Self, Vec<Diagnostic>) {
        let mut wording = Self::built_in(language);
        let mut diagnostics = Vec::new();
        let mut own = FxHashSet::default();
        for (id, file) in sources.of_role(Role::Theme) {
            let name = file.path.strip_prefix(theme).unwrap_or(&file.path).trim_start_matches('/');
            let Some(name) = name.strip_prefix("texts/").and_then(|name| name.strip_suffix(".toml")) else { continue };
            let (table, problems) = value::read_file(id, file);
            diagnostics.extend(problems);
            flatten(&table, "", &mut |key, span, text| match text {
                Ok(_) if !is_known(&key) => diagnostics.push(unknown(&key, span)),
                Ok(text) if speaks(language, name) => {
                    own.insert(key.clone());
                    wording.texts.insert(key, text.to_owned());
                }
                Ok(_) => {}
                Err(kind) => {
                    let message = format!("`{key}` must be text, not {kind}");
                    diagnostics.push(Diagnostic::error("invalid-value", span, message));
                }
            });
        }
        if !is_built_in(language) {
            wording.own_texts = !own.is_empty();
            // How many other forms a counted text has depends on the language.
            let keys = ALL_KEYS.iter().filter(|key| !own.contains(**key));
            wording.untranslated =
                keys.filter(|key| plural::stem(key).is_none() || key.ends_with(".other")).copied().collect();
        }
        (wording, diagnostics)
    }

    /// Returns the keys of the texts that are English although the language is another, in order.
    pub fn untranslated(&self) -> &[&'static str] {
        &self.untranslated
    }

    /// Returns whether the program or the book has texts in the language.
    pub fn has_texts_of_its_own(&self) -> bool {
        self.own_texts
    }

    /// Returns the text for `key`, or `key` itself if missing; a test covers the built-in keys.
    pub fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.find(key).unwrap_or(key)
    }

    /// Returns the text for `key`, if there is one.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }

    /// Returns the text for `key` with its placeholders filled.
    pub fn fill(&self, key: &str, places: &[(&str, &dyn fmt::Display)]) -> String {
        let text = self.say(key);
        let mut filled = String::with_capacity(text.len() + 32);
        for piece in markers::pieces(text) {
            match piece {
                markers::Piece::Text(text) => filled.push_str(text),
                markers::Piece::Place(name) => match places.iter().find(|(place, _)| *place == name) {
                    Some((_, value)) => _ = write!(filled, "{value}"),
                    None => filled.push_str(name),
                },
            }
        }
        filled
    }

    /// Formats a date, such as "1 October 2026".
    pub fn date(&self, date: Date) -> String {
        let month = self.say("date.months").split(' ').nth(usize::from(date.month().unsigned_abs()) - 1).unwrap_or("");
        self.fill("date.day", &[("day", &date.day()), ("month", &month), ("year", &date.year())])
    }

    /// Formats a number with the decimal separator of the language.
    pub fn number(&self, number: f64) -> String {
        number.to_string().replace('.', self.say("number.decimal"))
    }

    /// Formats a duration, such as "6 months".
    pub fn duration(&self, span: &jiff::Span) -> String {
        let parts = [
            ("duration.years", span.get_years().into()),
            ("duration.months", span.get_months()),
            ("duration.weeks", span.get_weeks()),
            ("duration.days", span.get_days()),
        ];
        let parts =
            parts.iter().filter(|(_, count)| *count != 0).map(|(key, count)| self.counted(key, i64::from(*count)));
        parts.collect::<Vec<_>>().join(" ")
    }

    /// Returns the form of a counted text that goes with a number, with the number in the placeholder `n`.
    pub fn counted(&self, key: &str, count: i64) -> String {
        self.counted_with(key, count, &[])
    }

    /// Returns what [`Self::counted`] returns, with other placeholders filled as well.
    pub fn counted_with(&self, key: &str, count: i64, places: &[(&str, &dyn fmt::Display)]) -> String {
        let form = format!("{key}.{}", self.plurals.form(count));
        let form = if self.texts.contains_key(&form) { form } else { format!("{key}.other") };
        self.fill(&form, &[&[("n", &count as &dyn fmt::Display)], places].concat())
    }

    /// Returns the plural rules of the language.
    pub fn plurals(&self) -> Plurals {
        self.plurals
    }

    /// Renders a phrase in this language.
    pub fn phrase(&self, phrase: &Phrase) -> String {
        match phrase {
            Phrase::Content(text) => text.clone(),
            Phrase::Number(number) => self.number(*number),
            Phrase::Day(date) => self.date(*date),
            Phrase::Counted(key, count) => self.counted(key, *count),
            Phrase::Said(key, places) => {
                let places: Vec<(&str, String)> =
                    places.iter().map(|(name, phrase)| (*name, self.phrase(phrase))).collect();
                let places: Vec<(&str, &dyn fmt::Display)> =
                    places.iter().map(|(name, text)| (*name, text as &dyn fmt::Display)).collect();
                self.fill(key, &places)
            }
        }
    }
}

/// A phrase that can be rendered in any language: on pages in that of the book, in messages in English.
#[derive(Debug, Clone, PartialEq)]
pub enum Phrase {
    /// The author's own words, which are not translated.
    Content(String),
    /// A number.
    Number(f64),
    /// A day.
    Day(Date),
    /// A text of the interface, and what fills its placeholders.
    Said(&'static str, Vec<(&'static str, Phrase)>),
    /// A counted text of the interface, and the number.
    Counted(&'static str, i64),
}

impl Phrase {
    /// Creates a phrase from a text without placeholders.
    pub fn said(key: &'static str) -> Self {
        Self::Said(key, Vec::new())
    }

    /// Creates a phrase from a counted text.
    pub fn counted(key: &'static str, count: usize) -> Self {
        Self::Counted(key, count.try_into().unwrap_or(i64::MAX))
    }

    /// Creates a number from a count.
    #[expect(clippy::cast_precision_loss, reason = "no book has so many of anything")]
    pub fn count(count: usize) -> Self {
        Self::Number(count as f64)
    }
}

/// Renders the phrase in English, with ISO dates as in the source files.
impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Content(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
            Self::Day(date) => write!(f, "{date}"),
            Self::Counted(key, count) => f.write_str(&ENGLISH.counted(key, *count)),
            Self::Said(key, places) => {
                let places: Vec<(&str, &dyn fmt::Display)> =
                    places.iter().map(|(name, phrase)| (*name, phrase as &dyn fmt::Display)).collect();
                f.write_str(&ENGLISH.fill(key, &places))
            }
        }
    }
}

/// Returns the phrase with its first letter in upper case.
pub fn sentence(phrase: &str) -> String {
    let mut chars = phrase.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Whether texts of the language `name` apply to `language`: `de` also applies to `de-CH`.
fn speaks(language: &str, name: &str) -> bool {
    language == name || language.strip_prefix(name).is_some_and(|rest| rest.starts_with('-'))
}

/// Whether texts in a language ship with the program.
fn is_built_in(language: &str) -> bool {
    BUILT_IN.iter().any(|(name, _)| speaks(language, name))
}

/// The texts in German, with every key: English has the words of registers in their schemas.
static GERMAN: LazyLock<Wording> = LazyLock::new(|| Wording::built_in("de"));

/// The keys of all texts, in order.
static ALL_KEYS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut keys: Vec<&str> = GERMAN.texts.keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
});

fn is_known(key: &str) -> bool {
    // A language may have forms that English lacks.
    let form = || plural::stem(key).is_some_and(|stem| GERMAN.texts.contains_key(&format!("{stem}.other")));
    GERMAN.texts.contains_key(key) || form()
}

fn unknown(key: &str, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::error("unknown-key", span, format!("there is no text `{key}`"));
    match did_you_mean(key, ENGLISH.texts.keys().map(String::as_str)) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic,
    }
}

/// Calls `add` for every value of a table, with its full key: the text, or the kind of a value that is not text.
fn flatten<'a>(table: &'a Table, above: &str, add: &mut impl FnMut(String, Span, Result<&'a str, &'static str>)) {
    for (key, span, node) in &table.entries {
        let key = if above.is_empty() { key.clone() } else { format!("{above}.{key}") };
        match &node.value {
            Value::Text(text) => add(key, *span, Ok(text)),
            Value::Table(table) => flatten(table, &key, add),
            other => add(key, *span, Err(other.kind())),
        }
    }
}
