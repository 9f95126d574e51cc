//! How a section of a document begins, so that a reader sees whether it is what they look for.

use crate::model::{Document, Link};

/// A quotation ends at the first sentence after this many bytes, or soon after it.
const QUOTED: usize = 160;

/// How a section of a document begins.
pub(super) fn quote(document: &Document<Link>, section: u32) -> Option<String> {
    let text = &document.text;
    let at = section as usize;
    let start = *text.headings.get(at)?;
    let end = text.headings.get(at + 1).copied().unwrap_or(text.words.len());
    let (_, body) = text.words.get(start..end)?.split_once('\n')?;
    let code = text.code.iter().filter(|(at, _)| (start..end).contains(at)).map(|(_, code)| code.as_str());
    let body = with_code(body.trim(), code).replace('\n', " ");
    let sentence = body.match_indices(". ").map(|(at, _)| at + 1).find(|at| *at >= QUOTED).unwrap_or(body.len());
    if sentence <= 2 * QUOTED {
        return (sentence > 0).then(|| body[..sentence].to_owned());
    }
    let cut = body.match_indices(' ').map(|(at, _)| at).find(|at| *at >= QUOTED).unwrap_or(body.len());
    Some(format!("{} …", body[..cut].trim_end_matches([',', ';', ':'])))
}

/// Words with each piece of code where its sign stands.
fn with_code<'a>(words: &str, code: impl Iterator<Item = &'a str>) -> String {
    let mut pieces = words.split('\u{fffc}');
    let first = pieces.next().unwrap_or_default().to_owned();
    let code = code.chain(std::iter::repeat(""));
    pieces.zip(code).fold(first, |text, (piece, code)| text + code + piece)
}
