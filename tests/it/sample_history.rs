//! The invented history of the sample: what its pages say about each event of it.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;

use clausebook::approval::digests;
use clausebook::assess::Assessed;
use clausebook::diag::Diagnostic;
use clausebook::isms::{Approval, ApprovalOf};
use clausebook::model::Handbook;
use clausebook::pipeline::{self, Cache};
use clausebook::site::Site;
use scraper::{ElementRef, Html, Selector};

use crate::crawl::SAMPLE;

/// The repository that `tests/history/make` makes of the sample, and its site.
struct Made {
    dir: tempfile::TempDir,
    site: Site,
    findings: Vec<Diagnostic>,
}

static MADE: LazyLock<Made> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let output = make(&dir.path().join("book"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let book = pipeline::open(&dir.path().join("book")).unwrap();
    let config = book.config.unwrap();
    let outcome = pipeline::site(&book.sources, &config, config.as_of.unwrap());
    Made { dir, site: outcome.value.unwrap(), findings: [book.diagnostics, outcome.diagnostics].concat() }
});

fn make(at: &Path) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/history/make");
    Command::new("sh").arg(script).arg(at).output().unwrap()
}

fn git(at: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git").arg("-C").arg(at).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn page(path: &str) -> Html {
    let bytes = MADE.site.files.iter().find(|(known, _)| known.as_str() == path).map(|(_, bytes)| bytes);
    let bytes = bytes.unwrap_or_else(|| panic!("`{path}` is missing"));
    Html::parse_document(std::str::from_utf8(bytes).unwrap())
}

/// Returns the text of each element that a selector chooses on a page, with removed words in `[-…-]` and added ones in `[+…+]`.
fn texts(path: &str, selector: &str) -> Vec<String> {
    let marks = [
        ("<del>", "[-"),
        ("</del>", "-]"),
        ("<ins>", "[+"),
        ("</ins>", "+]"),
        ("</dt>", ": </dt>"),
        ("</th>", ": </th>"),
    ];
    let text = |element: ElementRef<'_>| {
        let html = marks.iter().fold(element.html(), |html, (from, to)| html.replace(from, to));
        let words = Html::parse_fragment(&html).root_element().text().collect::<String>();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    page(path).select(&Selector::parse(selector).unwrap()).map(text).collect()
}

/// Returns what a page of history says about a version.
fn version(document: &str, version: &str) -> String {
    let found = texts(&format!("history/{document}.html"), &format!("section[aria-labelledby=\"v{version}\"]"));
    assert_eq!(found.len(), 1, "{document} {version}");
    found.concat()
}

/// Checks that a text has some words, in this order.
#[track_caller]
fn assert_says(text: &str, words: &[&str]) {
    let mut rest = text;
    for word in words {
        rest = rest.split_once(word).unwrap_or_else(|| panic!("no `{word}` in its place in: {text}")).1;
    }
}

#[test]
fn the_history_ends_at_the_sample_and_is_the_same_each_time() {
    let again = MADE.dir.path().join("again");
    assert!(make(&again).status.success());
    let book = MADE.dir.path().join("book");
    let head = ["rev-parse", "HEAD"];
    assert_eq!(git(&book, &head), git(&again, &head));
    assert_eq!(git(&book, &["status", "--porcelain"]), "");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |root: &Path, path: &str| std::fs::read_to_string(root.join(path)).unwrap();
    for path in git(&book, &["ls-files", "content-sample/*.md", "content-sample/*.toml"]).lines() {
        assert_eq!(read(&book, path), read(sample, path), "{path}");
    }
    assert!(read(&book, "book.toml").contains("[history]\ngit = true\n"));
    // It is made once, and into an empty folder only.
    assert!(String::from_utf8_lossy(&make(&book).stderr).ends_with("book is not empty\n"));
}

