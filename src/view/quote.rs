//! The beginning of a section, so that a reader sees whether it is what they look for.

use crate::model::{Element, ResolvedReference, plain};

/// A quotation ends at the first sentence after this many bytes, or soon after it.
const QUOTED: usize = 160;

/// Limit on the bytes of a section that are read.
const READ: usize = 8 * QUOTED;

/// Returns the beginning of a text; `None` if it has no words. `number` returns the number of a named count.
pub(super) fn quote<'a>(
    section: impl Iterator<Item = Element<'a>>,
    number: impl Fn(&ResolvedReference) -> String,
) -> Option<String> {
    let mut body = String::new();
    plain(section.take(READ), |part| {
        if body.len() < READ {
            part.add_to(&mut body, &number);
        }
    });
    let body = body.trim();
    let sentence = body.match_indices(". ").map(|(at, _)| at + 1).find(|at| *at >= QUOTED).unwrap_or(body.len());
    if sentence <= 2 * QUOTED {
        return (sentence > 0).then(|| body[..sentence].to_owned());
    }
    let cut = body.match_indices(' ').map(|(at, _)| at).find(|at| *at >= QUOTED).unwrap_or(body.len());
    Some(format!("{} …", body[..cut].trim_end_matches([',', ';', ':'])))
}
