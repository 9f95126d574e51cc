//! Handbooks that are measured against several standards.

use std::io::Write as _;
use std::process::Command;

use jiff::civil::{Date, date};
use scraper::{Html, Selector};

use crate::fixture::{Built, build, build_as_of, check};

const HEAD: &str = "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\nas-of = 2026-10-01\n";

/// A document that covers A.5.19 and claims what its sections say.
const SUPPLIERS: &str = r#"
//- content/registers/roles.toml
[[role]]
id = "ciso"
title = "CISO"
holder = "Ada"
//- content/registers/applicability.toml
[[control]]
id = "A.5.19"
applicable = true
reasons = ["good-practice"]
justification = "Suppliers hold our data."
implementation = "implemented"
owner = "ciso"
[[control]]
id = "A.5.20"
applicable = true
reasons = ["good-practice"]
justification = "Suppliers hold our data."
implementation = "partial"
owner = "ciso"
[[control]]
id = "A.7.11"
applicable = false
justification = "The offices are rented with their supplies."
//- content/registers/evidence.toml
[[evidence]]
id = "EV-1"
title = "Review of suppliers"
controls = ["A.5.19", "nis2:21(2)(a)", "PR.AA-01"]
collected = 2026-09-01
owner = "ciso"
//- content/suppliers.md
+++
status = "approved"
approved = 2026-01-01
owner = "ciso"
kind = "policy"
+++
# Suppliers

## Choosing {#choosing controls="A.5.19 nis2:21(2)(a) PR.AA-01"}

We choose suppliers by what they show us about their security, and look again each year.

## Reporting {#reporting controls="nis2:23"}

Our suppliers report incidents to us within a day, and we report to the authority. Mentions: Art. 33 GDPR, PR.AA-02.
"#;

fn measured(standards: &[&str]) -> String {
    standards.iter().map(|id| format!("[[standard]]\nid = \"{id}\"\nrole = \"measured\"\n")).collect()
}

fn mapping(id: &str, requirement: &str, through: &str, fields: &str) -> String {
    format!(
        "[[mapping]]\nid = \"{id}\"\ntitle = \"{id}\"\nrequirement = \"{requirement}\"\nthrough = \"{through}\"\nsource = \"own\"\n\
         reason = \"Compared.\"\nby = \"ciso\"\non = 2026-01-01\n{fields}\n"
    )
}

const WHOLE: &str = "decision = \"confirmed\"\nextent = \"whole\"\nvalid = \"12 months\"";
const PART: &str = "decision = \"confirmed\"\nextent = \"part\"\nvalid = \"12 months\"";

/// Returns a book that is measured against NIS2, the NIST CSF and others, with decisions on pairs.
fn book(others: &[&str], mappings: &str) -> String {
    format!(
        "{HEAD}{}{SUPPLIERS}//- content/registers/mappings.toml\n{mappings}",
        measured(&[&["nis2", "nist-csf"], others].concat())
    )
}

/// Returns the state on the page of a requirement.
#[track_caller]
fn state(built: &Built, page: &str) -> String {
    let html = Html::parse_document(built.page(&format!("standards/{page}.html")));
    let badge =
        html.select(&Selector::parse("#state .badge").unwrap()).next().unwrap_or_else(|| panic!("{page} has a state"));
    badge.text().collect::<String>().chars().skip(1).collect::<String>().trim().to_owned()
}

