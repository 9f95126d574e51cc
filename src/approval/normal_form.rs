//! The normal form of what is approved, and its hash.
//!
//! It is a promise: a digest that somebody recorded must come out the same in every later version of the program. A change of the
//! rules needs another letter in front; tests hold digests that were recorded once.

use crate::manifest::Digest;
use crate::parse::blocks::{Alignment, Block, BlockKind, Container, Marker, Shape, blocks};

/// The letter of the rules.
const RULES: &str = "A";

/// A normal form, which is hashed while it is written: names and values, each with its length, so that no two lists of them
/// are the same bytes.
pub(super) struct NormalForm(Digest);

impl NormalForm {
    /// Begins the normal form of a kind of thing.
    pub(super) fn new(of: &str) -> Self {
        let mut form = Self(Digest::default());
        form.part("of", of);
        form
    }

    /// Adds a value.
    pub(super) fn part(&mut self, name: &str, value: &str) {
        for text in [name, value] {
            self.0.add(&(text.len() as u64).to_le_bytes());
            self.0.add(text.as_bytes());
        }
    }

    /// Adds several values.
    pub(super) fn all(&mut self, name: &str, values: impl IntoIterator<Item = String>) {
        values.into_iter().for_each(|value| self.part(name, &value));
    }

    /// Adds the blocks of a Markdown text.
    pub(super) fn markdown(&mut self, text: &str) {
        for Block { shape, texts, .. } in blocks(text) {
            self.part("block", &words_of(&shape));
            texts.iter().for_each(|text| self.part("text", text));
        }
    }

    /// Returns the hash, with the letter of the rules.
    pub(super) fn finish(self) -> String {
        format!("{RULES}{}", self.0.finish())
    }
}

/// Returns the words that stand for the shape of a block in the normal form.
fn words_of(shape: &Shape) -> String {
    let containers = shape.inside.iter().map(|container| match container {
        Container::Quote => "quote ".to_owned(),
        Container::NextQuote => "next quote ".to_owned(),
        Container::Item(marker, ticked) => {
            let marker = match marker {
                Marker::Bullet => "bullet".to_owned(),
                Marker::Number(None) => "number".to_owned(),
                Marker::Number(Some(first)) => format!("number from {first}"),
            };
            let ticked = ticked.map_or("", |ticked| if ticked { ", done" } else { ", open" });
            format!("item {marker}{ticked} ")
        }
        Container::Detail => "detail ".to_owned(),
        Container::Within => "within ".to_owned(),
        Container::Footnote => "footnote ".to_owned(),
    });
    let kind = match &shape.kind {
        BlockKind::Heading(level) => format!("heading {level}"),
        BlockKind::Paragraph => "paragraph".to_owned(),
        BlockKind::Head(columns) => {
            let columns = columns.iter().map(|alignment| match alignment {
                Alignment::None => "n",
                Alignment::Left => "l",
                Alignment::Centre => "c",
                Alignment::Right => "r",
            });
            format!("head {}", columns.collect::<String>())
        }
        BlockKind::Row => "row".to_owned(),
        BlockKind::Code(info) => format!("code {info}"),
        BlockKind::Html => "html".to_owned(),
        BlockKind::Rule => "rule".to_owned(),
        BlockKind::Term => "term".to_owned(),
        BlockKind::Alert => "alert".to_owned(),
        BlockKind::Footnote => "label".to_owned(),
        BlockKind::Definition => "definition".to_owned(),
    };
    containers.chain([kind]).collect()
}
