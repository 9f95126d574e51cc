//! Requirements of the standards that a book is measured against: `PR.AA-01`, `AC-2(1)`, `CC6.1`, `Art. 32 GDPR`,
//! `NIS2 Article 21(2)(d)`, `Art. 21 Abs. 2 Buchst. d NIS-2`.
//!
//! An id is a mention if only one of the named standards has it. A number is one only with the name of its standard beside it.

use std::ops::Range;

use crate::catalog::{Catalog, Found, ReqIx, Standard};

/// The words before a number, each with the one in labels.
const LEADS: &[(&str, &[&str])] = &[
    ("art", &["Art."]),
    ("article", &["Art."]),
    ("articles", &["Art."]),
    ("artikel", &["Art."]),
    ("annex", &["Annex", "Anhang"]),
    ("anhang", &["Annex", "Anhang"]),
    ("anhangs", &["Annex", "Anhang"]),
];

/// The words before a part of an article that has no round brackets.
const PARTS: &[&str] = &[
    "abs.",
    "absatz",
    "para.",
    "paragraph",
    "lit.",
    "buchst.",
    "buchstabe",
    "point",
    "letter",
    "nr.",
    "ziff.",
    "abs",
    "lit",
];

/// Maximum number of parts of an article that a citation names: paragraph, sentence, letter, number.
const MOST_PARTS: usize = 6;

/// Words between a number and the name of its standard.
const BETWEEN: &[&str] = &["of", "the", "der", "des", "in", "von", "under", "gemäß", "nach"];

/// Returns the requirement that has the word at a place as its id, and the bytes of that.
pub(super) fn id(text: &str, word: &Range<usize>, catalog: &Catalog) -> Option<(Range<usize>, String)> {
    let word = with_brackets(text, word);
    let mut id = &text[word.clone()];
    for _ in 0..MOST_PARTS {
        if catalog.is_further(id) {
            return Some((word, id.to_owned()));
        }
        // An enhancement that does not count is a part of its control: `AC-2(1)`.
        id = id.strip_suffix(')').and_then(|id| id.rsplit_once('(')).map(|(above, _)| above)?;
    }
    None
}

/// Returns the requirement that a number cites together with the words around it, and the bytes from its lead to its end.
pub(super) fn cited(text: &str, number: &Range<usize>, catalog: &Catalog) -> Option<(Range<usize>, String)> {
    let before = text[..number.start].trim_end();
    let lead_start = before
        .rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '['))
        .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
    let lead = before[lead_start..].trim_end_matches('.').to_lowercase();
    let labels = LEADS.iter().find(|(word, _)| *word == lead).map_or(&[][..], |(_, labels)| labels);
    let own = [&before[lead_start..]];
    let is_own = labels.is_empty();
    let labels = if is_own { &own[..] } else { labels };
    let parts = parts(text, number.start);
    let end = parts.last()?.1;
    let beside = standard_beside(text, lead_start..end, catalog);
    let (standard, place) = match beside {
        Some((standard, place)) => (Some(standard), place),
        None => (None, lead_start..end),
    };
    parts.iter().rev().find_map(|(cited, _)| {
        labels.iter().find_map(|label| {
            let label = format!("{label} {cited}");
            let found = match standard {
                Some(standard) => one(catalog.find(&format!("{}:{label}", standard.id))),
                None if !is_own => None,
                None => one(catalog.find(&label)).filter(|ix| own == [&catalog.standard_of(*ix).short]),
            };
            let found = found.filter(|ix| catalog.is_of_further(*ix))?;
            Some((place.clone(), catalog.requirement(found).id.to_string()))
        })
    })
}

fn one(found: Found) -> Option<ReqIx> {
    if let Found::One(ix) = found { Some(ix) } else { None }
}

/// Returns the bytes of a word with the round bracket that closes one in it.
fn with_brackets(text: &str, word: &Range<usize>) -> Range<usize> {
    let count = |bracket: char| text[word.clone()].matches(bracket).count();
    let closes = count('(') > count(')') && text[word.end..].starts_with(')');
    word.start..word.end + usize::from(closes)
}

