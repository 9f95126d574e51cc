//! Titles, headings, anchors and ids of texts that were not written for this program: they mean what they mean on GitHub.

use std::collections::{BTreeMap, BTreeSet};

use scraper::{Html, Selector};

use crate::fixture::{Built, build, check};

/// Builds a book that has no problem, in which each link to an anchor of a page leads to one, and no page has an id twice.
#[track_caller]
fn sound(fixture: &str) -> Built {
    let built = build(fixture);
    assert_eq!(built.problems(), [""; 0], "{fixture}");
    let (any_id, links) = (Selector::parse("[id]").unwrap(), Selector::parse("main a[href]").unwrap());
    let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut hrefs = Vec::new();
    for (path, bytes) in &built.site.as_ref().unwrap().files {
        let path = path.as_str();
        if !path.ends_with(".html") || !path.starts_with("documents/") && path != "handbook.html" {
            continue;
        }
        let html = Html::parse_document(std::str::from_utf8(bytes).unwrap());
        let mut found = BTreeSet::new();
        for id in html.select(&any_id).filter_map(|element| element.attr("id")) {
            assert!(found.insert(id.to_owned()), "{path} has the id {id} twice");
        }
        assert_eq!(html.select(&Selector::parse("h1").unwrap()).count(), 1, "the main headings of {path}");
        hrefs.extend(html.select(&links).map(|link| (path.to_owned(), link.attr("href").unwrap().to_owned())));
        ids.insert(path.to_owned(), found);
    }
    for (path, href) in hrefs {
        let Some((page, anchor)) = href.split_once('#') else { continue };
        let page = if page.is_empty() { path.clone() } else { join(&path, page) };
        let anchor = percent_encoding::percent_decode_str(anchor).decode_utf8().unwrap().into_owned();
        if let Some(ids) = ids.get(&page) {
            assert!(ids.contains(&anchor), "{path} links to {href}, which is not on {page}: {ids:?}");
        }
    }
    built
}

fn join(from: &str, href: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Returns the title that a page shows, and its headings below.
fn headings(built: &Built, page: &str) -> Vec<String> {
    let html = Html::parse_document(built.page(page));
    let any = Selector::parse("main h1, .prose h2, .prose h3, .prose h4, .prose h5, .prose h6").unwrap();
    let all = html.select(&any);
    let line = |heading: scraper::ElementRef<'_>| {
        let words: String = heading.text().collect();
        format!("{} {}", heading.value().name(), words.trim().trim_end_matches(" #"))
    };
    all.map(line).collect()
}

fn outline(built: &Built, page: &str) -> Vec<String> {
    let html = Html::parse_document(built.page(page));
    let any = Selector::parse(".toc li").unwrap();
    let items = html.select(&any);
    items.map(|item| format!("{} {}", item.attr("class").unwrap(), item.text().collect::<String>())).collect()
}

#[track_caller]
fn titled(text: &str, expected: &str) {
    let built = sound(&format!("//- content/policies/keys-and-locks.md\n{text}\n//- content/policies/logo.png\nx\n"));
    assert_eq!(headings(&built, "documents/policies/keys-and-locks.html")[0], format!("h1 {expected}"), "{text}");
}

#[test]
fn the_title_is_the_heading_that_a_reader_takes_for_it() {
    titled(
        "<p align=\"center\"><img src=\"logo.png\" alt=\"Logo\"></p>\n\n<h1 align=\"center\">Rules &amp; leavers</h1>\n\n## 🎯 Purpose\n\nx",
        "Rules & leavers",
    );
    titled("<!-- POL-07 -->\n\n---\n\n![Logo](logo.png)\n\n# Title\n\n## Purpose\n\nx", "Title");
    titled("[![Badge](logo.png)](https://example.org)\n\nTitle\n=====\n\nx\n\n# Other", "Title");
    titled("<div align=\"center\">\n\n# Title\n\n</div>\n\nx", "Title");
    titled("<a name=\"top\"></a>\n# Title\n\nx", "Title");
    // The only heading of level 1, before all others, is the title also below some words.
    titled("[All policies](keys-and-locks.md)\n\n# Title\n\n## Purpose\n\nx", "Title");
    titled("**Keys**\n\n---\n\n## Summary\n\nx\n\n# Scope\n\nx", "Keys and locks");
    titled("Some words.\n\n# Purpose\n\nx\n\n# Scope\n\nx", "Keys and locks");
    titled("## Summary\n\nx", "Keys and locks");
    titled("+++\ntitle = \"Stated\"\n+++\n# Heading\n\nx", "Stated");
}

