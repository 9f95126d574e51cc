//! A repository whose texts were written for GitHub and not for clausebook: what is found in it, and how it reads.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// The repository; its `expected.txt` lists the findings.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/repository")
}

fn run(arguments: &[&str]) -> Output {
    let root = folder();
    let program =
        Command::new(env!("CARGO_BIN_EXE_clausebook")).args(arguments).arg("--root").arg(&root).arg(&root).output();
    program.expect("the program starts")
}

/// Returns the findings as `severity code path:line message`.
fn found() -> Vec<String> {
    let output = run(&["check", "--format", "json"]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("the report is JSON");
    let problems = report["problems"].as_array().expect("a list of problems");
    let word = |problem: &Value, key: &str| problem[key].as_str().unwrap_or_default().to_owned();
    let line = |problem: &Value| {
        let place = format!("{}:{}", word(&problem["place"], "file"), problem["place"]["line"]);
        format!("{} {} {place} {}", word(problem, "severity"), word(problem, "code"), word(problem, "message"))
    };
    problems.iter().map(line).collect()
}

/// Returns whether a finding has the place of an expected line, which is its beginning, and the words behind it.
fn is_of(found: &str, expected: &str) -> bool {
    let is_end = |(colon, _): &(usize, &str)| {
        let rest = expected[colon + 1..].trim_start_matches(|c: char| c.is_ascii_digit());
        rest.starts_with(' ') && rest.len() < expected.len() - colon - 1
    };
    let colon = expected.match_indices(':').find(is_end).expect("an expected line has a place").0;
    let (place, words) = expected.split_at(colon + expected[colon..].find(' ').unwrap_or_default());
    found.strip_prefix(place).is_some_and(|message| message.starts_with(' ') && message.contains(words.trim()))
}

#[test]
fn what_is_found_is_what_a_reader_of_the_files_has_listed() {
    let text = fs::read_to_string(folder().join("expected.txt")).unwrap();
    let mut expected: Vec<&str> = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let mut wrong = Vec::new();
    for found in found() {
        match expected.iter().position(|expected| is_of(&found, expected)) {
            Some(at) => _ = expected.remove(at),
            None => wrong.push(found),
        }
    }
    assert!(expected.is_empty() && wrong.is_empty(), "missing: {expected:#?}\nfalse: {wrong:#?}");
}

#[test]
fn it_reads_as_its_authors_meant_it() {
    let dir = tempfile::tempdir().unwrap();
    let site = dir.path().join("site");
    let built = run(&["build", "--output", site.to_str().unwrap()]);
    assert_eq!(built.status.code(), Some(0), "{}", String::from_utf8_lossy(&built.stderr));
    let page = |path: &str| fs::read_to_string(site.join(path)).unwrap_or_else(|_| panic!("there is no {path}"));
    let start = page("documents/welcome.html");
    let source = "https://git.example/fernhill/isms/blob/main";
    for link in [
        "<a href=\"policies/index.html\">Policies</a>",
        "<a href=\"forms/index.html\">forms</a>",
        "<a href=\"templates/index.html\">templates</a>",
        "<a href=\"policies/access-control.html\">Access control</a>",
        "<a href=\"policies/pol-07-keys-and-locks.html\">keys</a>",
        "<a href=\"policies/access-control.html\">A line of it</a>",
        &format!("<a href=\"{source}/.github/CODEOWNERS\">Who reviews</a>"),
        &format!("<a href=\"{source}/scripts/rotate.py\">the script</a>"),
        "<a href=\"https://ci.example/fernhill\">Checks</a>",
        "<a href=\"mailto:isms@fernhill.example\">",
    ] {
        assert!(start.contains(link), "{link}\n{start}");
    }
    let titles = [
        ("policies/pol-07-keys-and-locks", "POL-07 - Keys and locks"),
        ("policies/pol-08-visitors", "POL-08 - Visitors"),
        ("policies/cryptography", "Cryptography"),
        ("standards/42001/soa", "Statement of applicability (42001)"),
        ("records/minutes", "The board met"),
        ("de/incident-response", "Vorfälle"),
    ];
    for (path, title) in titles {
        let page = page(&format!("documents/{path}.html"));
        assert!(page.contains(&format!("<title>{title} ·")), "{path}: {title}");
        assert!(page.contains("approval not stated"), "{path}");
        assert_eq!(page.matches("<h1").count(), 1, "{path}");
    }
    let leavers = page("documents/procedures/leavers.html");
    for link in
        ["../policies/access-control.html", "../policies/backup.html", "https://fernhill.example/privacy-policy"]
    {
        assert!(leavers.contains(&format!("href=\"{link}\"")), "{link}\n{leavers}");
    }
    assert!(page("documents/procedures/new-supplier.html").contains("checks it for Fernhill Clinics."));
    let printed = page("handbook.html");
    assert!(!printed.contains("Migrate the database") && !printed.contains("A dependency"), "what is excluded");
}
