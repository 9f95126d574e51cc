//! Document control in the text, as the repositories of others have it.

use std::fs;
use std::process::Command;

use serde_json::Value;

/// Document control in four shapes, each file in another one.
const DOCUMENTS: [(&str, &str); 4] = [
    (
        "one.md",
        "# Keys\n\n> **Document control**  \n> Owner: Head of IT  \n> Approved by: Board  \n> Version: 2.1  \n> Effective date: 2025-07-01  \n> Next review: 2026-07-01\n\nText.\n",
    ),
    (
        "two.md",
        "# Locks\n\n| Field | Value |\n|---|---|\n| **Document Owner** | Head of IT |\n| **Version** | 1.0 |\n| **Status** | Approved |\n| **Next Review Date** | 1 July 2026 |\n\nText.\n",
    ),
    (
        "three.md",
        "# Doors\n\n**📋 Owner:** Head of IT | **Version:** 2.6 | **Last Updated:** 2025-07-25 (UTC)  \n**Review Cycle:** Semi-Annual | **⏰ Next Review:** 2026-07-25\n\nText.\n",
    ),
    (
        "four.md",
        "# Windows\n\nText.\n\n## Changelog\n\n| Version | Date | Owner | Approver | Changes |\n|---|---|---|---|---|\n| 1.0 | 2025-01-01 | Head of IT | Board | First |\n| 1.1 | 2025-07-01 | Head of IT | Board | Second |\n",
    ),
];

const BOOK: &str = "[book]\ntitle = \"Case\"\norganisation = \"Case Ltd\"\n\n[[documents]]\nmatch = \"*.md\"\nkind = \"policy\"\nlanguage = \"de\"\n\
    owner = [\"label:Owner\", \"label:Document owner\", \"last-row:Changelog/Owner\"]\n\
    approver = [\"label:Approved by\", \"last-row:Changelog/Approver\"]\n\
    version = [\"label:Version\", \"last-row:Changelog/Version\"]\n\
    approved = [\"label:Effective date\", \"label:Last updated\", \"last-row:Changelog/Date\"]\n\
    review-by = [\"label:Next review\", \"label:Next review date\"]\n\
    review = \"label:Review cycle\"\n\
    status = { from = [\"label:Status\"], else = \"approved\" }\n";

#[test]
fn one_mapping_reads_document_control_in_all_its_shapes() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    fs::create_dir(root.join("content")).unwrap();
    fs::write(root.join("book.toml"), BOOK).unwrap();
    for (name, text) in DOCUMENTS {
        fs::write(root.join("content").join(name), text).unwrap();
    }
    let run = |arguments: &[&str]| {
        let program = env!("CARGO_BIN_EXE_clausebook");
        Command::new(program).args(arguments).args(["--as-of", "2026-08-22"]).arg(root).output().unwrap()
    };
    let checked = run(&["check", "--format", "json"]);
    let report: Value = serde_json::from_slice(&checked.stdout).unwrap();
    let places = |code: &str| {
        let problems = report["problems"].as_array().unwrap().iter().filter(|problem| problem["code"] == code);
        problems
            .map(|problem| format!("{}:{}", problem["place"]["file"].as_str().unwrap(), problem["place"]["line"]))
            .collect::<Vec<_>>()
    };
    assert_eq!(places("overdue-review"), ["content/one.md:8", "content/three.md:4", "content/two.md:8"]);
    for code in ["missing-owner", "missing-version", "unknown-role", "wrong-type", "unknown-choice"] {
        assert_eq!(places(code), [""; 0], "{code}");
    }
    let site = root.join("site");
    let built = run(&["build", "--output", site.to_str().unwrap()]);
    assert_eq!(built.status.code(), Some(0), "{}", String::from_utf8_lossy(&built.stderr));
    let page = |path: &str| fs::read_to_string(site.join(path)).unwrap_or_else(|_| panic!("there is no {path}"));
    for (name, version) in [("one", "2.1"), ("two", "1.0"), ("three", "2.6"), ("four", "1.1")] {
        let page = page(&format!("documents/{name}.html"));
        assert!(page.contains("<dd>Head of IT</dd>") && page.contains(&format!("<dd>{version}</dd>")), "{page}");
        assert!(page.contains("<div class=\"prose\" lang=\"de\" dir=\"ltr\">"), "{page}");
    }
    let assumed = "The approval of 3 documents is assumed";
    for path in ["index.html", "controls/index.html", "matrix/index.html"] {
        assert!(page(path).contains(assumed), "{path}");
    }
    assert!(page("documents/index.html").contains("lang=\"de\""));
    let model: Value = serde_json::from_str(&page("data/handbook.json")).unwrap();
    assert_eq!(model["documents"][0]["language"], "de");
}
