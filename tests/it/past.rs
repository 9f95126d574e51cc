//! The history of a handbook: versions, red-lines, what changed, and what it says about approvals.

use std::process::Command;

use crate::approvals::Desk;

/// A handbook in a repository of its own.
struct Repository(Desk);

const POLICY: &str = "content/policies/access.md";
const HISTORY: &str = "history/policies/access.html";

impl Repository {
    /// Returns a repository whose first commit has an approved policy of version 2.0.
    fn new() -> Self {
        let repository = Self(Desk::new());
        repository.git(&["init", "-q", "-b", "main"]);
        repository.0.edit(POLICY, "\"2.1\"", "\"2.0\"");
        repository.0.edit(POLICY, "2026-02-10", "2025-02-10");
        repository.commit("2025-02-10", "The access policy");
        repository
    }

    fn git(&self, arguments: &[&str]) {
        self.git_on("2026-01-01", arguments);
    }

    #[track_caller]
    fn git_on(&self, day: &str, arguments: &[&str]) {
        let mut command = Command::new("git");
        command.current_dir(self.0.path("")).args(arguments);
        for (name, value) in [("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_SYSTEM", "/dev/null")] {
            command.env(name, value);
        }
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "Ada Byron").env(format!("GIT_{who}_EMAIL"), "ada@example.org");
            command.env(format!("GIT_{who}_DATE"), format!("{day}T12:00:00 +0000"));
        }
        let output = command.output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn commit(&self, day: &str, message: &str) {
        self.git(&["add", "-A", "."]);
        self.git_on(day, &["commit", "-q", "-m", message]);
    }

    /// Raises the version and the day of the approval, and commits.
    fn release(&self, versions: [&str; 2], days: [&str; 2]) {
        self.0.edit(POLICY, &format!("version = \"{}\"", versions[0]), &format!("version = \"{}\"", versions[1]));
        self.0.edit(POLICY, &format!("approved = {}", days[0]), &format!("approved = {}", days[1]));
        self.commit(days[1], &format!("Version {}", versions[1]));
    }
}

#[test]
fn each_version_has_who_approved_it_and_what_changed_since_the_one_before() {
    let repository = Repository::new();
    let desk = &repository.0;
    desk.edit(POLICY, "every quarter", "every month");
    desk.edit(POLICY, "| read | leads |", "| read | team leads |");
    repository.release(["2.0", "2.1"], ["2025-02-10", "2026-02-10"]);
    assert_eq!(desk.shown(HISTORY, "main h2"), ["Version 2.1", "Version 2.0"]);
    let panels = desk.shown(HISTORY, ".panel");
    assert!(panels[0].contains("Last changed10 February 2026") && panels[0].contains("by CEO"), "{panels:?}");
    assert!(panels[1].contains("Last changed10 February 2025"), "{panels:?}");
    assert_eq!(
        desk.shown(HISTORY, ".redline-summary"),
        ["2 sections, 2 sentences changed, 3 facts of document control"]
    );
    assert_eq!(desk.shown(HISTORY, ".change ins"), ["month", "team"]);
    assert_eq!(desk.shown(HISTORY, ".change del"), ["quarter"]);
    let facts = desk.shown(HISTORY, ".facts tr").concat();
    assert!(facts.contains("Version2.02.1") && facts.contains("10 February 2025"), "{facts}");
    // The page of the document names the versions, with links to what changed.
    let versions = desk.shown("documents/policies/access.html", ".versions li");
    assert!(versions[0].starts_with("Version 2.1, 10 February 2026 by CEO: 2 sections"), "{versions:?}");
    assert_eq!(versions[1], "Version 2.0, 10 February 2025 by CEO");
    assert!(desk.shown("documents/policies/access.html", ".site-footer").concat().contains("commit "));
}

#[test]
fn a_text_that_was_only_wrapped_is_no_change_and_a_section_can_move() {
    let repository = Repository::new();
    let desk = &repository.0;
    desk.edit(POLICY, "of a system\nreviews", "of a\nsystem reviews");
    repository.release(["2.0", "2.1"], ["2025-02-10", "2025-06-10"]);
    assert_eq!(desk.shown(HISTORY, ".redline-summary"), ["3 facts of document control"]);
    assert_eq!(desk.shown(HISTORY, ".change"), [""; 0]);

    let text = desk.read(POLICY);
    let (before, after) = text.split_once("It says").unwrap();
    let (moved, after) = after.split_once("\n\n").unwrap();
    desk.write(POLICY, &format!("{before}{after}\nIt says{moved}\n"));
    repository.release(["2.1", "2.2"], ["2025-06-10", "2026-06-10"]);
    let summaries = desk.shown(HISTORY, ".redline-summary");
    assert!(summaries[0].contains("moved"), "{summaries:?}");
    assert_eq!(desk.shown(HISTORY, "[aria-labelledby='v2.2'] .change:is(.added, .removed)"), [""; 0]);
}

