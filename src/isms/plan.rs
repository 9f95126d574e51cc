//! Plans: by when a control is to be implemented, and who answers for it (6.1.3 d and e).
//!
//! An SoA may contain controls that are not implemented yet, as long as it is planned when they will be. The day is the
//! one that the decision itself gives; else the earliest day on which the treatment of a risk that cites the control is
//! due; else the earliest day on which an open action that names the control is due. What is done or declined plans nothing.

use jiff::civil::Date;

use super::{Action, Decision, Implementation, Risk, entry_of, owner};
use crate::catalog::ReqIx;
use crate::model::{EntryIx, Handbook, Record, Subject};

/// The plan to implement a control, as it is on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// The last day on which it is in time; `None` if no day is planned.
    pub due: Option<Date>,
    /// The entry with the day: the decision, a risk or an action. The decision if there is no day.
    pub source: EntryIx,
    /// The role that answers for it: the owner of the decision, else of the entry with the day.
    pub owner: Option<EntryIx>,
    /// Whether its last day has passed.
    pub overdue: bool,
}

impl Plan {
    /// Returns the plan to implement a control; `None` if the SoA does not call the control planned.
    pub fn of(handbook: &Handbook, control: ReqIx, day: Date) -> Option<Self> {
        let decision = decision(handbook, control, Implementation::Planned)?;
        let own = decision.date(Decision::DUE).map(|due| (due, *decision));
        let by = own.or_else(|| treatment(handbook, control, day)).or_else(|| action(handbook, control, day));
        Some(Self::by(decision, by, day))
    }

    /// Returns the plan to complete a control that is implemented in part; `None` if its decision gives no day.
    pub fn of_rest(handbook: &Handbook, control: ReqIx, day: Date) -> Option<Self> {
        let decision = decision(handbook, control, Implementation::Partial)?;
        let due = decision.date(Decision::DUE)?;
        Some(Self::by(decision, Some((due, *decision)), day))
    }

    fn by(decision: Decision<'_>, by: Option<(Date, Record<'_>)>, day: Date) -> Self {
        let due = by.map(|(due, _)| due);
        let source = by.map_or(*decision, |(_, source)| source);
        let owner = owner(*decision).or_else(|| owner(source)).and_then(entry_of);
        Self { due, source: source.ix, owner, overdue: due.is_some_and(|due| due < day) }
    }
}

/// Returns the decision on a control that is implemented so far and is not excluded.
fn decision(handbook: &Handbook, control: ReqIx, so_far: Implementation) -> Option<Decision<'_>> {
    let decision = Decision::on(handbook, control)?;
    let wanted = decision.implementation() == Some(so_far) && decision.applies() != Some(false);
    wanted.then_some(decision)
}

/// Returns the risk that cites a control and whose treatment is due first, with the day.
fn treatment(handbook: &Handbook, control: ReqIx, day: Date) -> Option<(Date, Record<'_>)> {
    let risks = naming(handbook, control, Risk::CONTROLS).filter_map(Risk::of);
    let to_treat =
        risks.filter(|risk| !risk.is_closed() && !risk.is_settled(day) && !risk.is(Risk::TREATMENT, "accept"));
    earliest(to_treat.filter_map(|risk| Some((risk.date(Risk::DUE)?, *risk))))
}

/// Returns the open action that names a control and is due first, with the day.
fn action(handbook: &Handbook, control: ReqIx, day: Date) -> Option<(Date, Record<'_>)> {
    let actions = naming(handbook, control, Action::CONTROLS).filter_map(Action::of);
    let open = actions.filter(|action| action.is_to_be_done(day));
    earliest(open.filter_map(|action| Some((action.date(Action::DUE)?, *action))))
}

fn earliest<'a>(plans: impl Iterator<Item = (Date, Record<'a>)>) -> Option<(Date, Record<'a>)> {
    plans.min_by_key(|(due, source)| (*due, source.ix))
}

