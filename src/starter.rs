//! The files of a new handbook. It builds immediately, and the findings of its checks are the list of what to do.

mod registers;
mod standard;

use std::cell::RefCell;

use jiff::civil::Date;

use crate::config::RiskScale;
use crate::source::{Content, Role, SourceFile, Sources};
use crate::value::{self, Fields, Format, quoted};
use crate::wording::Wording;

pub(crate) use standard::{NewStandard, standard};

/// Parameters of a new handbook.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Starter<'a> {
    /// The name of the organisation.
    pub organisation: &'a str,
    /// The language tag.
    pub language: &'a str,
    /// The date of its creation.
    pub today: Date,
}

/// The outlines in all built-in languages.
const OUTLINES: &str = include_str!("starter/outlines.toml");

/// Returns all files with their paths.
pub(crate) fn files(starter: &Starter<'_>) -> Vec<(String, String)> {
    let words = Wording::built_in(starter.language);
    let mut files = vec![
        ("book.toml".to_owned(), book(starter, &words)),
        (".gitignore".to_owned(), "/site/\n/.site.clausebook/\n".to_owned()),
        (".github/workflows/handbook.yml".to_owned(), RECIPE.to_owned()),
    ];
    files.extend(outlines(&words));
    files.extend(registers::files(starter, &words));
    files
}

fn book(starter: &Starter<'_>, words: &Wording) -> String {
    let scale = |key| words.say(key).split(", ").map(quoted).collect::<Vec<_>>().join(", ");
    format!(
        r#"# Settings of the handbook. Missing keys have sensible defaults; `clausebook check` reports misspelt ones.

[book]
title = {title}
organisation = {organisation}
language = {language}
content = "content"         # documents, and registers below content/registers/
output = "site"
# base-url = "https://isms.example/"      # for the sitemap and the calendar
# classification = "Internal"             # default label of pages
# print = false                           # no page with all documents for printing
# confirm-reading = "https://…?document={{document}}&version={{version}}&role={{role}}"

[risk]                      # scales from 1 up; a step may be {{ name = "…", means = "…" }}
likelihood = [{likelihood}]
impact = [{impact}]
score = "product"           # likelihood × impact; or "sum", or a table of your own
{bands}
[coverage]                  # rungs that a control or clause must meet to be covered
controls = ["decided", "documented", "owned", "justified", "implemented", "evidenced"]
clauses = ["documented", "owned", "evidenced"]

[approvals]
required = true             # each approved document needs an approval recorded with `clausebook approve`

[checks]                    # allow, warn or deny; see `clausebook explain CODE`
gap-without-action = "allow"    # change to "warn" when few gaps are left; then each one needs an action
approver-is-owner = "allow"     # "warn" if nobody may approve a document of their own; the standard allows it
"#,
        title = quoted(&words.fill("starter.title", &[("organisation", &starter.organisation)])),
        organisation = quoted(starter.organisation),
        language = quoted(starter.language),
        likelihood = scale("scale.likelihood"),
        impact = scale("scale.impact"),
        bands = bands(words),
    )
}

/// Returns the default bands of risks in the language of `words`.
fn bands(words: &Wording) -> String {
    let mut text =
        "\n# What a score asks for: `within-criteria` (accepted with the plan), `owner`, `role:ID` or `treat`."
            .to_owned();
    for (band, name) in RiskScale::default().bands.iter().zip(words.say("scale.bands").split(", ")) {
        let [id, name, asks] = [&band.id, name, &band.asks.word()].map(quoted);
        text.push_str(&format!("\n[[risk.band]]\nid = {id}\nname = {name}\nfrom = {}\nasks = {asks}\n", band.from));
    }
    text
}

/// Returns the outlines in the language of `words`, each with its questions. These begin with a mark, `(?)`, by which parsing
/// knows that they are open.
fn outlines(words: &Wording) -> Vec<(String, String)> {
    let mut sources = Sources::default();
    let content = Content::Text(OUTLINES.into());
    let file = sources.add(SourceFile { path: "(built in)/outlines.toml".to_owned(), role: Role::Config, content });
    let (table, problems) = value::read(Format::Toml, OUTLINES, file, 0);
    let diagnostics = RefCell::new(problems);
    let outlines = Fields::new(&table, &sources, &diagnostics).tables("outline");
    let outlines = outlines.iter().filter_map(|outline| outline_text(outline, words)).collect();
    assert!(diagnostics.borrow().is_empty(), "the outlines are sound: {diagnostics:?}");
    outlines
}

/// Returns the path and the text of an outline.
fn outline_text(outline: &Fields<'_>, words: &Wording) -> Option<(String, String)> {
    let path = format!("content/{}", outline.required_text("path")?.value);
    let clauses = outline.texts("clauses");
    let claimed: Vec<String> = clauses.iter().map(|clause| quoted(&clause.value)).collect();
    let named: Vec<String> = clauses.iter().map(|clause| format!("[[{}]]", clause.value)).collect();
    let written = outline.table(words.say("starter.outlines"))?;
    let title = quoted(&written.required_text("title")?.value);
    let intro = words.fill("starter.intro", &[("clauses", &named.join(", "))]);
    let mut text = format!(
        "+++\ntitle = {title}\nversion = \"0.1\"\nstatus = \"draft\"      # in-review, then approved with `approver` and `approved`\nowner = \"isms-owner\"\nreview = \"12 months\"\nclauses = [{}]\n+++\n\n{intro}\n",
        claimed.join(", ")
    );
    for question in written.texts("questions") {
        text.push_str(&format!("\n- (?) {}\n", question.value));
    }
    Some((path, text))
}

/// A workflow for GitHub Actions that checks each change and builds the site.
const RECIPE: &str = "name: handbook
on: [push, pull_request]
jobs:
  handbook:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
      # Put `clausebook` on the path here, from your own package or by `cargo install --locked --path`.
      - run: clausebook check --format github
      - run: clausebook build
      - uses: actions/upload-artifact@v4
        with:
          name: handbook
          path: site
";
