//! The conditions for a requirement to be covered: the `[coverage]` table.

use jiff::SpanFieldwise;

use crate::catalog::Rung;
use crate::source::Span;
use crate::value::Fields;

/// The conditions for a requirement to be covered.
#[derive(Debug, Clone, PartialEq)]
pub struct CoverageRules {
    /// Required rungs of a control that is decided in the SoA.
    pub controls: Vec<Rung>,
    /// Place of the book's own list of these rungs; `None` if the book has no list of its own.
    pub controls_span: Option<Span>,
    /// Required rungs of every other requirement.
    pub clauses: Vec<Rung>,
    /// Validity period of evidence that does not set its own.
    pub evidence_valid: SpanFieldwise,
    /// Length of the audit cycle, back from the as-of date.
    pub audit_cycle: SpanFieldwise,
}

/// Reads the `[coverage]` table, with defaults for missing settings.
pub(super) fn read_coverage(fields: Option<Fields<'_>>) -> CoverageRules {
    use Rung::{Decided, Documented, Evidenced, Implemented, Justified, Owned};
    let year = jiff::Span::new().years(1);
    let mut rules = CoverageRules {
        controls: vec![Decided, Documented, Owned, Justified, Implemented, Evidenced],
        controls_span: None,
        clauses: vec![Documented, Owned, Evidenced],
        evidence_valid: year.fieldwise(),
        audit_cycle: (year * 3).fieldwise(),
    };
    let Some(fields) = fields else { return rules };
    for (key, rungs) in [("controls", &mut rules.controls), ("clauses", &mut rules.clauses)] {
        if fields.node(key).is_some() {
            *rungs = Rung::list(&fields, key);
        }
    }
    rules.controls_span = fields.node("controls").map(|node| node.span);
    for (key, length) in [("evidence-valid", &mut rules.evidence_valid), ("audit-cycle", &mut rules.audit_cycle)] {
        if let Some(span) = fields.duration(key) {
            *length = span.value.fieldwise();
        }
    }
    fields.finish();
    rules
}
