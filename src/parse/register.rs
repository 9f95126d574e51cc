//! A register file into [`Entry`]s, by the register's schema.

use std::cell::RefCell;

use super::front::{claims, waivers};
use super::markdown::{Item, split_anchor, walk};
use crate::diag::Diagnostic;
use crate::model::{
    Entry, EntryValue, Field, FieldKind, Identity, Prose, RawReference, RawTarget, ReferenceRole, Row, Schema,
    TargetKind,
};
use crate::pages::entry_path;
use crate::site::is_web_address;
use crate::source::{FileId, Sources, Span, Spanned};
use crate::value::{self, Fields, Format};

pub(super) fn parse(
    file: FileId,
    text: &str,
    schema: &Schema,
    sources: &Sources,
) -> (Vec<Entry<RawReference>>, Vec<Diagnostic>) {
    let diagnostics = RefCell::<Vec<Diagnostic>>::default();
    let (table, problems) = value::read(Format::Toml, text, file, 0);
    diagnostics.borrow_mut().extend(problems);
    let fields = Fields::new(&table, sources, &diagnostics);
    let entries =
        fields.tables(&schema.singular).into_iter().filter_map(|table| entry(table, schema, sources)).collect();
    fields.finish();
    (entries, diagnostics.into_inner())
}

fn entry(fields: Fields<'_>, schema: &Schema, sources: &Sources) -> Option<Entry<RawReference>> {
    let id = fields.required_text("id").filter(|id| is_id(id, &fields));
    let title = match schema.identity {
        Identity::Own => fields.required_text("title").map(|t| t.value),
        Identity::Control => Some(String::new()),
    };
    let values = schema.fields.iter().map(|field| read(&fields, field, sources)).collect();
    let waivers = waivers(&fields);
    let span = id.as_ref().map_or(fields.span(), |id| id.span);
    fields.finish();
    let id = id?;
    let page = match schema.identity {
        Identity::Own => entry_path(&schema.name, &id.value),
        Identity::Control => schema.page(),
    };
    Some(Entry { id, title: title?, page: page.into(), span, values, waivers })
}

fn is_id(id: &Spanned<String>, fields: &Fields<'_>) -> bool {
    let fits =
        !id.value.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '#' | '|' | '[' | ']' | '/'));
    if !fits {
        let message = format!("`{}` is not a valid id", id.value);
        let help = "an id must not contain spaces or any of `# | [ ] /`".to_owned();
        fields.report(Diagnostic::error("invalid-name", id.span, message).help(help));
    }
    fits
}

fn read(fields: &Fields<'_>, field: &Field, sources: &Sources) -> Option<Spanned<EntryValue<RawReference>>> {
    let name = field.name.as_str();
    if field.required {
        fields.require(name)?;
    }
    let spanned = |span: Span, value| Spanned { value, span };
    match &field.kind {
        FieldKind::Text => fields.text(name).map(|t| spanned(t.span, EntryValue::Text(t.value))),
        FieldKind::Markdown => fields.text(name).map(|t| spanned(t.span, EntryValue::Markdown(prose(t, sources)))),
        FieldKind::Date => fields.date(name).map(|d| spanned(d.span, EntryValue::Date(d.value))),
        FieldKind::Number => fields.number(name).map(|n| spanned(n.span, EntryValue::Number(n.value))),
        FieldKind::Flag => fields.flag(name).map(|f| spanned(f.span, EntryValue::Flag(f.value))),
        FieldKind::Duration => {
            fields.duration(name).map(|d| spanned(d.span, EntryValue::Duration(d.value.fieldwise())))
        }
        FieldKind::Link => fields.text(name).map(|t| spanned(t.span, link(&t))),
        FieldKind::Choice { choices, .. } => {
            let node = fields.node(name)?;
            let known: Vec<&str> = choices.iter().map(|choice| choice.id.as_str()).collect();
            let mut chosen = Vec::new();
            for text in fields.texts(name) {
                if known.contains(&text.value.as_str()) {
                    chosen.push(text.value);
                } else {
                    fields.report(value::unknown_choice(name, &text, &known));
                }
            }
            Some(spanned(node.span, EntryValue::Choices(chosen)))
        }
        FieldKind::Reference { to, claim, .. } => {
            let node = fields.node(name)?;
            let requirement = |kind: &TargetKind| matches!(kind, TargetKind::Clause | TargetKind::Control);
            let ranges = to.iter().any(requirement);
            let role = if *claim { ReferenceRole::Claim } else { ReferenceRole::Mention };
            let references = fields.texts(name).iter().flat_map(|text| references(text, ranges, role)).collect();
            Some(spanned(node.span, EntryValue::References(references)))
        }
        FieldKind::Table(columns) => {
            let node = fields.node(name)?;
            let row = |fields: Fields<'_>| {
                let values = columns.iter().map(|column| read(&fields, column, sources)).collect();
                let span = fields.span();
                fields.finish();
                Row { span, values }
            };
            Some(spanned(node.span, EntryValue::Table(fields.tables(name).into_iter().map(row).collect())))
        }
    }
}

fn references(text: &Spanned<String>, ranges: bool, role: ReferenceRole) -> Vec<RawReference> {
    // Only a document has sections.
    if ranges && !text.value.contains('#') {
        return claims(text).map(|claim| RawReference { role, ..claim }).collect();
    }
    let (id, anchor) = split_anchor(text.value.trim());
    vec![RawReference { span: text.span, target: RawTarget::Id { id: id.to_owned(), anchor }, role }]
}

/// An address, or a file beside the register.
fn link(text: &Spanned<String>) -> EntryValue<RawReference> {
    let value = text.value.trim();
    if is_web_address(value) {
        return EntryValue::Text(value.to_owned());
    }
    let target = match value.split_once(':') {
        Some((scheme, _)) if !scheme.contains('/') => RawTarget::Unsafe(value.to_owned()),
        _ => RawTarget::Path { path: value.to_owned(), anchor: None },
    };
    EntryValue::File(RawReference { span: text.span, target, role: ReferenceRole::Mention })
}

fn prose(text: Spanned<String>, sources: &Sources) -> Prose<RawReference> {
    // A string with escapes differs from its source; then the whole of it is the place.
    let verbatim = sources.slice(text.span).find(&text.value).map(|at| text.span.start as usize + at);
    let mut references = Vec::new();
    let tokens = walk(&text.value, |item, range| {
        let target = match item {
            Item::Link { target, .. } | Item::Address(target) => target,
            Item::Mention { id, .. } => RawTarget::Mention(id),
            Item::NamedCount(name) => RawTarget::NamedCount(name),
            Item::Event(_) => return,
        };
        let span = verbatim.map_or(text.span, |at| Span::new(text.span.file, at + range.start..at + range.end));
        references.push(RawReference { span, target, role: ReferenceRole::Mention });
    });
    Prose::new(text.value.into(), 0, tokens, references)
}
