//! The documents of a book in its history: their texts and versions, which text was approved, and how entries changed.

mod entries;
mod facts;
mod versions;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::approval::text_digest;
use crate::config::Config;
use crate::history::History;
use crate::load::role;
use crate::parse;
use crate::source::Role;

use entries::{EntryChanges, entry_changes};

pub use entries::EntryChange;
pub use facts::{FactChange, Facts, changed_facts};
pub use versions::{Version, facts_of, versions_of};

/// The texts that documents had, as the history holds them.
#[derive(Debug)]
pub struct Past {
    /// The history.
    pub history: Arc<History>,
    /// The settings by which it was read.
    pub config: Arc<Config>,
    /// By the paths of the files in the book; the newest text comes first.
    texts: BTreeMap<String, Vec<PastText>>,
    /// Changes of the entries of registers, computed when a page first asks for them.
    entries: OnceLock<EntryChanges>,
}

/// A text that a document had.
#[derive(Debug)]
pub struct PastText {
    /// Index of the commit that brought it.
    pub commit: usize,
    /// The file.
    pub text: Arc<str>,
    /// The first byte behind the front matter.
    pub body: usize,
    /// Its facts, by its front matter and the rules of book.toml.
    pub facts: Facts,
    digest: OnceLock<String>,
}

impl Past {
    /// Reads the facts of all texts that the history holds of documents.
    pub fn new(history: &Arc<History>, config: &Arc<Config>) -> Self {
        let is_document = |path: &str| role(config, path) == Some(Role::Document);
        let texts = history.files.par_iter().filter(|(path, _)| is_document(path)).filter_map(|(path, revisions)| {
            let texts = revisions.iter().filter_map(|revision| {
                let text = revision.text.clone()?;
                let document = parse::past(config.inside_content(path), &text, config);
                let body = document.prose.start();
                Some(PastText {
                    commit: revision.commit,
                    text,
                    body,
                    facts: Facts::of(&document),
                    digest: OnceLock::new(),
                })
            });
            let texts: Vec<_> = texts.collect();
            (!texts.is_empty()).then(|| (path.clone(), texts))
        });
        let texts = texts.collect();
        Self { history: history.clone(), config: config.clone(), texts, entries: OnceLock::new() }
    }

    /// Returns the texts that a document had, the newest first.
    pub fn texts(&self, path: &str) -> &[PastText] {
        self.texts.get(path).map_or(&[], |texts| texts)
    }

    /// Returns the changes of an entry of a register, the newest first.
    pub fn entry_changes(&self, register: &str, id: &str) -> &[EntryChange] {
        let changes = self.entries.get_or_init(|| self.all_entry_changes());
        changes.get(&(register.to_owned(), id.to_owned())).map_or(&[], |changes| changes)
    }

    fn all_entry_changes(&self) -> EntryChanges {
        // In one thread: one that waited for others here could be given a page that asks for the same changes.
        let files = self.history.files.iter().filter(|(path, _)| role(&self.config, path) == Some(Role::Register));
        files.flat_map(|(path, revisions)| entry_changes(path, revisions, &self.config)).collect()
    }

    /// Returns the text of a document with a digest, the newest one.
    pub fn with_digest(&self, path: &str, digest: &str) -> Option<&PastText> {
        self.texts(path).iter().find(|text| self.digest(path, text) == digest)
    }

    /// Returns the digest of a text that a document had.
    pub fn digest<'a>(&self, path: &str, text: &'a PastText) -> &'a str {
        let path = self.config.inside_content(path);
        text.digest.get_or_init(|| text_digest(&parse::past(path, &text.text, &self.config)))
    }
}

impl PastText {
    /// Returns the text behind the front matter.
    pub fn body(&self) -> &str {
        &self.text[self.body..]
    }
}
