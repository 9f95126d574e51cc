//! Levels of all codes, and what is known beforehand: the book decides what stops a build.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::fixture::{build, check};

fn run(arguments: &[&str], within: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_clausebook")).args(arguments).current_dir(within).output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Documents and a register with a problem of reading each, and a document without any.
const FAULTS: &str = "//- content/a.md\n---\nonwer: it\n---\n# A\n\n[C](c.md)\n\
                      //- content/b.md\n---\nowner: [\n---\n# B\n\
                      //- content/c.md\n# C\n\n[A](a.md) [B](b.md)\n\
                      //- content/registers/riks.toml\n[[risk]]\n";

#[test]
fn what_cannot_be_read_stops_the_build_unless_the_book_says_otherwise() {
    let codes = ["unknown-key", "invalid-yaml", "unknown-register"];
    let problems = build(FAULTS).problems();
    for code in codes {
        assert!(problems.iter().any(|line| line.starts_with(&format!("error[{code}]"))), "{code}: {problems:#?}");
    }
    let levels = |level: &str| -> String { codes.map(|code| format!("{code} = \"{level}\"\n")).concat() };
    let book = "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n[checks]\n";
    let warned = build(&format!("{book}{}{FAULTS}", levels("warn")));
    for code in codes {
        let problems = warned.problems();
        assert!(problems.iter().any(|line| line.starts_with(&format!("warning[{code}]"))), "{code}: {problems:#?}");
    }
    assert!(warned.page("documents/c.html").contains("a.html"), "the site is built");
    let allowed = build(&format!("{book}{}{FAULTS}", levels("allow")));
    assert_eq!(allowed.problems(), [""; 0]);
}

#[test]
fn without_book_and_content_there_is_nothing_that_a_level_could_change() {
    let book = "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n";
    check(
        &format!("{book}[checks]\nmissing-file = \"allow\"\nunknwon-key = \"warn\"\n"),
        &[
            "error[invalid-value] book.toml:5:1 `missing-file` has no level: it is always an error (remove this line)",
            "error[unknown-key] book.toml:6:1 there is no check `unknwon-key` (did you mean `unknown-key`?)",
        ],
    );
    check(
        &format!("{book}acent = \"x\"\n[checks]\nunknown-key = \"allow\"\n"),
        &["error[unknown-key] book.toml:4:1 unknown key `acent` (did you mean `accent`?)"],
    );
}

/// Writes a book with a dead link.
fn book_with_a_dead_link(dir: &Path, checks: &str) {
    fs::create_dir_all(dir.join("content")).unwrap();
    let book = format!("[book]\ntitle = \"T\"\norganisation = \"O\"\n[checks]\n{checks}");
    fs::write(dir.join("book.toml"), book).unwrap();
    fs::write(dir.join("content/a.md"), "# A\n\n[gone](gone.md)\n").unwrap();
}

#[test]
fn a_build_takes_the_baseline_that_check_has_written() {
    let dir = tempfile::tempdir().unwrap();
    book_with_a_dead_link(dir.path(), "");
    assert_eq!(run(&["build"], dir.path()).status.code(), Some(1));
    run(&["check", "--baseline", "base.json", "--write-baseline"], dir.path());
    for command in [&["check"][..], &["build"], &["export", "documents"], &["sample", "A.5.1", "--seed", "1"]] {
        let known = run(&[command, &["--baseline", "base.json"]].concat(), dir.path());
        assert_eq!(known.status.code(), Some(0), "{command:?}: {}", stderr(&known));
        assert!(!stderr(&known).contains("gone.md"), "{}", stderr(&known));
    }
    let page = fs::read_to_string(dir.path().join("site/documents/a.html")).unwrap();
    assert!(page.contains("gone") && !page.contains("gone.html"), "the words stay, without a link");
    fs::write(dir.path().join("content/b.md"), "# B\n\n[lost](lost.md)\n").unwrap();
    let new = run(&["build", "--baseline", "base.json"], dir.path());
    assert_eq!(new.status.code(), Some(1));
    assert!(stderr(&new).contains("lost.md") && !stderr(&new).contains("gone.md"), "{}", stderr(&new));
}

#[test]
fn a_baseline_that_the_book_names_holds_for_every_command() {
    let dir = tempfile::tempdir().unwrap();
    book_with_a_dead_link(dir.path(), "baseline = \"known/base.json\"\n");
    let missing = run(&["check"], dir.path());
    assert!(stderr(&missing).contains("there is no baseline `known/base.json`"), "{}", stderr(&missing));
    assert!(stderr(&missing).contains("gone.md"), "what it would hold is said: {}", stderr(&missing));
    fs::create_dir(dir.path().join("known")).unwrap();
    assert_eq!(run(&["check", "--write-baseline"], dir.path()).status.code(), Some(0));
    for command in [&["check"][..], &["build"], &["export", "documents"]] {
        let known = run(command, dir.path());
        assert_eq!(known.status.code(), Some(0), "{command:?}: {}", stderr(&known));
    }
    // A build leaves drafts out, and with them what is known about them: that is not fixed.
    fs::write(dir.path().join("content/d.md"), "+++\nstatus = \"draft\"\n+++\n# D\n\n[off](off.md)\n").unwrap();
    run(&["check", "--write-baseline"], dir.path());
    assert!(!stderr(&run(&["build"], dir.path())).contains("idle-baseline"));
    fs::write(dir.path().join("content/d.md"), "+++\nstatus = \"draft\"\n+++\n# D\n").unwrap();
    assert!(stderr(&run(&["check"], dir.path())).contains("idle-baseline"));
    fs::write(dir.path().join("known/base.json"), "[]").unwrap();
    let broken = run(&["check"], dir.path());
    assert!(stderr(&broken).contains("this file is not a baseline"), "{}", stderr(&broken));
}
