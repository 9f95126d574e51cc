use std::fs;
use std::path::Path;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::{Block, BlockKind, Mask, blocks, options};

/// Returns each block as its shape and its texts, without its place.
fn contents(blocks: &[Block]) -> Vec<String> {
    blocks.iter().map(|block| format!("{:?}", block.content())).collect()
}

fn texts(text: &str) -> Vec<String> {
    blocks(text).into_iter().map(|block| block.texts.join(" | ")).collect()
}

#[track_caller]
fn assert_same(one: &str, other: &str) {
    assert_eq!(contents(&blocks(one)), contents(&blocks(other)), "{one:?}, {other:?}");
}

#[track_caller]
fn assert_different(one: &str, other: &str) {
    assert_ne!(contents(&blocks(one)), contents(&blocks(other)), "{one:?}, {other:?}");
}

#[test]
fn the_source_stays_as_written() {
    for text in [
        "See [the *plan*](../plan.md \"Plan\"), `a  b` and <b title=\"x  y\">it</b> &amp; \\*all\\* {{ documents }}[^1]",
        "\\# No heading",
        "[[A.5.15]] and [[doc#part|words]] and ![p](<a  b.png>)",
        "A zero\u{200b}width and \u{202e}reversed\u{202c} text",
        "to <service desk> {name}",
    ] {
        assert_eq!(texts(text), [text]);
        assert_eq!(texts(&format!("> - {text}\r\n")), [text]);
    }
    assert_eq!(
        texts("## Access {#access controls=\"A.5.15 A.5.18\"}"),
        ["Access {#access controls=\"A.5.15 A.5.18\"}"]
    );
}

#[test]
fn how_text_is_wrapped_does_not_count() {
    for (one, other) in [
        ("a b\nc d", "a\nb   c  \td \n"),
        ("a\nb", "a\r\nb\r\n\r\n\r\n"),
        ("> a b\n> c", "> a\nb c"),
        ("- a b\n- c", "* a\n  b\n\n* c"),
        ("- a\n  - b c", "* a\n   + b\n     c"),
        ("> > a `x y` [l](m \"t\") b", "> > a `x\n> > y` [l](m\n> > \"t\") b"),
        ("- > a `x > y`", "- > a `x >\n  > y`"),
        ("a\\\nb", "a  \nb"),
        ("# A", "A\n==="),
        ("## A {#x}", "## A {#x}  \n"),
        ("## A b ##", "##  A  b"),
        ("> ## A", "> A\n> ---"),
        ("```rust\na\n```", "~~~~ rust\na\n~~~~"),
        ("```\na\n b\n```", "    a\n     b"),
        ("- ```\n  a\n   b\n  ```", "* ~~~\n  a\n   b\n  ~~~"),
        ("| a | b |\n|---|---|\n| c | d |", "a|b\n-|-\nc   |   d"),
        ("1. a\n2. b", "1. a\n1. b"),
        ("[a]: b\n\nc", "c\n\n[a]: b"),
        ("***", "- - -"),
        ("a[^1]\n\n[^1]: b\n    c", "a[^1]\n\n[^1]: b c"),
    ] {
        assert_same(one, other);
    }
}

#[test]
fn what_a_reader_notices_counts() {
    for (one, other) in [
        ("a\nb", "a  \nb"),
        ("a\nb", "a\n\nb"),
        ("a\\  \nb", "a\\\nb"),
        ("# a", "## a"),
        ("- a\n- b", "1. a\n2. b"),
        ("1. a\n2. b", "2. a\n3. b"),
        ("1. a\n2. b", "1. a\n1) b"),
        ("- [ ] a", "- [x] a"),
        ("- a\n- b", "- a\n  - b"),
        ("- a\n- b", "- a\n\n  b"),
        ("- a\n-", "- a"),
        ("> a", "a"),
        ("> [!NOTE]\n> a", "> [!TIP]\n> a"),
        ("_a_", "*a*"),
        ("[a](b)", "[a](c)"),
        ("[a](<b  c>)", "[a](<b c>)"),
        ("[a]\n\n[a]: b", "[a]\n\n[a]: c"),
        ("[a]: b\n[a]: c", "[a]: b\n[a]: d"),
        ("> [a]: b\n>    \"t\"", "> [a]: b\n>    \"u\""),
        ("a\n: b\n: c", "a\n: b\n\n  c"),
        ("|a|b|\n|-|-|\n|c|d|", "|a|b|\n|-|:-|\n|c|d|"),
        ("|a|b|\n|-|-|\n|c|d|", "|a|b|\n|-|-|\n|d|c|"),
        ("|a|b|\n|-|-|\n|c\\||d|", "|a|b|\n|-|-|\n|c|\\|d|"),
        ("|a|b|\n|-|-|\n|c|d|e|", "|a|b|\n|-|-|\n|c|d|f|"),
        ("|a|\n|-|\n|b|\n|c|", "|a|\n|-|\n|b|\n\n|c|\n|-|"),
        ("```\na\n```", "```\na \n```"),
        ("```sh\na\n```", "```py\na\n```"),
        ("a\u{200b}b", "ab"),
        ("`a  b`", "`a b`"),
        ("a\u{a0}b", "a b"),
        ("<p>a</p>", "<p>b</p>"),
        ("<!-- a -->", "<!-- b -->"),
        ("[^1]: a", "[^2]: a"),
    ] {
        assert_different(one, other);
    }
}

