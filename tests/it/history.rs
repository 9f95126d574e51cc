//! The history of books in repositories that git itself has made: which commits, which texts, in which state.

mod hostile;
mod names;
mod places;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use clausebook::history::{History, HistoryState};
use clausebook::pipeline;
use jiff::civil::date;

/// A book.toml whose content folder is `content`.
const BOOK: &str = "[book]\ntitle = \"T\"\norganisation = \"O\"\n";

/// A folder with repositories, each commit of which is a day after the one before.
struct Repository {
    _dir: tempfile::TempDir,
    /// The folder in which git works.
    at: PathBuf,
    day: u32,
}

impl Repository {
    /// Returns a repository with an uncommitted book.toml.
    fn new() -> Self {
        let repository = Self::without_git();
        repository.git(&["init", "-q", "-b", "main"]);
        repository
    }

    fn without_git() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let at = dir.path().canonicalize().unwrap().join("book");
        let repository = Self { _dir: dir, at, day: 0 };
        repository.write("book.toml", BOOK);
        repository.write("content/start.md", "# Start\n");
        repository
    }

    fn path(&self, path: &str) -> PathBuf {
        self.at.join(path)
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Returns a git command that no setting of this machine has an effect on.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        let day = format!("2026-01-{:02}T12:00:00 +0000", self.day.max(1));
        command.current_dir(&self.at).args(arguments);
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("GIT_")) {
            command.env_remove(name);
        }
        for name in ["GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"] {
            command.env(name, "/dev/null");
        }
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), who.to_lowercase());
            command.env(format!("GIT_{who}_EMAIL"), "who@example.org");
            command.env(format!("GIT_{who}_DATE"), &day);
        }
        command
    }

    #[track_caller]
    fn git(&self, arguments: &[&str]) -> String {
        run(&mut self.command(arguments))
    }

    /// Commits everything, a day after the last commit.
    #[track_caller]
    fn commit(&mut self, message: &str) {
        self.day += 1;
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
    }

    /// Writes a file and commits it with its name and text as the subject.
    #[track_caller]
    fn save(&mut self, path: &str, text: &str, message: &str) {
        self.write(path, text);
        self.commit(message);
    }

    fn history(&self) -> Arc<History> {
        history(&self.at)
    }
}

/// Runs a command that must succeed, and returns what it prints.
#[track_caller]
fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// Returns the history of the book in a folder, which can be built.
#[track_caller]
fn history(folder: &Path) -> Arc<History> {
    history_within(folder, None)
}

#[track_caller]
fn history_within(folder: &Path, within: Option<&Path>) -> Arc<History> {
    let book = pipeline::open_within(folder, within).unwrap();
    let config = book.config.unwrap_or_else(|| panic!("{:?}", book.diagnostics));
    let outcome = pipeline::site(&book.sources, &config, date(2026, 10, 1));
    assert!(outcome.value.is_some(), "{:?}", outcome.diagnostics);
    book.sources.history().clone()
}

fn subjects(history: &History) -> Vec<&str> {
    history.commits.iter().map(|commit| commit.subject.as_str()).collect()
}

/// Returns the subjects of the commits that brought the texts of a file, and these.
fn texts<'a>(history: &'a History, path: &str) -> Vec<(&'a str, Option<&'a str>)> {
    let revisions = history.revisions(path).iter();
    revisions.map(|one| (history.commits[one.commit].subject.as_str(), one.text.as_deref())).collect()
}

#[test]
fn each_commit_that_changed_a_file_is_there_once_the_newest_first() {
    let mut book = Repository::new();
    book.save("content/a.md", "# A\n", "one");
    book.save("content/b.md", "# B\n", "two");
    book.save("content/a.md", "# A2\n", "three");
    let history = book.history();
    assert_eq!(history.state, HistoryState::Whole);
    assert_eq!(subjects(&history), ["three", "two", "one"]);
    assert_eq!(texts(&history, "content/a.md"), [("three", Some("# A2\n")), ("one", Some("# A\n"))]);
    assert_eq!(texts(&history, "content/b.md"), [("two", Some("# B\n"))]);
    assert_eq!(texts(&history, "content/none.md"), []);
    let head = book.git(&["rev-parse", "HEAD"]);
    assert_eq!(history.heads, [head.as_str()]);
    assert_eq!(history.head(), Some(&head[..10]));
    assert_eq!(history.commits[0].id, head);
    assert_eq!(*book.history(), *history, "two readings differ");
}

