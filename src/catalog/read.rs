//! Reads catalogue files into a [`Catalog`].

use std::cell::RefCell;

use super::{
    Attribute, Catalog, DocumentedInformation, DocumentedKind, FIRST, Found, RecordState, ReqIx, Requirement,
    RequirementKind, Standard, Theme,
};
use crate::diag::{Diagnostic, any_error};
use crate::id::{RequirementId, is_local};
use crate::pages::{PageId, clause_path, control_path, own_requirement_path};
use crate::site::{Address, slug};
use crate::source::{FileId, Role, SourceFile, Sources, Spanned};
use crate::value::{self, Fields};

/// Reads all files of the role [`Role::Catalog`].
pub fn read(sources: &Sources) -> (Catalog, Vec<Diagnostic>) {
    let diagnostics = RefCell::default();
    let mut reader = Reader { catalog: Catalog::default(), pending: Vec::new() };
    for (id, file) in sources.of_role(Role::Catalog) {
        reader.file(id, file, sources, &diagnostics);
    }
    reader.resolve(&diagnostics);
    (reader.catalog, diagnostics.into_inner())
}

/// `from` and `to` lists, resolved at the end because they may name requirements of files that are read later.
struct Pending {
    of: ReqIx,
    ancestors: bool,
    names: Vec<Spanned<String>>,
}

struct Reader {
    catalog: Catalog,
    pending: Vec<Pending>,
}

impl Reader {
    fn file(&mut self, id: FileId, file: &SourceFile, sources: &Sources, diagnostics: &RefCell<Vec<Diagnostic>>) {
        let (table, problems) = value::read_file(id, file);
        let broken = any_error(&problems);
        diagnostics.borrow_mut().extend(problems);
        if broken {
            return;
        }
        let fields = Fields::new(&table, sources, diagnostics);
        if fields.require("standard").is_some()
            && let Some(head) = fields.table("standard")
            && let Some(standard) = self.standard(head, &fields)
        {
            self.catalog.standards.push(standard);
            let at = self.catalog.standards.len() - 1;
            for clause in fields.tables("clause") {
                self.clause(at, clause);
            }
            for control in fields.tables("control") {
                self.control(at, control);
            }
            for item in fields.tables("documented-information") {
                self.documented(at, item);
            }
            fields.finish();
        }
    }

    fn standard(&self, head: Fields<'_>, fields: &Fields<'_>) -> Option<Standard> {
        let id = head.required_text("id")?;
        if !is_local(&id.value) || self.catalog.standards.iter().any(|s| s.id == id.value) {
            let message = format!("`{}` is not a valid id for a standard", id.value);
            head.report(
                Diagnostic::error("duplicate-id", id.span, message)
                    .help("use letters, digits, dots and hyphens; no two standards may have the same id".to_owned()),
            );
            return None;
        }
        let standard = Standard {
            id: id.value,
            title: head.required_text("title")?.value,
            name: head.text("name").map_or_else(String::new, |t| t.value),
            applicability: head.flag("applicability").is_some_and(|f| f.value),
            retired: head.date("retired").map(|d| d.value),
            themes: fields.tables("theme").into_iter().filter_map(theme).collect(),
            attributes: fields.tables("attribute").into_iter().filter_map(attribute).collect(),
            documented: Vec::new(),
        };
        head.finish();
        Some(standard)
    }

    fn clause(&mut self, standard: usize, fields: Fields<'_>) {
        let Some(mut clause) = self.requirement(standard, RequirementKind::Clause, &fields) else { return };
        clause.informative = fields.flag("informative").is_some_and(|f| f.value);
        clause.amended = fields.text("amended").map(|t| t.value);
        let parent = clause.id.local.rsplit_once('.').map(|(parent, _)| parent);
        clause.parent = parent.and_then(|local| self.local(standard, local));
        if let Some(parent) = clause.parent {
            self.catalog.requirements[parent].leaf = false;
        }
        self.push(clause, fields);
    }

    fn control(&mut self, standard: usize, fields: Fields<'_>) {
        let Some(mut control) = self.requirement(standard, RequirementKind::Control, &fields) else { return };
        let Standard { themes, attributes, .. } = &self.catalog.standards[standard];
        let themes: Vec<_> = themes.iter().enumerate().map(|(at, theme)| (theme.id.as_str(), at)).collect();
        control.theme = fields.choice("theme", &themes).map(|theme| theme.value);
        control.attributes = read_attributes(&fields, attributes);
        self.push(control, fields);
    }

