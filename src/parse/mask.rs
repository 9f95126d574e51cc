//! Keeps text that the parser of Markdown would take away although nobody means it as markup: `<service desk>`, which
//! CommonMark calls a tag, `{name}` at the end of a heading, and a line that begins with `:smile:`; and a
//! backslash behind the box of a task, with which the parser panics if a line of dashes follows.
//!
//! One byte of each is replaced by a harmless one before the text is parsed. Afterwards every word of an event is taken
//! from the original text again, so that nobody sees the replacement.

use std::cell::LazyCell;
use std::ops::Range;

use memchr::{memchr, memchr_iter, memmem};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag};
use rustc_hash::FxHashMap;

use super::element_names::{Fate, fate, is_word};

/// A copy of a text in which some bytes are replaced.
pub(super) struct Mask {
    /// The text to parse.
    pub text: String,
    /// The replaced `<`, in order.
    pub tags: Vec<usize>,
    /// Each replaced character, and its replacement.
    stands_for: [(char, char); 4],
}

/// Punctuation without a meaning in the Markdown of a handbook; last, in case a text uses all of it, control characters.
const REPLACEMENTS: [char; 9] = ['%', '$', '@', '?', ',', '\u{1}', '\u{2}', '\u{3}', '\u{4}'];

impl Mask {
    /// Returns the mask of a text; `None` if nothing in it needs one, as in most texts.
    pub(super) fn of(text: &str) -> Option<Self> {
        let (tags, braces, colons, backslashes) = (tags(text), braces(text), colons(text), backslashes(text));
        if [&tags, &braces, &colons, &backslashes].into_iter().all(Vec::is_empty) {
            return None;
        }
        // A replacement that is nowhere in the text can be found again in words that differ from their source.
        let mut unused = REPLACEMENTS.into_iter().filter(|c| !text.contains(*c));
        let stands_for = ['<', '{', ':', '\\'].map(|character| Some((character, unused.next()?)));
        let [Some(tag), Some(brace), Some(colon), Some(backslash)] = stands_for else { return None };
        let stands_for = [tag, brace, colon, backslash];
        let mut masked = text.as_bytes().to_vec();
        for (places, (_, replacement)) in [&tags, &braces, &colons, &backslashes].into_iter().zip(stands_for) {
            for at in places {
                masked[*at] = u8::try_from(replacement).ok()?;
            }
        }
        Some(Self { text: String::from_utf8(masked).ok()?, tags, stands_for })
    }

    /// Returns an event of the masked text as an event of the original text.
    pub(super) fn restore<'a>(&self, event: Event<'_>, original: &'a str) -> Event<'a> {
        let words = |words: CowStr<'_>| self.words(&words, original);
        match event {
            Event::Text(text) => Event::Text(words(text)),
            Event::Code(code) => Event::Code(words(code)),
            Event::Html(html) => Event::Html(words(html)),
            Event::InlineHtml(html) => Event::InlineHtml(words(html)),
            Event::FootnoteReference(name) => Event::FootnoteReference(words(name)),
            Event::InlineMath(math) => Event::InlineMath(words(math)),
            Event::DisplayMath(math) => Event::DisplayMath(words(math)),
            Event::Start(tag) => Event::Start(self.tag(tag, original)),
            Event::End(end) => Event::End(end),
            Event::SoftBreak => Event::SoftBreak,
            Event::HardBreak => Event::HardBreak,
            Event::Rule => Event::Rule,
            Event::TaskListMarker(done) => Event::TaskListMarker(done),
        }
    }

    fn tag<'a>(&self, tag: Tag<'_>, original: &'a str) -> Tag<'a> {
        let words = |words: CowStr<'_>| self.words(&words, original);
        match tag {
            Tag::Link { link_type, dest_url, title, id } => {
                Tag::Link { link_type, dest_url: words(dest_url), title: words(title), id: words(id) }
            }
            Tag::Image { link_type, dest_url, title, id } => {
                Tag::Image { link_type, dest_url: words(dest_url), title: words(title), id: words(id) }
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => Tag::CodeBlock(CodeBlockKind::Fenced(words(info))),
            Tag::FootnoteDefinition(name) => Tag::FootnoteDefinition(words(name)),
            Tag::Heading { level, id, classes, attrs } => Tag::Heading {
                level,
                id: id.map(words),
                classes: classes.into_iter().map(words).collect(),
                attrs: attrs.into_iter().map(|(name, value)| (words(name), value.map(words))).collect(),
            },
            other => other.into_static(),
        }
    }

    /// Returns words of the masked text as they are in the original.
    fn words<'a>(&self, words: &CowStr<'_>, original: &'a str) -> CowStr<'a> {
        let start = (words.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        let range = start..start.saturating_add(words.len());
        match words {
            CowStr::Borrowed(_) if range.end <= self.text.len() => original[range].into(),
            words => {
                let mut restored = words.to_string();
                for (character, replacement) in self.stands_for {
                    if restored.contains(replacement) {
                        restored = restored.replace(replacement, character.encode_utf8(&mut [0; 4]));
                    }
                }
                restored.into()
            }
        }
    }
}

/// A `<` that begins a tag.
struct TagAt<'a> {
    name: &'a str,
    closes: bool,
    /// The bytes after the name.
    after: usize,
}

fn tag_at(text: &str, at: usize) -> Option<TagAt<'_>> {
    let rest = &text[at + 1..];
    let closes = rest.starts_with('/');
    let start = at + 1 + usize::from(closes);
    let name = &text[start..];
    let length = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(name.len());
    let after = start + length;
    let fits = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && text[after..].starts_with(|c: char| c.is_whitespace() || matches!(c, '/' | '>'));
    fits.then_some(TagAt { name: &text[start..after], closes, after })
}

