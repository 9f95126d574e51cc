//! The cost of a book grows with its size, whatever is in it: twice the input takes at most a little more than twice the
//! allocations. Where allocations do not show the cost, the input is so large that any other growth would take minutes of
//! the processor's time, and the program has one.
//!
//! The counting allocator counts everything, so these tests are a test binary of their own.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it says")]

use std::alloc::System;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use clausebook::config;
use clausebook::diag;
use clausebook::load;
use clausebook::pipeline;
use clausebook::source::{Content, Role, SourceFile, Sources};
use jiff::civil::date;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Held by each test, because the allocations of all threads are counted.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The files of a book, by path.
type Files = BTreeMap<String, String>;

const BOOK: &str = "[book]\ntitle = \"T\"\norganisation = \"O\"\n";

/// Returns the number of allocations for the problems of a book, as the program prints them, and their bytes. There is one
/// thread, because the work is divided differently each time among more.
fn cost(files: &Files) -> (usize, usize) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    pool.install(|| cost_in_one_thread(files))
}

fn cost_in_one_thread(files: &Files) -> (usize, usize) {
    let region = Region::new(ALLOCATOR);
    let mut sources = Sources::default();
    let add = |sources: &mut Sources, path: &str, role, text: &str| {
        sources.add(SourceFile { path: path.to_owned(), role, content: Content::Text(text.into()) });
    };
    add(&mut sources, "book.toml", Role::Config, BOOK);
    let (config, problems) = config::read(&sources);
    let config = config.unwrap_or_else(|| panic!("{problems:?}"));
    for (path, text) in files {
        let role = load::role(&config, path).expect("it belongs to the book");
        add(&mut sources, path, role, text);
    }
    load::built_in(&mut sources);
    let outcome = pipeline::check(&sources, &config, date(2026, 10, 1), &|_| {});
    diag::human::render_all(&outcome.diagnostics, &sources, false, |_| false);
    let change = region.change();
    (change.allocations + change.reallocations, change.bytes_allocated)
}

/// Holds that each part of the size `n`, beyond what any book costs, costs no more when there are twice as many.
#[track_caller]
fn grows_with_its_size(name: &str, n: usize, make: impl Fn(usize) -> Files) {
    cost(&make(1)); // What is made once for a process is made now.
    let [none, once, twice] = [1, n, 2 * n].map(|n| cost(&make(n)));
    let of = |what: fn((usize, usize)) -> usize, slack: usize| {
        let (once, twice) = (what(once).saturating_sub(what(none)), what(twice).saturating_sub(what(none)));
        // Lists grow by doubling: with luck, the larger one has just done so.
        assert!(twice <= once * 5 / 2 + slack, "{name}: {once} for {n} parts, {twice} for twice as many");
    };
    of(|(allocations, _)| allocations, 10_000);
    of(|(_, bytes)| bytes, 1_000_000);
}

/// Returns a book of one document.
fn document(text: String) -> Files {
    BTreeMap::from([("content/a.md".to_owned(), text)])
}

/// Returns a document that repeats a text, in which `#` stands for the number of the repetition.
fn repeated(text: &'static str) -> impl Fn(usize) -> Files {
    move |n| document(numbered(text, n))
}

fn numbered(text: &str, n: usize) -> String {
    (0..n).map(|at| text.replace('#', &format!("{at:05}"))).collect()
}

#[test]
fn a_document_costs_no_more_than_its_size() {
    let _alone = alone();
    for (name, text) in [
        ("ids in a paragraph", "A.5.15 and clause 6.1.2 "),
        ("ranges in a paragraph", "A.5.1–A.5.37 "),
        ("old ids in a paragraph", "A.9.2.6 "),
        ("unknown ids", "[[R-#]]\n"),
        ("unknown mentions", "A.77.# "),
        ("unknown files", "[a](b-#.md)\n"),
        ("anchors", "[a](#x-#)\n\n## x-#\n\n"),
        ("headings of one name", "## Same\n\nText.\n\n"),
        ("anchors of one name", "## Same {#same}\n\n"),
        ("footnotes", "x[^#]\n\n[^#]: y\n\n"),
        ("footnotes of one name", "x[^1]\n\n[^1]: y\n\n"),
        ("footnotes in one paragraph", "x[^1] [^1]: y "),
        ("labels", "[a#]: b\n\n[x][a#] [y][c#]\n\n"),
        ("brackets", "[a "),
        ("links that are not closed", "[[a [b](c "),
        ("stars", "*a **b "),
        ("backticks", "a ` b `` c "),
        ("cells", "| a | b |\n|---|---|\n| c | d | e |\n\n"),
        ("words in angle brackets", "a <word#> "),
        ("elements that HTML does not have, in a block", "<div>\n<word#>\n</div>\n\n"),
        ("elements", "<div>"),
        ("elements that are closed elsewhere", "a <svg> </math> "),
        ("pictures of others in one line", "<img src=\"https://e.org/#\"> "),
        ("braces", "a {{ b } {#c "),
        ("named counts", "{{ risks }} "),
        ("quotations", "> > x\n\n"),
        ("items", "- [ ] x\n  - y\n"),
        ("totals", "100 % x all 93 y "),
        ("a long word", "x"),
        ("placeholders", "TBD "),
    ] {
        grows_with_its_size(name, 500, repeated(text));
    }
}

#[test]
fn a_cell_of_a_table_costs_no_more_than_its_size() {
    let _alone = alone();
    let table = |cell: &'static str| move |n| document(format!("| a |\n|---|\n| {} |\n", cell.repeat(n)));
    grows_with_its_size("totals in a cell", 500, table("100 % x "));
    grows_with_its_size("numbers in a cell", 500, table("5.15 *x* "));
}

