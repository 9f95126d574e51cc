//! Text in HTML and XML.

/// Escapes text for HTML and XML, in content and in attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
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
        escaped.push_str(&text[done..at]);
        escaped.push_str(entity);
        done = at + 1;
    }
    escaped.push_str(&text[done..]);
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_acts_as_markup() {
        assert_eq!(escape("<a href='ü'>\"R&D\"</a>"), "&lt;a href=&#39;ü&#39;&gt;&quot;R&amp;D&quot;&lt;/a&gt;");
        assert_eq!(escape("plain"), "plain");
    }
}
