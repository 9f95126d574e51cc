//! The output directory: what no build made stays, and what stands in the way is left alone.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A handbook with the documents A and B, and a folder for output beside it.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.write("book/book.toml", "[book]\ntitle = \"T\"\norganisation = \"O\"\nas-of = 2026-10-01\n");
        desk.write("book/content/a.md", "# A\n");
        desk.write("book/content/b.md", "# B\n");
        desk
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn command(&self, output: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clausebook"));
        command.args(["build", "book", "-o", output]).current_dir(self.0.path());
        command
    }

    fn build(&self, output: &str) -> Output {
        self.command(output).output().unwrap()
    }

    /// Builds, and returns what is said.
    #[track_caller]
    fn built(&self, output: &str) -> String {
        let built = self.build(output);
        assert_eq!(built.status.code(), Some(0), "{}", stderr(&built));
        stderr(&built)
    }

    /// Runs a build that must fail, and returns its messages.
    #[track_caller]
    fn refused(&self, output: &str) -> String {
        let built = self.build(output);
        assert_eq!(built.status.code(), Some(2), "{}", stderr(&built));
        stderr(&built)
    }

    fn verify(&self, output: &str) -> (Option<i32>, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clausebook"));
        let output = command.args(["verify", output]).current_dir(self.0.path()).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Returns everything below a folder with its bytes.
fn all(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(Result::unwrap);
    entries.map(|entry| (entry.path().to_owned(), fs::read(entry.path()).unwrap_or_default())).collect()
}

#[test]
fn what_no_build_made_is_kept_and_said() {
    let desk = Desk::new();
    assert!(!desk.built("out").contains("kept"));
    assert!(!desk.built("out").contains("kept"), "nothing was added");
    for path in
        ["out/.git/refs/heads/x", "out/CNAME", "out/.nojekyll", "out/documents/notes.txt", "out/own/deep/x.html"]
    {
        desk.write(path, path);
    }
    fs::create_dir(desk.path("out/empty")).unwrap();
    symlink("nowhere", desk.path("out/link")).unwrap();
    fs::set_permissions(desk.path("out/own"), fs::Permissions::from_mode(0o700)).unwrap();
    fs::remove_file(desk.path("book/content/b.md")).unwrap();
    for _ in 0..2 {
        let said = desk.built("out");
        let line = said.lines().find(|line| line.starts_with("kept in `out`")).unwrap_or_else(|| panic!("{said}"));
        assert!(line.ends_with("`.git`, `.nojekyll`, `CNAME`, `documents/notes.txt`, `empty` and 2 more"), "{line}");
        for path in
            ["out/.git/refs/heads/x", "out/CNAME", "out/.nojekyll", "out/documents/notes.txt", "out/own/deep/x.html"]
        {
            assert_eq!(desk.read(path), path);
        }
        assert!(desk.path("out/empty").is_dir());
        assert_eq!(fs::read_link(desk.path("out/link")).unwrap(), Path::new("nowhere"));
        assert_eq!(fs::metadata(desk.path("out/own")).unwrap().permissions().mode() & 0o777, 0o700);
        assert!(!desk.path("out/documents/b.html").exists(), "a page of an earlier build goes");
    }
    let (code, lines) = desk.verify("out");
    assert_eq!(code, Some(1));
    assert!(lines.lines().all(|line| line.starts_with("added ")), "{lines}");
    assert_eq!(fs::read_dir(desk.0.path()).unwrap().count(), 2, "something is left beside the site");
}

#[test]
fn a_file_where_the_new_site_has_its_own_stops_the_build() {
    type Make = fn(&Desk);
    let cases: [(&str, Make); 4] = [
        ("out/documents/c.html", |desk| desk.write("out/documents/c.html", "mine")),
        ("out/documents/c", |desk| desk.write("out/documents/c", "mine")),
        ("out/documents/c/d.html/mine", |desk| desk.write("out/documents/c/d.html/mine", "mine")),
        ("out/documents/c.html", |desk| symlink("a.html", desk.path("out/documents/c.html")).unwrap()),
    ];
    for (path, make) in cases {
        let desk = Desk::new();
        desk.built("out");
        make(&desk);
        let before = all(&desk.path("out"));
        desk.write("book/content/c.md", "# C\n");
        desk.write("book/content/c/d.md", "# D\n");
        let why = desk.refused("out");
        assert!(why.contains("clausebook did not create `documents/c") && why.contains("help: "), "{path}: {why}");
        assert!(all(&desk.path("out")) == before, "{path}: the old site is not as it was");
        assert_eq!(fs::read_dir(desk.0.path()).unwrap().count(), 2, "something is left beside the site");
    }
}

#[test]
fn a_site_that_does_not_say_what_builds_made_is_not_replaced() {
    for damage in ["", "{", "{\"version\": 9, \"algorithm\": \"SHA-256\", \"files\": {}}"] {
        let desk = Desk::new();
        desk.built("out");
        desk.write("out/mine.txt", "mine");
        match damage {
            "" => fs::remove_file(desk.path("out/manifest.json")).unwrap(),
            text => desk.write("out/manifest.json", text),
        }
        let before = all(&desk.path("out"));
        let why = desk.refused("out");
        assert!(why.contains("manifest.json") && why.contains("help: "), "{why}");
        assert!(all(&desk.path("out")) == before);
    }
}

#[test]
fn an_output_inside_the_book_is_refused_however_it_is_written() {
    let desk = Desk::new();
    desk.write("book/content/d/x.md", "# X\n");
    desk.write("book/theme/assets/x.css", "");
    symlink("book/content", desk.path("lnk")).unwrap();
    symlink("lnk", desk.path("again")).unwrap();
    symlink("book/content/d", desk.path("deep")).unwrap();
    let before = all(&desk.path("book"));
    for output in [
        "lnk/out",
        "lnk/new/out",
        "again/out",
        "deep/out",
        "new/../lnk/out",
        "./book/./content/out",
        "book/content",
        "book/theme/out",
        "book",
    ] {
        let why = desk.refused(output);
        assert!(why.contains(" is inside the "), "{output}: {why}");
        assert!(all(&desk.path("book")) == before, "{output}");
        assert!(!desk.path("new").exists(), "{output}");
    }
    desk.built("book/site");
}

#[test]
fn what_stands_where_a_build_works_is_left_alone() {
    type Make = fn(&Desk);
    let cases: [(&str, Make); 4] = [
        ("a link", |desk| symlink("victim", desk.path(".out.clausebook")).unwrap()),
        ("a file", |desk| desk.write(".out.clausebook", "mine")),
        ("a folder of others", |desk| desk.write(".out.clausebook/new/precious", "mine")),
        ("a link to lock", |desk| {
            fs::create_dir(desk.path(".out.clausebook")).unwrap();
            symlink("../victim/new/precious", desk.path(".out.clausebook/lock")).unwrap();
        }),
    ];
    for (what, make) in cases {
        let desk = Desk::new();
        desk.write("victim/new/precious", "mine");
        make(&desk);
        let before = all(desk.0.path());
        let why = desk.refused("out");
        assert!(why.contains("is in the way") && why.contains("help: "), "{what}: {why}");
        assert!(all(desk.0.path()) == before, "{what}");
    }
    // Links inside the folder of a killed build are removed, not followed.
    let desk = Desk::new();
    desk.write("victim/new/precious", "mine");
    desk.write(".out.clausebook/lock", "");
    symlink("../victim/new", desk.path(".out.clausebook/new")).unwrap();
    desk.built("out");
    assert_eq!(desk.read("victim/new/precious"), "mine");
    assert!(!desk.path(".out.clausebook").exists());
}

/// Where a folder cannot change places, the marker goes first and comes back last; a second file says what builds made.
#[test]
fn a_build_that_was_killed_while_it_replaced_files_is_continued() {
    let desk = Desk::new();
    desk.built("out");
    desk.write("out/mine.txt", "mine");
    desk.write("out/documents/old.html", "a page of the build that was killed");
    let list = desk
        .read("out/manifest.json")
        .replace("\"documents/a.html\"", "\"documents/old.html\": \"0\",\n\"documents/a.html\"");
    desk.write("out/.clausebook-unfinished", &list);
    fs::remove_file(desk.path("out/.clausebook")).unwrap();
    desk.write("out/.clausebook-new/new/x.html", "a part of the site of the build that was killed");
    assert!(desk.built("out").contains("`mine.txt`"));
    assert_eq!(desk.verify("out"), (Some(1), "added    mine.txt\n".to_owned()));
}

#[test]
fn of_builds_at_the_same_time_one_writes_and_the_others_say_so() {
    let desk = Desk::new();
    desk.built("out");
    desk.write("out/mine.txt", "mine");
    for _ in 0..4 {
        let builds: Vec<_> = (0..4).map(|_| desk.command("out").stderr(Stdio::piped()).spawn().unwrap()).collect();
        let ended: Vec<Output> = builds.into_iter().map(|build| build.wait_with_output().unwrap()).collect();
        assert!(ended.iter().any(|output| output.status.success()));
        for output in ended.iter().filter(|output| !output.status.success()) {
            assert_eq!(output.status.code(), Some(2), "{}", stderr(output));
            assert!(stderr(output).contains("another build is writing `out`"), "{}", stderr(output));
        }
        assert_eq!(desk.verify("out"), (Some(1), "added    mine.txt\n".to_owned()));
        assert_eq!(fs::read_dir(desk.0.path()).unwrap().count(), 2, "something is left beside the site");
    }
}

/// Documents are read once. An attachment is copied while the site is written, and may change or go before that.
#[test]
fn content_that_changes_during_a_build_gives_a_whole_site_or_none() {
    let desk = Desk::new();
    desk.write("book/content/a.md", "# A\n\n[plan](plan.txt)\n");
    desk.write("book/content/plan.txt", "first");
    desk.built("out");
    for round in 0..12 {
        let mut build = desk.command("out").stderr(Stdio::null()).spawn().unwrap();
        let mut change = 0;
        while build.try_wait().unwrap().is_none() {
            change += 1;
            desk.write("book/content/b.md", &format!("# B\n\n{change}\n"));
            desk.write("book/content/plan.new", &"x".repeat(change % 100_000));
            fs::rename(desk.path("book/content/plan.new"), desk.path("book/content/plan.txt")).unwrap();
            if round % 3 == 2 {
                let _ = fs::remove_file(desk.path("book/content/plan.txt"));
            }
        }
        let ended = build.wait().unwrap().code();
        assert!(matches!(ended, Some(0..=2)), "{ended:?}");
        assert_eq!(desk.verify("out"), (Some(0), String::new()), "round {round}");
        desk.write("book/content/plan.txt", "last");
    }
}

#[test]
fn a_killed_build_loses_nothing_of_others() {
    let desk = Desk::new();
    desk.built("out");
    desk.write("out/documents/mine.txt", "mine");
    desk.write("out/.git/HEAD", "mine");
    let started = std::time::Instant::now();
    desk.built("out");
    let longest = started.elapsed();
    for round in 0..40_u32 {
        let day = ["2026-10-01", "2026-10-02"][(round % 2) as usize];
        let mut build = desk.command("out").args(["--as-of", day]).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(longest * (20 + round * 2) / 100);
        build.kill().unwrap();
        build.wait().unwrap();
        assert_eq!(desk.verify("out"), (Some(1), "added    .git/HEAD\nadded    documents/mine.txt\n".to_owned()));
    }
    desk.built("out");
    assert_eq!(fs::read_dir(desk.0.path()).unwrap().count(), 2, "what killed builds left is gone");
}

#[test]
fn verify_compares_the_marker_and_knows_its_algorithm() {
    let desk = Desk::new();
    desk.built("out");
    assert_eq!(desk.verify("out"), (Some(0), String::new()));
    let marker = desk.read("out/.clausebook");
    desk.write("out/.clausebook", "anything");
    assert_eq!(desk.verify("out"), (Some(1), "changed  .clausebook\n".to_owned()));
    fs::remove_file(desk.path("out/.clausebook")).unwrap();
    assert_eq!(desk.verify("out"), (Some(1), "missing  .clausebook\n".to_owned()));
    desk.write("out/.clausebook", &marker);
    assert_eq!(desk.verify("out").0, Some(0));
    for (was, is) in [("\"SHA-256\"", "\"MD5\""), ("\"SHA-256\"", "\"sha-512\""), ("\"algorithm\"", "\"algorithms\"")] {
        let manifest = desk.read("out/manifest.json");
        desk.write("out/manifest.json", &manifest.replace(was, is));
        assert_eq!(desk.verify("out").0, Some(2), "{is}");
        desk.write("out/manifest.json", &manifest);
    }
}
