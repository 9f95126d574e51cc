//! New handbooks, and the auditor's sample.

use std::path::Path;
use std::process::{Command, Output};

fn clausebook(arguments: &[&str]) -> Output {
    let run = Command::new(env!("CARGO_BIN_EXE_clausebook")).args(arguments).output();
    run.expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_new_handbook_builds_at_once_and_check_says_what_to_do_in_the_order_of_work() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("my-isms");
    let dir = dir.to_str().unwrap();
    let created = clausebook(&["init", dir, "--organisation", "A \"B\" Ltd"]);
    assert!(created.status.success(), "{}", text(&created.stderr));
    assert!(text(&created.stdout).contains("1. ") && text(&created.stdout).contains("3. "));
    let built = clausebook(&["build", dir]);
    assert!(built.status.success(), "{}", text(&built.stderr));
    assert!(Path::new(dir).join("site/soa.html").is_file());
    let checked = clausebook(&["check", dir]);
    let found = text(&checked.stderr);
    let steps = [
        "]: 4.1 Understanding the organization",
        "]: ISMS scope statement (4.3)",
        "]: Information security policy (5.2)",
        "]: 6.1.2 Information security risk assessment",
        "]: 6.1.3 Information security risk treatment",
        "]: none of the 93 controls is decided",
        "]: 9.2.1 General",
        "]: 10.2 Nonconformity and corrective action",
        "]: no risk names ASS-001",
    ];
    let places: Vec<_> =
        steps.iter().map(|step| found.find(step).unwrap_or_else(|| panic!("{step} is not in {found}"))).collect();
    assert!(places.is_sorted(), "{found}");
    let lines = found.lines().filter(|line| line.starts_with("warning")).count();
    assert!(lines < 50, "a list that can be worked through, not {lines} lines");
}

#[test]
fn a_new_handbook_speaks_the_language_that_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().to_str().unwrap();
    assert!(clausebook(&["init", dir, "--organisation", "Muster AG", "--language", "de-CH"]).status.success());
    let read = |path: &str| std::fs::read_to_string(folder.path().join(path)).unwrap();
    assert!(read("book.toml").contains("title = \"ISMS-Handbuch Muster AG\""));
    assert!(read("content/isms/01-scope.md").contains("title = \"Anwendungsbereich des Managementsystems\""));
    assert!(read("content/registers/risks.toml").contains("title = \"Beispiel: durch Eigenes ersetzen\""));
    let built = clausebook(&["build", dir]);
    assert!(built.status.success(), "{}", text(&built.stderr));
}

#[test]
fn a_file_that_is_there_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("book.toml");
    std::fs::write(&own, "mine").unwrap();
    let refused = clausebook(&["init", folder.path().to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("already exists"));
    assert_eq!(std::fs::read_to_string(&own).unwrap(), "mine");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else was written");
}

#[test]
fn a_sample_is_the_same_for_the_same_seed() {
    let draw = |seed: &str| {
        text(&clausebook(&["sample", "A.5.18", env!("CARGO_MANIFEST_DIR"), "--seed", seed, "--count", "3"]).stdout)
    };
    assert_eq!(draw("2026"), draw("2026"));
    assert!(draw("2026").starts_with("A.5.18 Access rights: 3 of "), "{}", draw("2026"));
    assert!((1..9).any(|seed| draw("2026").lines().skip(1).ne(draw(&seed.to_string()).lines().skip(1))));
    let unknown = clausebook(&["sample", "A.9.99", env!("CARGO_MANIFEST_DIR"), "--seed", "1"]);
    assert_eq!(unknown.status.code(), Some(2));
}
