//! Request + [`Snapshot`] → answer. Every path is looked up in the site in memory, never on the disk.

use std::fmt::Write;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use sha2::{Digest, Sha256};

use super::body::Body;
use super::cross_site::is_foreign;
use super::http::{Answer, Request};
use super::problems::{self, editor_link};
use super::snapshot::Snapshot;
use super::{Served, assets, dates};
use crate::diag::{Diagnostic, Severity, counted};
use crate::html::escape;
use crate::pages::{INDEX, PageId, is_copied};
use crate::pipeline::Preview;
use crate::site::SitePath;

/// Folder of the preview's own files; no path of a site begins with it.
const OWN: &str = "-/";

/// The policy for files that authors put beside the documents.
const CONTAINED: &str = "sandbox; script-src 'none'";

/// Where the path of a request leads.
enum Place {
    /// Below the base path; the rest of the path, decoded.
    Inside(String),
    /// To the base path without its final slash, or to the root of the host.
    Above,
    /// To anywhere else on the host.
    Outside,
}

impl Served {
    /// Returns whether a request asks for the event stream.
    pub(super) fn is_stream(&self, request: &Request) -> bool {
        !request.head_only
            && self.is_for_us(request)
            && !is_foreign(request, true)
            && matches!(self.place(&request.target), Ok(Place::Inside(path)) if path == "-/events")
    }

    /// Answers any other request.
    pub(super) fn answer(&self, request: &Request) -> Answer {
        if !self.is_for_us(request) {
            return Answer::plain(403, "This preview only answers at the address that it printed when it started.");
        }
        let snapshot = self.snapshot();
        let place = self.place(&request.target);
        let own = matches!(&place, Ok(Place::Inside(path)) if path.starts_with(OWN));
        if is_foreign(request, own) {
            return Answer::plain(403, "This preview does not answer the pages of other sites.");
        }
        match place {
            Err(answer) => answer,
            Ok(Place::Above) => redirect(self.base_path.as_str()),
            Ok(Place::Outside) => Answer::plain(404, &format!("The handbook is at {}", self.base_path)),
            Ok(Place::Inside(path)) => match path.strip_prefix(OWN) {
                Some(own) => self.own(own, request, &snapshot),
                None => self.page(path, request, &snapshot),
            },
        }
    }

    /// Returns whether `Host` names this preview. A name that an attacker's page resolves to this machine does not.
    fn is_for_us(&self, request: &Request) -> bool {
        request.header("Host").is_some_and(|host| self.names.allow(host))
    }

    fn place(&self, target: &str) -> Result<Place, Answer> {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        let bad = || Answer::refusal(400);
        let path = percent_decode_str(path).decode_utf8().map_err(|_| bad())?;
        if path.contains('\\')
            || path.contains(char::is_control)
            || path.split('/').any(|part| matches!(part, "." | ".."))
        {
            return Err(bad());
        }
        Ok(match path.strip_prefix(self.base_path.as_str()) {
            Some(inside) => Place::Inside(inside.to_owned()),
            None if path == "/" || format!("{path}/") == self.base_path.as_str() => Place::Above,
            None => Place::Outside,
        })
    }

    /// Answers with one of the preview's own files, or with data on the newest build.
    fn own(&self, name: &str, request: &Request, snapshot: &Snapshot) -> Answer {
        let json = |text: String| Answer {
            status: 200,
            headers: vec![("Content-Type", "application/json".into()), ("Cache-Control", "no-store".into())],
            body: text.into(),
        };
        match name {
            "problems.json" => json(problems::json(snapshot, &self.root)),
            "dates.json" => json(dates::json(snapshot)),
            "as-of" => self.choose_day(request),
            _ => match assets::get(name) {
                Some(text) => file(name, text.as_bytes().into(), "", request),
                None => Answer::refusal(404),
            },
        }
    }