#[test]
fn a_file_without_a_title_has_the_words_of_its_name() {
    let built = sound(
        "//- content/POL-07 - Keys and locks.md\n<!-- POL-07 -->\n**POL-07 — Keys and locks**\n\n---\n\n## Executive summary\n\nx\n\n# Scope\n\n## Part\n\nx\n\
         //- content/POL-08-visitors.md\n## Executive summary\n\nx\n\
         //- content/access_control/README.md\n## Executive summary\n\nx\n",
    );
    let page = "documents/pol-07-keys-and-locks.html";
    assert_eq!(headings(&built, page), ["h1 POL-07 - Keys and locks", "h2 Executive summary", "h2 Scope", "h3 Part"]);
    assert_eq!(outline(&built, page), ["level-2 Executive summary", "level-2 Scope", "level-3 Part"]);
    assert_eq!(headings(&built, "documents/pol-08-visitors.html")[0], "h1 POL-08 visitors");
    assert_eq!(headings(&built, "documents/access_control/index.html")[0], "h1 Access control");
}

#[test]
fn a_page_has_one_main_heading_and_no_level_is_left_out() {
    let built = sound("//- content/a.md\n# Title\n\n## One\n\nx\n\n# Appendix\n\n## Part\n\n### Detail\n\nx\n");
    let expected = ["h1 Title", "h2 One", "h2 Appendix", "h3 Part", "h4 Detail"];
    assert_eq!(headings(&built, "documents/a.html"), expected);
    let printed = built.main("handbook.html");
    for expected in ["<h3 id=\"a--one\">", "<h3 id=\"a--appendix\">", "<h4 id=\"a--part\">", "<h5 id=\"a--detail\">"] {
        assert!(printed.contains(expected), "{expected}\n{printed}");
    }
}

#[test]
fn a_heading_in_raw_html_is_a_section() {
    let built = sound(
        "//- content/a.md\n# A\n\n<h2 id=\"own-id\" align=\"center\">Locks <em>and</em> doors</h2>\n\nClosed at night.\n\n\
         <a name=\"keys\"></a><h3>Keys</h3>\n\nCounted.\n\n<details>\n<summary><h2>More</h2></summary>\n\nx\n\n</details>\n\n\
         [1](#own-id) [2](#keys) [3](#more)\n",
    );
    let page = "documents/a.html";
    assert_eq!(headings(&built, page), ["h1 A", "h2 Locks and doors", "h3 Keys", "h2 More"]);
    assert_eq!(outline(&built, page), ["level-2 Locks and doors", "level-3 Keys", "level-2 More"]);
    let main = built.main(page);
    for expected in
        ["<h2 id=\"own-id\" class=\"center\">", "href=\"#own-id\">1", "href=\"#keys\">2", "href=\"#more\">3"]
    {
        assert!(main.contains(expected), "{expected}\n{main}");
    }
}

#[test]
fn a_picture_in_the_title_stays_on_the_page() {
    let built = sound(
        "//- content/a.md\n<h1 align=\"center\">\n  <img src=\"logo.png\" alt=\"Logo\" width=\"90\">\n  <br>\n  Rules\n</h1>\n\nx\n\
         //- content/b.md\n# ![Logo](logo.png) Locks\n\nx\n//- content/logo.png\nx\n",
    );
    assert_eq!(headings(&built, "documents/a.html"), ["h1 Rules"]);
    assert_eq!(headings(&built, "documents/b.html"), ["h1 Locks"]);
    for page in ["documents/a.html", "documents/b.html"] {
        assert!(built.main(page).contains("<img src=\"../files/logo.png\" alt=\"Logo\""), "{}", built.main(page));
    }
}

const HEADINGS: &str = "
//- content/a.md
# A 🔑 title

## 🔑 Keys

## Locks & keys

## Room - door

## Mixed CASE

## Room - door

## `code_name` and (more)

## Same

## Same

