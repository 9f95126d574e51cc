//! Builds a tantivy index of one segment from terms, and reads the lexicon back from tantivy's dictionary, postings and
//! lengths.

use tantivy::directory::RamDirectory;
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use tantivy::{DocSet, Index, SegmentReader, TERMINATED, TantivyDocument};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::analyse::{Analysed, PLACES, Terms};
use super::weights::{FIELDS, MOST, OWN_ID, body, rarity};

/// Initial memory budget of tantivy; it takes more if needed.
const MEMORY: usize = 15_000_000;
/// First position in a title or heading, so that a phrase never runs from it into the text.
const HEADING_PLACE: u32 = 30_000;
/// Last position in a section at which phrases are found: the reader stores positions in sixteen bits.
const LAST_PLACE: u32 = 25_000;

/// A term and its postings.
#[derive(Debug, Default)]
pub(super) struct Term {
    pub text: String,
    /// The rarity; see [`rarity`].
    pub rarity: u32,
    /// The postings, by section.
    pub postings: Vec<Posting>,
    /// The positions of all postings, one after the other.
    pub places: Vec<u32>,
}

/// The posting of a term in one section.
#[derive(Debug, Clone, Copy)]
pub(super) struct Posting {
    pub section: u32,
    /// The weight that the term adds to the section's score.
    pub weight: u8,
    /// The number of the term's positions in this section.
    pub places: u32,
}

/// The lexicon that queries are looked up in.
#[derive(Debug)]
pub(super) struct Lexicon {
    /// Word forms in order, with the indexes of their terms.
    pub forms: Vec<(String, Vec<u32>)>,
    pub terms: Vec<Term>,
    /// Stop words, in order.
    pub stops: Vec<String>,
}

/// Builds the index of all sections and reads it back.
pub(super) fn lexicon(analysed: Analysed) -> tantivy::Result<Lexicon> {
    let count = u32::try_from(analysed.sections.len()).unwrap_or(u32::MAX);
    let reader = segment(analysed.sections)?;
    let mut terms = Vec::new();
    if let Some(reader) = reader {
        terms = read_back(&reader)?;
    }
    terms.par_iter_mut().for_each(|term| {
        term.rarity = rarity(count, u32::try_from(term.postings.len()).unwrap_or(u32::MAX));
    });
    let by_text: FxHashMap<&str, u32> = terms.iter().map(|term| term.text.as_str()).zip(0..).collect();
    let mut pairs: Vec<(String, u32)> =
        analysed.forms.into_iter().filter_map(|(form, term)| Some((form, *by_text.get(term.as_str())?))).collect();
    pairs.par_sort_unstable_by(|a, b| order(&a.0, &b.0).then(a.1.cmp(&b.1)));
    let mut forms: Vec<(String, Vec<u32>)> = Vec::with_capacity(pairs.len());
    for (form, term) in pairs {
        match forms.last_mut() {
            Some((last, terms)) if *last == form => terms.push(term),
            _ => forms.push((form, vec![term])),
        }
    }
    let mut stops: Vec<String> = analysed.stops.into_iter().collect();
    stops.sort_unstable();
    Ok(Lexicon { forms, terms, stops })
}

/// Compares texts in the order of JavaScript.
pub(super) fn order(a: &str, b: &str) -> std::cmp::Ordering {
    if a.is_ascii() && b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}

/// Returns the schema: each field has its text split at spaces, as in [`Terms`].
fn schema() -> (Schema, Vec<Field>) {
    let mut schema = Schema::builder();
    let text = |option| {
        let indexing = TextFieldIndexing::default().set_tokenizer("terms").set_index_option(option);
        TextOptions::default().set_indexing_options(indexing)
    };
    let names = FIELDS.iter().map(|field| field.name).chain(["body"]);
    let fields = names.map(|name| schema.add_text_field(name, text(IndexRecordOption::WithFreqsAndPositions)));
    let mut fields: Vec<Field> = fields.collect();
    fields.push(schema.add_text_field("id", text(IndexRecordOption::Basic)));
    (schema.build(), fields)
}

/// Builds one segment in memory; `None` if there is nothing to index.
fn segment(sections: Vec<Terms>) -> tantivy::Result<Option<SegmentReader>> {
    let (schema, fields) = schema();
    let builder = Index::builder().schema(schema);
    let tokenizers = tantivy::tokenizer::TokenizerManager::default();
    tokenizers.register("terms", TermTokenizer::default());
    let mut writer = builder.tokenizers(tokenizers).single_segment_index_writer(RamDirectory::create(), MEMORY)?;
    for section in sections {
        let mut document = TantivyDocument::default();
        let texts = section.fields.into_iter().chain([section.ids.join(" ")]);
        for (field, text) in fields.iter().zip(texts).filter(|(_, text)| !text.is_empty()) {
            document.add_text(*field, text);
        }
        writer.add_document(document)?;
    }
    let searcher = writer.finalize()?.reader()?.searcher();
    Ok(searcher.segment_readers().first().cloned())
}

/// Returns all terms in the order of their texts, with their weight in each section.
fn read_back(reader: &SegmentReader) -> tantivy::Result<Vec<Term>> {
    let (_, fields) = schema();
    let mut terms: Vec<Term> = Vec::new();
    // The body has most of the terms, so the other fields are merged into it.
    let body_at = FIELDS.len();
    for at in std::iter::once(body_at).chain(0..body_at).chain([body_at + 1]) {
        let found = read_field(reader, fields[at], at)?;
        terms = merge(terms, found);
    }
    Ok(terms)
}

