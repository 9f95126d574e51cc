//! What must not reach a page as it was written.

use crate::site::SCHEMES;

/// Escapes text for HTML, in attributes too.
pub(super) fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        html.push_str(&text[done..at]);
        html.push_str(entity);
        done = at + 1;
    }
    html.push_str(&text[done..]);
    html
}

/// What the sanitiser lets through beside what is harmless anyway: the classes, anchors and roles of our own markup.
pub(super) fn sanitiser() -> ammonia::Builder<'static> {
    let mut builder = ammonia::Builder::default();
    builder
        .add_tags(["section", "input", "figure", "figcaption", "aside", "mark", "dl", "dt", "dd"])
        .add_generic_attributes(["class", "id", "role", "tabindex"])
        .add_generic_attribute_prefixes(["aria-"])
        .add_tag_attributes("input", ["type", "checked", "disabled"])
        .add_tag_attributes("details", ["open"])
        .rm_tags(["map", "area"])
        .url_schemes(SCHEMES.into())
        .link_rel(None)
        .attribute_filter(|element, attribute, value| {
            let loads = matches!((element, attribute), ("img", "src") | (_, "background" | "poster" | "srcset"));
            // A browser leaves out white space and takes a backslash for a slash.
            let mut plain = value.chars().filter(|c| !c.is_control() && !c.is_whitespace());
            let slash = |c: Option<char>| matches!(c, Some('/' | '\\'));
            let elsewhere = slash(plain.next()) && slash(plain.next()) || value.contains(':');
            let only_box = element != "input" || attribute != "type" || value == "checkbox";
            (!(loads && elsewhere) && only_box).then(|| value.into())
        });
    builder
}
