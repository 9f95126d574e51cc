//! Compares search with Pagefind on the generated handbook: `cargo bench --bench search -- [PAGES…]`.
//!
//! First it measures what search adds to a build: builds with and without it take turns, each in its own process, by
//! the kernel's accounting. Then `tests/browser/search-bench.mjs` measures the cost of a query in Chromium, over a
//! server with compression. That needs Chromium and Node with npm, which installs Pagefind.

#![expect(clippy::print_stdout, reason = "a bench prints its table")]

#[expect(dead_code, reason = "the comparison with a peer uses the rest")]
mod corpus;
mod once;

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

const USAGE: &str = "usage: cargo bench --bench search -- [PAGES…]";
const SEED: u64 = 27_001;
const SIZES: [usize; 2] = [1_000, 10_000];
const PAGEFIND: &str = "pagefind@1.6.0";
const RUNS: usize = 15;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if std::env::args().all(|argument| argument != "--bench") {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    if once::build_if_asked(&arguments) {
        return ExitCode::SUCCESS;
    }
    let sizes: Result<Vec<usize>, _> = arguments.iter().map(|argument| argument.parse()).collect();
    let Ok(sizes) = sizes else {
        eprintln!("{USAGE}");
        return ExitCode::FAILURE;
    };
    for pages in if sizes.is_empty() { SIZES.to_vec() } else { sizes } {
        if let Err(problem) = measure(pages) {
            eprintln!("error: {problem}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn measure(pages: usize) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|error| format!("cannot create a folder: {error}"))?;
    let book = folder.path().join("handbook");
    corpus::write(&book, &corpus::handbook(pages, SEED))
        .map_err(|error| format!("cannot write a handbook: {error}"))?;
    println!("\n{pages} pages\n");
    added(&book, folder.path())?;

    let ours = folder.path().join("ours");
    run(build("with", &book, &ours)?, "the build")?;
    let theirs = folder.path().join("theirs");
    run(build("without", &book, &theirs)?, "the build")?;
    let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let mut npm = Command::new("npm");
    npm.args(["ci", "--silent", "--no-fund", "--no-audit"]).current_dir(&tools);
    run(npm, "npm ci")?;
    let peer = folder.path().join("peer");
    let mut npm = Command::new("npm");
    npm.args(["install", "--silent", "--no-fund", "--no-audit", PAGEFIND, "--prefix"]).arg(&peer);
    run(npm, "npm install")?;
    let mut pagefind = Command::new(peer.join("node_modules/.bin/pagefind"));
    pagefind.arg("--site").arg(&theirs).stdout(Stdio::null());
    run(pagefind, PAGEFIND)?;
    let mut browser = Command::new("node");
    browser.arg("search-bench.mjs").args([&ours, &theirs]).current_dir(&tools);
    run(browser, "the browser")
}

/// Prints what search adds to a build: medians of pairs of runs, because other load on the machine varies.
fn added(book: &Path, folder: &Path) -> Result<(), String> {
    let mut pairs: Vec<[Cost; 2]> = Vec::new();
    for run in 0..RUNS {
        let mut pair: [Option<Cost>; 2] = [None, None];
        for turn in 0..2 {
            let which = (run + turn) % 2;
            let output = folder.join(format!("{which}-{run}"));
            let cost = cost(build(["without", "with"][which], book, &output)?, &folder.join("account"))?;
            std::fs::remove_dir_all(&output).map_err(|error| format!("cannot remove a folder: {error}"))?;
            pair[which] = Some(cost);
        }
        pairs.extend(pair[0].zip(pair[1]).map(|(without, with)| [without, with]));
    }
    println!("{:<32}{:>12}{:>12}{:>12}", "a build", "without", "with", "added");
    let line = |what: &str, of: fn(&Cost) -> f64, unit: &str| {
        let median = |value: &dyn Fn(&[Cost; 2]) -> f64| {
            let mut values: Vec<f64> = pairs.iter().map(value).collect();
            values.sort_by(f64::total_cmp);
            values[values.len() / 2]
        };
        let [without, with] = [0, 1].map(|which: usize| median(&|pair| of(&pair[which])));
        let more = (median(&|[without, with]| of(with) / of(without)) - 1.0) * 100.0;
        println!("{what:<32}{without:>9.2}{unit:>3}{with:>9.2}{unit:>3}{more:>10.0} %");
    };
    line("processor time", |cost| cost.processor, "s");
    line("wall time", |cost| cost.wall, "s");
    line("peak memory", |cost| cost.memory, "MB");
    println!();
    Ok(())
}

fn build(how: &str, book: &Path, output: &Path) -> Result<Command, String> {
    let mut command = once::program(how, book)?;
    command.arg(output);
    Ok(command)
}

fn run(mut command: Command, what: &str) -> Result<(), String> {
    let status = command.status().map_err(|error| format!("cannot run {what}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{what} failed, {status}")) }
}

/// The cost of a process.
#[derive(Clone, Copy)]
struct Cost {
    wall: f64,
    processor: f64,
    memory: f64,
}

fn cost(command: Command, account: &Path) -> Result<Cost, String> {
    // Writes still pending from the last run would slow down this one. Systems without `sync` skip this.
    drop(Command::new("sync").status());
    let mut time = Command::new("/usr/bin/time");
    time.args(["-f", "%e %U %S %M", "-o"]).arg(account).arg(command.get_program()).args(command.get_args());
    run(time, "a build under GNU time")?;
    let text = std::fs::read_to_string(account).unwrap_or_default();
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [wall, user, system, kib] = numbers[..] else { return Err(format!("GNU time says `{text}`")) };
    Ok(Cost { wall, processor: user + system, memory: kib * 1.024 / 1_000.0 })
}
