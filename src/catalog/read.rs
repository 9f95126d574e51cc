//! Reads catalogue files into a [`Catalog`].

mod crosswalks;
mod head;

use std::cell::RefCell;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::named::{Named, StandardFile};
use super::shipped::BUILT_IN;
use super::{
    Attribute, Catalog, DocumentedInformation, DocumentedKind, FIRST, RecordState, ReqIx, Requirement, RequirementKind,
    Standard, StandardRole, Theme, texts,
};
use crate::diag::{Diagnostic, any_error};
use crate::id::RequirementId;
use crate::pages::{PageId, clause_path, control_path, own_requirement_path, own_transition_path};
use crate::site::{Address, slug};
use crate::source::{FileId, Role, SourceFile, Sources};
use crate::value::{self, Fields, Node, Table, Value, control_character, unknown_choice};

use crosswalks::{Pending, PendingPair};

/// Reads all files of the role [`Role::Catalog`], as book.toml names the standards, with their texts in a language.
pub fn read(sources: &Sources, named: &[Named], language: &str) -> (Catalog, Vec<Diagnostic>) {
    let diagnostics = RefCell::default();
    let mut reader = Reader { named, ..Reader::default() };
    let files: Vec<(FileId, &SourceFile)> = sources.of_role(Role::Catalog).collect();
    let (texts, mut standards): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|(_, file)| reader.has_texts(&file.path));
    // The pages at the top of the site are those of the first standard that the organisation is certified against. The others
    // come in the order of book.toml.
    let is_usual = |path: &str| BUILT_IN[FIRST].path == path;
    let is_certified =
        |named: &Named| named.role.map_or_else(|| is_usual(&named.path()), |role| role == StandardRole::Certified);
    let says_usual = named.iter().any(|named| is_usual(&named.path()));
    let first = named.iter().find(|named| is_certified(named)).filter(|_| says_usual).map(Named::path);
    let first = first.unwrap_or_else(|| BUILT_IN[FIRST].path.to_owned());
    let place = |file: &SourceFile| named.iter().position(|named| named.path() == file.path);
    standards.sort_by_key(|(_, file)| (file.path != first, place(file)));
    for (id, file) in standards {
        if let Some(table) = table(id, file, &diagnostics) {
            diagnostics
                .borrow_mut()
                .extend(hidden(&table).into_iter().filter(|_| !file.path.starts_with("(built in)")));
            reader.file(file, Fields::new(&table, sources, &diagnostics));
        }
    }
    // What is cited in another language keeps its English name.
    if !texts.is_empty() {
        reader.name_requirements();
    }
    for (id, file) in texts {
        let Some(table) = table(id, file, &diagnostics) else { continue };
        for at in reader.standards_of_texts(&file.path) {
            texts::apply(&mut reader.catalog, at, Fields::new(&table, sources, &diagnostics));
        }
    }
    reader.resolve(&diagnostics);
    reader.name_requirements();
    reader.note_languages(language);
    (reader.catalog, diagnostics.into_inner())
}

/// Reports the control characters in all texts of a table.
fn hidden(table: &Table) -> Vec<Diagnostic> {
    fn of(node: &Node) -> Vec<Diagnostic> {
        match &node.value {
            Value::Text(text) => control_character("this text", text, node.span).into_iter().collect(),
            Value::List(items) => items.iter().flat_map(of).collect(),
            Value::Table(table) => hidden(table),
            _ => Vec::new(),
        }
    }
    table.entries.iter().flat_map(|(_, _, node)| of(node)).collect()
}

/// Parses a file; `None` if it cannot be read.
fn table(id: FileId, file: &SourceFile, diagnostics: &RefCell<Vec<Diagnostic>>) -> Option<Table> {
    let (table, problems) = value::read_file(id, file);
    let broken = any_error(&problems);
    diagnostics.borrow_mut().extend(problems);
    (!broken).then_some(table)
}

#[derive(Default)]
struct Reader<'a> {
    named: &'a [Named],
    catalog: Catalog,
    /// The standard of each file, by path.
    of_file: BTreeMap<String, usize>,
    /// The requirement that has an address or a label.
    taken: FxHashMap<String, String>,
    pending: Vec<Pending>,
    pairs: Vec<PendingPair>,
}

impl Named {
    /// Returns the path of its file in the sources.
    fn path(&self) -> String {
        match &self.file {
            StandardFile::Program(id) => format!("(built in)/{}.toml", id.value),
            StandardFile::Book(path) => path.value.clone(),
        }
    }
}

