//! Control data of the Statement of Applicability: the `[soa]` table.

use jiff::civil::Date;

use crate::value::Fields;

/// The control data of the Statement of Applicability.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SoaApproval {
    /// The version, such as "1.3".
    pub version: Option<String>,
    /// The role that approved it.
    pub approver: Option<String>,
    /// The approval date.
    pub approved: Option<Date>,
}

impl SoaApproval {
    /// Returns the day of the approval, if it has come by `day`.
    pub fn approved_by(&self, day: Date) -> Option<Date> {
        self.approved.filter(|approved| *approved <= day)
    }
}

/// Reads the `[soa]` table.
pub(super) fn read_soa(fields: Option<Fields<'_>>) -> SoaApproval {
    let Some(fields) = fields else { return SoaApproval::default() };
    let approval = SoaApproval {
        version: fields.text("version").map(|t| t.value),
        approver: fields.text("approver").map(|t| t.value),
        approved: fields.date("approved").map(|d| d.value),
    };
    fields.finish();
    approval
}
