//! Risks: the method, the heat maps, the treatment plan, the acceptances, and risks by shared properties.

use std::collections::BTreeMap;

use super::{Fact, HeatCell, HeatMap, HeatRow, ReportCell, ReportSection, ScoreView, View, context};
use crate::isms::{self, Risk};
use crate::model::{Destination, EntryIx, Subject};
use crate::pages::PageId;

/// Returns the scales, the criteria, the heat maps, and a table of their cells.
pub(super) fn sections(view: &View<'_>) -> Vec<ReportSection> {
    let scale = &view.book.config.risk;
    let fact = |key: &str, value: String| Fact { label: view.say(key).to_owned(), value: value.into() };
    let method = ReportSection {
        text: Some(view.say("risks.rule").to_owned()),
        facts: vec![
            fact("risks.low", view.tell("risks.appetite-is", &[("score", &scale.acceptable)])),
            fact(
                "risks.medium",
                view.tell("risks.medium-is", &[("from", &(scale.acceptable + 1)), ("to", &(scale.high.max(1) - 1))]),
            ),
            fact("risks.high", view.tell("risks.high-is", &[("score", &scale.high)])),
        ],
        ..view.report_section("risks.method")
    };
    let steps = scale.likelihood.len().max(scale.impact.len());
    let step = |at: usize| {
        let word = |words: &[String]| words.get(at).cloned();
        vec![(at + 1).into(), word(&scale.likelihood).into(), word(&scale.impact).into()]
    };
    let steps = (0..steps).map(step).collect();
    let scales = view.table_section("risks.scales", &["step", "likelihood", "impact"], steps, "risks.none");
    let texts = context::texts_on(view, &["6.1.2", "6.1.3"]);
    let documents = view.table_section("risks.texts", &["clause", "document"], texts, "risks.none");
    let maps = ReportSection {
        text: Some(view.say("risks.maps-are").to_owned()),
        maps: vec![heat_map(view, "risks.before", Risk::BEFORE), heat_map(view, "risks.after", Risk::AFTER)],
        ..view.report_section("risks.maps")
    };
    let columns = ["score", "likelihood", "impact", "before", "after"];
    let table = view.table_section("risks.table", &columns, heat_rows(view), "risks.none");
    vec![method, scales, documents, maps, table]
}

/// Counts the risks at each step of likelihood and impact.
fn heat_map(view: &View<'_>, key: &str, fields: [&str; 2]) -> HeatMap {
    let scale = &view.book.config.risk;
    let mut counts: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for place in isms::open_risks(&view.book.handbook).filter_map(|risk| place(risk, fields)) {
        *counts.entry(place).or_default() += 1;
    }
    let cell = |likelihood: usize, impact: usize| HeatCell {
        band: scale.band(u32::try_from(likelihood * impact).unwrap_or(u32::MAX)),
        count: counts.get(&(likelihood, impact)).copied(),
    };
    let row = |(at, word): (usize, &String)| HeatRow {
        likelihood: word.clone(),
        cells: (1..=scale.impact.len()).map(|impact| cell(at + 1, impact)).collect(),
    };
    let total: usize = counts.values().sum();
    HeatMap {
        title: view.say(key).to_owned(),
        label: view.tell_counted("risks.map-label", total, &[("map", &view.say(key))]),
        rows: scale.likelihood.iter().enumerate().rev().map(row).collect(),
        impacts: scale.impact.clone(),
    }
}

/// Returns a row for each cell of the heat maps that has a risk, highest score first.
fn heat_rows(view: &View<'_>) -> Vec<Vec<ReportCell>> {
    let mut cells: BTreeMap<(usize, usize), [Vec<EntryIx>; 2]> = BTreeMap::new();
    for risk in isms::open_risks(&view.book.handbook) {
        for (at, fields) in [Risk::BEFORE, Risk::AFTER].into_iter().enumerate() {
            if let Some(place) = place(risk, fields) {
                cells.entry(place).or_default()[at].push(risk.ix);
            }
        }
    }
    let scale = &view.book.config.risk;
    let mut cells: Vec<_> = cells.into_iter().collect();
    cells.sort_by_key(|((likelihood, impact), _)| std::cmp::Reverse((likelihood * impact, *likelihood)));
    let word = |words: &[String], step: usize| match words.get(step - 1) {
        Some(word) => format!("{step} {word}"),
        None => step.to_string(),
    };
    cells
        .into_iter()
        .map(|((likelihood, impact), risks)| {
            let score = u32::try_from(likelihood * impact).unwrap_or(u32::MAX);
            let [before, after] = risks.map(|risks| view.many(risks));
            vec![
                view.score_view(score).into(),
                word(&scale.likelihood, likelihood).into(),
                word(&scale.impact, impact).into(),
                before,
                after,
            ]
        })
        .collect()
}

fn score_of(view: &View<'_>, risk: Risk<'_>, fields: [&str; 2]) -> Option<ScoreView> {
    isms::score(*risk, fields).map(|score| view.score_view(score))
}