impl Reader<'_> {
    /// Returns whether the file at a path holds texts of a standard in another file.
    fn has_texts(&self, path: &str) -> bool {
        let is_own = |named: &Named| named.texts.as_ref().is_some_and(|texts| texts.value == path);
        BUILT_IN.iter().any(|file| file.texts_path == path) || self.named.iter().any(is_own)
    }

    /// Returns the standards that the texts at a path are of.
    fn standards_of_texts(&self, path: &str) -> Vec<usize> {
        let built_in = BUILT_IN.iter().filter(|file| file.texts_path == path).map(|file| file.path.to_owned());
        let is_own = |named: &&Named| named.texts.as_ref().is_some_and(|texts| texts.value == path);
        let of = built_in.chain(self.named.iter().filter(is_own).map(Named::path));
        of.filter_map(|path| self.of_file.get(&path).copied()).collect()
    }

    fn file(&mut self, file: &SourceFile, fields: Fields<'_>) {
        let named = self.named.iter().find(|named| named.path() == file.path);
        if fields.require("standard").is_some()
            && let Some(head) = fields.table("standard")
            && let Some(standard) = self.standard(head, &fields, (named, file.path.starts_with("(built in)")))
        {
            self.catalog.standards.push(standard);
            let at = self.catalog.standards.len() - 1;
            self.of_file.insert(file.path.clone(), at);
            let counted = self.parts(at, &fields, named);
            for clause in fields.tables("clause") {
                self.clause(at, clause);
            }
            for control in fields.tables("control") {
                self.control(at, control);
            }
            for requirement in fields.tables("requirement") {
                self.other(at, requirement, &counted);
            }
            for item in fields.tables("documented-information") {
                self.documented(at, item);
            }
            for crosswalk in fields.tables("crosswalk") {
                self.crosswalk(at, crosswalk);
            }
            fields.finish();
        }
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
        control.theme = group(&fields, themes);
        control.attributes = read_attributes(&fields, attributes);
        self.push(control, fields);
    }

    /// Reads a requirement of a standard without clauses and controls, unless it is in a part that does not count.
    fn other(&mut self, standard: usize, fields: Fields<'_>, counted: &BTreeMap<String, bool>) {
        let part = fields.text("part");
        if let Some(part) = &part {
            match counted.get(&part.value) {
                Some(true) => {}
                Some(false) => return self.leave_out(standard, &fields, &part.value),
                None => {
                    fields.report(unknown_choice(
                        "part",
                        part,
                        &counted.keys().map(String::as_str).collect::<Vec<_>>(),
                    ));
                }
            }
        }
        let Some(mut requirement) = self.requirement(standard, RequirementKind::Other, &fields) else { return };
        requirement.label = fields.text("label").map(|t| t.value);
        requirement.theme = group(&fields, &self.catalog.standards[standard].themes);
        if let Some(parent) = fields.text("parent") {
            match self.local(standard, &parent.value) {
                Some(ix) => {
                    self.catalog.requirements[ix].leaf = false;
                    requirement.theme = self.catalog.requirement(ix).theme;
                    requirement.parent = Some(ix);
                }
                None => {
                    let message = format!("`{}` is not a requirement above this one", parent.value);
                    fields.report(Diagnostic::error("unknown-reference", parent.span, message));
                }
            }
        }
        self.push(requirement, fields);
    }

    /// Notes a requirement of a part that does not count.
    fn leave_out(&mut self, standard: usize, fields: &Fields<'_>, part: &str) {
        let standard = &self.catalog.standards[standard];
        let Some(id) = fields.text("id") else { return };
        let label = fields.text("label").map_or_else(|| id.value.clone(), |label| label.value);
        let names = [format!("{}:{}", standard.id, id.value), format!("{} {label}", standard.short)];
        let alone = Some(label).filter(|label| *label == id.value);
        self.catalog.left_out.extend(names.into_iter().chain(alone).map(|name| (name, part.to_owned())));
    }

    fn requirement(&self, standard: usize, kind: RequirementKind, fields: &Fields<'_>) -> Option<Requirement> {
        let local = fields.required_text("id")?;
        let title = match kind {
            RequirementKind::Other => fields.text("title"),
            _ => Some(fields.required_text("title")?),
        };
        let id: RequirementId = match format!("{}:{}", self.catalog.standards[standard].id, local.value).parse() {
            Ok(id) if self.local(standard, &local.value).is_none() => id,
            Ok(_) => {
                let message = format!("`{}` is listed twice", local.value);
                fields.report(Diagnostic::error("duplicate-id", local.span, message));
                return None;
            }
            Err(_) => {
                let message = format!("`{}` is not a valid id for a requirement", local.value);
                let help = "use letters, digits, dots, hyphens and round brackets, with a digit or a dot; an id must be unique in its standard";
                fields.report(Diagnostic::error("duplicate-id", local.span, message).help(help.to_owned()));
                return None;
            }
        };
        Some(Requirement {
            page: page(&self.catalog, standard, kind, &id.local),
            id,
            label: None,
            standard,
            kind,
            language: self.catalog.standards[standard].language.clone().filter(|_| title.is_some()),
            title: title.map_or_else(String::new, |title| title.value),
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
        let span = fields.text("id").map(|id| id.span);
        for name in [requirement.page.absolute(), format!("{}:{}", requirement.standard, requirement.cited())] {
            if let Some(other) = self.taken.insert(name, requirement.id.local.clone()) {
                let message = format!("`{}` and `{other}` have one address or one label", requirement.id.local);
                fields.report(Diagnostic::error("duplicate-id", span, message).help("change one of them".to_owned()));
            }
        }
        if requirement.parent.is_some_and(|parent| self.catalog.chain(parent).count() > DEEPEST) {
            let message = format!("`{}` is more than {DEEPEST} levels deep", requirement.id.local);
            fields.report(Diagnostic::error("invalid-value", span, message));
        }
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

    /// Collects the names of requirements: as they are cited, and with the names of their standard in front.
    fn name_requirements(&mut self) {
        let Catalog { standards, requirements, by_name, .. } = &mut self.catalog;
        for (ix, requirement) in requirements.iter_enumerated() {
            let standard = &standards[requirement.standard];
            let cited = requirement.cited();
            let number = cited.strip_prefix("Art. ");
            let spelled =
                number.into_iter().flat_map(|number| ["Article", "Artikel"].map(|word| format!("{word} {number}")));
            for cited in spelled.chain([cited.to_owned()]) {
                let named = standard.called().flat_map(|name| [format!("{name} {cited}"), format!("{cited} {name}")]);
                for name in named.chain([cited.clone()]) {
                    let known = by_name.entry(name).or_default();
                    if !known.contains(&ix) {
                        known.push(ix);
                    }
                }
            }
        }
    }

    /// Forgets the language of titles that are in that of the book.
    fn note_languages(&mut self, language: &str) {
        let main = |tag: &str| tag.split('-').next().unwrap_or(tag).to_ascii_lowercase();
        let own = main(language);
        let groups = self.catalog.standards.iter_mut().flat_map(|standard| &mut standard.themes);
        let requirements = self.catalog.requirements.iter_mut();
        for language in groups.map(|group| &mut group.language).chain(requirements.map(|r| &mut r.language)) {
            language.take_if(|tag| main(tag) == own);
        }
    }
}

/// Maximum number of requirements above one another.
const DEEPEST: usize = 16;

/// The language of titles in data files.
const ENGLISH: &str = "en";

fn page(catalog: &Catalog, at: usize, kind: RequirementKind, local: &str) -> Address {
    let standard = &catalog.standards[at];
    match kind {
        _ if standard.role == StandardRole::Retired => {
            let is_first = catalog.with_role(StandardRole::Retired).next().is_none_or(|(first, _)| first == at);
            let path = if is_first { PageId::Transition.path() } else { own_transition_path(&standard.id) };
            Address { path, anchor: Some(slug(local)) }
        }
        RequirementKind::Clause if at == FIRST => clause_path(local).into(),
        RequirementKind::Control if at == FIRST => control_path(local).into(),
        _ => own_requirement_path(&standard.id, local).into(),
    }
}

/// Reads the group of a requirement.
fn group(fields: &Fields<'_>, groups: &[Theme]) -> Option<usize> {
    let groups: Vec<_> = groups.iter().enumerate().map(|(at, group)| (group.id.as_str(), at)).collect();
    fields.choice("group", &groups).map(|group| group.value)
}

/// Reads the attribute values of a control.
fn read_attributes(fields: &Fields<'_>, attributes: &[Attribute]) -> Vec<Vec<String>> {
    let Some(tags) = fields.table("attributes") else { return vec![Vec::new(); attributes.len()] };
    let values = attributes.iter().map(|attribute| tags.texts(&attribute.id).into_iter().map(|t| t.value).collect());
    let values = values.collect();
    tags.finish();
    values
}
