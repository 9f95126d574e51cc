//! Measures each stage of a build alone, on the generated handbook: `cargo bench --bench stages -- [PAGES…]`.
//!
//! Prints the median of several runs in milliseconds, in total and for each page, so that growth is visible.

#![expect(clippy::print_stdout, reason = "a bench prints its table")]

#[expect(dead_code, reason = "the comparison with a peer uses the rest")]
mod corpus;

use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use clausebook::approval::Bindings;
use clausebook::assess::Assessed;
use clausebook::past::Past;
use clausebook::site::{Sink, Site};
use clausebook::wording::Wording;
use clausebook::write::Writer;
use clausebook::{catalog, check, link, parse, pipeline, render, select};
use rayon::prelude::*;

const RUNS: usize = 7;
const SEED: u64 = 27_001;

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    if !arguments.iter().any(|argument| argument == "--bench") {
        println!("usage: cargo bench --bench stages -- [PAGES…]");
        return ExitCode::SUCCESS;
    }
    arguments.retain(|argument| argument != "--bench");
    let sizes = arguments.iter().filter_map(|argument| argument.parse().ok());
    let sizes: Vec<usize> = if arguments.is_empty() { vec![1_000] } else { sizes.collect() };
    for pages in sizes {
        let dir = tempfile::tempdir().expect("a temporary folder can be made");
        corpus::write(dir.path(), &corpus::handbook(pages, SEED)).expect("the handbook can be written");
        measure(pages, dir.path());
    }
    ExitCode::SUCCESS
}

/// Runs all stages several times and prints the median of each.
fn measure(pages: usize, root: &Path) {
    let names = ["load", "catalogue", "parse", "link", "coverage", "check", "render", "write"];
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); names.len()];
    for run in 0..RUNS {
        for (column, time) in times.iter_mut().zip(stages(root, &root.join(format!("out-{run}")))) {
            column.push(time);
        }
    }
    println!("\n{pages} pages, medians of {RUNS} runs\n\n{:<12}{:>10}{:>14}", "stage", "ms", "µs a page");
    for (name, mut column) in names.iter().zip(times) {
        column.sort_by(f64::total_cmp);
        let median = column[RUNS / 2];
        let pages = u32::try_from(pages).map_or(f64::INFINITY, f64::from);
        println!("{name:<12}{median:>10.1}{:>14.1}", median * 1_000.0 / pages);
    }
}

/// Returns the time that each stage takes, in milliseconds.
fn stages(root: &Path, output: &Path) -> Vec<f64> {
    let mut times = Vec::new();
    let mut lap = Instant::now();
    let mut next = || {
        times.push(lap.elapsed().as_secs_f64() * 1_000.0);
        lap = Instant::now();
    };
    let book = pipeline::open(root).expect("the generated book can be read");
    let config = book.config.expect("the generated book.toml is sound");
    let as_of = config.as_of.expect("the generated book fixes its day");
    next();
    let (catalog, _) = catalog::read(&book.sources, &config.standards, &config.language.value);
    next();
    let (draft, _) = parse::parse(&book.sources, &config, None, &mut parse::Cache::default());
    next();
    let selection = select::select(draft, &config, &mut select::Cache::default());
    let (handbook, _) = link::link(selection, catalog.into(), &book.sources, &config, None);
    next();
    let (words, _) = Wording::load(&book.sources, &config.theme, &config.language.value);
    let config = Arc::new(config);
    let bindings = Bindings::new(&handbook, &book.sources);
    let past = Past::new(book.sources.history(), &config);
    let assessed = Assessed::new(handbook.into(), bindings, past.into(), words.into(), as_of);
    next();
    black_box(check::apply(&assessed, Vec::new(), check::run(&assessed, &mut check::Cache::default())));
    next();
    let site = Mutex::<Site>::default();
    render::site(&assessed, &book.sources, &site);
    next();
    // A build writes each page as soon as it is rendered.
    let files = site.into_inner().expect("no page was lost").files;
    let writer = Writer::new(output.to_owned(), root.join(assessed.config.content_folder()));
    files.par_iter().for_each(|(path, bytes)| writer.put(path, bytes));
    writer.finish().expect("the site can be written");
    next();
    times
}
