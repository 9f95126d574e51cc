//! `clausebook adopt` on a repository as others keep it (`tests/adoption`): what it proposes, what a book made of that reads and
//! finds, beside what was written down by hand before any program read it, and that the repository stays as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use serde_json::Value;

const AS_OF: &str = "2026-03-01";

fn given(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/adoption").join(name)
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A folder with a copy of the repository, or with another one, in which the program runs.
pub(crate) struct Copy {
    dir: tempfile::TempDir,
}

impl Copy {
    fn new() -> Self {
        let copy = Self { dir: tempfile::tempdir().unwrap() };
        let from = given("repository");
        for entry in walkdir::WalkDir::new(&from) {
            let entry = entry.unwrap();
            let to = copy.path("larkspur").join(entry.path().strip_prefix(&from).unwrap());
            if entry.file_type().is_dir() {
                fs::create_dir_all(to).unwrap();
            } else {
                fs::copy(entry.path(), to).unwrap();
            }
        }
        workbooks(&fs::read_to_string(given("workbooks.txt")).unwrap(), &copy.path("larkspur"));
        copy
    }

    /// A repository of one's own, with some files.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let copy = Self { dir: tempfile::tempdir().unwrap() };
        for (path, text) in files {
            copy.write(path, text);
        }
        copy
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path("larkspur").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        let run = Command::new(env!("CARGO_BIN_EXE_clausebook")).args(arguments).current_dir(self.dir.path()).output();
        run.expect("the program runs")
    }

    /// Runs a command that succeeds, and returns its output and what it says.
    #[track_caller]
    pub(crate) fn fine(&self, arguments: &[&str]) -> (String, String) {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}\n{}{}", text(&output.stdout), text(&output.stderr));
        (text(&output.stdout), text(&output.stderr))
    }

    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(arguments);
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{arguments:?}: {error}\n{}{}", text(&output.stdout), text(&output.stderr)))
    }

    /// Returns every file of the repository with its bytes.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let top = self.path("larkspur");
        let files = walkdir::WalkDir::new(&top).into_iter().map(|entry| entry.unwrap());
        let files = files.filter(|entry| entry.file_type().is_file());
        let path = |path: &Path| path.strip_prefix(&top).unwrap().to_string_lossy().replace('\\', "/");
        files.map(|entry| (path(entry.path()), fs::read(entry.path()).unwrap())).collect()
    }

    pub(crate) fn book(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }
}

/// Writes the workbooks that a text describes.
fn workbooks(described: &str, top: &Path) {
    let mut book: Option<(PathBuf, Workbook)> = None;
    let mut sheet: Option<Worksheet> = None;
    let mut row = 0;
    let finish = |book: &mut Option<(PathBuf, Workbook)>, sheet: &mut Option<Worksheet>| {
        if let (Some((_, book)), Some(sheet)) = (book.as_mut(), sheet.take()) {
            book.push_worksheet(sheet);
        }
    };
    for line in described.lines().filter(|line| !line.starts_with('#')) {
        if let Some(path) = line.strip_prefix("file ") {
            finish(&mut book, &mut sheet);
            book.take().into_iter().for_each(|(path, mut book)| book.save(path).unwrap());
            book = Some((top.join(path), Workbook::new()));
        } else if let Some((kind, name)) = line.split_once(' ').filter(|(kind, _)| ["sheet", "hidden"].contains(kind)) {
            finish(&mut book, &mut sheet);
            let mut next = Worksheet::new();
            next.set_name(name).unwrap().set_hidden(kind == "hidden");
            (sheet, row) = (Some(next), 0);
        } else if let Some(sheet) = &mut sheet {
            for (column, cell) in (0..).zip(line.split('|').map(str::trim)) {
                write_cell(sheet, row, column, cell);
            }
            row += 1;
        }
    }
    finish(&mut book, &mut sheet);
    book.into_iter().for_each(|(path, mut book)| book.save(path).unwrap());
}

fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, cell: &str) {
    if let Some(day) = cell.strip_prefix("date ") {
        let day = ExcelDateTime::parse_from_str(day).unwrap();
        sheet.write_with_format(row, column, &day, &Format::new().set_num_format("dd/mm/yyyy")).unwrap();
    } else if let Some(number) = cell.strip_prefix("number ") {
        sheet.write(row, column, number.parse::<f64>().unwrap()).unwrap();
    } else if !cell.is_empty() {
        sheet.write(row, column, cell).unwrap();
    }
}

/// The repository with the book that `adopt` has proposed beside it.
struct Adopted {
    copy: Copy,
    before: BTreeMap<String, Vec<u8>>,
    said: (String, String),
}

