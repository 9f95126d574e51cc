//! A training is done but has no evidence.
//!
//! Why: 7.2 requires evidence of competence.
//!
//! Example: `done-on = 2026-05-12` without `evidence`.
//!
//! Fix it: add the attendance list, the test results or the certificate to the evidence register, and name it in
//! `evidence`.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "unconfirmed-training",
    level: Level::Warn,
    source: include_str!("unconfirmed_training.rs"),
    run: Run::Schemas,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn a_training_that_took_place_is_shown() {
        let training =
            "//- content/registers/training.toml\n[[training]]\nid = \"TR-1\"\ntitle = \"T\"\nroles = [\"all\"]\n";
        let done = format!("{training}done-on = 2026-05-12\n");
        let expected = ["warning content/registers/training.toml:2:6 TR-1 is done but has no evidence"];
        check("unconfirmed-training", &done, &expected);
        let evidence =
            "//- content/registers/evidence.toml\n[[evidence]]\nid = \"EV-1\"\ntitle = \"E\"\ncollected = 2026-05-12\n";
        check("unconfirmed-training", &format!("{done}evidence = [\"EV-1\"]\n{evidence}"), &[]);
        check("unconfirmed-training", &format!("{training}due = 2026-12-01\n"), &[]);
    }
}
