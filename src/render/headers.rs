//! Files that make a web server send the headers of a handbook.

use crate::config::{Config, HeaderFile};
use crate::site::{HEADERS, SitePath};

/// The header that a copied file has in another form.
const POLICY: &str = "Content-Security-Policy";
/// A policy for copied files, in addition to that of all files: no script runs in them.
const FILES_POLICY: &str = "script-src 'none'";
/// How long a file may be cached whose name or folder changes with its content: the theme's assets and the data of
/// search. Only by browsers, because a server may ask readers who they are.
const CACHE: &str = "private, max-age=31536000, immutable";

/// Returns the files that book.toml asks for.
pub(super) fn files(config: &Config) -> Vec<(SitePath, Vec<u8>)> {
    let base = config.base_url.as_ref().map_or("/", |base| base.path());
    let file = |kind: &HeaderFile| {
        let (path, text) = match kind {
            HeaderFile::Netlify => ("_headers", netlify(base)),
            HeaderFile::Nginx => ("nginx-headers.conf", nginx(base)),
            HeaderFile::Iis => ("web.config", iis()),
        };
        (SitePath::new(path), text.into_bytes())
    };
    config.publish.headers.iter().map(file).collect()
}

/// Returns `_headers`. Where several rules match, the host joins their values with a comma, so that both policies hold.
/// A file without a rule for the cache is requested again each time.
fn netlify(base: &str) -> String {
    let mut text =
        "# Headers for Netlify and Cloudflare Pages, which read this file at the root of a site.\n".to_owned();
    text.push_str(&format!("{base}*\n"));
    HEADERS.iter().for_each(|(name, value)| text.push_str(&format!("  {name}: {value}\n")));
    text.push_str(&format!("{base}files/*\n  {POLICY}: {FILES_POLICY}\n"));
    for lasting in ["assets/*", "search/:version/*"] {
        text.push_str(&format!("{base}{lasting}\n  Cache-Control: {CACHE}\n"));
    }
    text
}

/// Returns a part of the configuration of nginx. `Cache-Control` is not sent with errors: a missing file must not be
/// cached.
fn nginx(base: &str) -> String {
    // In a regular expression, a dot also stands for any character that would need an escape.
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_');
    let base: String = base.chars().map(|c| if plain(c) { c } else { '.' }).collect();
    let policy = HEADERS.iter().find(|(name, _)| *name == POLICY).map_or("", |(_, policy)| *policy);
    let mut text = format!(
        "# Headers for nginx. Include this file in the `server` or `location` block that serves the handbook.\n\
         # A block inside it with an `add_header` of its own must include it, too, because it inherits none.\n\
         set $handbook_policy \"{policy}\";\n\
         if ($uri ~ \"^{base}files/\") {{\n    set $handbook_policy \"{policy}; {FILES_POLICY}\";\n}}\n\
         set $handbook_cache \"no-cache\";\n\
         if ($uri ~ \"^{base}assets/|/search/[0-9a-f]+/[a-z0-9-]+[.]js$\") {{\n    set $handbook_cache \"{CACHE}\";\n}}\n\
         add_header {POLICY} $handbook_policy always;\n\
         add_header Cache-Control $handbook_cache;\n"
    );
    let others = HEADERS.iter().filter(|(name, _)| *name != POLICY);
    others.for_each(|(name, value)| text.push_str(&format!("add_header {name} \"{value}\" always;\n")));
    text
}

/// Returns `web.config`. Its paths are relative to its folder, so it holds below any path. `remove` comes first, because
/// IIS stops if the host has set a header of the same name.
fn iis() -> String {
    let header = |(name, value): &(&str, &str)| {
        format!("        <remove name=\"{name}\" />\n        <add name=\"{name}\" value=\"{value}\" />\n")
    };
    let headers: String = HEADERS.iter().map(header).collect();
    let policy = HEADERS.iter().filter(|(name, _)| *name == POLICY);
    let policy: String = policy.map(|(name, policy)| header(&(name, &format!("{policy}; {FILES_POLICY}")))).collect();
    let own = |path: &str, settings: &str| {
        format!(
            "  <location path=\"{path}\">\n    <system.webServer>\n{settings}    </system.webServer>\n  </location>\n"
        )
    };
    let sent = |headers: &str| {
        format!("      <httpProtocol>\n      <customHeaders>\n{headers}      </customHeaders>\n      </httpProtocol>\n")
    };
    let cached =
        |cache: &str| format!("      <staticContent>\n        <clientCache {cache} />\n      </staticContent>\n");
    let asked_again = cached("cacheControlMode=\"DisableCache\"");
    let kept = cached(
        "cacheControlMode=\"UseMaxAge\" cacheControlMaxAge=\"365.00:00:00\" cacheControlCustom=\"private, immutable\"",
    );
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<configuration>\n  <system.webServer>\n{}{asked_again}  \
         </system.webServer>\n{}{}{}</configuration>\n",
        sent(&headers),
        own("files", &sent(&policy)),
        ["assets", "search"].map(|folder| own(folder, &kept)).concat(),
        ["index.js", "root.js"].map(|name| own(&format!("search/{name}"), &asked_again)).concat(),
    )
}
