//! The part of the preview that fuzz targets see.

use super::http::{Next, take};

/// The requests that a connection has read.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// The target of each request.
    pub targets: Vec<String>,
    /// The status with which the connection was refused, after those requests.
    pub refused: Option<u16>,
}

/// Reads the requests in some bytes that arrive in pieces.
pub fn hear<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Heard {
    let (mut heard, mut unread) = (Heard::default(), Vec::new());
    for piece in pieces {
        unread.extend_from_slice(piece);
        while let Some(next) = take(&mut unread) {
            match next {
                Next::Request(request) => heard.targets.push(request.target),
                Next::Refused(status) => {
                    heard.refused = Some(status);
                    return heard;
                }
                Next::End => return heard,
            }
        }
    }
    heard
}
