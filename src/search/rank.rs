//! Ranks pages by their terms. `browser/rank.js` computes the same scores; a test compares the two.

use super::index::{Lexicon, Posting};
use super::query::Query;
use super::weights::{OWN_ID, RANKING};

/// Score that a phrase adds to a section, the same as a rare word in the body.
pub(super) const PHRASE: u32 = 12 * 96;

/// The ranking data of a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageRank {
    /// Index of its first section; its sections end where those of the next page begin.
    pub first: u32,
    /// Factor for its score out of 256, from its kind and status.
    pub factor: u32,
    pub retired: bool,
}

/// A ranked page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Ranked {
    pub page: usize,
    pub score: u64,
    /// The number of words of the query that it does not have.
    pub missing: usize,
    /// Its best sections, best first; without the text above the first heading.
    pub sections: Vec<u32>,
    own_id: bool,
    retired: bool,
}

/// Returns the matching pages, best first. A page must have at least half of the words.
pub(super) fn rank(query: &Query, lexicon: &Lexicon, pages: &[PageRank], sections: u32) -> Vec<Ranked> {
    let mut scores: Vec<Vec<u32>> = Vec::new();
    let mut own = vec![false; if query.single { sections as usize } else { 0 }];
    for word in &query.words {
        let mut score = vec![0; sections as usize];
        for (term, share) in &word.terms {
            let term = &lexicon.terms[*term as usize];
            for Posting { section, weight, .. } in &term.postings {
                let at = *section as usize;
                score[at] = score[at].max(u32::from(*weight) * term.rarity * share);
                if query.single && *share == 16 && u32::from(*weight) == OWN_ID {
                    own[at] = true;
                }
            }
        }
        scores.push(score);
    }
    let words = scores.len();
    for phrase in &query.phrases {
        scores.push(phrase_scores(phrase, query, lexicon, sections));
    }
    let mut ranked: Vec<Ranked> = Vec::new();
    for (at, page) in pages.iter().enumerate() {
        let end = pages.get(at + 1).map_or(sections, |next| next.first);
        let own = query.single && own[page.first as usize];
        if let Some(mut found) = score_page(&scores, words, *page, end) {
            (found.page, found.own_id) = (at, own);
            ranked.push(found);
        }
    }
    ranked.sort_by_key(key);
    ranked
}

fn key(found: &Ranked) -> (bool, bool, bool, std::cmp::Reverse<u64>, usize) {
    (!found.own_id, found.retired, found.missing > 0, std::cmp::Reverse(found.score), found.page)
}

/// Scores one page: its best section, a share of the score of the top of the page, and the words in other sections.
fn score_page(scores: &[Vec<u32>], words: usize, page: PageRank, end: u32) -> Option<Ranked> {
    let top: Vec<u64> = scores.iter().map(|score| u64::from(score[page.first as usize])).collect();
    let mut most = top.clone();
    let mut best: Vec<(usize, u64, u32)> = Vec::new();
    for section in page.first..end {
        let (mut matched, mut score) = (0, 0);
        let mut any = section == page.first;
        for (word, values) in scores.iter().enumerate() {
            let own = u64::from(values[section as usize]);
            most[word] = most[word].max(own);
            any |= own > 0;
            matched += usize::from(own > 0 || top[word] > 0);
            score += own;
            if section != page.first {
                score += top[word] * u64::from(RANKING.lent) / 16;
            }
        }
        if any {
            best.push((matched, score, section));
        }
    }
    // The page must have each phrase, and at least half of the words.
    let missing = most[..words].iter().filter(|score| **score == 0).count();
    if words == 0 || missing * 2 > words || most[words..].contains(&0) {
        return None;
    }
    best.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
    let (_, mut score, first) = best[0];
    for (word, values) in scores.iter().enumerate() {
        if values[first as usize] == 0 && top[word] == 0 {
            score += most[word] * u64::from(RANKING.elsewhere) / 16;
        }
    }
    let all = words as u64;
    let has = all - missing as u64;
    score = score * has * has / (all * all);
    score = score * u64::from(page.factor) / 256;
    let beneath = best.iter().map(|(_, _, section)| *section).filter(|section| *section != page.first);
    let sections = beneath.take(RANKING.sections).collect();
    Some(Ranked { page: 0, score, missing, sections, own_id: false, retired: page.retired })
}

/// Returns the sections that have the words of a phrase next to each other.
fn phrase_scores(phrase: &[(usize, u32)], query: &Query, lexicon: &Lexicon, sections: u32) -> Vec<u32> {
    let mut score = vec![0; sections as usize];
    let mut starts: Option<Vec<(u32, u32)>> = None;
    for (word, offset) in phrase {
        let mut places: Vec<(u32, u32)> = Vec::new();
        for (term, _) in query.words[*word].terms.iter().filter(|(_, share)| *share == 16) {
            let term = &lexicon.terms[*term as usize];
            let mut at = 0;
            for posting in &term.postings {
                let end = at + posting.places as usize;
                // A position smaller than the word's offset in the phrase cannot match.
                let begins = term.places[at..end].iter().filter_map(|place| place.checked_sub(*offset));
                places.extend(begins.map(|place| (posting.section, place)));
                at = end;
            }
        }
        places.sort_unstable();
        starts = Some(match starts {
            None => places,
            Some(starts) => starts.into_iter().filter(|start| places.binary_search(start).is_ok()).collect(),
        });
    }
    for (section, _) in starts.unwrap_or_default() {
        score[section as usize] = PHRASE * 16;
    }
    score
}
