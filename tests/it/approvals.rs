//! Approvals: what was approved is known again, and what has changed since is not covered.

mod cheats;

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use scraper::{Html, Selector};

/// A handbook with one approved policy, which shows what its text can hold.
pub(crate) struct Desk(tempfile::TempDir);

const BOOK: &str = "[book]\ntitle = \"T\"\norganisation = \"O\"\nas-of = 2026-10-01\n";

const ROLES: &str = "[[role]]\nid = \"ceo\"\ntitle = \"CEO\"\nholder = \"Ada\"\n\n\
    [[role]]\nid = \"it-lead\"\ntitle = \"IT lead\"\nholder = \"Ben\"\n";

const FRONT: &str = "+++\ntitle = \"Access policy\"\nversion = \"2.1\"\nstatus = \"approved\"\nowner = \"it-lead\"\n\
    approver = \"ceo\"\napproved = 2026-02-10\nreview = \"12 months\"\nclassification = \"internal\"\n\
    applies-to = [\"it-lead\"]\ncontrols = [\"A.5.15\"]\n+++\n";

const TEXT: &str = "# Access policy\n\nIt says who may enter which system, and that the owner of a system\nreviews the rights of all its users every quarter.\n\n\
    ## Reviews {#reviews controls=\"A.5.18\"}\n\nThe [list](https://list.example) has {{ roles }} roles.  \nIt is read.\n\n\
    | Right | Owner |\n|---|---|\n| read | leads |\n| write | nobody |\n\n\
    1. Ask.\n2. Wait.\n\n- [ ] asked\n\n```\nallow all\n```\n\n![The way](way.png)\n\n<b>Raw</b> words.\n";

impl Desk {
    pub(crate) fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.write("book.toml", BOOK);
        desk.write("content/registers/roles.toml", ROLES);
        desk.write("content/policies/access.md", &format!("{FRONT}{TEXT}"));
        desk.write("content/policies/way.png", "a picture");
        desk
    }

    /// Returns a desk whose policy was approved.
    pub(crate) fn approved() -> Self {
        let desk = Self::new();
        desk.approve(&["access", "--by", "ceo", "--on", "2026-02-10"]);
        desk
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

    /// Replaces the first occurrence of some words in a file.
    #[track_caller]
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} has no {from:?}");
        self.write(path, &text.replacen(from, to, 1));
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clausebook"));
        command.args(arguments).current_dir(self.0.path()).output().unwrap()
    }

    /// Runs `approve`, which must do so, and returns what it says.
    #[track_caller]
    pub(crate) fn approve(&self, arguments: &[&str]) -> String {
        let output = self.run(&[&["approve"], arguments].concat());
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs `approve`, which must refuse and change nothing, and returns its messages.
    #[track_caller]
    fn refused(&self, arguments: &[&str]) -> String {
        let register = || fs::read(self.path("content/registers/approvals.toml")).ok();
        let before = register();
        let output = self.run(&[&["approve"], arguments].concat());
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(register(), before);
        String::from_utf8(output.stderr).unwrap()
    }

    /// Returns what `check` finds about approvals, each as `code place message`.
    #[track_caller]
    pub(crate) fn findings(&self) -> Vec<String> {
        let output = self.run(&["check", "--format", "json"]);
        let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let found = found["problems"].as_array().unwrap().iter();
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let errors: Vec<_> = found.clone().filter(|found| found["severity"] == "error").collect();
        assert!(errors.is_empty(), "{errors:#?}");
        let found = found.filter(|found| CODES.contains(&text(&found["code"]).as_str()));
        found.map(|found| format!("{} {}", text(&found["code"]), text(&found["message"]))).collect()
    }

    /// Builds the site, and returns the text of what a selector chooses on a page.
    #[track_caller]
    pub(crate) fn shown(&self, page: &str, selector: &str) -> Vec<String> {
        let output = self.run(&["build"]);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let html = Html::parse_document(&self.read(&format!("site/{page}")));
        let text = |element: scraper::ElementRef<'_>| {
            element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
        };
        html.select(&Selector::parse(selector).unwrap()).map(text).collect()
    }

    fn status_of(&self, control: &str) -> String {
        let output = self.run(&["export", "coverage", "--format", "json"]);
        let table: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let row = table["rows"].as_array().unwrap().iter().find(|row| row["requirement"] == control).unwrap();
        row["status"].as_str().unwrap().to_owned()
    }
}

/// The checks of recorded approvals.
const CODES: [&str; 9] = [
    "changed-after-approval",
    "version-without-approval",
    "unrecorded-approval",
    "version-approved-twice",
    "unentitled-approval",
    "disagreeing-approval",
    "approval-before-change",
    "removed-approval",
    "version-not-raised",
];

const CHANGED: &str = "changed-after-approval “Access policy” has changed since approval 2.1 of 2026-02-10";

