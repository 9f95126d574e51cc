//! Finds what an author wrote and a page does not show, or shows as it was typed: all that the parser of Markdown or the
//! sanitiser removes, and markup that is nearly right. Each is reported at its place.

mod blocks;
mod braces;
mod html;
mod links;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, RefDefs, Tag, TagEnd};

use crate::diag::{Diagnostic, Severity};
use crate::source::Span;

use blocks::Table;

pub(super) use html::{Html, Markup, leaves_out_id};

/// Something that is lost, or does not do what it looks like. It becomes a finding of the check with that code.
#[derive(Debug, Clone, PartialEq)]
pub struct Loss {
    /// The code of the check, or of an error.
    pub code: &'static str,
    /// An error if no page can be made of the text.
    pub severity: Severity,
    /// The place in the text.
    pub range: Range<usize>,
    /// A lowercase phrase without a final period.
    pub message: String,
    /// How to fix it.
    pub help: Option<String>,
    /// Another place that matters, with a lowercase phrase about it.
    pub also: Option<(Range<usize>, &'static str)>,
}

impl Loss {
    fn new(code: &'static str, range: Range<usize>, message: impl Into<String>, help: &str) -> Self {
        let (message, help) = (message.into(), Some(help.to_owned()));
        Self { code, severity: Severity::Warning, range, message, help, also: None }
    }

    /// Returns it as a finding; `span` tells the place of some bytes of the text.
    pub fn finding(self, span: impl Fn(Range<usize>) -> Span) -> Diagnostic {
        let new = if self.severity == Severity::Error { Diagnostic::error } else { Diagnostic::warning };
        let finding = new(self.code, span(self.range), self.message).help(self.help);
        match self.also {
            Some((range, about)) => finding.also(span(range), about),
            None => finding,
        }
    }
}

/// Gathers the losses of a text while it is walked over.
pub(super) struct Losses<'a> {
    text: &'a str,
    found: Vec<Loss>,
    /// Whether the next words begin a line.
    begins_line: bool,
    /// Open headings and blocks of code.
    heading: bool,
    code: bool,
    table: Table,
    /// Whether the next words are the first of a quotation.
    begins_quote: bool,
    /// The places of the definition of each footnote, and the names that are referred to.
    notes: BTreeMap<String, Vec<Range<usize>>>,
    referred: BTreeSet<String>,
    /// Definitions of labels that are not addresses: the label as Markdown compares it, and the place.
    definitions: Vec<(String, Range<usize>)>,
    /// The names between the double braces of other tools.
    foreign: BTreeSet<String>,
}

