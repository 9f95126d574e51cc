//! The settings in book.toml: the title of a handbook, the folders of its parts, the strictness of checks. Each table
//! of book.toml has a file.

mod approvals;
mod built_in;
mod checks;
mod coverage;
mod document_register;
mod documents;
mod fact;
mod files;
mod front_matter;
mod history;
mod imports;
mod links;
mod names;
mod paths;
mod patterns;
mod publish;
mod registers;
mod risk;
mod search;
mod soa;
mod standards;
mod table_file;
mod theme;
mod value_rule;
mod variables;

use std::cell::RefCell;
use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::catalog::{Named, StandardFile};
use crate::diag::baseline::Baseline;
use crate::diag::{Diagnostic, any_error, did_you_mean};
use crate::model::{Braces, Schema};
use crate::site::{BasePath, BaseUrl};
use crate::source::{Role, Sources, Span, Spanned};
use crate::value::{self, Fields};
use crate::wording::{Wording, is_language_tag};

use approvals::read_approvals;
use checks::read_checks;
use coverage::read_coverage;
use documents::{idle, read_documents, ruled_by};
use files::read_files;
use history::read_history;
use links::{read_base_url, read_confirm, read_editor};
use names::hidden_in_names;
use publish::read_publish;
use registers::read_schemas;
use risk::read_risk;
use search::read_search;
use soa::read_soa;
use standards::{measures, read_standards};
use theme::read_colour;
use variables::read_variables;

pub use approvals::ApprovalRules;
pub use checks::{Checks, Level};
pub use coverage::CoverageRules;
pub use document_register::{DocumentRegister, JoinedBy};
pub use documents::{DocumentRule, RuledBy};
pub use fact::{CLAIMS, FactRule, FactSource};
pub use files::{Files, Routed};
pub use front_matter::front_matter;
pub use imports::{ColumnRule, Import, fields_of, is_toml, register_name};
pub use patterns::Patterns;
pub use publish::{HeaderFile, Publish};
pub use registers::built_in;
pub use risk::{Asks, RiskBand, RiskScale, Scoring, Step};
pub use search::{Synonyms, synonyms_of_trade};
pub use soa::SoaApproval;
pub use table_file::TableFile;
pub use value_rule::ValueRule;

/// The settings of a book.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Findings in the names of the book, whose level it sets itself.
    pub names: Vec<Diagnostic>,
    /// The name shown at the top of every page.
    pub title: String,
    /// The organisation whose management system it is.
    pub organisation: String,
    /// The version of the handbook as a whole, such as "3.0".
    pub version: Option<String>,
    /// A language tag, such as `en-GB`.
    pub language: Spanned<String>,
    /// The folder of documents and registers, relative to book.toml.
    pub content: Spanned<String>,
    /// Whether the names that documents and registers use for roles make a register of roles, if there is none.
    pub roles_from_names: bool,
    /// Which files of that folder belong to the book, and where links to others lead.
    pub files: Files,
    /// The folder of the site, relative to book.toml.
    pub output: String,
    /// The folder of the book's own theme files, relative to book.toml.
    pub theme: String,
    /// The place of that folder in book.toml.
    pub theme_span: Span,
    /// The colour of links and marks, such as `#1d4f7c`.
    pub accent: Option<String>,
    /// The logo next to the title: the name of an asset of the theme.
    pub logo: Option<Spanned<String>>,
    /// The classification of pages without one of their own.
    pub classification: Option<String>,
    /// Link from the preview to a position in an editor; contains `{path}`, `{line}` and `{column}`.
    pub editor: Option<String>,
    /// Address at which a reader confirms having read a document; may contain `{document}`, `{version}` and `{role}`.
    pub confirm_reading: Option<String>,
    /// Whether there is a page of all documents for printing; `None` decides by their number.
    pub print: Option<bool>,
    /// URL at which the site will be published: for the sitemap, the exports and the calendar.
    pub base_url: Option<BaseUrl>,
    /// Path that the preview serves the site under; `None` in a build.
    pub base_path: Option<BasePath>,
    /// Whether documents marked as drafts are included.
    pub drafts: bool,
    /// The book's own day, up to which its files tell what happened, if it is fixed or the command line has set it.
    pub as_of: Option<Date>,
    /// Whether the day is that of the build, which neither the book nor the command line has fixed.
    pub dated_by_build: bool,
    /// The standards that the book is about, as far as it says, in its order.
    pub standards: Vec<Named>,
    /// Control data of the Statement of Applicability.
    pub soa: SoaApproval,
    /// Whether the history in git is read.
    pub history: bool,
    /// The rules for recorded approvals.
    pub approvals: ApprovalRules,
    /// The scale for scoring risks.
    pub risk: RiskScale,
    /// The rungs of the ladder that are required.
    pub coverage: CoverageRules,
    /// What holds for documents by their paths, in the order of book.toml.
    pub documents: Vec<DocumentRule>,
    /// How the site is published.
    pub publish: Publish,
    /// The strictness of the checks.
    pub checks: Checks,
    /// The values of `{{ Name }}` in texts, by their names.
    pub variables: BTreeMap<String, String>,
    /// What texts say, and the other words with which readers search for it.
    pub synonyms: Synonyms,
    /// The findings that are known, which are not reported.
    pub known: Option<Baseline>,
    /// The registers, built-in ones first.
    pub schemas: Vec<Schema>,
    /// The registers in files of other tools, in the order of book.toml.
    pub imports: Vec<Import>,
}

