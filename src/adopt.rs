//! A repository as others keep it → the book.toml that reads it. Nothing here touches the disk.
//!
//! A name or a label that is known is mapped if most of its values can be read as what it says; all else is written as a comment
//! with the reason, because a wrong fact is worse than a missing one.

mod dates;
mod document;
mod foreign;
mod group;
mod kind;
mod language;
mod listing;
mod name;
mod register;
mod report;
mod standard;
mod table;
mod toml;
mod values;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use crate::check;
use crate::config::{Level, built_in};
use crate::load::Survey;
use crate::model::{DocumentKind, Schema};
use crate::source::{Role, is_markdown};
use crate::wording::Wording;

use document::Page;
use foreign::{left_out, programs};
use group::{DocumentRule, Group, Judging};
use kind::{escape, kind_of_title, kinds};
use language::{of_most, translations};
use listing::{Listing, listing};
use register::{Registers, without_repeated};
use report::{Findings, report};
use standard::standards;
use table::{Table, tables};
use toml::{Line, key, list, on_one_line, one_or_list, quoted};
use words::{Words, has_phrase, plain};

pub(crate) use foreign::is_foreign;

/// Where the book will be, and what its folder is called.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The content folder, as book.toml writes it.
    pub content: String,
    /// The name of the repository's folder.
    pub folder: String,
    /// Folders below the content folder that are the book's own, and not its content.
    pub own: Vec<String>,
    /// The names of other folders of the book, by their keys in book.toml, if they are not the usual ones.
    pub folders: Vec<(&'static str, &'static str)>,
    /// Whether the repository has a `.gitignore`.
    pub ignores: bool,
}

/// A book.toml, and what is to be said about it.
#[derive(Debug)]
pub(crate) struct Proposal {
    /// The text of book.toml.
    pub book: String,
    /// The report.
    pub report: String,
    /// The number of documents.
    pub documents: usize,
}

/// Proposes the book.toml of a repository.
pub(crate) fn propose(survey: &Survey, place: &Place) -> Proposal {
    let sources = &survey.sources;
    let all: Vec<Page<'_>> = sources
        .of_role(Role::Document)
        .filter_map(|(id, file)| Some(Page::read(id, &file.path, file.text()?)))
        .collect();
    let paths: Vec<&str> = all.iter().map(|page| page.path).collect();
    let mut left = left_out(&paths, &survey.others);
    let is_left = |path: &str| is_among(&left, path);
    let all_tables: Vec<Table<'_>> = sources
        .iter()
        .filter(|(_, file)| !is_left(&file.path))
        .flat_map(|(id, file)| tables(id, file))
        .collect();
    let pages: Vec<Page<'_>> = all.into_iter().filter(|page| !is_left(page.path)).collect();
    let known = known(&pages, &all_tables);
    let judging = Judging { known: &known, sources };

    let (schemas, translated) = (built_in(), in_german());
    let registers = Registers { schemas: &schemas, translated: &translated, known: &known, sources };
    let (mut recognised, mut listings, mut unknown) = (Vec::new(), Vec::new(), Vec::new());
    for table in &all_tables {
        if is_markdown(table.path) && !is_register_file(table.path) {
            continue;
        }
        if let Some(listing) = listing(table, &pages) {
            listings.push(listing);
        } else if let Some(register) = registers.recognise(table) {
            recognised.push(register);
        } else {
            unknown.push(table);
        }
    }
    let of_registers: BTreeSet<&str> = recognised.iter().map(|register| register.table.path).collect();
    let relevant: Vec<&str> = pages.iter().filter(|page| is_of_handbook(page)).map(|page| page.path).chain(of_registers.iter().copied()).collect();
    let programs = programs(&paths, &survey.others, &relevant);
    let is_read = |page: &Page<'_>| !of_registers.contains(page.path) && !is_among(&programs, page.path);
    let pages: Vec<Page<'_>> = pages.into_iter().filter(is_read).collect();
    left.extend(programs);

    let listed: BTreeSet<&str> = listings.iter().flat_map(Listing::folders).collect();
    let mut rules = of_folders(&pages, &listed, judging);
    rules.extend(of_paths(&pages, listings.iter(), judging));
    let (recognised, repeated) = without_repeated(recognised, of_most(&pages));
    let read = recognised.iter().map(|register| register.table.path).chain(listings.iter().map(|listing| listing.table.path));
    let read = read.collect();
    let repeated_paths: Vec<&str> = repeated.iter().map(|(path, _)| path.as_str()).collect();
    let unknown_files = unknown_registers(survey, &read).into_iter().filter(|(path, _)| !repeated_paths.contains(&path.as_str()));
    left.extend(repeated.iter().cloned().chain(unknown_files));
    let findings = Findings {
        documents: pages.len(),
        problems: problems(&all_tables),
        left: all_left(survey, &left, &unknown),
        rules,
        registers: recognised,
    };
    let names = survey.left.iter().filter_map(|(path, _)| path.trim_end_matches('/').rsplit('/').next());
    let foreign = names.filter(|name| is_foreign(name).is_some()).map(|name| format!("**/{name}/**")).collect();
    let book = Book { place, pages: &pages, left: &left, foreign, findings: &findings }.text();
    Proposal { book, report: report(&findings), documents: findings.documents }
}

