//! Patterns for paths below the content folder, such as `policies/**/*.md`.

use globset::{GlobBuilder, GlobMatcher};

use crate::diag::Diagnostic;
use crate::source::{Span, Spanned};
use crate::value::Fields;

/// A pattern. `*` and `?` stop at a `/`, `**` does not.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// The pattern as it is written.
    pub text: String,
    /// Its place.
    pub span: Span,
    matcher: GlobMatcher,
}

/// Patterns are equal if they are written in the same way.
impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        (&self.text, self.span) == (&other.text, other.span)
    }
}

impl Pattern {
    /// Reads a pattern; one that cannot be read is reported.
    pub(super) fn read(text: Spanned<String>, fields: &Fields<'_>) -> Option<Self> {
        let written = text.value.trim_start_matches("./");
        match GlobBuilder::new(written).literal_separator(true).build() {
            Ok(glob) => Some(Self { matcher: glob.compile_matcher(), text: text.value, span: text.span }),
            Err(error) => {
                let message = format!("`{}` is not a pattern for paths: {}", text.value, error.kind());
                let help = "write it like `policies/**/*.md`".to_owned();
                fields.report(Diagnostic::error("invalid-value", text.span, message).help(help));
                None
            }
        }
    }

    /// Returns whether it matches a path.
    pub fn matches(&self, path: &str) -> bool {
        self.matcher.is_match(path)
    }
}
