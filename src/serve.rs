//! Preview → HTTP: the pages of a book while it is written. It alone knows HTTP.
//!
//! A builder waits for changes of the book, builds it as `build` does, and puts a new `Snapshot` in the place of the
//! old one; connections answer from the newest, and every open page hears of it on an event stream.

mod answer;
mod assets;
mod dates;
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

/// If the wanted port is taken, so many after it are tried.
const PORTS: u16 = 100;
/// How often it is found out which listeners are still there.
const BEAT: Duration = Duration::from_secs(10);

/// What to serve, and where.
#[derive(Debug)]
pub struct Settings {
    /// The folder with book.toml.
    pub root: PathBuf,
    /// The name or address to listen on.
    pub host: String,
    /// The wanted port; 0 is any.
    pub port: u16,
    /// The path under which the site is served.
    pub base_path: BasePath,
    /// Whether to look for changes by the clock instead of waiting for events.
    pub poll: bool,
}

/// What the command line knows and the preview asks for.
pub struct Surroundings<'a> {
    /// The day for which to evaluate date rules.
    pub day: &'a dyn Fn(&Config) -> Result<Date, Failure>,
    /// The problems in their order, with what is denied as errors.
    pub judge: &'a dyn Fn(Vec<Diagnostic>, &Sources) -> Vec<Diagnostic>,
    /// Says something to the user.
    pub say: &'a dyn Fn(&str),
    /// Called once, with the address, when the site is there.
    pub ready: &'a dyn Fn(&str),
}

/// What connections and the builder share.
struct Served {
    root: PathBuf,
    base_path: BasePath,
    names: Names,
    /// What is put into each page.
    marks: String,
    newest: RwLock<Arc<Snapshot>>,
    streams: Streams,
    builder: Mutex<Sender<Wake>>,
}

/// Serves the book until the process ends.
///
/// # Errors
/// If there is no book, no port is free, or the book's folder cannot be read.
pub fn serve(settings: &Settings, surroundings: &Surroundings<'_>) -> Result<(), Failure> {
    let root = load::true_name(&settings.root)?;
    let (sender, wakes) = channel();
    let mut builder = Builder::new(&root, settings, surroundings, sender.clone())?;
    let listener = bind(&settings.host, settings.port, surroundings)?;
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
    let link = link(&settings.host, address, &settings.base_path);
    (surroundings.say)(&format!("serving at {link}"));
    if !address.ip().is_loopback() {
        (surroundings.say)("warning: anyone who can reach this machine can read the handbook");
    }
    (surroundings.ready)(&link);
    keep_beating(served.clone());
    run(&wakes, &mut builder, &served, surroundings.say);
    Ok(())
}

/// Builds after each change, for as long as anything can change.
fn run(wakes: &Receiver<Wake>, builder: &mut Builder<'_>, served: &Served, say: &dyn Fn(&str)) {
    while let Some(batch) = builder.wait(wakes) {
        if let Some((snapshot, line)) = builder.again(batch) {
            served.publish(snapshot.clone());
            (say)(&line.text(&snapshot));
        }
    }
}

fn keep_beating(served: Arc<Served>) {
    let beat = move || {
        loop {
            thread::sleep(BEAT);
            served.streams.beat();
        }
    };
    // Without it, listeners that went away are let go at the next build.
    let _ = thread::Builder::new().name("beat".to_owned()).spawn(beat);
}

impl Served {
    fn snapshot(&self) -> Arc<Snapshot> {
        self.newest.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Serves a snapshot from now on, and tells all open pages.
    fn publish(&self, snapshot: Arc<Snapshot>) {
        let event = snapshot.event();
        let before = std::mem::replace(&mut *self.newest.write().unwrap_or_else(PoisonError::into_inner), snapshot);
        self.streams.tell(&event);
        // A large site takes its time to go: no reader waits for that.
        drop(before);
    }

    /// Makes a connection an event stream.
    fn subscribe(&self, stream: Arc<TcpStream>) -> io::Result<()> {
        self.streams.add(stream, || self.snapshot().event())
    }

    fn wake_for_day(&self, day: Option<Date>) {
        // There is always a builder while there is a connection.
        let _ = lock(&self.builder).send(Wake::Day(day));
    }
}

/// A lock whose holder died holds nothing that is half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Listens on the wanted port or the next that is free.
fn bind(host: &str, port: u16, surroundings: &Surroundings<'_>) -> Result<TcpListener, Failure> {
    let mut last = None;
    for wanted in port..=port.saturating_add(PORTS) {
        let addresses = (host.trim_matches(['[', ']']), wanted).to_socket_addrs();
        let addresses = addresses.map_err(|error| Failure(format!("cannot resolve `{host}`: {error}")))?;
        match TcpListener::bind(&*addresses.collect::<Vec<_>>()) {
            Ok(listener) => {
                if wanted != port {
                    (surroundings.say)(&format!("port {port} is in use; using {wanted}"));
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

/// The address to open.
fn link(host: &str, address: SocketAddr, base: &BasePath) -> String {
    let host = if address.ip().is_unspecified() || host.parse::<std::net::IpAddr>().is_ok() {
        let ip = if address.ip().is_unspecified() { [127, 0, 0, 1].into() } else { address.ip() };
        SocketAddr::new(ip, address.port()).to_string()
    } else {
        format!("{host}:{}", address.port())
    };
    format!("http://{host}{base}")
}
