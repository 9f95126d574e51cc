//! The registers that serve a clause or a control: where an auditor who asks about it is shown entries.

use crate::id::RequirementId;

/// Clauses and controls with their registers, in the order of the standard.
const SERVED: &[(&str, &[&str])] = &[
    ("4.1", &["issues"]),
    ("4.2", &["interested-parties"]),
    ("4.3", &["interfaces"]),
    ("5.3", &["roles"]),
    ("6.1.1", &["risks"]),
    ("6.1.2", &["risks"]),
    ("6.1.3", &["risks", "applicability"]),
    ("6.2", &["objectives"]),
    ("6.3", &["changes"]),
    ("7.2", &["competences", "training"]),
    ("7.3", &["training"]),
    ("7.4", &["communications"]),
    ("8.2", &["risks"]),
    ("8.3", &["risks"]),
    ("9.1", &["indicators", "objectives"]),
    ("9.2.1", &["audits", "findings"]),
    ("9.2.2", &["audit-programmes", "audits", "findings"]),
    ("9.3.1", &["management-reviews"]),
    ("9.3.2", &["management-reviews"]),
    ("9.3.3", &["management-reviews", "actions"]),
    ("10.1", &["actions"]),
    ("10.2", &["findings", "actions"]),
    ("A.5.9", &["assets"]),
    ("A.5.19", &["suppliers"]),
    ("A.5.22", &["suppliers"]),
    ("A.5.26", &["incidents"]),
    ("A.5.27", &["incidents"]),
    ("A.5.31", &["legal-requirements"]),
    ("A.5.34", &["processing"]),
    ("A.6.3", &["training"]),
];

/// The standard whose clauses and controls they are.
const STANDARD: &str = "27001";

/// Returns the names of the registers that serve a clause or a control, such as `6.3` or `A.5.34`.
pub fn registers_of(requirement: &RequirementId) -> &'static [&'static str] {
    let served = SERVED.iter().find(|(id, _)| requirement.standard == STANDARD && *id == requirement.local);
    served.map_or(&[], |(_, registers)| registers)
}

#[cfg(test)]
mod tests {
    use super::SERVED;
    use crate::catalog::Found;
    use crate::fixture::handbook;

    #[test]
    fn each_requirement_and_each_register_exists() {
        let handbook = handbook("");
        for (id, registers) in SERVED {
            assert!(matches!(handbook.catalog.find(id), Found::One(_)), "{id}");
            for name in *registers {
                assert!(handbook.register(name).is_some(), "{name}");
            }
        }
    }
}
