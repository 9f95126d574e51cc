//! Packs of texts: what is shown of a result. The decoder is `part` in `browser/rank.js`.

use std::ops::Range;

use serde_json::{Value, json};

use crate::search::page::{Page, Passage};

/// Size in bytes after which a pack ends. It is small, because ten results load about ten packs.
const PACK: usize = 4_000;
/// Size in bytes up to which all sections of a page are in one pack.
const PAGE: usize = 9_000;

/// Sections that are in one file: those of some pages, or some of those of one long page.
pub(super) struct Pack {
    /// The number of its first section, counted over all pages.
    pub first: usize,
    /// Its pages, each with the range of its own sections.
    pages: Vec<(usize, Range<usize>)>,
}

/// Splits the sections of all pages into packs.
pub(super) fn packs(pages: &[Page]) -> Vec<Pack> {
    let mut packs = vec![Pack { first: 0, pages: Vec::new() }];
    let (mut first, mut size) = (0, 0);
    for (at, page) in pages.iter().enumerate() {
        let sizes: Vec<usize> = page.parts.iter().map(text_size).collect();
        let all = sizes.iter().sum::<usize>();
        let mut start = 0;
        while start < sizes.len().max(1) {
            let end = if all <= PAGE { sizes.len() } else { start + fitting(&sizes[start..]) };
            let more: usize = sizes[start..end].iter().sum();
            if size > 0 && size + more > PACK {
                packs.push(Pack { first: first + start, pages: Vec::new() });
                size = 0;
            }
            packs.last_mut().expect("there is a pack from the start").pages.push((at, start..end));
            size += more + page.title.len() + page.path.as_str().len();
            start = end.max(start + 1);
        }
        first += sizes.len();
    }
    packs
}

/// Returns the number of sections that fit into a pack, at least one.
fn fitting(sizes: &[usize]) -> usize {
    let mut sum = 0;
    let fit = sizes.iter().take_while(|size| {
        sum += **size;
        sum <= PACK
    });
    fit.count().max(1)
}

fn text_size(part: &Passage) -> usize {
    part.lines.iter().map(|line| line.shown.len() + 2).sum::<usize>() + part.heading.len() + part.anchor.len()
}

/// Returns the content of a pack: title, address and approval of each page, and its sections with anchor, heading and
/// text.
pub(super) fn content(pages: &[Page], pack: &Pack) -> Value {
    let entries = pack.pages.iter().map(|(page, sections)| {
        let page = &pages[*page];
        let parts = page.parts[sections.clone()].iter().map(|part| json!([part.anchor, part.heading, part.marked()]));
        let approval = page.approval.as_ref().map_or("", |approval| &approval.words);
        json!([page.title, page.path.as_str(), approval, parts.collect::<Vec<_>>()])
    });
    entries.collect()
}
