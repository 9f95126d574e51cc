//! An `owner`, `approver`, `applies-to` or `by` names a role that is not in the register of roles.
//!
//! Why: nobody is responsible for what an unknown role owns.
//!
//! Example: `owner = "it-led"`, where the role is `it-lead`.
//!
//! Fix it: correct the id, or add the role to `registers/roles.toml`. A handbook without a register of roles may use
//! any names.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check =
    Check { code: "unknown-role", level: Level::Deny, source: include_str!("unknown_role.rs"), run: Run::Elsewhere };

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn a_role_must_exist_once_there_is_a_register() {
        let document = "//- content/a.md\n+++\nowner = \"it-led\"\n+++\n";
        let roles = "//- content/registers/roles.toml\n[[role]]\nid = \"it-lead\"\ntitle = \"IT lead\"\n";
        check("unknown-role", &format!("{document}{roles}"), &["error content/a.md:2:9 unknown role `it-led`"]);
        check("unknown-role", document, &[]);
    }
}