/// Returns whether a document is a part of a handbook, and not about a program: it has facts, or its folder or title says so.
fn is_of_handbook(page: &Page<'_>) -> bool {
    let of_control = ["owner", "approver", "approved", "review-by", "review", "claims"];
    let is_titled = || page.title.as_deref().and_then(kind_of_title).is_some_and(|kind| ["policy", "procedure", "standard"].contains(&kind));
    let in_folder = || page.path.rsplit('/').skip(1).any(|folder| DocumentKind::of_folder(folder).is_some());
    page.facts.iter().any(|fact| of_control.contains(&fact.field.as_str())) || is_titled() || in_folder()
}

fn is_among(left: &[(String, String)], path: &str) -> bool {
    left.iter().any(|(left, _)| path == left || left.ends_with("/**") && path.starts_with(left.trim_end_matches("**")))
}

/// Returns the files among the registers that none of them is: there, any other file would be taken for one.
fn unknown_registers(survey: &Survey, read: &BTreeSet<&str>) -> Vec<(String, String)> {
    let files = survey.sources.of_role(Role::Register).map(|(_, file)| file.path.as_str());
    let unknown = files.filter(|path| path.starts_with("registers/") && !read.contains(path));
    unknown.map(|path| (path.to_owned(), "it is not like a register that is known".to_owned())).collect()
}

/// Returns whether a document is kept for the table in it: its name says that it is a register, or its folder.
fn is_register_file(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or(path);
    let stem = plain(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let is_folder = |folder: &str| ["registers", "register", "registry"].contains(&plain(folder).as_str());
    let says = ["register", "inventory", "log", "list", "verzeichnis", "inventar", "liste"];
    let named = Words::all().registers.values().flat_map(|register| &register.named);
    parts.any(is_folder)
        || says.iter().any(|word| has_phrase(&stem, word))
        || named.into_iter().any(|phrase| *phrase == stem.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' '))
}

/// Returns what cells may name: the titles and ids of documents, and what is in the first columns of tables.
fn known(pages: &[Page<'_>], tables: &[Table<'_>]) -> BTreeSet<String> {
    let of_pages = pages.iter().flat_map(|page| {
        let name = page.path.rsplit('/').next().unwrap_or(page.path);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let texts = [page.title.as_deref(), page.first("id"), Some(name), Some(stem), Some(page.path)];
        texts.into_iter().flatten().map(plain).collect::<Vec<_>>()
    });
    let of_tables = tables.iter().flat_map(|table| (0..2).flat_map(|at| table.cells(at).map(|cell| plain(&crate::value::words(cell)))));
    of_pages.chain(of_tables).filter(|text| !text.is_empty()).collect()
}

fn in_german() -> Vec<Schema> {
    let words = Wording::built_in("de");
    let mut schemas = built_in();
    schemas.iter_mut().for_each(|schema| schema.localise(&words));
    schemas
}

/// Number of folders with one document each that are put together.
const MANY: usize = 3;

