//! An exception has expired but is still active.
//!
//! Why: an exception suspends a rule for a limited time. After that the rule applies again, or the exception needs a
//! new approval.
//!
//! Example: `until = 2026-08-31` with `status = "active"`, on 1 October 2026.
//!
//! Fix it: end the exception (`status = "ended"`, `ended = …`), or have a new one approved.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "expired-exception",
    level: Level::Warn,
    source: include_str!("expired_exception.rs"),
    run: Run::Schemas,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn an_exception_ends() {
        let exception = |until: &str, status: &str| {
            format!(
                "//- content/registers/exceptions.toml\n[[exception]]\nid = \"EX-1\"\ntitle = \"E\"\nrules = [\"A.5.15\"]\nreason = \"R\"\nuntil = {until}\nstatus = \"{status}\"\n"
            )
        };
        let expected = ["warning content/registers/exceptions.toml:6:9 EX-1 expired on 2026-09-30 but is still active"];
        check("expired-exception", &exception("2026-09-30", "active"), &expected);
        check("expired-exception", &exception("2026-10-01", "active"), &[]);
        check("expired-exception", &exception("2026-09-30", "ended"), &[]);
    }
}
