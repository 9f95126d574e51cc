//! `clausebook build`.

use std::path::PathBuf;
use std::time::Instant;

use super::input::{Drafts, Input, Known, Opened, progress_bar};
use super::{Exit, print, report};
use crate::config::Config;
use crate::diag::{Count, Outcome, counted};
use crate::load::Failure;
use crate::pipeline;
use crate::site::BaseUrl;
use crate::write::{Writer, Written};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    known: Known,
    #[command(flatten)]
    drafts: Drafts,
    /// Output directory; overrides `output` in book.toml.
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// URL at which the site will be published; used in the sitemap.
    #[arg(long, value_name = "URL")]
    base_url: Option<BaseUrl>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let started = Instant::now();
    let bar = progress_bar();
    let known = arguments.known.read()?;
    let set = |config: &mut Config| {
        config.base_url = arguments.base_url.clone().or(config.base_url.take());
        config.drafts = arguments.drafts.drafts;
        config.known = known.or(config.known.take());
    };
    let dir = &arguments.input.dir;
    let built = arguments.input.make(set, &bar, |Opened { sources, config, as_of }| {
        let output = arguments.output.clone().unwrap_or_else(|| dir.join(&config.output));
        let writer = Writer::new(output, dir.join(config.content_folder()))
            .with_excluded(config.files.exclude.clone())
            .with_theme(dir.join(&config.theme));
        let progress = |stage: &'static str| bar.set_message(stage);
        let Outcome { value, diagnostics } = pipeline::build(sources, config, as_of, &progress, &writer);
        Outcome { value: value.map(|()| writer), diagnostics }
    })?;
    let written = built.value.map(Writer::finish).transpose()?;
    bar.finish_and_clear();

    print(&built.diagnostics, &built.sources, |_| false);
    let count = Count(&built.diagnostics);
    let time = started.elapsed().as_secs_f64();
    Ok(match written {
        Some(Written { output, manifest, kept, one_by_one }) => {
            if let Some(why) = one_by_one {
                report(&format!("the files in `{}` were replaced one by one: {why}", output.display()));
            }
            if !kept.is_empty() {
                report(&format!("kept in `{}`, because no build made it: {}", output.display(), names(&kept)));
            }
            report(&format!("{} in `{}`, {count}, {time:.2} s", counted(manifest.pages(), "page"), output.display()));
            Exit::Fine
        }
        None => {
            report(&format!("no site was built: {count}, {time:.2} s"));
            Exit::Problems
        }
    })
}

/// Names a few paths, and counts the others.
fn names(paths: &[PathBuf]) -> String {
    const SHOWN: usize = 5;
    let names: Vec<String> = paths.iter().take(SHOWN).map(|path| format!("`{}`", path.display())).collect();
    match paths.len().saturating_sub(SHOWN) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}
