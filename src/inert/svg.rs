//! Rewrites a drawing so that it only draws: elements and attributes are copied by an allow-list.
//!
//! The sanitiser of raw HTML reads a text as browsers read HTML. A file is read as XML, where a name space can call an
//! element anything; so it is read as XML here, too, and written anew.

mod css;
mod names;

use std::collections::BTreeSet;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use percent_encoding::percent_decode_str;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::{NsReader, XmlVersion};

use crate::html::escape;
use crate::site::is_web_address;

use names::{ATTRIBUTES, ELEMENTS, INVISIBLE};

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// No drawing is nested deeper.
const DEEPEST: usize = 500;
/// Pictures in a drawing may be drawings themselves, so many deep.
const PICTURES: usize = 3;

/// A drawing that only draws.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Clean {
    /// The drawing.
    pub svg: String,
    /// What was left out of it that did something, or that a reader would have seen, such as `<script>`.
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
    let mut writer = Writer { pictures, ..Writer::default() };
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

/// Writes the parts of a drawing that draw.
#[derive(Default)]
struct Writer {
    svg: String,
    removed: BTreeSet<String>,
    line: usize,
    /// The names of the open elements that are kept.
    open: Vec<String>,
    /// The number of open elements that are left out, each inside the one before.
    skipped: usize,
    /// The text of an open style sheet.
    style: Option<String>,
    /// Whether the last start tag still lacks its end.
    is_tag_open: bool,
    /// Whether the drawing is complete.
    is_done: bool,
    /// How deep pictures in it may be drawings.
    pictures: usize,
}

