use crate::fixture::{assessed, read};
use crate::model::{DocumentStatus, Origin, ResolvedReference};

const OWNER: &str = "owner = [\"label:Owner\", \"label:Document owner\", \"label:Verantwortlich\"]\n\
    version = [\"label:Version\"]\napproved = [\"label:Approved on\", \"label:Freigegeben am\"]\n\
    review-by = [\"label:Next review\", \"label:Nächste Prüfung\"]\n";

/// Returns the facts of a document in `content/a.md`, each as `key=value`, the value as it is in its file.
fn facts(rules: &str, text: &str) -> Vec<String> {
    facts_of(&format!("//- book.toml\n[[documents]]\nmatch = \"**/*.md\"\n{rules}//- content/a.md\n{text}"), "a.md")
}

/// Returns the facts of a document that are neither its own nor from its path.
fn facts_of(fixture: &str, path: &str) -> Vec<String> {
    let (sources, _) = read(fixture);
    let assessed = assessed(fixture);
    let document = assessed.handbook.documents().find(|(_, document)| document.path == path).expect("the document").1;
    let is_path = |origin: &Origin| matches!(origin, Origin::FileName | Origin::Folder | Origin::FrontMatter(_));
    let facts = document.meta.facts.iter().filter(|fact| !is_path(&fact.origin) && fact.field != "title");
    facts.map(|fact| format!("{}={}", fact.field, sources.slice(fact.span))).collect()
}

/// Returns what a document has: owner, version, approval, review, title and id.
fn meta(fixture: &str) -> Vec<String> {
    let assessed = assessed(fixture);
    let document = assessed.handbook.documents().next().expect("a document").1;
    let meta = &document.meta;
    let owner = meta.owner.as_ref().map(|owner: &ResolvedReference| owner.text.clone());
    let day = |day: &Option<crate::source::Spanned<jiff::civil::Date>>| day.as_ref().map(|day| day.value.to_string());
    let found = [owner, meta.version.clone(), day(&meta.approved), day(&meta.review_by)];
    found.into_iter().map(Option::unwrap_or_default).chain([meta.title.clone(), meta.id.value.clone()]).collect()
}

#[test]
fn a_rule_that_names_the_key_itself_reads_what_front_matter_has() {
    let status = |rule: &str, written: &str| {
        let fixture = format!(
            "//- book.toml\n[[documents]]\nmatch = \"**\"\n{rule}\n//- content/a.md\n---\nstatus: {written}\n---\nText.\n"
        );
        let assessed = assessed(&fixture);
        assessed.handbook.documents().next().expect("a document").1.meta.status.value
    };
    let rule = "status = { from = [\"front-matter:status\"], values = { Published = \"approved\", WIP = \"draft\" } }";
    assert_eq!(status(rule, "Published"), DocumentStatus::Approved);
    assert_eq!(status(rule, "WIP"), DocumentStatus::Draft);
    assert_eq!(status(rule, "retired"), DocumentStatus::Retired);
    // A rule that looks elsewhere leaves it alone.
    let other = rule.replace("front-matter:status", "label:Status");
    assert_eq!(status(&other, "Published"), DocumentStatus::Unstated);
}