#[test]
fn the_approved_text_is_compared_with_the_one_that_is_there() {
    let repository = Repository::new();
    let desk = &repository.0;
    desk.approve(&["access", "--by", "ceo", "--on", "2025-02-10"]);
    repository.commit("2025-02-11", "Approval of the access policy");
    desk.edit(POLICY, "every quarter", "every year");
    let shown = desk.shown("documents/policies/access.html", ".alert").concat();
    assert!(shown.contains("1 section, 1 sentence changed"), "{shown}");
    assert_eq!(desk.shown("documents/policies/access.html", ".alert ins"), ["year"]);
    assert_eq!(desk.shown(HISTORY, "#since"), ["Changed since its approval"]);
    assert!(desk.shown(HISTORY, ".panel")[0].contains("not committed"));
    // The finding is at the first changed block.
    let output = desk.run(&["check", "--format", "json", "--only", "changed-after-approval"]);
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found["problems"][0]["place"]["line"], 15, "{found:#}");
}

#[test]
fn what_changed_is_listed_since_the_audit_and_for_whom_it_binds() {
    let repository = Repository::new();
    let desk = &repository.0;
    desk.write(
        "content/registers/audits.toml",
        "[[audit]]\nid = \"AU-1\"\ntitle = \"The audit\"\nheld-on = 2026-01-15\nclauses = [\"9.2\"]\n",
    );
    desk.write("content/policies/other.md", "# Other\n\nWords.\n");
    repository.commit("2026-01-15", "Audit");
    desk.edit(POLICY, "every quarter", "every month");
    repository.release(["2.0", "2.1"], ["2025-02-10", "2026-09-10"]);
    let changed = desk.shown("changes.html", "[aria-labelledby=audit] > .changed > li");
    assert_eq!(
        changed,
        [
            "Access policy 2.0 → 2.1, 10 September 2026: 1 section, 1 sentence changed, 3 facts of document control Version 2.1"
        ]
    );
    assert_eq!(desk.shown("changes.html", "[aria-labelledby=recent] > .changed > li"), changed);

    // The author's note takes the place of the commit.
    let note = "[[change]]\nversion = \"2.1\"\nsays = \"Rights are reviewed each month.\"\nmaterial = false\n+++\n";
    desk.edit(POLICY, "controls = [\"A.5.15\"]\n+++\n", &format!("controls = [\"A.5.15\"]\n{note}"));
    repository.commit("2026-09-11", "A note");
    let changed = desk.shown("changes.html", "[aria-labelledby=recent] > .changed > li").concat();
    assert!(
        changed.contains("Rights are reviewed each month.") && changed.contains("need not be read again"),
        "{changed}"
    );
    let role = desk.shown("roles/of/it-lead.html", "#_main").concat();
    assert!(role.contains("In the last 90 days") && role.contains("Rights are reviewed each month."), "{role}");
    assert!(!desk.shown("roles/of/ceo.html", "#_main").concat().contains("Rights are reviewed"));
    let feed = desk.read("site/changes/of/it-lead.atom");
    assert!(
        feed.contains("<title>Access policy 2.1</title>") && feed.contains("<updated>2026-09-11T00:00:00Z</updated>")
    );
    assert!(!desk.read("site/changes/of/ceo.atom").contains("Access policy"));
}

#[test]
fn the_fields_of_an_entry_have_a_history() {
    let repository = Repository::new();
    let desk = &repository.0;
    let risk = "[[risk]]\nid = \"R-1\"\ntitle = \"R\"\nlikelihood = 4\nimpact = 4\ntreatment = \"reduce\"\ncontrols = [\"A.5.15\"]\nowner = \"ceo\"\nstatus = \"open\"\n";
    desk.write("content/registers/risks.toml", risk);
    repository.commit("2026-03-01", "A risk");
    desk.write(
        "content/registers/risks.toml",
        &risk.replace("impact = 4", "impact = 2").replace("\"open\"", "\"treated\""),
    );
    repository.commit("2026-05-01", "Backups are encrypted");
    let changes = desk.shown("registers/risks/r-1.html", ".changed > li");
    assert_eq!(changes, ["1 May 2026: Backups are encrypted Impact: 4 → 2 Status: Open → Treated"]);
}

