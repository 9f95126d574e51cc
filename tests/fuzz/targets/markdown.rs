//! Fuzzes Markdown, through a whole build: a document, and another that it can link to.

#![no_main]

use clausebook::model::{Prose, Token};
use clausebook::parse::markdown::walk;
use clausebook_fuzz::{BOOK, check};
use libfuzzer_sys::{Corpus, fuzz_target};

const OTHER: &[u8] = b"+++\nid = \"other\"\n+++\n# Other\n\nSee [this](this.md).\n\n## Part {#part}\n\nR-1\n";
const RISKS: &[u8] = b"[[risk]]\nid = \"R-1\"\ntitle = \"Loss\"\ncategory = \"people\"\nowner = \"ciso\"\n\
    likelihood = 2\nimpact = 3\ntreatment = \"reduce\"\ndescription = \"See [[other]] and A.5.15.\"\n";

fuzz_target!(|data: &[u8]| -> Corpus {
    let Ok(text) = std::str::from_utf8(data) else { return Corpus::Reject };
    let mut met = Vec::new();
    let tokens = walk(text, |item, range| {
        assert!(text.get(range.clone()).is_some(), "{range:?} is no place of {item:?}");
        met.push(item.token());
    })
    .tokens;
    let references = met.iter().filter(|token| !matches!(token, Token::Event(_))).count();
    let kept = Prose::new(text.into(), 0, tokens, vec![(); references]);
    assert!(kept.tokens().eq(met), "what is kept of a text is what was met");
    check(&[
        ("book.toml", BOOK.as_bytes()),
        ("content/img.png", b"\x89PNG"),
        ("content/policies/other.md", OTHER),
        ("content/policies/this.md", data),
        ("content/registers/risks.toml", RISKS),
    ]);
    Corpus::Keep
});