impl Writer {
    fn event(&mut self, event: Event<'_>, reader: &NsReader<&[u8]>) -> Result<(), String> {
        match event {
            Event::Start(tag) => self.start(&tag, reader),
            Event::End(_) => {
                self.end();
                Ok(())
            }
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(name) => {
                let letter = match name.resolve_char_ref().map_err(|error| error.to_string())? {
                    Some(letter) => letter.to_string(),
                    None => {
                        let name = name.xml10_content();
                        let known = quick_xml::escape::resolve_predefined_entity(&name);
                        known.ok_or_else(|| format!("`&{name};` is not defined"))?.to_owned()
                    }
                };
                self.text(&letter)
            }
            Event::PI(instruction) => {
                if instruction.target() == "xml-stylesheet" {
                    self.removed.insert("<?xml-stylesheet?>".to_owned());
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, reader: &NsReader<&[u8]>) -> Result<(), String> {
        if self.skipped > 0 {
            self.skipped += 1;
            return Ok(());
        }
        if self.open.len() >= DEEPEST {
            return Err(format!("it is nested deeper than {DEEPEST} elements"));
        }
        let (space, local) = reader.resolver().resolve_element(tag.name());
        let name = local.as_ref();
        let is_svg = match &space {
            ResolveResult::Bound(Namespace(space)) => *space == SVG,
            // A drawing that was cut out of a page.
            ResolveResult::Unbound => true,
            ResolveResult::Unknown(prefix) => return Err(format!("the prefix `{prefix}` is not declared")),
        };
        if self.open.is_empty() && (self.is_done || !is_svg || name != "svg") {
            return Err(format!("it begins with `<{}>`, not with one `<svg>`", tag.name().as_ref()));
        }
        if !is_svg || !ELEMENTS.contains(&name) {
            let is_html = matches!(space, ResolveResult::Bound(Namespace(XHTML)));
            if is_html || is_svg && !INVISIBLE.contains(&name) {
                self.removed.insert(format!("<{name}>"));
            }
            self.skipped = 1;
            return Ok(());
        }
        let is_root = self.open.is_empty();
        let attributes = self.attributes(tag, name, reader)?;
        self.close_tag();
        self.svg.push('<');
        self.svg.push_str(name);
        if is_root {
            self.svg.push_str(&format!(" xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\""));
        }
        self.svg.push_str(&attributes);
        self.is_tag_open = true;
        if name == "style" {
            self.style = Some(String::new());
        }
        self.open.push(name.to_owned());
        Ok(())
    }

    fn end(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        if let Some(style) = self.style.take() {
            let rules = self.css(&style, "<style>");
            self.close_tag();
            self.svg.push_str(&escape(&rules));
        }
        let Some(name) = self.open.pop() else { return };
        if std::mem::take(&mut self.is_tag_open) {
            self.svg.push_str("/>");
        } else {
            self.svg.push_str(&format!("</{name}>"));
        }
        self.is_done |= self.open.is_empty();
    }

    fn text(&mut self, text: &str) -> Result<(), String> {
        if self.skipped > 0 {
            return Ok(());
        }
        if self.open.is_empty() {
            return if text.trim().is_empty() {
                Ok(())
            } else {
                Err("there is text outside of the drawing".to_owned())
            };
        }
        match &mut self.style {
            Some(style) => style.push_str(text),
            None => {
                self.close_tag();
                self.svg.push_str(&escaped(text));
            }
        }
        Ok(())
    }

    fn close_tag(&mut self) {
        if std::mem::take(&mut self.is_tag_open) {
            self.svg.push('>');
        }
    }

    /// Returns the attributes of an element that are kept.
    fn attributes(&mut self, tag: &BytesStart<'_>, element: &str, reader: &NsReader<&[u8]>) -> Result<String, String> {
        let mut kept = String::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let value = attribute.normalized_value(XmlVersion::default()).map_err(|error| error.to_string())?;
            let (space, local) = reader.resolver().resolve_attribute(attribute.key);
            let local = local.as_ref();
            let prefix = attribute.key.prefix();
            let name = match space {
                ResolveResult::Unbound => local.to_owned(),
                ResolveResult::Bound(Namespace(XLINK)) => format!("xlink:{local}"),
                ResolveResult::Bound(Namespace(XML)) => format!("xml:{local}"),
                ResolveResult::Unknown(_) if prefix.is_some_and(|prefix| prefix.as_ref() == "xlink") => {
                    format!("xlink:{local}")
                }
                // Notes of the program that drew it.
                _ => continue,
            };
            if let Some(value) = self.attribute(element, &name, &value) {
                kept.push_str(&format!(" {name}=\"{}\"", escaped(&value)));
            }
        }
        Ok(kept)
    }

    /// Returns the value of an attribute, if it is kept.
    fn attribute(&mut self, element: &str, name: &str, value: &str) -> Option<String> {
        match name {
            "href" | "xlink:href" => {
                let kept = self.address(element, value);
                if kept.is_none() {
                    self.removed.insert(format!("{name} of <{element}>"));
                }
                kept
            }
            "style" => Some(self.css(value, "style")),
            "xlink:title" | "xml:space" | "xml:lang" => Some(value.to_owned()),
            _ if name.to_ascii_lowercase().starts_with("on") => {
                self.removed.insert(name.to_owned());
                None
            }
            _ if name.starts_with("aria-") => Some(value.to_owned()),
            _ if ATTRIBUTES.contains(&name) => Some(self.css(value, name)),
            _ => None,
        }
    }

    /// Returns the address of a link or a part, if it leads to this drawing, to the web from a link, or holds a picture.
    fn address(&self, element: &str, value: &str) -> Option<String> {
        let plain: String = value.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
        match element {
            _ if plain.starts_with('#') => Some(plain),
            "a" if is_web_address(&plain) => Some(plain),
            "image" => self.picture(value.trim()),
            _ => None,
        }
    }

    /// Returns the address of a picture that holds the picture itself. One that is a drawing is rewritten.
    fn picture(&self, address: &str) -> Option<String> {
        let (head, data) = address.split_once(',')?;
        let head = head.to_ascii_lowercase();
        let kind = head.strip_prefix("data:image/")?;
        let (kind, parameters) = kind.split_once(';').unwrap_or((kind, ""));
        let is_packed = parameters.split(';').next_back() == Some("base64");
        let decoded = || {
            let data = percent_decode_str(data);
            if !is_packed {
                return Some(data.collect());
            }
            BASE64_STANDARD.decode(data.filter(|byte| !byte.is_ascii_whitespace()).collect::<Vec<u8>>()).ok()
        };
        match kind {
            "png" | "jpeg" | "jpg" | "gif" | "webp" | "avif" | "bmp" if is_packed => {
                Some(format!("data:image/{kind};base64,{}", BASE64_STANDARD.encode(decoded()?)))
            }
            "svg+xml" if self.pictures > 0 => {
                let inner = rewrite(&String::from_utf8(decoded()?).ok()?, self.pictures - 1).ok()?;
                Some(format!("data:image/svg+xml;base64,{}", BASE64_STANDARD.encode(inner.svg)))
            }
            _ => None,
        }
    }

    /// Returns rules or a value of CSS without what they would load; `from` names the place.
    fn css(&mut self, text: &str, from: &str) -> String {
        let (kept, is_whole) = css::clean(text);
        if !is_whole {
            self.removed.insert(format!("an address in {from}"));
        }
        kept
    }
}

/// Escapes text, and leaves out what XML does not allow.
fn escaped(text: &str) -> String {
    let is_allowed = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\u{80}'..='\u{9f}');
    let is_character = |c: &char| is_allowed(*c) && !matches!(c, '\u{fffe}' | '\u{ffff}');
    escape(&text.chars().filter(is_character).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

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