/// Returns the rules of each folder at the top; folders whose rules are the same share one.
fn of_folders<'a>(pages: &'a [Page<'a>], listed: &BTreeSet<&str>, judging: Judging<'_>) -> Vec<DocumentRule> {
    let mut folders: BTreeMap<&str, Vec<&Page<'a>>> = BTreeMap::new();
    for page in pages {
        folders.entry(page.path.split_once('/').map_or("", |(folder, _)| folder)).or_default().push(page);
    }
    let of_one = folders.iter().filter(|(folder, pages)| !folder.is_empty() && pages.len() == 1).count();
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (folder, pages) in folders {
        let is_one_of_many = of_one >= MANY && !folder.is_empty() && pages.len() == 1;
        let (name, pattern) = match folder {
            "" => ("at the top".to_owned(), "*.md".to_owned()),
            folder => (format!("{folder}/"), format!("{}/**", escape(folder))),
        };
        let name = if is_one_of_many { format!("{of_one} folders with one document") } else { name };
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => {
                group.patterns.push(pattern);
                group.pages.extend(pages);
            }
            None => groups.push(Group { name, patterns: vec![pattern], is_listed: listed.contains(folder), pages }),
        }
    }
    let mut rules: Vec<DocumentRule> = Vec::new();
    for rule in groups.iter().flat_map(|group| group.rules(judging)) {
        match rules.iter_mut().find(|known| known.lines == rule.lines) {
            Some(known) => {
                known.matches.extend(rule.matches);
                known.report.extend(rule.report);
            }
            None => rules.push(rule),
        }
    }
    rules
}

/// Returns the rules of registers of documents, other standards and translations.
fn of_paths<'a, 't: 'a>(
    pages: &[Page<'_>],
    listings: impl Iterator<Item = &'a Listing<'t>>,
    judging: Judging<'_>,
) -> Vec<DocumentRule> {
    let rule = |pattern: String, key: &str, value: &str| DocumentRule {
        report: vec![format!("{pattern}: {key} {value}")],
        matches: vec![pattern],
        lines: vec![Line::sure(format!("{key} = {}", quoted(value)))],
    };
    let listed = listings.map(|listing| listing.rule(judging));
    let standards = standards(pages);
    let translated = translations(pages, of_most(pages)).into_iter().map(|(pattern, tag)| rule(pattern, "language", &tag));
    let of_others: Vec<String> = standards.iter().map(|(pattern, _)| pattern.trim_end_matches("**").to_owned()).collect();
    let ours: Vec<&Page<'_>> = pages.iter().filter(|page| !of_others.iter().any(|folder| page.path.starts_with(folder))).collect();
    let of_kinds = kinds(&ours).into_iter().map(|(kind, patterns)| DocumentRule {
        report: vec![format!("{}: kind {kind}, by titles or folders", shortened(&patterns))],
        matches: patterns,
        lines: vec![Line::sure(format!("kind = {}", quoted(kind)))],
    });
    let standards = standards.into_iter().map(|(pattern, standard)| rule(pattern, "standard", &standard));
    listed.chain(of_kinds).chain(standards).chain(translated).collect()
}

/// Returns the first of some patterns for the report.
fn shortened(patterns: &[String]) -> String {
    const LISTED: usize = 3;
    let more = patterns.len().saturating_sub(LISTED);
    let listed = patterns.iter().take(LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{listed} and {more} more") } else { listed }
}

/// Returns what is wrong with rows of tables.
fn problems(tables: &[Table<'_>]) -> Vec<String> {
    let of = |table: &Table<'_>| {
        let first = table.problems.first()?;
        let more = table.problems.len() - 1;
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        Some(format!("{}: {first}{more}", table.name()))
    };
    tables.iter().filter_map(of).collect()
}

fn all_left(survey: &Survey, left: &[(String, String)], unknown: &[&Table<'_>]) -> Vec<(String, String)> {
    let unknown = unknown.iter().map(|table| (table.name(), "its columns are not those of a register that is known".to_owned()));
    left.iter().cloned().chain(survey.left.iter().cloned()).chain(unknown).collect()
}

/// The codes of values and rows that cannot be read, each of which is reported at its place.
const OF_VALUES: [&str; 4] = ["uneven-row", "wrong-type", "unknown-choice", "invalid-name"];

/// The parts of a book.toml.
struct Book<'a> {
    place: &'a Place,
    pages: &'a [Page<'a>],
    left: &'a [(String, String)],
    /// The patterns of folders that were not entered.
    foreign: BTreeSet<String>,
    findings: &'a Findings<'a>,
}