#[test]
fn an_edit_of_the_sample_breaks_only_the_patch_of_the_same_lines_which_is_named() {
    let copy = MADE.dir.path().join("copy");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::create_dir_all(copy.join("tests")).unwrap();
    for path in ["book.toml", "content-sample", "tests/history"] {
        let copied = Command::new("cp").arg("-R").args([root.join(path), copy.join(path)]).status().unwrap();
        assert!(copied.success());
    }
    let policy = copy.join("content-sample/policies/access-control-policy.md");
    let edit = |from: &str, to: &str| {
        let text = std::fs::read_to_string(&policy).unwrap();
        assert!(text.contains(from));
        std::fs::write(&policy, text.replacen(from, to, 1)).unwrap();
    };
    let make = |at: &str| Command::new("sh").arg(copy.join("tests/history/make")).arg(copy.join(at)).output().unwrap();
    edit("You get the access your work needs", "You have the access your work needs");
    edit("with the answered lists is the record", "with the answered lists is our record");
    assert!(make("one").status.success());
    edit("Every quarter we look", "Each quarter we look");
    let output = make("two");
    assert_eq!(output.status.code(), Some(1));
    let says = "0002-access-is-reviewed-every-quarter.patch does not end at the sample any more";
    assert!(String::from_utf8_lossy(&output.stderr).contains(says), "{output:?}");
}

/// Nobody cheated in it.
#[test]
fn the_history_has_no_finding_of_its_own() {
    let messages = |findings: &[Diagnostic]| findings.iter().map(|found| found.message.clone()).collect::<Vec<_>>();
    assert_eq!(messages(&MADE.findings), messages(&SAMPLE.1));
}

#[test]
fn every_approved_text_is_in_the_history() {
    let book = pipeline::open(&MADE.dir.path().join("book")).unwrap();
    let config = book.config.unwrap();
    let (assessed, _) = pipeline::assess(&book.sources, &config, config.as_of.unwrap(), &|_| {}, &mut Cache::default());
    let Assessed { handbook, past, .. } = &assessed;
    let mut documents = 0;
    for approval in Approval::all(handbook) {
        let Some(ApprovalOf::Document(ix)) = approval.subject(handbook) else { continue };
        let path = format!("content-sample/{}", handbook.document(ix).path);
        let text = past.with_digest(&path, approval.text_digest().unwrap());
        let text = text.unwrap_or_else(|| panic!("no text of {} is the one of {}", path, approval.id()));
        assert_eq!(text.facts.get("version"), approval.version(), "{}", approval.id());
        let day = approval.on().unwrap().to_string();
        let said = text.facts.get("approved").unwrap();
        assert!(said == day || approval.is_minor(), "{}: {said} and {day}", approval.id());
        documents += 1;
    }
    assert!(documents > 30, "only {documents}");
}

#[test]
fn a_version_has_its_approver_its_day_and_its_red_line() {
    let access = version("policies/access-control-policy", "2.1");
    assert_says(
        &access,
        &[
            "Version 2.1",
            "Last changed: 10 February 2026 Approved: 10 February 2026 by Chief executive",
            "Recorded approval: access-control-policy-2.1 Access control policy 2.1",
            "3 sections, 4 sentences changed, 3 facts of document control",
            "Version: [-2.0-][+2.1+]",
            "Approved on: [-11 February 2025-][+10 February 2026+]",
            "Joiners, movers and leavers",
            "an agreed overlap lasts [-30-][+20+] working days at most",
            "Every [-year-][+quarter+] we look at who has access",
            "reviewed every [-year-][+quarter+].",
            "10 February 2026: Access is reviewed every quarter by Callum Oakes, ",
            ", approved by Hannah Ferriby, as the commit says",
        ],
    );
    let before = version("policies/access-control-policy", "2.0");
    assert_says(
        &before,
        &[
            "Approved: 11 February 2025 by Chief executive",
            "access-control-policy-2.0",
            "The oldest version that the history has.",
            "The handbook moves from the shared drive into the repository by Priya Marsden",
        ],
    );
}

