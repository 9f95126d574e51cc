//! The texts of the interface: complete in each language, used by existing keys, and changed by a book.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use clausebook::model::{Field, FieldKind};
use clausebook::source::{Content, Role, SourceFile, Sources};
use clausebook::value::{self, Format, Value};
use clausebook::wording::Wording;

use crate::fixture::{build, source};

/// Returns the texts of a language by key.
pub(crate) fn texts(language: &str) -> BTreeMap<String, String> {
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

/// Returns the placeholders of a text.
fn places(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0)).collect()
}

/// Returns all files with an extension below a folder.
fn files(folder: &str, extension: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let all = walkdir::WalkDir::new(root).into_iter().map(Result::unwrap);
    let wanted = all.filter(|entry| entry.path().extension().is_some_and(|found| found == extension));
    wanted.map(|entry| (entry.path().display().to_string(), std::fs::read_to_string(entry.path()).unwrap())).collect()
}

/// Returns the parts between each `from` and the next `to`.
fn between<'a>(text: &'a str, from: &'a str, to: char) -> impl Iterator<Item = &'a str> {
    text.split(from).skip(1).filter_map(move |part| Some(part.split_once(to)?.0))
}

/// Keys of registers' texts: in English they are in the schemas, so only other languages have them.
const OF_REGISTERS: &str = "schema.";
/// Prefixes of keys that are composed at run time.
const MADE: [&str; 22] = [
    "fact.",
    "facts.",
    "binding.state.",
    "redline.",
    "changes.",
    "export.",
    "kind.",
    "kinds.",
    "rung.",
    "band.",
    "table.",
    "scale.",
    "matrix.",
    "duration.",
    "state.",
    "gaps-by.",
    "footing.",
    "confidence.",
    "relation.",
    "left.title.",
    "left.about.",
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

/// Collects the keys of the texts of fields.
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

/// Returns whether a string literal is a text key: it is lowercase, and its first part is a table of texts.
fn is_key(literal: &str, tables: &BTreeSet<&str>) -> bool {
    let is_name = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let is_file = |last: &str| ["html", "js", "css", "svg", "toml", "md", "json", "rs"].contains(&last);
    literal.split_once('.').is_some_and(|(table, _)| tables.contains(table))
        && literal.split('.').all(is_name)
        && !literal.rsplit('.').next().is_some_and(is_file)
}

#[test]
fn every_text_is_used_and_every_text_that_is_asked_for_is_there() {
    let english = texts("en");
    let tables: BTreeSet<&str> = english.keys().filter_map(|key| Some(key.split_once('.')?.0)).collect();
    let there = |key: &str| english.contains_key(key) || english.contains_key(&format!("{key}.other"));
    let mut asked = BTreeSet::new();
    let sources = ["src", "themes/default"]
        .iter()
        .flat_map(|folder| ["rs", "html", "js", "css"].map(|extension| files(folder, extension)))
        .flatten()
        .filter(|(path, _)| !path.ends_with("wording/markers.rs"));
    for (path, text) in sources {
        // A literal that looks like a key is one, whatever function it is passed to.
        let literals = text.split('"').filter(|literal| path.ends_with(".rs") && is_key(literal, &tables));
        for key in literals.chain(between(&text, "{= ", ' ')) {
            assert!(there(key), "{path} asks for `{key}`");
            asked.insert(key.to_owned());
        }
        // The name of a column is the end of its key; a sign after it sets its alignment, and `/` is before a second line.
        let columns = text.split('"').filter(|_| path.contains("src/view")).flat_map(|word| word.split('/'));
        let columns = columns.map(|word| word.trim_end_matches('#'));
        asked.extend(columns.map(|word| format!("column.{word}")));
    }
    let is_asked =
        |key: &str| asked.contains(key) || key.rsplit_once('.').is_some_and(|(stem, _)| asked.contains(stem));
    let named = english.keys().filter(|key| !MADE.iter().any(|made| key.starts_with(made)));
    assert_eq!(named.filter(|key| !is_asked(key)).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn no_template_holds_words_of_its_own() {
    for (path, text) in files("themes/default/templates", "html") {
        // Without texts, expressions, comments and tags, only visible attributes are left.
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
        "Gilt für",
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
            "error[invalid-value] theme/texts/en.toml:3:1 `document.owner` must be text, not a number",
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
    assert_eq!(codes, ["invalid-value", "broken-link"]);
}

#[test]
fn a_slip_behind_a_text_is_reported_where_it_was_written() {
    let built = build("//- theme/templates/404.html\n<main>{= not-found.lead =}</main>\n{{ nothing }}\n");
    assert!(built.printed().contains("theme/templates/404.html:2:"), "{}", built.printed());
}

#[test]
fn a_language_with_some_texts_is_told_which_are_english() {
    let wording = |texts: &str| {
        let mut sources = Sources::default();
        sources.add(source("theme/texts/nb.toml", Role::Theme, texts.as_bytes().to_vec()));
        Wording::load(&sources, "theme", "nb-NO").0
    };
    let none = wording("");
    let some = wording("[document]\nowner = \"Eier\"\n");
    assert!(!none.has_texts_of_its_own() && some.has_texts_of_its_own());
    assert_eq!(none.untranslated().len(), some.untranslated().len() + 1);
    assert!(none.untranslated().contains(&"document.owner") && !some.untranslated().contains(&"document.owner"));
    assert_eq!(Wording::load(&Sources::default(), "theme", "de-CH").0.untranslated(), [""; 0]);
}

#[test]
fn a_third_language_brings_its_own_plural_forms() {
    let texts = "//- theme/texts/pl.toml
[state]
overdue.one = \"{n} dzień po terminie\"
overdue.few = \"{n} dni po terminie (few)\"
overdue.many = \"{n} dni po terminie (many)\"
overdue.other = \"{n} dnia po terminie\"
[start]
all-documents.one = \"{n} dokument\"
all-documents.few = \"{n} dokumenty\"
all-documents.many = \"{n} dokumentów\"
all-documents.other = \"{n} dokumentu\"
[search]
pages.one = \"{n} strona\"
pages.few = \"{n} strony\"
pages.many = \"{n} stron\"
";
    let book = |documents: usize| {
        let book = "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\nlanguage = \"pl\"\n";
        let documents = (0..documents).map(|at| format!("//- content/policies/p{at}.md\n# P{at}\n"));
        build(&format!("{book}{texts}{}", documents.collect::<String>()))
    };
    for (count, words) in [(1, ">1 dokument<"), (3, ">3 dokumenty<"), (5, ">5 dokumentów<"), (22, ">22 dokumenty<")] {
        let built = book(count);
        assert_eq!(built.problems(), [] as [&str; 0]);
        assert!(built.page("index.html").contains(words), "{count}: {}", built.main("index.html"));
    }
    let script = book(1);
    let search = script.page("search/index.js");
    assert!(search.contains(r#"\"few\":\"{n} strony\""#), "the browser chooses among all forms");

    let wrong = build(&texts.replace("texts/pl.toml", "texts/en.toml").replace("pages.few", "pages.few-of"));
    assert!(wrong.problems()[0].contains("`search.pages.few-of`"), "{:?}", wrong.problems());
}
