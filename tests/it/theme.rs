//! A book's own theme, and the errors in it.

use crate::fixture::build;

#[test]
fn any_file_of_the_theme_can_be_replaced() {
    let built = build(
        "
//- theme/templates/404.html
{% extends \"base.html\" %}{% block content %}Lost{% endblock content %}
//- theme/assets/style.css
body { color: red }
",
    );
    assert!(built.main("404.html").contains("Lost"));
    let site = built.site.as_ref().unwrap();
    let style = site.files.iter().find(|(path, _)| path.as_str().starts_with("assets/style.")).unwrap();
    assert_eq!(**style.1, *b"body { color: red }\n");
    assert!(built.page("soa.html").contains(style.0.as_str()));
}

#[test]
fn a_template_with_a_slip_names_file_line_and_page() {
    let built = build("//- theme/templates/404.html\n<main>\n{{ page.titel }}\n</main>\n");
    assert_eq!(built.site, None);
    let printed = built.printed();
    assert!(printed.contains("theme/templates/404.html:2:"), "{printed}");
    assert!(printed.contains("while rendering the page `404.html`"), "{printed}");
}

#[test]
fn a_template_that_cannot_be_read_stops_the_build_at_its_place() {
    let built = build("//- theme/templates/soa.html\n<main>\n{% if %}\n</main>\n");
    assert_eq!(built.site, None);
    assert!(built.printed().contains("theme/templates/soa.html:2:"), "{}", built.printed());
}

#[test]
fn a_template_that_fails_on_every_page_is_reported_once() {
    let fixture = "//- content/a.md\nx\n//- content/b.md\nx\n//- theme/templates/document.html\n{{ nothing }}\n";
    assert_eq!(build(fixture).diagnostics.len(), 1);
}

#[test]
fn a_book_sets_its_colour_its_logo_and_its_label() {
    let built = build(
        "
//- book.toml
[book]
title = \"T\"
organisation = \"O\"
language = \"ar\"
accent = \"#7a1fa2\"
logo = \"crest.svg\"
classification = \"Internal\"
//- theme/assets/crest.svg
<svg/>
",
    );
    let page = built.page("soa.html");
    let site = built.site.as_ref().unwrap();
    let style = site.files.iter().find(|(path, _)| path.as_str().starts_with("assets/style.")).unwrap();
    assert!(String::from_utf8_lossy(style.1).ends_with(":root { --brand: #7a1fa2; }\n"));
    assert!(page.contains("<img src=\"assets/crest."), "{page}");
    assert!(page.contains("<span class=\"classification\">Internal</span>"), "{page}");
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\""), "{page}");
}

#[test]
fn a_colour_or_a_logo_that_is_none_is_reported_at_its_place() {
    let book =
        |line: &str| build(&format!("//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n{line}\n")).problems();
    assert_eq!(
        book("accent = \"blue\""),
        ["error[invalid-name] book.toml:4:10 `blue` is not a colour (write `#rrggbb`, such as `#1d4f7c`)"]
    );
    assert_eq!(
        book("logo = \"crest.svg\""),
        [
            "error[missing-file] book.toml:4:8 the theme has no asset `crest.svg` (save the picture as `theme/assets/crest.svg`)"
        ]
    );
}
