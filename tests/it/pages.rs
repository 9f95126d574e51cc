//! The content of pages.

use crate::fixture::build;

#[track_caller]
fn has(html: &str, expected: &str) {
    assert!(html.contains(expected), "{expected}\n{html}");
}

#[test]
fn a_document_shows_its_control_data_and_who_refers_to_it() {
    let built = build(
        "
//- content/policies/access.md
+++
title = \"Access\"
version = \"2.1\"
status = \"approved\"
owner = \"it\"
approver = \"ceo\"
approved = 2026-02-10
review = \"12 months\"
classification = \"internal\"
aliases = [\"old/access.html\", \"older/\"]
+++
## Leavers {#jml controls=\"A.5.18\"}
//- content/pages/other.md
See [[access#jml]].
//- content/registers/roles.toml
[[role]]
id = \"it\"
title = \"IT lead\"
[[role]]
id = \"ceo\"
title = \"Chief executive\"
",
    );
    assert_eq!(built.problems(), Vec::<String>::new());
    let page = built.main("documents/policies/access.html");
    has(page, "<a href=\"../../roles/of/it.html\">IT lead</a>");
    has(page, "<time datetime=\"2026-02-10\">10 February 2026</time> by <a");
    has(page, "<time datetime=\"2027-02-10\">10 February 2027</time>");
    has(page, "<h2 id=\"jml\">Leavers");
    has(page, "<a href=\"../../controls/a.5.18.html\" title=\"Access rights\">A.5.18</a>");
    has(page, "<a href=\"../pages/other.html\">Other</a>");
    for old in ["old/access.html", "older/index.html"] {
        has(built.page(old), "content=\"0; url=../documents/policies/access.html\"");
    }
}

#[test]
fn markdown_of_every_kind_is_rendered() {
    let built = build(
        "
//- content/a.md
+++
title = \"T\"
+++
| a | b |
|:--|--:|
| 1 | 2 |

- [x] done
- [ ] open

Word[^1] and ~~gone~~ and again[^1].

[^1]: The note.

Term
: Definition

> [!WARNING]
> Careful.

```toml
a = 1 # why
```
",
    );
    let page = built.main("documents/a.html");
    for expected in [
        "<th scope=\"col\" class=\"right\">b</th>",
        "<td class=\"right\">2</td>",
        "<input type=\"checkbox\" disabled checked aria-label=\"done\">",
        "<del>gone</del>",
        "<li id=\"_fn-1\"><p>The note.</p>",
        "<a href=\"#_fn-1\" id=\"_fnref-1-2\"",
        "<dt>Term</dt>\n<dd>Definition</dd>",
        "<div class=\"alert warning\" role=\"note\"><p class=\"alert-title\">Warning</p>",
        "<span class=\"hl-c\"># why",
    ] {
        has(page, expected);
    }
}

/// Raw HTML, partly harmless and partly active.
const RAW: &str = "
//- content/a.md
+++
title = \"<script>alert(1)</script>\"
summary = \"<img src=x onerror=alert(1)>\"
+++
<details open><summary>More</summary>Kept <b onclick=\"x()\">bold</b></details>

<script>alert(2)</script><img alt=\"\" src=\"https://evil.example/x.png\" onerror=\"x()\">
<a href=\"b.md\">b</a>
//- content/b.md
x
//- content/registers/glossary.toml
[[term]]
id = \"<b>x\"
title = \"<script>alert(3)</script>\"
definition = \"<script>alert(4)</script><i>kept</i>\"
";

#[test]
fn raw_html_with_an_address_that_acts_is_reported() {
    let built = build(&RAW.replace("\"b.md\"", "\"javascript:x()\""));
    let codes: Vec<&str> = built.diagnostics.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["removed-html", "remote-file", "broken-link", "removed-html"]);
}

#[test]
fn raw_html_is_cleaned_and_neither_dropped_nor_trusted() {
    let built = build(RAW);
    let site = built.site.as_ref().unwrap();
    for (path, bytes) in site.files.iter().filter(|(path, _)| path.as_str().ends_with(".html")) {
        // Only the theme's own scripts are allowed.
        let text = String::from_utf8_lossy(bytes);
        let text = text.replace("<script defer src=\"", "").replace("<script type=\"module\" src=\"", "");
        for bad in ["<script", " onerror=", " onclick=", "javascript:", "src=\"https:"] {
            let escaped = text.replace("&lt;img src=x onerror=alert(1)&gt;", "");
            assert!(!escaped.contains(bad), "{bad} in {path}");
        }
    }
    let page = built.main("documents/a.html");
    has(page, "<details open=\"\"><summary>More</summary>Kept <b>bold</b></details>");
    has(page, "<a href=\"b.html\">b</a>");
    has(page, "<a href=\"https://evil.example/x.png\"");
    has(built.main("registers/glossary/index.html"), "<i>kept</i>");
}

#[test]
fn a_register_of_the_book_has_pages_and_references_like_the_others() {
    let built = build(
        "
//- book.toml
[book]
title = \"T\"
organisation = \"O\"
[[register]]
name = \"ropa\"
singular = \"activity\"
[[register.field]]
name = \"purpose\"
type = \"markdown\"
[[register.field]]
name = \"controls\"
type = \"references\"
to = [\"controls\"]
column = true
//- content/registers/ropa/one.toml
[[activity]]
id = \"PA-1\"
title = \"Payroll\"
purpose = \"See [[PA-2]].\"
controls = [\"A.5.34\"]
//- content/registers/ropa/two.toml
[[activity]]
id = \"PA-2\"
title = \"Hiring\"
",
    );
    assert_eq!(built.problems(), Vec::<String>::new());
    has(built.main("registers/ropa/pa-1.html"), "<a href=\"pa-2.html\" title=\"Hiring\">PA-2</a>");
    has(built.main("registers/ropa/pa-2.html"), "<a href=\"pa-1.html\">PA-1 Payroll</a>");
    has(built.main("registers/ropa/index.html"), "<a href=\"../../controls/a.5.34.html\">A.5.34</a>");
    has(built.main("controls/a.5.34.html"), "<a href=\"../registers/ropa/pa-1.html\">PA-1 Payroll</a>");
}

#[test]
fn the_matrix_shows_a_claim_without_text_as_one_that_does_not_count() {
    let built = build(
        "
//- content/policies/access.md
+++
title = \"Access\"
status = \"approved\"
controls = [\"A.5.16\"]
+++
## Rules {#rules controls=\"A.5.15\"}
## More {#more controls=\"A.5.17\"}
A role for each person.
## Empty {#empty controls=\"A.5.17\"}
",
    );
    let page = built.main("matrix/controls-documents.html");
    has(page, "<td class=\"cell weak\"><a href=\"../documents/policies/access.html#rules\"");
    has(page, "<td class=\"cell claim\"><a href=\"../documents/policies/access.html#more\"");
    has(page, "<td class=\"cell claim\"><a href=\"../documents/policies/access.html\" title=");
}

#[test]
fn the_matrix_leads_to_the_section_and_tells_claims_from_mentions() {
    let built = build(
        "
//- content/policies/access.md
+++
title = \"Access\"
status = \"approved\"
+++
## Rules {#rules controls=\"A.5.15\"}
A role for each person.
## More
A.5.16 too.
//- content/policies/draft.md
+++
title = \"Draft\"
+++
## Rules {#rules controls=\"A.5.15\"}
",
    );
    let page = built.main("matrix/controls-documents.html");
    has(
        page,
        "<td class=\"cell claim\"><a href=\"../documents/policies/access.html#rules\" title=\"Access: Rules\"><span aria-hidden=\"true\">●</span></a></td>",
    );
    has(
        page,
        "<td class=\"cell mention\"><a href=\"../documents/policies/access.html#more\" title=\"Access: More\"><span aria-hidden=\"true\">○</span></a></td>",
    );
    has(
        page,
        "<td class=\"cell weak\"><a href=\"../documents/policies/draft.html#rules\" title=\"Draft: Rules\"><span aria-hidden=\"true\">◐</span></a></td>",
    );
    assert_eq!(page.matches("<td></td>").count(), 93 * 2 - 3, "the cells of those that say nothing");
}

/// Returns the list beside the grid of a matrix.
fn listed(page: &str) -> &str {
    page.split_once("data-part=\"matrix-list\"").expect("a matrix has a list").1
}

#[test]
fn the_list_of_a_matrix_has_every_section_that_claims_a_requirement() {
    let built = build(
        "
//- content/policies/access.md
+++
title = \"Access\"
status = \"approved\"
+++
## Rules {#rules controls=\"A.5.15\"}
A role for each person.
## Reviews {#reviews controls=\"A.5.15\"}
Each quarter.
## More {#more}
A.5.15 and A.5.16 too.
",
    );
    let list = listed(built.main("matrix/controls-documents.html"));
    has(
        list,
        "<span class=\"cell claim\" role=\"img\" aria-label=\"addresses it\">●</span> <a href=\"../documents/policies/access.html\">Access</a>: \
         <a href=\"../documents/policies/access.html#rules\">Rules</a>, <a href=\"../documents/policies/access.html#reviews\">Reviews</a></li>",
    );
    has(
        list,
        "<span class=\"cell mention\" role=\"img\" aria-label=\"only mentions it\">○</span> <a href=\"../documents/policies/access.html\">Access</a>: \
         <a href=\"../documents/policies/access.html#more\">More</a></li>",
    );
    assert_eq!(list.matches("class=\"head\"").count(), 93, "every requirement");
    assert_eq!(list.matches("Nothing refers to it.").count(), 91);
}

#[test]
fn the_states_in_the_filter_of_a_matrix_go_from_good_to_bad() {
    let built = build(
        "
//- book.toml
[book]
title = \"T\"
organisation = \"O\"
[coverage]
controls = [\"documented\"]
//- content/policies/access.md
+++
title = \"Access\"
status = \"approved\"
+++
## Rules {#rules controls=\"A.5.15\"}
A role for each person.
//- content/registers/applicability.toml
[[control]]
id = \"A.5.15\"
applicable = true
reasons = [\"good-practice\"]
justification = \"j\"
implementation = \"implemented\"
[[control]]
id = \"A.5.16\"
applicable = true
reasons = [\"good-practice\"]
justification = \"j\"
implementation = \"implemented\"
[[control]]
id = \"A.5.17\"
applicable = false
justification = \"j\"
",
    );
    let page = built.main("matrix/controls-documents.html");
    let filter = page.split_once("name=\"status\"").unwrap().1.split("</select>").next().unwrap();
    let states: Vec<&str> = filter.split("value=\"").skip(2).map(|option| option.split('"').next().unwrap()).collect();
    assert_eq!(states, ["covered", "gap", "excluded"]);
}

#[test]
fn a_matrix_that_is_too_wide_is_split_and_loses_nothing() {
    let documents: String = (1..=700)
        .map(|n| format!("//- content/policies/p{n}.md\n## Rules {{#rules controls=\"A.5.{}\"}}\n", 1 + n % 37))
        .collect();
    let built = build(&documents);
    let site = built.site.as_ref().unwrap();
    let sheets: Vec<&str> = site
        .files
        .keys()
        .map(clausebook::site::SitePath::as_str)
        .filter(|path| path.starts_with("matrix/controls-documents-"))
        .collect();
    assert_eq!(sheets.len(), 6, "three of one theme, and one of each theme that nobody claims: {sheets:?}");
    let rows: usize = sheets.iter().map(|path| built.page(path).matches(" data-tags=").count()).sum();
    assert_eq!(rows, 3 * 37 + 93 - 37);
    let claims: usize = sheets.iter().map(|path| built.page(path).matches("class=\"cell weak\"><a").count()).sum();
    assert_eq!(claims, 700);
}

#[test]
fn an_image_of_another_host_is_never_loaded() {
    let built = build("//- content/a.md\n![logo](https://example.org/l.png)\n");
    assert_eq!(built.diagnostics[0].code, "remote-file");
    has(built.main("documents/a.html"), "<a href=\"https://example.org/l.png\">logo</a>");
}

#[test]
fn a_known_address_gives_a_sitemap_and_an_unknown_one_none() {
    let built =
        build("//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\nbase-url = \"https://h.example/x\"\n");
    has(built.page("sitemap.xml"), "<loc>https://h.example/x/controls/a.5.15.html</loc>");
    has(built.page("robots.txt"), "Sitemap: https://h.example/x/sitemap.xml");
    assert!(!built.page("sitemap.xml").contains("404.html"));
    let built = build("//- content/a.md\nx\n");
    assert!(built.site.unwrap().files.keys().all(|path| path.as_str() != "sitemap.xml"));
}

#[test]
fn all_documents_stand_on_one_page_and_links_between_them_stay_on_it() {
    let built = build(
        "
//- content/policies/a.md
# A {#top}
See [[b#part]], [[b]] and [below](#rules)[^1].
## Rules
### Detail
[^1]: One.
//- content/policies/b.md
# B
## Part {#part controls=\"A.5.1\"}
Back to [the rules](a.md#rules)[^1].
## Rules
[^1]: Two.
",
    );
    assert_eq!(built.problems(), Vec::<String>::new());
    let page = built.main("handbook.html");
    for expected in [
        "<h2 id=\"policies/a\">A</h2>",
        "<a href=\"#policies/b--part\">B: Part</a>, <a href=\"#policies/b\">B</a> and <a href=\"#policies/a--rules\">below</a>",
        "<h3 id=\"policies/a--rules\">Rules",
        "<h4 id=\"policies/a--detail\">Detail",
        "<a href=\"controls/a.5.1.html\"",
        "Back to <a href=\"#policies/a--rules\">the rules</a>",
        "<h3 id=\"policies/b--rules\">Rules",
        "<li id=\"policies/b--_fn-1\">",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
    assert!(built.main("documents/index.html").contains("href=\"../handbook.html\""));
    let refused =
        build("//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\nprint = false\n//- content/a.md\n# A\n");
    assert!(!refused.main("documents/index.html").contains("handbook.html"));
}

#[test]
fn what_refers_to_a_document_is_grouped_by_kind_and_sorted() {
    let term = |id: &str| format!("[[term]]\nid = \"{id}\"\ntitle = \"{id}\"\ndefinition = \"[[a]] and [[a]]\"\n");
    let terms: String = ["R-10", "R-9", "R-2"].map(term).concat();
    let built = build(&format!(
        "//- content/a.md\n# A\n//- content/b.md\n# Zeta\n\n[[a]]\n//- content/z.md\n# Beta\n\n[[a]] and [[a]].\n\
         //- content/registers/glossary.toml\n{terms}"
    ));
    let page = built.main("documents/a.html");
    let (_, list) = page.split_once("class=\"referrers\"").unwrap_or_else(|| panic!("{page}"));
    let places: Vec<usize> = ["Documents</dt>", ">Beta<", ">Zeta<", "Registers</dt>", ">R-2", ">R-9", ">R-10"]
        .map(|words| list.find(words).unwrap_or_else(|| panic!("{words}: {list}")))
        .to_vec();
    assert!(places.is_sorted(), "{list}");
    assert_eq!(list.matches("<li>").count(), 5, "{list}");
}

#[test]
fn long_pages_have_contents() {
    let built = build("//- content/a.md\n# A\n");
    for (path, to) in [("controls/index.html", "#people-controls"), ("auditor.html", "#"), ("clauses/index.html", "#")]
    {
        let page = built.main(path);
        let (_, contents) = page.split_once("<nav class=\"toc\"").unwrap_or_else(|| panic!("{path}: {page}"));
        assert!(contents.contains(&format!("<li><a href=\"{to}")), "{path}: {contents}");
    }
}

#[test]
fn a_link_to_a_page_shows_its_title_and_what_it_is_about() {
    let book = |more: &str| {
        build(&format!(
            "//- book.toml\n[book]\ntitle = \"R&D \\\"Handbook\\\"\"\norganisation = \"O\"\n{more}\n\
             //- content/a.md\n+++\nsummary = \"Keys & <locks>, \\\"all\\\" of them.\"\n+++\n# Who's in?\n"
        ))
    };
    let plain = book("");
    let page = plain.page("documents/a.html");
    has(page, "<meta name=\"description\" content=\"Keys &amp; &lt;locks&gt;, &quot;all&quot; of them.\">");
    has(page, "<meta property=\"og:title\" content=\"Who&#39;s in?\">");
    has(page, "<meta property=\"og:description\" content=\"Keys &amp; &lt;locks&gt;, &quot;all&quot; of them.\">");
    has(page, "<meta property=\"og:type\" content=\"article\">");
    has(page, "<meta property=\"og:site_name\" content=\"R&amp;D &quot;Handbook&quot;\">");
    has(page, "<meta name=\"twitter:card\" content=\"summary\">");
    assert!(!page.contains("og:url"), "nobody knows where the site will be: {page}");
    has(plain.page("gaps.html"), "<meta property=\"og:type\" content=\"website\">");
    has(
        plain.page("gaps.html"),
        "<meta property=\"og:description\" content=\"Gaps · R&amp;D &quot;Handbook&quot; · O\">",
    );
    let published = book("base-url = \"https://isms.example/team/\"");
    let address = "<meta property=\"og:url\" content=\"https://isms.example/team/documents/a.html\">";
    has(published.page("documents/a.html"), address);
    assert!(!published.page("404.html").contains("og:url"));
}
