//! Handbook + Coverage → [`Site`]: every page, in parallel.

mod footnotes;
mod glossary;
mod highlight;
mod html;
mod sanitise;
mod theme;

use rayon::prelude::*;
use serde::Serialize;

use crate::catalog::{MAIN, ReqIx, RequirementKind};
use crate::config::Config;
use crate::coverage::Coverage;
use crate::diag::Diagnostic;
use crate::model::{Destination, DocIx, EntryIx, Handbook, Identity, Subject};
use crate::site::{Site, SitePath, alias_path, file_path};
use crate::source::Sources;
use crate::view::{MatrixSheet, Views, sheets};
use crate::wording::Wording;

use html::Html;
use theme::Theme;

/// A page to be made.
enum Page {
    Start,
    Documents,
    Document(DocIx, [Option<DocIx>; 2]),
    Requirements(RequirementKind),
    OwnStandard(usize),
    Requirement(ReqIx, [Option<ReqIx>; 2]),
    Soa,
    Matrices,
    Matrix(usize),
    Gaps,
    Required,
    Registers,
    Register(u32),
    Entry(EntryIx),
    Transition,
    Search,
    Downloads,
    NotFound,
    Redirect(SitePath, DocIx),
}

/// Renders the whole site.
pub fn site(
    handbook: &Handbook,
    coverage: &Coverage,
    config: &Config,
    words: &Wording,
    sources: &Sources,
) -> (Site, Vec<Diagnostic>) {
    let (theme, mut diagnostics) = Theme::load(sources, config, words);
    let Some(theme) = theme else { return (Site::default(), diagnostics) };
    let html = Html::new(handbook);
    let views = Views { handbook, coverage, config, words, assets: &theme.assets, prose: &html };
    let sheets = sheets(&views);
    let renderer = Renderer { views: &views, theme: &theme, html: &html, sheets: &sheets };

    let pages: Vec<_> = renderer.pages().into_par_iter().map(|page| renderer.render(&page)).collect();
    let mut site = Site::default();
    for page in pages {
        match page {
            Ok((path, bytes)) => {
                site.insert(path, bytes);
            }
            // A faulty template fails on each of its pages; one report is enough.
            Err(problem) if diagnostics.iter().any(|d| d.span == problem.span && d.message == problem.message) => {}
            Err(problem) => diagnostics.push(problem),
        }
    }
    for attachment in &handbook.attachments {
        site.insert(file_path(&attachment.path), sources.file(attachment.file).bytes().to_vec());
    }
    renderer.indexes(&mut site);
    site.files.extend(theme.files.into_iter().map(|(path, bytes)| (path, bytes.into())));
    (site, diagnostics)
}

struct Renderer<'a> {
    views: &'a Views<'a>,
    theme: &'a Theme,
    html: &'a Html<'a>,
    sheets: &'a [MatrixSheet],
}

