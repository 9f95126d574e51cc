//! Attributes in braces behind a link, a picture or words in brackets, as pandoc and Material write them:
//! `[words]{.mark}`, `[]{#_Toc123 .anchor}`, `![](a.png){width="2in"}`.

use std::ops::Range;

/// The longest attributes, in bytes.
const LONGEST: usize = 300;

/// Attributes in braces.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Braces {
    /// The number of bytes, with the braces.
    pub length: usize,
    /// The place of the id, if they have one.
    pub id: Option<Range<usize>>,
}

/// Words in brackets with attributes behind them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Attributed {
    /// The place of the words.
    pub words: Range<usize>,
    pub braces: Braces,
}

/// Returns the first words in brackets with attributes behind them.
pub(super) fn first(text: &str) -> Option<Attributed> {
    let mut at = 0;
    while let Some(close) = text[at..].find("]{").map(|close| at + close) {
        at = close + 1;
        let Some(braces) = braces(&text[at..]) else { continue };
        let Some(open) = text[..close].rfind(['[', ']']).filter(|open| text[*open..].starts_with('[')) else {
            continue;
        };
        return Some(Attributed { words: open + 1..close, braces: braces.after(at) });
    }
    None
}

/// Reads the attributes that a text begins with. Claims belong to headings, and other words are words.
pub(super) fn braces(text: &str) -> Option<Braces> {
    let inner = text.strip_prefix('{')?;
    let inner = &inner[..inner.floor_char_boundary(LONGEST)];
    let inner = &inner[..inner.find(['}', '{', '\n']).filter(|end| inner[*end..].starts_with('}'))?];
    let (mut rest, mut id) = (inner.trim_start_matches(':').trim_start(), None);
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let length = attribute(rest)?;
        if rest.starts_with('#') && id.is_none() {
            let start = rest.as_ptr() as usize - text.as_ptr() as usize;
            id = Some(start + 1..start + length);
        }
        rest = rest[length..].trim_start();
    }
    Some(Braces { length: inner.len() + 2, id })
}

/// Returns the length of the attribute that a text begins with: `.class`, `#id`, `key=value` or `key="two words"`.
fn attribute(text: &str) -> Option<usize> {
    let name = |text: &str| {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
        let length = text.find(|c: char| !is_part(c)).unwrap_or(text.len());
        (length > 0).then_some(length)
    };
    let length = match text.strip_prefix(['.', '#']) {
        Some(rest) => 1 + name(rest)?,
        None => {
            let key = name(text).filter(|key| !["controls", "clauses", "search"].contains(&&text[..*key]))?;
            let value = text[key..].strip_prefix('=')?;
            let quoted = value.strip_prefix(['"', '\'']);
            key + 1
                + match quoted {
                    Some(quoted) => quoted.find(&value[..1])? + 2,
                    None => value.find(char::is_whitespace).unwrap_or(value.len()),
                }
        }
    };
    let ends = text[length..].is_empty() || text[length..].starts_with(char::is_whitespace);
    ends.then_some(length)
}

impl Braces {
    /// Returns them as attributes of a text in which they begin at a place.
    fn after(self, at: usize) -> Self {
        Self { id: self.id.map(|id| at + id.start..at + id.end), ..self }
    }
}

/// Returns the name of a place that the last words of a block state, as Obsidian writes it: `^a1b2`.
pub(super) fn block_name(words: &str) -> Option<&str> {
    let at = words.rfind('^')?;
    let name = &words[at + 1..];
    let begins = at == 0 || words[..at].ends_with(char::is_whitespace);
    let fits = name.len() > 1 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (begins && fits).then_some(&words[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_told_from_words_in_braces() {
        for text in
            ["{.mark}", "{width=\"2 in\" height=3}", "{: .x }", "{ .md-button .x }", "{target=_blank}", "{lang='de'}"]
        {
            assert_eq!(braces(text), Some(Braces { length: text.len(), id: None }), "{text}");
        }
        assert_eq!(braces("{#_Toc1 .anchor} x"), Some(Braces { length: 16, id: Some(2..7) }));
        let words =
            ["{}", "{name}", "{a, b}", "{controls=\"A.5.1\"}", "{.x", "{{.x}}", "{#a b}", "{.x\n}", "{x=\"1}", "{ }"];
        for text in words {
            assert_eq!(braces(text), None, "{text}");
        }
    }

    #[test]
    fn words_in_brackets_are_found() {
        let text = "[x] [a [b]{c} [words]{.mark}";
        assert_eq!(first(text).map(|found| &text[found.words]), Some("words"));
        assert_eq!(first("[]{#a}").and_then(|found| found.braces.id), Some(4..5));
        assert_eq!(first("a]{.mark}"), None);
    }

    #[test]
    fn blocks_have_names() {
        assert_eq!(block_name("Twelve letters. ^a1b2"), Some("^a1b2"));
        assert_eq!(block_name("^table-1"), Some("^table-1"));
        for words in ["2^10", "a ^b c", "x ^2", "^", "a ^hoch^"] {
            assert_eq!(block_name(words), None, "{words}");
        }
    }
}
