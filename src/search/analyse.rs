//! Turns pages into terms: tokenizes each text, analyses each distinct word once, and adds synonyms at the same
//! positions.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::compounds::Compounds;
use super::language::Analyzer;
use super::page::Page;
use super::synonyms::Synonym;
use super::words::{fold, is_blank, runs};

/// The texts of one section, as terms with their positions.
#[derive(Debug, Default)]
pub(super) struct Terms {
    /// The fields in the order of [`super::weights::FIELDS`], then the body. Terms are separated by spaces; see
    /// [`PLACES`].
    pub fields: Vec<String>,
    /// The page's own ids.
    pub ids: Vec<String>,
}

/// Prefixes of a term that is not one position after the last: at the same position, or one further for each prefix.
pub(super) const PLACES: [char; 2] = ['\u{1}', '\u{2}'];

/// All sections of all pages, analysed.
#[derive(Debug)]
pub(super) struct Analysed {
    pub sections: Vec<Terms>,
    /// Each word form, with its term.
    pub forms: FxHashSet<(String, String)>,
    /// Stop words.
    pub stops: FxHashSet<String>,
}

/// Analyses pages in parallel, in batches; each batch has a vocabulary of its own.
pub(super) fn analyse(pages: &[Page], language: &str, synonyms: &[Synonym]) -> Analysed {
    let compounds = Compounds::new(language, pages);
    let size = pages.len().div_ceil(4 * rayon::current_num_threads()).max(16);
    let parts: Vec<_> = pages
        .par_chunks(size)
        .map(|pages| {
            let mut vocabulary = Vocabulary::new(language, synonyms, compounds.as_ref());
            let sections: Vec<Terms> = pages.iter().flat_map(|page| vocabulary.page(page)).collect();
            (sections, vocabulary)
        })
        .collect();
    let mut all = Analysed { sections: Vec::new(), forms: FxHashSet::default(), stops: FxHashSet::default() };
    for (sections, vocabulary) in parts {
        all.sections.extend(sections);
        for word in vocabulary.words {
            match word.term {
                Some(term) => _ = all.forms.insert((word.form, term)),
                None if is_blank(&word.form) => {}
                None => _ = all.stops.insert(word.form),
            }
        }
        all.forms.extend(vocabulary.aliases);
    }
    all
}

/// A word in the vocabulary.
struct Word {
    form: String,
    term: Option<String>,
    /// The phrases that begin with it.
    begins: Vec<usize>,
    /// The terms of the words of which it is a compound.
    parts: Vec<String>,
}

struct Vocabulary<'a> {
    analyzer: Analyzer,
    compounds: Option<&'a Compounds>,
    words: Vec<Word>,
    known: FxHashMap<String, u32>,
    aliases: Vec<(String, String)>,
    phrases: Vec<Phrase>,
    /// The phrases that begin with a term.
    begins: FxHashMap<String, Vec<usize>>,
}

/// A synonym as terms; `None` is a stop word.
struct Phrase {
    said: Vec<Option<String>>,
    /// The words that it adds: those by which it is found, with their terms.
    found_by: Vec<(String, Option<String>)>,
    /// The words of the synonym as it is listed, with their terms; a text may say other forms of them.
    listed: Vec<(String, Option<String>)>,
    /// Whether a text says it.
    used: bool,
}

impl<'a> Vocabulary<'a> {
    fn new(language: &str, given: &[Synonym], compounds: Option<&'a Compounds>) -> Self {
        let mut vocabulary = Self {
            analyzer: Analyzer::new(language),
            compounds: None,
            words: Vec::new(),
            known: FxHashMap::default(),
            aliases: Vec::new(),
            phrases: Vec::new(),
            begins: FxHashMap::default(),
        };
        for synonym in given {
            let listed = vocabulary.terms(&synonym.said);
            let said = listed.iter().map(|(_, term)| term.clone()).collect();
            let phrase = Phrase { said, found_by: vocabulary.terms(&synonym.found_by), listed, used: false };
            if let Some(Some(first)) = phrase.said.first() {
                vocabulary.begins.entry(first.clone()).or_default().push(vocabulary.phrases.len());
                vocabulary.phrases.push(phrase);
            }
        }
        // Words that are already in the vocabulary do not know their phrases yet, and no text may say them.
        vocabulary.known.clear();
        vocabulary.words.clear();
        vocabulary.compounds = compounds;
        if compounds.is_some() {
            for word in Compounds::common() {
                let term = vocabulary.analyzer.term(word);
                vocabulary.aliases.extend(term.map(|term| (fold(word), term)));
            }
        }
        vocabulary
    }

    /// Returns the words of a text with their terms.
    fn terms(&mut self, text: &str) -> Vec<(String, Option<String>)> {
        let places = self.read(text);
        let words = places.into_iter().map(|(word, _)| &self.words[word as usize]);
        words.map(|word| (word.form.clone(), word.term.clone())).collect()
    }

