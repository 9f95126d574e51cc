//! Which files of the content folder belong to a book, and what each is for.

use std::path::Path;

use walkdir::DirEntry;

use super::Failure;
use super::bounds::Bounds;
use super::ignored::Ignored;
use crate::config::{Config, Patterns};
use crate::diag::Diagnostic;
use crate::source::{Role, is_markdown};

/// What a walk does with something that it meets.
pub(super) enum Choice {
    /// Leave it out, with everything in it.
    Skip,
    /// Enter the folder.
    Enter,
    /// Read the file.
    Read(Role),
}

/// Returns the role of the file at a path of a book; `None` if it does not belong to the content. Documents are Markdown and
/// what book.toml includes, registers are TOML below `registers/` and the tables of other tools that are named like them or
/// in book.toml, anything else is an attachment.
pub fn role(config: &Config, path: &str) -> Option<Role> {
    let inside = config.inside_content(path);
    if config.is_setting(path) || config.files.exclude.matches(inside) {
        return None;
    }
    if config.files.is_document(inside) {
        Some(Role::Document)
    } else if config.has_entries(inside) || config.is_table(inside) {
        Some(Role::Register)
    } else {
        // Markdown that book.toml does not include is not copied for readers either.
        (!is_markdown(inside)).then_some(Role::Attachment)
    }
}

/// Chooses among the files of a content folder, in the order of a walk.
pub(super) struct Chooser<'a> {
    config: &'a Config,
    /// What git ignores, if that is asked for.
    ignored: Option<Ignored<'a>>,
    /// Whether each pattern has matched something: those of `include`, `exclude` and `attachments`.
    hits: [Vec<bool>; 3],
}

impl<'a> Chooser<'a> {
    /// Creates a chooser for the content folder at a path without links.
    ///
    /// # Errors
    /// If a `.gitignore` file cannot be looked for.
    pub(super) fn new(config: &'a Config, real: &Path, bounds: &'a Bounds) -> Result<Self, Failure> {
        // Who says which files may be copied does not mean those that are in nobody's repository.
        let is_asked = config.files.gitignore || config.files.attachments.is_some();
        let ignored = is_asked.then(|| Ignored::of(real, bounds)).transpose()?;
        let hits = lists(config).map(|list| vec![false; list.map_or(0, |list| list.written().len())]);
        Ok(Self { config, ignored, hits })
    }

    /// Chooses what to do with a file or folder at a path of the book. `real` is its place on the disk, below the content
    /// folder without links.
    ///
    /// # Errors
    /// If a `.gitignore` file cannot be looked for.
    pub(super) fn choose(&mut self, entry: &DirEntry, path: &str, real: &Path) -> Result<Choice, Failure> {
        let is_folder = entry.file_type().is_dir();
        if entry.depth() > 0 {
            self.note_hits(self.config.inside_content(path));
        }
        let choice = match is_folder {
            false => role(self.config, path).map_or(Choice::Skip, Choice::Read),
            true if entry.depth() == 0 => Choice::Enter,
            true if self.leaves_out(path) => Choice::Skip,
            true => Choice::Enter,
        };
        let Some(ignored) = &mut self.ignored else { return Ok(choice) };
        let is_ignored = entry.depth() > 0 && ignored.has(real, is_folder);
        Ok(match choice {
            Choice::Read(Role::Attachment) if is_ignored => Choice::Skip,
            Choice::Read(_) | Choice::Enter if is_ignored && self.config.files.gitignore => Choice::Skip,
            Choice::Enter => {
                ignored.enter(real)?;
                Choice::Enter
            }
            choice => choice,
        })
    }

    fn leaves_out(&self, folder: &str) -> bool {
        self.config.is_setting(folder) || self.config.files.exclude.matches(self.config.inside_content(folder))
    }

    fn note_hits(&mut self, path: &str) {
        for (list, hits) in lists(self.config).into_iter().zip(&mut self.hits) {
            list.into_iter().flat_map(|list| list.matching(path)).for_each(|at| hits[at] = true);
        }
    }

    /// Reports the patterns that have matched nothing.
    pub(super) fn idle(&self) -> Vec<Diagnostic> {
        let lists = lists(self.config).into_iter().zip(&self.hits);
        let patterns = lists.flat_map(|(list, hits)| list.into_iter().flat_map(Patterns::written).zip(hits));
        let idle = patterns.filter(|(_, hit)| !**hit).map(|(pattern, _)| {
            let message = format!("`{}` matches nothing in the content folder", pattern.value);
            let help = match pattern.value.contains('/') || !pattern.value.contains('*') {
                true => "a pattern begins at the content folder, without its name".to_owned(),
                false => format!("`*` stays in its folder: write `**/{}` for all folders", pattern.value),
            };
            Diagnostic::warning("idle-pattern", pattern.span, message).help(help)
        });
        idle.collect()
    }
}

/// Returns the lists of patterns of a book.
fn lists(config: &Config) -> [Option<&Patterns>; 3] {
    [Some(&config.files.include), Some(&config.files.exclude), config.files.attachments.as_ref()]
}
