//! Event streams: every open page listens on one, and each hears of the newest build.
//!
//! Sockets do not block here. A listener that does not take what is sent is let go; its browser comes back by itself
//! and is told the newest build at once.

use std::io::{self, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};

use super::http::ALWAYS;
use super::lock;

/// So many pages may listen; beyond that the one that has listened longest is let go.
const BOUND: usize = 512;

/// All listeners.
#[derive(Debug, Default)]
pub(super) struct Streams(Mutex<Vec<Arc<TcpStream>>>);

impl Streams {
    /// Adds a listener and tells it the newest, which `newest` says.
    pub(super) fn add(&self, stream: Arc<TcpStream>, newest: impl FnOnce() -> String) -> io::Result<()> {
        let mut head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n".to_owned();
        head.push_str("Connection: close\r\n");
        ALWAYS.iter().for_each(|(name, value)| head.push_str(&format!("{name}: {value}\r\n")));
        head.push_str("\r\nretry: 500\n\n");
        stream.set_nonblocking(true)?;
        let mut listeners = lock(&self.0);
        if listeners.len() >= BOUND {
            listeners.retain(|stream| is_open(stream));
        }
        if listeners.len() >= BOUND {
            listeners.remove(0);
        }
        // Asked under the lock: a build that is told to all after this one is told to this one, too.
        head.push_str(&newest());
        if tell(&stream, head.as_bytes()) {
            listeners.push(stream);
        }
        Ok(())
    }

    /// Tells all listeners, and lets go those that cannot be told.
    pub(super) fn tell(&self, event: &str) {
        lock(&self.0).retain(|stream| tell(stream, event.as_bytes()));
    }

    /// Finds out who is still there.
    pub(super) fn beat(&self) {
        self.tell(":\n\n");
    }
}

/// Whether all of the bytes could be sent at once.
fn tell(mut stream: &TcpStream, bytes: &[u8]) -> bool {
    matches!(stream.write(bytes), Ok(count) if count == bytes.len())
}

/// Whether the other side is still there, as far as is known.
fn is_open(stream: &TcpStream) -> bool {
    match stream.peek(&mut [0]) {
        Ok(count) => count > 0,
        Err(error) => error.kind() == io::ErrorKind::WouldBlock,
    }
}
