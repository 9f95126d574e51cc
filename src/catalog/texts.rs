//! Texts of a standard in another language, or that only its licensee may use, from a file of their own.

use super::{Catalog, ReqIx, Theme};
use crate::diag::Diagnostic;
use crate::value::Fields;

/// Replaces the texts of a standard by those of a file, as far as that has them.
pub(super) fn apply(catalog: &mut Catalog, at: usize, fields: Fields<'_>) {
    head(catalog, at, &fields);
    groups(&mut catalog.standards[at].themes, &fields);
    if let Some(texts) = fields.table("part") {
        for (id, title) in &mut catalog.standards[at].left_out {
            set(title, &texts, id);
        }
        texts.keys().for_each(|(id, _)| _ = texts.node(id));
        texts.finish();
    }
    if let Some(texts) = fields.table("attribute") {
        for attribute in &mut catalog.standards[at].attributes {
            set(&mut attribute.title, &texts, &attribute.id);
        }
        texts.finish();
    }
    if let Some(values) = fields.table("value") {
        for attribute in &mut catalog.standards[at].attributes {
            let Some(texts) = values.table(&attribute.id) else { continue };
            attribute.values.iter_mut().for_each(|(id, title)| set(title, &texts, id));
            texts.finish();
        }
        values.finish();
    }
    if let Some(texts) = fields.table("documented-information") {
        for item in &mut catalog.standards[at].documented {
            set(&mut item.title, &texts, &item.id);
        }
        texts.finish();
    }
    requirements(catalog, at, &fields);
    fields.finish();
}

fn head(catalog: &mut Catalog, at: usize, fields: &Fields<'_>) {
    let Some(head) = fields.table("standard") else { return };
    let standard = &mut catalog.standards[at];
    let called = standard.short.clone();
    for (key, text) in [("title", &mut standard.title), ("short", &mut standard.short), ("name", &mut standard.name)] {
        set(text, &head, key);
    }
    if standard.short != called {
        standard.names.push(called);
    }
    if let Some(words) = &mut standard.words {
        for (word, key) in words.iter_mut().zip(["one", "many"]) {
            set(word, &head, key);
        }
    }
    if let Some(terms) = head.text("rights") {
        standard.rights.terms = Some(terms.value);
    }
    head.finish();
}

fn groups(groups: &mut [Theme], fields: &Fields<'_>) {
    for (key, is_title) in [("group", true), ("group-about", false)] {
        let Some(texts) = fields.table(key) else { continue };
        for group in &mut *groups {
            if is_title && texts.node(&group.id).is_some() {
                group.language = None;
            }
            set(if is_title { &mut group.title } else { &mut group.about }, &texts, &group.id);
        }
        texts.finish();
    }
}

/// Sets the texts of requirements. What is of a part that does not count is passed over.
fn requirements(catalog: &mut Catalog, at: usize, fields: &Fields<'_>) {
    let known: Vec<ReqIx> = catalog.of_standard(at).map(|(ix, _)| ix).collect();
    for key in ["label", "title", "aliases", "about", "amended"] {
        let Some(texts) = fields.table(key) else { continue };
        for ix in &known {
            let requirement = &mut catalog.requirements[*ix];
            let id = requirement.id.local.clone();
            match key {
                "aliases" => requirement.aliases.extend(texts.texts(&id).into_iter().map(|alias| alias.value)),
                "label" => requirement.label = texts.text(&id).map(|text| text.value).or(requirement.label.take()),
                "about" => set(&mut requirement.about, &texts, &id),
                "amended" => {
                    requirement.amended = texts.text(&id).map(|text| text.value).or(requirement.amended.take());
                }
                _ => {
                    if let Some(title) = texts.text(&id) {
                        // An English title stays a name by which texts call it.
                        let original = std::mem::replace(&mut requirement.title, title.value);
                        requirement.aliases.extend(Some(original).filter(|title| !title.is_empty()));
                        requirement.language = None;
                    }
                }
            }
        }
        let is_left_out = |id: &str| catalog.left_out(&format!("{}:{id}", catalog.standards[at].id)).is_some();
        for (id, span, _) in texts.unknown().into_iter().filter(|(id, ..)| !is_left_out(id)) {
            let message = format!("`{id}` is not a requirement of {}", catalog.standards[at].title);
            fields.report(Diagnostic::error("unknown-reference", span, message));
        }
    }
}

fn set(text: &mut String, texts: &Fields<'_>, key: &str) {
    if let Some(found) = texts.text(key).filter(|found| !found.value.trim().is_empty()) {
        *text = found.value;
    }
}
