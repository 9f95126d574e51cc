//! book.toml: what a handbook is called, where its parts lie, and how strict it is.

mod rules;

use std::cell::RefCell;
use std::sync::LazyLock;

use jiff::civil::Date;

use crate::diag::Diagnostic;
use crate::model::{Schema, read_schema};
use crate::site::{BasePath, BaseUrl};
use crate::source::{Content, FileId, Role, SourceFile, Sources, Spanned};
use crate::value::{self, Fields, Format};
use crate::wording::Wording;

pub use rules::{Checks, CoverageRules, Level, RiskScale, Rung};

/// The registers that ship with the program: path for messages, text. Their order is the order of the site.
const BUILT_IN: &[(&str, &str)] = &[
    ("(built in)/applicability.toml", include_str!("schema/applicability.toml")),
    ("(built in)/risks.toml", include_str!("schema/risks.toml")),
    ("(built in)/assets.toml", include_str!("schema/assets.toml")),
    ("(built in)/evidence.toml", include_str!("schema/evidence.toml")),
    ("(built in)/objectives.toml", include_str!("schema/objectives.toml")),
    ("(built in)/issues.toml", include_str!("schema/issues.toml")),
    ("(built in)/interested-parties.toml", include_str!("schema/interested-parties.toml")),
    ("(built in)/legal-requirements.toml", include_str!("schema/legal-requirements.toml")),
    ("(built in)/suppliers.toml", include_str!("schema/suppliers.toml")),
    ("(built in)/roles.toml", include_str!("schema/roles.toml")),
    ("(built in)/competences.toml", include_str!("schema/competences.toml")),
    ("(built in)/training.toml", include_str!("schema/training.toml")),
    ("(built in)/audit-programmes.toml", include_str!("schema/audit-programmes.toml")),
    ("(built in)/audits.toml", include_str!("schema/audits.toml")),
    ("(built in)/findings.toml", include_str!("schema/findings.toml")),
    ("(built in)/incidents.toml", include_str!("schema/incidents.toml")),
    ("(built in)/actions.toml", include_str!("schema/actions.toml")),
    ("(built in)/management-reviews.toml", include_str!("schema/management-reviews.toml")),
    ("(built in)/exceptions.toml", include_str!("schema/exceptions.toml")),
    ("(built in)/milestones.toml", include_str!("schema/milestones.toml")),
    ("(built in)/glossary.toml", include_str!("schema/glossary.toml")),
];

/// What stands in a text that is not finished, if book.toml does not say.
const PLACEHOLDERS: &[&str] = &[
    "[COMPANY]",
    "[COMPANY NAME]",
    "[ORGANISATION]",
    "[ORGANIZATION]",
    "[NAME]",
    "[DATE]",
    "[ROLE]",
    "TBD",
    "TBC",
    "TODO",
    "FIXME",
    "XXX",
    "lorem ipsum",
    "to be determined",
    "to be defined",
    "insert text here",
];

/// The settings of a book.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// What stands above every page.
    pub title: String,
    /// Whose management system it is.
    pub organisation: String,
    /// The version of the handbook as a whole, such as "3.0".
    pub version: Option<String>,
    /// A language tag, such as `en-GB`.
    pub language: String,
    /// The folder of documents and registers, relative to book.toml.
    pub content: Spanned<String>,
    /// The folder of the site, relative to book.toml.
    pub output: String,
    /// The folder of the book's own theme, relative to book.toml.
    pub theme: String,
    /// The colour of links and marks, such as `#1d4f7c`.
    pub accent: Option<String>,
    /// The picture beside the title: the name of an asset of the theme.
    pub logo: Option<Spanned<String>>,
    /// The label of pages that bear none of their own.
    pub classification: Option<String>,
    /// The link by which the preview opens a place in an editor, with `{path}`, `{line}` and `{column}` in it.
    pub editor: Option<String>,
    /// Where reading a document is confirmed: an address with `{document}`, `{version}` and `{role}` to be filled.
    pub confirm_reading: Option<String>,
    /// Whether there is a page of all documents to print; `None` leaves it to their number.
    pub print: Option<bool>,
    /// Where the site will be published: for the sitemap, the exports and the calendar.
    pub base_url: Option<BaseUrl>,
    /// Where the preview serves the site; `None` in a build.
    pub base_path: Option<BasePath>,
    /// Whether documents that say that they are drafts are a part of the book.
    pub drafts: bool,
    /// The day for which date rules are evaluated, if fixed.
    pub as_of: Option<Date>,
    /// Catalogues beside the built-in ones, relative to book.toml.
    pub catalogues: Vec<Spanned<String>>,
    /// How the Statement of Applicability itself is controlled.
    pub soa: Approval,
    /// How risks are scored.
    pub risk: RiskScale,
    /// Which rungs of the ladder are required.
    pub coverage: CoverageRules,
    /// How strict the checks are.
    pub checks: Checks,
    /// The registers, built-in ones first.
    pub schemas: Vec<Schema>,
}

