//! The text of a document by section, as a reader sees it.

use pulldown_cmark::{Tag, TagEnd};

use crate::model::{Plain, Prose, ResolvedReference, plain};

/// Returns the value of a named count.
pub(super) type CountText<'a> = &'a dyn Fn(&ResolvedReference) -> String;

/// Returns the text before the first heading, then that of each section, without headings.
pub(super) fn sections(prose: &Prose<ResolvedReference>, numbers: CountText<'_>) -> Vec<String> {
    let mut texts = Vec::new();
    let mut text = String::new();
    let mut in_heading = false;
    plain(prose.elements(), |part| match part {
        Plain::Start(Tag::Heading { .. }) => {
            in_heading = true;
            texts.push(std::mem::take(&mut text));
        }
        Plain::End(TagEnd::Heading(_)) => in_heading = false,
        _ if in_heading => {}
        part => part.add_to(&mut text, numbers),
    });
    texts.push(text);
    for text in &mut texts {
        text.truncate(text.trim_end().len());
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn each_section_has_the_words_that_a_reader_sees_below_its_heading() {
        let text = "Above `a b` it.\n\n# One `code` A.5.15\nSoft\nbreak, **bold**, [link](b.md) and\thard\\\nbreak[^1].\n\n\
                    #\nUnder nothing.\n\n## Two\n\n```\nlet x = 1;\n\nlet y;\n```\n\n| a | b |\n|---|---|\n| c | d |\n\n- item é\n  - more\n\n\
                    > quoted [[b]] <b>raw</b>\n\n- one\n  > two\n- three\n  ```\n  four\n  ```\n- five\n  ***\n  six\n\n### Three\n### Four\nEnd.\n\n[^1]: A note.\n";
        let handbook = fixture::handbook(&format!("//- a.md\n{text}\n//- b.md\n# B\n"));
        let (_, document) = handbook.documents().find(|(_, document)| document.path == "a.md").unwrap();
        assert_eq!(
            sections(&document.prose, &|_| String::new()),
            [
                "Above a b it.",
                "Soft break, bold, link and hard break.",
                "Under nothing.",
                "let x = 1;  let y; a b c d item é more quoted B raw one two three four five six",
                "",
                "End. A note.",
            ]
        );
    }
}