/// Returns the places of each `<` that CommonMark takes for the start of a tag, but HTML has no such element.
fn tags(text: &str) -> Vec<usize> {
    let last_closing = LazyCell::new(|| last_closing(text));
    let closed_later =
        |tag: &TagAt<'_>| last_closing.get(&tag.name.to_ascii_lowercase()).is_some_and(|last| *last > tag.after);
    let mut found = Vec::new();
    let mut skip_to = 0;
    for at in memchr_iter(b'<', text.as_bytes()) {
        let Some(tag) = tag_at(text, at).filter(|_| at >= skip_to && !is_escaped(text, at)) else { continue };
        let is_alone = || text[tag.after..].starts_with('>') && !closed_later(&tag);
        match fate(tag.name) {
            // Pictures and formulas have elements of their own.
            Some(Fate::Removed) if !tag.closes && closed_later(&tag) => {
                skip_to = closing(text, &tag).unwrap_or(skip_to);
            }
            Some(_) if tag.closes || !is_word(tag.name) || !is_alone() => {}
            _ if is_destination(text, at) => {}
            _ => found.push(at),
        }
    }
    found
}

/// Returns the place of the last closing tag of each element, by its name in lowercase.
fn last_closing(text: &str) -> FxHashMap<String, usize> {
    let places = memmem::find_iter(text.as_bytes(), "</");
    places.filter_map(|at| Some((tag_at(text, at)?.name.to_ascii_lowercase(), at))).collect()
}

/// Returns the place of the first closing tag of an element after its opening one.
fn closing(text: &str, open: &TagAt<'_>) -> Option<usize> {
    let mut places = memmem::find_iter(&text.as_bytes()[open.after..], "</").map(|at| open.after + at);
    places.find(|at| tag_at(text, *at).is_some_and(|tag| tag.name.eq_ignore_ascii_case(open.name)))
}

/// Returns whether there is a backslash before a character that takes its meaning.
fn is_escaped(text: &str, at: usize) -> bool {
    text[..at].bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1
}

/// Returns whether the `<` begins the address of a link: `[text](<a file.md>)`, `[label]: <a file.md>`.
fn is_destination(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches([' ', '\t']);
    before.ends_with("](") || before.ends_with("]:")
}

/// Returns the places of each `{` at the end of a line whose braces hold nothing that a heading can have.
fn braces(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    for close in memchr_iter(b'}', text.as_bytes()) {
        let rest = text[close + 1..].trim_start_matches(['#', ' ', '\t', '\r']);
        if !rest.is_empty() && !rest.starts_with('\n') {
            continue;
        }
        let Some(open) = text[..close].rfind(['{', '}', '\n']).filter(|at| text[*at..].starts_with('{')) else {
            continue;
        };
        if !has_attributes(&text[open + 1..close]) {
            found.push(open);
        }
    }
    found
}

/// Returns whether what is between braces is, or is nearly, a list of attributes of a heading.
pub(super) fn has_attributes(braces: &str) -> bool {
    let names = ["controls", "clauses", "search"];
    let is_known = |word: &str| {
        names.iter().any(|name| {
            let rest = word.get(..name.len()).filter(|head| head.eq_ignore_ascii_case(name));
            rest.is_some_and(|_| word[name.len()..].is_empty() || word[name.len()..].starts_with(':'))
        })
    };
    let first = braces.split_whitespace().next().unwrap_or_default();
    // `{#id}`, `{.class}`, and `{: #id}` as other tools write it.
    let begins = first.len() > 1 && first.starts_with(['#', '.', ':']) || first == ":";
    begins || braces.split_whitespace().any(|word| word.contains('=') || is_known(word))
}

