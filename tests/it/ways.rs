//! Ways into the handbook: the documents in the navigation.

use scraper::{Html, Selector};

use clausebook::site::SitePath;

use crate::fixture::build;

/// Returns the texts of what a selector finds on a page.
fn texts(page: &str, selector: &str) -> Vec<String> {
    let (html, selector) = (Html::parse_document(page), Selector::parse(selector).unwrap());
    html.select(&selector).map(|found| found.text().collect::<String>().trim().to_owned()).collect()
}

/// Returns numbered documents of a folder.
fn documents(folder: &str, count: usize) -> String {
    let document = |at| format!("//- content/{folder}/d{at:03}.md\n# {folder} {at:03}\n\nText.\n");
    (1..=count).map(document).collect()
}

#[test]
fn the_page_of_a_document_lists_its_kind_first_and_marks_it() {
    let built = build(&(documents("policies", 3) + &documents("plans", 2)));
    let page = built.page("documents/policies/d002.html");
    assert_eq!(texts(page, ".site-nav details[open] a"), ["policies 001", "policies 002", "policies 003"]);
    assert_eq!(texts(page, ".site-nav [aria-current]"), ["policies 002"]);
    assert_eq!(texts(page, ".site-nav [aria-current=page]"), ["policies 002"]);
    assert_eq!(texts(page, ".site-nav details:not([open]) a"), ["plans 001", "plans 002"]);
    assert_eq!(texts(page, ".site-nav p")[..2], ["Documents", "Handbook"], "the documents come first");
    assert_eq!(texts(built.page("documents/plans/d001.html"), ".site-nav [aria-current]"), ["plans 001"]);
}

#[test]
fn a_document_is_marked_whatever_its_name() {
    for name in ["R&D 'rules' (ü)", "index", "über \"uns\"", "策略", "a+b=c"] {
        let built = build(&format!("//- content/policies/{name}.md\n# Odd\n\nText.\n{}", documents("policies", 1)));
        let files = &built.site.as_ref().unwrap().files;
        let pages = files.keys().map(SitePath::as_str).filter(|path| path.starts_with("documents/policies/"));
        for page in pages {
            assert_eq!(texts(built.page(page), ".site-nav [aria-current=page]").len(), 1, "{page}");
        }
    }
}

#[test]
fn other_pages_link_to_the_kinds_of_documents() {
    let built = build(&(documents("policies", 3) + &documents("plans", 2)));
    let page = built.page("gaps.html");
    assert_eq!(texts(page, ".site-nav ul ul a"), ["Policies", "Plans"]);
    assert!(page.contains("href=\"documents/index.html#policies\""), "{page}");
}

#[test]
fn of_a_large_kind_only_the_neighbours_are_listed_and_a_link_to_all() {
    let built = build(&(documents("policies", 100) + &documents("policies/local", 2) + &documents("plans", 1)));
    for at in [1, 19, 20, 21, 60, 100] {
        let page = built.page(&format!("documents/policies/d{at:03}.html"));
        let listed = texts(page, ".site-nav details[open] a");
        assert!(listed.len() <= 41, "{at}: {}", listed.len());
        let name = |at: usize| format!("policies {at:03}");
        for near in [at - 1, at, at + 1].into_iter().filter(|near| (1..=100).contains(near)) {
            assert!(listed.contains(&name(near)), "{at} lists {near}: {listed:?}");
        }
        assert_eq!(texts(page, ".site-nav [aria-current]"), [name(at)]);
        assert_eq!(listed.last().unwrap(), "Show all 102");
    }
    let local = built.page("documents/policies/local/d001.html");
    let listed = texts(local, ".site-nav details[open] a");
    assert_eq!(listed, ["policies/local 001", "policies/local 002", "Show all 102"], "the documents of the folder");
    let plan = built.page("documents/plans/d001.html");
    assert!(!texts(plan, ".site-nav a").iter().any(|text| text.starts_with("policies ")), "only a link");
    assert_eq!(texts(plan, ".site-nav a[href$='index.html#policies']"), ["Policies 102"]);
}