#[cfg(unix)]
#[test]
fn raw_html_is_cleaned_at_once() {
    let _alone = alone();
    ends("alignments", "build", &document("<p align=\"center\">x</p>\n".repeat(40_000)));
    ends("tables that do not end", "build", &document(format!("<div>\n{}\n</div>\n", "<table ".repeat(100_000))));
}

#[test]
fn front_matter_costs_no_more_than_its_size() {
    let _alone = alone();
    let yaml = |text: &'static str| move |n| document(format!("---\n{}---\nText.\n", numbered(text, n)));
    grows_with_its_size("unknown keys in YAML", 200, yaml("k#: x\n"));
    grows_with_its_size("aliases", 200, |n| {
        let (long, many) = ("x".repeat(100 * n), "*a, ".repeat(n));
        document(format!("---\na: &a {long}\ntags: [{many}]\n---\nText.\n"))
    });
    let toml = |text: &'static str| move |n| document(format!("+++\n{}+++\nText.\n", numbered(text, n)));
    grows_with_its_size("unknown keys in TOML", 200, toml("k# = 1\n"));
    grows_with_its_size(
        "waivers",
        200,
        toml("[[waive]]\ncode = \"missing-owner\"\nreason = \"#\"\nuntil = 2027-01-01\n"),
    );
}

#[test]
fn registers_cost_no_more_than_their_size() {
    let _alone = alone();
    const RISK: &str = "[[risk]]\nid = \"R-#\"\ntitle = \"Loss\"\nowner = \"ciso\"\nlikelihood = 2\nimpact = 3\n\
        treatment = \"reduce\"\n";
    let risks = |more: &str, n| ("content/registers/risks.toml".to_owned(), numbered(&format!("{RISK}{more}"), n));
    grows_with_its_size("risks", 200, |n| BTreeMap::from([risks("", n)]));
    grows_with_its_size("risks that name each other", 200, |n| {
        BTreeMap::from([risks("description = \"See R-00000, R-# and [[R-#]].\"\n", n)])
    });
    grows_with_its_size("risks of one id", 200, |n| {
        BTreeMap::from([("content/registers/risks.toml".to_owned(), RISK.repeat(n))])
    });
    grows_with_its_size("risks and their assets", 200, |n| {
        let asset = numbered("[[asset]]\nid = \"AS-#\"\ntitle = \"a\"\nowner = \"ciso\"\n", n);
        BTreeMap::from([risks("assets = [\"AS-#\"]\n", n), ("content/registers/assets.toml".to_owned(), asset)])
    });
    grows_with_its_size("references to a register that was renamed", 400, |n| {
        let document = ("content/a.md".to_owned(), numbered("[[Q-#]]\n", n));
        BTreeMap::from([risks("", n), document])
    });
}

/// Runs the program on a book with a minute of the processor's time, which an ordinary book needs a tenth of a second of.
#[cfg(unix)]
#[track_caller]
fn ends(name: &str, command: &str, files: &Files) {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(dir.path().join("content/registers")).unwrap();
    std::fs::write(dir.path().join("book.toml"), BOOK).unwrap();
    for (path, text) in files {
        std::fs::write(dir.path().join(path), text).unwrap();
    }
    let program = env!("CARGO_BIN_EXE_clausebook");
    let output = std::process::Command::new("sh")
        .args(["-c", &format!("ulimit -t 60; exec '{program}' {command} --as-of 2026-10-01")])
        .current_dir(dir.path())
        .output()
        .unwrap();
    let code = output.status.code();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        matches!(code, Some(0 | 1)),
        "{name}: {:?}: {}",
        output.status,
        stderr.chars().take(500).collect::<String>()
    );
}

#[cfg(unix)]
#[test]
fn code_that_would_be_highlighted_for_hours_is_shown_at_once() {
    let _alone = alone();
    let block = |language: &str, line: &str, n| format!("```{language}\n{}\n```\n\n", line.repeat(n));
    let text = [
        block("ini", " ", 20_000),
        block("log", "2026-10-01T10:00:00 host-1.example.com app[1]: a.b.c ", 1500),
        block("js", "a.", 45_000),
        block("powershell", "---", 30_000),
        block("ini", &format!("a ={}b\n", " ".repeat(90)), 200),
    ];
    ends("highlighting", "build", &document(text.concat()));
}

#[cfg(unix)]
#[test]
fn long_paragraphs_and_deep_nesting_end() {
    let _alone = alone();
    for (name, text) in [
        ("ids", "A.9.2.6 and clause 6.1.2 ".repeat(20_000)),
        ("ranges", "A.5.1–A.5.37 ".repeat(12_000)),
        ("totals", "100 % x ".repeat(50_000)),
        ("words in angle brackets", numbered("x<a#b> ", 20_000)),
        ("elements", "<div>".repeat(50_000)),
        ("quotations", ">".repeat(50_000)),
        ("lists", "- ".repeat(20_000)),
        ("brackets", "[".repeat(100_000)),
        ("stars", "*a **b _c ".repeat(20_000)),
        ("a long word", "x".repeat(300_000)),
        ("names of standards in a heading", format!("# {}\n", "ISO 27001 A.5.15, ".repeat(40_000))),
        ("numbers", "93 ".repeat(200_000)),
        ("tags without words", "<br> ".repeat(100_000)),
        ("lines of raw HTML", format!("<div>\n{}</div>\n", "<h2>\n".repeat(60_000))),
    ] {
        ends(name, "check", &document(text));
    }
}
