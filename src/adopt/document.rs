//! The facts that one document states, each with the source by which book.toml asks for it.

use super::toml::on_one_line;
use super::words::{Words, meaning, plain};
use crate::parse::{Stated, controls};
use crate::source::FileId;
use crate::value::{Table, Value, words};

/// A fact that a document states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fact {
    /// The key of front matter that it stands for; `claims` for what the document claims.
    pub field: String,
    /// The source as book.toml names it, such as `label:Owner`.
    pub source: String,
    /// Its words.
    pub value: String,
    /// Whether the words before it mean the fact only perhaps.
    pub perhaps: bool,
    /// The certainty of the words before it: 0 for the surest.
    pub rank: usize,
}

/// A document of the repository.
#[derive(Debug)]
pub(super) struct Page<'s> {
    /// Its path below the repository.
    pub path: &'s str,
    /// Its text below the front matter.
    pub text: &'s str,
    /// Its title: in front matter, or the first heading.
    pub title: Option<String>,
    /// Whether its front matter has no fence before it.
    pub unfenced: bool,
    /// The keys of its front matter that mean nothing here.
    pub unknown: Vec<String>,
    /// Its facts, the surest source of each first.
    pub facts: Vec<Fact>,
    /// The heading above its document control, if that is not at the top.
    pub under: Option<String>,
}

/// The longest value that can be a fact: more is a sentence.
const LONGEST: usize = 100;

impl<'s> Page<'s> {
    /// Reads a document.
    pub(super) fn read(file: FileId, path: &'s str, text: &'s str) -> Self {
        let stated = Stated::read(file, text);
        let mut page = Self {
            path,
            text: stated.body(),
            title: None,
            unfenced: stated.unfenced,
            unknown: Vec::new(),
            facts: Vec::new(),
            under: None,
        };
        if let Some(front) = &stated.front {
            page.keys(front, "");
        }
        page.labels(&stated);
        page.history(&stated);
        page.claims(&stated);
        let named = page.facts.iter().find(|fact| fact.field == "title" && fact.source.starts_with("front-matter:"));
        let heading = || stated.headings().first().map(|words| (*words).to_owned());
        page.title = named.map(|fact| fact.value.clone()).or_else(heading);
        page.facts.sort_by(|a, b| {
            (&a.field, a.perhaps, kind(&a.source), a.rank).cmp(&(&b.field, b.perhaps, kind(&b.source), b.rank))
        });
        page
    }

    /// Returns the first value of a fact.
    pub(super) fn first(&self, field: &str) -> Option<&str> {
        self.facts.iter().find(|fact| fact.field == field).map(|fact| fact.value.as_str())
    }

    fn add(&mut self, field: &str, source: String, value: &str, (perhaps, rank): (bool, usize)) {
        let value = value.trim();
        if !value.is_empty() && value.chars().count() <= LONGEST {
            self.facts.push(Fact { field: field.to_owned(), source, value: value.to_owned(), perhaps, rank });
        }
    }

    /// Notes the keys of front matter, and those in tables inside it.
    fn keys(&mut self, table: &Table, above: &str) {
        for (name, _, node) in &table.entries {
            let path = format!("{above}{name}");
            let is_key = crate::config::front_matter().iter().any(|field| field.name == *name);
            if let Value::Table(inner) = &node.value {
                let count = self.facts.len();
                self.keys(inner, &format!("{path}."));
                if above.is_empty() && !is_key && self.facts.len() == count {
                    self.unknown.push(path);
                }
                continue;
            }
            let value = text(&node.value);
            let known = fact_of(&plain(name));
            // A dot in a key is not a path, and `author.name` is not a title.
            let is_askable = !name.contains('.') && (above.is_empty() || plain(name) != "name");
            let is_claim = (is_claim_key(&plain(name)) || is_claim_key(&plain(&path))) && !controls(&value).is_empty();
            match known {
                _ if is_claim && !(above.is_empty() && is_key) && is_askable => {
                    self.add("claims", format!("front-matter:{path}"), &value, (false, 0));
                }
                Some((field, perhaps, rank)) if is_askable && !value.is_empty() => {
                    self.add(field, format!("front-matter:{path}"), &value, (perhaps, rank));
                }
                _ if is_key && is_askable && above.is_empty() => {
                    self.add(name, format!("front-matter:{path}"), &value, (false, 0));
                }
                _ if above.is_empty() => self.unknown.push(path),
                _ => {}
            }
        }
    }