fn adopted() -> &'static Adopted {
    static ADOPTED: OnceLock<Adopted> = OnceLock::new();
    ADOPTED.get_or_init(|| {
        let copy = Copy::new();
        let before = copy.files();
        let said = copy.fine(&["adopt", "larkspur", "--into", "isms"]);
        Adopted { copy, before, said }
    })
}

/// Returns the lines of expected.txt in their parts, those with the given number of them.
fn expected(parts: usize, is_wanted: impl Fn(&[String]) -> bool) -> BTreeSet<Vec<String>> {
    let lines = fs::read_to_string(given("expected.txt")).unwrap();
    let lines = lines.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let lines = lines.map(|line| line.split(" | ").map(str::to_owned).collect::<Vec<_>>());
    lines.filter(|line| line.len() == parts && is_wanted(line)).collect()
}

/// Compares two sets and shows what is missing and what is false.
#[track_caller]
fn compare(expected: &BTreeSet<Vec<String>>, found: &BTreeSet<Vec<String>>) {
    let list = |lines: Vec<&Vec<String>>| {
        lines.iter().map(|line| format!("  {}", line.join(" | "))).collect::<Vec<_>>().join("\n")
    };
    let missing = list(expected.difference(found).collect());
    let wrong = list(found.difference(expected).collect());
    let right = expected.intersection(found).count();
    assert!(missing.is_empty() && wrong.is_empty(), "right: {right}\nmissing:\n{missing}\nfalse:\n{wrong}");
}

/// Returns a value of the JSON export in words.
fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(words).collect();
            items.join(if items.iter().any(|item| item.contains(' ')) { ", " } else { " " })
        }
        Value::Object(reference) => reference.get("text").map(words).unwrap_or_default(),
        other => other.to_string(),
    }
}

fn handbook() -> Value {
    adopted().copy.json(&["export", "handbook", "isms", "--root", ".", "--as-of", AS_OF])
}

#[test]
fn the_facts_of_documents_are_those_that_a_person_reads() {
    const KEYS: [&str; 10] =
        ["id", "title", "kind", "language", "version", "status", "owner", "approver", "approved", "review_by"];
    let mut found = BTreeSet::new();
    for document in handbook()["documents"].as_array().unwrap() {
        let source = words(&document["source"]);
        let path = source.rsplit_once("larkspur/").map_or(source.clone(), |(_, path)| path.to_owned());
        for key in KEYS {
            let value = words(&document[key]);
            let is_stated = match key {
                // Ids that come from names of files, and what is said by saying nothing.
                "id" => value.starts_with("ISMS-"),
                "kind" => value != "page",
                "status" => value != "unstated",
                // The language of the book is that of every document, whether or not its folder says it.
                "language" => value != "en" || path.contains("/en/"),
                _ => !matches!(value.as_str(), "null" | ""),
            };
            if is_stated {
                found.insert(vec![path.clone(), key.to_owned(), value]);
            }
        }
        let mut claims: Vec<String> =
            document["claims"].as_array().unwrap().iter().map(|claim| words(&claim["requirement"])).collect();
        claims.sort_by(|a, b| clausebook::id::natural(a, b));
        if !claims.is_empty() {
            found.insert(vec![path.clone(), "claims".to_owned(), claims.join(" ")]);
        }
    }
    compare(
        &expected(3, |line| line[0].ends_with(".md") && KEYS.contains(&line[1].as_str()) || line[1] == "claims"),
        &found,
    );
}

#[test]
fn the_entries_of_registers_are_those_that_a_person_reads() {
    let is_entry = |name: &str| {
        let is_register = |register: &str| register.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        !name.ends_with(".md") && name.split_once('/').is_some_and(|(register, _)| is_register(register))
    };
    let wanted = expected(3, |line| line[1] == "entries" || is_entry(&line[0]));
    let of_soa: BTreeSet<String> = wanted.iter().map(|line| line[0].clone()).collect();
    let mut found = BTreeSet::new();
    for register in handbook()["registers"].as_array().unwrap() {
        let name = words(&register["name"]);
        let entries = register["entries"].as_array().unwrap();
        if entries.is_empty() || name == "roles" {
            continue;
        }
        found.insert(vec![name.clone(), "entries".to_owned(), entries.len().to_string()]);
        for entry in entries {
            let has_id = !["assets", "suppliers", "training"].contains(&name.as_str());
            let (id, title) = (words(&entry["id"]), words(&entry["title"]));
            let named = format!("{name}/{}", if has_id { &id } else { &title });
            let is_soa = name == "applicability";
            // Of the 93 rows of the SoA, some are written down.
            if is_soa && !of_soa.contains(&named) {
                continue;
            }
            if has_id && !is_soa {
                found.insert(vec![named.clone(), "title".to_owned(), title]);
            }
            for (field, value) in entry["values"].as_object().unwrap() {
                let line = vec![named.clone(), field.clone(), words(value)];
                if !is_soa || wanted.contains(&line) {
                    found.insert(line);
                }
            }
        }
    }
    compare(&wanted, &found);
}

