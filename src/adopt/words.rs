//! The words that `adopt` knows: names of columns and labels, and what values are called (`words.toml`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::source::{Content, Role, SourceFile, Sources};
use crate::value::{self, Format, Table, Value};

/// Meanings, each with the words for it, the surest first.
pub(super) type Meanings = BTreeMap<String, Vec<String>>;

/// The words, by what they are about.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Labels and keys of documents, by the fact that they state.
    pub facts: Meanings,
    /// Labels that state a fact only perhaps.
    pub perhaps: Meanings,
    /// The names of a document's status.
    pub status: Meanings,
    /// Headings and keys above ids of controls.
    pub claims: Meanings,
    /// Headings above document control, and above the history of a document.
    pub headings: Meanings,
    /// Columns of such a history.
    pub history: Meanings,
    /// Kinds of documents, by the last words of titles.
    pub kinds: Meanings,
    /// Columns of a register of documents.
    pub documents: Meanings,
    /// Names of folders and files that are not part of a handbook.
    pub foreign: Meanings,
    /// Other standards, by words in the name of a folder.
    pub standards: Meanings,
    /// Words for true and false.
    pub flag: Meanings,
    /// Words for the steps of a scale of three.
    pub three: Meanings,
    /// Columns that any register may have.
    pub common: Meanings,
    /// The registers by their names.
    pub registers: BTreeMap<String, RegisterWords>,
}

/// The words of a register.
#[derive(Debug, Default)]
pub(super) struct RegisterWords {
    /// Words in the name of its file, sheet or heading.
    pub named: Vec<String>,
    /// Sets of fields that tell the register without such a name.
    pub signs: Vec<Vec<String>>,
    /// Columns that the handbook knows from elsewhere.
    pub ignore: BTreeSet<String>,
    /// Names of columns by field.
    pub columns: Meanings,
    /// Words for choices, by field.
    pub values: BTreeMap<String, Meanings>,
}

impl Words {
    /// Returns the words that ship with the program.
    pub(super) fn all() -> &'static Self {
        static WORDS: LazyLock<Words> = LazyLock::new(|| read(include_str!("words.toml")));
        &WORDS
    }
}

/// Returns the meaning of a plain word, and how sure it is: 0 for the surest.
pub(super) fn meaning<'m>(meanings: &'m Meanings, plain: &str) -> Option<(&'m str, usize)> {
    let found = meanings.iter().filter_map(|(meaning, words)| {
        let rank = words.iter().position(|word| word == plain)?;
        Some((meaning.as_str(), rank))
    });
    found.min_by_key(|(_, rank)| *rank)
}

/// Returns a name for comparing: its words in lowercase, without what is in brackets and without signs. `nextReview` is two words.
pub(super) fn plain(name: &str) -> String {
    let mut depth = 0;
    let (mut text, mut before) = (String::new(), ' ');
    for letter in name.chars() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' if depth > 0 => depth -= 1,
            _ if depth > 0 => {}
            letter if letter.is_uppercase() && before.is_lowercase() => text.extend([' ', letter]),
            letter if letter.is_alphanumeric() || is_mark(letter) => text.push(letter),
            _ => text.push(' '),
        }
        before = letter;
    }
    text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Signs that people write into cells instead of a word.
fn is_mark(letter: char) -> bool {
    matches!(letter, '✓' | '✔' | '✅' | '✗' | '✘' | '❌')
}

/// Returns whether a plain name has a plain phrase in it, as whole words.
pub(super) fn has_phrase(name: &str, phrase: &str) -> bool {
    format!(" {name} ").contains(&format!(" {phrase} "))
}

/// Returns whether a plain name has a plain phrase in it, as whole words or, as German names have it, at the beginning of one.
pub(super) fn is_named(name: &str, phrase: &str) -> bool {
    const SHORTEST: usize = 6;
    let begins = |word: &str| phrase.len() >= SHORTEST && word.starts_with(phrase);
    has_phrase(name, phrase) || name.split(' ').any(begins)
}

/// Reads the words.
///
/// # Panics
/// If the file is not sound, which a test rules out.
fn read(text: &str) -> Words {
    let mut sources = Sources::default();
    let content = Content::Text(text.into());
    let file = sources.add(SourceFile { path: "(built in)/words.toml".into(), role: Role::Config, content });
    let (table, problems) = value::read(Format::Toml, text, file, 0);
    assert!(problems.is_empty(), "the words of `adopt` are sound: {problems:?}");
    let of = |key: &str| table_at(&table, key).map(meanings).unwrap_or_default();
    let registers = table_at(&table, "register").map(|table| each(table).map(register).collect()).unwrap_or_default();
    Words {
        facts: of("facts"),
        perhaps: of("perhaps"),
        status: of("status"),
        claims: of("claims"),
        headings: of("headings"),
        history: of("history"),
        kinds: of("kinds"),
        documents: of("documents"),
        foreign: of("foreign"),
        standards: of("standards"),
        flag: of("flag"),
        three: of("three"),
        common: of("common"),
        registers,
    }
}

