//! An internal audit is outside the period of its programme, precedes its approval, or has no programme.
//!
//! Why: 9.2.2 requires audits to follow an audit programme.
//!
//! Example: `held-on = 2025-11-20` in a programme with `from = 2026-01-01`.
//!
//! Fix it: name the right programme or correct the date. External audits are exempt. Nothing is reported while there
//! are no programmes.

use jiff::civil::Date;

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::isms::{Audit, AuditProgramme};
use crate::model::Subject;
use crate::source::Span;

pub(super) const CHECK: Check = Check {
    code: "audit-outside-programme",
    level: Level::Warn,
    source: include_str!("audit_outside_programme.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let handbook = &facts.handbook;
    if AuditProgramme::all(handbook).next().is_none() {
        return;
    }
    for audit in Audit::all(handbook).filter(|audit| audit.is_internal()) {
        let id = audit.id();
        let mut add = |message: String, field: &str, place: Option<Span>| {
            let help = "name its programme in `programme`, or correct its dates";
            let mut finding = Diagnostic::warning(CHECK.code, audit.span(field), message).help(help.to_owned());
            if let Some(place) = place {
                finding = finding.also(place, "the programme");
            }
            report.add(Subject::Entry(audit.ix), finding);
        };
        let programme = audit.programme().and_then(|ix| AuditProgramme::of(handbook.record(ix)));
        let Some(programme) = programme else {
            add(format!("{id} has no audit programme"), "id", None);
            continue;
        };
        if let Some((field, why)) = outside(audit, programme, facts.coverage.as_of) {
            add(format!("{id} {why}"), field, Some(programme.entry.id.span));
        }
    }
}

/// Returns the field of the audit that is at fault, and the rest of the sentence.
fn outside(audit: Audit<'_>, programme: AuditProgramme<'_>, today: Date) -> Option<(&'static str, String)> {
    let name = programme.id();
    let (from, to) = (programme.date(AuditProgramme::FROM), programme.date(AuditProgramme::TO));
    let days =
        [(Audit::HELD_ON, audit.held(today), "was held"), (Audit::PLANNED, audit.date(Audit::PLANNED), "is planned")];
    for (field, day, verb) in days {
        let Some(day) = day else { continue };
        if let Some(from) = from.filter(|from| day < *from) {
            return Some((field, format!("{verb} on {day}, before {name} starts on {from}")));
        }
        if let Some(to) = to.filter(|to| day > *to) {
            return Some((field, format!("{verb} on {day}, after {name} ended on {to}")));
        }
    }
    let held = audit.held(today)?;
    let approved = programme.date(AuditProgramme::APPROVED).filter(|approved| held < *approved)?;
    Some((Audit::HELD_ON, format!("was held on {held}, before {name} was approved on {approved}")))
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
        check(code, &of("2025-11-20"), &[&format!("{at} 2025-11-20, before AP-1 starts on 2026-01-01")]);
        let short = |held: &str| of(held).replace("2028-12-31", "2026-08-31");
        check(code, &short("2026-09-01"), &[&format!("{at} 2026-09-01, after AP-1 ended on 2026-08-31")]);
        check(code, &short("2026-08-31"), &[]);
        // It is not held yet.
        check(code, &of("2029-01-01"), &[]);
        check(code, &of("2026-01-10"), &[&format!("{at} 2026-01-10, before AP-1 was approved on 2026-01-22")]);
        check(code, &of("2026-05-06"), &[]);
    }

    #[test]
    fn an_audit_belongs_to_a_programme_if_there_is_one() {
        let code = "audit-outside-programme";
        let alone = audit("held-on = 2026-05-06");
        check(code, &alone, &["warning content/registers/audits.toml:2:6 AUD-1 has no audit programme"]);
        check(code, &audit("held-on = 2026-05-06\nkind = \"certification\""), &[]);
        check(code, alone.trim_start_matches(PROGRAMME), &[]);
    }
}
