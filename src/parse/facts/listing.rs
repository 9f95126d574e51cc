//! A register of documents: a table with a row for each, in a file of another tool.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::config::{Config, DocumentRegister, DocumentRule, JoinedBy};
use crate::diag::Diagnostic;
use crate::letters::nfc;
use crate::letters::plain_name;
use crate::model::{Document, RawReference};
use crate::pages::{document_stem, is_index};
use crate::parse::import::no_column;
use crate::parse::records::{Records, Wanted, file_of, records};
use crate::source::{FileId, Sources, Span, Spanned};
use crate::value::{Node, words};

/// A register of documents.
#[derive(Debug, PartialEq)]
pub(in crate::parse) struct Listing {
    /// Its file.
    pub file: FileId,
    /// The path of the file, for messages.
    path: String,
    /// The columns that rules name, with their indexes.
    columns: Vec<(String, usize)>,
    /// The rows that name a document.
    rows: Vec<Listed>,
    /// For each of the columns that join: how it does, and the rows by its values.
    joined: Vec<(JoinedBy, FxHashMap<String, usize>)>,
    /// The rows by the last parts of paths, for those that are longer than the paths of the book.
    ends: FxHashMap<String, usize>,
}

/// Number of folders by which a path in a register may be longer than a document's own.
const DEEPEST: usize = 16;

/// A row of a register of documents.
#[derive(Debug, PartialEq)]
pub(super) struct Listed {
    /// Its place.
    pub span: Span,
    cells: Vec<Option<Node>>,
    /// An earlier row with the same id, title or file, which counts.
    earlier: Option<Span>,
}

/// The properties of a document by which its row is looked for.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Its id, if it is stated.
    pub id: Option<String>,
    /// Its titles: as stated, as the heading says it, as the file is called.
    pub titles: Vec<String>,
    /// Its path below the content folder.
    pub path: String,
}

/// Reads the registers that the rules of a book name, each at the number of its rule.
pub(in crate::parse) fn listings(sources: &Sources, config: &Config) -> (Vec<Option<Listing>>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut read = |rule: &DocumentRule| {
        let (listing, found) = listing(rule.register.as_ref()?, rule, sources, config);
        problems.extend(found);
        listing
    };
    let listings = config.documents.iter().map(&mut read).collect();
    (listings, problems)
}

fn listing(
    register: &DocumentRegister,
    rule: &DocumentRule,
    sources: &Sources,
    config: &Config,
) -> (Option<Listing>, Vec<Diagnostic>) {
    let (file, source) = match file_of(&register.table, sources, config) {
        Ok(found) => found,
        Err(problem) => return (None, problem.into_iter().collect()),
    };
    let of_facts = rule.facts.iter().flat_map(|fact| fact.from.iter().filter_map(|source| source.column()));
    let span = register.table.file.span;
    let of_facts = of_facts.map(|column| Spanned { value: column.to_owned(), span });
    let columns: Vec<Spanned<String>> = register.by.iter().map(|(column, _)| column.clone()).chain(of_facts).collect();
    let names: Vec<&str> = columns.iter().map(|column| column.value.as_str()).collect();
    let (records, mut problems) = records(file, source, &Wanted::new(&register.table, &names));
    let Some(records) = records else { return (None, problems) };
    let missing = columns.iter().filter(|column| records.column(&column.value).is_none());
    problems.extend(missing.map(|column| no_column(&records, column)));
    let columns = columns.into_iter().filter_map(|column| Some((records.column(&column.value)?, column.value)));
    let columns = columns.map(|(at, name)| (name, at)).collect();
    (Some(Listing::new(file, register, columns, records)), problems)
}

