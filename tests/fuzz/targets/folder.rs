//! Fuzzes the program on a folder: the input is a list of edits to the book in `tests/fuzz/folder`, one a line.

#![no_main]

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use clausebook_fuzz::folder::{edited, files_in};
use libfuzzer_sys::{Corpus, fuzz_target};

fn run(command: &str, root: &Path, more: &[&str]) -> ExitCode {
    let arguments = ["clausebook", command, &root.to_string_lossy(), "--as-of", "2026-10-01"];
    clausebook::cli::run_from(arguments.iter().chain(more).map(Into::into).collect())
}

fuzz_target!(|data: &[u8]| -> Corpus {
    let Ok(edits) = std::str::from_utf8(data) else { return Corpus::Reject };
    let dir = tempfile::tempdir().expect("a folder can be made");
    let book = dir.path().join("book");
    for (path, bytes) in edited(edits) {
        let path = book.join(path);
        let folder = path.parent().expect("a file is in a folder");
        // An edit may have made a folder of what is a file, or a name that the disk cannot hold.
        if fs::create_dir_all(folder).and_then(|()| fs::write(&path, bytes)).is_err() {
            return Corpus::Reject;
        }
    }
    let expected = [0, 1, 2].map(ExitCode::from);
    let checked = run("check", &book, &[]);
    assert!(expected.contains(&checked), "check ends with {checked:?}");
    // A build makes all pages of the standards: most books are only checked.
    let is_drawn = data.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte)).is_multiple_of(8);
    if is_drawn {
        let sites = ["one", "two"].map(|name| {
            let site = dir.path().join(name);
            let built = run("build", &book, &["--output", &site.to_string_lossy()]);
            assert!(expected.contains(&built), "build ends with {built:?}");
            (built, files_in(&site))
        });
        assert!(sites[0] == sites[1], "the same book has the same site");
    }
    Corpus::Keep
});