    fn page(&mut self, page: &Page) -> Vec<Terms> {
        for id in page.ids.iter().skip(1) {
            self.aliases.push((fold(id), fold(&page.ids[0])));
        }
        let status = page.status.as_ref().map_or("", |badge| badge.word.as_str());
        let short = [
            page.title.as_str(),
            "",
            "",
            &page.tags.join(" , "),
            &page.kind.title,
            status,
            page.owner.as_deref().unwrap_or_default(),
            &page.roles.join(" , "),
            &page.themes.join(" , "),
        ];
        let short: Vec<String> = short.iter().map(|text| self.field(text)).collect();
        let mut sections = Vec::with_capacity(page.parts.len());
        for (at, part) in page.parts.iter().enumerate() {
            let mut terms = Terms::default();
            if at == 0 {
                terms.fields.clone_from(&short);
                terms.ids = page.ids.first().map(|id| fold(id)).into_iter().collect();
                self.aliases.extend(terms.ids.iter().map(|id| (id.clone(), id.clone())));
            } else {
                terms.fields = vec![String::new(); short.len()];
                terms.fields[1] = self.field(&part.heading);
            }
            terms.fields[2] = self.field(&part.claims.join(" , "));
            terms.fields.push(self.field(&part.searched()));
            sections.push(terms);
        }
        sections
    }

    /// Returns the terms of a text, with synonyms and the parts of compounds at the same positions.
    fn field(&mut self, text: &str) -> String {
        let places = self.read(text);
        let plain = |(word, _): &(u32, u32)| {
            let word = &self.words[*word as usize];
            word.begins.is_empty() && word.parts.is_empty()
        };
        if places.iter().all(plain) {
            let terms = places.iter().map(|(word, place)| (*place, &self.words[*word as usize].term));
            return written(text.len(), terms.filter_map(|(place, term)| Some((place, term.as_deref()?))));
        }
        let mut terms: Vec<(u32, &str)> = Vec::with_capacity(places.len());
        let mut said_here = Vec::new();
        for (at, (word, place)) in places.iter().enumerate() {
            let word = &self.words[*word as usize];
            terms.extend(
                word.term
                    .as_deref()
                    .into_iter()
                    .chain(word.parts.iter().map(String::as_str))
                    .map(|term| (*place, term)),
            );
            for phrase in &word.begins {
                let Phrase { said, found_by, .. } = &self.phrases[*phrase];
                let here = places[at..].iter().map(|(word, _)| &self.words[*word as usize].term);
                if here.take(said.len()).eq(said) {
                    let added = found_by.iter().zip(*place..);
                    terms.extend(added.filter_map(|((_, term), place)| Some((place, term.as_deref()?))));
                    said_here.push(*phrase);
                }
            }
        }
        terms.sort_unstable();
        terms.dedup();
        let written = written(text.len(), terms.into_iter());
        for phrase in said_here {
            let phrase = &mut self.phrases[phrase];
            if !std::mem::replace(&mut phrase.used, true) {
                let forms = phrase
                    .found_by
                    .iter()
                    .chain(&phrase.listed)
                    .filter_map(|(form, term)| Some((form.clone(), term.clone()?)));
                self.aliases.extend(forms);
            }
        }
        written
    }

    /// Returns the words of a text with their positions.
    fn read(&mut self, text: &str) -> Vec<(u32, u32)> {
        let mut places = Vec::with_capacity(text.len() / 5);
        let mut place = 0;
        for run in runs(text) {
            if !run.joined {
                places.push((self.word(run.text), place));
                place += 1;
                continue;
            }
            if run.is_numbered() {
                places.push((self.whole(run.text), place));
            } else if let Some(joined) = run.without_hyphens() {
                places.push((self.word(&joined), place));
            }
            let mut parts = run.parts().peekable();
            if parts.peek().is_none() {
                place += 1;
            }
            for part in parts {
                places.push((self.word(part), place));
                place += 1;
            }
        }
        places
    }

    /// Returns the term of an id or another number with several parts, unchanged.
    fn whole(&mut self, text: &str) -> u32 {
        self.known.get(text).copied().unwrap_or_else(|| {
            let form = fold(text);
            self.add(text, form.clone(), Some(form))
        })
    }

    fn word(&mut self, text: &str) -> u32 {
        self.known.get(text).copied().unwrap_or_else(|| {
            let term = self.analyzer.term(text);
            self.add(text, fold(text), term)
        })
    }

    fn add(&mut self, text: &str, form: String, term: Option<String>) -> u32 {
        let term = term.filter(|term| !is_blank(term));
        let begins = term.as_ref().and_then(|term| self.begins.get(term)).cloned().unwrap_or_default();
        let mut parts = Vec::new();
        for part in self.compounds.map(|compounds| compounds.parts(&form)).unwrap_or_default() {
            if let Some(part_term) = self.analyzer.term(&part).filter(|known| Some(known) != term.as_ref()) {
                self.aliases.push((part, part_term.clone()));
                parts.push(part_term);
            }
        }
        let at = u32::try_from(self.words.len()).expect("fewer than four thousand million words");
        self.words.push(Word { form, term, begins, parts });
        self.known.insert(text.to_owned(), at);
        at
    }
}

/// Writes terms and positions as one text of about `length` bytes.
fn written<'a>(length: usize, terms: impl Iterator<Item = (u32, &'a str)>) -> String {
    let mut text = String::with_capacity(length);
    let mut next = 0;
    for (place, term) in terms {
        match place.checked_sub(next) {
            Some(gap) => (0..gap).for_each(|_| text.push(PLACES[1])),
            None => text.push(PLACES[0]),
        }
        text.push_str(term);
        text.push(' ');
        next = place + 1;
    }
    text
}
