//! `clausebook sample`.

use serde_json::json;

use super::input::{Input, Known, Opened, progress_bar};
use super::{Exit, print, print_json, print_lines, report};
use crate::catalog::Found;
use crate::config::Config;
use crate::coverage::sample;
use crate::diag::Count;
use crate::load::Failure;
use crate::model::Handbook;
use crate::pipeline;
use crate::visible::name;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Clause or control, such as A.5.18.
    requirement: String,
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    known: Known,
    /// Number that makes the sample repeatable; note it in the audit record.
    #[arg(long)]
    seed: u64,
    /// Number of entries to draw.
    #[arg(long, default_value_t = 5)]
    count: usize,
    /// Print JSON instead of lines.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let bar = progress_bar();
    let progress = |stage: &'static str| bar.set_message(stage);
    let known = arguments.known.read()?;
    let set = |config: &mut Config| config.known = known.or(config.known.take());
    let built = arguments.input.make(set, &bar, |Opened { sources, config, as_of }| {
        pipeline::export(sources, config, as_of, &progress, |assessed| text(&assessed.handbook, arguments))
    })?;
    bar.finish_and_clear();
    let Some(text) = built.value else {
        print(&built.diagnostics, &built.sources, |_| false);
        report(&format!("nothing was drawn: {}", Count(&built.diagnostics)));
        return Ok(Exit::Problems);
    };
    let text = text?;
    if arguments.json {
        print_json(&text)?;
    } else {
        print_lines(&text)?;
    }
    Ok(Exit::Fine)
}

fn text(handbook: &Handbook, arguments: &Arguments) -> Result<String, Failure> {
    let asked = &arguments.requirement;
    let Found::One(requirement) = handbook.catalog.find(asked) else {
        let help = "help: give the id of a clause or control, such as A.5.18 or 27001:9.2";
        return Err(Failure(format!("there is no clause or control `{asked}`\n{help}")));
    };
    let label = handbook.catalog.label(requirement);
    let drawn = sample(handbook, requirement, arguments.seed, arguments.count);
    let rows = drawn.drawn.iter().map(|ix| {
        let record = handbook.record(*ix);
        (record.schema().name.as_str(), record.id(), record.title())
    });
    if arguments.json {
        let entries: Vec<_> =
            rows.map(|(register, id, title)| json!({ "register": register, "id": id, "title": title })).collect();
        let (seed, population) = (arguments.seed, drawn.population);
        let all =
            json!({ "version": 1, "requirement": label, "seed": seed, "population": population, "entries": entries });
        return Ok(format!("{all:#}\n"));
    }
    let mut text = format!(
        "{} {}: {} of {} entries, drawn with seed {}\n",
        name(&label),
        name(&handbook.catalog.requirement(requirement).title),
        drawn.drawn.len(),
        drawn.population,
        arguments.seed
    );
    for (register, id, title) in rows {
        text.push_str(&format!("{}  {}  ({})\n", name(id), name(title), name(register)));
    }
    Ok(text)
}
