//! Titles and addresses of pages. The decoder is `Titles` in `browser/rank.js`.

use std::ops::Range;

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use super::FILE;
use crate::search::code::Numbers;
use crate::search::page::Page;
use crate::site::slug;

/// Number of titles in a block; each block can be decoded without those before it.
pub(super) const BLOCK: usize = 64;
/// Maximum count of words or letters that one character can encode.
const LAST: usize = 74;

/// Returns files of titles, each with the index of its first page.
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

/// Encodes the words that occur in several titles, and a line for each page: the number of words that the title shares
/// with the title before it in the block, then its other words; the file name, unless it follows from the title, or a
/// dot if it is that of the title's first word; the folder, if it differs from the one before.
///
/// A word of the list is encoded as its index; a number as `1` and the difference from the last number; any other word
/// as `0`, its letters and a space.
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

/// Parses a number, if the decoder would write it in the same way.
fn number(word: &str) -> Option<i32> {
    let plain = word.len() < 10 && !word.starts_with('0') && word.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| word.parse().ok())?
}