/// Returns the terms of one field.
fn read_field(reader: &SegmentReader, field: Field, at: usize) -> tantivy::Result<Vec<Term>> {
    let index = reader.inverted_index(field)?;
    let norms = reader.get_fieldnorms_reader(field)?;
    let average = u32::try_from(index.total_num_tokens() / u64::from(reader.max_doc().max(1))).unwrap_or(u32::MAX);
    let mut entries = Vec::new();
    let mut stream = index.terms().stream()?;
    while stream.advance() {
        entries.push((String::from_utf8_lossy(stream.key()).into_owned(), stream.value().clone()));
    }
    let read = |(text, info): (String, tantivy::postings::TermInfo)| {
        let mut postings = index.read_postings_from_terminfo(&info, IndexRecordOption::WithFreqsAndPositions)?;
        let room = info.doc_freq as usize;
        let mut term =
            Term { text, rarity: 0, postings: Vec::with_capacity(room), places: Vec::with_capacity(2 * room) };
        let base = if at == FIELDS.len() { 0 } else { HEADING_PLACE };
        while postings.doc() != TERMINATED {
            let section = postings.doc();
            let before = term.places.len();
            // Phrases are only searched in headings, titles and texts.
            if at <= 1 || at == FIELDS.len() {
                postings.append_positions_with_offset(base, &mut term.places);
                let near = term.places[before..].partition_point(|place| *place < base + LAST_PLACE);
                term.places.truncate(before + near);
            }
            let weight = weight(at, postings.term_freq(), norms.fieldnorm(section), average);
            let places = u32::try_from(term.places.len() - before).unwrap_or(u32::MAX);
            term.postings.push(Posting { section, weight, places });
            postings.advance();
        }
        Ok(term)
    };
    entries.into_par_iter().map(read).collect()
}

/// Returns the weight that a term in one field adds to a section.
fn weight(at: usize, count: u32, length: u32, average: u32) -> u8 {
    let weight = match FIELDS.get(at) {
        Some(field) => {
            field.weights[match length {
                0..=2 => 0,
                3..=5 => 1,
                _ => 2,
            }]
        }
        None if at == FIELDS.len() => body(count, length, average),
        None => OWN_ID,
    };
    u8::try_from(weight).unwrap_or(u8::MAX)
}

/// Merges two ordered lists of terms.
fn merge(left: Vec<Term>, right: Vec<Term>) -> Vec<Term> {
    if left.is_empty() {
        return right;
    }
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let mut left = left.into_iter().peekable();
    for term in right {
        while let Some(before) = left.next_if(|before| before.text < term.text) {
            merged.push(before);
        }
        match left.next_if(|same| same.text == term.text) {
            Some(same) => merged.push(both(same, term)),
            None => merged.push(term),
        }
    }
    merged.extend(left);
    merged
}

/// Merges the postings of one term in two fields.
fn both(a: Term, b: Term) -> Term {
    let mut term = Term {
        text: a.text,
        rarity: 0,
        postings: Vec::with_capacity(a.postings.len() + b.postings.len()),
        places: Vec::with_capacity(a.places.len() + b.places.len()),
    };
    let (mut a_places, mut b_places) = (a.places.into_iter(), b.places.into_iter());
    let mut left = a.postings.into_iter().peekable();
    let mut right = b.postings.into_iter().peekable();
    loop {
        let next = left.peek().map(|posting| posting.section).into_iter().chain(right.peek().map(|p| p.section)).min();
        let Some(section) = next else { return term };
        let mut posting = Posting { section, weight: 0, places: 0 };
        let before = term.places.len();
        for (side, places) in [(&mut right, &mut b_places), (&mut left, &mut a_places)] {
            if let Some(found) = side.next_if(|posting| posting.section == section) {
                term.places.extend(places.take(found.places as usize));
                posting.places += found.places;
                let own = u32::from(posting.weight.max(found.weight)) == OWN_ID;
                let sum = u32::from(posting.weight) + u32::from(found.weight);
                posting.weight = u8::try_from(if own { OWN_ID } else { sum.min(MOST) }).unwrap_or(u8::MAX);
            }
        }
        term.places[before..].sort_unstable();
        term.postings.push(posting);
    }
}

/// Tokenizer for terms and positions as [`Terms`] writes them.
#[derive(Clone, Default)]
struct TermTokenizer {
    token: Token,
}

struct TermStream<'a> {
    rest: &'a str,
    token: &'a mut Token,
    next: usize,
}

impl Tokenizer for TermTokenizer {
    type TokenStream<'a> = TermStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> TermStream<'a> {
        self.token.reset();
        TermStream { rest: text, token: &mut self.token, next: 0 }
    }
}

impl TokenStream for TermStream<'_> {
    fn advance(&mut self) -> bool {
        let term = self.rest.trim_start_matches(PLACES);
        if term.is_empty() {
            return false;
        }
        let marks = &self.rest[..self.rest.len() - term.len()];
        for mark in marks.chars() {
            self.next = if mark == PLACES[0] { self.next.saturating_sub(1) } else { self.next + 1 };
        }
        // Terms are short, so a plain loop is faster than a search made for long texts.
        let end = term.bytes().position(|byte| byte == b' ').unwrap_or(term.len());
        let (term, rest) = (&term[..end], term.get(end + 1..).unwrap_or(""));
        self.token.text.clear();
        self.token.text.push_str(term);
        self.token.position = self.next;
        self.next += 1;
        self.rest = rest;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
