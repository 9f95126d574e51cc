//! The criteria of the book for risks, and the scores of each risk, as JSON.

use serde::Serialize;
use serde_json::{Value, json};

use crate::assess::Assessed;
use crate::config::{RiskScale, Scoring, Step};
use crate::isms::Risk;
use crate::model::Record;

/// The score of a risk and its band, before and after treatment.
#[derive(Serialize)]
pub(super) struct RatingJson<'a> {
    before: Option<ScoreJson<'a>>,
    after: Option<ScoreJson<'a>>,
}

#[derive(Serialize)]
struct ScoreJson<'a> {
    score: u32,
    band: &'a str,
}

/// The criteria by which the risks are rated.
pub(super) fn risk_criteria(scale: &RiskScale) -> Value {
    let steps = |steps: &[Step]| steps.iter().map(|step| json!({ "name": step.name, "means": step.means })).collect();
    let [likelihood, impact]: [Value; 2] = [steps(&scale.likelihood), steps(&scale.impact)];
    let bands = scale.bands.iter().enumerate().map(|(at, band)| {
        json!({ "id": band.id, "name": band.name, "from": band.from, "to": scale.end(at), "asks": band.asks.word() })
    });
    json!({
        "likelihood": likelihood,
        "impact": impact,
        "score": match &scale.scoring {
            Scoring::Product => json!("product"),
            Scoring::Sum => json!("sum"),
            Scoring::Table(rows) => json!(rows),
        },
        "bands": bands.collect::<Vec<_>>(),
    })
}

/// The scores of an entry; `None` if it is not a risk.
pub(super) fn rating_json<'a>(assessed: &'a Assessed, record: Record<'a>) -> Option<RatingJson<'a>> {
    let risk = Risk::of(record).filter(|risk| !risk.is_opportunity())?;
    let scale = &assessed.config.risk;
    let rated = |score: Option<u32>| score.map(|score| ScoreJson { score, band: &scale.band(score).id });
    Some(RatingJson { before: rated(risk.score_before(scale)), after: rated(risk.score_after(scale)) })
}
