//! Parses JSON into a [`Node`].

use jsonc_parser::ast::Value as Json;
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use rustc_hash::FxHashMap;

use super::{Node, Table, Value};
use crate::diag::Diagnostic;
use crate::source::{FileId, Span};

/// Parses a whole file. Returns its value, if it can be read and is not null.
pub fn json(text: &str, file: FileId) -> (Option<Node>, Vec<Diagnostic>) {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut reader = Reader { text: &text[mark..], file, offset: mark, diagnostics: Vec::new() };
    let node = match parse_to_ast(reader.text, &CollectOptions::default(), &STRICT) {
        Ok(parsed) => parsed.value.and_then(|value| reader.node(&value)),
        Err(error) => {
            let message = error.kind().to_string();
            let message = message.strip_suffix('.').unwrap_or(&message).to_lowercase();
            let span = reader.span(error.range());
            reader.diagnostics.push(Diagnostic::error("invalid-json", span, message));
            None
        }
    };
    (node, reader.diagnostics)
}

/// JSON as it is defined, without the additions of other dialects.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

struct Reader<'a> {
    text: &'a str,
    file: FileId,
    offset: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn span(&self, range: Range) -> Span {
        Span::new(self.file, range.start + self.offset..range.end + self.offset)
    }

    fn node(&mut self, json: &Json<'_>) -> Option<Node> {
        let span = self.span(json.range());
        let value = match json {
            Json::NullKeyword(_) => return None,
            Json::StringLit(text) => Value::Text(text.value.to_string()),
            Json::BooleanLit(flag) => Value::Flag(flag.value),
            Json::NumberLit(number) => match number.value.parse() {
                Ok(whole) => Value::Integer(whole),
                Err(_) => Value::Float(number.value.parse().ok()?),
            },
            Json::Array(list) => Value::List(list.elements.iter().filter_map(|item| self.node(item)).collect()),
            Json::Object(object) => {
                let mut entries = Vec::with_capacity(object.properties.len());
                let mut known = FxHashMap::default();
                for property in &object.properties {
                    let place = self.span(property.name.range());
                    if let Some(first) = known.insert(property.name.as_str(), place) {
                        let message = format!("the key `{}` is there twice", property.name.as_str());
                        let help = "remove one of the two".to_owned();
                        let problem = Diagnostic::error("invalid-json", place, message).help(help);
                        self.diagnostics.push(problem.also(first, "first here"));
                    }
                    let name = property.name.as_str().to_owned();
                    entries.extend(self.node(&property.value).map(|node| (name, place, node)));
                }
                Value::Table(Table { span, entries, unread: Vec::new(), broken: false })
            }
        };
        Some(Node { span, value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_of_json_is_read_with_its_place() {
        let text = "\u{feff}{\"a\": [1, 2.5, true, null, \"\\u00e9\\ud83d\\ude00\"], \"b\": {\"c\": \"d\"}}";
        let (node, problems) = json(text, FileId::new(0));
        assert_eq!(problems, []);
        let Some(Node { value: Value::Table(table), .. }) = node else { panic!("a table") };
        let Some(Value::List(items)) = table.get("a").map(|node| &node.value) else { panic!("a list") };
        let values: Vec<_> = items.iter().map(|item| (&item.value, &text[item.span.range()])).collect();
        assert_eq!(
            values,
            [
                (&Value::Integer(1), "1"),
                (&Value::Float(2.5), "2.5"),
                (&Value::Flag(true), "true"),
                (&Value::Text("é😀".to_owned()), "\"\\u00e9\\ud83d\\ude00\""),
            ]
        );
        assert!(matches!(table.get("b").map(|node| &node.value), Some(Value::Table(_))));
    }

    #[test]
    fn what_is_not_json_is_an_error_at_its_place() {
        let problem = |text: &str| {
            let (node, problems) = json(text, FileId::new(0));
            assert!(node.is_none() && problems.len() == 1, "{text} {problems:?}");
            problems[0].span.map(|span| span.start)
        };
        let twice = json("{\"a\": {\"b\": 1, \"c\": 2, \"\\u0062\": null}, \"b\": 1}", FileId::new(0)).1;
        let [twice] = &twice[..] else { panic!("one problem: {twice:?}") };
        assert_eq!(twice.message, "the key `b` is there twice");
        for text in ["{\"a\": 1,}", "[1 2]", "{a: 1}", "// no\n1", "['a']", "[1", "{\"a\""] {
            assert!(problem(text).is_some(), "{text}");
        }
        let deep = "[".repeat(100_000);
        assert!(problem(&deep).is_some());
        assert_eq!(json("", FileId::new(0)), (None, Vec::new()));
    }
}
