//! Blocks and lines that are cut off, do not end, or are not what they look like.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Loss;

/// The table that is being read.
#[derive(Default)]
pub(super) struct Table {
    /// The number of its columns; none outside of tables.
    pub columns: usize,
    /// The end of its last cell.
    pub cell_end: usize,
}

/// Reports the row of a table that has more cells than the table has columns.
pub(super) fn row(text: &str, table: &Table, row: &Range<usize>, found: &mut Vec<Loss>) {
    let rest = text[table.cell_end.min(row.end)..row.end].trim();
    let rest = rest.strip_prefix('|').unwrap_or(rest);
    let rest = if rest.ends_with("\\|") { rest } else { rest.strip_suffix('|').unwrap_or(rest) };
    if rest.trim_matches(['|', ' ', '\t']).is_empty() {
        return;
    }
    let mut escaped = false;
    let bars = rest.chars().filter(|c| {
        let bar = *c == '|' && !escaped;
        escaped = *c == '\\' && !escaped;
        bar
    });
    let (columns, cells) = (table.columns, table.columns + 1 + bars.count());
    let start = rest.as_ptr() as usize - text.as_ptr() as usize;
    let start = start + rest.len() - rest.trim_start().len();
    let message = format!("this row has {cells} cells, the table has {columns}: the rest is left out");
    // Links that the missing bar has torn in two are part of the same problem.
    found.retain(|loss| loss.code != "near-link" || loss.range.start < row.start);
    let help = "write `\\|` for a bar inside a cell, also in code and in `[[…\\|…]]`";
    found.push(Loss::new("cut-table-row", start..start + rest.trim().len(), message, help));
}

/// Reports a block of code without its closing fence.
pub(super) fn fence(text: &str, range: &Range<usize>, found: &mut Vec<Loss>) {
    let block = &text[range.clone()];
    let mark = block.chars().next().unwrap_or('`');
    let length = block.chars().take_while(|c| *c == mark).count();
    let mut lines = block.trim_end().lines();
    let opening = lines.next().unwrap_or_default();
    let last = lines.next_back().unwrap_or_default().trim_start_matches(['>', ' ', '\t']).trim_end();
    let closes = last.len() >= length && last.chars().all(|c| c == mark);
    if !closes {
        let fence: String = std::iter::repeat_n(mark, length).collect();
        let help = format!("write {fence} on a line of its own where the code ends");
        let message = "the block of code that begins here does not end";
        let range = range.start..range.start + opening.len();
        found.push(Loss::new("unclosed-block", range, message, &help));
    }
}

/// Looks at the beginning of a line.
pub(super) fn line(text: &str, range: &Range<usize>, found: &mut Vec<Loss>) {
    let line = text[range.start..].lines().next().unwrap_or_default().trim_end();
    let marks = line.len() - line.trim_start_matches('#').len();
    if (1..=6).contains(&marks) && is_heading(marks, &line[marks..]) {
        let message = format!("a heading needs a space behind `{}`", &line[..marks]);
        let help = format!("write `{} {}`, or `\\#` if it is not a heading", &line[..marks], &line[marks..]);
        found.push(Loss::new("near-heading", range.start..range.start + line.len(), message, &help));
    }
    let name = line.trim_start_matches(':').trim_start();
    if line.starts_with(":::") && name.starts_with(|c: char| c.is_alphabetic() || c == '{') {
        let range = range.start..range.start + line.len();
        let message = "`:::` does not begin a block here: the page shows it as it is written";
        found.push(Loss::new("foreign-block", range, message, "write an alert: `> [!NOTE]`"));
    }
}

/// Reports a block of another tool that begins with a line: an admonition, a tab, a comment or a table. A comment is reported
/// once, as its end looks like its beginning.
pub(super) fn foreign(text: &str, range: &Range<usize>, once: &mut BTreeSet<String>, found: &mut Vec<Loss>) {
    let line = text[range.start..].lines().next().unwrap_or_default().trim_end();
    let mark = &line[..line.find(|c: char| !matches!(c, '!' | '?' | '=' | '%' | '+')).unwrap_or(line.len())];
    let rest = &line[mark.len()..];
    let begins = |first: fn(char) -> bool| rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(first));
    let is_table = || {
        let above = text[..range.start].trim_end_matches([' ', '\t']);
        let begins = above.is_empty() || above.ends_with("\n\n") || above.ends_with("\r\n\r\n");
        begins && line.len() > 4 && line.ends_with('+') && line.bytes().all(|b| matches!(b, b'+' | b'-' | b'=' | b':'))
    };
    let (message, help) = match mark {
        "!!!" | "???" | "???+" | "!!!+" if begins(char::is_alphabetic) => {
            let message = "does not begin a block here: what is indented below it is shown as code";
            (message, "write an alert: `> [!NOTE]`, and the text behind `>` as well")
        }
        "===" | "===+" | "===!" if begins(|c| c == '"') => {
            let message = "does not begin a tab here: what is indented below it is shown as code";
            (message, "write a heading, and the text without its indentation")
        }
        "%%" if once.insert("%%".to_owned()) => {
            ("does not begin a comment here: the page shows it", "write `<!--` before it and `-->` behind it")
        }
        "+" if is_table() => {
            let message = "does not begin a table here: the page shows it as it is written";
            (message, "write the table with `|` between its cells, and `|---|---|` below its head")
        }
        _ => return,
    };
    let shown = if mark == "+" { "+---" } else { mark };
    let range = range.start..range.start + line.len();
    found.push(Loss::new("foreign-block", range, format!("`{shown}` {message}"), help));
}

/// Reports an alert that is not one, because it has a title or an unknown name.
pub(super) fn alert(text: &str, range: &Range<usize>, found: &mut Vec<Loss>) {
    let line = text[range.start..].lines().next().unwrap_or_default().trim_end();
    let Some((name, title)) = line.strip_prefix("[!").and_then(|rest| rest.split_once(']')) else { return };
    if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || c == '-') {
        return;
    }
    let known = ALERTS.iter().any(|known| known.eq_ignore_ascii_case(name));
    let (message, help) = match known && !title.is_empty() {
        true => ("an alert has no title: the page shows a quotation", "move the words to a line of their own"),
        false if known => return,
        false => ("there is no such alert: the page shows a quotation", "use NOTE, TIP, IMPORTANT, WARNING or CAUTION"),
    };
    found.push(Loss::new("foreign-block", range.start..range.start + line.len(), message, help));
}

const ALERTS: [&str; 5] = ["note", "tip", "important", "warning", "caution"];

/// Returns whether the words behind some `#` were to be a heading. One `#` also begins a tag, a number or a channel.
fn is_heading(marks: usize, words: &str) -> bool {
    match marks {
        1 => words.starts_with(char::is_uppercase) && words.contains(' ') && !words.contains('#'),
        _ => words.starts_with(char::is_alphanumeric),
    }
}

/// Returns the place of a line to write on, such as `____`. A signature is written by hand.
pub(super) fn blank(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let start = range.start + text[range.clone()].find("____")?;
    let line = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
    let words = text[line..range.end].to_lowercase();
    let length = text[start..range.end].bytes().take_while(|b| *b == b'_').count();
    (!SIGNED.iter().any(|word| words.contains(word))).then_some(start..start + length)
}

/// Words of a line that somebody signs.
const SIGNED: &[&str] = &["signature", "signed", "sign:", "sign here", "unterschrift", "unterzeichne"];
