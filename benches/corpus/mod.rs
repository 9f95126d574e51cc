//! A generated handbook of any size, for benchmarks. Its texts are as long and as linked as real policies, and the same
//! for the same size and seed.
//!
//! [`handbook`] is the corpus for clausebook, [`for_hugo`] the same pages as a Hugo site.

use std::fs;
use std::io;
use std::path::Path;

mod hugo;
mod page;
mod registers;
mod vocabulary;
mod writer;

/// Files: paths relative to the root of the corpus, and texts.
pub(crate) type Files = Vec<(String, String)>;

/// The themes of Annex A, with their numbers of controls.
const THEMES: [(u8, usize); 4] = [(5, 37), (6, 8), (7, 14), (8, 34)];

/// The number of controls.
const CONTROLS: usize = THEMES[0].1 + THEMES[1].1 + THEMES[2].1 + THEMES[3].1;

/// The assessable clauses.
const CLAUSES: [&str; 30] = [
    "4.1", "4.2", "4.3", "4.4", "5.1", "5.2", "5.3", "6.1.1", "6.1.2", "6.1.3", "6.2", "6.3", "7.1", "7.2", "7.3",
    "7.4", "7.5.1", "7.5.2", "7.5.3", "8.1", "8.2", "8.3", "9.1", "9.2.1", "9.2.2", "9.3.1", "9.3.2", "9.3.3", "10.1",
    "10.2",
];

const BOOK: &str = r#"[book]
title = "Information security handbook"
organisation = "Harrowgate Instruments Ltd"
content = "content"
as-of = 2026-10-01
"#;

/// Returns a handbook of `pages` documents, and the registers that they refer to.
pub(crate) fn handbook(pages: usize, seed: u64) -> Files {
    let plan = page::plan(pages, seed);
    let mut files = vec![("book.toml".to_owned(), BOOK.to_owned())];
    files.extend(registers::all(&plan, seed));
    files.extend((0..pages).map(|at| (format!("content/{}.md", plan[at].path), page::text(&plan, at, seed))));
    files
}

/// Returns the pages of [`handbook`] as a Hugo site in its leanest form: a navigation of constant size, plain links, no
/// search, and no registers.
pub(crate) fn for_hugo(pages: usize, seed: u64) -> Files {
    let plan = page::plan(pages, seed);
    let mut files = hugo::frame();
    files.extend(
        (0..pages).map(|at| (format!("content/{}.md", plan[at].path), hugo::page(&page::text(&plan, at, seed)))),
    );
    files
}

/// Writes a corpus below a folder.
///
/// # Errors
/// If a folder or a file cannot be written.
pub(crate) fn write(root: &Path, files: &Files) -> io::Result<()> {
    for (path, text) in files {
        let path = root.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, text)?;
    }
    Ok(())
}

/// Returns the id of a control, counted from 0; the first one follows the last one.
fn control(at: usize) -> String {
    let mut rest = at % CONTROLS;
    for (theme, count) in THEMES {
        if rest < count {
            return format!("A.{theme}.{}", rest + 1);
        }
        rest -= count;
    }
    unreachable!("the themes hold all controls together")
}

/// Returns the number of entries of a register that has one for every `each` pages, and at least `least`.
fn entries(pages: usize, each: usize, least: usize) -> usize {
    (pages / each).max(least)
}

/// Returns the number of risks in a handbook of this size; there are as many assets.
fn risks(pages: usize) -> usize {
    entries(pages, 40, 10)
}

/// Returns the id of a risk, counted from 0.
fn risk(at: usize) -> String {
    format!("R-{:03}", at + 1)
}
