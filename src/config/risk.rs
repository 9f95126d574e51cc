//! How risks are scored: the `[risk]` table.

use crate::value::Fields;

/// The scale on which likelihood and impact are rated.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskScale {
    /// The name of each step of likelihood, from 1 up.
    pub likelihood: Vec<String>,
    /// The name of each step of impact, from 1 up.
    pub impact: Vec<String>,
    /// A score (likelihood × impact) up to which a risk is acceptable.
    pub acceptable: u32,
    /// A score from which a risk is high.
    pub high: u32,
}

impl Default for RiskScale {
    fn default() -> Self {
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        Self {
            likelihood: words(&["Rare", "Unlikely", "Possible", "Likely", "Almost certain"]),
            impact: words(&["Negligible", "Minor", "Moderate", "Major", "Severe"]),
            acceptable: 8,
            high: 15,
        }
    }
}

impl RiskScale {
    /// Low up to the acceptable score, high from the high one, medium between.
    pub fn band(&self, score: u32) -> &'static str {
        match score {
            _ if score <= self.acceptable => "low",
            _ if score >= self.high => "high",
            _ => "medium",
        }
    }
}

/// Reads the `[risk]` table; what it does not set has its default.
pub(super) fn read_risk(fields: Option<Fields<'_>>) -> RiskScale {
    let mut scale = RiskScale::default();
    let Some(fields) = fields else { return scale };
    for (key, steps) in [("likelihood", &mut scale.likelihood), ("impact", &mut scale.impact)] {
        let given: Vec<String> = fields.texts(key).into_iter().map(|t| t.value).collect();
        if !given.is_empty() {
            *steps = given;
        }
    }
    for (key, score) in [("acceptable", &mut scale.acceptable), ("high", &mut scale.high)] {
        if let Some(given) = fields.whole(key, 0..=10_000) {
            *score = u32::try_from(given.value).unwrap_or(*score);
        }
    }
    fields.finish();
    scale
}
