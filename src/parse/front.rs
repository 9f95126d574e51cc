//! Front matter: between `+++` in TOML, between `---` in YAML, one schema for both.

use std::cell::RefCell;
use std::ops::Range;

use super::markdown::split_anchor;
use super::mention::expand_range;
use crate::diag::Diagnostic;
use crate::model::{DocumentKind, DocumentStatus, Meta, RawReference, RawTarget, ReferenceRole, Waiver};
use crate::site::slug;
use crate::source::{FileId, Sources, Span, Spanned};
use crate::value::{self, Fields, Format, Table};

/// Where front matter stands in a file, and where the text begins.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Split {
    /// Format and place of what stands between the fences.
    pub front: Option<(Format, Range<usize>)>,
    /// The first byte of the text.
    pub body: usize,
    /// Whether the closing fence is missing.
    pub unclosed: bool,
}

/// Finds the fences.
pub(super) fn split(text: &str) -> Split {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let none = Split { front: None, body: start, unclosed: false };
    let mut lines = text[start..].split_inclusive('\n');
    let Some(first) = lines.next() else { return none };
    let (fence, format) = match first.trim_end() {
        "+++" => ("+++", Format::Toml),
        "---" => ("---", Format::Yaml),
        _ => return none,
    };
    let open = start + first.len();
    let mut at = open;
    for line in lines {
        if line.trim_end() == fence {
            return Split { front: Some((format, open..at)), body: at + line.len(), unclosed: false };
        }
        at += line.len();
    }
    Split { unclosed: true, ..none }
}

/// Reads the front matter of the document at a path of the content folder.
pub(super) fn read(file: FileId, path: &str, text: &str, split: &Split, sources: &Sources) -> (Front, Vec<Diagnostic>) {
    let diagnostics = RefCell::<Vec<Diagnostic>>::default();
    let table = match &split.front {
        Some((format, range)) => {
            let (table, problems) = value::read(*format, &text[range.clone()], file, range.start);
            diagnostics.borrow_mut().extend(problems);
            table
        }
        None => Table { span: Span::new(file, 0..0), entries: Vec::new(), unread: Vec::new() },
    };
    if split.unclosed {
        let fence = text[split.body..].lines().next().unwrap_or_default().len();
        let span = Span::new(file, split.body..split.body + fence);
        let help = "close it with the same three characters on a line of their own".to_owned();
        diagnostics
            .borrow_mut()
            .push(Diagnostic::error("unclosed-front-matter", span, "the front matter is not closed").help(help));
    }
    let front = read_fields(path, Fields::new(&table, sources, &diagnostics));
    (front, diagnostics.into_inner())
}

/// The front matter; its title is `None` if it has to come from the text.
pub(super) struct Front {
    pub title: Option<String>,
    pub meta: Meta<RawReference>,
}

fn read_fields(path: &str, fields: Fields<'_>) -> Front {
    let title = fields.text("title").map(|t| t.value);
    let approved = fields.date("approved");
    let review = fields.duration("review");
    let review_by = fields.date("review-by");
    let due = approved.as_ref().zip(review).and_then(|(approved, interval)| {
        let value = approved.value.checked_add(interval.value).ok()?;
        Some(Spanned { value, span: interval.span })
    });
    let status = fields.choice("status", &DocumentStatus::ALL);
    let meta = Meta {
        id: id(path, &fields),
        title: title.clone().unwrap_or_else(|| file_title(path)),
        kind: fields.choice("kind", &DocumentKind::ALL).map_or_else(|| folder_kind(path), |kind| kind.value),
        version: fields.text("version").map(|t| t.value),
        held_back: status.as_ref().is_some_and(|status| status.value == DocumentStatus::Draft),
        status: status.unwrap_or_else(|| Spanned { value: DocumentStatus::Draft, span: fields.span() }),
        owner: fields.text("owner").map(mention),
        approver: fields.text("approver").map(mention),
        approved,
        review_by: review_by.or(due),
        classification: fields.text("classification").map(|t| t.value),
        applies_to: fields.texts("applies-to").into_iter().map(mention).collect(),
        claims: [fields.texts("controls"), fields.texts("clauses")].concat().iter().flat_map(claims).collect(),
        supersedes: fields.texts("supersedes").into_iter().map(mention).collect(),
        aliases: fields.texts("aliases").into_iter().filter(|alias| is_alias(alias, &fields)).collect(),
        tags: fields.texts("tags").into_iter().map(|t| t.value).collect(),
        summary: fields.text("summary").map(|t| t.value),
        for_you: fields.texts("for-you").into_iter().map(|t| t.value).collect(),
        searchable: fields.flag("search").is_none_or(|f| f.value),
        waivers: waivers(&fields),
        order: fields.whole("order", i64::MIN..=i64::MAX).map(|n| n.value),
    };
    fields.finish();
    Front { title, meta }
}

