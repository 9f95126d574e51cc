//! Books that are in no repository, in a part of one, or in several.

use std::fs;

use clausebook::history::HistoryState;
use jiff::civil::date;

use super::{BOOK, Repository, history, history_within, run, subjects, texts};

impl Repository {
    /// Returns a repository like this one in a folder beside it or in it.
    fn beside(&self, path: &str) -> Self {
        let at = self.path(path);
        fs::create_dir_all(&at).unwrap();
        let other = Self { _dir: tempfile::tempdir().unwrap(), at, day: 0 };
        other.git(&["init", "-q", "-b", "main"]);
        other
    }
}

#[test]
fn a_book_in_no_repository_has_no_history() {
    let book = Repository::without_git();
    let history = book.history();
    assert_eq!(history.state, HistoryState::NoRepository);
    assert_eq!((history.commits.len(), history.head()), (0, None));
}

#[test]
fn a_repository_without_commits_has_none_either() {
    let book = Repository::new();
    let history = book.history();
    assert_eq!((&history.state, history.commits.len()), (&HistoryState::NoCommits, 0));
    assert!(history.heads.is_empty() && history.tracked.is_empty());
}

#[test]
fn nobody_is_asked_for_a_history_that_book_toml_turns_off() {
    let mut book = Repository::new();
    book.save("book.toml", &format!("{BOOK}\n[history]\ngit = false\n"), "one");
    let history = book.history();
    assert_eq!((&history.state, history.commits.len()), (&HistoryState::Off, 0));
}

#[test]
fn an_untracked_file_has_no_texts() {
    let mut book = Repository::new();
    book.save("content/a.md", "1", "one");
    book.write("content/a.md", "not committed");
    book.write("content/b.md", "not committed");
    let history = book.history();
    assert_eq!(texts(&history, "content/a.md"), [("one", Some("1"))]);
    assert_eq!(texts(&history, "content/b.md"), []);
    assert!(history.tracked.contains("content/a.md") && !history.tracked.contains("content/b.md"));
}

#[test]
fn a_shallow_clone_says_since_when_it_knows() {
    let mut book = Repository::new();
    for number in 1..=4 {
        book.save("content/a.md", &format!("{number}"), &format!("commit {number}"));
    }
    let source = format!("file://{}", book.at.display());
    book.git(&["clone", "-q", "--depth", "2", &source, "../clone"]);
    let history = history(&book.path("../clone"));
    assert_eq!(history.state, HistoryState::Shallow(date(2026, 1, 3)));
    assert_eq!(subjects(&history), ["commit 4"]);
    assert_eq!(texts(&history, "content/a.md"), [("commit 4", Some("4"))]);
    assert_eq!(texts(&history, "content/start.md"), []);
    assert!(history.tracked.contains("content/start.md") && history.is_readable());
}

#[test]
fn changes_beside_a_book_are_not_its_commits() {
    let mut whole = Repository::new();
    whole.write("isms/book.toml", BOOK);
    whole.save("isms/content/a.md", "1", "one");
    whole.save("src/main.rs", "fn main() {}", "program");
    whole.save("content/start.md", "# Another book\n", "another book");
    whole.save("isms/content/a.md", "2", "two");
    let history = history(&whole.path("isms"));
    assert_eq!(history.state, HistoryState::Whole);
    assert_eq!(subjects(&history), ["two", "one"]);
    assert_eq!(texts(&history, "content/a.md"), [("two", Some("2")), ("one", Some("1"))]);
    let tracked: Vec<_> = history.tracked.iter().collect();
    assert_eq!(tracked, ["book.toml", "content/a.md"]);
}

#[test]
fn content_beside_the_folder_of_the_book_has_its_history() {
    let mut whole = Repository::new();
    whole.write("isms/book.toml", format!("{BOOK}content = \"../policies\"\n"));
    whole.save("policies/a.md", "1", "one");
    whole.save("policies/deep/b.md", "2", "two");
    let history = history(&whole.path("isms"));
    assert_eq!(subjects(&history), ["two", "one"]);
    assert_eq!(texts(&history, "../policies/a.md"), [("one", Some("1"))]);
    assert_eq!(texts(&history, "../policies/deep/b.md"), [("two", Some("2"))]);
    assert_eq!(history.heads, [whole.git(&["rev-parse", "HEAD"])]);
}

#[test]
fn a_content_folder_that_is_a_link_has_the_history_of_what_it_leads_to() {
    let mut book = Repository::new();
    fs::rename(book.path("content"), book.path("policies")).unwrap();
    std::os::unix::fs::symlink("policies", book.path("content")).unwrap();
    book.save("policies/a.md", "1", "one");
    let history = book.history();
    assert_eq!((subjects(&history), texts(&history, "content/a.md")), (vec!["one"], vec![("one", Some("1"))]));
}

