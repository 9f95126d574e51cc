//! The page of the sources of facts and fields, and of those that were found nowhere.

use std::collections::BTreeMap;

use super::{ReportCell, ReportSection, View};
use crate::assess::{DocumentSources, EXPECTED, RegisterSources};
use crate::model::{Fact, Origin, RegisterColumn, Subject};

/// Returns the facts in numbers, the registers, and the documents.
pub(super) fn sections(view: &View<'_>) -> Vec<ReportSection> {
    let documents: Vec<DocumentSources<'_>> = view.book.document_sources().collect();
    let registers = view.book.register_sources().map(|sources| register(view, &sources)).collect();
    let columns = ["register", "file", "entries#", "read", "unread", "nowhere"];
    let registers = view.table_section("sources.registers", &columns, registers, "sources.no-registers");
    let columns = ["fact", "stated#", "assumed#", "nowhere#"];
    let facts = EXPECTED.iter().map(|field| fact(view, field, &documents)).collect();
    let facts = view.table_section("sources.facts", &columns, facts, "sources.no-documents");
    let columns = ["document", "front-matter", "text", "listed", "otherwise", "nowhere"];
    let rows = documents.iter().map(|sources| document(view, sources)).collect();
    let documents = view.table_section("sources.documents", &columns, rows, "sources.no-documents");
    vec![facts, registers, documents]
}

fn register(view: &View<'_>, sources: &RegisterSources<'_>) -> Vec<ReportCell> {
    let schema = &sources.register.schema;
    let Some(file) = sources.file else {
        let count = sources.register.entries.len();
        return vec![
            view.path_link(&schema.title, &schema.page()).into(),
            view.say("sources.made").into(),
            count.into(),
            ReportCell::default(),
            ReportCell::default(),
            ReportCell::default(),
        ];
    };
    let label = |name: &String| {
        let field = schema.field(name).map(|at| schema.fields[at].label.clone());
        field.unwrap_or_else(|| view.say(&format!("fact.{name}")).to_owned())
    };
    let named = |column: &RegisterColumn| match column.letter.as_str() {
        "" => view.tell("origin.named", &[("name", &column.name)]),
        letter => format!("{letter} {}", view.tell("origin.named", &[("name", &column.name)])),
    };
    let columns = file.columns.as_deref().unwrap_or_default();
    let read = columns.iter().filter(|column| !column.fields.is_empty());
    let read = read.map(|column| {
        let fields: Vec<String> = column.fields.iter().map(label).collect();
        format!("{}: {}", fields.join(", "), named(column))
    });
    let read: Vec<String> = read.collect();
    let unread: Vec<String> = columns.iter().filter(|column| column.fields.is_empty()).map(named).collect();
    let place = match &file.sheet {
        Some(sheet) => format!("{} ({sheet})", file.path),
        None => file.path.clone(),
    };
    let nowhere: Vec<String> = sources.nowhere.iter().map(|name| label(&(*name).to_owned())).collect();
    let read = match file.columns {
        Some(_) => read.join("; "),
        None => view.say("sources.own-form").to_owned(),
    };
    vec![
        view.path_link(&schema.title, &schema.page()).into(),
        place.into(),
        file.entries.into(),
        read.into(),
        unread.join("; ").into(),
        nowhere.join(", ").into(),
    ]
}

fn fact(view: &View<'_>, field: &str, documents: &[DocumentSources<'_>]) -> Vec<ReportCell> {
    let maintained = documents.iter().filter(|sources| sources.document.meta.kind.is_maintained());
    let (mut stated, mut assumed, mut nowhere) = (0, 0, 0);
    for sources in maintained {
        let is_assumed = |fact: &Fact| fact.field == field && fact.origin == Origin::Assumed;
        match sources.nowhere.contains(&field) {
            true => nowhere += 1,
            false if sources.facts().iter().any(is_assumed) => assumed += 1,
            false => stated += 1,
        }
    }
    vec![view.say(&format!("fact.{field}")).into(), stated.into(), assumed.into(), nowhere.into()]
}

/// The columns of the table of documents, beside the first and the last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    FrontMatter,
    Text,
    Listed,
    Otherwise,
}

fn document(view: &View<'_>, sources: &DocumentSources<'_>) -> Vec<ReportCell> {
    let name = |field: &str| view.say(&format!("fact.{field}")).to_owned();
    let mut facts: BTreeMap<(Column, String), Vec<String>> = BTreeMap::new();
    for fact in sources.facts() {
        let name = name(fact.field);
        facts.entry(origin(view, &fact.origin, fact.field)).or_default().push(name);
    }
    let cell = |column: Column| {
        let of_column = facts.iter().filter(|((at, _), _)| *at == column);
        let parts = of_column.map(|((_, origin), names)| match origin.as_str() {
            "" => names.join(", "),
            origin => format!("{}: {origin}", names.join(", ")),
        });
        ReportCell::from(parts.collect::<Vec<_>>().join("; "))
    };
    let nowhere: Vec<String> = sources.nowhere.iter().map(|field| name(field)).collect();
    let columns = [Column::FrontMatter, Column::Text, Column::Listed, Column::Otherwise].map(cell);
    let first = [view.subject(Subject::Document(sources.ix)).into()].into_iter();
    first.chain(columns).chain([nowhere.join(", ").into()]).collect()
}

/// Returns the column and the words for the place of a fact.
fn origin(view: &View<'_>, origin: &Origin, field: &str) -> (Column, String) {
    let fill = |key: &str, name: &str| view.tell(key, &[("name", &name)]);
    match origin {
        Origin::FrontMatter(key) if key == field => (Column::FrontMatter, String::new()),
        Origin::FrontMatter(key) => (Column::FrontMatter, fill("origin.named", key)),
        Origin::Heading => (Column::Text, view.say("origin.heading").to_owned()),
        Origin::Label(label) => (Column::Text, fill("origin.named", label)),
        Origin::Row { table, column } => (Column::Text, format!("{table} / {column}")),
        Origin::Under(heading) => (Column::Text, fill("origin.under", heading)),
        Origin::Register { column, .. } => (Column::Listed, fill("origin.named", column)),
        Origin::FileName => (Column::Otherwise, view.say("origin.file-name").to_owned()),
        Origin::Folder => (Column::Otherwise, view.say("origin.folder").to_owned()),
        Origin::Rule => (Column::Otherwise, view.say("origin.rule").to_owned()),
        Origin::Assumed => (Column::Otherwise, view.say("origin.assumed").to_owned()),
    }
}
