//! The language of a repository, and the folders with translations.

use std::collections::{BTreeMap, BTreeSet};

use super::document::Page;

/// Languages by the tags that folders and endings have.
const TAGS: [&str; 16] =
    ["en", "de", "fr", "it", "es", "nl", "pl", "pt", "sv", "da", "nb", "fi", "cs", "hu", "tr", "ja"];

/// Words that only one of the two languages has, and every text in it.
const GERMAN: [&str; 10] = ["der", "die", "und", "ist", "nicht", "wird", "werden", "für", "mit", "eine"];
const ENGLISH: [&str; 10] = ["the", "and", "is", "of", "to", "are", "for", "with", "must", "shall"];

/// Returns `de` for a text that is German, `en` for one that is English; `None` for one that is too short to tell.
pub(super) fn language_of(text: &str) -> Option<&'static str> {
    let (mut german, mut english) = (0, 0);
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).take(2_000) {
        let word = word.to_lowercase();
        german += usize::from(GERMAN.contains(&word.as_str()));
        english += usize::from(ENGLISH.contains(&word.as_str()));
    }
    match (german, english) {
        (german, english) if german > 1 && german > 2 * english => Some("de"),
        (german, english) if english > 1 && english > 2 * german => Some("en"),
        _ => None,
    }
}

/// Returns the language that the path of a file names: in a folder such as `registers-de`, or in its ending.
pub(super) fn language_in(path: &str) -> Option<&str> {
    let parts = path.split(['/', '-', '_', '.']);
    parts.into_iter().find(|part| TAGS.contains(part))
}

/// Returns the language of most documents.
pub(super) fn of_most(pages: &[Page<'_>]) -> &'static str {
    let languages: Vec<_> = pages.iter().filter_map(|page| language_of(page.text)).collect();
    let german = languages.iter().filter(|language| **language == "de").count();
    if german * 2 > languages.len() { "de" } else { "en" }
}

/// Returns the patterns of documents in a language that their path names, with the language: folders beside one another, such
/// as `en` and `de`, and endings such as `.de.md`.
pub(super) fn translations(pages: &[Page<'_>], book: &str) -> Vec<(String, String)> {
    let mut siblings: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut endings: BTreeSet<&str> = BTreeSet::new();
    for page in pages {
        let parts: Vec<(usize, &str)> = page.path.match_indices('/').map(|(at, _)| (at, &page.path[..at])).collect();
        for (_, folder) in parts {
            let (above, name) = folder.rsplit_once('/').unwrap_or(("", folder));
            if TAGS.contains(&name) {
                siblings.entry(above).or_default().insert(name);
            }
        }
        let name = page.path.rsplit('/').next().unwrap_or(page.path);
        let mut ends = name.rsplit('.').skip(1);
        if let (Some(tag), Some(_)) = (ends.next(), ends.next())
            && TAGS.contains(&tag)
        {
            endings.insert(tag);
        }
    }
    let folders = siblings.into_iter().filter(|(_, tags)| tags.len() > 1 || !tags.contains(book));
    let folders = folders.flat_map(|(above, tags)| {
        let path = move |tag: &str| if above.is_empty() { format!("{tag}/**") } else { format!("{above}/{tag}/**") };
        tags.into_iter().map(move |tag| (path(tag), tag.to_owned()))
    });
    let endings = endings.into_iter().map(|tag| (format!("**/*.{tag}.md"), tag.to_owned()));
    folders.chain(endings).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_the_language_of_its_small_words() {
        assert_eq!(language_of("Der Schlüssel wird nicht verliehen, und die Tür ist zu."), Some("de"));
        assert_eq!(language_of("The key is not lent, and the door must be shut."), Some("en"));
        assert_eq!(language_of("Backup"), None);
    }
}
