//! Whether the acceptance of a risk is still of the risk as it is.

use crate::model::{Entry, Register, ResolvedReference};

/// Why the acceptance of a risk no longer counts, as a phrase; `None` if it does, or there is none.
pub fn staleness(register: &Register<ResolvedReference>, risk: &Entry<ResolvedReference>) -> Option<String> {
    let accepted_on = register.date(risk, "accepted-on")?;
    let residual = register.score(risk, "residual-likelihood", "residual-impact");
    let score = residual.or_else(|| register.score(risk, "likelihood", "impact"))?;
    match register.number(risk, "accepted-score") {
        Some(accepted) if accepted == f64::from(score) => None,
        Some(accepted) => Some(format!("it was of a score of {accepted}, and the score is {score}")),
        None => {
            let rated = register.date(risk, "rated").filter(|rated| *rated > accepted_on)?;
            Some(format!("the risk was rated again on {rated}"))
        }
    }
}
