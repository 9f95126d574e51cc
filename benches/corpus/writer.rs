//! Random text: fills the patterns of the vocabulary.

use super::vocabulary::{ADJECTIVES, AREAS, CASES, OBJECTS, PATTERNS, PLACES, PLURALS, REASONS, ROLES, TIMES, VERBS};
use super::{CLAUSES, CONTROLS, control, risk, risks};

/// Line length of prose, as most authors have it.
const WIDTH: usize = 110;

/// Writer of the text of one page or register.
pub(super) struct Writer {
    state: u64,
    risks: usize,
}

impl Writer {
    /// Creates a writer. The same seed and stream give the same words; each page has its own stream.
    pub(super) fn new(seed: u64, stream: usize, pages: usize) -> Self {
        let mut writer = Self { state: seed, risks: risks(pages) };
        writer.state = writer.next() ^ (stream as u64).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        writer
    }

    /// Returns the next random number (SplitMix64).
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Returns a random number below `end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("what is less than a usize fits one")
    }

    /// Returns one of a list. The first ones are more frequent, like words in real prose.
    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        let at = self.below(list.len()).min(self.below(list.len()));
        list[at]
    }

    /// Returns a generic sentence.
    pub(super) fn sentence(&mut self) -> String {
        let pattern = self.pick(PATTERNS);
        self.fill(pattern)
    }

    /// Returns several generic sentences.
    pub(super) fn sentences(&mut self, count: usize) -> String {
        (0..count).map(|_| self.sentence()).collect::<Vec<_>>().join(" ")
    }

    /// Fills the slots `@…@` of a pattern, and capitalises the first letter.
    pub(super) fn fill(&mut self, pattern: &str) -> String {
        let text = self.fill_plain(pattern);
        let mut letters = text.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    /// Fills the slots `@…@` of a pattern; the words may have slots themselves.
    pub(super) fn fill_plain(&mut self, pattern: &str) -> String {
        let mut text = String::with_capacity(2 * pattern.len());
        for (at, part) in pattern.split('@').enumerate() {
            if at % 2 == 0 {
                text.push_str(part);
            } else {
                text.push_str(&self.slot(part));
            }
        }
        text
    }

    fn slot(&mut self, name: &str) -> String {
        let word = match name {
            "who" => self.pick(ROLES),
            "do" => self.pick(VERBS).0,
            "does" => self.pick(VERBS).1,
            "done" => self.pick(VERBS).2,
            "adj" => self.pick(ADJECTIVES),
            "area" => self.pick(AREAS),
            "object" => self.pick(OBJECTS),
            "thing" => "@area@ @object@",
            "things" if self.below(3) == 0 => "@area@ @object@s",
            "things" => self.pick(PLURALS),
            "when" => self.pick(TIMES),
            "where" => self.pick(PLACES),
            "if" => self.pick(CASES),
            "why" => self.pick(REASONS),
            "name" => "@area@_@object@",
            "clause" => CLAUSES[self.below(CLAUSES.len())],
            "n" => return (self.below(89) + 2).to_string(),
            "control" => return control(self.below(CONTROLS)),
            "risk" => return risk(self.below(self.risks)),
            _ => unreachable!("the patterns have no slot `{name}`"),
        };
        self.fill_plain(word)
    }
}

/// Breaks a paragraph into lines, at spaces.
pub(super) fn wrap(paragraph: &str, indent: &str) -> String {
    let mut text = String::with_capacity(paragraph.len() + 8);
    let mut length = 0;
    for word in paragraph.split(' ') {
        if length > 0 && length + word.len() >= WIDTH {
            text.push('\n');
            text.push_str(indent);
            length = indent.len();
        } else if length > 0 {
            text.push(' ');
            length += 1;
        }
        text.push_str(word);
        length += word.len();
    }
    text
}

/// Returns the number of words in a text.
pub(super) fn words(text: &str) -> usize {
    text.split_whitespace().count()
}
