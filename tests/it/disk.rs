//! Write errors: the existing site stays complete, whatever happens while the new one is written.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// An unprivileged user, because the tests may run as root, to whom permissions do not apply.
const NOBODY: u32 = 65_534;

/// A handbook in a temporary directory, and a program that an ordinary user may run.
struct Desk {
    dir: tempfile::TempDir,
    program: PathBuf,
}

impl Desk {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let program = dir.path().join("clausebook");
        // Another process copies it: a program that this one has open for writing, or a child of it that a test beside this
        // one has just started, cannot be run ("text file busy").
        let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_clausebook")).arg(&program).status().unwrap();
        assert!(copied.success());
        let book = dir.path().join("book");
        fs::create_dir_all(book.join("content")).unwrap();
        let toml = "[book]\ntitle = \"T\"\norganisation = \"O\"\nas-of = 2026-10-01\noutput = \"out/site\"\n";
        fs::write(book.join("book.toml"), toml).unwrap();
        fs::write(book.join("content/a.md"), "# A\n").unwrap();
        let desk = Self { dir, program };
        if desk.is_root() {
            fs::set_permissions(desk.dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
            for entry in walkdir::WalkDir::new(&book) {
                chown(entry.unwrap().path(), Some(NOBODY), Some(NOBODY)).unwrap();
            }
        }
        desk
    }

    fn is_root(&self) -> bool {
        fs::metadata(self.dir.path()).unwrap().uid() == 0
    }

    fn book(&self) -> PathBuf {
        self.dir.path().join("book")
    }

    fn out(&self) -> PathBuf {
        self.book().join("out")
    }

    /// Returns the build command, run as a user to whom permissions apply.
    fn build(&self, day: &str) -> Command {
        let mut command = Command::new(&self.program);
        if self.is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        command.arg("build").arg(self.book()).args(["--as-of", day]);
        command
    }

    /// Returns a command with the book as its last argument, run as a user to whom permissions apply.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        if self.is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        command.args(arguments).arg(self.book()).current_dir(self.book());
        command
    }

    /// Writes a file of the book, which then belongs to its user.
    fn write(&self, path: &str, text: &str) {
        let path = self.book().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        if self.is_root() {
            for path in path.ancestors().take_while(|path| *path != self.dir.path()) {
                chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
            }
        }
    }

    fn set_mode(&self, path: &str, mode: u32) {
        fs::set_permissions(self.book().join(path), fs::Permissions::from_mode(mode)).unwrap();
    }

    fn whole_site(&self, day: &str) -> Vec<(PathBuf, Vec<u8>)> {
        let output = self.build(day).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        files(&self.out().join("site"))
    }
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Returns all files below a folder with their bytes.
fn files(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files.map(|entry| (entry.path().strip_prefix(root).unwrap().to_owned(), fs::read(entry.path()).unwrap())).collect()
}

