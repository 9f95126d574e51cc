//! Preview → HTTP: the pages of a book while it is written. It alone knows HTTP.
//!
//! A builder waits for changes of the book, builds it as `build` does, and replaces the `Snapshot`. Connections answer
//! from the newest snapshot, and every open page is notified by an event stream.

mod answer;
mod assets;
mod body;
mod cross_site;
mod dates;
#[cfg(fuzzing)]
pub mod fuzzing;
mod http;
mod listen;
mod names;
mod problems;
mod rebuild;
mod snapshot;
mod streams;
mod watch;

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread;
use std::time::Duration;

use jiff::civil::Date;

use crate::config::Config;
use crate::diag::Diagnostic;
use crate::load::{self, Failure};
use crate::site::BasePath;
use crate::source::Sources;

use names::Names;
use rebuild::Builder;
use snapshot::Snapshot;
use streams::Streams;
use watch::Wake;

/// Number of ports after the wanted one that are tried if it is taken.
const PORTS: u16 = 100;
/// Interval at which a heartbeat finds listeners that have gone away.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// What to serve, and where.
#[derive(Debug)]
pub(crate) struct Settings {
    /// The folder with book.toml.
    pub root: PathBuf,
    /// The folder outside of which no file is read, if it was given.
    pub within: Option<PathBuf>,
    /// The name or address to listen on.
    pub host: String,
    /// The wanted port; 0 is any.
    pub port: u16,
    /// The path under which the site is served.
    pub base_path: BasePath,
    /// Whether to poll for changes instead of waiting for file events.
    pub poll: bool,
}

/// Callbacks to the command line.
pub(crate) struct Callbacks<'a> {
    /// Applies the command line to the settings of the book, and returns the day for which to evaluate date rules.
    pub settings: &'a dyn Fn(&mut Config) -> Result<Date, Failure>,
    /// Turns denied problems into errors, and sorts all problems.
    pub apply_deny: &'a dyn Fn(Vec<Diagnostic>, &Sources) -> Vec<Diagnostic>,
    /// Prints a line for the user.
    pub report: &'a dyn Fn(&str),
    /// Called once, with the address, when the site is served.
    pub ready: &'a dyn Fn(&str),
}

/// State that connections and the builder share.
struct Served {
    root: PathBuf,
    base_path: BasePath,
    names: Names,
    /// HTML that is inserted into each page.
    marks: String,
    newest: RwLock<Arc<Snapshot>>,
    streams: Streams,
    builder: Mutex<Sender<Wake>>,
}

/// Serves the book until the process ends.
///
/// # Errors
/// If there is no book, no port is free, or the folder of the book cannot be read.
pub(crate) fn serve(settings: &Settings, callbacks: &Callbacks<'_>) -> Result<(), Failure> {
    let root = load::canonical(&settings.root)?;
    let (sender, wakes) = channel();
    let mut builder = Builder::new(&root, settings, callbacks, sender.clone())?;
    let listener = bind(&settings.host, settings.port, callbacks)?;
    let address = listener.local_addr().map_err(|error| Failure(format!("cannot listen: {error}")))?;
    let served = Arc::new(Served {
        root,
        base_path: settings.base_path.clone(),
        names: Names::new(&settings.host, address.ip()),
        marks: assets::marks(&settings.base_path),
        newest: RwLock::default(),
        streams: Streams::default(),
        builder: Mutex::new(sender),
    });
    let first = builder.first()?;
    served.publish(first);
    listen::listen(listener, served.clone()).map_err(|error| Failure(format!("cannot start a thread: {error}")))?;
    let link = address_of(&settings.host, address, &settings.base_path);
    (callbacks.report)(&format!("serving at {link}"));
    if !address.ip().is_loopback() {
        (callbacks.report)("warning: anyone who can reach this machine can read the handbook");
    }
    (callbacks.ready)(&link);
    start_heartbeat(served.clone());
    run(&wakes, &mut builder, &served, callbacks.report);
    Ok(())
}

/// Rebuilds after each change until no more changes can come.
fn run(wakes: &Receiver<Wake>, builder: &mut Builder<'_>, served: &Served, report: &dyn Fn(&str)) {
    while let Some(batch) = builder.wait(wakes) {
        if let Some((snapshot, line)) = builder.rebuild(batch) {
            served.publish(snapshot.clone());
            (report)(&line.text(&snapshot));
        }
    }
}

fn start_heartbeat(served: Arc<Served>) {
    let heartbeat = move || {
        loop {
            thread::sleep(HEARTBEAT);
            served.streams.send_heartbeat();
        }
    };
    // Without it, listeners that have gone away are removed at the next build.
    let _ = thread::Builder::new().name("heartbeat".to_owned()).spawn(heartbeat);
}

impl Served {
    fn snapshot(&self) -> Arc<Snapshot> {
        self.newest.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Serves a snapshot from now on, and notifies all open pages.
    fn publish(&self, snapshot: Arc<Snapshot>) {
        let event = snapshot.event();
        let before = std::mem::replace(&mut *self.newest.write().unwrap_or_else(PoisonError::into_inner), snapshot);
        self.streams.send(&event);
        // Dropping a large site takes time: do it when nobody waits.
        drop(before);
    }

    /// Turns a connection into an event stream.
    fn subscribe(&self, stream: Arc<TcpStream>) -> io::Result<()> {
        self.streams.add(stream, || self.snapshot().event())
    }

    fn wake_for_day(&self, day: Option<Date>) {
        // The builder lives as long as any connection.
        let _ = lock(&self.builder).send(Wake::Day(day));
    }
}

/// Locks a mutex. A poisoned one is used all the same: no holder leaves its data in an invalid state.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Listens on the wanted port, or on the next free one.
fn bind(host: &str, port: u16, callbacks: &Callbacks<'_>) -> Result<TcpListener, Failure> {
    let mut last = None;
    for wanted in port..=port.saturating_add(PORTS) {
        let addresses = (host.trim_matches(['[', ']']), wanted).to_socket_addrs();
        let addresses = addresses.map_err(|error| Failure(format!("cannot resolve `{host}`: {error}")))?;
        match TcpListener::bind(&*addresses.collect::<Vec<_>>()) {
            Ok(listener) => {
                if wanted != port {
                    (callbacks.report)(&format!("port {port} is in use; using {wanted}"));
                }
                return Ok(listener);
            }
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => last = Some(error),
            Err(error) => return Err(Failure(format!("cannot listen on {host}, port {wanted}: {error}"))),
        }
    }
    let why = last.map_or_else(String::new, |error| format!(": {error}"));
    Err(Failure(format!("no free port from {port} on{why}\nhelp: choose another port with `--port`")))
}

/// Returns the address to open.
fn address_of(host: &str, address: SocketAddr, base: &BasePath) -> String {
    let host = if address.ip().is_unspecified() || host.parse::<std::net::IpAddr>().is_ok() {
        let ip = if address.ip().is_unspecified() { [127, 0, 0, 1].into() } else { address.ip() };
        SocketAddr::new(ip, address.port()).to_string()
    } else {
        format!("{host}:{}", address.port())
    };
    format!("http://{host}{base}")
}
