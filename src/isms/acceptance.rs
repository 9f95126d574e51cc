//! What risk owners sign (6.1.3 f): the treatment plan, and what is left of each risk.

use jiff::civil::Date;

use super::entry_of;
use super::risk::Risk;
use super::role::{Role, is_or_is_above};
use super::state::{State, StateKind};
use crate::config::{Asks, RiskScale};
use crate::model::{EntryIx, Handbook, ResolvedReference, Subject};
use crate::wording::Phrase;

/// The acceptance of a risk by name, on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Acceptance {
    /// The day on which it was given.
    pub on: Date,
    /// The last day on which it counts.
    pub until: Option<Date>,
    /// Why it no longer counts, if the risk is not the one that was accepted.
    pub stale: Option<Phrase>,
    /// Whether its last day has passed.
    pub ended: bool,
}

impl Acceptance {
    /// Returns how the acceptance stands: it counts, has ended, or is of another rating.
    pub fn state(&self) -> State {
        match (&self.stale, self.ended) {
            (Some(why), _) => State { reason: Some(why.clone()), ..StateKind::Stale.into() },
            (None, true) => State { day: self.until, ..StateKind::Expired.into() },
            (None, false) => State { day: self.until, ..StateKind::Accepted.into() },
        }
    }

    /// Returns whether it counts.
    pub fn counts(&self) -> bool {
        self.stale.is_none() && !self.ended
    }
}

/// How what is left of a risk stands on a day, by the rule of its band.
#[derive(Debug, Clone, PartialEq)]
pub enum Residual {
    /// It has no rating yet.
    Unrated,
    /// It was accepted by name; whether the acceptance still counts is for its state to say.
    Accepted(Acceptance),
    /// It is within the criteria, and the owner approved the plan on this day.
    WithPlan(Date),
    /// It must be treated, and is: its plan is approved and not late, and nothing is rated after treatment yet.
    InTreatment,
    /// Nobody has accepted it as its band asks; the reason.
    Missing(Phrase),
}

impl Residual {
    /// Returns whether it is as its band asks.
    pub fn is_settled(&self) -> bool {
        match self {
            Self::Accepted(acceptance) => acceptance.counts(),
            Self::WithPlan(_) | Self::InTreatment => true,
            Self::Unrated | Self::Missing(_) => false,
        }
    }
}

