//! `--only`: the findings of one code, in one file or folder, or of one owner.

use std::collections::BTreeSet;

use crate::check;
use crate::diag::reading::Reading;
use crate::diag::{Diagnostic, did_you_mean};
use crate::load::Failure;
use crate::source::{Sources, Span};

/// The values of `--only` in a book.
pub(super) struct Only<'a> {
    wanted: Vec<Wanted<'a>>,
    sources: &'a Sources,
}

enum Wanted<'a> {
    Code(&'a str),
    /// A file or a folder, as its path in the book.
    Path(String),
    Role(&'a str),
}

/// Returns all codes that a finding can have.
pub(super) fn codes<'a>() -> impl Iterator<Item = &'a str> {
    check::ALL.iter().map(|check| check.code).chain(Reading::all().iter().map(|reading| reading.code))
}

impl<'a> Only<'a> {
    /// Finds out what each value is. Roles are those that the book has; `None` if it could not be read.
    pub(super) fn new(
        values: &'a [String],
        (sources, folder): (&'a Sources, &str),
        roles: Option<&BTreeSet<String>>,
    ) -> Result<Self, Failure> {
        let read = |value: &'a String| {
            if codes().any(|code| code == value) {
                return Ok(Wanted::Code(value));
            }
            if roles.is_some_and(|roles| roles.contains(value)) {
                return Ok(Wanted::Role(value));
            }
            let path = value.trim_start_matches("./").trim_end_matches('/');
            let inside = path.strip_prefix(folder).unwrap_or(path);
            let found = [path, inside].into_iter().find_map(|path| find(path, sources));
            match (found, roles) {
                (Some(path), _) => Ok(Wanted::Path(path)),
                // It may be one of the roles that could not be read.
                (None, None) => Ok(Wanted::Role(value)),
                (None, Some(roles)) => Err(unknown(value, sources, roles)),
            }
        };
        Ok(Self { wanted: values.iter().map(read).collect::<Result<_, _>>()?, sources })
    }

    /// Returns whether a finding is to be shown. Without a value all are, and a cause always is: nobody knows what else is
    /// wrong before it has been fixed.
    pub(super) fn shows(&self, diagnostic: &Diagnostic) -> bool {
        let also = diagnostic.also.iter().map(|also| also.span);
        let places: Vec<Span> = diagnostic.place(self.sources).into_iter().chain(also).collect();
        let is_below = |wanted: &str| places.iter().any(|place| is_in(&self.sources.file(place.file).path, wanted));
        let fits = |wanted: &Wanted<'_>| match wanted {
            Wanted::Code(code) => diagnostic.code == *code,
            Wanted::Path(wanted) => is_below(wanted),
            Wanted::Role(role) => diagnostic.owner.as_deref() == Some(*role),
        };
        self.wanted.is_empty() || diagnostic.is_cause() || self.wanted.iter().any(fits)
    }

    /// Returns whether a code is one of the values.
    pub(super) fn names(&self, code: &str) -> bool {
        self.wanted.iter().any(|wanted| matches!(wanted, Wanted::Code(wanted) if *wanted == code))
    }
}

/// Returns whether a file is another path, or lies in that folder.
fn is_in(path: &str, other: &str) -> bool {
    path.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Returns the path of a file or folder that is given as in the book or as in the content folder.
fn find(path: &str, sources: &Sources) -> Option<String> {
    let own = || sources.iter().map(|(_, file)| file.path.as_str());
    if path.is_empty() {
        return None;
    }
    if own().any(|own| is_in(own, path)) {
        return Some(path.to_owned());
    }
    own().find_map(|own| {
        let at = own.find(&format!("/{path}"))?;
        let end = at + 1 + path.len();
        let is_whole = own[end..].is_empty() || own[end..].starts_with('/');
        is_whole.then(|| own[..end].to_owned())
    })
}

fn unknown(value: &str, sources: &Sources, roles: &BTreeSet<String>) -> Failure {
    let paths: Vec<&str> = sources.iter().map(|(_, file)| file.path.as_str()).collect();
    let names = paths.iter().flat_map(|path| path.match_indices('/').map(|(at, _)| &path[at + 1..]));
    let known = codes().chain(roles.iter().map(String::as_str)).chain(paths.iter().copied()).chain(names);
    let help = match did_you_mean(value, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "give the code of a finding, a file or folder of the book, or the id of a role".to_owned(),
    };
    Failure(format!("`--only {value}` is not a code, a file or a role\nhelp: {help}"))
}
