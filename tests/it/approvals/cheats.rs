//! Attempts to change an approved text without anybody noticing, and edits that do not change it.

use super::{CHANGED, Desk, TEXT};

const POLICY: &str = "content/policies/access.md";

#[test]
fn no_change_of_the_text_goes_unnoticed() {
    let desk = Desk::approved();
    let approved = desk.read(POLICY);
    for (from, to) in [
        ("every quarter", "every year"),
        ("every quarter", "every\u{200b} quarter"),
        ("all its users", "all its u\u{0455}ers"),
        ("https://list.example", "https://list.example.org"),
        ("{{ roles }}", "{{ documents }}"),
        ("| read | leads |", "| leads | read |"),
        ("| read | leads |\n| write | nobody |", "| write | nobody |\n| read | leads |"),
        ("| write | nobody |\n", ""),
        ("{#reviews ", "{#review "),
        ("controls=\"A.5.18\"", "controls=\"A.5.18 A.5.16\""),
        ("## Reviews", "### Reviews"),
        ("roles.  \nIt", "roles.\nIt"),
        ("1. Ask.\n2. Wait.", "1. Wait.\n2. Ask."),
        ("1. Ask.\n2. Wait.", "- Ask.\n- Wait."),
        ("- [ ] asked", "- [x] asked"),
        ("allow all", "allow  all"),
        ("```\nallow all\n```", "allow all"),
        ("![The way](way.png)", "![The road](way.png)"),
        ("<b>Raw</b> words.", "<del>Raw</del> words."),
        ("title = \"Access policy\"", "title = \"Rights policy\""),
        ("owner = \"it-lead\"", "owner = \"ceo\""),
        ("applies-to = [\"it-lead\"]", "applies-to = [\"it-lead\", \"ceo\"]"),
        ("classification = \"internal\"", "classification = \"public\""),
        ("controls = [\"A.5.15\"]", "controls = [\"A.5.15\", \"A.5.16\"]"),
        ("approved = 2026-02-10\n", "approved = 2026-02-10\nkind = \"guideline\"\n"),
    ] {
        desk.edit(POLICY, from, to);
        let found = desk.findings();
        assert!(found.len() == 1 && found[0].starts_with("changed-after-approval "), "{to}: {found:#?}");
        desk.write(POLICY, &approved);
    }
}

#[test]
fn another_picture_under_the_same_name_is_a_change() {
    let desk = Desk::approved();
    desk.write("content/policies/way.png", "another picture");
    assert_eq!(desk.findings(), [CHANGED]);
}

#[test]
fn what_only_looks_different_in_the_source_is_no_change() {
    let desk = Desk::approved();
    let approved = desk.read(POLICY);
    for (from, to) in [
        ("of a system\nreviews", "of a\nsystem reviews"),
        ("# Access policy\n\nIt", "# Access policy\n\n\n\nIt"),
        ("every quarter.\n", "every quarter.   \n"),
        ("| read | leads |", "|  read  |  leads  |"),
        ("# Access policy\n\n", "Access policy\n=============\n\n"),
        ("```\nallow all\n```", "~~~\nallow all\n~~~"),
        ("- [ ] asked", "* [ ] asked"),
        ("review = \"12 months\"", "review-by = 2027-02-10"),
    ] {
        desk.edit(POLICY, from, to);
        assert_eq!(desk.findings(), [""; 0], "{to}");
        desk.write(POLICY, &approved);
    }
    desk.write(POLICY, &approved.replace('\n', "\r\n"));
    assert_eq!(desk.findings(), [""; 0]);
}

#[test]
fn facts_that_are_read_from_the_text_or_a_list_are_part_of_it_unless_the_approval_gives_them() {
    let desk = Desk::new();
    let rules = "[[documents]]\nmatch = \"policies/*.md\"\nversion = { from = [\"label:Version\"] }\nowner = { from = [\"label:Owner\"] }\n\
                 status = { else = \"approved\" }\n";
    let book = desk.read("book.toml");
    desk.write("book.toml", &format!("{book}{rules}"));
    desk.write(POLICY, &format!("# Access policy\n\nVersion: 2.1\n\nOwner: it-lead\n\n{}", &TEXT[17..]));
    desk.approve(&["access", "--by", "ceo", "--on", "2026-02-10"]);
    assert_eq!(desk.findings(), [""; 0]);
    desk.edit(POLICY, "Owner: it-lead", "Owner: ceo");
    assert_eq!(desk.findings(), [CHANGED]);
    desk.edit(POLICY, "Owner: ceo", "Owner: it-lead");
    // Words beside or behind the version are text.
    desk.edit(POLICY, "Version: 2.1\n", "Version: 2.1, which binds nobody\n");
    assert_ne!(desk.findings(), [""; 0]);
    desk.edit(POLICY, "Version: 2.1, which binds nobody\n", "Version: 2.1\n");
    desk.edit(POLICY, "Version: 2.1\n", "Version: 2.1\nand nobody is bound\n");
    assert_ne!(desk.findings(), [""; 0]);
    desk.edit(POLICY, "Version: 2.1\nand nobody is bound\n", "Version: 2.2\n");
    desk.approve(&["access", "--by", "ceo", "--on", "2026-09-10"]);
    assert_eq!(desk.findings(), [""; 0]);
    let register = desk.read("content/registers/approvals.toml");
    let texts: Vec<&str> = register.lines().filter(|line| line.starts_with("text = ")).collect();
    assert_eq!(texts[0], texts[1], "the version is not part of the text");
}

#[test]
fn an_approval_in_the_future_does_not_count() {
    let desk = Desk::approved();
    desk.edit("content/registers/approvals.toml", "2026-02-10", "2026-10-02");
    desk.write("content/policies/b.md", "+++\nversion = \"1\"\nstatus = \"approved\"\n+++\n# B\n\nWords.\n");
    let found = desk.findings();
    assert_eq!(found, ["unrecorded-approval 2 approved documents have no recorded approval: “Access policy”, “B”"]);
}

#[test]
fn an_edit_of_the_list_from_which_control_data_is_read_is_a_change_unless_the_approval_gives_it() {
    let desk = Desk::new();
    let rules = "[[documents]]\nmatch = \"policies/*.md\"\nregister = { file = \"registers/Documents.csv\", by = { File = \"file\" } }\n\
                 version = [\"register:Version\"]\nowner = [\"register:Owner\"]\nclassification = [\"register:Class\"]\nstatus = { else = \"approved\" }\n";
    let book = desk.read("book.toml");
    desk.write("book.toml", &format!("{book}{rules}"));
    desk.write(POLICY, TEXT);
    let list = "content/registers/Documents.csv";
    desk.write(list, "File,Version,Owner,Class\npolicies/access.md,2.1,it-lead,internal\n");
    desk.approve(&["access", "--by", "ceo", "--on", "2026-02-10"]);
    assert_eq!(desk.findings(), [""; 0]);
    for (from, to) in [("it-lead", "ceo"), ("internal", "public")] {
        desk.edit(list, from, to);
        assert_eq!(desk.findings(), [CHANGED], "{to}");
        desk.edit(list, to, from);
    }
    desk.edit(list, "2.1", "2.2");
    desk.approve(&["access", "--by", "ceo", "--on", "2026-09-10"]);
    assert_eq!(desk.findings(), [""; 0]);
}
