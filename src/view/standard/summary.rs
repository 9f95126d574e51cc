//! How the measured standards stand, in a table for pages about the whole handbook.

use serde::Serialize;

use super::{group_anchor, group_title, is_split, progress};
use crate::catalog::StandardRole;
use crate::coverage::Footing;
use crate::pages::{left_path, own_standard_path, standard_part_path};
use crate::view::footing::{FootingCount, counts, first_certified};
use crate::view::{Fact, LinkView, ReportCell, ReportSection, View};

/// A measured standard in a table.
#[derive(Debug, Serialize)]
pub(crate) struct StandardSummary {
    /// The page of the standard.
    pub link: LinkView,
    /// How many of its requirements are met.
    pub progress: String,
    /// The numbers of its requirements by state.
    pub counts: Vec<FootingCount>,
    /// The page of what is left to do.
    pub left: LinkView,
    /// Its groups, each with the number of requirements for which there is nothing.
    pub groups: Vec<GroupSummary>,
}

/// A group of a measured standard.
#[derive(Debug, Serialize)]
pub(crate) struct GroupSummary {
    /// Its requirements.
    pub link: LinkView,
    /// The language of its title, if it is not that of the book.
    pub lang: Option<String>,
    /// The number of them for which there is nothing.
    pub nothing: usize,
    /// The number of all of them.
    pub all: usize,
}

/// Returns the measured standards, in the order of book.toml.
pub(crate) fn standards(view: &View<'_>) -> Vec<StandardSummary> {
    let catalog = &view.book.handbook.catalog;
    let certified = first_certified(view);
    let measured = catalog.with_role(StandardRole::Measured);
    let summary = measured.map(|(at, of)| {
        let footings = view.book.coverage.footings(catalog.of_standard(at).map(|(ix, _)| ix));
        let groups = of.themes.iter().enumerate().map(|(theme, group)| {
            let of_group = view.book.coverage.footings(catalog.of_theme(at, theme).iter().copied());
            let href = if is_split(view.book, at) {
                standard_part_path(&of.id, &group.id).relative_from(view.on)
            } else {
                let page = own_standard_path(&of.id).relative_from(view.on);
                format!("{page}#{}", group_anchor(of, Some(theme)))
            };
            GroupSummary {
                link: LinkView { text: group_title(view, at, Some(theme)), href: Some(href) },
                lang: group.language.clone(),
                nothing: of_group.of(Footing::Nothing),
                all: of_group.all(),
            }
        });
        let left = view.tell("standard.left", &[("standard", &of.short), ("certified", &certified)]);
        StandardSummary {
            link: view.path_link(&of.title, &own_standard_path(&of.id)),
            progress: progress(view, at, &footings),
            counts: counts(&view.book.words, &footings),
            left: view.path_link(&left, &left_path(&of.id)),
            groups: groups.filter(|group| group.all > 0).collect(),
        }
    });
    summary.collect()
}

/// Returns the measured standards as a section of a report; `None` if there are none.
pub(crate) fn section(view: &View<'_>) -> Option<ReportSection> {
    let fact = |standard: StandardSummary| {
        let counts = standard.counts.iter().map(|counted| format!("{} {}", counted.count, counted.badge.word));
        let counts = counts.collect::<Vec<_>>().join(", ");
        Fact { label: standard.link.text.clone(), value: ReportCell::from(standard.link).note(Some(counts)) }
    };
    let facts: Vec<Fact> = standards(view).into_iter().map(fact).collect();
    let text = Some(view.say("standard.measured-about").to_owned());
    (!facts.is_empty()).then(|| ReportSection { text, facts, ..view.report_section("standard.measured") })
}