fn register((name, table): (&str, &Table)) -> (String, RegisterWords) {
    let of = |key: &str| table_at(table, key).map(meanings).unwrap_or_default();
    let values = table_at(table, "values");
    let words = RegisterWords {
        named: table.get("named").map(|node| texts(&node.value)).unwrap_or_default(),
        signs: table.get("signs").map(|node| lists(&node.value)).unwrap_or_default(),
        ignore: table.get("ignore").map(|node| texts(&node.value)).unwrap_or_default().into_iter().collect(),
        columns: of("columns"),
        values: values
            .map(|table| each(table).map(|(name, table)| (name.to_owned(), meanings(table))).collect())
            .unwrap_or_default(),
    };
    (name.to_owned(), words)
}

fn table_at<'t>(table: &'t Table, key: &str) -> Option<&'t Table> {
    match &table.get(key)?.value {
        Value::Table(table) => Some(table),
        _ => None,
    }
}

fn each(table: &Table) -> impl Iterator<Item = (&str, &Table)> {
    table.entries.iter().filter_map(|(name, ..)| Some((name.as_str(), table_at(table, name)?)))
}

fn meanings(table: &Table) -> Meanings {
    table.entries.iter().map(|(name, _, node)| (name.clone(), texts(&node.value))).collect()
}

fn texts(value: &Value) -> Vec<String> {
    let Value::List(items) = value else { return Vec::new() };
    let text = |value: &Value| match value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    items.iter().filter_map(|item| text(&item.value)).collect()
}

fn lists(value: &Value) -> Vec<Vec<String>> {
    let Value::List(items) = value else { return Vec::new() };
    items.iter().map(|item| texts(&item.value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{built_in, fields_of, front_matter};
    use crate::model::FieldKind;

    #[test]
    fn a_name_is_compared_by_its_words() {
        let cases = [
            ("Likelihood (1-5)", "likelihood"),
            ("next_review", "next review"),
            ("contractUntil", "contract until"),
            ("📋 Owner:", "owner"),
            ("Nächste  Prüfung", "nächste prüfung"),
            ("✓", "✓"),
            ("Open (", "open"),
        ];
        for (name, expected) in cases {
            assert_eq!(plain(name), expected);
        }
        assert!(has_phrase("our risk register 2025", "risk register") && !has_phrase("brisk", "risk"));
        assert!(is_named("lieferantenregister", "lieferanten") && !is_named("risky", "risk"));
    }

    #[test]
    fn every_word_is_plain_and_means_something_that_there_is() {
        let words = Words::all();
        let mut all: Vec<&String> = Vec::new();
        let lists = [
            &words.facts,
            &words.perhaps,
            &words.status,
            &words.claims,
            &words.documents,
            &words.flag,
            &words.three,
            &words.common,
            &words.headings,
            &words.history,
        ];
        lists.iter().for_each(|meanings| all.extend(meanings.values().flatten()));
        let keys: Vec<&str> = front_matter().iter().map(|field| field.name.as_str()).collect();
        for fact in words.facts.keys().chain(words.perhaps.keys()) {
            assert!(keys.contains(&fact.as_str()), "{fact}");
        }
        let schemas = built_in();
        for (name, register) in &words.registers {
            let schema = schemas.iter().find(|schema| schema.name == *name).unwrap_or_else(|| panic!("{name}"));
            let fields: Vec<&str> = fields_of(schema).collect();
            all.extend(register.columns.values().flatten().chain(&register.named));
            for field in register.columns.keys().chain(register.signs.iter().flatten()) {
                assert!(fields.contains(&field.as_str()), "{name}.{field}");
            }
            for (field, choices) in &register.values {
                let kind = &schema.fields[schema.field(field).unwrap()].kind;
                let FieldKind::Choice { choices: known, .. } = kind else { panic!("{name}.{field} is a choice") };
                for (choice, called) in choices {
                    assert!(known.iter().any(|known| known.id == *choice), "{name}.{field}: {choice}");
                    all.extend(called);
                }
            }
        }
        assert_eq!(all.into_iter().filter(|word| plain(word) != **word).collect::<Vec<_>>(), Vec::<&String>::new());
    }
}
