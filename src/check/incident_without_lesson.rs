//! A serious incident is closed without a cause or a lesson.
//!
//! Why: A.5.27 requires the organisation to learn from incidents.
//!
//! Example: severity 2 and `closed = 2026-03-02`, without `lesson`.
//!
//! Fix it: add `cause` and `lesson`. Severities 3 and 4 are exempt.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "incident-without-lesson",
    level: Level::Warn,
    source: include_str!("incident_without_lesson.rs"),
    run: Run::Schemas,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn a_serious_incident_teaches_something() {
        let incident = |severity: &str, more: &str| {
            format!(
                "//- content/registers/incidents.toml\n[[incident]]\nid = \"INC-1\"\ntitle = \"I\"\nseverity = \"{severity}\"\nnoticed = 2026-02-01\ndescription = \"D\"\n{more}"
            )
        };
        let closed = "closed = 2026-03-02\ncause = \"C\"\n";
        let expected = ["warning content/registers/incidents.toml:2:6 INC-1 is closed but has no `lesson`"];
        check("incident-without-lesson", &incident("2", closed), &expected);
        check("incident-without-lesson", &incident("2", &format!("{closed}lesson = \"L\"\n")), &[]);
        check("incident-without-lesson", &incident("3", closed), &[]);
        check("incident-without-lesson", &incident("1", ""), &[]);
    }
}
