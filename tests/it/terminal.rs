//! What is printed holds nothing that a terminal or a CI system obeys, whatever the names and texts of a book are.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// Sets a title, clears the screen, changes colours in two ways, and reverses what follows.
const ESCAPES: &str = "\u{1b}]0;pwned\u{7}\u{1b}[2J\u{1b}[31mred\u{9b}31m \u{202e}dlrow\u{8}";

/// The same in a TOML string, with line breaks before commands of GitHub, GitLab and Azure.
const HOSTILE: &str = "red\\u001b[31m\\u009b2J\\u202e\\n::error file=a.md::forged\\r\\nsection_start:1:a\\r\\u001b[0K \
                       ##[error]x ##vso[task.complete result=Succeeded]";

fn run(arguments: &[&str], within: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_clausebook"));
    command.args(arguments).current_dir(within).output().expect("the program starts")
}

/// Checks what is printed, and returns it. Of its lines only those that begin with `own` may be commands.
#[track_caller]
fn accept(output: &Output, own: &[&str]) -> String {
    let stdout = String::from_utf8(output.stdout.clone()).unwrap();
    let text = format!("{stdout}\n{}", String::from_utf8(output.stderr.clone()).unwrap());
    let obeyed = |c: char| (c.is_control() && c != '\n') || ('\u{2028}'..='\u{202e}').contains(&c);
    for line in text.lines() {
        assert!(!line.contains(obeyed), "{line:?}");
        assert!(!line.contains("##[") && !line.contains("##vso["), "{line:?}");
        let start = line.trim_start();
        let is_command = start.starts_with("::") || start.starts_with("section_");
        assert!(!is_command || own.iter().any(|own| line.starts_with(own)), "{line:?}");
    }
    text
}

/// Writes a book whose texts are hostile. With `errors`, so are the name of a file and an id, and a link leads nowhere.
fn book(errors: bool) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(
        "book.toml",
        "[book]\ntitle = \"T\"\norganisation = \"O\"\nas-of = 2026-10-01\n[checks]\nhidden-character = \"allow\"\n",
    );
    write("content/a.md", &format!("+++\ntitle = \"{HOSTILE}\"\n+++\n## zebra\n\nzebra {ESCAPES} zebra ##[error]b\n"));
    let id = if errors { HOSTILE } else { "lead" };
    write("content/registers/roles.toml", &format!("[[role]]\nid = \"{id}\"\ntitle = \"{HOSTILE}\"\n"));
    let evidence = format!(
        "[[evidence]]\nid = \"EV-1\"\ntitle = \"{HOSTILE}\"\ncontrols = [\"A.5.18\"]\ncollected = 2026-09-01\n\
         location = \"https://example.org/x\"\n"
    );
    write("content/registers/evidence.toml", &evidence);
    if errors {
        write("content/b\n::add-mask::e\u{9b}\u{1b}[31m.md", "# B\n\n[[nope]]\n");
        write("content/c.md", &format!("# C\n\n::error::x ##[error]{ESCAPES} [[nope]] ::error::y\n"));
    }
    dir
}

#[test]
fn problems_are_shown_and_never_obeyed_in_each_format() {
    let dir = book(true);
    for command in [["check", "."], ["check", "--summary"], ["build", "."], ["search", "zebra"]] {
        let text = accept(&run(&command, dir.path()), &[]);
        assert!(!text.contains("internal error"), "{text}");
    }
    let human = accept(&run(&["check"], dir.path()), &[]);
    assert!(human.contains("--> content/b␊::add-mask::e<U+009B>␛[31m.md:3:"), "{human}");
    let (before, line) = human.split_once("3 | ::error::x ##⟦error]").expect("an excerpt");
    assert!(before.contains("error[unknown-reference]"), "{human}");
    let marks = line.lines().nth(1).unwrap();
    let column = |line: &str, at: usize| line[..at].chars().count();
    let written = format!("::error::x ##[error]{ESCAPES} [[").chars().count() + 1;
    assert!(human.contains(&format!("--> content/c.md:3:{written}\n")), "the column is that of the file: {human}");
    let excerpt = format!("3 | ::error::x ##⟦error]{}", line.lines().next().unwrap());
    let place = marks.find('^').unwrap();
    assert_eq!(
        column(&excerpt, excerpt.find("nope").unwrap()),
        column(marks, place),
        "the place is where it is shown: {human}"
    );

    let github = accept(&run(&["check", "--format", "github"], dir.path()), &["::error ", "::warning "]);
    let json: Value = serde_json::from_slice(&run(&["check", "--format", "json"], dir.path()).stdout).unwrap();
    let problems = json["problems"].as_array().unwrap();
    let commands = github.lines().filter(|line| line.starts_with("::")).count();
    assert_eq!(commands, problems.len(), "one command a problem: {github}");
    assert!(github.contains("file=content/b%0A%3A%3Aadd-mask%3A%3Ae"), "GitHub finds the file: {github}");
    for format in ["json", "sarif", "junit"] {
        accept(&run(&["check", "--format", format], dir.path()), &[]);
    }
    let file = "content/b\n::add-mask::e\u{9b}\u{1b}[31m.md";
    assert!(problems.iter().any(|problem| problem["place"]["file"] == file), "JSON keeps the value: {json:#}");
}

