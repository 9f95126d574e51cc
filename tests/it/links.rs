//! References: resolved, reported, or left as plain text.

use crate::fixture::{build, check};

#[test]
fn every_way_to_refer_leads_to_its_target() {
    let built = build(
        "
//- content/policies/a.md
[[b]] [[b#part|words]] [file](../plans/b.md#part) [[A.5.15]] [[6.1.2]] [[R-001]] A.8.2 and clause 9.1, R-001
![picture](p.png)
//- content/policies/p.png
x
//- content/plans/b.md
# Plan B
## Part {#part}
//- content/registers/risks.toml
[[risk]]
id = \"R-001\"
title = \"Loss\"
category = \"people\"
owner = \"x\"
likelihood = 1
impact = 1
treatment = \"accept\"
",
    );
    assert_eq!(built.problems(), Vec::<String>::new());
    let page = built.main("documents/policies/a.html");
    for expected in [
        "<a href=\"../plans/b.html\">Plan B</a>",
        "<a href=\"../plans/b.html#part\">words</a>",
        "<a href=\"../plans/b.html#part\">file</a>",
        "<a href=\"../../controls/a.5.15.html\" title=\"Access control\">A.5.15</a>",
        "<a href=\"../../clauses/6.1.2.html\" title=\"Information security risk assessment\">6.1.2</a>",
        "<a href=\"../../registers/risks/r-001.html\" title=\"Loss\">R-001</a>",
        "clause <a href=\"../../clauses/9.1.html\"",
        "<img src=\"../../files/policies/p.png\" alt=\"picture\"",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
}

#[test]
fn what_is_not_there_is_reported_at_its_place_with_a_hint() {
    check(
        "
//- content/policies/access-control.md
# Access {#top}
[[acess-control]] [[A.5.99]] [x](../nowhere/access-control.md) [y](#tap) and A.5.94 in prose
//- content/plans/plan.md
[[R-004]]
",
        &[
            "error[unknown-reference] content/plans/plan.md:1:3 unknown id `R-004`",
            "error[unknown-reference] content/policies/access-control.md:2:3 unknown id `acess-control` \
             (did you mean `access-control`?)",
            "error[unknown-reference] content/policies/access-control.md:2:21 unknown id `A.5.99` \
             (did you mean `A.5.9`?)",
            "error[broken-link] content/policies/access-control.md:2:34 there is no file \
             `nowhere/access-control.md` in the content folder (did you mean `access-control.md`?)",
            "error[broken-anchor] content/policies/access-control.md:2:68 `Access` has no section `#tap` \
             (did you mean `#top`?)",
            "warning[unknown-reference] content/policies/access-control.md:2:78 unknown id `A.5.94` \
             (did you mean `A.5.4`?)",
        ],
    );
}

#[test]
fn sound_prose_is_silent() {
    check(
        "
//- content/a.md
Section 5.15 of the contract, version 2.1.3, `A.5.99`, https://example.org/A.5.99, clause 7.3 of the contract,
ISO 9001 clause 7.1.9, COVID-19, CVE-2026-1234, UTF-8, [A.5.99](https://example.org).

    A.5.99 in code
",
        &[],
    );
}

#[test]
fn an_entry_is_missed_only_where_others_have_its_shape() {
    check(
        "
//- content/a.md
R-002 is a slip, CVE-001 is not.
//- content/registers/risks.toml
[[risk]]
id = \"R-001\"
title = \"Loss\"
category = \"people\"
owner = \"x\"
likelihood = 1
impact = 1
treatment = \"accept\"
",
        &["warning[unknown-reference] content/a.md:1:1 unknown id `R-002` (did you mean `R-001`?)"],
    );
}

#[test]
fn an_id_is_unique_over_documents_and_entries() {
    let built = build(
        "
//- content/a/same.md
+++
id = \"twice\"
+++
//- content/b/same.md
+++
id = \"twice\"
+++
//- content/registers/glossary.toml
[[term]]
id = \"twice\"
title = \"T\"
definition = \"D\"
[[term]]
id = \"A.5.1\"
title = \"T\"
definition = \"D\"
",
    );
    let problems = built.problems();
    assert_eq!(
        problems,
        [
            "error[duplicate-id] content/b/same.md:2:6 the id `twice` is used twice (change one of the ids)",
            "error[duplicate-id] content/registers/glossary.toml:2:6 the id `twice` is used twice (change one of the ids)",
            "error[duplicate-id] content/registers/glossary.toml:6:6 `A.5.1` is the id of a requirement (choose another id; `prefix` \
             in book.toml puts something before those of an imported table)",
        ]
    );
    assert!(built.printed().contains("first defined here"), "{}", built.printed());
}

#[test]
fn two_pages_never_share_an_address() {
    check(
        "
//- content/policies/Access Control.md
+++
id = \"one\"
+++
//- content/policies/access-control.md
+++
aliases = [\"documents/policies/access-control.html\"]
+++
",
        &[
            "error[colliding-address] content/policies/access-control.md:1:1 two pages would have the address \
             `documents/policies/access-control.html` (rename one of the files, or change the id or the alias)",
            "error[colliding-address] content/policies/access-control.md:2:12 two pages would have the address \
             `documents/policies/access-control.html` (rename one of the files, or change the id or the alias)",
        ],
    );
}

/// Otherwise the page written last would replace the other.
#[test]
fn an_alias_never_takes_the_address_of_a_copied_file() {
    check(
        "
//- content/access.md
+++
aliases = [\"files/old.html\"]
+++
[as it was](old.html)
//- content/old.html
<p>Old</p>
",
        &[
            "error[colliding-address] content/access.md:2:12 `files/old.html` is the address of a copied file (rename the file, or \
           change the id or the alias)",
        ],
    );
}

#[test]
fn a_reference_field_takes_only_what_its_schema_names() {
    check(
        "
//- content/registers/evidence.toml
[[evidence]]
id = \"EV-1\"
title = \"E\"
controls = [\"6.1.2\"]
collected = 2026-01-01
",
        &[
            "error[unknown-reference] content/registers/evidence.toml:4:13 `6.1.2` is a clause, expected one of: controls",
        ],
    );
}

#[test]
fn a_short_form_that_two_catalogues_share_must_be_written_out() {
    let catalogue =
        |id: &str| format!("[standard]\nid = \"{id}\"\ntitle = \"{id}\"\n[[control]]\nid = \"X.1\"\ntitle = \"X\"\n");
    let fixture = format!(
        "//- content/a.md\n[[X.1]] [[one:X.1]]\n//- catalogues/one.toml\n{}//- catalogues/two.toml\n{}",
        catalogue("one1"),
        catalogue("two2")
    );
    check(
        &fixture.replace("one:X.1", "one1:X.1"),
        &[
            "error[unknown-reference] content/a.md:1:3 `X.1` is the id of a requirement in 2 standards (write one of: one1:X.1, two2:X.1)",
        ],
    );
}

#[test]
fn a_catalogue_of_the_book_gets_its_pages() {
    let built = build(
        "
//- catalogues/own.toml
[standard]
id = \"house-1\"
title = \"House rules\"
[[control]]
id = \"H.1\"
title = \"Doors\"
about = \"Doors are locked.\"
//- content/policies/doors.md
+++
status = \"approved\"
owner = \"janitor\"
+++
## Doors {#doors controls=\"H.1\"}
",
    );
    assert_eq!(built.problems(), Vec::<String>::new());
    assert!(built.main("standards/house-1/h.1.html").contains("../../documents/policies/doors.html#doors"));
    assert!(built.main("standards/house-1/index.html").contains("Doors are locked."));
}

const FIGURES: &str = "
//- content/policies/a.md
# A
Of {{ controls }} controls {{covered controls}} are covered, in {{ documents }} documents and {{ risks }} risks.
{{ low risks }} low, {{ high risks }} high, {{ overdue risks }} overdue, {{ current evidence }} in date.
Written down: `{{ controls }}`. [All {{ risks }}](https://example.org/).
//- content/registers/risks.toml
[[risk]]
id = \"R-001\"
title = \"Loss\"
category = \"people\"
owner = \"x\"
likelihood = 1
impact = 1
treatment = \"reduce\"
due = 2026-01-01
status = \"open\"
description = \"One of {{ risks }}.\"
";

#[test]
fn a_number_that_is_named_is_counted_and_leads_to_what_is_counted() {
    let built = build(FIGURES);
    assert_eq!(built.problems(), Vec::<String>::new());
    let page = built.main("documents/policies/a.html");
    for expected in [
        "Of <a href=\"../../controls/index.html\">93</a> controls <a href=\"../../controls/index.html\">0</a> are covered",
        "in <a href=\"../index.html\">1</a> documents and <a href=\"../../registers/risks/index.html\">1</a> risks.",
        "<a href=\"../../risks/index.html\">1</a> low, <a href=\"../../risks/index.html\">0</a> high, <a href=\"../../registers/risks/index.html\">1</a> overdue, <a href=\"../../registers/evidence/index.html\">0</a> in date",
        "<code>{{ controls }}</code>",
        "<a href=\"https://example.org/\">All 1</a>",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
    assert!(built.main("registers/risks/r-001.html").contains("One of <a href=\"index.html\">1</a>."));
    assert!(built.page("downloads/risks.csv").contains("One of 1."));
}

#[test]
fn a_number_that_nobody_counts_is_reported_at_its_place_with_a_hint() {
    check(
        "
//- content/a.md
# A
{{ coverd controls }} {{ site.title }}
## Of {{ risks }}
",
        &[
            "error[invalid-value] content/a.md:3:7 a heading cannot contain a named count: lists and links would show the braces (move it to the text below the heading)",
            "error[unknown-reference] content/a.md:2:1 unknown named count `coverd controls` (did you mean `{{ covered controls }}`?)",
            "warning[placeholder-text] content/a.md:2:23 `{{ site.title }}` is a placeholder (set its value in `[variables]` of book.toml, or put the braces in backticks)",
        ],
    );
}

#[test]
fn every_place_for_an_address_takes_the_same_schemes() {
    let config = |address: &str| {
        format!("//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\nconfirm-reading = \"{address}\"\n")
    };
    let content = |address: &str| {
        let text = format!("//- content/a.md\n# A\n\n[one]({address})\n\n<a href=\"{address}\">two</a>\n");
        let entry =
            "//- content/registers/evidence.toml\n[[evidence]]\nid = \"E-1\"\ntitle = \"E\"\ncollected = 2026-01-01\n";
        format!("{text}{entry}location = \"{address}\"\n")
    };
    for address in ["https://e.org", "http://e.org", "mailto:a@e.org", "tel:+4420"] {
        let built = build(&format!("{}{}", config(address), content(address)));
        assert_eq!(built.problems(), [] as [&str; 0], "{address}");
        let link = format!("href=\"{address}\"");
        assert_eq!(built.main("documents/a.html").matches(&link).count(), 2, "{}", built.main("documents/a.html"));
        assert!(built.main("registers/evidence/e-1.html").contains(&link), "{address}");
    }
    let codes = |built: &crate::fixture::Built| built.diagnostics.iter().map(|d| d.code).collect::<Vec<_>>();
    assert_eq!(codes(&build(&config("ftp://e.org"))), ["invalid-name"]);
    assert_eq!(codes(&build(&content("ftp://e.org"))), ["broken-link"; 3]);
}

#[test]
fn a_vault_of_obsidian_leads_where_its_author_meant() {
    let built = build(
        "
//- book.toml
[book]
title = \"T\"
organisation = \"O\"
[checks]
broken-anchor = \"warn\"
unknown-reference = \"warn\"
//- content/Home.md
[[Start page]] [[plan.png]] [[Rules#^a1b2]] [[Rules#^lost]]

![[plan.png]] ![[Files/plan.png|300]] ![[Rules]] ![[Rules#Keys and locks]] ![[Rules|the rules]] ![[Sales.pdf]] ![[Rules.md]] ![[gone.png]]
//- content/Rules.md
---
aliases: [Start page, House rules]
---
Twelve letters. ^a1b2

## Keys and locks
//- content/Files/plan.png
x
//- content/Files/Sales.pdf
%PDF-1.7
",
    );
    assert_eq!(
        built.problems(),
        [
            "warning[broken-anchor] content/Home.md:1:47 `Rules` has no section `#^lost`",
            "warning[unknown-reference] content/Home.md:3:129 unknown id `gone.png`",
        ]
    );
    let page = built.main("documents/home.html");
    for expected in [
        "<p><a href=\"rules.html\">Rules</a> <a href=\"../files/Files/plan.png\">plan.png</a>",
        "<a href=\"rules.html#%5Ea1b2\">",
        "<p><img src=\"../files/Files/plan.png\" alt=\"plan.png\" /> <img src=\"../files/Files/plan.png\" alt=\"\" />",
        "<a href=\"rules.html\">Rules</a> <a href=\"rules.html#keys-and-locks\">Rules: Keys and locks</a>",
        "<a href=\"rules.html\">the rules</a> <a href=\"../files/Files/Sales.pdf\">Sales.pdf</a> <a href=\"rules.html\">Rules</a> gone.png</p>",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
    assert!(built.main("documents/rules.html").contains("Twelve letters. ^a1b2<span id=\"^a1b2\"></span>"));
}

#[test]
fn a_path_out_of_the_repository_leads_to_pages_of_the_code_host() {
    let up = "../../../..";
    let links = format!("[x]({up}/issues) [y]({up}/pull/7) [z]({up}/secrets) [w]({up}/../issues)");
    let fixture = |key: &str| {
        let checks = "[checks]\nbroken-link = \"warn\"\n";
        format!(
            "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n{key}\n{checks}//- content/a.md\n{links}\n"
        )
    };
    let built = build(&fixture("repository = \"https://git.example/o/r/blob/main/{path}\""));
    let page = built.main("documents/a.html");
    let links = "<a href=\"https://git.example/o/r/issues\">x</a> <a href=\"https://git.example/o/r/pull/7\">y</a> z w";
    assert!(page.contains(links), "{page}");
    let found = built.problems();
    assert!(found.len() == 2 && found.iter().all(|problem| problem.contains("leads out of the folder")), "{found:?}");
    assert_eq!(build(&fixture("")).problems().len(), 4);
}