/// The control data of the Statement of Applicability.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Approval {
    /// Such as "1.3".
    pub version: Option<String>,
    /// A role.
    pub approver: Option<String>,
    /// When it was approved.
    pub approved: Option<Date>,
}

impl Config {
    /// Puts what the program itself says of registers and scores into the language of the book.
    pub fn localise(&mut self, words: &Wording) {
        let default = RiskScale::default();
        for (steps, english, key) in [
            (&mut self.risk.likelihood, default.likelihood, "scale.likelihood"),
            (&mut self.risk.impact, default.impact, "scale.impact"),
        ] {
            if *steps == english {
                *steps = words.say(key).split(", ").map(str::to_owned).collect();
            }
        }
        for schema in &mut self.schemas {
            schema.localise(words);
        }
    }

    /// The content folder as it stands at the front of its files' paths: no `./`, no final `/`.
    pub fn content_folder(&self) -> String {
        self.content_folders().collect::<Vec<_>>().join("/")
    }

    fn content_folders(&self) -> impl Iterator<Item = &str> {
        self.content.value.split('/').filter(|part| !part.is_empty() && *part != ".")
    }

    /// The part of a file's path that is inside the content folder.
    pub fn inside_content<'a>(&self, path: &'a str) -> &'a str {
        let inside = self.content_folders().try_fold(path, |path, folder| path.strip_prefix(folder)?.strip_prefix('/'));
        inside.unwrap_or(path)
    }
}

/// Reads book.toml. What is wrong there is returned beside what could be read.
pub fn read(sources: &Sources) -> (Option<Config>, Vec<Diagnostic>) {
    let diagnostics = RefCell::default();
    let Some((id, file)) = sources.of_role(Role::Config).next() else { return (None, Vec::new()) };
    let table = read_table(id, file, &diagnostics);
    let config = read_book(Fields::new(&table, sources, &diagnostics));
    let diagnostics = diagnostics.into_inner();
    (config.filter(|_| !crate::diag::any_error(&diagnostics)), diagnostics)
}

fn read_table(id: FileId, file: &SourceFile, diagnostics: &RefCell<Vec<Diagnostic>>) -> value::Table {
    let (table, problems) = value::read(Format::Toml, file.text().map_or("", |t| t), id, 0);
    diagnostics.borrow_mut().extend(problems);
    table
}

fn read_book(fields: Fields<'_>) -> Option<Config> {
    fields.require("book")?;
    let book = fields.table("book")?;
    let text = |key, default: &str| book.text(key).map_or_else(|| default.to_owned(), |t| t.value);
    let content = book.text("content").unwrap_or_else(|| Spanned { value: "content".to_owned(), span: book.span() });
    let config = Config {
        title: book.required_text("title").map_or_else(String::new, |t| t.value),
        organisation: book.required_text("organisation").map_or_else(String::new, |t| t.value),
        version: book.text("version").map(|t| t.value),
        language: text("language", "en"),
        content,
        output: text("output", "site"),
        theme: text("theme", "theme"),
        accent: book.text("accent").and_then(|colour| read_colour(&colour, &book)),
        logo: book.text("logo"),
        classification: book.text("classification").map(|t| t.value),
        editor: book.text("editor").and_then(|link| read_editor(link, &book)),
        print: book.flag("print").map(|flag| flag.value),
        confirm_reading: book.text("confirm-reading").and_then(|pattern| read_confirm(&pattern, &book)),
        base_url: book.text("base-url").and_then(|address| read_base_url(&address, &book)),
        base_path: None,
        drafts: true,
        as_of: book.date("as-of").map(|d| d.value),
        catalogues: book.texts("catalogues"),
        soa: read_soa(fields.table("soa")),
        risk: read_risk(fields.table("risk")),
        coverage: read_coverage(fields.table("coverage")),
        checks: read_checks(&fields),
        schemas: read_schemas(&fields),
    };
    book.finish();
    fields.finish();
    Some(config)
}

fn read_colour(colour: &Spanned<String>, fields: &Fields<'_>) -> Option<String> {
    let digits = colour.value.strip_prefix('#').unwrap_or_default();
    if matches!(digits.len(), 3 | 6) && digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Some(colour.value.clone());
    }
    let message = format!("`{}` is no colour", colour.value);
    let help = "write it as `#1d4f7c`: two digits each for red, green and blue".to_owned();
    fields.report(Diagnostic::error("invalid-name", colour.span, message).help(help));
    None
}

