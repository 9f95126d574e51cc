//! Rules and deadlines that a schema sets for its entries.
//!
//! A rule names the check that reports it, so that its level and its explanation are those of the check. A deadline is
//! also shown in the calendar.

use jiff::SpanFieldwise;
use jiff::civil::Date;

use super::cells::{Cells, EntryValue};
use super::day::has_happened;
use super::field::{Field, FieldKind};
use crate::diag::{Diagnostic, did_you_mean};
use crate::source::Spanned;
use crate::value::{Fields, Value};

/// A rule for entries.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The check that reports a violation.
    pub check: Spanned<String>,
    /// The condition that must hold.
    pub demand: Demand,
    /// The entries that it applies to.
    pub condition: Condition,
    /// The message, with `{id}` for the id of the entry and `{field}` for the wrong field.
    pub says: Option<String>,
}

/// The kinds of rules.
#[derive(Debug, Clone, PartialEq)]
pub enum Demand {
    /// Each of these fields has a value.
    Needs(Vec<String>),
    /// One of these fields has a value.
    NeedsOneOf(Vec<String>),
    /// At least one entry of one of these registers refers to it.
    CitedBy(Vec<String>),
    /// The dates in these fields are in this order.
    Order(Vec<String>),
}

/// A date by which something is due.
#[derive(Debug, Clone, PartialEq)]
pub struct Deadline {
    /// Id in calendar feeds, independent of the label; the label if the schema has no `id`.
    pub id: String,
    /// Name in the calendar, such as "Review".
    pub label: String,
    /// The check that reports a missed deadline; `None` if that is not a problem.
    pub check: Option<Spanned<String>>,
    /// The field with the date, or with the date from which the interval counts.
    pub field: String,
    /// The interval that is added to the date.
    pub interval: Option<Interval>,
    /// The entries that it applies to.
    pub condition: Condition,
    /// The message, with `{id}` for the id of the entry and `{day}` for the date.
    pub says: Option<String>,
}

/// The interval from a date to the deadline.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    /// The field with the interval.
    pub field: Option<String>,
    /// The interval for entries without a value in the field.
    pub default: Option<SpanFieldwise>,
}

/// The entries that a rule or a deadline applies to: those that pass all tests of `when` and none of `unless`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Condition {
    when: Vec<(String, Is)>,
    unless: Vec<(String, Is)>,
}

/// A test of a field on a day.
#[derive(Debug, Clone, PartialEq)]
enum Is {
    /// It has a value other than `false`, and no date that is still to come.
    Filled,
    /// It has no such value.
    Empty,
    /// Its value is one of these choices.
    OneOf(Vec<String>),
}

impl Condition {
    /// Returns the fields that are tested.
    fn fields(&self) -> impl Iterator<Item = &str> {
        self.when.iter().chain(&self.unless).map(|(field, _)| field.as_str())
    }

    /// Returns the fields of which it asks that they have no value: what ends a deadline.
    pub(super) fn ends_with(&self) -> impl Iterator<Item = &str> {
        self.unless.iter().filter(|(_, is)| *is == Is::Filled).map(|(field, _)| field.as_str())
    }

    /// Returns whether it holds for an entry on a day.
    pub fn holds<R>(&self, entry: Cells<'_, R>, day: Date) -> bool {
        let holds = |(field, is): &(String, Is)| match is {
            Is::Filled => is_filled(entry, field, day),
            Is::Empty => !is_filled(entry, field, day),
            Is::OneOf(words) => {
                let is_one = |chosen: &str| words.iter().any(|word| word == chosen);
                let others = entry.choices(field).iter().skip(1).map(String::as_str);
                entry.choice_on(field, day).into_iter().chain(others).any(is_one)
            }
        };
        self.when.iter().all(holds) && !self.unless.iter().any(holds)
    }
}

/// Returns whether a field has a value on a day: not `false`, and no date of something that has not happened by then.
fn is_filled<R>(entry: Cells<'_, R>, field: &str, day: Date) -> bool {
    match entry.value(field) {
        None | Some(EntryValue::Flag(false)) => false,
        Some(EntryValue::Date(on)) => !entry.is_day_of_an_event(field) || has_happened(*on, day),
        Some(value) => !value.is_blank(),
    }
}

impl Deadline {
    /// Returns how to meet the demand, in one sentence.
    pub fn help(&self) -> String {
        let field = &self.field;
        if self.interval.is_some() {
            return format!("do it, and set `{field}` to the date");
        }
        let done: Vec<String> = self.condition.fields().map(|field| format!("`{field}`")).collect();
        match &done[..] {
            [] => format!("do it, or agree on a new date for `{field}`"),
            fields => {
                format!("record in {} that it is done, or agree on a new date for `{field}`", fields.join(" or "))
            }
        }
    }

    /// Returns the day by which an entry must meet it; `None` if there is none, or the entry has met it by `day`.
    ///
    /// An interval counts from something that has happened by then.
    pub fn day<R>(&self, entry: Cells<'_, R>, day: Date) -> Option<Date> {
        let from = entry.date(&self.field).filter(|_| self.condition.holds(entry, day))?;
        let Some(Interval { field, default }) = &self.interval else { return Some(from) };
        if !is_filled(entry, &self.field, day) {
            return None;
        }
        let given = field.as_ref().and_then(|field| entry.duration(field));
        let length = given.or(default.map(|default| default.0))?;
        Some(from.checked_add(length).unwrap_or(Date::MAX))
    }
}

