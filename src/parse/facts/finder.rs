//! Looks for the facts about one document, and keeps what several of them are found in.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::sync::LazyLock;

use super::labels::{Labelled, labels};
use super::listing::{Known, Listing};
use super::outline::{Head, Outline, first, top};
use super::rows::Tables;
use crate::config::{DocumentRule, FactRule, FactSource, ValueRule, front_matter};
use crate::letters::plain_name;
use crate::model::{Field, FieldKind};
use crate::pages::document_stem;
use crate::parse::Whose;
use crate::parse::lenient::convert;
use crate::parse::naming::file_title;
use crate::source::{FileId, Sources, Span};
use crate::value::{Node, Table, Value};

/// The names of facts, for comparing: people use them as labels.
static NAMES: LazyLock<Vec<String>> =
    LazyLock::new(|| front_matter().iter().map(|field| plain_name(&field.name)).collect());

/// A document in which facts are looked for.
pub(super) struct Finder<'a> {
    whose: Whose<'a>,
    /// Its front matter.
    own: Table,
    /// The first byte of its text.
    body: usize,
    heading: OnceCell<Option<Head<'a>>>,
    outline: OnceCell<Outline<'a>>,
    tables: Tables,
    /// The labels that each rule finds.
    labels: Vec<OnceCell<Vec<Labelled>>>,
    known: RefCell<Known>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(whose: Whose<'a>, own: Table, body: usize) -> Self {
        let labels = whose.ruled.rules.iter().map(|_| OnceCell::new()).collect();
        let known = RefCell::new(Known { id: None, titles: Vec::new(), path: whose.path.to_owned() });
        let (heading, outline, tables) = (OnceCell::new(), OnceCell::new(), Tables::default());
        let finder = Self { whose, own, body, heading, outline, tables, labels, known };
        if whose.ruled.rules.iter().any(|(_, rule)| rule.register.is_some()) {
            ["id", "title"].into_iter().for_each(|key| finder.note(key, &finder.own));
            let heading = finder.title_heading().map(|(words, _)| words);
            finder.known.borrow_mut().titles.extend(heading.into_iter().chain([file_title(whose.path)]));
        }
        finder
    }

    pub(super) fn sources(&self) -> &'a Sources {
        self.whose.book.sources
    }

    pub(super) fn path(&self) -> &'a str {
        self.whose.path
    }

    /// Returns the place of what the path of the file says.
    pub(super) fn start(&self) -> Span {
        Span::new(self.whose.file, 0..0)
    }

    /// Returns the rules for a fact, each with its number among those of the document.
    pub(super) fn rules_of(&self, field: &str) -> Vec<(usize, &'a FactRule)> {
        let rules = self.whose.ruled.rules.iter().enumerate();
        let facts = rules.flat_map(|(at, (_, rule))| rule.facts.iter().map(move |fact| (at, fact)));
        facts.filter(|(_, fact)| fact.field == field).collect()
    }

    /// Notes an id or a title by which the document may be listed.
    pub(super) fn note(&self, key: &str, table: &Table) {
        let Some(Node { value: Value::Text(text), .. }) = table.get(key) else { return };
        let mut known = self.known.borrow_mut();
        match key {
            "id" => known.id = Some(text.clone()),
            "title" => known.titles.insert(0, text.clone()),
            _ => {}
        }
    }

    /// Returns the value that a source has.
    pub(super) fn find(&self, at: usize, source: &FactSource, field: &Field, rule: &FactRule) -> Option<Node> {
        match source {
            FactSource::FrontMatter(path) => Some(self.as_text(self.key(path)?, field)),
            FactSource::Heading if field.name == "title" => self.title_heading().map(|found| self.text(found)),
            FactSource::Heading => self.heading().map(|head| self.text(of_heading(head, self.whose.text))),
            FactSource::FileName => {
                let is_title = field.name == "title" && rule.rule == ValueRule::default();
                let name = self.whose.path.rsplit('/').next().unwrap_or(self.whose.path);
                let value = if is_title { file_title(self.whose.path) } else { document_stem(name).to_owned() };
                Some(Node { span: self.start(), value: Value::Text(value) })
            }
            FactSource::Label { plain, .. } => {
                let found = self.labels(at).iter().find(|labelled| labelled.label == *plain)?;
                Some(self.text((found.value.clone(), found.place.clone())))
            }
            FactSource::Row { name, last } => {
                let found = self.tables.cell(self.whose.text, self.outline(), name, *last)?;
                Some(self.text(found))
            }
            FactSource::Register(column) => {
                let listing = self.listing(at)?;
                let node = listing.cell(listing.row(&self.known.borrow())?, column)?;
                Some(node)
            }
            FactSource::Headings | FactSource::Under(_) => None,
        }
    }

    fn text(&self, (words, place): (String, Range<usize>)) -> Node {
        let words = self.whose.book.braces.fill(&words).into_owned();
        Node { span: Span::new(self.whose.file, place), value: Value::Text(words) }
    }

    /// Returns the value of a key of front matter, given the keys from the outermost.
    fn key(&self, path: &[String]) -> Option<Node> {
        let (last, above) = path.split_last()?;
        let table = above.iter().try_fold(&self.own, |table, key| match &table.get(key)?.value {
            Value::Table(table) => Some(table),
            // Of a list of changes, the last one made the document what it is.
            Value::List(items) => items.iter().rev().find_map(|item| match &item.value {
                Value::Table(table) => Some(table),
                _ => None,
            }),
            _ => None,
        });
        table?.get(last).filter(|node| !matches!(node.value, Value::Table(_))).cloned()
    }

    /// Returns a value of front matter with its numbers as they are written, where a text is asked for: `5.10` is not 5.1.
    fn as_text(&self, node: Node, field: &Field) -> Node {
        let value = match node.value {
            Value::List(items) => Value::List(items.into_iter().map(|item| self.as_text(item, field)).collect()),
            Value::Integer(_) | Value::Float(_) if takes_text(field) => {
                Value::Text(self.sources().slice(node.span).to_owned())
            }
            value => value,
        };
        Node { value, ..node }
    }

    fn outline(&self) -> &Outline<'a> {
        self.outline.get_or_init(|| Outline::of(self.whose.text, self.body))
    }

    fn heading(&self) -> Option<&Head<'a>> {
        self.heading.get_or_init(|| first(self.whose.text, self.body)).as_ref()
    }

    /// Returns the words of the first heading, if it is a title.
    pub(super) fn title_heading(&self) -> Option<(String, Range<usize>)> {
        self.heading().filter(|head| head.level == 1).map(|head| of_heading(head, self.whose.text))
    }

    /// Returns whether the value of a source is the title as the heading has it.
    pub(super) fn is_the_heading(&self, field: &Field, rule: &FactRule, source: &FactSource) -> bool {
        field.name == "title" && *source == FactSource::Heading && rule.rule == ValueRule::default()
    }

    fn rule(&self, at: usize) -> Option<&'a DocumentRule> {
        self.whose.ruled.rules.get(at).map(|(_, rule)| *rule)
    }

    fn listing(&self, at: usize) -> Option<&'a Listing> {
        let (number, _) = self.whose.ruled.rules.get(at)?;
        self.whose.book.listings.get(*number)?.as_ref()
    }

    /// Returns the file of the register that a rule names; that of the document, if it names none.
    pub(super) fn file_of(&self, at: usize) -> FileId {
        self.listing(at).map_or(self.whose.file, |listing| listing.file)
    }

    /// Returns the row of the document in the first register that has one.
    pub(super) fn row(&self) -> Option<Span> {
        let known = self.known.borrow();
        let mut listings = (0..self.labels.len()).filter_map(|at| self.listing(at));
        listings.find_map(|listing| listing.row(&known).map(|row| row.span))
    }

    /// Returns the labels that a rule finds: those at the top, then those below the headings that it names.
    fn labels(&self, at: usize) -> &[Labelled] {
        let Some((cell, rule)) = self.labels.get(at).zip(self.rule(at)) else { return &[] };
        cell.get_or_init(|| {
            let (text, body) = (self.whose.text, self.body);
            let is_asked = |label: &str| self.is_asked(label);
            let below = rule.under.iter().flat_map(|heading| self.outline().sections(heading));
            [top(text, body)].into_iter().chain(below).flat_map(|part| labels(text, part, &is_asked)).collect()
        })
    }

    /// Returns whether rules ask for a label, or it is the name of a fact.
    fn is_asked(&self, label: &str) -> bool {
        let facts = self.whose.ruled.rules.iter().flat_map(|(_, rule)| &rule.facts).flat_map(|fact| &fact.from);
        let is_it = |source: &FactSource| matches!(source, FactSource::Label { plain, .. } if plain == label);
        facts.into_iter().any(is_it) || NAMES.iter().any(|name| name == label)
    }

    /// Returns a value as a text for comparing.
    pub(super) fn written(&self, node: &Node, field: &Field) -> String {
        let read = convert(node.clone(), field, &ValueRule::default(), self.sources()).0;
        match read.map_or(Value::Text(String::new()), |node| node.value) {
            Value::Text(text) => text,
            Value::Date(date) => date.to_string(),
            Value::Integer(_) | Value::Float(_) => self.sources().slice(node.span).to_owned(),
            Value::Flag(_) | Value::List(_) | Value::Table(_) => String::new(),
        }
    }
}

/// Returns the words of a heading without markup at their ends, and their place.
fn of_heading(head: &Head<'_>, text: &str) -> (String, Range<usize>) {
    let words = head.words.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`'));
    let start = words.as_ptr() as usize - text.as_ptr() as usize;
    (words.to_owned(), start..start + words.len())
}

fn takes_text(field: &Field) -> bool {
    !matches!(field.kind, FieldKind::Number | FieldKind::Whole)
}
