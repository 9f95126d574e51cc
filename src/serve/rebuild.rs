//! The builder: reads what changed, builds, and makes a [`Snapshot`] of what came of it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

use jiff::civil::Date;

use super::snapshot::{Snapshot, gone};
use super::watch::{Batch, Wake, Watch};
use super::{Settings, Surroundings};
use crate::config::Config;
use crate::diag::{self, Count, Diagnostic, counted};
use crate::load::{Failure, Look, Shelf};
use crate::pipeline::{self, Book, Cache, Preview};
use crate::site::BasePath;
use crate::source::{SourceFile, Sources};

/// What is kept from one build to the next.
pub(super) struct Builder<'a> {
    root: PathBuf,
    base_path: BasePath,
    surroundings: &'a Surroundings<'a>,
    shelf: Shelf,
    cache: Cache,
    watch: Watch,
    /// The day that was chosen in the browser.
    chosen: Option<Date>,
    editor: Option<String>,
    /// What the newest snapshot was made of, and what it says.
    before: Arc<Snapshot>,
    /// What was wrong with folders and files in themselves.
    reading: Vec<Diagnostic>,
    failure: Option<String>,
}

/// What a build is told by, once its site is served.
pub(super) struct Line {
    what: String,
    took: Duration,
}

impl Line {
    /// What changed, what came of it, how many problems, how long.
    pub(super) fn text(&self, now: &Snapshot) -> String {
        format!("{}: {}, {}, {} ms", self.what, what_came(now), Count(&now.diagnostics), self.took.as_millis())
    }
}

fn what_came(now: &Snapshot) -> String {
    match &now.site {
        Some(_) if now.failed => "the last good site is still shown".to_owned(),
        Some(site) => counted(site.pages().count(), "page"),
        None => "no site yet".to_owned(),
    }
}

/// What came of a build.
struct Made {
    site: Option<Preview>,
    diagnostics: Vec<Diagnostic>,
    as_of: Option<Date>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(
        root: &Path,
        settings: &Settings,
        surroundings: &'a Surroundings<'a>,
        wakes: Sender<Wake>,
    ) -> Result<Self, Failure> {
        let (watch, error) = Watch::new(root, (!settings.poll).then_some(wakes));
        let builder = Self {
            root: root.to_owned(),
            base_path: settings.base_path.clone(),
            surroundings,
            shelf: Shelf::default(),
            cache: Cache::default(),
            watch,
            chosen: None,
            editor: None,
            before: Arc::default(),
            reading: Vec::new(),
            failure: None,
        };
        if let Some(error) = error {
            builder.by_the_clock(&error);
        }
        Ok(builder)
    }

    /// The first build. A book that cannot even be found is no book to wait for.
    pub(super) fn first(&mut self) -> Result<Arc<Snapshot>, Failure> {
        let started = Instant::now();
        self.follow(None);
        let book = pipeline::open_again(&self.root, &mut self.shelf, &Look::Everywhere)?;
        // What changes from here on is seen; what changed before is found when it is looked everywhere.
        self.follow(book.config.as_ref());
        let snapshot = self.snapshot(book);
        let (came, problems) = (what_came(&snapshot), Count(&snapshot.diagnostics));
        self.say(&format!("{came}, {problems}, {:.2} s", started.elapsed().as_secs_f64()));
        Ok(snapshot)
    }

    pub(super) fn wait(&mut self, wakes: &Receiver<Wake>) -> Option<Batch> {
        self.watch.wait(wakes)
    }

    /// Looks where it should, and builds if anything changed.
    pub(super) fn again(&mut self, batch: Batch) -> Option<(Arc<Snapshot>, Line)> {
        let started = Instant::now();
        if let Some(day) = batch.day {
            self.chosen = day;
        }
        let everywhere = matches!(batch.look, Look::Everywhere);
        let book = match pipeline::open_again(&self.root, &mut self.shelf, &batch.look) {
            Ok(book) => book,
            // A file that went between listing and reading: what is there now is listed.
            Err(_) => match pipeline::open_again(&self.root, &mut self.shelf, &Look::Everywhere) {
                Ok(book) => book,
                Err(failure) => return self.unreadable(&failure, started),
            },
        };
        if everywhere {
            self.watch.took(started.elapsed());
            self.follow(book.config.as_ref());
        } else if book.sources.iter().count() != self.before.sources.iter().count() {
            self.follow(book.config.as_ref());
        }
        let changes = changes(&self.before.sources, &book.sources);
        let day = book.config.as_ref().map(|config| self.day(config));
        let same_day = !matches!(&day, Some(Ok(day)) if Some(*day) != self.before.as_of);
        if changes.is_empty() && same_day && self.failure.is_none() && book.diagnostics == self.reading {
            return None;
        }
        self.failure = None;
        let what = in_words(&changes);
        let snapshot = self.snapshot(book);
        let day = || snapshot.as_of.filter(|_| !same_day).map(|day| format!("as of {day}"));
        let what = what.or_else(day).unwrap_or_else(|| "folders changed".to_owned());
        Some((snapshot, Line { what, took: started.elapsed() }))
    }

