//! Source files by number, and positions in them.

mod encoding;
mod lines;
mod repository;
mod stored;
mod workbook;

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::io;
use std::sync::{Arc, OnceLock};

use index_vec::IndexVec;

use crate::history::History;
use crate::letters::nfc;
use lines::Lines;

pub use encoding::letter_of;
pub use repository::Repository;
pub use stored::{Stamp, Stored};
pub use workbook::{Cell, CellValue, Refusal, Row, Sheet, Workbook, is_workbook, letter};

index_vec::define_index_type! {
    /// Index of a file in its [`Sources`]; files are in the order of their paths.
    pub struct FileId = u32;
}

/// A range of bytes in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The file's index.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// Creates the span of the bytes `start..end` of `file`.
    pub fn new(file: FileId, range: std::ops::Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file, start: clamp(range.start), end: clamp(range.end) }
    }

    /// Returns the range of bytes.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Hashing ignores positions, so that text that only moved has the same hash.
impl Hash for Span {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

/// A value and its position in the source.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// The position.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Changes the value and keeps the position.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: change(self.value), span: self.span }
    }
}

/// The role of a source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// `book.toml`.
    Config,
    /// A catalogue of requirements: a built-in one or one that `book.toml` names.
    Catalog,
    /// A Markdown document.
    Document,
    /// A register.
    Register,
    /// Any other file in the content folder; it is copied if something refers to it.
    Attachment,
    /// A file of the book's own theme folder.
    Theme,
    /// The findings that are known; see `docs/baseline.md`.
    Baseline,
}

/// The content of a file.
#[derive(Clone, Eq)]
pub enum Content {
    /// Valid UTF-8.
    Text(Arc<str>),
    /// A text that is in another encoding on the disk, and the place of the first letter that is not UTF-8 there.
    Decoded(Arc<str>, usize),
    /// Any other bytes.
    Bytes(Arc<[u8]>),
    /// An attachment, which is read when the site needs it.
    Stored(Arc<Stored>),
    /// The cells of a register in a workbook.
    Workbook(Arc<Workbook>),
}

/// Compares pointers first, so that shared content is not compared byte by byte.
impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => Arc::ptr_eq(a, b) || a == b,
            (Self::Decoded(a, _), Self::Decoded(b, _)) => Arc::ptr_eq(a, b) || a == b,
            (Self::Bytes(a), Self::Bytes(b)) => Arc::ptr_eq(a, b) || a == b,
            (Self::Stored(a), Self::Stored(b)) => Arc::ptr_eq(a, b) || a == b,
            (Self::Workbook(a), Self::Workbook(b)) => Arc::ptr_eq(a, b) || a == b,
            _ => false,
        }
    }
}

impl Content {
    /// Returns bytes as the content of the file at a path. A document that is not UTF-8 is decoded: a letter that is read
    /// wrongly does less harm in it than in a register, where it may be part of an id. A register is decoded if it has the mark
    /// of UTF-16, or if `encoding` says which letters its bytes are.
    pub fn new(path: &str, bytes: Vec<u8>, role: Role, encoding: Option<&str>) -> Self {
        if role == Role::Register && is_workbook(path) {
            return Self::Workbook(Arc::new(Workbook::read(path, &bytes)));
        }
        if role == Role::Register
            && let Some(text) = encoding::decode_as(encoding, &bytes)
        {
            return Self::Text(text.into());
        }
        match (String::from_utf8(bytes), role) {
            (Ok(text), _) => Self::Text(text.into()),
            (Err(error), Role::Document) => match encoding::decode(error.as_bytes()) {
                Some((text, first)) => Self::Decoded(text.into(), first),
                None => Self::Bytes(error.into_bytes().into()),
            },
            (Err(error), _) => Self::Bytes(error.into_bytes().into()),
        }
    }

