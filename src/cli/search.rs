//! `clausebook search`.

use std::fmt::Write as _;
use std::path::PathBuf;

use jiff::civil::Date;

use super::input::{Drafts, day, progress_bar};
use super::{Exit, print, print_json, print_lines, report};
use crate::diag::{any_error, did_you_mean};
use crate::load::Failure;
use crate::pipeline::{self, Cache};
use crate::search::{Answer, Hit, Index, Quotation};
use crate::visible::name;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Words, an id such as A.5.15, or a "phrase".
    query: String,
    /// Folder with book.toml.
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Folder outside of which no file of the book is read; by default the nearest one with `.git` above book.toml, else
    /// that of book.toml.
    #[arg(long, value_name = "FOLDER")]
    root: Option<PathBuf>,
    /// Only pages of this kind, such as policy, control or risk; or document, requirement, entry.
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Maximum number of results.
    #[arg(long, value_name = "NUMBER", default_value_t = 10)]
    limit: usize,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    drafts: Drafts,
    /// Date for which to evaluate deadlines and validity, such as 2027-03-01.
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let bar = progress_bar();
    let mut book = pipeline::open_within(&arguments.dir, arguments.root.as_deref())?;
    let Some(config) = &mut book.config else {
        print(&book.diagnostics, &book.sources, |_| false);
        return Ok(Exit::Problems);
    };
    config.drafts = arguments.drafts.drafts;
    let as_of = day(arguments.as_of, config)?;
    let progress = |stage: &'static str| bar.set_message(stage);
    let (assessed, problems) = pipeline::assess(&book.sources, config, as_of, &progress, &mut Cache::default());
    book.diagnostics.extend(problems);
    progress("indexing");
    let index = Index::new(&assessed);
    bar.finish_and_clear();
    if any_error(&book.diagnostics) {
        report("the content has errors, so some of it may not be found; run `clausebook check`");
    }
    if let Some(kind) = &arguments.kind
        && !index.kinds().contains(&kind.as_str())
    {
        let hint = did_you_mean(kind, index.kinds())
            .map_or_else(|| format!("known: {}", index.kinds().join(", ")), |known| format!("did you mean `{known}`?"));
        return Err(Failure(format!("there is nothing of kind `{kind}`\nhelp: {hint}")));
    }
    let answer = index.search(&arguments.query, arguments.kind.as_deref(), arguments.limit);
    if arguments.json {
        print_json(&serde_json::to_string_pretty(&answer).map_or_else(|_| String::new(), |json| json + "\n"))?;
    } else {
        print_lines(&human(&answer))?;
    }
    Ok(Exit::Fine)
}

fn human(answer: &Answer) -> String {
    let mut text = String::new();
    for correction in &answer.corrected {
        let (written, read) = (name(&correction.written), name(&correction.read));
        _ = writeln!(text, "No results for \"{written}\". Showing results for \"{read}\".");
    }
    let pages = if answer.count == 1 { "1 page".to_owned() } else { format!("{} pages", answer.count) };
    _ = match (answer.count, answer.complete) {
        (0, _) => writeln!(text, "Nothing found. Try other or fewer words, or an id such as A.5.15."),
        (_, 0) => writeln!(text, "No page has all words. {pages} with some of them"),
        _ => writeln!(text, "{pages}"),
    };
    if let Some(quotation) = &answer.quotation {
        quoted(&mut text, quotation);
    }
    for (number, hit) in (1..).zip(&answer.results) {
        result(&mut text, number, hit);
    }
    text
}

/// Prints a sentence of a document in force, and where it is from.
fn quoted(text: &mut String, quotation: &Quotation) {
    let version = quotation.version.as_ref().map(|version| format!("version {version}"));
    let approved = quotation.approved.as_ref().map(|day| format!("approved {day}"));
    let heading = Some(quotation.heading.clone()).filter(|heading| !heading.is_empty());
    let from: Vec<String> = [Some(quotation.title.clone()), heading, version, approved].into_iter().flatten().collect();
    _ = writeln!(text, "\n“{}”\n   {}", name(&quotation.text), name(&from.join(" · ")));
    _ = writeln!(text, "   {}", name(&quotation.path));
}

fn result(text: &mut String, number: usize, hit: &Hit) {
    let facts: Vec<&str> =
        [Some(&hit.kind), hit.status.as_ref(), hit.owner.as_ref()].into_iter().flatten().map(String::as_str).collect();
    _ = writeln!(text, "\n{number}. {} ({})\n   {}", name(&hit.title), name(&facts.join(", ")), name(&hit.path));
    if hit.sections.is_empty() && !hit.excerpt.is_empty() {
        _ = writeln!(text, "   {}", name(&hit.excerpt));
    }
    for section in &hit.sections {
        let (heading, path, excerpt) = (name(&section.heading), name(&section.path), name(&section.excerpt));
        _ = writeln!(text, "   · {heading}\n     {path}\n     {excerpt}");
    }
}
