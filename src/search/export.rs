//! Exports the index as small files. A page fetches them as text; by `file://` it cannot, and runs them as scripts, which
//! do nothing elsewhere. Both work under a policy of `default-src 'self'`.
//!
//! | file | content | loaded for |
//! |---|---|---|
//! | `index.js` | the reader, which holds nothing of the handbook | opening search |
//! | `root.js` | the ranking data of every page | opening search |
//! | `s0.js` … | word forms and the positions of their terms, split by first letters | a word of the query |
//! | `f.js` | filter values other than kind and owner | after the first results, or for a filter |
//! | `x0.js` … | titles, addresses and sections of pages | the results shown |
//! | `p0-0.js` … | positions of the terms of a shard | a phrase |
//! | `w0.js` … | all word forms | a word that no page has |
//!
//! All others are in a folder named by a hash of the content, so that files of two builds never mix.

mod postings;
mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hash;
use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Index;
use super::code::Numbers;
use super::index::order;
use super::page::Page;
use super::rank::PHRASE;
use super::wanted::Alias;
use super::weights::{OWN_ID, RANKING, group};
use crate::assets;
use crate::site::SitePath;
use crate::wording::Wording;

use postings::postings_of;
use texts::{Pack, content, packs};

/// The reader: the ranking, then its user interface.
const READER: [&str; 2] = [include_str!("browser/rank.js"), include_str!("browser/panel.js")];
/// Size in bytes after which a shard of the dictionary ends. It is small, because a query loads about two shards.
const SHARD: usize = 10_000;
/// Size in bytes after which any other file ends.
const FILE: usize = 180_000;

/// Returns all files of search.
pub(super) fn files(index: &Index, words: &Wording) -> Vec<(SitePath, Vec<u8>)> {
    let shards = shards(index);
    let packs = packs(&index.pages);
    let spellings = spellings(index);
    let mut files: Vec<(String, String)> = Vec::new();
    let written: Vec<_> = (0..shards.len()).into_par_iter().map(|at| shard_files(index, &shards, at)).collect();
    files.extend(written.into_iter().flatten());
    files.par_extend(
        packs
            .par_iter()
            .enumerate()
            .map(|(at, pack)| file(&format!("x{at}"), &content(&index.pages, pack).to_string())),
    );
    files.extend(spellings.iter().enumerate().map(|(at, lines)| file(&format!("w{at}"), &json!(lines).to_string())));

    files.push(file("f", &facets(&index.pages).to_string()));

    let mut root = root(index, &shards, &packs);
    root["spellings"] = json!(spellings.len());
    let mut digest = Sha256::new();
    digest.update(root.to_string());
    for (name, text) in &files {
        digest.update(name);
        digest.update(text);
    }
    let version: String = digest.finalize().iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    root["folder"] = json!(format!("{version}/"));
    let panel =
        words.script(READER[1]).expect("a test rules out that the reader asks for a text that is not there").text;
    let scripts = [READER[0], &panel].map(assets::script).concat();
    let all = files.into_iter().map(|(name, text)| (format!("search/{version}/{name}.js"), text));
    let (_, root) = file("root", &root.to_string());
    let all = all.chain([("search/index.js".to_owned(), scripts), ("search/root.js".to_owned(), root)]);
    all.map(|(path, text)| (SitePath::new(path), text.into_bytes())).collect()
}

/// Returns a file that passes a value, written as JSON, to the reader.
fn file(name: &str, json: &str) -> (String, String) {
    (name.to_owned(), assets::data("clausebookSearch", &format!("\"{name}\",{json}")))
}

/// A shard of the dictionary.
struct Shard {
    /// The shortest prefix that sorts after all forms of the previous shard, and not after its own.
    from: String,
    /// The range of its forms.
    forms: Range<usize>,
    /// The terms of its forms, in order.
    terms: BTreeSet<u32>,
}