#[test]
fn a_row_has_a_text_for_each_cell() {
    let table = blocks("| a | b \\| c | `d` |\n|---|:-:|---|\n| [[R-1\\|x]] | | z |\n");
    assert_eq!(table[0].texts, ["a", "b \\| c", "`d`"]);
    assert_eq!(table[1].texts, ["[[R-1\\|x]]", "", "z"]);
    assert!(matches!(&table[0].shape.kind, BlockKind::Head(columns) if columns.len() == 3));
}

#[test]
fn no_text_is_too_odd() {
    let nasty = [
        "",
        "\n\r\n\r",
        "---\ntitle: x\n---\n",
        "```",
        "~~~ x\n\0\u{feff}",
        "> ```\n> a\nb",
        "#",
        "# #",
        "## {#a}",
        "\\",
        "a\\",
        "- ",
        "1.\n2.\n",
        "[a]:",
        "[a]:\n> b",
        "[^",
        "[^a]:",
        "> [!NOTE",
        "> [!NOTE]",
        "|",
        "||\n|-|",
        "a|b\n-|-\n|||||",
        ": a",
        "a\n: ",
        "<",
        "<!--",
        "<div\n>",
        "&#0; &amp",
        "\u{1f468}\u{200d}\u{1f469}  \r\u{2028}é\u{301}",
        "a\r\rb\r",
        "\tx\n \ty\n- \tz\n\t\tq",
        "- [ ] \\\n  ---",
    ];
    let deep = [">", "- ", "[", "*a", "<b>", "1. ", "`", "(", "![", "> - ", "{{", "\\", "|", ":\n", "[^a]: "];
    let deep = deep.map(|part| part.repeat(2_000));
    for text in nasty.iter().copied().chain(deep.iter().map(String::as_str)) {
        for block in blocks(text).iter().chain(&blocks(&format!("x {text} y\n\n- {text}"))) {
            assert!(block.place.start <= block.place.end, "{text:?}");
        }
        for size in (0..text.len().min(60)).filter(|size| text.is_char_boundary(*size)) {
            blocks(&text[..size]);
        }
    }
}

/// Returns the Markdown of each document in the content that ships with clausebook and in folders of tests.
fn documents() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["content-sample", "tests/golden", "tests/adoption", "tests/repository", "docs"];
    let files = folders.iter().flat_map(|folder| walkdir::WalkDir::new(root.join(folder)).sort_by_file_name());
    let paths = files.map(|file| file.unwrap().into_path());
    let markdown = paths.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let texts = markdown.filter_map(|path| fs::read_to_string(path).ok());
    let bodies = texts.map(|text| {
        let body = text.strip_prefix("+++\n").and_then(|text| text.split_once("\n+++\n"));
        body.or_else(|| text.strip_prefix("---\n")?.split_once("\n---\n"))
            .map_or(text.clone(), |(_, body)| body.to_owned())
    });
    bodies.collect()
}

#[test]
fn every_character_is_in_a_block() {
    let documents = documents();
    assert!(documents.len() > 60, "{}", documents.len());
    for text in documents {
        let blocks = blocks(&text);
        let count = |of: &dyn Fn(char) -> bool| {
            let inside = blocks.iter().flat_map(|block| {
                let kind = match &block.shape.kind {
                    BlockKind::Code(info) => info.as_str(),
                    _ => "",
                };
                block.texts.iter().map(String::as_str).chain([kind])
            });
            let inside: usize = inside.map(|text| text.chars().filter(|c| of(*c)).count()).sum();
            (inside, text.chars().filter(|c| of(*c)).count())
        };
        // Numbers of items, and the box of a task that is ticked, are not in a text.
        let (inside, all) = count(&|c| c.is_alphabetic() && c != 'x');
        assert_eq!(inside, all, "{text}");
        let (inside, all) = count(&|c| "([{}])&\\\"'.,;/§“”€".contains(c));
        let markers = text.lines().filter(|line| {
            let line = line.trim_start();
            let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
            rest.len() < line.len() && rest.starts_with(". ")
        });
        let boxes = text.matches("[ ] ").count() + text.matches("[x] ").count();
        assert!(inside <= all && all - inside <= markers.count() + 2 * boxes, "{inside} of {all}: {text}");
    }
}

