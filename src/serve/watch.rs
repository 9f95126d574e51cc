//! File events as hints: which paths to read, or that something has changed somewhere.
//!
//! The [`FileCache`](crate::load::FileCache) compares contents, so a needless hint costs little. Changes without an
//! event are found by a full scan once no more events come, and then at intervals.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use jiff::civil::Date;
use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::config::Config;
use crate::load::Scan;

/// A batch ends when no event has come for this time.
const QUIET: Duration = Duration::from_millis(8);
/// Maximum duration of a batch.
const MAX_BATCH: Duration = Duration::from_millis(120);
/// Time between a batch and the full scan after it.
const SETTLED: Duration = Duration::from_millis(300);
/// Interval between full scans with file events.
const IDLE: Duration = Duration::from_secs(5);
/// Interval between full scans when polling.
const POLL: Duration = Duration::from_millis(500);
/// A full scan takes at most one part in this many of the time.
const MAX_SHARE: u32 = 50;

/// Why the builder wakes.
#[derive(Debug)]
pub(super) enum Wake {
    /// These paths have changed.
    Paths(Vec<PathBuf>),
    /// Something has changed somewhere.
    Somewhere,
    /// A reader asks for the site on this day, or on the book's own day again.
    Day(Option<Date>),
}

/// All reasons to wake that came together.
pub(super) struct Batch {
    pub scan: Scan,
    /// A day that a reader has asked for.
    pub day: Option<Option<Date>>,
}

/// Watches the folders of a book.
pub(super) struct Watch {
    root: PathBuf,
    watcher: Option<RecommendedWatcher>,
    watched: Vec<Folder>,
    /// When the next full scan is due.
    next_scan: Instant,
    /// How long the last full scan took.
    scan_time: Duration,
}

/// A watched folder. If it is removed and created again, its inode differs, and it must be watched anew.
#[derive(Debug, Clone, PartialEq)]
struct Folder {
    path: PathBuf,
    deep: bool,
    inode: Option<u64>,
}

impl Watch {
    /// Returns a watch on nothing yet; without `wakes`, one that polls. If the system gives no events, it polls, too,
    /// and the error says why.
    pub(super) fn new(root: &Path, wakes: Option<Sender<Wake>>) -> (Self, Option<notify::Error>) {
        let watched_root = root.to_owned();
        let made = wakes.map(|wakes| {
            notify::recommended_watcher(move |event: notify::Result<Event>| {
                if let Some(wake) = wake(event, &watched_root) {
                    // The receiver is gone only when the program ends.
                    let _ = wakes.send(wake);
                }
            })
        });
        let (watcher, error) = match made {
            Some(Ok(watcher)) => (Some(watcher), None),
            Some(Err(error)) => (None, Some(error)),
            None => (None, None),
        };
        let watch = Self {
            root: root.to_owned(),
            watcher,
            watched: Vec::new(),
            next_scan: Instant::now(),
            scan_time: Duration::ZERO,
        };
        (watch, error)
    }

    /// Watches the folders that book.toml names; without a config, those that were watched before.
    ///
    /// # Errors
    /// If the system refuses. From then on it polls.
    pub(super) fn follow(&mut self, config: Option<&Config>) -> Result<(), notify::Error> {
        let Some(watcher) = &mut self.watcher else { return Ok(()) };
        let mut wanted = vec![(self.root.clone(), false)];
        match config {
            Some(config) => {
                wanted.push((self.root.join(config.content_folder()), true));
                wanted.push((self.root.join(&config.theme), true));
                let parents =
                    config.catalogues().filter_map(|path| Some(self.root.join(&path.value).parent()?.to_owned()));
                wanted.extend(parents.map(|parent| (parent, false)));
            }
            None => wanted.extend(self.watched.iter().map(|folder| (folder.path.clone(), folder.deep))),
        }
        let mut folders: Vec<Folder> = Vec::new();
        for (path, deep) in wanted {
            if path.is_dir() && !folders.iter().any(|folder| folder.path == path) {
                folders.push(Folder { inode: inode(&path), path, deep });
            }
        }
        for old in self.watched.iter().filter(|old| !folders.contains(old)) {
            // It may have been removed already.
            let _ = watcher.unwatch(&old.path);
        }
        for new in folders.iter().filter(|new| !self.watched.contains(new)) {
            let mode = if new.deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            match watcher.watch(&new.path, mode) {
                Err(error) if new.path.is_dir() => {
                    self.watcher = None;
                    return Err(error);
                }
                _ => {}
            }
        }
        self.watched = folders;
        Ok(())
    }

    /// Notes how long a full scan took.
    pub(super) fn note_scan_time(&mut self, time: Duration) {
        self.scan_time = time;
    }

    /// Waits for the next batch. Returns `None` if there can be no more.
    pub(super) fn wait(&mut self, wakes: &Receiver<Wake>) -> Option<Batch> {
        let mut batch = Pending::default();
        match wakes.recv_timeout(self.next_scan.saturating_duration_since(Instant::now())) {
            Ok(wake) => batch.add(wake),
            Err(RecvTimeoutError::Timeout) => {
                let pause = if self.watcher.is_some() { IDLE } else { POLL };
                self.next_scan = Instant::now() + pause.max(self.scan_time * MAX_SHARE);
                return Some(Batch { scan: Scan::Everything, day: None });
            }
            Err(RecvTimeoutError::Disconnected) => return None,
        }
        let end = Instant::now() + MAX_BATCH;
        while let Some(left) = end.checked_duration_since(Instant::now())
            && let Ok(wake) = wakes.recv_timeout(QUIET.min(left))
        {
            batch.add(wake);
        }
        self.next_scan = Instant::now() + SETTLED.max(self.scan_time * 2);
        Some(batch.close())
    }
}

/// A batch that is still open.
#[derive(Default)]
struct Pending {
    paths: BTreeSet<PathBuf>,
    everything: bool,
    day: Option<Option<Date>>,
}

impl Pending {
    fn add(&mut self, wake: Wake) {
        match wake {
            Wake::Paths(paths) => self.paths.extend(paths),
            Wake::Somewhere => self.everything = true,
            Wake::Day(day) => self.day = Some(day),
        }
    }

    fn close(self) -> Batch {
        let scan = if self.everything { Scan::Everything } else { Scan::Paths(self.paths) };
        Batch { scan, day: self.day }
    }
}

/// Translates a file event; `None` if it is about reading or hidden files only.
fn wake(event: notify::Result<Event>, root: &Path) -> Option<Wake> {
    let Ok(event) = event else { return Some(Wake::Somewhere) };
    if event.need_rescan() {
        return Some(Wake::Somewhere);
    }
    let changes = match event.kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        EventKind::Modify(ModifyKind::Metadata(_)) => false,
        _ => true,
    };
    let hidden = |path: &PathBuf| {
        let inside = path.strip_prefix(root).unwrap_or(path);
        let is_name = |part: &Component<'_>| matches!(part, Component::Normal(_));
        inside.components().filter(is_name).any(|part| part.as_os_str().to_string_lossy().starts_with('.'))
    };
    let paths: Vec<PathBuf> = event.paths.into_iter().filter(|path| !hidden(path)).collect();
    (changes && !paths.is_empty()).then_some(Wake::Paths(paths))
}

#[cfg(unix)]
fn inode(path: &Path) -> Option<u64> {
    std::os::unix::fs::MetadataExt::ino(&std::fs::metadata(path).ok()?).into()
}

#[cfg(not(unix))]
fn inode(path: &Path) -> Option<u64> {
    path.is_dir().then_some(0)
}