    /// Sets the day of the preview. A page of another site cannot send the header: its browser would ask for permission
    /// first with an OPTIONS request, and that is refused.
    fn choose_day(&self, request: &Request) -> Answer {
        if request.header("X-Clausebook").is_none() || request.head_only {
            return Answer::refusal(403);
        }
        let query = request.target.split_once('?').map_or("", |(_, query)| query);
        let day = match query.strip_prefix("day=").unwrap_or_default() {
            "" => None,
            day => match day.parse() {
                Ok(day) => Some(day),
                Err(_) => return Answer::plain(400, "Not a valid date: write it like 2027-03-01"),
            },
        };
        self.wake_for_day(day);
        Answer::plain(202, "The site is being built for that date")
    }

    fn page(&self, mut path: String, request: &Request, snapshot: &Snapshot) -> Answer {
        let Some(site) = &snapshot.site else { return self.no_site_yet(snapshot) };
        if path.is_empty() || path.ends_with('/') {
            path.push_str(INDEX);
        }
        let path = SitePath::new(path);
        let folder = SitePath::new(format!("{path}/{INDEX}"));
        if site.has(&folder) {
            return redirect(&format!("{}{}/", self.base_path, path.absolute()));
        }
        if let Some(bytes) = snapshot.searched.as_ref().and_then(|earlier| earlier.searched_in(&path)) {
            return file(path.as_str(), bytes, "", request);
        }
        match site.get(&path) {
            Ok(Some(bytes)) => {
                if is_copied(&path) {
                    return contained(path.as_str(), bytes, request);
                }
                let marks = if path.is_page() { self.marks_of(&path, site, snapshot) } else { String::new() };
                file(path.as_str(), bytes, &marks, request)
            }
            Ok(None) => self.not_found(&path, site, snapshot),
            Err(fault) => self.faulty(&fault, site),
        }
    }

    /// Answers with the book's own page for a missing address, with a link to the new address if the page has moved.
    fn not_found(&self, path: &SitePath, site: &Preview, snapshot: &Snapshot) -> Answer {
        let page = match site.get(&PageId::NotFound.path()) {
            Ok(page) => page,
            Err(fault) => return self.faulty(&fault, site),
        };
        let Some(mut page) = page.map(Body::from) else { return Answer::refusal(404) };
        if let Some(successor) = snapshot.successor(path)
            && let Some(end) = page.find("</main>")
        {
            let href = escape(&format!("{}{}", self.base_path, successor.absolute()));
            let moved = format!("<p>This page is now at <a href=\"{href}\">{}</a>.</p>\n", escape(successor.as_str()));
            page.insert(end, moved);
        }
        self.uncached_page(404, page)
    }

    /// Answers for a page whose template has a fault.
    fn faulty(&self, fault: &Diagnostic, site: &Preview) -> Answer {
        let place = fault.span.map(|span| {
            // The site may be older than the newest sources.
            format!("{}: ", site.sources().place_name(span))
        });
        let message = escape(&format!("{}{}", place.unwrap_or_default(), fault.message));
        let help: String = fault.help.iter().map(|help| format!("<p>{}</p>\n", escape(help))).collect();
        self.stand_in(500, "This page cannot be rendered", &format!("<p>{message}</p>\n{help}"))
    }

    /// Answers while no build has been without errors.
    fn no_site_yet(&self, snapshot: &Snapshot) -> Answer {
        let errors = snapshot.count(Severity::Error);
        let text = format!(
            "<p>{} in the handbook must be fixed first; see the list below. The site then appears automatically.</p>\n",
            counted(errors, "error"),
        );
        self.stand_in(503, "There is no site yet", &text)
    }

    /// Returns what is inserted into a page; into that of a document, with the link that opens its file in the editor.
    fn marks_of(&self, path: &SitePath, site: &Preview, snapshot: &Snapshot) -> String {
        let link = snapshot.editor.as_ref().zip(site.file_of(path)).map(|(pattern, file)| {
            let link = editor_link(pattern, &self.root.join(file), (1, 1));
            format!("<script defer data-edit=\"{}\" ", escape(&link))
        });
        link.map_or_else(|| self.marks.clone(), |start| self.marks.replacen("<script defer ", &start, 1))
    }

