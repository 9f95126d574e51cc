//! Books from one string, for the tests beside the checks.

use std::sync::Arc;

use jiff::civil::{Date, date};

use crate::assess::Assessed;
use crate::config::Config;
use crate::diag::Severity;
use crate::history::{Commit, History, HistoryState, Revision};
use crate::isms::{self, StateKind};
use crate::model::{Handbook, Origin};
use crate::pipeline::{self, Cache};
use crate::source::{Content, Repository, Role, SourceFile, Sources, Spanned, path_in_repository};
use crate::{config, load};

/// The day on which each book is assessed.
const TODAY: Date = date(2026, 10, 1);

/// Roles that report to one another, three of them of the same person.
pub(crate) const ROLES: &str = "//- content/registers/roles.toml\n[[role]]\nid = \"ceo\"\ntitle = \"CEO\"\nholder = \"Ada\"\n\
    [[role]]\nid = \"cto\"\ntitle = \"CTO\"\nholder = \"Ben\"\nreports-to = \"ceo\"\n\
    [[role]]\nid = \"it\"\ntitle = \"IT\"\nholder = \"Cem\"\nreports-to = \"cto\"\n\
    [[role]]\nid = \"hr\"\ntitle = \"HR\"\nholder = \"Dot\"\nreports-to = \"ceo\"\n\
    [[role]]\nid = \"dpo\"\ntitle = \"DPO\"\nholder = \" cem \"\n\
    [[role]]\nid = \"staff\"\ntitle = \"Staff\"\nholder = \"Cem\"\ngroup = true\n";

/// A register with one approval of version 1 of the document `a`, of a text that does not exist.
pub(crate) const APPROVAL: &str = "//- content/registers/approvals.toml\n[[approval]]\nid = \"access-1\"\ntitle = \"A 1\"\n\
    document = \"a\"\nversion = \"1\"\nby = \"ceo\"\non = 2026-02-10\ndigest = \"A0\"\n";

/// A linked book of files below lines `//- path`.
pub(crate) fn handbook(fixture: &str) -> Handbook {
    Arc::unwrap_or_clone(assessed(fixture).handbook)
}

/// Returns the settings of a book of such files.
pub(crate) fn config(fixture: &str) -> Config {
    read(fixture).1
}

/// Returns the state of the only entry of a register on the day of all fixtures, as kind and day. `more` are further files.
pub(crate) fn state_with(register: &str, head: &str, fields: &str, more: &str) -> (StateKind, Option<Date>) {
    let fixture =
        format!("//- content/registers/{register}.toml\n[[{head}]]\nid = \"X-1\"\ntitle = \"X\"\n{fields}\n{more}");
    let handbook = handbook(&fixture);
    let record = handbook.records(register).next().unwrap_or_else(|| panic!("an entry: {fixture}"));
    let state = isms::state(&handbook, record, &config(&fixture), TODAY).expect("it has a state");
    (state.kind, state.day)
}

/// Returns the state of the only entry of a register, as kind and day.
pub(crate) fn state(register: &str, head: &str, fields: &str) -> (StateKind, Option<Date>) {
    state_with(register, head, fields, "")
}

/// An assessed book of files below lines `//- path`.
pub(crate) fn assessed(fixture: &str) -> Assessed {
    let (sources, config) = read(fixture);
    pipeline::assess(&sources, &config, TODAY, &|_| {}, &mut Cache::default()).0
}

/// The files and the settings of a book of files below lines `//- path`.
pub(crate) fn read(fixture: &str) -> (Sources, Config) {
    let mut sources = Sources::default();
    let mut files: Vec<(&str, &str)> = fixture.split("//- ").skip(1).filter_map(|part| part.split_once('\n')).collect();
    files.sort_unstable();
    let head = "[book]\ntitle = \"T\"\norganisation = \"O\"\n";
    let own = files.iter().find(|(path, _)| *path == "book.toml").map_or("", |(_, text)| text);
    let add = |sources: &mut Sources, path: &str, role: Role, text: &str| {
        sources.add(SourceFile { path: path.to_owned(), role, content: Content::Text(text.into()) });
    };
    add(&mut sources, "book.toml", Role::Config, &format!("{head}{own}"));
    let (config, problems) = config::read(&sources);
    let config = config.unwrap_or_else(|| panic!("{problems:?}"));
    for (path, text) in files.iter().filter(|(path, _)| *path != "book.toml" && is_read(path)) {
        if let Some(role) = load::role(&config, path) {
            add(&mut sources, path, role, text);
        }
    }
    load::built_in(&mut sources, &config.standards, &config.language.value);
    let all = files.iter().map(|(path, _)| path_in_repository("isms/", path)).collect();
    sources.set_repository(Arc::new(Repository::of_files("isms/", all)));
    (sources, config)
}

