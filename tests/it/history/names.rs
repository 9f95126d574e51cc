//! Files that get other names, go, and come again.

use std::fs;

use super::{Repository, subjects, texts};

/// A text that is long enough to be found again when a line of it changes.
const LONG: &str = "# Policy\n\nOne.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.\n";

impl Repository {
    fn rename(&self, from: &str, to: &str) {
        fs::create_dir_all(self.path(to).parent().unwrap()).unwrap();
        fs::rename(self.path(from), self.path(to)).unwrap();
    }
}

#[test]
fn a_renamed_file_keeps_its_history_and_has_no_new_text() {
    let mut book = Repository::new();
    book.save("content/a.md", LONG, "one");
    book.rename("content/a.md", "content/b.md");
    book.commit("renamed");
    book.rename("content/b.md", "content/c.md");
    book.commit("renamed again");
    let history = book.history();
    assert_eq!(subjects(&history), ["one"]);
    assert_eq!(texts(&history, "content/c.md"), [("one", Some(LONG))]);
    assert_eq!(history.files.keys().collect::<Vec<_>>(), ["content/c.md", "content/start.md"]);
}

#[test]
fn a_file_that_is_renamed_and_edited_has_a_new_text_under_its_new_name() {
    let mut book = Repository::new();
    book.save("content/a.md", LONG, "one");
    let edited = LONG.replace("Two.", "Two and a half.");
    book.rename("content/a.md", "content/b.md");
    book.save("content/b.md", &edited, "renamed and edited");
    let history = book.history();
    let expected = [("renamed and edited", Some(edited.as_str())), ("one", Some(LONG))];
    assert_eq!(texts(&history, "content/b.md"), expected);
    assert_eq!(texts(&history, "content/a.md"), []);
}

#[test]
fn a_renamed_folder_keeps_the_histories_of_its_files() {
    let mut book = Repository::new();
    book.write("content/old/a.md", "# A\n\nAlpha\n");
    book.save("content/old/deep/b.md", LONG, "one");
    book.save("content/old/a.md", "# A\n\nBeta\n", "two");
    book.rename("content/old", "content/new");
    book.commit("renamed");
    book.save("content/new/deep/b.md", "# B\n", "three");
    let history = book.history();
    assert_eq!(subjects(&history), ["three", "two", "one"]);
    let a = [("two", Some("# A\n\nBeta\n")), ("one", Some("# A\n\nAlpha\n"))];
    assert_eq!(texts(&history, "content/new/a.md"), a);
    assert_eq!(texts(&history, "content/new/deep/b.md"), [("three", Some("# B\n")), ("one", Some(LONG))]);
    assert_eq!(history.files.len(), 3);
}

#[test]
fn a_file_that_moves_into_the_content_folder_brings_its_history() {
    let mut book = Repository::new();
    book.save("drafts/a.md", LONG, "draft");
    book.rename("drafts/a.md", "content/a.md");
    book.commit("moved");
    let history = book.history();
    assert_eq!(texts(&history, "content/a.md"), [("draft", Some(LONG))]);
    assert_eq!(subjects(&history), ["draft"]);
}

#[test]
fn a_file_that_leaves_the_content_folder_is_removed() {
    let mut book = Repository::new();
    book.save("content/a.md", LONG, "one");
    book.rename("content/a.md", "archive/a.md");
    book.commit("moved");
    book.save("archive/a.md", "# A\n", "elsewhere");
    let history = book.history();
    assert_eq!(texts(&history, "content/a.md"), [("moved", None), ("one", Some(LONG))]);
    assert_eq!(subjects(&history), ["moved", "one"]);
}

#[test]
fn a_file_that_goes_and_comes_back_keeps_its_history() {
    let mut book = Repository::new();
    book.save("content/a.md", LONG, "one");
    for (number, there) in ["content/b.md", "archive/a.md"].into_iter().enumerate() {
        book.rename("content/a.md", there);
        book.commit("there");
        book.rename(there, "content/a.md");
        book.commit("and back");
        book.save("content/a.md", &format!("{LONG}\n{number}\n"), &format!("edited {number}"));
    }
    let last = [format!("{LONG}\n1\n"), format!("{LONG}\n0\n")];
    let expected = [("edited 1", Some(last[0].as_str())), ("edited 0", Some(last[1].as_str())), ("one", Some(LONG))];
    let history = book.history();
    assert_eq!(texts(&history, "content/a.md"), expected);
    assert_eq!(subjects(&history), ["edited 1", "edited 0", "one"]);
}

