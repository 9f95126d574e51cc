//! How risks are rated: the scales, the score and the bands of the `[risk]` table.

mod read;

use crate::source::Spanned;
use crate::wording::Wording;

pub(super) use read::read_risk;

/// The criteria by which risks are rated (6.1.2 a).
#[derive(Debug, Clone, PartialEq)]
pub struct RiskScale {
    /// The steps of likelihood, from 1 up.
    pub likelihood: Vec<Step>,
    /// The steps of impact, from 1 up.
    pub impact: Vec<Step>,
    /// How a score is made of both.
    pub scoring: Scoring,
    /// The bands of scores, the lowest first. There is at least one.
    pub bands: Vec<RiskBand>,
}

/// A step of a scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// Its definition, if the book gives one.
    pub means: Option<String>,
}

/// How a score is made of likelihood and impact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scoring {
    /// Likelihood × impact.
    Product,
    /// Likelihood + impact.
    Sum,
    /// A table of the book's own: a row for each step of likelihood, in it a score for each step of impact.
    Table(Vec<Vec<u32>>),
}

/// A band of scores.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskBand {
    /// Its id, which named counts use.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// The lowest score in it; it ends where the next one begins.
    pub from: u32,
    /// What must happen with a risk in it.
    pub asks: Asks,
}

/// What a band asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Asks {
    /// The risk is within the criteria: accepted with the owner's approval of the plan or of the rating.
    WithinCriteria,
    /// The owner of the risk accepts it by name.
    Owner,
    /// The holder of this role accepts it by name.
    Role(Spanned<String>),
    /// It must be treated; nobody may accept it.
    Treat,
}

impl Asks {
    /// Returns the word in book.toml.
    pub fn word(&self) -> String {
        match self {
            Self::WithinCriteria => "within-criteria".to_owned(),
            Self::Owner => "owner".to_owned(),
            Self::Role(role) => format!("role:{}", role.value),
            Self::Treat => "treat".to_owned(),
        }
    }
}

/// Names of the steps and bands of a book that sets none, in the order of the texts of each language.
const LIKELIHOOD: [&str; 5] = ["Rare", "Unlikely", "Possible", "Likely", "Almost certain"];
const IMPACT: [&str; 5] = ["Negligible", "Minor", "Moderate", "Major", "Severe"];
const BANDS: [(&str, u32, Asks); 3] =
    [("low", 1, Asks::WithinCriteria), ("medium", 9, Asks::Owner), ("high", 15, Asks::Treat)];

impl Default for RiskScale {
    fn default() -> Self {
        let steps = |names: &[&str]| names.iter().map(|name| Step { name: (*name).to_owned(), means: None }).collect();
        let band = |(id, from, asks): (&str, u32, Asks)| RiskBand { id: id.into(), name: id.into(), from, asks };
        Self {
            likelihood: steps(&LIKELIHOOD),
            impact: steps(&IMPACT),
            scoring: Scoring::Product,
            bands: BANDS.into_iter().map(band).collect(),
        }
    }
}

impl RiskScale {
    /// Returns the score of a rating; `None` if the book's own table has none for it.
    pub fn score(&self, likelihood: u32, impact: u32) -> Option<u32> {
        match &self.scoring {
            Scoring::Product => Some(likelihood.saturating_mul(impact)),
            Scoring::Sum => Some(likelihood.saturating_add(impact)),
            Scoring::Table(rows) => {
                let at = |step: u32| usize::try_from(step).ok()?.checked_sub(1);
                rows.get(at(likelihood)?)?.get(at(impact)?).copied()
            }
        }
    }

    /// Returns the place of the band of a score. A score below the first band is in the first.
    pub fn place(&self, score: u32) -> usize {
        self.bands.iter().rposition(|band| band.from <= score).unwrap_or(0)
    }

    /// Returns the band of a score.
    pub fn band(&self, score: u32) -> &RiskBand {
        &self.bands[self.place(score)]
    }

    /// Returns the highest score of the band at a place; `None` if it has no upper end.
    pub fn end(&self, place: usize) -> Option<u32> {
        self.bands.get(place + 1).map(|next| next.from.saturating_sub(1))
    }

    /// Returns the lowest and the highest score that a rating can have.
    pub fn range(&self) -> (u32, u32) {
        let steps = |steps: &[Step]| u32::try_from(steps.len()).unwrap_or(u32::MAX);
        let (likelihood, impact) = (steps(&self.likelihood), steps(&self.impact));
        let ends = match &self.scoring {
            Scoring::Product => Some((1, likelihood.saturating_mul(impact))),
            Scoring::Sum => Some((2, likelihood.saturating_add(impact))),
            Scoring::Table(rows) => {
                let scores = || rows.iter().flatten().copied();
                scores().min().zip(scores().max())
            }
        };
        ends.unwrap_or_default()
    }

    /// Puts the names that the book did not set into its language.
    pub(super) fn localise(&mut self, words: &Wording) {
        let own = Self::default();
        let texts = |key: &str| words.say(key).split(", ").map(str::to_owned).collect::<Vec<_>>();
        for (steps, english, key) in
            [(&mut self.likelihood, own.likelihood, "scale.likelihood"), (&mut self.impact, own.impact, "scale.impact")]
        {
            if *steps == english {
                *steps = texts(key).into_iter().map(|name| Step { name, means: None }).collect();
            }
        }
        if self.bands == own.bands {
            for (band, name) in self.bands.iter_mut().zip(texts("scale.bands")) {
                band.name = name;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_a_product_a_sum_or_what_the_table_says() {
        let scale = |scoring| RiskScale { scoring, ..RiskScale::default() };
        assert_eq!(scale(Scoring::Product).score(4, 5), Some(20));
        assert_eq!(scale(Scoring::Sum).score(4, 5), Some(9));
        assert_eq!(scale(Scoring::Sum).range(), (2, 10));
        let table = scale(Scoring::Table(vec![vec![1, 2], vec![2, 7]]));
        assert_eq!((table.score(2, 2), table.score(3, 1), table.score(0, 1)), (Some(7), None, None));
        assert_eq!(table.range(), (1, 7));
    }

    #[test]
    fn a_band_ends_where_the_next_one_begins() {
        let scale = RiskScale::default();
        let ids = [0, 1, 8, 9, 14, 15, 99].map(|score| scale.band(score).id.as_str());
        assert_eq!(ids, ["low", "low", "low", "medium", "medium", "high", "high"]);
        assert_eq!([0, 1, 2].map(|place| scale.end(place)), [Some(8), Some(14), None]);
    }
}
