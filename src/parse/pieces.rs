//! Splits the words of a text at the double braces and the ids in them.

use std::ops::Range;

use memchr::memchr;
use pulldown_cmark::{CowStr, Event};

use super::item::Item;
use super::mention::{Mention, scan_among, scan_cell};
use super::scope::Scope;
use crate::catalog::Catalog;
use crate::model::{Braced, Braces};

/// Splits the words of a text.
pub(super) struct Pieces<'p, 's> {
    /// The text.
    pub source: &'s str,
    /// The names that may be between double braces.
    pub braces: &'p Braces,
    /// The catalogue, if the book is measured against other standards.
    pub others: Option<&'p Catalog>,
    /// The standard that numbers are of.
    pub scope: &'p mut Scope<'s>,
    /// Whether the words are in a link or a picture, which can contain no other link.
    pub is_link: bool,
    /// The braces of other tools in the words, each with the variable that may have been meant.
    pub foreign: Vec<(Range<usize>, String, Option<String>)>,
}

impl Pieces<'_, '_> {
    /// Calls `visit` with the parts of some words: named counts, the values of variables, ids, and what is between.
    pub(super) fn split<'a>(
        &mut self,
        words: CowStr<'a>,
        range: Range<usize>,
        visit: &mut impl FnMut(Item<'a>, Range<usize>),
    ) {
        let found = count_places(self.source, &range, &words);
        if found.is_empty() {
            return self.prose(words, range, visit);
        }
        let place = places(self.source, &words, &range);
        let mut done = 0;
        for braces in found {
            if braces.start > done {
                self.prose(part(&words, done..braces.start), place(&(done..braces.start)), visit);
            }
            done = braces.end;
            let (inside, at) = (&words[braces.start + 2..braces.end - 2], place(&braces));
            let item = match self.braces.read(inside) {
                Braced::Count => Item::NamedCount(inside.trim().to_owned()),
                Braced::Variable(value) => Item::Event(Event::Text(value.to_owned().into())),
                Braced::Foreign { near } => {
                    let near = near.map(str::to_owned);
                    self.foreign.push((at.clone(), words[braces.clone()].to_owned(), near));
                    Item::Event(Event::Text(part(&words, braces)))
                }
            };
            visit(item, at);
        }
        if done < words.len() {
            self.prose(part(&words, done..words.len()), place(&(done..words.len())), visit);
        }
    }

    /// Splits words at the ids in them.
    fn prose<'a>(&mut self, words: CowStr<'a>, range: Range<usize>, visit: &mut impl FnMut(Item<'a>, Range<usize>)) {
        let mentions = self.scope.prefix(&words, &range);
        let mentions = mentions.map_or_else(|| scan_among(&words, self.others), |of| scan_cell(&words, of));
        if mentions.is_empty() {
            return visit(Item::Event(Event::Text(words)), range);
        }
        let place = places(self.source, &words, &range);
        let mut done = 0;
        for mention in mentions {
            let at = place(&mention.range);
            let Some(Mention { range, id, spelling, .. }) = self.scope.judge(mention, &at) else { continue };
            if range.start > done {
                let before = done..range.start;
                visit(Item::Event(Event::Text(part(&words, before.clone()))), place(&before));
            }
            done = range.end;
            let text = part(&words, range);
            if self.is_link {
                if !text.is_empty() {
                    visit(Item::Event(Event::Text(text.clone())), at.clone());
                }
                visit(Item::Cited { text, id, spelling }, at);
            } else {
                visit(Item::Mention { text, id, spelling }, at);
            }
        }
        if done < words.len() {
            let rest = done..words.len();
            visit(Item::Event(Event::Text(part(&words, rest.clone()))), place(&rest));
        }
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
        // Three braces, as Mustache writes what is not to be escaped.
        let end = end + usize::from(words[start + 2..].starts_with('{') && words[end..].starts_with('}'));
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

/// Returns a function from a part of some words to its place in the source. Escapes and entities make words differ from their
/// source; then the whole of them is the place.
pub(super) fn places(
    source: &str,
    words: &str,
    range: &Range<usize>,
) -> impl Fn(&Range<usize>) -> Range<usize> + use<> {
    let (is_verbatim, whole) = (source.get(range.clone()) == Some(words), range.clone());
    move |part| if is_verbatim { whole.start + part.start..whole.start + part.end } else { whole.clone() }
}

/// Returns some bytes of words.
pub(super) fn part<'a>(words: &CowStr<'a>, part: Range<usize>) -> CowStr<'a> {
    match words {
        CowStr::Borrowed(words) => words[part].into(),
        words => words[part].to_owned().into(),
    }
}
