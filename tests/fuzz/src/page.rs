//! Checks for every page, parsed as a browser parses it.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::sync::{LazyLock, Mutex};

use clausebook::site::Site;
use scraper::{ElementRef, Html};

/// Elements that run code, load resources or rewrite a page.
const FORBIDDEN: &[&str] = &[
    "script", "style", "iframe", "frame", "frameset", "object", "embed", "applet", "form", "button", "svg", "math",
    "template", "noscript", "video", "audio", "source", "portal", "marquee",
];

/// Of these, the elements that the default theme uses outside texts: its scripts are separate files.
const OF_THEME: &[&str] = &["script", "form", "button", "svg", "template", "noscript"];

/// Elements that belong in the head of a page.
const OF_HEAD: &[&str] = &["base", "meta", "link", "title"];

/// Attributes that hold an address.
const ADDRESSES: &[&str] = &[
    "href",
    "src",
    "action",
    "formaction",
    "cite",
    "poster",
    "background",
    "srcset",
    "data",
    "ping",
    "longdesc",
    "manifest",
    "xlink:href",
];

/// Hashes of the pages that have been checked: most pages of a book are the same as in the book before.
static CHECKED: LazyLock<Mutex<(RandomState, HashSet<u64>)>> = LazyLock::new(Mutex::default);

/// Checks all new pages of a site.
///
/// # Panics
/// If a check fails.
pub(crate) fn check(site: &Site) {
    for (path, bytes) in site.files.iter().filter(|(path, _)| path.as_str().ends_with(".html")) {
        let mut checked = CHECKED.lock().expect("a check that failed ends the program");
        let hash = checked.0.hash_one(bytes);
        if !checked.1.insert(hash) {
            continue;
        }
        drop(checked);
        let text = std::str::from_utf8(bytes).expect("a page is text");
        let html = Html::parse_document(text);
        let mut mains = 0;
        for element in html.root_element().descendent_elements() {
            mains += usize::from(element.value().name() == "main");
            if let Some(why) = wrong(element) {
                panic!("{path}: {why}: {}", element.html());
            }
        }
        assert_eq!(mains, 1, "{path}: a page has one main part");
    }
}

fn wrong(element: ElementRef<'_>) -> Option<&'static str> {
    let name = element.value().name();
    if FORBIDDEN.contains(&name) && !is_of_theme(element) {
        return Some("an element that acts");
    }
    if OF_HEAD.contains(&name) && element.ancestors().filter_map(ElementRef::wrap).any(|e| e.value().name() == "body") {
        return Some("an element of the head in the body");
    }
    element.value().attrs().find_map(|(attribute, value)| wrong_attribute(name, attribute, value))
}

/// Returns whether the theme created an element: no text of a handbook is around it or in it.
fn is_of_theme(element: ElementRef<'_>) -> bool {
    let name = element.value().name();
    let in_text = element.ancestors().filter_map(ElementRef::wrap).any(|e| e.value().classes().any(|c| c == "prose"));
    let inline = name == "script" && (element.attr("src").is_none() || element.text().next().is_some());
    OF_THEME.contains(&name) && !in_text && !inline
}

fn wrong_attribute(element: &str, attribute: &str, value: &str) -> Option<&'static str> {
    if attribute.starts_with("on") || matches!(attribute, "style" | "srcdoc") {
        return Some("an attribute that acts");
    }
    if (element, attribute) == ("meta", "content") {
        let address = value.split_once("url=").map(|(_, address)| address);
        return address.filter(|address| scheme(&seen(address)).is_some()).map(|_| "a refresh that leads away");
    }
    if !ADDRESSES.contains(&attribute) {
        return None;
    }
    let address = seen(value);
    let scheme = scheme(&address);
    if scheme.is_some_and(|scheme| !matches!(scheme, "http" | "https" | "mailto" | "tel")) {
        return Some("an address that acts");
    }
    // The page for a missing address is shown at any address; its base is the one in book.toml.
    let loads = !matches!(element, "a" | "base" | "q" | "blockquote" | "del" | "ins");
    (loads && (scheme.is_some() || address.starts_with("//"))).then_some("an address that is loaded from elsewhere")
}

/// Returns an address as a browser reads it: without ignored characters, with one kind of slash, in lowercase.
fn seen(address: &str) -> String {
    let address = address.trim_matches(|c: char| c <= ' ');
    address.replace(['\t', '\n', '\r'], "").replace('\\', "/").to_ascii_lowercase()
}

fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let fits = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    fits.then_some(scheme)
}
