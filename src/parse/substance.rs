//! Finds the parts of a document that say something of their own, and the questions of an outline that are still open.
//!
//! A heading with nothing under it, "To follow." or a question that nobody has answered documents nothing. A text
//! counts if one of its sentences is neither a placeholder nor in a block that begins with the mark of a question,
//! `(?)`.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::markdown::Item;
use crate::model::{Placeholders, Plain, RawHtml, begins_block, ends_block};
use crate::source::{FileId, Span};

/// Mark at the start of a block that an outline asks the author to answer.
const QUESTION: &str = "(?)";

/// Sentences that only say that a text is missing.
const STUBS: &[&str] = &[
    "to follow",
    "follows",
    "will follow",
    "to come",
    "coming",
    "pending",
    "to be done",
    "to be added",
    "to be agreed",
    "to be clarified",
    "to be completed",
    "to be confirmed",
    "to be decided",
    "to be defined",
    "to be described",
    "to be determined",
    "to be provided",
    "to be supplied",
    "to be written",
    "will be added",
    "will be completed",
    "will be written",
    "not written",
    "not available",
    "nothing",
    "empty",
    "missing",
    "placeholder",
    "under construction",
    "work in progress",
    "wip",
    "tba",
    "tbc",
    "tbd",
    "todo",
    "n/a",
    "in preparation",
    "folgt",
    "folgen",
    "wird ergänzt",
    "wird nachgereicht",
    "wird beschrieben",
    "zu ergänzen",
    "zu klären",
    "zu beschreiben",
    "ergänzt",
    "in arbeit",
    "in vorbereitung",
    "in bearbeitung",
    "entwurf",
    "platzhalter",
    "fehlt",
    "offen",
    "leer",
];

/// Words that say nothing more around such a sentence.
const FILLERS: &[&str] = &[
    "this",
    "the",
    "a",
    "section",
    "chapter",
    "part",
    "text",
    "content",
    "contents",
    "detail",
    "details",
    "description",
    "is",
    "are",
    "more",
    "further",
    "still",
    "yet",
    "later",
    "soon",
    "here",
    "shortly",
    "dieser",
    "dieses",
    "der",
    "die",
    "das",
    "ein",
    "abschnitt",
    "kapitel",
    "teil",
    "inhalt",
    "inhalte",
    "einzelheiten",
    "beschreibung",
    "ist",
    "sind",
    "weitere",
    "weiteres",
    "noch",
    "später",
    "demnächst",
    "hier",
    "muss",
    "werden",
];

/// Beginnings of those sentences that may go on with who writes the text, or when.
const PROMISES: &[&str] = &["to be", "to follow", "will be", "will follow", "follows", "wird", "zu ", "folgt"];

/// Words with which they go on.
const CONNECTIVES: &[&str] = &[
    "after", "as", "before", "by", "in", "once", "until", "when", "with", "bis", "durch", "im", "mit", "nach",
    "sobald", "von",
];

/// Finds the last word of each of those sentences, in any case: its longest part of ASCII letters. Most sentences have
/// none, and are not looked at any further.
static LAST_OF_STUBS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let last = |stub: &&str| {
        let word = stub.rsplit(' ').next().unwrap_or(stub);
        word.split(|c: char| !c.is_ascii()).max_by_key(|part| part.len()).unwrap_or_default().to_owned()
    };
    let words = STUBS.iter().map(last);
    let built = AhoCorasick::builder().ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).build(words);
    built.expect("there are few, and they are short")
});

/// Number of words, without fillers, up to which a sentence may only say that a text is missing.
const LONGEST_STUB: usize = 9;

/// Returns whether a sentence of the block says something.
fn leave_text_in(placeholders: &Placeholders, block: &str) -> bool {
    sentences(block).any(|sentence| {
        let may_be_stub = || LAST_OF_STUBS.is_match(sentence) && is_stub(&sentence.to_lowercase());
        let is_template = memchr::memmem::find(sentence.as_bytes(), b"{{").is_some();
        sentence.contains(char::is_alphabetic) && !is_template && !may_be_stub() && !placeholders.any_in(sentence)
    })
}