    /// Answers with a page that does not use the theme.
    fn stand_in(&self, status: u16, title: &str, text: &str) -> Answer {
        let html = format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <link rel=\"stylesheet\" href=\"{}-/preview.css\">\n</head>\n<body class=\"stand-in\">\n<main>\n\
             <h1>{title}</h1>\n{text}</main>\n</body>\n</html>\n",
            self.base_path,
        );
        self.uncached_page(status, html.into())
    }

    /// Answers with a page that has no address of its own. It is not cached, but has a tag, so that the browser shows
    /// it until it changes.
    fn uncached_page(&self, status: u16, mut page: Body) -> Answer {
        let tag = tag(&page, &self.marks);
        mark(&mut page, &self.marks, &tag);
        let headers = vec![
            ("Content-Type", "text/html; charset=utf-8".to_owned()),
            ("Cache-Control", "no-store".to_owned()),
            ("ETag", tag),
        ];
        Answer { status, headers, body: page }
    }
}

/// Answers with a file and its tag, or with 304 if the browser has it in its cache.
fn file(name: &str, bytes: Arc<[u8]>, marks: &str, request: &Request) -> Answer {
    let mut body = Body::from(bytes);
    let tag = tag(&body, marks);
    let known = request.header("If-None-Match").is_some_and(|tags| {
        tags.split(',').any(|known| known.trim().trim_start_matches("W/") == tag || known.trim() == "*")
    });
    if !marks.is_empty() && !known {
        mark(&mut body, marks, &tag);
    }
    let headers = vec![("Content-Type", content_type(name)), ("Cache-Control", "no-cache".to_owned()), ("ETag", tag)];
    Answer { status: if known { 304 } else { 200 }, headers, body }
}

/// Answers with a file that an author put beside the documents. A book can allow files that run code; here they run
/// none: the browser gives them no script and an origin of their own, and never takes them for a script of a page.
fn contained(name: &str, bytes: Arc<[u8]>, request: &Request) -> Answer {
    let mut answer = file(name, bytes, "", request);
    let kind = content_type(name);
    if kind.contains("javascript") || kind.contains("ecmascript") || kind.contains("wasm") {
        answer.headers.retain(|(name, _)| *name != "Content-Type");
        answer = answer.with("Content-Type", "text/plain; charset=utf-8");
    }
    // Browsers show no PDF in a sandbox; their viewers keep its scripts apart from the page's origin.
    let policy = if kind == "application/pdf" { "script-src 'none'" } else { CONTAINED };
    answer.with("Content-Security-Policy", policy)
}

/// Computes the `ETag` of a file. This happens when the file is asked for, so that a build takes no time for it.
fn tag(body: &Body, marks: &str) -> String {
    let digest = body.parts().fold(Sha256::new().chain_update(marks), Digest::chain_update).finalize();
    let mut tag = "\"".to_owned();
    digest.iter().take(8).for_each(|byte| write!(tag, "{byte:02x}").expect("a text can be written to"));
    tag + "\""
}

fn content_type(name: &str) -> String {
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    let is_text = kind.type_() == "text" || kind.suffix().is_some_and(|suffix| suffix == "xml");
    if is_text || matches!(kind.subtype().as_str(), "json" | "javascript" | "xml") {
        format!("{}; charset=utf-8", kind.essence_str())
    } else {
        kind.essence_str().to_owned()
    }
}

fn redirect(to: &str) -> Answer {
    Answer::plain(302, &format!("It is at {to}")).with("Location", to)
}

/// Inserts the preview's script and style at the start of a page's head, before any script of the theme.
fn mark(page: &mut Body, marks: &str, tag: &str) {
    let at = page.find("<head").and_then(|head| page.find_after(">", head)).map_or(0, |end| end + 1);
    page.insert(at, marks.replace("{version}", tag.trim_matches('"')));
}
