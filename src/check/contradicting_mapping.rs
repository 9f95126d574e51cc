//! Two mappings in force decide differently on one pair of requirements.
//!
//! Why: the organisation cannot both confirm and refuse that a control of its own meets a requirement. A refusal goes before a
//! confirmation, and the whole before a part, so one of the two does not count.
//!
//! Example: MAP-001 confirms that A.5.19 meets the whole of NIS2 Art. 21(2)(d), and MAP-007 refuses it.
//!
//! Fix it: keep the decision that holds, and remove the other, or end it with `valid`.

use std::collections::BTreeMap;

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::{Mapping, Verdict};
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "contradicting-mapping",
    level: Level::Warn,
    source: include_str!("contradicting_mapping.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let handbook = &facts.handbook;
    let mut known: BTreeMap<_, (Mapping<'_>, Verdict)> = BTreeMap::new();
    for mapping in Mapping::all(handbook) {
        let verdict = mapping.verdict(handbook, facts.coverage.as_of);
        if !matches!(verdict, Verdict::Whole | Verdict::Part | Verdict::Refused) {
            continue;
        }
        let pair = (mapping.requirement(handbook), mapping.through(handbook));
        let (first, before) = *known.entry(pair).or_insert((mapping, verdict));
        if before != verdict {
            let message = format!("{} and {} decide differently on one pair of requirements", first.id(), mapping.id());
            let finding = Diagnostic::warning(CHECK.code, mapping.entry.span, message);
            report.add(Subject::Entry(mapping.ix), finding.also(first.entry.span, "the other decision"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    fn mapping(id: &str, decision: &str) -> String {
        format!(
            "[[mapping]]\nid = \"{id}\"\ntitle = \"M\"\nrequirement = \"nis2:21(2)(d)\"\nthrough = \"A.5.19\"\nsource = \"own\"\n\
             reason = \"R\"\nby = \"ciso\"\non = 2026-03-01\n{decision}\n"
        )
    }

    #[test]
    fn decisions_on_one_pair_agree() {
        let book = "//- book.toml\n[[standard]]\nid = \"nis2\"\n//- content/registers/mappings.toml\n";
        let whole = "decision = \"confirmed\"\nextent = \"whole\"\nvalid = \"12 months\"";
        let both = |second: &str| format!("{book}{}{}", mapping("MAP-1", whole), mapping("MAP-2", second));
        let expected = [
            "warning content/registers/mappings.toml:14:6 MAP-1 and MAP-2 decide differently on one pair of requirements",
        ];
        check("contradicting-mapping", &both("decision = \"refused\""), &expected);
        check("contradicting-mapping", &both(whole), &[]);
        // A confirmation that has ended contradicts nothing.
        check("contradicting-mapping", &both(&whole.replace("whole", "part").replace("12 months", "1 month")), &[]);
    }
}