/// Splits the dictionary into shards, where a shard is long enough and no term has inflected forms on both sides: the
/// browser highlights the forms of the shard that it has. An id has other forms in other places (`5.15` of `A.5.15`).
fn shards(index: &Index) -> Vec<Shard> {
    let lexicon = &index.lexicon;
    let mut last = vec![0; lexicon.terms.len()];
    for (at, (form, terms)) in lexicon.forms.iter().enumerate() {
        for term in terms {
            let text = &lexicon.terms[*term as usize].text;
            if form.chars().all(char::is_alphabetic) && text.chars().take(2).eq(form.chars().take(2)) {
                last[*term as usize] = at;
            }
        }
    }
    let mut shards = Vec::new();
    let mut shard = Shard { from: String::new(), forms: 0..0, terms: BTreeSet::new() };
    let (mut size, mut until) = (0, 0);
    for (at, (form, terms)) in lexicon.forms.iter().enumerate() {
        let more: usize =
            terms.iter().filter(|term| !shard.terms.contains(term)).map(|term| term_size(index, *term)).sum();
        let apart = until < at && terms.iter().all(|term| !shard.terms.contains(term));
        if at > shard.forms.start && (size + more > 2 * SHARD || size > SHARD) && (apart || size + more > FILE) {
            let from = apart_from(&lexicon.forms[at - 1].0, form).to_owned();
            shards.push(std::mem::replace(&mut shard, Shard { from, forms: at..at, terms: BTreeSet::new() }));
            size = 0;
        }
        size += form.len()
            + 3
            + terms
                .iter()
                .filter(|term| !shard.terms.contains(term))
                .map(|term| term_size(index, *term))
                .sum::<usize>();
        until = terms.iter().map(|term| last[*term as usize]).fold(until, usize::max);
        shard.forms.end = at + 1;
        shard.terms.extend(terms);
    }
    shards.push(shard);
    shards
}

/// Returns the shortest prefix of a form that differs from the form before it.
fn apart_from<'f>(before: &str, form: &'f str) -> &'f str {
    let mut others = before.chars();
    let end = form.char_indices().find(|(_, c)| others.next() != Some(*c)).map(|(at, c)| at + c.len_utf8());
    &form[..end.unwrap_or(form.len())]
}

fn term_size(index: &Index, term: u32) -> usize {
    8 + 2 * index.lexicon.terms[term as usize].postings.len()
}

/// Returns the files of a shard: the shard, and the positions of its terms.
fn shard_files(index: &Index, shards: &[Shard], at: usize) -> Vec<(String, String)> {
    let shard = &shards[at];
    let lexicon = &index.lexicon;
    let (mut forms, mut before) = (String::new(), "");
    let local: BTreeMap<u32, u32> = shard.terms.iter().copied().zip(0..).collect();
    for (form, terms) in &lexicon.forms[shard.forms.clone()] {
        forms.push_str(&line(before, form, terms.iter().map(|term| local[term])));
        before = form;
    }
    let (mut numbers, mut rarities, mut last) = (Numbers::default(), Numbers::default(), 0);
    let (mut postings, mut places) = (Vec::new(), Numbers::default());
    for number in &shard.terms {
        let term = &lexicon.terms[*number as usize];
        numbers.push(number - last);
        last = *number;
        rarities.push(term.rarity);
        postings.push(postings_of(term, &mut places));
    }
    let pieces: Vec<&str> =
        places.0.as_bytes().chunks(FILE).map(|piece| std::str::from_utf8(piece).unwrap_or_default()).collect();
    let mut files: Vec<_> =
        pieces.iter().enumerate().map(|(piece, text)| file(&format!("p{at}-{piece}"), &quoted(text))).collect();
    let value = json!([forms, numbers.0, rarities.0, postings, completions(index, shards, at), pieces.len()]);
    files.push(file(&format!("s{at}"), &value.to_string()));
    files
}

/// Encodes a form and its numbers: the length of the prefix shared with the form before, the remaining letters, a
/// space, the numbers.
fn line(before: &str, form: &str, numbers: impl Iterator<Item = u32>) -> String {
    let mut line = Numbers::default();
    line.push(shared(before, form));
    line.0.push_str(&form[shared_bytes(before, form)..]);
    line.0.push(' ');
    numbers.for_each(|number| line.push(number));
    line.0.push('\n');
    line.0
}

/// Returns the completions of prefixes whose matching forms continue in the next shard.
fn completions(index: &Index, shards: &[Shard], at: usize) -> BTreeMap<String, Vec<(String, usize)>> {
    let mut found = BTreeMap::new();
    let Some(next) = shards.get(at + 1) else { return found };
    for (end, _) in next.from.char_indices().skip(2) {
        let prefix = &next.from[..end];
        if home(shards, prefix) != at {
            continue;
        }
        let longer = index.lexicon.beginning(prefix);
        let complete = |term: u32| {
            let (form, terms) = longer.iter().find(|(form, terms)| form != prefix && terms.contains(&term))?;
            Some((form.clone(), terms.iter().position(|known| *known == term)?))
        };
        let all = index.lexicon.completions(prefix).into_iter().filter_map(complete).collect();
        found.insert(prefix.to_owned(), all);
    }
    found
}

/// Returns the shard that a form belongs to.
fn home(shards: &[Shard], form: &str) -> usize {
    shards.partition_point(|shard| order(&shard.from, form).is_le()).saturating_sub(1)
}

/// Returns the length of the common prefix of two texts, in UTF-16 units as in JavaScript; at most 74.
fn shared(before: &str, text: &str) -> u32 {
    let units = text[..shared_bytes(before, text)].encode_utf16().count();
    u32::try_from(units).unwrap_or(0)
}