#[test]
fn labels_stand_in_bold_lines_quotations_lists_and_tables() {
    let expected = ["version=2.1", "owner=Head of IT", "review-by=2026-07-01"];
    for control in [
        "**📋 Owner:** Head of IT | **Version:** 2.1 |\n**⏰ Next Review:** 2026-07-01",
        "**Owner**: Head of IT **Version**: 2.1  \n**Next review** – 2026-07-01",
        "**Owner: Head of IT**<br>**Version: 2.1** · **Next review: 2026-07-01**",
        "<b>Owner:</b> Head of IT<br/><b>Version:</b> 2.1<br><strong>NEXT REVIEW:</strong> 2026-07-01",
        "> **Document control**  \n> Owner: Head of IT  \n> Version: 2.1\\\n> Next review: 2026-07-01",
        "> Owner: Head of IT | Version: 2.1 | Next review: 2026-07-01",
        "- Owner: Head of IT\n- *Version:* 2.1\n- Next review: 2026-07-01",
        "* **Owner:** Head of IT\n* **Version:** 2.1\n* **Next review:** 2026-07-01",
        "Owner: Head of IT\nVersion: 2.1\nNext review: 2026-07-01",
        "Owner: Head of IT\n\nVersion: 2.1\n\nNext review: 2026-07-01",
        "Case Ltd\n\nOwner\n: Head of IT\n\nVersion\n: 2.1\n\nNext review\n: 2026-07-01",
        "**Owner:**\nHead of IT\n\n**Version:**  \n2.1\n\n**Next review:**\n2026-07-01",
        "| Field | Value |\n|---|---|\n| **Owner** | Head of IT |\n| Version: | 2.1 |\n| Next  review | 2026-07-01 |",
        "| Owner | Head of IT |\n|---|---|\n| Version | 2.1 |\n| Next review | 2026-07-01 |",
        "| | |\n|---|---|\n| Owner | [Head of IT](roles.md) |\n| Version | `2.1` |\n| Next review | **2026-07-01** |"
            .replace("[Head of IT](roles.md)", "**Head of IT**")
            .as_str(),
        "| Owner | Version | Next review |\n|---|---|---|\n| Head of IT | 2.1 | 2026-07-01 |",
        "| Owner | Head of IT | Version | 2.1 |\n|---|---|---|---|\n| Status | Live | Next review | 2026-07-01 |",
        "| **Owner:** Head of IT | **Version:** 2.1 |\n|---|---|\n| **Next review:** 2026-07-01 | |",
        "**Owner:** Head of IT | **Version:** 2.1 | **Next review:** 2026-07-01\n---",
    ] {
        for title in ["# Keys\n\n", "", "Keys\n====\n\n", "<h1>Keys</h1>\n\n"] {
            let text = format!("{title}{control}\n\nText.\n\n## More\n\n**Owner:** Nobody | **Version:** 9\n");
            assert_eq!(facts(OWNER, &text), expected, "{text}");
        }
    }
}

#[test]
fn labels_are_words_of_the_book() {
    let german = "# Schlüssel\n\n**Verantwortlich:** Leitung IT  \n**Freigegeben am:** 1. März 2026  \n**Nächste Prüfung:** 01.03.2027\n";
    let book = format!("//- book.toml\n[[documents]]\nmatch = \"**\"\n{OWNER}//- content/a.md\n{german}");
    assert_eq!(meta(&book), ["Leitung IT", "", "2026-03-01", "2027-03-01", "Schlüssel", "a"]);
    let other = "# A\n\n**Document owner:** B | **Owner of the key:** C | **Owners:** D\n";
    assert_eq!(facts("owner = \"label:Owner\"\n", other), [""; 0]);
    assert_eq!(facts(OWNER, other), ["owner=B"]);
}

#[test]
fn the_value_of_a_label_is_its_words_at_their_place() {
    let linked = "# A\n\n| | |\n|---|---|\n| Owner | [Head of IT](mailto:it@case.example) |\n| Version | ~~1.0~~ 2&nbsp;b ![x](y.png) |\n";
    let book = format!("//- book.toml\n[[documents]]\nmatch = \"**\"\n{OWNER}//- content/a.md\n{linked}");
    assert_eq!(meta(&book)[..2], ["Head of IT", "2 b"]);
    assert_eq!(facts(OWNER, linked), ["version=2&nbsp;b", "owner=Head of IT"]);
    let twice = "# A\n\n**Owner:** – | **Owner:** B | **Owner:** C\n";
    assert_eq!(facts(OWNER, twice), ["owner=B"], "the first with words counts");
}

#[test]
fn ordinary_text_has_no_labels() {
    for text in [
        "# A\n\nText that says what the document is about, in as many words as such a text has in a policy.\n\nOwner: the person who answers for an asset\n",
        "# A\n\n> Owner: person or entity with the accountability and authority to manage a risk\n> — ISO 27000\n",
        "# A\n\n> “Owner: who answers for it.”\n",
        "# A\n\n> Owner: who answers for it.\n",
        "# A\n\n| Owner | Duty |\n|---|---|\n| Head of IT | patches |\n| CISO | approves |\n",
        "# A\n\n| Version | Date | Owner | Approver |\n|---|---|---|---|\n| 1.0 | 2025-01-01 | B | C |\n| 1.1 | 2025-01-01 | B | C |\n",
        "# A\n\n## Roles\n\n**Owner:** B\n\nOwner: B\n",
        "# A\n\n```\nOwner: B\n```\n",
        "# A\n\n![Owner: B](a.png)\n",
        "# A\n\nEvery asset has an owner: the head of its department. Owner: see there.\n",
        "# Owner: B\n",
        "# A\n\n**Owner** – the person that answers for an asset and for what is done with it\n",
    ] {
        assert_eq!(facts(OWNER, text), [""; 0], "{text}");
    }
}

