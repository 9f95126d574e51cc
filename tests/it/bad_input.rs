//! Invalid input: every error is reported at its position, and nothing panics.

use std::collections::BTreeMap;

use clausebook::config;
use clausebook::model::{FieldKind, Identity};
use scraper::Html;

use crate::fixture::{build, build_files, check};

#[test]
fn unknown_keys_and_wrong_types_are_reported_together() {
    check(
        "
//- content/a.md
+++
titel = \"x\"
approved = \"soon\"
status = \"aproved\"
+++
//- content/registers/risks.toml
[[risk]]
id = \"R-1\"
title = \"Loss\"
category = \"people\"
owner = \"x\"
likelihood = \"high\"
treatment = \"reduce\"
controls = [\"A.5.99\"]
",
        &[
            "error[unknown-key] content/a.md:2:1 unknown key `titel` (did you mean `title`?)",
            "error[wrong-type] content/registers/risks.toml:6:14 expected a number, found text (write it without quotes)",
            "warning[wrong-type] content/a.md:3:12 expected a date, found text (write it as 2026-02-28)",
            "warning[unknown-choice] content/a.md:4:10 `aproved` is not a valid value for `status` (did you mean `approved`?)",
            "error[unknown-reference] content/registers/risks.toml:8:13 unknown id `A.5.99` (did you mean `A.5.9`?)",
        ],
    );
}

#[test]
fn dates_that_cannot_be_are_refused_in_both_formats() {
    let toml = build("//- content/a.md\n+++\napproved = 2026-02-30\n+++\n");
    assert!(toml.site.is_none(), "{:?}", toml.problems());
    let yaml = build("//- content/a.md\n---\nstatus: approved\napproved: 2026-02-30\n---\n");
    assert_eq!(
        yaml.problems(),
        ["warning[wrong-type] content/a.md:3:11 expected a date, found text (write it as 2026-02-28)"]
    );
    assert!(yaml.main("documents/a.html").contains("approval not stated"), "it is not known to have been approved");
}

#[test]
fn front_matter_must_end() {
    check(
        "//- content/a.md\n+++\ntitle = \"x\"\n",
        &["error[unclosed-front-matter] content/a.md:1:1 the front matter is not closed \
           (close it with the same three characters on a line of their own)"],
    );
}

#[test]
fn bytes_that_are_no_text_are_reported_with_their_place() {
    let files = BTreeMap::from([("content/a.md".to_owned(), b"ok\n\xff\0".to_vec())]);
    assert_eq!(
        build_files(files).problems(),
        ["error[invalid-utf8] content/a.md:1:1 this file is not UTF-8: invalid byte at line 2, column 1 \
          (save it as UTF-8)"]
    );
}

#[test]
fn a_document_in_another_encoding_is_read_with_one_warning() {
    let utf16 = "\u{feff}# Pl\u{e4}ne\n\n[New](new.md)\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let files = BTreeMap::from([
        ("content/new.md".to_owned(), b"# New\n\n[Plan](plan.md) [Rules](old.md)\n".to_vec()),
        ("content/old.md".to_owned(), b"# Caf\xe9 rules\n\nNobody \x93smokes\x94.\n".to_vec()),
        ("content/plan.md".to_owned(), utf16),
    ]);
    let built = build_files(files);
    let warning = |place: &str| {
        let message = "this file is not UTF-8: from here on, letters may be read wrongly (save it as UTF-8)";
        format!("warning[invalid-utf8] content/{place} {message}")
    };
    assert_eq!(built.problems(), [warning("old.md:1:6"), warning("plan.md:1:1")]);
    assert!(built.page("documents/old.html").contains("Nobody “smokes”."));
    assert!(built.page("documents/new.html").contains("Café rules"));
    assert!(built.page("documents/plan.html").contains("Pläne"));
}

#[test]
fn a_register_that_nobody_declared_is_refused() {
    check(
        "//- content/registers/riks.toml\n",
        &["error[unknown-register] content/registers/riks.toml:1:1 unknown register `riks` (did you mean `risks`?)"],
    );
}