    /// The book is gone, or cannot be read: the last good site stays.
    fn unreadable(&mut self, failure: &Failure, started: Instant) -> Option<(Arc<Snapshot>, Line)> {
        let words = failure.to_string();
        if self.failure.as_ref() == Some(&words) {
            return None;
        }
        self.failure = Some(words.clone());
        let (message, help) = match words.split_once("\nhelp: ") {
            Some((message, help)) => (message.to_owned(), Some(help.to_owned())),
            None => (words, None),
        };
        let what = message.clone();
        let diagnostics = vec![Diagnostic::error("missing-file", None, message).help(help)];
        let made = Made { site: None, diagnostics, as_of: self.before.as_of };
        let snapshot = self.published(made, self.before.sources.clone());
        Some((snapshot, Line { what, took: started.elapsed() }))
    }

    fn day(&self, config: &Config) -> Result<Date, Failure> {
        self.chosen.map_or_else(|| (self.surroundings.day)(config), Ok)
    }

    /// Builds a book that has been read.
    fn snapshot(&mut self, book: Book) -> Arc<Snapshot> {
        let Book { sources, config, mut diagnostics } = book;
        self.reading.clone_from(&diagnostics);
        let (mut site, mut as_of) = (None, None);
        if let Some(mut config) = config {
            self.editor.clone_from(&config.editor);
            config.base_path = Some(self.base_path.clone());
            match self.day(&config) {
                Ok(day) => {
                    let outcome = pipeline::preview(&sources, &config, day, &mut self.cache);
                    diagnostics.extend(outcome.diagnostics);
                    (site, as_of) = (outcome.value, Some(day));
                }
                Err(failure) => diagnostics.push(Diagnostic::error("missing-file", None, failure.to_string())),
            }
        }
        let diagnostics = (self.surroundings.judge)(diagnostics, &sources);
        let site = site.filter(|_| !diag::any_error(&diagnostics));
        self.published(Made { site, diagnostics, as_of }, sources)
    }

    /// Counts it as the next build.
    fn published(&mut self, made: Made, sources: Sources) -> Arc<Snapshot> {
        let before = &self.before;
        let failed = made.site.is_none();
        let (site, gone) = match made.site {
            Some(site) => {
                let gone = gone(&before.gone, before.site.as_deref(), &site);
                (Some(Arc::new(site)), gone)
            }
            None => (before.site.clone(), before.gone.clone()),
        };
        let searched = before.site.clone().filter(|site| site.is_searched()).or_else(|| before.searched.clone());
        let Made { diagnostics, as_of, .. } = made;
        let (chosen, editor) = (self.chosen.is_some(), self.editor.clone());
        let build = before.build + 1;
        self.before =
            Arc::new(Snapshot { build, site, searched, failed, as_of, chosen, diagnostics, sources, editor, gone });
        self.before.clone()
    }

    fn follow(&mut self, config: Option<&Config>) {
        if let Err(error) = self.watch.follow(config) {
            self.by_the_clock(&error);
        }
    }

    fn by_the_clock(&self, error: &notify::Error) {
        self.say(&format!("file events are not available ({error}); checking for changes twice a second instead"));
    }

    fn say(&self, words: &str) {
        (self.surroundings.say)(words);
    }
}

/// The paths that differ between two readings, and how.
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

fn in_words(changes: &[(&str, &str)]) -> Option<String> {
    match changes {
        [(how, path)] => Some(format!("{path} {how}")),
        [(how, path), rest @ ..] => Some(format!("{path} {how} and {} more", counted(rest.len(), "file"))),
        [] => None,
    }
}
