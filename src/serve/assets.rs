//! The script and the style that the preview adds to each page. A built site never has them.

use crate::site::BasePath;

const FILES: [(&str, &str); 3] = [
    ("preview.js", include_str!("assets/preview.js")),
    ("preview.css", include_str!("assets/preview.css")),
    ("listen.js", include_str!("assets/listen.js")),
];

/// Returns the text of an asset.
pub(super) fn get(name: &str) -> Option<&'static str> {
    FILES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// Returns the HTML to insert at the start of a page's head, in which `{version}` stands for the tag of the page. As
/// the first deferred script it sees the page as it was sent.
pub(super) fn marks(base: &BasePath) -> String {
    format!("<script defer src=\"{base}-/preview.js\" data-base=\"{base}\" data-version=\"{{version}}\"></script>")
}
