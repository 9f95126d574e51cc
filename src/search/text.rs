//! The text of a document by section, as a reader sees it.

use pulldown_cmark::{Tag, TagEnd};

use crate::model::{Plain, Prose, ResolvedReference, code_language, is_diagram, plain};

/// Returns the value of a named count.
pub(super) type CountText<'a> = &'a dyn Fn(&ResolvedReference) -> String;

/// Returns the text before the first heading, then that of each section, without headings. `diagram` stands for the source
/// of each diagram.
pub(super) fn sections(prose: &Prose<ResolvedReference>, numbers: CountText<'_>, diagram: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut text = String::new();
    let (mut in_heading, mut in_diagram) = (false, false);
    plain(prose.elements(), |part| match part {
        Plain::Start(Tag::CodeBlock(kind)) if is_diagram(code_language(kind)) => {
            in_diagram = true;
            Plain::Line.add_to(&mut text, numbers);
            text.push_str(diagram);
        }
        Plain::End(TagEnd::CodeBlock) => {
            in_diagram = false;
            Plain::Line.add_to(&mut text, numbers);
        }
        _ if in_diagram => {}
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
            sections(&document.prose, &|_| String::new(), ""),
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
    #[test]
    fn the_source_of_a_diagram_is_not_searched() {
        let text = "Before.\n\n```mermaid\nflowchart TD\n  A[Ask] --> B\n```\n\n```sh\nls\n```\n";
        let handbook = fixture::handbook(&format!("//- a.md\n{text}"));
        let (_, document) = handbook.documents().next().unwrap();
        assert_eq!(sections(&document.prose, &|_| String::new(), "Diagram (source)"), ["Before. Diagram (source) ls"]);
    }
}
