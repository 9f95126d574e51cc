//! The ladder: how far each requirement is covered on a day, what proves it, and what is missing.
//!
//! One population feeds every total: pages, matrices and gaps all count the [`Ladder`]s of one [`Coverage`].

mod calendar;
mod documented;
mod gaps;
mod measured;
mod rungs;
mod sample;

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::approval::Bindings;
use crate::catalog::{ReqIx, Rung, StandardRole};
use crate::config::Config;
use crate::isms::{self, DUE_SOON_DAYS, Days, Plan, Standing};
use crate::model::{Destination, Document, Handbook, Record, ResolvedReference, Subject};
use crate::wording::Phrase;

pub(crate) use calendar::{Due, DueKind, When};
pub(crate) use documented::Holding;
pub(crate) use gaps::{MissingRung, Phase, gaps};
pub(crate) use measured::{Footing, Footings, Measured, Support};
pub(crate) use sample::sample;

/// How far a requirement is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CoverageStatus {
    /// Every required rung holds.
    Covered,
    /// It is documented, and a required rung is missing.
    Partial,
    /// The SoA says that it is still to be implemented.
    Planned,
    /// No document in force claims it.
    Gap,
    /// The SoA does not say whether it applies.
    Undecided,
    /// Only documents that were approved after an earlier day claim it; what claimed it on that day is not known.
    NotKnown,
    /// The SoA says that it does not apply.
    Excluded,
}

impl CoverageStatus {
    /// All, from good to bad to out of scope.
    pub const ALL: [Self; 7] =
        [Self::Covered, Self::Partial, Self::Planned, Self::Gap, Self::Undecided, Self::NotKnown, Self::Excluded];

    /// The word on the pages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Covered => "covered",
            Self::Partial => "partial",
            Self::Planned => "planned",
            Self::Gap => "gap",
            Self::Undecided => "undecided",
            Self::NotKnown => "not-known",
            Self::Excluded => "excluded",
        }
    }
}

/// The place of something that proves a rung or would fix it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A document, a section, an entry, a requirement.
    At(Destination),
    /// A register as a whole.
    Register(String),
    /// The list of documents.
    Documents,
}

/// Something that makes a rung hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    /// Its name.
    pub text: Phrase,
    /// Its place, if it has a page.
    pub place: Option<Place>,
}

impl Proof {
    /// Returns an entry as a proof.
    fn entry(record: Record<'_>) -> Self {
        let place = Some(Place::At(Destination::Subject(Subject::Entry(record.ix))));
        Self { text: Phrase::Content(format!("{} {}", record.id(), record.title())), place }
    }
}

/// Why a rung does not hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Missing {
    /// A phrase.
    pub reason: Phrase,
    /// The place to fix it.
    pub fix: Place,
}

/// One rung of a requirement's ladder.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Which.
    pub rung: Rung,
    /// Whether book.toml requires it.
    pub required: bool,
    /// Its proofs, or why it does not hold.
    pub state: Result<Vec<Proof>, Missing>,
    /// Whether nobody can tell if it held on an earlier day. Then `state` says why, and that is not a gap.
    pub unknown: bool,
    /// Why nobody can rely on its proofs, although it holds: what they are of has changed since it was approved.
    pub doubt: Option<Missing>,
}

impl Step {
    /// Returns what is left to do about it: why it does not hold, or why nobody can rely on it.
    pub fn missing(&self) -> Option<&Missing> {
        self.state.as_ref().err().or(self.doubt.as_ref())
    }
}

/// The coverage of one requirement.
#[derive(Debug, Clone, PartialEq)]
pub struct Ladder {
    /// The requirement.
    pub requirement: ReqIx,
    /// The status that follows from its rungs.
    pub status: CoverageStatus,
    /// From the lowest rung up; an excluded control has the first alone.
    pub steps: Vec<Step>,
    /// The plan to implement it, if its status is planned.
    pub plan: Option<Plan>,
}

impl Ladder {
    /// The state of a rung; `None` if the ladder does not have it.
    pub fn step(&self, rung: Rung) -> Option<&Step> {
        self.steps.iter().find(|step| step.rung == rung)
    }

    /// Returns the rungs that are to be closed: those that are required and known not to hold, and those in doubt. A planned control has none until
    /// its day has passed, and then its implementation alone.
    pub fn open(&self) -> impl Iterator<Item = (Rung, &Missing)> {
        let is_open = |step: &&Step| match &self.plan {
            Some(plan) => plan.overdue && step.rung == Rung::Implemented,
            None => (step.required || step.doubt.is_some()) && !step.unknown && self.status != CoverageStatus::NotKnown,
        };
        self.steps.iter().filter(is_open).filter_map(|step| Some((step.rung, step.missing()?)))
    }

