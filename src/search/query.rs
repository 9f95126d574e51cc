//! Parses a query and looks up its terms. `browser/rank.js` does the same; a test compares the two.

use strsim::osa_distance;

use super::index::{Lexicon, order};
use super::weights::RANKING;
use super::words::{fold, is_blank, is_of_pairs, runs};

/// Maximum number of characters of a query that are read.
const LONGEST: usize = 400;

/// A query with its terms looked up.
#[derive(Debug, Default)]
pub(super) struct Query {
    /// The words other than stop words.
    pub words: Vec<Word>,
    /// The words of each phrase: index in `words`, position in the phrase.
    pub phrases: Vec<Vec<(usize, u32)>>,
    /// Words that no page has, with their corrections.
    pub corrected: Vec<(String, String)>,
    /// The number of words as written, without stop words.
    pub asked: usize,
    /// Whether the query is one word, which may be an id.
    pub single: bool,
}

/// A word of a query.
#[derive(Debug)]
pub(super) struct Word {
    /// The matching terms, with their weight out of sixteen.
    pub terms: Vec<(u32, u32)>,
}

/// A word as written.
struct Written<'q> {
    /// The whole of a hyphenated word or an id.
    whole: Option<String>,
    parts: Vec<&'q str>,
    /// A word such as `off-site` without its hyphens, as others write it.
    joined: Option<String>,
    phrase: Option<usize>,
}

/// Looks up a query.
pub(super) fn look_up(text: &str, lexicon: &Lexicon) -> Query {
    let text: String = text.chars().take(LONGEST).collect();
    let text = text.replace(['“', '”', '„', '«', '»'], "\"");
    let mut query = Query::default();
    let mut written: Vec<Written<'_>> = Vec::new();
    for (at, piece) in text.split('"').enumerate() {
        written.extend(runs(piece).map(|run| Written {
            whole: run.joined.then(|| fold(run.text)),
            parts: run.parts().collect(),
            joined: run.without_hyphens().filter(|_| run.joined).map(|word| fold(&word)),
            phrase: (at % 2 == 1).then_some(at / 2),
        }));
    }
    let open = written.last().is_some_and(|last| last.phrase.is_none())
        && text.chars().next_back().is_some_and(|c| runs(c.encode_utf8(&mut [0; 4])).next().is_some());
    // An id is one word, if a page has it; otherwise a word of several parts is split.
    let mut forms: Vec<(String, Option<usize>, Option<String>)> = Vec::new();
    let says = |form: &String| !is_blank(form) && !lexicon.is_stop(form);
    for word in written {
        let before = forms.len();
        match word.whole.filter(|whole| word.parts.is_empty() || lexicon.form(whole).is_some()) {
            Some(whole) => forms.push((whole, word.phrase, None)),
            None => forms.extend(word.parts.into_iter().map(|part| (fold(part), word.phrase, word.joined.clone()))),
        }
        query.asked += usize::from(forms[before..].iter().any(|(form, ..)| says(form)));
    }
    let alone = !forms.iter().any(|(form, ..)| says(form));
    let last = forms.len().checked_sub(1);
    query.single = forms.len() == 1;
    let mut phrases: Vec<Vec<(usize, u32)>> = vec![Vec::new(); text.split('"').count()];
    let mut begins: Vec<Option<u32>> = vec![None; phrases.len()];
    let mut place = 0;
    for (at, (form, phrase, joined)) in forms.into_iter().enumerate() {
        let prefix = open && last == Some(at);
        place += 1;
        if !(says(&form) || (alone && prefix)) || query.words.len() == RANKING.words {
            continue;
        }
        if let Some(phrase) = phrase {
            let begin = *begins[phrase].get_or_insert(place);
            phrases[phrase].push((query.words.len(), place - begin));
        }
        let word = query.word(form, joined.as_deref(), prefix, lexicon);
        query.words.push(word);
    }
    query.phrases = phrases.into_iter().filter(|phrase| phrase.len() > 1).collect();
    query
}

