//! Front matter: between `+++` in TOML, between `---` in YAML. Its keys and their types are `src/schema/front-matter.toml`; this
//! file says what they mean.

use std::cell::RefCell;
use std::ops::Range;

use super::values::read_values;
use super::waivers::waivers;
use crate::config::front_matter;
use crate::diag::{Diagnostic, any_error};
use crate::letters::{Use, nfc};
use crate::model::{Cells, DocumentKind, DocumentStatus, Meta, RawReference};
use crate::site::slug;
use crate::source::{FileId, Sources, Span, Spanned};
use crate::value::{self, Fields, Format, Table, hidden_in_name};

/// The places of front matter and of the text in a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Split {
    /// Format and place of the front matter between the fences.
    pub front: Option<(Format, Range<usize>)>,
    /// The first byte of the text.
    pub body: usize,
    /// Whether the closing fence is missing.
    pub unclosed: bool,
}

/// Finds the fences.
pub(super) fn split(text: &str) -> Split {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let none = Split { front: None, body: start, unclosed: false };
    let mut lines = text[start..].split_inclusive('\n');
    let Some(first) = lines.next() else { return none };
    let (fence, format) = match first.trim_end() {
        "+++" => ("+++", Format::Toml),
        "---" => ("---", Format::Yaml),
        _ => return none,
    };
    let open = start + first.len();
    let mut at = open;
    for line in lines {
        if line.trim_end() == fence {
            return Split { front: Some((format, open..at)), body: at + line.len(), unclosed: false };
        }
        at += line.len();
    }
    Split { unclosed: true, ..none }
}

/// Returns what is wrong, and how to fix it, if front matter that cannot be read is in the other format: judged by the
/// first line with a key.
fn other_format(format: Format, text: &str) -> Option<(&'static str, &'static str)> {
    let is_key = |key: &str| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let line = lines.find(|line| !line.starts_with('['))?;
    let begins_with = |sign| line.split_once(sign).is_some_and(|(key, _)| is_key(key.trim_end()));
    match format {
        Format::Yaml if begins_with('=') => {
            Some(("the front matter between `---` is TOML", "put `+++` around it instead of `---`"))
        }
        Format::Toml if begins_with(':') => {
            Some(("the front matter between `+++` is YAML", "put `---` around it instead of `+++`"))
        }
        _ => None,
    }
}

/// Returns the code of what breaks the rules of a format.
fn code_of(format: Format) -> &'static str {
    match format {
        Format::Toml => "invalid-toml",
        Format::Yaml => "invalid-yaml",
    }
}

/// Reads the front matter of the document at a path of the content folder.
pub(super) fn read(file: FileId, path: &str, text: &str, split: &Split, sources: &Sources) -> (Front, Vec<Diagnostic>) {
    let diagnostics = RefCell::<Vec<Diagnostic>>::default();
    let table = match &split.front {
        Some((format, range)) => {
            let (table, problems) = value::read(*format, &text[range.clone()], file, range.start);
            let other = other_format(*format, &text[range.clone()]).filter(|_| any_error(&problems));
            let problems = other.map_or(problems, |(message, help)| {
                let fence = text.len() - text.trim_start_matches('\u{feff}').len();
                let span = Span::new(file, fence..fence + 3);
                vec![Diagnostic::error(code_of(*format), span, message).help(help.to_owned())]
            });
            diagnostics.borrow_mut().extend(problems);
            table
        }
        None => Table { span: Span::new(file, 0..0), entries: Vec::new(), unread: Vec::new(), broken: split.unclosed },
    };
    if split.unclosed {
        let fence = text[split.body..].lines().next().unwrap_or_default().len();
        let span = Span::new(file, split.body..split.body + fence);
        let help = "close it with the same three characters on a line of their own".to_owned();
        diagnostics
            .borrow_mut()
            .push(Diagnostic::error("unclosed-front-matter", span, "the front matter is not closed").help(help));
    }
    let fields = Fields::new(&table, sources, &diagnostics);
    let values = read_values(&fields, front_matter(), sources);
    let cells = Cells::new(front_matter(), &values);
    let front = Front { titled: cells.text("title").is_some(), meta: meta(path, &fields, cells) };
    fields.finish();
    (front, diagnostics.into_inner())
}

