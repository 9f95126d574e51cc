//! Fuzzes a risks.toml and an evidence.toml, with a line `=====` between them.

#![no_main]

use clausebook_fuzz::{BOOK, check};
use libfuzzer_sys::fuzz_target;

const BETWEEN: &[u8] = b"\n=====\n";
const ROLES: &[u8] = b"[[role]]\nid = \"ciso\"\ntitle = \"CISO\"\n";
const OTHER: &[u8] = b"+++\nid = \"other\"\n+++\n# Other\n\nSee R-1 and EV-1.\n\n## Part {#part}\n";

fuzz_target!(|data: &[u8]| {
    let at = data.windows(BETWEEN.len()).position(|bytes| bytes == BETWEEN);
    let (risks, evidence) = at.map_or((data, &[][..]), |at| (&data[..at], &data[at + BETWEEN.len()..]));
    check(&[
        ("book.toml", BOOK.as_bytes()),
        ("content/policies/other.md", OTHER),
        ("content/registers/evidence.toml", evidence),
        ("content/registers/report.txt", b"a report"),
        ("content/registers/risks.toml", risks),
        ("content/registers/roles.toml", ROLES),
    ]);
});
