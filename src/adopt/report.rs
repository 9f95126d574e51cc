//! The report of `adopt` about a repository: the sources of facts, what it was not sure of, what it left alone.

use super::group::DocumentRule;
use super::register::Recognised;
use super::toml::{Line, on_one_line};
use crate::diag::counted;

/// The findings in a repository.
#[derive(Debug, Default)]
pub(super) struct Findings<'a> {
    pub documents: usize,
    pub rules: Vec<DocumentRule>,
    pub registers: Vec<Recognised<'a>>,
    /// Tables whose rows are not all read, and why.
    pub problems: Vec<String>,
    /// The files that are left alone, each with the reason.
    pub left: Vec<(String, String)>,
}

/// Most lines that are listed of what was left alone.
const LISTED: usize = 20;

/// Returns the report in lines, without what is printed about the file itself.
pub(super) fn report(findings: &Findings<'_>) -> String {
    let mut lines = Vec::new();
    section(
        &mut lines,
        &format!("Documents: {}", findings.documents),
        findings.rules.iter().flat_map(|rule| rule.report.clone()),
    );
    section(&mut lines, "Registers", findings.registers.iter().map(register));
    let mut doubts: Vec<String> = Vec::new();
    for rule in &findings.rules {
        doubts.extend(rule.lines.iter().filter_map(|line| doubt(&rule.matches.join(", "), line)));
    }
    for register in &findings.registers {
        let name = register.table.name();
        doubts.extend(
            register.columns.iter().filter_map(|column| {
                Some(format!("{name}: column `{}`: {}", column.name, column.rule.doubt.as_ref()?))
            }),
        );
        doubts.extend(register.own.iter().filter_map(|own| {
            Some(format!("{name}: column `{}`: {}", own.name, own.instead_of.as_ref()?.doubt.as_ref()?))
        }));
    }
    doubts.extend(findings.problems.iter().cloned());
    section(&mut lines, "Not sure", doubts.into_iter());
    let left = findings.left.iter().take(LISTED).map(|(path, why)| format!("{path}: {why}"));
    let more = findings.left.len().saturating_sub(LISTED);
    let more = (more > 0).then(|| format!("and {more} more"));
    section(&mut lines, "Left alone", left.chain(more));
    lines.join("\n")
}

fn section(lines: &mut Vec<String>, title: &str, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.map(|item| format!("  {}", on_one_line(&item))).collect();
    if !items.is_empty() {
        lines.push(title.to_owned());
        lines.extend(items);
    }
}

fn register(register: &Recognised<'_>) -> String {
    let columns: Vec<String> =
        register.columns.iter().map(|column| format!("`{}` → {}", column.name, column.field)).collect();
    let own: Vec<String> = register.own.iter().map(|own| format!("`{}`", own.name)).collect();
    let own = if own.is_empty() { String::new() } else { format!("; fields of your own: {}", own.join(", ")) };
    let ignored = if register.ignored.is_empty() {
        String::new()
    } else {
        format!("; not needed: {}", register.ignored.join(", "))
    };
    let rows = counted(register.table.rows.len(), "row");
    format!("{} is `{}`, {rows}: {}{own}{ignored}", register.table.name(), register.register, columns.join(", "))
}

fn doubt(of: &str, line: &Line) -> Option<String> {
    let doubt = line.doubt.as_ref()?;
    Some(format!("{of}: `{}`: {doubt}", line.text))
}