/// The front matter of a document.
pub(super) struct Front {
    /// Whether it has a title. If not, the title in `meta` comes from the name of the file.
    pub titled: bool,
    /// Its values.
    pub meta: Meta<RawReference>,
}

/// Gives the values their meaning.
fn meta(path: &str, fields: &Fields<'_>, cells: Cells<'_, RawReference>) -> Meta<RawReference> {
    let text = |key| cells.text(key).map(str::to_owned);
    let words = |key| cells.texts(key).iter().map(|text| text.value.clone()).collect();
    let role = |key| cells.references(key).first().cloned();
    let approved = cells.placed("approved", Cells::date);
    let due = approved.as_ref().zip(cells.placed("review", Cells::duration)).and_then(|(approved, interval)| {
        let value = approved.value.checked_add(interval.value).ok()?;
        Some(Spanned { value, span: interval.span })
    });
    if let Some(title) = cells.placed("title", Cells::text) {
        let hidden = hidden_in_name("the title", title.value, Use::Title, title.span);
        hidden.into_iter().for_each(|problem| fields.report(problem));
    }
    let status = cells.placed("status", |cells, key| choice(cells, key, &DocumentStatus::ALL));
    let (id, has_own_id) = id(path, fields, cells);
    Meta {
        id,
        has_own_id,
        plain_title: None,
        title: text("title").unwrap_or_else(|| file_title(path)),
        kind: choice(cells, "kind", &DocumentKind::ALL).unwrap_or_else(|| folder_kind(path)),
        version: text("version"),
        held_back: status.as_ref().is_some_and(|status| status.value == DocumentStatus::Draft),
        status: status.unwrap_or_else(|| Spanned { value: DocumentStatus::Draft, span: fields.span() }),
        owner: role("owner"),
        approver: role("approver"),
        approved,
        review_by: cells.placed("review-by", Cells::date).or(due),
        classification: text("classification"),
        applies_to: cells.references("applies-to").to_vec(),
        claims: [cells.references("controls"), cells.references("clauses")].concat(),
        supersedes: cells.references("supersedes").to_vec(),
        aliases: cells.texts("aliases").iter().filter(|alias| is_alias(alias, fields)).map(composed).collect(),
        tags: words("tags"),
        summary: text("summary"),
        for_you: words("for-you"),
        searchable: cells.flag("search").unwrap_or(true),
        waivers: waivers(cells),
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

/// Returns the folders and the name of a document as they are in its id; the folder is the name of an index.
pub fn id_parts(path: &str) -> Vec<String> {
    let stem = |part: &'_ str| slug(part.rsplit_once('.').map_or(part, |(stem, _)| stem));
    let mut parts: Vec<String> = path.split('/').map(stem).collect();
    if parts.len() > 1 && parts.last().is_some_and(|name| is_index(name)) {
        parts.pop();
    }
    parts
}

fn composed(alias: &Spanned<String>) -> Spanned<String> {
    Spanned { value: nfc(&alias.value).into_owned(), span: alias.span }
}

/// Returns a title made from the name of a file, or of the folder for an index.
pub fn file_title(path: &str) -> String {
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    title_of_name(parts.next().filter(|_| is_index(stem)).unwrap_or(stem))
}

fn is_index(stem: &str) -> bool {
    ["index", "readme"].iter().any(|name| name.eq_ignore_ascii_case(stem))
}

/// Returns a name as words: `keys-and-locks` is "Keys and locks". One that has spaces stays as it is, and so does the hyphen
/// of a number such as `POL-07`.
fn title_of_name(name: &str) -> String {
    if name.contains(' ') {
        return name.to_owned();
    }
    let mut title = String::with_capacity(name.len());
    let mut words = name.split_inclusive(['-', '_']).peekable();
    while let Some(part) = words.next() {
        let word = part.trim_end_matches(['-', '_']);
        let is_number = |next: &&str| next.starts_with(|c: char| c.is_ascii_digit());
        let is_code = !word.is_empty() && word.bytes().all(|b| b.is_ascii_uppercase());
        title.push_str(word);
        if word.len() < part.len() {
            let keeps = is_code && part.ends_with('-') && words.peek().is_some_and(is_number);
            title.push(if keeps { '-' } else { ' ' });
        }
    }
    let title = title.trim();
    // The first letter only of a name that nobody has capitalised.
    match title.chars().next() {
        Some(first) if !title.contains(char::is_uppercase) => {
            first.to_uppercase().chain(title[first.len_utf8()..].chars()).collect()
        }
        _ => title.to_owned(),
    }
}

/// Returns the kind that the nearest folder is named after.
fn folder_kind(path: &str) -> DocumentKind {
    path.rsplit('/').skip(1).find_map(DocumentKind::of_folder).unwrap_or(DocumentKind::Page)
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
        let message = format!("`{}` is not a valid alias", alias.value);
        let help = "write the path of a page on the site, such as `policies/access.html`".to_owned();
        fields.report(Diagnostic::error("invalid-name", alias.span, message).help(help));
    }
    inside && page
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FieldKind, RawTarget, ReferenceRole};
    use crate::source::{Content, Role, SourceFile};

    #[test]
    fn fences_are_found_in_both_formats() {
        assert_eq!(split("+++\na\n+++\nb"), Split { front: Some((Format::Toml, 4..6)), body: 10, unclosed: false });
        assert_eq!(
            split("---\r\na\r\n---\r\n"),
            Split { front: Some((Format::Yaml, 5..8)), body: 13, unclosed: false }
        );
        assert_eq!(split("text\n---\n"), Split { front: None, body: 0, unclosed: false });
        assert!(split("+++\na = 1\n").unclosed);
    }

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
applies-to = [\"staff\", \"guests\"]
controls = [\"A.5.1-A.5.3\"]
clauses = [\"4.1\"]
supersedes = [\"old\"]
aliases = [\"old.html\"]
tags = [\"a\", \"b\"]
order = 3
search = false
[[waive]]
code = \"missing-owner\"
reason = \"R\"
until = 2026-06-30
by = \"ceo\"
";

    fn read_toml(front: &str) -> (Front, Vec<String>) {
        let text = format!("+++\n{front}+++\n");
        let mut sources = Sources::default();
        let content = Content::Text(text.as_str().into());
        let file = sources.add(SourceFile { path: "policies/a.md".into(), role: Role::Document, content });
        let (front, problems) = read(file, "policies/a.md", &text, &split(&text), &sources);
        (front, problems.into_iter().map(|problem| problem.message).collect())
    }

    #[test]
    fn every_key_of_the_schema_is_read() {
        let keys = ALL.lines().take_while(|line| *line != "[[waive]]").filter_map(|line| line.split(" =").next());
        let schema: Vec<&str> = front_matter().iter().map(|field| field.name.as_str()).collect();
        assert_eq!(keys.chain(["waive"]).collect::<Vec<_>>(), schema);

        let (Front { titled, meta }, problems) = read_toml(ALL);
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
        let (_, problems) = read_toml(
            "owner = [\"a\", \"b\"]\nstatus = \"aproved\"\norder = 1.5\n[[waive]]\ncode = \"x\"\nreason = \"\"\n",
        );
        let range = "a whole number from -9223372036854775808 to 9223372036854775807";
        assert_eq!(
            problems,
            [
                "`aproved` is not a valid value for `status`".to_owned(),
                "expected text, found a list".to_owned(),
                format!("expected {range}, found a number"),
                "`reason` is empty".to_owned(),
                "`until` is missing".to_owned(),
            ]
        );
    }
}
