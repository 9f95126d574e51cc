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

const CONFIG: &str = "book.toml";
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
    add(&mut sources, CONFIG, Role::Config, files.get(CONFIG).map_or(BOOK, String::as_str));
    let (config, problems) = config::read(&sources);
    let config = config.unwrap_or_else(|| panic!("{problems:?}"));
    for (path, text) in files.iter().filter(|(path, _)| *path != CONFIG) {
        let role = load::role(&config, path).expect("it belongs to the book");
        add(&mut sources, path, role, text);
    }
    load::built_in(&mut sources, &config.standards, &config.language.value);
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

/// Returns a book with settings and some files.
fn with_settings<const N: usize>(settings: &str, files: [(&str, String); N]) -> Files {
    let config = (CONFIG.to_owned(), format!("{BOOK}{settings}"));
    files.into_iter().map(|(path, text)| (path.to_owned(), text)).chain([config]).collect()
}

/// Returns a book with a register of risks in a file of another tool.
fn risks_in(file: &str, settings: &str, text: String) -> Files {
    let settings = format!("[[register]]\nname = \"risks\"\nfile = \"registers/{file}\"\n{settings}");
    with_settings(&settings, [(&format!("content/registers/{file}"), text)])
}

#[test]
fn tables_of_other_tools_cost_no_more_than_their_size() {
    let _alone = alone();
    let csv = |text: String| risks_in("r.csv", "", text);
    const HEAD: &str = "id,title,owner,likelihood,controls";
    let names = |n, part: &str| numbered(part, n);
    grows_with_its_size("rows", 300, |n| csv(format!("{HEAD}\n{}", names(n, "R-#,Loss,ciso,3,A.5.15\n"))));
    grows_with_its_size("askew rows", 300, |n| csv(format!("{HEAD}\n{}", names(n, "R-#,Loss, theft,ciso,3,A.5.15\n"))));
    grows_with_its_size("rows with one cell", 300, |n| csv(format!("{HEAD}\n{}", names(n, "R-#,,,,\n"))));
    grows_with_its_size("columns", 400, |n| csv(format!("{HEAD}{0}\nR-1,Loss,ciso,3,{0}", names(n, ",c#"))));
    grows_with_its_size("columns that are mapped", 400, |n| {
        let columns = format!("[register.columns]\nid = \"id\"\ntitle = [{}]\n", names(n, "\"c#\", "));
        risks_in("r.csv", &columns, format!("id{0}\nR-1{0}\n", names(n, ",c#")))
    });
    grows_with_its_size("columns without a name, and short rows", 300, |n| {
        csv(format!("{HEAD}{}\n{}", ",".repeat(n), "a,b\n".repeat(n)))
    });
    grows_with_its_size("words with a meaning", 300, |n| {
        let values = format!(
            "[register.columns]\nid = \"id\"\ntitle = {{ column = \"title\", values = {{ {} }} }}\n",
            names(n, "w# = \"v#\", ")
        );
        risks_in("r.csv", &values.replace(", }", " }"), format!("id,title\n{}", names(n, "R-#,w#\n")))
    });
    grows_with_its_size("items in a cell", 300, |n| {
        csv(format!("{HEAD}\nR-1,Loss,ciso,3,\"{}\"\n", "A.5.15, ".repeat(n)))
    });
    let json = |text: String| risks_in("r.json", "", text);
    grows_with_its_size("keys of one item", 400, |n| json(format!("[{{\"id\": 1{}}}]", names(n, ", \"k#\": 1"))));
    grows_with_its_size("items that have few of all keys", 400, |n| {
        json(format!("[{{\"id\": 1{}}}{}]", names(n, ", \"k#\": 1"), names(n, ", {\"id\": \"R-#\"}")))
    });
    grows_with_its_size("a key that is there again and again", 400, |n| {
        json(format!("[{{{} \"id\": 1}}]", "\"k\": 1, ".repeat(n)))
    });
    grows_with_its_size("keys below a long one", 300, |n| {
        let inner = names(n, "\"a#\": 1, ");
        json(format!("[{{\"id\": 1, \"{}\": {{{inner}\"b\": 1}}}}]", "k".repeat(8)))
    });
    let markdown = |text: String| risks_in("r.md", "below = \"All\"\n", text);
    grows_with_its_size("rows of a Markdown table", 300, |n| {
        markdown(format!("# All\n\n| id | title | owner |\n|-|-|-|\n{}", names(n, "| R-# | Loss | ciso |\n")))
    });
    grows_with_its_size("uneven rows of a Markdown table", 300, |n| {
        markdown(format!("# All\n\n| id | title | owner |\n|-|-|-|\n{}", names(n, "| R-# | Loss | a | b |\n")))
    });
    grows_with_its_size("Markdown tables below a long heading", 300, |n| {
        let table = "| id | title |\n|-|-|\n| R-# | Loss |\n\n";
        markdown(format!("# All\n\n## {}\n\n{}", "x".repeat(100 * n), names(n, table)))
    });
}

