//! What an id that nothing has was probably meant for, seen from the catalogue.

use super::resolve::Resolver;
use crate::catalog::{BUILT_IN, Found, RequirementKind};

impl Resolver<'_> {
    /// Returns the hint for an id that is a control of Annex A without its letter, such as `8.13` or `A8.13`.
    pub(super) fn control_meant(&self, id: &str) -> Option<String> {
        let number = id.trim_start_matches(['A', 'a']).trim_start_matches(['.', ' ', '-']);
        let known = format!("A.{number}");
        let is_control = |ix| {
            let is_current = !self.catalog.standard_of(ix).is_retired();
            is_current && self.catalog.requirement(ix).kind == RequirementKind::Control
        };
        let found = matches!(self.catalog.find(&known), Found::One(ix) if is_control(ix));
        (found && known != id).then(|| format!("did you mean `{known}`?"))
    }

    /// Returns the hint for a requirement of an optional part that does not count.
    pub(super) fn part_left_out(&self, id: &str) -> Option<String> {
        let Some(part) = self.catalog.left_out(id) else { return self.standard_not_named(id) };
        Some(format!(
            "it is of the part `{part}` of its standard, which does not count: add that to `parts` in its `[[standard]]`"
        ))
    }

    /// Returns the hint for an id of a standard that ships with the program and that the book does not name.
    fn standard_not_named(&self, id: &str) -> Option<String> {
        let (standard, _) = id.split_once(':')?;
        let is_known = BUILT_IN.iter().any(|known| known.id == standard);
        let is_named = self.catalog.standards.iter().any(|known| known.id == standard);
        (is_known && !is_named).then(|| {
            format!(
                "the book is not compared with `{standard}`: add `[[standard]]` with `id = \"{standard}\"` to book.toml"
            )
        })
    }
}
