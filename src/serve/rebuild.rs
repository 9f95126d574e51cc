//! The builder: reads what has changed, rebuilds, and publishes the result as a [`Snapshot`].

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

use jiff::civil::Date;

use super::snapshot::{Snapshot, gone};
use super::watch::{Batch, Wake, Watch};
use super::{Callbacks, Settings};
use crate::config::Config;
use crate::diag::{self, Count, Diagnostic, counted};
use crate::load::{Failure, FileCache, Scan};
use crate::pipeline::{self, Book, Cache, Preview};
use crate::site::BasePath;
use crate::source::{SourceFile, Sources};

/// State of the builder, kept from one build to the next.
pub(super) struct Builder<'a> {
    root: PathBuf,
    base_path: BasePath,
    callbacks: &'a Callbacks<'a>,
    files: FileCache,
    cache: Cache,
    watch: Watch,
    /// The day that a reader has chosen in the browser.
    chosen: Option<Date>,
    editor: Option<String>,
    /// The newest snapshot.
    newest: Arc<Snapshot>,
    /// Problems of reading the book, before it was built.
    unread: Vec<Diagnostic>,
    /// Why the book could not be read the last time.
    failure: Option<String>,
}

/// A line on a rebuild for the user, printed once the new site is served.
pub(super) struct LogLine {
    changes: String,
    took: Duration,
}

impl LogLine {
    /// Names the changes, the result, the number of problems and the time.
    pub(super) fn text(&self, now: &Snapshot) -> String {
        format!("{}: {}, {}, {} ms", self.changes, result(now), Count(&now.diagnostics), self.took.as_millis())
    }
}

fn result(now: &Snapshot) -> String {
    match &now.site {
        Some(_) if now.failed => "the last good site is still shown".to_owned(),
        Some(site) => counted(site.pages().count(), "page"),
        None => "no site yet".to_owned(),
    }
}

/// Result of a build.
struct BuildResult {
    site: Option<Preview>,
    diagnostics: Vec<Diagnostic>,
    as_of: Option<Date>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(
        root: &Path,
        settings: &Settings,
        callbacks: &'a Callbacks<'a>,
        wakes: Sender<Wake>,
    ) -> Result<Self, Failure> {
        let (watch, error) = Watch::new(root, (!settings.poll).then_some(wakes));
        let builder = Self {
            root: root.to_owned(),
            base_path: settings.base_path.clone(),
            callbacks,
            files: FileCache::within(settings.within.clone()),
            cache: Cache::default(),
            watch,
            chosen: None,
            editor: None,
            newest: Arc::default(),
            unread: Vec::new(),
            failure: None,
        };
        if let Some(error) = error {
            builder.report_polling(&error);
        }
        Ok(builder)
    }

    /// Builds for the first time.
    ///
    /// # Errors
    /// If there is no book, for then there is nothing to wait for.
    pub(super) fn first(&mut self) -> Result<Arc<Snapshot>, Failure> {
        let started = Instant::now();
        self.follow(None);
        let book = pipeline::reopen(&self.root, &mut self.files, &Scan::Everything)?;
        // Changes from here on are events; the first full scan finds those before.
        self.follow(book.config.as_ref());
        let snapshot = self.snapshot(book);
        let (result, problems) = (result(&snapshot), Count(&snapshot.diagnostics));
        self.report(&format!("{result}, {problems}, {:.2} s", started.elapsed().as_secs_f64()));
        Ok(snapshot)
    }

    pub(super) fn wait(&mut self, wakes: &Receiver<Wake>) -> Option<Batch> {
        self.watch.wait(wakes)
    }

    /// Scans for changes, and rebuilds if there are any.
    pub(super) fn rebuild(&mut self, batch: Batch) -> Option<(Arc<Snapshot>, LogLine)> {
        let started = Instant::now();
        if let Some(day) = batch.day {
            self.chosen = day;
        }
        let everywhere = matches!(batch.scan, Scan::Everything);
        let mut book = match pipeline::reopen(&self.root, &mut self.files, &batch.scan) {
            Ok(book) => book,
            // A file was removed between listing and reading: list again.
            Err(_) => match pipeline::reopen(&self.root, &mut self.files, &Scan::Everything) {
                Ok(book) => book,
                Err(failure) => return self.unreadable(&failure, started),
            },
        };
        if everywhere {
            self.watch.note_scan_time(started.elapsed());
            self.follow(book.config.as_ref());
        } else if book.sources.iter().count() != self.newest.sources.iter().count() {
            self.follow(book.config.as_ref());
        }
        let changes = changes(&self.newest.sources, &book.sources);
        let day = book.config.as_mut().map(|config| self.day(config));
        let same_day = !matches!(&day, Some(Ok(day)) if Some(*day) != self.newest.as_of);
        let same_links = book.sources.is_in_the_repository_of(&self.newest.sources);
        if changes.is_empty() && same_links && same_day && self.failure.is_none() && book.diagnostics == self.unread {
            return None;
        }
        self.failure = None;
        let files = describe(&changes);
        let snapshot = self.snapshot(book);
        let day = || snapshot.as_of.filter(|_| !same_day).map(|day| format!("as of {day}"));
        let changes = files.or_else(day).unwrap_or_else(|| "folders changed".to_owned());
        Some((snapshot, LogLine { changes, took: started.elapsed() }))
    }

