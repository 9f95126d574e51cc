//! The text that went in: files by number, and places inside them.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use index_vec::IndexVec;

index_vec::define_index_type! {
    /// Index of a file in its [`Sources`]; files are in the order of their paths.
    pub struct FileId = u32;
}

/// A range of bytes in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The bytes `start..end` of `file`.
    pub fn new(file: FileId, range: std::ops::Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file, start: clamp(range.start), end: clamp(range.end) }
    }

    /// The range of bytes.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// What stands somewhere else is still the same: a place adds nothing to a hash.
impl Hash for Span {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

/// A value and the place that it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Changes the value and keeps the place.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: change(self.value), span: self.span }
    }
}

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// `book.toml`.
    Config,
    /// A catalogue of requirements: a built-in one or one that `book.toml` names.
    Catalog,
    /// A Markdown document.
    Document,
    /// A register in TOML.
    Register,
    /// Any other file in the content folder; copied when something refers to it.
    Attachment,
    /// A file of the book's own theme folder.
    Theme,
}

/// A file's bytes, as text where they are text.
#[derive(Clone, Eq)]
pub enum Content {
    /// Valid UTF-8.
    Text(Arc<str>),
    /// Anything else.
    Bytes(Arc<[u8]>),
}

/// Bytes that are shared are not compared.
impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => Arc::ptr_eq(a, b) || a == b,
            (Self::Bytes(a), Self::Bytes(b)) => Arc::ptr_eq(a, b) || a == b,
            _ => false,
        }
    }
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// The path relative to the book's folder, with `/` between its parts.
    pub path: String,
    /// What the file is for.
    pub role: Role,
    /// What stands in it.
    pub content: Content,
}

impl SourceFile {
    /// The text, if the file is valid UTF-8.
    pub fn text(&self) -> Option<&Arc<str>> {
        match &self.content {
            Content::Text(text) => Some(text),
            Content::Bytes(_) => None,
        }
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        match &self.content {
            Content::Text(text) => text.as_bytes(),
            Content::Bytes(bytes) => bytes,
        }
    }

    /// The bytes, shared.
    pub fn shared(&self) -> Arc<[u8]> {
        match &self.content {
            Content::Text(text) => text.clone().into(),
            Content::Bytes(bytes) => bytes.clone(),
        }
    }

    /// The line and the column of a byte, both from 1; the column counts characters.
    pub fn line_column(&self, byte: usize) -> (usize, usize) {
        let bytes = self.bytes();
        let before = &bytes[..byte.min(bytes.len())];
        let line_start = before.iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
        let line = 1 + before.iter().filter(|&&b| b == b'\n').count();
        let column = 1 + String::from_utf8_lossy(&before[line_start..]).chars().count();
        (line, column)
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Self::Bytes(bytes) => write!(f, "Bytes({})", bytes.len()),
        }
    }
}

/// All files of a book. A clone shares them.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Arc<IndexVec<FileId, SourceFile>>,
}

impl Sources {
    /// Adds a file and gives it the next number.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        Arc::make_mut(&mut self.files).push(file)
    }

    /// The file of that number.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id]
    }

    /// All files with their numbers, in order.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter_enumerated()
    }

    /// Whether another set has files of the same paths and roles, whatever stands in them.
    pub fn has_the_files_of(&self, other: &Self) -> bool {
        let mut pairs = self.files.iter().zip(other.files.iter());
        self.files.len() == other.files.len() && pairs.all(|(a, b)| a.path == b.path && a.role == b.role)
    }

    /// The files of one role, in order.
    pub fn of_role(&self, role: Role) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.iter().filter(move |(_, file)| file.role == role)
    }

    /// The bytes that a span covers, as text; empty where they are not text.
    pub fn slice(&self, span: Span) -> &str {
        self.file(span.file).text().and_then(|text| text.get(span.range())).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_start_at_one() {
        let file = SourceFile { path: "a.md".into(), role: Role::Document, content: Content::Text("é\nxäy".into()) };
        assert_eq!(file.line_column(0), (1, 1));
        assert_eq!(file.line_column(6), (2, 3));
        assert_eq!(file.line_column(999), (2, 4));
    }
}
