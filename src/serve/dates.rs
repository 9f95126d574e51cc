//! Days that a reader may choose in the preview: coming audits and milestones.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::snapshot::Snapshot;
use crate::isms::{Audit, Milestone};
use crate::pages::HANDBOOK_JSON;
use crate::site::SitePath;

/// Registers and fields that hold such days.
const FIELDS: [(&str, &str); 2] = [(Milestone::REGISTER, Milestone::DUE), (Audit::REGISTER, Audit::PLANNED)];
/// Maximum number of days offered.
const SHOWN: usize = 6;

/// Writes the next days in order, from the data that the site exports.
pub(super) fn json(snapshot: &Snapshot) -> String {
    let site = snapshot.site.as_ref();
    let data = site.and_then(|site| site.get(&SitePath::new(HANDBOOK_JSON)).ok().flatten());
    let data: Value = data.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    let after = snapshot.as_of.filter(|_| !snapshot.chosen);
    let days: BTreeSet<(Date, String)> =
        FIELDS.iter().flat_map(|(register, field)| days(&data, register, field)).collect();
    let coming = days.into_iter().filter(|(day, _)| after.is_none_or(|after| *day > after));
    let coming: Vec<Value> =
        coming.take(SHOWN).map(|(day, title)| json!({ "day": day.to_string(), "title": title })).collect();
    json!({ "days": coming }).to_string()
}

fn days(data: &Value, register: &str, field: &str) -> Vec<(Date, String)> {
    let registers = data["registers"].as_array().into_iter().flatten();
    let entries = registers.filter(|found| found["name"] == register).flat_map(|found| found["entries"].as_array());
    let day = |entry: &Value| {
        let day = entry["values"][field].as_str()?.parse().ok()?;
        Some((day, entry["title"].as_str()?.to_owned()))
    };
    entries.flatten().filter_map(day).collect()
}
