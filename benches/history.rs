//! Measures what the history in git adds to a build: `cargo bench --bench history -- [PAGES COMMITS]`.
//!
//! Builds the generated handbook with its history and without, in turns, and prints the medians and their ratio. The walk, the facts of
//! past texts, red-lines and pages of the history all count.

#![expect(clippy::print_stdout, reason = "a bench prints its table")]

#[expect(dead_code, reason = "the comparison with a peer uses the rest")]
mod corpus;

use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::sync::Mutex;
use std::time::Instant;

use clausebook::pipeline;
use clausebook::site::Site;

const RUNS: usize = 5;
const SEED: u64 = 27_001;

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    if !arguments.iter().any(|argument| argument == "--bench") {
        println!("usage: cargo bench --bench history -- [PAGES COMMITS]");
        return ExitCode::SUCCESS;
    }
    arguments.retain(|argument| argument != "--bench");
    let sizes: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let [pages, commits] = sizes[..] else { return measure(1_000, 2_000) };
    measure(pages, commits)
}

fn measure(pages: usize, commits: usize) -> ExitCode {
    let dir = tempfile::tempdir().expect("a temporary folder can be made");
    let files = corpus::handbook(pages, SEED);
    import(dir.path(), &files, commits).expect("git can import the history");
    let book = std::fs::read_to_string(dir.path().join("book.toml")).expect("the book is there");
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..RUNS {
        for (git, times) in [false, true].into_iter().zip(&mut times) {
            let text = format!("{book}[history]\ngit = {git}\n");
            std::fs::write(dir.path().join("book.toml"), text).expect("the book can be written");
            times.push(build(dir.path()));
        }
    }
    let [without, with] = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[RUNS / 2]
    });
    println!("{pages} pages, {commits} commits, medians of {RUNS} builds");
    println!(
        "without history {without:>8.2} s\nwith history    {with:>8.2} s\nratio           {:>8.2}",
        with / without
    );
    ExitCode::SUCCESS
}

/// Builds a handbook into memory, and returns the time in seconds.
fn build(root: &Path) -> f64 {
    let start = Instant::now();
    let book = pipeline::open(root).expect("the generated book can be read");
    let config = book.config.expect("the generated book.toml is sound");
    let as_of = config.as_of.expect("the generated book fixes its day");
    let site = Mutex::<Site>::default();
    pipeline::build(&book.sources, &config, as_of, &|_| {}, &site);
    start.elapsed().as_secs_f64()
}

/// Makes a repository in which each commit but the last adds a line to one to three documents. The last one takes all of them away.
fn import(root: &Path, files: &corpus::Files, commits: usize) -> io::Result<()> {
    git(root, &["init", "-q", "-b", "main", "."]).status()?;
    let mut import = git(root, &["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn()?;
    if let Some(stream) = import.stdin.take() {
        let mut stream = io::BufWriter::new(stream);
        let documents: Vec<_> = files.iter().filter(|(path, _)| path.ends_with(".md")).collect();
        commit(&mut stream, 0, files.iter().map(|(path, text)| (path.as_str(), text.clone())))?;
        for at in 1..commits.saturating_sub(1) {
            let some = (0..=at % 3).map(|nth| documents[(at * 7 + nth * 131) % documents.len()]);
            commit(&mut stream, at, some.map(|(path, text)| (path.as_str(), format!("{text}\nLine {at}.\n"))))?;
        }
        commit(&mut stream, commits, files.iter().map(|(path, text)| (path.as_str(), text.clone())))?;
    }
    import.wait()?;
    git(root, &["checkout", "-q", "-f", "main"]).status()?;
    Ok(())
}

/// Writes a commit, one a quarter of a day, for `git fast-import`.
fn commit<'a>(to: &mut impl Write, at: usize, files: impl Iterator<Item = (&'a str, String)>) -> io::Result<()> {
    let (time, message) = (1_735_689_600 + at * 21_600, format!("Change {at}"));
    writeln!(
        to,
        "commit refs/heads/main\ncommitter Ada <ada@example.org> {time} +0000\ndata {}\n{message}",
        message.len()
    )?;
    for (path, text) in files {
        writeln!(to, "M 100644 inline {path}\ndata {}\n{text}", text.len())?;
    }
    writeln!(to)
}

fn git(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
        .current_dir(root)
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null");
    command
}
