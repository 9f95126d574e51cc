//! Entries of registers from the tables of other tools.

mod control;
mod unreadable;

use super::lenient::convert;
use super::records::{Records, Row, Wanted, records, same_name};
use crate::config::{ColumnRule, Import, TableFile, ValueRule, fields_of};
use crate::diag::{Diagnostic, Severity, did_you_mean};
use crate::id::joined;
use crate::model::{Field, FieldKind, Identity, RegisterColumn, Schema, TargetKind};
use crate::site::slug;
use crate::source::{FileId, SourceFile, Sources, Span, Spanned};
use crate::value::{Node, Table, Value, without_value, words};

use control::{control_id, control_number, is_of_annex};
use unreadable::{not_a_control, not_of_type, unmatched};

/// The entries of a table, as if they were written in clausebook's own form.
#[derive(Debug)]
pub(super) struct Imported {
    pub entries: Vec<Table>,
    pub sheet: Option<String>,
    pub columns: Vec<RegisterColumn>,
}

/// A register and the table of another tool that its entries are in.
#[derive(Clone, Copy)]
pub(super) struct From<'a> {
    pub schema: &'a Schema,
    pub table: &'a TableFile,
    /// The mapping in book.toml; `None` for a file that is only named like the register.
    pub import: Option<&'a Import>,
    pub sources: &'a Sources,
}

/// The columns that a field is read from.
struct Source<'a> {
    field: &'a Field,
    /// The indexes of its columns, the first with a value counts.
    at: Vec<usize>,
    rule: &'a ValueRule,
    /// The place that names the field.
    span: Span,
}

/// Reads the table. Returns nothing if it cannot be read, and all problems.
pub(super) fn import(id: FileId, file: &SourceFile, from: From<'_>) -> (Option<Imported>, Vec<Diagnostic>) {
    let fields = fields(from.schema);
    let rules = from.import.map_or(&[][..], |import| &import.columns);
    let names: Vec<&str> = match rules {
        [] => fields.iter().flat_map(|field| [field.name.as_str(), field.label.as_str()]).collect(),
        rules => rules.iter().flat_map(|rule| &rule.columns).map(|column| column.value.as_str()).collect(),
    };
    let (records, mut problems) = records(id, file, &Wanted::new(from.table, &names));
    let Some(records) = records else { return (None, problems) };
    let own = ValueRule::default();
    let sources = match rules {
        [] => by_name(&fields, &records, &own),
        rules => by_rule(&fields, &records, rules, &mut problems),
    };
    problems.extend(unread_columns(&records, &sources, from, &names));
    let mut reader = Reader { from, records: &records, sources: &sources, unread: Vec::new(), problems };
    let entries: Vec<Table> = records.rows.iter().filter_map(|row| reader.entry(row)).collect();
    let Reader { unread, mut problems, .. } = reader;
    problems.extend(unread_rows(&unread));
    let column = |(at, head): (usize, &crate::value::Head)| RegisterColumn {
        name: head.short.clone(),
        letter: head.letter.clone(),
        span: head.span,
        fields: sources
            .iter()
            .filter(|source| source.at.contains(&at))
            .map(|source| source.field.name.clone())
            .collect(),
    };
    let columns = records.heads.iter().enumerate().map(column).collect();
    (Some(Imported { entries, sheet: records.sheet.clone(), columns }), problems)
}

/// Returns all fields of a register, with those that every register has.
fn fields(schema: &Schema) -> Vec<Field> {
    let common = fields_of(schema).take_while(|name| schema.field(name).is_none());
    let common = common.map(Field::plain);
    common.chain(schema.fields.iter().cloned()).collect()
}

/// Finds the fields by the names and labels that columns have.
fn by_name<'a>(fields: &'a [Field], records: &Records, rule: &'a ValueRule) -> Vec<Source<'a>> {
    let source = |field: &'a Field| {
        // A key of some items may be the name of the field, that of others its label.
        let found = [&field.name, &field.label].into_iter().filter_map(|name| records.named(name));
        let mut at: Vec<usize> = found.collect();
        at.dedup();
        let span = records.heads[*at.first()?].span;
        Some(Source { field, at, rule, span })
    };
    fields.iter().filter_map(source).collect()
}

/// Finds the fields by what book.toml says; columns that it names and the table does not have are reported.
fn by_rule<'a>(
    fields: &'a [Field],
    records: &Records,
    rules: &'a [ColumnRule],
    problems: &mut Vec<Diagnostic>,
) -> Vec<Source<'a>> {
    let mut sources = Vec::new();
    for ColumnRule { field, columns, rule } in rules {
        let Some(known) = fields.iter().find(|known| known.name == field.value) else { continue };
        let found = columns.iter().filter_map(|column| match records.column(&column.value) {
            Some(at) => Some(at),
            None => {
                problems.push(no_column(records, column));
                None
            }
        });
        sources.push(Source { field: known, at: found.collect(), rule, span: field.span });
    }
    sources
}

