//! The beginning of a section, so that readers can see whether it is what they are looking for.

use crate::model::{Element, ResolvedReference, plain};

/// Length in bytes after which a quotation ends, at the next end of a sentence.
const QUOTED: usize = 160;

/// Maximum number of bytes of a section that are read.
const READ: usize = 8 * QUOTED;

/// Returns the beginning of a text; `None` if it has no words. `number` returns the value of a named count.
pub(super) fn quote<'a>(
    section: impl Iterator<Item = Element<'a>>,
    number: impl Fn(&ResolvedReference) -> String,
) -> Option<String> {
    let mut body = String::new();
    plain(section.take(READ), |part| {
        if body.len() < READ {
            part.add_to(&mut body, &number);
        }
    });
    let body = body.trim();
    let sentence = body.match_indices(". ").map(|(at, _)| at + 1).find(|at| *at >= QUOTED).unwrap_or(body.len());
    if sentence <= 2 * QUOTED {
        return (sentence > 0).then(|| body[..sentence].to_owned());
    }
    let cut = body.match_indices(' ').map(|(at, _)| at).find(|at| *at >= QUOTED).unwrap_or(body.len());
    Some(format!("{} …", body[..cut].trim_end_matches([',', ';', ':'])))
}

#[cfg(test)]
mod tests {
    use super::quote;
    use crate::fixture;

    fn quoted(section: &str) -> Option<String> {
        let text = format!("Above.\n\n## One\n\n{section}\n\n## Two\n\nBelow.\n");
        let handbook = fixture::handbook(&format!("//- a.md\n{text}\n//- b.md\n# The other\n"));
        let (_, document) = handbook.documents().find(|(_, document)| document.path == "a.md").unwrap();
        quote(document.prose.section(0), |_| "7".to_owned())
    }

    #[test]
    fn a_quotation_says_what_the_section_says() {
        assert_eq!(quoted("See [[b]] for `x`: {{ controls }}.").as_deref(), Some("See The other for x: 7."));
        assert_eq!(quoted(""), None);
    }

    #[test]
    fn a_long_section_is_cut_after_a_sentence_or_a_word() {
        let sentence = format!("{}.", "word ".repeat(40).trim());
        assert_eq!(quoted(&format!("{sentence} More.")), Some(sentence));
        let endless = quoted(&"word, ".repeat(1_000)).unwrap();
        assert!(endless.ends_with("word …") && endless.len() < 200, "{endless}");
    }
}
