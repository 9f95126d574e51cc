//! Runs the browser tests of `tests/browser` on the built sample.

use std::path::Path;
use std::process::Command;

/// Runs the tests of `tests/browser`.
#[test]
#[ignore = "needs Chromium and npm: tests/browser/setup"]
fn the_sample_works_in_a_browser() {
    let run = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/run");
    let output = Command::new(run).env("CLAUSEBOOK", env!("CARGO_BIN_EXE_clausebook")).output().unwrap();
    let [stdout, stderr] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    assert!(output.status.success(), "{stdout}{stderr}");
}