#[test]
fn an_approval_is_of_a_text_and_a_change_of_the_text_is_seen_everywhere() {
    let desk = Desk::approved();
    assert_eq!(desk.findings(), [""; 0]);
    assert_eq!(desk.shown("documents/policies/access.html", ".alert"), [""; 0]);
    assert!(desk.shown("documents/policies/access.html", ".panel").concat().contains("unchanged"));

    desk.edit("content/policies/access.md", "every quarter", "every year");
    assert_eq!(desk.findings(), [CHANGED]);
    let alerts = desk.shown("documents/policies/access.html", ".alert");
    assert!(alerts.concat().contains("Access policy has changed since approval 2.1 of 10 February 2026"), "{alerts:?}");
    let ladder = desk.shown("controls/a.5.15.html", ".ladder").concat();
    assert!(ladder.contains("changed since approval 2.1 of 10 February 2026"), "{ladder}");

    // The version is not that of the approval any more, then it is approved, too.
    desk.edit("content/policies/access.md", "\"2.1\"", "\"2.2\"");
    let other =
        "version-without-approval no approval of version 2.2 of “Access policy” is recorded; the last one is of 2.1";
    assert_eq!(desk.findings(), [other]);
    desk.edit("content/policies/access.md", "2026-02-10", "2026-09-30");
    desk.approve(&["content/policies/access.md", "--by", "ceo", "--on", "2026-09-30"]);
    assert_eq!(desk.findings(), [""; 0]);
}

#[test]
fn what_was_changed_after_its_approval_covers_nothing_and_leaves_no_gap() {
    let desk = Desk::new();
    desk.write(
        "content/registers/applicability.toml",
        "[[control]]\nid = \"A.5.15\"\napplicable = true\nreasons = [\"good-practice\"]\njustification = \"J\"\nimplementation = \"implemented\"\nowner = \"ceo\"\n",
    );
    desk.write(
        "content/registers/evidence.toml",
        "[[evidence]]\nid = \"EV-1\"\ntitle = \"E\"\ncontrols = [\"A.5.15\"]\ncollected = 2026-09-01\n",
    );
    assert_eq!(desk.status_of("A.5.15"), "covered");
    desk.approve(&["access", "--by", "ceo", "--on", "2026-02-10"]);
    assert_eq!(desk.status_of("A.5.15"), "covered");
    desk.edit("content/policies/access.md", "every quarter", "every year");
    assert_eq!(desk.status_of("A.5.15"), "partial");
    let gaps = desk.shown("gaps.html", "tr").into_iter().find(|row| row.contains("A.5.15")).unwrap();
    assert!(gaps.contains("has changed since approval 2.1"), "{gaps}");

    // Another document that documents it is as it was.
    desk.write(
        "content/policies/other.md",
        "+++\nstatus = \"approved\"\nowner = \"ceo\"\ncontrols = [\"A.5.15\"]\n+++\n# Other\n\nWords.\n",
    );
    assert_eq!(desk.status_of("A.5.15"), "covered");
}

#[test]
fn a_minor_change_keeps_its_version_and_needs_a_version_and_a_role_that_may() {
    let desk = Desk::new();
    desk.write("book.toml", &format!("{BOOK}[approvals.by]\npolicy = [\"ceo\"]\n"));
    let minor = ["access", "--by", "ceo", "--minor", "A typo."];
    let refused = desk.refused(&minor);
    assert!(
        refused.contains("no approval of Access policy 2.1 is recorded that a minor change could be one to"),
        "{refused}"
    );
    let refused = desk.refused(&["access", "--by", "it-lead"]);
    assert!(refused.contains("`it-lead` may not approve Access policy"), "{refused}");
    desk.approve(&["access", "--by", "ceo", "--on", "2026-02-10"]);
    desk.edit("content/policies/access.md", "reviews the rights", "reviews all rights");
    let refused = desk.refused(&["access", "--by", "ceo"]);
    assert!(refused.contains("Access policy 2.1 was approved on 2026-02-10 with another text"), "{refused}");
    desk.approve(&minor);
    assert_eq!(desk.findings(), [""; 0]);
    assert!(desk.shown("documents/policies/access.html", ".panel").concat().contains("A typo."));

    // The newest approval of a version counts, not the first.
    desk.edit("content/policies/access.md", "reviews all rights", "reviews the rights");
    assert_eq!(
        desk.findings(),
        ["changed-after-approval “Access policy” has changed since approval 2.1 of 2026-10-01"]
    );

    // An entry of another role, written by hand, does not count.
    desk.edit("content/policies/access.md", "reviews the rights", "reviews all rights");
    desk.edit(
        "content/registers/approvals.toml",
        "reason = \"A typo.\"\nversion = \"2.1\"\nby = \"ceo\"",
        "reason = \"A typo.\"\nversion = \"2.1\"\nby = \"it-lead\"",
    );
    let unentitled = "unentitled-approval access-2.1-minor does not count: `it-lead` may not approve `policy`";
    assert_eq!(desk.findings(), [CHANGED, unentitled]);
}

