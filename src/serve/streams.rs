//! Event streams, by which every open page is notified of the newest build.
//!
//! Their sockets do not block. A listener that does not accept an event at once is dropped; its browser reconnects by
//! itself and then receives the newest build.

use std::io::{self, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};

use super::lock;
use crate::site::HEADERS;

/// Maximum number of listeners; beyond it, the oldest is dropped.
const MAX_LISTENERS: usize = 512;

/// All listeners.
#[derive(Debug, Default)]
pub(super) struct Streams(Mutex<Vec<Arc<TcpStream>>>);

impl Streams {
    /// Adds a listener, and sends it the event that `newest` returns.
    pub(super) fn add(&self, stream: Arc<TcpStream>, newest: impl FnOnce() -> String) -> io::Result<()> {
        let mut head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n".to_owned();
        head.push_str("Connection: close\r\n");
        HEADERS.iter().for_each(|(name, value)| head.push_str(&format!("{name}: {value}\r\n")));
        head.push_str("\r\nretry: 500\n\n");
        stream.set_nonblocking(true)?;
        let mut listeners = lock(&self.0);
        if listeners.len() >= MAX_LISTENERS {
            listeners.retain(|stream| is_open(stream));
        }
        if listeners.len() >= MAX_LISTENERS {
            listeners.remove(0);
        }
        // Called while locked: every event after this one is sent to this listener, too.
        head.push_str(&newest());
        if try_send(&stream, head.as_bytes()) {
            listeners.push(stream);
        }
        Ok(())
    }

    /// Sends an event to all listeners, and drops those that do not accept it.
    pub(super) fn send(&self, event: &str) {
        lock(&self.0).retain(|stream| try_send(stream, event.as_bytes()));
    }

    /// Sends a comment to all listeners, which drops those that have gone away.
    pub(super) fn send_heartbeat(&self) {
        self.send(":\n\n");
    }
}

/// Returns whether all bytes could be sent at once.
fn try_send(mut stream: &TcpStream, bytes: &[u8]) -> bool {
    matches!(stream.write(bytes), Ok(count) if count == bytes.len())
}

/// Returns whether the other side has not closed the connection, as far as is known.
fn is_open(stream: &TcpStream) -> bool {
    match stream.peek(&mut [0]) {
        Ok(count) => count > 0,
        Err(error) => error.kind() == io::ErrorKind::WouldBlock,
    }
}
