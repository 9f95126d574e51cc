//! Front matter: between `+++` in TOML, between `---` in YAML. Its keys and their types are `src/schema/front-matter.toml`; this
//! file says what they mean.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::Whose;
use super::details::{control_characters, detail, details, unreadable};
use super::facts::{Sections, add};
use super::fences::{Split, table};
use super::lenient::as_meant;
use super::naming::{file_title, id_parts};
use super::values::read_values;
use super::waivers::waivers;
use crate::config::front_matter;
use crate::diag::{Diagnostic, Severity};
use crate::letters::{Use, nfc};
use crate::model::{Cells, ChangeNote, DocumentKind, DocumentStatus, Fact, Meta, Origin, RawReference};
use crate::source::{Span, Spanned};
use crate::value::{Fields, Node, hidden_in_name};
use crate::wording::is_language_tag;

/// Reads the front matter of a document, and the facts that book.toml finds elsewhere.
pub(super) fn read<'a>(whose: Whose<'a>, split: &Split) -> (Front<'a>, Vec<Diagnostic>) {
    let Whose { file, text, book, .. } = whose;
    let sources = book.sources;
    let (mut table, problems) = table(file, text, split);
    let problems = RefCell::new(problems);
    let whole = table.clone();
    problems.borrow_mut().extend(as_meant(&mut table, front_matter(), sources));
    let (found, of_facts) = add(&mut table, whose, split.body);
    let fields = Fields::new(&table, sources, &problems);
    let values = read_values(&fields, front_matter(), book);
    let cells = Cells::new(front_matter(), &values);
    let title = title(&fields, cells);
    let mut meta = meta(whose, &fields, cells, title.as_ref());
    let mut details = details(&fields, &found.named, sources);
    let controls = fields.unknown().into_iter().flat_map(|(.., node)| control_characters(node));
    controls.for_each(|problem| fields.report(problem));
    // A key that book.toml names is known, even if something else has the fact.
    found.named.iter().filter_map(|(path, _)| path.first()).for_each(|key| _ = fields.node(key));
    fields.finish_or(OF_OTHERS);
    let mut problems = problems.into_inner();
    let by_place = by_place(&problems);
    for (name, span, node) in &whole.entries {
        let places = [span.start..=span.start, node.span.start..=node.span.end.max(node.span.start)];
        let near = places.into_iter().flat_map(|place| by_place.range(place)).flat_map(|(_, at)| at);
        let about: Vec<usize> = near.copied().filter(|at| is_about(&problems[*at], *span, node)).collect();
        let is_known = front_matter().iter().any(|field| field.name == *name);
        if is_known && !about.is_empty() {
            details.push(detail(name, *span, node, sources));
        }
        about.into_iter().for_each(|at| name.clone_into(&mut problems[at].subject));
    }
    problems
        .iter_mut()
        .filter(|problem| IS_DATA.contains(&problem.code))
        .for_each(|problem| problem.severity = Severity::Warning);
    if let Some((_, range)) = split.front.as_ref().filter(|_| whole.broken || !whole.unread.is_empty()) {
        details = unreadable(&text[range.clone()], Span::new(file, range.clone())).into_iter().collect();
    }
    details.sort_by_key(|detail| detail.name.span);
    meta.details = details;
    meta.claims.extend(found.claims);
    (meta.facts, meta.row, meta.differences) = (found.facts, found.row, found.differences);
    of_path(&mut meta, whose);
    problems.extend(of_facts);
    (Front { titled: title.is_some(), meta, sections: found.sections }, problems)
}

/// The help about a key that is not like any known one.
const OF_OTHERS: &str = "`clausebook explain front-matter` lists the known keys; if it is one of another tool, \
    `unknown-key = \"allow\"` below `[checks]` in book.toml keeps it as data";

/// Codes of values that are kept as data if they are not understood, so that the rest of the handbook can be read.
const IS_DATA: [&str; 3] = ["wrong-type", "unknown-choice", "invalid-name"];

/// Returns the indexes of problems by their first bytes.
fn by_place(problems: &[Diagnostic]) -> BTreeMap<u32, Vec<usize>> {
    let mut by_place: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, problem) in problems.iter().enumerate() {
        by_place.entry(problem.span.map_or(0, |span| span.start)).or_default().push(at);
    }
    by_place
}

/// Returns whether a problem is that of a key or its value.
fn is_about(problem: &Diagnostic, key: Span, node: &Node) -> bool {
    let is_in = |span: Span| span == key || node.span.start <= span.start && span.end <= node.span.end;
    let code = problem.code;
    (code == "unknown-key" || IS_DATA.contains(&code)) && problem.span.is_some_and(is_in)
}

