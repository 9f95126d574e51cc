//! Rewrites a drawing so that it only draws: elements and attributes are copied by an allow-list.
//!
//! The sanitiser of raw HTML reads a text as browsers read HTML. A file is read as XML, where a name space can call an
//! element anything; so it is read as XML here, too, and written anew.

mod css;
mod names;
mod writer;

use std::collections::BTreeSet;

use quick_xml::NsReader;
use quick_xml::events::Event;

use writer::Writer;

/// Pictures in a drawing may be drawings themselves, so many deep.
const PICTURES: usize = 3;

/// A drawing that only draws.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Clean {
    /// The drawing.
    pub svg: String,
    /// The parts left out that did something, or that a reader would have seen, such as `<script>`.
    pub removed: BTreeSet<String>,
    /// The line of the first of that.
    pub line: usize,
}

/// Why a file is not a drawing.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The line.
    pub line: usize,
    /// A lowercase phrase.
    pub why: String,
}

/// Rewrites a drawing.
///
/// # Errors
/// If it is not well-formed XML, or its first element is not `svg`.
pub(crate) fn clean(text: &str) -> Result<Clean, Fault> {
    rewrite(text, PICTURES)
}

fn rewrite(text: &str, pictures: usize) -> Result<Clean, Fault> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = NsReader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let inner = |text: &str| rewrite(text, pictures.checked_sub(1)?).ok().map(|inner| inner.svg);
    let mut writer = Writer::new(&inner);
    loop {
        let before = reader.buffer_position();
        let line =
            |at: u64| 1 + text.bytes().take(usize::try_from(at).unwrap_or(usize::MAX)).filter(|b| *b == b'\n').count();
        let event =
            reader.read_event().map_err(|error| Fault { line: line(reader.error_position()), why: error.to_string() });
        let had = writer.removed.len();
        match event? {
            Event::Eof => break,
            event => writer.event(event, &reader).map_err(|why| Fault { line: line(before), why })?,
        }
        if had == 0 && !writer.removed.is_empty() {
            writer.line = line(before);
        }
    }
    let last = || 1 + text.bytes().filter(|b| *b == b'\n').count();
    match (writer.open.last(), writer.is_done) {
        (Some(name), _) => Err(Fault { line: last(), why: format!("`<{name}>` is not closed") }),
        (None, false) => Err(Fault { line: 1, why: "it holds no drawing".to_owned() }),
        _ => Ok(Clean { svg: writer.svg + "\n", removed: writer.removed, line: writer.line }),
    }
}

#[cfg(test)]
mod tests {
    use base64::prelude::{BASE64_STANDARD, Engine as _};

    use super::writer::{SVG, XHTML, XLINK};
    use super::*;
    use crate::html::escape;

    /// The content of a drawing after it is rewritten, and what was left out.
    fn inside(content: &str) -> (String, Vec<String>) {
        let head = format!("<svg xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\"");
        let Clean { svg, removed, .. } = clean(&format!("{head} xmlns:h=\"{XHTML}\">{content}</svg>")).unwrap();
        let svg = svg.trim_end().strip_prefix(&head).unwrap();
        let svg = svg.strip_suffix("</svg>").unwrap_or(svg);
        (svg.strip_prefix('>').unwrap_or(svg).to_owned(), removed.into_iter().collect())
    }

    #[test]
    fn what_draws_stays() {
        for drawing in [
            "<g id=\"a\" transform=\"scale(2)\"><path d=\"M0 0h1\" style=\"fill:#fff\"/></g>",
            "<text x=\"1\" font-size=\"12\">A &amp; B &lt;c&gt; <tspan>ü</tspan></text>",
            "<title>Plan</title><desc>Who &quot;acts&quot;</desc>",
            "<defs><linearGradient id=\"g\"><stop offset=\"1\"/></linearGradient></defs><rect fill=\"url(#g)\"/>",
            "<use xlink:href=\"#a\"/><use href=\"#a\"/>",
            "<a href=\"https://example.org/?a=1&amp;b\" role=\"img\" aria-label=\"x\"><circle r=\"1\"/></a>",
            "<style>.a{fill:url(#g)} @media (max-width:1px){.b{fill:red}}</style>",
            "<image href=\"data:image/png;base64,iVBORw0KGgo=\" width=\"1\"/>",
        ] {
            assert_eq!(inside(drawing), (drawing.to_owned(), vec![]), "{drawing}");
        }
    }

