//! Assessed book → pages, in parallel.

mod cache;
mod feed;
mod footnotes;
mod glossary;
mod highlight;
mod html;
mod plan;
mod sanitise;
mod theme;

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::assess::Assessed;
use crate::diag::{Diagnostic, Outcome};
use crate::model::{Destination, Subject};
use crate::site::{Sink, SitePath};
use crate::source::Sources;
use crate::view::{MatrixSheet, Views};

use html::Html;
use plan::Page;
use theme::Theme;

pub use cache::Cache;
pub use plan::Plan;

/// Renders the whole site, and returns what stood in the way: two things at one address, or faults of templates.
pub fn site(assessed: &Assessed, sources: &Sources, sink: &impl Sink) -> Vec<Diagnostic> {
    match untried_plan(assessed, sources, &mut Cache::default()) {
        Ok(plan) => plan.site(assessed, sink),
        Err(diagnostics) => diagnostics,
    }
}

/// Plans the site, whose pages are rendered later. Theme and layout are taken from the cache if they are still the
/// same.
///
/// The book's templates are tried on all pages when they change. A fault that a later edit of the content brings out,
/// or one of the program's own templates, is found when its page is asked for.
pub fn plan(assessed: &Assessed, sources: &Sources, cache: &mut Cache) -> Outcome<Plan> {
    let plan = match untried_plan(assessed, sources, cache) {
        Ok(plan) => plan,
        Err(diagnostics) => return Outcome { value: None, diagnostics },
    };
    let faults = if cache.is_tried() { Vec::new() } else { plan.all(assessed, |_, _| {}) };
    if faults.is_empty() {
        cache.tried();
    }
    Outcome { value: faults.is_empty().then_some(plan), diagnostics: faults }
}

/// Plans the site without trying its templates.
fn untried_plan(assessed: &Assessed, sources: &Sources, cache: &mut Cache) -> Result<Plan, Vec<Diagnostic>> {
    let (theme, diagnostics) = cache.theme(assessed, sources);
    let theme = theme.ok_or(diagnostics)?;
    let layout = cache.layout(assessed, &theme)?;
    Ok(Plan::new(assessed, sources, theme, layout))
}

fn views<'a>(assessed: &'a Assessed, theme: &'a Theme, html: &'a Html<'a>) -> Views<'a> {
    let Assessed { handbook, coverage, config, words, .. } = assessed;
    Views { assessed, handbook, coverage, config, words, assets: &theme.assets, prose: html }
}

/// Renders pages.
struct Renderer<'a> {
    views: Views<'a>,
    theme: &'a Theme,
    html: &'a Html<'a>,
    sheets: &'a [MatrixSheet],
    /// Cache of the navigation, by [`Views::nav_key`].
    navs: Mutex<FxHashMap<String, Arc<str>>>,
}

impl<'a> Renderer<'a> {
    fn new(assessed: &'a Assessed, plan: &'a Plan, html: &'a Html<'a>) -> Self {
        Self {
            views: views(assessed, &plan.theme, html),
            theme: &plan.theme,
            html,
            sheets: &plan.layout.sheets,
            navs: Mutex::default(),
        }
    }

    /// Renders a page into memory of its own.
    fn to_bytes(&self, path: &SitePath, page: &Page) -> Result<Arc<[u8]>, Diagnostic> {
        let mut rendered = Arc::default();
        self.render(path, page, &mut |bytes| rendered = bytes.into())?;
        Ok(rendered)
    }

    /// Renders a page and passes it to the callback `emit`.
    fn render(&self, path: &SitePath, page: &Page, emit: &mut dyn FnMut(&[u8])) -> Result<(), Diagnostic> {
        let views = &self.views;
        match page {
            Page::Start => self.fill("start.html", path, &views.start(), emit),
            Page::Documents => self.fill("documents.html", path, &views.documents(), emit),
            Page::Document(ix, neighbours) => {
                let body = self.html.document(views.handbook.document(*ix), path);
                self.fill("document.html", path, &views.document(*ix, body, *neighbours), emit)
            }
            Page::Requirements(kind) => self.fill("requirements.html", path, &views.requirements(*kind), emit),
            Page::OwnStandard(standard) => self.fill("requirements.html", path, &views.own_standard(*standard), emit),
            Page::Requirement(ix, neighbours) => {
                self.fill("requirement.html", path, &views.requirement(*ix, *neighbours), emit)
            }
            Page::Soa => self.fill("soa.html", path, &views.soa(), emit),
            Page::Matrices => self.fill("matrices.html", path, &views.matrices(self.sheets), emit),
            Page::Matrix(sheet) => {
                self.fill("matrix.html", path, &views.matrix(&self.sheets[*sheet], self.sheets), emit)
            }
            Page::Gaps => self.fill("gaps.html", path, &views.gaps(), emit),
            Page::Required => self.fill("required.html", path, &views.required(), emit),
            Page::Registers => self.fill("registers.html", path, &views.registers(), emit),
            Page::Register(register, part) => self.fill("register.html", path, &views.register(*register, *part), emit),
            Page::Report(report) => self.fill("report.html", path, &views.made_of_registers(*report), emit),
            Page::Entry(ix) => self.fill("entry.html", path, &views.entry(*ix), emit),
            Page::Transition => self.fill("transition.html", path, &views.transition(), emit),
            Page::Search => self.fill("search.html", path, &views.search(), emit),
            Page::Printed => {
                let body = |ix, on: &SitePath| self.html.printed(views.handbook.document(ix), on);
                self.fill("printed.html", path, &views.printed(body), emit)
            }
            Page::Downloads => self.fill("downloads.html", path, &views.downloads_page(), emit),
            Page::NotFound => self.fill("404.html", path, &views.not_found(), emit),
            Page::Redirect(document) => {
                let to = Destination::Subject(Subject::Document(*document));
                self.fill("redirect.html", path, &views.redirect(path, &to), emit)
            }
        }
    }

    fn fill(
        &self,
        template: &str,
        path: &SitePath,
        view: &impl Serialize,
        emit: &mut dyn FnMut(&[u8]),
    ) -> Result<(), Diagnostic> {
        self.theme.page((template, path), &self.nav(path)?, view, emit)
    }

    fn nav(&self, path: &SitePath) -> Result<Arc<str>, Diagnostic> {
        let known = || self.navs.lock().unwrap_or_else(PoisonError::into_inner);
        let key = self.views.nav_key(path);
        if let Some(nav) = known().get(key) {
            return Ok(nav.clone());
        }
        let nav: Arc<str> = self.theme.nav(path, &self.views.nav(path))?.into();
        known().insert(key.to_owned(), nav.clone());
        Ok(nav)
    }
}
