//! Removes from CSS what would be loaded from elsewhere.

/// Returns the rules or the value without addresses that lead out of the drawing, and whether all of it was kept.
pub(super) fn clean(text: &str) -> (String, bool) {
    let text = without_comments(text);
    let lower = text.to_ascii_lowercase();
    if !["url(", "@import", "\\", "image-set(", "src(", "expression(", "javascript:", "binding", "behavior", "/*"]
        .iter()
        .any(|word| lower.contains(word))
    {
        return (text, true);
    }
    // An escape can spell any of these words; no program that draws writes one.
    if ["\\", "image-set(", "src(", "expression(", "javascript:", "-binding", "behavior:", "/*"]
        .iter()
        .any(|word| lower.contains(word))
    {
        return (String::new(), false);
    }
    let (mut kept, mut is_whole, mut at) = (String::with_capacity(text.len()), true, 0);
    while let Some(start) = ["url(", "@import"].iter().filter_map(|word| lower[at..].find(word)).min() {
        let start = at + start;
        kept.push_str(&text[at..start]);
        let ends_with = if lower[start..].starts_with('@') { ';' } else { ')' };
        let end = lower[start..].find(ends_with).map_or(text.len(), |end| start + end + 1);
        let inner = lower[start..end].trim_start_matches("url(").trim_start_matches([' ', '\t', '\n', '\r', '"', '\'']);
        let is_own = inner.starts_with('#') || FONTS.iter().any(|font| inner.starts_with(font));
        if is_own && end <= text.len() && text[start..end].ends_with(')') {
            kept.push_str(&text[start..end]);
        } else {
            is_whole = false;
            kept.push_str(if ends_with == ')' { "none" } else { "" });
        }
        at = end;
    }
    kept.push_str(&text[at..]);
    (kept, is_whole)
}

/// The beginnings of fonts that a drawing holds itself.
const FONTS: [&str; 5] = [
    "data:font/",
    "data:application/font",
    "data:application/x-font",
    "data:application/vnd.ms-fontobject",
    "data:application/octet-stream;base64,",
];

fn without_comments(text: &str) -> String {
    let (mut kept, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        match after.split_once("*/") {
            Some((_, after)) => rest = after,
            None => return kept,
        }
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn only_what_leads_out_is_removed() {
        for text in ["", "red", "url(#a)", ".a{fill:url( '#b' )}", "@font-face{src:url(data:font/woff2;base64,AA==)}"] {
            assert_eq!(clean(text), (text.to_owned(), true));
        }
        for (text, left) in [
            ("URL(//e.org/x) red", "none red"),
            ("a{b:url(\"data:text/html,x\")}", "a{b:none}"),
            ("@import url(x);c{}", "c{}"),
            ("@IMPORT 'x'", ""),
            ("u/**/rl(x)", "none"),
            ("url(x", "none"),
            ("\\75 rl(x)", ""),
            ("image-set('x' 1x)", ""),
        ] {
            assert_eq!(clean(text), (left.to_owned(), false), "{text}");
        }
    }
}