/// Returns the words of the elements that a selector chooses on a page.
fn words(built: &Built, page: &str, selector: &str) -> Vec<String> {
    let html = Html::parse_document(built.page(page));
    let text = |element: scraper::ElementRef<'_>| element.text().collect::<Vec<_>>().join(" ");
    let chosen = Selector::parse(selector).unwrap();
    let all = html.select(&chosen).map(text);
    all.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn each_state_follows_from_claims_and_from_what_was_decided_about_pairs() {
    let mappings = [
        mapping("MAP-1", "nis2:21(2)(d)", "A.5.19", WHOLE),
        mapping("MAP-2", "nis2:21(2)(b)", "A.5.19", PART),
        mapping("MAP-3", "nis2:21(2)(c)", "A.5.20", WHOLE),
        mapping("MAP-4", "nis2:20", "A.5.19", "decision = \"refused\""),
    ];
    let built = build(&book(&[], &mappings.concat()));
    for (page, expected) in [
        ("nis2/21-2-a", "claimed and covered"),
        ("nis2/21-2-d", "met through ours"),
        ("nis2/23", "claimed, with gaps"),
        ("nis2/21-2-b", "partly met"),
        ("nis2/21-2-c", "met once ours is covered"),
        ("nis2/21-2-f", "supported, not confirmed"),
        ("nis2/20", "nothing"),
        ("nist-csf/pr.aa-01", "claimed and covered"),
    ] {
        assert_eq!(state(&built, page), expected, "{page}");
    }
    let left = words(&built, "standards/nis2/left.html", "tr.group th > span:first-child");
    assert_eq!(
        left,
        [
            "Write it",
            "Write the rest",
            "Finish what claims it",
            "Compare, and confirm or refuse",
            "Settled with ISO/IEC 27001"
        ]
    );
}

#[test]
fn pairs_that_nobody_confirmed_count_nowhere() {
    let built = build(&book(&[], ""));
    for page in ["index.html", "standards/nis2/index.html", "standards/nis2/left.html", "soa.html", "gaps.html"] {
        let text = built.main(page);
        let about = &text[text.find("NIS2").unwrap()..];
        assert!(!about.contains('%') || page == "index.html", "{page}");
    }
    assert!(built.main("standards/nis2/index.html").contains("1 of 65 requirements met"));
}

#[test]
fn a_confirmation_lapses_after_its_time_and_when_the_pair_is_gone() {
    let lapsing = mapping("MAP-1", "nis2:21(2)(d)", "A.5.19", WHOLE);
    let on = |mapping: &str, day: Date| state(&build_as_of(&book(&[], mapping), day), "nis2/21-2-d");
    assert_eq!(on(&lapsing, date(2027, 1, 1)), "met through ours");
    assert_eq!(on(&lapsing, date(2027, 1, 2)), "supported, not confirmed");
    let paired = lapsing.replace("\"own\"", "\"nis2-letters-two-sources\"");
    assert_eq!(on(&paired, date(2026, 10, 1)), "met through ours");
    let gone = lapsing.replace("\"own\"", "\"nis2-letters-2023\"");
    assert_eq!(on(&gone, date(2026, 10, 1)), "supported, not confirmed");
    let later = lapsing.replace("on = 2026-01-01", "on = 2026-12-01");
    assert_eq!(on(&later, date(2026, 10, 1)), "supported, not confirmed");
    let unsigned = lapsing.replace("by = \"ciso\"\n", "");
    assert_eq!(on(&unsigned, date(2026, 10, 1)), "supported, not confirmed");
}

#[test]
fn a_decision_on_a_requirement_goes_before_one_on_what_it_is_a_part_of() {
    let both = [
        mapping("MAP-1", "nis2:annex-5", "A.5.19", "decision = \"refused\""),
        mapping("MAP-2", "nis2:annex-5.1", "A.5.19", WHOLE),
    ];
    let built = build(&book(&[], &both.concat()));
    assert_eq!(state(&built, "nis2/annex-5.1"), "met through ours");
    assert!(built.main("standards/nis2/annex-5.html").contains("met through ours"));
}

#[test]
fn what_is_met_needs_no_other_claim_and_shows_no_other_state() {
    let built = build(&book(&[], &mapping("MAP-1", "nis2:21(2)(d)", "A.5.19", WHOLE)));
    let page = built.main("standards/nis2/21-2-d.html");
    assert!(page.contains("confirmed: whole") && page.contains("by CISO, until 1 January 2027"), "{page}");
    assert!(!page.contains("id=\"coverage\""), "{page}");
    let json: serde_json::Value = serde_json::from_str(built.page("data/handbook.json")).unwrap();
    let nis2 = json["standards"].as_array().unwrap().iter().find(|standard| standard["id"] == "nis2").unwrap();
    let met = nis2["requirements"].as_array().unwrap().iter().find(|r| r["id"] == "NIS2 Art. 21(2)(d)").unwrap();
    assert_eq!((&met["status"], &met["measured"]["state"]), (&serde_json::Value::Null, &"met-through".into()));
    let decided = &met["measured"]["through"][0]["decision"];
    assert_eq!(
        (&decided["mapping"], &decided["verdict"], &decided["until"]),
        (&"MAP-1".into(), &"whole".into(), &"2027-01-01".into())
    );
}

#[test]
fn words_in_an_entry_and_entries_that_ask_for_something_claim_nothing() {
    let more = r#"
//- content/registers/legal-requirements.toml
[[requirement]]
id = "LR-1"
title = "NIS2"
controls = ["nis2:21(2)(f)"]
notes = "See NIS2 Art. 20."
//- content/registers/actions.toml
[[action]]
id = "ACT-1"
title = "Report"
kind = "improvement"
plan = "Needed for nis2:21(2)(h)."
controls = ["nis2:21(2)(g)"]
"#;
    let built = build(&format!("{}{more}", book(&[], "")));
    for page in ["21-2-f", "21-2-g", "21-2-h"] {
        assert_eq!(state(&built, &format!("nis2/{page}")), "supported, not confirmed", "{page}");
    }
    assert_eq!(state(&built, "nis2/20"), "nothing");
}

#[test]
fn an_excluded_control_supports_nothing() {
    let refused_but_one = mapping("MAP-1", "nis2:20", "A.7.11", WHOLE);
    let built = build(&book(&[], &refused_but_one));
    assert_ne!(state(&built, "nis2/20"), "met through ours");
}

#[test]
fn two_questions_are_answered_one_click_from_the_start_page() {
    let built = build(&book(&["soc2"], ""));
    let start = Html::parse_document(built.page("index.html"));
    let links = Selector::parse("[aria-labelledby=standards] a").unwrap();
    let hrefs: Vec<&str> = start.select(&links).filter_map(|link| link.value().attr("href")).collect();
    assert!(
        hrefs.contains(&"standards/soc2/index.html") && hrefs.contains(&"standards/nist-csf/index.html#group-pr"),
        "{hrefs:?}"
    );

    let rows = words(&built, "standards/soc2/index.html", "tbody tr");
    let row = rows.iter().find(|row| row.starts_with("CC6.1 ")).expect("a row of CC6.1");
    assert!(row.contains("A.5.15 ? undecided"), "{row}");

    let protect = words(&built, "standards/nist-csf/index.html", "[aria-labelledby=group-pr]").remove(0);
    assert!(protect.contains("PR.AA-01"), "{protect}");
    let soc2 = words(&built, "standards/soc2/index.html", "section p").join(" ");
    assert!(soc2.contains("Nothing yet for: "), "{soc2}");
}

#[test]
fn every_page_about_the_whole_handbook_shows_measured_standards_after_the_certified_one() {
    let built = build(&book(&[], ""));
    for page in ["index.html", "soa.html", "gaps.html", "auditor.html"] {
        assert!(built.main(page).contains("standards/nis2/index.html"), "{page}");
    }
    assert!(built.main("downloads/index.html").contains("standard-nis2.xlsx"));
    let csv = built.page("downloads/standard-nis2.csv");
    assert!(csv.contains("NIS2 Art. 21(2)(a),nis2:21(2)(a),"), "{csv}");
    let control = built.main("controls/a.5.19.html");
    assert!(control.contains("id=\"elsewhere\"") && control.contains("standards/nis2/21-2-d.html"), "{control}");
    for matrix in ["documents", "controls"] {
        assert!(built.main(&format!("matrix/standard-nis2-{matrix}.html")).contains("Art. 21(2)(d)"));
    }
}

#[test]
fn with_one_standard_nothing_of_others_is_on_any_page() {
    let fixture = format!("{HEAD}{}", SUPPLIERS.replace("nis2:23", "A.5.20").replace(" nis2:21(2)(a) PR.AA-01", ""));
    let fixture = fixture.replace(", \"nis2:21(2)(a)\", \"PR.AA-01\"", "");
    let built = build(&fixture);
    let site = built.site.as_ref().unwrap_or_else(|| panic!("{:#?}", built.problems()));
    for (path, bytes) in &site.files {
        let text = String::from_utf8_lossy(bytes);
        assert!(!path.as_str().starts_with("standards/") && !path.as_str().contains("mappings"), "{path}");
        if path.as_str().ends_with(".html") {
            assert!(!text.contains("Other standards") && !text.contains("standards/"), "{path}");
        }
    }
}

#[test]
fn claims_and_links_name_requirements_as_people_cite_them() {
    let document =
        |text: &str| format!("{HEAD}{}//- content/a.md\n{text}\n", measured(&["nis2", "gdpr", "nist-800-53"]));
    check(
        &document("## A {controls=\"GDPR-32\"}\n\nText."),
        &["error[unknown-reference] content/a.md:1:17 unknown id `GDPR-32`"],
    );
    check(&document("[[GDPR Art. 32]], [[Art. 32 GDPR]], [[NIS2 Article 20]], [[gdpr:Art. 32]], [[AC-2]]"), &[]);
    check(
        &document("[[AC-2(1)]] [[gdpr:12]]"),
        &[
            "error[unknown-reference] content/a.md:1:3 unknown id `AC-2(1)` (it is of the part `enhancements` of its standard, which does not count: add that to `parts` in its `[[standard]]`)",
            "error[unknown-reference] content/a.md:1:15 unknown id `gdpr:12` (it is of the part `other-articles` of its standard, which does not count: add that to `parts` in its `[[standard]]`)",
        ],
    );
    let built = build(&document("See Art. 32(1) GDPR."));
    assert!(built.main("documents/a.html").contains(">Art. 32(1) GDPR</a>"), "{}", built.main("documents/a.html"));
}

#[test]
fn every_mistake_in_a_standard_table_is_reported_where_it_is() {
    let found = |table: &str| build(&format!("{HEAD}{table}//- content/a.md\n# A\n")).problems();
    assert_eq!(
        found("[[standard]]\nid = \"nis-2\"\n"),
        ["error[invalid-value] book.toml:6:6 no standard `nis-2` ships with the program (did you mean `nis2`?)"]
    );
    assert_eq!(
        found("[[standard]]\nrole = \"measured\"\n"),
        [
            "error[missing-field] book.toml:5:1 a standard needs `id` or `file` (name one that ships with the program by its `id`, or the `file` of your own)"
        ]
    );
    assert_eq!(
        found("[[standard]]\nid = \"nis2\"\nparts = [\"annexe\"]\n"),
        [
            "error[invalid-value] book.toml:7:10 NIS2 Directive (EU) 2022/2555 has no optional part `annexe` (known: annex)"
        ]
    );
    assert_eq!(
        found("[[standard]]\nid = \"nis2\"\nrequired = [\"implemented\"]\n"),
        [
            "error[invalid-value] book.toml:7:12 `required` of this standard needs at least one of `documented`, `owned`, `evidenced`, `assessed` (the others are for controls on which a Statement of Applicability decides)"
        ]
    );
    assert_eq!(
        found("[[standard]]\nid = \"27001\"\nrole = \"measured\"\n"),
        [
            "error[invalid-value] book.toml:6:6 the handbook is not about any standard to be certified against (give the standard that the organisation is or will be certified against `role = \"certified\"`)"
        ]
    );
    assert_eq!(
        found("[[standard]]\nid = \"27001-2013\"\nrole = \"certified\"\n"),
        ["error[invalid-value] book.toml:7:8 `27001-2013` is an earlier edition: its role is `retired`"]
    );
}

const OWN: &str = r#"//- catalogues/cloud.toml
[standard]
id = "cloud"
title = "Cloud Standard"
[[control]]
id = "A.5.19"
title = "Clouds"
[[control]]
id = "K.1"
title = "Keys"
"#;

#[test]
fn a_second_standard_to_be_certified_against_has_a_statement_of_its_own() {
    let fixture = format!(
        "{HEAD}[[standard]]\nfile = \"catalogues/cloud.toml\"\nrole = \"certified\"\n{OWN}//- content/registers/applicability.toml\n\
         [[control]]\nid = \"cloud:A.5.19\"\napplicable = false\njustification = \"No clouds.\"\n[[control]]\nid = \"A.5.19\"\n\
         applicable = true\nreasons = [\"risk\"]\njustification = \"Suppliers.\"\n"
    );
    let built = build(&fixture);
    let (own, first) = (built.main("standards/cloud/soa.html"), built.main("soa.html"));
    assert!(own.contains("No clouds.") && own.contains("K.1") && !own.contains("Suppliers."), "{own}");
    assert!(first.contains("Suppliers.") && !first.contains("No clouds."));
    assert!(built.page("controls/a.5.19.html").contains("Information security in supplier relationships"));
}

#[test]
fn an_earlier_edition_of_any_standard_has_a_page_of_what_became_of_it() {
    let editions = "//- catalogues/old.toml\n[standard]\nid = \"house-1\"\ntitle = \"House rules:1999\"\n[[control]]\nid = \"H.1\"\ntitle = \"Locks\"\nto = [\"N.7\"]\n\
        //- catalogues/new.toml\n[standard]\nid = \"house-2\"\ntitle = \"House rules:2024\"\n[[control]]\nid = \"N.7\"\ntitle = \"Doors\"\nfrom = [\"H.1\"]\n\
        [[control]]\nid = \"N.8\"\ntitle = \"Windows\"\n";
    let built = build(&format!(
        "{HEAD}[[standard]]\nfile = \"catalogues/old.toml\"\nrole = \"retired\"\n[[standard]]\nfile = \"catalogues/new.toml\"\n{editions}//- content/a.md\n[[H.1]]\n"
    ));
    let page = built.main("standards/house-1/transition.html");
    for text in ["Transition from 1999", "H.1", "N.7 Doors", "New in 2024", "N.8 Windows"] {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert!(built.main("documents/a.html").contains("standards/house-1/transition.html#h.1"));
    assert!(built.main("transition-2013.html").contains("A.5.1.1"));
}

#[test]
fn texts_of_a_licensee_are_shown_and_a_copy_without_them_is_built_too() {
    let book =
        format!("{HEAD}[[standard]]\nid = \"tisax\"\ntexts = \"catalogues/titles.toml\"\n//- content/a.md\n# A\n");
    let titles = "//- catalogues/titles.toml\n[title]\n\"1.1.1\" = \"Policies that we bought\"\n";
    let built = build(&format!("{book}{titles}"));
    assert!(built.main("standards/tisax/index.html").contains("Policies that we bought"));
    let wrong = build(&format!("{book}{}", titles.replace("1.1.1", "1.1.9")));
    assert_eq!(
        wrong.problems(),
        ["error[unknown-reference] catalogues/titles.toml:2:1 `1.1.9` is not a requirement of VDA ISA 6 (TISAX)"]
    );
}

#[test]
fn pairs_of_a_catalogue_name_requirements_that_exist() {
    let crosswalk = "[[crosswalk]]\nid = \"ours\"\nto = \"27001\"\nsource = \"Us\"\nconfidence = \"low\"\n[crosswalk.pairs]\n\"K.1\" = [\"A.5.99\"]\n\"K.9\" = [\"A.5.1\"]\n";
    let built = build(&format!(
        "{HEAD}[[standard]]\nfile = \"catalogues/cloud.toml\"\n{OWN}{crosswalk}//- content/a.md\n# A\n"
    ));
    assert_eq!(
        built.problems(),
        [
            "error[unknown-reference] catalogues/cloud.toml:16:10 `A.5.99` is not a requirement of `27001`",
            "error[unknown-reference] catalogues/cloud.toml:17:1 `K.9` is not a requirement of this standard",
        ]
    );
}

/// All standards that ship with the program, with all of their parts.
const EVERYTHING: &str = "[[standard]]\nid = \"nist-csf\"\n[[standard]]\nid = \"nist-800-53\"\nparts = [\"enhancements\"]\n[[standard]]\nid = \"nis2\"\n\
    [[standard]]\nid = \"gdpr\"\nparts = [\"other-articles\"]\n[[standard]]\nid = \"dora\"\n[[standard]]\nid = \"ai-act\"\n[[standard]]\nid = \"soc2\"\n\
    [[standard]]\nid = \"tisax\"\n[[standard]]\nid = \"bsi-c5\"\n[[standard]]\nid = \"it-grundschutz\"\n";

#[test]
fn a_book_can_be_measured_against_everything_that_ships_on_pages_of_moderate_size() {
    let built = build(&format!("{HEAD}{EVERYTHING}{SUPPLIERS}"));
    let site = built.site.as_ref().unwrap_or_else(|| panic!("{:#?}", built.problems()));
    for (path, bytes) in site.files.iter().filter(|(path, _)| path.as_str().ends_with(".html")) {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(bytes).unwrap();
        let size = gzip.finish().unwrap().len();
        let is_whole = path.as_str() == "auditor.html" || path.as_str() == "handbook.html";
        assert!(size <= 40_000 || is_whole, "{path}: {size} bytes");
    }
    for (page, text) in [
        ("standards/it-grundschutz/con-1.a2.html", "CON.1.A2"),
        ("standards/nist-800-53/part/ac.html", "AC-2(1)"),
        ("standards/bsi-c5/ois-02.html", "same level"),
        ("standards/soc2/index.html", "AICPA"),
        ("standards/dora/index.html", "ICT risk management framework"),
    ] {
        assert!(built.main(page).contains(text), "{page}: {text}");
    }
}

#[test]
fn a_matrix_of_many_requirements_is_split_and_keeps_those_that_nobody_claims() {
    let built = build(&format!("{HEAD}{EVERYTHING}{SUPPLIERS}"));
    let pages = |start: &str| {
        let paths = built.site.as_ref().unwrap().files.keys().map(|path| path.as_str().to_owned());
        paths.filter(|path| path.starts_with(start)).collect::<Vec<_>>()
    };
    let sheets = pages("matrix/standard-nist-800-53-documents");
    assert!(sheets.len() > 10, "{sheets:?}");
    let rows = |path: &String| built.main(path).matches(" data-tags=").count();
    assert!(sheets.iter().all(|path| (1..=400).contains(&rows(path))));
    let known = pages("standards/nist-800-53/");
    let known = known
        .iter()
        .filter(|path| !path.contains("/part/") && !path.ends_with("/index.html") && !path.ends_with("/left.html"));
    assert_eq!(sheets.iter().map(rows).sum::<usize>(), known.count());
}

#[test]
fn a_german_book_marks_what_is_published_in_english_alone() {
    let head = HEAD.replace("as-of", "language = \"de\"\nas-of");
    let built = build(&format!("{head}{EVERYTHING}{SUPPLIERS}"));
    let page = built.main("standards/nist-csf/index.html");
    assert!(page.contains("<span lang=\"en\">Identities and credentials for authorized users"), "{page}");
    assert!(page.contains("Schützen"));
    for (page, text) in [
        ("controls/a.5.19.html", "Informationssicherheit in Lieferantenbeziehungen"),
        ("clauses/index.html", "Kontext der Organisation"),
        ("standards/gdpr/index.html", "Sicherheit der Verarbeitung"),
        ("standards/soc2/index.html", "Kriterien"),
        ("transition-2013.html", "Personalsicherheit"),
        ("required-documents.html", "Anwendungsbereich"),
        ("standards/nis2/left.html", "NIS-2: Was über ISO/IEC 27001 hinaus zu tun ist"),
    ] {
        assert!(built.main(page).contains(text), "{page}: {text}");
    }
    // Our explanations are English sentences: none of them is left.
    let english = include_str!("../../src/catalog/standards/27001.toml");
    let abouts = english.lines().filter_map(|line| line.strip_prefix("about = \"")?.strip_suffix('"'));
    let site = built.site.as_ref().unwrap();
    let pages = site.files.iter().filter(|(path, _)| path.as_str().ends_with(".html"));
    let text: String = pages.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect();
    for about in abouts {
        assert!(!text.contains(about), "{about}");
    }
}

fn program(arguments: &[&str], dir: &std::path::Path) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_clausebook")).args(arguments).current_dir(dir).output().unwrap();
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    (output.status.code(), out, err)
}

#[test]
fn a_catalogue_is_made_from_a_list_of_ids_and_titles() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
    std::fs::create_dir(dir.path().join("content")).unwrap();
    write("content/a.md", "# A\n\n## Doors {controls=\"H-1.1\"}\n\nWe lock them.\n");
    write("book.toml", "[book]\ntitle = \"T\"\norganisation = \"O\"\n");
    write(
        "house.csv",
        "\u{feff}ID;Titel;Kapitel;parent;27001;Owner\nH-1;Türen;Gebäude;;A.7.1 A.7.2;x\nH-1.1;\"Schlösser; \"\"alle\"\"\";;H-1;;x\nArt. 5;Fenster;Gebäude;;6.1.2;x\n",
    );
    let (code, out, err) = program(&["new", "standard", "house.csv", "--title", "House rules"], dir.path());
    assert_eq!(code, Some(0), "{err}");
    assert!(err.contains("2 requirements in") && err.contains("the column `Owner` is not read"), "{err}");
    write(
        "book.toml",
        "[book]\ntitle = \"T\"\norganisation = \"O\"\n[[standard]]\nfile = \"standards/house.toml\"\nrole = \"measured\"\n",
    );
    assert!(out.contains("[[standard]]\nfile = \"standards/house.toml\"\nrole = \"measured\""), "{out}");
    let (code, _, err) = program(&["build"], dir.path());
    assert_eq!(code, Some(0), "{err}");
    let page = std::fs::read_to_string(dir.path().join("site/standards/house/index.html")).unwrap();
    for text in ["Art. 5", "Schlösser; ", "A.7.2", "Gebäude"] {
        assert!(page.contains(text), "{text}: {page}");
    }
    let (code, _, err) = program(&["new", "standard", "house.csv"], dir.path());
    assert!(code == Some(2) && err.contains("already exists"), "{err}");
}