const ROLES: &str = "
//- content/registers/roles.toml
[[role]]
id = \"lead\"
title = \"Lead\"
reports-to = \"boss\"
[[role]]
id = \"boss\"
title = \"Boss\"
//- content/registers/assets.toml
[[asset]]
id = \"AST-1\"
title = \"Laptop\"
owner = \"lead\"
//- content/policies/keys.md
+++
status = \"approved\"
owner = \"lead\"
approver = \"boss\"
applies-to = [\"lead\"]
+++
# Keys

Ask the [[lead]].
";

#[test]
fn every_role_leads_to_what_applies_to_it_and_from_there_to_its_entry() {
    let built = build(ROLES);
    let policy = built.main("documents/policies/keys.html");
    assert_eq!(policy.matches("href=\"../../roles/of/lead.html\"").count(), 3, "owner, reader, in the text: {policy}");
    assert_eq!(policy.matches("href=\"../../roles/of/boss.html\"").count(), 1, "{policy}");
    assert!(!policy.contains("registers/roles/"), "{policy}");
    for page in ["registers/assets/index.html", "registers/assets/ast-1.html"] {
        assert!(built.main(page).contains("href=\"../../roles/of/lead.html\""), "{page}");
    }
    let role = built.main("roles/of/lead.html");
    assert!(role.contains("href=\"../../registers/roles/lead.html\""), "the entry");
    assert!(role.contains("href=\"boss.html\""), "the role above");
    let register = built.main("registers/roles/index.html");
    assert!(register.contains("href=\"lead.html\"") && register.contains("href=\"../../roles/of/boss.html\""));
    let entry = built.main("registers/roles/lead.html");
    assert!(entry.contains("href=\"../../roles/of/lead.html\"") && entry.contains("href=\"boss.html\""), "{entry}");
}

const READING: &str = "
//- book.toml
[book]
title = \"B\"
organisation = \"O\"
confirm-reading = \"https://desk.example/read?d={document}&v={version}&r={role}\"
//- content/registers/roles.toml
[[role]]
id = \"all-staff\"
title = \"All staff\"
group = true
[[role]]
id = \"lead\"
title = \"Lead\"
//- content/policies/keys.md
+++
version = \"2.1\"
status = \"approved\"
approved = 2026-02-10
applies-to = [\"lead\"]
+++
# Keys

Text.
//- content/policies/doors.md
+++
version = \"1.0\"
status = \"approved\"
approved = 2026-03-10
+++
# Doors

Text.
//- content/policies/new.md
+++
status = \"draft\"
+++
# New

Text.
";

#[test]
fn a_document_in_force_has_its_link_to_confirm_at_its_head_and_its_end() {
    let built = build(READING);
    let keys = built.main("documents/policies/keys.html");
    let link = "<a href=\"https://desk.example/read?d=keys&amp;v=2%2E1&amp;r=lead\">Confirm that you have read version 2.1</a>";
    let places: Vec<_> = keys.match_indices(link).map(|(at, _)| at).collect();
    let text = keys.find("<div class=\"prose\">").unwrap();
    assert!(places.len() == 2 && places[0] < text && text < places[1], "{keys}");
    assert!(keys.contains("data-document=\"keys\" data-version=\"2.1\""), "{keys}");
    assert!(built.main("documents/policies/doors.html").contains("&amp;r=all%2Dstaff\""));
    assert!(!built.main("documents/policies/new.html").contains("desk.example"), "nobody confirms a draft");
    let silent = build(&READING.replace("confirm-reading", "# "));
    assert!(!silent.main("documents/policies/keys.html").contains("class=\"confirm\""));
}

#[test]
fn what_applies_to_everyone_is_listed_once_and_a_role_lists_the_rest() {
    let built = build(READING);
    let everyone = built.page("roles/everyone.html");
    assert_eq!(texts(everyone, ".reading div > a"), ["Doors"]);
    assert_eq!(texts(everyone, ".reading .confirm a"), ["Confirm"]);
    assert!(everyone.contains("aria-label=\"Confirm that you have read Doors, version 1.0\""), "{everyone}");
    let lead = built.page("roles/of/lead.html");
    assert_eq!(texts(lead, ".reading div > a"), ["Keys"]);
    assert_eq!(texts(lead, "main a[href='../everyone.html']"), ["1 document applies to everyone"]);
    let all = built.page("roles/of/all-staff.html");
    assert!(texts(all, ".reading a").is_empty() && all.contains("1 document applies to everyone"), "{all}");
    assert_eq!(texts(built.page("index.html"), ".site-nav a[href='roles/everyone.html']"), ["For everyone"]);
}

#[test]
fn a_long_list_to_read_comes_in_pages() {
    let document = |at| format!("//- content/policies/d{at}.md\n+++\nstatus = \"approved\"\n+++\n# D{at}\n\nText.\n");
    let built = build(&(1..=501).map(document).collect::<String>());
    let [first, second] = ["roles/everyone.html", "roles/everyone/2.html"].map(|path| built.page(path));
    assert_eq!(texts(first, ".reading li").len(), 500);
    assert_eq!(texts(second, ".reading li").len(), 1);
    assert_eq!(texts(first, ".parts a"), ["501–501"]);
    assert_eq!(texts(second, ".parts [aria-current]"), ["501–501"]);
    assert!(second.contains("href=\"../everyone.html\""), "{second}");
}

const REPORTING: &str = "
//- content/registers/roles.toml
[[role]]
id = \"lead\"
title = \"Lead\"
holder = \"Ada\"
email = \"ada@example.org\"
phone = \"+44 (0)20 7946-0123\"
//- content/registers/applicability.toml
[[control]]
id = \"A.6.8\"
applicable = true
owner = \"lead\"
//- content/policies/keys.md
# Keys

Text.
";

#[test]
fn every_page_leads_to_whom_to_tell_by_phone_before_mail() {
    let built = build(REPORTING);
    for path in ["index.html", "gaps.html", "documents/policies/keys.html", "registers/roles/lead.html", "404.html"] {
        assert_eq!(texts(built.page(path), "header a.tell .long"), ["Report something"], "{path}");
    }
    let page = built.main("reporting.html");
    let [phone, mail] = ["href=\"tel:+442079460123\">Call +44 (0)20 7946-0123<", "href=\"mailto:ada@example.org\""];
    assert!(page.find(phone).unwrap() < page.find(mail).unwrap(), "{page}");
    assert!(page.contains("<a href=\"roles/of/lead.html\">Lead</a>, Ada"), "{page}");
    for path in ["index.html", "roles/of/lead.html", "registers/roles/lead.html"] {
        assert!(built.main(path).contains("<a href=\"tel:+442079460123\">+44 (0)20 7946-0123</a>"), "{path}");
    }
}

#[test]
fn a_book_that_does_not_say_whom_to_tell_has_no_such_link() {
    let built = build(&REPORTING.replace("owner = \"lead\"", ""));
    assert!(!built.page("index.html").contains("reporting.html"));
    assert!(!built.site.as_ref().unwrap().files.keys().any(|path| path.as_str() == "reporting.html"));
}

#[test]
fn a_text_that_is_not_a_phone_number_is_reported_at_its_place() {
    let found = build(&REPORTING.replace("+44 (0)20 7946-0123", "ask Priya")).problems();
    assert!(
        found
            .iter()
            .any(|problem| problem.starts_with("error[wrong-type]")
                && problem.contains("`ask Priya` is not a phone number")),
        "{found:#?}"
    );
}

#[test]
fn a_document_leads_to_its_owner_and_to_its_file() {
    let text = REPORTING.replace("# Keys", "+++\nowner = \"lead\"\nversion = \"1.0\"\n+++\n# Keys & locks");
    let book =
        "//- book.toml\n[book]\ntitle = \"B\"\norganisation = \"O\"\nrepository = \"https://git.example/{path}\"\n";
    let built = build(&format!("{book}{text}"));
    let page = built.main("documents/policies/keys.html");
    assert!(
        page.contains("href=\"mailto:ada@example.org?subject=Keys%20%26%20locks,%20version%201.0\">Ask the owner<"),
        "{page}"
    );
    assert!(page.contains("href=\"https://git.example/isms/content/policies/keys.md\">Edit this page<"), "{page}");
    let bare = build("//- content/policies/keys.md\n# Keys\n\nText.\n");
    assert!(!bare.main("documents/policies/keys.html").contains("data-part=\"actions\""));
}

#[test]
fn evidence_leads_to_the_findings_on_the_same_requirements() {
    let built = build(
        "
//- content/registers/evidence.toml
[[evidence]]
id = \"EV-1\"
title = \"Restore test\"
controls = [\"A.8.13\"]
clauses = [\"9.1\"]
collected = 2026-01-01
[[evidence]]
id = \"EV-2\"
title = \"Guest list\"
controls = [\"A.7.2\"]
collected = 2026-01-01
//- content/registers/findings.toml
[[finding]]
id = \"F-1\"
title = \"A key was missing\"
grade = \"minor\"
status = \"open\"
controls = [\"A.8.13\"]
clauses = [\"9.1\"]
seen = \"A key was missing.\"
found = 2026-01-05
[[finding]]
id = \"F-2\"
title = \"No climate\"
grade = \"minor\"
status = \"open\"
clauses = [\"4.1\"]
seen = \"Not written down.\"
found = 2026-01-05
",
    );
    let page = built.main("registers/evidence/ev-1.html");
    let expected =
        "<dt>Findings on the same requirements</dt><dd><a href=\"../findings/f-1.html\">F-1 A key was missing</a></dd>";
    assert!(page.contains(expected), "{page}");
    assert!(!page.contains("F-2"), "{page}");
    assert!(!built.main("registers/evidence/ev-2.html").contains("Findings on"));
}
