//! The table of checks: each check is explained, tested, and named once.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use clausebook::check::{ALL, is_check};
use clausebook::diag::reading::Reading;

#[test]
fn every_check_is_explained_and_tested_beside_its_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check");
    let mut codes = BTreeSet::new();
    for check in ALL {
        assert!(codes.insert(check.code), "{} stands twice", check.code);
        let explanation = check.explanation();
        for part in ["Why:", "Example:", "Fix it:"] {
            assert!(explanation.contains(part), "{} has no part `{part}`", check.code);
        }
        let file = folder.join(format!("{}.rs", check.code.replace('-', "_")));
        let source = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        assert!(source.contains("#[test]"), "{} has no test", check.code);
        assert!(source.contains(&format!("\"{}\"", check.code)), "{} is another check's file", file.display());
    }
    let files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let others = ["apply.rs", "prose.rs", "schema.rs"];
    let of_checks: BTreeSet<String> = files.filter(|name| !others.contains(&name.as_str())).collect();
    let expected: BTreeSet<String> = codes.iter().map(|code| format!("{}.rs", code.replace('-', "_"))).collect();
    assert_eq!(of_checks, expected);
}

/// What code may give as the code of a finding beside a literal; each gets its value from a check or a literal.
const NAMES: [&str; 7] =
    ["CHECK.code", "check.code", "self.code", "code", "code_of(*format)", "UNCHECKED_REFERENCE", "CODE"];

/// Returns the first argument of each call that makes a finding, in the code before the tests of a file.
fn codes_in(text: &str) -> Vec<&str> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let calls = ["Diagnostic::error(", "Diagnostic::warning(", "Loss::new("].map(|call| code.split(call).skip(1));
    calls.into_iter().flatten().filter_map(|after| Some(after.split_once(',')?.0.trim())).collect()
}

#[test]
fn every_code_that_can_be_printed_is_explained() {
    let mut printed = BTreeSet::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in walkdir::WalkDir::new(root) {
        let file = entry.unwrap().into_path();
        if file.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        for code in codes_in(&fs::read_to_string(&file).unwrap()) {
            match code.strip_prefix('"').and_then(|code| code.strip_suffix('"')) {
                Some(code) => _ = printed.insert(code.to_owned()),
                None => assert!(NAMES.contains(&code), "{}: `{code}` is not in the list above", file.display()),
            }
        }
    }
    assert!(printed.contains("unknown-key") && printed.contains("missing-field"), "{printed:?}");
    for code in &printed {
        assert!(is_check(code) || Reading::of(code).is_some(), "`{code}` has no section in src/diag/reading.md");
    }
    for Reading { code, .. } in Reading::all() {
        assert!(!is_check(code), "`{code}` is a check, too");
        let used = printed.contains(*code) || *code == "unchecked-reference";
        assert!(used, "nothing prints `{code}`");
    }
}
