//! Registers in files of other tools: the keys `file` and `columns` of `[[register]]`.

use super::table_file::TableFile;
use super::value_rule::ValueRule;
use crate::diag::{Diagnostic, did_you_mean};
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
    /// What its columns are for; those that are not named here are known by the names and labels of fields.
    pub columns: Vec<ColumnRule>,
    /// Columns that are not read.
    pub ignore: Vec<Spanned<String>>,
}

/// Where the values of a field are.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnRule {
    /// The name of the field.
    pub field: Spanned<String>,
    /// The names of columns; the first with a value counts. None for a field that has the same value everywhere.
    pub columns: Vec<Spanned<String>>,
    /// How values are read.
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