/// Whether a file is one that a listing meets: neither hidden nor beside the book, which is in the folder `isms`.
fn is_read(path: &str) -> bool {
    !path.split('/').any(|part| part.starts_with('.'))
}

/// Returns the facts of the document `content/a.md` under some rules of `[[documents]]`, each as `key=value`.
pub(crate) fn facts(rules: &str, text: &str) -> Vec<String> {
    facts_of(&format!("//- book.toml\n[[documents]]\nmatch = \"**/*.md\"\n{rules}//- content/a.md\n{text}"), "a.md")
}

/// Returns the facts of a document that are neither in its front matter nor from its path, each as `key=value`. The value is
/// what its place in the file says.
pub(crate) fn facts_of(fixture: &str, path: &str) -> Vec<String> {
    let (sources, _) = read(fixture);
    let assessed = assessed(fixture);
    let document = assessed.handbook.documents().find(|(_, document)| document.path == path).expect("the document").1;
    let is_path = |origin: &Origin| matches!(origin, Origin::FileName | Origin::Folder | Origin::FrontMatter(_));
    let facts = document.meta.facts.iter().filter(|fact| !is_path(&fact.origin) && fact.field != "title");
    facts.map(|fact| format!("{}={}", fact.field, sources.slice(fact.span))).collect()
}

/// Returns what the first document has: owner, version, approval, review, title and id.
pub(crate) fn control(fixture: &str) -> Vec<String> {
    let assessed = assessed(fixture);
    let meta = &assessed.handbook.documents().next().expect("a document").1.meta;
    let day = |day: &Option<Spanned<Date>>| day.as_ref().map(|day| day.value.to_string());
    let owner = meta.owner.as_ref().map(|owner| owner.text.clone());
    let found = [owner, meta.version.clone(), day(&meta.approved), day(&meta.review_by)];
    found.into_iter().map(Option::unwrap_or_default).chain([meta.title.clone(), meta.id.value.clone()]).collect()
}

/// Returns what is wrong with a book.toml, each as `message (help)`.
pub(crate) fn unread(own: &str) -> Vec<String> {
    let mut sources = Sources::default();
    let text = format!("[book]\ntitle = \"T\"\norganisation = \"O\"\n{own}");
    sources.add(SourceFile { path: "book.toml".into(), role: Role::Config, content: Content::Text(text.into()) });
    let problems = config::read(&sources).1.into_iter();
    problems.map(|problem| format!("{} ({})", problem.message, problem.help.unwrap_or_default())).collect()
}

/// What the checks find in a book given as files below lines `//- path`: `severity path:line:column message`, for
/// one code. The day is 2026-10-01.
pub(crate) fn findings(code: &str, fixture: &str) -> Vec<String> {
    findings_in(code, fixture, History::default())
}

/// The findings of one code in a book with a history.
pub(crate) fn findings_in(code: &str, fixture: &str, history: History) -> Vec<String> {
    let (mut sources, config) = read(fixture);
    sources.set_history(history.into());
    let outcome = pipeline::check(&sources, &config, TODAY, &|_| {});
    let unread: Vec<_> = outcome.diagnostics.iter().filter(|d| !crate::check::is_check(d.code)).collect();
    assert!(unread.is_empty(), "the fixture cannot be read: {unread:?}");
    let of_code = outcome.diagnostics.iter().filter(|diagnostic| diagnostic.code == code);
    of_code
        .map(|diagnostic| {
            let severity = if diagnostic.severity == Severity::Error { "error" } else { "warning" };
            let place = diagnostic.span.map_or_else(String::new, |span| {
                let file = sources.file(span.file);
                let (line, column) = sources.line_column(span.file, span.start as usize);
                format!(" {}:{line}:{column}", file.path)
            });
            format!("{severity}{place} {}", diagnostic.message)
        })
        .collect()
}

/// Returns the history of a file that had these texts, the newest first: on 2026-02-02, and before that on 2026-02-01.
pub(crate) fn past(path: &str, texts: [&str; 2]) -> History {
    let commit = |day| Commit {
        id: "0".repeat(40),
        day,
        author: "Ada".to_owned(),
        subject: "S".to_owned(),
        approved_by: Vec::new(),
        signed: false,
    };
    let revisions = texts.iter().enumerate().map(|(commit, text)| Revision { commit, text: Some((*text).into()) });
    History {
        state: HistoryState::Whole,
        commits: vec![commit(date(2026, 2, 2)), commit(date(2026, 2, 1))],
        files: [(path.to_owned(), revisions.collect())].into(),
        ..History::default()
    }
}

/// Compares what one check finds with what is expected.
#[track_caller]
pub(crate) fn check(code: &str, fixture: &str, expected: &[&str]) {
    assert_eq!(findings(code, fixture), expected, "{fixture}");
}
