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

tests! {
    an_id_is_a_word_of_its_own,
    words_behind_an_emoji_are_found,
    a_page_is_named_as_its_title_is,
    a_word_of_thousands_of_sections_is_not_completed,
    what_is_in_force_comes_first_and_what_is_retired_last,
    what_a_book_leaves_out_is_in_no_file,
    the_glossary_makes_synonyms,
    readers_find_texts_in_words_of_their_own,
    words_with_a_hyphen_are_found_without_it,
    german_compounds_are_found_by_their_parts,
    other_languages_find_their_inflected_forms,
    chinese_and_japanese_are_found_inside_of_a_sentence,
    questions_are_answered_with_the_right_sentence_or_none,
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

/// What a reader waits for: all files but the script, up to the last excerpt of the first ten results.
#[test]
#[ignore = "needs Node: tests/browser/setup"]
fn a_query_in_a_thousand_pages_loads_sixty_kilobytes_in_fifteen_requests() {
    let root = tempfile::tempdir().unwrap();
    corpus::write(root.path(), &corpus::handbook(1_000, 27_001)).unwrap();
    let book = searched(Engine::Both, root.path());
    let queries: Vec<String> = include_str!("../search/typical.txt").lines().map(str::to_owned).collect();
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

fn the_glossary_makes_synonyms(engine: Engine) {
    let book = book(
        engine,
        "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n\
         //- content/a.md\n# Alpha\nUse multi-factor authentication everywhere.\n\
         //- content/b.md\n# Beta\nMFA is a must.\n\
         //- content/c.md\n# Gamma\nAuthentication has many a factor.\n\
         //- content/registers/glossary.toml\n[[term]]\nid = \"mfa\"\ntitle = \"Multi-factor authentication\"\n\
         abbreviation = \"MFA\"\ndefinition = \"Two proofs of who you are.\"\n",
    );
    for query in ["MFA", "multi-factor authentication", "\"multi-factor authentication\""] {
        let found = book.pages(query);
        assert!(["a", "b", "mfa"].iter().all(|page| found.contains(&(*page).to_owned())), "{query}: {found:?}");
    }
    assert!(!book.pages("MFA").contains(&"c".to_owned()));
}

fn readers_find_texts_in_words_of_their_own(engine: Engine) {
    let english = book(
        engine,
        "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n\
         [search.synonyms]\n\"quiet room\" = [\"sound pod\", \"booth\"]\nSunrise = \"payroll\"\n\
         //- content/a.md\n# Alpha\nNo language models for records of customers. Every leaver hands in the fob.\n\
         //- content/b.md\n# Beta\nCall from a quiet room. Sunrise pays you.\n\
         //- content/c.md\n# Gamma\nThe room is quiet.\n",
    );
    for query in ["ChatGPT", "chatgpt", "copilot", "offboarding", "badge"] {
        assert!(english.pages(query).contains(&"a".to_owned()), "{query}");
    }
    for query in ["booth", "sound pod", "\"sound pod\"", "payroll"] {
        assert_eq!(english.pages(query)[0], "b", "{query}");
    }
    // A misspelt word is not corrected to a word that no page is found by.
    let answer = english.index.search("yubikye", None, 10);
    assert!(answer.corrected.is_empty() && answer.results.is_empty(), "{answer:?}");
    // The excerpt shows what the text says.
    let hit = &english.index.search("booth", None, 10).results[0];
    assert!(hit.excerpt.contains("quiet room"), "{hit:?}");

    let german = book(
        engine,
        "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\nlanguage = \"de-CH\"\n\
         //- content/a.md\n# Alpha\nKI-Assistenten sind erlaubt. Ein verlorenes Mobiltelefon wird gemeldet.\n",
    );
    for query in ["ChatGPT", "Handy", "Smartphones"] {
        assert!(german.pages(query).contains(&"a".to_owned()), "{query}");
    }
}

fn words_with_a_hyphen_are_found_without_it(engine: Engine) {
    let book = book(
        engine,
        "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\nlanguage = \"en-GB\"\n\
         //- content/a.md\n# Working away\n\
         Off-site staff get on-boarding by e-mail. Sub-contractors co-operate. Anti-malware runs.\n\
         //- content/b.md\n# Kitchen\nUncooked vegetables go into preheated ovens.\n",
    );
    for query in ["offsite", "onboarding", "email", "subcontractors", "cooperate", "antimalware"] {
        assert_eq!(book.pages(query)[0], "a", "{query}");
    }
    let hit = &book.index.search("offsite", None, 10).results[0];
    assert!(hit.excerpt.contains("Off-site"), "{hit:?}");
    // And the other way round, although the words are found on their own as well.
    for query in ["un-cooked", "un-cooked vegetables", "pre-heated ovens"] {
        assert_eq!(book.pages(query), ["b"], "{query}");
    }
}

fn german_compounds_are_found_by_their_parts(engine: Engine) {
    let book = book(
        engine,
        "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\nlanguage = \"de\"\n\
         //- content/a.md\n# Zugriffskontrollrichtlinie\n\
         Die Datensicherungsstrategie gilt. Das Backup-Konzept und die Datenschutz-Folgenabschätzung auch. \
         Lieferantenbeziehungen. Dies ist ein langer Text ohne Belang, der nichts sagt und nichts will, damit der Ausschnitt ihn \
         nicht ganz zeigen kann; er geht noch eine Weile so fort und endet erst hier. Bürobelüftungsschächte.\n\
         //- content/b.md\n# Über Schächte\nJeder Schacht zählt. Die Wiederherstellung beginnt.\n\
         //- content/c.md\n# Herstellung\nDas Herstellen.\n",
    );
    let queries = [
        "Richtlinie",
        "Richtlinien",
        "Kontrolle",
        "Zugriffskontrolle",
        "Strategie",
        "Sicherung",
        "Datensicherung",
        "Beziehung",
        "Backupkonzept",
        "Datenschutzfolgenabschätzung",
        "Folgenabschätzung",
        "Zugriff",
        "Schacht",
    ];
    for query in queries {
        assert!(book.pages(query).contains(&"a".to_owned()), "{query}");
    }
    // The compound is what an excerpt shows and highlights.
    let hit = &book.index.search("Folgenabschätzung", None, 10).results[0];
    assert!(hit.excerpt.contains("Datenschutz-Folgenabschätzung"), "{hit:?}");
    let answer = book.index.search("Schacht", None, 10);
    let hit = answer.results.iter().find(|hit| hit.title.starts_with("Zugriff")).unwrap();
    assert!(hit.excerpt.contains("Bürobelüftungsschächte"), "{hit:?}");
    if let Engine::Both = engine {
        let marked = &book.node("answers.js", &["Beziehung".to_owned()])[0]["marked"];
        assert_eq!(*marked, serde_json::json!(["Lieferantenbeziehungen"]));
    }
    let found = book.pages("Herstellung");
    assert!(found[0] == "c" && !found.contains(&"b".to_owned()), "{found:?}");
}

fn other_languages_find_their_inflected_forms(engine: Engine) {
    let one = |language: &str, title: &str, text: &str| {
        book(
            engine,
            &format!(
                "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\nlanguage = \"{language}\"\n\
             //- content/a.md\n# {title}\n{text}\n"
            ),
        )
    };
    let german = one("de", "Richtlinie für Zugänge", "Die Schlüssel werden jährlich überprüft; Straßen nicht.");
    for query in ["Richtlinien", "zugang", "Zugängen", "SCHLÜSSELN", "schlussel", "jährliche Überprüfung", "strasse"]
    {
        assert!(german.pages(query).contains(&"a".to_owned()), "{query}");
    }
    assert_eq!(german.pages("und die der ").len(), 0);
    let french = one("fr", "Politique d’accès", "Les mots de passe sont sauvegardés à l’étranger par les employés.");
    for query in ["politiques", "l'accès", "acces", "sauvegarder", "étrangers", "sauvegardées"] {
        assert!(french.pages(query).contains(&"a".to_owned()), "{query}");
    }
}

fn questions_are_answered_with_the_right_sentence_or_none(engine: Engine) {
    let sample = searched(engine, Path::new(env!("CARGO_MANIFEST_DIR")));
    let german = book(engine, include_str!("../search/german.txt"));
    for (book, questions, least) in [
        (&sample, include_str!("../search/answered.txt"), 40),
        (&german, include_str!("../search/answered-de.txt"), 12),
    ] {
        let lines = questions.lines().filter(|line| !line.starts_with('#'));
        let asked: Vec<(&str, &str)> = lines.map(|line| line.split_once('|').unwrap()).collect();
        assert!(asked.len() >= least);
        let texts: Vec<String> = asked.iter().map(|(question, _)| question.trim().to_owned()).collect();
        if let Engine::Both = engine {
            for (question, browser) in texts.iter().zip(book.browser(&texts)) {
                assert_eq!(browser, book.program(question), "{question}");
            }
        }
        for (question, (_, answer)) in texts.iter().zip(asked) {
            let found = book.program(question).2;
            assert_eq!(found.as_deref().unwrap_or("none"), answer.trim(), "{question}");
        }
    }
    let quotation = german.index.search("darf ich ChatGPT nutzen", None, 10).quotation.unwrap();
    let facts = [quotation.version, quotation.approved, Some(quotation.heading)].map(Option::unwrap_or_default);
    assert_eq!(facts, ["2.0", "2026-03-01", "KI-Assistenten"]);
}

fn chinese_and_japanese_are_found_inside_of_a_sentence(engine: Engine) {
    for language in ["ja", "zh", "en"] {
        let book = book(
            engine,
            &format!(
                "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\nlanguage = \"{language}\"\n\
                 //- content/a.md\n# 情報セキュリティ基本方針\n当社の従業員はパスワードを他人と共有してはならない。ISO27001規格に従う。\n\
                 //- content/b.md\n# 访问控制策略\n所有员工必须使用多因素认证登录系统。\n\
                 //- content/c.md\n# 別紙\n報告と情熱。\n"
            ),
        );
        for query in
            ["セキュリティ", "方針", "従業員 パスワード", "パスワード共有", "\"他人と共有\"", "規格", "iso27001", "従"]
        {
            assert_eq!(book.pages(query).first().map(String::as_str), Some("a"), "{language}: {query}");
        }
        for query in ["多因素认证", "访问控制", "员工登录系统", "\"必须使用\""] {
            assert_eq!(book.pages(query).first().map(String::as_str), Some("b"), "{language}: {query}");
        }
        assert_eq!(book.pages("\"情報セ\""), ["a"]);
        let hit = &book.index.search("共有", None, 10).results[0];
        assert!(hit.excerpt.contains("他人と共有"), "{hit:?}");
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

#[test]
fn another_site_that_runs_a_file_of_search_as_a_script_gets_nothing() {
    const BOOK: &str =
        "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n//- content/a.md\n# Zebra crossing\n\nText.\n";
    let files = |book: &str| {
        let searched = self::book(Engine::Program, book);
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
