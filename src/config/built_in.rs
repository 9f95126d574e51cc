//! Built-in schema files.

use std::cell::RefCell;

use crate::source::{Content, Role, SourceFile, Sources};
use crate::value::{self, Fields, Format};

/// Reads a built-in schema file with `read`. `path` is its name in messages.
///
/// # Panics
/// If the file is invalid, which a test rules out.
pub(super) fn read_built_in<T>(path: &str, text: &str, read: impl FnOnce(Fields<'_>) -> T) -> T {
    let mut sources = Sources::default();
    let file = SourceFile { path: path.into(), role: Role::Config, content: Content::Text(text.into()) };
    let id = sources.add(file);
    let (table, problems) = value::read(Format::Toml, text, id, 0);
    let diagnostics = RefCell::new(problems);
    let value = read(Fields::new(&table, &sources, &diagnostics));
    assert!(diagnostics.borrow().is_empty(), "`{path}` is sound: {diagnostics:?}");
    value
}
