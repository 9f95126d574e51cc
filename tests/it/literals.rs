//! Names that are written in one place only: addresses of pages, and fields of built-in registers.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Returns the files of some modules with their code, without comments and tests.
fn code(wanted: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = walkdir::WalkDir::new(&root).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    let mut found = Vec::new();
    for file in files.filter(|file| file.extension().is_some_and(|extension| extension == "rs")) {
        let inside = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let room = inside.split(['/', '.']).next().unwrap().to_owned();
        if wanted(&room) {
            let text = fs::read_to_string(&file).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            found.push((inside, lines.collect::<Vec<_>>().join("\n")));
        }
    }
    assert!(!found.is_empty());
    found
}

/// Returns the string literals of some code, each with the code before it.
fn literals(code: &str) -> Vec<(&str, &str)> {
    let parts: Vec<(usize, &str)> = code.match_indices('"').filter(|(at, _)| !code[..*at].ends_with('\\')).collect();
    let pairs = parts.windows(2).map(|pair| (&code[..pair[0].0], &code[pair[0].0 + 1..pair[1].0]));
    // The code between two literals is returned as a literal too. It never matches a name.
    pairs.collect()
}

#[test]
fn the_address_of_a_page_is_written_in_the_table_of_pages_alone() {
    let mut wrong = Vec::new();
    for (file, code) in code(|room| !["pages", "site"].contains(&room)) {
        for (before, literal) in literals(&code) {
            let page = literal.strip_suffix(".html").is_some_and(|name| !name.is_empty() && !name.contains(' '));
            if page && !before.ends_with("Template(") {
                wrong.push(format!("{file}: {literal}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn a_field_of_a_built_in_register_is_named_in_isms_alone() {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/schema");
    let mut fields = BTreeSet::new();
    for entry in fs::read_dir(schemas).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let names =
            text.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"').map(str::to_owned));
        fields.extend(names);
    }
    assert!(fields.contains("accepted-until"), "the schemas are read");

    // The modules that read entries. The modules above them read files, whose keys can have the same names.
    let rooms = ["coverage", "assess", "check", "view", "render", "search", "export", "serve", "cli"];
    let accessors = [
        "date",
        "is",
        "links",
        "links_in",
        "all_links",
        "text",
        "choices",
        "choice",
        "number",
        "flag",
        "duration",
        "value",
        "span",
        "spanned",
        "rows",
        "references",
        "cell_of",
        "records",
        "entries_about",
        "register",
    ];
    let mut wrong = Vec::new();
    for (file, code) in code(|room| rooms.contains(&room)) {
        for (before, literal) in literals(&code) {
            let call = before
                .rsplit_once('(')
                .map_or("", |(call, inside)| if inside.contains([')', ';']) { "" } else { call });
            let accessor = call.rsplit('.').next().unwrap_or_default();
            if accessors.contains(&accessor) && fields.contains(literal) {
                wrong.push(format!("{file}: .{accessor}(… \"{literal}\")"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
