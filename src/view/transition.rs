//! The controls of the 2013 edition, and their successors.

use serde::Serialize;

use super::{Badge, LinkView, PageView, View};
use crate::catalog::{FIRST, ReqIx, RequirementKind};
use crate::model::Subject;
use crate::site::slug;

/// The successors of the controls of earlier editions.
#[derive(Debug, Serialize)]
pub(crate) struct TransitionPage {
    /// The frame.
    pub page: PageView,
    /// The domains of the earlier edition.
    pub domains: Vec<OldDomain>,
    /// The number of old controls.
    pub count: usize,
    /// The controls that have no predecessor.
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

/// Returns the page of old controls and their successors.
pub(crate) fn page(view: &View<'_>) -> TransitionPage {
    let catalog = &view.book.handbook.catalog;
    let mut page = view.page(view.say("transition.title"));
    page.breadcrumbs = view.crumbs(&[]);
    let retired = catalog.standards.iter().enumerate().filter(|(_, standard)| standard.retired.is_some());
    let domains: Vec<OldDomain> = retired
        .flat_map(|(at, standard)| {
            standard.themes.iter().enumerate().map(move |(theme, domain)| OldDomain {
                title: format!("{} {}", domain.id, domain.title),
                anchor: format!("domain-{}", slug(&domain.id)),
                controls: catalog.controls_of_theme(at, theme).iter().map(|ix| old_control(view, *ix)).collect(),
            })
        })
        .collect();
    let new = catalog.of_kind(FIRST, RequirementKind::Control).filter(|(_, control)| control.ancestors.is_empty());
    TransitionPage {
        page,
        count: domains.iter().map(|domain| domain.controls.len()).sum(),
        new: new.map(|(ix, _)| view.subject(Subject::Requirement(ix))).collect(),
        domains,
    }
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
