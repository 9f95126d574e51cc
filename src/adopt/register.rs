//! Recognises the register in a table by its name and its columns, and the field of each column.

use std::collections::{BTreeMap, BTreeSet};

use super::language::language_in;
use super::table::Table;
use super::toml::{Line, key, list, on_one_line, one_or_list};
use super::values::{Judge, Rule};
use super::words::{Meanings, RegisterWords, Words, is_named, meaning, plain};
use unicode_normalization::UnicodeNormalization;

use crate::config::fields_of;
use crate::model::{Field, FieldKind, Identity, Schema};
use crate::parse::controls;
use crate::site::slug;
use crate::source::Sources;
use crate::value::{quoted, words};

/// A table that is a register.
#[derive(Debug)]
pub(super) struct Recognised<'t> {
    pub table: &'t Table<'t>,
    /// The name of the register.
    pub register: String,
    /// The columns that are mapped, in the order of the table.
    pub columns: Vec<Column>,
    /// The columns that become fields of the book's own.
    pub own: Vec<Own>,
    /// The columns that the handbook knows from elsewhere.
    pub ignored: Vec<String>,
}

/// A column and its field.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub field: String,
    pub name: String,
    pub rule: Rule,
}

/// A column without a field in the schema.
#[derive(Debug, Clone)]
pub(super) struct Own {
    pub field: String,
    pub name: String,
    pub kind: &'static str,
    pub rule: Rule,
    /// Whether another table of the same register declares it.
    pub is_declared: bool,
    /// The line that makes it the field that its name says, and why that is not sure.
    pub instead_of: Option<Line>,
}

/// The registers of the program, and what is known of the repository.
pub(super) struct Registers<'a> {
    pub schemas: &'a [Schema],
    /// The same schemas with the labels of another language.
    pub translated: &'a [Schema],
    /// Ids and titles of documents and of entries.
    pub known: &'a BTreeSet<String>,
    pub sources: &'a Sources,
}

/// The number of ids of controls that make a table the SoA, if they are most of its rows.
const OF_SOA: usize = 20;