#[test]
fn a_list_with_mistakes_makes_no_catalogue_and_says_all_of_them() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("book.toml"), "[book]\ntitle = \"T\"\norganisation = \"O\"\n").unwrap();
    std::fs::write(dir.path().join("x.csv"), "id,title,ours,parent\nä,a,A.5.99,\nX1,b,,Y\nX1,c,,\n,d,,\nX2,e\n")
        .unwrap();
    let (code, _, err) = program(&["new", "standard", "x.csv"], dir.path());
    assert_eq!(code, Some(1), "{err}");
    for text in [
        "x.csv:2:1",
        "`ä` cannot be the id of a requirement",
        "x.csv:2:5",
        "`A.5.99` is not a clause or a control",
        "`Y` is not an id above this line",
        "`X1` is listed twice",
        "this line has no id",
        "this line has 2 cells, and the first 4",
        "nothing was written",
    ] {
        assert!(err.contains(text), "{text}: {err}");
    }
    assert!(!dir.path().join("standards").exists());
    let (code, _, err) = program(&["new", "standard", "x.csv", "--id", "nis2"], dir.path());
    assert!(code == Some(1) && err.contains("`nis2` cannot be the id of a standard of your own"), "{err}");
}

/// Returns a book that is measured against a catalogue with one requirement, which a mapping confirms through a covered clause.
fn small(standard: &str, document: &str, more: &str) -> String {
    format!(
        "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\nas-of = 2026-10-01\n[coverage]\nclauses = [\"documented\", \"owned\"]\n\
         controls = [\"decided\", \"documented\", \"owned\"]\n[checks]\nhidden-character = \"deny\"\n[[standard]]\nfile = \"catalogues/x.toml\"\n\
         //- catalogues/x.toml\n[standard]\nid = \"x\"\ntitle = \"X\"\n{standard}\n[[requirement]]\nid = \"R-1\"\ntitle = \"One\"\n\
         //- content/registers/roles.toml\n[[role]]\nid = \"ceo\"\ntitle = \"CEO\"\nholder = \"Ada\"\n\
         //- content/a.md\n+++\nstatus = \"approved\"\napproved = 2026-01-02\nowner = \"ceo\"\n{document}\n+++\n# A\n\nWords of a policy that says something.\n{more}"
    )
}