/// A link to a program of the reader's; one that a browser would run itself is none.
fn read_editor(link: Spanned<String>, fields: &Fields<'_>) -> Option<String> {
    let scheme = link.value.split_once(':').map_or("", |(scheme, _)| scheme).to_ascii_lowercase();
    let known = !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    if known && !matches!(scheme.as_str(), "javascript" | "data" | "vbscript") && link.value.contains("{path}") {
        return Some(link.value);
    }
    let message = format!("`{}` opens no place in an editor", link.value);
    let help = "write it as `vscode://file/{path}:{line}:{column}`".to_owned();
    fields.report(Diagnostic::error("invalid-name", link.span, message).help(help));
    None
}

fn read_confirm(pattern: &Spanned<String>, fields: &Fields<'_>) -> Option<String> {
    let known = ["{document}", "{version}", "{role}"];
    let rest = known.iter().fold(pattern.value.clone(), |rest, place| rest.replace(place, ""));
    let web = ["https://", "http://", "mailto:"].iter().any(|scheme| pattern.value.starts_with(scheme));
    if web && !rest.contains(['{', '}', '"', '<', '>']) && !rest.contains(char::is_whitespace) {
        return Some(pattern.value.clone());
    }
    let message = format!("`{}` cannot be the address at which reading is confirmed", pattern.value);
    let help =
        "an address from `https://` or `mailto:` on, with `{document}`, `{version}` and `{role}` where they belong";
    fields.report(Diagnostic::error("invalid-name", pattern.span, message).help(help.to_owned()));
    None
}

fn read_base_url(address: &Spanned<String>, fields: &Fields<'_>) -> Option<BaseUrl> {
    let report = |help: &str| {
        let message = format!("`{}` cannot be the address of a site", address.value);
        fields.report(Diagnostic::error("invalid-name", address.span, message).help(help.to_owned()));
    };
    address.value.parse().map_err(report).ok()
}

fn read_soa(fields: Option<Fields<'_>>) -> Approval {
    let Some(fields) = fields else { return Approval::default() };
    let approval = Approval {
        version: fields.text("version").map(|t| t.value),
        approver: fields.text("approver").map(|t| t.value),
        approved: fields.date("approved").map(|d| d.value),
    };
    fields.finish();
    approval
}

fn read_risk(fields: Option<Fields<'_>>) -> RiskScale {
    let mut scale = RiskScale::default();
    let Some(fields) = fields else { return scale };
    for (key, steps) in [("likelihood", &mut scale.likelihood), ("impact", &mut scale.impact)] {
        let given: Vec<String> = fields.texts(key).into_iter().map(|t| t.value).collect();
        if !given.is_empty() {
            *steps = given;
        }
    }
    for (key, score) in [("acceptable", &mut scale.acceptable), ("high", &mut scale.high)] {
        if let Some(given) = fields.whole(key, 0..=10_000) {
            *score = u32::try_from(given.value).unwrap_or(*score);
        }
    }
    fields.finish();
    scale
}

fn read_coverage(fields: Option<Fields<'_>>) -> CoverageRules {
    use Rung::{Decided, Documented, Evidenced, Justified, Owned};
    let year = jiff::Span::new().years(1);
    let mut rules = CoverageRules {
        controls: vec![Decided, Documented, Owned, Justified, Evidenced],
        clauses: vec![Documented, Owned, Evidenced],
        evidence_valid: year.fieldwise(),
        audit_cycle: (year * 3).fieldwise(),
    };
    let Some(fields) = fields else { return rules };
    for (key, rungs) in [("controls", &mut rules.controls), ("clauses", &mut rules.clauses)] {
        if fields.node(key).is_some() {
            *rungs = read_rungs(&fields, key);
        }
    }
    for (key, length) in [("evidence-valid", &mut rules.evidence_valid), ("audit-cycle", &mut rules.audit_cycle)] {
        if let Some(span) = fields.duration(key) {
            *length = span.value.fieldwise();
        }
    }
    fields.finish();
    rules
}

/// Any key of `[checks]` but `placeholders` is the code of a check; whether there is such a check is not known here.
fn read_checks(fields: &Fields<'_>) -> Checks {
    let words = PLACEHOLDERS.iter().map(|word| (*word).to_owned());
    let mut checks = Checks { levels: Vec::new(), placeholders: words.collect() };
    let Some(table) = fields.table("checks") else { return checks };
    if table.node("placeholders").is_some() {
        checks.placeholders = table.texts("placeholders").into_iter().map(|t| t.value).collect();
    }
    for (code, span) in table.keys().filter(|(code, _)| *code != "placeholders") {
        if let Some(level) = table.choice(code, &Level::ALL) {
            checks.levels.push((Spanned { value: code.to_owned(), span }, level.value));
        }
    }
    checks
}