impl Registers<'_> {
    /// Returns the register that a table is; `None` if it is not like any.
    pub(super) fn recognise<'t>(&self, table: &'t Table<'t>) -> Option<Recognised<'t>> {
        let candidates = self.schemas.iter().zip(self.translated).filter_map(|(schema, translated)| {
            let words = Words::all().registers.get(&schema.name)?;
            let fields = known_fields(table, words, schema, translated);
            let weight = weight(table, words, schema, &fields)?;
            Some((weight, schema, words, fields))
        });
        // The first of equals is the one that is listed first.
        let (_, schema, words, fields) = candidates.rev().max_by_key(|(weight, ..)| *weight)?;
        let recognised = self.mapped(table, schema, words, &fields);
        let has_name = recognised.columns.iter().any(|column| ["id", "title"].contains(&column.field.as_str()));
        (has_name && recognised.columns.len() > 1).then_some(recognised)
    }

    fn mapped<'t>(
        &self,
        table: &'t Table<'t>,
        schema: &Schema,
        words: &RegisterWords,
        fields: &BTreeMap<usize, String>,
    ) -> Recognised<'t> {
        let mut found = Recognised {
            table,
            register: schema.name.clone(),
            columns: Vec::new(),
            own: Vec::new(),
            ignored: Vec::new(),
        };
        for (at, head) in table.heads.iter().enumerate() {
            let nodes: Vec<_> = table.cells(at).collect();
            // A name that another column has cannot be mapped by itself, and one without a name or a value need not be.
            if head.name.is_empty() || nodes.is_empty() && !fields.contains_key(&at) {
                continue;
            }
            if words.ignore.contains(&plain(&head.name)) && !fields.contains_key(&at) {
                found.ignored.push(head.name.clone());
                continue;
            }
            let field = fields.get(&at).and_then(|name| field_named(schema, name));
            let rule = field.as_ref().filter(|_| !nodes.is_empty()).map(|field| {
                let choices = words.values.get(&field.name);
                let judge = Judge { field, choices, known: self.known, sources: self.sources };
                judge.rule(&nodes)
            });
            match field.map(|field| (field, rule)) {
                Some((field, None)) => {
                    found.columns.push(Column { field: field.name, name: head.name.clone(), rule: Rule::default() });
                }
                Some((field, Some(rule))) if rule.fits() && (rule.doubt.is_none() || is_readable(&rule)) => {
                    found.columns.push(Column { field: field.name, name: head.name.clone(), rule });
                }
                other => {
                    let instead = other.and_then(|(field, rule)| Some((field, rule?)));
                    found.own.push(self.own(schema, &found.own, (&head.name, &nodes), instead));
                }
            }
        }
        found
    }

    /// Makes a field of the book's own for a column.
    fn own(
        &self,
        schema: &Schema,
        before: &[Own],
        (name, nodes): (&str, &[&crate::value::Node]),
        instead: Option<(Field, Rule)>,
    ) -> Own {
        let is_taken =
            |field: &str| fields_of(schema).any(|known| known == field) || before.iter().any(|own| own.field == field);
        let bare = Some(kebab(name)).filter(|slug| slug.starts_with(|c: char| c.is_ascii_lowercase()));
        let bare = bare.unwrap_or_else(|| format!("column-{}", kebab(name)).trim_end_matches('-').to_owned());
        let candidates = [bare.clone(), format!("own-{bare}")].into_iter();
        let numbered = (2..).map(|number| format!("own-{bare}-{number}"));
        let field = candidates.chain(numbered).find(|field| !is_taken(field)).unwrap_or(bare);
        let of_kind = |word: &'static str, kind: FieldKind| {
            let field = Field { kind, ..Field::plain(&field) };
            let rule = Judge { field: &field, choices: None, known: self.known, sources: self.sources }.rule(nodes);
            (rule.fit.0 == rule.fit.1 && rule.doubt.is_none()).then_some((word, rule))
        };
        let (kind, rule) = of_kind("date", FieldKind::Date)
            .or_else(|| of_kind("number", FieldKind::Number).filter(|(_, rule)| rule.keys.is_empty()))
            .filter(|_| !nodes.is_empty())
            .unwrap_or(("text", Rule { fit: (nodes.len(), nodes.len()), ..Rule::default() }));
        let instead_of = instead.map(|(field, rule)| {
            let few = || format!("only {} of {} values are like those of `{}`", rule.fit.0, rule.fit.1, field.name);
            Line::new(column(&field.name, name, &rule.keys), Some(rule.doubt.clone().unwrap_or_else(few)))
        });
        Own { field, name: name.to_owned(), kind, rule, is_declared: false, instead_of }
    }
}

