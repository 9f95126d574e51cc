//! Context and scope (4.1 to 4.3): issues, interested parties, interfaces, law, and the texts that define the scope; also
//! what is communicated with whom (7.4).

use super::{Badge, LinkView, ReportCell, ReportSection, View};
use crate::catalog::Found;
use crate::isms::{Communication, InterestedParty, Interface, Issue, LegalRequirement, PartyRequirement};
use crate::model::Subject;

/// Returns the scope, then the context it is based on.
pub(super) fn sections(view: &View<'_>) -> Vec<ReportSection> {
    let scope = texts_on(view, &["4.1", "4.2", "4.3", "4.4"]);
    let mut sections = vec![view.table_section("context.scope", &["clause", "document"], scope, "context.none")];
    sections.push(interfaces(view));
    for (key, side) in [("context.external", "external"), ("context.internal", "internal")] {
        let issues = Issue::all(&view.book.handbook).filter(|issue| issue.is(Issue::SIDE, side));
        let rows = issues.map(|issue| {
            let relevant = match issue.flag(Issue::RELEVANT) {
                Some(true) => Badge::new(view.say("context.relevant"), "✓", "open"),
                Some(false) => Badge::new(view.say("context.not-relevant"), "–", "out"),
                None => Badge::new(view.say("context.undecided"), "?", "bad"),
            };
            vec![
                view.entry_link(issue.ix).into(),
                view.cell_of(*issue, Issue::KIND),
                view.cell_of(*issue, Issue::DESCRIPTION),
                relevant.into(),
                view.all_links(*issue, &[Issue::DOCUMENTS, Issue::CONTROLS, Issue::RISKS]).into(),
                view.cell_of(*issue, Issue::REVIEWED),
            ]
        });
        let columns = ["issue", "kind", "why", "relevant", "dealt-with", "reviewed"];
        sections.push(view.table_section(key, &columns, rows.collect(), "context.none-issues"));
    }
    let climate = Issue::all(&view.book.handbook).filter(|issue| issue.is(Issue::KIND, "climate"));
    let climate: Vec<LinkView> = climate.map(|issue| view.entry_link(issue.ix)).collect();
    let (none, text) = if climate.is_empty() {
        ("context.no-climate", None)
    } else {
        ("", Some(view.say("context.climate-is").to_owned()))
    };
    let rows = climate.into_iter().map(|link| vec![link.into()]).collect();
    let climate = view.table_section("context.climate", &["issue"], rows, none);
    sections.push(ReportSection { text, ..climate });
    sections.push(parties(view));
    sections.push(communications(view));
    let law = LegalRequirement::all(&view.book.handbook).map(|law| {
        let met_in = [LegalRequirement::DOCUMENTS, LegalRequirement::CONTROLS, LegalRequirement::CLAUSES];
        vec![
            view.entry_link(law.ix).into(),
            view.all_links(*law, &met_in).into(),
            view.links_in(*law, LegalRequirement::OWNER).into(),
            view.cell_of(*law, LegalRequirement::REVIEWED),
        ]
    });
    let columns = ["law", "met-in", "owner", "reviewed"];
    sections.push(view.table_section("context.law", &columns, law.collect(), "context.none-law"));
    sections
}

/// Returns the interfaces of the scope: who does what on either side.
fn interfaces(view: &View<'_>) -> ReportSection {
    let row = |interface: Interface<'_>| {
        let with = interface.text(Interface::WITH).map(str::to_owned);
        vec![
            ReportCell::from(view.entry_link(interface.ix)).note(with),
            view.cell_of(*interface, Interface::THEIRS),
            view.cell_of(*interface, Interface::OURS),
            view.all_links(*interface, &[Interface::DOCUMENTS, Interface::SUPPLIERS, Interface::PARTIES]).into(),
            view.links_in(*interface, Interface::OWNER).into(),
            view.state_of(*interface),
        ]
    };
    let rows = Interface::all(&view.book.handbook).map(row).collect();
    let columns = ["interface", "theirs", "ours", "see", "owner", "state"];
    view.table_section("context.interfaces", &columns, rows, "context.none-interfaces")
}

/// Returns the communication: on what, when, with whom, how and by whom (7.4).
fn communications(view: &View<'_>) -> ReportSection {
    let row = |communication: Communication<'_>| {
        let whom = communication.text(Communication::WHOM).map(str::to_owned);
        let links = view.all_links(*communication, &[Communication::ROLES, Communication::PARTIES]);
        vec![
            view.entry_link(communication.ix).into(),
            view.cell_of(*communication, Communication::ON).below(view.cell_of(*communication, Communication::WHEN)),
            ReportCell::from(links).note(whom),
            view.cell_of(*communication, Communication::HOW).below(view.links_in(*communication, Communication::BY)),
            view.state_of(*communication),
        ]
    };
    let rows = Communication::all(&view.book.handbook).map(row).collect();
    let columns = ["communication", "on-what/when", "whom", "how/by", "state"];
    view.table_section("context.communications", &columns, rows, "context.none-communications")
}

/// Returns each requirement of each interested party, and where it is met.
fn parties(view: &View<'_>) -> ReportSection {
    let mut rows = Vec::new();
    for party in InterestedParty::all(&view.book.handbook) {
        let met_in = [InterestedParty::DOCUMENTS, InterestedParty::CONTROLS, InterestedParty::CLAUSES];
        let whole = view.all_links(*party, &met_in);
        let before = rows.len();
        for requirement in party.requirements() {
            let by = view.links(requirement.met_by());
            let met = match requirement.met() {
                Some("yes") => Badge::new(view.say("context.met"), "✓", "good"),
                Some("partly") => Badge::new(view.say("context.partly"), "◐", "fair"),
                Some(_) => Badge::new(view.say("context.not-met"), "–", "out"),
                None if by.is_empty() && whole.is_empty() => Badge::new(view.say("context.open"), "✗", "bad"),
                None => Badge::new(view.say("context.met"), "✓", "good"),
            };
            let by = if by.is_empty() { whole.clone() } else { by };
            let text = view.cell_in(requirement.row, PartyRequirement::TEXT);
            rows.push(vec![view.entry_link(party.ix).into(), text, met.into(), by.into()]);
        }
        if rows.len() == before {
            let none = ReportCell::from(view.say("context.no-requirement"));
            rows.push(vec![view.entry_link(party.ix).into(), none, ReportCell::default(), whole.into()]);
        }
    }
    let columns = ["party", "requirement", "met", "met-in"];
    view.table_section("context.parties", &columns, rows, "context.none-parties")
}

/// Returns the documents that claim any of `clauses`, with the status of each.
pub(super) fn texts_on(view: &View<'_>, clauses: &[&str]) -> Vec<Vec<ReportCell>> {
    let found = clauses.iter().filter_map(|id| match view.book.handbook.catalog.find(id) {
        Found::One(ix) => Some(ix),
        _ => None,
    });
    let row = |clause| {
        let mut documents: Vec<Subject> = view
            .book
            .handbook
            .claims(Subject::Requirement(clause))
            .filter(|claim| matches!(claim.from, Subject::Document(_)))
            .map(|claim| claim.from)
            .collect();
        documents.dedup();
        let links: Vec<LinkView> = documents.into_iter().map(|document| view.subject(document)).collect();
        vec![view.subject(Subject::Requirement(clause)).into(), links.into()]
    };
    found.map(row).collect()
}
