//! One request and one answer on a connection, within limits.
//!
//! tiny_http provides methods, headers, and answers with their dates and lengths. Requests are read here, because its
//! own server limits neither their time nor their size.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::body::Body;
use crate::site::HEADERS;
use tiny_http::{HTTPVersion, Header, Method, Response, StatusCode};

/// Maximum length of a request line with its headers, in bytes.
const MAX_HEAD: usize = 16 * 1024;
/// Maximum number of headers.
const MAX_HEADERS: usize = 100;
/// How long a connection may be idle before a request, and how long the head of a request may take from its first byte.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(5);
/// How long an answer may take in all.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(60);
/// How long a single write may block.
const WRITE_TIMEOUT: Duration = Duration::from_secs(10);

/// A request.
#[derive(Debug)]
pub(super) struct Request {
    /// Whether the answer has no body.
    pub head_only: bool,
    /// The path and query as they were sent.
    pub target: String,
    headers: Vec<Header>,
    /// Whether the connection is closed after the answer.
    pub close: bool,
}

impl Request {
    /// Returns the value of a header; `None` if it is missing or there more than once.
    pub(super) fn header(&self, name: &'static str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|header| header.field.equiv(name));
        values.next().filter(|_| values.next().is_none()).map(|header| header.value.as_str())
    }

    /// Returns whether there is a header.
    pub(super) fn has(&self, name: &'static str) -> bool {
        self.headers.iter().any(|header| header.field.equiv(name))
    }

    /// Parses the head of a request. The error is the status to refuse it with.
    pub(super) fn parse(head: &[u8]) -> Result<Self, u16> {
        let text = std::str::from_utf8(head).map_err(|_| 400u16)?;
        let mut lines = text.split("\r\n");
        let mut words = lines.next().unwrap_or_default().split(' ');
        let (Some(method), Some(target), Some(version), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err(400);
        };
        let old = match version {
            "HTTP/1.1" => false,
            "HTTP/1.0" => true,
            _ if version.starts_with("HTTP/") => return Err(505),
            _ => return Err(400),
        };
        let headers: Vec<Header> = lines.map(|line| line.parse().map_err(|()| 400u16)).collect::<Result<_, _>>()?;
        if headers.len() > MAX_HEADERS {
            return Err(431);
        }
        let method: Method = method.parse().map_err(|()| 400u16)?;
        let mut request = Self { head_only: method == Method::Head, target: target.to_owned(), headers, close: old };
        let ends = |value: &str| value.split(',').any(|word| word.trim().eq_ignore_ascii_case("close"));
        request.close |= request.header("Connection").is_some_and(ends);
        if !matches!(method, Method::Get | Method::Head) {
            return Err(405);
        }
        // No request needs a body, and an unread one would be parsed as the next request.
        if request.has("Transfer-Encoding")
            || (request.has("Content-Length") && request.header("Content-Length") != Some("0"))
        {
            return Err(413);
        }
        if !target.starts_with('/') || target.bytes().any(|byte| byte.is_ascii_control()) {
            return Err(400);
        }
        Ok(request)
    }
}

/// Result of waiting for a request.
pub(super) enum Next {
    /// A request.
    Request(Request),
    /// An invalid request, to be refused with this status; the connection cannot go on.
    Refused(u16),
    /// The other side has closed the connection, or has been idle too long.
    End,
}

/// The reading half of a connection, with the bytes after the last request.
pub(super) struct Reader {
    stream: Arc<TcpStream>,
    unread: Vec<u8>,
}

impl Reader {
    pub(super) fn new(stream: Arc<TcpStream>) -> Self {
        Self { stream, unread: Vec::new() }
    }

    /// Waits for the next request.
    pub(super) fn next(&mut self) -> Next {
        let mut deadline = Instant::now() + REQUEST_TIMEOUT;
        loop {
            if let Some(next) = take(&mut self.unread) {
                return next;
            }
            let waiting = self.unread.is_empty();
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || self.stream.set_read_timeout(Some(left)).is_err() {
                return if waiting { Next::End } else { Next::Refused(408) };
            }
            let mut buffer = [0; 4096];
            match (&*self.stream).read(&mut buffer) {
                Ok(0) => return Next::End,
                Ok(count) => {
                    self.unread.extend_from_slice(&buffer[..count]);
                    if waiting {
                        deadline = Instant::now() + REQUEST_TIMEOUT;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if is_timeout(&error) => {}
                Err(_) => return Next::End,
            }
        }
    }
}

/// Takes the next request from the bytes that have been received; returns `None` if more have to come.
pub(super) fn take(unread: &mut Vec<u8>) -> Option<Next> {
    // Empty lines before a request are allowed.
    let blank = unread.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    unread.drain(..blank);
    if let Some(end) = find(unread, b"\r\n\r\n").filter(|end| *end <= MAX_HEAD) {
        let parsed = Request::parse(&unread[..end]);
        unread.drain(..end + 4);
        return Some(parsed.map_or_else(Next::Refused, Next::Request));
    }
    (unread.len() > MAX_HEAD).then_some(Next::Refused(431))
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(text, wanted)
}

/// An answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Body,
}

impl Answer {
    /// Returns a line of plain text, which is not cached.
    pub(super) fn plain(status: u16, text: &str) -> Self {
        let headers =
            vec![("Content-Type", "text/plain; charset=utf-8".to_owned()), ("Cache-Control", "no-store".to_owned())];
        Self { status, headers, body: format!("{text}\n").into() }
    }

