//! README and the manual say what is true.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Each `clausebook …` and `cargo …` line of README names a command and options that exist.
#[test]
fn commands_of_the_readme_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    assert!(readme.contains("cargo run -- build"));
    assert!(readme.contains("cargo test"));
    let help = Command::new(env!("CARGO_BIN_EXE_clausebook")).args(["build", "--help"]).output().unwrap();
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    let mut options = 0;
    for line in readme.lines().filter(|line| line.trim_start().starts_with("clausebook build")) {
        for option in line.split_whitespace().filter(|word| word.starts_with("--")) {
            assert!(help.contains(option), "{option} in: {line}");
            options += 1;
        }
    }
    assert!(options > 0, "README shows the options of build");
    for link in readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        assert!(link.starts_with("http") || link.starts_with('#') || root.join(link).exists(), "{link}");
    }
}

/// The chapter on documents names each key of front matter.
#[test]
fn the_manual_has_every_key_of_front_matter() {
    let chapter = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/manual/documents.md")).unwrap();
    for field in clausebook::config::front_matter() {
        assert!(chapter.contains(&format!("`{}`", field.name)) || field.name == "waive", "`{}`", field.name);
    }
    assert!(chapter.contains("`[[waive]]`"));
}
