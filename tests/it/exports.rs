//! Exports agree with the pages.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::process::{Command, Output};

use calamine::{Data, Reader, Xlsx};
use clausebook::assess::Assessed;
use clausebook::export::{self, Format, Stamp};
use clausebook::pipeline::{self, Cache};
use clausebook::site::SitePath;
use clausebook::wording::Wording;
use scraper::{Html, Selector};
use serde_json::Value;

use crate::crawl::SAMPLE;
use crate::fixture::{TODAY, build};

fn sample(path: &str) -> &'static [u8] {
    SAMPLE.0.files.get(&SitePath::new(path)).unwrap_or_else(|| panic!("the sample has {path}"))
}

fn csv(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(bytes).deserialize().map(|row| row.unwrap()).collect()
}

/// Returns the rows of the first sheet, by column title.
fn xlsx(bytes: &[u8]) -> Vec<BTreeMap<String, Data>> {
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let mut rows = range.rows();
    let heads: Vec<String> = rows.next().unwrap().iter().map(ToString::to_string).collect();
    rows.map(|row| heads.iter().cloned().zip(row.iter().cloned()).collect()).collect()
}

fn legend(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range("Legend").unwrap();
    range.rows().map(|row| (row[0].to_string(), row.get(1).map(ToString::to_string).unwrap_or_default())).collect()
}

fn count<T: ToString>(rows: &[BTreeMap<String, T>], column: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for row in rows {
        *counts.entry(row[column].to_string()).or_default() += 1;
    }
    counts
}

/// Returns the totals on a page: words and numbers.
fn totals_of_page(path: &str) -> BTreeMap<String, usize> {
    let html = Html::parse_document(std::str::from_utf8(sample(path)).unwrap());
    let items = Selector::parse(":not(td) > ul.totals li").unwrap();
    let words = |element: scraper::ElementRef<'_>| element.text().collect::<String>();
    html.select(&items)
        .map(|item| {
            let text = words(item);
            let mut parts = text.split_whitespace();
            let number = parts.next().unwrap().parse().unwrap();
            (parts.last().unwrap().to_owned(), number)
        })
        .collect()
}

fn without_zeros(counts: &Value) -> BTreeMap<String, usize> {
    let counts = counts.as_object().unwrap().iter();
    let counts = counts.map(|(word, count)| (word.clone(), usize::try_from(count.as_u64().unwrap()).unwrap()));
    counts.filter(|(_, count)| *count > 0).collect()
}

#[test]
fn totals_are_equal_on_the_page_and_in_every_format() {
    let page = totals_of_page("soa.html");
    assert!(page.len() > 2, "the sample has controls of several states: {page:?}");
    let csv_rows = csv(sample("downloads/soa.csv"));
    assert_eq!(count(&csv_rows, "Coverage"), page);
    assert_eq!(count(&xlsx(sample("downloads/soa.xlsx")), "Coverage"), page);
    let model: Value = serde_json::from_slice(sample("data/handbook.json")).unwrap();
    assert_eq!(without_zeros(&model["totals"]["controls"]), page);
    let legend = legend(sample("downloads/soa.xlsx"));
    let control = ["Version", "Approver", "Approved on"].map(|key| legend[key].as_str());
    assert_eq!(control, ["1.2", "Chief executive", "2026-07-06"], "the statement's own, not the book's");
    for (word, number) in &page {
        assert_eq!(legend[&format!("of which {word}")], number.to_string());
    }
    // The coverage table includes the clauses, which the model counts separately.
    let coverage = csv(sample("downloads/coverage.csv"));
    assert_eq!(count(&coverage, "Status"), count(&xlsx(sample("downloads/coverage.xlsx")), "Status"));
    let clauses: Vec<_> = coverage.into_iter().filter(|row| row["Kind"] == "Clause").collect();
    assert_eq!(count(&clauses, "Status"), without_zeros(&model["totals"]["clauses"]));
}

