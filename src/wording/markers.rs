//! Markers in templates and scripts: `{= key placeholder=value =}`.
//!
//! A value is an expression (`count=documents | length` needs backquotes for its spaces: `` count=`documents | length`
//! ``), or, if it begins with `{` or `<`, a piece of template: `` link=`{{ <link link={item}/> }}` ``. The placeholder
//! `n` chooses the form of a counted text; a script gets all forms as JSON and chooses among them with
//! `Intl.PluralRules`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Wording, plural};
use crate::diag::did_you_mean;
use crate::html;

const OPEN: &str = "{=";
const CLOSE: &str = "=}";

/// A template or script with its texts inserted.
#[derive(Debug, Default)]
pub struct Filled {
    /// The result.
    pub text: String,
    /// The range of each text in the result, and of its marker in the source.
    moved: Vec<(Range<usize>, Range<usize>)>,
}

impl Filled {
    /// Maps a range of the result to the source.
    pub fn written(&self, place: Range<usize>) -> Range<usize> {
        let back = |at: usize, end: bool| match self.moved.iter().rfind(|(now, _)| now.start <= at) {
            Some((now, then)) if at < now.end => {
                if end {
                    then.end
                } else {
                    then.start
                }
            }
            Some((now, then)) => at - now.end + then.end,
            None => at,
        };
        back(place.start, false)..back(place.end, true)
    }
}

/// A faulty marker.
#[derive(Debug)]
pub struct MarkerError {
    /// Its range in the source.
    pub place: Range<usize>,
    /// The message.
    pub message: String,
    /// How to fix it.
    pub help: Option<String>,
}

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    /// The name of a placeholder.
    Place(&'a str),
}

/// Splits a text at its placeholders.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let place = |from: usize| {
            let length = rest[from + 1..].find(|c: char| !c.is_ascii_lowercase() && c != '-')?;
            (length > 0 && rest[from + 1 + length..].starts_with('}')).then_some(from + 1..from + 1 + length)
        };
        let next = rest.match_indices('{').find_map(|(at, _)| place(at));
        let (piece, after) = match next {
            Some(name) if name.start == 1 => (Piece::Place(&rest[name.clone()]), name.end + 1),
            Some(name) => (Piece::Text(&rest[..name.start - 1]), name.start - 1),
            None => (Piece::Text(rest), rest.len()),
        };
        rest = &rest[after..];
        Some(piece)
    })
}

impl Wording {
    /// Inserts the texts into a template, escaped for HTML.
    pub fn template(&self, source: &str) -> Result<Filled, MarkerError> {
        self.replace(source, |marker| {
            let text = |key: &str| {
                let text = self.find(key)?;
                Some(pieces(text).map(|piece| marker.piece(&piece)).collect::<String>())
            };
            if let Some(text) = text(marker.key) {
                return Some(text);
            }
            let number = marker.places.iter().find(|(name, _)| *name == "n")?.1;
            let mut forms = self.forms(marker.key);
            let other = text(&forms.remove("other")?.0)?;
            let mut chosen = String::new();
            for (form, (key, _)) in forms {
                let opening = if chosen.is_empty() { "if" } else { "elif" };
                chosen += &format!("{{% {opening} {number} | plural == \"{form}\" %}}{}", text(&key)?);
            }
            Some(if chosen.is_empty() { other } else { format!("{chosen}{{% else %}}{other}{{% endif %}}") })
        })
    }

    /// Inserts the texts into a script or style sheet, where each marker is inside quotes.
    pub fn script(&self, source: &str) -> Result<Filled, MarkerError> {
        self.replace(source, |marker| {
            let text = self.find(marker.key).map(str::to_owned).or_else(|| {
                let forms = self.forms(marker.key);
                let forms: BTreeMap<_, _> = forms.iter().map(|(form, (_, text))| (form, text)).collect();
                forms.contains_key(&"other").then(|| serde_json::to_string(&forms).expect("texts are always JSON"))
            });
            let mut quoted = String::new();
            for c in text?.chars() {
                if matches!(c, '"' | '\'' | '`' | '\\') {
                    quoted.push('\\');
                }
                quoted.push(if c.is_control() { ' ' } else { c });
            }
            Some(quoted)
        })
    }

