//! The rungs: each looks for its proof and says why there is none.

use jiff::civil::Date;

use super::{Missing, OnDay, Place, Proof};
use crate::catalog::ReqIx;
use crate::isms::{
    self, Audit, Decision, Evidence, Implementation, InterestedParty, LegalRequirement, Plan, Risk, Standing, Supplier,
};
use crate::model::{
    Destination, DocIx, Document, EntryIx, Record, Reference, ReferenceRole, ResolvedReference, SectionIx, Subject,
};
use crate::wording::Phrase;

/// A requirement on a day.
pub(super) struct Rungs<'a> {
    pub on: OnDay<'a>,
    pub requirement: ReqIx,
}

type State = Result<Vec<Proof>, Missing>;

impl<'a> Rungs<'a> {
    /// Whether the control applies, and where that stands.
    pub(super) fn decided(&self) -> (Option<bool>, State) {
        let applicable = self.decision().and_then(Decision::applies);
        match applicable {
            Some(applies) => {
                let text = if applies { "coverage.applicable" } else { "coverage.not-applicable" };
                let place = Some(Place::Register(Decision::REGISTER.to_owned()));
                (applicable, Ok(vec![Proof { text: Phrase::said(text), place }]))
            }
            None => {
                let fix = Place::Register(Decision::REGISTER.to_owned());
                (None, Err(missing("coverage.undecided", fix)))
            }
        }
    }

    /// A document in force claims it, in a part that says something.
    pub(super) fn documented(&self) -> State {
        let claims: Vec<_> = self.document_claims().collect();
        let (in_force, others): (Vec<_>, Vec<_>) =
            claims.into_iter().partition(|(_, document, _)| document.is_in_force(self.on.as_of));
        let (written, unwritten): (Vec<_>, Vec<_>) =
            in_force.into_iter().partition(|(_, document, claim)| document.is_written(claim.section));
        if !written.is_empty() {
            return Ok(written
                .into_iter()
                .map(|(ix, document, reference)| self.section_proof(ix, document, reference))
                .collect());
        }
        let unknown = others.iter().find(|(_, document, _)| self.on.is_unknown(document));
        if let Some((ix, document, reference)) = unwritten.first().or(unknown).or(others.first()) {
            let why = match unwritten.first() {
                Some((_, document, reference)) => unwritten_part(document, reference),
                None => not_in_force(document, self.on),
            };
            let places = vec![("document", title_of(document)), ("why", why)];
            let fix = Place::At(section(*ix, reference.section));
            return Err(Missing { reason: Phrase::Said("coverage.claimed-but", places), fix });
        }
        let mention = self.references().find_map(|reference| match reference.from {
            Subject::Document(document) if reference.role == ReferenceRole::Mention => Some(document),
            _ => None,
        });
        let reason = match mention.map(|ix| title_of(self.on.handbook.document(ix))) {
            Some(title) => Phrase::Said("coverage.only-mentioned", vec![("document", title)]),
            None => Phrase::said("coverage.no-document"),
        };
        Err(Missing { reason, fix: Place::Documents })
    }

    /// Returns why nobody can rely on any of the documents that document it being as it was approved.
    pub(super) fn doubt(&self) -> Option<Missing> {
        let OnDay { handbook, config, bindings, as_of, .. } = self.on;
        let documents = self
            .document_claims()
            .filter(|(_, document, claim)| document.is_in_force(as_of) && document.is_written(claim.section));
        let doubts: Option<Vec<_>> = documents
            .map(|(ix, document, claim)| {
                let why = bindings.doubt(handbook, config, ix, as_of)?;
                let places = vec![("document", title_of(document)), ("why", why)];
                let fix = Place::At(section(ix, claim.section));
                Some(Missing { reason: Phrase::Said("coverage.claimed-but", places), fix })
            })
            .collect();
        doubts?.into_iter().next()
    }

    /// Returns whether only documents claim it that were approved after an earlier day, among others not in force on it.
    pub(super) fn is_unknown(&self) -> bool {
        self.document_claims().any(|(_, document, _)| self.on.is_unknown(document))
    }

    /// A role answers for it: the SoA's, else that of the document that claims it.
    pub(super) fn owned(&self) -> State {
        let owner = |link: &ResolvedReference| {
            vec![Proof { text: Phrase::Content(link.text.clone()), place: link.to.clone().map(Place::At) }]
        };
        if let Some(decision) = self.decision()
            && let Some(link) = isms::owner(*decision)
        {
            return Ok(owner(link));
        }
        if let Some(link) = self.document_claims().find_map(|(_, document, _)| document.meta.owner.as_ref()) {
            return Ok(owner(link));
        }
        let fix = self.decision().map_or(Place::Documents, |_| Place::Register(Decision::REGISTER.to_owned()));
        Err(missing("coverage.no-owner", fix))
    }

