//! Repositories that somebody wrote to do harm, that are broken, or that belong to somebody else.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};

use clausebook::history::{History, HistoryState};
use clausebook::load::{FileCache, Scan};
use clausebook::pipeline;

use super::{BOOK, Repository, run, subjects, texts};

/// An unprivileged user.
const NOBODY: u32 = 65_534;

impl Repository {
    /// Returns the path of the loose object that a revision names.
    fn object(&self, revision: &str) -> std::path::PathBuf {
        let id = self.git(&["rev-parse", revision]);
        self.path(&format!(".git/objects/{}/{}", &id[..2], &id[2..]))
    }

    fn remove_object(&self, revision: &str) {
        fs::remove_file(self.object(revision)).unwrap();
    }

    /// Commits something with a message that git would not let anybody write.
    fn commit_raw(&mut self, message: &str) {
        self.day += 1;
        self.git(&["add", "-A"]);
        let tree = self.git(&["write-tree"]);
        let who = "A <a@example.org> 1767268800 +0000";
        let raw = format!("tree {tree}\nauthor {who}\ncommitter {who}\n\n{message}");
        self.write("../raw", raw);
        let id = self.git(&["hash-object", "-t", "commit", "-w", "--literally", "../raw"]);
        self.git(&["update-ref", "HEAD", &id]);
    }
}

#[track_caller]
fn assert_unreadable(history: &History) {
    assert!(matches!(&history.state, HistoryState::Unreadable(why) if !why.is_empty()), "{:?}", history.state);
    assert!(!history.is_readable());
    let commits: BTreeSet<_> = history.files.values().flatten().map(|revision| revision.commit).collect();
    assert!(commits.iter().all(|commit| *commit < history.commits.len()), "a text is of no commit");
}

#[test]
fn nothing_that_a_repository_names_is_run() {
    let mut book = Repository::new();
    let text = "# A\n\nOne.\n\nTwo.\n\nThree.\n";
    book.write("content/a.md", text);
    book.commit("one");
    fs::rename(book.path("content/a.md"), book.path("content/b.md")).unwrap();
    book.save("content/b.md", &text.replace("Two", "Zwei"), "two");
    book.save(".gitattributes", "*.md diff=evil filter=evil merge=evil\n", "attributes");
    let marker = book.path("../marker");
    let evil = book.path("../evil");
    fs::write(&evil, format!("#!/bin/sh\necho run >>'{}'\ncat\n", marker.display())).unwrap();
    fs::set_permissions(&evil, fs::Permissions::from_mode(0o755)).unwrap();
    let hooks = book.path("../hooks");
    fs::create_dir(&hooks).unwrap();
    for hook in ["post-index-change", "reference-transaction", "fsmonitor-watchman", "pre-auto-gc"] {
        fs::copy(&evil, hooks.join(hook)).unwrap();
    }
    let evil = evil.to_str().unwrap();
    for name in [
        "core.fsmonitor",
        "core.sshCommand",
        "core.pager",
        "core.editor",
        "core.askPass",
        "core.alternateRefsCommand",
        "diff.external",
        "diff.evil.textconv",
        "diff.evil.command",
        "filter.evil.smudge",
        "filter.evil.clean",
        "filter.evil.process",
        "merge.evil.driver",
        "gpg.program",
        "credential.helper",
        "uploadpack.packObjectsHook",
    ] {
        book.git(&["config", name, evil]);
    }
    book.git(&["config", "filter.evil.required", "true"]);
    book.git(&["config", "core.hooksPath", hooks.to_str().unwrap()]);
    let history = book.history();
    assert_eq!((&history.state, subjects(&history)), (&HistoryState::Whole, vec!["two", "one"]));
    let edited = text.replace("Two", "Zwei");
    assert_eq!(texts(&history, "content/b.md"), [("two", Some(edited.as_str())), ("one", Some(text))]);
    assert!(!marker.exists(), "{}", fs::read_to_string(marker).unwrap());
    // The trap is one: git itself falls into it.
    book.write("content/start.md", "# Another\n");
    _ = book.command(&["diff"]).output().unwrap();
    assert!(marker.exists());
}

#[test]
fn a_missing_commit_ends_the_history() {
    let mut book = Repository::new();
    for number in 1..=3 {
        book.save("content/a.md", &format!("{number}"), &format!("commit {number}"));
    }
    book.remove_object("HEAD~2");
    let history = book.history();
    assert_unreadable(&history);
    assert_eq!(subjects(&history), ["commit 3"]);
}