#[test]
fn content_in_another_repository_than_the_book_has_the_history_of_that() {
    let top = Repository::without_git();
    let (mut isms, mut policies) = (top.beside("isms"), top.beside("policies"));
    isms.write("content/not.md", "# Not of the book\n");
    isms.save("book.toml", &format!("{BOOK}content = \"../policies\"\n"), "book");
    policies.save("a.md", "1", "one");
    policies.save("a.md", "2", "two");
    let history = history_within(&isms.at, Some(&top.at));
    assert_eq!(history.state, HistoryState::Whole);
    assert_eq!(subjects(&history), ["two", "one"]);
    assert_eq!(texts(&history, "../policies/a.md"), [("two", Some("2")), ("one", Some("1"))]);
    assert_eq!(history.heads, [isms.git(&["rev-parse", "HEAD"]), policies.git(&["rev-parse", "HEAD"])]);
}

#[test]
fn a_repository_in_the_content_folder_has_a_history_of_its_own() {
    let mut book = Repository::new();
    book.write("content/team/b.md", "before it was a repository");
    book.save("content/a.md", "1", "outer 1");
    fs::remove_dir_all(book.path("content/team")).unwrap();
    book.commit("outer 2");
    let mut team = book.beside("content/team");
    team.day = 1;
    team.save("b.md", "2", "inner 2");
    book.day = 2;
    book.save("content/a.md", "3", "outer 3");
    team.day = 3;
    team.save("b.md", "4", "inner 4");
    team.save("deep/c.md", "5", "inner 5");
    let history = book.history();
    assert_eq!(history.state, HistoryState::Whole);
    assert_eq!(subjects(&history), ["inner 5", "inner 4", "outer 3", "outer 2", "inner 2", "outer 1"]);
    assert_eq!(texts(&history, "content/a.md"), [("outer 3", Some("3")), ("outer 1", Some("1"))]);
    assert_eq!(texts(&history, "content/team/b.md"), [("inner 4", Some("4")), ("inner 2", Some("2"))]);
    assert_eq!(texts(&history, "content/team/deep/c.md"), [("inner 5", Some("5"))]);
    assert!(history.tracked.contains("content/team/b.md"));
    assert_eq!(*book.history(), *history);
}

#[test]
fn a_submodule_has_a_history_of_its_own() {
    let mut book = Repository::new();
    let mut team = book.beside("../team");
    team.save("b.md", "1", "inner");
    let submodule = ["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../team", "content/team"];
    let source = format!("file://{}", team.at.display());
    book.git(&submodule.map(|word| if word == "../team" { source.as_str() } else { word }));
    book.day = 1;
    book.commit("outer");
    let history = book.history();
    assert_eq!((&history.state, subjects(&history)), (&HistoryState::Whole, vec!["outer", "inner"]));
    assert_eq!(texts(&history, "content/team/b.md"), [("inner", Some("1"))]);
    assert!(history.tracked.contains("content/team/b.md"));
}

#[test]
fn a_worktree_has_the_history_of_its_branch() {
    let mut book = Repository::new();
    book.save("content/a.md", "1", "one");
    book.git(&["worktree", "add", "-q", "-b", "draft", "../draft"]);
    book.save("content/a.md", "2", "on main");
    let draft = Repository { _dir: tempfile::tempdir().unwrap(), at: book.path("../draft"), day: 5 };
    draft.write("content/a.md", "3");
    draft.git(&["commit", "-q", "-a", "-m", "on the branch"]);
    assert!(draft.path(".git").is_file());
    let history = draft.history();
    assert_eq!((&history.state, subjects(&history)), (&HistoryState::Whole, vec!["on the branch", "one"]));
    assert_eq!(texts(&history, "content/a.md"), [("on the branch", Some("3")), ("one", Some("1"))]);
    assert_eq!(subjects(&book.history()), ["on main", "one"]);
}

#[test]
fn a_detached_head_is_where_the_history_begins() {
    let mut book = Repository::new();
    book.save("content/a.md", "1", "one");
    book.git(&["tag", "-a", "-m", "release", "v1"]);
    book.save("content/a.md", "2", "two");
    book.git(&["checkout", "-q", "--detach", "v1"]);
    let history = book.history();
    assert_eq!((&history.state, subjects(&history)), (&HistoryState::Whole, vec!["one"]));
}

/// Clocks of committers differ: what came last is the newest nevertheless.
#[test]
fn the_order_of_commits_is_that_of_git_whatever_their_days_are() {
    let mut book = Repository::new();
    book.day = 9;
    book.save("content/a.md", "1", "one");
    book.day = 2;
    book.save("content/a.md", "2", "two");
    let history = book.history();
    assert_eq!(subjects(&history), ["two", "one"]);
    let mut team = book.beside("content/team");
    team.day = 4;
    team.save("b.md", "b", "inner");
    let history = book.history();
    assert_eq!(texts(&history, "content/a.md"), [("two", Some("2")), ("one", Some("1"))]);
}

#[test]
fn a_branch_that_nobody_has_is_no_commit() {
    let mut book = Repository::new();
    book.save("content/a.md", "1", "one");
    run(&mut book.command(&["checkout", "-q", "--orphan", "empty"]));
    assert_eq!(book.history().state, HistoryState::NoCommits);
}