/// Returns the entries that name a control in a field; a mere mention in their prose plans nothing.
fn naming<'a>(
    handbook: &'a Handbook,
    control: ReqIx,
    field: &'static str,
) -> impl Iterator<Item = Record<'a>> + use<'a> {
    handbook.requirement_referrers(control).filter_map(move |reference| match reference.from {
        Subject::Entry(ix) => {
            Some(handbook.record(ix)).filter(|record| record.register.is_field(reference.field, field))
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::Plan;
    use crate::catalog::Found;
    use crate::fixture::handbook;

    const DAY: Date = date(2026, 10, 1);

    /// Returns the due day of a planned control and the id of the entry that gives it.
    fn plan(decision: &str, more: &str) -> Option<(Option<Date>, String)> {
        let soa = "//- content/registers/applicability.toml\n[[control]]\nid = \"A.8.12\"\n";
        let handbook = handbook(&format!("{soa}{decision}\n{more}"));
        let Found::One(control) = handbook.catalog.find("A.8.12") else { panic!("it is in the catalogue") };
        let plan = Plan::of(&handbook, control, DAY)?;
        Some((plan.due, handbook.record(plan.source).id().to_owned()))
    }

    const PLANNED: &str = "applicable = true\nimplementation = \"planned\"\n";
    const RISK: &str = "//- content/registers/risks.toml\n[[risk]]\nid = \"R-1\"\ntitle = \"R\"\ncategory = \"own\"\n\
        owner = \"r\"\nlikelihood = 1\nimpact = 1\ntreatment = \"reduce\"\nstatus = \"open\"\n";
    const ACTION: &str = "//- content/registers/actions.toml\n[[action]]\nid = \"AC-1\"\ntitle = \"A\"\n\
        kind = \"improvement\"\nstatus = \"open\"\nowner = \"r\"\nopened = 2026-01-01\ndue = 2027-02-01\n";
    const CITED: &str = "controls = [\"A.8.12\"]\n";

    #[test]
    fn the_day_is_of_the_decision_else_of_a_risk_else_of_an_action() {
        let risk = format!("{RISK}due = 2027-01-01\n{CITED}");
        let action = format!("{ACTION}{CITED}");
        let both = format!("{risk}{action}");
        let own = format!("{PLANNED}due = 2027-03-01\n");
        assert_eq!(plan(&own, &both), Some((Some(date(2027, 3, 1)), "A.8.12".to_owned())));
        assert_eq!(plan(PLANNED, &both), Some((Some(date(2027, 1, 1)), "R-1".to_owned())));
        assert_eq!(plan(PLANNED, &action), Some((Some(date(2027, 2, 1)), "AC-1".to_owned())));
        assert_eq!(plan(PLANNED, ""), Some((None, "A.8.12".to_owned())));
    }

    #[test]
    fn what_is_done_or_does_not_name_the_control_plans_nothing() {
        let none = Some((None, "A.8.12".to_owned()));
        for status in ["treated", "accepted", "closed"] {
            let risk = RISK.replace("\"open\"", &format!("\"{status}\""));
            assert_eq!(plan(PLANNED, &format!("{risk}due = 2027-01-01\n{CITED}")), none, "{status}");
        }
        let accept = RISK.replace("reduce", "accept");
        assert_eq!(plan(PLANNED, &format!("{accept}due = 2027-01-01\n{CITED}")), none);
        assert_eq!(plan(PLANNED, &format!("{RISK}due = 2027-01-01\ndescription = \"As A.8.12 says.\"\n")), none);
        assert_eq!(plan(PLANNED, &format!("{RISK}{CITED}")), none, "a risk without a day");
        for status in ["done", "closed", "declined"] {
            let action = ACTION.replace("\"open\"", &format!("\"{status}\""));
            assert_eq!(plan(PLANNED, &format!("{action}{CITED}")), none, "{status}");
        }
        assert_eq!(plan(PLANNED, &format!("{ACTION}plan = \"See A.8.12.\"\n")), none);
        let doing = ACTION.replace("\"open\"", "\"doing\"");
        assert_eq!(plan(PLANNED, &format!("{doing}{CITED}")).and_then(|(due, _)| due), Some(date(2027, 2, 1)));
    }

    #[test]
    fn of_several_risks_the_one_that_is_due_first_gives_the_day() {
        let second = "[[risk]]\nid = \"R-2\"\ntitle = \"R\"\ncategory = \"own\"\nowner = \"r\"\nlikelihood = 1\n\
            impact = 1\ntreatment = \"reduce\"\nstatus = \"open\"\ndue = 2026-12-01\n";
        let risks = format!("{RISK}due = 2027-01-01\n{CITED}{second}{CITED}");
        assert_eq!(plan(PLANNED, &risks), Some((Some(date(2026, 12, 1)), "R-2".to_owned())));
    }

    #[test]
    fn only_a_control_that_is_planned_and_not_excluded_has_a_plan() {
        let due = "due = 2027-03-01\n";
        for implementation in ["implemented", "partial"] {
            let decision = PLANNED.replace("planned", implementation);
            assert_eq!(plan(&format!("{decision}{due}"), ""), None, "{implementation}");
        }
        let excluded = PLANNED.replace("true", "false\njustification = \"J\"");
        assert_eq!(plan(&format!("{excluded}{due}"), ""), None);
    }
}