[1](#-keys) [2](#locks--keys) [3](#room---door) [4](#mixed-case) [5](#Mixed-CASE) [6](#keys) [7](#locks-keys)
[8](#room---door-1) [9](#room-door-1) [10](#same-1) [11](#code_name-and-more) [12](#-Keys) [13](#a--title) [14](#)
[15](#top) [16](#user-content--keys) [[#Locks & keys]]
//- content/policies/b.md
# B

[1](../a.md#-keys) [2](../a.md#room---door-1) [3](../a.md?plain=1#L3) [4](../a.md#L3-L9) [[a#Mixed CASE]] [5](../a.md#top)
//- content/registers/glossary.toml
[[term]]
id = \"lock\"
title = \"Lock\"
definition = \"See [keys](../a.md#-keys).\"
";

#[test]
fn the_anchors_of_github_and_our_own_lead_to_the_heading() {
    let built = sound(HEADINGS);
    let page = built.main("documents/a.html");
    for expected in [
        "<a href=\"#keys\">1</a> <a href=\"#locks-keys\">2</a> <a href=\"#room-door\">3</a>",
        "<a href=\"#mixed-case\">4</a> <a href=\"#mixed-case\">5</a> <a href=\"#keys\">6</a>",
        "<a href=\"#room-door-1\">8</a> <a href=\"#room-door-1\">9</a> <a href=\"#same-1\">10</a>",
        "<a href=\"#keys\">12</a> <a href=\"#a-title\">13</a>",
        "<a href=\"#keys\">16</a> <a href=\"#locks-keys\">",
        // Links from elsewhere still arrive.
        "<h2 id=\"keys\"><span id=\"-keys\"></span>",
        "<span id=\"room---door-1\"></span>",
        "<span id=\"a--title\"></span>",
        "<h2 id=\"mixed-case\">Mixed",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
    let page = built.main("documents/policies/b.html");
    for expected in
        ["../a.html#keys\">1", "../a.html#room-door-1\">2", "../a.html\">3", "../a.html\">4", "../a.html#mixed-case"]
    {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
    assert!(built.page("registers/glossary/index.html").contains("documents/a.html#keys\">keys</a>"));
    assert!(built.main("handbook.html").contains("<span id=\"a---keys\"></span>"));
}

#[test]
fn places_in_raw_html_are_anchors_and_stay_on_the_page() {
    let built = sound(
        "//- content/a.md\n# A\n\n<a name=\"old-place\"></a>\n## Keys\n\n## Doors <a id='doors-2019'></a>\n\n\
         Text <span id=spot>here</span>, <a NAME=plain>there</a>.\n\n<table><tr><td id=\"cell\">x</td></tr></table>\n\n\
         <p\n  id=\"levels\">Levels</p>\n\n<a id=\"locks\" name=\"locks\"></a>\n\n## Locks\n\n\
         [1](#old-place) [2](#doors-2019) [3](#spot) [4](#plain) [5](#cell) [6](#levels) [7](#Old-Place) [8](#locks)\n\
         //- content/b.md\n# B\n\n<p id=\"levels\">Levels</p>\n\n[1](a.md#levels) [2](a.md#old-place) [3](#levels)\n",
    );
    let page = built.main("documents/a.html");
    for expected in [
        "<a id=\"old-place\"></a>",
        "<a id=\"doors-2019\"></a>",
        "<a id=\"plain\">there</a>",
        "<td id=\"cell\">",
        "<a href=\"#old-place\">7</a>",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
    let printed = built.main("handbook.html");
    for expected in [
        "id=\"a--levels\"",
        "id=\"b--levels\"",
        "href=\"#a--levels\">1",
        "href=\"#b--levels\">3",
        "id=\"a--old-place\"",
    ] {
        assert!(printed.contains(expected), "{expected}\n{printed}");
    }
}

#[test]
fn an_id_in_raw_html_cannot_take_the_anchor_that_a_heading_has_on_github() {
    // However the id is spelt, only one place has it.
    let built = sound("//- content/a.md\n# T\n\n[k](#-keys)\n\n<p id=\"&#45;keys\">x</p>\n\n## 🔑 Keys\n");
    let html = built.page("documents/a.html");
    assert_eq!(html.matches("id=\"-keys\"").count(), 1, "{html}");
    assert!(html.contains("<p>x</p>"), "{html}");
}

#[test]
fn an_anchor_that_is_nearly_right_is_still_broken() {
    check(
        "
//- content/a.md
# A

## 🔑 Keys

<a name=\"old-place\"></a>

[1](#-key) [2](#old-plce) [3](b.md#old-place) [4](#L3x) [5](#keys-1)

<details name=\"group\"></details>

[6](#group)
//- content/b.md
# B
",
        &[
            "error[broken-anchor] content/a.md:7:5 `A` has no section `#-key` (did you mean `#-keys`?)",
            "error[broken-anchor] content/a.md:7:16 `A` has no section `#old-plce` (did you mean `#old-place`?)",
            "error[broken-anchor] content/a.md:7:31 `B` has no section `#old-place`",
            "error[broken-anchor] content/a.md:7:51 `A` has no section `#L3x`",
            "error[broken-anchor] content/a.md:7:61 `A` has no section `#keys-1` (did you mean `#keys`?)",
            "error[broken-anchor] content/a.md:11:5 `A` has no section `#group`",
        ],
    );
}

#[test]
fn documents_of_one_name_are_found_by_their_paths() {
    let built = sound(
        "
//- content/de/incident-response.md
# Vorfälle

[[incident-response]] [[en/incident-response]]
//- content/en/incident-response.md
# Incidents
//- content/en/plans/x.md
# X

[[incident-response]] [y](../incident-response.md)
//- content/Access control.md
# Access

[[Access control]] [[de/incident-response|German]]
",
    );
    let page = built.main("documents/de/incident-response.html");
    assert!(page.contains("<a href=\"incident-response.html\">Vorfälle</a>"), "{page}");
    assert!(page.contains("<a href=\"../en/incident-response.html\">Incidents</a>"), "{page}");
    assert!(page.contains("<dd>de/incident-response</dd>"), "{page}");
    assert!(built.main("documents/en/plans/x.html").contains("<a href=\"../incident-response.html\">Incidents</a>"));
    assert!(built.main("documents/access-control.html").contains("de/incident-response.html\">German</a>"));
}

#[test]
fn a_name_that_several_documents_have_must_say_which() {
    check(
        "
//- content/de/incident-response.md
# Vorfälle
//- content/en/incident-response.md
# Incidents
//- content/x.md
# X

[[incident-response]] [[fr/incident-response]] [[incident-respons]]
//- content/y/a.md
+++
id = \"same\"
+++
# Y
//- content/z/b.md
+++
id = \"same\"
+++
# Z
",
        &[
            "error[unknown-reference] content/x.md:3:3 2 documents have the name `incident-response` (write one of: \
             `[[de/incident-response]]`, `[[en/incident-response]]`)",
            "error[broken-link] content/x.md:3:25 there is no file or folder `fr/incident-response` in the content folder (did you \
             mean `de/incident-response.md`?)",
            "error[unknown-reference] content/x.md:3:50 unknown id `incident-respons` (did you mean `de/incident-response`?)",
            "error[duplicate-id] content/z/b.md:2:6 the id `same` is used twice (change one of the ids)",
        ],
    );
}

#[test]
fn documents_of_one_title_are_told_apart_wherever_they_are_listed() {
    let built = sound(
        "
//- content/policies/access.md
# Purpose

x
//- content/policies/leavers.md
# Purpose

[[access]]
//- content/policies/5.1.md
# Other

x
",
    );
    let list = built.main("documents/index.html");
    assert!(list.contains(">Purpose (Access)</a>") && list.contains(">Purpose (Leavers)</a>"), "{list}");
    let page = built.page("documents/policies/leavers.html");
    assert!(page.contains("<title>Purpose (Leavers) · T</title>") && page.contains("<h1 id=\"purpose\">Purpose</h1>"));
    assert!(page.contains("<a href=\"access.html\">Purpose (Access)</a>"), "{page}");
    assert!(!list.contains("Other ("), "{list}");
}

#[test]
fn the_outline_of_a_page_has_no_lines_between_its_levels() {
    let style = include_str!("../../themes/default/assets/style.css");
    let dashed: Vec<&str> = style.lines().filter(|line| line.contains("border-top-style: dashed")).collect();
    assert!(!dashed.is_empty());
    for rule in dashed {
        let selectors = rule.split('{').next().unwrap_or_default();
        assert!(selectors.trim().starts_with(".requirements "), "{rule}");
    }
}
