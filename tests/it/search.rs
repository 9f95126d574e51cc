//! Search: the program and the browser give the same answers, and the right ones.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use clausebook::pipeline::{self, Cache};
use clausebook::search::Index;

use crate::fixture::TODAY;

#[expect(dead_code, reason = "the benches use the rest")]
#[path = "../../benches/corpus/mod.rs"]
mod corpus;

/// The engine that answers the queries of a test.
#[derive(Clone, Copy)]
enum Engine {
    /// The program alone.
    Program,
    /// The program and, in Node, the script of the browser, which must give the same answers.
    Both,
}

/// Makes two tests of each function: one with the program alone, one with the browser's script as well.
macro_rules! tests {
    ($($name:ident),* $(,)?) => {
        mod program {
            $(#[test]
            fn $name() {
                super::$name(super::Engine::Program);
            })*
        }

        mod browser {
            $(#[test]
            #[ignore = "needs Node: tests/browser/setup"]
            fn $name() {
                super::$name(super::Engine::Both);
            })*
        }
    };
}

mod files;
mod words;

tests! {
    an_id_is_a_word_of_its_own,
    words_behind_an_emoji_are_found,
    a_page_is_named_as_its_title_is,
    a_word_of_thousands_of_sections_is_not_completed,
    what_is_in_force_comes_first_and_what_is_retired_last,
    what_a_book_leaves_out_is_in_no_file,
}

/// A book's index, and its files on disk for the browser's script.
struct Searched {
    engine: Engine,
    index: Index,
    site: tempfile::TempDir,
}

