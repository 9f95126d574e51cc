//! Problems of references, with the names for which a hint is looked for.

use crate::diag::Diagnostic;
use crate::model::DocIx;

/// A problem of a reference. The hint is added after linking, because it takes a look at all names.
pub(super) struct Problem {
    pub finding: Diagnostic,
    /// The name that nothing has.
    pub wrong: Option<Wrong>,
}

/// A name that nothing has.
pub(super) enum Wrong {
    Id(String),
    Role(String),
    /// A path in the content folder, written in the file at the path `own`.
    Path {
        own: String,
        wanted: String,
    },
    Anchor(DocIx, String),
}

impl From<Diagnostic> for Problem {
    fn from(finding: Diagnostic) -> Self {
        Self { finding, wrong: None }
    }
}

impl Problem {
    /// Returns a problem with the name that nothing has.
    pub(super) fn with(finding: Diagnostic, wrong: Wrong) -> Self {
        Self { finding, wrong: Some(wrong) }
    }
}