#[test]
fn a_missing_text_is_not_taken_for_a_removed_file() {
    let mut book = Repository::new();
    book.save("content/a.md", "1", "one");
    book.save("content/a.md", "2", "two");
    book.remove_object("HEAD~1:content/a.md");
    let history = book.history();
    assert_unreadable(&history);
    assert_eq!(texts(&history, "content/a.md"), [("two", Some("2"))]);
}

#[test]
fn a_broken_repository_does_not_keep_a_book_from_being_built() {
    for (object, bytes) in
        [("HEAD", "broken"), ("HEAD^{tree}", "\u{0}\u{1}"), ("HEAD:content", ""), ("HEAD~1", "x\u{9c}")]
    {
        let mut book = Repository::new();
        book.save("content/a.md", "1", "one");
        book.save("content/a.md", "2", "two");
        let path = book.object(object);
        fs::remove_file(&path).unwrap();
        fs::write(path, bytes).unwrap();
        assert_unreadable(&book.history());
    }
    for (path, text) in
        [("HEAD", "rubbish"), ("config", "[core"), ("refs/heads/main", "rubbish"), ("shallow", "rubbish")]
    {
        let mut book = Repository::new();
        book.save("content/a.md", "1", "one");
        book.write(&format!(".git/{path}"), text);
        assert_unreadable(&book.history());
    }
    let book = Repository::without_git();
    book.write(".git", "gitdir: ../nowhere\n");
    assert_unreadable(&book.history());
}

/// Only objects and references are read.
#[test]
fn a_broken_index_has_no_effect() {
    let mut book = Repository::new();
    book.save("content/a.md", "1", "one");
    let history = book.history();
    book.write(".git/index", "broken");
    assert_eq!(*book.history(), *history);
}

#[test]
fn formats_that_are_not_read_are_named() {
    for format in ["--object-format=sha256", "--ref-format=reftable"] {
        let mut book = Repository::without_git();
        if !book.command(&["init", "-q", format]).output().unwrap().status.success() {
            continue;
        }
        book.commit("one");
        assert_unreadable(&book.history());
    }
}

#[test]
fn a_subject_is_a_line_without_control_characters() {
    let mut book = Repository::new();
    let long = "x".repeat(10_000);
    book.commit_raw("a\u{1b}[31m\u{7}b\u{85}\tc \u{0}d\r\n\n\u{1}Approved-by: no\n");
    let history = book.history();
    let commit = &history.commits[0];
    assert!(!commit.subject.contains(char::is_control), "{commit:?}");
    assert_eq!(commit.approved_by, [""; 0]);
    book.write("content/a.md", "1");
    book.commit_raw(&format!("\n\n{long}\n\nApproved-by: A\u{1b}B\n"));
    let history = book.history();
    let commit = &history.commits[0];
    assert_eq!((&commit.subject, &commit.approved_by[..]), (&long, &["A B".to_owned()][..]));
}

#[test]
fn a_repository_of_somebody_else_is_not_read() {
    let mut book = Repository::new();
    book.save("content/a.md", "1", "one");
    // Only root can give a folder away.
    if fs::metadata(book.path(".git")).unwrap().uid() == 0 {
        chown(book.path(".git"), Some(NOBODY), Some(NOBODY)).unwrap();
        let history = book.history();
        assert_eq!((&history.state, history.commits.len()), (&HistoryState::ForeignOwner, 0));
    }
}

/// The preview keeps a history until something changes it.
#[test]
fn a_history_that_is_kept_follows_commits_and_settings() {
    let mut book = Repository::new();
    book.write("content/a.txt", "text");
    book.save("content/a.md", "1", "one");
    let mut cache = FileCache::default();
    let mut read = |book: &Repository| {
        pipeline::reopen(&book.at, &mut cache, &Scan::Everything).unwrap().sources.history().clone()
    };
    let first = read(&book);
    assert!(std::sync::Arc::ptr_eq(&first, &read(&book)), "it was read again");
    book.save("content/a.md", "2", "two");
    assert_eq!(subjects(&read(&book)), ["two", "one"]);
    book.write("book.toml", format!("{BOOK}exclude = [\"a.md\"]\n"));
    let history = read(&book);
    assert_eq!((texts(&history, "content/a.md"), subjects(&history)), (vec![], vec!["one"]));
    run(&mut book.command(&["reset", "-q", "--hard", "HEAD~1"]));
    assert_eq!(texts(&read(&book), "content/a.md"), [("one", Some("1"))]);
}
