//! A mapping decides on a pair that the crosswalk it names does not have.
//!
//! Why: a decision is about a pair as its publisher means it. When the pair is taken away or comes to mean something else, it is in
//! another crosswalk, and what was decided about it does not count any more.
//!
//! Example: `source = "nist-csf-references-2024"` for a pair that NIST does not publish, or a `requirement` of the standard to be
//! certified against.
//!
//! Another: `through = "A.7.11"`, when the Statement of Applicability excludes that control, so that it can meet nothing.
//!
//! Fix it: name the crosswalk that has the pair in `source` after comparing the two again, or `own` if the organisation paired
//! them itself. `requirement` is of a measured standard, `through` of one to be certified against.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::catalog::{ReqIx, StandardRole};
use crate::config::Level;
use crate::coverage::CoverageStatus;
use crate::diag::Diagnostic;
use crate::isms::Mapping;
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "mapping-without-pair",
    level: Level::Warn,
    source: include_str!("mapping_without_pair.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let handbook = &facts.handbook;
    let catalog = &handbook.catalog;
    for mapping in Mapping::all(handbook) {
        let (Some(other), Some(ours)) = (mapping.requirement(handbook), mapping.through(handbook)) else { continue };
        let wrong = [(other, StandardRole::Measured, "requirement"), (ours, StandardRole::Certified, "through")];
        let wrong = wrong.into_iter().find(|(ix, role, _)| !catalog.has_role(*ix, *role));
        let status = facts.coverage.status_of(handbook, ours);
        let idle = !mapping.is_refused() && status.is_none_or(|status| status == CoverageStatus::Excluded);
        let finding = if wrong.is_none() && idle {
            let message =
                format!("{} decides on {}, which is excluded or asks for nothing", mapping.id(), catalog.label(ours));
            let help = "compare the requirement with a clause or a control that applies".to_owned();
            Diagnostic::warning(CHECK.code, mapping.entry.span, message).help(help)
        } else if let Some((ix, role, field)) = wrong {
            let what = if role == StandardRole::Measured {
                "a measured standard"
            } else {
                "a standard to be certified against"
            };
            let message = format!("`{field}` of {} is {}, which is not of {what}", mapping.id(), catalog.label(ix));
            let is_swapped =
                catalog.has_role(other, StandardRole::Certified) && catalog.has_role(ours, StandardRole::Measured);
            let help = is_swapped.then(|| "exchange `requirement` and `through`".to_owned());
            Diagnostic::warning(CHECK.code, mapping.entry.span, message).help(help)
        } else if !mapping.source().is_empty() && !mapping.is_paired(handbook) {
            let message = format!(
                "{} decides on {} and {}, which `{}` does not pair",
                mapping.id(),
                catalog.label(other),
                catalog.label(ours),
                mapping.source()
            );
            Diagnostic::warning(CHECK.code, mapping.entry.span, message).help(sources(facts, other, ours))
        } else {
            continue;
        };
        report.add(Subject::Entry(mapping.ix), finding);
    }
}

/// Returns the help that names the crosswalks with a pair.
fn sources(facts: &Assessed, other: ReqIx, ours: ReqIx) -> String {
    let catalog = &facts.handbook.catalog;
    let having = catalog.pairs_of(other).filter(|pair| pair.to == ours || pair.from == ours);
    let having: Vec<String> = having.map(|pair| format!("`{}`", catalog.crosswalks[pair.crosswalk].id)).collect();
    if having.is_empty() {
        return "no crosswalk pairs them; write `source = \"own\"` if the organisation does".to_owned();
    }
    format!("crosswalks with this pair: {}", having.join(", "))
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    fn mapping(requirement: &str, through: &str, source: &str) -> String {
        format!(
            "//- book.toml\n[[standard]]\nid = \"nis2\"\n//- content/registers/mappings.toml\n[[mapping]]\nid = \"MAP-1\"\ntitle = \"M\"\n\
             requirement = \"{requirement}\"\nthrough = \"{through}\"\nsource = \"{source}\"\ndecision = \"refused\"\n\
             reason = \"R\"\nby = \"ciso\"\non = 2026-03-01\n"
        )
    }

    #[test]
    fn a_pair_is_in_the_crosswalk_that_a_mapping_names() {
        let at = "warning content/registers/mappings.toml:2:6";
        check("mapping-without-pair", &mapping("nis2:21(2)(d)", "A.5.19", "nis2-letters-two-sources"), &[]);
        check("mapping-without-pair", &mapping("nis2:21(2)(d)", "A.8.1", "own"), &[]);
        let none = format!("{at} MAP-1 decides on NIS2 Art. 21(2)(d) and A.5.19, which `enisa` does not pair");
        check("mapping-without-pair", &mapping("nis2:21(2)(d)", "A.5.19", "enisa"), &[&none]);
    }

    #[test]
    fn a_mapping_compares_a_measured_standard_with_ours() {
        let at = "warning content/registers/mappings.toml:2:6";
        let ours = format!("{at} `requirement` of MAP-1 is A.5.1, which is not of a measured standard");
        check("mapping-without-pair", &mapping("A.5.1", "A.5.19", "own"), &[&ours]);
        let other =
            format!("{at} `through` of MAP-1 is NIS2 Art. 20, which is not of a standard to be certified against");
        check("mapping-without-pair", &mapping("nis2:21(2)(d)", "NIS2 Art. 20", "own"), &[&other]);
    }
}
