//! Texts that were written for GitHub: addresses, badges, tables in HTML, diagrams.

use crate::fixture::build;

/// Builds a document of a text, and returns the page.
fn page(text: &str) -> String {
    build(&format!("//- content/a.md\n# A\n\n{text}\n//- content/b.md\n# B\n")).main("documents/a.html").to_owned()
}

#[track_caller]
fn has(html: &str, expected: &str) {
    assert!(html.contains(expected), "{expected}\n{html}");
}

#[test]
fn an_address_in_plain_words_is_a_link_and_nothing_in_code_or_in_a_link_is() {
    let html = page("Report at https://desk.example/report?a=1&b=2, www.desk.example or it@desk.example (A.5.24).");
    has(
        &html,
        "at <a href=\"https://desk.example/report?a=1&amp;b=2\">https://desk.example/report?a=1&amp;b=2</a>, <a",
    );
    has(&html, "<a href=\"http://www.desk.example\">www.desk.example</a> or");
    has(&html, "<a href=\"mailto:it@desk.example\">it@desk.example</a> (");
    has(&html, "controls/a.5.24.html");
    let html = page(
        "`https://e.org/c` [see https://e.org/l](b.md) <a href=\"b.md\">or https://e.org/h</a>\n\n    https://e.org/i",
    );
    assert!(!html.contains("href=\"https://e.org"), "{html}");
    has(&page("| Where |\n|---|\n| https://e.org/t |"), "<td><a href=\"https://e.org/t\">https://e.org/t</a></td>");
}

#[test]
fn a_badge_is_its_words_and_leads_where_its_author_wanted() {
    let html = page(
        "[![Build](https://badges.example/ci.svg)](https://ci.example/run)\n\n\
         <a href=\"https://ci.example/2\"><img src=\"https://badges.example/2.svg\" alt=\"Build, again\"></a>\n\n\
         In a line <a href=\"https://ci.example/3\"><img src=\"https://badges.example/3.svg\" alt=\"third\"></a>\n\n\
         ![Version 2](https://badges.example/v.svg)",
    );
    has(&html, "<a href=\"https://ci.example/run\">Build</a>");
    has(&html, "<a href=\"https://ci.example/2\">Build, again</a>");
    has(&html, "<a href=\"https://ci.example/3\">third</a>");
    has(&html, "<a href=\"https://badges.example/v.svg\">Version 2</a>");
    assert!(!html.contains("<img") && !html.contains("></a>"), "{html}");
}

#[test]
fn a_table_in_html_scrolls_like_others() {
    let frame = "<div class=\"table-scroll\"><table";
    let html = page(
        "<table><tr><td>a</td></tr></table>\n\nBetween.\n\n<TABLE align=\"center\">\n<tr><td>\n\n**b**\n\n</td></tr>\n</TABLE>",
    );
    assert_eq!(html.matches(frame).count(), 2, "{html}");
    has(&html, "</table></div>");
    has(&html, "<table class=\"center\">");
    has(&html, "<strong>b</strong>");
    let nested = page("<table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>\n\nAfter.");
    assert_eq!(nested.matches(frame).count(), 1, "{nested}");
    has(&nested, "</div>\n<p>After.</p>");
}

#[test]
fn an_alignment_is_kept_as_a_class() {
    let html = page(
        "<p align=\"center\">In the middle</p>\n\n<div class=\"own\" align=RIGHT>right</div>\n\n<h2 align=\"center\">Middle</h2>\n\n<p align=\"x onclick\">odd</p>",
    );
    has(&html, "<p class=\"center\">In the middle</p>");
    has(&html, "<div class=\"right own\">right</div>");
    has(&html, "class=\"center\">Middle");
    has(&html, "<p>odd</p>");
    assert!(!html.contains("align="), "{html}");
}

#[test]
fn a_diagram_is_shown_as_its_source_and_says_so() {
    let html = page("```mermaid\nflowchart TD\n  A[Ask] --> B{Allowed?}\n```\n\n```rust\nfn a() {}\n```");
    has(&html, "<figure class=\"diagram\"><figcaption>Diagram (source)</figcaption><pre");
    has(&html, "A[Ask] --&gt; B{Allowed?}");
    assert_eq!(html.matches("<figure").count(), 1, "{html}");
    let site = build("//- content/a.md\n# A\n\n```mermaid\nflowchart TD\n```\n").site.unwrap();
    let printed = site.files.iter().find(|(path, _)| path.as_str() == "handbook.html").map(|(_, bytes)| bytes);
    has(&String::from_utf8_lossy(printed.unwrap()), "Diagram (source)");
}

#[test]
fn marks_of_other_tools_stay_as_they_are_written() {
    let html = page(":::tip\n\nKeep calm :tada: and :warning: read.\n\n:::");
    has(&html, ":tada: and :warning: read.");
    has(&html, ":::");
}

#[test]
fn attributes_that_pandoc_writes_in_braces_are_not_words() {
    let html = page(
        "[]{#_Toc12 .anchor}Rules {#rules}\n===\n\nThe [policy]{.underline} isn\\'t [A.5.1]{.mark}. [Up](b.md){ .md-button } ![](b.md){width=\"2in\"} \\[x]{.y} [z]{no}\n\n\
         [One](#_Toc12) [two](#_Ref9) [three](#rules)\n\n<span id=\"_Ref9\" class=\"anchor\"></span>**Two**",
    );
    has(&html, "<div class=\"heading\"><h2 id=\"rules\"><span id=\"_Toc12\"></span>Rules</h2> <a");
    has(&html, "The policy isn't <a href=\"../controls/a.5.1.html\"");
    has(&html, "[x]{.y} [z]{no}</p>");
    has(&html, "<a href=\"#_Toc12\">One</a> <a href=\"#_Ref9\">two</a> <a href=\"#rules\">three</a>");
    has(&html, "<span id=\"_Ref9\"></span><strong>Two</strong>");
}

#[test]
fn the_empty_corner_of_a_table_is_not_a_header() {
    let built = build("//- content/a.md\n| | public |\n|---|---|\n| Share | yes |\n");
    has(built.main("documents/a.html"), "<tr><td></td><th scope=\"col\">public</th></tr>");
}
