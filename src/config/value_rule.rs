//! Rules for values of other tools: their words, dates and numbers, and what of a text counts.

use regex::Regex;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::diag::Diagnostic;
use crate::source::{Span, Spanned};
use crate::value::{Fields, Value};

/// The rule for the values of a column, or of a fact in a document. The default changes nothing.
#[derive(Debug, Clone, Default)]
pub struct ValueRule {
    /// Words in small letters, and what each stands for; nothing, if that is empty.
    pub values: FxHashMap<String, String>,
    /// Words in small letters that stand for nothing.
    pub empty: FxHashSet<String>,
    /// The forms of dates, such as `%d/%m/%Y`; the first that fits counts.
    pub dates: Vec<String>,
    /// A pattern for the part of a text that counts: the first group, or the whole match.
    pub pattern: Option<Regex>,
    /// The beginning of ids, such as `A.`, if they are written without it.
    pub prefix: Option<String>,
    /// The separators of a list; `None` for those that the type of the field expects.
    pub separators: Option<Vec<String>>,
    /// The mark between a number and its fraction; `None` if the number itself shows it.
    pub decimal: Option<char>,
    /// The value if there is none.
    pub otherwise: Option<Spanned<String>>,
}

/// A compiled pattern follows from the written one.
impl PartialEq for ValueRule {
    fn eq(&self, other: &Self) -> bool {
        let Self { values, empty, dates, pattern, prefix, separators, decimal, otherwise } = self;
        let written = |pattern: &Option<Regex>| pattern.as_ref().map(|pattern| pattern.as_str().to_owned());
        *values == other.values
            && *empty == other.empty
            && *dates == other.dates
            && written(pattern) == written(&other.pattern)
            && *prefix == other.prefix
            && *separators == other.separators
            && *decimal == other.decimal
            && otherwise.as_ref().map(|text| &text.value) == other.otherwise.as_ref().map(|text| &text.value)
    }
}

/// Number of bytes of the longest pattern, and of the longest compiled one.
const LONGEST: usize = 1_000;
const LARGEST: usize = 1 << 20;

impl ValueRule {
    /// Reads the rule in the keys of a table.
    pub(super) fn read(fields: &Fields<'_>) -> Self {
        let words = |key| fields.texts(key).into_iter().map(|text| text.value).collect::<Vec<_>>();
        Self {
            values: read_values(fields),
            empty: words("empty").iter().map(|word| small(word)).collect(),
            dates: read_dates(fields),
            pattern: read_pattern(fields),
            prefix: fields.text("prefix").map(|prefix| prefix.value),
            separators: fields.is_stated("separator").then(|| separators(fields)),
            decimal: fields.choice("decimal", &[(",", ','), (".", '.')]).map(|mark| mark.value),
            otherwise: fields.text("else"),
        }
    }

    /// Returns the word that a word stands for, whatever the case of its letters; `None` if the rule does not say.
    pub fn meaning(&self, word: &str) -> Option<&str> {
        if self.values.is_empty() && self.empty.is_empty() {
            return None;
        }
        let word = small(word);
        self.values.get(&word).map(String::as_str).or_else(|| self.empty.contains(&word).then_some(""))
    }
}

/// Returns a word as rules compare it.
fn small(word: &str) -> String {
    word.trim().to_lowercase()
}

/// Reads `values = { Mitigate = "reduce", Yes = true }`.
fn read_values(fields: &Fields<'_>) -> FxHashMap<String, String> {
    let Some(table) = fields.table("values") else { return FxHashMap::default() };
    let meaning = |key: &str| match &table.node(key)?.value {
        Value::Flag(flag) => Some(flag.to_string()),
        _ => Some(table.text(key)?.value),
    };
    table.keys().filter_map(|(key, _)| Some((small(key), meaning(key)?))).collect()
}

/// Reads the forms of dates, each of which must have a day, a month and a year.
fn read_dates(fields: &Fields<'_>) -> Vec<String> {
    let is_form = |form: &str| {
        let has = |marks: &[&str]| marks.iter().any(|mark| form.contains(mark));
        let is_read = jiff::fmt::strtime::format(form, jiff::civil::date(2026, 2, 28)).is_ok();
        is_read
            && has(&["%d", "%e", "%F", "%D"])
            && has(&["%m", "%b", "%B", "%h", "%F", "%D"])
            && has(&["%Y", "%y", "%F", "%D"])
    };
    let read = |form: Spanned<String>| {
        if is_form(&form.value) {
            return Some(form.value);
        }
        let message = format!("`{}` is not the form of a date", form.value);
        let help = "write it with `%d`, `%m` or `%b`, and `%Y` or `%y`, such as \"%d/%m/%Y\"".to_owned();
        fields.report(Diagnostic::error("invalid-value", form.span, message).help(help));
        None
    };
    fields.texts("date").into_iter().filter_map(read).collect()
}

fn read_pattern(fields: &Fields<'_>) -> Option<Regex> {
    let written = fields.text("pattern")?;
    let too_long = written.value.len() > LONGEST;
    let compiled = if too_long { Err(format!("it has more than {LONGEST} bytes")) } else { compile(&written.value) };
    match compiled {
        Ok(pattern) => Some(pattern),
        Err(why) => {
            fields.report(not_a_pattern(&written.value, &why, written.span));
            None
        }
    }
}

fn compile(pattern: &str) -> Result<Regex, String> {
    let compiled = regex::RegexBuilder::new(pattern).size_limit(LARGEST).build();
    compiled.map_err(|error| {
        let text = error.to_string();
        text.lines().last().unwrap_or_default().trim().trim_start_matches("error: ").to_owned()
    })
}

fn not_a_pattern(pattern: &str, why: &str, span: Span) -> Diagnostic {
    let message = format!("`{pattern}` is not a regular expression: {why}");
    let help =
        "write it in single quotes, such as '^(POL-\\d+)'; the first group in parentheses is what counts".to_owned();
    Diagnostic::error("invalid-value", span, message).help(help)
}

/// Reads the separators of a list. An empty one would part letters.
fn separators(fields: &Fields<'_>) -> Vec<String> {
    let (found, empty): (Vec<_>, Vec<_>) =
        fields.texts("separator").into_iter().partition(|separator| !separator.value.is_empty());
    for separator in empty {
        let help = "leave it out, or write what is between the items, such as \";\"".to_owned();
        fields.report(Diagnostic::error("invalid-value", separator.span, "`separator` is empty").help(help));
    }
    found.into_iter().map(|separator| separator.value).collect()
}
