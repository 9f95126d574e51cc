//! One request and one answer on a connection, within limits.
//!
//! tiny_http gives the words of the protocol: methods, headers, answers with their dates and lengths. Reading from the
//! connection is here, because its own server has no bound for the time or the size of a request.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tiny_http::{HTTPVersion, Header, Method, Response, StatusCode};

/// A request line with its headers is not longer than this many bytes, nor has it more headers.
const HEAD: usize = 16 * 1024;
const HEADERS: usize = 100;
/// How long a connection may stay silent before a request, and how long the head of one may take from its first byte.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);
/// How long an answer may take, however slowly it is taken.
const SLOWEST: Duration = Duration::from_secs(60);
/// A write that does not come on for so long ends the connection.
const STALLED: Duration = Duration::from_secs(10);

/// What a browser asks for.
#[derive(Debug)]
pub(super) struct Request {
    /// Whether only the head of the answer is wanted.
    pub head_only: bool,
    /// The address as it was sent, from `/` on.
    pub target: String,
    headers: Vec<Header>,
    /// Whether the connection ends after the answer.
    pub close: bool,
}

impl Request {
    /// The value of a header; nothing if it is there more than once.
    pub(super) fn header(&self, name: &'static str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|header| header.field.equiv(name));
        values.next().filter(|_| values.next().is_none()).map(|header| header.value.as_str())
    }

    fn has(&self, name: &'static str) -> bool {
        self.headers.iter().any(|header| header.field.equiv(name))
    }

    /// Reads what stands before the empty line; the number is the status of the refusal.
    fn parse(head: &[u8]) -> Result<Self, u16> {
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
        if headers.len() > HEADERS {
            return Err(431);
        }
        let method: Method = method.parse().map_err(|()| 400u16)?;
        let mut request = Self { head_only: method == Method::Head, target: target.to_owned(), headers, close: old };
        let ends = |value: &str| value.split(',').any(|word| word.trim().eq_ignore_ascii_case("close"));
        request.close |= request.header("Connection").is_some_and(ends);
        if !matches!(method, Method::Get | Method::Head) {
            return Err(405);
        }
        // Nothing that is served takes a body, and one that is not read would be taken for the next request.
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

/// What came of waiting for a request.
pub(super) enum Next {
    /// A request.
    Request(Request),
    /// What was sent is refused with this status; the connection cannot go on.
    Refused(u16),
    /// The other side went away, or was silent too long.
    End,
}

/// The reading half of a connection, with what came beyond the last request.
pub(super) struct Reader {
    stream: Arc<TcpStream>,
    rest: Vec<u8>,
}

impl Reader {
    pub(super) fn new(stream: Arc<TcpStream>) -> Self {
        Self { stream, rest: Vec::new() }
    }

    /// The next request.
    pub(super) fn next(&mut self) -> Next {
        let mut deadline = Instant::now() + PATIENCE;
        loop {
            // Empty lines before a request are allowed.
            let blank = self.rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            self.rest.drain(..blank);
            if let Some(end) = find(&self.rest, b"\r\n\r\n").filter(|end| *end <= HEAD) {
                let parsed = Request::parse(&self.rest[..end]);
                self.rest.drain(..end + 4);
                return parsed.map_or_else(Next::Refused, Next::Request);
            }
            if self.rest.len() > HEAD {
                return Next::Refused(431);
            }
            let waiting = self.rest.is_empty();
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || self.stream.set_read_timeout(Some(left)).is_err() {
                return if waiting { Next::End } else { Next::Refused(408) };
            }
            let mut buffer = [0; 4096];
            match (&*self.stream).read(&mut buffer) {
                Ok(0) => return Next::End,
                Ok(count) => {
                    self.rest.extend_from_slice(&buffer[..count]);
                    if waiting {
                        deadline = Instant::now() + PATIENCE;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if is_timeout(&error) => {}
                Err(_) => return Next::End,
            }
        }
    }
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(text, wanted)
}

/// What is sent back.
#[derive(Debug)]
pub(super) struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Arc<[u8]>,
}

impl Answer {
    /// A line of plain text that is not to be kept.
    pub(super) fn plain(status: u16, text: &str) -> Self {
        let headers =
            vec![("Content-Type", "text/plain; charset=utf-8".to_owned()), ("Cache-Control", "no-store".to_owned())];
        Self { status, headers, body: format!("{text}\n").into_bytes().into() }
    }

    /// The refusal of a request that cannot be understood.
    pub(super) fn refusal(status: u16) -> Self {
        let reason = StatusCode(status).default_reason_phrase();
        let mut answer = Self::plain(status, reason);
        if status == 405 {
            answer.headers.push(("Allow", "GET, HEAD".to_owned()));
        }
        answer
    }

    /// With one more header.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// What stands on every answer: the page runs nothing but the site's own scripts, and no other site reads it.
pub(super) const ALWAYS: [(&str, &str); 4] = [
    ("Content-Security-Policy", "default-src 'self'; img-src 'self' data:"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "same-origin"),
];

/// Sends an answer.
pub(super) fn send(stream: &TcpStream, answer: &Answer, head_only: bool, close: bool) -> io::Result<()> {
    stream.set_write_timeout(Some(STALLED))?;
    let mut writer = Unhurried { stream, until: Instant::now() + SLOWEST };
    writer.write_all(&head(answer, close)?)?;
    if !head_only && answer.status != 304 {
        writer.write_all(&answer.body)?;
    }
    Ok(())
}

/// What stands before the body.
fn head(answer: &Answer, close: bool) -> io::Result<Vec<u8>> {
    let length = Some(answer.body.len());
    let mut response = Response::new(StatusCode(answer.status), Vec::new(), io::empty(), length, None)
        .with_chunked_threshold(usize::MAX);
    let given = answer.headers.iter().map(|(name, value)| (*name, value.as_str()));
    for (name, value) in given.chain(ALWAYS).chain([("Server", "clausebook")]) {
        // A name in an address is escaped before it gets here; what is no ASCII all the same is left out.
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    let mut head = Vec::new();
    response.raw_print(&mut head, HTTPVersion(1, 1), &[], true, None)?;
    if close {
        // tiny_http leaves this header to its own server.
        head.truncate(head.len() - 2);
        head.extend_from_slice(b"Connection: close\r\n\r\n");
    }
    Ok(head)
}

/// Writes until a moment and no longer.
struct Unhurried<'a> {
    stream: &'a TcpStream,
    until: Instant,
}

impl Write for Unhurried<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if Instant::now() > self.until {
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
