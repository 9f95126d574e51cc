//! README, CONTRIBUTING, SECURITY and the manual are correct.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clausebook::config;
use clausebook::source::{Role, Sources};

use crate::fixture::source;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

/// Returns the texts for people, with their paths.
fn documents() -> Vec<(PathBuf, String)> {
    let names = ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "SECURITY.md"].map(|name| root().join(name));
    let docs = walkdir::WalkDir::new(root().join("docs")).sort_by_file_name();
    let docs = docs.into_iter().map(|entry| entry.unwrap().into_path());
    let docs = docs.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    names.into_iter().chain(docs).map(|path| (path.clone(), fs::read_to_string(&path).unwrap())).collect()
}

/// Every line `clausebook …` uses a command and options that exist.
#[test]
fn commands_exist_with_their_options() {
    let mut options = 0;
    for (path, text) in documents() {
        for line in text.lines().filter_map(|line| line.strip_prefix("    clausebook ")) {
            let command = line.split_whitespace().next().unwrap();
            let help = Command::new(env!("CARGO_BIN_EXE_clausebook")).args([command, "--help"]).output().unwrap();
            assert!(help.status.success(), "{}: {line}", path.display());
            let help = String::from_utf8(help.stdout).unwrap();
            for option in line.split_whitespace().filter(|word| word.starts_with("--")) {
                assert!(help.contains(option), "{}: no {option} in: {line}", path.display());
                options += 1;
            }
        }
    }
    assert!(options > 20, "the manual shows options");
}

#[test]
fn links_lead_to_files() {
    for (path, text) in documents() {
        let folder = path.parent().unwrap();
        let prose: String = text.split('`').step_by(2).collect();
        for link in prose.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap();
            let elsewhere = link.starts_with("http") || file.is_empty();
            assert!(elsewhere || folder.join(file).exists(), "{}: {link}", path.display());
        }
    }
    let contents = read("docs/manual/README.md");
    for chapter in fs::read_dir(root().join("docs/manual")).unwrap() {
        let name = chapter.unwrap().file_name().into_string().unwrap();
        assert!(name == "README.md" || contents.contains(&format!("]({name})")), "{name} is not in the contents");
    }
}

/// A picture that README shows is a WebP below 150 kB and says in words what is to be seen; no picture lies there unused, and none is
/// in the package.
#[test]
fn pictures_are_small_shown_and_described() {
    let readme = read("README.md");
    let mut shown: Vec<&str> = Vec::new();
    for picture in readme.split("![").skip(1) {
        let (words, rest) = picture.split_once("](").unwrap();
        let name = rest.split(')').next().unwrap();
        assert!(words.split_whitespace().count() > 8, "{name}: {words}");
        let bytes = fs::read(root().join(name)).unwrap();
        assert!(bytes.starts_with(b"RIFF") && bytes[8..12] == *b"WEBP", "{name}");
        assert!(bytes.len() < 150_000, "{name}: {} bytes", bytes.len());
        shown.push(name.strip_prefix("docs/pictures/").unwrap());
    }
    let files = fs::read_dir(root().join("docs/pictures")).unwrap();
    let mut files: Vec<String> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    files.sort_unstable();
    shown.sort_unstable();
    assert_eq!(files, shown);
    assert_eq!(files.len(), 5);
    let package = read("Cargo.toml");
    let included = package.lines().find(|line| line.starts_with("include = ")).unwrap();
    assert!(included.contains("\"README.md\"") && !included.contains("docs"), "{included}");
}

/// Paths in backquotes exist, except those of files that a reader has to write.
#[test]
fn contributing_names_files_that_exist() {
    let text = read("CONTRIBUTING.md");
    let quoted = text.split('`').skip(1).step_by(2);
    let paths: Vec<&str> = quoted.filter(|word| word.contains('/') && !word.contains([' ', '<'])).collect();
    assert!(paths.len() > 20, "{paths:?}");
    for path in
        paths.into_iter().filter(|path| !path.contains("my") && !["site/", "target/screenshots/"].contains(path))
    {
        assert!(root().join(path).exists(), "{path}");
    }
}

#[test]
fn the_full_test_command_is_what_ci_runs() {
    let readme = read("README.md");
    let command = readme.lines().map(str::trim).find(|line| line.contains("--include-ignored")).unwrap();
    let command = command.split("   ").next().unwrap();
    let ci = read(".ci/run");
    assert!(ci.lines().any(|line| line == command), "{command}");
    for setup in [&readme, &ci] {
        assert!(setup.contains("tests/browser/setup"));
    }
}

/// Each mapping that the manual shows is read as it stands.
#[test]
fn the_mappings_in_the_manual_are_read() {
    let mut examples: Vec<String> = vec![String::new()];
    let text = read("docs/manual/adopt.md");
    let mapping = text.split("## The mapping").nth(1).unwrap();
    for line in mapping.lines() {
        match (line.strip_prefix("    "), examples.last_mut()) {
            (Some(line), Some(example)) => example.push_str(&format!("{line}\n")),
            (None, Some(example)) if !line.is_empty() && !example.is_empty() => examples.push(String::new()),
            _ => {}
        }
    }
    let mappings: Vec<&String> = examples.iter().filter(|example| example.starts_with('[')).collect();
    assert!(mappings.len() >= 12, "{mappings:#?}");
    for mapping in mappings {
        let mut sources = Sources::default();
        let text = format!("[book]\ntitle = \"T\"\norganisation = \"O\"\n{mapping}");
        sources.add(source("book.toml", Role::Config, text.into_bytes()));
        let (config, problems) = config::read(&sources);
        assert!(config.is_some(), "{mapping}\n{problems:#?}");
    }
}

/// What the manual shows of the proposal for the repository in `tests/adoption` is what `adopt` writes, which its own tests hold.
#[test]
fn the_manual_shows_the_book_that_adopt_writes() {
    let (text, book) = (read("docs/manual/adopt.md"), read("tests/adoption/book.toml"));
    let example = text.split("## An example").nth(1).and_then(|rest| rest.split("## The mapping").next()).unwrap();
    let lines: Vec<&str> = example.lines().filter_map(|line| line.strip_prefix("    ")).collect();
    assert!(lines.len() > 30, "{lines:#?}");
    let mut rest = book.as_str();
    for line in lines {
        let at = rest.find(&format!("{line}\n")).unwrap_or_else(|| panic!("{line} is not what adopt writes"));
        rest = &rest[at + line.len()..];
    }
}