#[test]
fn a_commit_says_who_when_and_who_approved_it() {
    let book = Repository::new();
    book.git(&["add", "-A"]);
    let message = "Policy of 2026\n\nApproved-by: nobody, this is not a trailer\n\n\
        Approved-by: Ada Lovelace <ada@example.org>\napproved-by:  Zoë \nReviewed-by: R\nApproved-by:\n";
    let mut commit = book.command(&["commit", "-q", "-m", message]);
    commit.env("GIT_AUTHOR_NAME", "Jürgen Groß").env("GIT_AUTHOR_DATE", "2025-12-24T10:00:00 +0000");
    run(commit.env("GIT_COMMITTER_DATE", "2026-03-01T23:30:00 -0500"));
    let history = book.history();
    let [commit] = &history.commits[..] else { panic!("{history:?}") };
    assert_eq!((commit.author.as_str(), commit.day), ("Jürgen Groß", date(2026, 3, 1)));
    assert_eq!(commit.subject, "Policy of 2026");
    assert_eq!(commit.approved_by, ["Ada Lovelace <ada@example.org>", "Zoë"]);
    assert!(!commit.signed);
}

#[test]
fn a_subject_is_never_an_approval() {
    let mut book = Repository::new();
    book.commit("Approved-by: Ada");
    assert_eq!(book.history().commits[0].approved_by, [""; 0]);
}

/// Returns a repository on the branch `main`, from which another branch has changed a document twice.
fn branched() -> Repository {
    let mut book = Repository::new();
    book.save("content/a.md", "1", "one");
    book.git(&["checkout", "-q", "-b", "branch"]);
    book.save("content/a.md", "2", "on the branch");
    book.save("content/a.md", "3", "on the branch, too");
    book.git(&["checkout", "-q", "main"]);
    book
}

#[test]
fn a_merge_is_one_change_against_its_first_parent() {
    let mut book = branched();
    book.save("content/b.md", "b", "on main");
    book.day += 1;
    book.git(&["merge", "-q", "--no-ff", "-m", "merge", "branch"]);
    let history = book.history();
    assert_eq!(subjects(&history), ["merge", "on main", "one"]);
    assert_eq!(texts(&history, "content/a.md"), [("merge", Some("3")), ("one", Some("1"))]);
    assert_eq!(texts(&history, "content/b.md"), [("on main", Some("b"))]);
}

#[test]
fn a_squashed_branch_is_one_commit() {
    let mut book = branched();
    book.git(&["merge", "-q", "--squash", "branch"]);
    book.commit("squashed");
    let history = book.history();
    assert_eq!(subjects(&history), ["squashed", "one"]);
    assert_eq!(texts(&history, "content/a.md"), [("squashed", Some("3")), ("one", Some("1"))]);
}

#[test]
fn a_revert_brings_a_text_again_and_an_empty_commit_brings_nothing() {
    let mut book = Repository::new();
    book.save("content/a.md", "1", "one");
    book.save("content/a.md", "2", "two");
    book.day += 1;
    book.git(&["revert", "--no-edit", "HEAD"]);
    book.commit("empty");
    book.save("README.txt", "not of the book", "elsewhere");
    let history = book.history();
    assert_eq!(subjects(&history), ["Revert \"two\"", "two", "one"]);
    let revert = ("Revert \"two\"", Some("1"));
    assert_eq!(texts(&history, "content/a.md"), [revert, ("two", Some("2")), ("one", Some("1"))]);
    assert_eq!(history.heads, [book.git(&["rev-parse", "HEAD"])]);
}

#[test]
fn texts_are_kept_as_they_were_committed() {
    let mut book = Repository::new();
    book.git(&["config", "core.autocrlf", "false"]);
    book.write("content/crlf.md", "# A\r\n\r\nb\r\n");
    book.write("content/latin.md", b"# B\xfcro\n");
    book.write("content/registers/latin.toml", b"[[entry]]\nid = \"B\xfcro\"\n");
    book.write("content/registers/roles.toml", "");
    book.commit("one");
    fs::remove_file(book.path("content/registers/latin.toml")).unwrap();
    book.write("content/registers/roles.toml", "# none\n");
    book.commit("two");
    let history = book.history();
    assert_eq!(texts(&history, "content/crlf.md"), [("one", Some("# A\r\n\r\nb\r\n"))]);
    // As the loader reads it.
    assert_eq!(texts(&history, "content/latin.md"), [("one", Some("# Büro\n"))]);
    assert_eq!(texts(&history, "content/registers/latin.toml"), [("two", None), ("one", None)]);
    assert_eq!(texts(&history, "content/registers/roles.toml"), [("two", Some("# none\n")), ("one", Some(""))]);
}
