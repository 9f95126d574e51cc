//! The facts about a document that book.toml says where to find: in its text, in its name, in a register of documents. They
//! join the front matter as if they were written there, each with its own place.

mod claimed;
mod finder;
mod labels;
mod letters;
mod listing;
mod origin;
mod outline;
mod rows;
mod stated;

use super::Whose;
use super::lenient::convert;
use crate::config::{FactRule, FactSource, front_matter};
use crate::diag::Diagnostic;
use crate::model::{Difference, Fact, Field, Origin, RawReference};
use crate::source::{Span, Spanned};
use crate::value::{Node, Table, Value};

use claimed::claimed;
use finder::Finder;
use letters::plain_name;
use origin::origin;

pub(super) use claimed::{Read, Sections, in_sections};
pub(crate) use stated::{Stated, controls, is_control};
pub(super) use listing::{Listing, listings, unmatched};

/// What the rules of book.toml have found about a document.
#[derive(Default)]
pub(super) struct Found<'a> {
    /// Where each fact is from, those of front matter included.
    pub facts: Vec<Fact>,
    /// The keys of front matter that a rule names, from the outermost, and whether the value is one of the facts.
    pub named: Vec<(&'a [String], bool)>,
    /// What the whole document claims.
    pub claims: Vec<RawReference>,
    /// Which parts of the text make claims.
    pub sections: Sections<'a>,
    /// The row of the document in its register.
    pub row: Option<Span>,
    /// What the row and the document state differently.
    pub differences: Vec<Difference>,
    problems: Vec<Diagnostic>,
}

/// Adds the facts that front matter does not have to its table. Returns them, with what is wrong with them.
pub(super) fn add<'a>(table: &mut Table, whose: Whose<'a>, body: usize) -> (Found<'a>, Vec<Diagnostic>) {
    let mut found = Found::default();
    for (name, span, _) in &table.entries {
        let field = front_matter().iter().find(|field| field.name == *name);
        found.facts.extend(field.map(|field| Fact {
            field: field.name.as_str(),
            origin: Origin::FrontMatter(name.clone()),
            span: *span,
        }));
    }
    if whose.ruled.rules.is_empty() {
        return (found, Vec::new());
    }
    let finder = Finder::new(whose, table.clone(), body);
    let sources = whose.ruled.rules.iter().flat_map(|(_, rule)| &rule.facts).flat_map(|fact| &fact.from);
    found.named.extend(sources.filter_map(|source| match source {
        FactSource::FrontMatter(path) => Some((&path[..], false)),
        _ => None,
    }));
    for field in front_matter() {
        fact(field, table, &finder, &mut found);
        finder.note(&field.name, table);
    }
    let (claims, facts) = claimed(&finder, &mut found);
    found.claims = claims;
    found.facts.extend(facts);
    found.row = finder.row();
    let problems = std::mem::take(&mut found.problems);
    (found, problems)
}

/// Adds one fact, if front matter does not have it, and notes what the register says differently.
fn fact<'a>(field: &'static Field, table: &mut Table, finder: &Finder<'a>, found: &mut Found<'a>) {
    let rules = finder.rules_of(&field.name);
    found.problems.extend(own_by_rule(field, table, &rules, finder));
    let is_own = table.get(&field.name).is_some() || table.unread.contains(&field.name);
    let mut here: Option<Node> = table.get(&field.name).cloned();
    let mut listed: Option<Node> = None;
    let mut is_known = is_own;
    for (at, rule, source) in
        rules.iter().flat_map(|(at, rule)| rule.from.iter().map(move |source| (*at, *rule, source)))
    {
        let is_column = matches!(source, FactSource::Register(_));
        let is_asked = !is_known || if is_column { listed.is_none() } else { here.is_none() };
        let Some(node) = finder.find(at, source, field, rule).filter(|_| is_asked) else { continue };
        let place = node.span;
        let (node, problem) = convert(node, field, &rule.rule, finder.sources());
        if problem.is_some() && !is_known {
            table.unread.push(field.name.clone());
            found.problems.extend(problem);
            is_known = true;
            continue;
        }
        let Some(node) = node else { continue };
        if !is_known {
            is_known = true;
            found.take(field, source, place, origin(source, finder.file_of(at)));
            // A title that is the heading is found where headings are read.
            if !finder.is_the_heading(field, rule, source) {
                table.entries.push((field.name.clone(), place, node.clone()));
            }
        }
        *(if is_column { &mut listed } else { &mut here }) = Some(node);
    }
    if !is_known {
        assume(field, &rules, table, finder, found);
    }
    found.differences.extend(here.zip(listed).and_then(|(here, listed)| differs(field, here, listed, finder)));
}

