//! The controls of the 2013 edition, and their successors.

use serde::Serialize;

use super::{Badge, LinkView, PageView, View};
use crate::catalog::{FIRST, ReqIx, RequirementKind};
use crate::model::Subject;
use crate::site::slug;

/// What became of the requirements of an earlier edition.
#[derive(Debug, Serialize)]
pub(crate) struct TransitionPage {
    /// The frame.
    pub page: PageView,
    /// How many requirements it had, and until when it was in use.
    pub lead: String,
    /// The earlier edition, such as "2013".
    pub old_edition: String,
    /// The edition of their successors.
    pub new_edition: String,
    /// The domains of the earlier edition.
    pub domains: Vec<OldDomain>,
    /// The heading of what has no predecessor.
    pub new_title: String,
    /// What that means.
    pub new_about: String,
    /// The requirements that have no predecessor.
    pub new: Vec<LinkView>,
}

/// A domain of an earlier edition.
#[derive(Debug, Serialize)]
pub(crate) struct OldDomain {
    /// Number and title.
    pub title: String,
    /// The anchor.
    pub anchor: String,
    /// Its controls.
    pub controls: Vec<OldControl>,
}

/// A control of an earlier edition.
#[derive(Debug, Serialize)]
pub(crate) struct OldControl {
    /// The number.
    pub id: String,
    /// The anchor of its row.
    pub anchor: String,
    /// The title.
    pub title: String,
    /// Its successors, each with its coverage.
    pub successors: Vec<(LinkView, Option<Badge>)>,
}

/// Returns the page of the requirements of an earlier edition and their successors.
pub(crate) fn page(view: &View<'_>, standard: usize) -> TransitionPage {
    let catalog = &view.book.handbook.catalog;
    let of = &catalog.standards[standard];
    let all: Vec<ReqIx> = catalog.of_standard(standard).map(|(ix, _)| ix).collect();
    let successor = all.iter().find_map(|ix| catalog.requirement(*ix).successors.first());
    let successor = successor.map_or(FIRST, |ix| catalog.requirement(*ix).standard);
    let [old, new] = [of, &catalog.standards[successor]].map(|standard| edition(&standard.title));
    let mut page = view.page(&view.tell("transition.from", &[("old", &old)]));
    page.breadcrumbs = view.crumbs(&[]);
    let theme = |ix: &ReqIx| catalog.requirement(*ix).theme;
    let domains = all.chunk_by(|a, b| theme(a) == theme(b)).map(|chunk| {
        let domain = theme(&chunk[0]).map(|at| &of.themes[at]);
        OldDomain {
            title: domain.map_or_else(|| of.title.clone(), |domain| format!("{} {}", domain.id, domain.title)),
            anchor: domain.map_or_else(|| "domain".to_owned(), |domain| format!("domain-{}", slug(&domain.id))),
            controls: chunk.iter().map(|ix| old_control(view, *ix)).collect(),
        }
    });
    let is_like = |kind: RequirementKind| all.iter().any(|ix| catalog.requirement(*ix).kind == kind);
    let without = catalog
        .of_standard(successor)
        .filter(|(_, requirement)| is_like(requirement.kind) && requirement.ancestors.is_empty());
    let mut lead = view.tell_counted("transition.lead", all.len(), &[("standard", &of.title)]);
    if let Some(day) = of.retired.filter(|_| old != of.title) {
        let ended = view.tell("transition.ended", &[("day", &view.date(day).text), ("edition", &old)]);
        lead = format!("{lead} {ended}");
    }
    TransitionPage {
        page,
        lead,
        domains: domains.collect(),
        new_title: view.tell("transition.new", &[("new", &new)]),
        new_about: view.tell("transition.no-ancestor", &[("old", &old)]),
        new: without.map(|(ix, _)| view.subject(Subject::Requirement(ix))).collect(),
        old_edition: old,
        new_edition: new,
    }
}

/// Returns the edition in the title of a standard, "2013" of "ISO/IEC 27001:2013"; the title, if it has none.
pub(super) fn edition(title: &str) -> String {
    title.rsplit_once(':').map_or(title, |(_, edition)| edition).to_owned()
}

fn old_control(view: &View<'_>, ix: ReqIx) -> OldControl {
    let control = view.book.handbook.catalog.requirement(ix);
    let successor = |ix: &ReqIx| {
        let status = view.book.coverage.ladder(*ix).map(|ladder| view.standing(ladder));
        (view.subject(Subject::Requirement(*ix)), status)
    };
    OldControl {
        id: control.id.local.clone(),
        anchor: slug(&control.id.local),
        title: control.title.clone(),
        successors: control.successors.iter().map(successor).collect(),
    }
}
