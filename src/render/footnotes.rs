//! Footnotes: numbered in the order of first use, listed at the end, with links back.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, html};

use crate::html::escape;
use crate::wording::Wording;

/// The footnotes of one text.
#[derive(Default)]
pub(super) struct Footnotes<'a> {
    /// The number of each name, and the number of references to it.
    numbers: BTreeMap<String, (usize, usize)>,
    /// The definition of each name.
    definitions: BTreeMap<String, Vec<Event<'a>>>,
    /// The open definition.
    open: Option<(String, Vec<Event<'a>>)>,
}

impl<'a> Footnotes<'a> {
    /// Returns the HTML of a reference to a footnote; its anchor has the prefix `before`.
    pub(super) fn reference(&mut self, name: &str, before: &str, words: &Wording) -> String {
        let next = self.numbers.len() + 1;
        let (number, uses) = self.numbers.entry(name.to_owned()).or_insert((next, 0));
        *uses += 1;
        let again = if *uses > 1 { format!("-{uses}") } else { String::new() };
        let label = escape(&words.fill("prose.footnote", &[("n", &number)]));
        format!(
            "<sup class=\"footnote\"><a href=\"#{before}_fn-{number}\" id=\"{before}_fnref-{number}{again}\" aria-label=\"{label}\">{number}</a></sup>"
        )
    }

    /// Begins a definition, which collects the events that follow.
    pub(super) fn begin(&mut self, name: &str) {
        self.open = Some((name.to_owned(), Vec::new()));
    }

    /// Ends the open definition.
    pub(super) fn end(&mut self) {
        if let Some((name, events)) = self.open.take() {
            self.definitions.entry(name).or_insert(events);
        }
    }

    /// Adds an event to the open definition; returns it if no definition is open.
    pub(super) fn take(&mut self, event: Event<'a>) -> Option<Event<'a>> {
        match &mut self.open {
            Some((_, events)) => {
                events.push(event);
                None
            }
            None => Some(event),
        }
    }

    /// Returns the HTML list of the footnotes that are referred to; `own` marks the markup that is not from the text.
    pub(super) fn list(self, before: &str, words: &Wording, own: impl Fn(String) -> String) -> String {
        let mut definitions = self.definitions;
        let mut notes: Vec<(usize, usize, Vec<Event<'_>>)> = self
            .numbers
            .iter()
            .map(|(name, (number, uses))| (*number, *uses, definitions.remove(name).unwrap_or_default()))
            .collect();
        if notes.is_empty() {
            return String::new();
        }
        notes.sort_by_key(|(number, ..)| *number);
        let title = escape(words.say("prose.footnotes"));
        let mut list = own(format!("<section class=\"footnotes\" aria-label=\"{title}\"><ol>\n"));
        for (number, uses, events) in notes {
            list.push_str(&own(format!("<li id=\"{before}_fn-{number}\">")));
            html::push_html(&mut list, events.into_iter());
            for place in 1..=uses {
                list.push_str(&own(back(number, place, before, words)));
            }
            list.push_str("</li>\n");
        }
        list.push_str("</ol></section>\n");
        list
    }
}

/// Returns the link from a footnote to one of the places that refer to it.
fn back(number: usize, place: usize, before: &str, words: &Wording) -> String {
    let (label, again, sign) = match place {
        1 => (words.fill("prose.back", &[("n", &number)]), String::new(), "↩".to_owned()),
        _ => {
            let label = words.fill("prose.back-again", &[("n", &number), ("place", &place)]);
            (label, format!("-{place}"), format!(" ↩<sup>{place}</sup>"))
        }
    };
    let label = escape(&label);
    format!("<a class=\"back\" href=\"#{before}_fnref-{number}{again}\" aria-label=\"{label}\">{sign}</a>")
}
