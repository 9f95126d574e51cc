//! What `check` shows of many findings, and what `export` says of them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn run(arguments: &[&str], within: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_clausebook"))
        .args(arguments)
        .current_dir(within)
        .output()
        .expect("the program starts")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A book with twelve unknown mentions and one unknown reference at the end, in the documents of two owners.
fn book() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let content = dir.path().join("content");
    fs::create_dir_all(content.join("policies")).unwrap();
    fs::create_dir_all(content.join("registers")).unwrap();
    fs::write(dir.path().join("book.toml"), "[book]\ntitle = \"T\"\norganisation = \"O\"\nas-of = 2026-10-01\n")
        .unwrap();
    let mentions: String = (0..12).map(|n| format!("A.5.{}\n\n", 70 + n)).collect();
    fs::write(content.join("policies/a.md"), format!("+++\nowner = \"ann\"\n+++\n# A\n\n{mentions}")).unwrap();
    fs::write(content.join("policies/b.md"), "+++\nowner = \"bo\"\n+++\n# B\n\n[[nothing]]\n").unwrap();
    let roles = "[[role]]\nid = \"ann\"\ntitle = \"Ann\"\n[[role]]\nid = \"bo\"\ntitle = \"Bo\"\n";
    fs::write(content.join("registers/roles.toml"), roles).unwrap();
    dir
}

/// The ids that a run shows of the thirteen that are unknown.
fn shown(output: &Output) -> Vec<String> {
    let text = stderr(output);
    let ids = text.split("unknown id `").skip(1).filter_map(|rest| rest.split('`').next().map(str::to_owned));
    ids.collect()
}

#[test]
fn of_many_findings_with_one_code_ten_are_shown_errors_first_and_the_rest_is_counted() {
    let dir = book();
    let output = run(&["check"], dir.path());
    assert_eq!(output.status.code(), Some(1));
    let ids = shown(&output);
    assert_eq!(ids.len(), 10, "{}", stderr(&output));
    assert!(ids.contains(&"nothing".to_owned()), "an error is not among those left out: {ids:?}");
    let text = stderr(&output);
    assert!(text.contains("3 more of `unknown-reference` are not shown"), "{text}");
    assert!(text.contains("clausebook check --only unknown-reference"), "{text}");
    assert!(text.contains("1 error, "), "the count is that of all: {text}");
    let all = run(&["check", "--only", "unknown-reference"], dir.path());
    assert_eq!((shown(&all).len(), all.status.code()), (13, Some(1)), "{}", stderr(&all));
    assert!(!stderr(&all).contains("not shown"), "{}", stderr(&all));
    let json = run(&["check", "--format", "json"], dir.path());
    assert_eq!(stdout(&json).matches("unknown id").count(), 13, "programs get all");

    fs::write(dir.path().join("content/policies/b.md"), "# B\n").unwrap();
    let warnings = run(&["check"], dir.path());
    assert_eq!((shown(&warnings).len(), warnings.status.code()), (10, Some(0)), "{}", stderr(&warnings));
    let denied = run(&["check", "--deny", "unknown-reference"], dir.path());
    assert_eq!((shown(&denied).len(), denied.status.code()), (10, Some(1)), "{}", stderr(&denied));
}

#[test]
fn only_shows_the_findings_of_a_code_a_file_a_folder_or_an_owner() {
    let dir = book();
    let only = |values: &[&str]| {
        let arguments: Vec<&str> = values.iter().flat_map(|value| ["--only", value]).collect();
        run(&[&["check", "--format", "json"], &arguments[..]].concat(), dir.path())
    };
    let places = |output: &Output| {
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let problems = report["problems"].as_array().unwrap().clone();
        // What many documents share has no place of its own.
        let placed = problems.iter().filter(|p| !p["place"].is_null());
        let mut files: Vec<String> = placed.map(|p| p["place"]["file"].to_string()).collect();
        files.dedup();
        files
    };
    let b = ["\"content/policies/b.md\""];
    for value in ["content/policies/b.md", "./content/policies/b.md", "policies/b.md", "bo"] {
        let output = only(&[value]);
        assert_eq!((places(&output), output.status.code()), (b.map(str::to_owned).to_vec(), Some(1)), "{value}");
    }
    for value in ["policies", "content/policies/"] {
        assert_eq!(places(&only(&[value])).len(), 2, "{value}");
    }
    assert_eq!(places(&only(&["ann", "bo"])).len(), 2);
    let other = only(&["ann"]);
    assert_eq!(other.status.code(), Some(0), "the error is not one of hers: {}", stderr(&other));
    let applicability = stdout(&only(&["undecided-control"]));
    assert!(applicability.contains("undecided-control") && !applicability.contains("unknown-reference"));
    for (slip, near) in [("unknown-refrence", "unknown-reference"), ("an", "ann"), ("policies/bb.md", "policies/b.md")]
    {
        let output = only(&[slip]);
        assert_eq!(output.status.code(), Some(2), "{slip}");
        let text = stderr(&output);
        assert!(text.contains("is not a code, a file or a role") && text.contains(near), "{text}");
    }
}