#[test]
fn a_cell_of_a_table_is_compared_by_its_words() {
    assert_says(
        &version("policies/backup-policy", "2.0"),
        &[
            "What is copied, and how often",
            "Desk tickets with attachments | Export | [-monthly-][+weekly, Sunday+] | 90 days | [-31-][+7+] days",
            "[-Three-][+Two+] failed nights in a row",
        ],
    );
}

#[test]
fn a_section_that_was_moved_is_not_shown_as_new() {
    let incident = version("procedures/incident-response-procedure", "3.1");
    assert_says(
        &incident,
        &[
            "2 sections, 1 sentence changed, 8 blocks moved, 3 facts of document control",
            "Preserve what the [-section on evidence-][+next section+] names, before rebuilding.",
            "moved here: 8 blocks",
        ],
    );
    assert!(!incident.contains("Take a snapshot of disk"), "{incident}");
}

#[test]
fn a_document_keeps_its_history_when_its_file_gets_another_folder() {
    let history = "guidelines/working-securely";
    assert_says(
        &version(history, "1.1"),
        &[
            "May I plug in a USB stick?",
            "[-Only one from IT-][+No; storage is blocked+]",
            "Working securely is a guideline",
        ],
    );
    assert_says(
        &version(history, "1.0"),
        &["Approved: 2 September 2025 by Chief technology officer", "The oldest version that the history has."],
    );
    let book = MADE.dir.path().join("book");
    assert!(
        git(&book, &["log", "--format=", "--name-status", "-M"]).contains("content-sample/pages/working-securely.md")
    );
}

#[test]
fn other_line_breaks_are_no_change() {
    let infrastructure = version("standards/infrastructure-standard", "2.0");
    assert_says(
        &infrastructure,
        &[
            "Last changed: 2 September 2026 Approved: 14 April 2026",
            "1 section, 1 sentence changed, 3 facts of document control",
            "Each baseline is reviewed [-once a year-][+every six months+]",
            "2 September 2026: Wrap the lines of the infrastructure standard by Dele Akintola",
        ],
    );
    assert!(!texts("changes.html", "main").concat().contains("Infrastructure standard"));
    let panel = texts("documents/standards/infrastructure-standard.html", ".panel").concat();
    assert!(panel.contains("✓ unchanged"), "{panel}");
}

#[test]
fn a_minor_change_keeps_its_version_and_gives_its_reason() {
    let panel = texts("documents/policies/physical-security-policy.html", ".panel").concat();
    let reason = "One word for one thing: it is a lease everywhere else. No duty changes.";
    assert_says(&panel, &["✓ unchanged", "physical-security-policy-1.3-minor", reason]);
    let physical = version("policies/physical-security-policy", "1.3");
    assert_says(
        &physical,
        &[
            "Last changed: 26 August 2026 Approved: 24 February 2026",
            "physical-security-policy-1.3",
            "physical-security-policy-1.3-minor",
        ],
    );
}

#[test]
fn what_was_changed_after_its_approval_is_told_wherever_somebody_may_rely_on_it() {
    let changed = "[-Twice a year-][+Each quarter+] the security lead lists open exceptions";
    let alert = texts("documents/forms/exception-request-form.html", ".alert.warning").concat();
    let says = "Exception request form has changed since approval 1.0 of 17 March 2026.";
    assert_says(&alert, &["Changed since approval", says, "1 section, 1 sentence changed", changed]);
    let since = texts("history/forms/exception-request-form.html", "section[aria-labelledby=since]").concat();
    assert_says(&since, &["Changed since its approval", "exception-request-form-1.0", changed]);
    let said = "Exception request form 1.0, 28 September 2026: 1 section, 1 sentence changed";
    for period in texts("changes.html", "main section") {
        assert_says(&period, &[said, "Open exceptions are listed every quarter"]);
    }
}