fn shared_bytes(before: &str, text: &str) -> usize {
    let same = text.char_indices().zip(before.chars()).take(37).take_while(|((_, a), b)| a == b);
    same.map(|((at, c), _)| at + c.len_utf8()).last().unwrap_or(0)
}

/// Returns a text as JSON, if nothing in it needs an escape.
fn quoted(text: &str) -> String {
    ["\"", text, "\""].concat()
}

/// Returns all forms that a misspelt word may be corrected to, with their rarity.
fn spellings(index: &Index) -> Vec<String> {
    let mut files = vec![String::new()];
    let mut before = "";
    for (form, rarity) in index.lexicon.spellings() {
        if files.last().is_some_and(|file| file.len() > FILE) {
            files.push(String::new());
            before = "";
        }
        let line = line(before, form, [rarity].into_iter());
        files.last_mut().expect("there is a file from the start").push_str(&line);
        before = form;
    }
    files
}

/// Returns the data that the reader needs before any other file.
fn root(index: &Index, shards: &[Shard], packs: &[Pack]) -> Value {
    let pages = &index.pages;
    let mut sections = Numbers::default();
    for page in pages {
        sections.push(u32::try_from(page.parts.len()).unwrap_or(u32::MAX));
    }
    let status = |page: &'_ Page| {
        let badge = page.status.as_ref().map(|badge| [badge.word.as_str(), badge.sign, badge.tone].map(str::to_owned));
        (badge.unwrap_or_default(), page.standing, page.retired)
    };
    let packs: Vec<usize> = packs.iter().map(|pack| pack.first).collect();
    let firsts: Vec<&str> = shards.iter().map(|shard| shard.from.as_str()).collect();
    json!({
        "sections": sections.0,
        "kind": column(pages, |page| &page.kind, |kind| json!([kind.word, kind.title, kind.group.word(), group(kind.group)])),
        "status": column(pages, status, |([word, sign, tone], standing, retired)| {
            json!([word, sign, tone, standing, u8::from(*retired)])
        }),
        "owner": column(pages, |page| page.owner.as_deref().unwrap_or_default(), |owner| json!(owner)),
        "shards": firsts.join(" "), "packs": gaps(&packs),
        "common": common(index, &firsts).join(" "),
        "stops": index.lexicon.stops.join(" "),
        "synonyms": index.aliases.iter().map(synonym).collect::<Vec<_>>(),
        "compounds": index.compounds, "explaining": index.explaining,
        "ranking": RANKING, "phrase": PHRASE, "own": OWN_ID,
    })
}

/// Encodes a synonym: the terms of each word of a query, and the forms of each word of a text.
fn synonym(alias: &Alias) -> Value {
    json!([alias.found_by, alias.said.iter().map(|forms| forms.join(" ")).collect::<Vec<_>>()])
}

/// Returns the data that is not needed for the first results.
fn facets(pages: &[Page]) -> Value {
    json!({
        "theme": column(pages, |page| &page.themes, |themes| json!(themes)),
        "role": column(pages, |page| &page.roles, |roles| json!(roles)),
    })
}

/// Returns the prefixes that continue in the next shard but are common words: they are not completed, so the next shard
/// need not be loaded.
fn common<'a>(index: &Index, firsts: &[&'a str]) -> Vec<&'a str> {
    let lexicon = &index.lexicon;
    let beginnings = firsts.iter().flat_map(|first| first.char_indices().map(|(end, _)| &first[..end]));
    let is_common = |form: &&str| lexicon.form(form).is_some_and(|terms| lexicon.is_common(terms));
    let found: BTreeSet<&str> = beginnings.filter(is_common).collect();
    found.into_iter().collect()
}

/// Returns a column of the pages: the distinct values, and the index of each page's value.
fn column<'p, V: Eq + Hash + Clone>(
    pages: &'p [Page],
    of: impl Fn(&'p Page) -> V,
    json: impl Fn(&V) -> Value,
) -> Value {
    let mut known: FxHashMap<V, u32> = FxHashMap::default();
    let (mut numbers, mut values) = (Numbers::default(), Vec::new());
    for page in pages {
        let value = of(page);
        let next = u32::try_from(values.len()).unwrap_or(u32::MAX);
        let at = *known.entry(value.clone()).or_insert_with(|| {
            values.push(json(&value));
            next
        });
        numbers.push(at);
    }
    json!([numbers.0, values])
}

/// Encodes an ascending list of numbers by their differences.
fn gaps(numbers: &[usize]) -> String {
    let mut text = Numbers::default();
    let mut last = 0;
    for number in numbers {
        text.push(u32::try_from(number - last).unwrap_or(u32::MAX));
        last = *number;
    }
    text.0
}
