//! The contract with themes: `docs/theme.md` lists every view type with its fields, and a theme that shares only the
//! views with the built-in theme renders every page.

use std::fmt::Write;
use std::path::Path;

use clausebook::site::SitePath;
use clausebook::{config, diag, load, pipeline};

/// Heading of the list of view types in `docs/theme.md`; the list goes on to the end of the file.
const VIEWS: &str = "## The views\n";

/// Returns the doc comment above a line of Rust.
fn comment(lines: &[&str], at: usize) -> String {
    let above =
        lines[..at].iter().rev().take_while(|line| line.trim().starts_with("///") || line.trim().starts_with("#["));
    let mut words: Vec<&str> = above.filter_map(|line| line.trim().strip_prefix("/// ")).collect();
    words.reverse();
    words.join(" ")
}

/// Returns every view type in the code: name, meaning, fields.
fn views() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = vec![root.join("view.rs")];
    let all = walkdir::WalkDir::new(root.join("view")).into_iter().map(|entry| entry.unwrap().into_path());
    files.extend(all.filter(|path| path.extension().is_some_and(|extension| extension == "rs")));
    files.sort();
    let mut views = std::collections::BTreeMap::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let Some(name) = line.strip_prefix("pub(crate) struct ").and_then(|rest| rest.strip_suffix(" {")) else {
                continue;
            };
            if !lines[at - 1].contains("Serialize") {
                continue;
            }
            let mut view =
                format!("\n### {name}\n\n{}\n\n| field | type | meaning |\n|---|---|---|\n", comment(&lines, at));
            let end = at + lines[at..].iter().position(|line| *line == "}").unwrap();
            for field in at + 1..end {
                if let Some((name, kind)) =
                    lines[field].trim().strip_prefix("pub ").and_then(|line| line.split_once(": "))
                    && !lines[field - 1].contains("serde(skip)")
                {
                    let kind = kind.trim_end_matches(',').replace("&'static str", "text").replace("String", "text");
                    let meaning = comment(&lines, field).replace('|', "\\|");
                    writeln!(view, "| `{name}` | `{kind}` | {meaning} |").unwrap();
                }
            }
            views.insert(name.to_owned(), view);
        }
    }
    views.into_values().collect()
}

#[test]
fn every_view_is_documented_as_it_is() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/theme.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, now) = text.split_once(VIEWS).unwrap();
    let wanted = views();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, format!("{before}{VIEWS}{wanted}")).unwrap();
    } else {
        assert!(now == wanted, "docs/theme.md is not what src/view says: UPDATE_GOLDEN=1 cargo test contract");
    }
}

#[test]
fn every_template_is_documented_with_its_view() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("docs/theme.md")).unwrap();
    for entry in std::fs::read_dir(root.join("themes/default/templates")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(text.contains(&format!("| `{name}` |")), "docs/theme.md says nothing of {name}");
    }
}

#[test]
fn another_theme_makes_every_page_without_a_change_in_the_program() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = load::book(root).unwrap();
    let mut config = config::read(&sources).0.unwrap();
    config.theme = "tests/themes/ledger".to_owned();
    load::content(root, &config, &mut sources).unwrap();
    let outcome = pipeline::site(&sources, &config, config.as_of.unwrap());
    assert!(!diag::any_error(&outcome.diagnostics), "{:?}", outcome.diagnostics);
    let site = outcome.value.unwrap();
    let page = |path: &str| String::from_utf8(site.files[&SitePath::new(path)].to_vec()).unwrap();
    assert!(page("documents/index.html").contains("<h1>Ledger of documents</h1>"));
    for (path, bytes) in site.files.iter().filter(|(path, _)| path.as_str().ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        let moved = html.contains("http-equiv=\"refresh\"");
        assert!(moved || html.contains("class=\"ledger "), "{path}");
        assert!(!html.contains("site-header"), "{path}");
    }
}