/// Reads the `[[rule]]` tables of a schema with these fields.
pub(super) fn read_rules(fields: &Fields<'_>, known: &[Field]) -> Vec<Rule> {
    let rule = |fields: Fields<'_>| {
        let names = |key: &str| known_names(&fields, key, known);
        let demands = [
            ("needs", "incomplete-entry", Demand::Needs(names("needs"))),
            ("needs-one-of", "incomplete-entry", Demand::NeedsOneOf(names("needs-one-of"))),
            ("order", "dates-out-of-order", Demand::Order(names("order"))),
            ("cited-by", "incomplete-entry", Demand::CitedBy(texts(&fields, "cited-by"))),
        ];
        let demand = demands.into_iter().find(|(key, ..)| fields.node(key).is_some());
        let condition = read_condition(&fields, known);
        let check = fields.text("check");
        let says = fields.text("says").map(|t| t.value);
        let span = fields.span();
        if demand.is_none() {
            let message = "the rule requires nothing";
            let help = "add one of: needs, needs-one-of, order, cited-by".to_owned();
            fields.report(Diagnostic::error("missing-field", span, message).help(help));
        }
        fields.finish();
        let (_, generic, demand) = demand?;
        let check = check.unwrap_or_else(|| Spanned { value: generic.to_owned(), span });
        Some(Rule { check, demand, condition, says })
    };
    fields.tables("rule").into_iter().filter_map(rule).collect()
}

/// Reads the `[[deadline]]` tables of a schema with these fields.
pub(super) fn read_deadlines(fields: &Fields<'_>, known: &[Field]) -> Vec<Deadline> {
    let deadline = |fields: Fields<'_>| {
        let label = fields.required_text("label");
        let id = fields.text("id").or_else(|| label.clone());
        let after = fields.node("after").is_some();
        let key = if after { "after" } else { "field" };
        fields.require(key);
        let field = known_names(&fields, key, known).into_iter().next();
        let interval = after.then(|| Interval {
            field: known_names(&fields, "interval", known).into_iter().next(),
            default: fields.duration("default").map(|d| d.value.fieldwise()),
        });
        let check = match fields.flag("silent").is_some_and(|f| f.value) {
            true => None,
            false => {
                let generic = Spanned { value: "overdue-entry".to_owned(), span: fields.span() };
                Some(fields.text("check").unwrap_or(generic))
            }
        };
        let condition = read_condition(&fields, known);
        let says = fields.text("says").map(|t| t.value);
        fields.finish();
        Some(Deadline { id: id?.value, label: label?.value, check, field: field?, interval, condition, says })
    };
    fields.tables("deadline").into_iter().filter_map(deadline).collect()
}

/// Notes for each date of which the schema does not say whether it has happened what the deadlines tell: a deadline's
/// own day is to come, and what ends a deadline, or what its interval counts from, has happened.
pub(super) fn settle_days(known: &mut [Field], deadlines: &[Deadline]) {
    for field in known.iter_mut().filter(|field| field.kind == FieldKind::Date && field.happened.is_none()) {
        let name = field.name.as_str();
        let is_own_day = |deadline: &Deadline| deadline.field == name && deadline.interval.is_none();
        let is_event = |deadline: &Deadline| {
            let counts_from = deadline.field == name && deadline.interval.is_some();
            counts_from || deadline.condition.ends_with().any(|ended| ended == name)
        };
        if deadlines.iter().any(is_own_day) {
            field.happened = Some(false);
        } else if deadlines.iter().any(is_event) {
            field.happened = Some(true);
        }
    }
}

fn read_condition(fields: &Fields<'_>, known: &[Field]) -> Condition {
    let side = |key: &str| {
        let Some(table) = fields.table(key) else { return Vec::new() };
        let names: Vec<_> = table.keys().map(|(name, span)| Spanned { value: name.to_owned(), span }).collect();
        let tests = names.into_iter().filter_map(|name| {
            let is = match &table.node(&name.value)?.value {
                Value::Flag(true) => Is::Filled,
                Value::Flag(false) => Is::Empty,
                _ => Is::OneOf(texts(&table, &name.value)),
            };
            Some((known_name(&table, &name, known)?, is))
        });
        tests.collect()
    };
    Condition { when: side("when"), unless: side("unless") }
}

fn texts(fields: &Fields<'_>, key: &str) -> Vec<String> {
    fields.texts(key).into_iter().map(|text| text.value).collect()
}

fn known_names(fields: &Fields<'_>, key: &str, known: &[Field]) -> Vec<String> {
    fields.texts(key).iter().filter_map(|name| known_name(fields, name, known)).collect()
}

fn known_name(fields: &Fields<'_>, name: &Spanned<String>, known: &[Field]) -> Option<String> {
    if known.iter().any(|field| field.name == name.value) {
        return Some(name.value.clone());
    }
    let near = did_you_mean(&name.value, known.iter().map(|field| field.name.as_str()));
    let message = format!("the register has no field `{}`", name.value);
    let help = near.map(|near| format!("did you mean `{near}`?"));
    fields.report(Diagnostic::error("unknown-key", name.span, message).help(help));
    None
}
