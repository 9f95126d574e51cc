//! Terms of the glossary, and the words of a text that mean one of them.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::ops::Range;

use memchr::memmem::Finder;
use pulldown_cmark::{Event, Tag, TagEnd};

use super::reader::reader;
use crate::model::{Element, EntryIx, EntryValue, Handbook, Prose, ResolvedReference};

reader! {
    /// A term.
    Term in "glossary" {
        ABBREVIATION = "abbreviation",
        FORMS = "forms",
        CASE = "case",
        DEFINITION = "definition",
    }
}

impl<'a> Term<'a> {
    /// Returns the words that mean the term instead of its title; `None` if the entry does not list any.
    pub fn forms(self) -> Option<impl Iterator<Item = &'a str>> {
        let Some(EntryValue::Texts(forms)) = self.value(Self::FORMS) else { return None };
        Some(forms.iter().map(|form| form.value.trim()).filter(|form| !form.is_empty()))
    }

    /// Returns whether the entry says by which words the term is found in texts, or in which letters.
    pub fn says_how_it_is_found(self) -> bool {
        self.forms().is_some() || self.flag(Self::CASE).is_some()
    }
}

/// The words by which the terms of a glossary are found in texts.
pub struct Glossary(Vec<Words>);

/// The words that mean a term.
struct Words {
    entry: EntryIx,
    forms: Vec<Form>,
}

/// One of these words, or several in a row.
struct Form {
    /// Searches for it, in lowercase unless case counts.
    finder: Finder<'static>,
    /// Whether only exactly these letters mean the term, not their upper or lower case.
    case: bool,
    /// Whether an `s` may follow.
    plural: bool,
}

/// The terms that a section has already used, by their place in the glossary.
pub struct Seen(Vec<bool>);

impl Seen {
    /// Forgets them: another section begins.
    pub fn forget(&mut self) {
        self.0.fill(false);
    }
}

impl Glossary {
    /// Returns the terms of a handbook that have a definition.
    pub fn of(handbook: &Handbook) -> Self {
        let terms = Term::all(handbook).filter(|term| term.value(Term::DEFINITION).is_some());
        Self(terms.map(|term| Words { entry: term.ix, forms: forms(term) }).collect())
    }

    /// Returns a list of the terms in a section, to be filled by [`Self::find`]; `None` if the glossary is empty.
    pub fn unseen(&self) -> Option<Seen> {
        (!self.0.is_empty()).then(|| Seen(vec![false; self.0.len()]))
    }

    /// Returns the terms that a page with a text leads to, in order, each with the place of its words in the source of the
    /// text. Headings, links and code lead to none.
    pub fn in_prose(&self, prose: &Prose<ResolvedReference>) -> Vec<(EntryIx, Option<usize>)> {
        let Some(mut seen) = self.unseen() else { return Vec::new() };
        let (mut within, mut found) = (0, Vec::new());
        let leads_nowhere =
            |tag: &TagEnd| matches!(tag, TagEnd::Heading(_) | TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock);
        for element in prose.elements() {
            match element {
                Element::Link { .. } => within += 1,
                Element::Event(Event::Start(tag)) if leads_nowhere(&tag.to_end()) => {
                    within += 1;
                    if matches!(tag, Tag::Heading { .. }) {
                        seen.forget();
                    }
                }
                Element::Event(Event::End(tag)) if leads_nowhere(&tag) => within -= 1,
                Element::Event(Event::Text(text)) if within == 0 => {
                    let start = prose.place_of(&text);
                    let terms = self.find(&text, &mut seen).into_iter();
                    found.extend(terms.map(|(range, entry)| (entry, start.map(|start| start + range.start))));
                }
                _ => {}
            }
        }
        found
    }

    /// Returns the terms in a text that the section has not used before and that do not overlap, in the order of the text.
    pub fn find(&self, text: &str, seen: &mut Seen) -> Vec<(Range<usize>, EntryIx)> {
        let lower = lowercase(text);
        let mut found: Vec<(Range<usize>, usize)> = Vec::new();
        for (at, words) in self.0.iter().enumerate().filter(|(at, _)| !seen.0[*at]) {
            let places = words.forms.iter().filter_map(|form| form.first_in(text, &lower));
            found.extend(places.min_by_key(order).map(|range| (range, at)));
        }
        // If two overlap, the longer one wins: "risk owner", not "risk".
        found.sort_by_key(|(range, _)| order(range));
        let mut end = 0;
        found.retain(|(range, _)| {
            let apart = range.start >= end;
            end = end.max(range.end);
            apart
        });
        found.iter().for_each(|(_, at)| seen.0[*at] = true);
        found.into_iter().map(|(range, at)| (range, self.0[at].entry)).collect()
    }
}

/// The order in which places of terms are preferred: the first one, and of those the longest.
fn order(range: &Range<usize>) -> (usize, Reverse<usize>) {
    (range.start, Reverse(range.end))
}