    fn requirement(&self, standard: usize, kind: RequirementKind, fields: &Fields<'_>) -> Option<Requirement> {
        let local = fields.required_text("id")?;
        let title = fields.required_text("title")?.value;
        let id: RequirementId = match format!("{}:{}", self.catalog.standards[standard].id, local.value).parse() {
            Ok(id) if self.local(standard, &local.value).is_none() => id,
            _ => {
                let message = format!("`{}` is not a valid id for a requirement", local.value);
                fields
                    .report(Diagnostic::error("duplicate-id", local.span, message).help(
                        "use letters, digits, dots and hyphens; an id must be unique in its standard".to_owned(),
                    ));
                return None;
            }
        };
        Some(Requirement {
            page: page(&self.catalog.standards, standard, kind, &id.local),
            id,
            standard,
            kind,
            title,
            aliases: fields.texts("aliases").into_iter().map(|t| t.value).collect(),
            about: fields.text("about").map_or_else(String::new, |t| t.value),
            theme: None,
            parent: None,
            leaf: true,
            informative: false,
            amended: None,
            new: fields.flag("new").is_some_and(|f| f.value),
            attributes: Vec::new(),
            ancestors: Vec::new(),
            successors: Vec::new(),
        })
    }

    fn push(&mut self, requirement: Requirement, fields: Fields<'_>) {
        let ix = self.catalog.requirements.next_idx();
        self.pending.push(Pending { of: ix, ancestors: true, names: fields.texts("from") });
        self.pending.push(Pending { of: ix, ancestors: false, names: fields.texts("to") });
        fields.finish();
        self.catalog.by_local.entry(requirement.id.local.clone()).or_default().push(ix);
        if let Some(theme) = requirement.theme {
            self.catalog.themes.entry((requirement.standard, theme)).or_default().push(ix);
        }
        self.catalog.requirements.push(requirement);
    }

    fn documented(&mut self, standard: usize, fields: Fields<'_>) {
        let kinds = [
            ("document", DocumentedKind::Document),
            ("record", DocumentedKind::Record),
            ("umbrella", DocumentedKind::Umbrella),
        ];
        let item = (|| {
            let clause = fields.required_text("clause")?;
            let Some(at) = self.local(standard, &clause.value) else {
                let message = format!("`{}` is not a clause of this standard", clause.value);
                fields.report(Diagnostic::error("unknown-reference", clause.span, message));
                return None;
            };
            Some(DocumentedInformation {
                id: fields.required_text("id")?.value,
                clause: at,
                part: fields.text("part").map(|t| t.value),
                title: fields.required_text("title")?.value,
                kind: fields.choice("kind", &kinds)?.value,
                explicit: fields.text("basis").is_none_or(|t| t.value == "explicit"),
                registers: fields.texts("registers").into_iter().map(|t| t.value).collect(),
                state: fields.choice("state", &RecordState::ALL).map(|state| state.value),
            })
        })();
        // Only read so that the key is known: how the standard words the duty (available, retained).
        fields.text("obligation");
        fields.finish();
        self.catalog.standards[standard].documented.extend(item);
    }

    /// Returns the requirement of a standard with a local id.
    fn local(&self, standard: usize, local: &str) -> Option<ReqIx> {
        let all = self.catalog.by_local.get(local)?;
        all.iter().copied().find(|ix| self.catalog.requirement(*ix).standard == standard)
    }

    /// Resolves a `from` or `to` list, which names requirements of other standards.
    fn resolve(&mut self, diagnostics: &RefCell<Vec<Diagnostic>>) {
        for Pending { of, ancestors, names } in std::mem::take(&mut self.pending) {
            let own = self.catalog.requirement(of).standard;
            let mut found = Vec::with_capacity(names.len());
            for name in names {
                let other = self.catalog.by_local.get(&name.value).into_iter().flatten().copied();
                match other.into_iter().find(|ix| self.catalog.requirement(*ix).standard != own) {
                    Some(ix) => found.push(ix),
                    None => match self.catalog.find(&name.value) {
                        Found::One(ix) => found.push(ix),
                        _ => diagnostics.borrow_mut().push(Diagnostic::error(
                            "unknown-reference",
                            name.span,
                            format!("`{}` is not a requirement of another standard", name.value),
                        )),
                    },
                }
            }
            let requirement = &mut self.catalog.requirements[of];
            if ancestors {
                requirement.ancestors = found;
            } else {
                requirement.successors = found;
            }
        }
    }
}

fn page(standards: &[Standard], at: usize, kind: RequirementKind, local: &str) -> Address {
    let standard = &standards[at];
    match kind {
        _ if standard.retired.is_some() => Address { path: PageId::Transition.path(), anchor: Some(slug(local)) },
        RequirementKind::Clause if at == FIRST => clause_path(local).into(),
        RequirementKind::Control if at == FIRST => control_path(local).into(),
        _ => own_requirement_path(&standard.id, local).into(),
    }
}