#[test]
fn every_table_has_the_rows_that_the_list_of_downloads_promises() {
    let html = Html::parse_document(std::str::from_utf8(sample("downloads/index.html")).unwrap());
    let (rows, cells, links) =
        (Selector::parse("tbody tr").unwrap(), Selector::parse("td.right").unwrap(), Selector::parse("a").unwrap());
    let mut names = Vec::new();
    for row in html.select(&rows) {
        let promised: usize = row.select(&cells).next().unwrap().text().collect::<String>().parse().unwrap();
        let files: Vec<&str> = row.select(&links).filter_map(|link| link.attr("href")).collect();
        let [csv_file, xlsx_file] = files[..] else { panic!("{files:?}") };
        assert_eq!(csv(sample(&format!("downloads/{csv_file}"))).len(), promised, "{csv_file}");
        assert_eq!(xlsx(sample(&format!("downloads/{xlsx_file}"))).len(), promised, "{xlsx_file}");
        names.push(csv_file.trim_end_matches(".csv").to_owned());
    }
    for name in [
        "soa",
        "coverage",
        "risks",
        "treatment-plan",
        "assets",
        "evidence",
        "audits",
        "processing",
        "software-licences",
    ] {
        assert!(names.iter().any(|known| known == name), "{name} is not among {names:?}");
    }
    let files = SAMPLE.0.files.keys().filter(|path| path.as_str().ends_with(".xlsx")).count();
    assert_eq!(files, names.len(), "each workbook is in the list");
}

#[test]
fn a_workbook_holds_dates_as_dates_and_says_what_it_is() {
    let rows = xlsx(sample("downloads/evidence.xlsx"));
    assert!(rows.iter().all(|row| matches!(row["Collected on"], Data::DateTime(_))));
    let first = rows.iter().find(|row| row["Id"] == "EV-001").unwrap();
    let same = csv(sample("downloads/evidence.csv")).into_iter().find(|row| row["Id"] == "EV-001").unwrap();
    let Data::DateTime(collected) = &first["Collected on"] else { panic!("a date") };
    let (year, month, day, ..) = collected.to_ymd_hms_milli();
    assert_eq!(format!("{year}-{month:02}-{day:02}"), same["Collected on"]);
    let legend = legend(sample("downloads/evidence.xlsx"));
    assert_eq!(legend["As of"], "2026-10-01");
    assert_eq!(legend["Version"], "3.2");
    assert_eq!(legend["Handbook"], "Larkfield ISMS handbook, Larkfield Software Ltd");
    assert!(legend["Valid for"].contains("How long it is valid"));
    assert_eq!(same["Page"], "https://handbook.larkfield.example/registers/evidence/ev-001.html");
}

const DANGEROUS: &str = "
//- book.toml
[book]
title = \"T\"
organisation = \"O\"
[[register]]
name = \"things\"
singular = \"thing\"
//- content/registers/things.toml
[[thing]]
id = \"T-1\"
title = \"=HYPERLINK(\\\"https://evil.example\\\")\"
[[thing]]
id = \"T-2\"
title = \"@SUM(1)\\u0000\\u0007\"
[[thing]]
id = \"T-3\"
title = \"tab\\tquote\\\" comma, line\\nend\"
";

#[test]
fn no_cell_runs_as_a_formula() {
    let built = build(DANGEROUS);
    let site = built.site.as_ref().unwrap_or_else(|| panic!("{:?}", built.problems()));
    let file = |path: &str| &site.files[&SitePath::new(path)];
    let titles: Vec<String> = csv(file("downloads/things.csv")).into_iter().map(|row| row["Title"].clone()).collect();
    assert_eq!(titles[0], "'=HYPERLINK(\"https://evil.example\")");
    assert!(titles[1].starts_with("'@SUM(1)"));
    assert_eq!(titles[2], "tab\tquote\" comma, line\nend");
    let rows = xlsx(file("downloads/things.xlsx"));
    assert_eq!(rows[0]["Title"], Data::String("=HYPERLINK(\"https://evil.example\")".to_owned()));
    let mut book = Xlsx::new(Cursor::new(&file("downloads/things.xlsx")[..])).unwrap();
    let formulas = book.worksheet_formula("Things").unwrap();
    assert!(formulas.used_cells().next().is_none(), "a text became a formula");
}