#[test]
fn labels_are_found_below_named_headings_too() {
    let rules = format!("under = [\"Document control\"]\n{OWNER}");
    let control = "| Owner | Head of IT |\n|---|---|\n| Version | 2.1 |\n";
    for heading in
        ["## Document control", "### 9. Document Control {#dc}", "## **Document control**", "**Document control**"]
    {
        let text =
            format!("# A\n\nText.\n\n## Scope\n\nOwner: X\n\n{heading}\n\n{control}\n## More\n\n**Version:** 3\n");
        assert_eq!(facts(&rules, &text), ["version=2.1", "owner=Head of IT"], "{text}");
        assert_eq!(facts(OWNER, &text), [""; 0], "{text}");
    }
}

#[test]
fn rows_of_a_change_log_are_found_by_heading_and_column() {
    let log = "# A\n\n## 7. Changelog\n\nAll changes:\n\n| Version | Date | Approved by |\n|---|---|---|\n| 1.0 | 2025-01-01 | Board |\n| **1.1** | 2025-07-01 | |\n\n## End\n";
    let last = "version = \"last-row:Changelog/Version\"\napproved = \"last-row:Changelog/Date\"\napprover = \"last-row:Changelog/Approved by\"\n";
    assert_eq!(facts(last, log), ["version=1.1", "approved=2025-07-01"]);
    assert_eq!(
        facts(&last.replace("last-row", "first-row"), log),
        ["version=1.0", "approver=Board", "approved=2025-01-01"]
    );
    assert_eq!(facts(&last.replace("Changelog", "Change log"), log), [""; 0]);
    let slashes = log.replace("Changelog", "Changes / history").replace("Version", "Version/No");
    assert_eq!(facts("version = \"last-row:Changes / history/Version/No\"\n", &slashes), ["version=1.1"]);
}

#[test]
fn sources_are_asked_in_their_order_and_front_matter_wins() {
    let text =
        "---\nversion: '7'\nmeta:\n  owner: Nested\n  team: Blue\n---\n# A\n\n**Owner:** Label | **Version:** 2\n";
    let nested = "owner = [\"front-matter:meta.owner\", \"label:Owner\"]\n";
    let book = |rules: &str| format!("//- book.toml\n[[documents]]\nmatch = \"**\"\n{rules}//- content/a.md\n{text}");
    assert_eq!(meta(&book(&format!("{nested}version = \"label:Version\"\n")))[..2], ["Nested", "7"]);
    assert_eq!(
        meta(&book("owner = [\"label:Nobody\", \"label:Owner\", \"front-matter:meta.owner\"]\n"))[..1],
        ["Label"]
    );
    let two = "owner = \"label:Nobody\"\n[[documents]]\nmatch = \"*.md\"\nowner = \"label:Owner\"\n";
    assert_eq!(meta(&book(two))[..1], ["Label"], "each rule adds what is not yet known");
    // What no fact has stays data.
    let assessed = assessed(&book(nested));
    let details = &assessed.handbook.documents().next().expect("a document").1.meta.details;
    assert_eq!(format!("{details:?}").matches("Blue").count(), 1, "{details:?}");
    assert!(!format!("{details:?}").contains("Nested"), "{details:?}");
}

#[test]
fn names_and_headings_say_ids_and_titles() {
    let book = |rules: &str| {
        format!(
            "//- book.toml\n[[documents]]\nmatch = \"**\"\n{rules}//- content/ISMS-POL-5.1_Keys-and-locks.md\n# POL-07: Keys (v2.3)\n"
        )
    };
    let of = |rules: &str| meta(&book(rules));
    assert_eq!(
        of("id = { from = [\"file-name\"], pattern = '^(ISMS-POL-[\\d.]+)' }\n")[4..],
        ["POL-07: Keys (v2.3)", "ISMS-POL-5.1"]
    );
    assert_eq!(of("id = { from = \"heading\", pattern = '^[A-Z]+-\\d+' }\n")[5], "POL-07");
    assert_eq!(of("version = { from = \"heading\", pattern = 'v([\\d.]+)' }\n")[1], "2.3");
    assert_eq!(of("title = [\"file-name\", \"heading\"]\n")[4], "ISMS POL-5.1 Keys and locks");
    assert_eq!(of("title = [\"front-matter:name\", \"heading\", \"file-name\"]\n")[4], "POL-07: Keys (v2.3)");
    assert_eq!(of("title = { from = \"heading\", pattern = '^POL-\\d+: (.*) \\(' }\n")[4], "Keys");
    assert_eq!(of("id = { from = \"file-name\", pattern = 'X(.)' }\n")[5], "isms-pol-5.1_keys-and-locks");
}

