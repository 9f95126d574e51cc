//! Front matter of other tools, documents that do not say whether they are approved, and books that map nothing.

use crate::fixture::{Built, build};

const BOOK: &str = "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n";

/// Builds documents as they come from other tools, whose keys are data.
fn with_foreign_keys(documents: &str) -> Built {
    build(&format!("{BOOK}[checks]\nunknown-key = \"allow\"\n{documents}"))
}

/// Returns what a page shows below "Further details", with single spaces.
#[track_caller]
fn details(built: &Built, page: &str) -> String {
    let main = built.main(page);
    let (_, rest) = main.split_once("</summary>").unwrap_or_else(|| panic!("{page} has details: {main}"));
    let html = scraper::Html::parse_fragment(rest.split_once("</details>").unwrap().0);
    html.root_element().text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Front matter as it is found in repositories: of the tool, and what the page of the document shows of it.
const SHAPES: [(&str, &str, &str); 12] = [
    (
        "Jekyll",
        "---\nlayout: default\ntitle: Backup rules\npermalink: /backup/\nnav_order: 7\nparent: Policies\n---\n",
        "layout: default permalink: /backup/ nav_order: 7 parent: Policies",
    ),
    (
        "Hugo, in TOML",
        "+++\ntitle = \"Backup rules\"\ndate = 2018-06-01T10:00:00Z\ndraft = false\nweight = 10\nkeywords = [\"a\", \"b\"]\n\
         [params]\nowner = \"Jo\"\n+++\n",
        "date: 2018-06-01T10:00:00Z draft: false weight: 10 keywords: a b params: owner: Jo",
    ),
    (
        "Hugo",
        "---\ntitle: Backup rules\nlastmod: 2026-01-10\nmenu:\n  main:\n    weight: 3\n---\n",
        "lastmod: 2026-01-10 menu: main: weight: 3",
    ),
    (
        "Docusaurus",
        "---\nid: backup-rules\ntitle: Backup rules\nsidebar_label: Backup\nsidebar_position: 2\nslug: /backup\ntags: [ops, it]\n---\n",
        "sidebar_label: Backup sidebar_position: 2 slug: /backup",
    ),
    (
        "MkDocs",
        "---\ntitle: Backup rules\nhide:\n  - navigation\n  - toc\ntemplate: main.html\n---\n",
        "hide: navigation toc template: main.html",
    ),
    (
        "Obsidian",
        "---\ntitle: Backup rules\ncssclasses:\n  - wide\ncreated: 2024-05-01\ntag: backup\nup: \"[[Policies]]\"\n---\n",
        "cssclasses: wide created: 2024-05-01 tag: backup up: [[Policies]]",
    ),
    (
        "Comply",
        "---\ntitle: Backup rules\nacronym: BR\nsatisfies:\n  TSC:\n    - CC6.1\n    - CC6.2\nmajorRevisions:\n  - date: Jun 1 2018\n    \
         comment: Initial document\n---\n",
        "acronym: BR satisfies: TSC: CC6.1 CC6.2 majorRevisions: date: Jun 1 2018 comment: Initial document",
    ),
    (
        "Backstage",
        "---\ntitle: Backup rules\napiVersion: backstage.io/v1alpha1\nmetadata:\n  annotations:\n    backstage.io/techdocs-ref: dir:.\n---\n",
        "apiVersion: backstage.io/v1alpha1 metadata: annotations: backstage.io/techdocs-ref: dir:.",
    ),
    (
        "Notion",
        "---\ntitle: Backup rules\nCreated by: Jo Doe\nLast edited time: January 10, 2026 9:41 AM\nDone: true\n---\n",
        "Created by: Jo Doe Last edited time: January 10, 2026 9:41 AM Done: true",
    ),
    (
        "a policy template",
        "---\ntitle: Backup rules\nlast_reviewed: 2026-01-10\nreview_date: 2027-01-10\nowner: Jo Doe\nstatus: Published\nversion: 1.0\n\
         controls: A.8.13, A.8.14\nlang: en\nreviewer: \"\"\n---\n",
        "last_reviewed: 2026-01-10 review_date: 2027-01-10 status: Published lang: en reviewer: –",
    ),
    (
        "a list of people",
        "---\ntitle: Backup rules\nowner:\n  - Ada\n  - Ben\ndate: Jun 1 2018\n---\n",
        "owner: Ada Ben date: Jun 1 2018",
    ),
    (
        "keys that are no words",
        "---\ntitle: Backup rules\n2024: first\n5.1: second\ntrue: third\nempty:\n\"<b>\": \"<script>x</script>\\n[a](javascript:b)\"\n---\n",
        "2024: first 5.1: second true: third <b>: <script>x</script>[a](javascript:b)",
    ),
];

#[test]
fn front_matter_of_other_tools_is_data_that_the_page_shows_on_demand() {
    for (tool, front, shown) in SHAPES {
        let built = with_foreign_keys(&format!("//- content/backup.md\n{front}Backups are taken at night.\n"));
        assert!(built.site.is_some(), "{tool}: {:?}", built.problems());
        let problems = built.problems();
        assert!(problems.iter().all(|line| !line.contains("unknown-key")), "{tool}: {problems:?}");
        assert_eq!(details(&built, "documents/backup.html"), shown, "{tool}");
        let main = built.main("documents/backup.html");
        assert!(main.contains("<h1>Backup rules</h1>") && main.contains("approval not stated"), "{tool}");
        assert!(
            !main.contains("<details open") && !main.contains("<script") && !main.contains("href=\"javascript"),
            "{tool}"
        );
    }
}

#[test]
fn values_of_known_keys_are_read_if_they_can_mean_only_one_thing() {
    let front = "title: [Backup rules]\nowner: [Jo]\nversion: 1.0\nstatus: In Review\nkind: Policy\norder: \"7\"\nsearch: \"no\"\n\
                 tags: night, tape\nclassification: \"\"\ncontrols: A.8.13, A.8.14; A.5.30\nclauses: 8.1 9.1\napplies-to: [2024]\n";
    let built = with_foreign_keys(&format!("//- content/backup.md\n---\n{front}---\nText.\n"));
    assert_eq!(built.problems(), [""; 0]);
    let main = built.main("documents/backup.html");
    for shown in
        ["Backup rules", "Jo", "1.0", "in review", "night, tape", "A.8.13", "A.8.14", "A.5.30", "8.1", "9.1", "2024"]
    {
        assert!(main.contains(shown), "{shown}: {main}");
    }
    assert!(!main.contains("<summary>"), "nothing is left over");
    assert!(built.main("documents/index.html").contains("Policies"));
}

#[test]
fn a_value_that_was_not_understood_is_a_finding_and_data() {
    let document = |name: &str, front: &str| format!("//- content/{name}.md\n---\n{front}---\nText.\n");
    let books = document("a", "approved: soon\nstatus: approved\n")
        + &document("b", "approved: later\n")
        + &document("c", "status: Live\n");
    let built = build(&books);
    assert_eq!(
        built.problems(),
        [
            "warning[wrong-type] content/a.md:2:11 expected a date, found text, in 2 documents (write it as 2026-02-28)",
            "warning[unknown-choice] content/c.md:2:9 `Live` is not a valid value for `status` \
             (one of: draft, in-review, approved, retired)",
        ]
    );
    assert_eq!(details(&built, "documents/a.html"), "approved: soon");
    assert_eq!(details(&built, "documents/c.html"), "status: Live");
    assert!(built.main("documents/a.html").contains("approval not stated"), "a day that nobody can read has not come");
    let denied = build(&format!("{BOOK}[checks]\nunknown-choice = \"deny\"\n{books}"));
    assert!(denied.site.is_none() && denied.problems().iter().any(|line| line.starts_with("error[unknown-choice]")));
}

#[test]
fn an_unknown_key_is_reported_once_for_the_book() {
    let documents: String =
        (0..40).map(|n| format!("//- content/d{n:02}.md\n---\nweight: {n}\n---\n# D{n}\n")).collect();
    let expected = |severity: &str| {
        let known = "`clausebook explain front-matter` lists the known keys; if it is one of another tool, `unknown-key = \"allow\"` \
                     below `[checks]` in book.toml keeps it as data";
        [format!("{severity}[unknown-key] content/d00.md:2:1 unknown key `weight`, in 40 documents ({known})")]
    };
    assert_eq!(build(&documents).problems(), expected("error"));
    let warned = build(&format!("{BOOK}[checks]\nunknown-key = \"warn\"\n{documents}"));
    assert_eq!(warned.problems(), expected("warning"));
    assert_eq!(warned.diagnostics[0].also.len(), 39, "a program gets every place");
    assert_eq!(details(&warned, "documents/d39.html"), "weight: 39");
    assert_eq!(with_foreign_keys(&documents).problems(), [""; 0]);
}

#[test]
fn a_register_has_no_keys_of_other_tools() {
    let roles = "//- content/registers/roles.toml\n[[role]]\nid = \"it\"\ntitle = \"IT\"\nhodler = \"Ada\"\n";
    for level in ["allow", "warn"] {
        let built = build(&format!("{BOOK}[checks]\nunknown-key = \"{level}\"\n{roles}"));
        assert_eq!(
            built.problems(),
            ["error[unknown-key] content/registers/roles.toml:4:1 unknown key `hodler` (did you mean `holder`?)"]
        );
    }
    let heading =
        build(&format!("{BOOK}[checks]\nunknown-key = \"allow\"\n//- content/a.md\n## A {{control=\"A.5.1\"}}\n"));
    assert!(heading.problems()[0].starts_with("error[unknown-attribute]"), "{:?}", heading.problems());
}

#[test]
fn front_matter_that_cannot_be_read_leaves_other_documents_alone() {
    let book = |front: &str| {
        format!(
            "{BOOK}[checks]\ninvalid-yaml = \"warn\"\nunknown-key = \"allow\"\n//- content/a.md\n---\n{front}\n---\nText.\n//- content/b.md\n# B\n"
        )
    };
    for front in
        ["a: &x 1\nb: *x", "owner: Jo\nowner: Ada", "title: Access: who gets it", "a:\n\tb: 1", "x: [1, 2", "k: @home"]
    {
        let built = build(&book(front));
        let problems = built.problems();
        assert!(
            problems.len() == 1 && problems[0].starts_with("warning[invalid-yaml] content/a.md:"),
            "{front}: {problems:?}"
        );
        let words = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(words(&details(&built, "documents/a.html")), words(front), "{front}");
        assert!(built.main("documents/b.html").contains("approval not stated"));
    }
}

#[test]
fn front_matter_without_its_first_fence_is_read_where_the_book_says_so() {
    let rule = |pattern: &str| {
        format!(
            "[[documents]]\nmatch = \"{pattern}\"\nfront-matter = \"unfenced\"\ntitle = \"front-matter:name\"\nkind = \"policy\"\n"
        )
    };
    let text = "name: Access rules\nacronym: ACC\nsatisfies:\n  TSC:\n    - CC6.1\n---\n# Purpose\n\nOnly those who need it get in.\n";
    let book =
        |rule: &str| build(&format!("{BOOK}{rule}[checks]\nunknown-key = \"allow\"\n//- content/n/access.md\n{text}"));
    let read = book(&rule("n/*.md"));
    assert_eq!(read.problems(), [""; 0]);
    let main = read.main("documents/n/access.html");
    assert!(main.contains("<h1>Access rules</h1>") && main.contains("Purpose"), "{main}");
    assert_eq!(details(&read, "documents/n/access.html"), "acronym: ACC satisfies: TSC: CC6.1");
    assert_eq!(main.matches("CC6.1").count(), 1, "it is not a part of the text");
    assert!(read.main("documents/index.html").contains("Policies"));
    let as_text = book("");
    let line = "warning[misplaced-front-matter] content/n/access.md:1:1 these lines look like front matter, but no fence is before them";
    assert!(as_text.problems()[0].starts_with(line), "{:?}", as_text.problems());
    for text in ["Note: this is a heading\n---\n\nText.\n", "Words.\n\nowner: x\n---\n", "owner: x\n\nWords: more\n"] {
        assert_eq!(build(&format!("//- content/a.md\n{text}")).problems(), [""; 0], "{text}");
    }
}

#[test]
fn the_document_knows_better_than_a_rule_and_the_first_rule_than_the_next() {
    let rules = "[[documents]]\nmatch = \"it/**\"\nkind = \"plan\"\n[[documents]]\nmatch = \"**\"\nkind = \"record\"\n";
    let documents =
        "//- content/it/a.md\n# A\n//- content/policies/b.md\n# B\n//- content/it/c.md\n---\nkind: form\n---\n# C\n";
    let built = build(&format!("{BOOK}{rules}{documents}"));
    let list = built.main("documents/index.html");
    let order = [">Plans<", ">A<", ">Records<", ">B<", ">Forms<", ">C<"];
    let places: Vec<_> = order.iter().map(|word| list.find(word).unwrap_or_else(|| panic!("{word}: {list}"))).collect();
    assert!(places[0] < places[1] && places[2] < places[3] && places[4] < places[5], "{list}");
}

/// A book whose only document claims a control, with a status or without.
fn claiming(front: &str) -> String {
    format!(
        "{BOOK}[coverage]\nclauses = []\ncontrols = [\"decided\", \"documented\"]\n//- content/a.md\n+++\nowner = \"it\"\n\
         version = \"2.0\"\nreview-by = 2026-12-31\n{front}+++\n# Backups\n\n## Night {{controls=\"A.8.13\"}}\n\nTaken at night.\n\
         //- content/registers/applicability.toml\n[[control]]\nid = \"A.8.13\"\napplicable = true\njustification = \"J\"\n"
    )
}

#[test]
fn a_document_that_does_not_say_whether_it_is_approved_is_shown_and_documents_nothing() {
    let built = build(&claiming(""));
    assert_eq!(built.problems(), [""; 0]);
    let main = built.main("documents/a.html");
    for shown in ["approval not stated", "it", "2.0", "31 December 2026"] {
        assert!(main.contains(shown), "{shown}: {main}");
    }
    assert!(!main.contains("class=\"alert") && !main.contains("raft") && !main.contains("not in force"), "{main}");
    assert!(built.main("documents/index.html").contains("approval not stated"));
    assert!(built.main("index.html").contains("1 document does not state whether it is approved."));
    let control = built.main("controls/a.8.13.html");
    assert!(control.contains("“Backups” addresses it, but its approval is not stated"), "{control}");
    let approved = build(&claiming("status = \"approved\"\n"));
    assert!(!approved.main("controls/a.8.13.html").contains("not stated"));
    assert!(!approved.main("index.html").contains("state whether"));
    let draft = build(&claiming("status = \"draft\"\n"));
    let draft = draft.main("documents/a.html");
    assert!(draft.contains("class=\"alert") && draft.contains("draft"), "{draft}");
}

#[test]
fn a_pattern_for_documents_matches_one() {
    let of = |pattern: &str| {
        build(&format!(
            "{BOOK}[[documents]]\nmatch = \"{pattern}\"\nkind = \"policy\"\n//- content/it/plans/a.md\n# A\n"
        ))
        .problems()
    };
    for pattern in ["it/**", "it", "**/*.md", "it/plans/a.md", "./it/plans/*.md", "**/plans/**", "{it,hr}/**/?.md"] {
        assert_eq!(of(pattern), [""; 0], "{pattern}");
    }
    for pattern in ["plans/**", "*.md", "it/*.md", "IT/**", "content/it/**"] {
        let problems = of(pattern);
        let expected = format!("warning[idle-pattern] book.toml:5:9 `{pattern}` matches no document");
        assert!(problems.len() == 1 && problems[0].starts_with(&expected), "{pattern}: {problems:?}");
    }
}