#[test]
fn the_model_is_what_its_schema_says() {
    let schema: Value = serde_json::from_slice(sample("data/handbook.schema.json")).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let dangerous = build(DANGEROUS).site.unwrap();
    let empty = build("//- content/a.md\n# A\n").site.unwrap();
    let models = [&SAMPLE.0, &dangerous, &empty].map(|site| &site.files[&SitePath::new("data/handbook.json")]);
    for bytes in models {
        let model: Value = serde_json::from_slice(bytes).unwrap();
        let errors: Vec<String> =
            validator.iter_errors(&model).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert_eq!(errors, Vec::<String>::new());
    }
    let mut model: Value = serde_json::from_slice(sample("data/handbook.json")).unwrap();
    model["documents"][0]["approved"] = "soon".into();
    assert!(!validator.is_valid(&model), "the schema refuses text that is not a date");
}

#[test]
fn the_schema_describes_each_of_its_fields() {
    fn undescribed(value: &Value, at: &str, found: &mut Vec<String>) {
        let Some(object) = value.as_object() else { return };
        if let Some(properties) = object.get("properties").and_then(Value::as_object) {
            for (name, property) in properties {
                if property.get("description").is_none() && property.get("$ref").is_none() {
                    found.push(format!("{at}/{name}"));
                }
            }
        }
        for (key, value) in object {
            undescribed(value, &format!("{at}/{key}"), found);
        }
    }
    let schema: Value = serde_json::from_slice(sample("data/handbook.schema.json")).unwrap();
    let mut found = Vec::new();
    undescribed(&schema, "", &mut found);
    assert_eq!(found, Vec::<String>::new());
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_clausebook")).args(arguments).output().expect("the program starts")
}

/// What Excel needs to read a CSV file as UTF-8, and programs on a pipe do not expect.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

#[test]
fn export_writes_what_the_site_holds() {
    let root = env!("CARGO_MANIFEST_DIR");
    let dir = tempfile::tempdir().unwrap();
    for (what, format, file) in [
        ("soa", "csv", "downloads/soa.csv"),
        ("treatment-plan", "xlsx", "downloads/treatment-plan.xlsx"),
        ("handbook", "json", "data/handbook.json"),
    ] {
        let target = dir.path().join("out");
        let output = run(&["export", what, root, "--drafts", "--format", format, "--output", target.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(output.stdout.is_empty());
        assert!(fs::read(&target).unwrap() == sample(file), "{what} is another than {file}");
        let piped = run(&["export", what, root, "--drafts", "--format", format]);
        let bytes = sample(file);
        assert!(piped.stdout == bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes), "{what} on stdout");
        assert_eq!(bytes.starts_with(BYTE_ORDER_MARK), format == "csv", "{what}");
    }
}

#[test]
fn a_table_as_json_has_the_documented_shape() {
    let root = env!("CARGO_MANIFEST_DIR");
    let output = run(&["export", "soa", root, "--format", "json"]);
    let table: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(table["version"], 2);
    assert_eq!(table["as_of"], "2026-10-01");
    assert_eq!(without_zeros(&table["totals"]), totals_of_page("soa.html"));
    let described = fs::read_to_string(Path::new(root).join("docs/export-json.md")).unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    for key in keys(&table) {
        assert!(described.contains(&format!("`{key}`")), "{key} is not described");
    }
    let mut columns: Vec<&str> = vec!["page"];
    columns.extend(table["columns"].as_array().unwrap().iter().map(|column| column["key"].as_str().unwrap()));
    columns.sort_unstable();
    assert_eq!(keys(&table["rows"][0]), columns);
}

#[test]
fn what_cannot_be_exported_is_said() {
    let root = env!("CARGO_MANIFEST_DIR");
    let stderr = |output: &Output| String::from_utf8_lossy(&output.stderr).into_owned();
    let slip = run(&["export", "rsiks", root]);
    assert_eq!(slip.status.code(), Some(2));
    assert!(stderr(&slip).contains("did you mean `risks`?"), "{}", stderr(&slip));
    let model = run(&["export", "handbook", root, "--format", "xlsx"]);
    assert_eq!(model.status.code(), Some(2));
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("content")).unwrap();
    fs::write(dir.path().join("book.toml"), "[book]\ntitle = \"T\"\norganisation = \"O\"\n").unwrap();
    fs::write(dir.path().join("content/a.md"), "[[nothing]]\n").unwrap();
    let broken = run(&["export", "soa", dir.path().to_str().unwrap()]);
    assert_eq!(broken.status.code(), Some(1));
    assert!(broken.stdout.is_empty());
    assert!(stderr(&broken).contains("nothing was exported"), "{}", stderr(&broken));
}