/// Returns how an article that begins at a place may be cited, from its number alone to all of its parts, `21`, `21(2)` and
/// `21(2)(d)`, each with its end.
fn parts(text: &str, start: usize) -> Vec<(String, usize)> {
    let length = |from: usize, of: fn(char) -> bool| text[from..].find(|c| !of(c)).unwrap_or(text.len() - from);
    let number = length(start, |c| c.is_ascii_digit() || c == '.');
    let number = text[start..start + number].trim_end_matches('.');
    if number.is_empty() {
        return Vec::new();
    }
    let mut cited = number.to_owned();
    let mut end = start + number.len();
    let mut all = vec![(cited.clone(), end)];
    for _ in 0..MOST_PARTS {
        let at = end + length(end, |c| matches!(c, ' ' | '\u{a0}'));
        let rest = &text[at..];
        let word = PARTS.iter().find(|word| {
            rest.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word))
                && rest[word.len()..].starts_with([' ', '\u{a0}'])
        });
        let at = word.map_or(at, |word| at + word.len() + length(at + word.len(), |c| matches!(c, ' ' | '\u{a0}')));
        let bracket = usize::from(text[at..].starts_with('('));
        let part = length(at + bracket, |c| c.is_ascii_alphanumeric());
        let closed = text[at + bracket + part..].starts_with(')');
        if !(1..=3).contains(&part) || (bracket == 1) != closed && bracket == 1 || word.is_none() && bracket == 0 {
            return all;
        }
        cited.push_str(&format!("({})", &text[at + bracket..at + bracket + part]));
        end = at + part + 2 * bracket;
        all.push((cited.clone(), end));
    }
    all
}

/// Returns the standard that is named directly after or before some bytes, and these bytes with its name.
fn standard_beside<'c>(text: &str, cited: Range<usize>, catalog: &'c Catalog) -> Option<(&'c Standard, Range<usize>)> {
    let spaces = [' ', '\u{a0}'];
    let mut after = text[cited.end..].trim_start_matches([' ', '\u{a0}', ',', '(', '[']);
    let directly_after = after;
    while let Some(word) =
        BETWEEN.iter().find(|word| after.strip_prefix(**word).is_some_and(|rest| rest.starts_with(spaces)))
    {
        after = after[word.len()..].trim_start_matches(spaces);
    }
    let before = text[..cited.start].trim_end_matches([' ', '\u{a0}', ',', ':', '(', '[', '–', '-']);
    let is_letter = |c: char| c.is_alphanumeric();
    // "Art. 20, NIS2 Art. 23": the name after a number may begin the next citation.
    let begins_next = |rest: &str| {
        let rest = rest.trim_start_matches([' ', '\u{a0}', '-', '–', ':']);
        let word = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
        rest.starts_with(|c: char| c.is_ascii_digit()) || LEADS.iter().any(|(lead, _)| *lead == word)
    };
    let named_after =
        |name: &str| after.strip_prefix(name).is_some_and(|rest| !rest.starts_with(is_letter) && !begins_next(rest));
    // "UK GDPR" and "EU-GDPR" are other laws, and "Art. 5 of the AI Act" is not of the law named before it.
    let is_of_unknown = after.len() < directly_after.len() && after.starts_with(char::is_uppercase);
    let named_before = |name: &str| {
        let rest = before.strip_suffix(name);
        !is_of_unknown
            && rest
                .is_some_and(|rest| !rest.ends_with(is_letter) && !rest.ends_with(['-', '–']) && !rest.ends_with("UK "))
    };
    let longest = |is_named: &dyn Fn(&str) -> bool| {
        let further = catalog.standards.iter().filter(|standard| !standard.is_retired());
        let named = further.filter_map(|standard| {
            standard.called().filter(|name| is_named(name)).map(str::len).max().map(|length| (length, standard))
        });
        named.max_by_key(|(length, _)| *length)
    };
    let after_at = text.len() - after.len();
    let found = longest(&named_after).map(|(length, standard)| (standard, cited.start..after_at + length));
    let found = found.or_else(|| longest(&named_before).map(|(length, at)| (at, before.len() - length..cited.end)));
    // A bracket is left as it is.
    found.map(|(standard, place)| {
        let around = [&text[place.start..cited.start], &text[cited.end..place.end]];
        let is_bracketed = around.iter().any(|text| text.contains(['(', '[']));
        (standard, if is_bracketed { cited } else { place })
    })
}

#[cfg(test)]
mod tests {
    use crate::fixture::handbook;
    use crate::model::Subject;

    const MEASURED: &str = "//- book.toml\n[[standard]]\nid = \"nis2\"\n[[standard]]\nid = \"gdpr\"\n[[standard]]\nid = \"nist-csf\"\n\
        [[standard]]\nid = \"nist-800-53\"\n[[standard]]\nid = \"soc2\"\n[[standard]]\nid = \"tisax\"\n[[standard]]\nid = \"dora\"\n\
        [[standard]]\nid = \"bsi-c5\"\n[[standard]]\nid = \"it-grundschutz\"\n";

    #[track_caller]
    fn check(text: &str, expected: &str) {
        check_in(MEASURED, text, expected);
    }

    #[track_caller]
    fn check_in(book: &str, text: &str, expected: &str) {
        let handbook = handbook(&format!("{book}//- content/a.md\n{text}\n"));
        let (ix, _) = handbook.documents().next().unwrap();
        let mentioned = handbook.references_of(ix).iter().filter_map(|reference| match reference.to {
            Subject::Requirement(ix) => Some(handbook.catalog.requirement(ix).id.to_string()),
            _ => None,
        });
        assert_eq!(mentioned.collect::<Vec<_>>().join(" "), expected, "{text}");
    }

