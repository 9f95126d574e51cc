//! Titles and addresses of pages; `Titles` in `browser/rank.js` is the way back.

use std::ops::Range;

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::FILE;
use crate::search::code::Numbers;
use crate::search::page::Page;
use crate::site::slug;

/// So many titles can be read without those before them.
pub(super) const BLOCK: usize = 64;
/// As many words or letters as one character can count.
const LAST: usize = 74;

/// Files of titles, each with its first page: one, if that is not too long.
pub(super) fn titles(pages: &[Page], range: Range<usize>) -> Vec<(usize, String)> {
    let text = titles_of(&pages[range.clone()]).to_string();
    let middle = range.start.midpoint(range.end);
    if text.len() <= FILE || middle == range.start {
        return vec![(range.start, text)];
    }
    let mut files = titles(pages, range.start..middle);
    files.extend(titles(pages, middle..range.end));
    files
}

/// The words that stand in several titles, and a line a page: how many words the title shares with the one before in its
/// block, the others; the name of the page if it is not the title's, or a dot if it is that of the title's first word; the
/// folder if it is another.
///
/// A word of the list is its number there, a number is `1` and what sets it apart from the last one, any other word is `0`,
/// its letters and a space.
fn titles_of(pages: &[Page]) -> Value {
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    for word in pages.iter().flat_map(|page| page.title.split_whitespace()) {
        *counts.entry(word).or_default() += 1;
    }
    let mut words: Vec<(&str, u32)> = counts.into_iter().filter(|(_, count)| *count > 2).collect();
    words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let words: Vec<&str> = words.into_iter().map(|(word, _)| word).collect();
    let listed: FxHashMap<&str, u32> = words.iter().copied().zip(2..).collect();
    let mut lines = String::new();
    let (mut before, mut last, mut folder_before) = (Vec::new(), 0, "");
    for (at, page) in pages.iter().enumerate() {
        if at % BLOCK == 0 {
            (before, last, folder_before) = (Vec::new(), 0, "");
        }
        let title: Vec<&str> = page.title.split_whitespace().collect();
        let shared = title.iter().zip(&before).take(LAST).take_while(|(a, b)| a == b).count();
        let mut line = Numbers::default();
        line.push(u32::try_from(shared).unwrap_or(0));
        for word in &title[shared..] {
            if let Some(number) = listed.get(word) {
                line.push(*number);
            } else if let Some(number) = number(word) {
                line.push(1);
                let apart = number - last;
                line.push(((apart << 1) ^ (apart >> 31)).cast_unsigned());
                last = number;
            } else {
                line.push(0);
                line.0.extend([*word, " "]);
            }
        }
        let path = page.path.as_str().trim_end_matches(".html");
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let is_of = |title: &str| title.is_ascii() && slug(title) == name;
        let name = match title.first() {
            _ if is_of(&page.title) => "",
            Some(first) if is_of(first) => ".",
            _ => name,
        };
        before = title;
        if folder != folder_before {
            line.0.push_str(&format!("\t{name}\t{folder}"));
            folder_before = folder;
        } else if !name.is_empty() {
            line.0.push_str(&format!("\t{name}"));
        }
        lines.push_str(&line.0);
        lines.push('\n');
    }
    json!([words.join(" "), lines])
}

/// A number that is written as this program writes it.
fn number(word: &str) -> Option<i32> {
    let plain = word.len() < 10 && !word.starts_with('0') && word.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| word.parse().ok())?
}
