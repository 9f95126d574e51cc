//! The problems of a book in the formats of other tools, and baselines.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use clausebook::check;
use clausebook::diag::{Diagnostic, sarif};
use clausebook::source::{Content, Role, SourceFile, Sources};
use serde_json::Value;

fn run(arguments: &[&str], within: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_clausebook"))
        .args(arguments)
        .current_dir(within)
        .output()
        .expect("the program starts")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Returns a book in `isms/` with a linking error and warnings.
fn book() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let isms = dir.path().join("isms");
    fs::create_dir_all(isms.join("content/policies")).unwrap();
    fs::write(isms.join("book.toml"), "[book]\ntitle = \"T\"\norganisation = \"O\"\nas-of = 2026-10-01\n").unwrap();
    fs::write(isms.join("content/policies/a ü.md"), "# A\n\n[[nothing]] & <b>TODO</b>\n").unwrap();
    dir
}

/// Returns the SARIF schema, which a crate contains.
fn sarif_schema() -> Value {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--offline", "--locked", "--filter-platform", "host-tuple"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", stderr(&output)));
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").unwrap();
    let manifest = PathBuf::from(package["manifest_path"].as_str().unwrap());
    let schema = fs::read(manifest.with_file_name("src").join("schema.json")).unwrap();
    let mut schema: Value = serde_json::from_slice(&schema).unwrap();
    // An error in the published schema: this pattern is not a valid regular expression. It never applies to a log
    // without a language.
    for definition in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][definition]["properties"]["language"];
        assert!(language.as_object_mut().unwrap().remove("pattern").is_some());
    }
    schema
}

/// Checks that a SARIF log is valid, that each of its results has one place and a rule, and that results are told apart.
#[track_caller]
fn accept(log: &Value) {
    let validator = jsonschema::validator_for(&sarif_schema()).unwrap();
    let errors: Vec<String> = validator.iter_errors(log).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new());
    let results = log["runs"][0]["results"].as_array().unwrap();
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let mut prints = BTreeSet::new();
    for result in results {
        let places = result["locations"].as_array().unwrap();
        assert_eq!(places.len(), 1, "{result}");
        assert!(places[0]["physicalLocation"]["region"]["startLine"].as_u64().unwrap() > 0, "{result}");
        assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]), "{} is not explained", result["ruleId"]);
        assert!(prints.insert(result["partialFingerprints"]["clausebook/v2"].as_str().unwrap()), "{result}");
    }
}

fn sarif_of(within: &Path) -> Value {
    serde_json::from_slice(&run(&["check", "--format", "sarif"], within).stdout).unwrap()
}

#[test]
fn sarif_is_what_its_schema_says() {
    let dir = book();
    let output = run(&["check", "isms", "--format", "sarif"], dir.path());
    assert_eq!(output.status.code(), Some(1));
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    accept(&log);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let broken = results.iter().find(|result| result["level"] == "error").unwrap();
    let place = &broken["locations"][0]["physicalLocation"];
    assert_eq!(broken["ruleId"], "unknown-reference");
    assert_eq!(place["artifactLocation"]["uri"], "isms/content/policies/a%20%C3%BC.md");
    assert_eq!(place["region"]["startLine"], 3);
}

