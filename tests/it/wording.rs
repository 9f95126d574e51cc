//! The words of the interface: complete in each language, asked for by keys that are there, and changed by a book.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use clausebook::model::{Field, FieldKind};
use clausebook::source::{Content, Role, SourceFile, Sources};
use clausebook::value::{self, Format, Value};

use crate::fixture::build;

/// Each text of a language by its key.
fn texts(language: &str) -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("themes/default/texts/{language}.toml"));
    let text = std::fs::read_to_string(path).unwrap();
    let mut sources = Sources::default();
    let content = Content::Text(text.as_str().into());
    let file = sources.add(SourceFile { path: language.to_owned(), role: Role::Theme, content });
    let (table, problems) = value::read(Format::Toml, &text, file, 0);
    assert_eq!(problems, []);
    let mut texts = BTreeMap::new();
    let mut tables = vec![(String::new(), table)];
    while let Some((above, table)) = tables.pop() {
        for (key, _, node) in table.entries {
            match node.value {
                Value::Table(table) => tables.push((format!("{above}{key}."), table)),
                Value::Text(text) => _ = texts.insert(format!("{above}{key}"), text),
                other => panic!("{above}{key} is {}", other.kind()),
            }
        }
    }
    texts
}

/// The places of a text.
fn places(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0)).collect()
}

/// All files with an extension below a folder.
fn files(folder: &str, extension: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let all = walkdir::WalkDir::new(root).into_iter().map(Result::unwrap);
    let wanted = all.filter(|entry| entry.path().extension().is_some_and(|found| found == extension));
    wanted.map(|entry| (entry.path().display().to_string(), std::fs::read_to_string(entry.path()).unwrap())).collect()
}

/// What stands between the first `from` and the next `to`, again and again.
fn between<'a>(text: &'a str, from: &'a str, to: char) -> impl Iterator<Item = &'a str> {
    text.split(from).skip(1).filter_map(move |part| Some(part.split_once(to)?.0))
}

/// Words for registers stand in their schemas in English, and so only in the other languages.
const OF_REGISTERS: &str = "schema.";
/// Texts whose keys are made from a word of the model.
const MADE: [&str; 11] = [
    "export.",
    "column.",
    "kind.",
    "kinds.",
    "rung.",
    "band.",
    "table.",
    "scale.",
    "matrix.",
    "duration.",
    OF_REGISTERS,
];

#[test]
fn every_language_has_every_text_with_the_same_places() {
    let english = texts("en");
    let german = texts("de");
    let own: BTreeSet<&String> = german.keys().filter(|key| !key.starts_with(OF_REGISTERS)).collect();
    assert_eq!(english.keys().collect::<BTreeSet<_>>(), own);
    for (key, text) in &english {
        assert!(!text.trim().is_empty() && !german[key].trim().is_empty(), "{key} is empty");
        assert_eq!(places(text), places(&german[key]), "{key}");
    }
}

/// The keys for the words of fields.
fn field_keys(fields: &[Field], above: &str, keys: &mut BTreeSet<String>) {
    for field in fields {
        let at = format!("{above}.{}", field.name);
        match &field.kind {
            FieldKind::Choice { choices, .. } => {
                keys.extend(choices.iter().map(|choice| format!("{at}.{}", choice.id)));
                keys.insert(format!("{at}.label"));
            }
            FieldKind::Table(columns) => {
                field_keys(columns, &at, keys);
                keys.insert(format!("{at}.label"));
            }
            _ => _ = keys.insert(at),
        }
    }
}

#[test]
fn every_register_has_its_words_in_every_language() {
    let mut keys = BTreeSet::new();
    for schema in clausebook::config::built_in() {
        let at = format!("{OF_REGISTERS}{}", schema.name);
        keys.extend(["title", "singular", "about"].map(|word| format!("{at}.{word}")));
        field_keys(&schema.fields, &at, &mut keys);
        keys.extend(schema.deadlines.iter().map(|deadline| format!("{at}.deadline-{}", deadline.field)));
    }
    let german: BTreeSet<String> = texts("de").into_keys().filter(|key| key.starts_with(OF_REGISTERS)).collect();
    assert_eq!(german, keys);
}

