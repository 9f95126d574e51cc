//! How a section of a document begins, so that a reader sees whether it is what they look for.

use crate::model::{CODE, Destination, Document, ResolvedReference, SectionIx};

/// A quotation ends at the first sentence after this many bytes, or soon after it.
const QUOTED: usize = 160;

/// No more bytes of a section are looked at. Code may be shorter than the sign that stands for it, but not eight times.
const LOOKED_AT: usize = 8 * QUOTED;

/// How a section of a document begins; `number` says what a link to a figure amounts to.
pub(super) fn quote(
    document: &Document<ResolvedReference>,
    section: SectionIx,
    number: impl Fn(&ResolvedReference) -> String,
) -> Option<String> {
    let text = &document.text;
    let at = section.index();
    let start = *text.headings.get(at)?;
    let end = text.headings.get(at + 1).copied().unwrap_or(text.words.len());
    let start = start + text.words.get(start..end)?.find('\n')? + 1;
    let words = &text.words[start..end];
    let words = &words[..words.floor_char_boundary(LOOKED_AT)];
    let body = whole(document, start, words.trim_end(), number).replace('\n', " ");
    let body = body.trim();
    let sentence = body.match_indices(". ").map(|(at, _)| at + 1).find(|at| *at >= QUOTED).unwrap_or(body.len());
    if sentence <= 2 * QUOTED {
        return (sentence > 0).then(|| body[..sentence].to_owned());
    }
    let cut = body.match_indices(' ').map(|(at, _)| at).find(|at| *at >= QUOTED).unwrap_or(body.len());
    Some(format!("{} …", body[..cut].trim_end_matches([',', ';', ':'])))
}

/// Words that begin at a byte of a document's, with code and numbers where their signs stand.
fn whole(
    document: &Document<ResolvedReference>,
    start: usize,
    words: &str,
    number: impl Fn(&ResolvedReference) -> String,
) -> String {
    if !words.contains(CODE) {
        return words.to_owned();
    }
    let text = &document.text;
    let counts = document.prose.references.iter().filter(|link| matches!(link.to, Some(Destination::NamedCount(_))));
    let numbers: Vec<(usize, &ResolvedReference)> = text.counts.iter().copied().zip(counts).collect();
    let mut whole = String::with_capacity(words.len());
    let mut done = 0;
    for (at, sign) in words.match_indices(CODE) {
        whole.push_str(&words[done..at]);
        done = at + sign.len();
        if let Ok(found) = text.code.binary_search_by_key(&(start + at), |(at, _)| *at) {
            whole.push_str(&text.code[found].1);
        } else if let Ok(found) = numbers.binary_search_by_key(&(start + at), |(at, _)| *at) {
            whole.push_str(&number(numbers[found].1));
        }
    }
    whole.push_str(&words[done..]);
    whole
}
