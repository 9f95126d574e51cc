//! Connections: a bounded number of them, each on a thread of its own that nobody waits for.
//!
//! At the bound the connection that has waited longest makes way, so that silent ones cannot keep a new one out.

use std::collections::BTreeMap;
use std::io;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use super::http::{self, Answer, Next, Reader};
use super::{Served, lock};

/// So many connections are served at once; event streams are counted apart.
const BOUND: usize = 256;

/// The connections that are open.
#[derive(Default)]
struct Open {
    next: u64,
    /// Since when nothing came from the other side of each.
    waiting: BTreeMap<u64, (Instant, Arc<TcpStream>)>,
}

/// Accepts connections for as long as the program runs.
pub(super) fn listen(listener: TcpListener, served: Arc<Served>) -> io::Result<()> {
    let open: Arc<Mutex<Open>> = Arc::default();
    let accept = move || {
        for stream in listener.incoming() {
            match stream {
                Ok(stream) => take(stream, &open, &served),
                // Out of files, most often: some connection will end.
                Err(_) => thread::sleep(Duration::from_millis(20)),
            }
        }
    };
    thread::Builder::new().name("connections".to_owned()).spawn(accept).map(drop)
}

/// Gives a connection its thread.
fn take(stream: TcpStream, open: &Arc<Mutex<Open>>, served: &Arc<Served>) {
    let stream = Arc::new(stream);
    let number = enter(&stream, open);
    let (open, served) = (open.clone(), served.clone());
    let leave = open.clone();
    let work = move || {
        let _ = stream.set_nodelay(true);
        let leaving = Leaving { number, open };
        // What goes wrong on a connection ends it, and it alone.
        let _ = converse(stream, number, &leaving.open, &served);
    };
    if thread::Builder::new().name("connection".to_owned()).spawn(work).is_err() {
        lock(&leave).waiting.remove(&number);
    }
}

fn enter(stream: &Arc<TcpStream>, open: &Mutex<Open>) -> u64 {
    let mut open = lock(open);
    if open.waiting.len() >= BOUND {
        let longest = open.waiting.iter().min_by_key(|(_, (since, _))| *since).map(|(number, _)| *number);
        if let Some((_, stream)) = longest.and_then(|number| open.waiting.remove(&number)) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
    open.next += 1;
    let number = open.next;
    open.waiting.insert(number, (Instant::now(), stream.clone()));
    number
}

/// Takes a connection off the list when its thread ends, however it ends.
struct Leaving {
    number: u64,
    open: Arc<Mutex<Open>>,
}

impl Drop for Leaving {
    fn drop(&mut self) {
        lock(&self.open).waiting.remove(&self.number);
    }
}

/// Answers the requests of one connection until it ends or becomes an event stream.
fn converse(stream: Arc<TcpStream>, number: u64, open: &Mutex<Open>, served: &Served) -> io::Result<()> {
    let mut reader = Reader::new(stream.clone());
    loop {
        let next = reader.next();
        if let Some((since, _)) = lock(open).waiting.get_mut(&number) {
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

/// Ends a connection so that the answer arrives: closing with unread input would have the other side lose it.
fn drain(mut stream: &TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(Duration::from_millis(200)))?;
    let until = Instant::now() + Duration::from_secs(1);
    let mut buffer = [0; 4096];
    while Instant::now() < until && io::Read::read(&mut stream, &mut buffer)? > 0 {}
    Ok(())
}