#[test]
fn every_changed_letter_is_a_difference() {
    for (number, text) in documents().into_iter().enumerate() {
        let before = contents(&blocks(&text));
        let letters: Vec<usize> = text.char_indices().filter(|(_, c)| c.is_alphanumeric()).map(|(at, _)| at).collect();
        for at in letters.into_iter().skip(number % 7).step_by(997) {
            let letter = text[at..].chars().next().unwrap();
            // The numbers of items but the first do not count.
            let start = text[..at].rfind('\n').map_or(0, |start| start + 1);
            let is_number = letter.is_ascii_digit() && text[start..at].trim().is_empty();
            for other in ["", if letter == 'z' { "q" } else { "z" }] {
                let changed = [&text[..at], other, &text[at + letter.len_utf8()..]].concat();
                assert!(is_number || contents(&blocks(&changed)) != before, "{at}: {:?}", &text[start..at + 1]);
            }
        }
    }
}

#[test]
fn documents_can_be_wrapped_anew() {
    for text in documents() {
        let before = contents(&blocks(&text));
        let with_crlf = text.replace('\n', "\r\n");
        assert_eq!(contents(&blocks(&with_crlf)), before);
        let quoted: String = text.lines().map(|line| format!("> {line}\n")).collect();
        let inside: Vec<_> = blocks(&quoted).into_iter().map(|block| block.texts).collect();
        assert_eq!(inside, blocks(&text).into_iter().map(|block| block.texts).collect::<Vec<_>>());
    }
}

/// Returns a page as far as a reader notices it: without the tags of paragraphs, and with one blank for several.
fn page(text: &str) -> String {
    let mask = Mask::of(text);
    let parsed = mask.as_ref().map_or(text, |mask| &mask.text);
    let events = Parser::new_ext(parsed, options()).filter_map(|event| match event {
        Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => None,
        Event::SoftBreak => Some(Event::Text(" ".into())),
        event => Some(mask.as_ref().map_or(event.clone(), |mask| mask.restore(event, text).into_static())),
    });
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, events);
    let words = html.split_whitespace().collect::<Vec<_>>().join(" ").replace("> ", ">").replace(" <", "<");
    words.replace("</ul><ul>", "").replace("</dl><dl>", "")
}

/// Parts of odd texts.
const PARTS: &[&str] = &[
    " ",
    "  ",
    "\t",
    "    ",
    "\n",
    "\n",
    "\n\n",
    "\n  ",
    "\r\n",
    "\\\n",
    "  \n",
    "\n> ",
    "> ",
    "- ",
    "\n- ",
    "- [ ] ",
    "- [x] ",
    "1. ",
    "2) ",
    "# ",
    "===",
    "---",
    "```\n",
    "<div>\n",
    "| a | b |\n",
    "|-|:-|\n",
    ": ",
    "\n: ",
    "\n[a]: b",
    "\n[^1]: ",
    "[^1]",
    "**",
    "*",
    "_",
    "~~",
    "`",
    "[a](b)",
    "[a]",
    "](",
    "[[x|y]]",
    "<br>",
    "<b>",
    "&amp;",
    "{{ a }}",
    "{#a}",
    "[!NOTE]",
    "\\",
    "(",
    ")",
    "\"",
    "<",
    ">",
    "!",
    ". ",
    "word",
    "w ",
    "e\u{301}",
    "\u{200b}",
];

#[test]
fn texts_with_the_same_blocks_are_the_same_page() {
    let mut state = 27_001_u64;
    let mut below = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % limit
    };
    for _ in 0..10_000 {
        let length = 1 + below(12);
        let mut parts: Vec<&str> = (0..length).map(|_| PARTS[below(PARTS.len())]).collect();
        let before = parts.concat();
        let (at, part) = (below(parts.len()), PARTS[below(PARTS.len())]);
        match below(3) {
            0 => drop(parts.remove(at)),
            1 => parts.insert(at, part),
            _ => parts[at] = part,
        }
        let after = parts.concat();
        let is_same = contents(&blocks(&before)) == contents(&blocks(&after));
        assert!(!is_same || page(&before) == page(&after), "{before:?}, {after:?}");
    }
}
