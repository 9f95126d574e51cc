//! What the preview adds to each page: a script and the style of its panel. They never get into a built site.

use crate::site::BasePath;

const FILES: [(&str, &str); 3] = [
    ("preview.js", include_str!("assets/preview.js")),
    ("preview.css", include_str!("assets/preview.css")),
    ("listen.js", include_str!("assets/listen.js")),
];

/// One of them.
pub(super) fn get(name: &str) -> Option<&'static str> {
    FILES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// What is put at the start of a page's head; `{version}` is filled in with the page's mark. As the first deferred
/// script it sees the page as it was sent.
pub(super) fn marks(base: &BasePath) -> String {
    format!("<script defer src=\"{base}-/preview.js\" data-base=\"{base}\" data-version=\"{{version}}\"></script>")
}
