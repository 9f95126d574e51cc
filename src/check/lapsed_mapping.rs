//! A confirmed mapping has lapsed: the time for which it was confirmed has passed.
//!
//! Why: standards, texts and controls change. What somebody found to be met a year ago has to be looked at again, and until then
//! the requirement does not count as met.
//!
//! Example: `on = 2025-03-01` with `valid = "12 months"`, on 1 October 2026.
//!
//! Fix it: compare the two requirements again, and set `on` to the day, or `decision = "refused"`.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check =
    Check { code: "lapsed-mapping", level: Level::Warn, source: include_str!("lapsed_mapping.rs"), run: Run::Schemas };

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn a_confirmation_lapses_and_a_refusal_does_not() {
        let mapping = |decision: &str| {
            format!(
                "//- book.toml\n[[standard]]\nid = \"nis2\"\n//- content/registers/mappings.toml\n[[mapping]]\nid = \"MAP-1\"\ntitle = \"M\"\n\
                 requirement = \"nis2:21(2)(d)\"\nthrough = \"A.5.19\"\nsource = \"nis2-letters-two-sources\"\ndecision = \"{decision}\"\n\
                 extent = \"whole\"\nreason = \"R\"\nby = \"ciso\"\non = 2025-03-01\nvalid = \"12 months\"\n"
            )
        };
        let expected = ["warning content/registers/mappings.toml:11:6 the confirmation of MAP-1 ended on 2026-03-01"];
        check("lapsed-mapping", &mapping("confirmed"), &expected);
        check("lapsed-mapping", &mapping("refused"), &[]);
    }
}