    /// The reasons that the SoA gives hold.
    pub(super) fn justified(&self) -> State {
        let soa = || Place::Register(Decision::REGISTER.to_owned());
        let Some(decision) = self.decision() else {
            return Err(missing("coverage.no-decision", soa()));
        };
        let reasons = decision.reasons();
        if reasons.is_empty() {
            return Err(missing("coverage.no-reason", soa()));
        }
        let words = decision.justification();
        let mut proofs = Vec::new();
        for reason in reasons {
            let registers: &[&str] = match reason.as_str() {
                "risk" => &[Risk::REGISTER],
                "legal" => &[LegalRequirement::REGISTER],
                "contract" => &[LegalRequirement::REGISTER, InterestedParty::REGISTER, Supplier::REGISTER],
                _ => &[],
            };
            let cited: Vec<_> = registers.iter().flat_map(|name| self.entries(name)).collect();
            let source = match reason.as_str() {
                "risk" => Some("coverage.no-risk"),
                "legal" => Some("coverage.no-law"),
                _ => None,
            };
            if let Some(why) = source.filter(|_| cited.is_empty()) {
                return Err(missing(why, Place::Register(registers[0].to_owned())));
            }
            if cited.is_empty() && words.is_none() {
                let reason = Phrase::Said("coverage.no-words", vec![("reason", Phrase::Content(reason.clone()))]);
                return Err(Missing { reason, fix: soa() });
            }
            proofs.extend(cited.into_iter().map(|ix| Proof::entry(self.on.handbook.record(ix))));
        }
        proofs.dedup();
        if proofs.is_empty() {
            proofs.push(Proof { text: Phrase::said("coverage.in-words"), place: Some(soa()) });
        }
        Ok(proofs)
    }

    /// The SoA says that it is implemented.
    pub(super) fn implemented(&self) -> State {
        let (OnDay { handbook, as_of, .. }, control) = (self.on, self.requirement);
        let soa = || Place::Register(Decision::REGISTER.to_owned());
        let Some(decision) = self.decision() else {
            return Err(missing("coverage.undecided", soa()));
        };
        let on = |key: &'static str, day: Date| Phrase::Said(key, vec![("day", Phrase::Day(day))]);
        let at = |plan: Plan| match plan.source == decision.ix {
            true => soa(),
            false => Place::At(Destination::Subject(Subject::Entry(plan.source))),
        };
        let (planned, rest) = (Plan::of(handbook, control, as_of), Plan::of_rest(handbook, control, as_of));
        Err(match (decision.implementation(), planned.or(rest)) {
            (Some(Implementation::Implemented), _) => {
                return Ok(vec![Proof { text: Phrase::said("coverage.implemented"), place: Some(soa()) }]);
            }
            (Some(Implementation::Planned), Some(Plan { due: Some(day), overdue, .. })) => {
                let key = if overdue { "coverage.planned-overdue" } else { "coverage.planned-for" };
                Missing { reason: on(key, day), fix: planned.map_or_else(soa, at) }
            }
            (Some(Implementation::Planned), _) => missing("coverage.planned-undated", soa()),
            (Some(Implementation::Partial), Some(Plan { due: Some(day), overdue, .. })) => {
                let key = if overdue { "coverage.partial-overdue" } else { "coverage.partial-until" };
                Missing { reason: on(key, day), fix: soa() }
            }
            (Some(Implementation::Partial), _) => missing("coverage.partly-implemented", soa()),
            (None, _) => missing("coverage.no-implementation", soa()),
        })
    }

    /// Evidence in date shows it.
    pub(super) fn evidenced(&self) -> State {
        let evidence: Vec<Evidence<'_>> = self.records(Evidence::REGISTER).filter_map(Evidence::of).collect();
        let until = |evidence: &Evidence<'_>| evidence.until(self.on.config, self.on.as_of);
        let valid = evidence.iter().filter(|item| item.is_in_date(self.on.config, self.on.as_of));
        let valid: Vec<Proof> = valid.map(|item| Proof::entry(**item)).collect();
        if !valid.is_empty() {
            return Ok(valid);
        }
        let newest = evidence.iter().filter_map(|item| Some((until(item)?, item.ix))).max();
        Err(match newest {
            Some((day, ix)) => {
                let id = self.on.handbook.record(ix).id().to_owned();
                let places = vec![("evidence", Phrase::Content(id)), ("day", Phrase::Day(day))];
                let fix = Place::At(Destination::Subject(Subject::Entry(ix)));
                Missing { reason: Phrase::Said("coverage.old-evidence", places), fix }
            }
            None => missing("coverage.no-evidence", Place::Register(Evidence::REGISTER.to_owned())),
        })
    }

