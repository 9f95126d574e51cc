//! Search: the program and the browser give the same answers, and the right ones.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use clausebook::coverage::coverage;
use clausebook::pipeline;
use clausebook::search::Index;
use clausebook::wording::Wording;

#[expect(dead_code, reason = "the benches use the rest")]
#[path = "../../benches/corpus/mod.rs"]
mod corpus;

/// A book's index, and its files on a disk for the reader of the browser.
struct Searched {
    index: Index,
    site: tempfile::TempDir,
}

fn searched(root: &Path) -> Searched {
    let book = pipeline::open(root).unwrap();
    let config = book.config.unwrap();
    let (handbook, _) = pipeline::handbook(&book.sources, &config, &|_| {});
    let coverage = coverage(&handbook, &config, config.as_of.unwrap());
    let words = Wording::built_in(&config.language);
    let index = Index::new(&handbook, &coverage, &config, &words);
    let site = tempfile::tempdir().unwrap();
    for (path, bytes) in index.files(&words) {
        let path = site.path().join(path.as_str());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    Searched { index, site }
}

/// What stands for an answer: corrections, the number of pages, and the first ten with their sections.
type Answer = (Vec<(String, String)>, usize, Vec<Vec<String>>);

impl Searched {
    fn program(&self, query: &str) -> Answer {
        let answer = self.index.search(query, None, 10);
        let corrected = answer.corrected.into_iter().map(|c| (c.written, c.read)).collect();
        let results = answer.results.into_iter().map(|hit| {
            let sections = hit.sections.into_iter().map(|section| section.path);
            [hit.path].into_iter().chain(sections).collect()
        });
        (corrected, answer.count, results.collect())
    }

    /// The answers of the reader in `search/index.js`, in a JavaScript without a page.
    fn browser(&self, queries: &[String]) -> Vec<Answer> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/search/answers.js");
        let mut node = Command::new("node");
        node.arg(script).arg(self.site.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut node = node.spawn().expect("Node 18 or newer is installed: it runs what a browser would");
        node.stdin.take().unwrap().write_all(serde_json::to_string(queries).unwrap().as_bytes()).unwrap();
        let output = node.wait_with_output().unwrap();
        assert!(output.status.success(), "the reader failed");
        let answers: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
        let answer = |answer: &serde_json::Value| {
            let texts = |list: &serde_json::Value| {
                list.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect::<Vec<_>>()
            };
            let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
            let corrected = answer["corrected"].as_array().unwrap();
            (
                corrected.iter().map(|c| (text(&c["written"]), text(&c["read"]))).collect(),
                usize::try_from(answer["count"].as_u64().unwrap()).unwrap(),
                answer["results"].as_array().unwrap().iter().map(texts).collect(),
            )
        };
        answers.iter().map(answer).collect()
    }

    #[track_caller]
    fn agree(&self, queries: &[String]) {
        let mut found = 0;
        for (query, browser) in queries.iter().zip(self.browser(queries)) {
            let program = self.program(query);
            assert_eq!(browser, program, "{query}");
            found += usize::from(program.1 > 0);
        }
        assert!(found * 10 > queries.len() * 7, "only {found} of {} queries find anything", queries.len());
    }
}

/// Queries as people type them, made of the words of a book: the same ones each time.
fn queries(root: &Path, count: usize) -> Vec<String> {
    let files = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().filter_map(Result::ok);
    let texts = files.filter(|file| file.path().extension().is_some_and(|e| e == "md"));
    let text: String = texts.map(|file| std::fs::read_to_string(file.path()).unwrap() + "\n").collect();
    let words: Vec<&str> =
        text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    let words: Vec<&str> =
        words.into_iter().filter(|word| word.len() > 2 && !word.contains(['"', '|', '[', '='])).collect();
    let mut seed = 27_001_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below
    };
    (0..count)
        .map(|number| {
            let at = next(words.len() - 8);
            let word = words[at];
            match number % 8 {
                0 => word.to_owned(),
                1 => format!("{} {}", word, words[at + 1 + next(6)]),
                2 => format!("{} {} {}", words[at + 1 + next(6)], word, words[next(words.len())]),
                3 => format!("A.{}.{}", 5 + next(4), 1 + next(9)),
                4 => word.chars().take(2 + next(3)).collect(),
                5 => format!("\"{} {}\" {}", word, words[at + 1], words[next(words.len())]),
                6 => misspelt(word, next(4)),
                _ => format!("{} {}", misspelt(word, next(4)), words[at + 2].chars().take(3).collect::<String>()),
            }
        })
        .collect()
}