    /// Publishes that the book is missing or cannot be read. The last good site stays.
    fn unreadable(&mut self, failure: &Failure, started: Instant) -> Option<(Arc<Snapshot>, LogLine)> {
        let words = failure.to_string();
        if self.failure.as_ref() == Some(&words) {
            return None;
        }
        self.failure = Some(words.clone());
        let (message, help) = match words.split_once("\nhelp: ") {
            Some((message, help)) => (message.to_owned(), Some(help.to_owned())),
            None => (words, None),
        };
        let changes = message.clone();
        let diagnostics = vec![Diagnostic::error("missing-file", None, message).help(help)];
        let result = BuildResult { site: None, diagnostics, as_of: self.newest.as_of };
        let snapshot = self.publish(result, self.newest.sources.clone());
        Some((snapshot, LogLine { changes, took: started.elapsed() }))
    }

    fn day(&self, config: &mut Config) -> Result<Date, Failure> {
        let day = (self.callbacks.settings)(config)?;
        Ok(self.chosen.unwrap_or(day))
    }

    /// Builds a book that has been read, and publishes the result.
    fn snapshot(&mut self, book: Book) -> Arc<Snapshot> {
        let Book { sources, config, mut diagnostics } = book;
        self.unread.clone_from(&diagnostics);
        let (mut site, mut as_of) = (None, None);
        if let Some(mut config) = config {
            self.editor.clone_from(&config.editor);
            config.base_path = Some(self.base_path.clone());
            match self.day(&mut config) {
                Ok(day) => {
                    let outcome = pipeline::preview(&sources, &config, day, &mut self.cache);
                    diagnostics.extend(outcome.diagnostics);
                    (site, as_of) = (outcome.value, Some(day));
                }
                Err(failure) => diagnostics.push(Diagnostic::error("missing-file", None, failure.to_string())),
            }
        }
        let diagnostics = (self.callbacks.apply_deny)(diagnostics, &sources);
        let site = site.filter(|_| !diag::any_error(&diagnostics));
        self.publish(BuildResult { site, diagnostics, as_of }, sources)
    }

    /// Makes a result the newest snapshot, with the next build number.
    fn publish(&mut self, result: BuildResult, sources: Sources) -> Arc<Snapshot> {
        let before = &self.newest;
        let failed = result.site.is_none();
        let (site, gone) = match result.site {
            Some(site) => {
                let gone = gone(&before.gone, before.site.as_deref(), &site);
                (Some(Arc::new(site)), gone)
            }
            None => (before.site.clone(), before.gone.clone()),
        };
        let searched = before.site.clone().filter(|site| site.is_searched()).or_else(|| before.searched.clone());
        let BuildResult { diagnostics, as_of, .. } = result;
        let (chosen, editor) = (self.chosen.is_some(), self.editor.clone());
        let build = before.build + 1;
        self.newest =
            Arc::new(Snapshot { build, site, searched, failed, as_of, chosen, diagnostics, sources, editor, gone });
        self.newest.clone()
    }

    fn follow(&mut self, config: Option<&Config>) {
        if let Err(error) = self.watch.follow(config) {
            self.report_polling(&error);
        }
    }

    fn report_polling(&self, error: &notify::Error) {
        self.report(&format!("file events are not available ({error}); checking for changes twice a second instead"));
    }

    fn report(&self, words: &str) {
        (self.callbacks.report)(words);
    }
}

/// Returns the paths that differ between two scans, each with how it differs.
fn changes<'a>(before: &'a Sources, now: &'a Sources) -> Vec<(&'static str, &'a str)> {
    let files = |sources: &'a Sources| sources.iter().map(|(_, file)| (file.path.as_str(), file));
    let mut old: HashMap<&str, &SourceFile> = files(before).collect();
    let mut changes: Vec<(&str, &str)> = Vec::new();
    for (path, file) in files(now) {
        match old.remove(path) {
            None => changes.push(("new", path)),
            Some(other) if other != file => changes.push(("changed", path)),
            Some(_) => {}
        }
    }
    let mut gone: Vec<&str> = old.into_keys().collect();
    gone.sort_unstable();
    changes.extend(gone.into_iter().map(|path| ("gone", path)));
    changes
}

/// Describes changes in a few words: "a.md changed and 2 files more".
fn describe(changes: &[(&str, &str)]) -> Option<String> {
    match changes {
        [(how, path)] => Some(format!("{path} {how}")),
        [(how, path), rest @ ..] => Some(format!("{path} {how} and {} more", counted(rest.len(), "file"))),
        [] => None,
    }
}