impl Book<'_> {
    fn text(&self) -> String {
        let mut text = String::from("# Proposed by `clausebook adopt` from what is in the repository. Lines that are not sure are comments, each with the reason.\n\n");
        self.head().iter().for_each(|line| line.write(&mut text));
        for rule in &self.findings.rules {
            text.push_str("\n[[documents]]\n");
            Line::sure(format!("match = {}", one_or_list(&rule.matches))).write(&mut text);
            rule.lines.iter().for_each(|line| line.write(&mut text));
        }
        for register in &self.findings.registers {
            text.push('\n');
            register.lines().iter().for_each(|line| line.write(&mut text));
        }
        self.tail().iter().for_each(|line| line.write(&mut text));
        text
    }

    fn head(&self) -> Vec<Line> {
        let (title, title_from) = name::title(self.pages, &self.place.folder);
        let (organisation, organisation_from) = name::organisation(&self.place.folder);
        let guess = |key: &str, value: &str, from: &str| {
            Line::sure(format!("{key} = {} # a guess: {}", quoted(value), on_one_line(from)))
        };
        let mut lines = vec![
            Line::sure("[book]"),
            guess("title", &title, &title_from),
            guess("organisation", &organisation, &organisation_from),
            Line::sure(format!("language = \"{}\"", of_most(self.pages))),
            Line::sure(format!("content = {}", quoted(&self.place.content))),
        ];
        lines.extend(self.place.folders.iter().map(|(key, name)| Line::sure(format!("{key} = {}", quoted(name)))));
        let left = self.left.iter().map(|(path, _)| path.clone());
        let exclude: Vec<String> = self.place.own.iter().cloned().chain(self.foreign.iter().cloned()).chain(left).collect();
        lines.extend((!exclude.is_empty()).then(|| Line::sure(format!("exclude = {}", list(&exclude)))));
        lines.extend(self.place.ignores.then(|| Line::sure("gitignore = true")));
        let routes = name::routes(self.pages);
        if !routes.is_empty() {
            let routes: Vec<String> = routes.iter().map(|(from, to)| format!("{} = {}", key(from), quoted(to))).collect();
            lines.push(Line::sure(format!("routes = {{ {} }}", routes.join(", "))));
        }
        let has_roles = self.findings.registers.iter().any(|register| register.register == "roles");
        lines.extend((!has_roles).then(|| Line::sure("roles-from-names = true")));
        lines
    }

    /// Returns the tables about texts: what other tools have put into them.
    fn tail(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        let variables = name::variables(self.pages);
        if !variables.is_empty() {
            lines.extend([Line::sure(""), Line::sure("[variables]")]);
            let (organisation, _) = name::organisation(&self.place.folder);
            for (name, count) in variables {
                let value = if name::is_organisation(&name) { organisation.as_str() } else { "" };
                let of = if count == 1 { "document has".to_owned() } else { format!("documents have {{{{{name}}}}}") };
                let doubt = format!("{count} {}, and nothing says its value", of.replace("has", &format!("has {{{{{name}}}}}")));
                lines.push(Line::new(format!("{} = {}", key(&name), quoted(value)), Some(doubt)));
            }
        }
        let comment = "# What would stop a build is a warning until the handbook is in order; then take these lines away.";
        lines.extend([Line::sure(""), Line::sure("[checks]"), Line::sure(comment)]);
        let strict = check::ALL.iter().filter(|check| check.level == Level::Deny).map(|check| check.code);
        lines.extend(strict.chain(OF_VALUES).map(|code| Line::sure(format!("{code} = \"warn\""))));
        let unknown: BTreeSet<&str> = self.pages.iter().flat_map(|page| &page.unknown).map(String::as_str).collect();
        if !unknown.is_empty() {
            let some: Vec<&str> = unknown.iter().copied().take(6).collect();
            let more = if unknown.len() > some.len() { " and others" } else { "" };
            let comment = format!("# Front matter has keys of other tools: {}{more}.", on_one_line(&some.join(", ")));
            lines.extend([Line::sure(comment), Line::sure("unknown-key = \"allow\"")]);
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use crate::diag::Diagnostic;
    use crate::source::FileId;
    use crate::value::{self, Format, Value};

    /// Returns the keys of a TOML text with their texts.
    pub(super) fn parsed(text: &str) -> (Vec<(String, String)>, Vec<Diagnostic>) {
        let (table, problems) = value::read(Format::Toml, text, FileId::new(0), 0);
        let pairs = table.entries.into_iter().filter_map(|(key, _, node)| match node.value {
            Value::Text(text) => Some((key, text)),
            _ => None,
        });
        (pairs.collect(), problems)
    }
}
