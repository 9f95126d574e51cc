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
