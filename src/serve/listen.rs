//! Accepts a bounded number of connections, each on a detached thread of its own.
//!
//! At the limit, the connection that has been idle longest is closed, so that idle ones cannot keep a new one out.

use std::collections::BTreeMap;
use std::io;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use super::http::{self, Answer, Next, Reader};
use super::{Served, lock};

/// Maximum number of open connections, without event streams.
const MAX_CONNECTIONS: usize = 256;

/// The open connections.
#[derive(Default)]
struct Open {
    last_number: u64,
    /// By number: since when each connection is idle.
    idle: BTreeMap<u64, (Instant, Arc<TcpStream>)>,
}

/// Accepts connections for as long as the program runs.
pub(super) fn listen(listener: TcpListener, served: Arc<Served>) -> io::Result<()> {
    let open: Arc<Mutex<Open>> = Arc::default();
    let accept = move || {
        for stream in listener.incoming() {
            match stream {
                Ok(stream) => spawn(stream, &open, &served),
                // Most often there are too many open files: wait until a connection ends.
                Err(_) => thread::sleep(Duration::from_millis(20)),
            }
        }
    };
    thread::Builder::new().name("connections".to_owned()).spawn(accept).map(drop)
}

/// Starts the thread of a connection.
fn spawn(stream: TcpStream, open: &Arc<Mutex<Open>>, served: &Arc<Served>) {
    let stream = Arc::new(stream);
    let number = register(&stream, open);
    let (open, served) = (open.clone(), served.clone());
    let registered = open.clone();
    let work = move || {
        let _ = stream.set_nodelay(true);
        let registration = Registration { number, open };
        // An error ends this connection only.
        let _ = answer_all(stream, number, &registration.open, &served);
    };
    if thread::Builder::new().name("connection".to_owned()).spawn(work).is_err() {
        lock(&registered).idle.remove(&number);
    }
}

/// Adds a connection to the open ones, and closes the one that has been idle longest if there are too many.
fn register(stream: &Arc<TcpStream>, open: &Mutex<Open>) -> u64 {
    let mut open = lock(open);
    if open.idle.len() >= MAX_CONNECTIONS {
        let longest = open.idle.iter().min_by_key(|(_, (since, _))| *since).map(|(number, _)| *number);
        if let Some((_, stream)) = longest.and_then(|number| open.idle.remove(&number)) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
    open.last_number += 1;
    let number = open.last_number;
    open.idle.insert(number, (Instant::now(), stream.clone()));
    number
}

/// Removes a connection from the open ones when its thread ends, even by a panic.
struct Registration {
    number: u64,
    open: Arc<Mutex<Open>>,
}

impl Drop for Registration {
    fn drop(&mut self) {
        lock(&self.open).idle.remove(&self.number);
    }
}

/// Answers the requests of one connection until it ends or becomes an event stream.
fn answer_all(stream: Arc<TcpStream>, number: u64, open: &Mutex<Open>, served: &Served) -> io::Result<()> {
    let mut reader = Reader::new(stream.clone());
    loop {
        let next = reader.next();
        if let Some((since, _)) = lock(open).idle.get_mut(&number) {
            *since = Instant::now();
        }
        match next {
            Next::End => return Ok(()),
            Next::Refused(status) => {
                http::send(&stream, &Answer::refusal(status), false, true)?;
                return drain(&stream);
            }
            Next::Request(request) => {
                if served.is_stream(&request) {
                    return served.subscribe(stream);
                }
                http::send(&stream, &served.answer(&request), request.head_only, request.close)?;
                if request.close {
                    return drain(&stream);
                }
            }
        }
    }
}

/// Closes a connection gracefully: if it were closed with unread input, the other side could lose the answer.
fn drain(mut stream: &TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(Duration::from_millis(200)))?;
    let until = Instant::now() + Duration::from_secs(1);
    let mut buffer = [0; 4096];
    while Instant::now() < until && io::Read::read(&mut stream, &mut buffer)? > 0 {}
    Ok(())
}