#[test]
fn a_file_that_was_removed_and_added_again_has_one_history() {
    let mut book = Repository::new();
    book.save("content/a.md", "1", "one");
    fs::remove_file(book.path("content/a.md")).unwrap();
    book.commit("removed");
    book.save("content/a.md", "2", "again");
    let history = book.history();
    assert_eq!(texts(&history, "content/a.md"), [("again", Some("2")), ("removed", None), ("one", Some("1"))]);
}

#[test]
fn a_removed_register_still_has_its_texts() {
    let mut book = Repository::new();
    book.save("content/registers/risks.toml", "# 1\n", "one");
    book.save("content/registers/risks.toml", "# 2\n", "two");
    fs::remove_file(book.path("content/registers/risks.toml")).unwrap();
    book.commit("removed");
    let expected = [("removed", None), ("two", Some("# 2\n")), ("one", Some("# 1\n"))];
    let history = book.history();
    assert_eq!(texts(&history, "content/registers/risks.toml"), expected);
    assert!(!history.tracked.contains("content/registers/risks.toml"));
}

/// An earlier document of the same name is another one: its texts would look like changes to this one.
#[test]
fn a_file_that_takes_the_name_of_a_removed_one_does_not_take_its_history() {
    let mut book = Repository::new();
    book.save("content/policy.md", "# Old\n", "old");
    book.save("content/new.md", LONG, "new");
    fs::remove_file(book.path("content/policy.md")).unwrap();
    book.commit("old removed");
    book.rename("content/new.md", "content/policy.md");
    book.commit("renamed");
    assert_eq!(texts(&book.history(), "content/policy.md"), [("new", Some(LONG))]);
    // Once that has moved on, the name is that of the old one again.
    book.rename("content/policy.md", "content/last.md");
    book.commit("renamed again");
    let history = book.history();
    assert_eq!(texts(&history, "content/last.md"), [("new", Some(LONG))]);
    assert_eq!(texts(&history, "content/policy.md"), [("old removed", None), ("old", Some("# Old\n"))]);
}

#[test]
fn two_files_that_change_names_change_histories() {
    let mut book = Repository::new();
    let other = LONG.replace("One", "Eins").replace("Two", "Zwei").replace("Three", "Drei").replace("Five", "Fünf");
    book.save("content/a.md", LONG, "a");
    book.save("content/b.md", &other, "b");
    book.rename("content/a.md", "content/c.md");
    book.rename("content/b.md", "content/a.md");
    book.rename("content/c.md", "content/b.md");
    book.commit("swapped");
    let history = book.history();
    // Git, too, sees two files that were changed where they are.
    assert_eq!(texts(&history, "content/a.md"), [("swapped", Some(other.as_str())), ("a", Some(LONG))]);
    assert_eq!(texts(&history, "content/b.md"), [("swapped", Some(LONG)), ("b", Some(other.as_str()))]);
}

#[test]
fn a_file_that_becomes_a_link_is_removed() {
    let mut book = Repository::new();
    book.save("content/a.md", "start.md", "one");
    fs::remove_file(book.path("content/a.md")).unwrap();
    std::os::unix::fs::symlink("start.md", book.path("content/a.md")).unwrap();
    book.commit("link");
    fs::remove_file(book.path("content/a.md")).unwrap();
    book.save("content/a.md", "start.md", "file");
    let expected = [("file", Some("start.md")), ("link", None), ("one", Some("start.md"))];
    assert_eq!(texts(&book.history(), "content/a.md"), expected);
}

#[test]
fn a_file_that_may_be_run_has_no_new_text() {
    let mut book = Repository::new();
    book.save("content/a.md", "1", "one");
    book.git(&["update-index", "--chmod=+x", "content/a.md"]);
    book.git(&["commit", "-q", "-m", "mode"]);
    book.git(&["reset", "-q", "--hard"]);
    book.save("content/a.md", "2", "two");
    assert_eq!(texts(&book.history(), "content/a.md"), [("two", Some("2")), ("one", Some("1"))]);
}

#[test]
fn names_are_found_however_they_are_written() {
    let mut book = Repository::new();
    book.git(&["config", "core.precomposeunicode", "false"]);
    let decomposed = "content/Pru\u{308}fung/Ma\u{308}rz 2026.md";
    book.write(decomposed, "1");
    book.save("content/Maßnahmen – 計画.md", "2", "one");
    book.save(decomposed, "3", "two");
    let history = book.history();
    assert_eq!(texts(&history, "content/Prüfung/März 2026.md"), [("two", Some("3")), ("one", Some("1"))]);
    assert_eq!(texts(&history, "content/Maßnahmen – 計画.md"), [("one", Some("2"))]);
    assert!(history.tracked.contains("content/Prüfung/März 2026.md"));
    assert_eq!(history.files.len(), 3);
}
