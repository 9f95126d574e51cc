//! Registers in files of other tools: the keys `file` and `columns` of `[[register]]`.

use super::Config;
use super::table_file::TableFile;
use super::value_rule::ValueRule;
use crate::diag::{Diagnostic, did_you_mean};
use crate::letters::nfc;
use crate::model::{Identity, Schema};
use crate::source::Spanned;
use crate::value::{Fields, Value};

/// A register in a file of another tool.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// The name of the register.
    pub register: Spanned<String>,
    /// Its table.
    pub table: TableFile,
    /// The columns of its fields; if there are none, columns are known by the names and labels of fields.
    pub columns: Vec<ColumnRule>,
    /// Columns that are not read.
    pub ignore: Vec<Spanned<String>>,
}

/// The columns with the values of a field.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnRule {
    /// The name of the field.
    pub field: Spanned<String>,
    /// The names of columns; the first with a value counts. None for a field that has the same value everywhere.
    pub columns: Vec<Spanned<String>>,
    /// The rule for the values.
    pub rule: ValueRule,
}

/// Reads what a `[[register]]` table says about a file; `None` if it names none.
pub(super) fn read_import(register: &Fields<'_>) -> Option<Import> {
    let table = TableFile::read(register);
    let columns = register.table("columns").map(|columns| read_columns(&columns)).unwrap_or_default();
    let ignore = register.texts("ignore");
    let name = register.text("name")?;
    table.map(|table| Import { register: name, table, columns, ignore })
}

fn read_columns(columns: &Fields<'_>) -> Vec<ColumnRule> {
    let read = |(field, span): (&str, _)| {
        let named = Spanned { value: field.to_owned(), span };
        let Some(Value::Table(_)) = columns.node(field).map(|node| &node.value) else {
            return Some(ColumnRule { field: named, columns: columns.texts(field), rule: ValueRule::default() });
        };
        let table = columns.table(field)?;
        let rule = ColumnRule { field: named, columns: table.texts("column"), rule: ValueRule::read(&table) };
        if rule.columns.is_empty() && rule.rule.otherwise.is_none() {
            table.require("column");
        }
        table.finish();
        Some(rule)
    };
    columns.keys().filter_map(read).collect()
}

/// Reports fields that the registers do not have.
pub(super) fn check_imports(imports: &[Import], schemas: &[Schema], fields: &Fields<'_>) {
    for import in imports {
        let Some(schema) = schemas.iter().find(|schema| schema.name == import.register.value) else { continue };
        let known: Vec<&str> = fields_of(schema).collect();
        for ColumnRule { field, .. } in import.columns.iter().filter(|rule| !known.contains(&rule.field.value.as_str()))
        {
            let message = format!("`{}` has no field `{}`", schema.name, field.value);
            let help = match did_you_mean(&field.value, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!(
                    "`clausebook explain {}` lists the fields; add one of your own below `[[register.field]]`",
                    schema.name
                ),
            };
            fields.report(Diagnostic::error("unknown-key", field.span, message).help(help));
        }
    }
}

/// Returns the names of all fields of a register.
pub fn fields_of(schema: &Schema) -> impl Iterator<Item = &str> {
    let common: &[&str] = match schema.identity {
        Identity::Own => &["id", "title"],
        Identity::Control => &["id"],
    };
    common.iter().copied().chain(schema.fields.iter().map(|field| field.name.as_str()))
}

/// Returns the name of the register that a file below the content folder is named after.
pub fn register_name(path: &str) -> &str {
    let path = path.trim_start_matches("registers/");
    let name = path.split('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(name, _)| name)
}

/// Returns whether a file is in clausebook's own form by its name.
pub fn is_toml(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("toml"))
}

/// The endings of files of other tools that are read if they are named like a register.
const OTHERS: [&str; 6] = ["csv", "tsv", "xlsx", "json", "yaml", "yml"];

/// Returns whether a file below the content folder is a register by its name.
fn is_register(path: &str, schemas: &[Schema]) -> bool {
    let is_other =
        || path.rsplit_once('.').is_some_and(|(_, ending)| OTHERS.contains(&ending.to_ascii_lowercase().as_str()));
    let is_known = || schemas.iter().any(|schema| schema.name == register_name(path));
    path.starts_with("registers/") && (is_toml(path) || is_other() && is_known())
}

impl Config {
    /// Returns the tables of other tools that book.toml names.
    pub fn tables(&self) -> impl Iterator<Item = &TableFile> {
        let of_documents = self.documents.iter().filter_map(|rule| rule.register.as_ref());
        self.imports.iter().map(|import| &import.table).chain(of_documents.map(|register| &register.table))
    }

    /// Returns whether book.toml names the file at a path below the content folder as a table.
    pub fn is_table(&self, path: &str) -> bool {
        self.tables().any(|table| table.file.value == nfc(path))
    }

    /// Returns whether the file at a path below the content folder has entries of a register, by its name or by what book.toml
    /// says.
    pub fn has_entries(&self, path: &str) -> bool {
        is_register(path, &self.schemas) || self.imports.iter().any(|import| import.table.file.value == nfc(path))
    }

    /// Returns the register that a file below the content folder belongs to; `None` if it is not a register, or belongs to several.
    pub fn register_at(&self, path: &str) -> Option<&Schema> {
        let mut imports = self.imports.iter().filter(|import| import.table.file.value == path);
        let name = match (imports.next(), imports.next()) {
            (None, _) => path.starts_with("registers/").then(|| register_name(path)),
            (Some(import), None) => Some(import.register.value.as_str()),
            _ => None,
        };
        self.schemas.iter().find(|schema| name == Some(&schema.name))
    }

    /// Returns the encoding that book.toml states for the file at a path below the content folder.
    pub fn encoding_of(&self, path: &str) -> Option<&str> {
        self.tables().find(|table| table.file.value == nfc(path))?.encoding.as_deref()
    }
}