/// Returns whether a sentence in lowercase only says that a text is missing.
fn is_stub(sentence: &str) -> bool {
    let words = sentence.split(|c: char| !c.is_alphanumeric() && c != '/').filter(|word| !word.is_empty());
    let rest: Vec<&str> = words.filter(|word| !FILLERS.contains(word)).take(LONGEST_STUB + 1).collect();
    if rest.len() > LONGEST_STUB {
        return false;
    }
    let rest = rest.join(" ");
    // "To be written by the IT lead" says who, and still nothing of its own.
    let goes_on = |stub: &str| {
        let after = rest.strip_prefix(stub).and_then(|after| after.strip_prefix(' '));
        let next = after.and_then(|after| after.split(' ').next());
        PROMISES.iter().any(|begins| stub.starts_with(begins)) && next.is_some_and(|word| CONNECTIVES.contains(&word))
    };
    STUBS.contains(&rest.as_str()) || STUBS.iter().any(|stub| goes_on(stub))
}

/// Splits a block after each full stop, question mark or exclamation mark with a space behind it.
fn sentences(block: &str) -> impl Iterator<Item = &str> {
    let mut rest = block;
    std::iter::from_fn(move || {
        let ends = rest.match_indices(['.', '!', '?']).map(|(at, mark)| at + mark.len());
        let end = ends.into_iter().find(|end| rest[*end..].starts_with(char::is_whitespace)).unwrap_or(rest.len());
        let (sentence, after) = rest.split_at(end);
        rest = after;
        (!sentence.is_empty()).then_some(sentence)
    })
}

/// Gathers, while the Markdown is walked over, which parts say something.
pub(super) struct Substance<'a> {
    placeholders: &'a Placeholders,
    file: FileId,
    /// Whether the text before the first heading, and the text between each heading and the next, says something.
    parts: Vec<bool>,
    questions: Vec<Span>,
    /// The words of the block that is being read, and their bytes in the file.
    block: String,
    place: Range<usize>,
    /// Open headings, heads of tables and footnotes: their words are not the text of a part.
    apart: usize,
    /// Whether a link is open that shows the name of its target.
    in_name: bool,
    html: RawHtml,
}

impl<'a> Substance<'a> {
    pub(super) fn new(placeholders: &'a Placeholders, file: FileId) -> Self {
        let (parts, questions) = (vec![false], Vec::new());
        let (block, html) = (String::new(), RawHtml::default());
        Self { placeholders, file, parts, questions, block, place: 0..0, apart: 0, in_name: false, html }
    }

    /// Adds an item of the walk; `source` is its place in the file.
    pub(super) fn take(&mut self, item: &Item<'_>, source: Range<usize>) {
        match item {
            Item::Event(Event::Text(words) | Event::Code(words)) if !self.in_name => self.words(words, source),
            Item::Event(Event::SoftBreak | Event::HardBreak) => self.words(" ", source),
            // An id or a number alone says nothing; it still parts the words around it.
            Item::Mention { .. } | Item::NamedCount(_) => self.words("\u{fffc}", source),
            Item::Link { tag: Tag::Link { link_type: LinkType::WikiLink { has_pothole: false }, .. }, .. } => {
                self.words("\u{fffc}", source);
                self.in_name = true;
            }
            Item::Event(Event::Html(part) | Event::InlineHtml(part)) => {
                let mut html = std::mem::take(&mut self.html);
                html.read(part, &mut |part: Plain<'_>| match part {
                    Plain::Words(words) => self.words(words, source.clone()),
                    _ => self.words(" ", source.clone()),
                });
                self.html = html;
            }
            Item::Event(Event::Rule) => self.end_block(),
            Item::Event(Event::Start(tag)) => self.start(tag),
            Item::Event(Event::End(end)) => self.end(*end),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        if begins_block(tag) {
            self.end_block();
        }
        self.apart += usize::from(is_apart(&tag.to_end()));
    }

    fn end(&mut self, end: TagEnd) {
        self.in_name &= end != TagEnd::Link;
        if ends_block(end) {
            self.end_block();
        }
        self.apart -= usize::from(is_apart(&end));
        if matches!(end, TagEnd::Heading(_)) {
            self.parts.push(false);
        }
    }

