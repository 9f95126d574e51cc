//! Renders every page of an assessed handbook, in parallel.

mod atom;
mod cache;
mod feed;
mod footnotes;
mod glossary;
mod headers;
mod highlight;
mod html;
mod ical;
mod plan;
mod sanitise;
mod theme;

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use serde::Serialize;
use serde_json::json;

use crate::assess::Assessed;
use crate::assets;
use crate::catalog::{FIRST, RequirementKind, StandardRole};
use crate::diag::{Diagnostic, Outcome};
use crate::model::{Destination, RegisterIx, Subject};
use crate::pages::{PageId, REPORT, Template};
use crate::site::{Sink, SitePath};
use crate::source::Sources;
use crate::view::{
    DocumentTree, MatrixSheet, RowsView, Slice, View, calendar, changes, document, documents, downloads, elsewhere,
    entry, folder, gaps, history, matrix, nav, printed, register, report, reporting, required, requirement, reviews,
    roles, search, soa, standard, start, transition,
};

use html::Html;
use plan::{Layout, Page};
use theme::Theme;

pub use cache::Cache;
pub use plan::Plan;

/// Renders the whole site, and returns the problems: two pages at one address, or errors of templates.
pub fn site(assessed: &Assessed, sources: &Sources, sink: &impl Sink) -> Vec<Diagnostic> {
    match untried_plan(assessed, sources, &mut Cache::default()) {
        Ok(plan) => plan.site(assessed, sink),
        Err(diagnostics) => diagnostics,
    }
}

/// Plans the site; its pages are rendered later. Theme and layout come from the cache if they are unchanged.
///
/// The book's templates are tried on all pages when they change. An error that only a later edit of the content causes,
/// or an error of a built-in template, is reported when its page is requested.
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

fn untried_plan(assessed: &Assessed, sources: &Sources, cache: &mut Cache) -> Result<Plan, Vec<Diagnostic>> {
    let (theme, diagnostics) = cache.theme(assessed, sources);
    let theme = theme.ok_or(diagnostics)?;
    let layout = cache.layout(assessed)?;
    Ok(Plan::new(assessed, sources, theme, layout))
}

/// Renders the pages of a plan.
struct Renderer<'a> {
    book: &'a Assessed,
    theme: &'a Theme,
    html: &'a Html<'a>,
    sheets: &'a [MatrixSheet],
    tree: &'a DocumentTree,
    /// The rendered navigation, by [`nav::nav_key`].
    navs: Mutex<FxHashMap<String, Arc<str>>>,
}

/// Receives the bytes of a rendered page.
type Write<'a> = &'a mut dyn FnMut(&[u8]);

impl<'a> Renderer<'a> {
    fn new(book: &'a Assessed, plan: &'a Plan, html: &'a Html<'a>) -> Self {
        let Layout { sheets, tree, .. } = &*plan.layout;
        Self { book, theme: &plan.theme, html, sheets, tree, navs: Mutex::default() }
    }

    /// Renders a page into memory.
    fn to_bytes(&self, path: &SitePath, page: &Page) -> Result<Arc<[u8]>, Diagnostic> {
        let mut rendered = Arc::default();
        self.render(path, page, &mut |bytes| rendered = bytes.into())?;
        Ok(rendered)
    }

    /// Renders a page and passes it to `write`.
    fn render(&self, path: &SitePath, page: &Page, write: Write<'_>) -> Result<(), Diagnostic> {
        let view = &View { book: self.book, on: path, assets: &self.theme.assets, prose: self.html };
        match page {
            Page::Once(id) => self.once(view, *id, write),
            Page::Document(ix, neighbours) => {
                let body = self.html.document(self.book.handbook.document(*ix), path);
                self.fill(view, Template("document.html"), &document::page(view, *ix, body, *neighbours), write)
            }
            Page::OwnStandard(standard) => {
                self.fill(view, Template("requirements.html"), &requirement::own_standard(view, *standard), write)
            }
            Page::OwnSoa(standard) => self.fill(view, Template("soa.html"), &soa::page(view, *standard), write),
            Page::Measured(standard) => {
                self.fill(view, Template("standard.html"), &standard::page(view, self.sheets, *standard), write)
            }
            Page::MeasuredPart(standard, group) => {
                let page = standard::part(view, self.sheets, *standard, *group);
                self.fill(view, Template("standard.html"), &page, write)
            }
            Page::Left(standard) => {
                self.fill(view, Template("left.html"), &standard::left::page(view, *standard), write)
            }
            Page::OwnTransition(standard) => {
                self.fill(view, Template("transition.html"), &transition::page(view, *standard), write)
            }
            Page::Requirement(ix, neighbours) => {
                self.fill(view, Template("requirement.html"), &requirement::page(view, *ix, *neighbours), write)
            }
            Page::Matrix(sheet) => {
                let page = matrix::page(view, &self.sheets[*sheet], self.sheets);
                self.fill(view, Template("matrix.html"), &page, write)
            }
            Page::Documents(slice) => {
                self.fill(view, Template("documents.html"), &documents::list(view, *slice), write)
            }
            Page::Register(register, slice) => {
                self.fill(view, Template("register.html"), &register::page(view, *register, *slice), write)
            }
            Page::Rows(register) => self.rows(view, *register, write),
            Page::Entry(ix) => self.fill(view, Template("entry.html"), &entry::page(view, *ix), write),
            Page::Review(ix) => self.fill(view, REPORT, &reviews::page(view, self.book.handbook.record(*ix)), write),
            Page::Role(ix) => self.fill(view, REPORT, &roles::page(view, *ix), write),
            Page::Reading(reader, part) => self.fill(view, REPORT, &roles::reading_page(view, *reader, *part), write),
            Page::CalendarOf(role) => self.fill(view, REPORT, &calendar::of_role(view, *role), write),
            Page::Folder(at) => {
                let folder = &self.book.handbook.folders[*at];
                self.fill(view, Template("folder.html"), &folder::page(view, folder), write)
            }
            Page::History(ix) => self.fill(view, Template("history.html"), &history::page(view, *ix), write),
            Page::Redirect(document) => {
                let to = Destination::Subject(Subject::Document(*document));
                self.fill(view, Template("redirect.html"), &elsewhere::redirect(view, &to), write)
            }
        }
    }

