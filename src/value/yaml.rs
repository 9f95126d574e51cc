//! Parses YAML into a [`Table`], with the types of TOML: dates are dates, and numbers keep their digits.

use std::ops::Range;

use saphyr::{LoadableYamlNode, MarkedYaml, Marker, Scalar, YamlData};
use saphyr_parser::{Event, Parser};

use super::{Node, Table, Value};
use crate::diag::Diagnostic;
use crate::source::{FileId, Span};

/// Parses a whole file of YAML. Returns its value, if it can be read and is not null.
pub fn yaml(text: &str, file: FileId) -> (Option<Node>, Vec<Diagnostic>) {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut reader = Reader::new(&text[mark..], file, mark);
    let node = reader.whole();
    (node.ok().flatten(), reader.diagnostics)
}

pub(super) fn read(text: &str, file: FileId, offset: usize) -> (Table, Vec<Diagnostic>) {
    let mut reader = Reader::new(text, file, offset);
    let span = Span::new(file, offset..offset);
    let mut table = Table { span, entries: Vec::new(), unread: Vec::new(), broken: false };
    match reader.whole() {
        Ok(Some(Node { value: Value::Table(found), .. })) => table = found,
        Ok(None) => {}
        Ok(Some(node)) => {
            let message = format!("expected keys with values, found {}", node.value.kind());
            reader.diagnostics.push(Diagnostic::error("wrong-type", node.span, message));
            table.broken = true;
        }
        Err(Unread) => table.broken = true,
    }
    (table, reader.diagnostics)
}

/// A text that cannot be read; the reason has been reported.
struct Unread;

/// Maximum number of columns of indentation and markers before the text of a line; each level takes one or two.
const DEEPEST: usize = 256;

/// Returns the start of a line that is nested too deeply for the stack; saphyr itself limits only flow collections.
fn deep_line(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        let front = line.len() - line.trim_start_matches([' ', '\t', '-', '?', ':']).len();
        if front > DEEPEST {
            return Some(at..at + front);
        }
        at += line.len();
    }
    None
}

/// Returns the start of the first alias. Each alias is a copy of what it names, and a few of them in one another would
/// fill any memory: they are refused before saphyr follows them.
fn alias(text: &str) -> Option<Marker> {
    let may_have_one = memchr::memchr(b'*', text.as_bytes()).is_some();
    let mut events = may_have_one.then(|| Parser::new_from_str(text)).into_iter().flatten().map_while(Result::ok);
    events.find_map(|(event, span)| matches!(event, Event::Alias(_)).then_some(span.start))
}