#[test]
fn the_history_shows_what_the_register_of_approvals_hides() {
    let repository = Repository::new();
    let desk = &repository.0;
    desk.approve(&["access", "--by", "ceo", "--on", "2025-02-10"]);
    repository.commit("2025-02-11", "Approval");
    assert_eq!(desk.findings(), [""; 0]);

    // An approval that is older than its text.
    desk.edit(POLICY, "every quarter", "every year");
    repository.release(["2.0", "2.1"], ["2025-02-10", "2026-02-10"]);
    desk.approve(&["access", "--by", "ceo", "--on", "2026-02-10"]);
    desk.edit("content/registers/approvals.toml", "on = 2026-02-10", "on = 2026-02-09");
    desk.edit(POLICY, "approved = 2026-02-10", "approved = 2026-02-09");
    repository.commit("2026-02-11", "Approval");
    let early = "approval-before-change access-2.1 is of 2026-02-09, and the text that it approves is there only since 2026-02-10";
    assert_eq!(desk.findings(), [early]);

    // Deleted entries, and the whole file.
    std::fs::remove_file(desk.path("content/registers/approvals.toml")).unwrap();
    repository.commit("2026-03-01", "Tidy up");
    let removed = |id: &str| format!("removed-approval the approval {id} was removed on 2026-03-01");
    assert_eq!(desk.findings(), [removed("access-2.0"), removed("access-2.1")]);
}

#[test]
fn a_text_that_changes_needs_a_version_that_goes_up() {
    let repository = Repository::new();
    let desk = &repository.0;
    assert_eq!(desk.findings(), [""; 0]);
    desk.edit(POLICY, "every quarter", "every year");
    repository.commit("2026-05-01", "Less work");
    let unchanged =
        "version-not-raised the text of “Access policy” changed on 2026-05-01, and its version is still 2.0";
    assert_eq!(desk.findings(), [unchanged]);
    repository.release(["2.0", "1.9"], ["2025-02-10", "2026-05-02"]);
    assert_eq!(desk.findings(), ["version-not-raised the version of “Access policy” went down from 2.0 to 1.9"]);
    repository.release(["1.9", "2.1"], ["2026-05-02", "2026-05-03"]);
    assert_eq!(desk.findings(), [""; 0]);
}

#[test]
fn a_shallow_clone_says_so_and_without_a_repository_all_is_as_before() {
    let repository = Repository::new();
    let desk = &repository.0;
    desk.write("content/policies/other.md", "# Other\n\nWords.\n");
    repository.commit("2025-03-01", "Another policy");
    desk.write("content/policies/new.md", "# New\n\nWords.\n");
    assert_eq!(desk.shown("documents/policies/new.html", "[aria-labelledby=_versions] p"), ["Not committed"]);
    std::fs::remove_file(desk.path("content/policies/new.md")).unwrap();
    desk.edit(POLICY, "every quarter", "every month");
    repository.release(["2.0", "2.1"], ["2025-02-10", "2026-02-10"]);
    desk.edit(POLICY, "every month", "every week");
    repository.release(["2.1", "2.2"], ["2026-02-10", "2026-05-03"]);
    let from = format!("file://{}", desk.path("").display());
    repository.git(&["clone", "-q", "--depth", "2", &from, "clone"]);
    let output = desk.run(&["build", "clone", "--output", "shallow"]);
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("incomplete-history") && said.contains("the history before 2026-02-10 is missing"), "{said}");
    assert!(said.contains("fetch-depth: 0"), "{said}");
    let page = desk.read("shallow/history/policies/access.html");
    assert!(page.contains("What was before 10 February 2026 is not known"), "{page}");
    let other = desk.read("shallow/documents/policies/other.html");
    assert!(other.contains("Last changed before 10 February 2026."), "{other}");
    std::fs::remove_dir_all(desk.path("clone")).unwrap();

    assert_eq!(desk.shown("index.html", "nav a[href='changes.html']"), ["Changes"]);
    desk.write("book.toml", &(desk.read("book.toml") + "[history]\ngit = false\n"));
    assert_eq!(desk.shown("index.html", "nav a[href='changes.html']"), [""; 0]);
    assert!(!desk.path(&format!("site/{HISTORY}")).exists());
    assert!(desk.shown("documents/policies/access.html", ".versions").is_empty());
}

#[test]
fn two_builds_of_a_commit_are_the_same() {
    let repository = Repository::new();
    let desk = &repository.0;
    desk.edit(POLICY, "every quarter", "every month");
    repository.release(["2.0", "2.1"], ["2025-02-10", "2026-02-10"]);
    let from = format!("file://{}", desk.path("").display());
    repository.git(&["clone", "-q", &from, "clone"]);
    for (book, output) in [(".", "one"), ("clone", "two")] {
        let built = desk.run(&["build", book, "--output", output]);
        assert_eq!(built.status.code(), Some(0), "{}", String::from_utf8_lossy(&built.stderr));
    }
    assert_eq!(desk.read("one/manifest.json"), desk.read("two/manifest.json"));
}
