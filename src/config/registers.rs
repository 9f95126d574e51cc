//! The registers of a book: built-in ones (`src/schema/*.toml`), and the `[[register]]` tables of book.toml.

use std::sync::LazyLock;

use super::built_in::read_built_in;
use crate::model::{Schema, read_schema};
use crate::value::Fields;

/// Built-in registers as (path for messages, text), in the order in which the site lists them.
const BUILT_IN: &[(&str, &str)] = &[
    ("(built in)/applicability.toml", include_str!("../schema/applicability.toml")),
    ("(built in)/risks.toml", include_str!("../schema/risks.toml")),
    ("(built in)/assets.toml", include_str!("../schema/assets.toml")),
    ("(built in)/evidence.toml", include_str!("../schema/evidence.toml")),
    ("(built in)/objectives.toml", include_str!("../schema/objectives.toml")),
    ("(built in)/issues.toml", include_str!("../schema/issues.toml")),
    ("(built in)/interested-parties.toml", include_str!("../schema/interested-parties.toml")),
    ("(built in)/legal-requirements.toml", include_str!("../schema/legal-requirements.toml")),
    ("(built in)/suppliers.toml", include_str!("../schema/suppliers.toml")),
    ("(built in)/roles.toml", include_str!("../schema/roles.toml")),
    ("(built in)/competences.toml", include_str!("../schema/competences.toml")),
    ("(built in)/training.toml", include_str!("../schema/training.toml")),
    ("(built in)/audit-programmes.toml", include_str!("../schema/audit-programmes.toml")),
    ("(built in)/audits.toml", include_str!("../schema/audits.toml")),
    ("(built in)/findings.toml", include_str!("../schema/findings.toml")),
    ("(built in)/incidents.toml", include_str!("../schema/incidents.toml")),
    ("(built in)/actions.toml", include_str!("../schema/actions.toml")),
    ("(built in)/management-reviews.toml", include_str!("../schema/management-reviews.toml")),
    ("(built in)/exceptions.toml", include_str!("../schema/exceptions.toml")),
    ("(built in)/milestones.toml", include_str!("../schema/milestones.toml")),
    ("(built in)/glossary.toml", include_str!("../schema/glossary.toml")),
];

/// Reads the built-in registers with the book's additions, then the book's own registers.
pub(super) fn read_schemas(fields: &Fields<'_>) -> Vec<Schema> {
    let mut schemas = built_in();
    for register in fields.tables("register") {
        let Some(name) = register.required_text("name") else { continue };
        if let Some(schema) = schemas.iter_mut().find(|schema| schema.name == name.value) {
            schema.extend(&register);
            register.finish();
        } else {
            schemas.extend(read_schema(register));
        }
    }
    schemas
}

/// Returns the schemas of the built-in registers.
///
/// # Panics
/// If a built-in schema file is invalid, which a test rules out.
pub fn built_in() -> Vec<Schema> {
    SCHEMAS.clone()
}

/// The built-in schemas, parsed once.
static SCHEMAS: LazyLock<Vec<Schema>> =
    LazyLock::new(|| BUILT_IN.iter().filter_map(|(path, text)| read_built_in(path, text, read_schema)).collect());