fn confirmed(through: &str) -> String {
    let mapping = mapping("M-1", "x:R-1", through, WHOLE).replace("\"ciso\"", "\"ceo\"");
    format!("//- content/registers/mappings.toml\n{mapping}")
}

#[test]
fn nothing_is_met_by_a_decision_that_is_not_made_or_by_ours_that_is_not_covered() {
    let with = |mappings: &str| state(&build(&small("", "clauses = [\"5.1\"]", mappings)), "x/r-1");
    assert_eq!(with(&confirmed("5.1")), "met through ours");
    for (mappings, expected) in [
        (confirmed("5.1").replace("decision = \"confirmed\"\n", ""), "supported, not confirmed"),
        (confirmed("5.1").replace("extent = \"whole\"\n", ""), "supported, not confirmed"),
        (confirmed("5.1").replace("2026-01-01", "2027-01-01"), "supported, not confirmed"),
        (confirmed("5.2"), "met once ours is covered"),
        (confirmed("5"), "met once ours is covered"),
        (confirmed("1"), "nothing"),
    ] {
        assert_eq!(with(&mappings), expected, "{mappings}");
    }
    let excluded = "//- content/registers/applicability.toml\n[[control]]\nid = \"A.5.1\"\napplicable = false\njustification = \"J\"\n";
    assert_eq!(with(&format!("{}{excluded}", confirmed("A.5.1"))), "nothing");
    let forever = confirmed("5.1").replace("12 months", "9999 years");
    assert_eq!(with(&forever), "met through ours");
}