#[test]
fn the_findings_are_those_that_a_person_finds() {
    let checked = adopted().copy.json(&["check", "isms", "--root", ".", "--as-of", AS_OF, "--format", "json"]);
    let codes = clausebook_codes();
    let wanted = expected(3, |line| codes.contains(&line[0]));
    let silent = expected(2, |line| line[0] == "none");
    let compared: BTreeSet<&String> =
        wanted.iter().map(|line| &line[0]).chain(silent.iter().map(|line| &line[1])).collect();
    let mut found = BTreeSet::new();
    for problem in checked["problems"].as_array().unwrap() {
        let code = words(&problem["code"]);
        let is_error = problem["severity"] == "error";
        if !compared.contains(&code) && !is_error {
            continue;
        }
        let message = words(&problem["message"]);
        let place = problem["place"]["file"].as_str().unwrap_or_default();
        let path = place.rsplit_once("larkspur/").map_or(place, |(_, path)| path);
        // An entry without an id is called by one made from its title; what all entries lack is one finding.
        let named = |word: &str| message.contains(word) || message.contains(&word.to_lowercase().replace(' ', "-"));
        let is_gathered = message.starts_with("no entry of ");
        let known = wanted.iter().filter(|line| line[0] == code && line[1] == path && (is_gathered || named(&line[2])));
        let known: Vec<_> = known.cloned().collect();
        let unknown = known.is_empty().then(|| vec![code, path.to_owned(), message.clone()]);
        found.extend(known.into_iter().chain(unknown));
    }
    compare(&wanted, &found);
}

/// Returns the codes with which lines of expected.txt can begin: they have no path and no register before them.
fn clausebook_codes() -> BTreeSet<String> {
    let lines = expected(3, |line| !line[0].contains(['/', '.']) && line[1] != "entries");
    lines.into_iter().map(|line| line[0].clone()).collect()
}

#[test]
fn the_proposal_is_the_one_that_the_manual_shows() {
    let (path, now) = (given("book.toml"), adopted().copy.book("isms/book.toml"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, now).unwrap();
    } else {
        let known = fs::read_to_string(&path).unwrap();
        assert_eq!(
            now, known,
            "tests/adoption/book.toml is not what adopt writes: UPDATE_GOLDEN=1 cargo test adoption"
        );
    }
}

#[test]
fn the_report_says_what_is_from_where_what_is_not_sure_and_what_was_left_alone() {
    let (report, _) = &adopted().said;
    for line in [
        "policies/: owner of 9 of 9 documents from the key `meta.owner` (2), the label `Owner` (3), the label `Document owner` (3), the last row of `Changelog/Owner` (1)",
        "standards/: front matter without a fence above it (2)",
        "registers/Risk register.csv is `risks`, 5 rows: `ID` → id, `Risk` → title",
        "drafts/**: it holds unfinished documents",
        "node_modules/: it holds files of other programs",
        "clausebook build isms --root ",
    ] {
        assert!(report.contains(line), "{line}\n{report}");
    }
}

#[test]
fn not_a_byte_of_the_repository_changes() {
    let Adopted { copy, before, .. } = adopted();
    copy.run(&["build", "isms", "--root", "."]);
    assert_eq!(copy.files(), *before);
    let made = fs::read_dir(copy.path("isms")).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(made.into_iter().all(|name| ["book.toml", "site"].iter().any(|known| name == *known)));
}

#[test]
fn without_another_folder_one_file_comes_to_the_top() {
    let copy = Copy::new();
    let mut before = copy.files();
    copy.fine(&["adopt", "larkspur"]);
    let mut after = copy.files();
    let book = text(&after.remove("book.toml").unwrap());
    assert_eq!(after, before);
    assert!(book.contains("content = \".\"\nexclude = [\"site\""), "{book}");
    copy.fine(&["build", "larkspur", "--as-of", AS_OF]);
    before.insert("book.toml".to_owned(), book.into_bytes());
    let after = copy.files();
    assert!(before.iter().all(|(path, bytes)| after[path] == *bytes));
    // The site that was built, with its tables, does not belong to the repository.
    let (_, said) = copy.fine(&["adopt", "larkspur"]);
    assert!(said.contains("nothing changed"), "{said}");
}