    /// Returns the bytes that are in memory: none of a stored file.
    pub fn held(&self) -> &[u8] {
        match self {
            Self::Text(text) | Self::Decoded(text, _) => text.as_bytes(),
            Self::Workbook(workbook) => workbook.text().as_bytes(),
            Self::Bytes(bytes) => bytes,
            Self::Stored(_) => &[],
        }
    }

    /// Returns up to `most` bytes of the beginning, from the disk if they are not in memory.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn head(&self, most: usize) -> io::Result<Cow<'_, [u8]>> {
        match self {
            Self::Stored(stored) => stored.head(most).map(Cow::Owned),
            held => Ok(Cow::Borrowed(&held.held()[..held.held().len().min(most)])),
        }
    }

    /// Returns the bytes, from the disk if they are not in memory.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn read(&self) -> io::Result<Arc<[u8]>> {
        match self {
            Self::Text(text) | Self::Decoded(text, _) => Ok(text.clone().into()),
            Self::Workbook(workbook) => Ok(workbook.text().clone().into()),
            Self::Bytes(bytes) => Ok(bytes.clone()),
            Self::Stored(stored) => stored.read(),
        }
    }
}

/// A source file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// The path relative to the book's folder, with `/` as separator.
    pub path: String,
    /// The role.
    pub role: Role,
    /// The content.
    pub content: Content,
}

impl SourceFile {
    /// Returns the text, if the file is in memory and is text.
    pub fn text(&self) -> Option<&Arc<str>> {
        match &self.content {
            Content::Text(text) | Content::Decoded(text, _) => Some(text),
            Content::Workbook(workbook) => Some(workbook.text()),
            Content::Bytes(_) | Content::Stored(_) => None,
        }
    }

    /// Returns the workbook, if the file is a register in one.
    pub fn workbook(&self) -> Option<&Workbook> {
        match &self.content {
            Content::Workbook(workbook) => Some(workbook),
            _ => None,
        }
    }

    /// Returns the bytes that are in memory: none of a stored file, which [`Content::read`] reads.
    pub fn bytes(&self) -> &[u8] {
        self.content.held()
    }

    /// Returns the bytes, shared, from the disk if they are not in memory; none if they cannot be read.
    pub fn shared(&self) -> Arc<[u8]> {
        self.content.read().unwrap_or_default()
    }

    /// Returns line and column of a byte. Where a file may have many problems, [`Sources::line_column`] is faster.
    pub fn line_column(&self, byte: usize) -> (usize, usize) {
        if let Some(workbook) = self.workbook() {
            return workbook.row_column(byte);
        }
        Lines::of(self.bytes()).line_column(self.bytes(), byte)
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Self::Decoded(text, _) => write!(f, "Decoded({} bytes)", text.len()),
            Self::Bytes(bytes) => write!(f, "Bytes({})", bytes.len()),
            Self::Stored(stored) => write!(f, "Stored({})", stored.path().display()),
            Self::Workbook(workbook) => write!(f, "Workbook({} sheets)", workbook.sheets().len()),
        }
    }
}

/// Returns whether a file is Markdown by its name.
pub fn is_markdown(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| ["md", "markdown"].iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

/// Returns the path of a file in a repository, given the folder of its book there, such as `isms/`. A book may take its
/// content from beside its folder.
pub fn path_in_repository(folder: &str, path: &str) -> String {
    let (mut folder, mut path) = (folder, path);
    while let Some(rest) = path.strip_prefix("../").filter(|_| !folder.is_empty()) {
        folder = folder.trim_end_matches('/').rfind('/').map_or("", |slash| &folder[..=slash]);
        path = rest;
    }
    format!("{folder}{path}")
}

/// All source files of a book. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Arc<IndexVec<FileId, SourceFile>>,
    /// The lines of each file that has been asked for a line, because a file may have thousands of problems.
    lines: Arc<IndexVec<FileId, OnceLock<Lines>>>,
    missing: Arc<[String]>,
    repository: Option<Arc<Repository>>,
    history: Arc<History>,
}

