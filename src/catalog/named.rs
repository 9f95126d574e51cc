//! What book.toml says about the standards of a handbook.

use super::{BUILT_IN, Rung, StandardRole};
use crate::source::Spanned;

/// A `[[standard]]` of book.toml.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// Where its data are.
    pub file: StandardFile,
    /// What it is for the handbook; `None` if its file decides.
    pub role: Option<StandardRole>,
    /// The optional parts that count; `None` for those that its file proposes.
    pub parts: Option<Vec<Spanned<String>>>,
    /// The rungs that it requires; `None` for those of its file.
    pub required: Option<Vec<Rung>>,
    /// A file with texts of its requirements, relative to book.toml.
    pub texts: Option<Spanned<String>>,
}

/// Where the data of a standard are.
#[derive(Debug, Clone, PartialEq)]
pub enum StandardFile {
    /// In the program, under an id.
    Program(Spanned<String>),
    /// In a file of the book, relative to book.toml.
    Book(Spanned<String>),
}

/// The standards that every handbook has: the first one, and the edition before it.
pub const ALWAYS: [&str; 2] = ["27001", "27001-2013"];

/// Returns the paths and texts of the files of the program that a book needs: those of the standards that it names or that
/// every book has, and their texts in its language.
pub fn needed(named: &[Named], language: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let is_named = |id: &str| {
        ALWAYS.contains(&id)
            || named.iter().any(|named| matches!(&named.file, StandardFile::Program(known) if known.value == id))
    };
    let speaks = language.split('-').next() == Some(super::TRANSLATED);
    let needed = BUILT_IN.iter().filter(move |file| is_named(file.id));
    needed.flat_map(move |file| {
        let texts = speaks.then_some((file.texts_path, file.texts));
        [Some((file.path, file.text)), texts].into_iter().flatten()
    })
}
