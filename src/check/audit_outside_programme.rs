//! An internal audit is held before or after its programme, before the programme was approved, or belongs to none.
//!
//! Why: 9.2.2 asks for audits that follow a programme; one outside it was not planned by what it says of itself.
//!
//! Example: `held-on = 2025-11-20` in a programme `from = 2026-01-01`.
//!
//! Fix it: name the programme that it belongs to, or correct the day. Audits by others are exempt, and so are all while there
//! is no programme.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::model::{Destination, Entry, Register, ResolvedReference, Subject};

pub(super) const CHECK: Check = Check {
    code: "audit-outside-programme",
    level: Level::Warn,
    source: include_str!("audit_outside_programme.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let handbook = &facts.handbook;
    if handbook.entries_of("audit-programmes").next().is_none() {
        return;
    }
    for (ix, register, audit) in handbook.entries_of("audits") {
        if ["certification", "customer", "supplier"].iter().any(|kind| register.is(audit, "kind", kind)) {
            continue;
        }
        let id = &audit.id.value;
        let mut add = |message: String, field: &str, place: Option<crate::source::Span>| {
            let help = "name the programme that plans it in `programme`, or correct its days";
            let mut finding =
                Diagnostic::warning(CHECK.code, register.span(audit, field), message).help(help.to_owned());
            if let Some(place) = place {
                finding = finding.also(place, "the programme");
            }
            report.add(Subject::Entry(ix), finding);
        };
        let programme = register.references(audit, "programme").first();
        let Some(Destination::Subject(Subject::Entry(programme))) = programme.and_then(|link| link.to.as_ref()) else {
            add(format!("{id} belongs to no audit programme"), "id", None);
            continue;
        };
        let (programmes, programme) = handbook.entry(*programme);
        if let Some((field, why)) = outside(register, audit, programmes, programme) {
            add(format!("{id} {why}"), field, Some(programme.id.span));
        }
    }
}

/// The field of the audit that is at fault, and the rest of the sentence.
fn outside(
    register: &Register<ResolvedReference>,
    audit: &Entry<ResolvedReference>,
    programmes: &Register<ResolvedReference>,
    programme: &Entry<ResolvedReference>,
) -> Option<(&'static str, String)> {
    let name = &programme.id.value;
    let (from, to) = (programmes.date(programme, "from"), programmes.date(programme, "to"));
    for (field, verb) in [("held-on", "was held"), ("planned", "is planned")] {
        let Some(day) = register.date(audit, field) else { continue };
        if let Some(from) = from.filter(|from| day < *from) {
            return Some((field, format!("{verb} on {day}, before {name} begins on {from}")));
        }
        if let Some(to) = to.filter(|to| day > *to) {
            return Some((field, format!("{verb} on {day}, after {name} ended on {to}")));
        }
    }
    let held = register.date(audit, "held-on")?;
    let approved = programmes.date(programme, "approved").filter(|approved| held < *approved)?;
    Some(("held-on", format!("was held on {held}, before {name} was approved on {approved}")))
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    const PROGRAMME: &str = "//- content/registers/audit-programmes.toml\n[[programme]]\nid = \"AP-1\"\ntitle = \"P\"\nfrom = 2026-01-01\nto = 2028-12-31\napproved = 2026-01-22\n";

    fn audit(fields: &str) -> String {
        format!("{PROGRAMME}//- content/registers/audits.toml\n[[audit]]\nid = \"AUD-1\"\ntitle = \"A\"\n{fields}\n")
    }

    #[test]
    fn an_audit_stays_within_its_programme() {
        let code = "audit-outside-programme";
        let of = |held: &str| audit(&format!("programme = \"AP-1\"\nheld-on = {held}"));
        let at = "warning content/registers/audits.toml:5:11 AUD-1 was held on";
        check(code, &of("2025-11-20"), &[&format!("{at} 2025-11-20, before AP-1 begins on 2026-01-01")]);
        check(code, &of("2029-01-01"), &[&format!("{at} 2029-01-01, after AP-1 ended on 2028-12-31")]);
        check(code, &of("2026-01-10"), &[&format!("{at} 2026-01-10, before AP-1 was approved on 2026-01-22")]);
        check(code, &of("2026-05-06"), &[]);
    }

    #[test]
    fn an_audit_belongs_to_a_programme_if_there_is_one() {
        let code = "audit-outside-programme";
        let alone = audit("held-on = 2026-05-06");
        check(code, &alone, &["warning content/registers/audits.toml:2:6 AUD-1 belongs to no audit programme"]);
        check(code, &audit("held-on = 2026-05-06\nkind = \"certification\""), &[]);
        check(code, alone.trim_start_matches(PROGRAMME), &[]);
    }
}
