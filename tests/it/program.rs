//! Runs of the real program.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Command, Output};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_clausebook")).args(arguments).output().expect("the program starts")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn book(text: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("content")).unwrap();
    fs::write(dir.path().join("book.toml"), "[book]\ntitle = \"T\"\norganisation = \"O\"\nas-of = 2026-10-01\n")
        .unwrap();
    fs::write(dir.path().join("content/a.md"), text).unwrap();
    dir
}

fn path(path: &Path) -> &str {
    path.to_str().expect("temporary folders have plain names")
}

#[test]
fn a_build_ends_with_a_summary_and_nothing_on_stdout() {
    let dir = book("# A\n");
    let output = run(&["build", path(dir.path())]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(output.stdout, b"");
    assert!(stderr(&output).contains("pages in"), "{}", stderr(&output));
    assert!(dir.path().join("site/documents/a.html").is_file());
}

#[test]
fn a_content_error_leaves_the_old_site_as_it_was() {
    let dir = book("# A\n");
    run(&["build", path(dir.path())]);
    let before = fs::read(dir.path().join("site/documents/a.html")).unwrap();
    fs::write(dir.path().join("content/a.md"), "[[nothing]]\n").unwrap();
    let output = run(&["build", path(dir.path())]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("--> content/a.md:1:3"), "{}", stderr(&output));
    assert_eq!(fs::read(dir.path().join("site/documents/a.html")).unwrap(), before);
}

#[test]
fn denied_warnings_stop_the_build() {
    let dir = book("A.5.99\n");
    assert_eq!(run(&["build", path(dir.path())]).status.code(), Some(0));
    assert_eq!(run(&["build", path(dir.path()), "--deny", "warnings"]).status.code(), Some(1));
    assert_eq!(run(&["check", path(dir.path()), "--deny", "unknown-reference"]).status.code(), Some(1));
    assert_eq!(run(&["check", path(dir.path()), "--deny", "typed-total"]).status.code(), Some(0));
    let slip = run(&["check", path(dir.path()), "--deny", "typed-totl"]);
    assert_eq!(slip.status.code(), Some(2));
    assert!(stderr(&slip).contains("did you mean `typed-total`?"), "{}", stderr(&slip));
}

#[test]
fn a_command_that_cannot_be_carried_out_ends_with_two() {
    let empty = tempfile::tempdir().unwrap();
    let output = run(&["build", path(empty.path())]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("there is no book.toml"), "{}", stderr(&output));
    assert_eq!(run(&["build", "--as-of", "2026-02-30"]).status.code(), Some(2));
    assert_eq!(run(&["biuld"]).status.code(), Some(2));
}

#[test]
fn a_folder_of_somebody_else_is_never_replaced() {
    let dir = book("# A\n");
    fs::create_dir(dir.path().join("site")).unwrap();
    fs::write(dir.path().join("site/thesis.txt"), "precious").unwrap();
    let output = run(&["build", path(dir.path())]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("did not make"), "{}", stderr(&output));
    assert_eq!(fs::read(dir.path().join("site/thesis.txt")).unwrap(), b"precious");
}

#[test]
fn a_build_keeps_unchanged_files_and_removes_what_is_no_longer_made() {
    let dir = book("# A\n");
    fs::write(dir.path().join("content/b.md"), "# B\n").unwrap();
    run(&["build", path(dir.path())]);
    let inode = |file: &str| fs::metadata(dir.path().join("site").join(file)).unwrap().ino();
    let (kept, changed) = (inode("documents/a.html"), inode("documents/index.html"));
    fs::remove_file(dir.path().join("content/b.md")).unwrap();
    run(&["build", path(dir.path())]);
    assert!(!dir.path().join("site/documents/b.html").exists());
    assert_ne!(inode("documents/index.html"), changed);
    // Only its neighbour is gone from the page, so `a` changed; the transition page did not.
    assert_ne!(inode("documents/a.html"), kept);
    let beside: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(beside.len(), 3, "nothing is left beside the output: {beside:?}");
}

#[test]
fn the_day_is_an_argument() {
    let dir = book("# A\n");
    run(&["build", path(dir.path()), "--as-of", "2027-03-01"]);
    let page = fs::read_to_string(dir.path().join("site/index.html")).unwrap();
    assert!(page.contains("1 March 2027"));
}

#[test]
fn the_same_input_gives_the_same_bytes_on_any_number_of_threads() {
    let out = tempfile::tempdir().unwrap();
    let root = env!("CARGO_MANIFEST_DIR");
    let build = |threads: &str, name: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_clausebook"))
            .args(["build", root, "--output", path(&out.path().join(name))])
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let mut files = Vec::new();
        for entry in walkdir::WalkDir::new(out.path().join(name)).sort_by_file_name() {
            let entry = entry.unwrap();
            if entry.file_type().is_file() {
                let inside = entry.path().strip_prefix(out.path().join(name)).unwrap().to_owned();
                files.push((inside, fs::read(entry.path()).unwrap()));
            }
        }
        files
    };
    let one = build("1", "one");
    assert!(one.len() > 300);
    assert!(one == build("4", "four"), "one thread and four give different bytes");
}

#[test]
fn check_writes_nothing_and_its_json_has_the_documented_shape() {
    let dir = book("[[nothing]]\n");
    let output = run(&["check", path(dir.path()), "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!dir.path().join("site").exists());
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["version"], 1);
    assert_eq!(report["as_of"], "2026-10-01");
    assert_eq!(report["errors"], 1);
    let problem = report["problems"].as_array().unwrap().iter().find(|p| p["severity"] == "error").unwrap();
    assert_eq!(problem["code"], "unknown-reference");
    let place = serde_json::json!({"file": "content/a.md", "line": 1, "column": 3, "end_line": 1, "end_column": 10});
    assert_eq!(problem["place"], place);
    let described = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/check-json.md")).unwrap();
    for key in report.as_object().unwrap().keys().chain(place.as_object().unwrap().keys()) {
        assert!(described.contains(&format!("{key}`")), "{key} is not described");
    }
    for key in problem.as_object().unwrap().keys() {
        assert!(described.contains(&format!("problems[].{key}`")), "problems[].{key} is not described");
    }
}

#[test]
fn explain_prints_what_a_check_means() {
    let output = run(&["explain", "stale-evidence"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("stale-evidence (default: warn)\n\nEvidence is out of date"), "{text}");
    assert!(text.contains("Mend it:"), "{text}");
    assert_eq!(run(&["explain", "no-such"]).status.code(), Some(2));
}
