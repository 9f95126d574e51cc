//! Builds one generated corpus with clausebook and with Hugo, in turns, and compares time, memory and output:
//! `cargo bench --bench against_hugo -- [PAGES…] [--clausebook PATH]`.
//!
//! Hugo has its leanest configuration, without search and without pages for controls, clauses and registers, so
//! everything that clausebook builds in addition counts against it. clausebook is measured twice: the complete program,
//! and a build without search, as Hugo has none. The build without search is always that of this checkout.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use walkdir::WalkDir;

mod corpus;
mod once;
mod peer;

use peer::Hugo;

const USAGE: &str = "usage: cargo bench --bench against_hugo -- [PAGES…] [--clausebook PATH]";

/// Seed of the corpus. Any number works, as long as it stays the same.
const SEED: u64 = 27_001;

/// Default corpus sizes.
const SIZES: [usize; 2] = [1_000, 10_000];

/// The program that measures a process by the kernel's accounting.
const TIME: &str = "/usr/bin/time";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if !arguments.iter().any(|argument| argument == "--bench") {
        eprintln!("this is no test\n{USAGE}");
        return ExitCode::SUCCESS;
    }
    if once::build_if_asked(&arguments) {
        return ExitCode::SUCCESS;
    }
    match read(arguments).and_then(|settings| compare(&settings)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Settings of the comparison.
struct Settings {
    clausebook: PathBuf,
    sizes: Vec<usize>,
}

fn read(arguments: Vec<String>) -> Result<Settings, String> {
    let mut settings = Settings { clausebook: env!("CARGO_BIN_EXE_clausebook").into(), sizes: Vec::new() };
    let mut arguments = arguments.into_iter().filter(|argument| argument != "--bench");
    while let Some(argument) = arguments.next() {
        if argument == "--clausebook" {
            settings.clausebook = arguments.next().ok_or(USAGE)?.into();
        } else {
            let size = argument.replace([',', '_'], "").parse().ok().filter(|size| *size > 0);
            settings.sizes.push(size.ok_or_else(|| format!("`{argument}` is no number of pages\n{USAGE}"))?);
        }
    }
    if settings.sizes.is_empty() {
        settings.sizes = SIZES.to_vec();
    }
    Ok(settings)
}

fn compare(settings: &Settings) -> Result<(), String> {
    let hugo = Hugo::find()?;
    let measures_memory = measures_memory();
    if !measures_memory {
        eprintln!("note: there is no GNU time at {TIME}, so memory is not measured");
    }
    for &pages in &settings.sizes {
        let folder = tempfile::tempdir().map_err(|error| format!("cannot create a folder: {error}"))?;
        let [ours, bare] = Site::clausebook(&settings.clausebook, folder.path(), pages)?;
        let sites = [ours, bare, Site::hugo(&hugo, folder.path(), pages)?];
        let runs = if pages < 5_000 { 9 } else { 3 };
        let measured = take_turns(&sites, runs, measures_memory)?;
        let table = table(pages, &hugo.version, &measured);
        io::stdout().write_all(table.as_bytes()).map_err(|error| format!("cannot write the table: {error}"))?;
    }
    Ok(())
}

fn measures_memory() -> bool {
    let output = Command::new(TIME).args(["-f", "%M", "true"]).output();
    output.is_ok_and(|output| String::from_utf8_lossy(&output.stderr).trim().parse::<u64>().is_ok())
}

/// A corpus on disk and the command that builds it.
struct Site {
    name: &'static str,
    program: PathBuf,
    arguments: Vec<PathBuf>,
    /// The output directory, with a folder for each run.
    outputs: PathBuf,
}

impl Site {
    /// Returns the program, and a build without search.
    fn clausebook(program: &Path, folder: &Path, pages: usize) -> Result<[Self; 2], String> {
        let source = folder.join("handbook");
        write(&source, &corpus::handbook(pages, SEED))?;
        let bare = once::program("without", &source)?;
        let arguments = vec!["build".into(), source, "--output".into()];
        let outputs = |name: &str| folder.join(format!("{name}-site"));
        Ok([
            Self { name: "clausebook", program: program.to_owned(), arguments, outputs: outputs("clausebook") },
            Self {
                name: "without search",
                program: bare.get_program().into(),
                arguments: bare.get_args().map(Into::into).collect(),
                outputs: outputs("bare"),
            },
        ])
    }

    fn hugo(hugo: &Hugo, folder: &Path, pages: usize) -> Result<Self, String> {
        let source = folder.join("hugo");
        write(&source, &corpus::for_hugo(pages, SEED))?;
        let cache = folder.join("hugo-cache");
        let arguments = vec![
            "build".into(),
            "--quiet".into(),
            "--source".into(),
            source,
            "--cacheDir".into(),
            cache,
            "--destination".into(),
        ];
        Ok(Self { name: "hugo", program: hugo.program.clone(), arguments, outputs: folder.join("hugo-site") })
    }
}

fn write(folder: &Path, files: &corpus::Files) -> Result<(), String> {
    corpus::write(folder, files).map_err(|error| format!("cannot write to `{}`: {error}", folder.display()))
}

/// The cost of a run.
struct Run {
    wall: Duration,
    /// The largest resident set, in KiB.
    memory: Option<u32>,
}

/// The runs of one program, and the size of the last output.
struct Measured {
    runs: Vec<Run>,
    files: u32,
    bytes: u64,
}

/// Builds all sites `runs` times. They take turns, and each goes first equally often, so that other load on the machine
/// affects all of them.
fn take_turns(sites: &[Site; 3], runs: usize, measures_memory: bool) -> Result<[Measured; 3], String> {
    let mut measured = [(); 3].map(|()| Measured { runs: Vec::new(), files: 0, bytes: 0 });
    for run in 0..runs {
        for turn in 0..sites.len() {
            let which = (run + turn) % sites.len();
            let (site, measured) = (&sites[which], &mut measured[which]);
            // Each run has a new folder, because a file system may be slow to reuse what was just deleted.
            let output = site.outputs.join(run.to_string());
            let cost = build(site, &output, measures_memory)?;
            eprintln!("{} {}: {:.2} s, {}", site.name, run + 1, cost.wall.as_secs_f64(), mebibytes(cost.memory));
            measured.runs.push(cost);
            (measured.files, measured.bytes) = size(&output);
        }
    }
    Ok(measured)
}

/// Builds a site into the folder `output`, which must not exist.
fn build(site: &Site, output: &Path, measures_memory: bool) -> Result<Run, String> {
    // Writes still pending from the last run would slow down this one. Systems without `sync` skip this.
    drop(Command::new("sync").status());
    let account = output.with_extension("memory");
    fs::create_dir_all(&site.outputs).map_err(|error| format!("cannot create a folder: {error}"))?;
    let mut command = if measures_memory {
        // A child process inherits the peak memory of its parent, and this process holds a corpus: `time` as a small
        // process in between keeps the two apart.
        let mut command = Command::new(TIME);
        command.args(["-f", "%M", "-o"]).arg(&account).arg(&site.program);
        command
    } else {
        Command::new(&site.program)
    };
    command.args(&site.arguments).arg(output).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let start = Instant::now();
    let result = command.output();
    let wall = start.elapsed();
    let result = result.map_err(|error| format!("cannot run `{}`: {error}", site.program.display()))?;
    if !result.status.success() {
        let stderr = String::from_utf8_lossy(&result.stderr);
        return Err(format!("`{}` failed, {}\n{}", site.name, result.status, stderr.trim_end()));
    }
    let memory = fs::read_to_string(&account).ok().and_then(|text| text.trim().parse().ok());
    Ok(Run { wall, memory })
}

/// Returns the number of files below a folder, and their bytes.
fn size(folder: &Path) -> (u32, u64) {
    let files = WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    files.fold((0, 0), |(files, bytes), file| (files + 1, bytes + file.metadata().map_or(0, |data| data.len())))
}

fn table(pages: usize, version: &str, measured: &[Measured; 3]) -> String {
    let seconds = |value: f64| format!("{value:.2} s");
    let mut text = format!("\n{pages} pages, medians of {} runs in turns\n\n", measured[0].runs.len());
    text.push_str(&row(["", "clausebook", "ratio", "without search", "ratio", &format!("hugo {version}")]));
    let wall = |of: &Measured| Some(of.runs.iter().map(|run| run.wall.as_secs_f64()).collect());
    text.push_str(&compared("wall time", measured, wall, seconds));
    let memory = |of: &Measured| of.runs.iter().map(|run| run.memory.map(|kib| f64::from(kib) / 1024.0)).collect();
    text.push_str(&compared("peak memory", measured, memory, |mib| format!("{mib:.0} MiB")));
    text.push_str(&compared("files", measured, |of| Some(vec![f64::from(of.files)]), |files| format!("{files:.0}")));
    text.push_str(&compared("output", measured, |of| Some(vec![megabytes(of.bytes)]), |mb| format!("{mb:.1} MB")));
    text
}

/// Returns a line of medians, and of the median ratios to Hugo.
fn compared(
    what: &str,
    measured: &[Measured; 3],
    values: impl Fn(&Measured) -> Option<Vec<f64>>,
    show: impl Fn(f64) -> String,
) -> String {
    let [Some(whole), Some(bare), Some(hugo)] = [0, 1, 2].map(|at: usize| values(&measured[at])) else {
        return row([what, "–", "–", "–", "–", "–"]);
    };
    let ratio = |of: &[f64]| {
        let ratios: Vec<f64> = of.iter().zip(&hugo).map(|(ours, theirs)| ours / theirs).collect();
        format!("{:.2}", median(&ratios))
    };
    let shown = |of: &[f64]| show(median(of));
    row([what, &shown(&whole), &ratio(&whole), &shown(&bare), &ratio(&bare), &shown(&hugo)])
}

fn row([what, ours, ratio, bare, bare_ratio, theirs]: [&str; 6]) -> String {
    format!("{what:<12} {ours:>14} {ratio:>7} {bare:>16} {bare_ratio:>7} {theirs:>14}\n")
}

/// Returns the median of an odd number of values.
fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn mebibytes(kib: Option<u32>) -> String {
    kib.map_or_else(|| "memory unknown".to_owned(), |kib| format!("{} MiB", kib / 1024))
}

/// Converts bytes to megabytes, to the kilobyte.
fn megabytes(bytes: u64) -> f64 {
    f64::from(u32::try_from(bytes / 1000).unwrap_or(u32::MAX)) / 1000.0
}