    #[test]
    fn what_runs_or_loads_is_left_out() {
        for (drawing, left, removed) in [
            ("<script>x</script>", "/>", "<script>"),
            ("<h:script>x</h:script>", "/>", "<script>"),
            ("<s:script xmlns:s='http://www.w3.org/2000/svg'>x</s:script>", "/>", "<script>"),
            ("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>", "/>", "<foreignObject>"),
            ("<rect onclick='x'/><rect ONload='x'/>", "<rect/><rect/>", "ONload"),
            ("<a href=' java&#10;script:x'>t</a>", "<a>t</a>", "href of <a>"),
            ("<a xlink:href='data:text/html,x'>t</a>", "<a>t</a>", "xlink:href of <a>"),
            ("<use href='other.svg#a'/>", "<use/>", "href of <use>"),
            ("<image href='https://e.org/x.png'/>", "<image/>", "href of <image>"),
            ("<a><set attributeName='href' to='javascript:x'/></a>", "<a/>", "<set>"),
            ("<animate attributeName='x'/>", "/>", "<animate>"),
            ("<rect fill='url(https://e.org/x)'/>", "<rect fill=\"none\"/>", "an address in fill"),
            (
                "<style>@import 'https://e.org/x';.a{fill:red}</style>",
                "<style>.a{fill:red}</style>",
                "an address in <style>",
            ),
            ("<rect style='fill:\\75rl(x)'/>", "<rect style=\"\"/>", "an address in style"),
            ("<iframe src='x'/><embed/>", "/>", "<embed>"),
        ] {
            let (svg, all) = inside(drawing);
            assert_eq!(svg, left, "{drawing}");
            assert!(all.iter().any(|one| one == removed), "{drawing}: {all:?}");
        }
    }

    #[test]
    fn a_picture_that_is_a_drawing_is_rewritten_too() {
        let evil = format!("<svg xmlns=\"{SVG}\"><script>x</script><g/></svg>");
        let packed = format!("<image href=\"data:image/svg+xml;base64,{}\"/>", BASE64_STANDARD.encode(&evil));
        let written = format!("<image href=\"data:image/svg+xml;utf8,{}\"/>", escape(&evil.replace('#', "%23")));
        for drawing in [packed, written] {
            let (svg, _) = inside(&drawing);
            let data = svg.split("base64,").nth(1).unwrap().split('"').next().unwrap();
            let inner = String::from_utf8(BASE64_STANDARD.decode(data).unwrap()).unwrap();
            assert!(inner.contains("<g/>") && !inner.contains("script"), "{inner}");
        }
    }

    #[test]
    fn notes_of_programs_go_without_a_word() {
        let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"x.dtd\"><!-- by hand -->\n\
            <svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:i=\"http://www.inkscape.org/namespaces/inkscape\" i:version=\"1\" content=\"&lt;mxfile/&gt;\">\
            <metadata><x/></metadata><i:namedview/><g i:label=\"Layer\" data-cell-id=\"0\"/></svg>\n";
        let Clean { svg, removed, .. } = clean(text).unwrap();
        assert_eq!(removed, BTreeSet::new());
        assert_eq!(svg, format!("<svg xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\"><g/></svg>\n"));
    }

    #[test]
    fn what_is_not_a_drawing_is_refused_at_its_line() {
        let why = |text: &str| clean(text).map_err(|Fault { line, why }| (line, why));
        for text in [
            "",
            "words",
            "<html><svg/></html>",
            "<svg>\n<g>\n</svg>",
            "<svg>&x;</svg>",
            "<svg/><script/>",
            "<svg><a:b/></svg>",
        ] {
            assert!(why(text).is_err(), "{text}");
        }
        assert_eq!(why("<svg>\n<g>\n").unwrap_err(), (3, "`<g>` is not closed".to_owned()));
        assert_eq!(why("<x:svg xmlns:x='http://www.w3.org/1999/xhtml'/>").unwrap_err().0, 1);
        assert!(clean(&format!("<svg>{}", "<g>".repeat(100_000))).is_err());
        assert_eq!(why("<svg>\n\n<script/></svg>").unwrap().line, 3);
    }
}
