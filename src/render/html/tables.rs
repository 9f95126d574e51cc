//! Tables in raw HTML.

/// The start or the end of a table.
pub(super) struct TableTag {
    /// Whether it is a start.
    pub opens: bool,
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// Returns the tags of tables in a piece of raw HTML, apart from those in comments.
pub(super) fn table_tags(html: &str) -> Vec<TableTag> {
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
