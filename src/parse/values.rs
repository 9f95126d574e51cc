//! Reads the values of fields by their schema: of register entries, of rows inside them, and of front matter.

use std::ops::Range;

use super::Book;
use super::markdown::{Around, Item, walk_in};
use super::mention::expand_range;
use super::target::split_anchor;
use crate::diag::Diagnostic;
use crate::model::{
    EntryValue, Field, FieldKind, Prose, RawReference, RawTarget, ReferenceRole, Row, TargetKind, Values,
};
use crate::site::{dial_address, is_web_address};
use crate::source::{Span, Spanned};
use crate::value::{self, Fields, Node, Value, control_character};

/// Reports the required fields that are missing or empty.
pub(super) fn require(fields: &Fields<'_>, schema: &[Field]) {
    for field in schema.iter().filter(|field| field.required) {
        if fields.require(&field.name).is_some() && matches!(field.kind, FieldKind::Text | FieldKind::Markdown) {
            fields.required_text(&field.name);
        }
    }
}

/// Returns the values in the order of `schema`. Values of the wrong type are reported and left out; a required field may lack.
pub(super) fn read_values(fields: &Fields<'_>, schema: &[Field], book: Book<'_>) -> Values<RawReference> {
    let values = schema.iter().map(|field| {
        let node = fields.node(&field.name);
        node.into_iter().flat_map(control_characters).for_each(|problem| fields.report(problem));
        read_value(fields, field, book)
    });
    values.collect()
}

/// Reports the control characters in a text or in a list of texts.
fn control_characters(node: &Node) -> Vec<Diagnostic> {
    match &node.value {
        Value::Text(text) => control_character("this text", text, node.span).into_iter().collect(),
        Value::List(items) => items.iter().flat_map(control_characters).collect(),
        _ => Vec::new(),
    }
}

fn read_value(fields: &Fields<'_>, field: &Field, book: Book<'_>) -> Option<Spanned<EntryValue<RawReference>>> {
    let name = field.name.as_str();
    let text = || fields.text(name);
    let spanned = |span: Span, value| Spanned { value, span };
    match &field.kind {
        FieldKind::Text => text().map(|t| spanned(t.span, EntryValue::Text(t.value))),
        FieldKind::Texts => fields.node(name).map(|node| spanned(node.span, EntryValue::Texts(fields.texts(name)))),
        FieldKind::Markdown => text().map(|t| spanned(t.span, EntryValue::Markdown(prose(t, fields, book)))),
        FieldKind::Date => fields.date(name).map(|d| spanned(d.span, EntryValue::Date(d.value))),
        FieldKind::Number => fields.number(name).map(|n| spanned(n.span, EntryValue::Number(n.value))),
        FieldKind::Whole => fields.whole(name, i64::MIN..=i64::MAX).map(|n| spanned(n.span, whole(n.value))),
        FieldKind::Flag => fields.flag(name).map(|f| spanned(f.span, EntryValue::Flag(f.value))),
        FieldKind::Duration => {
            fields.duration(name).map(|d| spanned(d.span, EntryValue::Duration(d.value.fieldwise())))
        }
        FieldKind::Phone => {
            let number = text().filter(|text| is_phone(text, fields))?;
            Some(spanned(number.span, EntryValue::Text(number.value.trim().to_owned())))
        }
        FieldKind::Link => text().map(|t| spanned(t.span, link(&t))),
        FieldKind::Choice { choices, many } => {
            let node = fields.node(name)?;
            let known: Vec<&str> = choices.iter().map(|choice| choice.id.as_str()).collect();
            let mut chosen = Vec::new();
            for text in texts(fields, name, *many) {
                if known.contains(&text.value.as_str()) {
                    chosen.push(text.value);
                } else {
                    fields.report(value::unknown_choice(name, &text, &known));
                }
            }
            Some(spanned(node.span, EntryValue::Choices(chosen)))
        }
        FieldKind::Reference { to, many, claim } => {
            let node = fields.node(name)?;
            let role = if *claim { ReferenceRole::Claim } else { ReferenceRole::Mention };
            let texts = texts(fields, name, *many).into_iter().filter(|text| !text.value.trim().is_empty());
            let references = texts.flat_map(|text| references(&text, to, role)).collect();
            Some(spanned(node.span, EntryValue::References(references)))
        }
        FieldKind::Table(columns) => {
            let node = fields.node(name)?;
            let row = |fields: Fields<'_>| {
                require(&fields, columns);
                let values = read_values(&fields, columns, book);
                let span = fields.span();
                fields.finish();
                Row { span, values }
            };
            Some(spanned(node.span, EntryValue::Table(fields.tables(name).into_iter().map(row).collect())))
        }
    }
}