pub(super) fn no_column(records: &Records, column: &Spanned<String>) -> Diagnostic {
    let message = format!("the table has no column `{}`", column.value);
    let names = || records.heads.iter().map(|head| head.short.as_str()).filter(|name| !name.is_empty());
    let help = match did_you_mean(&column.value, names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "its columns are: {}",
            names().take(20).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        ),
    };
    Diagnostic::error("unknown-column", column.span, message).help(help)
}

/// Reports the columns that hold something and are read for no field.
fn unread_columns(records: &Records, sources: &[Source<'_>], from: From<'_>, names: &[&str]) -> Vec<Diagnostic> {
    let ignored = from.import.map_or(&[][..], |import| &import.ignore);
    let is_read = |at: usize| sources.iter().any(|source| source.at.contains(&at));
    let is_filled = |at: usize| records.rows.iter().any(|row| row.cells.get(at).is_some_and(Option::is_some));
    let is_ignored = |at: usize, head: &crate::value::Head| {
        let is_it = |name: &str| records.column(name) == Some(at) || same_name(&head.short, name);
        ignored.iter().any(|name| is_it(&name.value))
    };
    let unread = records.heads.iter().enumerate();
    let unread = unread.filter(|(at, head)| !is_read(*at) && is_filled(*at) && !is_ignored(*at, head));
    let finding = |(_, head): (usize, &crate::value::Head)| {
        let message = match head.letter.as_str() {
            "" => format!("the key `{}` is not read", head.short),
            letter if head.name.is_empty() => format!("column {letter}, which has no name, is not read"),
            letter => format!("column {letter}, `{}`, is not read", head.short),
        };
        let is_second = names.iter().any(|name| same_name(name, &head.short));
        let near = did_you_mean(&head.short, names.iter().copied()).map(|near| format!("did you mean `{near}`?"));
        let second =
            format!("another column of this name is read: call this one `column {}` in book.toml", head.letter);
        let help = if is_second { Some(second) } else { near };
        let help = help.unwrap_or_else(|| {
            "map it to a field below `[register.columns]` in book.toml, if need be to one of your own \
             (`[[register.field]]`), or name it in `ignore`"
                .to_owned()
        });
        Diagnostic::warning("unread-column", head.span, message).help(help).subject(head.short.as_str())
    };
    unread.map(finding).collect()
}

/// Reports the rows that are not entries.
fn unread_rows(unread: &[Span]) -> Option<Diagnostic> {
    let (first, others) = unread.split_first()?;
    let message = match others.len() {
        0 => "this row is not read: only one of the cells that are read has something in it".to_owned(),
        more => {
            format!("this row and {more} more are not read: of the cells that are read, only one has something in it")
        }
    };
    let help =
        "fill in the rest if it is an entry; `empty` for the column of ids names words that stand for none".to_owned();
    let finding = Diagnostic::warning("unread-row", *first, message).help(help);
    Some(others.iter().fold(finding, |finding, row| finding.also(*row, "not read")))
}

/// Makes entries of rows.
struct Reader<'a> {
    from: From<'a>,
    records: &'a Records,
    sources: &'a [Source<'a>],
    /// The rows that are not entries.
    unread: Vec<Span>,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn entry(&mut self, row: &Row) -> Option<Table> {
        if self.is_heading(row) {
            self.unread.push(row.span);
            return None;
        }
        let mut table = Table { span: row.span, entries: Vec::new(), unread: Vec::new(), broken: false };
        for source in self.sources {
            let cell = source.at.iter().find_map(|at| Some((*at, row.cells.get(*at)?.as_ref()?)));
            let node = cell.and_then(|(at, cell)| self.converted(at, cell, source, &mut table));
            let is_known = table.unread.contains(&source.field.name);
            if source.field.name == "id" && node.is_none() && !is_known && source.rule.otherwise.is_none() {
                match cell {
                    // The mapping says that such a row, a sum for example, is not an entry.
                    Some(_) => return None,
                    None => self.without_id(source, &mut table),
                }
            }
            let otherwise = || {
                let text = source.rule.otherwise.as_ref()?;
                let node = Node { span: text.span, value: Value::Text(text.value.clone()) };
                convert(node, source.field, &ValueRule::default(), self.from.sources).0
            };
            let is_unread = table.unread.contains(&source.field.name);
            if let Some(node) = node.or_else(|| if is_unread { None } else { otherwise() }) {
                table.entries.push((source.field.name.clone(), source.span, node));
            }
        }
        if self.from.schema.identity == Identity::Own {
            self.name(&mut table);
        }
        Some(table)
    }

    /// Reports a row without an id in a table that has ids.
    fn without_id(&mut self, source: &Source<'_>, table: &mut Table) {
        table.unread.push("id".to_owned());
        let Some(at) = source.at.first() else { return };
        let message = format!("this row has no id ({})", self.column(*at));
        let help = "fill in the cell, or name another column in book.toml that has an id for it: `id = [\"…\", \"…\"]`";
        self.problems.push(Diagnostic::error("missing-field", table.span, message).help(help.to_owned()));
    }

    /// Returns whether a row is a heading within the table, a sum or a note below it: of the cells that are read, only one has
    /// something in it, and that is not the id of a control.
    fn is_heading(&self, row: &Row) -> bool {
        let is_read = |at: usize| self.sources.iter().any(|source| source.at.contains(&at));
        let mut filled =
            row.cells.iter().enumerate().filter(|(at, _)| is_read(*at)).filter_map(|(_, cell)| cell.as_ref());
        let (only, more) = (filled.next(), filled.next());
        let is_control =
            |cell: &Node| self.from.schema.identity == Identity::Control && control_number(&words(cell)).is_some();
        self.sources.len() > 2 && more.is_none() && only.is_none_or(|cell| !is_control(cell))
    }

    /// Returns the value of a cell as the field takes it. A value with a problem is noted as unread.
    fn converted(&mut self, at: usize, cell: &Node, source: &Source<'_>, table: &mut Table) -> Option<Node> {
        if let Some(problem) = without_value(cell, self.from.sources.file(cell.span.file)) {
            self.problems.push(problem);
            table.unread.push(source.field.name.clone());
            return None;
        }
        let mut node = cell.clone();
        if self.records.is_markdown && source.field.kind == FieldKind::Markdown {
            node.value = Value::Text(self.from.sources.slice(node.span).to_owned());
        }
        let is_id = source.field.name == "id";
        let is_of_controls = self.from.schema.identity == Identity::Control;
        let unmatched = unmatched(&node, source.field, source.rule, self.from.sources);
        let (mut node, problem) = match unmatched {
            Some(unmatched) => (None, Some(unmatched)),
            None => convert(node, source.field, source.rule, self.from.sources),
        };
        node = node.and_then(|node| self.of_own_kind(node, at, source.field));
        let id_of_none = || Some(node.as_ref()?).filter(|_| is_id && is_of_controls).and_then(not_a_control);
        let problem = problem.or_else(|| node.as_ref().and_then(|node| not_of_type(node, source.field)));
        let problem = problem.or_else(id_of_none);
        if let Some(mut problem) = problem {
            problem.message = format!("{} ({})", problem.message, self.column(at));
            let is_read = problem.severity != Severity::Error;
            self.problems.push(problem);
            if !is_read {
                table.unread.push(source.field.name.clone());
                return None;
            }
        }
        if let Some(Node { value: Value::Text(id), .. }) = node.as_mut().filter(|_| is_id) {
            *id = if is_of_controls { control_id(id) } else { joined(id) };
        }
        // A title is one line, whatever the width of its column was.
        if let Some(title) = node.as_mut().filter(|_| source.field.name == "title") {
            title.value = Value::Text(words(title));
        }
        node
    }

    /// Leaves to another field what is meant for it: clauses and controls may be in one column.
    fn of_own_kind(&self, mut node: Node, at: usize, field: &Field) -> Option<Node> {
        let takes = |field: &Field, kind: &TargetKind| matches!(&field.kind, FieldKind::Reference { to, .. } if to[..] == [kind.clone()]);
        let shares = |kind| self.sources.iter().any(|other| other.at.contains(&at) && takes(other.field, kind));
        if !shares(&TargetKind::Clause) || !shares(&TargetKind::Control) {
            return Some(node);
        }
        let is_own = |item: &Node| is_of_annex(&words(item)) == takes(field, &TargetKind::Control);
        if let Value::List(items) = &mut node.value {
            items.retain(is_own);
            return (!items.is_empty()).then_some(node);
        }
        Some(node).filter(is_own)
    }

    fn column(&self, at: usize) -> String {
        let head = &self.records.heads[at];
        match head.letter.as_str() {
            "" => format!("key `{}`", head.short),
            letter => format!("column {letter}, `{}`", head.short),
        }
    }

    /// Gives an entry without a title its id as title, and, if the table has no ids at all, one made from its title.
    fn name(&self, table: &mut Table) {
        let has_ids = self.sources.iter().any(|source| source.field.name == "id");
        let copy = |table: &Table, key: &str| {
            table.entries.iter().find(|(name, ..)| name == key).map(|(_, span, node)| (*span, node.clone()))
        };
        if !has_ids && let Some((span, mut node)) = copy(table, "title") {
            if let Value::Text(text) = &mut node.value {
                *text = slug(text);
            }
            table.entries.push(("id".to_owned(), span, node));
        }
        if let (None, Some((span, node))) = (copy(table, "title"), copy(table, "id")) {
            table.entries.push(("title".to_owned(), span, node));
        }
    }
}