#[test]
fn the_rungs_of_the_coverage_table_are_titles_and_its_values_are_words_for_people() {
    let text = |path: &str| std::str::from_utf8(sample(path)).unwrap();
    let head = text("downloads/coverage.csv").lines().next().unwrap();
    assert!(head.ends_with("Missing,Decided,Documented,Owned,Justified,Implemented,Evidenced,Assessed,Page"), "{head}");
    assert!(text("downloads/treatment-plan.csv").contains("A.5.18 (Implemented)"));
    assert!(text("downloads/evidence.csv").contains("6 months"));
}

/// Returns the sample in another language: its author's words stay, those of the interface change.
fn sample_in(language: &str) -> Assessed {
    let book = pipeline::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let (sources, mut config) = (book.sources, book.config.unwrap());
    language.clone_into(&mut config.language.value);
    config.localise(&Wording::load(&sources, &config.theme, language).0);
    pipeline::assess(&sources, &config, TODAY, &|_| {}, &mut Cache::default()).0
}

/// Removes what is for people from JSON: names and explanations, which may hold the title of a register.
fn without_words(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for key in ["text", "label", "title", "about", "language", "name", "means", "reason", "held-by"] {
                fields.remove(key);
            }
            fields.values_mut().for_each(without_words);
        }
        Value::Array(values) => values.iter_mut().for_each(without_words),
        _ => {}
    }
}

#[test]
fn json_has_the_same_values_in_every_language_and_csv_has_the_words_of_the_book() {
    let [english, german] = ["en", "de"].map(sample_in);
    let write = |assessed: &Assessed, name: &str, format: Format| {
        export::sheet(assessed, name).unwrap().write(format, &Stamp::new(assessed))
    };
    let names = export::names(&english);
    assert_eq!(names, export::names(&german));
    for name in &names {
        let [en, de] = [&english, &german].map(|book| {
            let mut table: Value = serde_json::from_slice(&write(book, name, Format::Json)).unwrap();
            without_words(&mut table["rows"]);
            table
        });
        assert!(en["rows"] == de["rows"], "the rows of {name} differ");
        assert_eq!(en["totals"], de["totals"], "{name}");
    }
    let csv = String::from_utf8(write(&german, "soa", Format::Csv)).unwrap();
    assert!(csv.contains("ausgeschlossen") && !csv.contains(",excluded,"), "{csv}");
    let [en, de] = [&english, &german].map(|book| {
        let mut model: Value = serde_json::from_slice(&export::handbook_json(book)).unwrap();
        without_words(&mut model);
        model
    });
    assert!(en == de, "the models differ");
}

#[test]
fn the_totals_of_a_table_as_json_are_the_counts_of_its_rows() {
    let book = sample_in("de");
    for (name, column) in [("soa", "coverage"), ("coverage", "status")] {
        let json = export::sheet(&book, name).unwrap().write(Format::Json, &Stamp::new(&book));
        let table: Value = serde_json::from_slice(&json).unwrap();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for row in table["rows"].as_array().unwrap() {
            *counts.entry(row[column].as_str().unwrap().to_owned()).or_default() += 1;
        }
        assert_eq!(counts, without_zeros(&table["totals"]), "{name}");
    }
}