#[test]
fn a_mistake_is_refused_with_its_cause_and_nothing_is_recorded() {
    let desk = Desk::new();
    for (arguments, expected) in [
        (["acess", "--by", "ceo"], "there is no document `acess`\nhelp: did you mean `access`?"),
        (["access", "--by", "coe"], "there is no role `coe`\nhelp: did you mean `ceo`?"),
        (
            ["soa", "--by", "ceo"],
            "Statement of Applicability has no version\nhelp: add `version` to `[soa]` in book.toml",
        ),
    ] {
        let refused = desk.refused(&arguments);
        assert!(refused.contains(expected), "{refused}");
        assert!(refused.ends_with("nothing was approved\n"), "{refused}");
    }
    let refused = desk.refused(&["access", "--by", "ceo", "--minor", " "]);
    assert!(refused.contains("the reason of a minor change is a sentence on one line"), "{refused}");
    let refused = desk.refused(&["access", "--by", "ceo", "--on", "2026-10-02"]);
    assert!(refused.contains("2026-10-02 is still to come: today is 2026-10-01"), "{refused}");
    desk.edit("content/policies/access.md", "status = \"approved\"", "status = \"in-review\"");
    let refused = desk.refused(&["access", "--by", "ceo"]);
    assert!(refused.contains("Access policy is not approved: its status is `in-review`"), "{refused}");
    // Of several documents all are approved, or none.
    desk.write("content/policies/b.md", "+++\nversion = \"1\"\nstatus = \"approved\"\n+++\n# B\n\nWords.\n");
    desk.refused(&["b", "access", "--by", "ceo"]);
}

#[test]
fn an_entry_goes_where_the_others_are_and_leaves_them_as_they_are() {
    let desk = Desk::new();
    let own = "# Ours.\n[[approval]] # by hand\nid = \"old\"\ntitle = \"Old\"\ndocument = \"access\"\nversion = \"2.0\"\nby = \"ceo\"\non = 2025-02-01\ndigest = \"x\"";
    desk.write("content/registers/approvals.toml", own);
    let said = desk.approve(&["access", "--by", "ceo", "--on", "2026-02-10"]);
    assert_eq!(
        said,
        "Access policy 2.1 is approved by ceo on 2026-02-10\nrecorded in content/registers/approvals.toml; commit it together with the text\n"
    );
    let now = desk.read("content/registers/approvals.toml");
    assert!(now.starts_with(&format!("{own}\n\n[[approval]]\nid = \"access-2.1\"\n")), "{now}");
    assert_eq!(desk.approve(&["access", "--by", "ceo"]), "access is approved already, by the entry access-2.1\n");
    assert_eq!(desk.read("content/registers/approvals.toml"), now);
}

#[test]
fn a_book_that_asks_for_approvals_misses_each_and_any_other_says_so_once() {
    let desk = Desk::new();
    assert_eq!(desk.findings(), [""; 0]);
    desk.write("book.toml", &format!("{BOOK}[approvals]\nrequired = true\n"));
    desk.write("content/policies/b.md", "+++\nversion = \"1\"\nstatus = \"approved\"\n+++\n# B\n\nWords.\n");
    let missing = |title: &str| format!("unrecorded-approval no approval of “{title}” is recorded");
    assert_eq!(desk.findings(), [missing("Access policy"), missing("B")]);
    desk.approve(&["access", "--by", "ceo", "--on", "2026-02-10"]);
    assert_eq!(desk.findings(), [missing("B")]);
    desk.write("book.toml", BOOK);
    assert_eq!(desk.findings(), ["unrecorded-approval 1 approved document has no recorded approval: “B”"]);
}

#[test]
fn the_statement_of_applicability_is_approved_with_its_decisions_and_reasons() {
    let desk = Desk::approved();
    desk.write("book.toml", &format!("{BOOK}[soa]\nversion = \"1.3\"\napprover = \"ceo\"\napproved = 2026-07-06\n"));
    let soa = "content/registers/applicability.toml";
    desk.write(soa, "[[control]]\nid = \"A.5.15\"\napplicable = true\nreasons = [\"risk\"]\njustification = \"Because.\"\nimplementation = \"planned\"\n");
    desk.approve(&["soa", "--by", "ceo", "--on", "2026-07-06"]);
    let changed = "changed-after-approval the Statement of Applicability has changed since approval 1.3 of 2026-07-06";
    // The implementation of a control is not part of the decision.
    desk.edit(soa, "\"planned\"", "\"implemented\"\nowner = \"ceo\"");
    desk.edit(soa, "Because.", "Because.\\n");
    assert_eq!(desk.findings(), [""; 0]);
    for (from, to) in [("true", "false"), ("\"risk\"", "\"risk\", \"legal\""), ("Because.", "Because!")] {
        desk.edit(soa, from, to);
        assert_eq!(desk.findings(), [changed], "{to}");
        assert!(desk.shown("soa.html", ".alert").concat().contains("changed since approval 1.3"));
        desk.edit(soa, to, from);
        assert_eq!(desk.findings(), [""; 0], "{to}");
    }
}

