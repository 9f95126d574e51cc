//! The versions of a document.

use std::sync::Arc;

use super::facts::Facts;
use super::{Past, PastText};
use crate::config::Config;
use crate::model::{Document, ResolvedReference};
use crate::parse;

/// A version of a document: a run of texts with the same version and the same approval.
#[derive(Debug, Clone)]
pub struct Version {
    /// Its facts, as its text had them.
    pub facts: Facts,
    /// Its text: that with which it began, or for the newest the one that there is now, and the first byte behind the front matter.
    pub text: (Arc<str>, usize),
    /// The commits that changed it, the newest first; none if it was never committed.
    pub commits: Vec<usize>,
    /// Whether its last text is not committed.
    pub uncommitted: bool,
}

impl Version {
    /// Returns the text behind the front matter.
    pub fn body(&self) -> &str {
        &self.text.0[self.text.1..]
    }
}

/// The facts with which a version begins.
const OF_A_VERSION: [&str; 3] = ["version", "approver", "approved"];

/// Returns the versions of a document, the newest first: that of the text that it has now, then those of the history.
pub fn versions_of(past: &Past, config: &Config, document: &Document<ResolvedReference>) -> Vec<Version> {
    let texts = past.texts(&config.in_book(&document.path));
    let newest = Version {
        facts: facts_of(past, config, document),
        text: (document.prose.source().clone(), document.prose.start()),
        commits: Vec::new(),
        uncommitted: !is_committed(texts, document),
    };
    let mut versions = vec![newest];
    for text in texts {
        let is_same =
            |version: &&mut Version| OF_A_VERSION.iter().all(|key| version.facts.get(key) == text.facts.get(key));
        let newest = versions.len() == 1;
        match versions.last_mut().filter(is_same) {
            Some(version) => {
                version.commits.push(text.commit);
                if !newest {
                    // Later changes under the same version were made for the next one.
                    (version.facts, version.text) = (text.facts.clone(), (text.text.clone(), text.body));
                }
            }
            None => versions.push(Version {
                facts: text.facts.clone(),
                text: (text.text.clone(), text.body),
                commits: vec![text.commit],
                uncommitted: false,
            }),
        }
    }
    versions
}

/// Returns the facts of a document as it is now. They are those of its newest text in the history if that is the same text.
pub fn facts_of(past: &Past, config: &Config, document: &Document<ResolvedReference>) -> Facts {
    let texts = past.texts(&config.in_book(&document.path));
    if is_committed(texts, document) {
        return texts[0].facts.clone();
    }
    Facts::of(&parse::past(&document.path, document.prose.source(), config))
}

/// Returns whether the text of a document is its newest one in the history. Line ends may differ: git may change them on the way.
fn is_committed(texts: &[PastText], document: &Document<ResolvedReference>) -> bool {
    let now = document.prose.source();
    texts.first().is_some_and(|text| *text.text == **now || text.text.lines().eq(now.lines()))
}
