//! The text of a document by section, as a reader sees it.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::grammar::Grammar;
use super::page::{Line, Role};
use super::sentences::settle;
use crate::model::{Element, Plain, Prose, ResolvedReference, code_language, is_diagram, plain};
use crate::wording::Wording;

/// Returns the value of a named count.
pub(super) type CountText<'a> = &'a dyn Fn(&ResolvedReference) -> String;

/// Returns the lines before the first heading, then those of each section, without headings. A diagram is shown by the
/// words for it and a table by its size, because an excerpt quotes prose. With a grammar, sentences that can be quoted
/// are marked.
pub(super) fn sections(
    prose: &Prose<ResolvedReference>,
    numbers: CountText<'_>,
    words: &Wording,
    grammar: Option<&Grammar>,
) -> Vec<Vec<Line>> {
    let deleted = |element: Element<'_>| matches!(element, Element::Event(Event::Start(Tag::Strikethrough)));
    let grammar = grammar.filter(|_| !prose.elements().any(deleted));
    let mut reader = Reader::new(words, grammar);
    plain(prose.elements(), |part| reader.read(part, numbers));
    reader.end_block();
    reader.sections.push(reader.lines);
    reader.sections
}

/// Collects the blocks of a text.
struct Reader<'a> {
    words: &'a Wording,
    grammar: Option<&'a Grammar>,
    sections: Vec<Vec<Line>>,
    lines: Vec<Line>,
    /// The block that is being read.
    block: String,
    heading: Option<String>,
    /// Whether the section has a heading that turns around what is said below it.
    reversed: bool,
    /// Whether the last paragraph introduces what follows: it ends with a colon.
    introduced: bool,
    /// The number of open lists.
    lists: usize,
    /// The number of open quotations, footnotes and the like, which are not the document's own words.
    asides: usize,
    /// The number of rows of the open table, without its head.
    rows: Option<usize>,
    in_diagram: bool,
    in_code: bool,
}

impl<'a> Reader<'a> {
    fn new(words: &'a Wording, grammar: Option<&'a Grammar>) -> Self {
        Self {
            words,
            grammar,
            sections: Vec::new(),
            lines: Vec::new(),
            block: String::new(),
            heading: None,
            reversed: false,
            introduced: false,
            lists: 0,
            asides: 0,
            rows: None,
            in_diagram: false,
            in_code: false,
        }
    }

