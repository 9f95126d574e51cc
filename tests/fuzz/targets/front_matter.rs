//! Fuzzes the front matter of a document: TOML after a `+`, YAML after anything else.

#![no_main]

use clausebook::diag::any_error;
use clausebook::model::Subject;
use clausebook_fuzz::{BOOK, build, check, quoted};
use libfuzzer_sys::fuzz_target;

/// Roles that the front matter can refer to.
const ROLES: &[u8] = b"[[role]]\nid = \"ciso\"\ntitle = \"CISO\"\n";
const OTHER: &[u8] = b"+++\nid = \"other\"\n+++\n# Other\n\nSee A.5.15 and clause 6.1.2.\n\n## Part\n";

fuzz_target!(|data: &[u8]| {
    let Some((format, front)) = data.split_first() else { return };
    let fence: &[u8] = if *format == b'+' { b"+++\n" } else { b"---\n" };
    let document = [fence, front, b"\n", fence, b"\n# Heading\n\nWords about R-1 and A.5.15.\n"].concat();
    let files: [(&str, &[u8]); 4] = [
        ("book.toml", BOOK.as_bytes()),
        ("content/policies/other.md", OTHER),
        ("content/policies/this.md", &document),
        ("content/registers/roles.toml", ROLES),
    ];
    let built = check(&files);
    if any_error(&built.diagnostics) {
        return;
    }
    // The document can be referred to by its id.
    let handbook = built.handbook.expect("a book without errors is linked");
    let (ix, this) = handbook.documents().last().expect("the document is there");
    let id = quoted(&this.meta.id.value);
    let evidence = format!("[[evidence]]\nid = \"EV-1\"\ntitle = \"E\"\ncollected = 2026-09-01\ndocuments = [{id}]\n");
    let files = [&files[..], &[("content/registers/evidence.toml", evidence.as_bytes())]].concat();
    let referring = build(&files).handbook.expect("book.toml has no error");
    let found = referring.referrers(Subject::Document(ix)).any(|reference| matches!(reference.from, Subject::Entry(_)));
    assert!(found, "{id} is no name for the document that bears it");
});