/// Notes where the kind, the language and the id are from if nothing in the file says them.
fn of_path(meta: &mut Meta<RawReference>, Whose { file, path, ruled, .. }: Whose<'_>) {
    let is_stated = |meta: &Meta<RawReference>, field: &str| meta.facts.iter().any(|fact| fact.field == field);
    let start = Span::new(file, 0..0);
    let folder = || path.rsplit('/').skip(1).any(|folder| DocumentKind::of_folder(folder).is_some());
    let kind = match ruled.kind {
        Some(kind) => Some((Origin::Rule, kind.span)),
        None => folder().then_some((Origin::Folder, start)),
    };
    let language = ruled.language.map(|language| (Origin::Rule, language.span));
    for (field, from) in [("id", Some((Origin::FileName, start))), ("kind", kind), ("language", language)] {
        if !is_stated(meta, field) {
            meta.facts.extend(from.map(|(origin, span)| Fact { field, origin, span }));
        }
    }
}

/// Returns the title that front matter or another source gives.
fn title(fields: &Fields<'_>, cells: Cells<'_, RawReference>) -> Option<String> {
    let title = cells.placed("title", Cells::text)?;
    let hidden = hidden_in_name("the title", title.value, Use::Title, title.span);
    hidden.into_iter().for_each(|problem| fields.report(problem));
    Some(title.value.to_owned())
}

/// Returns the language that a document states; one that browsers would not know is reported.
fn language(fields: &Fields<'_>, cells: Cells<'_, RawReference>) -> Option<String> {
    let tag = cells.placed("language", Cells::text)?;
    if is_language_tag(tag.value) {
        return Some(tag.value.to_owned());
    }
    let message = format!("`{}` is not a language tag", tag.value);
    let help = "write it like `en` or `de-CH`".to_owned();
    fields.report(Diagnostic::error("invalid-name", tag.span, message).help(help));
    None
}

/// The front matter of a document.
pub(super) struct Front<'a> {
    /// Whether it has a title. If not, the title in `meta` comes from the name of the file.
    pub titled: bool,
    /// Its values.
    pub meta: Meta<RawReference>,
    /// The parts of the text that make claims.
    pub sections: Sections<'a>,
}

/// Gives the values their meaning.
fn meta(
    Whose { path, ruled, book, .. }: Whose<'_>,
    fields: &Fields<'_>,
    cells: Cells<'_, RawReference>,
    title: Option<&String>,
) -> Meta<RawReference> {
    let text = |key| cells.text(key).map(str::to_owned);
    let words = |key| cells.texts(key).iter().map(|text| text.value.clone()).collect();
    let role = |key| cells.references(key).first().cloned();
    let approved = cells.placed("approved", Cells::date);
    let due = approved.as_ref().zip(cells.placed("review", Cells::duration)).and_then(|(approved, interval)| {
        let value = approved.value.checked_add(interval.value).ok()?;
        Some(Spanned { value, span: interval.span })
    });
    let status = cells.placed("status", |cells, key| choice(cells, key, &DocumentStatus::ALL));
    // An approval on a day that nobody can read is not known to have happened.
    let undated = approved.is_none() && fields.is_stated("approved");
    let status = status.filter(|status| !(undated && status.value == DocumentStatus::Approved));
    let (id, has_own_id) = id(path, fields, cells);
    let aliases = || cells.texts("aliases").iter();
    let kind = ruled.kind.map(|kind| kind.value);
    Meta {
        id,
        has_own_id,
        plain_title: None,
        title: title.map(|title| book.braces.fill(title).into_owned()).unwrap_or_else(|| file_title(path)),
        kind: choice(cells, "kind", &DocumentKind::ALL).or(kind).unwrap_or_else(|| folder_kind(path)),
        version: text("version"),
        held_back: status.as_ref().is_some_and(|status| status.value == DocumentStatus::Draft),
        status: status.unwrap_or_else(|| Spanned { value: DocumentStatus::Unstated, span: fields.span() }),
        owner: role("owner"),
        approver: role("approver"),
        approved,
        review_by: cells.placed("review-by", Cells::date).or(due),
        classification: text("classification"),
        applies_to: cells.references("applies-to").to_vec(),
        claims: [cells.references("controls"), cells.references("clauses")].concat(),
        supersedes: cells.references("supersedes").to_vec(),
        aliases: aliases().filter(|alias| !is_name(alias) && is_alias(alias, fields)).map(composed).collect(),
        names: aliases().filter(|alias| is_name(alias)).map(|name| name.value.clone()).collect(),
        tags: words("tags"),
        summary: text("summary").map(|text| book.braces.fill(&text).into_owned()),
        for_you: words("for-you"),
        searchable: cells.flag("search").unwrap_or(true),
        waivers: waivers(cells),
        changes: changes(cells),
        details: Vec::new(),
        language: language(fields, cells).or_else(|| ruled.language.map(|language| language.value.clone())),
        facts: Vec::new(),
        row: None,
        differences: Vec::new(),
        order: cells.whole("order"),
    }
}

