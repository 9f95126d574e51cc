//! Fuzzes book.toml, with a small handbook that has a bit of everything.

#![no_main]

use clausebook_fuzz::check;
use libfuzzer_sys::fuzz_target;

const DOCUMENT: &[u8] = b"+++\nid = \"access\"\nstatus = \"approved\"\napproved = 2026-01-10\nreview = \"12 months\"\n\
    owner = \"ciso\"\ncontrols = [\"A.5.15-17\"]\naliases = [\"old.html\"]\n+++\n# Access\n\nSee R-1, EV-1, [[other]].\n";
const APPLICABILITY: &[u8] = b"[[control]]\nid = \"A.5.15\"\napplicable = true\nimplementation = \"implemented\"\n\
    justification = \"Needed.\"\nowner = \"ciso\"\n";
const RISKS: &[u8] = b"[[risk]]\nid = \"R-1\"\ntitle = \"Loss\"\ncategory = \"people\"\nowner = \"ciso\"\n\
    likelihood = 2\nimpact = 5\ntreatment = \"reduce\"\ncontrols = [\"A.5.15\"]\nresidual-likelihood = 1\n\
    residual-impact = 5\n";
const EVIDENCE: &[u8] = b"[[evidence]]\nid = \"EV-1\"\ntitle = \"Review\"\ncontrols = [\"A.5.15\"]\n\
    collected = 2026-09-01\n\n[[evidence]]\nid = \"EV-2\"\ntitle = \"Old\"\nclauses = [\"9.2\"]\n\
    collected = 2020-02-29\nvalid = \"6 months\"\n";
const AUDITS: &[u8] = b"[[audit]]\nid = \"AU-1\"\ntitle = \"Internal\"\nheld-on = 2026-02-03\n";
const ROLES: &[u8] = b"[[role]]\nid = \"ciso\"\ntitle = \"CISO\"\n";

fuzz_target!(|data: &[u8]| {
    check(&[
        ("book.toml", data),
        ("content/policies/access.md", DOCUMENT),
        ("content/policies/other.md", b"# Other\n"),
        ("content/registers/applicability.toml", APPLICABILITY),
        ("content/registers/audits.toml", AUDITS),
        ("content/registers/evidence.toml", EVIDENCE),
        ("content/registers/risks.toml", RISKS),
        ("content/registers/roles.toml", ROLES),
    ]);
});