/// Returns the places of each `:` that begins a line and does not begin a definition: no white space follows it, or it
/// is in the middle of a code span.
fn colons(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    for at in memchr_iter(b':', text.as_bytes()) {
        if !text[..at].trim_end_matches([' ', '\t', '>']).ends_with('\n') {
            continue;
        }
        let end = memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |end| at + end);
        // The line below the head of a table may begin with a colon.
        let is_delimiter = text[at..end].contains('-')
            && text[at..end].bytes().all(|b| matches!(b, b'-' | b':' | b'|' | b' ' | b'\t' | b'\r'));
        let next = text[at + 1..].chars().next();
        let has_space = next.is_none_or(char::is_whitespace);
        if !is_delimiter && !has_space || has_space && is_in_code_span(text, at) {
            found.push(at);
        }
    }
    found
}

/// Returns the places of each `\` that is alone behind the box of a task.
fn backslashes(text: &str) -> Vec<usize> {
    let is_alone = |at: &usize| {
        if !text[at + 1..].starts_with(['\n', '\r']) {
            return false;
        }
        let line = text[..*at].rsplit('\n').next().unwrap_or_default().trim_end_matches([' ', '\t']);
        let before = ["[ ]", "[x]", "[X]"].into_iter().find_map(|task| line.strip_suffix(task));
        let is_marker = |c: char| c.is_ascii_digit() || " \t>-*+.):".contains(c);
        before.is_some_and(|before| before.chars().all(is_marker))
    };
    memchr_iter(b'\\', text.as_bytes()).filter(is_alone).collect()
}

/// A code span is searched for within so many bytes.
const LONGEST: usize = 4096;

/// Returns whether a place is between the backticks of a code span of its paragraph.
fn is_in_code_span(text: &str, at: usize) -> bool {
    let (from, to) = (text.floor_char_boundary(at.saturating_sub(LONGEST)), text.ceil_char_boundary(at + LONGEST));
    let start = text[from..at].rfind("\n\n").map_or(from, |end| from + end + 2);
    let end = text[at..to].find("\n\n").map_or(to, |end| at + end);
    let paragraph = &text[start..end];
    let mut runs = backticks(paragraph);
    while let Some(open) = runs.next() {
        if start + open.start > at {
            return false;
        }
        let mut rest = runs.clone();
        if let Some(close) = rest.find(|run| run.len() == open.len()) {
            if (open.end..close.start).contains(&(at - start)) {
                return true;
            }
            runs = rest;
        }
    }
    false
}

/// Returns the places of each run of backticks.
fn backticks(text: &str) -> impl Iterator<Item = Range<usize>> + Clone + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + memchr(b'`', &text.as_bytes()[at..])?;
        let length = text[start..].bytes().take_while(|b| *b == b'`').count();
        at = start + length;
        Some(start..at)
    })
}

#[cfg(test)]
mod tests {
    use super::Mask;

    /// Returns the text with a `~` at each place that is masked.
    fn masked(text: &str) -> String {
        let Some(mask) = Mask::of(text) else { return text.to_owned() };
        let pairs = text.chars().zip(mask.text.chars());
        pairs.map(|(before, after)| if before == after { before } else { '~' }).collect()
    }

    #[test]
    fn words_in_angle_brackets_are_no_tags() {
        assert_eq!(masked("to <service desk>, List<String>, </x>"), "to ~service desk>, List~String>, ~/x>");
        assert_eq!(masked("to <address> by <Time>, <template>"), "to ~address> by ~Time>, ~template>");
        for text in [
            "<b>x</b> <BR> <time>9:00</time> <address>x</address> <section class=a>",
            "<https://e.org> <a@e.org> 3 < 4 <30 minutes>",
            "[x](<my docs/a.md>) and [y]: <my docs/b.md>",
            "<svg width=1><text>A</text></svg>",
            "\\<service desk\\>",
        ] {
            assert_eq!(masked(text), text);
        }
    }

    #[test]
    fn braces_without_attributes_are_text() {
        assert_eq!(masked("## For {name}\n## Path ${HOME} ##\n## {}\n"), "## For ~name}\n## Path $~HOME} ##\n## ~}\n");
        for text in [
            "## A {#a}",
            "## A {.b}",
            "## A {controls=A.5.1}",
            "## A {controls}",
            "## A {controls: x}",
            "## A {: #a}",
            "{a} b",
        ] {
            assert_eq!(masked(text), text);
        }
    }

    #[test]
    fn a_definition_needs_a_space_behind_its_colon() {
        assert_eq!(masked("a\n:smile: b\n> :x\n"), "a\n~smile: b\n> ~x\n");
        assert_eq!(masked("a `b\n: c` d"), "a `b\n~ c` d");
        for text in ["a\n: b `c\n", "| a |\n|---|\n", "a\n:-- | :-:\n", "a: b"] {
            assert_eq!(masked(text), text);
        }
    }

    #[test]
    fn a_task_may_be_a_backslash_above_a_line() {
        assert_eq!(masked("- [ ] \\\n  ---\n"), "- [ ] ~\n  ---\n");
        for text in ["- [ ] a\\\n  b", "see [x] \\\n  b", "- [ ] \\a\n"] {
            assert_eq!(masked(text), text);
        }
    }
}