impl Listing {
    fn new(file: FileId, register: &DocumentRegister, columns: Vec<(String, usize)>, records: Records) -> Self {
        let at = |name: &str| columns.iter().find(|(column, _)| column == name).map(|(_, at)| *at);
        let keys: Vec<(JoinedBy, usize)> =
            register.by.iter().filter_map(|(column, by)| Some((*by, at(&column.value)?))).collect();
        let key = |row: &Listed, (by, at): (JoinedBy, usize)| {
            let key = by.key(&words(row.cells.get(at)?.as_ref()?));
            (!key.is_empty()).then_some(key)
        };
        // In a table of several columns, a row with one cell is a heading or a note.
        let is_wide = records.heads.len() > 2;
        let rows = records.rows.into_iter().filter(|row| !is_wide || row.cells.iter().flatten().nth(1).is_some());
        let rows = rows.map(|row| Listed { span: row.span, cells: row.cells, earlier: None });
        let mut rows: Vec<Listed> = rows.filter(|row| keys.iter().any(|by| key(row, *by).is_some())).collect();
        let (mut joined, mut ends) = (Vec::new(), FxHashMap::default());
        for by in &keys {
            let mut by_key = FxHashMap::default();
            for at in 0..rows.len() {
                let Some(key) = key(&rows[at], *by) else { continue };
                let first = *by_key.get(&key).unwrap_or(&at);
                rows[at].earlier = rows[at].earlier.or((first < at).then_some(rows[first].span));
                if by.0 == JoinedBy::File {
                    let parts = key.rmatch_indices('/').take(DEEPEST).map(|(slash, _)| key[slash + 1..].to_owned());
                    parts.for_each(|end| _ = ends.entry(end).or_insert(at));
                }
                by_key.entry(key).or_insert(at);
            }
            joined.push((by.0, by_key));
        }
        Self { file, path: register.table.file.value.clone(), columns, rows, joined, ends }
    }

    /// Returns the row of a document.
    pub(super) fn row(&self, known: &Known) -> Option<&Listed> {
        let row = self.joined.iter().find_map(|(by, keys)| match by {
            JoinedBy::Id => {
                let stated = known.id.as_deref().and_then(|id| keys.get(&by.key(id)));
                stated.or_else(|| parts_of_name(&known.path).find_map(|part| keys.get(&part)))
            }
            JoinedBy::Title => known.titles.iter().find_map(|title| keys.get(&by.key(title))),
            JoinedBy::File => {
                let path = by.key(&known.path);
                let ends = path.match_indices('/').map(|(slash, _)| &path[slash + 1..]);
                let own = [path.as_str()].into_iter().chain(ends).find_map(|end| keys.get(end));
                own.or_else(|| self.ends.get(&path))
            }
        });
        row.and_then(|at| self.rows.get(*at))
    }

    /// Returns the value in a column of a row; none of a blank one.
    pub(super) fn cell(&self, row: &Listed, column: &str) -> Option<Node> {
        let (_, at) = self.columns.iter().find(|(name, _)| name == column)?;
        row.cells.get(*at)?.clone()
    }
}

impl JoinedBy {
    /// Returns a value for comparing.
    fn key(self, value: &str) -> String {
        match self {
            Self::Id | Self::Title => plain_name(value),
            Self::File => {
                let path = nfc(value.trim()).replace('\\', "/").replace("%20", " ").to_lowercase();
                let path = path.trim_start_matches("./").trim_start_matches('/');
                let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
                let stem = document_stem(name);
                if folder.is_empty() { stem.to_owned() } else { format!("{folder}/{stem}") }
            }
        }
    }
}

/// Returns the parts of the name of a file that may be an id, the longest first: words that follow one another. A bare number
/// is one at the beginning only.
fn parts_of_name(path: &str) -> impl Iterator<Item = String> {
    let name = plain_name(document_stem(path.rsplit('/').next().unwrap_or(path)));
    let words: Vec<String> = name.split(' ').map(str::to_owned).collect();
    let lengths = (1..=words.len()).rev();
    lengths.flat_map(move |length| {
        let starts: Vec<String> = words
            .windows(length)
            .enumerate()
            .filter(|(start, part)| {
                let has = |is: fn(&u8) -> bool| part.iter().any(|word| word.bytes().any(|byte| is(&byte)));
                has(u8::is_ascii_digit) && (*start == 0 || has(u8::is_ascii_alphabetic))
            })
            .map(|(_, part)| part.join(" "))
            .collect();
        starts
    })
}