#[test]
fn the_treatment_plan_is_approved_with_what_is_to_be_done_and_what_is_left() {
    let desk = Desk::approved();
    let risks = "content/registers/risks.toml";
    desk.write(
        risks,
        "[[risk]]\nid = \"R-1\"\ntitle = \"R\"\nlikelihood = 4\nimpact = 4\ntreatment = \"reduce\"\ncontrols = [\"A.5.15\"]\nowner = \"ceo\"\ndue = 2026-12-01\nstatus = \"open\"\nresidual-likelihood = 2\nresidual-impact = 2\n",
    );
    desk.approve(&["treatment-plan", "--by", "ceo", "--on", "2026-07-06"]);
    desk.edit(risks, "status = \"open\"", "status = \"treated\"\naccepted-by = \"ceo\"\naccepted-on = 2026-08-01");
    desk.edit(risks, "title = \"R\"", "title = \"A risk\"");
    assert_eq!(desk.findings(), [""; 0]);
    for (from, to) in
        [("2026-12-01", "2027-12-01"), ("A.5.15", "A.5.16"), ("residual-impact = 2", "residual-impact = 1")]
    {
        desk.edit(risks, from, to);
        assert_eq!(
            desk.findings(),
            ["changed-after-approval the risk treatment plan has changed since approval of 2026-07-06"]
        );
        desk.edit(risks, to, from);
    }
    assert_eq!(desk.findings(), [""; 0]);
}

#[test]
fn two_texts_with_one_version_and_a_version_that_goes_down_are_found() {
    let desk = Desk::approved();
    let register = "content/registers/approvals.toml";
    let entry = desk.read(register);
    let digest = entry.split('"').find(|part| part.len() == 65).unwrap().to_owned();
    let later = entry.replace("access-2.1", "later").replace(&digest, "A0").replace("2026-02-10", "2026-03-01");
    desk.write(register, &format!("{entry}\n{later}"));
    let twice = "version-approved-twice later approves version 2.1 with another text than access-2.1";
    let changed = CHANGED.replace("2026-02-10", "2026-03-01");
    let found = desk.findings();
    assert!(found.contains(&twice.to_owned()) && found.contains(&changed), "{found:#?}");

    desk.write(register, &entry);
    desk.edit("content/policies/access.md", "\"2.1\"", "\"1.10\"");
    let lower = "version-without-approval version 1.10 of “Access policy” is lower than 2.1, which is approved already";
    assert_eq!(desk.findings(), [lower]);
    let refused = desk.refused(&["access", "--by", "ceo"]);
    assert!(refused.contains("Access policy has version 1.10, and 2.1 is approved already"), "{refused}");
}

#[test]
fn a_version_that_comes_back_is_not_approved_again_and_an_older_approval_is_refused() {
    let desk = Desk::approved();
    let before = desk.read("content/policies/access.md");
    desk.edit("content/policies/access.md", "every quarter", "every month");
    desk.edit("content/policies/access.md", "\"2.1\"", "\"2.2 (final)\"");
    desk.edit("content/policies/access.md", "2026-02-10", "2026-03-10");
    let refused = desk.refused(&["access", "--by", "ceo", "--on", "2026-02-09"]);
    assert!(refused.contains("an approval of 2026-02-09 would not count: access-2.1 is of 2026-02-10"), "{refused}");
    desk.approve(&["access", "--by", "ceo", "--on", "2026-03-10"]);
    assert_eq!(desk.findings(), [""; 0]);
    desk.write("content/policies/access.md", &before);
    let lower =
        "version-without-approval version 2.1 of “Access policy” is lower than 2.2 (final), which is approved already";
    assert_eq!(desk.findings(), [lower]);
}

#[test]
fn a_document_that_names_another_approver_or_day_disagrees() {
    let desk = Desk::approved();
    desk.edit("content/policies/access.md", "approver = \"ceo\"", "approver = \"it-lead\"");
    desk.edit("content/policies/access.md", "2026-02-10", "2026-02-12");
    assert_eq!(
        desk.findings(),
        [
            "disagreeing-approval `approver` is IT lead here, and CEO in access-2.1",
            "disagreeing-approval `approved` is 2026-02-12 here, and 2026-02-10 in access-2.1",
        ]
    );
}