fn misspelt(word: &str, how: usize) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = letters.len() / 2;
    match how {
        0 => letters.swap(at - 1, at),
        1 => _ = letters.remove(at),
        2 => letters.insert(at, 'x'),
        _ => letters[at] = 'q',
    }
    letters.into_iter().collect()
}

/// What no reader should break on.
fn odd() -> Vec<String> {
    let odd = [
        "",
        " ",
        "\"",
        "\"\"",
        "\"access control",
        "...",
        "?!,;",
        "the of and",
        "how do i",
        "🔑 laptop 🔒",
        "مرحبا laptop",
        "שלום",
        "<img src=x onerror=alert(1)>",
        "__proto__",
        "constructor",
        "toString hasOwnProperty",
        "xyzzyqwv",
        "a",
        "5",
        "a.5",
        "A.5.",
        "27001:A.5.15",
        "r-004",
        "ISO/IEC 27001",
        "multi-factor",
        "“least privilege”",
        "l’accès",
        "e\u{301}tat",
        "\u{0}\u{1}",
        "own laptop ",
        "access-control-policy",
        "laptop\tlaptop\nlaptop",
        "İstanbul ẞ ﬁle",
        "-- -a- .b.",
        "12345678901234567890",
        "\"a\" \"b\" \"c",
    ];
    let long = ["laptop ".repeat(1_500), "x".repeat(10_000), "\"".repeat(10_000), "é".repeat(10_000)];
    odd.map(str::to_owned).into_iter().chain(long).collect()
}

#[test]
fn the_browser_answers_as_the_program_on_the_sample() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sample = searched(root);
    sample.agree(&queries(&root.join("content-sample"), 240));
    for (query, browser) in odd().iter().zip(sample.browser(&odd())) {
        assert_eq!(browser, sample.program(query), "{query:.80}");
    }
}

#[test]
fn the_browser_answers_as_the_program_on_a_generated_handbook() {
    let root = tempfile::tempdir().unwrap();
    corpus::write(root.path(), &corpus::handbook(150, 27_001)).unwrap();
    searched(root.path()).agree(&queries(root.path(), 240));
}

/// Each question of `tests/search/questions.txt` finds its answer among the first three, nearly each as the first.
#[test]
fn questions_find_their_answers() {
    let sample = searched(Path::new(env!("CARGO_MANIFEST_DIR")));
    let (mut first, mut third, mut asked, mut misses) = (0, 0, 0, Vec::new());
    for line in include_str!("../search/questions.txt").lines().filter(|line| !line.starts_with('#')) {
        let (question, answers) = line.split_once('|').unwrap();
        let found = sample.program(question.trim()).2;
        let answers =
            |hit: &Vec<String>| answers.split_whitespace().any(|answer| hit.iter().any(|place| place == answer));
        let place = found.iter().position(answers);
        asked += 1;
        first += usize::from(place == Some(0));
        third += usize::from(place.is_some_and(|place| place < 3));
        if place != Some(0) {
            misses.push(format!("{} at {place:?}: {:?}", question.trim(), found.iter().take(3).collect::<Vec<_>>()));
        }
    }
    assert!(asked >= 40);
    assert!(third * 10 >= asked * 9 && first * 4 >= asked * 3, "{first} and {third} of {asked}\n{}", misses.join("\n"));
}