    /// Renders a page of the table of pages.
    fn once(&self, view: &View<'_>, id: PageId, write: Write<'_>) -> Result<(), Diagnostic> {
        let template = id.row().template.unwrap_or(REPORT);
        match id {
            PageId::Start => self.fill(view, template, &start::page(view), write),
            PageId::Documents => self.fill(view, template, &documents::list(view, Slice::default()), write),
            PageId::Soa => self.fill(view, template, &soa::page(view, FIRST), write),
            PageId::Controls => self.fill(view, template, &requirement::list(view, RequirementKind::Control), write),
            PageId::Clauses => self.fill(view, template, &requirement::list(view, RequirementKind::Clause), write),
            PageId::RequiredDocuments => self.fill(view, template, &required::page(view), write),
            PageId::Transition => {
                let mut retired = self.book.handbook.catalog.with_role(StandardRole::Retired);
                let first = retired.next().map_or(FIRST, |(at, _)| at);
                self.fill(view, template, &transition::page(view, first), write)
            }
            PageId::Matrices => self.fill(view, template, &matrix::list(view, self.sheets), write),
            PageId::Changes => self.fill(view, template, &changes::page(view), write),
            PageId::Gaps => self.fill(view, template, &gaps::page(view), write),
            PageId::Downloads => self.fill(view, template, &downloads::page(view), write),
            PageId::Registers => self.fill(view, template, &register::list(view), write),
            PageId::Search => self.fill(view, template, &search::page(view), write),
            PageId::Printed => {
                let body = |ix| self.html.printed(self.book.handbook.document(ix), view.on);
                self.fill(view, template, &printed::page(view, body), write)
            }
            PageId::Reporting => self.fill(view, template, &reporting::page(view), write),
            PageId::NotFound => self.fill(view, template, &elsewhere::not_found(view), write),
            _ => self.fill(view, template, &report::page(view, id), write),
        }
    }

    /// Renders all rows of a long list, as its first page has them, into the file that this page loads to filter them.
    fn rows(&self, view: &View<'_>, register: Option<RegisterIx>, write: Write<'_>) -> Result<(), Diagnostic> {
        let first = match register {
            Some(ix) => self.book.handbook.registers[ix].schema.page(),
            None => PageId::Documents.path(),
        };
        let view = &View { on: &first, ..*view };
        let table = register.map_or_else(|| documents::all_rows(view), |ix| register::all_rows(view, ix));
        let rows = Template("rows.html");
        self.theme.page((rows, &first), "", &RowsView { table }, &mut |html| {
            write(assets::data("clausebookRows", &json!(String::from_utf8_lossy(html)).to_string()).as_bytes());
        })
    }

    fn fill(
        &self,
        view: &View<'_>,
        template: Template,
        data: &impl Serialize,
        write: Write<'_>,
    ) -> Result<(), Diagnostic> {
        let shared = self.nav(view)?;
        let own = self.tree.place(view.on).map(|_| nav::marked(&shared, view.on));
        self.theme.page((template, view.on), own.as_deref().unwrap_or(&shared), data, write)
    }

    /// Returns the navigation that a page shares with others.
    fn nav(&self, view: &View<'_>) -> Result<Arc<str>, Diagnostic> {
        let cache = || self.navs.lock().unwrap_or_else(PoisonError::into_inner);
        let key = nav::nav_key(view.on, self.tree);
        if let Some(nav) = cache().get(&key) {
            return Ok(nav.clone());
        }
        let nav: Arc<str> = self.theme.nav(view.on, &nav::nav(view, self.tree))?.into();
        cache().insert(key, nav.clone());
        Ok(nav)
    }
}
