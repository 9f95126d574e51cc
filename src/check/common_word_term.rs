//! A term of the glossary is a single word of everyday language, and pages lead to it wherever they use that word.
//!
//! Why: a word has other meanings, too. A reader who is told to ring somebody is led to the rings of the backup.
//!
//! Example: a term "Ring", and in a policy "ring the office".
//!
//! Found are words of a list in English and German, without those that information security uses in its own sense, such as
//! "control" or "event". The first use in each section counts, because that is where a page links.
//!
//! Fix it: list the words that mean the term, `forms = ["ring 1", "ring 2"]`, or `forms = ["Ring", "Rings"]` with
//! `case = true` if only capitals mean it. If the word always means the term, list it: `forms = ["ring", "rings"]`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::{Diagnostic, counted};
use crate::isms::{Glossary, Term};
use crate::model::{EntryIx, Subject};
use crate::source::Span;

pub(super) const CHECK: Check = Check {
    code: "common-word-term",
    level: Level::Warn,
    source: include_str!("common_word_term.rs"),
    run: Run::Facts(run),
};

/// Words of everyday language, in lowercase. A book in any language may use words of both.
static COMMON: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let lists = [include_str!("../config/common_words/en.txt"), include_str!("../config/common_words/de.txt")];
    lists.into_iter().flat_map(str::split_whitespace).collect()
});

fn run(facts: &Assessed, report: &mut Report) {
    let handbook = &facts.handbook;
    let is_common = |term: &Term<'_>| COMMON.contains(term.title().to_lowercase().as_str());
    let terms: Vec<Term<'_>> =
        Term::all(handbook).filter(|term| !term.says_how_it_is_found() && is_common(term)).collect();
    if terms.is_empty() {
        return;
    }
    let glossary = Glossary::of(handbook);
    // How often pages lead to a term, and where the first of them does.
    let mut led: FxHashMap<EntryIx, (usize, Option<Span>)> = FxHashMap::default();
    for (_, document) in handbook.documents() {
        let words = document.prose.text().to_lowercase();
        if !terms.iter().any(|term| words.contains(&term.title().to_lowercase())) {
            continue;
        }
        for (entry, start) in glossary.in_prose(&document.prose) {
            let (count, first) = led.entry(entry).or_default();
            let length = handbook.record(entry).title().len();
            *count += 1;
            *first = first.or_else(|| Some(Span::new(document.file, start?..start? + length)));
        }
    }
    for term in terms {
        let Some((count, first)) = led.get(&term.ix) else { continue };
        let title = term.title();
        let message = format!("the term `{title}` is a common word, by which {} lead to it", counted(*count, "place"));
        let help = "list the words that mean the term in `forms`, or write `case = true` if only this case does";
        let finding = Diagnostic::warning(CHECK.code, term.entry.span, message).help(help.to_owned());
        let finding = match first {
            Some(first) => finding.also(*first, "the first of them"),
            None => finding,
        };
        report.add(Subject::Entry(term.ix), finding);
    }
}

#[cfg(test)]
mod tests {
    use super::COMMON;
    use crate::fixture::check;

    const POLICY: &str = "//- content/a.md\n# Ring\n\nA ring, a ring, [ring](b.md) and `ring`.\n\n## Ring\n\n&amp; ring\n\n\
                          //- content/b.md\n# B\n\nRing the office.\n";

    fn term(title: &str, more: &str) -> String {
        format!(
            "{POLICY}//- content/registers/glossary.toml\n[[term]]\nid = \"t\"\ntitle = \"{title}\"\ndefinition = \"A ring.\"\n{more}"
        )
    }

    #[test]
    fn a_term_of_one_common_word_is_reported_with_the_number_of_places_that_lead_to_it() {
        check(
            "common-word-term",
            &term("Ring", ""),
            &[
                "warning content/registers/glossary.toml:2:6 the term `Ring` is a common word, by which 3 places lead to it",
            ],
        );
        check("common-word-term", &term("Tower", ""), &[]);
        check("common-word-term", &term("Backup ring", ""), &[]);
    }

    #[test]
    fn a_term_that_says_how_it_is_found_is_not_doubted() {
        for more in ["forms = [\"ring 1\"]\n", "forms = []\n", "case = true\n", "case = false\n"] {
            check("common-word-term", &term("Ring", more), &[]);
        }
    }

    #[test]
    fn what_the_trade_says_in_its_own_sense_is_not_in_the_list() {
        for word in
            ["asset", "control", "event", "evidence", "incident", "process", "record", "risiko", "risk", "threat"]
        {
            assert!(!COMMON.contains(word), "{word}");
        }
        assert!(COMMON.contains("schlüssel") && COMMON.contains("ring"));
        assert!(COMMON.iter().all(|word| word.to_lowercase() == *word));
    }
}
