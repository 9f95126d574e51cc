//! Requests that a page of another site makes a reader's browser send.
//!
//! A page of another site cannot read the answers, but it could count, time or frame them, or keep event streams open until there
//! are none left for the reader.

use super::http::Request;

/// Returns whether the page of another origin has sent a request. A link that a reader follows does not count, unless
/// it leads to one of the preview's `own` files. Programs and old browsers do not say where a request comes from.
pub(super) fn is_foreign(request: &Request, own: bool) -> bool {
    // Browsers send `Origin` with a GET only if it crosses origins.
    let host = request.header("Host").unwrap_or_default();
    let from = |origin: &str| origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host));
    if request.has("Origin") && !request.header("Origin").is_some_and(from) {
        return true;
    }
    // Another port of this machine is the same site, but another origin.
    let is_ours = matches!(request.header("Sec-Fetch-Site"), Some("same-origin" | "none"));
    let is_said = request.has("Sec-Fetch-Site");
    let is_followed = !own
        && request.header("Sec-Fetch-Mode") == Some("navigate")
        && request.header("Sec-Fetch-Dest") == Some("document");
    is_said && !is_ours && !is_followed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(headers: &str) -> [bool; 2] {
        let request = Request::parse(format!("GET / HTTP/1.1\r\nHost: localhost:4000{headers}").as_bytes()).unwrap();
        [false, true].map(|own| is_foreign(&request, own))
    }

    #[test]
    fn only_pages_of_this_preview_send_requests_and_links_are_followed() {
        for site in ["cross-site", "same-site", "unheard-of"] {
            let site = format!("\r\nSec-Fetch-Site: {site}");
            for kind in ["", "\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script", "\r\nSec-Fetch-Dest: document"] {
                assert_eq!(refused(&format!("{site}{kind}")), [true, true], "{site}{kind}");
            }
            assert_eq!(refused(&format!("{site}\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe")), [true, true]);
            assert_eq!(
                refused(&format!("{site}\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document")),
                [false, true]
            );
        }
        for ours in ["", "\r\nSec-Fetch-Site: same-origin", "\r\nSec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate"] {
            assert_eq!(refused(ours), [false, false], "{ours}");
        }
    }

    #[test]
    fn an_origin_is_that_of_the_preview() {
        for other in ["http://evil.example", "http://localhost:3000", "null", "http://localhost:4000.evil.example", ""]
        {
            assert_eq!(refused(&format!("\r\nOrigin: {other}")), [true, true], "{other}");
        }
        assert_eq!(refused("\r\nOrigin: http://LOCALHOST:4000"), [false, false]);
        assert_eq!(refused("\r\nOrigin: http://localhost:4000\r\nOrigin: null"), [true, true]);
    }
}
