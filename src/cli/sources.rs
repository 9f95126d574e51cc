//! `clausebook check --sources`: where each fact was read, with its line or cell.

use crate::assess::{Assessed, DocumentSources, RegisterSources};
use crate::diag::counted;
use crate::model::{Fact, Origin, RegisterColumn};
use crate::source::{Sources, Span};
use crate::visible::name;

/// Returns the lines for all registers and documents.
pub(super) fn lines(assessed: &Assessed, sources: &Sources) -> String {
    let mut text = String::new();
    for register in assessed.register_sources() {
        add(&mut text, &of_register(&register));
    }
    for document in assessed.document_sources() {
        add(&mut text, &of_document(&document, sources));
    }
    text
}

fn add(text: &mut String, lines: &[String]) {
    for line in lines {
        text.push_str(&name(line));
        text.push('\n');
    }
}

fn of_register(RegisterSources { register, file, nowhere }: &RegisterSources<'_>) -> Vec<String> {
    let entries = |count| if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") };
    let Some(file) = file else {
        let count = entries(register.entries.len());
        return vec![format!("{}: {count}, made from names in documents and registers", register.schema.name)];
    };
    let sheet = file.sheet.as_ref().map(|sheet| format!(", sheet `{sheet}`")).unwrap_or_default();
    let mut lines = vec![format!("{}{sheet}: {} of `{}`", file.path, entries(file.entries), register.schema.name)];
    let columns = file.columns.as_deref().unwrap_or_default();
    for column in columns.iter().filter(|column| !column.fields.is_empty()) {
        lines.push(format!("  {}: {}", column.fields.join(", "), named(column)));
    }
    let unread: Vec<String> = columns.iter().filter(|column| column.fields.is_empty()).map(named).collect();
    if !unread.is_empty() {
        lines.push(format!("  not read: {}", unread.join(", ")));
    }
    if !nowhere.is_empty() {
        lines.push(format!("  found nowhere: {}", nowhere.join(", ")));
    }
    lines
}

fn named(column: &RegisterColumn) -> String {
    match column.letter.as_str() {
        "" => format!("`{}`", column.name),
        letter => format!("column {letter}, `{}`", column.name),
    }
}

fn of_document(document: &DocumentSources<'_>, sources: &Sources) -> Vec<String> {
    let facts = document.facts();
    let mut lines = vec![format!("{}: {}", document.document.path, counted(facts.len(), "fact"))];
    lines.extend(facts.iter().map(|fact| format!("  {}: {}", fact.field, origin(fact, sources))));
    if !document.nowhere.is_empty() {
        lines.push(format!("  found nowhere: {}", document.nowhere.join(", ")));
    }
    lines
}

fn origin(fact: &Fact, sources: &Sources) -> String {
    let line = || place(fact.span, sources);
    match &fact.origin {
        Origin::FrontMatter(key) => format!("front matter `{key}`, {}", line()),
        Origin::Heading => format!("heading, {}", line()),
        Origin::FileName => "name of the file".to_owned(),
        Origin::Folder => "folder".to_owned(),
        Origin::Label(label) => format!("label `{label}`, {}", line()),
        Origin::Row { table, column } => format!("column `{column}` below `{table}`, {}", line()),
        Origin::Under(heading) => format!("section `{heading}`, {}", line()),
        Origin::Register { file, column } => {
            format!("column `{column}` of {}, {}", sources.file(*file).path, line())
        }
        Origin::Rule => "a rule of book.toml".to_owned(),
        Origin::Assumed => format!("assumed by book.toml, {}", line()),
    }
}

/// Returns the line of a place, or the cell of a workbook.
fn place(span: Span, sources: &Sources) -> String {
    if let Some(cell) = sources.cell(span) {
        return format!("cell {cell}");
    }
    let (line, _) = sources.line_column(span.file, span.start as usize);
    format!("line {line}")
}