#[test]
fn an_empty_content_folder_makes_a_site() {
    let built = build("//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n");
    assert!(built.main("documents/index.html").contains("There are no documents yet"));
    assert!(built.main("registers/risks/index.html").contains("This register is empty"));
}

#[test]
fn yaml_nested_twenty_thousand_deep_is_refused() {
    let text = format!("---\n{}a\n---\n", "- ".repeat(20_000));
    let built = build_files(BTreeMap::from([("content/a.md".to_owned(), text.into_bytes())]));
    assert_eq!(built.problems(), ["error[invalid-yaml] content/a.md:2:1 nested too deeply"]);
}

#[test]
fn an_address_that_only_a_browser_reads_as_another_host_is_not_loaded() {
    let built = build(
        "//- content/a.md\nx <img alt='' src='/\\evil.example/x.png'> <img alt='' src=/&#9;/evil.example/y.png>\n",
    );
    if let Some(site) = &built.site {
        for (path, bytes) in &site.files {
            assert!(!String::from_utf8_lossy(bytes).contains("evil.example"), "{path}");
        }
    }
}

#[test]
fn the_address_of_the_site_is_a_web_address() {
    let book = "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\nbase-url = ";
    for address in ["\"javascript:x\"", "\"https://a\\nDisallow: /\"", "\"handbook\""] {
        let problems = build(&format!("{book}{address}\n")).problems();
        assert!(problems[0].contains("is not a valid address for a site"), "{problems:?}");
    }
}

#[test]
fn a_document_of_twenty_megabytes_is_built() {
    let line = "The owner of a system reviews its access rights each quarter, as A.5.18 asks.\n\n";
    let files = BTreeMap::from([("content/long.md".to_owned(), line.repeat(20_000_000 / line.len()).into_bytes())]);
    let built = build_files(files);
    assert!(built.page("documents/long.html").len() > 20_000_000);
}

