//! Whether a risk has changed since it was accepted.

use crate::model::{Entry, Register, ResolvedReference};
use crate::wording::Phrase;

/// Returns why the acceptance of a risk is stale, or `None` if it is not, or if there is none.
pub fn staleness(register: &Register<ResolvedReference>, risk: &Entry<ResolvedReference>) -> Option<Phrase> {
    let accepted_on = register.date(risk, "accepted-on")?;
    let residual = register.score(risk, "residual-likelihood", "residual-impact");
    let score = residual.or_else(|| register.score(risk, "likelihood", "impact"))?;
    match register.number(risk, "accepted-score") {
        Some(accepted) if accepted == f64::from(score) => None,
        Some(accepted) => Some(Phrase::Said(
            "coverage.accepted-score",
            vec![("accepted", Phrase::Number(accepted)), ("score", Phrase::Number(f64::from(score)))],
        )),
        None => {
            let rated = register.date(risk, "rated").filter(|rated| *rated > accepted_on)?;
            Some(Phrase::Said("coverage.rated-again", vec![("day", Phrase::Day(rated))]))
        }
    }
}
