//! Resolves what a text names without a link: ids in prose, and named counts.

use crate::catalog::{Found, ReqIx};
use crate::diag::Diagnostic;
use crate::letters::nfc;
use crate::model::{Destination, NamedCount, RawReference, Spelling, Subject, TargetKind};

use super::held_back::{pattern, shape};
use super::problem::{Problem, Wrong};
use super::resolve::{Referrer, Resolved, Resolver};

impl Resolver<'_> {
    /// Resolves a mention. An unknown id is reported only if it cannot be anything but a mistake.
    pub(super) fn mention(&self, raw: &RawReference, id: &str, spelling: Spelling, by: Referrer) -> Resolved {
        let id = &*nfc(id);
        let own = self.ids.get(id).copied();
        let Some(subject) = own.or_else(|| self.mentioned(id, spelling)) else {
            if let Some(held_back) = self.held_back.mention(id, raw.span) {
                return (None, Some(held_back.into()));
            }
            let is_own = || self.shapes.contains(&shape(id)) && self.catalog.find(id) == Found::Nothing;
            let is_slip = spelling == Spelling::Exact && (id.starts_with("A.") || is_own());
            let problem = is_slip.then(|| {
                let finding = Diagnostic::warning("unknown-reference", raw.span, format!("unknown id `{id}`"));
                Problem::with(finding, Wrong::Id(id.to_owned()))
            });
            return (None, problem);
        };
        // A page does not link to itself.
        (Some(Destination::Subject(subject)).filter(|_| subject != by.from), None)
    }

    /// Resolves a mention in a part of a text that makes claims. What is not one of the kinds in `to` is not a claim; the text
    /// itself reports it.
    pub(super) fn claimed(&self, id: &str, spelling: Spelling, to: &[TargetKind]) -> Option<Destination> {
        let subject = self.ids.get(&*nfc(id)).copied().or_else(|| self.mentioned(id, spelling))?;
        to.iter().any(|kind| self.is_of(subject, kind)).then_some(Destination::Subject(subject))
    }

    /// Returns the requirement that a mention means. A number below that of a control, such as `A.5.8.1`, is the book's
    /// own: it mentions the control.
    fn mentioned(&self, id: &str, spelling: Spelling) -> Option<Subject> {
        let is_current = |ix: &ReqIx| !self.catalog.standard_of(*ix).is_retired();
        let found = match self.catalog.find(id) {
            // What looks like an id of the book does not belong to another standard.
            Found::One(ix) if self.is_patterned(ix, id) => None,
            Found::One(ix) => Some(ix).filter(|ix| spelling != Spelling::Unsure || is_current(ix)),
            Found::Several(_) => None,
            Found::Nothing => {
                let above =
                    id.rsplit_once('.').filter(|(above, _)| above.starts_with("A.") && above.matches('.').count() > 1);
                let found = above.map(|(above, _)| self.catalog.find(above));
                found.and_then(|found| if let Found::One(ix) = found { Some(ix) } else { None }).filter(is_current)
            }
        };
        found.map(Subject::Requirement)
    }

    /// Returns whether a bare id of a further standard is like the numbered ids of the book: its action `AC-05` is not `AC-5`.
    fn is_patterned(&self, ix: ReqIx, id: &str) -> bool {
        self.catalog.is_of_further(ix) && self.patterns.contains(&pattern(id))
    }

    /// Resolves the name of a count.
    pub(super) fn count(&self, raw: &RawReference, name: &str) -> Resolved {
        let registers = self.draft.registers.iter().map(|register| register.schema.name.as_str());
        let bands: Vec<&str> = self.config.risk.bands.iter().map(|band| band.id.as_str()).collect();
        match NamedCount::read(name, registers, &bands) {
            Ok(count) => (Some(Destination::NamedCount(count)), None),
            Err(near) => {
                let message = format!("unknown named count `{name}`");
                let help = near.map_or_else(
                    || "put the text in backticks if you mean the braces".to_owned(),
                    |near| format!("did you mean `{{{{ {near} }}}}`?"),
                );
                (None, Some(Diagnostic::error("unknown-reference", raw.span, message).help(help).into()))
            }
        }
    }
}
