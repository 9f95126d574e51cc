//! What an author writes or attaches cannot run, and cannot stand in for the page around it.

use std::collections::BTreeMap;

use clausebook::site::SitePath;

use crate::fixture::{Built, build};

fn page(built: &Built, path: &str) -> String {
    let site = built.site.as_ref().unwrap_or_else(|| panic!("{:?}", built.diagnostics));
    let bytes = site.files.get(&SitePath::new(path)).unwrap_or_else(|| panic!("there is no {path}"));
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The number of elements with each id on a page.
fn ids(html: &str) -> BTreeMap<String, usize> {
    let mut ids = BTreeMap::new();
    for element in scraper::Html::parse_document(html).select(&scraper::Selector::parse("[id]").unwrap()) {
        *ids.entry(element.attr("id").unwrap().to_owned()).or_default() += 1;
    }
    ids
}

fn problems(built: &Built) -> Vec<(&'static str, String)> {
    built.diagnostics.iter().map(|problem| (problem.code, problem.message.clone())).collect()
}

#[test]
fn raw_html_cannot_take_the_place_of_a_part_of_the_page() {
    let text = "//- content/a.md\n# A\n\n<div class=\"search own\" data-part=\"search\"><input type=\"checkbox\"></div>\n\n\
                <nav id=\"_nav\" class=panel data-part=\"nav\">x</nav>\n<p id='_results' class='badge good'>y</p>\n\n\
                ## Scope\n\nWords[^1] with `<p class=\"x\" id=\"y\">` and code:\n\n```html\n<p class=\"search\" id=\"_nav\">\n```\n\n\
                > [!NOTE]\n> Alert\n\n[^1]: A note.\n";
    let built = build(text);
    for path in ["documents/a.html", "handbook.html"] {
        let html = page(&built, path);
        let parsed = scraper::Html::parse_document(&html);
        let count = |selector: &str| parsed.select(&scraper::Selector::parse(selector).unwrap()).count();
        assert_eq!(count(".prose [data-part]"), 0, "{path}");
        assert_eq!(count("[data-part=search]"), 1, "{path}");
        assert_eq!((count(".prose .search"), count(".prose .panel"), count(".prose .badge")), (0, 0, 0), "{path}");
        assert_eq!((count(".prose .own"), count(".prose input")), (1, 1), "{path}");
        // Our own markup in the text stays as it is.
        assert_eq!(
            (count(".prose .alert.note"), count(".prose sup.footnote"), count(".prose .footnotes li")),
            (1, 1, 1)
        );
        assert_eq!(count(".prose .heading .anchor"), 1, "{path}");
        let twice: Vec<_> = ids(&html).into_iter().filter(|(_, count)| *count > 1).collect();
        assert_eq!(twice, [], "{path}");
        assert!(
            html.contains("&lt;p class=\"x\" id=\"y\"&gt;")
                || html.contains("&lt;p class=&quot;x&quot; id=&quot;y&quot;&gt;")
        );
        assert!(!html.contains("own-"), "{path}");
    }
}

#[test]
fn what_stands_in_for_the_page_is_reported() {
    let loss = |text: &str| {
        let book = format!("//- content/a.md\n# A\n\n{text}\n");
        problems(&build(&book)).into_iter().map(|(code, _)| code).collect::<Vec<_>>()
    };
    for text in [
        "<p id=\"_nav\">x</p>",
        "<p\n  id = '_nav'>x</p>",
        "a <b id=_x>x</b>",
        "<div class=\"search\">x</div>",
        "<div title=\"a>b\" class='x panel'>x</div>",
        "<p CLASS=badge>x</p>",
    ] {
        assert_eq!(loss(text), ["removed-html"], "{text}");
    }
    for text in
        ["<p id=\"x\" class=\"own alert\">x</p>", "`<p id=\"_nav\">`", "<p title=\"id='_nav'\">x</p>", "id=\"_nav\""]
    {
        assert_eq!(loss(text), [""; 0], "{text}");
    }
    assert_eq!(loss("<p id=\"x\">x</p>\n\n<p id=\"x\">y</p>"), ["duplicate-id"]);
    assert_eq!(loss("<p id=\"scope\">x</p>\n\n## Scope"), ["duplicate-id"]);
    assert_eq!(loss("## Scope {#_results}\n\nx"), ["invalid-name"]);
}

#[test]
fn anchors_of_raw_html_differ_on_the_page_of_all_documents() {
    let text = "<div id=\"x\" aria-labelledby=\"y _nav\"><b id=\"y\">b</b></div>";
    let built = build(&format!(
        "//- content/a.md\n# A\n\n{text}\n//- content/b.md\n# B\n\n{text}\n//- content/a/b.md\n+++\nid=\"c\"\n+++\n# C\n\n{text}\n\
                                //- content/a-b.md\n+++\nid=\"d\"\n+++\n# D\n\n{text}\n//- content/_contents.md\n+++\nid=\"e\"\n+++\n# E\n\n{text}\n"
    ));
    let html = page(&built, "handbook.html");
    assert_eq!(ids(&html).into_iter().filter(|(_, count)| *count > 1).collect::<Vec<_>>(), []);
    assert!(html.contains("<div id=\"a--x\" aria-labelledby=\"a--y\">"), "{html}");
    assert!(page(&built, "documents/a.html").contains("<div id=\"x\" aria-labelledby=\"y\">"));
}

#[test]
fn a_heading_that_begins_with_an_underscore_has_an_anchor_of_its_own() {
    let built = build("//- content/a.md\n# A\n\n## `_nav`\n\nx\n\n## `__main`\n\ny\n");
    let html = page(&built, "documents/a.html");
    assert!(html.contains("<h2 id=\"nav\">") && html.contains("<h2 id=\"main\">"), "{html}");
}

#[test]
fn a_drawing_is_copied_without_what_runs() {
    let built = build(
        "//- content/a.md\n![p](e.svg) [t](t.txt)\n//- content/e.svg\n<svg xmlns=\"http://www.w3.org/2000/svg\"><script>x</script><g/></svg>\n\
         //- content/t.txt\nwords\n",
    );
    let svg = page(&built, "files/e.svg");
    assert!(svg.contains("<g/>") && !svg.contains("script"), "{svg}");
    assert_eq!(page(&built, "files/t.txt"), "words\n");
}

#[test]
fn a_name_is_one_however_its_letters_are_composed() {
    let built = build(
        "//- content/a.md\n+++\ntitle = \"A\"\n+++\n[f](\u{fc}ber-uns.md) [s](\u{fc}ber-uns.md#gr\u{f6}\u{df}e) [[\u{fc}ber-uns]] ![b](bild-\u{e4}.svg) \
         [o](u\u{308}ber-uns.md#o\u{308}) [[rolle-\u{fc}]]\n\
         //- content/u\u{308}ber-uns.md\n+++\ntitle = \"U\u{308}ber uns\"\n+++\n## Gro\u{308}\u{df}e\n\nText.\n\n## Own {#\u{f6}}\n\nText.\n\n\
         //- content/bild-a\u{308}.svg\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n\
         //- content/registers/roles.toml\n[[role]]\nid = \"rolle-u\u{308}\"\ntitle = \"R\"\n",
    );
    assert_eq!(problems(&built), []);
    let html = page(&built, "documents/a.html");
    for href in [
        "\u{fc}ber-uns.html\"",
        "\u{fc}ber-uns.html#gr\u{f6}\u{df}e\"",
        "\u{fc}ber-uns.html#\u{f6}\"",
        "files/bild-\u{e4}.svg\"",
        "rolle-\u{fc}.html\"",
    ] {
        let encoded: String = percent_encoding::utf8_percent_encode(href, percent_encoding::CONTROLS).to_string();
        assert!(html.contains(&encoded), "{encoded}: {html}");
    }
    assert!(page(&built, "documents/\u{fc}ber-uns.html").contains("<h2 id=\"gr\u{f6}\u{df}e\">"));
}

#[test]
fn two_files_of_one_name_are_an_error() {
    let built = build(
        "//- content/caf\u{e9}.md\n+++\ntitle = \"NFC\"\n+++\nx\n//- content/cafe\u{301}.md\n+++\ntitle = \"NFD\"\n+++\n[[caf\u{e9}]]\n",
    );
    let codes: Vec<_> = problems(&built).into_iter().map(|(code, _)| code).collect();
    assert!(
        built.site.is_none() && codes.contains(&"colliding-address") && codes.contains(&"duplicate-id"),
        "{codes:?}"
    );
    let built =
        build("//- content/a.md\n[x](caf\u{e9}.png)\n//- content/caf\u{e9}.png\nx\n//- content/cafe\u{301}.png\ny\n");
    assert_eq!(
        problems(&built),
        [(
            "colliding-address",
            "two files have the name `content/caf\u{e9}.png`, with letters composed in two ways".to_owned()
        )]
    );
}

#[test]
fn a_text_in_a_register_has_no_anchors() {
    let built = build(
        "//- content/registers/roles.toml\n[[role]]\nid = \"r\"\ntitle = \"R\"\nresponsibilities = \"a <b id='decision' class='own'>b</b>[^1]\\n\\n[^1]: c\"\n",
    );
    let html = page(&built, "registers/roles/r.html");
    assert!(html.contains("<b class=\"own\">b</b>") && !html.contains("decision\""), "{html}");
    assert_eq!(problems(&built).iter().map(|(code, _)| *code).collect::<Vec<_>>(), ["removed-html"]);
}