fn searched(engine: Engine, root: &Path) -> Searched {
    let book = pipeline::open(root).unwrap();
    let config = book.config.unwrap();
    let as_of = config.as_of.unwrap_or(TODAY);
    let (assessed, _) = pipeline::assess(&book.sources, &config, as_of, &|_| {}, &mut Cache::default());
    let index = Index::new(&assessed);
    let site = tempfile::tempdir().unwrap();
    for (path, bytes) in index.files(&assessed.words) {
        let path = site.path().join(path.as_str());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    Searched { engine, index, site }
}

/// Indexes a book of files, each after a line `//- path`.
fn book(engine: Engine, files: &str) -> Searched {
    let root = tempfile::tempdir().unwrap();
    for file in files.split("//- ").skip(1) {
        let (path, text) = file.split_once('\n').unwrap();
        let path = root.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    searched(engine, root.path())
}

/// A comparable answer: corrections, the number of pages, the sentence quoted, and the first ten with their sections.
type Answer = (Vec<(String, String)>, usize, Option<String>, Vec<Vec<String>>);

impl Searched {
    fn program(&self, query: &str) -> Answer {
        let answer = self.index.search(query, None, 10);
        let corrected = answer.corrected.into_iter().map(|c| (c.written, c.read)).collect();
        let results = answer.results.into_iter().map(|hit| {
            let sections = hit.sections.into_iter().map(|section| section.path);
            [hit.path].into_iter().chain(sections).collect()
        });
        let quoted = answer.quotation.map(|quotation| quotation.text);
        (corrected, answer.count, quoted, results.collect())
    }

    /// Runs a script of `tests/search` in Node, which reads the queries and writes something about each.
    fn node(&self, script: &str, queries: &[String]) -> Vec<serde_json::Value> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/search").join(script);
        let mut node = Command::new("node");
        node.arg(script).arg(self.site.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut node = node.spawn().expect("Node 18 or newer is installed: it runs the script of the browser");
        node.stdin.take().unwrap().write_all(serde_json::to_string(queries).unwrap().as_bytes()).unwrap();
        let output = node.wait_with_output().unwrap();
        assert!(output.status.success(), "the script of the browser failed");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Returns the answers of `search/index.js`, run in Node without a page.
    fn browser(&self, queries: &[String]) -> Vec<Answer> {
        let answers = self.node("answers.js", queries);
        let answer = |answer: &serde_json::Value| {
            let texts = |list: &serde_json::Value| {
                list.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect::<Vec<_>>()
            };
            let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
            let corrected = answer["corrected"].as_array().unwrap();
            (
                corrected.iter().map(|c| (text(&c["written"]), text(&c["read"]))).collect(),
                usize::try_from(answer["count"].as_u64().unwrap()).unwrap(),
                answer["quotation"].as_str().map(str::to_owned),
                answer["results"].as_array().unwrap().iter().map(texts).collect(),
            )
        };
        answers.iter().map(answer).collect()
    }

    /// Returns the names of the pages found, without their folder, best first.
    #[track_caller]
    fn pages(&self, query: &str) -> Vec<String> {
        let program = self.program(query);
        if let Engine::Both = self.engine {
            assert_eq!(self.browser(&[query.to_owned()]), std::slice::from_ref(&program), "{query}");
        }
        let name = |hit: Vec<String>| hit[0].rsplit('/').next().unwrap().trim_end_matches(".html").to_owned();
        program.3.into_iter().map(name).collect()
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

/// Returns queries that people might type, made of the words of a book: the same ones each time.
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

/// Returns unusual queries, which must not break any reader.
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
        "情報 laptop 鍵",
        "第5.15条の情報ISO-27001セキュリティ",
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
        "nis2:21(2)(d)",
        "21(2)(d), 5(1 key(s) 27001(en)((",
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
#[ignore = "needs Node: tests/browser/setup"]
fn the_browser_answers_as_the_program_on_the_sample() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sample = searched(Engine::Both, root);
    sample.agree(&queries(&root.join("content-sample"), 240));
    for (query, browser) in odd().iter().zip(sample.browser(&odd())) {
        assert_eq!(browser, sample.program(query), "{query:.80}");
    }
}

#[test]
#[ignore = "needs Node: tests/browser/setup"]
fn the_browser_answers_as_the_program_on_a_generated_handbook() {
    let root = tempfile::tempdir().unwrap();
    corpus::write(root.path(), &corpus::handbook(150, 27_001)).unwrap();
    searched(Engine::Both, root.path()).agree(&queries(root.path(), 240));
}

fn an_id_is_a_word_of_its_own(engine: Engine) {
    let sample = searched(engine, Path::new(env!("CARGO_MANIFEST_DIR")));
    for query in ["A.5.15", "5.15", "a.5.15", "27001:A.5.15"] {
        assert_eq!(sample.pages(query)[0], "a.5.15", "{query}");
    }
    for query in ["nis2:21(2)(d)", "21(2)(D)"] {
        assert_eq!(sample.pages(query)[0], "21-2-d", "{query}");
    }
    for query in ["gdpr:32", "Art. 32 GDPR"] {
        assert_eq!(sample.pages(query)[0], "32", "{query}");
    }
    let pages = book(
        engine,
        "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n\
         //- content/a.md\n# Scan\nThis is page 5 of 15.\n\
         //- content/b.md\n# Rule\nIt answers A.5.15, and r-004 too.\n",
    );
    assert!(pages.pages("page 5 of 15").contains(&"a".to_owned()));
    let found = pages.pages("5.15");
    assert!(found[0] == "a.5.15" && !found.contains(&"a".to_owned()), "{found:?}");
    assert!(pages.pages("A.5.15").contains(&"b".to_owned()) && pages.pages("R-004") == ["b"]);
}

fn words_behind_an_emoji_are_found(engine: Engine) {
    let book_toml = "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n";
    let pages = book(engine, &format!("{book_toml}//- content/a.md\n# ⚠️ Outage\nMake a ✔️ backup ℹ️ daily.\n"));
    for query in ["outage", "backup daily", "⚠️ backup", "ℹ️"] {
        assert_eq!(pages.pages(query).contains(&"a".to_owned()), query != "ℹ️", "{query}");
    }
}

fn a_page_is_named_as_its_title_is(engine: Engine) {
    let book_toml = "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n";
    let pages = book(
        engine,
        &format!(
            "{book_toml}//- content/page.md\n# -- Draft\nA text.\n//- content/x.md\n# Draft 007 of $5 #1\nA text.\n"
        ),
    );
    assert_eq!(pages.pages("draft").len(), 2);
}

fn a_word_of_thousands_of_sections_is_not_completed(engine: Engine) {
    let sections = |count: usize| (0..count).map(|n| format!("## Contract {n}\nA contract.\n")).collect::<String>();
    let files =
        |count| format!("//- content/a.md\n{}//- content/b.md\n# Contractors\nWho they are.\n", sections(count));
    let book_toml = "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n";
    let few = book(engine, &format!("{book_toml}{}", files(1_000)));
    assert!(few.pages("contract").contains(&"b".to_owned()));
    let many = book(engine, &format!("{book_toml}{}", files(2_100)));
    assert!(!many.pages("contract").contains(&"b".to_owned()));
    assert_eq!(many.pages("contracto")[0], "b");
}

fn what_is_in_force_comes_first_and_what_is_retired_last(engine: Engine) {
    let one = |name: &str, status: &str, text: &str| {
        format!("//- content/policies/{name}.md\n+++\ntitle = \"{name}\"\nstatus = \"{status}\"\n+++\n{text}\n")
    };
    let pages = book(
        engine,
        &format!(
            "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n{}{}{}",
            one("alpha", "retired", "Gadgets, gadgets, gadgets: bring your gadgets."),
            one("beta", "draft", "Bring gadgets."),
            one("gamma", "approved", "Bring gadgets."),
        ),
    );
    assert_eq!(pages.pages("gadgets"), ["gamma", "beta", "alpha"]);
    // Half of the words are enough, but a page with all of them comes first.
    assert_eq!(pages.pages("gadgets xyzzyqwv"), ["gamma", "beta", "alpha"]);
}

fn what_a_book_leaves_out_is_in_no_file(engine: Engine) {
    let book = book(
        engine,
        "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n[[register]]\nname = \"suppliers\"\nsearch = false\n\
         //- content/a.md\n+++\ntitle = \"Alpha\"\nsearch = false\n+++\nThe word is zanzibar.\n## Kilimanjaro\n\
         //- content/b.md\n# Beta\nPlain.\n## Ngorongoro {search=false}\nThe word is serengeti.\n### Below\nIt is victoria.\n\
         ## Open\nThe word is tanganyika.\n\
         //- content/registers/suppliers.toml\n[[supplier]]\nid = \"SUP-01\"\ntitle = \"Malawi Ltd\"\n",
    );
    assert_eq!(book.pages("tanganyika"), ["b"]);
    let files = walkdir::WalkDir::new(book.site.path()).into_iter().filter_map(Result::ok);
    let files: Vec<_> = files.filter(|file| file.file_type().is_file()).collect();
    assert!(files.iter().any(|file| file.file_name().to_string_lossy().starts_with('x')));
    for word in ["zanzibar", "kilimanjaro", "ngorongoro", "serengeti", "victoria", "malawi", "sup-01"] {
        assert_eq!(book.pages(&format!("{word} ")), Vec::<String>::new(), "{word}");
        // Half of a query is enough for a match, so the other word would find the page.
        let other = book.index.search(&format!("tanganyika {word}"), None, 10);
        assert!(other.results.iter().all(|hit| !hit.sections.iter().any(|s| s.heading.to_lowercase().contains(word))));
        for file in &files {
            let text = std::fs::read_to_string(file.path()).unwrap().to_lowercase();
            assert!(!text.contains(word), "{word} is in {}", file.path().display());
        }
    }
}

/// Each question in `tests/search/questions.txt` finds its answer among the first three pages, and nearly always as the
/// first.
#[test]
fn questions_find_their_answers() {
    let sample = searched(Engine::Program, Path::new(env!("CARGO_MANIFEST_DIR")));
    let (mut first, mut third, mut asked, mut misses) = (0, 0, 0, Vec::new());
    for line in include_str!("../search/questions.txt").lines().filter(|line| !line.starts_with('#')) {
        let (question, answers) = line.split_once('|').unwrap();
        let found = sample.program(question.trim()).3;
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