fn read_rungs(fields: &Fields<'_>, key: &'static str) -> Vec<Rung> {
    let mut rungs = Vec::new();
    for word in fields.texts(key) {
        match Rung::ALL.iter().find(|(known, _)| *known == word.value) {
            Some((_, rung)) => rungs.push(*rung),
            None => fields.report(value::unknown_choice(key, &word, &Rung::ALL.map(|(word, _)| word))),
        }
    }
    rungs.sort();
    rungs
}

fn read_schemas(fields: &Fields<'_>) -> Vec<Schema> {
    let mut schemas = built_in();
    for register in fields.tables("register") {
        let Some(name) = register.required_text("name") else { continue };
        if let Some(schema) = schemas.iter_mut().find(|schema| schema.name == name.value) {
            schema.extend(&register);
            register.finish();
        } else {
            schemas.extend(read_schema(register));
        }
    }
    schemas
}

/// The registers that ship with the program.
///
/// # Panics
/// If a schema file of the program is wrong, which a test rules out.
pub fn built_in() -> Vec<Schema> {
    SCHEMAS.clone()
}

/// Read once.
static SCHEMAS: LazyLock<Vec<Schema>> = LazyLock::new(|| {
    let mut sources = Sources::default();
    let diagnostics = RefCell::default();
    let mut schemas = Vec::new();
    for (path, text) in BUILT_IN {
        let file = SourceFile { path: (*path).into(), role: Role::Config, content: Content::Text((*text).into()) };
        let id = sources.add(file.clone());
        let table = read_table(id, &file, &diagnostics);
        schemas.extend(read_schema(Fields::new(&table, &sources, &diagnostics)));
    }
    assert!(diagnostics.borrow().is_empty(), "the built-in schemas are sound: {diagnostics:?}");
    schemas
});

#[cfg(test)]
mod tests {
    use super::*;

    fn config(text: &str) -> (Option<Config>, Vec<String>) {
        let mut sources = Sources::default();
        let content = Content::Text(text.into());
        sources.add(SourceFile { path: "book.toml".into(), role: Role::Config, content });
        let (config, diagnostics) = read(&sources);
        (config, diagnostics.into_iter().map(|d| format!("{} ({})", d.message, d.help.unwrap_or_default())).collect())
    }

    const HEAD: &str = "[book]\ntitle = \"T\"\norganisation = \"O\"\n";

    #[test]
    fn a_book_needs_only_a_title_and_an_organisation() {
        let (config, problems) = config(HEAD);
        assert_eq!(problems, Vec::<String>::new());
        let config = config.unwrap();
        assert_eq!((config.content.value.as_str(), config.output.as_str()), ("content", "site"));
        assert_eq!(config.schemas[0].name, "applicability");
    }

    #[test]
    fn every_problem_is_reported_in_one_run() {
        let (config, problems) = config(&format!("{HEAD}contnet = \"x\"\n[coverage]\ncontrols = [\"decidd\"]\n"));
        assert!(config.is_none());
        assert_eq!(
            problems,
            [
                "`decidd` is not a value of `controls` (did you mean `decided`?)",
                "unknown key `contnet` (did you mean `content`?)"
            ]
        );
    }

    #[test]
    fn the_link_of_an_editor_runs_nothing_in_the_browser() {
        let editor = |link: &str| {
            let (config, problems) = config(&format!("{HEAD}editor = \"{link}\"\n"));
            (config.and_then(|config| config.editor).is_some(), problems.len())
        };
        assert_eq!(editor("vscode://file/{path}:{line}:{column}"), (true, 0));
        assert_eq!(editor("JavaScript:alert('{path}')"), (false, 1));
        assert_eq!(editor("vscode://file/path"), (false, 1));
        assert_eq!(editor("{path}"), (false, 1));
    }

    #[test]
    fn a_book_adds_fields_and_registers() {
        let (config, problems) = config(&format!(
            "{HEAD}[[register]]\nname = \"risks\"\n[[register.field]]\nname = \"cost\"\ntype = \"number\"\n\
             [[register]]\nname = \"ropa\"\nsingular = \"activity\"\n[[register.field]]\nname = \"basis\"\n"
        ));
        assert_eq!(problems, Vec::<String>::new());
        let schemas = config.unwrap().schemas;
        assert!(schemas.iter().find(|s| s.name == "risks").unwrap().field("cost").is_some());
        assert_eq!(schemas.last().unwrap().title, "Ropa");
    }
}
