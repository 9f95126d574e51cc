//! What is kept of one site for the next: the theme and the layout.

use std::sync::Arc;

use super::Input;
use super::plan::Layout;
use super::theme::Theme;
use crate::diag::Diagnostic;
use crate::source::{FileId, Role, SourceFile};

/// The theme and the layout of one run, for the next one with the same settings.
#[derive(Default)]
pub struct Kept(Option<Loaded>);

/// A theme and the book's own files that went into it.
struct Loaded {
    files: Vec<SourceFile>,
    /// By which its problems name them.
    numbers: Vec<FileId>,
    theme: Arc<Theme>,
    /// Whether all pages could be filled once.
    tried: bool,
    /// The layout and the linking that it is of.
    layout: Option<(u64, Arc<Layout>)>,
}

impl Kept {
    /// The theme, read again only if a file of it changed, or has another number.
    pub(super) fn theme(&mut self, input: Input<'_>) -> (Option<Arc<Theme>>, Vec<Diagnostic>) {
        let own = input.sources.of_role(Role::Theme);
        let (numbers, files): (Vec<FileId>, Vec<SourceFile>) = own.map(|(id, file)| (id, file.clone())).unzip();
        let same = |before: &&Loaded| before.files == files && before.numbers == numbers;
        if let Some(before) = self.0.as_ref().filter(same) {
            return (Some(before.theme.clone()), Vec::new());
        }
        let (theme, diagnostics) = Theme::load(input.sources, input.config, input.words);
        let theme = theme.map(Arc::new);
        let before = self.0.take().filter(|before| before.tried);
        self.0 = theme.clone().map(|theme| {
            let known = before.is_some_and(|before| theme.has_the_templates_of(&before.theme));
            let tried = known || !theme.has_own_templates();
            Loaded { files, numbers, theme, tried, layout: None }
        });
        (theme, diagnostics)
    }

    /// The layout of the site, which stays while the book is of the same linking; what is wrong with it if there can be none.
    pub(super) fn layout(
        &mut self,
        input: Input<'_>,
        linking: u64,
        theme: &Theme,
    ) -> Result<Arc<Layout>, Vec<Diagnostic>> {
        let kept = self.0.as_mut().map(|loaded| &mut loaded.layout);
        if let Some(Some((of, layout))) = &kept
            && *of == linking
        {
            return Ok(layout.clone());
        }
        let (layout, taken) = Layout::new(input, theme);
        if !taken.is_empty() {
            return Err(taken);
        }
        let layout = Arc::new(layout);
        kept.into_iter().for_each(|kept| *kept = Some((linking, layout.clone())));
        Ok(layout)
    }

    /// Whether the templates have filled all pages of a site, or are the program's own.
    pub(super) fn is_tried(&self) -> bool {
        self.0.as_ref().is_some_and(|loaded| loaded.tried)
    }

    /// All pages could be filled.
    pub(super) fn tried(&mut self) {
        self.0.iter_mut().for_each(|loaded| loaded.tried = true);
    }
}
