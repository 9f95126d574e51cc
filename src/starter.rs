//! The files of a new handbook: it builds at once, and what its checks report is the way to go.

mod registers;

use std::fmt::Write;

use jiff::civil::Date;

/// What a new handbook is told.
#[derive(Debug, Clone, Copy)]
pub struct Starter<'a> {
    /// Whose it is.
    pub organisation: &'a str,
    /// A language tag.
    pub language: &'a str,
    /// The day on which it begins.
    pub today: Date,
}

/// An outline: path below `content/`, title, clauses that it claims, what it must answer.
type Outline = (&'static str, &'static str, &'static str, &'static [&'static str]);

/// The required documents, numbered in the order in which they are written.
const OUTLINES: &[Outline] = &[
    (
        "isms/01-scope.md",
        "Scope of the management system",
        "\"4.1\", \"4.2\", \"4.3\", \"4.4\"",
        &[
            "What inside and outside the organisation bears on information security, and is climate change a part of it?",
            "Who expects something of it, and which of these expectations are met here?",
            "Which places, people, services and systems are inside the line, and which are outside, and why?",
            "Where does work cross the line, and who answers for it on each side?",
        ],
    ),
    (
        "policies/02-information-security-policy.md",
        "Information security policy",
        "\"5.1\", \"5.2\"",
        &[
            "What does the organisation want information security to do for it?",
            "What does the leadership commit itself to, money and people included?",
            "Who must know this policy, and how do they come to know it?",
        ],
    ),
    (
        "isms/03-roles.md",
        "Roles and authorities",
        "\"5.3\"",
        &[
            "Who runs the management system, and who reports on it to the leadership?",
            "Who may decide what, and who stands in for them?",
        ],
    ),
    (
        "isms/04-risk-assessment.md",
        "Risk assessment process",
        "\"6.1.1\", \"6.1.2\", \"8.2\"",
        &[
            "On which scales are likelihood and impact rated, and from which score on must something be done?",
            "When is a risk rated anew, and by whom?",
            "How is it made sure that two people rate the same risk alike?",
        ],
    ),
    (
        "isms/05-risk-treatment.md",
        "Risk treatment process",
        "\"6.1.3\", \"8.3\"",
        &[
            "How is a treatment chosen, and how are its controls compared with Annex A?",
            "Who accepts what is left of a risk, up to which score, and for how long?",
        ],
    ),
    (
        "isms/06-objectives.md",
        "Objectives and changes",
        "\"6.2\", \"6.3\"",
        &[
            "Which few things shall be measurably better, by when, and who sees to it?",
            "How is a change of the management system planned before it is made?",
        ],
    ),
    (
        "isms/07-competence.md",
        "Competence, awareness and communication",
        "\"7.1\", \"7.2\", \"7.3\", \"7.4\"",
        &[
            "What must the people of each role be able to do, and what shows that they are?",
            "What does everybody know about the policy, their part in it, and what happens if it is not kept?",
            "Who tells whom what, inside and outside, and when?",
        ],
    ),
    (
        "isms/08-documents.md",
        "Control of documents",
        "\"7.5.1\", \"7.5.2\", \"7.5.3\"",
        &[
            "Who writes, reads and approves a document, and how often is it read again?",
            "Where do records lie, who may see them, and for how long?",
        ],
    ),
    (
        "isms/09-operation.md",
        "Operation",
        "\"8.1\"",
        &[
            "Which processes carry out what was planned, and by which criteria?",
            "Which of them do others carry out, and how is that watched?",
        ],
    ),
    (
        "isms/10-measurement.md",
        "Monitoring and measurement",
        "\"9.1\"",
        &["What is measured, how, when and by whom, and who draws what from it?"],
    ),
    (
        "isms/11-internal-audit.md",
        "Internal audit",
        "\"9.2.1\", \"9.2.2\"",
        &[
            "What does the programme cover in which year, and what decides on the order?",
            "Who audits, and how is it made sure that nobody audits their own work?",
        ],
    ),
    (
        "isms/12-management-review.md",
        "Management review",
        "\"9.3.1\", \"9.3.2\", \"9.3.3\"",
        &["When does the leadership look at the whole, with what before it, and where are its decisions kept?"],
    ),
    (
        "isms/13-improvement.md",
        "Nonconformity and improvement",
        "\"10.1\", \"10.2\"",
        &[
            "What is done at once when something is not as it should be?",
            "How is the cause found and removed, and who checks that it worked?",
        ],
    ),
];

/// All files with their paths.
pub fn files(starter: &Starter<'_>) -> Vec<(String, String)> {
    let mut files = vec![
        ("book.toml".to_owned(), book(starter)),
        (".gitignore".to_owned(), "/site/\n".to_owned()),
        (".github/workflows/handbook.yml".to_owned(), RECIPE.to_owned()),
    ];
    files.extend(OUTLINES.iter().map(|outline| (format!("content/{}", outline.0), text_of(outline))));
    files.extend(registers::files(starter));
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

fn book(starter: &Starter<'_>) -> String {
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
# confirm-reading = "https://…?document={{document}}&version={{version}}&role={{role}}"

[risk]                      # scales from 1 up; a score is likelihood × impact
likelihood = ["Rare", "Unlikely", "Possible", "Likely", "Almost certain"]
impact = ["Negligible", "Minor", "Moderate", "Major", "Severe"]
acceptable = 8              # a score up to this is acceptable
high = 15                   # a score from this on must be treated

[coverage]                  # what must hold for a control and a clause to be covered
controls = ["decided", "documented", "owned", "justified", "evidenced"]
clauses = ["documented", "owned", "evidenced"]

[checks]                    # allow, warn or deny; `clausebook explain CODE` says what a check means
"#,
        title = quoted(&format!("{} ISMS handbook", starter.organisation)),
        organisation = quoted(starter.organisation),
        language = quoted(starter.language),
    )
}

/// An outline with what it must answer.
fn text_of((_, title, clauses, questions): &Outline) -> String {
    let mut text = format!(
        "+++\ntitle = {}\nversion = \"0.1\"\nstatus = \"draft\"      # in-review, then approved with `approver` and `approved`\nowner = \"isms-owner\"\nreview = \"12 months\"\nclauses = [{clauses}]\n+++\n\nThis outline asks what the text must answer. Put the answer in the place of each question.\n",
        quoted(title)
    );
    for question in *questions {
        _ = write!(text, "\n- {question}\n");
    }
    text
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