#[test]
fn results_samples_and_files_are_shown_and_never_obeyed() {
    let dir = book(false);
    let found = accept(&run(&["search", "zebra"], dir.path()), &[]);
    assert!(found.contains("zebra ␛]0;pwned␇␛[2J␛[31mred<U+009B>31m <U+202E>dlrow␈ zebra ##\\[error]b"), "{found}");
    accept(&run(&["search", "zebra", "--json"], dir.path()), &[]);
    let drawn = accept(&run(&["sample", "A.5.18", "--seed", "1"], dir.path()), &[]);
    assert!(drawn.lines().any(|line| line.starts_with("EV-1  red␛[31m") && line.ends_with("(evidence)")), "{drawn}");
    accept(&run(&["sample", "A.5.18", "--seed", "1", "--json"], dir.path()), &[]);
    accept(&run(&["export", "handbook"], dir.path()), &[]);
    accept(&run(&["export", "documents", "--format", "json"], dir.path()), &[]);

    assert_eq!(run(&["build", "."], dir.path()).status.code(), Some(0));
    for name in ["x\n::error::y\u{9b}", "plain", "::add-mask::z"] {
        fs::write(dir.path().join("site").join(name), "").unwrap();
    }
    let verified = accept(&run(&["verify", "site"], dir.path()), &[]);
    let added: Vec<&str> = verified.lines().filter(|line| line.starts_with("added")).collect();
    assert_eq!(
        added,
        ["added    ::add-mask::z", "added    plain", "added    x␊::error::y<U+009B>"],
        "one file, one line"
    );
}

#[test]
fn arguments_are_shown_and_never_obeyed() {
    let dir = book(false);
    let hostile = "x\n::error::y \u{1b}[31m##[error]z";
    for arguments in [
        ["check", hostile],
        ["explain", hostile],
        ["export", hostile],
        ["verify", hostile],
        ["init", hostile],
        ["init", hostile],
        ["sample", hostile],
        [hostile, "."],
    ] {
        accept(&run(&arguments, dir.path()), &[]);
    }
    let text = accept(&run(&["check", "--only", hostile], dir.path()), &[]);
    assert!(text.contains("`--only x␊::error::y ␛[31m##\\[error]z` is not a code"), "{text}");
    let text = accept(&run(&["check", "--baseline", hostile], dir.path()), &[]);
    assert!(text.contains("cannot read `x␊::error::y"), "{text}");
}

/// A table in a pipe is data; on a terminal it is looked at.
#[cfg(target_os = "linux")]
#[test]
fn a_table_on_a_terminal_is_shown_and_in_a_pipe_it_is_as_it_was() {
    let dir = book(false);
    let piped = String::from_utf8(run(&["export", "documents"], dir.path()).stdout).unwrap();
    assert!(piped.contains("red\u{1b}[31m\u{9b}2J\u{202e}"), "{piped}");
    let command = format!("'{}' export documents 2>/dev/null", env!("CARGO_BIN_EXE_clausebook"));
    let shown = Command::new("script").args(["-qec", &command, "/dev/null"]).current_dir(dir.path()).output().unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.contains("red␛[31m<U+009B>2J<U+202E>"), "{shown}");
    assert!(!shown.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{shown:?}");
}

/// Everything that is printed goes through the functions of `cli.rs`, which know what is obeyed.
#[test]
fn there_is_one_way_out() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = walkdir::WalkDir::new(&root).into_iter().map(|entry| entry.unwrap().into_path());
    for file in files.filter(|file| file.extension().is_some_and(|ending| ending == "rs")) {
        let text = fs::read_to_string(&file).unwrap();
        let writes = ["stdout().write", "stdout(),", "stderr().write", "stderr(),", "println!(", "print!("];
        let found = writes.iter().find(|write| text.contains(*write));
        assert!(found.is_none() || file == root.join("cli.rs"), "{} has {found:?}", file.display());
    }
}