/// Returns the value of the first word chosen in a field.
fn choice<T: Copy>(cells: Cells<'_, RawReference>, key: &str, choices: &[(&str, T)]) -> Option<T> {
    let chosen = cells.choices(key).first()?;
    choices.iter().find(|(word, _)| word == chosen).map(|(_, value)| *value)
}

/// Returns the id as given, else from the name of the file, or of the folder for an index.
///
/// The flag tells whether it is given.
fn id(path: &str, fields: &Fields<'_>, cells: Cells<'_, RawReference>) -> (Spanned<String>, bool) {
    if let Some(id) = cells.placed("id", Cells::text).map(|id| id.map(str::to_owned)) {
        let bad = |c: char| c.is_whitespace() || matches!(c, '#' | '|' | '[' | ']' | '/');
        hidden_in_name("the id", &id.value, Use::Id, id.span).into_iter().for_each(|problem| fields.report(problem));
        if !id.value.is_empty() && !id.value.contains(bad) {
            return (id.map(|id| nfc(&id).into_owned()), true);
        }
        let message = format!("`{}` is not a valid id", id.value);
        let help = "an id must not contain spaces or any of `# | [ ] /`".to_owned();
        fields.report(Diagnostic::error("invalid-name", id.span, message).help(help));
    }
    let value = id_parts(path).pop().unwrap_or_default();
    (Spanned { value, span: fields.span() }, false)
}

fn composed(alias: &Spanned<String>) -> Spanned<String> {
    Spanned { value: nfc(&alias.value).into_owned(), span: alias.span }
}

/// Returns the kind that the nearest folder is named after.
fn folder_kind(path: &str) -> DocumentKind {
    path.rsplit('/').skip(1).find_map(DocumentKind::of_folder).unwrap_or(DocumentKind::Page)
}

/// Returns whether an alias is a name by which links call the document, as in Obsidian, and not an old address of it.
fn is_name(alias: &Spanned<String>) -> bool {
    let is_of_address = |c: char| matches!(c, '/' | '\\' | '.' | ':' | '?' | '#' | '[' | ']' | '|') || c.is_control();
    !alias.value.trim().is_empty() && !alias.value.contains(is_of_address)
}

/// Returns whether an old address is that of a page inside the site; if not, it is reported.
fn is_alias(alias: &Spanned<String>, fields: &Fields<'_>) -> bool {
    let path = alias.value.trim_start_matches('/');
    let inside = !path.is_empty()
        && !path.contains(['\\', ':', '?', '#'])
        && !path.contains(char::is_control)
        && path.trim_end_matches('/').split('/').all(|part| !matches!(part, "" | "." | ".."));
    let page = path.ends_with(".html") || path.ends_with('/');
    hidden_in_name("the alias", path, Use::Id, alias.span).into_iter().for_each(|problem| fields.report(problem));
    if !(inside && page) {
        let message = "this alias is not the address of a page";
        let help = "write the path of a page on the site, such as `policies/access.html`".to_owned();
        fields.report(Diagnostic::error("invalid-name", alias.span, message).help(help));
    }
    inside && page
}