impl Config {
    /// Returns the book's own day; that of the build, if nothing has set it.
    pub fn own_day(&self, as_of: Date) -> Date {
        self.as_of.unwrap_or(as_of)
    }

    /// Returns the names that texts may put between double braces.
    pub fn braces(&self) -> Braces {
        let registers = self.schemas.iter().map(|schema| schema.name.clone());
        let bands = self.risk.bands.iter().map(|band| band.id.clone());
        Braces::new(registers.collect(), bands.collect(), self.variables.clone())
    }

    /// Translates the built-in registers and risk criteria into the language of the book.
    pub fn localise(&mut self, words: &Wording) {
        self.risk.localise(words);
        for schema in &mut self.schemas {
            schema.localise(words);
        }
    }

    /// Returns what book.toml says about the document at a path below the content folder.
    pub fn ruled_by(&self, path: &str) -> RuledBy<'_> {
        ruled_by(&self.documents, path)
    }

    /// Returns a finding for each pattern of `[[documents]]` that matches none of the documents at these paths.
    pub fn idle_rules<'a>(&self, paths: impl Iterator<Item = &'a str>) -> Vec<Diagnostic> {
        idle(&self.documents, paths)
    }

    /// Returns the files of the book about standards: their data, and texts that only their licensee may use.
    pub fn catalogues(&self) -> impl Iterator<Item = &Spanned<String>> {
        self.standards.iter().flat_map(|named| {
            let data = if let StandardFile::Book(file) = &named.file { Some(file) } else { None };
            data.into_iter().chain(&named.texts)
        })
    }

    /// Returns whether a path is book.toml, or a file that it names as a catalogue or a part of the theme.
    pub fn is_setting(&self, path: &str) -> bool {
        let of_theme = || path.strip_prefix(&self.theme).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let is_catalogue = |catalogue: &Spanned<String>| without_detours(&catalogue.value) == path;
        path == "book.toml" || of_theme() || self.catalogues().any(is_catalogue)
    }
}

/// Reads book.toml. Returns the settings, unless there are errors, and all problems.
pub fn read(sources: &Sources) -> (Option<Config>, Vec<Diagnostic>) {
    let Some((id, file)) = sources.of_role(Role::Config).next() else { return (None, Vec::new()) };
    let (table, problems) = value::read_file(id, file);
    let diagnostics = RefCell::new(problems);
    let config = read_book(Fields::new(&table, sources, &diagnostics));
    let diagnostics = diagnostics.into_inner();
    (config.filter(|_| !any_error(&diagnostics)), diagnostics)
}