impl Risk<'_> {
    /// Returns whether something is to be done about it, so that there must be an approved plan.
    pub fn needs_plan(self) -> bool {
        !self.is_closed() && !self.is(Self::TREATMENT, "accept")
    }

    /// Returns the day on which its owner, or somebody above, approved the treatment plan.
    ///
    /// # Errors
    /// Why the plan does not count as approved on `day`.
    pub fn plan_approved(self, handbook: &Handbook, day: Date) -> Result<Date, Phrase> {
        let by = self.links(Self::PLAN_APPROVED_BY).first();
        let (by, on) = match (by, self.date(Self::PLAN_APPROVED_ON)) {
            (None, None) => return Err(Phrase::said("approval.missing")),
            (None, Some(_)) => return Err(Phrase::said("approval.no-name")),
            (Some(_), None) => return Err(Phrase::said("approval.no-day")),
            (Some(by), Some(on)) => (by, on),
        };
        if on > day {
            return Err(Phrase::Said("approval.later", vec![("day", Phrase::Day(on))]));
        }
        match self.is_for(handbook, by) {
            true => Ok(on),
            false => Err(Phrase::Said("approval.stranger", vec![("role", Phrase::Content(by.text.clone()))])),
        }
    }

    /// Returns whether a role may sign for the risk: it is its owner or above. Roles that are not in a register may.
    fn is_for(self, handbook: &Handbook, by: &ResolvedReference) -> bool {
        let owner = self.links(Self::OWNER).first().and_then(entry_of);
        owner.zip(entry_of(by)).is_none_or(|(owner, role)| is_or_is_above(handbook, role, owner))
    }

    /// Returns how the risk stands on a day.
    pub(super) fn state(self, handbook: &Handbook, scale: &RiskScale, day: Date) -> State {
        let is_accepted = self.is(Self::STATUS, "accepted");
        if self.is_closed() {
            StateKind::Closed.into()
        } else if let Some(due) = self.late_since(day) {
            StateKind::Overdue.on(due)
        } else if let Some(acceptance) = self.acceptance(scale, day).filter(|acceptance| !acceptance.counts()) {
            acceptance.state()
        } else if is_accepted && let Residual::Missing(why) = self.residual(handbook, scale, day) {
            // The status says so, but no acceptance does that its band would take.
            State { reason: Some(why), ..StateKind::Open.into() }
        } else if let Some(acceptance) = self.acceptance(scale, day) {
            acceptance.state()
        } else if self.is_settled(day) {
            StateKind::Done.into()
        } else {
            State::due(self.date(Self::DUE), day)
        }
    }

    /// Returns how what is left of the risk stands on a day.
    pub fn residual(self, handbook: &Handbook, scale: &RiskScale, day: Date) -> Residual {
        let Some(band) = self.band_left(scale) else { return Residual::Unrated };
        let named = self.accepted_by_name(scale, day);
        let plan = || self.plan_approved(handbook, day);
        match (&band.asks, named) {
            (Asks::Treat, _) => {
                let treated = self.score_after(scale).is_none() && self.is_open(day) && self.late_since(day).is_none();
                match treated && self.needs_plan() && plan().is_ok() {
                    true => Residual::InTreatment,
                    false => Residual::Missing(Phrase::said("acceptance.must-be-treated")),
                }
            }
            (Asks::Role(role), Ok(_)) if !self.is_accepted_by(handbook, &role.value) => {
                let by = self.links(Self::ACCEPTED_BY).iter().map(|link| link.text.as_str()).collect::<Vec<_>>();
                let places = vec![("by", Phrase::Content(by.join(", "))), ("role", role_name(handbook, &role.value))];
                Residual::Missing(Phrase::Said("acceptance.not-by", places))
            }
            (Asks::Role(_), Ok(acceptance)) => Residual::Accepted(acceptance),
            (Asks::WithinCriteria | Asks::Owner, Ok(acceptance)) => {
                match self.links(Self::ACCEPTED_BY).iter().find(|by| !self.is_for(handbook, by)) {
                    Some(by) => {
                        let role = Phrase::Content(by.text.clone());
                        Residual::Missing(Phrase::Said("acceptance.stranger", vec![("role", role)]))
                    }
                    None => Residual::Accepted(acceptance),
                }
            }
            (Asks::WithinCriteria, Err(why)) => plan().map_or(Residual::Missing(why), Residual::WithPlan),
            (Asks::Owner | Asks::Role(_), Err(why)) => Residual::Missing(why),
        }
    }

    /// Returns the acceptance by name as it is on a day; `None` if none was given by then.
    pub fn acceptance(self, scale: &RiskScale, day: Date) -> Option<Acceptance> {
        self.accepted_by_name(scale, day).ok()
    }

    fn accepted_by_name(self, scale: &RiskScale, day: Date) -> Result<Acceptance, Phrase> {
        let on = match (self.links(Self::ACCEPTED_BY).is_empty(), self.date(Self::ACCEPTED_ON)) {
            (true, None) => return Err(Phrase::said("acceptance.nobody")),
            (true, Some(_)) => return Err(Phrase::said("approval.no-name")),
            (false, None) => return Err(Phrase::said("approval.no-day")),
            (false, Some(on)) => on,
        };
        if on > day {
            return Err(Phrase::Said("acceptance.later", vec![("day", Phrase::Day(on))]));
        }
        let until = self.date(Self::ACCEPTED_UNTIL);
        Ok(Acceptance {
            on,
            until,
            stale: self.stale_acceptance(scale, day),
            ended: until.is_some_and(|until| until < day),
        })
    }

    /// Returns whether a role accepted it, or somebody above that role. A book without that role is reported elsewhere.
    fn is_accepted_by(self, handbook: &Handbook, role: &str) -> bool {
        let accepted = self.links(Self::ACCEPTED_BY);
        match role_of(handbook, role) {
            Some(wanted) => accepted.iter().filter_map(entry_of).any(|by| is_or_is_above(handbook, by, wanted)),
            None => accepted.iter().any(|link| link.text == role),
        }
    }

    /// Returns why an acceptance is of another rating than today's; `None` if it is not, or there is no acceptance.
    pub fn stale_acceptance(self, scale: &RiskScale, day: Date) -> Option<Phrase> {
        let accepted_on = self.date(Self::ACCEPTED_ON)?;
        let score = self.score_left(scale)?;
        match self.number(Self::ACCEPTED_SCORE) {
            Some(accepted) if accepted == f64::from(score) => None,
            Some(accepted) => Some(Phrase::Said(
                "acceptance.other-score",
                vec![("accepted", Phrase::Number(accepted)), ("score", Phrase::Number(score.into()))],
            )),
            None => {
                let rated = self.happened(Self::RATED, day).filter(|rated| *rated > accepted_on)?;
                Some(Phrase::Said("acceptance.rated-again", vec![("day", Phrase::Day(rated))]))
            }
        }
    }
}