    /// Notes the labels at the top, and those below a heading that says what they are.
    fn labels(&mut self, stated: &Stated<'_>) {
        let is_known = |label: &str| fact_of(&plain(label)).is_some();
        let take = |page: &mut Self, pairs: Vec<(String, String)>| {
            for (label, value) in pairs {
                if let Some((field, perhaps, rank)) = fact_of(&plain(&label)) {
                    page.add(field, format!("label:{}", capitalised(&label)), &value, (perhaps, rank));
                }
            }
        };
        take(self, stated.labels(&is_known));
        let controlled = &Words::all().headings["control"];
        let heading = stated.headings().into_iter().find(|heading| controlled.contains(&bare_plain(heading)));
        let Some(heading) = heading else { return };
        let pairs = stated.labels_under(heading, &is_known);
        if !pairs.is_empty() {
            self.under = Some(on_one_line(heading));
            take(self, pairs);
        }
    }

    /// Notes the newest row of the history of the document: the last one, or the first if that is newer.
    fn history(&mut self, stated: &Stated<'_>) {
        let words = Words::all();
        let named = &words.headings["history"];
        let Some(heading) = stated.headings().into_iter().find(|heading| named.contains(&bare_plain(heading))) else {
            return;
        };
        let heading = on_one_line(heading);
        let column = |fact: &str, last: bool| {
            words.history[fact].iter().find_map(|column| Some((column, stated.cell(&heading, column, last)?)))
        };
        let value = |fact: &str, last| column(fact, last).map(|(_, value)| value);
        let of_dates = value("date", false) > value("date", true);
        let of_versions = number(value("version", false)) > number(value("version", true));
        let (last, word) = if of_versions || of_dates && value("version", true).is_none() {
            (false, "first-row")
        } else {
            (true, "last-row")
        };
        let has_approver = column("approver", last).is_some();
        for (field, fact) in [
            ("version", "version"),
            ("owner", "owner"),
            ("approver", "approver"),
            ("approved", "approved"),
            ("approved", "date"),
        ] {
            if let Some((name, value)) = column(fact, last) {
                let perhaps = fact == "date" && !has_approver;
                self.add(field, format!("{word}:{heading}/{}", capitalised(name)), &value, (perhaps, 50));
            }
        }
    }

    /// Notes the controls in headings and in sections that list them.
    fn claims(&mut self, stated: &Stated<'_>) {
        let lists = &Words::all().claims["under"];
        for heading in stated.headings() {
            let here = controls(heading);
            if !here.is_empty() {
                self.add("claims", "headings".to_owned(), &here.join(" "), (false, 0));
                continue;
            }
            let is_known = lists.contains(&bare_plain(heading));
            let below: Vec<String> = match is_known {
                true => stated.under(heading).into_iter().flat_map(controls).collect(),
                false => stated.under(heading).into_iter().flat_map(listed_controls).collect(),
            };
            if !below.is_empty() {
                let some: Vec<String> = below.into_iter().take(5).collect();
                let source = format!("under:{}", on_one_line(unnumbered(heading)));
                self.add("claims", source, &some.join(" "), (!is_known, 1));
            }
        }
    }
}

/// Returns a heading without its number.
fn unnumbered(heading: &str) -> &str {
    let bare = heading.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' '));
    if bare.is_empty() { heading } else { bare }
}

fn bare_plain(heading: &str) -> String {
    plain(unnumbered(heading))
}

/// Returns the controls with which the items of a list begin.
fn listed_controls(section: &str) -> Vec<String> {
    let items = section.lines().filter_map(|line| line.trim_start().strip_prefix(['-', '*', '+'])?.strip_prefix(' '));
    let beginnings = items.map(|item| item.chars().take(14).collect::<String>());
    beginnings
        .filter(|item| item.trim_start_matches(['*', '[', '`', ' ']).starts_with(['A', 'a']))
        .flat_map(|item| controls(&item))
        .collect()
}

/// Returns the order of the kinds of sources: what a document says about itself first, then its text, then its history.
fn kind(source: &str) -> usize {
    ["front-matter", "label"].iter().position(|kind| source.starts_with(kind)).unwrap_or(2)
}

/// Returns the fact that a label states, whether only perhaps, and how sure the label is.
fn fact_of(label: &str) -> Option<(&'static str, bool, usize)> {
    let words = Words::all();
    let sure = meaning(&words.facts, label).map(|(field, rank)| (field, false, rank));
    sure.or_else(|| meaning(&words.perhaps, label).map(|(field, rank)| (field, true, rank)))
}

fn is_claim_key(name: &str) -> bool {
    Words::all().claims["keys"].iter().any(|key| key == name)
}

/// Returns the first number of a version, and the second.
fn number(version: Option<String>) -> Option<(u32, u32)> {
    let version = version?;
    let mut parts = version
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().unwrap_or(0));
    Some((parts.next()?, parts.next().unwrap_or(0)))
}

/// Returns the words of a value of front matter, items of a list with commas between them.
fn text(value: &Value) -> String {
    let Value::List(items) = value else {
        return words(&crate::value::Node {
            span: crate::source::Span::new(FileId::new(0), 0..0),
            value: value.clone(),
        });
    };
    items.iter().map(words).collect::<Vec<_>>().join(", ")
}

fn capitalised(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
