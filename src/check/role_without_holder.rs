//! A role has no holder.
//!
//! Why: 5.3 requires responsibilities to be assigned. A role that nobody holds does none of the work that carries its
//! name.
//!
//! Example: a role without `holder`.
//!
//! Fix it: add `holder = "…"`, a name, or `group = true` for a role that many people have, such as all staff.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "role-without-holder",
    level: Level::Warn,
    source: include_str!("role_without_holder.rs"),
    run: Run::Schemas,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn somebody_or_a_group_is_in_the_role() {
        let role = "//- content/registers/roles.toml\n[[role]]\nid = \"it\"\ntitle = \"IT\"\n";
        let expected = ["warning content/registers/roles.toml:2:6 it has neither a `holder` nor `group = true`"];
        check("role-without-holder", role, &expected);
        check("role-without-holder", &format!("{role}holder = \" \"\n"), &expected);
        check("role-without-holder", &format!("{role}group = false\n"), &expected);
        check("role-without-holder", &format!("{role}holder = \"Ada\"\n"), &[]);
        check("role-without-holder", &format!("{role}group = true\n"), &[]);
    }
}