#[test]
fn ids_and_clauses_that_do_not_exist_are_reported_in_every_place() {
    check(
        "
//- content/a.md
+++
controls = [\"A.5.99\"]
clauses = [\"11.1\"]
+++
## S {controls=\"A.9.99\"}
[[11.2]]
//- content/registers/applicability.toml
[[control]]
id = \"A.5.77\"
applicable = true
[[control]]
id = \"A.5.1\"
applicable = true
[[control]]
id = \"A.5.1\"
applicable = false
justification = \"J\"
",
        &[
            "error[unknown-reference] content/a.md:2:13 unknown id `A.5.99` (did you mean `A.5.9`?)",
            "error[unknown-reference] content/a.md:3:12 unknown id `11.1` (did you mean `10.1`?)",
            "error[unknown-reference] content/a.md:5:17 unknown id `A.9.99` (did you mean `A.5.9`?)",
            "error[unknown-reference] content/a.md:6:3 unknown id `11.2` (did you mean `10.2`?)",
            "error[unknown-reference] content/registers/applicability.toml:2:6 there is no control `A.5.77` (did you mean `A.5.7`?)",
            "error[duplicate-id] content/registers/applicability.toml:8:6 the id `A.5.1` is used twice (change one of the ids)",
        ],
    );
}

#[test]
fn deep_nesting_and_great_length_do_not_break_the_program() {
    let files = BTreeMap::from([
        ("content/quotes.md".to_owned(), "> ".repeat(1_000).into_bytes()),
        (
            "content/lists.md".to_owned(),
            (0..300).map(|n| format!("{}- x\n", "  ".repeat(n))).collect::<String>().into(),
        ),
        ("content/headings.md".to_owned(), "## Same\n\n".repeat(10_000).into_bytes()),
        ("content/table.md".to_owned(), format!("| a |\n|---|\n{}", "| R-001 |\n".repeat(5_000)).into_bytes()),
        ("content/brackets.md".to_owned(), "[".repeat(5_000).into_bytes()),
        ("content/é #%'\".md".to_owned(), b"# Odd name\n".to_vec()),
    ]);
    let built = build_files(files);
    assert_eq!(built.problems(), Vec::<String>::new());
    assert!(built.main("documents/headings.html").contains("id=\"same-9999\""));
    assert!(built.main("documents/index.html").contains("Odd name"));
}

/// Text that would run if a page did not escape it.
const HOSTILE: &str =
    "<script>alert(1)</script> <img src=x onerror=alert(2)> \"'><svg onload=alert(3)> [x](javascript:y)";

/// Returns a text as a TOML string.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// Returns a register file with one entry whose fields are all filled, texts with the hostile text.
fn hostile_register(schema: &clausebook::model::Schema) -> String {
    let id = if schema.identity == Identity::Control { "A.5.1".to_owned() } else { format!("X-{}", schema.name) };
    let mut entry = format!("[[{}]]\nid = {}\n", schema.singular, quoted(&id));
    if schema.identity == Identity::Own {
        entry.push_str(&format!("title = {}\n", quoted(HOSTILE)));
    }
    for field in &schema.fields {
        let value = match &field.kind {
            FieldKind::Text | FieldKind::Markdown => quoted(&HOSTILE.replace("](javascript:y)", "]")),
            FieldKind::Date => "2026-09-01".to_owned(),
            FieldKind::Number => "2".to_owned(),
            FieldKind::Flag => "true".to_owned(),
            FieldKind::Duration => quoted("6 months"),
            FieldKind::Choice { choices, many: false } => quoted(&choices[0].id),
            FieldKind::Choice { choices, many: true } => format!("[{}]", quoted(&choices[0].id)),
            FieldKind::Reference { to, many, .. } if field.required => {
                let id = match to[0].word() {
                    "documents" => "\"a\"".to_owned(),
                    "clauses" => "\"4.1\"".to_owned(),
                    "controls" => "\"A.5.1\"".to_owned(),
                    register => quoted(&format!("X-{register}")),
                };
                if *many { format!("[{id}]") } else { id }
            }
            _ => continue,
        };
        entry.push_str(&format!("{} = {value}\n", field.name));
    }
    entry
}

#[test]
fn text_that_acts_is_harmless_in_every_field_that_reaches_a_page() {
    let text = quoted(HOSTILE);
    let book = format!(
        "[book]\ntitle = {text}\norganisation = {text}\n[soa]\nversion = {text}\n\
         [risk]\nlikelihood = [{text}, {text}]\nimpact = [{text}, {text}]\n[[standard]]\nid = \"nis2\"\n"
    );
    let front = format!(
        "+++\ntitle = {text}\nversion = {text}\nclassification = {text}\nsummary = {text}\ntags = [{text}]\n\
         owner = \"X-roles\"\ncontrols = [\"A.5.1\"]\n+++\n## {}\n",
        HOSTILE.replace("](javascript:y)", "]")
    );
    let mut files =
        BTreeMap::from([("book.toml".to_owned(), book.into_bytes()), ("content/a.md".to_owned(), front.into())]);
    let schemas = config::built_in();
    for schema in &schemas {
        files.insert(format!("content/registers/{}.toml", schema.name), hostile_register(schema).into_bytes());
    }
    let built = build_files(files);
    let site = built.site.as_ref().unwrap_or_else(|| panic!("{:#?}", built.problems()));
    // The language is part of the page too, and an invalid one is rejected.
    let refused = build(&format!("//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\nlanguage = {text}\n"));
    assert_eq!(refused.diagnostics.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["invalid-name"]);
    let mut seen = 0;
    for (path, bytes) in site.files.iter().filter(|(path, _)| path.as_str().ends_with(".html")) {
        let page = Html::parse_document(std::str::from_utf8(bytes).unwrap());
        for element in page.root_element().descendent_elements() {
            let acts = |(name, value): (&str, &str)| {
                name.starts_with("on") || value.trim_start().to_ascii_lowercase().starts_with("javascript:")
            };
            assert!(!element.value().attrs().any(acts), "{path}: {}", element.html());
            let inline = element.value().name() == "script" && element.attr("src").is_none();
            assert!(!inline, "{path}: {}", element.html());
        }
        seen += page.root_element().text().filter(|words| words.contains("alert(1)")).count();
    }
    assert!(seen > 10 * schemas.len(), "the text reached the pages as text only {seen} times");
}

#[test]
fn an_address_that_acts_is_refused_in_links_and_link_fields() {
    let built = build("//- content/a.md\n[x](javascript:alert) <a href=\"vbscript:x\">y</a>\n");
    assert_eq!(built.problems().len(), 2, "{:?}", built.problems());
    for schema in config::built_in() {
        for field in schema.fields.iter().filter(|field| field.kind == FieldKind::Link) {
            let entry = format!("{}{} = \"javascript:alert(1)\"\n", hostile_register(&schema), field.name);
            let path = format!("content/registers/{}.toml", schema.name);
            let problems = build_files(BTreeMap::from([(path, entry.into_bytes())])).problems();
            let refused = problems.iter().any(|problem| problem.contains("javascript"));
            assert!(refused, "{}.{}: {problems:?}", schema.name, field.name);
        }
    }
}

/// Errors of an entry other than wrong types: check, position, and part of the help.
const FAULTS: &[(&str, &str, &str, &str, &str)] = &[
    (
        "audits",
        "[[audit]]\nid = \"AUD-1\"\ntitle = \"Soon\"\nkind = \"internal\"\nprogramme = \"AP-1\"\nplanned = 2025-06-01\nauditor = \"lead\"\n",
        "audit-outside-programme",
        ":6:11",
        "correct its dates",
    ),
    (
        "actions",
        "[[action]]\nid = \"AC-1\"\ntitle = \"Done\"\nkind = \"corrective\"\nstatus = \"closed\"\nowner = \"lead\"\nopened = 2026-01-01\ndue = 2026-03-01\ndone-on = 2026-02-01\n",
        "closed-without-effectiveness-check",
        ":2:6",
        "add `checked-by = …`",
    ),
    (
        "objectives",
        "[[objective]]\nid = \"OBJ-1\"\ntitle = \"Fewer\"\nowner = \"lead\"\ntarget = 1\ndue = 2027-01-01\nmeasurements = [\n  { on = 2026-05-01, value = 3 },\n  { on = 2026-02-01, value = 4 },\n]\n",
        "measurement-out-of-order",
        ":9:3",
        "sort the rows by date",
    ),
    (
        "exceptions",
        "[[exception]]\nid = \"EX-1\"\ntitle = \"Past\"\nrules = [\"a\"]\nreason = \"x\"\nstatus = \"active\"\nuntil = 2026-01-01\n",
        "expired-exception",
        ":7:9",
        "record in `status` that it is done",
    ),
    (
        "suppliers",
        "[[supplier]]\nid = \"SUP-1\"\ntitle = \"Hall\"\ntier = \"1\"\nservice = \"x\"\n",
        "supplier-without-owner",
        ":2:6",
        "add `owner = …`",
    ),
];

#[test]
fn what_an_entry_gets_wrong_is_reported_at_its_place_with_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("book.toml", "[book]\ntitle = \"T\"\norganisation = \"O\"\ncontent = \"content\"\nas-of = 2026-10-01\n");
    write("content/a.md", "# A\n");
    write("content/registers/roles.toml", "[[role]]\nid = \"lead\"\ntitle = \"Lead\"\n");
    write(
        "content/registers/audit-programmes.toml",
        "[[programme]]\nid = \"AP-1\"\ntitle = \"Cycle\"\nfrom = 2026-01-01\nto = 2028-12-31\nowner = \"lead\"\n",
    );
    for (register, text, ..) in FAULTS {
        write(&format!("content/registers/{register}.toml"), text);
    }
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_clausebook")).arg("check").arg(folder.path()).output();
    let stderr = String::from_utf8(run.unwrap().stderr).unwrap();
    for (register, _, code, place, hint) in FAULTS {
        let found = stderr.split("\n\n").find(|problem| {
            problem.contains(&format!("[{code}]"))
                && problem.contains(&format!("content/registers/{register}.toml{place}"))
                && problem.contains(hint)
        });
        assert!(found.is_some(), "{code} at {place} with {hint}\n{stderr}");
    }
}

#[test]
fn a_day_that_cannot_be_is_reported_once() {
    check(
        "//- content/registers/evidence.toml\n[[evidence]]\nid = \"EV-1\"\ntitle = \"E\"\ncollected = 2026-13-01\n",
        &["error[invalid-toml] content/registers/evidence.toml:4:13 invalid date, expected month between 01 and 12"],
    );
}
