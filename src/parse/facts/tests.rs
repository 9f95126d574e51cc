use crate::fixture::{assessed, read};
use crate::model::{Origin, ResolvedReference};

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