    fn read(&mut self, part: Plain<'_>, numbers: CountText<'_>) {
        match part {
            Plain::Start(Tag::CodeBlock(kind)) => {
                self.end_block();
                self.in_code = true;
                self.in_diagram = is_diagram(code_language(kind));
                if self.in_diagram {
                    self.block.push_str(self.words.say("prose.diagram"));
                }
            }
            Plain::End(TagEnd::CodeBlock) => {
                self.end_block();
                (self.in_code, self.in_diagram) = (false, false);
            }
            _ if self.in_diagram => {}
            Plain::Start(Tag::Heading { .. }) => {
                self.end_block();
                self.sections.push(std::mem::take(&mut self.lines));
                self.heading = Some(String::new());
            }
            Plain::End(TagEnd::Heading(_)) => {
                let heading = self.heading.take().unwrap_or_default();
                self.reversed = self.grammar.is_some_and(|grammar| !grammar.is_plain_heading(&heading));
                self.introduced = false;
            }
            part if self.heading.is_some() => part.add_to(self.heading.get_or_insert_default(), numbers),
            Plain::Start(Tag::Table(_)) => {
                self.end_block();
                self.rows = Some(0);
            }
            Plain::End(TagEnd::Table) => self.end_table(),
            Plain::End(TagEnd::TableRow) => {
                self.rows = self.rows.map(|rows| rows + 1);
                part.add_to(&mut self.block, numbers);
            }
            part if self.rows.is_some() => part.add_to(&mut self.block, numbers),
            Plain::Start(tag) => {
                self.end_block();
                match tag {
                    Tag::List(_) => self.lists += 1,
                    Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) => self.asides += 1,
                    _ => {}
                }
            }
            Plain::End(end) => {
                self.end_block();
                match end {
                    TagEnd::List(_) => {
                        self.lists = self.lists.saturating_sub(1);
                        self.introduced &= self.lists > 0;
                    }
                    TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => self.asides = self.asides.saturating_sub(1),
                    _ => {}
                }
            }
            part => part.add_to(&mut self.block, numbers),
        }
    }

    /// Adds the block that has been read.
    fn end_block(&mut self) {
        let text = std::mem::take(&mut self.block);
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let own_words = !(self.in_code || self.asides > 0 || self.reversed || (self.lists > 0 && self.introduced));
        let grammar = self.grammar.filter(|_| own_words);
        let lines =
            grammar.map_or_else(|| vec![Line::new(Role::Plain, text.to_owned())], |grammar| grammar.lines(text));
        self.lines.extend(lines);
        // An exception belongs to the sentence before it, even in another paragraph; if it goes on below, so does that.
        if text.ends_with(':') && self.lines.last().is_some_and(|line| line.role == Role::Exception) {
            settle(&mut self.lines);
        }
        self.introduced = text.ends_with(':') || (self.lists > 0 && self.introduced);
    }

    fn end_table(&mut self) {
        let searched = std::mem::take(&mut self.block).trim().to_owned();
        let rows = self.rows.take().unwrap_or_default();
        let shown = self.words.counted("search.table", i64::try_from(rows).unwrap_or(i64::MAX));
        self.lines.push(Line { searched: Some(searched), ..Line::new(Role::Plain, shown) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    /// Returns the lines of each section, each after the mark of its role.
    fn lines(text: &str) -> Vec<Vec<String>> {
        let handbook = fixture::handbook(&format!("//- a.md\n{text}\n//- b.md\n# B\n"));
        let (_, document) = handbook.documents().find(|(_, document)| document.path == "a.md").unwrap();
        let words = Wording::built_in("en");
        let sections = sections(&document.prose, &|_| String::new(), &words, Grammar::of("en"));
        let marked = |line: Line| format!("{}{}", line.role.mark(), line.shown);
        sections.into_iter().map(|lines| lines.into_iter().map(marked).collect()).collect()
    }

    #[test]
    fn each_section_has_the_words_that_a_reader_sees_below_its_heading() {
        let text = "Above `a b` it.\n\n# One `code` A.5.15\nSoft\nbreak, **bold**, [link](b.md) and\thard\\\nbreak[^1].\n\n\
                    #\nUnder nothing.\n\n## Two\n\n```\nlet x = 1;\n\nlet y;\n```\n\n- item é\n  - more\n\n\
                    > quoted [[b]] <b>raw</b>\n\n- one\n  > two\n- three\n  ```\n  four\n  ```\n- five\n  ***\n  six\n\n### Three\n### Four\nEnd.\n\n[^1]: A note.\n";
        let shown: Vec<String> = lines(text)
            .into_iter()
            .map(|lines| lines.iter().map(|line| &line[1..]).collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(
            shown,
            [
                "Above a b it.",
                "Soft break, bold, link and hard break.",
                "Under nothing.",
                "let x = 1;  let y; item é more quoted B raw one two three four five six",
                "",
                "End. A note.",
            ]
        );
    }

    #[test]
    fn the_source_of_a_diagram_is_not_searched() {
        let text = "Before.\n\n```mermaid\nflowchart TD\n  A[Ask] --> B\n```\n\n```sh\nls\n```\n";
        assert_eq!(lines(text), [[" Before.", " Diagram (source)", " ls"]]);
    }

    #[test]
    fn a_table_is_searched_and_shown_by_its_size() {
        let text = "See:\n\n| What | Who |\n|---|---|\n| laptop | IT |\n| phone | HR |\n\nEnd.\n";
        assert_eq!(lines(text), [[" See:", " Table: 2 rows", " End."]]);
        let handbook = fixture::handbook(&format!("//- a.md\n{text}"));
        let (_, document) = handbook.documents().next().unwrap();
        let sections = sections(&document.prose, &|_| String::new(), &Wording::built_in("en"), None);
        assert_eq!(sections[0][1].searched.as_deref(), Some("What Who laptop IT phone HR"));
    }

    #[test]
    fn the_documents_own_sentences_can_be_quoted() {
        let text = "Lock your screen when you leave.\n\nBut not in the lab.\n\n# Phones\n\n- Private phones stay out of the lab.\n\n\
                    Never do this:\n\n- Take a private phone into the lab.\n\n> Visitors wear a badge at all times.\n\n\
                    You may use private phones. But only for:\n\n- Private calls in the break.\n\n# What is forbidden\n\n\
                    Use of private phones in the lab.\n";
        assert_eq!(
            lines(text),
            [
                vec![">Lock your screen when you leave.", "+But not in the lab."],
                vec![
                    ">Private phones stay out of the lab.",
                    " Never do this:",
                    " Take a private phone into the lab.",
                    " Visitors wear a badge at all times.",
                    " You may use private phones.",
                    " But only for:",
                    " Private calls in the break.",
                ],
                vec![" Use of private phones in the lab."],
            ]
        );
        assert_eq!(lines("Lock ~~never~~ your screen when you leave."), [[" Lock never your screen when you leave."]]);
    }
}
