//! Splits the words of a text at the named counts and the ids in them.

use std::ops::Range;

use memchr::memchr;
use pulldown_cmark::{CowStr, Event};

use super::item::Item;
use super::mention::scan;

/// Splits a text at the named counts in it and, if it is `open` to mentions, at the ids between them.
pub(super) fn split<'a>(
    source: &str,
    words: CowStr<'a>,
    range: Range<usize>,
    open: bool,
    visit: &mut impl FnMut(Item<'a>, Range<usize>),
) {
    let between = |words: CowStr<'a>, range: Range<usize>, visit: &mut dyn FnMut(Item<'a>, Range<usize>)| {
        if open {
            prose(source, words, range, &mut |item, range| visit(item, range));
        } else {
            visit(Item::Event(Event::Text(words)), range);
        }
    };
    let found = count_places(source, &range, &words);
    if found.is_empty() {
        return between(words, range, visit);
    }
    let verbatim = source.get(range.clone()) == Some(&words);
    let place = |from: usize, to: usize| if verbatim { range.start + from..range.start + to } else { range.clone() };
    let mut done = 0;
    for count in found {
        if count.start > done {
            between(part(&words, done..count.start), place(done, count.start), visit);
        }
        done = count.end;
        let name = words[count.start + 2..count.end - 2].trim().to_owned();
        visit(Item::NamedCount(name), place(count.start, count.end));
    }
    if done < words.len() {
        between(part(&words, done..words.len()), place(done, words.len()), visit);
    }
}

/// Returns the places of `{{ … }}` in some words of the source; not those whose braces are escaped.
fn count_places(source: &str, range: &Range<usize>, words: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // Almost no text has any: looking for one letter costs a tenth of looking for two.
    let Some(mut at) = memchr(b'{', words.as_bytes()) else { return found };
    let mut literal = None;
    // The number of braces before a place.
    let (mut number, mut counted) = (0, 0);
    while let Some(start) = words[at..].find("{{").map(|start| at + start) {
        let braces = literal.get_or_insert_with(|| literal_braces(source, range));
        number += words[counted..start].matches('{').count();
        counted = start;
        if braces.iter().skip(number).take(2).any(|literal| *literal) {
            at = start + 1;
            continue;
        }
        let Some(end) = words[start + 2..].find("}}").map(|end| start + 4 + end) else { break };
        found.push(start..end);
        at = end;
    }
    found
}

/// Returns for each `{` of some words whether it is written with a backslash or as an entity.
fn literal_braces(source: &str, range: &Range<usize>) -> Vec<bool> {
    let start = range.start - usize::from(source[..range.start].ends_with('\\'));
    let mut rest = &source[start..range.end];
    let mut braces = Vec::new();
    while let Some(at) = rest.find(['{', '\\', '&']) {
        rest = &rest[at..];
        let entity = ["&#123;", "&#x7b;", "&#x7B;", "&#X7B;", "&lbrace;", "&lcub;"];
        let length = if rest.starts_with('{') {
            braces.push(false);
            1
        } else if rest.starts_with("\\{") {
            braces.push(true);
            2
        } else if let Some(entity) = entity.into_iter().find(|entity| rest.starts_with(entity)) {
            braces.push(true);
            entity.len()
        } else if rest.starts_with("\\\\") {
            2
        } else {
            1
        };
        rest = &rest[length..];
    }
    braces
}

/// Splits a text at the ids in it.
fn prose<'a>(source: &str, words: CowStr<'a>, range: Range<usize>, visit: &mut impl FnMut(Item<'a>, Range<usize>)) {
    let mentions = scan(&words);
    if mentions.is_empty() {
        return visit(Item::Event(Event::Text(words)), range);
    }
    // Escapes and entities make the text differ from its source; then the whole of it is the place.
    let verbatim = source.get(range.clone()) == Some(&words);
    let place = |part: &Range<usize>| {
        if verbatim { range.start + part.start..range.start + part.end } else { range.clone() }
    };
    let mut done = 0;
    for mention in mentions {
        if mention.range.start > done {
            let before = done..mention.range.start;
            visit(Item::Event(Event::Text(part(&words, before.clone()))), place(&before));
        }
        done = mention.range.end;
        let at = place(&mention.range);
        visit(Item::Mention { text: part(&words, mention.range), id: mention.id }, at);
    }
    if done < words.len() {
        let rest = done..words.len();
        visit(Item::Event(Event::Text(part(&words, rest.clone()))), place(&rest));
    }
}

/// Returns some bytes of words.
pub(super) fn part<'a>(words: &CowStr<'a>, part: Range<usize>) -> CowStr<'a> {
    match words {
        CowStr::Borrowed(words) => words[part].into(),
        words => words[part].to_owned().into(),
    }
}
