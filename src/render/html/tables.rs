//! Tables, and the frames in which they scroll.

use pulldown_cmark::{Alignment, CowStr, Event};

use super::Writer;
use crate::html::link_is_open;

/// The start of the frame in which a table scrolls. Where it does, a script makes it a stop of the keyboard.
pub(super) const TABLE_FRAME: &str = "<div class=\"table-scroll\">";

impl<'a> Writer<'_, 'a> {
    /// Writes raw HTML of the author, with a frame around each table, in which it scrolls like others.
    pub(super) fn raw_html(&mut self, html: CowStr<'a>) {
        self.in_raw_link = link_is_open(&html, self.in_raw_link);
        let mut done = 0;
        for TableTag { opens, start, end } in table_tags(&html) {
            let before = self.raw_tables;
            self.raw_tables = if opens { before + 1 } else { before.saturating_sub(1) };
            // A table in a table scrolls with it.
            if before + self.raw_tables != 1 {
                continue;
            }
            let cut = if opens { start } else { end };
            self.push(Event::InlineHtml(html[done..cut].to_owned().into()));
            self.raw(if opens { TABLE_FRAME } else { "</div>" });
            done = cut;
        }
        self.push(Event::InlineHtml(if done == 0 { html } else { html[done..].to_owned().into() }));
    }

    pub(super) fn start_cell(&mut self) {
        let class = match self.table.alignments.get(self.table.column) {
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::Center) => " class=\"center\"",
            _ => "",
        };
        // The empty corner of a table is not the header of anything.
        self.table.is_header = self.table.in_head && !self.table.is_empty;
        self.raw(if self.table.is_header { format!("<th scope=\"col\"{class}>") } else { format!("<td{class}>") });
    }

    pub(super) fn end_cell(&mut self) {
        self.table.column += 1;
        self.raw(if self.table.is_header { "</th>" } else { "</td>" });
    }
}

/// The start or the end of a table.
struct TableTag {
    /// Whether it is a start.
    opens: bool,
    /// The first byte.
    start: usize,
    /// The byte after the last.
    end: usize,
}

/// Returns the tags of tables in a piece of raw HTML, apart from those in comments.
fn table_tags(html: &str) -> Vec<TableTag> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(start) = html[at..].find('<').map(|start| at + start) {
        let tag = &html[start + 1..];
        if tag.starts_with("!--") {
            let Some(end) = tag.find("-->") else { break };
            at = start + end + 4;
            continue;
        }
        let name = tag.strip_prefix('/').unwrap_or(tag);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            at = start + 1;
            continue;
        }
        at = length(tag).map_or(html.len(), |length| start + 1 + length);
        let opens = name.len() == tag.len();
        let is_table = name.get(..5).is_some_and(|word| word.eq_ignore_ascii_case("table"))
            && !name[5..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
        if is_table {
            found.push(TableTag { opens, start, end: at });
        }
    }
    found
}

/// Returns the length of a tag, up to the `>` that is not in quotes, or else the first one.
fn length(tag: &str) -> Option<usize> {
    let mut quote = None;
    let ends = |byte: u8| {
        match (quote, byte) {
            (None, b'>') => return true,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
        false
    };
    tag.bytes().position(ends).or_else(|| tag.find('>')).map(|end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::table_tags;

    #[test]
    fn only_tags_of_tables_are_found() {
        let html = "<p><TABLE class=\"x\"><tr><td><tablet></td></tr></table ><!-- <table> --></p><table";
        let tags = table_tags(html);
        let found: Vec<_> = tags.iter().map(|tag| (tag.opens, &html[tag.start..tag.end])).collect();
        assert_eq!(found, [(true, "<TABLE class=\"x\">"), (false, "</table >"), (true, "<table")]);
    }

    #[test]
    fn a_table_in_an_attribute_is_words() {
        let found = |html: &str| table_tags(html).len();
        assert_eq!(found("<img alt=\"<table>\"><b title='</table>'>x</b>"), 0);
        assert_eq!(found("<table title=\"a > b\"></table>"), 2);
        assert_eq!(found("<p don't><table></table>"), 2);
    }
}
