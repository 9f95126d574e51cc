//! The targets of links: an id, a path in the book, or an address that a page must not load.

use std::borrow::Cow;
use std::ops::Range;

use percent_encoding::percent_decode_str;
use pulldown_cmark::{CowStr, LinkType};

use crate::model::RawTarget;
use crate::site::{is_web_address, scheme};

/// Returns the target of a link or picture; `None` if it is not a reference.
pub(super) fn classify(link_type: LinkType, destination: &str, picture: bool) -> Option<RawTarget> {
    match link_type {
        LinkType::Email => None,
        // In a table the bar of a wikilink is escaped, and the backslash stays with the id.
        LinkType::WikiLink { .. } if !picture || !is_web_address(destination) => {
            Some(wiki_target(destination.trim_end_matches('\\').trim()))
        }
        _ => path_target(destination, picture),
    }
}

fn wiki_target(destination: &str) -> RawTarget {
    let (id, anchor) = split_anchor(destination);
    // The end of a path without its extension is a name, too.
    if id.is_empty() || id.starts_with(['/', '.']) || id.to_lowercase().ends_with(".md") {
        RawTarget::Path { path: id.to_owned(), anchor }
    } else {
        RawTarget::Id { id: id.to_owned(), anchor }
    }
}

pub(super) fn path_target(destination: &str, picture: bool) -> Option<RawTarget> {
    // Characters that a browser ignores in an address must not hide its scheme.
    let plain: Cow<'_, str> = match destination.bytes().all(|b| b.is_ascii_graphic()) {
        true => destination.into(),
        false => destination.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect(),
    };
    if plain.starts_with("//") {
        // A link loads nothing: it only lacks its scheme.
        return picture.then(|| RawTarget::Remote(destination.to_owned()));
    }
    if is_web_address(&plain) {
        return picture.then(|| RawTarget::Remote(destination.to_owned()));
    }
    if scheme(&plain).is_some() {
        return Some(RawTarget::Unsafe(destination.to_owned()));
    }
    let (path, anchor) = split_anchor(destination);
    let path = path.split('?').next().unwrap_or(path);
    Some(RawTarget::Path { path: percent_decode_str(path).decode_utf8_lossy().into_owned(), anchor })
}

/// Returns whether the file of an embedding is shown as a picture.
pub(super) fn is_picture(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ["avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// Returns whether the words of a picture are its width, or its width and height: `300`, `300x200`.
pub(super) fn is_size(words: &str) -> bool {
    words.split('x').all(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// Splits at the first `#`; the anchor is percent-decoded.
pub(super) fn split_anchor(text: &str) -> (&str, Option<String>) {
    match text.split_once('#') {
        Some((path, anchor)) => (path, Some(percent_decode_str(anchor).decode_utf8_lossy().into_owned())),
        None => (text, None),
    }
}

/// Returns the place of the destination if it is in the text as it is, else that of the whole link.
pub(super) fn place(text: &str, destination: &CowStr<'_>, link: &Range<usize>) -> Range<usize> {
    match destination {
        CowStr::Borrowed(slice) if !slice.is_empty() => {
            let start = (slice.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
            let range = start..start.saturating_add(slice.len());
            if text.get(range.clone()) == Some(slice) { range } else { link.clone() }
        }
        _ => link.clone(),
    }
}
