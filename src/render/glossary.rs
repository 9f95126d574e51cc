//! Marks terms of the glossary: the first use of each in a section links to its definition and has it as a tooltip.

use rustc_hash::FxHashMap;

use crate::assess::Assessed;
use crate::html::escape;
use crate::isms::{self, Seen, Term};
use crate::model::{EntryIx, EntryValue, one_line};

/// The glossary of a handbook.
pub(super) struct Glossary {
    words: isms::Glossary,
    /// The definition of each term as plain text.
    definitions: FxHashMap<EntryIx, String>,
}

impl Glossary {
    pub(super) fn new(assessed: &Assessed) -> Self {
        let defined = |term: Term<'_>| {
            let Some(EntryValue::Markdown(definition)) = term.value(Term::DEFINITION) else { return None };
            Some((term.ix, one_line(definition.elements(), |to| assessed.count_text(to))))
        };
        let definitions = Term::all(&assessed.handbook).filter_map(defined).collect();
        Self { words: isms::Glossary::of(&assessed.handbook), definitions }
    }

    /// Returns a list for the terms that a section has used; `None` if the glossary is empty.
    pub(super) fn unseen(&self) -> Option<Seen> {
        self.words.unseen()
    }

    /// Returns text as HTML with a link on each term that the section has not used before; `None` if there are no such terms.
    pub(super) fn mark(&self, words: &str, seen: &mut Seen, href: impl Fn(EntryIx) -> String) -> Option<String> {
        let mut html = String::new();
        let mut done = 0;
        for (range, entry) in self.words.find(words, seen) {
            let (href, note) = (escape(&href(entry)), escape(&self.definitions[&entry]));
            html.push_str(&escape(&words[done..range.start]));
            let word = escape(&words[range.clone()]);
            html.push_str(&format!("<a class=\"term\" href=\"{href}\" title=\"{note}\">{word}</a>"));
            done = range.end;
        }
        (done > 0).then(|| html + &escape(&words[done..]))
    }
}
