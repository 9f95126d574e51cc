//! A crawl of the built sample: every link, anchor and file exists, nothing is loaded from another host, nothing is
//! inline.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use clausebook::diag::Diagnostic;
use clausebook::pipeline;
use clausebook::site::Site;
use percent_encoding::percent_decode_str;
use scraper::{Html, Selector};

/// The built sample.
pub(crate) static SAMPLE: LazyLock<(Site, Vec<Diagnostic>)> = LazyLock::new(|| {
    let book = pipeline::open(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the sample can be read");
    let config = book.config.expect("the sample's book.toml is sound");
    let as_of = config.as_of.expect("the sample fixes its day");
    let outcome = pipeline::site(&book.sources, &config, as_of);
    (outcome.value.expect("the sample builds"), [book.diagnostics, outcome.diagnostics].concat())
});

struct Page {
    html: Html,
    ids: BTreeSet<String>,
}

fn pages() -> BTreeMap<String, Page> {
    let any_id = Selector::parse("[id]").unwrap();
    let pages = SAMPLE.0.files.iter().filter(|(path, _)| path.as_str().ends_with(".html"));
    pages
        .map(|(path, bytes)| {
            let html = Html::parse_document(std::str::from_utf8(bytes).unwrap());
            let ids: Vec<String> =
                html.select(&any_id).filter_map(|element| element.attr("id")).map(str::to_owned).collect();
            let count = ids.len();
            let ids: BTreeSet<String> = ids.into_iter().collect();
            assert_eq!(ids.len(), count, "an id stands twice in {path}");
            (path.to_string(), Page { html, ids })
        })
        .collect()
}

fn join(page: &str, address: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{address} leads out of the site"),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn the_sample_has_only_the_problems_that_its_gaps_deserve() {
    let mut codes: Vec<&str> = SAMPLE.1.iter().map(|problem| problem.code).collect();
    codes.sort_unstable();
    let deserved = [
        "asset-without-risk",
        "changed-after-approval",
        "incomplete-entry",
        "lapsed-mapping",
        "mapping-without-pair",
        "missing-required-document",
        "overdue-action",
        "overdue-entry",
        "overdue-measurement",
        "overdue-review",
        "plan-without-approval",
        "stale-evidence",
        "unaccepted-residual-risk",
        "unconfirmed-training",
        "uncovered-control",
        "uncovered-control",
    ];
    assert_eq!(codes, deserved);
}

/// The navigation is rendered once for all pages of a folder; no page may get that of another folder.
#[test]
fn the_sections_mark_the_one_in_which_the_page_is() {
    let (link, current) = (Selector::parse(".site-nav a").unwrap(), "aria-current");
    for (path, page) in
        pages().iter().filter(|(path, page)| page.html.select(&link).next().is_some() && *path != "404.html")
    {
        let sections: Vec<(String, Option<&str>)> =
            page.html.select(&link).map(|a| (join(path, a.attr("href").unwrap()), a.attr(current))).collect();
        let marked: Vec<&(String, Option<&str>)> = sections.iter().filter(|(_, mark)| mark.is_some()).collect();
        let own = sections.iter().any(|(section, _)| section == path);
        let folder =
            |section: &str| section.strip_suffix("index.html").filter(|folder| !folder.is_empty()).map(str::to_owned);
        let inside =
            sections.iter().filter_map(|(section, _)| folder(section)).filter(|folder| path.starts_with(folder));
        let wanted = if own {
            Some((path.clone(), "page"))
        } else {
            inside.max_by_key(String::len).map(|folder| (folder + "index.html", "true"))
        };
        let found = marked.iter().map(|(section, mark)| (section.clone(), mark.unwrap())).collect::<Vec<_>>();
        assert_eq!(found, wanted.into_iter().collect::<Vec<_>>(), "{path}");
    }
}

#[test]
fn every_link_leads_somewhere() {
    let pages = pages();
    let addresses = Selector::parse("[href], [src]").unwrap();
    let mut checked = 0;
    let mut broken = Vec::new();
    for (path, page) in &pages {
        for element in page.html.select(&addresses) {
            let address = element.attr("href").or(element.attr("src")).unwrap();
            if address.starts_with("mailto:")
                || address.starts_with("tel:")
                || (address.starts_with("https:") && element.value().name() != "link")
            {
                continue;
            }
            // The page for a missing address looks for the site in the folders above.
            if path == "404.html" && (address.starts_with("../") || element.value().name() == "base") {
                continue;
            }
            checked += 1;
            let (file, anchor) = address.split_once('#').map_or((address, None), |(file, anchor)| (file, Some(anchor)));
            // What a table is filtered by.
            let file = file.split('?').next().unwrap_or(file);
            let decoded = percent_decode_str(file).decode_utf8().unwrap();
            let target = if file.is_empty() { path.clone() } else { join(path, &decoded) };
            let anchor = anchor.map(|anchor| percent_decode_str(anchor).decode_utf8().unwrap().into_owned());
            let found = match (pages.get(&target), anchor) {
                (Some(page), Some(anchor)) => page.ids.contains(&anchor),
                (Some(_), None) => true,
                (None, _) => SAMPLE.0.files.keys().any(|file| file.as_str() == target),
            };
            if !found {
                broken.push(format!("{path}: {address}"));
            }
        }
    }
    assert_eq!(broken, Vec::<String>::new());
    assert!(checked > 10_000, "only {checked} links were checked");
}

#[test]
fn nothing_comes_from_elsewhere_and_nothing_is_inline() {
    let loaded = Selector::parse(
        "img, script, link[rel=stylesheet], link[rel=icon], iframe, source, video, audio, object, embed",
    )
    .unwrap();
    let all = Selector::parse("*").unwrap();
    for (path, page) in pages() {
        for element in page.html.select(&loaded) {
            let address = element.attr("href").or(element.attr("src")).unwrap_or_default();
            assert!(!address.contains("//") && !address.starts_with("data:"), "{path}: {}", element.html());
        }
        for element in page.html.select(&all) {
            let name = element.value().name();
            assert!(
                name != "style" && (name != "script" || element.attr("src").is_some()),
                "{path}: {}",
                element.html()
            );
            for (attribute, _) in element.value().attrs() {
                assert!(attribute != "style" && !attribute.starts_with("on"), "{path}: {}", element.html());
            }
        }
    }
    for (path, bytes) in SAMPLE.0.files.iter().filter(|(path, _)| path.as_str().ends_with(".css")) {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("@import") && !text.contains("//"), "{path}");
    }
}

/// Every page can be reached from the start page.
#[test]
fn every_page_is_reached_from_the_start() {
    let pages = pages();
    let links = Selector::parse("a[href]").unwrap();
    let mut seen = BTreeSet::from(["index.html".to_owned()]);
    let mut open = vec!["index.html".to_owned()];
    while let Some(path) = open.pop() {
        for element in pages[&path].html.select(&links) {
            let file = element.attr("href").unwrap().split('#').next().unwrap_or_default();
            if file.is_empty() || file.contains(':') {
                continue;
            }
            let target = join(&path, &percent_decode_str(file).decode_utf8().unwrap());
            if pages.contains_key(&target) && seen.insert(target.clone()) {
                open.push(target);
            }
        }
    }
    let is_entrance =
        |path: &String| path == "404.html" || path == "search.html" || path == "incidents/how-to-report.html";
    let lost: Vec<&String> = pages.keys().filter(|path| !seen.contains(*path) && !is_entrance(path)).collect();
    assert_eq!(lost, Vec::<&String>::new());
}
