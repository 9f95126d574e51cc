//! The sample with its substance taken out: nothing stays covered or held, and no warning goes away.

use std::path::Path;

use clausebook::config::Config;
use clausebook::model::NamedCount;
use clausebook::pipeline;
use clausebook::source::{Content, SourceFile, Sources};

/// Numbers of a book, and the codes of all findings.
struct Found {
    covered_controls: usize,
    covered_clauses: usize,
    codes: Vec<&'static str>,
}

impl Found {
    fn of(&self, code: &str) -> usize {
        self.codes.iter().filter(|found| **found == code).count()
    }
}

/// Assesses the sample with the files of a folder of its content changed, and its settings.
fn sample(folder: &str, change: impl Fn(&str) -> String, set: impl Fn(&mut Config)) -> Found {
    let book = pipeline::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let mut config = book.config.unwrap();
    set(&mut config);
    let mut sources = Sources::default();
    for (_, file) in book.sources.iter() {
        let inside = file.path.starts_with("content-sample/") && file.path.contains(folder);
        let content = match file.text() {
            Some(text) if inside => Content::Text(change(text).into()),
            Some(text) => Content::Text(text.clone()),
            None => Content::Bytes(file.shared()),
        };
        sources.add(SourceFile { path: file.path.clone(), role: file.role, content });
    }
    let counts = |assessed: &clausebook::assess::Assessed| {
        let count = |name: &str| assessed.count(&NamedCount::read(name, std::iter::empty(), &[]).unwrap());
        (count("covered controls"), count("covered clauses"))
    };
    let as_of = config.as_of.unwrap();
    let outcome = pipeline::export(&sources, &config, as_of, &|_| {}, counts);
    let codes = outcome.diagnostics.iter().map(|problem| problem.code).collect();
    let (covered_controls, covered_clauses) = outcome.value.expect("the changed sample has no errors");
    Found { covered_controls, covered_clauses, codes }
}

fn unchanged() -> Found {
    sample("/", str::to_owned, |_| {})
}

/// Removes the lines that set one of these keys.
fn without(keys: &[&str], text: &str) -> String {
    let sets = |line: &&str| {
        keys.iter().any(|key| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(['=', ':'])))
    };
    text.split_inclusive('\n').filter(|line| !sets(line)).collect()
}

#[test]
fn documents_without_control_data_have_more_warnings_and_not_fewer() {
    let strip = |text: &str| {
        if text.starts_with(['+', '-']) {
            // A note of a change says to which version it belongs.
            let (facts, rest) = text.split_at(text.find("\n[[change]]\n").unwrap_or(text.len()));
            without(&["version", "review", "review-by", "classification"], facts) + rest
        } else {
            text.to_owned()
        }
    };
    let (before, after) = (unchanged(), sample(".md", strip, |_| {}));
    assert!(after.codes.len() > before.codes.len() + 50, "{:?}", after.codes);
    for code in ["missing-version", "missing-review-date", "missing-classification"] {
        assert_eq!(before.of(code), 0, "{code}");
    }
    assert!(after.of("missing-version") > 25 && after.of("missing-review-date") > 25, "{:?}", after.codes);
    // The book has a default class; without it, no document has one, while the assets still do.
    assert_eq!(after.of("missing-classification"), 0);
    let no_default = sample(".md", strip, |config| config.classification = None);
    assert!(no_default.of("missing-classification") > 25, "{:?}", no_default.codes);
}

#[test]
fn headings_alone_cover_nothing() {
    let front_and_headings = |text: &str| {
        let mut fences = 0;
        let keep = |line: &&str| {
            fences += usize::from(matches!(line.trim_end(), "+++" | "---") && fences < 2);
            fences < 2 || line.starts_with("+++") || line.starts_with("---") || line.starts_with('#')
        };
        text.split_inclusive('\n').filter(keep).collect()
    };
    let before = unchanged();
    assert!(before.covered_controls > 50 && before.covered_clauses > 20);
    let after = sample(".md", front_and_headings, |config| {
        // Links and mentions are gone with the words: what they leave behind is not the point here.
        config.checks.levels.clear();
    });
    assert_eq!((after.covered_controls, after.covered_clauses), (0, 0));
}

#[test]
fn records_that_did_not_happen_hold_nothing() {
    let before = unchanged().of("missing-required-document");
    let more = |folder: &str, keys: &[&str]| {
        let after = sample(folder, |text| without(keys, text), |_| {});
        after.of("missing-required-document") - before
    };
    assert_eq!(more("registers/objectives", &["adopted"]), 1);
    assert_eq!(more("registers/legal-requirements", &["reviewed"]), 1);
    assert_eq!(more("registers/risks", &["accepted-by", "plan-approved-by"]), 1);
    assert_eq!(more("registers/risks", &["title-de"]), 0);
}

#[test]
fn roles_objectives_and_reviews_without_their_data_are_findings() {
    let found = |folder: &str, key: &str, code: &str| {
        let after = sample(folder, |text| without(&[key], text), |_| {});
        after.of(code)
    };
    assert_eq!(found("registers/roles", "holder", "role-without-holder"), 14);
    assert_eq!(found("registers/objectives", "measure", "objective-without-measure"), 8);
    assert_eq!(found("registers/objectives", "plan", "objective-without-plan"), 8);
    assert!(found("registers/risks", "due", "risk-without-treatment-date") > 5);
    let soa = sample("registers/applicability", str::to_owned, |config| config.soa.approver = None);
    assert_eq!(soa.of("soa-without-approval"), 1);
}
