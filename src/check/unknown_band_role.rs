//! A band of `[risk]` asks for the acceptance of a role that is not in the register of roles.
//!
//! Why: nobody can give the acceptance that the band asks for.
//!
//! Example: `asks = "role:coe"`, where the role is `ceo`.
//!
//! Fix it: correct the id in book.toml, or add the role to `registers/roles.toml`. A handbook without a register of
//! roles may use any names.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::{Asks, Level};
use crate::diag::{Diagnostic, did_you_mean};
use crate::isms::Role;

pub(super) const CHECK: Check = Check {
    code: "unknown-band-role",
    level: Level::Deny,
    source: include_str!("unknown_band_role.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let roles: Vec<&str> = Role::all(&facts.handbook).map(|role| role.id()).collect();
    if roles.is_empty() {
        return;
    }
    for band in &facts.config.risk.bands {
        let Asks::Role(role) = &band.asks else { continue };
        if !roles.contains(&role.value.as_str()) {
            let near = did_you_mean(&role.value, roles.iter().copied()).map(|near| format!("did you mean `{near}`?"));
            let message = format!("band `{}` asks for the unknown role `{}`", band.id, role.value);
            report.add(None, Diagnostic::error(CHECK.code, role.span, message).help(near));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn the_role_of_a_band_must_exist_once_there_is_a_register() {
        let book =
            |role: &str| format!("//- book.toml\n[[risk.band]]\nid = \"low\"\nfrom = 1\nasks = \"role:{role}\"\n");
        let roles = "//- content/registers/roles.toml\n[[role]]\nid = \"ceo\"\ntitle = \"CEO\"\n";
        let code = "unknown-band-role";
        let expected = ["error book.toml:7:8 band `low` asks for the unknown role `coe`"];
        check(code, &format!("{}{roles}", book("coe")), &expected);
        check(code, &format!("{}{roles}", book("ceo")), &[]);
        check(code, &book("coe"), &[]);
    }
}
