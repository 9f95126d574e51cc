//! The rule by which the values of a column, or behind a label, are read as a field, and the doubts about it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::dates::{Form, form};
use super::toml::{key, literal};
use super::words::{Meanings, Words, meaning, plain};
use crate::config::ValueRule;
use crate::model::{Field, FieldKind, TargetKind};
use crate::parse::{convert, is_control};
use crate::site::dial_address;
use crate::source::Sources;
use crate::value::{Node, Value, quoted, words};

/// A rule for values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rule {
    /// The keys of the rule as book.toml has them: `date = "%d/%m/%Y"`.
    pub keys: Vec<String>,
    /// Why the values may not be meant.
    pub doubt: Option<String>,
    /// The numbers of values that fit, and of all.
    pub fit: (usize, usize),
}

impl Rule {
    /// Returns whether most of the values can be read.
    pub(super) fn fits(&self) -> bool {
        let (fit, all) = self.fit;
        all > 0 && fit * 2 > all
    }
}

/// Numbers with words behind them: `3 - Likely`, `4 (high)`.
static NUMBERED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*\d+\s*([-–—:.(]|\s)\s*\p{L}").expect("the pattern is sound"));

/// Most words that a message lists.
const LISTED: usize = 4;

/// A column or a fact whose values are judged.
#[derive(Clone, Copy)]
pub(super) struct Judge<'a> {
    pub field: &'a Field,
    /// The words for the choices of the field.
    pub choices: Option<&'a Meanings>,
    /// The ids and titles of what documents and registers hold, as they are compared.
    pub known: &'a BTreeSet<String>,
    pub sources: &'a Sources,
}

