//! The files of search for the browser: what a query costs, and what another site can read.

use super::{Engine, book, corpus, searched};

/// What a reader waits for: all files but the script, up to the last excerpt of the first ten results.
#[test]
#[ignore = "needs Node: tests/browser/setup"]
fn a_query_in_a_thousand_pages_loads_sixty_kilobytes_in_fifteen_requests() {
    let root = tempfile::tempdir().unwrap();
    corpus::write(root.path(), &corpus::handbook(1_000, 27_001)).unwrap();
    let book = searched(Engine::Both, root.path());
    let queries: Vec<String> = include_str!("../../search/typical.txt").lines().map(str::to_owned).collect();
    let costs = book.node("cost.js", &queries);
    for words in [2, 3] {
        let of = |key: &str| {
            let words_of = |query: &&String| if query.split(' ').count() > 2 { 3 } else { 2 };
            let asked = queries.iter().zip(&costs).filter(|(query, _)| words_of(query) == words);
            let mut values: Vec<u64> = asked.map(|(_, cost)| cost[key].as_u64().unwrap()).collect();
            values.sort_unstable();
            (values[values.len() / 2], values[values.len() - 1])
        };
        let ((bytes, most), (requests, _)) = (of("bytes"), of("requests"));
        assert!(bytes <= 60_000 && most <= 150_000 && requests <= 15, "{words} words: {bytes}, {most}, {requests}");
    }
}

#[test]
fn another_site_that_runs_a_file_of_search_as_a_script_gets_nothing() {
    const BOOK: &str =
        "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n//- content/a.md\n# Zebra crossing\n\nText.\n";
    let files = |text: &str| {
        let searched = book(Engine::Program, text);
        let words = clausebook::wording::Wording::built_in("en");
        searched.index.files(&words)
    };
    let files = [files(BOOK), files(&BOOK.replace("Zebra", "Penguin"))];
    let reader = |files: &[(clausebook::site::SitePath, Vec<u8>)]| {
        files.iter().find(|(path, _)| path.as_str() == "search/index.js").unwrap().1.clone()
    };
    assert!(reader(&files[0]) == reader(&files[1]), "the reader holds nothing of a handbook");
    let data: Vec<_> = files[0].iter().filter(|(path, _)| path.as_str() != "search/index.js").collect();
    assert!(data.len() > 4);
    for (path, bytes) in data {
        let text = std::str::from_utf8(bytes).unwrap();
        let (guard, call) = text.split_once("clausebookSearch(").unwrap();
        assert!(guard.starts_with("location.protocol==\"file:\"&&") && guard.ends_with("&&"), "{path}: {guard}");
        let json = call.split_once(',').and_then(|(_, json)| json.trim_end().strip_suffix(");")).unwrap();
        serde_json::from_str::<serde_json::Value>(json).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
}
