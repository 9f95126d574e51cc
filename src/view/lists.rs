//! Gaps, required documents, the transition from 2013, and the pages that lead elsewhere.

use serde::Serialize;

use super::{Badge, DateView, LinkView, PageView, Views, sentence};
use crate::catalog::{ReqIx, RequirementKind};
use crate::coverage::{MissingRung, gaps};
use crate::isms::{self, Action};
use crate::model::{Destination, EntryIx, Subject};
use crate::site::{SitePath, slug};

/// The gaps, ordered by what to do first.
#[derive(Debug, Serialize)]
pub struct GapsPage {
    /// The frame.
    pub page: PageView,
    /// The gaps.
    pub gaps: Vec<GapRow>,
}

/// Something to do.
#[derive(Debug, Serialize)]
pub struct GapRow {
    /// Its place in the order, from 1.
    pub number: usize,
    /// The requirement.
    pub requirement: LinkView,
    /// The missing rung, or "in writing".
    pub rung: String,
    /// What is missing.
    pub reason: String,
    /// Where to fix it.
    pub fix: LinkView,
    /// The highest score of a risk that hangs on it.
    pub risk: Option<u32>,
    /// The actions that would close it.
    pub actions: Vec<LinkView>,
    /// Who answers for them.
    pub owners: Vec<LinkView>,
    /// The first day on which one of them is due.
    pub due: Option<DateView>,
    /// The days of work that they take.
    pub effort: Option<String>,
    /// What they bring.
    pub benefit: Option<String>,
}

/// The documented information that the standard requires.
#[derive(Debug, Serialize)]
pub struct RequiredPage {
    /// The frame.
    pub page: PageView,
    /// The items.
    pub items: Vec<RequiredRow>,
    /// How many are held.
    pub held: usize,
}

/// An item of documented information.
#[derive(Debug, Serialize)]
pub struct RequiredRow {
    /// Such as `DI-05`.
    pub id: String,
    /// What it is.
    pub title: String,
    /// The clause that asks for it, with its letter.
    pub clause: LinkView,
    /// Whether the clause says so, or only implies it.
    pub explicit: bool,
    /// Held or missing.
    pub state: Badge,
    /// What holds it.
    pub proofs: Vec<LinkView>,
    /// Why nothing does.
    pub reason: Option<String>,
}

/// Where the controls of earlier editions went.
#[derive(Debug, Serialize)]
pub struct TransitionPage {
    /// The frame.
    pub page: PageView,
    /// The domains of the earlier edition.
    pub domains: Vec<OldDomain>,
    /// The number of old controls.
    pub count: usize,
    /// The controls that have no ancestor.
    pub new: Vec<LinkView>,
}

/// A domain of an earlier edition.
#[derive(Debug, Serialize)]
pub struct OldDomain {
    /// Number and title.
    pub title: String,
    /// The anchor.
    pub anchor: String,
    /// Its controls.
    pub controls: Vec<OldControl>,
}

/// A control of an earlier edition.
#[derive(Debug, Serialize)]
pub struct OldControl {
    /// The number.
    pub id: String,
    /// The anchor of its row.
    pub anchor: String,
    /// The title.
    pub title: String,
    /// What became of it, with how far that is covered.
    pub successors: Vec<(LinkView, Option<Badge>)>,
}

/// What a host shows for an address that is not there.
#[derive(Debug, Serialize)]
pub struct NotFoundPage {
    /// The frame.
    pub page: PageView,
    /// The address of the site, from which the page's links count: it is shown at any depth. `None` if not known.
    pub base: Option<String>,
}

/// A page that leads from an old address to the new one.
#[derive(Debug, Serialize)]
pub struct RedirectPage {
    /// The frame.
    pub page: PageView,
    /// Where it leads.
    pub to: LinkView,
}

