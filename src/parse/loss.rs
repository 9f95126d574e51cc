//! Finds what an author wrote and a page does not show, or shows as it was typed: all that the parser of Markdown or the
//! sanitiser removes, and markup that is nearly right. Each is reported at its place.

mod html;
mod links;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use memchr::memmem;
use pulldown_cmark::{CodeBlockKind, Event, RefDefs, Tag, TagEnd};

use crate::diag::{Diagnostic, Severity};
use crate::source::Span;

pub(super) use html::Html;

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
    /// The number of columns of the open table, and the end of the last cell.
    columns: usize,
    cell_end: usize,
    /// Whether the next words are the first of a quotation.
    begins_quote: bool,
    /// The places of the definition of each footnote, and the names that are referred to.
    notes: BTreeMap<String, Vec<Range<usize>>>,
    referred: BTreeSet<String>,
    /// Definitions of labels that are not addresses: the label as Markdown compares it, and the place.
    definitions: Vec<(String, Range<usize>)>,
}

impl<'a> Losses<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            found: Vec::new(),
            begins_line: false,
            heading: false,
            code: false,
            columns: 0,
            cell_end: 0,
            begins_quote: false,
            notes: BTreeMap::new(),
            referred: BTreeSet::new(),
            definitions: Vec::new(),
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
        self.begins_line = match event {
            Event::Start(Tag::Paragraph | Tag::Item | Tag::DefinitionListDefinition) => true,
            Event::SoftBreak | Event::HardBreak => true,
            _ => false,
        };
        self.begins_quote &= matches!(event, Event::Start(Tag::BlockQuote(None) | Tag::Paragraph));
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Heading { .. } => self.heading = true,
            Tag::CodeBlock(kind) => {
                self.code = true;
                if matches!(kind, CodeBlockKind::Fenced(_)) {
                    self.fence(range);
                }
            }
            Tag::Table(alignments) => self.columns = alignments.len(),
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
            TagEnd::TableCell => self.cell_end = range.end,
            TagEnd::TableRow => self.row(range),
            _ => {}
        }
    }

    /// Looks at some words that are neither code nor a link.
    fn words(&mut self, range: &Range<usize>) {
        let words = &self.text[range.clone()];
        let is_escaped = self.text[..range.start].ends_with('\\');
        if self.begins_line && !is_escaped {
            self.line(range);
        }
        if self.begins_quote && !is_escaped {
            self.alert(range);
        }
        if memchr::memchr(b'{', words.as_bytes()).is_some() {
            self.attributes(range);
        }
        if memchr::memchr2(b'[', b']', words.as_bytes()).is_some() {
            links::nearly(self.text, range, self.columns > 0, &mut self.found);
        }
    }

    /// Reports the row of a table that has more cells than the table has columns.
    fn row(&mut self, row: &Range<usize>) {
        let rest = self.text[self.cell_end.min(row.end)..row.end].trim();
        let rest = rest.strip_prefix('|').unwrap_or(rest);
        let rest = if rest.ends_with("\\|") { rest } else { rest.strip_suffix('|').unwrap_or(rest) };
        if rest.trim_matches(['|', ' ', '\t']).is_empty() {
            return;
        }
        let mut escaped = false;
        let bars = rest.chars().filter(|c| {
            let bar = *c == '|' && !escaped;
            escaped = *c == '\\' && !escaped;
            bar
        });
        let (columns, cells) = (self.columns, self.columns + 1 + bars.count());
        let start = rest.as_ptr() as usize - self.text.as_ptr() as usize;
        let start = start + rest.len() - rest.trim_start().len();
        let message = format!("this row has {cells} cells, the table has {columns}: the rest is left out");
        // Links that the missing bar has torn in two are part of the same problem.
        self.found.retain(|loss| loss.code != "near-link" || loss.range.start < row.start);
        let help = "write `\\|` for a bar inside a cell, also in code and in `[[…\\|…]]`";
        self.found.push(Loss::new("cut-table-row", start..start + rest.trim().len(), message, help));
    }

    /// Reports a block of code without its closing fence.
    fn fence(&mut self, range: &Range<usize>) {
        let block = &self.text[range.clone()];
        let mark = block.chars().next().unwrap_or('`');
        let length = block.chars().take_while(|c| *c == mark).count();
        let mut lines = block.trim_end().lines();
        let opening = lines.next().unwrap_or_default();
        let last = lines.next_back().unwrap_or_default().trim_start_matches(['>', ' ', '\t']).trim_end();
        let closes = last.len() >= length && last.chars().all(|c| c == mark);
        if !closes {
            let fence: String = std::iter::repeat_n(mark, length).collect();
            let help = format!("write `{fence}` on a line of its own where the code ends");
            let message = "the block of code that begins here does not end";
            let range = range.start..range.start + opening.len();
            self.found.push(Loss::new("unclosed-block", range, message, &help));
        }
    }

    /// Looks at the beginning of a line.
    fn line(&mut self, range: &Range<usize>) {
        let line = self.text[range.start..].lines().next().unwrap_or_default().trim_end();
        let marks = line.len() - line.trim_start_matches('#').len();
        if (1..=6).contains(&marks) && is_heading(marks, &line[marks..]) {
            let message = format!("a heading needs a space behind `{}`", &line[..marks]);
            let help = format!("write `{} {}`, or `\\#` if it is not a heading", &line[..marks], &line[marks..]);
            self.found.push(Loss::new("near-heading", range.start..range.start + line.len(), message, &help));
        }
        let name = line.trim_start_matches(':').trim_start();
        if line.starts_with(":::") && name.starts_with(|c: char| c.is_alphabetic() || c == '{') {
            let range = range.start..range.start + line.len();
            let message = "`:::` does not begin a block here: the page shows it as it is written";
            self.found.push(Loss::new("foreign-block", range, message, "write an alert: `> [!NOTE]`"));
        }
    }

    /// Reports an alert that is not one, because it has a title or an unknown name.
    fn alert(&mut self, range: &Range<usize>) {
        let line = self.text[range.start..].lines().next().unwrap_or_default().trim_end();
        let Some((name, title)) = line.strip_prefix("[!").and_then(|rest| rest.split_once(']')) else { return };
        if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || c == '-') {
            return;
        }
        let known = ALERTS.iter().any(|known| known.eq_ignore_ascii_case(name));
        let (message, help) = match known && !title.is_empty() {
            true => ("an alert has no title: the page shows a quotation", "move the words to a line of their own"),
            false if known => return,
            false => {
                ("there is no such alert: the page shows a quotation", "use NOTE, TIP, IMPORTANT, WARNING or CAUTION")
            }
        };
        self.found.push(Loss::new("foreign-block", range.start..range.start + line.len(), message, help));
    }

    /// Reports a named count without its closing braces; `rest` is what follows its opening ones.
    fn count(&mut self, rest: &str, place: Range<usize>) {
        if rest.trim_start().starts_with(char::is_alphabetic) && !rest.contains("}}") {
            let message = "`{{` is not closed by `}}` on the same line";
            let help = "write `{{ name }}` for a named count, or put the braces in backticks";
            self.found.push(Loss::new("unclosed-count", place, message, help));
        }
    }

    /// Reports attributes that no heading has taken, such as those before its last words or without a closing brace.
    fn attributes(&mut self, range: &Range<usize>) {
        let text = &self.text[range.clone()];
        let mut at = 0;
        while let Some(open) = text[at..].find('{').map(|open| at + open) {
            at = open + 1;
            let rest = &text[at..text.ceil_char_boundary(at + FARTHEST)];
            let closed = rest.find('}');
            let inner = &rest[..closed.unwrap_or(rest.len())];
            let before = &self.text[..range.start + open];
            if before.ends_with(['\\', '{']) {
                continue;
            }
            if let Some(count) = rest.strip_prefix('{') {
                self.count(count, range.start + open..range.start + at + rest.len());
                continue;
            }
            let id = inner.starts_with('#') && inner[1..].starts_with(char::is_alphanumeric);
            if !(claims(inner) || self.heading && id) {
                continue;
            }
            let (message, help) = match closed {
                None => ("these attributes are not closed", "write `}` behind them"),
                Some(_) if self.heading => {
                    ("only attributes at the end of a heading are read", "write one pair of braces, at the end")
                }
                Some(_) => ("attributes belong to a heading", "write them at the end of the line of the heading"),
            };
            let end = range.start + at + closed.map_or(rest.len(), |closed| closed + 1);
            self.found.push(Loss::new("unread-attributes", range.start + open..end, message, help));
        }
    }

    /// Takes the definitions of labels. One whose address is a word may be a sentence: "[Deadline]: Friday".
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
            let message = format!("`<{name}>` is a placeholder");
            self.found.push(Loss { help: None, ..Loss::new("placeholder-text", range.start..end + 1, message, "") });
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

