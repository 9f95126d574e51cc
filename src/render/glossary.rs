//! Marks terms of the glossary: the first use of each in a document links to its definition and has it as a tooltip.

use std::ops::Range;

use memchr::memmem::Finder;

use crate::assess::Assessed;
use crate::html::escape;
use crate::isms;
use crate::model::{EntryIx, EntryValue, one_line};

/// The glossary of a handbook.
pub(super) struct Glossary {
    terms: Vec<Term>,
}

/// A term, and the entry that defines it.
struct Term {
    entry: EntryIx,
    /// The definition as plain text.
    definition: String,
    /// Searches for the title in lowercase.
    title: Finder<'static>,
    /// Searches for the abbreviation in exactly these letters.
    abbreviation: Option<Finder<'static>>,
}

impl Glossary {
    pub(super) fn new(assessed: &Assessed) -> Self {
        let defined = |term: isms::Term<'_>| {
            let Some(EntryValue::Markdown(definition)) = term.value(isms::Term::DEFINITION) else { return None };
            let finder = |text: &str| Finder::new(text.as_bytes()).into_owned();
            let abbreviation = term.text(isms::Term::ABBREVIATION).filter(|text| text.len() > 1).map(finder);
            let title = finder(&term.title().to_ascii_lowercase());
            let definition = one_line(definition.elements(), |to| assessed.count_text(to));
            (term.title().len() > 2).then_some(Term { entry: term.ix, definition, title, abbreviation })
        };
        Self { terms: isms::Term::all(&assessed.handbook).filter_map(defined).collect() }
    }

    /// Returns a flag for each term, for the terms already seen; `None` if the glossary is empty.
    pub(super) fn unseen(&self) -> Option<Vec<bool>> {
        (!self.terms.is_empty()).then(|| vec![false; self.terms.len()])
    }

    /// Returns text as HTML with a link on each term that was not seen before; `None` if there are no such terms.
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

    /// Returns the terms that were not seen before and do not overlap, in the order of the text.
    fn find(&self, words: &str, seen: &mut [bool]) -> Vec<(Range<usize>, &Term)> {
        let lower = words.to_ascii_lowercase();
        let mut found: Vec<(Range<usize>, usize)> = Vec::new();
        for (at, term) in self.terms.iter().enumerate().filter(|(at, _)| !seen[*at]) {
            let title = word(words, &lower, &term.title);
            let range = title.or_else(|| word(words, words, term.abbreviation.as_ref()?));
            found.extend(range.map(|range| (range, at)));
        }
        // If two overlap, the longer one wins: "risk owner", not "risk".
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

/// Finds a term, or its plural, as a separate word.
fn word(words: &str, searched: &str, term: &Finder<'_>) -> Option<Range<usize>> {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    term.find_iter(searched.as_bytes()).find_map(|start| {
        let end = start + term.needle().len();
        let end = if words[end..].starts_with('s') { end + 1 } else { end };
        let alone = !letter(words[..start].chars().next_back()) && !letter(words[end..].chars().next());
        alone.then_some(start..end)
    })
}