    #[test]
    fn ids_that_one_named_standard_has_are_mentions() {
        check("See PR.AA-01, AC-2 and (CC6.1).", "nist-csf:PR.AA-01 nist-800-53:AC-2 soc2:CC6.1");
        check("**OIS-02** and ISMS.1.A2.", "bsi-c5:OIS-02 it-grundschutz:ISMS.1.A2");
        check("nis2:21(2)(d), gdpr:32 and nist-csf:PR.AA-01.", "nis2:21(2)(d) gdpr:32 nist-csf:PR.AA-01");
        check("The version 6.1 and chapter 32 are none.", "");
    }

    #[test]
    fn an_enhancement_that_does_not_count_is_its_control() {
        check("AC-2(1) and (AC-2(3)).", "nist-800-53:AC-2 nist-800-53:AC-2");
        let all = MEASURED.replace("\"nist-800-53\"", "\"nist-800-53\"\nparts = [\"enhancements\"]");
        check_in(&all, "AC-2(1), AC-2.", "nist-800-53:AC-2(1) nist-800-53:AC-2");
    }

    #[test]
    fn an_article_is_a_mention_beside_the_name_of_its_law() {
        check("Art. 32 GDPR, GDPR Art. 33, Article 28 of the GDPR.", "gdpr:32 gdpr:33 gdpr:28");
        check("Art. 32(1)(b) GDPR and Art. 32 Abs. 1 lit. b DSGVO.", "gdpr:32 gdpr:32");
        check(
            "Article 21(2)(d) NIS2; Art. 21 Abs. 2 Buchst. d NIS-2; NIS2 Annex 3.2",
            "nis2:21(2)(d) nis2:21(2)(d) nis2:annex-3.2",
        );
        check("ISA 1.1.1 and Art. 5 DORA, Art. 5 (GDPR)", "tisax:1.1.1 dora:5 gdpr:5");
        check("GDPR Art. 32, NIS2 Art. 23", "gdpr:32 nis2:23");
        check("ISA 1.2.1, ISA 1.2.2 and ISA 1.3.1, ISA-1.2.1", "tisax:1.2.1 tisax:1.2.2 tisax:1.3.1");
        check("Art. 21(2)(d) NIS-2. NIS-2 Art. 23, NIS-2 Anhang 5.1", "nis2:21(2)(d) nis2:23 nis2:annex-5.1");
        check("DORA Article 5, GDPR Art. 33 and DSGVO Art. 34, NIS-2 Art. 20", "dora:5 gdpr:33 gdpr:34 nis2:20");
        check("UK GDPR Art. 32, EU-GDPR Art. 32, GDPR - Art. 5 of the AI Act", "");
        check(
            "siehe\u{a0}Art.\u{a0}32\u{a0}Abs.\u{a0}1\u{a0}lit.\u{a0}b\u{a0}DSGVO, im\u{a0}Teil 3, \u{2009}a 1",
            "gdpr:32",
        );
        check("Art. 32 of the contract, Article 5, Annex 3.2, Art. 999 GDPR", "");
    }

    #[test]
    fn ids_of_the_book_are_not_those_of_a_standard() {
        let actions = "//- content/registers/actions.toml\n[[action]]\nid = \"AC-05\"\ntitle = \"X\"\n";
        check_in(&format!("{MEASURED}{actions}"), "AC-05, AC-5 and AC-17, but AU-2.", "nist-800-53:AU-2");
        check_in(
            &format!("{MEASURED}{actions}"),
            "[[AC-5]] and nist-800-53:AC-17",
            "nist-800-53:AC-5 nist-800-53:AC-17",
        );
    }

    #[test]
    fn a_text_stays_what_it_is_whatever_is_linked_in_it() {
        for text in [
            "Art. 21 Abs. 2 Buchst. d NIS-2 gilt.",
            "NIS-2 Art. 23 und NIS-2 Anhang 5.1, Art. 5 (DSGVO), ISA 1.2.1, ISA-1.2.1.",
            "Art. 1 (2) (3) Art. Art. Art. 5 GDPR GDPR Art. 6 NIS-2 NIS-2 (AC-2(1)) R-1 PR.AA-01/PR.AA-02",
        ] {
            let handbook = handbook(&format!("{MEASURED}//- content/a.md\n{text}\n"));
            let (_, document) = handbook.documents().next().unwrap();
            let mut plain = String::new();
            crate::model::plain(document.prose.elements(), |part| {
                if let crate::model::Plain::Words(words) = part {
                    plain.push_str(words);
                }
            });
            assert_eq!(plain, text);
        }
    }

    #[test]
    fn without_measured_standards_nothing_of_them_is_a_mention() {
        check_in("", "PR.AA-01, AC-2(1), CC6.1, Art. 32 GDPR", "");
    }
}