/// Returns what versions change for readers. A note without a version or words is left out; it has been reported.
fn changes(cells: Cells<'_, RawReference>) -> Vec<ChangeNote> {
    let note = |row: Cells<'_, RawReference>| {
        Some(ChangeNote {
            version: row.text("version")?.to_owned(),
            says: row.text("says")?.to_owned(),
            material: row.flag("material").unwrap_or(true),
        })
    };
    cells.rows("change").filter_map(|(_, row)| note(row)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::RuledBy;
    use crate::fixture::config;
    use crate::model::{Braces, FieldKind, RawTarget, ReferenceRole};
    use crate::parse::Book;
    use crate::parse::fences::split;
    use crate::source::{Content, Role, SourceFile, Sources};

    /// A value for each key of the schema.
    const ALL: &str = "\
id = \"own\"
title = \"T\"
kind = \"plan\"
summary = \"S\"
for-you = [\"Do it\"]
version = 2.10
status = \"approved\"
owner = \"ceo\"
approver = \"cto\"
approved = 2026-02-10
review = \"1 year\"
review-by = 2026-12-31
classification = \"C\"
language = \"de\"
applies-to = [\"staff\", \"guests\"]
controls = [\"A.5.1-A.5.3\"]
clauses = [\"4.1\"]
supersedes = [\"old\"]
aliases = [\"old.html\"]
tags = [\"a\", \"b\"]
order = 3
search = false
[[change]]
version = \"2.1\"
says = \"S\"
material = false
[[waive]]
code = \"missing-owner\"
reason = \"R\"
until = 2026-06-30
by = \"ceo\"
";

    fn read_toml(front: &str) -> (bool, Meta<RawReference>, Vec<String>) {
        let text = format!("+++\n{front}+++\n");
        let mut sources = Sources::default();
        let content = Content::Text(text.as_str().into());
        let file = sources.add(SourceFile { path: "policies/a.md".into(), role: Role::Document, content });
        let (config, braces, ruled) = (config(""), Braces::default(), RuledBy::default());
        let book = Book { sources: &sources, config: &config, braces: &braces, others: None, listings: &[] };
        let (front, problems) =
            read(Whose { file, path: "policies/a.md", text: &text, ruled: &ruled, book }, &split(&text, false));
        (front.titled, front.meta, problems.into_iter().map(|problem| problem.message).collect())
    }

    #[test]
    fn every_key_of_the_schema_is_read() {
        let keys = ALL.lines().take_while(|line| *line != "[[change]]").filter_map(|line| line.split(" =").next());
        let schema: Vec<&str> = front_matter().iter().map(|field| field.name.as_str()).collect();
        assert_eq!(keys.chain(["change", "waive"]).collect::<Vec<_>>(), schema);

        let (titled, meta, problems) = read_toml(ALL);
        assert_eq!(problems, [""; 0]);
        let ids = |references: &[RawReference]| {
            let id = |reference: &RawReference| match &reference.target {
                RawTarget::Id { id, .. } => id.clone(),
                other => format!("{other:?}"),
            };
            references.iter().map(id).collect::<Vec<_>>().join(" ")
        };
        let role = |role: Option<RawReference>| ids(role.as_slice());
        assert!(titled && !meta.searchable && !meta.held_back);
        assert_eq!((meta.id.value.as_str(), meta.title.as_str(), meta.kind), ("own", "T", DocumentKind::Plan));
        assert_eq!((meta.version.as_deref(), meta.status.value), (Some("2.10"), DocumentStatus::Approved));
        assert_eq!((meta.summary.as_deref(), meta.classification.as_deref()), (Some("S"), Some("C")));
        assert_eq!((role(meta.owner), role(meta.approver)), ("ceo".to_owned(), "cto".to_owned()));
        assert_eq!(meta.approved.map(|day| day.value.to_string()).as_deref(), Some("2026-02-10"));
        assert_eq!(meta.review_by.map(|day| day.value.to_string()).as_deref(), Some("2026-12-31"));
        assert_eq!(ids(&meta.applies_to), "staff guests");
        assert_eq!(ids(&meta.claims), "A.5.1 A.5.2 A.5.3 4.1");
        assert!(meta.claims.iter().all(|claim| claim.role == ReferenceRole::Claim));
        assert_eq!((ids(&meta.supersedes), meta.aliases[0].value.as_str()), ("old".to_owned(), "old.html"));
        assert_eq!(
            (meta.tags.concat(), meta.for_you.concat(), meta.order),
            ("ab".to_owned(), "Do it".to_owned(), Some(3))
        );
        let note = ChangeNote { version: "2.1".to_owned(), says: "S".to_owned(), material: false };
        assert_eq!(meta.changes, [note]);
        let [waiver] = &meta.waivers[..] else { panic!("{:?}", meta.waivers) };
        assert_eq!((waiver.code.value.as_str(), waiver.reason.as_str()), ("missing-owner", "R"));
        assert_eq!(waiver.until.value.to_string(), "2026-06-30");
    }

    #[test]
    fn the_words_of_the_schema_are_those_of_the_program() {
        let words = |name: &str| match &front_matter().iter().find(|field| field.name == name).unwrap().kind {
            FieldKind::Choice { choices, .. } => choices.iter().map(|choice| choice.id.as_str()).collect(),
            _ => Vec::new(),
        };
        assert_eq!(words("kind"), DocumentKind::ALL.map(|(word, _)| word));
        assert_eq!(words("status"), DocumentStatus::ALL.map(|(word, _)| word));
    }

    #[test]
    fn a_value_of_the_wrong_type_is_reported() {
        let (.., problems) = read_toml(
            "owner = [\"a\", \"b\"]\nstatus = \"aproved\"\norder = 1.5\n[[waive]]\ncode = \"x\"\nreason = \"\"\n",
        );
        let range = "a whole number from -9223372036854775808 to 9223372036854775807";
        assert_eq!(
            problems,
            [
                "`owner` has one value, and this is a list: only the first is read".to_owned(),
                "`aproved` is not a valid value for `status`".to_owned(),
                format!("expected {range}, found a number"),
                "`reason` is empty".to_owned(),
                "`until` is missing".to_owned(),
            ]
        );
    }
}