impl Views<'_> {
    /// All gaps.
    pub fn gaps(&self) -> GapsPage {
        let on = SitePath::new("gaps.html");
        let mut page = self.page(&on, self.say("gaps.title"));
        page.breadcrumbs = self.crumbs(&on, &[]);
        let gaps = self.gap_rows(&on);
        if !gaps.is_empty() {
            page.downloads = self.downloads("gaps", &on);
        }
        GapsPage { gaps, page }
    }

    pub(super) fn gap_rows(&self, on: &SitePath) -> Vec<GapRow> {
        let owner = |ix: &EntryIx| isms::owner(self.handbook.record(*ix)).map(|role| self.link(role, on));
        let benefit = |ix: &EntryIx| self.handbook.record(*ix).choice(Action::BENEFIT);
        let row = |(at, gap): (usize, MissingRung)| GapRow {
            number: at + 1,
            requirement: self.subject(Subject::Requirement(gap.requirement), on),
            rung: self.rung(gap.rung),
            fix: self.place(&gap.missing.fix, on),
            reason: sentence(&self.words.phrase(&gap.missing.reason)),
            risk: Some(gap.risk).filter(|score| *score > 0),
            actions: gap.actions.iter().map(|ix| self.short_link(*ix, on)).collect(),
            owners: {
                let mut owners: Vec<LinkView> = Vec::new();
                for owner in gap.actions.iter().filter_map(owner) {
                    if !owners.contains(&owner) {
                        owners.push(owner);
                    }
                }
                owners
            },
            due: gap.due.map(|due| self.date(due)),
            effort: Some(gap.effort).filter(|days| *days > 0.0).map(|days| self.number(days)),
            benefit: gap.actions.iter().filter_map(benefit).min().map(|(_, title)| title.to_owned()),
        };
        gaps(self.handbook, self.coverage).into_iter().enumerate().map(row).collect()
    }

    /// The required documented information.
    pub fn required(&self) -> RequiredPage {
        let on = SitePath::new("required-documents.html");
        let mut page = self.page(&on, self.say("required.title"));
        page.breadcrumbs = self.crumbs(&on, &[]);
        let items: Vec<_> = self.required_rows(&on).into_iter().map(|(_, row)| row).collect();
        page.downloads = self.downloads("required-documents", &on);
        RequiredPage { page, held: items.iter().filter(|item| item.reason.is_none()).count(), items }
    }

    /// Each item with its clause.
    pub(super) fn required_rows(&self, on: &SitePath) -> Vec<(ReqIx, RequiredRow)> {
        let row = |holding: &crate::coverage::Holding| {
            let item = &self.handbook.catalog.standard_of(holding.clause).documented[holding.item];
            let mut clause = self.requirement_link(holding.clause, on);
            if let Some(part) = &item.part {
                clause.text = format!("{} {part}", clause.text);
            }
            let row = RequiredRow {
                id: item.id.clone(),
                title: item.title.clone(),
                clause,
                explicit: item.explicit,
                state: match &holding.state {
                    Ok(_) => Badge::new(self.say("word.held"), "✓", "good"),
                    Err(_) => Badge::new(self.say("word.missing"), "✗", "bad"),
                },
                proofs: holding.state.iter().flatten().map(|proof| self.proof(proof, on)).collect(),
                reason: holding.state.as_ref().err().map(|reason| sentence(&self.words.phrase(reason))),
            };
            (holding.clause, row)
        };
        self.coverage.holdings.iter().map(row).collect()
    }

    /// Where the old controls went.
    pub fn transition(&self) -> TransitionPage {
        let on = SitePath::new("transition-2013.html");
        let catalog = &self.handbook.catalog;
        let mut page = self.page(&on, self.say("transition.title"));
        page.breadcrumbs = self.crumbs(&on, &[]);
        let retired = catalog.standards.iter().enumerate().filter(|(_, standard)| standard.retired.is_some());
        let domains: Vec<OldDomain> = retired
            .flat_map(|(at, standard)| {
                let on = &on;
                standard.themes.iter().enumerate().map(move |(theme, domain)| OldDomain {
                    title: format!("{} {}", domain.id, domain.title),
                    anchor: format!("domain-{}", slug(&domain.id)),
                    controls: catalog.controls_of_theme(at, theme).iter().map(|ix| self.old_control(*ix, on)).collect(),
                })
            })
            .collect();
        let new = catalog.requirements().filter(|(_, control)| {
            control.standard == catalog.main()
                && control.kind == RequirementKind::Control
                && control.ancestors.is_empty()
        });
        TransitionPage {
            page,
            count: domains.iter().map(|domain| domain.controls.len()).sum(),
            new: new.map(|(ix, _)| self.subject(Subject::Requirement(ix), &on)).collect(),
            domains,
        }
    }

    fn old_control(&self, ix: ReqIx, on: &SitePath) -> OldControl {
        let control = self.handbook.catalog.requirement(ix);
        let successor = |ix: &ReqIx| {
            let status = self.coverage.ladder(*ix).map(|ladder| self.status(ladder.status));
            (self.subject(Subject::Requirement(*ix), on), status)
        };
        OldControl {
            id: control.id.local.clone(),
            anchor: slug(&control.id.local),
            title: control.title.clone(),
            successors: control.successors.iter().map(successor).collect(),
        }
    }

    /// The page for an address that is not there.
    pub fn not_found(&self) -> NotFoundPage {
        // This page is shown at any address, so its links need to know where the site is.
        let served = self.config.base_path.as_ref().map(ToString::to_string);
        let base = served.or_else(|| self.config.base_url.as_ref().map(ToString::to_string));
        NotFoundPage { page: self.page(&SitePath::new("404.html"), self.say("not-found.title")), base }
    }

    /// The page at an old address.
    pub fn redirect(&self, on: &SitePath, to: &Destination) -> RedirectPage {
        let text = self.handbook.subject(to).map_or_else(String::new, |subject| self.subject(subject, on).text);
        let mut page = self.page(on, &text);
        page.description = Some(self.say("redirect.moved").to_owned());
        RedirectPage { to: LinkView { text, href: self.handbook.href(to, on) }, page }
    }
}
