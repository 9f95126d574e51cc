//! All that a document states, whether or not book.toml asks for it: for `adopt`, which proposes what to ask for.

use std::ops::Range;

use super::labels::labels;
use super::outline::{Outline, heads, top};
use super::rows::Tables;
use crate::parse::fences::{split, table};
use crate::parse::mention::scan;
use crate::source::FileId;
use crate::value::Table;

/// The parts of a document that state facts.
pub(crate) struct Stated<'t> {
    /// Its front matter; `None` if it has none that can be read.
    pub front: Option<Table>,
    /// Whether the front matter has no fence before it.
    pub unfenced: bool,
    text: &'t str,
    body: usize,
    outline: Outline<'t>,
    tables: Tables,
}

impl<'t> Stated<'t> {
    /// Reads the front matter of a document.
    pub(crate) fn read(file: FileId, text: &'t str) -> Self {
        let fenced = split(text, false);
        let is_fenced = fenced.front.is_some();
        let found = if is_fenced { fenced } else { split(text, true) };
        let (front, problems) = table(file, text, &found);
        let is_read = found.front.is_some() && problems.is_empty();
        // A single line with a colon above a rule may be anything.
        let is_front = is_read && (is_fenced || front.entries.len() > 1);
        let body = if is_front || is_fenced { found.body } else { split(text, false).body };
        let (outline, tables) = (Outline::of(text, body), Tables::default());
        Self { front: is_front.then_some(front), unfenced: is_front && !is_fenced, text, body, outline, tables }
    }

    /// Returns the text below the front matter.
    pub(crate) fn body(&self) -> &'t str {
        &self.text[self.body..]
    }

    /// Returns the labels at the top of the text with their values, of those that `is_known` tells.
    pub(crate) fn labels(&self, is_known: &dyn Fn(&str) -> bool) -> Vec<(String, String)> {
        self.pairs(top(self.text, self.body), is_known)
    }

    /// Returns the labels below a heading with their values, of those that `is_known` tells.
    pub(crate) fn labels_under(&self, heading: &str, is_known: &dyn Fn(&str) -> bool) -> Vec<(String, String)> {
        let parts = self.outline.sections(heading);
        parts.into_iter().flat_map(|part| self.pairs(part, is_known)).collect()
    }

    fn pairs(&self, part: Range<usize>, is_known: &dyn Fn(&str) -> bool) -> Vec<(String, String)> {
        let found = labels(self.text, part, is_known).into_iter().filter(|found| is_known(&found.label));
        found.map(|found| (found.label, found.value)).collect()
    }

    /// Returns the words of each heading.
    pub(crate) fn headings(&self) -> Vec<&'t str> {
        heads(self.text, self.body).map(|head| head.words).collect()
    }

    /// Returns the text of the sections below a heading.
    pub(crate) fn under(&self, heading: &str) -> Vec<&'t str> {
        self.outline.sections(heading).into_iter().map(|part| &self.text[part]).collect()
    }

    /// Returns a cell of the first or the last row of the table below a heading.
    pub(crate) fn cell(&self, heading: &str, column: &str, last: bool) -> Option<String> {
        self.tables.cell(self.text, &self.outline, &format!("{heading}/{column}"), last).map(|(words, _)| words)
    }
}

/// Returns the controls of Annex A that some words name.
pub(crate) fn controls(words: &str) -> Vec<String> {
    let ids = scan(words).into_iter().map(|mention| mention.id);
    ids.filter(|id| is_control(id)).collect()
}

/// Returns whether an id is that of a control of the edition of 2022.
pub(crate) fn is_control(id: &str) -> bool {
    let parts = id.strip_prefix("A.").and_then(|number| number.split_once('.'));
    let numbers = parts.and_then(|(theme, number)| Some((theme.parse::<u8>().ok()?, number.parse::<u8>().ok()?)));
    matches!(numbers, Some((5, 1..=37) | (6, 1..=8) | (7, 1..=14) | (8, 1..=34)))
}