/// Returns the words that mean a term: its forms, or else its title and the plural of it; and the abbreviation.
fn forms(term: Term<'_>) -> Vec<Form> {
    let case = |words: &str| term.flag(Term::CASE).unwrap_or_else(|| is_acronym(words));
    let mut forms: Vec<Form> = match term.forms() {
        Some(forms) => forms.map(|form| Form::new(form, case(form), false)).collect(),
        None if term.title().len() > 2 => vec![Form::new(term.title(), case(term.title()), true)],
        None => Vec::new(),
    };
    let abbreviation = term.text(Term::ABBREVIATION).filter(|text| text.len() > 1);
    forms.extend(abbreviation.map(|text| Form::new(text, true, true)));
    forms
}

/// Returns whether the capitals of words make their meaning: "MFA", "SaaS", "ISO 27001".
fn is_acronym(words: &str) -> bool {
    let capitals = words.chars().filter(|c| c.is_uppercase()).count();
    capitals > 1 && (!words.contains(char::is_whitespace) || !words.contains(char::is_lowercase))
}

impl Form {
    fn new(words: &str, case: bool, plural: bool) -> Self {
        let searched = if case { Cow::Borrowed(words) } else { lowercase(words) };
        Self { finder: Finder::new(searched.as_bytes()).into_owned(), case, plural }
    }

    /// Returns its first place in a text, also given in lowercase, where it stands as a word of its own.
    fn first_in(&self, text: &str, lower: &str) -> Option<Range<usize>> {
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        let searched = if self.case { text } else { lower };
        self.finder.find_iter(searched.as_bytes()).find_map(|start| {
            let end = start + self.finder.needle().len();
            let end = if self.plural && searched[end..].starts_with('s') { end + 1 } else { end };
            let alone = !letter(text[..start].chars().next_back()) && !letter(text[end..].chars().next());
            alone.then_some(start..end)
        })
    }
}

/// Returns a text in lowercase with each letter at its place: those that would take another number of bytes stay.
fn lowercase(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return text.to_ascii_lowercase().into();
    }
    let lower = |c: char| {
        let mut lower = c.to_lowercase();
        lower.next().filter(|lower_c| lower.len() == 0 && lower_c.len_utf8() == c.len_utf8()).unwrap_or(c)
    };
    text.chars().map(lower).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::Glossary;
    use crate::fixture::assessed;

    /// Returns what is found of a glossary in a text.
    #[track_caller]
    fn found(terms: &str, text: &str) -> Vec<String> {
        let terms = terms.replace("[[term]]\n", "[[term]]\ndefinition = \"D\"\n");
        let book = assessed(&format!("//- content/registers/glossary.toml\n{terms}"));
        let glossary = Glossary::of(&book.handbook);
        let mut seen = glossary.unseen().unwrap();
        glossary.find(text, &mut seen).into_iter().map(|(range, _)| text[range].to_owned()).collect()
    }

    const RING: &str = "[[term]]\nid = \"ring\"\ntitle = \"Ring\"\n";

    #[test]
    fn a_title_is_found_in_any_case_and_in_the_plural_as_a_word_of_its_own() {
        assert_eq!(found(RING, "Bring a ring-bolt, the rings"), ["rings"]);
        assert_eq!(found(RING, "RINGS and rings"), ["RINGS"], "the first one");
        assert_eq!(found("[[term]]\nid = \"u\"\ntitle = \"Überwachung\"\n", "die ÜBERWACHUNG"), ["ÜBERWACHUNG"]);
    }

    #[test]
    fn forms_take_the_place_of_the_title() {
        let ring = format!("{RING}forms = [\"ring 1\", \"Ring 2\", \"three rings\"]\n");
        assert_eq!(found(&ring, "Ring the office: a ring"), [""; 0]);
        assert_eq!(found(&ring, "Rings: RING 2, then ring 1"), ["RING 2"], "the first one of a section");
        assert_eq!(found(&ring, "ring 10, all three rings"), ["three rings"]);
        assert_eq!(found(&format!("{RING}forms = []\n"), "a ring"), [""; 0], "none at all");
        let german = "[[term]]\nid = \"r\"\ntitle = \"Risiko\"\nforms = [\"Risiko\", \"Risikos\", \"Risiken\"]\n";
        assert_eq!(found(german, "Bei Risiken"), ["Risiken"]);
        let short =
            "[[term]]\nid = \"m\"\ntitle = \"Multi-factor\"\nabbreviation = \"MFA\"\nforms = [\"second factor\"]\n";
        assert_eq!(found(short, "MFA"), ["MFA"], "an abbreviation stays");
    }

    #[test]
    fn case_counts_for_acronyms_and_where_the_term_says_so() {
        let term = |title: &str, more: &str| format!("[[term]]\nid = \"t\"\ntitle = \"{title}\"\n{more}");
        assert_eq!(found(&term("CARE", ""), "take care"), [""; 0]);
        assert_eq!(found(&term("CARE", ""), "take CARE"), ["CARE"]);
        assert_eq!(found(&term("CARE", "case = false\n"), "take care"), ["care"]);
        assert_eq!(found(&term("SaaS", ""), "saas or SaaS"), ["SaaS"]);
        assert_eq!(found(&term("Risk Owner", ""), "the risk owner"), ["risk owner"]);
        assert_eq!(found(&term("Ring", "case = true\n"), "ring the Ring"), ["Ring"]);
        assert_eq!(found(&term("Ring", "forms = [\"RING\"]\n"), "ring the RING"), ["RING"], "a form is one, too");
    }
}
