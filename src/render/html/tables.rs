//! Tables, and the frames in which they scroll.

use pulldown_cmark::{Alignment, CowStr, Event};

use super::Writer;
use crate::html::link_is_open;

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
            self.raw(if opens { self.table_frame() } else { "</div>".to_owned() });
            done = cut;
        }
        self.push(Event::InlineHtml(if done == 0 { html } else { html[done..].to_owned().into() }));
    }

    /// Returns the start of the frame in which a table scrolls.
    pub(super) fn table_frame(&self) -> String {
        let label = self.say("prose.table");
        format!("<div class=\"table-scroll\" role=\"group\" aria-label=\"{label}\" tabindex=\"0\">")
    }

    pub(super) fn start_cell(&mut self) {
        let class = match self.table.alignments.get(self.table.column) {
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::Center) => " class=\"center\"",
            _ => "",
        };
        let cell = if self.table.in_head { format!("<th scope=\"col\"{class}>") } else { format!("<td{class}>") };
        self.raw(cell);
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
        at = start + 1;
        let name = tag.strip_prefix('/').unwrap_or(tag);
        let opens = name.len() == tag.len();
        let is_table = name.get(..5).is_some_and(|word| word.eq_ignore_ascii_case("table"))
            && !name[5..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
        if is_table {
            let end = tag.find('>').map_or(html.len(), |end| start + end + 2);
            found.push(TableTag { opens, start, end });
        }
    }
    found
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
}