/// Returns a name as fields have it: in kebab-case, with the letters of ASCII.
fn kebab(name: &str) -> String {
    let german = name.to_lowercase().replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss");
    let bare: String = german.nfd().filter(|c| c.is_ascii() || c.is_alphanumeric()).collect();
    let ascii: String = slug(&bare).chars().filter(char::is_ascii).collect();
    ascii.split(['-', '.']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// Returns whether values can be read although some of them are not known: those are findings, each at its cell.
fn is_readable(rule: &Rule) -> bool {
    !rule.keys.iter().any(|key| key.starts_with("date"))
}

/// Returns the field of a name, also one that every register has.
fn field_named(schema: &Schema, name: &str) -> Option<Field> {
    let of_schema = || schema.fields.iter().find(|field| field.name == name).cloned();
    of_schema().or_else(|| fields_of(schema).any(|known| known == name).then(|| Field::plain(name)))
}

/// Returns the fields that columns have by their names, each at most once: the column with the surest name.
fn known_fields(
    table: &Table<'_>,
    words: &RegisterWords,
    schema: &Schema,
    translated: &Schema,
) -> BTreeMap<usize, String> {
    let mut found: Vec<(usize, usize, String)> = Vec::new();
    for (at, head) in table.heads.iter().enumerate() {
        let name = plain(&head.name);
        // `supplier.name` is the name, `owner.mail` is not the owner.
        let known = known_field(&name, words, schema, translated).or_else(|| {
            let last = head.name.rsplit_once('.').filter(|_| head.letter.is_empty())?.1;
            known_field(&plain(last), words, schema, translated).map(|(field, rank)| (field, rank + 100))
        });
        found.extend(known.map(|(field, rank)| (rank, at, field)));
    }
    found.sort();
    let mut taken = BTreeSet::new();
    found.into_iter().filter(|(_, _, field)| taken.insert(field.clone())).map(|(_, at, field)| (at, field)).collect()
}

fn known_field(name: &str, words: &RegisterWords, schema: &Schema, translated: &Schema) -> Option<(String, usize)> {
    if name.is_empty() {
        return None;
    }
    let in_words = |meanings: &Meanings, above: usize| {
        meaning(meanings, name).map(|(field, rank)| (field.to_owned(), rank + above))
    };
    let own = fields_of(schema).find(|field| plain(field) == name).map(|field| (field.to_owned(), 0));
    let labelled = |schema: &Schema| {
        let field = schema.fields.iter().find(|field| plain(&field.label) == name)?;
        Some((field.name.clone(), 0))
    };
    let is_of_schema = |(field, _): &(String, usize)| fields_of(schema).any(|known| known == field);
    let found =
        own.or_else(|| labelled(schema)).or_else(|| labelled(translated)).or_else(|| in_words(&words.columns, 1));
    let found = found.or_else(|| in_words(&Words::all().common, 50)).filter(is_of_schema);
    // "Risk status" and "action owner" of a register of risks and of actions.
    let bare = || words.named.iter().find_map(|noun| name.strip_prefix(noun.as_str())?.strip_prefix(' '));
    found.or_else(|| {
        meaning(&Words::all().common, bare()?).map(|(field, rank)| (field.to_owned(), rank + 60)).filter(is_of_schema)
    })
}

/// Returns how much a table is like a register; `None` if it is not.
fn weight(
    table: &Table<'_>,
    words: &RegisterWords,
    schema: &Schema,
    fields: &BTreeMap<usize, String>,
) -> Option<usize> {
    let has = |name: &str| fields.values().any(|field| field == name);
    let is_named = table.names().iter().any(|name| words.named.iter().any(|phrase| is_named(name, phrase)));
    let has_signs = words.signs.iter().any(|signs| signs.iter().all(|sign| has(sign)));
    let of_its_own = fields.values().filter(|field| !["id", "title"].contains(&field.as_str())).count();
    if schema.identity == Identity::Control {
        let (at, _) = fields.iter().find(|(_, field)| *field == "id")?;
        let ids: Vec<String> = table.cells(*at).map(words_of_id).collect();
        let known = ids.iter().filter(|id| !controls(id).is_empty()).count();
        let is_soa = known * 2 > ids.len() && (known >= OF_SOA || is_named) && has_signs;
        return is_soa.then_some(1_000);
    }
    let is_it = is_named && of_its_own > 0 || has_signs;
    is_it.then_some(of_its_own + 3 * usize::from(is_named) + 3 * usize::from(has_signs))
}

/// Returns the id in a cell in the spelling that is looked for.
fn words_of_id(cell: &crate::value::Node) -> String {
    let id = words(cell);
    if id.starts_with(|c: char| c.is_ascii_digit()) { format!("A.{id}") } else { id }
}

/// Takes the tables out that hold the entries of another one, as a translation does. Returns them with what they repeat.
pub(super) fn without_repeated<'t>(
    mut all: Vec<Recognised<'t>>,
    language: &str,
) -> (Vec<Recognised<'t>>, Vec<(String, String)>) {
    let is_of_book = |found: &Recognised<'_>| language_in(found.table.path).is_none_or(|tag| tag == language);
    all.sort_by_key(|found| !is_of_book(found));
    let (mut kept, mut repeated): (Vec<Recognised<'t>>, Vec<(String, String)>) = (Vec::new(), Vec::new());
    for found in all {
        let ids = found.ids();
        let same = kept.iter().find(|known| {
            let shared = known.ids().intersection(&ids).count();
            known.register == found.register && shared > 0 && shared * 2 >= ids.len()
        });
        match same {
            Some(known) => {
                repeated.push((found.table.path.to_owned(), format!("it has the entries of {}", known.table.path)));
            }
            None => kept.push(found),
        }
    }
    kept.sort_by(|a, b| a.table.path.cmp(b.table.path));
    (kept, repeated)
}

/// Has each field of the book's own declared once, by the first table of its register, as a text if the tables do not agree.
pub(super) fn declare_once(all: &mut [Recognised<'_>]) {
    let mut kinds: BTreeMap<(String, String), &'static str> = BTreeMap::new();
    for (register, own) in all.iter().flat_map(|found| found.own.iter().map(|own| (found.register.clone(), own))) {
        kinds
            .entry((register, own.field.clone()))
            .and_modify(|kind| *kind = if *kind == own.kind { kind } else { "text" })
            .or_insert(own.kind);
    }
    let mut declared = BTreeSet::new();
    for found in all {
        for own in &mut found.own {
            let key = (found.register.clone(), own.field.clone());
            own.kind = kinds[&key];
            own.is_declared = !declared.insert(key);
        }
    }
}

impl Recognised<'_> {
    /// Returns the ids of its entries.
    fn ids(&self) -> BTreeSet<String> {
        let column = self.columns.iter().find(|column| column.field == "id");
        let at = column.and_then(|column| self.table.heads.iter().position(|head| head.name == column.name));
        at.into_iter().flat_map(|at| self.table.cells(at)).map(words).collect()
    }

    /// Returns the `[[register]]` table of book.toml.
    pub(super) fn lines(&self) -> Vec<Line> {
        let table = self.table;
        let mut lines = vec![Line::sure("[[register]]"), Line::sure(format!("name = {}", quoted(&self.register)))];
        lines.push(Line::sure(format!("file = {}", quoted(table.path))));
        let text = |key: &str, value: &Option<String>| {
            value.as_ref().map(|value| Line::sure(format!("{key} = {}", quoted(value))))
        };
        lines.extend(text("sheet", &table.sheet));
        lines.extend(text("below", &table.below));
        lines.extend(text("entries", &table.entries));
        match &table.header[..] {
            [] | [1] => {}
            [row] => lines.push(Line::sure(format!("header = {row}"))),
            rows => {
                let rows: Vec<String> = rows.iter().map(ToString::to_string).collect();
                lines.push(Line::sure(format!("header = [{}]", rows.join(", "))));
            }
        }
        lines.extend(table.encoding.map(|encoding| Line::sure(format!("encoding = \"{encoding}\""))));
        if !self.ignored.is_empty() {
            lines.push(Line::sure(format!("ignore = {}", list(&self.ignored))));
        }
        lines.push(Line::sure("[register.columns]"));
        for Column { field, name, rule } in &self.columns {
            lines.extend(rule.doubt.as_ref().map(|doubt| Line::sure(format!("# not sure: {}", on_one_line(doubt)))));
            lines.push(Line::sure(column(field, name, &rule.keys)));
        }
        for own in &self.own {
            lines.extend(own.instead_of.clone());
            lines.push(Line::sure(column(&own.field, &own.name, &own.rule.keys)));
        }
        for own in self.own.iter().filter(|own| !own.is_declared) {
            lines.push(Line::sure("[[register.field]]"));
            lines.push(Line::sure(format!("name = {}", quoted(&own.field))));
            lines.push(Line::sure(format!("type = \"{}\"", own.kind)));
            lines.push(Line::sure(format!("label = {}", quoted(&own.name))));
        }
        lines
    }
}

fn column(field: &str, name: &str, keys: &[String]) -> String {
    if keys.is_empty() {
        return format!("{} = {}", key(field), one_or_list(&[name.to_owned()]));
    }
    format!("{} = {{ column = {}, {} }}", key(field), quoted(name), keys.join(", "))
}