/// No file may grow beyond a few kilobytes, as on a disk that becomes full during a build.
#[test]
fn a_full_disk_leaves_the_old_site_and_is_named() {
    let desk = Desk::new();
    let before = desk.whole_site("2026-10-01");
    let limited = "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"";
    let output = Command::new("sh")
        .args(["-c", limited])
        .arg(&desk.program)
        .arg("build")
        .arg(desk.book())
        .args(["--as-of", "2026-10-02"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(stderr(&output).contains("cannot write `"), "{}", stderr(&output));
    assert!(files(&desk.out().join("site")) == before, "the old site is not as it was");
    assert_eq!(fs::read_dir(desk.out()).unwrap().count(), 1, "something is left beside the site");
}

#[test]
fn a_folder_that_may_not_be_written_is_named_and_left_as_it_was() {
    let desk = Desk::new();
    let before = desk.whole_site("2026-10-01");
    fs::set_permissions(desk.out(), fs::Permissions::from_mode(0o555)).unwrap();
    let output = desk.build("2026-10-02").output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(stderr(&output).contains("cannot create `"), "{}", stderr(&output));
    assert!(files(&desk.out().join("site")) == before, "the old site is not as it was");
    fs::set_permissions(desk.out(), fs::Permissions::from_mode(0o755)).unwrap();
}

/// The parent folder becomes read-only while the new site is written next to the old one.
#[test]
fn a_permission_lost_halfway_leaves_a_whole_site() {
    let desk = Desk::new();
    let sites = [desk.whole_site("2026-10-01"), desk.whole_site("2026-10-02")];
    let mut refused = 0;
    for round in 0..10 {
        let day = ["2026-10-01", "2026-10-02"][round % 2];
        let mut build = desk.build(day).stderr(std::process::Stdio::null()).spawn().unwrap();
        let staging = desk.out().join(".site.clausebook/new");
        let ended = loop {
            if staging.exists() {
                fs::set_permissions(desk.out(), fs::Permissions::from_mode(0o555)).unwrap();
                break build.wait().unwrap();
            }
            if let Some(ended) = build.try_wait().unwrap() {
                break ended;
            }
        };
        let site = files(&desk.out().join("site"));
        match ended.code() {
            Some(0) => assert!(site == sites[round % 2], "round {round} left no whole new site"),
            code => {
                assert_eq!(code, Some(2), "round {round}");
                assert!(sites.contains(&site), "round {round} left no whole old site");
                refused += 1;
            }
        }
        fs::set_permissions(desk.out(), fs::Permissions::from_mode(0o755)).unwrap();
    }
    assert!(refused > 0, "the permission was never lost in time");
    assert!(desk.whole_site("2026-10-01") == sites[0]);
    assert_eq!(fs::read_dir(desk.out()).unwrap().count(), 1, "something is left beside the site");
}

/// Without the files of a folder that cannot be read, the site would lack documents.
#[test]
fn what_cannot_be_read_stops_every_command_and_the_old_site_stays() {
    let desk = Desk::new();
    let document = "+++\ntitle = \"B\"\n+++\n![x](plan.png)\n";
    for (path, text) in [
        ("content/d/b.md", document),
        ("content/d/plan.png", "png"),
        ("content/d/e/c.md", "# C\n"),
        ("content/registers/assets/a.toml", ""),
        ("theme/texts/en.toml", ""),
        ("own.toml", "[standard]\nid = \"own\"\ntitle = \"Own\"\n"),
    ] {
        desk.write(path, text);
    }
    let before = desk.whole_site("2026-10-01");
    for (path, mode, left) in [
        ("content/d", 0, 0o755),
        ("content/d", 0o311, 0o755),
        ("content/d/e", 0, 0o755),
        ("content/d/b.md", 0, 0o644),
        ("content/d/plan.png", 0, 0o644),
        ("content/registers/assets", 0, 0o755),
        ("content", 0, 0o755),
        ("theme", 0, 0o755),
        ("theme/texts", 0, 0o755),
        ("book.toml", 0, 0o644),
    ] {
        desk.set_mode(path, mode);
        for command in [&["build"][..], &["check"], &["export", "documents"], &["search", "x"]] {
            let output = desk.command(command).output().unwrap();
            assert_eq!(output.status.code(), Some(2), "{path} {mode:o} {command:?}: {}", stderr(&output));
            assert!(
                stderr(&output).contains("error: cannot ") && stderr(&output).contains(path),
                "{}",
                stderr(&output)
            );
        }
        desk.set_mode(path, left);
        assert!(files(&desk.out().join("site")) == before, "{path}: the old site is not as it was");
    }
}

#[test]
fn a_hidden_folder_that_cannot_be_read_is_no_part_of_the_book() {
    let desk = Desk::new();
    desk.write("content/.cache/x.md", "# X\n");
    desk.set_mode("content/.cache", 0);
    desk.whole_site("2026-10-01");
    desk.set_mode("content/.cache", 0o755);
}

/// Runs a command for which no file may have a single byte, as on a disk that is full.
fn on_a_full_disk(desk: &Desk, arguments: &[&str]) -> Output {
    let limited = "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\"";
    Command::new("sh")
        .args(["-c", limited])
        .arg(&desk.program)
        .args(arguments)
        .current_dir(desk.book())
        .output()
        .unwrap()
}

#[test]
fn a_full_disk_leaves_the_old_export_and_the_old_baseline() {
    let desk = Desk::new();
    for (name, arguments) in [
        ("documents.csv", &["export", "documents", "-o", "documents.csv"][..]),
        ("documents.xlsx", &["export", "documents", "--format", "xlsx", "-o", "documents.xlsx"]),
        ("handbook.json", &["export", "handbook", "-o", "handbook.json"]),
        ("known.json", &["check", "--baseline", "known.json", "--write-baseline"]),
    ] {
        let whole = Command::new(&desk.program).args(arguments).current_dir(desk.book()).output().unwrap();
        assert_eq!(whole.status.code(), Some(0), "{}", stderr(&whole));
        let before = fs::read(desk.book().join(name)).unwrap();
        desk.write("content/b.md", "# B\n");
        let entries = fs::read_dir(desk.book()).unwrap().count();
        let output = on_a_full_disk(&desk, arguments);
        assert_eq!(output.status.code(), Some(2), "{name}: {}", stderr(&output));
        assert!(stderr(&output).contains(&format!("cannot write `{name}`")), "{}", stderr(&output));
        assert!(fs::read(desk.book().join(name)).unwrap() == before, "{name} is not as it was");
        assert_eq!(fs::read_dir(desk.book()).unwrap().count(), entries, "something is left beside {name}");
        fs::remove_file(desk.book().join("content/b.md")).unwrap();
    }
}

#[test]
fn a_full_disk_leaves_no_part_of_a_new_handbook() {
    let desk = Desk::new();
    let output = on_a_full_disk(&desk, &["init", "new"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(files(&desk.book().join("new")).is_empty());
}

/// A file that nobody may write is not replaced, although its folder may be written.
#[test]
fn a_write_protected_export_is_left_alone() {
    let desk = Desk::new();
    desk.write("documents.csv", "mine");
    desk.set_mode("documents.csv", 0o444);
    let output = desk.command(&["export", "-o", "documents.csv", "documents"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(desk.book().join("documents.csv")).unwrap(), "mine");
}

/// The address space is limited, because nothing else that a test can set bounds what a process holds.
#[test]
fn a_large_file_costs_no_memory_whether_it_is_linked_or_not() {
    let desk = Desk::new();
    let large = |name: &str, megabytes: u64| {
        let file = fs::File::create(desk.book().join("content").join(name)).unwrap();
        file.set_len(megabytes << 20).unwrap();
    };
    large("nobody.mp4", 3_000);
    large("film.mp4", 160);
    fs::write(desk.book().join("content/a.md"), "# A\n\n[Film](film.mp4)\n").unwrap();
    let limited = "ulimit -v 420000; exec \"$0\" \"$@\"";
    let run = |arguments: &[&str]| {
        let mut command = Command::new("sh");
        command.args(["-c", limited]).arg(&desk.program).args(arguments).current_dir(desk.book());
        let output = command.env("RAYON_NUM_THREADS", "2").output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", stderr(&output));
    };
    run(&["check"]);
    for _ in 0..2 {
        run(&["build"]);
        assert_eq!(fs::metadata(desk.out().join("site/files/film.mp4")).unwrap().len(), 160 << 20);
        assert!(!desk.out().join("site/files/nobody.mp4").exists());
        run(&["verify", "out/site"]);
    }
}

/// A limit of the system is not a fault of the program.
#[test]
fn a_system_without_memory_or_threads_is_named_and_the_old_site_stays() {
    let desk = Desk::new();
    let before = desk.whole_site("2026-10-01");
    fs::write(desk.book().join("content/b.md"), "The owner reviews access, as A.5.18 asks.\n\n".repeat(400_000))
        .unwrap();
    let limited = "ulimit -v 250000; exec \"$0\" build --as-of 2026-10-02";
    let output = Command::new("sh").args(["-c", limited]).arg(&desk.program).current_dir(desk.book()).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    fs::remove_file(desk.book().join("content/b.md")).unwrap();
    // One thread is all that this process may have.
    let mut limited = Command::new("prlimit");
    if desk.is_root() {
        limited.uid(NOBODY).gid(NOBODY);
    }
    let output = limited.arg("--nproc=1").arg(&desk.program).arg("check").arg(desk.book()).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(stderr(&output).contains("error: cannot start threads"), "{}", stderr(&output));
    assert!(stderr(&output).contains("help: "), "{}", stderr(&output));
    assert!(files(&desk.out().join("site")) == before, "the old site is not as it was");
}
