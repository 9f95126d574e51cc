//! The first time that a document uses a word of the glossary, the word leads to its definition and bears it.

use std::ops::Range;

use memchr::memmem::Finder;
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use crate::html::escape;
use crate::isms;
use crate::model::{EntryIx, EntryValue, Handbook, Prose, ResolvedReference, Token, begins_block};

/// The words of a handbook's glossary.
pub(super) struct Glossary {
    terms: Vec<Term>,
}

/// A word, and the entry that defines it.
struct Term {
    entry: EntryIx,
    /// What it means, without marks.
    definition: String,
    /// The title in lowercase.
    title: Finder<'static>,
    /// The abbreviation, which stands for nothing else in other letters.
    abbreviation: Option<Finder<'static>>,
}

impl Glossary {
    pub(super) fn new(handbook: &Handbook) -> Self {
        let defined = |term: isms::Term<'_>| {
            let Some(EntryValue::Markdown(definition)) = term.value(isms::Term::DEFINITION) else { return None };
            let finder = |text: &str| Finder::new(text.as_bytes()).into_owned();
            let abbreviation = term.text(isms::Term::ABBREVIATION).filter(|text| text.len() > 1).map(finder);
            let title = finder(&term.title().to_ascii_lowercase());
            (term.title().len() > 2).then(|| Term {
                entry: term.ix,
                definition: plain(definition),
                title,
                abbreviation,
            })
        };
        Self { terms: isms::Term::all(handbook).filter_map(defined).collect() }
    }

    /// No term has been met yet; `None` if there is none to meet.
    pub(super) fn unseen(&self) -> Option<Vec<bool>> {
        (!self.terms.is_empty()).then(|| vec![false; self.terms.len()])
    }

    /// The HTML of some words in which each term that was not seen before leads to its definition; `None` if there is none.
    pub(super) fn mark(&self, words: &str, seen: &mut [bool], href: impl Fn(EntryIx) -> String) -> Option<String> {
        let found = self.find(words, seen);
        let mut html = String::new();
        let mut done = 0;
        for (range, term) in &found {
            let (href, note) = (escape(&href(term.entry)), escape(&term.definition));
            html.push_str(&escape(&words[done..range.start]));
            let word = escape(&words[range.clone()]);
            html.push_str(&format!("<a class=\"term\" href=\"{href}\" title=\"{note}\">{word}</a>"));
            done = range.end;
        }
        (done > 0).then(|| html + &escape(&words[done..]))
    }

    /// The terms in some words that were not seen before, in their order and apart from one another.
    fn find(&self, words: &str, seen: &mut [bool]) -> Vec<(Range<usize>, &Term)> {
        let lower = words.to_ascii_lowercase();
        let mut found: Vec<(Range<usize>, usize)> = Vec::new();
        for (at, term) in self.terms.iter().enumerate().filter(|(at, _)| !seen[*at]) {
            let title = word(words, &lower, &term.title);
            let range = title.or_else(|| word(words, words, term.abbreviation.as_ref()?));
            found.extend(range.map(|range| (range, at)));
        }
        // Of two that overlap the longer one is meant: "risk owner", not "risk".
        found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let mut end = 0;
        found.retain(|(range, _)| {
            let apart = range.start >= end;
            end = end.max(range.end);
            apart
        });
        found.iter().for_each(|(_, at)| seen[*at] = true);
        found.into_iter().map(|(range, at)| (range, &self.terms[at])).collect()
    }
}

/// Where a term stands as a word of its own; a plural is one, too.
fn word(words: &str, searched: &str, term: &Finder<'_>) -> Option<Range<usize>> {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    term.find_iter(searched.as_bytes()).find_map(|start| {
        let end = start + term.needle().len();
        let end = if words[end..].starts_with('s') { end + 1 } else { end };
        let alone = !letter(words[..start].chars().next_back()) && !letter(words[end..].chars().next());
        alone.then_some(start..end)
    })
}

/// The words of a text without their marks; a link bears its own.
fn plain(prose: &Prose<ResolvedReference>) -> String {
    let mut words = String::new();
    let mut links = prose.references.iter();
    let mut named = false;
    prose.tokens().for_each(|token| match token {
        Token::Mention(text) => {
            links.next();
            words.push_str(&text);
        }
        Token::Link { tag, .. } => {
            let link = links.next();
            if let (Tag::Link { link_type: LinkType::WikiLink { has_pothole: false }, .. }, Some(link)) = (tag, link) {
                words.push_str(&link.text);
                named = true;
            }
        }
        Token::Address | Token::NamedCount => drop(links.next()),
        Token::Event(Event::End(TagEnd::Link)) => named = false,
        Token::Event(Event::Text(text) | Event::Code(text)) if !named => words.push_str(&text),
        Token::Event(Event::SoftBreak | Event::HardBreak) => words.push(' '),
        Token::Event(Event::Start(tag)) if begins_block(&tag) => words.push(' '),
        Token::Event(_) => {}
    });
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
