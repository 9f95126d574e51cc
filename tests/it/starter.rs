//! New handbooks, and the auditor's sample.

use std::path::Path;
use std::process::{Command, Output};

fn clausebook(arguments: &[&str]) -> Output {
    let run = Command::new(env!("CARGO_BIN_EXE_clausebook")).args(arguments).output();
    run.expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_new_handbook_builds_at_once_and_check_says_what_to_do_in_the_order_of_work() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("my-isms");
    let dir = dir.to_str().unwrap();
    let created = clausebook(&["init", dir, "--organisation", "A \"B\" Ltd"]);
    assert!(created.status.success(), "{}", text(&created.stderr));
    assert!(text(&created.stdout).contains("1. ") && text(&created.stdout).contains("3. "));
    let built = clausebook(&["build", dir]);
    assert!(built.status.success(), "{}", text(&built.stderr));
    assert!(Path::new(dir).join("site/soa.html").is_file());
    let found = text(&check(dir, "2026-10-01").stderr);
    let steps = [
        "]: 4.1 Understanding the organization",
        "]: ISMS scope statement (4.3)",
        "]: Information security policy (5.2)",
        "]: 6.1.2 Information security risk assessment",
        "]: 6.1.3 Information security risk treatment",
        "]: none of the 93 controls is decided",
        "]: 9.2.1 General",
        "]: 10.2 Nonconformity and corrective action",
        "]: isms-owner has neither a `holder`",
    ];
    let places: Vec<_> =
        steps.iter().map(|step| found.find(step).unwrap_or_else(|| panic!("{step} is not in {found}"))).collect();
    assert!(places.is_sorted(), "{found}");
    let lines = found.lines().filter(|line| line.starts_with("warning")).count();
    assert!(lines < 60, "a list that can be worked through, not {lines} lines");
}

#[test]
fn a_new_handbook_speaks_the_language_that_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().to_str().unwrap();
    assert!(clausebook(&["init", dir, "--organisation", "Muster AG", "--language", "de-CH"]).status.success());
    let read = |path: &str| std::fs::read_to_string(folder.path().join(path)).unwrap();
    assert!(read("book.toml").contains("title = \"ISMS-Handbuch Muster AG\""));
    assert!(read("content/isms/01-scope.md").contains("title = \"Anwendungsbereich des Managementsystems\""));
    assert!(read("content/registers/risks.toml").contains("# title = \"Beispiel: durch Eigenes ersetzen\""));
    let built = clausebook(&["build", dir]);
    assert!(built.status.success(), "{}", text(&built.stderr));
}

/// Makes a new handbook in a language, and returns its folder.
fn new_handbook(language: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().to_str().unwrap();
    assert!(clausebook(&["init", dir, "--organisation", "O", "--language", language]).status.success());
    folder
}

/// Changes each file of a folder of the content.
fn change(folder: &tempfile::TempDir, below: &str, change: impl Fn(&str) -> String) {
    for file in std::fs::read_dir(folder.path().join("content").join(below)).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, change(&text)).unwrap();
    }
}

/// Checks a handbook, with all findings of the codes of which a new one has many.
fn check(dir: &str, day: &str) -> std::process::Output {
    let codes = [
        "uncovered-clause",
        "missing-required-document",
        "undecided-control",
        "role-without-holder",
        "unanswered-question",
    ];
    let only: Vec<&str> = codes.iter().flat_map(|code| ["--only", code]).collect();
    clausebook(&[&["check", dir, "--as-of", day], &only[..]].concat())
}

/// Returns what `check` reports, and the lead of the page of required documents, on a day.
fn checked(folder: &tempfile::TempDir) -> (String, String) {
    let dir = folder.path().to_str().unwrap();
    let found = text(&check(dir, "2026-10-01").stderr);
    let built = clausebook(&["build", dir, "--as-of", "2026-10-01"]);
    assert!(built.status.success(), "{}", text(&built.stderr));
    let page = std::fs::read_to_string(folder.path().join("site/required-documents.html")).unwrap();
    let lead = page.split("class=\"lead\">").nth(1).unwrap().split("</p>").next().unwrap().to_owned();
    (found, lead)
}