#[test]
fn a_merge_is_told_by_its_subject() {
    let leavers = version("procedures/joiners-movers-leavers-procedure", "1.6");
    assert_says(
        &leavers,
        &[
            "in the people system [-before the last week begins-][+together with the notice, on the day it is known+].",
            "21 July 2026: Merge request 41: leavers, after the audit of May by Ruth Penhale, ",
            ", approved by Hannah Ferriby, as the commit says",
        ],
    );
    assert!(!leavers.contains("The last day is entered"), "{leavers}");
}

#[test]
fn the_page_of_changes_says_what_each_means_and_what_is_new() {
    let periods = texts("changes.html", "main section");
    let [audit, review, recent] = &periods[..] else { panic!("{} periods", periods.len()) };
    assert_says(
        audit,
        &["Since the last audit", "After 10 September 2026", "Improvement procedure 1.1 → 1.2, 17 September 2026"],
    );
    assert!(!audit.contains("About this handbook"), "{audit}");
    for period in [review, recent] {
        assert_says(
            period,
            &[
                "Management review procedure 1.0 → 1.1, 17 September 2026: 1 section, 8 sentences added",
                "Physical security policy 1.3, 26 August 2026: 1 section, 1 sentence changed",
                "Recognising phishing 1.0, 11 August 2026: new",
                "Working securely in two minutes 1.0 → 1.1, 7 July 2026: 1 section, 1 sentence changed",
                "USB sticks are blocked; ask for an exception if you cannot do without one.",
            ],
        );
        assert!(!period.contains("Access control policy"), "{period}");
    }
}

#[test]
fn roles_see_what_changed_in_the_documents_that_apply_to_them() {
    let recent = |path: &str| texts(path, "main section").into_iter().find(|text| text.contains("90 days")).unwrap();
    assert_says(
        &recent("roles/everyone.html"),
        &["Exception request form1.0", "28 September 2026", "Recognising phishing1.0", "11 August 2026", "new"],
    );
    let manager = recent("roles/of/office-manager.html");
    assert_says(&manager, &["Joiners, movers and leavers procedure1.5 → 1.6", "21 July 2026", "Merge request 41"]);
    assert!(!manager.contains("Exception request form"), "{manager}");
    // The infrastructure standard, which applies to it, only got other line breaks.
    assert_says(&recent("roles/of/platform-engineer.html"), &["No document changed."]);
}

#[test]
fn entries_of_registers_show_what_became_of_them() {
    let changes = |path: &str| texts(path, "main").concat();
    assert_says(
        &changes("registers/risks/r-004.html"),
        &[
            "18 June 2026: R-004: a leaver keeps access less often than in February",
            "Residual likelihood: [-3-] → [+2+]",
            "Last rated on: [-2026-02-26-] → [+2026-06-18+]",
        ],
    );
    let deputy = ["21 September 2026: Joanna Speight deputises", "Deputy: [-Dele Akintola-] → [+Joanna Speight+]"];
    assert_says(&changes("registers/roles/it-lead.html"), &deputy);
}

/// An approval of the sample that is of another text than the sample has is renewed by `clausebook approve`, or its document gets a new
/// version. One document is meant to be so.
#[test]
fn the_sample_is_as_its_approvals_say() {
    let book = pipeline::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let config = book.config.unwrap();
    let (assessed, _) = pipeline::assess(&book.sources, &config, config.as_of.unwrap(), &|_| {}, &mut Cache::default());
    let handbook: &Handbook = &assessed.handbook;
    let newest = Approval::all(handbook).filter(|approval| {
        let later = Approval::all(handbook).filter(|other| other.subject(handbook) == approval.subject(handbook));
        later.filter(|other| other.on() > approval.on()).count() == 0
    });
    let stale: Vec<&str> = newest
        .filter(|approval| {
            let of = approval.subject(handbook).unwrap();
            approval.digest() != Some(&digests(handbook, &book.sources, of).whole)
        })
        .map(|approval| approval.id())
        .collect();
    let help = "an approval of the sample is of another text now: see “The history of the sample” in CONTRIBUTING.md";
    assert_eq!(stale, ["exception-request-form-1.0"], "{help}");
}