/// A book with a register of documents in CSV.
fn listed(by: &str, facts: &str, document: (&str, &str), rows: &str) -> String {
    let (path, text) = document;
    format!(
        "//- book.toml\n[[documents]]\nmatch = \"**/*.md\"\nregister = {{ file = \"registers/List of docs.csv\", by = {by} }}\n\
         {facts}//- content/{path}\n{text}//- content/registers/List of docs.csv\n{rows}"
    )
}

#[test]
fn a_row_of_the_register_belongs_to_a_document_by_id_title_or_file() {
    let rows = "Register of documents;;;\n;;;\nDoc ID;Name;Path;Owner;Ver.\nISMS-POL-5.1;Keys & locks;isms\\policies\\Keys.docx;Head of IT;2,0\n\
         12;Doors;./doors.md;Facilities;1.0\n";
    let facts = "owner = \"register:Owner\"\nversion = \"register:Ver.\"\n";
    let (id, title, file) = ("{ \"Doc ID\" = \"id\" }", "{ Name = \"title\" }", "{ Path = \"file\" }");
    for (by, path, text, expected) in [
        (id, "isms-pol-5.1_keys.md", "Text.\n", "Head of IT"),
        (id, "a.md", "---\nid: ISMS-POL-5.1\n---\n", "Head of IT"),
        (id, "ISMS-POL-5.10_Doors.md", "Text.\n", ""),
        (id, "12-doors.md", "Text.\n", "Facilities"),
        (id, "doors-2012-12.md", "Text.\n", ""),
        (title, "a.md", "# Keys & Locks\n", "Head of IT"),
        (title, "keys-&-locks.md", "Text.\n", "Head of IT"),
        (title, "a.md", "---\ntitle: doors\n---\n# Gates\n", "Facilities"),
        (title, "a.md", "# Gates\n", ""),
        (file, "policies/keys.md", "Text.\n", "Head of IT"),
        (file, "other/keys.md", "Text.\n", ""),
        (file, "site/doors.md", "Text.\n", "Facilities"),
        ("{ \"Doc ID\" = \"id\", Path = \"file\" }", "doors.md", "Text.\n", "Facilities"),
    ] {
        let owner = meta(&listed(by, facts, (path, text), rows)).swap_remove(0);
        assert_eq!(owner, expected, "{by} {path} {text}");
    }
    let book = listed(id, facts, ("isms-pol-5.1.md", "Text.\n"), rows);
    assert_eq!(facts_of(&book, "isms-pol-5.1.md"), ["version=2,0", "owner=Head of IT"], "each at its cell");
}

#[test]
fn the_id_comes_from_a_register_that_is_joined_by_title() {
    let book = listed("{ Name = \"title\" }", "id = \"register:No\"\n", ("a.md", "# Keys\n"), "No,Name\nP-7,Keys\n");
    assert_eq!(meta(&book)[5], "P-7");
}

#[test]
fn a_register_in_a_markdown_document_lists_documents_too() {
    let book = "//- book.toml\n[[documents]]\nmatch = \"*.md\"\n\
         register = { file = \"README.md\", below = \"Documents\", by = { Document = \"title\" } }\nowner = \"register:Owner\"\n\
         //- content/keys.md\n# Keys\n//- content/README.md\n# Isms\n\n## Documents\n\n| Document | Owner |\n|---|---|\n| [Keys](keys.md) | Head of IT |\n";
    assert_eq!(facts_of(book, "keys.md"), ["owner=Head of IT"]);
}

#[test]
fn what_nothing_states_may_be_assumed() {
    let book = |rules: &str, text: &str| {
        let fixture = format!("//- book.toml\n[[documents]]\nmatch = \"**\"\n{rules}//- content/a.md\n{text}");
        let assessed = assessed(&fixture);
        let meta = &assessed.handbook.documents().next().expect("a document").1.meta;
        let fact = meta.facts.iter().find(|fact| fact.field == "status").map(|fact| fact.origin.clone());
        (meta.status.value.word(), fact)
    };
    let rule = "status = { from = [\"label:Status\"], values = { Published = \"approved\", Live = \"approved\" }, else = \"approved\" }\n";
    let label = Some(Origin::Label("Status".to_owned()));
    assert_eq!(book(rule, "# A\n"), ("approved", Some(Origin::Assumed)));
    assert_eq!(book(rule, "# A\n\n**Status:** published\n"), ("approved", label.clone()));
    assert_eq!(book(rule, "# A\n\n**Status:** In Review\n"), ("in-review", label.clone()));
    assert_eq!(book(rule, "# A\n\n**Status:** Withdrawn\n").0, "unstated", "another word is not the same as none");
    assert_eq!(book(rule, "---\nstatus: draft\n---\n# A\n").0, "draft");
    // What a later rule finds counts before what an earlier one assumes.
    let two = format!("{rule}[[documents]]\nmatch = \"a.md\"\nstatus = \"label:State\"\n");
    assert_eq!(book(&two, "# A\n\n**State:** Retired\n").0, "retired");
}

