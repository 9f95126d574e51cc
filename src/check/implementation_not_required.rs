//! book.toml lists the rungs that a control must meet, but leaves out `implemented`.
//!
//! Why: clause 6.1.3 d) asks whether each necessary control is implemented. Without this rung a control that is
//! implemented only in part, or of which the SoA does not say, can count as covered. A planned control never does.
//!
//! Example: `controls = ["decided", "documented", "owned", "justified", "evidenced"]` below `[coverage]`.
//!
//! Fix it: add `"implemented"` to the list, or remove the list, so that the default applies. If you leave the rung out on
//! purpose, set this check to `allow`.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::catalog::Rung;
use crate::config::Level;
use crate::diag::Diagnostic;

pub(super) const CHECK: Check = Check {
    code: "implementation-not-required",
    level: Level::Warn,
    source: include_str!("implementation_not_required.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let rules = &facts.config.coverage;
    if let Some(span) = rules.controls_span.filter(|_| !rules.controls.contains(&Rung::Implemented)) {
        let message = "a control can be covered without being implemented";
        let help = "add \"implemented\" to `controls`";
        report.add(None, Diagnostic::warning(CHECK.code, span, message).help(help.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn a_list_without_implemented_is_noted_once() {
        let book = |rungs: &str| format!("//- book.toml\n[coverage]\ncontrols = [{rungs}]\n");
        let expected = "warning book.toml:5:12 a control can be covered without being implemented";
        check("implementation-not-required", &book("\"decided\", \"evidenced\""), &[expected]);
        check("implementation-not-required", &book(""), &[expected]);
        check("implementation-not-required", &book("\"implemented\""), &[]);
        check("implementation-not-required", "//- book.toml\n[coverage]\nclauses = [\"owned\"]\n", &[]);
        check("implementation-not-required", "//- content/a.md\n# A\n", &[]);
    }
}