impl Renderer<'_> {
    /// All pages of the site.
    fn pages(&self) -> Vec<Page> {
        let handbook = self.views.handbook;
        let mut pages = vec![
            Page::Start,
            Page::Documents,
            Page::Soa,
            Page::Requirements(RequirementKind::Control),
            Page::Requirements(RequirementKind::Clause),
            Page::Matrices,
            Page::Gaps,
            Page::Required,
            Page::Registers,
            Page::Transition,
            Page::Search,
            Page::Downloads,
            Page::NotFound,
        ];
        pages.extend((0..self.sheets.len()).map(Page::Matrix));
        for (_, documents) in self.views.documents_by_kind() {
            pages.extend(with_neighbours(&documents).map(|(ix, neighbours)| Page::Document(ix, neighbours)));
        }
        for (at, standard) in handbook.catalog.standards.iter().enumerate().filter(|(_, s)| s.retired.is_none()) {
            if standard.id != MAIN {
                pages.push(Page::OwnStandard(at));
            }
            for kind in [RequirementKind::Clause, RequirementKind::Control] {
                let of = handbook.catalog.requirements().filter(|(_, r)| r.standard == at && r.kind == kind);
                let all: Vec<ReqIx> = of.map(|(ix, _)| ix).collect();
                pages.extend(with_neighbours(&all).map(|(ix, neighbours)| Page::Requirement(ix, neighbours)));
            }
        }
        for (register, table) in (0u32..).zip(&handbook.registers) {
            if table.schema.identity == Identity::Own {
                pages.push(Page::Register(register));
                pages.extend((0u32..).zip(&table.entries).map(|(entry, _)| Page::Entry(EntryIx { register, entry })));
            }
        }
        for (ix, document) in handbook.documents() {
            let aliases = &document.meta.aliases;
            pages.extend(aliases.iter().map(|alias| Page::Redirect(alias_path(&alias.value), ix)));
        }
        pages
    }

    fn render(&self, page: &Page) -> Result<(SitePath, Vec<u8>), Diagnostic> {
        let Views { handbook, .. } = self.views;
        let views = self.views;
        let at = |path: &str| SitePath::new(path);
        match page {
            Page::Start => self.fill("start.html", at("index.html"), &views.start()),
            Page::Documents => self.fill("documents.html", at("documents/index.html"), &views.documents()),
            Page::Document(ix, neighbours) => {
                let document = handbook.document(*ix);
                let path = document.page.clone();
                let body = self.html.document(document, &path);
                self.fill("document.html", path, &views.document(*ix, body, *neighbours))
            }
            Page::Requirements(kind) => {
                let view = views.requirements(*kind);
                self.fill("requirements.html", at(&view.page.path), &view)
            }
            Page::OwnStandard(standard) => {
                let view = views.own_standard(*standard);
                self.fill("requirements.html", at(&view.page.path), &view)
            }
            Page::Requirement(ix, neighbours) => {
                let path = handbook.catalog.requirement(*ix).page.path.clone();
                self.fill("requirement.html", path, &views.requirement(*ix, *neighbours))
            }
            Page::Soa => self.fill("soa.html", at("soa.html"), &views.soa()),
            Page::Matrices => self.fill("matrices.html", at("matrix/index.html"), &views.matrices(self.sheets)),
            Page::Matrix(sheet) => {
                let sheet = &self.sheets[*sheet];
                self.fill("matrix.html", sheet.path.clone(), &views.matrix(sheet, self.sheets))
            }
            Page::Gaps => self.fill("gaps.html", at("gaps.html"), &views.gaps()),
            Page::Required => self.fill("required.html", at("required-documents.html"), &views.required()),
            Page::Registers => self.fill("registers.html", at("registers/index.html"), &views.registers()),
            Page::Register(register) => {
                let path = handbook.registers[*register as usize].schema.page();
                self.fill("register.html", path, &views.register(*register))
            }
            Page::Entry(ix) => {
                let path = handbook.entry(*ix).1.page.path.clone();
                self.fill("entry.html", path, &views.entry(*ix))
            }
            Page::Transition => self.fill("transition.html", at("transition-2013.html"), &views.transition()),
            Page::Search => self.fill("search.html", at("search.html"), &views.search()),
            Page::Downloads => self.fill("downloads.html", at("downloads/index.html"), &views.downloads_page()),
            Page::NotFound => self.fill("404.html", at("404.html"), &views.not_found()),
            Page::Redirect(path, document) => {
                let to = Destination::Subject(Subject::Document(*document));
                self.fill("redirect.html", path.clone(), &views.redirect(path, &to))
            }
        }
    }

    fn fill(&self, template: &str, path: SitePath, view: &impl Serialize) -> Result<(SitePath, Vec<u8>), Diagnostic> {
        let html = self.theme.render(template, &path, view)?;
        Ok((path, html.into_bytes()))
    }

    /// sitemap.xml, which only a site with a known address can have, and robots.txt.
    fn indexes(&self, site: &mut Site) {
        let mut robots = "User-agent: *\nAllow: /\n".to_owned();
        if let Some(base) = &self.views.config.base_url {
            let redirects = self.views.handbook.documents.iter().flat_map(|document| &document.meta.aliases);
            let hidden: Vec<SitePath> =
                redirects.map(|alias| alias_path(&alias.value)).chain([SitePath::new("404.html")]).collect();
            let pages = site.files.keys().filter(|path| path.as_str().ends_with(".html") && !hidden.contains(path));
            let urls =
                pages.map(|path| format!("<url><loc>{}{}</loc></url>\n", sanitise::escape(base), path.absolute()));
            let sitemap = format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{}</urlset>\n",
                urls.collect::<String>()
            );
            robots.push_str(&format!("Sitemap: {base}sitemap.xml\n"));
            site.insert(SitePath::new("sitemap.xml"), sitemap.into_bytes());
        }
        site.insert(SitePath::new("robots.txt"), robots.into_bytes());
    }
}

/// Each item with the one before and the one after it.
fn with_neighbours<T: Copy>(items: &[T]) -> impl Iterator<Item = (T, [Option<T>; 2])> + '_ {
    items.iter().enumerate().map(|(at, item)| {
        let before = at.checked_sub(1).map(|at| items[at]);
        (*item, [before, items.get(at + 1).copied()])
    })
}