    /// Returns whether nothing is left to do: it is covered or excluded, not known on an earlier day, or planned for a day
    /// that has not passed.
    pub fn is_in_order(&self) -> bool {
        match self.status {
            CoverageStatus::Covered | CoverageStatus::Excluded | CoverageStatus::NotKnown => true,
            CoverageStatus::Planned => self.plan.as_ref().is_some_and(|plan| plan.due.is_some() && !plan.overdue),
            CoverageStatus::Partial | CoverageStatus::Gap | CoverageStatus::Undecided => false,
        }
    }
}

/// The number of requirements with each status.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    counts: [usize; CoverageStatus::ALL.len()],
}

impl Totals {
    /// The number with a status.
    pub fn of(&self, status: CoverageStatus) -> usize {
        self.counts[status as usize]
    }

    /// The number of all.
    pub fn all(&self) -> usize {
        self.counts.iter().sum()
    }

    /// The number of those that are decided. A clause needs no decision.
    pub fn decided(&self) -> usize {
        self.all() - self.of(CoverageStatus::Undecided)
    }

    /// The number of those that apply: they are decided, and not excluded.
    pub fn applicable(&self) -> usize {
        self.decided() - self.of(CoverageStatus::Excluded)
    }

    /// The number of those that apply of which the documents can tell how far they are covered.
    pub fn known(&self) -> usize {
        self.applicable() - self.of(CoverageStatus::NotKnown)
    }
}

impl FromIterator<CoverageStatus> for Totals {
    fn from_iter<I: IntoIterator<Item = CoverageStatus>>(statuses: I) -> Self {
        let mut totals = Self::default();
        for status in statuses {
            totals.counts[status as usize] += 1;
        }
        totals
    }
}

/// The ladders of all requirements, and what is held and falls due, on a day.
#[derive(Debug)]
pub struct Coverage {
    /// The day.
    pub as_of: Date,
    /// The book's own day, up to which its files tell what happened.
    pub own_day: Date,
    /// The required documented information of the standards in force, in their order.
    pub holdings: Vec<Holding>,
    /// Everything that falls due, the earliest first. What is past and not done is there, too.
    pub due: Vec<Due>,
    /// Of the standards to be certified against.
    ladders: BTreeMap<ReqIx, Ladder>,
    measured: BTreeMap<ReqIx, Measured>,
}

impl Coverage {
    /// The day together with the book's own.
    pub fn days(&self) -> Days {
        Days { as_of: self.as_of, own: self.own_day }
    }

    /// Returns what falls due when: what has passed, what comes within thirty days, or what comes later.
    pub fn falling_due(&self, when: When) -> impl Iterator<Item = &Due> {
        let last = self.as_of.checked_add(jiff::Span::new().days(DUE_SOON_DAYS)).unwrap_or(Date::MAX);
        self.due.iter().filter(move |due| match when {
            When::Overdue => due.day < self.as_of,
            When::Soon => due.day >= self.as_of && due.day <= last,
            When::Later => due.day > last,
        })
    }

    /// The ladder of an assessable requirement; `None` for any other.
    pub fn ladder(&self, requirement: ReqIx) -> Option<&Ladder> {
        let measured = || self.measured.get(&requirement).map(|measured| &measured.ladder);
        self.ladders.get(&requirement).or_else(measured)
    }

    /// All ladders of the standards to be certified against, in the order of the catalogue.
    pub fn ladders(&self) -> impl Iterator<Item = &Ladder> {
        self.ladders.values()
    }

    /// The totals of those requirements that `wanted` chooses.
    pub fn totals(&self, wanted: impl Fn(ReqIx) -> bool) -> Totals {
        self.ladders().filter(|ladder| wanted(ladder.requirement)).map(|ladder| ladder.status).collect()
    }
}