/// Returns the role with an id, if the book has it.
fn role_of(handbook: &Handbook, id: &str) -> Option<EntryIx> {
    match handbook.find(id) {
        Some(Subject::Entry(ix)) => Role::of(handbook.record(ix)).map(|role| role.ix),
        _ => None,
    }
}

fn role_name(handbook: &Handbook, id: &str) -> Phrase {
    Phrase::Content(role_of(handbook, id).map_or_else(|| id.to_owned(), |ix| handbook.record(ix).title().to_owned()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::Residual;
    use crate::fixture::{config, handbook};
    use crate::isms::Risk;

    const TODAY: Date = date(2026, 10, 1);
    const BOOK: &str = "//- book.toml\n[[risk.band]]\nid = \"low\"\nfrom = 1\nasks = \"within-criteria\"\n\
        [[risk.band]]\nid = \"medium\"\nfrom = 5\nasks = \"owner\"\n\
        [[risk.band]]\nid = \"high\"\nfrom = 9\nasks = \"role:ceo\"\n\
        [[risk.band]]\nid = \"very-high\"\nfrom = 15\nasks = \"treat\"\n";
    const ROLES: &str = "//- content/registers/roles.toml\n\
        [[role]]\nid = \"ceo\"\ntitle = \"CEO\"\nholder = \"Ada\"\n\
        [[role]]\nid = \"cto\"\ntitle = \"CTO\"\nreports-to = \"ceo\"\nholder = \"Bea\"\n\
        [[role]]\nid = \"it\"\ntitle = \"IT\"\nreports-to = \"cto\"\nholder = \"Cem\"\n\
        [[role]]\nid = \"hr\"\ntitle = \"HR\"\nreports-to = \"ceo\"\nholder = \"Dee\"\n\
        [[role]]\nid = \"chair\"\ntitle = \"Chair\"\nholder = \"Ada\"\n";

    /// Returns how a risk of the role `it` with these fields stands on a day.
    fn residual(fields: &str, day: Date) -> Residual {
        let fixture = format!(
            "{BOOK}{ROLES}//- content/registers/risks.toml\n[[risk]]\nid = \"R-1\"\ntitle = \"R\"\n\
             category = \"own\"\nowner = \"it\"\nlikelihood = 4\nimpact = 5\n{fields}\n"
        );
        let (book, config) = (handbook(&fixture), config(&fixture));
        Risk::all(&book).next().unwrap().residual(&book, &config.risk, day)
    }

    fn left(likelihood: u32, impact: u32, fields: &str) -> Residual {
        let rating = format!("residual-likelihood = {likelihood}\nresidual-impact = {impact}\n");
        residual(&format!("treatment = \"reduce\"\n{rating}{fields}"), TODAY)
    }

    fn why(residual: &Residual) -> String {
        match residual {
            Residual::Missing(why) => why.to_string(),
            other => panic!("{other:?}"),
        }
    }

    fn accepted(by: &str) -> String {
        format!("accepted-by = \"{by}\"\naccepted-on = 2026-09-01\n")
    }

    fn approved(by: &str, on: &str) -> String {
        format!("plan-approved-by = \"{by}\"\nplan-approved-on = {on}\n")
    }

    #[test]
    fn a_risk_within_the_criteria_is_accepted_with_its_plan_or_by_name() {
        assert_eq!(left(2, 2, &approved("it", "2026-09-01")), Residual::WithPlan(date(2026, 9, 1)));
        assert_eq!(left(2, 2, &approved("it", "2026-10-01")), Residual::WithPlan(TODAY), "on the day itself");
        assert!(left(2, 2, &accepted("it")).is_settled());
        assert_eq!(why(&left(2, 2, "")), "nobody has accepted it");
        for not in [approved("it", "2026-10-02"), approved("hr", "2026-09-01"), "plan-approved-by = \"it\"".into()] {
            assert_eq!(why(&left(2, 2, &not)), "nobody has accepted it", "{not}");
        }
    }

    #[test]
    fn the_plan_is_approved_by_the_owner_or_somebody_above() {
        for by in ["it", "cto", "ceo", "chair"] {
            assert!(left(2, 2, &approved(by, "2026-09-01")).is_settled(), "{by}");
        }
        assert!(!left(2, 2, &approved("hr", "2026-09-01")).is_settled());
    }

    #[test]
    fn above_the_criteria_a_plan_is_not_enough() {
        assert_eq!(why(&left(2, 4, &approved("it", "2026-09-01"))), "nobody has accepted it");
        assert!(left(2, 4, &accepted("it")).is_settled());
        assert_eq!(why(&left(2, 4, &accepted("hr"))), "HR accepted it, who is neither the owner of the risk nor above");
        let ended = format!("{}accepted-until = 2026-09-30\n", accepted("it"));
        assert!(!left(2, 4, &ended).is_settled());
        assert!(left(2, 4, &ended.replace("09-30", "10-01")).is_settled());
        assert!(!left(2, 4, &format!("{}accepted-score = 6\n", accepted("it"))).is_settled());
    }

    #[test]
    fn a_role_accepts_for_its_band_or_those_above_it() {
        assert!(left(3, 3, &accepted("ceo")).is_settled());
        assert!(left(3, 3, &accepted("chair")).is_settled(), "the same person holds both");
        assert_eq!(why(&left(3, 3, &accepted("it"))), "IT accepted it, but that is for CEO");
        assert_eq!(why(&left(3, 3, "accepted-by = \"ceo\"\n")), "the day is missing");
        assert_eq!(why(&left(3, 3, "accepted-on = 2026-09-01\n")), "who did so is missing");
        let later = accepted("ceo").replace("2026-09-01", "2026-10-02");
        assert_eq!(why(&left(3, 3, &later)), "it is accepted only from 2026-10-02 on");
    }

    #[test]
    fn what_must_be_treated_is_not_accepted() {
        let must = "its band asks for treatment, and nobody may accept it";
        assert_eq!(why(&left(3, 5, &accepted("ceo"))), must);
        let plan = approved("it", "2026-09-01");
        let open = |due: &str| format!("treatment = \"reduce\"\nstatus = \"open\"\ndue = {due}\n{plan}");
        assert_eq!(residual(&open("2026-12-01"), TODAY), Residual::InTreatment);
        assert_eq!(why(&residual(&open("2026-09-30"), TODAY)), must, "its treatment is late");
        assert_eq!(why(&residual(&open("2026-12-01"), date(2026, 8, 1))), must, "its plan is not approved yet");
        let open = open("2026-12-01").replace("reduce", "accept");
        assert_eq!(why(&residual(&open, TODAY)), must, "it is not treated");
    }
}
