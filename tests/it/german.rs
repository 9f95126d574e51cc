//! The German sample: every word of the interface comes from its texts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use scraper::{ElementRef, Html, Node};

use crate::fixture::{Built, build_files};
use crate::wording::texts;

/// Markers around the words of a text, so that the values of its placeholders are outside.
const MARKS: [char; 2] = ['‹', '›'];
/// Texts for the program, not for people.
const READ: [&str; 3] = ["number.decimal", "number.group", "starter.outlines"];

/// Names that are the same in every language.
const MADE: [&str; 5] =
    ["XLSX", "CSV", "handbook.json", "handbook.schema.json", concat!("clausebook ", env!("CARGO_PKG_VERSION"))];

/// Returns the files of the sample that its author wrote.
fn content() -> BTreeMap<String, Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let all = walkdir::WalkDir::new(root.join("content-sample")).into_iter().map(Result::unwrap);
    let files = all.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    let files = files.chain([root.join("book.toml")]);
    let name = |path: &Path| path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
    files.map(|path| (name(&path), std::fs::read(&path).unwrap())).collect()
}

/// Returns a text with markers around everything except placeholders.
fn marked(text: &str) -> String {
    let [open, close] = MARKS;
    let parts = text.split_inclusive('}').map(|part| match part.split_once('{') {
        Some((words, place)) => format!("{open}{words}{close}{{{place}"),
        None => format!("{open}{part}{close}"),
    });
    parts.collect::<String>().replace(&format!("{open}{close}"), "")
}

static SAMPLE: LazyLock<Built> = LazyLock::new(|| {
    let mut files = content();
    let book = String::from_utf8(files.remove("book.toml").unwrap()).unwrap();
    files.insert("book.toml".to_owned(), book.replace("language = \"en-GB\"", "language = \"de\"").into_bytes());
    let texts = texts("de").into_iter().filter(|(key, _)| !READ.contains(&key.as_str())).map(|(key, text)| {
        let text = match key.as_str() {
            "date.months" => text.split(' ').map(marked).collect::<Vec<_>>().join(" "),
            key if key.starts_with("scale.") => text.split(", ").map(marked).collect::<Vec<_>>().join(", "),
            _ => marked(&text),
        };
        format!("{key} = {}\n", serde_json::to_string(&text).unwrap())
    });
    files.insert("theme/texts/de.toml".to_owned(), texts.collect::<String>().into_bytes());
    build_files(files)
});

/// Returns a text with single spaces and without Markdown markup.
fn plain(text: &str) -> String {
    let text: String = text.chars().filter(|c| !matches!(c, '*' | '`' | '_' | '\\')).collect();
    text.replace(['’', '‘'], "'").replace(['“', '”'], "\"").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words that are not part of the interface: those of the author, of the standard, and our summaries of the standard.
struct Authors {
    words: String,
    units: BTreeSet<String>,
}

impl Authors {
    fn new() -> Self {
        let standards = walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/catalog/standards"));
        let standards = standards.into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
        let standards = standards.map(|entry| std::fs::read_to_string(entry.path()).unwrap());
        let files =
            content().into_iter().map(|(path, bytes)| format!("\n{path}\n{}\n", String::from_utf8_lossy(&bytes)));
        let text: String = files.chain(standards).collect();
        let units = text
            .split(['"', '\'', '\n', '|', '[', ']', '(', ')', '*', '`', '#', '.', ',', ':', ';', '{', '}', '/', '=']);
        let units = units.map(plain).collect();
        Self { words: plain(&text), units }
    }

    /// Returns whether the words are theirs; one or two words must be a whole value, heading, cell or the like.
    fn wrote(&self, words: &str) -> bool {
        let words = plain(words);
        let with_lists = words.replace(" (", ", ");
        let parts = with_lists.split([',', ';', ':', '·', '×']);
        let parts = parts.map(|part| part.trim_matches(|c: char| !c.is_alphanumeric()));
        let is_whole = |part: &str| {
            let is_long = part.split(' ').count() > 2 || part.contains(['@', '/', '.']);
            let is_id = !part.contains(' ') && part.contains(|c: char| c.is_ascii_digit());
            is_id
                || !part.contains(char::is_alphabetic)
                || self.units.contains(part)
                || is_long && self.words.contains(part)
        };
        let is_theirs = |part: &str| {
            // A name may follow an id, and an id the name of a law.
            let cited = ["DSGVO ", "NIS-2 "].iter().find_map(|law| part.strip_prefix(law)).unwrap_or(part);
            let cited = ["Art. ", "Anhang "].iter().find_map(|word| cited.strip_prefix(word)).unwrap_or(cited);
            let is_id = |id: &str| {
                id.contains(|c: char| c.is_ascii_digit() || c == '.') || id.len() == 2 && id == id.to_uppercase()
            };
            let id = cited.split_once(' ').filter(|(id, _)| is_id(id));
            is_whole(part) || is_whole(id.map_or(cited, |(_, name)| name))
        };
        MADE.contains(&words.as_str())
            || words.len() > 40 && self.words.contains(&words)
            || parts.into_iter().all(is_theirs)
    }
}

/// Collects the words of an element and of its visible attributes, without those of Markdown.
fn read(element: ElementRef<'_>, found: &mut Vec<String>) {
    let tag = element.value();
    if matches!(tag.name(), "script" | "style" | "code" | "pre" | "blockquote")
        || tag.classes().any(|class| class == "prose")
    {
        return;
    }
    let attributes = ["aria-label", "title", "placeholder", "alt", "data-sheet", "data-book"];
    found.extend(attributes.iter().filter_map(|name| tag.attr(name)).map(str::to_owned));
    for child in element.children() {
        match child.value() {
            Node::Text(text) if tag.name() == "noscript" => read(Html::parse_fragment(text).root_element(), found),
            Node::Text(text) => found.push(text.to_string()),
            _ => ElementRef::wrap(child).into_iter().for_each(|element| read(element, found)),
        }
    }
}

#[test]
fn no_page_has_a_word_of_the_interface_that_is_not_a_text() {
    let authors = Authors::new();
    let mut left = BTreeMap::new();
    for (path, bytes) in &SAMPLE.site.as_ref().unwrap_or_else(|| panic!("{:#?}", SAMPLE.problems())).files {
        if !path.as_str().ends_with(".html") {
            continue;
        }
        let html = Html::parse_document(std::str::from_utf8(bytes).unwrap());
        let mut found = Vec::new();
        read(html.root_element(), &mut found);
        for text in found {
            let unmarked = text.split(MARKS[0]).enumerate().map(|(at, part)| match part.split_once(MARKS[1]) {
                Some((_, after)) if at > 0 => after,
                _ => part,
            });
            for words in unmarked {
                left.entry(words.trim().to_owned()).or_insert_with(|| path.to_string());
            }
        }
    }
    left.retain(|words, _| !authors.wrote(words));
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn no_german_text_is_still_in_english() {
    let words = |text: &str| text.split('{').flat_map(|part| part.rsplit('}').next()).collect::<String>();
    let many =
        |text: &str| words(text).split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count() > 1;
    let german = texts("de");
    let same = texts("en").into_iter().filter(|(key, text)| german[key] == *text && many(text));
    assert_eq!(same.collect::<Vec<_>>(), []);
}