/// The texts in a field for one or for several values.
fn texts(fields: &Fields<'_>, name: &str, many: bool) -> Vec<Spanned<String>> {
    if many { fields.texts(name) } else { fields.text(name).into_iter().collect() }
}

#[expect(clippy::cast_precision_loss, reason = "the numbers that people write are small")]
fn whole(number: i64) -> EntryValue<RawReference> {
    EntryValue::Number(number as f64)
}

/// The references in one text: several for a range of requirements.
fn references(text: &Spanned<String>, to: &[TargetKind], role: ReferenceRole) -> Vec<RawReference> {
    let requirements = to.iter().any(|kind| matches!(kind, TargetKind::Clause | TargetKind::Control));
    // Only a document has sections.
    let section = text.value.contains('#') && to.contains(&TargetKind::Document);
    if requirements && !section {
        return claims(text).map(|claim| RawReference { role, ..claim }).collect();
    }
    let whole = text.value.trim();
    let (id, anchor) = if to.contains(&TargetKind::Document) { split_anchor(whole) } else { (whole, None) };
    vec![RawReference { span: text.span, target: RawTarget::Id { id: id.to_owned(), anchor }, role }]
}

/// Returns whether a text is a phone number, and reports it if not.
fn is_phone(text: &Spanned<String>, fields: &Fields<'_>) -> bool {
    let fits = dial_address(&text.value).is_some();
    if !fits {
        let message = format!("`{}` is not a phone number", text.value.trim());
        let help = "write one number, like \"+44 20 7946 0123\"".to_owned();
        fields.report(Diagnostic::error("wrong-type", text.span, message).help(help));
    }
    fits
}

/// Returns a web address as text, anything else as a reference to a file next to the register.
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

fn prose(text: Spanned<String>, fields: &Fields<'_>, book: Book<'_>) -> Prose<RawReference> {
    // A string with escapes differs from its source; then the whole of it is the place.
    let verbatim = book.sources.slice(text.span).find(&text.value).map(|at| text.span.start as usize + at);
    let mut references = Vec::new();
    let span = |range: Range<usize>| {
        verbatim.map_or(text.span, |at| Span::new(text.span.file, at + range.start..at + range.end))
    };
    let around = Around { braces: book.braces, standard: None, named: &[], others: book.others };
    let walked = walk_in(&text.value, around, |item, range| {
        let target = match item {
            Item::Link { target, .. } | Item::Address(target) => target,
            Item::Mention { id, spelling, .. } | Item::Cited { id, spelling, .. } => {
                RawTarget::Mention { id, spelling }
            }
            Item::NamedCount(name) => RawTarget::NamedCount(name),
            Item::Event(_) => return,
        };
        references.push(RawReference { span: span(range), target, role: ReferenceRole::Mention });
    });
    walked.losses.into_iter().for_each(|loss| fields.report(loss.finding(span)));
    for anchor in walked.anchors {
        // A page shows texts of many entries: their ids would meet.
        let message = format!(
            "the page leaves out the id `{}`: a text in a register has no anchors",
            &text.value[anchor.clone()]
        );
        let help = "link to the entry by its id, or move the text to a document".to_owned();
        fields.report(Diagnostic::warning("removed-html", span(anchor), message).help(help));
    }
    Prose::new(text.value.into(), 0, walked.tokens, references)
}

/// Returns the claims in a text: one for each id of a range.
pub(super) fn claims(text: &Spanned<String>) -> impl Iterator<Item = RawReference> + use<> {
    let span = text.span;
    expand_range(text.value.trim()).into_iter().map(move |id| RawReference {
        span,
        target: RawTarget::Id { id, anchor: None },
        role: ReferenceRole::Claim,
    })
}