/// Reads the attribute values of a control.
fn read_attributes(fields: &Fields<'_>, attributes: &[Attribute]) -> Vec<Vec<String>> {
    let Some(tags) = fields.table("attributes") else { return vec![Vec::new(); attributes.len()] };
    let values = attributes.iter().map(|attribute| tags.texts(&attribute.id).into_iter().map(|t| t.value).collect());
    let values = values.collect();
    tags.finish();
    values
}

fn theme(fields: Fields<'_>) -> Option<Theme> {
    let theme = Theme {
        id: fields.required_text("id")?.value,
        title: fields.required_text("title")?.value,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::BUILT_IN;
    use crate::id::natural;
    use crate::source::Content;

    fn built_in() -> Catalog {
        let mut sources = Sources::default();
        for (path, text) in BUILT_IN {
            let content = Content::Text((*text).into());
            sources.add(SourceFile { path: (*path).into(), role: Role::Catalog, content });
        }
        let (catalog, diagnostics) = read(&sources);
        assert_eq!(diagnostics, []);
        catalog
    }

    #[test]
    fn counts_are_those_of_the_standard() {
        let catalog = built_in();
        let clauses: Vec<_> = catalog.of_kind(FIRST, RequirementKind::Clause).collect();
        assert_eq!(clauses.len(), 44);
        assert_eq!(clauses.iter().filter(|(ix, _)| catalog.is_assessable(*ix)).count(), 30);
        let amended: Vec<_> = clauses.iter().filter(|(_, r)| r.amended.is_some()).map(|(_, r)| &r.id.local).collect();
        assert_eq!(amended, ["4.1", "4.2"]);

        let main = &catalog.standards[FIRST];
        let themes = (0..main.themes.len()).map(|t| catalog.controls_of_theme(FIRST, t).len());
        assert_eq!(themes.collect::<Vec<_>>(), [37, 8, 14, 34]);
        assert_eq!(catalog.of_kind(FIRST, RequirementKind::Control).filter(|(_, r)| r.new).count(), 11);
        assert_eq!(main.documented.len(), 20);
        assert_eq!(main.attributes.len(), 5);

        let old = &catalog.standards[1];
        assert_eq!(old.themes.len(), 14);
        assert_eq!(catalog.of_kind(1, RequirementKind::Control).count(), 114);
    }

    #[test]
    fn the_mapping_is_its_own_inverse() {
        let catalog = built_in();
        let mut forward = Vec::new();
        let mut backward = Vec::new();
        for (ix, requirement) in catalog.requirements() {
            forward.extend(requirement.successors.iter().map(|to| (ix, *to)));
            backward.extend(requirement.ancestors.iter().map(|from| (*from, ix)));
        }
        backward.sort();
        forward.sort();
        assert_eq!(forward, backward);
        assert_eq!(forward.len(), 115);
        let forked: Vec<_> = catalog.requirements().filter(|(_, r)| r.successors.len() > 1).collect();
        assert_eq!(forked.len(), 1);
        assert_eq!(forked[0].1.id.local, "A.18.2.3");
    }

    #[test]
    fn every_id_parses_and_stands_in_numeric_order() {
        let catalog = built_in();
        for (at, standard) in catalog.standards.iter().enumerate() {
            for kind in [RequirementKind::Clause, RequirementKind::Control] {
                let locals: Vec<_> = catalog.of_kind(at, kind).map(|(_, r)| r.id.local.as_str()).collect();
                assert!(locals.is_sorted_by(|a, b| natural(a, b).is_lt()), "{kind:?} of {}", standard.id);
            }
        }
        for (_, requirement) in catalog.requirements() {
            assert_eq!(requirement.id.to_string().parse(), Ok(requirement.id.clone()));
        }
    }

    #[test]
    fn every_attribute_value_is_declared() {
        let catalog = built_in();
        let main = &catalog.standards[FIRST];
        for (_, control) in catalog.of_kind(FIRST, RequirementKind::Control) {
            for (attribute, values) in main.attributes.iter().zip(&control.attributes) {
                assert!(!values.is_empty(), "{} has no {}", control.id, attribute.id);
                for value in values {
                    assert!(attribute.values.iter().any(|(id, _)| id == value), "{}: {value}", control.id);
                }
            }
        }
    }

    #[test]
    fn each_requirement_in_force_is_explained_in_a_line() {
        for (_, requirement) in built_in().requirements().filter(|(_, r)| r.standard == FIRST) {
            let words = requirement.about.split_whitespace().count();
            assert!((8..40).contains(&words) && !requirement.about.contains('\n'), "{}", requirement.id);
        }
    }
}