impl Query {
    /// Looks up a word; a part of a word with hyphens is found by the joined word as well.
    fn word(&mut self, form: String, joined: Option<&str>, prefix: bool, lexicon: &Lexicon) -> Word {
        let numbered = form.bytes().any(|b| b.is_ascii_digit());
        let own = if lexicon.is_stop(&form) { &[] } else { lexicon.form(&form).unwrap_or(&[]) };
        let other = joined.and_then(|joined| lexicon.form(joined)).unwrap_or(&[]);
        let exact: Vec<u32> = own.iter().chain(other.iter().filter(|term| !own.contains(term))).copied().collect();
        let mut terms: Vec<(u32, u32)> = exact.iter().map(|term| (*term, 16)).collect();
        if prefix && (terms.is_empty() || !(numbered || lexicon.is_common(&exact))) {
            let completions = lexicon.completions(&form).into_iter().filter(|term| !exact.contains(term));
            terms.extend(completions.map(|term| (term, RANKING.prefix)));
        }
        if terms.is_empty()
            && !numbered
            && let Some(correct) = lexicon.correct(&form)
        {
            terms.extend(lexicon.form(correct).unwrap_or(&[]).iter().map(|term| (*term, 16)));
            self.corrected.push((form, correct.to_owned()));
        }
        Word { terms }
    }
}

impl Lexicon {
    /// Returns the terms of a form.
    pub(super) fn form(&self, form: &str) -> Option<&[u32]> {
        let at = self.forms.binary_search_by(|(known, _)| order(known, form)).ok()?;
        Some(&self.forms[at].1)
    }

    /// Returns whether a text says a form, or it is a stop word.
    pub(super) fn has(&self, form: &str) -> bool {
        self.form(form).is_some() || self.is_stop(form)
    }

    /// Returns whether a form is a stop word.
    pub(super) fn is_stop(&self, form: &str) -> bool {
        self.stops.binary_search_by(|known| known.as_str().cmp(form)).is_ok()
    }

    /// Returns whether any of the terms occurs in so many sections that the form is not completed.
    pub(super) fn is_common(&self, terms: &[u32]) -> bool {
        terms.iter().any(|term| self.terms[*term as usize].postings.len() >= RANKING.common)
    }

    /// Returns the forms with a prefix.
    pub(super) fn beginning(&self, prefix: &str) -> &[(String, Vec<u32>)] {
        let from = self.forms.partition_point(|(form, _)| order(form, prefix).is_lt());
        let count = self.forms[from..].iter().take_while(|(form, _)| form.starts_with(prefix)).count();
        &self.forms[from..from + count]
    }

    /// Returns the terms of the words with a prefix, most frequent first; none for a single letter, unless
    /// it is read in pairs.
    pub(super) fn completions(&self, prefix: &str) -> Vec<u32> {
        if prefix.chars().nth(1).is_none() && !is_of_pairs(prefix) {
            return Vec::new();
        }
        let longer = self.beginning(prefix).iter().filter(|(form, _)| form != prefix);
        let mut terms: Vec<u32> = longer.flat_map(|(_, terms)| terms).copied().collect();
        terms.sort_unstable();
        terms.dedup();
        terms.sort_by(|a, b| {
            let (a, b) = (&self.terms[*a as usize], &self.terms[*b as usize]);
            a.rarity.cmp(&b.rarity).then_with(|| order(&a.text, &b.text))
        });
        terms.truncate(RANKING.completions);
        terms
    }

    /// Returns the most probable correction of a form: the nearest form, then one with the same first letter, then the
    /// most frequent.
    fn correct(&self, form: &str) -> Option<&str> {
        let length = form.chars().count();
        let most = match length {
            0..=3 => return None,
            4..=7 => 1,
            _ => 2,
        };
        let near = self.spellings().filter_map(|(known, rarity)| {
            let edits = (known.chars().count().abs_diff(length) <= most).then(|| osa_distance(form, known))?;
            (edits <= most).then_some((edits, known.chars().next() != form.chars().next(), rarity, known))
        });
        near.min_by(|a, b| (a.0, a.1, a.2).cmp(&(b.0, b.1, b.2)).then_with(|| order(a.3, b.3))).map(|best| best.3)
    }

    /// Returns the forms that a misspelt word may be corrected to, with their rarity: words of three letters or more,
    /// without digits.
    pub(super) fn spellings(&self) -> impl Iterator<Item = (&str, u32)> {
        self.forms.iter().filter_map(|(form, terms)| {
            let word = form.chars().nth(2).is_some() && form.chars().all(char::is_alphabetic);
            let rarity = terms.iter().map(|term| self.terms[*term as usize].rarity).min()?;
            word.then_some((form.as_str(), rarity))
        })
    }
}