#[test]
fn values_of_a_row_in_json_are_ids_numbers_and_truths() {
    let book = sample_in("de");
    let rows = |name: &str| {
        let json = export::sheet(&book, name).unwrap().write(Format::Json, &Stamp::new(&book));
        serde_json::from_slice::<Value>(&json).unwrap()["rows"].as_array().unwrap().clone()
    };
    let soa = rows("soa");
    let row = soa.iter().find(|row| row["control"] == "A.5.18").unwrap();
    assert_eq!((&row["applicable"], &row["implementation"]), (&true.into(), &"implemented".into()));
    assert!(row["addressed-in"].as_array().unwrap().iter().any(|id| id == "access-control-policy"), "{row}");
    let document = &rows("documents")[0];
    assert!(document["in-force"].is_boolean() && document["owner"].is_string(), "{document}");
    let evidence = &rows("evidence")[0];
    assert!(evidence["in-date"].is_boolean(), "{evidence}");
    let model: Value = serde_json::from_slice(&export::handbook_json(&book)).unwrap();
    let bands: Vec<&Value> =
        model["risk_criteria"]["bands"].as_array().unwrap().iter().map(|band| &band["id"]).collect();
    let rated = rows("risks").into_iter().filter(|row| !row["score"].is_null());
    assert!(rated.clone().count() > 5 && rated.into_iter().all(|row| bands.contains(&&row["band"])));
}

#[test]
fn a_cell_that_is_too_long_for_a_workbook_is_named_on_the_legend() {
    let text = "Word ".repeat(7_000);
    let built = build(&format!(
        "//- content/registers/applicability.toml\n[[control]]\nid = \"A.5.1\"\napplicable = true\njustification = \"{text}\"\n\
         [[control]]\nid = \"A.5.2\"\napplicable = true\njustification = \"Short.\"\n"
    ));
    let site = built.site.as_ref().unwrap();
    let bytes = &site.files[&SitePath::new("downloads/soa.xlsx")];
    let rows = xlsx(bytes);
    let length = |row: usize| rows[row]["Justification"].to_string().encode_utf16().count();
    assert_eq!([length(0), length(1)], [32_767, "Short.".len()]);
    let notes: Vec<String> = {
        let mut book = Xlsx::new(Cursor::new(&bytes[..])).unwrap();
        let range = book.worksheet_range("Legend").unwrap();
        let notes = range.rows().filter(|row| row[0].to_string().starts_with("Shortened"));
        notes.map(|row| row[1].to_string()).collect()
    };
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(notes[0].ends_with("2: A.5.1, Justification"), "{notes:?}");
    assert!(legend(sample("downloads/soa.xlsx")).keys().all(|key| !key.starts_with("Shortened")));
    assert!(csv(&site.files[&SitePath::new("downloads/soa.csv")])[0]["Justification"].len() >= text.trim().len());
}

#[test]
fn documents_are_in_the_order_of_their_titles_on_pages_and_in_tables() {
    let titles = ["9 Access", "10 Backup", "Änderungen", "apfel", "Öffentlich", "Zutritt"];
    let files: String = titles
        .iter()
        .zip(["p9", "p10", "ae", "a", "oe", "z"])
        .map(|(title, name)| format!("//- content/{name}.md\n+++\ntitle = \"{title}\"\n+++\n[[A.5.1]]\n"))
        .collect();
    let book = "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\nlanguage = \"de\"\n";
    let built = build(&format!("{book}{files}"));
    let site = built.site.as_ref().unwrap_or_else(|| panic!("{:?}", built.problems()));
    let table = csv(&site.files[&SitePath::new("downloads/documents.csv")]);
    assert_eq!(table.iter().map(|row| row["Titel"].as_str()).collect::<Vec<_>>(), titles);
    for path in ["documents/index.html", "matrix/controls-documents.html", "controls/a.5.1.html", "handbook.html"] {
        let Some(page) = site.files.get(&SitePath::new(path)) else { panic!("there is no {path}") };
        let page = String::from_utf8_lossy(page);
        let places: Vec<_> =
            titles.iter().map(|title| page.find(&format!("{title}<")).or_else(|| page.find(title))).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{path}: {places:?}");
    }
}