/// As given, else from the file's name; an index bears its folder's name.
fn id(path: &str, fields: &Fields<'_>) -> Spanned<String> {
    if let Some(id) = fields.text("id") {
        let bad = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '#' | '|' | '[' | ']' | '/');
        if !id.value.is_empty() && !id.value.contains(bad) {
            return id;
        }
        let message = format!("`{}` is not a valid id", id.value);
        let help = "an id must not contain spaces or any of `# | [ ] /`".to_owned();
        fields.report(Diagnostic::error("invalid-name", id.span, message).help(help));
    }
    let mut parts = path.rsplit('/').map(|part| slug(part.rsplit_once('.').map_or(part, |(stem, _)| stem)));
    let name = parts.next().unwrap_or_default();
    let is_index = matches!(name.as_str(), "index" | "readme");
    let value = if is_index { parts.next().unwrap_or(name) } else { name };
    Spanned { value, span: fields.span() }
}

fn file_title(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.replace(['-', '_'], " ")
}

/// The kind that the nearest folder names.
fn folder_kind(path: &str) -> DocumentKind {
    path.rsplit('/').skip(1).find_map(DocumentKind::of_folder).unwrap_or(DocumentKind::Page)
}

fn mention(text: Spanned<String>) -> RawReference {
    let (id, anchor) = split_anchor(text.value.trim());
    let target = RawTarget::Id { id: id.to_owned(), anchor };
    RawReference { span: text.span, target, role: ReferenceRole::Mention }
}

/// The `[[waive]]` tables of a document or an entry.
pub(super) fn waivers(fields: &Fields<'_>) -> Vec<Waiver<RawReference>> {
    let waiver = |fields: Fields<'_>| {
        let (code, reason) = (fields.required_text("code"), fields.required_text("reason"));
        let until = fields.require("until").and_then(|_| fields.date("until"));
        let by = fields.text("by").map(mention);
        fields.finish();
        Some(Waiver { code: code?, reason: reason?.value, until: until?, by })
    };
    fields.tables("waive").into_iter().filter_map(waiver).collect()
}

/// The claims in one text of a list: an id or a range of ids.
pub(super) fn claims(text: &Spanned<String>) -> impl Iterator<Item = RawReference> + use<> {
    let span = text.span;
    expand_range(text.value.trim()).into_iter().map(move |id| RawReference {
        span,
        target: RawTarget::Id { id, anchor: None },
        role: ReferenceRole::Claim,
    })
}

/// An old address stays inside the site and is that of a page.
fn is_alias(alias: &Spanned<String>, fields: &Fields<'_>) -> bool {
    let path = alias.value.trim_start_matches('/');
    let inside = !path.is_empty()
        && !path.contains(['\\', ':', '?', '#'])
        && !path.contains(char::is_control)
        && path.trim_end_matches('/').split('/').all(|part| !matches!(part, "" | "." | ".."));
    let page = path.ends_with(".html") || path.ends_with('/');
    if !(inside && page) {
        let message = format!("`{}` is not a valid alias", alias.value);
        let help = "write the path of a page on the site, such as `policies/access.html`".to_owned();
        fields.report(Diagnostic::error("invalid-name", alias.span, message).help(help));
    }
    inside && page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_are_found_in_both_formats() {
        assert_eq!(split("+++\na\n+++\nb"), Split { front: Some((Format::Toml, 4..6)), body: 10, unclosed: false });
        assert_eq!(
            split("---\r\na\r\n---\r\n"),
            Split { front: Some((Format::Yaml, 5..8)), body: 13, unclosed: false }
        );
        assert_eq!(split("text\n---\n"), Split { front: None, body: 0, unclosed: false });
        assert!(split("+++\na = 1\n").unclosed);
    }
}
