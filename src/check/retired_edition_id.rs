//! A document cites a control by its number in the 2013 edition, which ISO withdrew in October 2022.
//!
//! Why: the 2022 edition numbers its controls differently, so readers look up the wrong control. Certificates to the 2013
//! edition were valid until the transition ended on 31 October 2025.
//!
//! Example: "Access rights are removed (A.9.2.6)."
//!
//! Fix it: use the 2022 number that the hint gives. Quotations and passages that mention 2013 are exempt.

use super::{Check, Run};
use crate::catalog::{Catalog, Found};
use crate::config::{Config, Level};
use crate::diag::Diagnostic;
use crate::model::Text;

pub(super) const CHECK: Check = Check {
    code: "retired-edition-id",
    level: Level::Warn,
    source: include_str!("retired_edition_id.rs"),
    run: Run::Texts(run),
};

fn run(text: &Text, catalog: &Catalog, _: &Config, findings: &mut Vec<Diagnostic>) {
    // A block is searched once, not for each id in it: a paragraph may name thousands.
    let (mut block, mut historical) = ("", false);
    for (range, id) in text.mentions.iter().filter(|(range, _)| !range.is_empty()) {
        let Found::One(old) = catalog.find(id) else { continue };
        if catalog.standard_of(old).retired.is_none() {
            continue;
        }
        let around = text.block(range.start);
        if !std::ptr::eq(around, block) {
            (block, historical) = (around, ["2013", "former", "old number"].iter().any(|word| around.contains(word)));
        }
        if historical || text.is_quoted(range.start) {
            continue;
        }
        let successors: Vec<String> = catalog.requirement(old).successors.iter().map(|ix| catalog.label(*ix)).collect();
        let message = format!("`{id}` is a number from {}", catalog.standard_of(old).title);
        let help = format!("use the current number: {}", successors.join(", "));
        findings.push(Diagnostic::warning(CHECK.code, text.span(range.clone()), message).help(help));
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn an_old_number_is_reported_with_its_place() {
        check(
            "retired-edition-id",
            "//- content/a.md\nRights are removed (A.9.2.6).\n",
            &["warning content/a.md:1:21 `A.9.2.6` is a number from ISO/IEC 27001:2013"],
        );
    }

    #[test]
    fn history_quotations_and_code_are_left_alone() {
        let sound = "In 2013 this was A.9.2.6.\n\n> See A.9.2.6.\n\n`A.9.2.6` and A.5.18, version 9.2.6\n";
        check("retired-edition-id", &format!("//- content/a.md\n{sound}"), &[]);
    }
}
