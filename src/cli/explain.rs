//! `clausebook explain`: a check, a problem of reading, the fields of front matter or of a built-in register, or a standard.

mod standard;

use super::only::codes;
use super::{Exit, print_lines};
use crate::check::{self, Check};
use crate::config::{Level, built_in, front_matter};
use crate::diag::reading::Reading;
use crate::diag::{Severity, did_you_mean};
use crate::load::Failure;
use crate::model::{Field, FieldKind, TargetKind};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The code of a finding, `front-matter`, the name of a built-in register, or the id of a standard. Without it, all codes are
    /// listed.
    #[arg(value_name = "CODE")]
    name: Option<String>,
}

/// The name by which front matter is explained.
const FRONT_MATTER: &str = "front-matter";

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let text = match &arguments.name {
        None => check::ALL.iter().map(line).chain(Reading::all().iter().map(reading_line)).collect(),
        Some(name) => explanation(name)?,
    };
    print_lines(&text)?;
    Ok(Exit::Fine)
}

/// Returns the code, the default level and the first sentence of a check.
fn line(check: &Check) -> String {
    let first = first(&check.explanation());
    format!("{:<32}{:<7}{first}\n", check.code, check.level.word())
}

/// Returns the same for a problem of reading; `error` stands for one without a level.
fn reading_line(reading: &Reading) -> String {
    let level = if reading.is_final { "error" } else { default_level(reading) };
    format!("{:<32}{level:<7}{}\n", reading.code, first(reading.explanation))
}

fn default_level(reading: &Reading) -> &'static str {
    let level = if reading.severity == Severity::Error { Level::Deny } else { Level::Warn };
    level.word()
}

fn first(explanation: &str) -> String {
    explanation.split("\n\n").next().unwrap_or_default().replace('\n', " ")
}

/// Explains the check or the file with a name.
fn explanation(name: &str) -> Result<String, Failure> {
    let registers = built_in();
    if let Some(check) = check::ALL.iter().find(|check| check.code == name) {
        return Ok(format!("{} (default: {})\n\n{}\n", check.code, check.level.word(), check.explanation()));
    }
    if let Some(reading) = Reading::of(name) {
        let default = || format!("default: {}", default_level(reading));
        let level = if reading.is_final { "always an error".to_owned() } else { default() };
        return Ok(format!("{} ({level})\n\n{}\n", reading.code, reading.explanation));
    }
    if name == FRONT_MATTER {
        return Ok(format!("The keys of a document's front matter:\n\n{}", table(front_matter())));
    }
    if let Some(register) = registers.iter().find(|register| register.name == name) {
        let head = format!("{}: {}", register.title, register.about);
        return Ok(format!(
            "{head}\n\nThe fields of an entry, besides `id` and `title`:\n\n{}",
            table(&register.fields)
        ));
    }
    if let Some(text) = standard::explanation(name) {
        return Ok(text);
    }
    let registers = registers.iter().map(|register| register.name.as_str());
    let known = did_you_mean(name, registers.chain(codes()).chain([FRONT_MATTER]).chain(standard::ids()));
    let hint = known.map_or_else(String::new, |known| format!("\nhelp: did you mean `{known}`?"));
    Err(Failure(format!("there is no check `{name}`{hint}")))
}

/// Name, type and explanation of each field.
fn table(fields: &[Field]) -> String {
    let mut text = String::new();
    for field in fields {
        let about = if field.help.is_empty() { &field.label } else { &field.help };
        let required = match &field.required_unless {
            _ if !field.required => String::new(),
            Some((key, choice)) => format!(" (required unless `{key}` is `{choice}`)"),
            None => " (required)".to_owned(),
        };
        text.push_str(&format!("  {:<22}{:<12}{about}{required}\n", field.name, field.kind.word()));
        let more = match &field.kind {
            FieldKind::Choice { choices, .. } => {
                let words: Vec<&str> = choices.iter().map(|choice| choice.id.as_str()).collect();
                format!("one of: {}", words.join(", "))
            }
            FieldKind::Reference { to, .. } => {
                let words: Vec<&str> = to.iter().map(TargetKind::word).collect();
                format!("ids of: {}", words.join(", "))
            }
            FieldKind::Table(columns) => {
                let inner = table(columns);
                inner.lines().for_each(|line| text.push_str(&format!("  {line}\n")));
                continue;
            }
            _ => continue,
        };
        text.push_str(&format!("{:36}{more}\n", ""));
    }
    text
}