impl Sources {
    /// Adds a file and returns its index. Its path is the same from each system: its letters are composed.
    pub fn add(&mut self, mut file: SourceFile) -> FileId {
        if let Cow::Owned(path) = nfc(&file.path) {
            file.path = path;
        }
        Arc::make_mut(&mut self.lines).push(OnceLock::new());
        Arc::make_mut(&mut self.files).push(file)
    }

    /// Notes the paths of files and folders that book.toml names and that are not there.
    pub fn note_missing(&mut self, paths: &[String]) {
        self.missing = paths.into();
    }

    /// Returns the paths of files and folders that book.toml names and that are not there.
    pub fn missing(&self) -> impl Iterator<Item = &str> {
        self.missing.iter().map(String::as_str)
    }

    /// Sets the repository that the book is in.
    pub fn set_repository(&mut self, repository: Arc<Repository>) {
        self.repository = Some(repository);
    }

    /// Returns the repository that the book is in.
    pub fn repository(&self) -> Option<&Repository> {
        self.repository.as_deref()
    }

    /// Sets the history of the files.
    pub fn set_history(&mut self, history: Arc<History>) {
        self.history = history;
    }

    /// Returns the history of the files.
    pub fn history(&self) -> &Arc<History> {
        &self.history
    }

    /// Returns whether another set is of the same repository, in which nothing that a link names has come or gone.
    pub fn is_in_the_repository_of(&self, other: &Self) -> bool {
        let [one, other] = [self, other].map(|sources| sources.repository.as_ref().map(Arc::as_ptr));
        one == other
    }

    /// Returns the file with an index.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id]
    }

    /// Returns all files with their indexes, in order.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter_enumerated()
    }

    /// Returns whether another set has files of the same paths and roles, with any content, and misses the same, in the
    /// same repository.
    pub fn has_the_files_of(&self, other: &Self) -> bool {
        let mut pairs = self.files.iter().zip(other.files.iter());
        let as_many = self.missing == other.missing && self.files.len() == other.files.len();
        as_many && self.is_in_the_repository_of(other) && pairs.all(|(a, b)| a.path == b.path && a.role == b.role)
    }

    /// Returns the files with a role, in order.
    pub fn of_role(&self, role: Role) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.iter().filter(move |(_, file)| file.role == role)
    }

    /// Returns line and column of a byte of a file, both counted from 1; the column counts characters. In a workbook, they are
    /// the row and the column of the cell.
    pub fn line_column(&self, id: FileId, byte: usize) -> (usize, usize) {
        if let Some(workbook) = self.file(id).workbook() {
            return workbook.row_column(byte);
        }
        let bytes = self.file(id).bytes();
        self.lines[id].get_or_init(|| Lines::of(bytes)).line_column(bytes, byte)
    }

    /// Returns the name of the cell at a place in a workbook, such as `Risks!F6`.
    pub fn cell(&self, span: Span) -> Option<String> {
        self.file(span.file).workbook()?.cell(span.start as usize)
    }

    /// Returns a place in words: `content/a.md:3:14`, or `content/registers/risks.xlsx Risks!F6` in a workbook.
    pub fn place_name(&self, span: Span) -> String {
        let path = &self.file(span.file).path;
        let (line, column) = self.line_column(span.file, span.start as usize);
        match self.cell(span) {
            Some(cell) => format!("{path} {cell}"),
            None => format!("{path}:{line}:{column}"),
        }
    }

    /// Returns the text of a span; empty if the file is not text.
    pub fn slice(&self, span: Span) -> &str {
        self.file(span.file).text().and_then(|text| text.get(span.range())).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_beside_the_book_is_named_from_the_top_of_the_repository() {
        assert_eq!(path_in_repository("isms/", "content/a.md"), "isms/content/a.md");
        assert_eq!(path_in_repository("docs/isms/", "../policies/a.md"), "docs/policies/a.md");
        assert_eq!(path_in_repository("docs/isms/", "../../policies/a.md"), "policies/a.md");
        assert_eq!(path_in_repository("", "../policies/a.md"), "../policies/a.md");
    }
}
