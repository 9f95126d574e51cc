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

#[cfg(test)]
mod tests {
    use crate::fixture::unread;

    #[test]
    fn a_value_is_a_part_of_a_sentence() {
        let problems = |length: usize| unread(&format!("[variables]\nName = \"{}\"\n", "x".repeat(length)));
        assert_eq!(problems(500), [""; 0]);
        let help = "(write a long text in a document, and link to it)";
        assert_eq!(problems(501), [format!("the value of `Name` has more than 500 bytes {help}")]);
    }
}