impl<'a> Losses<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            found: Vec::new(),
            begins_line: false,
            heading: false,
            code: false,
            table: Table::default(),
            begins_quote: false,
            notes: BTreeMap::new(),
            referred: BTreeSet::new(),
            definitions: Vec::new(),
            foreign: BTreeSet::new(),
        }
    }

    /// Adds something that another part has found.
    pub(super) fn push(&mut self, loss: Loss) {
        self.found.push(loss);
    }

    /// Takes the next event of the text.
    pub(super) fn take(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Text(_) if !self.code => self.words(range),
            Event::Start(tag) => self.start(tag, range),
            Event::End(end) => self.end(*end, range),
            Event::FootnoteReference(name) => _ = self.referred.insert(folded(name)),
            _ => {}
        }
        self.begins_line = matches!(
            event,
            Event::Start(Tag::Paragraph | Tag::Item | Tag::DefinitionListDefinition)
                | Event::SoftBreak
                | Event::HardBreak
        );
        self.begins_quote &= matches!(event, Event::Start(Tag::BlockQuote(None) | Tag::Paragraph));
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Heading { .. } => self.heading = true,
            Tag::CodeBlock(kind) => {
                self.code = true;
                if matches!(kind, CodeBlockKind::Fenced(_)) {
                    blocks::fence(self.text, range, &mut self.found);
                }
            }
            Tag::Table(alignments) => self.table.columns = alignments.len(),
            Tag::TableRow => self.table.cell_end = range.start,
            Tag::BlockQuote(None) => self.begins_quote = true,
            Tag::Link { id, .. } | Tag::Image { id, .. } if !self.definitions.is_empty() => {
                self.referred.insert(format!("[{}", folded(id)));
            }
            Tag::FootnoteDefinition(name) => self.notes.entry(folded(name)).or_default().push(range.clone()),
            _ => {}
        }
    }

    fn end(&mut self, end: TagEnd, range: &Range<usize>) {
        match end {
            TagEnd::Heading(_) => self.heading = false,
            TagEnd::CodeBlock => self.code = false,
            TagEnd::TableCell => self.table.cell_end = range.end,
            TagEnd::TableRow => blocks::row(self.text, &self.table, range, &mut self.found),
            TagEnd::Table => self.table.columns = 0,
            _ => {}
        }
    }

    /// Looks at some words that are neither code nor a link.
    fn words(&mut self, range: &Range<usize>) {
        let words = &self.text[range.clone()];
        let is_escaped = self.text[..range.start].ends_with('\\');
        if self.begins_line && words.starts_with(['#', ':', '!', '?', '=', '%', '+']) && !is_escaped {
            blocks::foreign(self.text, range, &mut self.foreign, &mut self.found);
            blocks::line(self.text, range, &mut self.found);
        }
        if self.begins_quote && !is_escaped {
            blocks::alert(self.text, range, &mut self.found);
        }
        if memchr::memchr(b'{', words.as_bytes()).is_some() {
            braces::unread(self.text, range, self.heading, &mut self.found);
        }
        if memchr::memchr(b'_', words.as_bytes()).is_some()
            && let Some(blank) = blocks::blank(self.text, range)
        {
            self.placeholder(blank, "____");
        }
        if memchr::memchr2(b'[', b']', words.as_bytes()).is_some() {
            links::nearly(self.text, range, self.table.columns > 0, &mut self.found);
        }
    }

    fn placeholder(&mut self, range: Range<usize>, words: &str) {
        let message = format!("`{words}` is a placeholder");
        self.found.push(Loss { help: None, ..Loss::new("placeholder-text", range, message, "") });
    }

    /// Takes double braces of another tool, which the page shows as they are: each name is reported once. `near` is the
    /// variable that may have been meant.
    pub(super) fn foreign(&mut self, range: Range<usize>, words: &str, near: Option<String>) {
        let name = words.trim_matches(|c: char| !c.is_alphanumeric());
        if words.starts_with("{{<") || words.starts_with("{{%") {
            let name = name.split_whitespace().next().unwrap_or_default();
            if self.foreign.insert(format!("{{{{<{name}")) {
                let message = format!("`{name}` is a shortcode of another tool: the page shows it as it is written");
                self.found.push(Loss::new("foreign-block", range, message, "write what it stands for in Markdown"));
            }
            return;
        }
        if self.foreign.insert(name.to_owned()) {
            let message = format!("`{words}` is a placeholder");
            let help = match near {
                Some(near) => format!("did you mean `{{{{{near}}}}}`?"),
                None => "set its value in `[variables]` of book.toml, or put the braces in backticks".to_owned(),
            };
            self.found.push(Loss::new("placeholder-text", range, message, &help));
        }
    }

    /// Takes the definitions of labels. One whose address is a word may be a sentence: `[Deadline]: Friday`.
    pub(super) fn define(&mut self, definitions: &RefDefs<'_>) {
        let lost = definitions.iter().filter(|(_, definition)| is_word(&definition.dest));
        self.definitions.extend(lost.map(|(label, definition)| (folded(label), definition.span.clone())));
        self.definitions.sort_by_key(|(_, place)| place.start);
    }

    /// Takes a `<` that begins no tag of HTML. `range` ends with the words that it is in.
    pub(super) fn tag(&mut self, range: Range<usize>) {
        let Some(end) = self.text[range.clone()].find('>').map(|end| range.start + end) else { return };
        let name = self.text[range.start + 1..end].trim();
        let is_key = KEYS.iter().any(|key| key.eq_ignore_ascii_case(name));
        let is_glued =
            self.text[..range.start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '>' | ':'));
        if is_glued || is_key || name.contains(['/', '=', '"']) || name.chars().count() < 2 {
            return;
        }
        let rest = &self.text[end..self.text.floor_char_boundary(end + FARTHEST)];
        if !rest.contains(&format!("</{name}>")) {
            self.placeholder(range.start..end + 1, &self.text[range.start..=end]);
        }
    }

    /// Returns all losses. `undefined` are the places of links to labels that nothing defines.
    pub(super) fn finish(mut self, undefined: &[Range<usize>]) -> Vec<Loss> {
        for place in undefined {
            links::undefined(self.text, place, &mut self.found);
        }
        for (label, place) in std::mem::take(&mut self.definitions) {
            if !self.referred.contains(&format!("[{label}")) {
                let message = format!("this line defines the label `{label}`, which no link has: no page shows it");
                let help = "write `\\[` if it is a sentence, or remove it";
                self.found.push(Loss::new("unused-definition", self.first_line(&place), message, help));
            }
        }
        for (name, places) in std::mem::take(&mut self.notes) {
            let first = self.first_line(&places[0]);
            for place in &places[1..] {
                let message = format!("footnote `{name}` is defined twice: the page shows the first text only");
                let help = "give one of them another name";
                let mut loss = Loss::new("duplicate-footnote", self.first_line(place), message, help);
                loss.also = Some((first.clone(), "first defined here"));
                self.found.push(loss);
            }
            if !self.referred.contains(&name) {
                let message = format!("nothing refers to footnote `{name}`: no page shows it");
                let help = format!("refer to it with `[^{name}]`, or remove it");
                self.found.push(Loss::new("unused-footnote", first, message, &help));
            }
        }
        self.found
    }

    fn first_line(&self, range: &Range<usize>) -> Range<usize> {
        let line = self.text[range.clone()].lines().next().unwrap_or_default();
        range.start..range.start + line.trim_end().len()
    }
}

/// Keys of a keyboard, which people write in angle brackets.
const KEYS: &[&str] = &[
    "alt",
    "backspace",
    "cmd",
    "ctrl",
    "del",
    "delete",
    "end",
    "enter",
    "esc",
    "home",
    "return",
    "shift",
    "space",
    "tab",
];

/// Number of bytes within which the end of an element unknown to HTML, or of braces, is searched for.
const FARTHEST: usize = 4096;

/// Returns whether what should be an address is a word.
fn is_word(address: &str) -> bool {
    !address.is_empty() && address.chars().all(char::is_alphanumeric)
}

/// Returns the name of a footnote as Markdown compares it.
fn folded(name: &str) -> String {
    name.to_lowercase()
}
