//! How the site is published: the `[publish]` table.

use crate::value::{Fields, unknown_choice};

/// A web server whose headers a file of the site can set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeaderFile {
    /// `_headers`, which Netlify and Cloudflare Pages read.
    Netlify,
    /// A part of an nginx configuration.
    Nginx,
    /// `web.config` of IIS.
    Iis,
}

impl HeaderFile {
    /// Words and values.
    const ALL: [(&'static str, Self); 3] = [("netlify", Self::Netlify), ("nginx", Self::Nginx), ("iis", Self::Iis)];
}

/// How the site is published.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Publish {
    /// The servers for which a build writes a file with headers, each once.
    pub headers: Vec<HeaderFile>,
}

/// Reads the `[publish]` table.
pub(super) fn read_publish(fields: Option<Fields<'_>>) -> Publish {
    let Some(fields) = fields else { return Publish::default() };
    let mut headers = Vec::new();
    for word in fields.texts("headers") {
        match HeaderFile::ALL.iter().find(|(known, _)| *known == word.value) {
            Some((_, file)) => headers.push(*file),
            None => fields.report(unknown_choice("headers", &word, &HeaderFile::ALL.map(|(word, _)| word))),
        }
    }
    headers.sort();
    headers.dedup();
    fields.finish();
    Publish { headers }
}
