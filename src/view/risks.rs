//! Risks: the method, the maps, and risks by what they have in common.

use std::collections::BTreeMap;

use super::heat_map::heat_map;
use super::{Fact, ReportCell, ReportSection, View, context};
use crate::config::{Asks, RiskBand, Scoring, Step};
use crate::isms::{self, Risk};
use crate::model::{Destination, EntryIx, Subject};
use crate::pages::PageId;

/// Returns the heat maps, the method with its criteria and scales, and the opportunities.
pub(super) fn sections(view: &View<'_>) -> Vec<ReportSection> {
    let rule = match view.book.config.risk.scoring {
        Scoring::Product => "risks.rule-product",
        Scoring::Sum => "risks.rule-sum",
        Scoring::Table(_) => "risks.rule-table",
    };
    let text = Some(view.say(rule).to_owned());
    let method = ReportSection { text, facts: band_facts(view), ..view.report_section("risks.method") };
    let texts = context::texts_on(view, &["6.1.2", "6.1.3"]);
    let documents = view.table_section("risks.texts", &["clause", "document"], texts, "risks.none");
    let maps = vec![heat_map(view, "risks.before", Risk::BEFORE), heat_map(view, "risks.after", Risk::AFTER)];
    let is_empty = maps.iter().all(|map| map.groups.is_empty());
    let maps = ReportSection {
        text: Some(view.say("risks.maps-are").to_owned()),
        maps,
        none: is_empty.then(|| view.say("risks.none").to_owned()),
        ..view.report_section("risks.maps")
    };
    let mut sections = vec![maps, method, scales(view)];
    sections.extend(score_table(view));
    sections.push(documents);
    sections.extend(opportunities(view));
    sections
}

/// The bands, each with its scores and what it asks for.
pub(super) fn band_facts(view: &View<'_>) -> Vec<Fact> {
    let scale = &view.book.config.risk;
    let (lowest, highest) = scale.range();
    let fact = |(at, band): (usize, &RiskBand)| {
        let from = band.from.max(lowest);
        let to = scale.end(at).unwrap_or(highest).max(from);
        let scores = if from == to { from.to_string() } else { format!("{from}–{to}") };
        let asks = match &band.asks {
            Asks::WithinCriteria => view.say("risks.asks-nothing").to_owned(),
            Asks::Owner => view.say("risks.asks-owner").to_owned(),
            Asks::Role(role) => {
                let subject = view.book.handbook.find(&role.value);
                let name = subject.map_or_else(|| role.value.clone(), |subject| view.book.handbook.name(subject));
                view.tell("risks.asks-role", &[("role", &name)])
            }
            Asks::Treat => view.say("risks.asks-treatment").to_owned(),
        };
        Fact { label: band.name.clone(), value: format!("{scores}: {asks}").into() }
    };
    scale.bands.iter().enumerate().map(fact).collect()
}

/// The steps of both scales, with their definitions.
fn scales(view: &View<'_>) -> ReportSection {
    let scale = &view.book.config.risk;
    let step = |steps: &[Step], at: usize| {
        let step = steps.get(at);
        ReportCell::from(step.map(|step| step.name.clone())).note(step.and_then(|step| step.means.clone()))
    };
    let steps = scale.likelihood.len().max(scale.impact.len());
    let rows = (0..steps).map(|at| vec![(at + 1).into(), step(&scale.likelihood, at), step(&scale.impact, at)]);
    view.table_section("risks.scales", &["step", "likelihood", "impact"], rows.collect(), "risks.none")
}

/// The book's own table of scores, if it has one.
fn score_table(view: &View<'_>) -> Option<ReportSection> {
    let scale = &view.book.config.risk;
    let Scoring::Table(scores) = &scale.scoring else { return None };
    let row = |likelihood: usize, impact: usize, score: u32| {
        vec![
            word(&scale.likelihood, likelihood + 1).into(),
            word(&scale.impact, impact + 1).into(),
            view.score_view(score).into(),
        ]
    };
    let rows = scores.iter().enumerate();
    let rows =
        rows.flat_map(|(at, cells)| cells.iter().enumerate().map(move |(impact, score)| row(at, impact, *score)));
    Some(view.table_section("risks.scores", &["likelihood", "impact", "score"], rows.collect(), "risks.none"))
}