    /// Returns the forms of a counted text with their full keys.
    fn forms(&self, key: &str) -> BTreeMap<&'static str, (String, &str)> {
        let form = |form: &'static str| {
            let key = format!("{key}.{form}");
            let (key, text) = self.texts.get_key_value(&key)?;
            Some((form, (key.clone(), text.as_str())))
        };
        plural::FORMS.into_iter().filter_map(form).collect()
    }

    fn replace(&self, source: &str, text: impl Fn(&Marker<'_>) -> Option<String>) -> Result<Filled, MarkerError> {
        let mut filled = Filled::default();
        let mut done = 0;
        while let Some(open) = source[done..].find(OPEN).map(|at| done + at) {
            let Some(length) = closing(&source[open..]) else {
                let message = format!("`{OPEN}` without `{CLOSE}`");
                return Err(MarkerError { place: open..open + OPEN.len(), message, help: None });
            };
            let end = open + length + CLOSE.len();
            let marker = Marker::read(&source[open + OPEN.len()..end - CLOSE.len()]);
            let Some(said) = text(&marker) else {
                let near = did_you_mean(marker.key, self.texts.keys().map(String::as_str));
                let message = format!("there is no text `{}`", marker.key);
                let help = near.map(|near| format!("did you mean `{near}`?"));
                return Err(MarkerError { place: open..end, message, help });
            };
            filled.text.push_str(&source[done..open]);
            let start = filled.text.len();
            // A value may be a piece of template with a marker of its own.
            let said = if said.contains(OPEN) {
                self.template(&said).map_err(|e| MarkerError { place: open..end, ..e })?.text
            } else {
                said
            };
            filled.text.push_str(&said);
            filled.moved.push((start..filled.text.len(), open..end));
            done = end;
        }
        filled.text.push_str(&source[done..]);
        Ok(filled)
    }
}

/// Returns the offset of the closing sign. A value in backquotes may contain another marker.
fn closing(marker: &str) -> Option<usize> {
    let quotes = |at: usize| marker[..at].bytes().filter(|b| *b == b'`').count();
    marker.match_indices(CLOSE).map(|(at, _)| at).find(|at| quotes(*at) % 2 == 0)
}

struct Marker<'a> {
    key: &'a str,
    places: Vec<(&'a str, &'a str)>,
}

impl<'a> Marker<'a> {
    fn read(inside: &'a str) -> Self {
        let inside = inside.trim();
        let (key, mut rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
        let mut places = Vec::new();
        while let Some((name, value)) = rest.trim_start().split_once('=') {
            let quoted = value.strip_prefix('`').and_then(|value| value.split_once('`'));
            let (value, after) = quoted.or_else(|| value.split_once(char::is_whitespace)).unwrap_or((value, ""));
            places.push((name, value));
            rest = after;
        }
        Self { key, places }
    }

    /// Returns a part of a text for a template. Words are escaped; placeholders become expressions.
    fn piece(&self, piece: &Piece<'_>) -> String {
        match piece {
            Piece::Text(text) => escape(text),
            Piece::Place(name) => match self.places.iter().find(|(place, _)| place == name) {
                Some((_, value)) if value.starts_with(['{', '<']) => (*value).to_owned(),
                Some((_, value)) => format!("{{{{ {value} }}}}"),
                None => escape(&format!("{{{name}}}")),
            },
        }
    }
}

/// Escapes text for HTML, and braces so that it is not read as a part of the template.
fn escape(text: &str) -> String {
    html::escape(text).replace('{', "&#123;").replace('}', "&#125;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wording(texts: &[(&str, &str)]) -> Wording {
        let texts = texts.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
        Wording { texts, ..Wording::built_in("en") }
    }

    #[test]
    fn places_are_filled_with_expressions_and_with_pieces_of_template() {
        let wording = wording(&[("a.see", "See {page}: {count} < 3 {% x %}"), ("a.page", "the page")]);
        let filled =
            wording.template("<p>{= a.see count=rows page=`<a href=\"{{ to }}\">{= a.page =}</a>` =}</p>").unwrap();
        let expected = "<p>See <a href=\"{{ to }}\">the page</a>: {{ rows }} &lt; 3 &#123;% x %&#125;</p>";
        assert_eq!(filled.text, expected);
    }

    #[test]
    fn a_number_chooses_the_text() {
        let wording = wording(&[("a.rows.one", "{n} row"), ("a.rows.other", "{n} rows")]);
        let filled = wording.template("{= a.rows n=`rows | length` =}").unwrap();
        let expected = "{% if rows | length | plural == \"one\" %}{{ rows | length }} row{% else %}{{ rows | length }} rows{% endif %}";
        assert_eq!(filled.text, expected);
        let script = wording.script("x(\"{= a.rows =}\")").unwrap();
        assert_eq!(script.text, r#"x("{\"one\":\"{n} row\",\"other\":\"{n} rows\"}")"#);
    }

    #[test]
    fn a_script_gets_its_texts_between_quotes() {
        let wording = wording(&[("a.b", "Say \"{n}\" `now`")]);
        assert_eq!(wording.script("x(\"{= a.b =}\")").unwrap().text, "x(\"Say \\\"{n}\\\" \\`now\\`\")");
    }

    #[test]
    fn an_unknown_text_is_reported_where_it_stands() {
        let wording = wording(&[("a.rows", "Rows")]);
        let error = wording.template("<p>{= a.row =}").unwrap_err();
        assert_eq!((error.place, error.message.as_str()), (3..14, "there is no text `a.row`"));
        assert_eq!(error.help.as_deref(), Some("did you mean `a.rows`?"));
    }

    #[test]
    fn a_place_in_the_filled_template_leads_back_to_where_it_was_written() {
        let wording = wording(&[("a", "A long text")]);
        let source = "<p>{= a =}</p>{{ wrong }}";
        let filled = wording.template(source).unwrap();
        let at = filled.text.find("{{").unwrap();
        assert_eq!(&source[filled.written(at..at + 11)], "{{ wrong }}");
    }
}
