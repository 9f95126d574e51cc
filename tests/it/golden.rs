//! Golden folders: each case is a book, and its folder `expected/` has the `<main>` of some of its pages and its
//! problems. `UPDATE_GOLDEN=1 cargo test golden` updates them; an expected page that is not built fails.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::fixture::build_files;

#[test]
fn golden() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut cases = 0;
    for entry in fs::read_dir(&root).unwrap() {
        let case = entry.unwrap().path();
        let (mut book, mut expected) = (BTreeMap::new(), BTreeMap::new());
        for entry in walkdir::WalkDir::new(&case) {
            let entry = entry.unwrap();
            if entry.file_type().is_file() {
                let inside = entry.path().strip_prefix(&case).unwrap().to_string_lossy().replace('\\', "/");
                let bytes = fs::read(entry.path()).unwrap();
                match inside.strip_prefix("expected/") {
                    Some(name) => expected.insert(name.to_owned(), bytes),
                    None => book.insert(inside, bytes),
                };
            }
        }
        assert!(!expected.is_empty(), "{} expects nothing", case.display());
        let built = build_files(book);
        for (name, bytes) in expected {
            let actual = match name.as_str() {
                "problems.txt" => built.printed(),
                page => format!("{}\n", built.main(page)),
            };
            if update {
                fs::write(case.join("expected").join(&name), &actual).unwrap();
            } else {
                let expected = String::from_utf8(bytes).unwrap();
                assert!(expected == actual, "{}/{name}\n--- expected\n{expected}\n+++ made\n{actual}", case.display());
            }
        }
        cases += 1;
    }
    assert!(cases > 1, "no case was found");
}
