//! The values that texts include by name: the `[variables]` table.

use std::collections::BTreeMap;

use crate::diag::Diagnostic;
use crate::value::Fields;

/// Number of bytes of the longest value: texts may use it thousands of times.
const LONGEST: usize = 500;

/// Reads the `[variables]` table: each key is a name, each value a text.
pub(super) fn read_variables(table: Option<Fields<'_>>) -> BTreeMap<String, String> {
    let mut variables = BTreeMap::new();
    let Some(table) = table else { return variables };
    for (name, _) in table.keys() {
        let Some(value) = table.text(name) else { continue };
        if value.value.len() > LONGEST {
            let message = format!("the value of `{name}` has more than {LONGEST} bytes");
            let help = "write a long text in a document, and link to it".to_owned();
            table.report(Diagnostic::error("invalid-value", value.span, message).help(help));
            continue;
        }
        if value.value.contains(['\n', '\r']) {
            let message = format!("the value of `{name}` has more than one line");
            let help = "write it on one line: it becomes a part of sentences and headings".to_owned();
            table.report(Diagnostic::error("invalid-value", value.span, message).help(help));
            continue;
        }
        variables.insert(name.to_owned(), value.value);
    }
    variables
}