#[test]
fn a_clause_with_parts_is_covered_only_when_nobody_can_say_otherwise() {
    let later = "//- content/b.md\n+++\nstatus = \"approved\"\napproved = 2026-10-01\nowner = \"ceo\"\nclauses = [\"c:4.2\"]\n+++\n# B\n\nWords of another policy.\n\
        //- catalogues/c.toml\n[standard]\nid = \"c\"\ntitle = \"C\"\n[[clause]]\nid = \"4\"\ntitle = \"All\"\n[[clause]]\nid = \"4.1\"\ntitle = \"A\"\n[[clause]]\nid = \"4.2\"\ntitle = \"B\"\n";
    let book = small("", "clauses = [\"c:4.1\"]", &format!("{later}{}", confirmed("c:4")));
    let second = "[[standard]]\nfile = \"catalogues/c.toml\"\nrole = \"certified\"\n//- catalogues/x.toml";
    let book = book.replacen("//- catalogues/x.toml", second, 1);
    assert_eq!(state(&build(&book), "x/r-1"), "met through ours");
    assert_eq!(state(&build_as_of(&book, date(2026, 3, 1)), "x/r-1"), "met once ours is covered");
}

#[test]
fn what_counts_for_nothing_hides_nothing_that_counts() {
    let parts = "[[requirement]]\nid = \"P-1\"\ntitle = \"P\"\n[[requirement]]\nid = \"P-1.1\"\ntitle = \"Q\"\nparent = \"P-1\"";
    let on = |requirement: &str, id: &str| confirmed("5.1").replace("x:R-1", requirement).replace("M-1", id);
    let short = on("x:P-1.1", "M-2").replace("12 months", "1 day").replace("//- content/registers/mappings.toml\n", "");
    let book = small(parts, "clauses = [\"5.1\"]", &format!("{}{short}", on("x:P-1", "M-1")));
    assert_eq!(state(&build(&book), "x/p-1.1"), "met through ours");
}