#[test]
fn sarif_has_a_place_in_each_result_of_a_new_and_of_an_empty_book() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run(&["init", "fresh"], dir.path()).status.code(), Some(0));
    let fresh = sarif_of(&dir.path().join("fresh"));
    accept(&fresh);
    let results = fresh["runs"][0]["results"].as_array().unwrap();
    let undecided = results.iter().find(|result| result["ruleId"] == "undecided-control").unwrap();
    let uri = &undecided["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "content/registers/applicability.toml", "the place is where it is fixed");

    let empty = dir.path().join("empty");
    fs::create_dir_all(empty.join("content")).unwrap();
    fs::write(empty.join("book.toml"), "[book]\ntitle = \"T\"\norganisation = \"O\"\n").unwrap();
    let log = sarif_of(&empty);
    accept(&log);
    assert!(!log["runs"][0]["results"].as_array().unwrap().is_empty());
    for wrong in ["", "\u{feff}", "<<<<<<< HEAD\n", "[book]\ntitle = 1\n", "[book"] {
        fs::write(empty.join("book.toml"), wrong).unwrap();
        let log = sarif_of(&empty);
        accept(&log);
        assert!(!log["runs"][0]["results"].as_array().unwrap().is_empty(), "{wrong}");
    }
    fs::write(empty.join("book.toml"), b"[book]\ntitle = \"\xe9\"\n").unwrap();
    let log = sarif_of(&empty);
    accept(&log);
    assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), 1, "the cause alone: {log}");
}

#[test]
fn sarif_has_a_rule_and_a_place_for_every_code() {
    let rules = check::rules(None);
    let mut sources = Sources::default();
    let content = Content::Text("[book]\n".into());
    sources.add(SourceFile { path: "book.toml".into(), role: Role::Config, content });
    let found: Vec<Diagnostic> = rules
        .iter()
        .flat_map(|rule| [Diagnostic::error(rule.code, None, "a"), Diagnostic::warning(rule.code, None, "b")])
        .collect();
    accept(&serde_json::from_str(&sarif::render(&found, &sources, &rules, "isms/")).unwrap());
    assert!(rules.len() > check::ALL.len() + 10);
}

#[test]
fn a_fingerprint_stays_when_lines_move() {
    let dir = book();
    let prints = || {
        let output = run(&["check", "isms", "--format", "sarif"], dir.path());
        let log: Value = serde_json::from_slice(&output.stdout).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        results.iter().map(|result| result["partialFingerprints"].to_string()).collect::<Vec<_>>()
    };
    let before = prints();
    let document = dir.path().join("isms/content/policies/a ü.md");
    let text = fs::read_to_string(&document).unwrap();
    fs::write(&document, text.replace("# A\n", "# A\n\nAnother paragraph.\n")).unwrap();
    assert_eq!(prints(), before);
}

#[test]
fn commands_for_github_name_the_file_inside_the_repository() {
    let dir = book();
    let output = stdout(&run(&["check", "./isms/", "--format", "github"], dir.path()));
    let expected =
        "::error file=isms/content/policies/a ü.md,line=3,endLine=3,col=3,endColumn=10,title=unknown-reference::";
    assert!(output.contains(expected), "{output}");
    assert!(output.lines().all(|line| line.starts_with("::error ") || line.starts_with("::warning ")), "{output}");
    let inside = stdout(&run(&["check", "--format", "github"], &dir.path().join("isms")));
    assert!(inside.contains("file=content/policies/"), "{inside}");
}