    /// Returns the refusal of an invalid request.
    pub(super) fn refusal(status: u16) -> Self {
        let reason = StatusCode(status).default_reason_phrase();
        let mut answer = Self::plain(status, reason);
        if status == 405 {
            answer.headers.push(("Allow", "GET, HEAD".to_owned()));
        }
        answer
    }

    /// Adds a header.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// Sends an answer.
pub(super) fn send(stream: &TcpStream, answer: &Answer, head_only: bool, close: bool) -> io::Result<()> {
    stream.set_write_timeout(Some(WRITE_TIMEOUT))?;
    let mut writer = DeadlineWriter { stream, deadline: Instant::now() + ANSWER_TIMEOUT };
    writer.write_all(&head(answer, close)?)?;
    if !head_only && answer.status != 304 {
        answer.body.parts().try_for_each(|part| writer.write_all(part))?;
    }
    Ok(())
}

/// Writes the head of an answer.
fn head(answer: &Answer, close: bool) -> io::Result<Vec<u8>> {
    let length = Some(answer.body.len());
    let mut response = Response::new(StatusCode(answer.status), Vec::new(), io::empty(), length, None)
        .with_chunked_threshold(usize::MAX);
    let given = answer.headers.iter().map(|(name, value)| (*name, value.as_str()));
    for (name, value) in given.chain(HEADERS).chain([("Server", "clausebook")]) {
        // Addresses have been escaped before; a header that is still not ASCII is skipped.
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    let mut head = Vec::new();
    response.raw_print(&mut head, HTTPVersion(1, 1), &[], true, None)?;
    if close {
        // tiny_http only adds this header in its own server.
        head.truncate(head.len() - 2);
        head.extend_from_slice(b"Connection: close\r\n\r\n");
    }
    Ok(head)
}

/// Writer that fails after a deadline.
struct DeadlineWriter<'a> {
    stream: &'a TcpStream,
    deadline: Instant,
}

impl Write for DeadlineWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if Instant::now() > self.deadline {
            return Err(io::ErrorKind::TimedOut.into());
        }
        (&mut &*self.stream).write(&bytes[..bytes.len().min(64 * 1024)])
    }

    fn flush(&mut self) -> io::Result<()> {
        (&mut &*self.stream).flush()
    }
}

#[cfg(test)]
mod tests {
    use super::Request;

    fn status(head: &str) -> u16 {
        Request::parse(head.as_bytes()).map_or_else(|status| status, |_| 200)
    }

    #[test]
    fn only_what_can_be_answered_is_taken() {
        assert_eq!(status("GET / HTTP/1.1\r\nHost: a"), 200);
        assert_eq!(status("HEAD / HTTP/1.0\r\nHost: a\r\nContent-Length: 0"), 200);
        assert_eq!(status("POST / HTTP/1.1\r\nHost: a"), 405);
        assert_eq!(status("get / HTTP/1.1\r\nHost: a"), 405);
        assert_eq!(status("GET / HTTP/2.0"), 505);
        assert_eq!(status("GET http://other/ HTTP/1.1"), 400);
        assert_eq!(status("GET  / HTTP/1.1"), 400);
        assert_eq!(status("GET /"), 400);
        assert_eq!(status("GET / HTTP/1.1\r\nno colon"), 400);
        assert_eq!(status("GET / HTTP/1.1\r\nContent-Length: 5"), 413);
        assert_eq!(status("GET / HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 5"), 413);
        assert_eq!(status("GET / HTTP/1.1\r\nTransfer-Encoding: chunked"), 413);
        assert_eq!(status(&format!("GET / HTTP/1.1{}", "\r\nA: b".repeat(101))), 431);
    }
}