    /// An audit of this cycle looked at it.
    pub(super) fn assessed(&self) -> State {
        let in_cycle =
            |day: Date| day.checked_add(self.on.config.coverage.audit_cycle.0).is_ok_and(|end| end >= self.on.as_of);
        let audits = self.records(Audit::REGISTER).filter_map(Audit::of);
        let held = audits.filter(|audit| audit.held(self.on.as_of).is_some_and(in_cycle));
        let held: Vec<Proof> = held.map(|audit| Proof::entry(*audit)).collect();
        if held.is_empty() {
            return Err(missing("coverage.no-audit", Place::Register(Audit::REGISTER.to_owned())));
        }
        Ok(held)
    }

    fn decision(&self) -> Option<Decision<'a>> {
        Decision::on(self.on.handbook, self.requirement)
    }

    fn references(&self) -> impl Iterator<Item = &'a Reference> + use<'a> {
        self.on.handbook.requirement_referrers(self.requirement)
    }

    fn document_claims(
        &self,
    ) -> impl Iterator<Item = (DocIx, &'a Document<ResolvedReference>, &'a Reference)> + use<'a> {
        let handbook = self.on.handbook;
        self.references().filter(|reference| reference.role == ReferenceRole::Claim).filter_map(|reference| {
            match reference.from {
                Subject::Document(ix) => Some((ix, handbook.document(ix), reference)),
                _ => None,
            }
        })
    }

    fn entries(&self, register: &str) -> Vec<EntryIx> {
        let chain = self.on.handbook.catalog.chain(self.requirement);
        let about = chain.flat_map(|ix| self.on.handbook.entries_about(Subject::Requirement(ix), register));
        let counts = |ix: &EntryIx| {
            let record = self.on.handbook.record(*ix);
            !isms::is_opportunity(record) && isms::names(self.on.handbook, record, self.requirement)
        };
        about.filter(counts).collect()
    }

    fn records(&self, register: &str) -> impl Iterator<Item = Record<'a>> + use<'a> {
        let handbook = self.on.handbook;
        self.entries(register).into_iter().map(|ix| handbook.record(ix))
    }

    fn section_proof(&self, ix: DocIx, document: &Document<ResolvedReference>, reference: &Reference) -> Proof {
        let title = &document.meta.title;
        let text = match reference.section {
            Some(at) => format!("{title}: {}", document.sections[at].heading.title),
            None => title.clone(),
        };
        Proof { text: Phrase::Content(text), place: Some(Place::At(section(ix, reference.section))) }
    }
}

fn section(document: DocIx, section: Option<SectionIx>) -> Destination {
    match section {
        Some(at) => Destination::Section(document, at),
        None => Destination::Subject(Subject::Document(document)),
    }
}

fn missing(reason: &'static str, fix: Place) -> Missing {
    Missing { reason: Phrase::said(reason), fix }
}

fn title_of(document: &Document<ResolvedReference>) -> Phrase {
    Phrase::Content(document.meta.title.clone())
}

/// Returns why the part of a document that makes a claim documents nothing.
fn unwritten_part(document: &Document<ResolvedReference>, claim: &Reference) -> Phrase {
    match claim.section {
        Some(at) => {
            let title = document.sections[at].heading.title.clone();
            Phrase::Said("coverage.unwritten-section", vec![("section", Phrase::Content(title))])
        }
        None => Phrase::said("coverage.unwritten"),
    }
}

/// Why a document is not in force.
fn not_in_force(document: &Document<ResolvedReference>, on: OnDay<'_>) -> Phrase {
    let on_day = |key, day| Phrase::Said(key, vec![("day", Phrase::Day(day))]);
    match isms::standing(document, on.days()) {
        Standing::Unstated => Phrase::said("coverage.unstated"),
        Standing::Draft => Phrase::said("coverage.draft"),
        Standing::InReview => Phrase::said("coverage.in-review"),
        Standing::Retired => Phrase::said("coverage.retired"),
        Standing::Overdue(day) => on_day("coverage.review-due", day),
        Standing::NotYet(day) => on_day("coverage.not-yet-approved", day),
        Standing::NotKnown(day) => on_day("coverage.approved-later", day),
        Standing::InForce => Phrase::said("coverage.not-in-force"),
    }
}
