//! Ids and titles that follow from the path of a document, if nothing else states them.

use crate::pages::document_stem;
use crate::site::slug;

/// Returns the folders and the name of a document as they are in its id; the folder is the name of an index.
pub fn id_parts(path: &str) -> Vec<String> {
    let mut parts: Vec<String> = path.split('/').map(|part| slug(document_stem(part))).collect();
    if parts.len() > 1 && parts.last().is_some_and(|name| is_index(name)) {
        parts.pop();
    }
    parts
}

/// Returns a title made from the name of a file, or of the folder for an index.
pub fn file_title(path: &str) -> String {
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or(path);
    let stem = document_stem(name);
    title_of_name(parts.next().filter(|_| is_index(stem)).unwrap_or(stem))
}

fn is_index(stem: &str) -> bool {
    ["index", "readme", "_index"].iter().any(|name| name.eq_ignore_ascii_case(stem))
}

/// Returns a name as words: `keys-and-locks` is "Keys and locks". One that has spaces stays as it is, and so does the hyphen
/// of a number such as `POL-07`.
fn title_of_name(name: &str) -> String {
    if name.contains(' ') {
        return name.to_owned();
    }
    let mut title = String::with_capacity(name.len());
    let mut words = name.split_inclusive(['-', '_']).peekable();
    while let Some(part) = words.next() {
        let word = part.trim_end_matches(['-', '_']);
        let is_number = |next: &&str| next.starts_with(|c: char| c.is_ascii_digit());
        let is_code = !word.is_empty() && word.bytes().all(|b| b.is_ascii_uppercase());
        title.push_str(word);
        if word.len() < part.len() {
            let keeps = is_code && part.ends_with('-') && words.peek().is_some_and(is_number);
            title.push(if keeps { '-' } else { ' ' });
        }
    }
    let title = title.trim();
    // The first letter only of a name that nobody has capitalised.
    match title.chars().next() {
        Some(first) if !title.contains(char::is_uppercase) => {
            first.to_uppercase().chain(title[first.len_utf8()..].chars()).collect()
        }
        _ => title.to_owned(),
    }
}
