//! What changed on the disk, as hints: which paths to look at, or that something somewhere changed.
//!
//! Whatever comes, the [`Shelf`](crate::load::Shelf) compares contents, so a hint too many costs little; and what came
//! without a hint is found by looking everywhere once it is quiet, and now and then.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use jiff::civil::Date;
use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::config::Config;
use crate::load::Look;

/// A batch is at its end when nothing has come for so long, or after the longest time.
const QUIET: Duration = Duration::from_millis(8);
const LONGEST: Duration = Duration::from_millis(120);
/// So long after a batch it is looked everywhere.
const SETTLED: Duration = Duration::from_millis(300);
/// How often it is looked everywhere while events come, and while there are none to come.
const IDLE: Duration = Duration::from_secs(5);
const POLL: Duration = Duration::from_millis(500);
/// Looking everywhere takes at most this part of the time.
const SHARE: u32 = 50;

/// Why the builder wakes.
#[derive(Debug)]
pub(super) enum Wake {
    /// Something at these paths.
    Paths(Vec<PathBuf>),
    /// Something somewhere.
    Somewhere,
    /// A reader wants to see the site for this day, or for the book's own again.
    Day(Option<Date>),
}

/// What is to be done after waking.
pub(super) struct Batch {
    pub look: Look,
    /// A day that was asked for.
    pub day: Option<Option<Date>>,
}

/// The folders that a book is made of, watched.
pub(super) struct Watch {
    root: PathBuf,
    watcher: Option<RecommendedWatcher>,
    watched: Vec<Folder>,
    /// When to look everywhere next.
    next: Instant,
    last_cost: Duration,
}

/// A folder under watch. One that was taken away and came back is another, and must be watched anew.
#[derive(Debug, Clone, PartialEq)]
struct Folder {
    path: PathBuf,
    deep: bool,
    identity: Option<u64>,
}

impl Watch {
    /// Watches nothing yet.
    pub(super) fn new(root: &Path, wakes: Option<Sender<Wake>>) -> (Self, Option<notify::Error>) {
        let root_too = root.to_owned();
        let made = wakes.map(|wakes| {
            notify::recommended_watcher(move |event: notify::Result<Event>| {
                if let Some(wake) = wake(event, &root_too) {
                    // Nobody listens any more only when the program ends.
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
            next: Instant::now(),
            last_cost: Duration::ZERO,
        };
        (watch, error)
    }

    /// Watches the folders that book.toml names; without a config, those that were watched before.
    ///
    /// # Errors
    /// If the system refuses; changes are then found by the clock.
    pub(super) fn follow(&mut self, config: Option<&Config>) -> Result<(), notify::Error> {
        let Some(watcher) = &mut self.watcher else { return Ok(()) };
        let mut wanted = vec![(self.root.clone(), false)];
        match config {
            Some(config) => {
                wanted.push((self.root.join(config.content_folder()), true));
                wanted.push((self.root.join(&config.theme), true));
                let parents =
                    config.catalogues.iter().filter_map(|path| Some(self.root.join(&path.value).parent()?.to_owned()));
                wanted.extend(parents.map(|parent| (parent, false)));
            }
            None => wanted.extend(self.watched.iter().map(|folder| (folder.path.clone(), folder.deep))),
        }
        let mut folders: Vec<Folder> = Vec::new();
        for (path, deep) in wanted {
            if path.is_dir() && !folders.iter().any(|folder| folder.path == path) {
                folders.push(Folder { identity: identity(&path), path, deep });
            }
        }
        for old in self.watched.iter().filter(|old| !folders.contains(old)) {
            // It may be gone already.
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

    /// How long it took to look everywhere.
    pub(super) fn took(&mut self, cost: Duration) {
        self.last_cost = cost;
    }

    /// Waits for the next reason to look; `None` if there can be no more.
    pub(super) fn wait(&mut self, wakes: &Receiver<Wake>) -> Option<Batch> {
        let mut batch = Gathered::default();
        match wakes.recv_timeout(self.next.saturating_duration_since(Instant::now())) {
            Ok(wake) => batch.add(wake),
            Err(RecvTimeoutError::Timeout) => {
                let pause = if self.watcher.is_some() { IDLE } else { POLL };
                self.next = Instant::now() + pause.max(self.last_cost * SHARE);
                return Some(Batch { look: Look::Everywhere, day: None });
            }
            Err(RecvTimeoutError::Disconnected) => return None,
        }
        let end = Instant::now() + LONGEST;
        while let Some(left) = end.checked_duration_since(Instant::now())
            && let Ok(wake) = wakes.recv_timeout(QUIET.min(left))
        {
            batch.add(wake);
        }
        self.next = Instant::now() + SETTLED.max(self.last_cost * 2);
        Some(batch.close())
    }
}

#[derive(Default)]
struct Gathered {
    paths: BTreeSet<PathBuf>,
    everywhere: bool,
    day: Option<Option<Date>>,
}

impl Gathered {
    fn add(&mut self, wake: Wake) {
        match wake {
            Wake::Paths(paths) => self.paths.extend(paths),
            Wake::Somewhere => self.everywhere = true,
            Wake::Day(day) => self.day = Some(day),
        }
    }

    fn close(self) -> Batch {
        let look = if self.everywhere { Look::Everywhere } else { Look::At(self.paths) };
        Batch { look, day: self.day }
    }
}

/// What an event of the system says; nothing for what only reads, and for hidden files.
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
        inside.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.'))
    };
    let paths: Vec<PathBuf> = event.paths.into_iter().filter(|path| !hidden(path)).collect();
    (changes && !paths.is_empty()).then_some(Wake::Paths(paths))
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<u64> {
    std::os::unix::fs::MetadataExt::ino(&std::fs::metadata(path).ok()?).into()
}

#[cfg(not(unix))]
fn identity(path: &Path) -> Option<u64> {
    path.is_dir().then_some(0)
}