#[test]
fn a_date_with_two_readings_is_an_error_at_its_place() {
    let fixture = "//- book.toml\n[[documents]]\nmatch = \"**\"\napproved = \"label:Approved\"\nreview = \"label:Cycle\"\n\
         status = { else = \"approved\" }\n//- content/a.md\n# A\n\n**Approved:** 03/04/2026 | **Cycle:** every six months\n";
    let found = |fixture: &str| {
        let (sources, config) = read(fixture);
        let outcome = crate::pipeline::check(&sources, &config, jiff::civil::date(2026, 10, 1), &|_| {});
        let found = outcome.diagnostics.into_iter().filter(|found| found.code == "wrong-type");
        found.map(|found| (found.severity, found.message, sources.slice(found.span.expect("a place")).to_owned())).collect::<Vec<_>>()
    };
    let two = "`03/04/2026` is 2026-04-03 or 2026-03-04".to_owned();
    assert_eq!(found(fixture), [(crate::diag::Severity::Error, two, "03/04/2026".to_owned())]);
    let stated = fixture.replace("\"label:Approved\"", "{ from = [\"label:Approved\"], date = \"%d/%m/%Y\" }");
    assert_eq!(found(&stated), []);
    assert_eq!(meta(&stated)[2..4], ["2026-04-03", "2026-10-03"]);
    let soon = found(&fixture.replace("03/04/2026", "soon"));
    assert_eq!(soon.len(), 1);
    assert_eq!(soon[0].0, crate::diag::Severity::Warning, "the text still says it: {soon:?}");
}

/// Returns the requirements that a document and its sections claim.
fn claims(rules: &str, path: &str, text: &str) -> Vec<String> {
    let assessed = assessed(&format!("//- book.toml\n[[documents]]\nmatch = \"**\"\n{rules}//- content/{path}\n{text}"));
    let document = assessed.handbook.documents().next().expect("a document").1;
    let sections = document.sections.iter().map(|section| (section.heading.title.as_str(), &section.claims));
    let all = std::iter::once(("", &document.meta.claims)).chain(sections);
    let claims = all.flat_map(|(at, claims)| claims.iter().filter(|claim| claim.to.is_some()).map(move |claim| (at, claim)));
    claims.map(|(at, claim)| if at.is_empty() { claim.text.clone() } else { format!("{at}: {}", claim.text) }).collect()
}

#[test]
fn headings_sections_names_and_keys_make_claims() {
    let text = "# A.5.1 Policies\n\n## Joiners (A.5.16, A.5.18)\n\nSee A.8.1 and R-1.\n\n## ISO 27001 controls\n\n- A.6.1, Control 6.2\n\n### More\n\nclause 9.2 and [A.6.1](#x)\n\n## End\n\nA.7.1\n";
    let headings = ["A.5.1", "Joiners (A.5.16, A.5.18): A.5.16", "Joiners (A.5.16, A.5.18): A.5.18"];
    assert_eq!(claims("claims = \"headings\"\n", "a.md", text), headings);
    assert_eq!(claims("claims = \"under:ISO 27001 controls\"\n", "a.md", text), ["A.6.1", "A.6.2", "9.2"]);
    assert_eq!(claims("claims = \"file-name\"\n", "A.5.24-A.5.26_Incidents.md", "Text.\n"), ["A.5.24", "A.5.25", "A.5.26"]);
    let front = "---\nsatisfies:\n  ISO27001: ['5.1', 5.2]\n  TSC: [CC1.1]\n---\n# A\n";
    let key = "claims = { from = [\"front-matter:satisfies.ISO27001\"], prefix = \"A.\" }\n";
    assert_eq!(claims(key, "a.md", front), ["A.5.1", "A.5.2"]);
    let label = "# A\n\n**Controls:** ISO 27001 A.5.1, A.5.2–A.5.4 | **Clauses:** n/a\n";
    assert_eq!(claims("claims = [\"label:Controls\", \"label:Clauses\"]\n", "a.md", label), ["A.5.1", "A.5.2", "A.5.3", "A.5.4"]);
    let numbered = "# A\n\n## 5.15 Access control\n\n## Notes\n";
    let rule = "claims = { from = [\"headings\"], pattern = '^\\d+\\.\\d+', prefix = \"A.\" }\n";
    assert_eq!(claims(rule, "a.md", numbered), ["5.15 Access control: A.5.15"]);
    assert_eq!(claims("", "a.md", text), [""; 0]);
}
