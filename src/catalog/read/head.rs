//! Reads what a catalogue file says of its standard as a whole: names, rights, groups, attributes, optional parts.

use std::collections::BTreeMap;

use super::{ENGLISH, Reader};
use crate::catalog::{ALWAYS, Attribute, FIRST, Named, Rights, Rung, Standard, StandardRole, Theme};
use crate::diag::Diagnostic;
use crate::id::is_standard;
use crate::site::slug;
use crate::value::Fields;

impl Reader<'_> {
    pub(super) fn standard(
        &self,
        head: Fields<'_>,
        fields: &Fields<'_>,
        (named, is_built_in): (Option<&Named>, bool),
    ) -> Option<Standard> {
        let id = head.required_text("id")?;
        if !is_standard(&id.value) || self.catalog.standards.iter().any(|s| s.id == id.value) {
            let message = format!("`{}` is not a valid id for a standard", id.value);
            head.report(
                Diagnostic::error("duplicate-id", id.span, message)
                    .help("use letters, digits, dots and hyphens; no two standards may have the same id".to_owned()),
            );
            return None;
        }
        let text = |key| head.text(key).map(|t| t.value);
        let title = head.required_text("title")?.value;
        let retired = head.date("retired").map(|d| d.value);
        let by_file = match retired {
            Some(_) => StandardRole::Retired,
            None if id.value == ALWAYS[FIRST] => StandardRole::Certified,
            None => StandardRole::Measured,
        };
        let role = named.and_then(|named| named.role).unwrap_or(by_file);
        let by_its_file = Rung::required(&head, "required", role == StandardRole::Certified);
        // A book's own catalogue has the language of the book.
        let language = text("language").or_else(|| is_built_in.then(|| ENGLISH.to_owned()));
        let standard = Standard {
            role,
            id: id.value,
            short: text("short").filter(|short| !short.trim().is_empty()).unwrap_or_else(|| title.clone()),
            title,
            name: text("name").unwrap_or_default(),
            names: head.texts("names").into_iter().map(|t| t.value).filter(|name| name.trim().len() > 1).collect(),
            retired,
            words: head.text("one").map(|one| {
                let many = head.required_text("many").map_or_else(|| one.value.clone(), |many| many.value);
                [one.value, many]
            }),
            rights: Rights {
                publisher: text("publisher"),
                terms: text("rights"),
                attribution: text("attribution"),
                address: text("address"),
            },
            required: named.and_then(|named| named.required.clone()).or(by_its_file),
            themes: themes(fields, language.as_ref()),
            language,
            left_out: Vec::new(),
            attributes: fields.tables("attribute").into_iter().filter_map(attribute).collect(),
            documented: Vec::new(),
        };
        head.finish();
        Some(standard)
    }

    /// Reads the optional parts. Returns the ids of all of them, each with whether it counts.
    pub(super) fn parts(
        &mut self,
        standard: usize,
        fields: &Fields<'_>,
        named: Option<&Named>,
    ) -> BTreeMap<String, bool> {
        let chosen = named.and_then(|named| named.parts.as_ref());
        let mut counted = BTreeMap::new();
        for part in fields.tables("part") {
            let default = part.flag("default").is_some_and(|flag| flag.value);
            if let (Some(id), Some(title)) = (part.required_text("id"), part.required_text("title")) {
                let counts = chosen.map_or(default, |chosen| chosen.iter().any(|part| part.value == id.value));
                if !counts {
                    self.catalog.standards[standard].left_out.push((id.value.clone(), title.value));
                }
                if counted.insert(id.value.clone(), counts).is_some() {
                    let message = format!("two parts have the id `{}`", id.value);
                    part.report(Diagnostic::error("duplicate-id", id.span, message));
                }
            }
            part.finish();
        }
        for part in chosen.into_iter().flatten().filter(|part| !counted.contains_key(&part.value)) {
            let known: Vec<&str> = counted.keys().map(String::as_str).collect();
            let message = format!("{} has no optional part `{}`", self.catalog.standards[standard].title, part.value);
            let help = match known.as_slice() {
                [] => "remove it from `parts`: all of the standard counts".to_owned(),
                known => format!("known: {}", known.join(", ")),
            };
            fields.report(Diagnostic::error("invalid-value", part.span, message).help(help));
        }
        counted
    }
}

/// Reads the groups. Their ids and their addresses are unique.
fn themes(fields: &Fields<'_>, language: Option<&String>) -> Vec<Theme> {
    let mut themes: Vec<Theme> = Vec::new();
    for group in fields.tables("group") {
        let span = group.text("id").map(|id| id.span);
        let Some(theme) = theme(group, language.cloned()) else { continue };
        if themes.iter().any(|known| slug(&known.id) == slug(&theme.id)) {
            let message = format!("two groups have the id `{}`, or one that makes the same address", theme.id);
            fields.report(Diagnostic::error("duplicate-id", span, message));
            continue;
        }
        themes.push(theme);
    }
    themes
}

fn theme(fields: Fields<'_>, language: Option<String>) -> Option<Theme> {
    let theme = Theme {
        id: fields.required_text("id")?.value,
        title: fields.required_text("title")?.value,
        language,
        about: fields.text("about").map_or_else(String::new, |t| t.value),
    };
    fields.finish();
    Some(theme)
}

fn attribute(fields: Fields<'_>) -> Option<Attribute> {
    let value = |value: Fields<'_>| {
        let pair = (value.required_text("id")?.value, value.required_text("title")?.value);
        value.finish();
        Some(pair)
    };
    let attribute = Attribute {
        id: fields.required_text("id")?.value,
        title: fields.required_text("title")?.value,
        values: fields.tables("values").into_iter().filter_map(value).collect(),
    };
    fields.finish();
    Some(attribute)
}