impl Judge<'_> {
    /// Finds the rule for some values.
    pub(super) fn rule(self, nodes: &[&Node]) -> Rule {
        let fit_plainly = |nodes: &[&Node]| (nodes.len(), nodes.len());
        match &self.field.kind {
            FieldKind::Date => self.dates(nodes),
            FieldKind::Choice { .. } => self.by_words(nodes, self.choices),
            FieldKind::Flag => self.by_words(nodes, Some(&Words::all().flag)),
            FieldKind::Number | FieldKind::Whole => self.numbers(nodes),
            FieldKind::Reference { to, .. } => self.references(nodes, to),
            FieldKind::Duration => Rule { fit: count(nodes, |node| is_duration(&words(node))), ..Rule::default() },
            FieldKind::Phone => {
                Rule { fit: count(nodes, |node| dial_address(&words(node)).is_some()), ..Rule::default() }
            }
            FieldKind::Link => Rule { fit: count(nodes, |node| is_address(&words(node))), ..Rule::default() },
            FieldKind::Table(_) => Rule { fit: (0, nodes.len()), ..Rule::default() },
            FieldKind::Text | FieldKind::Texts | FieldKind::Markdown => {
                Rule { fit: fit_plainly(nodes), ..Rule::default() }
            }
        }
    }

    /// Returns what a value is as the field, without a rule; `None` if it is nothing, or has two readings.
    fn read(self, node: &Node) -> Option<Value> {
        let (node, problem) = convert(node.clone(), self.field, &ValueRule::default(), self.sources);
        problem.is_none().then_some(node)?.map(|node| node.value)
    }

    fn dates(self, nodes: &[&Node]) -> Rule {
        let written: Vec<String> = nodes.iter().map(|node| words(node)).collect();
        let form = form(written.iter().map(String::as_str));
        let is_in_form = |node: &Node| match &form {
            Form::Plain => matches!(self.read(node), Some(Value::Date(_)) | None),
            // Convert refuses the ambiguous ones, which have the form.
            _ => self.read(node).is_none_or(|value| matches!(value, Value::Date(_))),
        };
        Rule { keys: form.key().into_iter().collect(), doubt: form.doubt(), fit: count(nodes, is_in_form) }
    }

    fn numbers(self, nodes: &[&Node]) -> Rule {
        let is_number = |node: &Node| matches!(self.read(node), Some(Value::Integer(_) | Value::Float(_)) | None);
        let plainly = count(nodes, is_number);
        if plainly.0 * 2 > plainly.1 {
            return Rule { fit: plainly, ..Rule::default() };
        }
        let numbered = count(nodes, |node| NUMBERED.is_match(&words(node)) || is_number(node));
        if numbered.0 * 2 > numbered.1 {
            let pattern = format!("pattern = {}", literal(r"^\s*(\d+)"));
            return Rule { keys: vec![pattern], fit: numbered, doubt: None };
        }
        // Three words are the steps of a scale of three only where the register has such a scale.
        let rule = self.by_words(nodes, Some(&Words::all().three));
        let is_of_three = ["confidentiality", "integrity", "availability"].contains(&self.field.name.as_str());
        let doubt = (!is_of_three && rule.doubt.is_none())
            .then(|| "the words are taken for the steps 1 to 3 of the scale, which may have more".to_owned());
        Rule { doubt: rule.doubt.clone().or(doubt), ..rule }
    }

    /// Reads words by what they mean.
    fn by_words(self, nodes: &[&Node], meanings: Option<&Meanings>) -> Rule {
        let mut values: BTreeMap<String, String> = BTreeMap::new();
        let (mut unknown, mut fit): (BTreeSet<String>, usize) = (BTreeSet::new(), 0);
        for node in nodes {
            let word = words(node);
            let known = meanings.and_then(|meanings| meaning(meanings, &plain(&word)));
            if self.is_read_as_it_is(node) {
                fit += 1;
            } else if let Some((meaning, _)) = known {
                fit += 1;
                // Words are compared without case.
                if values.keys().all(|known| known.to_lowercase() != word.to_lowercase()) {
                    values.insert(word, meaning.to_owned());
                }
            } else if self.read(node).is_none() {
                fit += 1;
            } else {
                unknown.insert(word);
            }
        }
        let pairs: Vec<String> =
            values.iter().map(|(word, meaning)| format!("{} = {}", key(word), quoted(meaning))).collect();
        let keys = if pairs.is_empty() { Vec::new() } else { vec![format!("values = {{ {} }}", pairs.join(", "))] };
        let listed: Vec<String> = unknown.iter().take(LISTED).map(|word| format!("`{word}`")).collect();
        let more = if unknown.len() > LISTED { " and others" } else { "" };
        let doubt =
            (!unknown.is_empty()).then(|| format!("nothing is known that {}{more} could mean", listed.join(", ")));
        Rule { keys, doubt, fit: (fit, nodes.len()) }
    }

    fn is_read_as_it_is(self, node: &Node) -> bool {
        match (self.read(node), &self.field.kind) {
            (Some(Value::Text(text)), FieldKind::Choice { choices, .. }) => {
                choices.iter().any(|choice| choice.id == text)
            }
            (Some(Value::List(items)), FieldKind::Choice { choices, .. }) => items.iter().all(
                |item| matches!(&item.value, Value::Text(text) if choices.iter().any(|choice| choice.id == *text)),
            ),
            (Some(Value::Integer(whole)), FieldKind::Choice { choices, .. }) => {
                choices.iter().any(|choice| choice.id == whole.to_string())
            }
            (Some(Value::Flag(_)), FieldKind::Flag) => true,
            (Some(Value::Integer(_) | Value::Float(_)), FieldKind::Number | FieldKind::Whole) => true,
            _ => false,
        }
    }

    fn references(self, nodes: &[&Node], to: &[TargetKind]) -> Rule {
        let is_of_controls = to.iter().any(|kind| matches!(kind, TargetKind::Control | TargetKind::Clause));
        if is_of_controls {
            return of_controls(nodes);
        }
        let is_role = to.iter().any(|kind| kind.word() == "roles");
        let is_known = |item: &str| match is_role {
            true => is_name(item),
            false => self.known.contains(&plain(item)),
        };
        let all_known = |node: &Node| {
            let text = listed(node);
            is_known(&text) || text.split([',', ';', '\n']).all(|item| is_known(item.trim()))
        };
        let needs_lines =
            nodes.iter().any(|node| words(node).len() < listed(node).len() || listed(node).contains('\n'));
        let keys = if needs_lines && !is_role { vec![separators(&["\n", ",", ";"])] } else { Vec::new() };
        Rule { keys, doubt: None, fit: count(nodes, all_known) }
    }
}