/// A step with its number.
fn word(steps: &[Step], step: usize) -> String {
    match steps.get(step - 1) {
        Some(Step { name, .. }) => format!("{step} {name}"),
        None => step.to_string(),
    }
}

/// The opportunities of the register, if there are any.
fn opportunities(view: &View<'_>) -> Option<ReportSection> {
    let row = |chance: Risk<'_>| {
        vec![
            view.entry_link(chance.ix).into(),
            view.links_in(*chance, Risk::OWNER).into(),
            view.cell_of(*chance, Risk::TREATMENT_PLAN),
            view.cell_of(*chance, Risk::DUE),
            view.state_of(*chance),
        ]
    };
    let rows: Vec<_> = isms::opportunities(&view.book.handbook).map(row).collect();
    let columns = ["opportunity", "owner", "plan", "due", "state"];
    (!rows.is_empty()).then(|| view.table_section("risks.opportunities", &columns, rows, "risks.none"))
}

/// Risks by category, by what is lost, by the control that lowers them, and by the asset that they threaten.
pub(super) fn risks_by_sections(view: &View<'_>) -> Vec<ReportSection> {
    let (mut categories, mut controls, mut assets) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut losses = BTreeMap::new();
    for risk in isms::risks_on(&view.book.handbook, view.book.coverage.as_of) {
        let ix = risk.ix;
        categories.entry(risk.choice(Risk::CATEGORY).unwrap_or_default()).or_insert_with(Vec::new).push(ix);
        let mut lost = risk.choice_titles(Risk::LOSS);
        if lost.is_empty() {
            lost.push((usize::MAX, view.say("report.not-given")));
        }
        for loss in lost {
            losses.entry(loss).or_insert_with(Vec::new).push(ix);
        }
        for control in risk.links(Risk::CONTROLS) {
            if let Some(Destination::Subject(subject @ Subject::Requirement(_))) = control.to {
                controls.entry(subject).or_insert_with(Vec::new).push(ix);
            }
        }
        for asset in isms::entries_of(risk.links(Risk::ASSETS)) {
            assets.entry(Subject::Entry(asset)).or_insert_with(Vec::new).push(ix);
        }
    }
    let columns = |first| [first, "count#", "highest", "risks"];
    let highest = |risks: &[EntryIx]| {
        let score = |ix: &EntryIx| isms::score(view.book.handbook.record(*ix), &view.book.config.risk, Risk::BEFORE);
        risks.iter().filter_map(score).max().map(|score| view.score_view(score))
    };
    let row = |head: ReportCell, risks: Vec<EntryIx>| {
        vec![head, risks.len().into(), highest(&risks).into(), view.many(risks)]
    };
    let named = |groups: BTreeMap<(usize, &str), Vec<EntryIx>>| {
        groups.into_iter().map(|((_, title), risks)| row(super::sentence(title).into(), risks)).collect()
    };
    let by = |groups: BTreeMap<Subject, Vec<EntryIx>>| {
        groups.into_iter().map(|(subject, risks)| row(view.subject(subject).into(), risks)).collect()
    };
    let mut by_control = view.table_section("risks-by.control", &columns("control"), by(controls), "risks-by.none");
    by_control.facts.push(Fact {
        label: view.say("risks-by.matrix").to_owned(),
        value: view.page_link("risks-by.matrices", PageId::Matrices).into(),
    });
    vec![
        view.table_section("risks-by.category", &columns("category"), named(categories), "risks-by.none"),
        view.table_section("risks-by.loss", &columns("loss"), named(losses), "risks-by.none"),
        by_control,
        view.table_section("risks-by.asset", &columns("asset"), by(assets), "risks-by.none"),
    ]
}