struct Reader<'a> {
    text: &'a str,
    file: FileId,
    offset: usize,
    /// Byte offset of each character, because markers count characters.
    starts: Vec<usize>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, file: FileId, offset: usize) -> Self {
        let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        Self { text, file, offset, starts, diagnostics: Vec::new() }
    }

    /// Reads the whole text.
    fn whole(&mut self) -> Result<Option<Node>, Unread> {
        if let Some(front) = deep_line(self.text) {
            let span = Span::new(self.file, self.offset + front.start..self.offset + front.end);
            self.diagnostics.push(Diagnostic::error("invalid-yaml", span, "nested too deeply"));
            return Err(Unread);
        }
        if let Some(marker) = alias(self.text) {
            let problem = self.alias(self.byte(marker));
            self.diagnostics.push(problem);
            return Err(Unread);
        }
        match MarkedYaml::load_from_str(self.text) {
            Ok(documents) => {
                let is_filled = |document: &&MarkedYaml<'_>| !document.data.is_null();
                if let Some(second) = documents.iter().skip(1).find(is_filled) {
                    let span = self.span(second);
                    let help = "part them into several files, or make them items of one list".to_owned();
                    let message = "a second document begins here, and only the first would be read";
                    self.diagnostics.push(Diagnostic::error("invalid-yaml", span, message).help(help));
                    return Err(Unread);
                }
                Ok(documents.into_iter().next().and_then(|document| self.node(&document)))
            }
            Err(error) => {
                let at = self.byte(*error.marker());
                let span = Span::new(self.file, self.offset + at..self.offset + at);
                let problem = match self.text[at..].starts_with('*') {
                    true => self.alias(at),
                    false => Diagnostic::error("invalid-yaml", span, error.info().to_lowercase()),
                };
                self.diagnostics.push(problem);
                Err(Unread)
            }
        }
    }

    fn byte(&self, marker: Marker) -> usize {
        self.starts.get(marker.index()).copied().unwrap_or(self.text.len())
    }

    fn span(&self, node: &MarkedYaml<'_>) -> Span {
        let (start, end) = (self.byte(node.span.start), self.byte(node.span.end));
        let end = start + self.text.get(start..end).map_or(0, |text| text.trim_end().len());
        Span::new(self.file, self.offset + start..self.offset + end)
    }

    /// Returns the problem of an alias that begins at a byte.
    fn alias(&self, at: usize) -> Diagnostic {
        let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | '[' | ']' | '{' | '}');
        let end = self.text[at..].find(is_end).map_or(self.text.len(), |end| at + end);
        let span = Span::new(self.file, self.offset + at..self.offset + end);
        let message = format!("`{}` is an alias, and aliases are not supported", &self.text[at..end]);
        Diagnostic::error("invalid-yaml", span, message)
            .help("write the value again, or put it in quotes if it is a text".to_owned())
    }

    /// Converts a node; returns `None` for null, because a key without a value counts as missing.
    fn node(&mut self, yaml: &MarkedYaml<'_>) -> Option<Node> {
        let span = self.span(yaml);
        let value = match &yaml.data {
            YamlData::Value(scalar) => self.scalar(scalar, yaml)?,
            YamlData::Sequence(items) => Value::List(items.iter().filter_map(|item| self.node(item)).collect()),
            YamlData::Mapping(pairs) => {
                let (mut entries, mut unread) = (Vec::with_capacity(pairs.len()), Vec::new());
                for (key, value) in pairs {
                    let name = self.key(key);
                    let problems = self.diagnostics.len();
                    let node = self.node(value);
                    let is_unread = self.diagnostics.len() > problems;
                    match (name, node) {
                        (Some(name), Some(node)) => entries.push((name, self.span(key), node)),
                        (Some(name), None) if is_unread => unread.push(name),
                        (Some(_), None) => {}
                        (None, _) => {
                            let span = self.span(key);
                            self.diagnostics.push(Diagnostic::error("wrong-type", span, "a key must be text"));
                        }
                    }
                }
                Value::Table(Table { span, entries, unread, broken: false })
            }
            YamlData::Tagged(_, inner) => return self.node(inner),
            YamlData::Representation(text, ..) => Value::Text(text.to_string()),
            YamlData::Alias(_) | YamlData::BadValue => {
                self.diagnostics.push(Diagnostic::error("invalid-yaml", span, "this value cannot be read"));
                return None;
            }
        };
        Some(Node { span, value })
    }

    /// Returns a key as it is written: also a number or a date can be one.
    fn key(&self, key: &MarkedYaml<'_>) -> Option<String> {
        match &key.data {
            YamlData::Value(Scalar::String(text)) => Some(text.to_string()),
            YamlData::Value(_) => {
                self.text.get(self.byte(key.span.start)..self.byte(key.span.end)).map(|text| text.trim().to_owned())
            }
            _ => None,
        }
    }

    fn scalar(&self, scalar: &Scalar<'_>, yaml: &MarkedYaml<'_>) -> Option<Value> {
        Some(match scalar {
            Scalar::Null => return None,
            Scalar::Boolean(flag) => Value::Flag(*flag),
            Scalar::Integer(whole) => Value::Integer(*whole),
            Scalar::FloatingPoint(number) => Value::Float(number.into_inner()),
            Scalar::String(text) => {
                let quoted = self.text[self.byte(yaml.span.start)..].starts_with(['"', '\'']);
                match day(text).parse() {
                    Ok(date) if !quoted => Value::Date(date),
                    _ => Value::Text(text.to_string()),
                }
            }
        })
    }
}

/// Returns the day of a date, or of a date with a time, as TOML takes it; empty for any other text.
fn day(text: &str) -> &str {
    let Some((day, time)) = text.split_at_checked(10) else { return "" };
    let mut time_of_day = time.bytes();
    let is_time = matches!(time_of_day.next(), Some(b'T' | b't' | b' '))
        && time.as_bytes().get(3) == Some(&b':')
        && time_of_day.all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'+' | b'-' | b'Z' | b'z' | b' '));
    if time.is_empty() || is_time { day } else { "" }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::source::FileId;

    /// Returns the words at the place of each problem, and its message.
    fn problems(text: &str) -> Vec<(&str, String)> {
        let (_, problems) = read(text, FileId::from_usize(0), 0);
        problems.into_iter().map(|problem| (&text[problem.span.unwrap().range()], problem.message)).collect()
    }

    #[test]
    fn an_alias_is_refused_at_its_place_before_it_is_followed() {
        let bomb = format!("a: &a \"{}\"\nb: [{}*a]\n", "x".repeat(50_000), "*a, ".repeat(40_000));
        let message = |name: &str| format!("`{name}` is an alias, and aliases are not supported");
        assert_eq!(problems(&bomb), [("*a", message("*a"))]);
        assert_eq!(problems("base: &b {x: 1}\nmore:\n  <<: *b\n"), [("*b", message("*b"))]);
        assert_eq!(problems("title: *Important* words\n"), [("*Important*", message("*Important*"))]);
    }

    #[test]
    fn a_second_document_is_not_left_out_in_silence() {
        let message = "a second document begins here, and only the first would be read".to_owned();
        assert_eq!(problems("a: 1\n---\nb: 2\n"), [("b: 2", message)]);
        assert_eq!(problems("---\na: 1\n...\n"), []);
        assert_eq!(problems("---\na: 1\n---\n"), []);
        assert_eq!(problems("a: 1\na: 2\n").len(), 1, "nor is the first value of a key");
    }

    #[test]
    fn a_star_in_a_text_is_not_an_alias() {
        let text =
            "title: \"*bold*\"\nsummary: 3 * 4 and a*b\nmore: '*'\nlist:\n  - a *b*\nlong: |\n  * one\n  * two\n";
        assert_eq!(problems(text), []);
        assert_eq!(problems("title: &anchor Words\n"), []);
    }
}
