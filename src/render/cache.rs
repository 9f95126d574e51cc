//! Cache of the theme and the layout between two builds.

use std::sync::Arc;

use super::plan::Layout;
use super::theme::Theme;
use crate::assess::Assessed;
use crate::coverage::Coverage;
use crate::diag::Diagnostic;
use crate::source::{FileId, Role, SourceFile, Sources};

/// Cache of the theme and the layout of one book with the same settings.
#[derive(Default)]
pub struct Cache(Option<Loaded>);

/// A theme, with the book's own theme files that it was loaded from.
struct Loaded {
    files: Vec<SourceFile>,
    /// The numbers of these files, which diagnostics refer to.
    numbers: Vec<FileId>,
    theme: Arc<Theme>,
    /// Whether the templates have rendered all pages once without an error.
    tried: bool,
    /// The layout, and the coverage that it was made from. Both stay the same while only prose changes.
    layout: Option<(Arc<Coverage>, Arc<Layout>)>,
}

impl Cache {
    /// Returns the theme, and loads it again only if one of its files or their numbers have changed.
    pub(super) fn theme(&mut self, assessed: &Assessed, sources: &Sources) -> (Option<Arc<Theme>>, Vec<Diagnostic>) {
        let own = sources.of_role(Role::Theme);
        let (numbers, files): (Vec<FileId>, Vec<SourceFile>) = own.map(|(id, file)| (id, file.clone())).unzip();
        let same = |before: &&Loaded| before.files == files && before.numbers == numbers;
        if let Some(before) = self.0.as_ref().filter(same) {
            return (Some(before.theme.clone()), Vec::new());
        }
        let (theme, diagnostics) = Theme::load(sources, &assessed.config, &assessed.words);
        let theme = theme.map(Arc::new);
        let before = self.0.take().filter(|before| before.tried);
        self.0 = theme.clone().map(|theme| {
            let known = before.is_some_and(|before| theme.has_the_templates_of(&before.theme));
            let tried = known || !theme.has_own_templates();
            Loaded { files, numbers, theme, tried, layout: None }
        });
        (theme, diagnostics)
    }

    /// Returns the layout of the site, from the cache while the coverage is the same value.
    ///
    /// # Errors
    /// If two things have the same address.
    pub(super) fn layout(&mut self, assessed: &Assessed) -> Result<Arc<Layout>, Vec<Diagnostic>> {
        let cached = self.0.as_mut().map(|loaded| &mut loaded.layout);
        if let Some(Some((coverage, layout))) = &cached
            && Arc::ptr_eq(coverage, &assessed.coverage)
        {
            return Ok(layout.clone());
        }
        let (layout, collisions) = Layout::new(assessed);
        if !collisions.is_empty() {
            return Err(collisions);
        }
        let layout = Arc::new(layout);
        if let Some(cached) = cached {
            *cached = Some((assessed.coverage.clone(), layout.clone()));
        }
        Ok(layout)
    }

    /// Returns whether the templates have rendered all pages of a site, or are built in.
    pub(super) fn is_tried(&self) -> bool {
        self.0.as_ref().is_some_and(|loaded| loaded.tried)
    }

    /// Notes that the templates have rendered all pages.
    pub(super) fn tried(&mut self) {
        self.0.iter_mut().for_each(|loaded| loaded.tried = true);
    }
}
