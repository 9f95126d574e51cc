//! The registers of a new handbook, generated from their schemas: an example each as a comment, because an example is
//! not a record, and all controls undecided. Only the role that owns the outlines is an entry.

use std::fmt::Write;

use super::Starter;
use crate::catalog::{self, RequirementKind};
use crate::config;
use crate::isms::{Mapping, OWNER, Role};
use crate::load;
use crate::model::{Demand, Field, FieldKind, Identity, Schema, TargetKind};
use crate::source::Sources;
use crate::value::quoted;
use crate::wording::Wording;

/// The role that initially owns everything.
const ROLE: &str = "isms-owner";

pub(super) fn files(starter: &Starter<'_>, words: &Wording) -> Vec<(String, String)> {
    let mut schemas = config::built_in();
    // A new handbook is compared with no other standard.
    schemas.retain(|schema| schema.name != Mapping::REGISTER);
    schemas.iter_mut().for_each(|schema| schema.localise(words));
    let file = |schema: &Schema| {
        let text = match schema.identity {
            Identity::Control => decisions(schema, words, starter.language),
            Identity::Own => example(schema, &schemas, starter, words),
        };
        (format!("content/registers/{}.toml", schema.name), text)
    };
    schemas.iter().map(file).collect()
}

/// Returns every Annex A control as commented-out lines.
fn decisions(schema: &Schema, words: &Wording, language: &str) -> String {
    let mut sources = Sources::default();
    load::built_in(&mut sources, &[], language);
    let (catalog, _) = catalog::read(&sources, &[], language);
    let mut text = format!("# {}\n#\n# {}\n", schema.about, words.say("starter.decisions"));
    for (ix, control) in catalog.requirements().filter(|(ix, _)| catalog.is_decided(*ix)) {
        if control.kind == RequirementKind::Control {
            _ = write!(
                text,
                "\n# [[{}]]          # {}\n# id = \"{}\"\n# applicable = true\n# reasons = [\"risk\"]\n# justification = \"\"\n# implementation = \"planned\"\n# owner = \"{ROLE}\"\n",
                schema.singular,
                control.title,
                catalog.label(ix)
            );
        }
    }
    text
}

/// Letters of the ids of registers whose singular begins like that of another one.
const LETTERS: [(&str, &str); 2] = [("communications", "CN"), ("processing", "PA")];

/// Returns the id of a register's example entry.
fn id(schema: &Schema) -> String {
    if schema.name == Role::REGISTER {
        return ROLE.to_owned();
    }
    if let Some((_, letters)) = LETTERS.iter().find(|(name, _)| *name == schema.name) {
        return format!("{letters}-001");
    }
    if let Some((_, letters)) = LETTERS.iter().find(|(name, _)| *name == schema.name) {
        return format!("{letters}-001");
    }
    let letters: String = schema.singular.split('-').filter_map(|word| word.get(..1)).collect();
    let start = if letters.len() > 1 { letters } else { schema.singular.chars().take(3).collect() };
    format!("{}-001", start.to_uppercase())
}

/// Returns an example entry with its required fields, and the other fields as comments.
fn example(schema: &Schema, all: &[Schema], starter: &Starter<'_>, words: &Wording) -> String {
    let title = words.say(if schema.name == Role::REGISTER { "starter.role" } else { "starter.example" });
    let mut text = format!("[[{}]]\nid = \"{}\"\ntitle = \"{title}\"\n", schema.singular, id(schema));
    let wanted = |field: &Field| {
        let named = schema.rules.iter().any(|rule| match &rule.demand {
            Demand::Needs(names) => names.contains(&field.name),
            Demand::NeedsOneOf(names) => names.first() == Some(&field.name),
            _ => false,
        });
        // The role is an entry from the start: nobody holds it yet.
        field.required || (named && schema.name != Role::REGISTER) || field.name == OWNER
    };
    let value = |field: &Field| value(schema, field, all, starter);
    let (filled, open): (Vec<&Field>, Vec<&Field>) = schema.fields.iter().partition(|field| wanted(field));
    for field in filled {
        if let Some(value) = value(field) {
            _ = writeln!(text, "{} = {value}", field.name);
        }
    }
    for field in open {
        let help = if field.help.is_empty() { &field.label } else { &field.help };
        if let Some(value) = value(field) {
            _ = writeln!(text, "# {} = {value}      # {}", field.name, help.replace('\n', " "));
        }
    }
    if schema.name == Role::REGISTER {
        return format!("# {}\n\n{text}", schema.about);
    }
    let lines: String = text.lines().map(|line| format!("# {line}\n")).collect();
    format!("# {}\n#\n# {}\n\n{lines}", schema.about, words.say("starter.examples"))
}

/// Returns an example value for a field.
fn value(schema: &Schema, field: &Field, all: &[Schema], starter: &Starter<'_>) -> Option<String> {
    let target = |to: &TargetKind| match to {
        TargetKind::Document => Some("\"02-information-security-policy\"".to_owned()),
        TargetKind::Clause => Some("\"4.1\"".to_owned()),
        TargetKind::Control => Some("\"A.5.1\"".to_owned()),
        TargetKind::Entry(name) => {
            all.iter().find(|schema| schema.name == *name).map(|schema| format!("\"{}\"", id(schema)))
        }
    };
    Some(match &field.kind {
        FieldKind::Text | FieldKind::Markdown => quoted("Example"),
        FieldKind::Date => {
            let due =
                schema.deadlines.iter().any(|deadline| deadline.field == field.name && deadline.interval.is_none());
            let later = starter.today.checked_add(jiff::Span::new().years(1)).unwrap_or(starter.today);
            if due || field.name == "to" { later.to_string() } else { starter.today.to_string() }
        }
        FieldKind::Texts => format!("[{}]", quoted("Example")),
        FieldKind::Number | FieldKind::Whole => "1".to_owned(),
        FieldKind::Choice { choices, many: false } => format!("\"{}\"", choices.first()?.id),
        FieldKind::Choice { choices, many: true } => format!("[\"{}\"]", choices.first()?.id),
        FieldKind::Flag => "true".to_owned(),
        FieldKind::Phone => "\"+44 20 7946 0123\"".to_owned(),
        FieldKind::Link => "\"https://example.org/\"".to_owned(),
        FieldKind::Duration => "\"12 months\"".to_owned(),
        FieldKind::Reference { to, many, .. } => {
            let target = target(to.first()?)?;
            if *many { format!("[{target}]") } else { target }
        }
        FieldKind::Table(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::id;
    use crate::config::built_in;

    #[test]
    fn the_examples_of_two_registers_have_different_ids() {
        let schemas = built_in();
        let ids: BTreeSet<String> = schemas.iter().map(id).collect();
        assert_eq!(ids.len(), schemas.len(), "{ids:?}");
    }
}