#[test]
fn every_text_is_used_and_every_text_that_is_asked_for_is_there() {
    let english = texts("en");
    let there = |key: &str| english.contains_key(key) || english.contains_key(&format!("{key}.one"));
    let sources: String = ["src", "themes/default"]
        .iter()
        .flat_map(|folder| ["rs", "html", "js", "css"].map(|extension| files(folder, extension)))
        .flatten()
        .filter(|(path, _)| !path.ends_with("wording/markers.rs"))
        .map(|(path, text)| {
            let asked = [r#"say(""#, r#"fill(""#, r#"said(""#, r#"Said(""#, r#"counted(""#];
            let asked = asked.iter().flat_map(|call| between(&text, call, '"'));
            let marked = between(&text, "{= ", ' ');
            for key in
                asked.chain(marked).filter(|key| key.contains('.') && !key.ends_with(".html") && !key.starts_with('{'))
            {
                assert!(there(key), "{path} asks for `{key}`");
            }
            text
        })
        .collect();
    let idle = |key: &&String| {
        let stem = key.strip_suffix(".one").or(key.strip_suffix(".other")).unwrap_or(key);
        let used = [key, stem].iter().any(|key| {
            [format!("\"{key}\""), format!("{{= {key} ")].iter().any(|written| sources.contains(written.as_str()))
        });
        !used
    };
    let named = english.keys().filter(|key| !MADE.iter().any(|made| key.starts_with(made)));
    assert_eq!(named.filter(idle).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn no_template_holds_words_of_its_own() {
    for (path, text) in files("themes/default/templates", "html") {
        // What is left without texts, expressions, comments and tags, but for what people read in attributes.
        let mut bare = text.clone();
        if let Some((before, rest)) = text.split_once("{% block body_class %}")
            && let Some((_, after)) = rest.split_once("{% endblock")
        {
            bare = format!("{before}{{% endblock{after}");
        }
        for (open, close) in [("{#", "#}"), ("{=", "=}"), ("{%", "%}"), ("{{", "}}")] {
            while let Some(start) = bare.rfind(open) {
                let end = start + bare[start..].find(close).unwrap() + close.len();
                bare.replace_range(start..end, "");
            }
        }
        let read = ["aria-label=\"", "placeholder=\"", "title=\"", "alt=\""];
        let mut words: Vec<String> =
            read.iter().flat_map(|attribute| between(&bare, attribute, '"')).map(str::to_owned).collect();
        let mut inside = false;
        words.push(
            bare.chars()
                .filter(|c| {
                    let shown = !inside && *c != '<';
                    inside = *c == '<' || (inside && *c != '>');
                    shown
                })
                .collect(),
        );
        for text in words {
            let found = text.split_whitespace().find(|word| word.chars().any(char::is_alphabetic));
            assert_eq!(found, None, "{path}: {text}");
        }
    }
}

const GERMAN: &str = "
//- book.toml
[book]
title = \"Handbuch\"
organisation = \"O\"
language = \"de-CH\"
//- content/policies/zugang.md
+++
title = \"Zugang\"
status = \"approved\"
approved = 2026-03-04
version = \"2\"
controls = \"A.5.15\"
+++
## Regeln
> [!NOTE]
> Text[^1]

- [x] getan

[^1]: Quelle
";

#[test]
fn a_german_book_is_german_throughout() {
    let built = build(GERMAN);
    let page = built.page("documents/policies/zugang.html");
    for words in [
        "lang=\"de-CH\"",
        "4. März 2026",
        "freigegeben",
        "Für wen",
        "Zum Inhalt springen",
        "Richtlinien",
        "Link zu: Regeln",
        ">Hinweis<",
        "Fußnote 1",
        "Zurück zum Verweis 1",
        "\"erledigt\"",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(built.page("controls/a.5.15.html").contains("Die Erklärung zur Anwendbarkeit entscheidet nicht darüber"));
    assert!(built.page("search/index.js").contains("Nichts gefunden."));
    let table = built.page("downloads/documents.csv");
    assert!(table.starts_with("\u{feff}Kennung,Titel,Art,") || table.starts_with("Kennung,Titel,Art,"), "{table}");
    assert!(table.contains("Richtlinie,2,freigegeben,ja,"), "{table}");
    let site = built.site.as_ref().unwrap();
    let script = site.files.iter().find(|(path, _)| path.as_str().starts_with("assets/script.")).unwrap().1;
    assert!(String::from_utf8_lossy(script).contains("\"Kopieren\""));
}

#[test]
fn a_book_changes_a_text_of_its_language_alone() {
    let own = "//- theme/texts/de.toml\n[document]\nfor-whom = \"Gilt <für> {{wen}}\"\n//- theme/texts/en.toml\n[document]\nowner = \"Boss\"\n";
    let built = build(&format!("{GERMAN}{own}"));
    let page = built.page("documents/policies/zugang.html");
    assert!(page.contains("Gilt &lt;für&gt; &#123;&#123;wen&#125;&#125;"), "{page}");
    assert!(!page.contains("Boss"));
}

#[test]
fn a_slip_in_a_text_or_in_its_name_is_reported_at_its_place() {
    let built = build("//- theme/texts/en.toml\n[document]\nforwhom = \"x\"\nowner = 3\n");
    assert_eq!(
        built.problems(),
        [
            "error[unknown-key] theme/texts/en.toml:2:1 there is no text `document.forwhom` (did you mean `document.for-whom`?)",
            "error[invalid-value] theme/texts/en.toml:3:1 `document.owner` is a number, and a text is expected",
        ]
    );
    assert_eq!(built.site, None);
    let built = build("//- theme/templates/404.html\n<main>\n{= not-found.titel =}</main>\n");
    assert_eq!(
        built.problems(),
        [
            "error[invalid-template] theme/templates/404.html:2:1 there is no text `not-found.titel` (did you mean `not-found.title`?)"
        ]
    );
}

#[test]
fn a_slip_in_a_text_is_reported_with_the_problems_of_the_content() {
    let built = build("//- content/a.md\n[b](b.md)\n//- theme/texts/en.toml\n[document]\nowner = 3\n");
    let codes: Vec<&str> = built.diagnostics.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["broken-link", "invalid-value"]);
}

#[test]
fn a_slip_behind_a_text_is_reported_where_it_was_written() {
    let built = build("//- theme/templates/404.html\n<main>{= not-found.lead =}</main>\n{{ nothing }}\n");
    assert!(built.printed().contains("theme/templates/404.html:2:"), "{}", built.printed());
}
