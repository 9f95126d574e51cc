//! The sanitiser of raw HTML.

use crate::site::SCHEMES;

/// Builds the sanitiser. In addition to ammonia's defaults, it keeps the classes, anchors and roles of our own markup.
pub(super) fn sanitiser() -> ammonia::Builder<'static> {
    let mut builder = ammonia::Builder::default();
    builder
        .add_tags(["section", "input", "figure", "figcaption", "aside", "mark", "dl", "dt", "dd"])
        .add_generic_attributes(["class", "id", "role", "tabindex"])
        .add_generic_attribute_prefixes(["aria-"])
        .add_tag_attributes("input", ["type", "checked", "disabled"])
        .add_tag_attributes("details", ["open"])
        .add_tag_attributes("a", ["name"])
        .rm_tags(["map", "area"])
        .url_schemes(SCHEMES.into())
        .link_rel(None)
        .attribute_filter(|element, attribute, value| {
            let loads = matches!((element, attribute), ("img", "src") | (_, "background" | "poster" | "srcset"));
            // A browser ignores white space and reads a backslash as a slash.
            let mut plain = value.chars().filter(|c| !c.is_control() && !c.is_whitespace());
            let slash = |c: Option<char>| matches!(c, Some('/' | '\\'));
            let elsewhere = slash(plain.next()) && slash(plain.next()) || value.contains(':');
            let only_box = element != "input" || attribute != "type" || value == "checkbox";
            (!(loads && elsewhere) && only_box).then(|| value.into())
        });
    builder
}