fn read_book(fields: Fields<'_>) -> Option<Config> {
    if fields.node("book").is_none()
        && let Some((key, span)) = fields.keys().find(|(key, _)| did_you_mean(key, ["book"]).is_some())
    {
        let help = "did you mean `book`?".to_owned();
        fields.report(Diagnostic::error("unknown-key", span, format!("unknown key `{key}`")).help(help));
        return None;
    }
    fields.require("book")?;
    let book = fields.table("book")?;
    let text = |key, default: &str| book.text(key).map_or_else(|| default.to_owned(), |t| t.value);
    let folder = |key, default: &str| {
        let named = book.text(key).unwrap_or_else(|| Spanned { value: default.to_owned(), span: book.span() });
        named.map(|path| without_detours(&path))
    };
    let (content, theme) = (folder("content", "content"), folder("theme", "theme"));
    let language = book.text("language").and_then(|tag| read_language(tag, &book));
    let language = language.unwrap_or_else(|| Spanned { value: "en".to_owned(), span: book.span() });
    let names = hidden_in_names(&book);
    let standards = read_standards(&fields);
    let (schemas, imports) = read_schemas(&fields, measures(&standards));
    let config = Config {
        names,
        title: book.required_text("title").map_or_else(String::new, |t| t.value),
        organisation: book.required_text("organisation").map_or_else(String::new, |t| t.value),
        version: book.text("version").map(|t| t.value),
        language,
        content,
        roles_from_names: book.flag("roles-from-names").is_some_and(|flag| flag.value),
        files: read_files(&book),
        output: text("output", "site"),
        theme: theme.value,
        theme_span: theme.span,
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
        dated_by_build: false,
        standards,
        soa: read_soa(fields.table("soa")),
        history: read_history(fields.table("history")),
        approvals: read_approvals(fields.table("approvals")),
        risk: read_risk(fields.table("risk")),
        coverage: read_coverage(fields.table("coverage")),
        documents: read_documents(&fields),
        publish: read_publish(fields.table("publish")),
        checks: read_checks(&fields),
        variables: read_variables(fields.table("variables")),
        synonyms: read_search(fields.table("search")),
        known: None,
        schemas,
        imports,
    };
    let catalogues = "name each catalogue in a `[[standard]]` of its own, with `file`";
    book.finish_with(|key, _| (key == "catalogues").then(|| catalogues.to_owned()));
    fields.finish();
    Some(config)
}

/// Returns the path of a folder without `.` and without names that `..` takes back, so that the paths of its files begin
/// with it.
fn without_detours(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
        match (part, parts.last()) {
            ("..", Some(before)) if *before != ".." => _ = parts.pop(),
            _ => parts.push(part),
        }
    }
    let start = if path.starts_with('/') { "/" } else { "" };
    format!("{start}{}", parts.join("/"))
}

/// Reads the language of the book; a malformed tag is reported, because browsers would reject it.
fn read_language(tag: Spanned<String>, fields: &Fields<'_>) -> Option<Spanned<String>> {
    if is_language_tag(&tag.value) {
        return Some(tag);
    }
    let message = format!("`{}` is not a language tag", tag.value);
    let help = "write it like `en` or `de-CH`".to_owned();
    fields.report(Diagnostic::error("invalid-name", tag.span, message).help(help));
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Content, SourceFile};

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
    fn what_no_reader_sees_in_the_names_of_a_book_is_noted() {
        let names = |title: &str| {
            let (config, problems) = config(&format!("[book]\ntitle = \"{title}\"\norganisation = \"Größe & Co\"\n"));
            assert_eq!(problems, Vec::<String>::new());
            config.unwrap().names.into_iter().map(|finding| (finding.code, finding.message)).collect::<Vec<_>>()
        };
        assert_eq!(names("ISMS – Übung"), []);
        let control = "this text has a control character in it: U+0000".to_owned();
        assert_eq!(names("a\\u0000"), [("hidden-character", control)]);
        assert_eq!(names("a\\u202eb").len(), 1);
    }

    #[test]
    fn every_problem_is_reported_in_one_run() {
        let (config, problems) = config(&format!("{HEAD}contnet = \"x\"\n[coverage]\ncontrols = [\"decidd\"]\n"));
        assert!(config.is_none());
        assert_eq!(
            problems,
            [
                "`decidd` is not a valid value for `controls` (did you mean `decided`?)",
                "unknown key `contnet` (did you mean `content`?)"
            ]
        );
    }

    #[test]
    fn the_language_is_a_tag_that_browsers_accept() {
        let problems = |tag: &str| config(&format!("{HEAD}language = \"{tag}\"\n")).1;
        for tag in ["en", "en-GB", "zh-Hant-TW", "de-DE-u-co-phonebk"] {
            assert_eq!(problems(tag), Vec::<String>::new(), "{tag}");
        }
        assert_eq!(problems("de_DE"), ["`de_DE` is not a language tag (write it like `en` or `de-CH`)"]);
        assert_eq!(problems("not a tag").len(), 1);
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
