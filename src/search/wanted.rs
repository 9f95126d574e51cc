//! What a text must say to match a query: the forms of its words, and what they are synonyms of. `Wanted` in
//! `browser/rank.js` does the same; a test compares the two.

use rustc_hash::FxHashSet;

use super::compounds::is_within;
use super::index::Lexicon;
use super::page::{Passage, Role};
use super::query::Query;
use super::synonyms::Synonym;
use super::words::{Run, fold, runs};

/// Fewest words of a query that is answered with a sentence: a single word asks nothing.
const FEWEST: usize = 2;
/// Number of words, for each word of the query, within which a sentence must have them: words that are far apart are
/// rarely about the same thing.
const NEAR: usize = 2;

/// More than one word of so many in a sentence must be of the query: one that says much else answers another question.
const SHARE: usize = 5;

/// A synonym as the lexicon knows it.
#[derive(Debug)]
pub(super) struct Alias {
    /// The terms of each word that a query must have.
    pub found_by: Vec<Vec<u32>>,
    /// The forms of each word that a text says.
    pub said: Vec<Vec<String>>,
}

/// Returns the synonyms that some text says.
pub(super) fn aliases(synonyms: &[Synonym], lexicon: &Lexicon) -> Vec<Alias> {
    let mut forms: Vec<Vec<&str>> = vec![Vec::new(); lexicon.terms.len()];
    for (form, terms) in &lexicon.forms {
        terms.iter().for_each(|term| forms[*term as usize].push(form));
    }
    let terms = |side: &str| -> Option<Vec<Vec<u32>>> {
        let words = Synonym::words(side).filter(|word| !lexicon.is_stop(word));
        let terms: Option<Vec<_>> = words.map(|word| lexicon.form(&word).map(<[u32]>::to_vec)).collect();
        terms.filter(|terms| !terms.is_empty())
    };
    let forms_of = |terms: Vec<u32>| {
        let mut all: Vec<String> =
            terms.iter().flat_map(|term| &forms[*term as usize]).map(|form| (*form).to_owned()).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let alias = |synonym: &Synonym| {
        let said = terms(&synonym.said)?.into_iter().map(forms_of).collect();
        Some(Alias { found_by: terms(&synonym.found_by)?, said })
    };
    synonyms.iter().filter_map(alias).collect()
}

/// What a text must say to match a query.
pub(super) struct Wanted<'a> {
    lexicon: &'a Lexicon,
    /// All forms, for excerpts.
    forms: FxHashSet<&'a str>,
    /// The forms of each word, without its completions.
    words: Vec<FxHashSet<&'a str>>,
    /// The synonyms asked for, each with the words of the query that it stands for.
    aliases: Vec<(Vec<usize>, &'a [Vec<String>])>,
    asks: bool,
    /// Whether the parts of compounds count in excerpts.
    compounds: bool,
}

impl<'a> Wanted<'a> {
    pub(super) fn new(query: &Query, lexicon: &'a Lexicon, aliases: &'a [Alias], compounds: bool) -> Self {
        let exact = |at: usize| query.words[at].terms.iter().filter(|(_, share)| *share == 16).map(|(term, _)| *term);
        let forms_of = |wanted: FxHashSet<u32>| -> FxHashSet<&'a str> {
            let forms = lexicon.forms.iter().filter(|(_, of)| of.iter().any(|term| wanted.contains(term)));
            forms.map(|(form, _)| form.as_str()).collect()
        };
        let all = query.words.iter().flat_map(|word| &word.terms).map(|(term, _)| *term);
        let mut forms = forms_of(all.collect());
        let words = (0..query.words.len()).map(|at| forms_of(exact(at).collect())).collect();
        let asked = |terms: &Vec<u32>| (0..query.words.len()).find(|at| exact(*at).any(|term| terms.contains(&term)));
        let asked = |alias: &'a Alias| {
            let words: Option<Vec<usize>> = alias.found_by.iter().map(asked).collect();
            Some((words?, alias.said.as_slice()))
        };
        let aliases: Vec<_> = aliases.iter().filter_map(asked).collect();
        forms.extend(aliases.iter().flat_map(|(_, said)| said.iter().flatten()).map(String::as_str));
        let asks = query.asked >= FEWEST && query.corrected.is_empty();
        Self { lexicon, forms, words, aliases, asks, compounds }
    }

    /// Returns whether a form is one of those looked for, or a compound of one.
    pub(super) fn has(&self, form: &str) -> bool {
        self.forms.contains(form) || (self.compounds && self.forms.iter().any(|part| is_within(part, form)))
    }

    /// Returns the first sentence of a section that has all words of the query or their synonyms, with the exceptions
    /// behind it.
    pub(super) fn answer(&self, part: &Passage) -> Option<String> {
        let answers = |at: &usize| part.lines[*at].role == Role::Quotable && self.is_answered(&part.lines[*at].shown);
        let at = (0..part.lines.len()).find(answers)?;
        let exceptions = part.lines[at + 1..].iter().take_while(|line| line.role == Role::Exception);
        let lines = [&part.lines[at]].into_iter().chain(exceptions);
        Some(lines.map(|line| line.shown.as_str()).collect::<Vec<_>>().join(" "))
    }

    /// Returns whether a sentence has all words of the query near each other, and says little else.
    fn is_answered(&self, sentence: &str) -> bool {
        let words: Vec<Run<'_>> = runs(sentence).filter(|run| !self.lexicon.is_stop(&fold(run.text))).collect();
        let near = NEAR * self.words.len();
        self.asks
            && words.iter().filter(|run| forms(run).iter().any(|form| self.forms.contains(form.as_str()))).count()
                * SHARE
                > words.len()
            && (0..words.len()).any(|at| self.has_all(&words[at..words.len().min(at + near)]))
    }

    fn has_all(&self, words: &[Run<'_>]) -> bool {
        let forms: FxHashSet<String> = words.iter().flat_map(forms).collect();
        let parts: Vec<String> = words.iter().flat_map(Run::parts).map(fold).collect();
        let says = |said: &[Vec<String>]| {
            parts.windows(said.len()).any(|words| words.iter().zip(said).all(|(word, forms)| forms.contains(word)))
        };
        let said = self.aliases.iter().filter(|(_, said)| says(said));
        let meant: FxHashSet<usize> = said.flat_map(|(words, _)| words).copied().collect();
        let has = |(at, word): (usize, &FxHashSet<&str>)| {
            meant.contains(&at) || forms.iter().any(|form| word.contains(form.as_str()))
        };
        self.words.iter().enumerate().all(has)
    }
}

/// Returns the forms by which a run is found.
pub(super) fn forms(run: &Run<'_>) -> Vec<String> {
    let mut forms = vec![fold(run.text)];
    forms.extend(run.without_hyphens().iter().map(|word| fold(word)));
    forms.extend(run.parts().map(fold));
    forms
}
