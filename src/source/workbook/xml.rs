//! The XML of a part, event by event.

use std::borrow::Cow;

use quick_xml::events::{BytesEnd, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::refusal::Refusal;

/// Number of elements that may be open at once. A workbook has about ten.
const DEEPEST: usize = 100;

/// A part that is read.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    name: &'a str,
    depth: usize,
}

/// A step through a part.
pub(super) enum Piece<'a> {
    /// An element begins.
    Open(Tag<'a>),
    /// An element ends.
    Close(End<'a>),
    /// Text.
    Text(Cow<'a, str>),
    /// The part ends.
    Done,
}

/// The beginning of an element.
pub(super) struct Tag<'a>(BytesStart<'a>);

/// The end of an element.
pub(super) struct End<'a>(BytesEnd<'a>);

impl End<'_> {
    /// Returns the name without its prefix.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }
}

impl<'a> Xml<'a> {
    pub(super) fn new(name: &'a str, text: &'a str) -> Self {
        let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
        reader.config_mut().expand_empty_elements = true;
        Self { reader, name, depth: 0 }
    }

    /// Builds the refusal of something in this part.
    pub(super) fn damaged(&self, why: impl std::fmt::Display) -> Refusal {
        Refusal::damaged(self.name, why)
    }

    pub(super) fn next(&mut self) -> Result<Piece<'a>, Refusal> {
        loop {
            let event = self.reader.read_event().map_err(|error| Refusal::damaged(self.name, error))?;
            return Ok(match event {
                Event::Start(tag) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(self.damaged(format!("it is nested deeper than {DEEPEST} elements")));
                    }
                    Piece::Open(Tag(tag))
                }
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    Piece::Close(End(tag))
                }
                Event::Text(text) => Piece::Text(text.xml10_content()),
                Event::CData(text) => Piece::Text(text.xml10_content()),
                Event::GeneralRef(name) => {
                    if let Some(letter) = name.resolve_char_ref().map_err(|error| self.damaged(error))? {
                        return Ok(Piece::Text(letter.to_string().into()));
                    }
                    let name = name.xml10_content();
                    // Only the five names of XML itself: a document type could define others without end.
                    let known = quick_xml::escape::resolve_predefined_entity(&name);
                    Piece::Text(known.ok_or_else(|| self.damaged(format!("`&{name};` is not defined")))?.into())
                }
                Event::Eof if self.depth > 0 => return Err(self.damaged("it ends too early")),
                Event::Eof => Piece::Done,
                _ => continue,
            });
        }
    }
}

impl Tag<'_> {
    /// Returns the name without its prefix.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// Returns the value of an attribute, whatever the prefix of its name.
    pub(super) fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        let mut attributes = self.0.attributes();
        let mut attributes = attributes.with_checks(false).filter_map(Result::ok);
        let found = attributes.find(|attribute| attribute.key.local_name().as_ref() == name)?;
        match found.value {
            Cow::Borrowed(plain) if !plain.contains('&') => Some(Cow::Borrowed(plain)),
            _ => found.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| Cow::Owned(value.into_owned())),
        }
    }
}