    fn words(&mut self, words: &str, source: Range<usize>) {
        if self.apart > 0 {
            return;
        }
        // No block begins with white space, so that nobody goes through it again for each of many words.
        let words = if self.block.is_empty() { words.trim_start() } else { words };
        if self.block.is_empty() {
            self.place.start = source.start;
        }
        self.place.end = source.end;
        // Of a part that says something already, only the mark of a question counts.
        let is_settled = self.parts.last() == Some(&true) && self.block.len() >= QUESTION.len();
        if !is_settled {
            self.block.push_str(words);
        }
    }

    fn end_block(&mut self) {
        let says = self.parts.last_mut().expect("there is the part before the first heading");
        if self.block.starts_with(QUESTION) {
            self.questions.push(Span::new(self.file, self.place.clone()));
        } else if !*says {
            *says = leave_text_in(self.placeholders, &self.block);
        }
        self.block.clear();
    }

    /// Returns which parts say something, and the places of the questions.
    pub(super) fn finish(mut self) -> (Vec<bool>, Vec<Span>) {
        self.end_block();
        (self.parts, self.questions)
    }
}

/// Returns whether the words of such a block are not the text of the part that it is in.
fn is_apart(end: &TagEnd) -> bool {
    matches!(end, TagEnd::Heading(_) | TagEnd::TableHead | TagEnd::FootnoteDefinition)
}

#[cfg(test)]
mod tests {
    use crate::fixture::handbook;

    /// Returns whether the section `## A` says something.
    fn says(text: &str) -> bool {
        let handbook = handbook(&format!("//- content/a.md\n# T\n## A\n{text}\n\n## B\nb\n"));
        let (_, document) = handbook.documents().next().unwrap();
        document.sections.iter().find(|section| section.heading.title == "A").unwrap().written
    }

    #[test]
    fn words_of_its_own_are_text() {
        for text in [
            "Backups run daily.",
            "- one\n- two",
            "> [!NOTE]\n> Backups run daily.",
            "| Who |\n|---|\n| IT |",
            "```\nrestore --all\n```",
            "<p>Backups run daily.</p>",
            "See A.8.13 and [[T|the other text]].",
            "### Below\nBackups run daily.",
            "Backups run daily. Retention: TBD.",
            "TBD\n\nBackups run daily.",
            "Everybody has to follow these rules.",
            "To come in after hours, ask the reception.",
            "To be approved, a request needs two signatures.",
            "Nothing in the bin is read.",
            "(?) Which?\n\nBackups run daily.",
            "Was it (?) here.",
        ] {
            assert!(says(text), "{text}");
        }
    }

    #[test]
    fn nothing_placeholders_and_open_questions_are_not() {
        for text in [
            "",
            "***",
            "…",
            "1.",
            "To follow.",
            "**To follow**",
            "- To be written",
            "This section is still to be written.",
            "Wird noch ergänzt.",
            "To be written by the IT lead.",
            "To follow in version 2.",
            "Folgt im nächsten Jahr.",
            "TBD",
            "TODO: describe the backups.",
            "At [COMPANY] backups run daily.",
            "Lorem ipsum dolor sit amet",
            "<!-- Backups run daily. -->",
            "<p></p>",
            "A.8.13, [[a]], {{ controls }}",
            "| Who | What |\n|---|---|\n",
            "### Below\n### Beside",
            "- (?) Which backups run daily?\n- (?) Who looks?",
            "(?) Which backups run daily? Who looks?\nAnd when?",
        ] {
            assert!(!says(text), "{text}");
        }
    }

    #[test]
    fn footnotes_at_the_end_are_not_the_text_of_the_last_section() {
        let handbook = handbook("//- content/a.md\n## A\nWords[^1].\n## B\n\n[^1]: A note.\n");
        let (_, document) = handbook.documents().next().unwrap();
        assert_eq!(document.sections.iter().map(|section| section.written).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn the_book_names_further_placeholders() {
        let book = |words: &str| {
            handbook(&format!(
                "//- book.toml\n[checks]\nplaceholders = [\"{words}\"]\n//- content/a.md\n## A\nHier Näheres eintragen.\n"
            ))
        };
        let says = |words: &str| book(words).documents().next().unwrap().1.written;
        assert!(!says("NÄHERES EINTRAGEn"));
        assert!(!says("eintragen"));
        assert!(says("EINTRAGEN"));
    }
}
