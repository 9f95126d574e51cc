//! `clausebook verify`.

use std::path::PathBuf;

use serde_json::json;

use super::{Exit, print_json, print_lines, report};
use crate::diag::counted;
use crate::load::{self, Failure, failed};
use crate::manifest::{Manifest, NAME, digest};
use crate::visible;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Output directory of a build.
    dir: PathBuf,
    /// Print JSON instead of lines; see docs/manifest.md.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let path = arguments.dir.join(NAME);
    if !path.is_file() {
        let place = arguments.dir.display();
        return Err(Failure(format!("there is no {NAME} in `{place}`\nhelp: give the output folder of a build")));
    }
    let text = load::text(&path)?;
    let manifest = Manifest::read(&text).map_err(|why| failed("read", &path, why))?;
    let difference = manifest.clone().with_marker().compare(&load::digests(&arguments.dir)?);
    let (changed, missing, added) = (&difference.changed, &difference.missing, &difference.added);
    let seal = digest(text.as_bytes());
    if arguments.json {
        let all = json!({
            "version": 1,
            "manifest": seal,
            "files": manifest.files.len(),
            "changed": changed,
            "missing": missing,
            "added": added,
        });
        print_json(&format!("{all:#}\n"))?;
    } else {
        let lines = [("changed", changed), ("missing", missing), ("added", added)];
        let lines = lines
            .iter()
            .flat_map(|(word, paths)| paths.iter().map(move |path| format!("{word:<8} {}\n", visible::name(path))));
        print_lines(&lines.collect::<String>())?;
    }
    let counts = format!("{} changed, {} missing, {} added", changed.len(), missing.len(), added.len());
    report(&format!("{}: {counts}; the SHA-256 of {NAME} is {seal}", counted(manifest.files.len(), "file")));
    Ok(if difference.is_empty() { Exit::Fine } else { Exit::Problems })
}
