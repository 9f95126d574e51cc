//! Folders that are about another standard.

use super::document::Page;
use super::words::{Words, has_phrase, meaning, plain};

/// Returns the patterns of folders that another standard names, each with the standard.
pub(super) fn standards(pages: &[Page<'_>]) -> Vec<(String, String)> {
    let known = &Words::all().standards;
    let mut found: Vec<(String, String)> = Vec::new();
    for page in pages {
        let folders = page.path.match_indices('/').map(|(at, _)| &page.path[..at]);
        for folder in folders {
            let name = plain(folder.rsplit('/').next().unwrap_or(folder));
            let whole = meaning(known, &name).map(|(standard, _)| standard);
            // "27001" beside the other one: the folder is about both.
            let is_ours = ["27001", "iso27001", "27002"].iter().any(|ours| has_phrase(&name, ours));
            let part = || {
                let mut standards = known
                    .iter()
                    .filter(|(_, words)| words.iter().any(|word| word.len() > 3 && has_phrase(&name, word)));
                standards.next().filter(|_| standards.next().is_none()).map(|(standard, _)| standard.as_str())
            };
            if let Some(standard) = whole.or_else(part).filter(|_| !is_ours) {
                let pair = (format!("{folder}/**"), standard.to_owned());
                if !found.contains(&pair) {
                    found.push(pair);
                }
            }
        }
    }
    found
}
