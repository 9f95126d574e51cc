//! The headings of a text, found line by line, so that a text need not be parsed for a part of it.

use std::ops::Range;

use crate::letters::plain_name;

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head<'t> {
    /// 1 to 6; 7 for a line that only looks like a heading, because all of it is bold.
    pub level: u8,
    /// Its lines.
    pub place: Range<usize>,
    /// Its words as they are written.
    pub words: &'t str,
}

/// The level of a bold line.
const BOLD: u8 = 7;

/// Returns the part of a text before its second heading.
pub(super) fn top(text: &str, from: usize) -> Range<usize> {
    let end = heads(text, from).filter(|head| head.level < BOLD).nth(1).map_or(text.len(), |head| head.place.start);
    from..end
}

/// Returns the first heading of a text.
pub(super) fn first(text: &str, from: usize) -> Option<Head<'_>> {
    heads(text, from).find(|head| head.level < BOLD)
}

/// All headings of a text, by name.
pub(super) struct Outline<'t> {
    text: &'t str,
    /// The headings, each with its name for comparing.
    heads: Vec<(Head<'t>, String)>,
}

impl<'t> Outline<'t> {
    pub(super) fn of(text: &'t str, from: usize) -> Self {
        let named = |head: Head<'t>| {
            let name = plain_name(&without_targets(head.words));
            (head, name)
        };
        Self { text, heads: heads(text, from).map(named).collect() }
    }

    /// Returns the sections below headings of a name, with or without a number before it, without the headings. Bold lines
    /// count if no heading has the name.
    pub(super) fn sections(&self, name: &str) -> Vec<Range<usize>> {
        let name = plain_name(name);
        let is_named =
            |own: &str| own == name || own.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ') == name;
        let of = |is_asked: fn(u8) -> bool| {
            let heads = self.heads.iter().enumerate();
            let named = heads.filter(|(_, (head, own))| is_asked(head.level) && is_named(own));
            let section = |(at, (head, _)): (usize, &(Head<'_>, String))| {
                let next = self.heads[at + 1..].iter().find(|(next, _)| next.level <= head.level);
                head.place.end..next.map_or(self.text.len(), |(next, _)| next.place.start)
            };
            named.map(section).collect::<Vec<_>>()
        };
        let found = of(|level| level < BOLD);
        if found.is_empty() { of(|level| level == BOLD) } else { found }
    }
}

/// Returns the headings of a text in order.
pub(super) fn heads(text: &str, from: usize) -> impl Iterator<Item = Head<'_>> {
    let mut lines = Lines { at: from, fence: None, before: None };
    std::iter::from_fn(move || lines.next_head(text))
}

/// The state of the scan.
struct Lines<'t> {
    at: usize,
    /// The sign of the open block of code.
    fence: Option<&'t str>,
    /// The place of the line before this one, if it may be a heading with a line below it.
    before: Option<Range<usize>>,
}

impl<'t> Lines<'t> {
    fn next_head(&mut self, text: &'t str) -> Option<Head<'t>> {
        while self.at < text.len() {
            let length = text[self.at..].find('\n').map_or(text.len() - self.at, |end| end + 1);
            let place = self.at..self.at + length;
            self.at = place.end;
            let line = text[place.clone()].trim_end();
            let bare = line.trim_start();
            let fence = ["```", "~~~"].into_iter().find(|fence| bare.starts_with(fence));
            if self.fence.is_some() || fence.is_some() {
                self.before = None;
                match self.fence {
                    None => self.fence = fence,
                    Some(open) if fence == Some(open) => self.fence = None,
                    Some(_) => {}
                }
                continue;
            }
            let above = self.before.take();
            let is_indented = line.len() - bare.len() > 3;
            if let Some((level, words)) = marked(bare).filter(|_| !is_indented) {
                return Some(Head { level, place, words });
            }
            if let Some((above, level)) = above.zip(underline(bare)) {
                let words = text[above.clone()].trim();
                return Some(Head { level, place: above.start..place.end, words });
            }
            self.before = may_be_underlined(text, place, bare);
        }
        None
    }
}

/// Returns level and words of a heading on one line.
fn marked(line: &str) -> Option<(u8, &str)> {
    let count = line.bytes().take_while(|byte| *byte == b'#').count();
    if (1..=6).contains(&count) {
        let rest = line[count..].strip_prefix([' ', '\t']).or_else(|| line[count..].is_empty().then_some(""))?;
        let words = rest.split(" {").next().unwrap_or(rest).trim().trim_end_matches('#').trim();
        return Some((u8::try_from(count).ok()?, words));
    }
    if let Some(rest) = line.strip_prefix("<h").or_else(|| line.strip_prefix("<H")) {
        let level = rest.bytes().next().filter(|byte| (b'1'..=b'6').contains(byte))?;
        let words = rest.split_once('>').map_or("", |(_, words)| words);
        return Some((level - b'0', words.split("</").next().unwrap_or(words)));
    }
    let bold = line.strip_prefix("**")?.trim_end_matches(':').strip_suffix("**")?;
    (!bold.contains("**") && !bold.trim_end_matches(':').contains(':')).then_some((BOLD, bold))
}

/// Returns the level that a line gives to the one above it.
fn underline(line: &str) -> Option<u8> {
    let is_all = |sign: char| !line.is_empty() && line.chars().all(|c| c == sign);
    if is_all('=') { Some(1) } else { is_all('-').then_some(2) }
}

/// Returns the place of a line that is a heading if a line is drawn below it: the only line of its paragraph, and no label.
fn may_be_underlined(text: &str, place: Range<usize>, line: &str) -> Option<Range<usize>> {
    let is_words = line.starts_with(|c: char| c.is_alphanumeric()) || line.starts_with("**") && !line.contains(':');
    if !is_words {
        return None;
    }
    let above = text[..place.start].trim_end_matches(['\r', '\n']).len();
    let is_alone = text[above..place.start].matches('\n').count() > 1 || above == 0;
    is_alone.then_some(place)
}

/// Returns a text without the targets of its links.
fn without_targets(words: &str) -> String {
    let mut left = String::new();
    let mut rest = words;
    while let Some((before, after)) = rest.split_once("](") {
        left.push_str(before);
        rest = after.split_once(')').map_or("", |(_, rest)| rest);
    }
    left + rest
}