/// Reads the value that front matter itself has by the rule that names its key, as in `from = ["front-matter:status"]`.
fn own_by_rule(
    field: &'static Field,
    table: &mut Table,
    rules: &[(usize, &FactRule)],
    finder: &Finder<'_>,
) -> Option<Diagnostic> {
    let is_own = |source: &FactSource| matches!(source, FactSource::FrontMatter(path) if path[..] == [field.name.as_str()]);
    let (_, rule) = rules.iter().find(|(_, rule)| rule.from.iter().any(is_own))?;
    let at = table.entries.iter().position(|(name, ..)| *name == field.name)?;
    let (node, problem) = convert(table.entries[at].2.clone(), field, &rule.rule, finder.sources());
    match node {
        Some(node) => table.entries[at].2 = node,
        None => _ = table.entries.remove(at),
    }
    if problem.is_some() {
        table.unread.push(field.name.clone());
    }
    problem
}

/// Adds what book.toml assumes where nothing states a fact.
fn assume(
    field: &'static Field,
    rules: &[(usize, &FactRule)],
    table: &mut Table,
    finder: &Finder<'_>,
    found: &mut Found<'_>,
) {
    let Some(assumed) = rules.iter().find_map(|(_, rule)| rule.rule.otherwise.as_ref()) else { return };
    let node = Node { span: assumed.span, value: Value::Text(assumed.value.clone()) };
    let (Some(node), _) = convert(node, field, &Default::default(), finder.sources()) else { return };
    found.facts.push(Fact { field: field.name.as_str(), origin: Origin::Assumed, span: assumed.span });
    table.entries.push((field.name.clone(), assumed.span, node));
}

impl<'a> Found<'a> {
    /// Notes where a fact is from.
    fn take(&mut self, field: &'static Field, source: &FactSource, span: Span, origin: Origin) {
        if let FactSource::FrontMatter(path) = source {
            self.use_key(path);
        }
        self.facts.push(Fact { field: field.name.as_str(), origin, span });
    }

    /// Notes that the value of a key of front matter is one of the facts.
    fn use_key(&mut self, path: &[String]) {
        self.named.iter_mut().filter(|(named, _)| *named == path).for_each(|(_, is_used)| *is_used = true);
    }
}

/// Facts that people keep in a register and in the document.
const KEPT_TWICE: [&str; 6] = ["title", "version", "owner", "approver", "approved", "review-by"];

/// Returns the difference between the values in a document and in its row of the register, if they are not the same.
fn differs(field: &'static Field, here: Node, listed: Node, finder: &Finder<'_>) -> Option<Difference> {
    if !KEPT_TWICE.contains(&field.name.as_str()) {
        return None;
    }
    let written = |node: &Node| Spanned { value: finder.written(node, field), span: node.span };
    let (here, listed) = (written(&here), written(&listed));
    let bare = |text: &str| match field.name.as_str() {
        "version" => bare_version(text),
        _ => plain_name(text),
    };
    (bare(&here.value) != bare(&listed.value)).then(|| Difference { field: field.name.as_str(), here, listed })
}

/// Returns a version without what different people write around it: `v2.0` is `2`, as a spreadsheet makes it of 2.0.
fn bare_version(text: &str) -> String {
    let text = text.trim().to_lowercase();
    let number = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    if number.is_empty() { text } else { number.strip_suffix(".0").unwrap_or(number).to_owned() }
}

#[cfg(test)]
mod tests;
