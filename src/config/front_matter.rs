//! The schema of front matter.

use std::sync::LazyLock;

use super::built_in::read_built_in;
use crate::model::{Field, read_fields};

/// Returns the fields of front matter.
///
/// # Panics
/// If the built-in schema file is invalid, which a test rules out.
pub fn front_matter() -> &'static [Field] {
    static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| {
        read_built_in("(built in)/front-matter.toml", include_str!("../schema/front-matter.toml"), |fields| {
            let read = read_fields(&fields);
            fields.finish();
            read
        })
    });
    &FIELDS
}
