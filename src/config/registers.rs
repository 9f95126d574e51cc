//! The registers of a book: built-in ones (`src/schema/*.toml`), and the `[[register]]` tables of book.toml.

use std::sync::LazyLock;

use super::built_in::read_built_in;
use super::imports::{Import, check_imports, read_import};
use crate::model::{Schema, read_schema};
use crate::value::Fields;

/// Built-in registers as (path for messages, text), in the order in which the site lists them.
const BUILT_IN: &[(&str, &str)] = &[
    ("(built in)/applicability.toml", include_str!("../schema/applicability.toml")),
    ("(built in)/risks.toml", include_str!("../schema/risks.toml")),
    ("(built in)/assets.toml", include_str!("../schema/assets.toml")),
    ("(built in)/evidence.toml", include_str!("../schema/evidence.toml")),
    ("(built in)/objectives.toml", include_str!("../schema/objectives.toml")),
    ("(built in)/indicators.toml", include_str!("../schema/indicators.toml")),
    ("(built in)/changes.toml", include_str!("../schema/changes.toml")),
    ("(built in)/issues.toml", include_str!("../schema/issues.toml")),
    ("(built in)/interested-parties.toml", include_str!("../schema/interested-parties.toml")),
    ("(built in)/interfaces.toml", include_str!("../schema/interfaces.toml")),
    ("(built in)/communications.toml", include_str!("../schema/communications.toml")),
    ("(built in)/legal-requirements.toml", include_str!("../schema/legal-requirements.toml")),
    ("(built in)/processing.toml", include_str!("../schema/processing.toml")),
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
    ("(built in)/approvals.toml", include_str!("../schema/approvals.toml")),
    ("(built in)/mappings.toml", include_str!("../schema/mappings.toml")),
    ("(built in)/milestones.toml", include_str!("../schema/milestones.toml")),
    ("(built in)/certificates.toml", include_str!("../schema/certificates.toml")),
    ("(built in)/glossary.toml", include_str!("../schema/glossary.toml")),
];

/// Built-in registers that books may have declared as their own before they were built in. A book keeps its declaration.
const MAY_BE_DECLARED: [&str; 7] =
    ["processing", "changes", "communications", "indicators", "certificates", "interfaces", "approvals"];

/// The built-in register of what was decided about crosswalks, which only a book has that is compared with other standards.
const ABOUT_CROSSWALKS: &str = "mappings";

/// Reads the built-in registers with what the book adds to them, then the registers of the book itself.
pub(super) fn read_schemas(fields: &Fields<'_>, measures: bool) -> (Vec<Schema>, Vec<Import>) {
    let (mut schemas, mut imports) = (built_in(), Vec::new());
    schemas.retain(|schema| measures || schema.name != ABOUT_CROSSWALKS);
    let mut may_be_declared = MAY_BE_DECLARED.to_vec();
    for register in fields.tables("register") {
        let Some(name) = register.required_text("name") else { continue };
        imports.extend(read_import(&register));
        if let Some(schema) = schemas.iter_mut().find(|schema| schema.name == name.value) {
            let at =
                may_be_declared.iter().position(|known| *known == name.value && register.node("singular").is_some());
            match at.map(|at| may_be_declared.swap_remove(at)) {
                Some(_) => schema.declare(&register),
                None => schema.extend(&register),
            }
            register.finish();
        } else {
            schemas.extend(read_schema(register));
        }
    }
    check_imports(&imports, &schemas, fields);
    (schemas, imports)
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

#[cfg(test)]
mod tests {
    use crate::fixture::{check, handbook, read, unread};
    use crate::wording::Wording;

    const OWN: &str = "//- book.toml
[[register]]
name = \"processing\"
singular = \"treatment\"
title = \"Record of processing\"
[[register.field]]
name = \"purpose\"
type = \"text\"
label = \"What for\"
required = true
[[register.field]]
name = \"basis\"
type = \"choice\"
choices = [{ id = \"law\", title = \"Law\" }]
[[register.field]]
name = \"desk\"
type = \"text\"
";

    #[test]
    fn a_book_keeps_a_register_that_it_declared_before_it_was_built_in() {
        let entry = "//- content/registers/processing.toml\n[[treatment]]\nid = \"P-1\"\ntitle = \"P\"\npurpose = \"Pay\"\nbasis = \"law\"\ndesk = \"3\"\n";
        let handbook = handbook(&format!("{OWN}{entry}"));
        let record = handbook.records("processing").next().expect("the entry is read");
        assert_eq!((record.text("purpose"), record.text("desk")), (Some("Pay"), Some("3")));
        assert_eq!(record.choice("basis"), Some((0, "Law")));
        assert!(record.schema().field("transfers").is_some(), "it has the fields of the built-in register, too");
        // What the built-in register asks for is a finding, and no error.
        let owner = "warning content/registers/processing.toml:2:6 P-1 has no `role`";
        assert!(crate::fixture::findings("incomplete-entry", &format!("{OWN}{entry}")).contains(&owner.to_owned()));
    }

    #[test]
    fn the_words_of_a_declared_register_are_its_own_in_every_language() {
        let (_, mut config) = read(OWN);
        config.localise(&Wording::built_in("de"));
        let schema = config.schemas.iter().find(|schema| schema.name == "processing").unwrap();
        let label = |name: &str| schema.fields[schema.field(name).unwrap()].label.as_str();
        assert_eq!((schema.title.as_str(), label("purpose")), ("Record of processing", "What for"));
        assert_eq!(label("recipients"), "Empfänger");
    }

    #[test]
    fn a_field_of_another_type_asks_for_another_name() {
        let problems = unread(
            "[[register]]\nname = \"processing\"\nsingular = \"a\"\n[[register.field]]\nname = \"reviewed\"\ntype = \"text\"\n",
        );
        assert_eq!(
            problems,
            [
                "`processing` is a built-in register whose `reviewed` is a date (rename the field; or rename the register, such as `name = \"own-processing\"`, and its file to `own-processing.toml`)"
            ]
        );
    }

    #[test]
    fn other_built_in_registers_and_a_second_declaration_are_refused() {
        let declared = |name: &str| format!("[[register]]\nname = \"{name}\"\nsingular = \"hazard\"\n");
        assert_eq!(unread(&declared("risks")).len(), 1);
        assert_eq!(unread(&declared("indicators")), Vec::<String>::new());
        assert_eq!(unread(&declared("indicators").repeat(2)).len(), 1);
    }

    #[test]
    fn a_register_that_a_book_only_extends_keeps_what_it_requires() {
        let book =
            "//- book.toml\n[[register]]\nname = \"changes\"\n[[register.field]]\nname = \"desk\"\ntype = \"text\"\n";
        let (_, config) = read(book);
        let schema = config.schemas.iter().find(|schema| schema.name == "changes").unwrap();
        assert!(schema.fields[schema.field("status").unwrap()].required && schema.field("desk").is_some());
        check("incomplete-entry", book, &[]);
    }
}