#[test]
fn junit_is_well_formed_and_counts() {
    let dir = book();
    let xml = stdout(&run(&["check", "isms", "--format", "junit"], dir.path()));
    let mut reader = quick_xml::Reader::from_str(&xml);
    reader.config_mut().check_end_names = true;
    let (mut cases, mut failures, mut promised) = (0, 0, None);
    loop {
        use quick_xml::events::Event;
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => {
                let number = |name: &str| {
                    let attribute = tag.try_get_attribute(name).unwrap().unwrap();
                    attribute.value.parse::<usize>().unwrap()
                };
                match tag.name().as_ref() {
                    "testsuite" => promised = Some((number("tests"), number("failures"))),
                    "testcase" => cases += 1,
                    "failure" => failures += 1,
                    _ => {}
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(promised, Some((cases, failures)));
    assert!(failures >= 1 && cases > clausebook::check::ALL.len() / 2, "{xml}");
}

#[test]
fn a_baseline_sets_aside_what_was_there_and_tells_what_is_new_or_gone() {
    let dir = book();
    let check = |more: &[&str]| {
        let arguments = [&["check", "isms", "--baseline", "base.json", "--deny", "warnings"], more].concat();
        run(&arguments, dir.path())
    };
    let absent = check(&[]);
    assert_eq!(absent.status.code(), Some(2), "{}", stderr(&absent));
    assert_eq!(check(&["--write-baseline"]).status.code(), Some(0));
    let same = check(&[]);
    assert_eq!(same.status.code(), Some(0), "{}", stderr(&same));
    let document = dir.path().join("isms/content/policies/a ü.md");
    let text = fs::read_to_string(&document).unwrap();

    fs::write(&document, text.replace("# A\n", "# A\n\nMoved.\n\n[[other]]\n")).unwrap();
    let new = stderr(&check(&[]));
    assert!(new.contains("`other`") && !new.contains("`nothing`") && new.contains("1 error,"), "{new}");

    fs::write(&document, text.replace("[[nothing]]", "all")).unwrap();
    let fixed = check(&[]);
    assert_eq!(fixed.status.code(), Some(1));
    assert!(stderr(&fixed).contains("idle-baseline"), "{}", stderr(&fixed));

    fs::write(dir.path().join("base.json"), "{}").unwrap();
    assert_eq!(check(&[]).status.code(), Some(2));
    assert_eq!(run(&["check", "isms", "--write-baseline"], dir.path()).status.code(), Some(2), "a file is needed");
}

#[test]
fn the_baseline_has_the_documented_shape() {
    let dir = book();
    run(&["check", "isms", "--baseline", "base.json", "--write-baseline"], dir.path());
    let file: Value = serde_json::from_slice(&fs::read(dir.path().join("base.json")).unwrap()).unwrap();
    assert_eq!(file["version"], 2);
    let described = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/baseline.md")).unwrap();
    for key in file["findings"][0].as_object().unwrap().keys() {
        assert!(described.contains(&format!("`findings[].{key}`")), "{key} is not described");
    }
}

#[test]
fn verify_tells_what_was_changed_since_the_build() {
    let dir = book();
    fs::write(dir.path().join("isms/content/policies/a ü.md"), "# A\n").unwrap();
    let built = run(&["build", "isms"], dir.path());
    assert_eq!(built.status.code(), Some(0), "{}", stderr(&built));
    let verify = |more: &[&str]| run(&[&["verify", "isms/site"], more].concat(), dir.path());
    let whole = verify(&[]);
    assert_eq!((whole.status.code(), stdout(&whole)), (Some(0), String::new()), "{}", stderr(&whole));

    let site = dir.path().join("isms/site");
    fs::write(site.join("soa.html"), "all is well").unwrap();
    fs::remove_file(site.join("gaps.html")).unwrap();
    fs::write(site.join("extra.html"), "").unwrap();
    fs::remove_file(site.join("robots.txt")).unwrap();
    std::os::unix::fs::symlink("index.html", site.join("robots.txt")).unwrap();
    let changed = verify(&[]);
    assert_eq!(changed.status.code(), Some(1));
    let lines = ["changed  robots.txt", "changed  soa.html", "missing  gaps.html", "added    extra.html"];
    assert_eq!(stdout(&changed).lines().collect::<Vec<_>>(), lines);

    let all: Value = serde_json::from_slice(&verify(&["--json"]).stdout).unwrap();
    assert_eq!(all["missing"], serde_json::json!(["gaps.html"]));
    let described = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/manifest.md")).unwrap();
    let manifest: Value = serde_json::from_slice(&fs::read(site.join("manifest.json")).unwrap()).unwrap();
    for key in all.as_object().unwrap().keys().chain(manifest.as_object().unwrap().keys()) {
        assert!(described.contains(&format!("`{key}`")), "{key} is not described");
    }
    let nothing = run(&["verify", "isms"], dir.path());
    assert_eq!(nothing.status.code(), Some(2));
    assert!(stderr(&nothing).contains("there is no manifest.json"), "{}", stderr(&nothing));
}
