//! The ladder of a requirement, rung by rung.

use serde::Serialize;

use super::{Badge, LinkView, View, sentence};
use crate::catalog::Rung;
use crate::coverage::{Ladder, Proof, Step};

/// The ladder of a requirement.
#[derive(Debug, Serialize)]
pub(crate) struct LadderView {
    /// The status that follows from the rungs.
    pub status: Badge,
    /// The rungs, from the lowest up.
    pub steps: Vec<StepView>,
}

/// A rung.
#[derive(Debug, Serialize)]
pub(crate) struct StepView {
    /// The name, such as "documented".
    pub rung: String,
    /// Held, planned, missing, not yet there, missing but not required, or not known on an earlier day.
    pub state: Badge,
    /// Whether book.toml requires it.
    pub required: bool,
    /// The proofs that it holds, without those that the page lists as supports or as the decision.
    pub proofs: Vec<LinkView>,
    /// The reason why it does not hold.
    pub reason: Option<String>,
    /// The place to fix it.
    pub fix: Option<LinkView>,
}

impl View<'_> {
    /// Returns the word for a rung, or for required documented information if `rung` is `None`.
    pub(super) fn rung(&self, rung: Option<Rung>) -> String {
        let word = rung.map_or("in-writing", Rung::word);
        self.say(&format!("rung.{word}")).to_owned()
    }
}

/// Returns the ladder of a requirement; `is_shown` says which proofs the page shows elsewhere.
pub(super) fn view(view: &View<'_>, ladder: &Ladder, is_shown: &dyn Fn(Rung, &Proof) -> bool) -> LadderView {
    let step = |step: &Step| StepView {
        rung: view.rung(Some(step.rung)),
        required: step.required,
        state: state(view, ladder, step),
        proofs: {
            let proofs = step.state.iter().flatten().filter(|proof| !is_shown(step.rung, proof));
            proofs.map(|proof| view.proof(proof)).collect()
        },
        reason: step.missing().map(|missing| sentence(&view.book.words.phrase(&missing.reason))),
        fix: step.missing().map(|missing| view.place(&missing.fix)),
    };
    LadderView { status: view.standing(ladder), steps: ladder.steps.iter().map(step).collect() }
}

/// Returns whether a rung holds. What a planned control lacks besides comes with its implementation.
fn state(view: &View<'_>, ladder: &Ladder, step: &Step) -> Badge {
    let planned = ladder.plan.is_some();
    match (&step.state, step.rung) {
        (Ok(_), _) if step.doubt.is_some() => Badge::new(view.say("binding.in-doubt"), "!", "open"),
        (Ok(_), _) => Badge::new(view.say("word.holds"), "✓", "good"),
        (Err(_), _) if step.unknown => Badge::new(view.say("status.not-known"), "?", "open"),
        (Err(_), Rung::Implemented) if planned && ladder.is_in_order() => {
            Badge::new(view.say("word.not-yet"), "→", "plan")
        }
        (Err(_), rung) if planned && step.required && rung != Rung::Implemented => {
            Badge::new(view.say("word.not-yet"), "○", "out")
        }
        (Err(_), _) if step.required => Badge::new(view.say("word.missing"), "✗", "bad"),
        (Err(_), _) => Badge::new(view.say("word.missing-not-required"), "○", "out"),
    }
}