#[test]
fn what_cannot_be_read_is_shown_whatever_is_asked_for() {
    let dir = book();
    fs::write(dir.path().join("content/registers/risks.toml"), "<<<<<<< HEAD\n").unwrap();
    for value in ["missing-owner", "ann", "policies/a.md", "a-role-that-may-be-there"] {
        let output = run(&["check", "--only", value], dir.path());
        assert_eq!(output.status.code(), Some(1), "{value}");
        assert!(stderr(&output).contains("merge-conflict"), "{value}: {}", stderr(&output));
    }
}

#[test]
fn a_summary_counts_each_finding_once_by_code_owner_and_file() {
    let dir = book();
    let output = run(&["check", "--summary"], dir.path());
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    let tables: Vec<&str> = text.split("\n\n").collect();
    let heads: Vec<&str> = tables.iter().map(|table| table.lines().next().unwrap()).collect();
    assert_eq!(heads, ["errors  warnings  by code", "errors  warnings  by owner", "errors  warnings  by file"]);
    let row = |name: &str| {
        let line =
            text.lines().find(|line| line.split_whitespace().nth(2) == Some(name)).unwrap_or_else(|| panic!("{text}"));
        let numbers: Vec<usize> = line.split_whitespace().take(2).map(|number| number.parse().unwrap()).collect();
        (numbers[0], numbers[1])
    };
    assert_eq!(row("unknown-reference"), (1, 12));
    assert_eq!(row("bo").0, 1);
    assert!(row("ann").1 >= 12 && row("content/policies/a.md").1 >= 12, "{text}");
    assert_eq!(row("content/policies/b.md").0, 1);
    let sum = |table: &&str| {
        let numbers = table.lines().skip(1).flat_map(|line| line.split_whitespace().take(2));
        numbers.map(|number| number.parse::<usize>().unwrap()).sum::<usize>()
    };
    let sums: Vec<usize> = tables.iter().map(sum).collect();
    assert!(sums[0] > 13 && sums.iter().all(|other| *other == sums[0]), "{sums:?}");
    assert!(!stderr(&output).contains("-->"), "the findings themselves are not printed: {}", stderr(&output));
    let one = stdout(&run(&["check", "--summary", "--only", "bo"], dir.path()));
    assert!(one.contains("content/policies/b.md") && !one.contains("content/policies/a.md"), "{one}");
    assert_eq!(run(&["check", "--summary", "--format", "json"], dir.path()).status.code(), Some(2));
}

#[test]
fn export_says_how_many_problems_there_are_and_does_not_repeat_them() {
    let dir = book();
    let failed = run(&["export", "soa"], dir.path());
    assert_eq!(failed.status.code(), Some(1));
    let text = stderr(&failed);
    assert!(
        text.lines().count() == 1 && text.contains("1 error, ") && text.contains("run `clausebook check`"),
        "{text}"
    );
    fs::write(dir.path().join("content/policies/b.md"), "# B\n").unwrap();
    let done = run(&["export", "soa"], dir.path());
    assert_eq!(done.status.code(), Some(0));
    let text = stderr(&done);
    assert!(text.lines().count() == 1 && text.contains(" warnings; run `clausebook check`"), "{text}");
    assert!(stdout(&done).contains("A.5.1"), "the table is written");
}

#[test]
fn a_misspelt_content_folder_is_one_error() {
    let dir = book();
    let book = "[book]\ntitle = \"T\"\norganisation = \"O\"\ncontent = \"contnet\"\n";
    fs::write(dir.path().join("book.toml"), book).unwrap();
    let output = run(&["check"], dir.path());
    assert_eq!(output.status.code(), Some(1));
    let text = stderr(&output);
    assert!(text.contains("\n1 error, ") && text.contains("did you mean `content`?"), "{text}");
    fs::write(dir.path().join("book.toml"), book.replace("contnet", "handbook")).unwrap();
    let text = stderr(&run(&["check"], dir.path()));
    assert!(text.contains("did you mean `content`?"), "the only folder with registers: {text}");
}

#[test]
fn every_code_and_no_other_word_is_explained() {
    let dir = tempfile::tempdir().unwrap();
    let list = stdout(&run(&["explain"], dir.path()));
    for code in ["unknown-key", "missing-field", "merge-conflict", "stale-evidence", "idle-baseline"] {
        assert!(list.lines().any(|line| line.starts_with(&format!("{code} "))), "{list}");
        let text = stdout(&run(&["explain", code], dir.path()));
        assert!(text.starts_with(&format!("{code} (")) && text.contains("Fix it:"), "{text}");
    }
    let retired = stdout(&run(&["explain", "retired-edition-id"], dir.path()));
    assert!(retired.contains("withdrew in October 2022"), "{retired}");
    let slip = run(&["explain", "unknown-ky"], dir.path());
    assert!(stderr(&slip).contains("did you mean `unknown-key`?"), "{}", stderr(&slip));
}