#[test]
fn words_in_evidence_and_retired_documents_show_nothing() {
    let required = "required = [\"documented\", \"owned\", \"evidenced\"]";
    let evidence = |fields: &str| {
        format!(
            "//- content/registers/evidence.toml\n[[evidence]]\nid = \"EV-1\"\ntitle = \"E\"\ncollected = 2026-09-01\n{fields}\n"
        )
    };
    let with = |fields: &str| state(&build(&small(required, "controls = [\"x:R-1\"]", &evidence(fields))), "x/r-1");
    assert_eq!(with("controls = [\"x:R-1\"]"), "claimed and covered");
    assert_eq!(with("description = \"This is not about x:R-1, see [[R-1]].\""), "claimed, with gaps");
    let retired = small("required = [\"owned\"]", "controls = [\"x:R-1\"]", "")
        .replace("\"approved\"\napproved", "\"retired\"\napproved");
    assert_eq!(state(&build(&retired), "x/r-1"), "claimed, with gaps");
}

#[test]
fn nothing_of_a_catalogue_is_lost_without_a_word() {
    let problems = |standard: &str| build(&small(standard, "", "")).problems();
    let lines =
        |standard: &str| problems(standard).into_iter().filter(|line| line.contains("x.toml")).collect::<Vec<_>>();
    for (standard, expected) in [
        ("[[group]]\nid = \"g\"\ntitle = \"G\"\n[[group]]\nid = \"G\"\ntitle = \"H\"", "two groups have the id `G`"),
        ("[[part]]\nid = \"p\"\ntitle = \"P\"\n[[part]]\nid = \"p\"\ntitle = \"P\"", "two parts have the id `p`"),
        ("[[requirement]]\nid = \"r-1\"\ntitle = \"r\"", "`R-1` and `r-1` have one address or one label"),
        ("[[requirement]]\nid = \"R-1\"\ntitle = \"r\"", "`R-1` is listed twice"),
        ("[[crosswalk]]\nid = \"own\"\nto = \"27001\"\nsource = \"S\"", "another crosswalk has the id `own`"),
        ("[[crosswalk]]\nid = \"c\"\nto = \"x\"\nsource = \"S\"", "a crosswalk is between two standards"),
        (
            "[[part]]\nid = \"p\"\ntitle = \"P\"\n[[requirement]]\nid = \"L-1\"\npart = \"p\"\n[[crosswalk]]\nid = \"c\"\nto = \"27001\"\nsource = \"S\"\n[crosswalk.pairs]\n\"L-1\" = [\"A.5.1\"]\n\"TYPO.1\" = [\"A.5.1\"]",
            "`TYPO.1` is not a requirement of this standard",
        ),
        ("name = \"a\\u0007\"\n", "control character"),
        ("required = []", "`required` of this standard needs at least one of"),
    ] {
        let found = lines(standard);
        assert!(found.iter().any(|line| line.contains(expected)), "{standard}: {found:#?}");
    }
}
