//! The table of checks: each check is explained, tested, and named once.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use clausebook::check::ALL;

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