#[test]
fn nothing_is_held_or_covered_by_a_new_handbook_even_if_all_its_outlines_are_approved() {
    for (language, of) in [("en", "of 20"), ("de", "von 20")] {
        let folder = new_handbook(language);
        let (found, lead) = checked(&folder);
        assert!(lead.contains(&format!("0 {of}")), "{lead}");
        assert!(!found.contains("unanswered-question"), "{found}");
        for below in ["isms", "policies"] {
            change(&folder, below, |text| {
                let approved = "status = \"approved\"\napprover = \"isms-owner\"\napproved = 2026-09-30\n#";
                text.replacen("status = \"draft\"", approved, 1)
            });
        }
        let (found, lead) = checked(&folder);
        assert_eq!(found.matches("[uncovered-clause]").count(), 30, "{found}");
        assert_eq!(found.matches("[unanswered-question]").count(), 13, "{found}");
        assert!(lead.contains(&format!("0 {of}")), "{lead}");
        // Once its questions are gone, the policy counts, and with it 5.2 and what the organisation adds (7.5.1 b).
        change(&folder, "policies", |text| text.replace("(?)", ""));
        let (found, lead) = checked(&folder);
        assert_eq!(found.matches("[uncovered-clause]").count(), 28, "{found}");
        assert_eq!(found.matches("[unanswered-question]").count(), 12, "{found}");
        assert!(lead.contains(&format!("2 {of}")), "{lead}");
    }
}

#[test]
fn a_new_handbook_says_what_to_do_first_and_which_file_closes_each_gap() {
    for (language, drafts, first) in
        [("en", "13 drafts are left out", "Decide"), ("de", "13 Entwürfe fehlen", "Entscheiden")]
    {
        let folder = new_handbook(language);
        assert!(clausebook(&["build", folder.path().to_str().unwrap()]).status.success());
        let page = |name: &str| std::fs::read_to_string(folder.path().join("site").join(name)).unwrap();
        let start = page("index.html");
        let (_, to_do) = start.split_once("id=\"first\"").unwrap();
        assert!(to_do.contains(drafts) && to_do.contains("serve --drafts"), "{language}");
        let gaps = page("gaps.html");
        let headings: Vec<&str> =
            gaps.split("<tbody id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert_eq!(headings, ["decide", "document", "implement", "record", "audit", "review"], "{language}");
        assert!(gaps.contains(&format!("scope=\"rowgroup\"><span>{first}</span>")));
        // What a document would close has no file yet; a register has one.
        for file in ["applicability", "risks", "audits", "management-reviews"] {
            assert!(gaps.contains(&format!("<span class=\"note\">registers/{file}.toml</span>")), "{language}: {file}");
        }
    }
}

#[test]
fn the_examples_of_a_new_handbook_are_entries_once_their_signs_are_taken_away() {
    let folder = new_handbook("en");
    change(&folder, "registers", |text| {
        let Some((head, example)) = text.split_once("\n\n# [[") else { return text.to_owned() };
        let entry: Vec<&str> = example.lines().map(|line| line.strip_prefix("# ").unwrap_or(line)).collect();
        format!("{head}\n\n[[{}\n", entry.join("\n"))
    });
    let dir = folder.path().to_str().unwrap();
    let built = clausebook(&["build", dir]);
    assert!(built.status.success(), "{}", text(&built.stderr));
    // They are entries, and not yet records: nothing of them is held.
    let found = text(&check(dir, "2026-10-01").stderr);
    assert!(!found.contains("the register for it is empty"), "{found}");
    assert!(found.contains("[missing-required-document]: Evidence of audit results"), "{found}");
}

#[test]
fn a_file_that_is_there_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("book.toml");
    std::fs::write(&own, "mine").unwrap();
    let refused = clausebook(&["init", folder.path().to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("already exists"));
    assert_eq!(std::fs::read_to_string(&own).unwrap(), "mine");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else was written");
}

#[test]
fn a_sample_is_the_same_for_the_same_seed() {
    let draw = |seed: &str| {
        text(&clausebook(&["sample", "A.5.18", env!("CARGO_MANIFEST_DIR"), "--seed", seed, "--count", "3"]).stdout)
    };
    assert_eq!(draw("2026"), draw("2026"));
    assert!(draw("2026").starts_with("A.5.18 Access rights: 3 of "), "{}", draw("2026"));
    assert!((1..9).any(|seed| draw("2026").lines().skip(1).ne(draw(&seed.to_string()).lines().skip(1))));
    let unknown = clausebook(&["sample", "A.9.99", env!("CARGO_MANIFEST_DIR"), "--seed", "1"]);
    assert_eq!(unknown.status.code(), Some(2));
}
