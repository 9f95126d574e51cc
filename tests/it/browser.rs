//! The built sample in a real browser; `tests/browser` says how.

use std::path::Path;
use std::process::Command;

/// Runs the tests of `tests/browser`. Without them: `cargo test -- --skip browser`.
#[test]
fn the_sample_works_in_a_browser() {
    let run = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/run");
    let output = Command::new(run).env("CLAUSEBOOK", env!("CARGO_BIN_EXE_clausebook")).output().unwrap();
    let (said, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}{told}");
}
