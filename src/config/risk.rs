//! The scale for scoring risks: the `[risk]` table.

use crate::value::Fields;

/// The scale on which likelihood and impact are rated.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskScale {
    /// The name of each step of likelihood, from 1 up.
    pub likelihood: Vec<String>,
    /// The name of each step of impact, from 1 up.
    pub impact: Vec<String>,
    /// The highest score (likelihood × impact) of an acceptable risk.
    pub acceptable: u32,
    /// The lowest score of a high risk.
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
    /// Returns the band of a score: low up to the acceptable score, high from the high score on, medium in between.
    pub fn band(&self, score: u32) -> &'static str {
        match score {
            _ if score <= self.acceptable => "low",
            _ if score >= self.high => "high",
            _ => "medium",
        }
    }
}

/// Reads the `[risk]` table, with defaults for missing settings.
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