/// Returns the treatment of each risk, highest score first.
pub(super) fn treatment_sections(view: &View<'_>) -> Vec<ReportSection> {
    let mut risks: Vec<Risk<'_>> = isms::open_risks(&view.book.handbook).collect();
    risks.sort_by_key(|risk| (std::cmp::Reverse(risk.score_before()), risk.date(Risk::DUE), risk.ix));
    let columns = ["risk", "score-before", "treatment", "controls", "plan", "owner", "due", "score-after", "status"];
    let row = |risk: &Risk<'_>| {
        let due = risk.date(Risk::DUE);
        let late = risk.late_since(view.book.coverage.as_of);
        let risk = *risk;
        vec![
            view.entry_link(risk.ix).into(),
            score_of(view, risk, Risk::BEFORE).into(),
            view.cell_of(*risk, Risk::TREATMENT),
            view.links_in(*risk, Risk::CONTROLS).into(),
            view.cell_of(*risk, Risk::TREATMENT_PLAN),
            view.links_in(*risk, Risk::OWNER).into(),
            ReportCell::from(due.map(|due| view.date(due)))
                .note(late.and_then(|due| view.overdue(due)).map(|badge| badge.word)),
            score_of(view, risk, Risk::AFTER).into(),
            view.cell_of(*risk, Risk::STATUS),
        ]
    };
    let is_open = |risk: &&Risk<'_>| !risk.is_settled(view.book.coverage.as_of);
    let open = risks.iter().filter(is_open).map(row).collect();
    let done = risks.iter().filter(|risk| !is_open(risk)).map(row).collect();
    vec![
        view.table_section("treatment.open", &columns, open, "treatment.none-open"),
        view.table_section("treatment.done", &columns, done, "treatment.none-done"),
    ]
}

/// Returns who accepts each residual risk, until when, and whether the acceptance is valid.
pub(super) fn acceptance_sections(view: &View<'_>) -> Vec<ReportSection> {
    let (mut accepted, mut missing) = (Vec::new(), Vec::new());
    for risk in isms::open_risks(&view.book.handbook) {
        let left = risk.score_left();
        let head = [view.entry_link(risk.ix).into(), left.map(|left| view.score_view(left)).into()];
        let owner = view.links_in(*risk, Risk::OWNER);
        if let Some(acceptance) = risk.acceptance(view.book.coverage.as_of) {
            let state = acceptance.state();
            let why = state.reason.as_ref().map(|why| super::sentence(&view.book.words.phrase(why)));
            let rest = [
                view.links_in(*risk, Risk::ACCEPTED_BY).into(),
                view.date(acceptance.on).into(),
                acceptance.until.map(|until| view.date(until)).into(),
                ReportCell::from(view.state(&state, view.book.coverage.as_of)).note(why),
            ];
            accepted.push(head.into_iter().chain(rest).collect());
        } else if left.is_some_and(|left| left > view.book.config.risk.acceptable) {
            let rest: [ReportCell; 2] = [owner.into(), view.cell_of(*risk, Risk::TREATMENT)];
            missing.push(head.into_iter().chain(rest).collect());
        }
    }
    let columns = ["risk", "score-after", "accepted-by", "accepted-on", "accepted-until", "state"];
    let accepted = view.table_section("acceptance.given", &columns, accepted, "acceptance.none-given");
    let columns = ["risk", "score-after", "owner", "treatment"];
    let missing = view.table_section("acceptance.missing", &columns, missing, "acceptance.none-missing");
    let rule = view.tell("acceptance.rule", &[("score", &view.book.config.risk.acceptable)]);
    vec![ReportSection { text: Some(rule), ..accepted }, missing]
}

/// Returns the risks by category, by the control that lowers them, and by the asset that they threaten.
pub(super) fn risks_by_sections(view: &View<'_>) -> Vec<ReportSection> {
    let (mut categories, mut controls, mut assets) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for risk in isms::open_risks(&view.book.handbook) {
        let ix = risk.ix;
        categories.entry(risk.choice(Risk::CATEGORY).unwrap_or_default()).or_insert_with(Vec::new).push(ix);
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
        let score = |ix: &EntryIx| isms::score(view.book.handbook.record(*ix), Risk::BEFORE);
        risks.iter().filter_map(score).max().map(|score| view.score_view(score))
    };
    let row = |head: ReportCell, risks: Vec<EntryIx>| {
        vec![head, risks.len().into(), highest(&risks).into(), view.many(risks)]
    };
    let categories = categories.into_iter().map(|((_, title), risks)| row(title.into(), risks)).collect();
    let by = |groups: BTreeMap<Subject, Vec<EntryIx>>| {
        groups.into_iter().map(|(subject, risks)| row(view.subject(subject).into(), risks)).collect()
    };
    let mut by_control = view.table_section("risks-by.control", &columns("control"), by(controls), "risks-by.none");
    by_control.facts.push(Fact {
        label: view.say("risks-by.matrix").to_owned(),
        value: view.page_link("risks-by.matrices", PageId::Matrices).into(),
    });
    vec![
        view.table_section("risks-by.category", &columns("category"), categories, "risks-by.none"),
        by_control,
        view.table_section("risks-by.asset", &columns("asset"), by(assets), "risks-by.none"),
    ]
}

/// Returns the steps of a risk on the scales.
fn place(risk: Risk<'_>, fields: [&str; 2]) -> Option<(usize, usize)> {
    isms::rated(*risk, fields).map(|(likelihood, impact)| (likelihood as usize, impact as usize))
}
