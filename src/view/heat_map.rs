//! Heat maps of likelihood against impact, and the lists of risks that their cells lead to.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{HeatCell, HeatGroup, HeatMap, HeatRow, LinkView, View};
use crate::config::Step;
use crate::isms;
use crate::model::EntryIx;

/// Maximum number of risks that are listed for a cell; the register has all of them.
const MOST_LISTED: usize = 200;

/// Returns the map of the risks by two fields: their ratings before or after treatment. The text of the key is its title, and
/// the last word of the key the prefix of its anchors.
pub(super) fn heat_map(view: &View<'_>, key: &str, fields: [&str; 2]) -> HeatMap {
    let scale = &view.book.config.risk;
    let mut cells: BTreeMap<(usize, usize), Vec<EntryIx>> = BTreeMap::new();
    for risk in isms::risks_on(&view.book.handbook, view.book.coverage.as_of) {
        if let Some((likelihood, impact)) = isms::rated(*risk, fields) {
            cells.entry((likelihood as usize, impact as usize)).or_default().push(risk.ix);
        }
    }
    let prefix = key.rsplit('.').next().unwrap_or(key);
    let name = |steps: &[Step], step: usize| steps.get(step - 1).map_or_else(|| step.to_string(), |of| of.name.clone());
    let names = |(likelihood, impact)| (name(&scale.likelihood, likelihood), name(&scale.impact, impact));
    let id = |(likelihood, impact): (usize, usize)| format!("{prefix}-{likelihood}-{impact}");
    let label = |place, count| {
        let (likelihood, impact) = names(place);
        view.tell_counted("risks.cell", count, &[("likelihood", &likelihood), ("impact", &impact)])
    };
    let cell = |place: (usize, usize)| HeatCell {
        level: score(view, place).map(|score| view.band_level(scale.place(score))),
        risks: cells.get(&place).map(|risks| LinkView { text: risks.len().to_string(), href: Some(id(place)) }),
        label: cells.get(&place).map(|risks| label(place, risks.len())),
    };
    let row = |(at, step): (usize, &Step)| HeatRow {
        likelihood: step.name.clone(),
        cells: (1..=scale.impact.len()).map(|impact| cell((at + 1, impact))).collect(),
    };
    let total: usize = cells.values().map(Vec::len).sum();
    let mut groups: Vec<_> = cells.iter().collect();
    groups.sort_by_key(|(place, _)| Reverse((score(view, **place), place.0)));
    let group = |(place, risks): (&(usize, usize), &Vec<EntryIx>)| {
        let hidden = risks.len().saturating_sub(MOST_LISTED);
        let (likelihood, impact) = names(*place);
        HeatGroup {
            id: id(*place),
            score: score(view, *place).map(|score| view.score_view(score)),
            title: view.tell("risks.steps", &[("likelihood", &likelihood), ("impact", &impact)]),
            risks: risks.iter().take(MOST_LISTED).map(|ix| view.entry_link(*ix)).collect(),
            more: (hidden > 0).then(|| view.tell("report.more", &[("n", &hidden)])),
        }
    };
    HeatMap {
        title: view.say(key).to_owned(),
        label: view.tell_counted("risks.map-label", total, &[("map", &view.say(key))]),
        rows: scale.likelihood.iter().enumerate().rev().map(row).collect(),
        impacts: scale.impact.iter().map(|step| step.name.clone()).collect(),
        groups: groups.into_iter().map(group).collect(),
    }
}

/// Returns the score of a cell.
fn score(view: &View<'_>, (likelihood, impact): (usize, usize)) -> Option<u32> {
    view.book.config.risk.score(u32::try_from(likelihood).ok()?, u32::try_from(impact).ok()?)
}
