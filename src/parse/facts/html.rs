//! The letters of a block of raw HTML: the cells of its tables, or its lines.

use std::ops::Range;

use super::block::{Block, Letter};

/// Returns the blocks in raw HTML, which is a part of a text.
pub(super) fn blocks(text: &str, part: Range<usize>) -> Vec<Block> {
    let mut reader = Reader::default();
    let mut at = part.start;
    while at < part.end {
        let rest = &text[at..part.end];
        let open = rest.find('<').unwrap_or(rest.len());
        reader.words(&rest[..open], at);
        let close = if rest[open..].starts_with("<!--") { "-->" } else { ">" };
        let tag = rest[open..].find(close).map_or(rest.len(), |end| open + end + close.len());
        reader.tag(&rest[open..tag], at + open);
        at += tag;
    }
    reader.flush();
    reader.blocks
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    letters: Vec<Letter>,
    /// The rows of the open table.
    rows: Option<Vec<Vec<Vec<Letter>>>>,
    strong: usize,
}

impl Reader {
    fn words(&mut self, words: &str, at: usize) {
        let mut from = 0;
        while let Some(letter) = words[from..].chars().next() {
            let (shown, length) = entity(&words[from..]).unwrap_or((letter, letter.len_utf8()));
            // A line break in the source is a blank.
            let letter = if shown.is_whitespace() { ' ' } else { shown };
            self.letters.push(Letter {
                letter,
                place: at + from..at + from + length,
                strong: self.strong > 0,
                pictured: false,
            });
            from += length;
        }
    }

    fn tag(&mut self, tag: &str, at: usize) {
        let inner = tag.trim_start_matches('<');
        let is_end = inner.starts_with('/');
        let name = inner.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        match (name.to_ascii_lowercase().as_str(), is_end) {
            ("b" | "strong" | "th", false) => self.strong += 1,
            ("b" | "strong", true) => self.strong = self.strong.saturating_sub(1),
            ("table", false) => {
                self.flush();
                self.rows = Some(Vec::new());
            }
            ("table", true) => {
                self.blocks.extend(self.rows.take().map(Block::Table));
                self.letters.clear();
            }
            ("br" | "p" | "div" | "li" | "blockquote", _) if !self.letters.is_empty() => {
                self.letters.push(Letter { letter: '\n', place: at..at, strong: false, pictured: false });
            }
            _ => {}
        }
        match (&mut self.rows, name.to_ascii_lowercase().as_str(), is_end) {
            (Some(rows), "tr", false) => rows.push(Vec::new()),
            (Some(_), "td" | "th", false) => self.letters.clear(),
            (Some(rows), "td" | "th", true) => {
                let cell = std::mem::take(&mut self.letters);
                rows.last_mut().into_iter().for_each(|row| row.push(cell.clone()));
                self.strong = 0;
            }
            _ => {}
        }
    }

    fn flush(&mut self) {
        let letters = std::mem::take(&mut self.letters);
        if letters.iter().any(|letter| letter.letter.is_alphanumeric()) {
            self.blocks.push(Block::Lines(letters));
        }
    }
}

/// Returns the letter of an entity at the beginning of a text, and the number of its bytes.
fn entity(text: &str) -> Option<(char, usize)> {
    const KNOWN: [(&str, char); 5] = [("&amp;", '&'), ("&nbsp;", ' '), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"')];
    KNOWN.iter().find(|(written, _)| text.starts_with(written)).map(|(written, letter)| (*letter, written.len()))
}

#[cfg(test)]
mod tests {
    use crate::fixture::facts;

    #[test]
    fn labels_are_found_in_raw_html() {
        let rules = "owner = \"label:Owner\"\nversion = \"label:Version\"\n";
        for html in [
            "<table>\n<tr><th>Owner</th><td>Head of IT</td></tr>\n<tr>\n  <th>Version</th>\n  <td><b>2.1</b></td></tr>\n</table>",
            "<table><thead><tr><th>Owner</th><th>Version</th></tr></thead><tr><td>Head of IT</td><td>2.1</td></tr></table>",
            "<p><strong>Owner:</strong> Head of IT<br>\n<strong>Version:</strong> 2.1</p>",
            "<div align=\"center\">Owner: Head of IT</div>\n<div>Version: 2.1</div>",
        ] {
            let text = format!("# A\n\n{html}\n\nText.\n");
            assert_eq!(facts(rules, &text), ["version=2.1", "owner=Head of IT"], "{html}");
        }
        for html in ["<!-- Owner: Head of IT -->", "<table><tr><td>Owner</td>", "<img alt=\"Owner: x\">", "<"] {
            assert_eq!(facts(rules, &format!("# A\n\n{html}\n")), [""; 0], "{html}");
        }
    }
}