/// Measures the coverage of a handbook on a day: climbs every ladder, and collects what falls due.
pub(crate) fn coverage(handbook: &Handbook, config: &Config, bindings: &Bindings, days: Days) -> Coverage {
    let assessable = handbook.catalog.requirements().map(|(ix, _)| ix).filter(|ix| handbook.catalog.is_assessable(*ix));
    let assessable: Vec<ReqIx> = assessable.collect();
    let on = OnDay { handbook, config, bindings, as_of: days.as_of, own_day: days.own };
    let covered = || {
        let holdings = documented::holdings(on);
        let ladder = |ix| (ix, ladder(on, ix, &holdings));
        (assessable.into_par_iter().map(ladder).collect(), holdings)
    };
    let ((ladders, holdings), due): ((BTreeMap<_, _>, _), _) = rayon::join(covered, || calendar::due(on));
    let (ladders, others) =
        ladders.into_iter().partition(|(ix, _)| handbook.catalog.has_role(*ix, StandardRole::Certified));
    let coverage = Coverage { as_of: days.as_of, own_day: days.own, holdings, due, ladders, measured: BTreeMap::new() };
    let measured = measured::measure(handbook, &coverage, others);
    Coverage { measured, ..coverage }
}

/// A handbook on a day, before its coverage is known.
#[derive(Clone, Copy)]
struct OnDay<'a> {
    handbook: &'a Handbook,
    config: &'a Config,
    bindings: &'a Bindings,
    as_of: Date,
    own_day: Date,
}

impl OnDay<'_> {
    fn days(&self) -> Days {
        Days { as_of: self.as_of, own: self.own_day }
    }

    /// Returns whether a document was approved only after an earlier day, so that nobody can tell what it was on that day.
    fn is_unknown(&self, document: &Document<ResolvedReference>) -> bool {
        matches!(isms::standing(document, self.days()), Standing::NotKnown(_))
    }
}

fn ladder(on: OnDay<'_>, requirement: ReqIx, holdings: &[Holding]) -> Ladder {
    let OnDay { handbook, config, .. } = on;
    let rungs = rungs::Rungs { on, requirement };
    let decides = handbook.catalog.is_decided(requirement);
    let by_standard = handbook.catalog.standard_of(requirement).required.as_ref();
    let by_book = if decides { &config.coverage.controls } else { &config.coverage.clauses };
    let can_hold = |rungs: &&Vec<Rung>| decides || rungs.iter().any(|rung| Rung::UNDECIDED.contains(rung));
    let required = by_standard.filter(can_hold).unwrap_or(by_book);
    let step = |rung, state| Step { rung, required: required.contains(&rung), state, unknown: false, doubt: None };

    let mut steps = Vec::with_capacity(Rung::ALL.len());
    if decides {
        let (applicable, state) = rungs.decided();
        steps.push(step(Rung::Decided, state));
        if applicable == Some(false) {
            return Ladder { requirement, status: CoverageStatus::Excluded, steps, plan: None };
        }
    }
    let documented = step(Rung::Documented, rungs.documented());
    let unknown = documented.state.is_err() && rungs.is_unknown();
    let doubt = if documented.state.is_ok() { rungs.doubt() } else { None };
    steps.push(Step { unknown, doubt, ..documented });
    steps.push(step(Rung::Owned, rungs.owned()));
    if decides {
        steps.push(step(Rung::Justified, rungs.justified()));
        steps.push(step(Rung::Implemented, rungs.implemented()));
    }
    steps.push(step(Rung::Evidenced, rungs.evidenced()));
    steps.push(step(Rung::Assessed, rungs.assessed()));

    let mut information = holdings.iter().filter(|holding| holding.clause == requirement && !holding.counts_as_held());
    let plan = Plan::of(handbook, requirement, on.as_of);
    let status = status(&steps, plan.is_some(), information.next());
    Ladder { requirement, status, steps, plan: plan.filter(|_| status == CoverageStatus::Planned) }
}

/// Returns the status of a requirement that is not excluded. `bare` is the first required information that nothing holds.
fn status(steps: &[Step], planned: bool, bare: Option<&Holding>) -> CoverageStatus {
    let missing = |step: &&Step| step.required && step.state.is_err();
    match (steps.iter().find(missing), bare) {
        (Some(Step { rung: Rung::Decided, .. }), _) => CoverageStatus::Undecided,
        _ if planned => CoverageStatus::Planned,
        (Some(step), _) if step.unknown => CoverageStatus::NotKnown,
        (Some(Step { rung: Rung::Documented, .. }), _) => CoverageStatus::Gap,
        (Some(_), _) => CoverageStatus::Partial,
        (None, Some(holding)) if holding.unknown => CoverageStatus::NotKnown,
        (None, Some(_)) => CoverageStatus::Partial,
        (None, None) if steps.iter().any(|step| step.doubt.is_some()) => CoverageStatus::Partial,
        (None, None) => CoverageStatus::Covered,
    }
}
