//! Adds to problems of references what was probably meant.

use super::path::split;
use super::problem::{Problem, Wrong};
use super::resolve::Resolver;
use crate::diag::{Diagnostic, did_you_mean};
use crate::id::natural;
use crate::site::SitePath;

/// Number of problems that get a hint. Each compares a name with all others: after a register with thousands of entries
/// has been renamed, hints would cost more than the build, and nobody reads them.
const MOST: usize = 100;

/// Maximum number of roles that a hint lists.
const LISTED: usize = 20;

/// Gives hints to the first problems of a book.
pub(super) struct Hints<'a> {
    resolver: &'a Resolver<'a>,
    given: usize,
    /// All ids and all paths. Made for the first hint, because most books need none.
    names: Option<Names>,
}

/// Names in order, so that the same slip always gets the same hint.
struct Names {
    ids: Vec<String>,
    paths: Vec<String>,
}

impl<'a> Hints<'a> {
    pub(super) fn new(resolver: &'a Resolver<'a>) -> Self {
        Self { resolver, given: 0, names: None }
    }

    /// Returns the problem with a hint, if there is one and not too many have been looked for.
    pub(super) fn complete(&mut self, problem: Problem) -> Diagnostic {
        let Problem { finding, wrong } = problem;
        let Some(wrong) = wrong.filter(|_| finding.help.is_none() && self.given < MOST) else { return finding };
        self.given += 1;
        finding.help(self.hint(&wrong))
    }

    fn hint(&mut self, wrong: &Wrong) -> Option<String> {
        let resolver = self.resolver;
        let near = match wrong {
            Wrong::Id(id) => did_you_mean(id, self.names().ids.iter().map(String::as_str))?.to_owned(),
            Wrong::Role(id) => return Some(roles(id, &resolver.roles().collect::<Vec<_>>())),
            Wrong::Path { own, wanted } => {
                let is_folder = !split(wanted).1.contains('.');
                let near = if is_folder { self.folder(wanted)? } else { self.names().path(wanted)?.to_owned() };
                SitePath::new(near).relative_from(&SitePath::new(own))
            }
            Wrong::Anchor(document, anchor) => format!("#{}", did_you_mean(anchor, resolver.anchors(*document))?),
        };
        Some(format!("did you mean `{near}`?"))
    }

    /// Returns the path of a file or folder that is similar to one that may be meant for a folder.
    fn folder(&self, wanted: &str) -> Option<String> {
        let mut paths: Vec<&str> = self.resolver.paths(true).collect();
        paths.sort_by(|a, b| natural(a, b));
        near(&paths, wanted).map(str::to_owned)
    }

    fn names(&mut self) -> &Names {
        self.names.get_or_insert_with(|| Names::of(self.resolver))
    }
}

/// Returns the hint for an unknown role: the most similar one, or else which there are.
fn roles(id: &str, known: &[&str]) -> String {
    match did_you_mean(id, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.len() > LISTED => format!("the roles are: {}, …", known[..LISTED].join(", ")),
        None => format!("the roles are: {}", known.join(", ")),
    }
}

impl Names {
    fn of(resolver: &Resolver<'_>) -> Self {
        let sorted = |mut names: Vec<String>| {
            names.sort_by(|a, b| natural(a, b));
            names
        };
        let ids = sorted(resolver.ids().map(str::to_owned).collect());
        Self { ids, paths: sorted(resolver.paths(false).map(str::to_owned).collect()) }
    }

    fn path(&self, wanted: &str) -> Option<&str> {
        near(&self.paths, wanted)
    }
}

/// Returns the path with the same name in another folder, or else a similar path.
fn near<'p, P: AsRef<str>>(paths: &'p [P], wanted: &str) -> Option<&'p str> {
    let name = |path: &str| split(path).1.to_lowercase();
    let same = paths.iter().map(AsRef::as_ref).find(|path| name(path) == name(wanted));
    same.or_else(|| did_you_mean(wanted, paths.iter().map(AsRef::as_ref)))
}
