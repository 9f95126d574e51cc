//! Writes a drawing anew from what is read of one.

use std::collections::BTreeSet;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use percent_encoding::percent_decode_str;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::{NsReader, XmlVersion};

use super::css;
use super::names::{ATTRIBUTES, ELEMENTS, INVISIBLE};
use crate::html::escape;
use crate::site::is_web_address;

pub(super) const SVG: &str = "http://www.w3.org/2000/svg";
pub(super) const XLINK: &str = "http://www.w3.org/1999/xlink";
pub(super) const XHTML: &str = "http://www.w3.org/1999/xhtml";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// No drawing is nested deeper.
const DEEPEST: usize = 500;

/// Writes the parts of a drawing that draw.
pub(super) struct Writer<'a> {
    pub svg: String,
    /// The parts that were left out.
    pub removed: BTreeSet<String>,
    /// The line of the first of that.
    pub line: usize,
    /// The names of the open elements that are kept.
    pub open: Vec<String>,
    /// The number of open elements that are left out, each inside the one before.
    skipped: usize,
    /// The text of an open style sheet.
    style: Option<String>,
    /// Whether the last start tag still lacks its end.
    is_tag_open: bool,
    /// Whether the drawing is complete.
    pub is_done: bool,
    /// Rewrites a picture that is a drawing itself.
    inner: &'a dyn Fn(&str) -> Option<String>,
}

impl<'a> Writer<'a> {
    /// Creates the writer of a drawing; `inner` rewrites a picture in it that is a drawing.
    pub(super) fn new(inner: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self {
            svg: String::new(),
            removed: BTreeSet::new(),
            line: 0,
            open: Vec::new(),
            skipped: 0,
            style: None,
            is_tag_open: false,
            is_done: false,
            inner,
        }
    }

    /// Takes the next event of the source. The error says why it is not a drawing.
    pub(super) fn event(&mut self, event: Event<'_>, reader: &NsReader<&[u8]>) -> Result<(), String> {
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
            "svg+xml" => {
                let inner = (self.inner)(&String::from_utf8(decoded()?).ok()?)?;
                Some(format!("data:image/svg+xml;base64,{}", BASE64_STANDARD.encode(inner)))
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