/// Reads ids of controls: `A.5.1; A.5.2`, `5.1, 5.2`.
fn of_controls(nodes: &[&Node]) -> Rule {
    const MARKS: [&str; 5] = [";", ",", "\n", "/", "&"];
    let (mut bare, mut fit, mut found): (usize, usize, BTreeSet<&str>) = (0, 0, BTreeSet::new());
    for node in nodes {
        let text = listed(node);
        let marks = MARKS.into_iter().filter(|mark| text.contains(mark));
        found.extend(marks);
        let items: Vec<&str> =
            text.split([';', ',', '\n', '/', '&', ' ']).map(str::trim).filter(|item| !item.is_empty()).collect();
        let is_bare = |item: &&str| is_control(&format!("A.{item}"));
        let known = items
            .iter()
            .filter(|item| is_control(&item.to_uppercase()) || is_bare(item) || item.parse::<f32>().is_ok());
        if known.count() == items.len() && !items.is_empty() {
            fit += 1;
            bare += usize::from(items.iter().any(is_bare));
        }
    }
    let mut keys = Vec::new();
    if bare > 0 {
        keys.push("prefix = \"A.\"".to_owned());
    }
    // Commas and semicolons part ids without a word.
    if found.iter().any(|mark| !matches!(*mark, ";" | ",")) {
        keys.push(separators(&found.into_iter().collect::<Vec<_>>()));
    }
    Rule { keys, doubt: None, fit: (fit, nodes.len()) }
}

fn separators(marks: &[&str]) -> String {
    let marks: Vec<String> = marks.iter().map(|mark| quoted(mark)).collect();
    match &marks[..] {
        [mark] => format!("separator = {mark}"),
        marks => format!("separator = [{}]", marks.join(", ")),
    }
}

/// Returns the text of a cell with its lines, or the items of a list with commas between them.
fn listed(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => text.trim().to_owned(),
        Value::List(items) => items.iter().map(words).collect::<Vec<_>>().join(", "),
        _ => words(node),
    }
}

fn count(nodes: &[&Node], fits: impl Fn(&Node) -> bool) -> (usize, usize) {
    (nodes.iter().filter(|node| fits(node)).count(), nodes.len())
}

/// Returns whether a text may be the name of a role or a person, and not a sentence or a placeholder.
pub(super) fn is_name(text: &str) -> bool {
    let is_filled = !text.contains(['[', ']', '<', '>', '{', '}', '?', '!', '\n']) && !text.ends_with('.');
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let nobody = ["tbd", "tbc", "n a", "none", "todo", "unknown", "offen", ""];
    is_filled && letters > 1 && text.split_whitespace().count() <= 8 && !nobody.contains(&plain(text).as_str())
}

fn is_duration(text: &str) -> bool {
    let text = text.to_lowercase();
    let units = ["day", "week", "month", "year", "tag", "woche", "monat", "jahr"];
    let words = ["annual", "yearly", "quarterly", "monthly", "jährlich", "monatlich"];
    let has_number = text.starts_with(|c: char| c.is_ascii_digit()) || text.starts_with("every ");
    has_number && units.iter().any(|unit| text.contains(unit)) || words.iter().any(|word| text.contains(word))
}

fn is_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://") || text.contains('/') && !text.contains(' ')
}
