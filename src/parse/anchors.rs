//! The anchors of a document: those of its headings, as this program and as GitHub name them, and those in raw HTML.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::char::is_combining_mark;

use super::loss::leaves_out_id;
use crate::diag::Diagnostic;
use crate::html::is_own_id;
use crate::letters::nfc;
use crate::model::{RawReference, Section};
use crate::source::Span;

/// The words in lowercase with hyphens between, as most Markdown tools name a heading.
pub fn own_anchor(title: &str) -> String {
    let mut anchor = String::with_capacity(title.len());
    for c in nfc(title).chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || c == '_' && !anchor.is_empty() {
            anchor.push(c);
        } else if (c.is_whitespace() || c == '-') && !anchor.ends_with('-') && !anchor.is_empty() {
            anchor.push('-');
        }
    }
    let anchor = anchor.trim_end_matches('-');
    if anchor.is_empty() { "section".to_owned() } else { anchor.to_owned() }
}

/// The words as GitHub names a heading: each blank becomes a hyphen, and whatever is not a letter, a mark, a number, `_` or
/// `-` is dropped.
fn github_anchor(words: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ') || is_mark(*c);
    let lower = nfc(words).to_lowercase();
    lower.chars().filter(kept).map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Returns whether a character is a mark on the one before it, or joins words as `_` does.
fn is_mark(c: char) -> bool {
    !c.is_ascii() && (is_combining_mark(c) || matches!(c, '\u{203f}' | '\u{2040}' | '\u{2054}' | '\u{ff3f}'))
}

/// The anchors in raw HTML, each with its place, and the text of the file.
pub(super) struct InHtml<'t> {
    pub text: &'t str,
    pub found: Vec<(&'t str, Span)>,
}

/// Names all headings, and returns the other anchors of the document. `words` are those of each heading without
/// descriptions of pictures.
pub(super) fn name_all(
    sections: &mut [Section<RawReference>],
    words: &[String],
    html: &InHtml<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    // Whoever states an anchor in braces does not write for GitHub.
    let is_stated =
        |section: &Section<_>| !section.heading.anchor.is_empty() && !is_html(html.text, section.heading.span);
    let stated: Vec<bool> = sections.iter().map(is_stated).collect();
    let mut taken = name_headings(sections, html.text, diagnostics);
    let mut others = Vec::new();
    for (id, span) in html.found.iter().filter(|(id, _)| !id.contains(char::is_whitespace)) {
        let id = nfc(id).into_owned();
        let Some(first) = taken.get(&id).copied() else {
            taken.insert(id.clone(), *span);
            others.push(id);
            continue;
        };
        // Who puts an anchor of the same name beside a heading wants what the page does.
        if !is_beside(html.text, *span, first) {
            let message = format!("the anchor `{id}` is used twice in this document: the page keeps one of them");
            let finding = Diagnostic::warning("duplicate-id", *span, message).also(first, "first used here");
            diagnostics.push(finding.help("choose another id".to_owned()));
        }
    }
    add_aliases(sections, (words, &stated), &taken);
    others
}

/// Gives each heading an anchor: the one that it states, or one made from its words, with a number if it is taken.
/// Returns the anchors and their places.
fn name_headings(
    sections: &mut [Section<RawReference>],
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Span> {
    let mut taken: BTreeMap<String, Span> = BTreeMap::new();
    for Section { heading, .. } in sections.iter_mut().filter(|section| !section.heading.anchor.is_empty()) {
        heading.anchor = nfc(&heading.anchor).into_owned();
        let is_html = is_html(text, heading.span);
        if is_own_id(&heading.anchor) {
            diagnostics.push(if is_html {
                let finding = Diagnostic::warning("removed-html", heading.span, leaves_out_id(&heading.anchor));
                finding.help("choose another id".to_owned())
            } else {
                let message =
                    format!("`{}` cannot be an anchor: those that begin with `_` are the page's own", heading.anchor);
                let help = format!("write `{{#{}}}`", heading.anchor.trim_start_matches('_'));
                Diagnostic::error("invalid-name", heading.span, message).help(help)
            });
            heading.anchor.clear();
            continue;
        }
        if let Some(first) = taken.get(&heading.anchor) {
            let message = format!("the anchor `{}` is used twice in this document", heading.anchor);
            let new = if is_html { Diagnostic::warning } else { Diagnostic::error };
            diagnostics.push(new("duplicate-id", heading.span, message).also(*first, "first defined here"));
            heading.anchor.clear();
        } else {
            taken.insert(heading.anchor.clone(), heading.span);
        }
    }
    let mut last: BTreeMap<String, usize> = BTreeMap::new();
    for Section { heading, .. } in sections.iter_mut().filter(|section| section.heading.anchor.is_empty()) {
        let base = own_anchor(&heading.title);
        let mut name = base.clone();
        // Counting goes on where it stopped for the same words: many equal headings cost no search each.
        let number = last.entry(base.clone()).or_insert(0);
        while taken.contains_key(&name) {
            *number += 1;
            name = format!("{base}-{number}");
        }
        taken.insert(name.clone(), heading.span);
        heading.anchor = name;
    }
    taken
}

/// Gives each heading without an anchor in braces the one that it has on GitHub, unless something in the document has
/// it already.
fn add_aliases(
    sections: &mut [Section<RawReference>],
    (words, stated): (&[String], &[bool]),
    taken: &BTreeMap<String, Span>,
) {
    let mut uses: FxHashMap<String, usize> = FxHashMap::default();
    let mut given: FxHashSet<String> = FxHashSet::default();
    for ((Section { heading, .. }, words), stated) in sections.iter_mut().zip(words).zip(stated) {
        let base = github_anchor(words);
        let name = match uses.get_mut(&base) {
            Some(uses) => {
                *uses += 1;
                format!("{base}-{uses}")
            }
            None => {
                uses.insert(base.clone(), 0);
                base
            }
        };
        if !stated && !name.is_empty() && !taken.contains_key(&name) && given.insert(name.clone()) {
            heading.alias = Some(name);
        }
    }
}

/// Returns whether a heading is raw HTML.
fn is_html(text: &str, heading: Span) -> bool {
    text[heading.range()].starts_with('<')
}

/// Returns whether there are no words between an anchor in raw HTML and a heading.
fn is_beside(text: &str, anchor: Span, heading: Span) -> bool {
    let (anchor, heading) = (anchor.range(), heading.range());
    let between = if anchor.start < heading.start {
        anchor.end..heading.start
    } else if anchor.start >= heading.end {
        heading.end..anchor.start
    } else {
        return true;
    };
    // The part of the tag around the anchor has no words: it is inside a tag from here on, or at the end.
    let mut in_tag = anchor.start < heading.start;
    let blank = |c: char| {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ => return in_tag || c.is_whitespace() || matches!(c, '"' | '\''),
        }
        true
    };
    between.len() < FARTHEST && text[between].chars().all(blank)
}

/// Number of bytes between an anchor and the heading beside it.
const FARTHEST: usize = 300;

#[cfg(test)]
mod tests {
    use super::{github_anchor, own_anchor};

    #[test]
    fn headings_are_named_as_on_github() {
        for (words, expected) in [
            ("🔑 Keys", "-keys"),
            ("Locks & keys", "locks--keys"),
            ("Room - door", "room---door"),
            ("Mixed CASE", "mixed-case"),
            (":key: Keys_and (locks)!", "key-keys_and-locks"),
            ("1.2 Größe: „Über“ – §5", "12-größe-über--5"),
            ("Привет non-latin 你好", "привет-non-latin-你好"),
            ("⚙\u{fe0f} Setup", "\u{fe0f}-setup"),
            ("Doors ", "doors-"),
            ("???", ""),
        ] {
            assert_eq!(github_anchor(words), expected);
        }
        assert_eq!(own_anchor("Room - door"), "room-door");
    }
}