#[test]
fn facts_in_documents_cost_no_more_than_their_size() {
    let _alone = alone();
    const RULES: &str = "[[documents]]\nmatch = \"**\"\nowner = \"label:Owner\"\nunder = [\"Control\"]\n\
        version = \"last-row:Log/Version\"\nclaims = [\"headings\", \"under:Control\", \"label:Controls\"]\n";
    let with_rules =
        |text: &'static str| move |n| with_settings(RULES, [("content/a.md", format!("# A\n\n{}", numbered(text, n)))]);
    for (name, text) in [
        ("labels", "**Label #:** x | **Owner:** y\n\n"),
        ("labels in one line", "**Label #:** x "),
        ("labels before a dash", "**a** – **b** – "),
        ("lines without words below a label", "**Owner:**\n.\n"),
        ("rows of a table of labels", "| Owner | x |\n|-|-|\n| Version | 1 |\n\n"),
        ("sections of one name", "## Control\n\nA.5.1 and A.5.#\n\n"),
        ("ids in sections of one name", "## Control\n\nA.9.2.# and [[R-#]], A.77.#\n\n"),
        ("ids in headings", "## A.77.# and A.5.15\n\nA.5.#.1\n\n"),
        ("change logs", "## Log\n\n| Version | Date |\n|-|-|\n| 1 | # |\n\n"),
    ] {
        grows_with_its_size(name, 300, with_rules(text));
    }
    grows_with_its_size("ids in one section", 300, |n| {
        with_settings(RULES, [("content/a.md", format!("# A\n\n## Control\n\n{}", numbered("A.77.# ", n)))])
    });
    grows_with_its_size("rows of a register of documents", 300, |n| {
        let rules = "[[documents]]\nmatch = \"**\"\nregister = { file = \"registers/d.csv\", by = { Path = \"file\" } }\nowner = \"register:Owner\"\n";
        let rows = format!("Path,Owner\n{}", numbered("x/y/a#.md,ciso\n", n));
        with_settings(rules, [("content/a00000.md", "# A\n".to_owned()), ("content/registers/d.csv", rows)])
    });
    grows_with_its_size("folders of a path in a register of documents", 300, |n| {
        let rules = "[[documents]]\nmatch = \"**\"\nregister = { file = \"registers/d.csv\", by = { Path = \"file\" } }\nowner = \"register:Owner\"\n";
        let rows = format!("Path,Owner\n{}a.md,ciso\n", "x/".repeat(10 * n));
        with_settings(rules, [("content/a.md", "# A\n".to_owned()), ("content/registers/d.csv", rows)])
    });
    grows_with_its_size("entries of one title, named by it", 500, |n| {
        // One entry alone is not ambiguous, so that the whole book would be checked.
        let n = n.max(2);
        let assets = format!("id,title,owner\n{}", numbered("AS-#,Laptop,ciso\n", n));
        let risks = format!("id,title,assets\n{}", numbered("R-#,Loss,Laptop\n", n));
        with_settings("", [("content/registers/assets.csv", assets), ("content/registers/risks.csv", risks)])
    });
}

#[cfg(unix)]
#[test]
fn hostile_tables_and_texts_end() {
    let _alone = alone();
    let rules = "[[documents]]\nmatch = \"**\"\nowner = \"label:Owner\"\nunder = [\"Control\"]\n";
    let text = |text: String| with_settings(rules, [("content/a.md", format!("# A\n\n{text}"))]);
    ends("dashes", "check", &text("**a** – **b** – ".repeat(30_000)));
    ends("dashes without blanks", "check", &text("**a**–".repeat(60_000)));
    ends(
        "lines without words",
        "check",
        &text(format!("**Owner:** {}\n{}", ".".repeat(100_000), ".\n".repeat(100_000))),
    );
    ends("blank lines", "check", &text("\n".repeat(1_000_000)));
    let csv = |text: String| risks_in("r.csv", "", text);
    ends("items", "check", &csv(format!("id,title,controls\nR-1,Loss,\"{}\"\n", "A.5.15,".repeat(60_000))));
    ends("columns", "check", &csv(format!("id,title{}\n{}", ",".repeat(300_000), "a\n".repeat(90_000))));
    let wide = |text: &str| numbered(text, 10_000);
    let table = format!("{}\n{}\n{}\n", wide("| c# "), wide("|-"), wide("| # "));
    ends("a wide Markdown table", "check", &risks_in("r.md", "", table));
    let pattern =
        "[register.columns]\nid = \"id\"\ntitle = { column = \"title\", pattern = '(?:[a-z]?){300}(x+x+)+y' }\n";
    ends("a pattern", "check", &risks_in("r.csv", pattern, format!("id,title\nR-1,{}\n", "x".repeat(100_000))));
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