const ALERTS: [&str; 5] = ["note", "tip", "important", "warning", "caution"];

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

/// The end of an element that is no HTML, and of braces, is searched for within so many bytes.
const FARTHEST: usize = 4096;

/// Returns whether what should be an address is a word.
fn is_word(address: &str) -> bool {
    !address.is_empty() && address.chars().all(char::is_alphanumeric)
}

/// Returns the name of a footnote as Markdown compares it.
fn folded(name: &str) -> String {
    name.to_lowercase()
}

/// Returns whether the words behind some `#` were to be a heading. One `#` also begins a tag, a number or a channel.
fn is_heading(marks: usize, words: &str) -> bool {
    match marks {
        1 => words.starts_with(char::is_uppercase) && words.contains(' ') && !words.contains('#'),
        _ => words.starts_with(char::is_alphanumeric),
    }
}

/// Returns whether braces hold, or were to hold, the claims of a heading.
fn claims(inner: &str) -> bool {
    ["controls", "clauses"].into_iter().any(|name| {
        memmem::find_iter(inner.as_bytes(), name).any(|at| {
            let before = inner[..at].chars().next_back();
            let after = inner[at + name.len()..].trim_start();
            before.is_none_or(char::is_whitespace) && after.starts_with(['=', ':'])
        })
    })
}
