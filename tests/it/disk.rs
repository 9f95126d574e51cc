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
        fs::copy(env!("CARGO_BIN_EXE_clausebook"), &program).unwrap();
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
