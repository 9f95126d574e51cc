//! The files of a new handbook: it builds at once, and what its checks report is the way to go.

mod registers;

use std::cell::RefCell;

use jiff::civil::Date;

use crate::source::{Content, Role, SourceFile, Sources};
use crate::value::{self, Fields, Format};
use crate::wording::Wording;

/// What a new handbook is told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Starter<'a> {
    /// Whose it is.
    pub organisation: &'a str,
    /// A language tag.
    pub language: &'a str,
    /// The day on which it begins.
    pub today: Date,
}

/// What the outlines are, in every language that the program speaks.
const OUTLINES: &str = include_str!("starter/outlines.toml");

/// All files with their paths.
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

/// A text as a TOML string.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push(' '),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn book(starter: &Starter<'_>, words: &Wording) -> String {
    let scale = |key| words.say(key).split(", ").map(quoted).collect::<Vec<_>>().join(", ");
    format!(
        r#"# The handbook. Every key that is left out has a sensible value; `clausebook check` reports a misspelt one.

[book]
title = {title}
organisation = {organisation}
language = {language}
content = "content"         # documents, and registers below content/registers/
output = "site"
# base-url = "https://isms.example/"      # for the sitemap and the calendar
# classification = "Internal"             # the label of pages that bear none of their own
# print = false                           # whether there is a page of all documents to print
# confirm-reading = "https://…?document={{document}}&version={{version}}&role={{role}}"

[risk]                      # scales from 1 up; a score is likelihood × impact
likelihood = [{likelihood}]
impact = [{impact}]
acceptable = 8              # a score up to this is acceptable
high = 15                   # a score from this on must be treated

[coverage]                  # what must hold for a control and a clause to be covered
controls = ["decided", "documented", "owned", "justified", "implemented", "evidenced"]
clauses = ["documented", "owned", "evidenced"]

[checks]                    # allow, warn or deny; `clausebook explain CODE` says what a check means
gap-without-action = "allow"    # "warn" when few gaps are left: from then on each one needs an action
"#,
        title = quoted(&words.fill("starter.title", &[("organisation", &starter.organisation)])),
        organisation = quoted(starter.organisation),
        language = quoted(starter.language),
        likelihood = scale("scale.likelihood"),
        impact = scale("scale.impact"),
    )
}

/// The outlines in the language of `words`, each with what it must answer.
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

/// The path and the text of an outline.
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
        text.push_str(&format!("\n- {}\n", question.value));
    }
    Some((path, text))
}

/// Checks each change and builds the site, on the forge that most use; others run the same two commands.
const RECIPE: &str = "name: handbook
on: [push, pull_request]
jobs:
  handbook:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      # Put `clausebook` on the path here, from your own package or by `cargo install --locked --path`.
      - run: clausebook check --format github
      - run: clausebook build
      - uses: actions/upload-artifact@v4
        with:
          name: handbook
          path: site
";