/// Returns a finding for each document that its register does not list, and for each row without a document. If no row belongs
/// to a document, it is one finding: the table or the way to join them is another one.
pub(in crate::parse) fn unmatched<'a>(
    listings: &[Option<Listing>],
    config: &Config,
    documents: impl Iterator<Item = &'a Document<RawReference>> + Clone,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let matched: FxHashSet<Span> = documents.clone().filter_map(|document| document.meta.row).collect();
    let mut seen = FxHashSet::default();
    for (rule, listing) in config.documents.iter().zip(listings) {
        let (Some(listing), Some(register)) = (listing, &rule.register) else { continue };
        let own = documents.clone().filter(|document| rule.paths.matches(&document.path) && !is_index(&document.path));
        let is_used = listing.rows.iter().any(|row| matched.contains(&row.span));
        if !is_used {
            let message = format!("no row of `{}` belongs to a document", listing.path);
            let help = "see whether `by` names the column with the ids, titles or files of the documents".to_owned();
            findings.push(Diagnostic::warning("unlisted-document", register.table.file.span, message).help(help));
            continue;
        }
        for document in own.filter(|document| document.meta.row.is_none()) {
            let message = format!("“{}” is not in `{}`", document.meta.title, listing.path);
            let help = "add a row for it, or leave its path out of `match`".to_owned();
            findings.push(Diagnostic::warning("unlisted-document", document.meta.id.span, message).help(help));
        }
        for row in listing.rows.iter().filter(|row| !matched.contains(&row.span) && seen.insert(row.span)) {
            let name = row.cells.iter().flatten().map(words).take(2).collect::<Vec<_>>().join(", ");
            if let Some(earlier) = row.earlier {
                let message = format!("`{}` lists “{name}” a second time, and this row is not read", listing.path);
                let help = "remove the row that is out of date".to_owned();
                let finding = Diagnostic::warning("absent-document", row.span, message).help(help);
                findings.push(finding.also(earlier, "listed here first"));
                continue;
            }
            let message = format!("`{}` lists “{name}”, which is not a document of this book", listing.path);
            let help = "correct its id, title or path, or remove the row".to_owned();
            findings.push(Diagnostic::warning("absent-document", row.span, message).help(help));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::fixture::{control, facts_of, read};
    use crate::pipeline::{self, Cache};

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
            let owner = control(&listed(by, facts, (path, text), rows)).swap_remove(0);
            assert_eq!(owner, expected, "{by} {path} {text}");
        }
        let book = listed(id, facts, ("isms-pol-5.1.md", "Text.\n"), rows);
        assert_eq!(facts_of(&book, "isms-pol-5.1.md"), ["version=2,0", "owner=Head of IT"], "each at its cell");
    }

    #[test]
    fn the_id_comes_from_a_register_that_is_joined_by_title() {
        let book =
            listed("{ Name = \"title\" }", "id = \"register:No\"\n", ("a.md", "# Keys\n"), "No,Name\nP-7,Keys\n");
        assert_eq!(control(&book)[5], "P-7");
    }

    #[test]
    fn a_register_in_a_markdown_document_lists_documents_too() {
        let book = "//- book.toml\n[[documents]]\nmatch = \"*.md\"\n\
             register = { file = \"README.md\", below = \"Documents\", by = { Document = \"title\" } }\nowner = \"register:Owner\"\n\
             //- content/keys.md\n# Keys\n//- content/README.md\n# Isms\n\n## Documents\n\n| Document | Owner |\n|---|---|\n| [Keys](keys.md) | Head of IT |\n";
        assert_eq!(facts_of(book, "keys.md"), ["owner=Head of IT"]);
    }

    #[test]
    fn a_change_of_the_register_reaches_documents_that_did_not_change() {
        let book = |owner: &str| {
            let rows = format!("No,Name,Owner\nP-7,Keys,{owner}\n");
            listed("{ Name = \"title\" }", "owner = \"register:Owner\"\n", ("a.md", "# Keys\n"), &rows)
        };
        let mut cache = Cache::default();
        let mut owner = |owner: &str| {
            let (sources, config) = read(&book(owner));
            let assessed = pipeline::assess(&sources, &config, date(2026, 10, 1), &|_| {}, &mut cache).0;
            let document = assessed.handbook.documents().next().expect("a document").1;
            document.meta.owner.as_ref().map(|owner| owner.text.clone())
        };
        assert_eq!(owner("Head of IT").as_deref(), Some("Head of IT"));
        assert_eq!(owner("Facilities").as_deref(), Some("Facilities"));
        assert_eq!(owner(""), None);
    }
}
