//! The markers that an unresolved merge leaves in a text.

use std::ops::Range;

use crate::diag::{Diagnostic, Label};
use crate::source::{FileId, Span};
use crate::value::conflict;

/// Reports each conflict in a text. Markers in a block of code are an example.
pub(super) fn conflicts(file: FileId, text: &str, code: &[Range<usize>]) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    let has = |marker: &str| memchr::memmem::find(text.as_bytes(), marker.as_bytes()).is_some();
    if !has("<<<<<<<") && !has(">>>>>>>") {
        return found;
    }
    let (mut at, mut open) = (0, false);
    for line in text.split_inclusive('\n') {
        let place = at..at + line.trim_end().len();
        at += line.len();
        if code.iter().any(|code| code.contains(&place.start)) {
            continue;
        }
        let span = Span::new(file, place);
        match line.trim_end() {
            line if is_marker(line, '<') => {
                found.push(conflict(span));
                open = true;
            }
            line if is_marker(line, '>') => {
                match found.last_mut().filter(|_| open) {
                    Some(begun) => begun.also.push(Label { span, text: "it ends here".to_owned() }),
                    None => {
                        let message = "the end of an unresolved merge conflict".to_owned();
                        found.push(Diagnostic { message, ..conflict(span) });
                    }
                }
                open = false;
            }
            _ => {}
        }
    }
    found
}

/// Returns whether a line is seven times a character, alone or before the name of a branch.
fn is_marker(line: &str, mark: char) -> bool {
    let rest = line.trim_start_matches(mark);
    line.len() - rest.len() == 7 && (rest.is_empty() || rest.starts_with(' '))
}
