//! The versions of a document.

use std::sync::Arc;

use super::Past;
use super::facts::Facts;

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

/// Returns the versions of the document at a path, the newest first: that of the text that it has now, then those of the history.
pub fn versions(past: &Past, path: &str, now: (&Arc<str>, usize), facts: Facts) -> Vec<Version> {
    let texts = past.texts(path);
    let is_committed = texts.first().is_some_and(|text| same_text(&text.text, now.0));
    let newest = Version { facts, text: (now.0.clone(), now.1), commits: Vec::new(), uncommitted: !is_committed };
    let mut versions = vec![newest];
    for text in texts {
        let is_same =
            |version: &&mut Version| OF_A_VERSION.iter().all(|key| version.facts.get(key) == text.facts.get(key));
        let newest = versions.len() == 1;
        match versions.last_mut().filter(is_same) {
            Some(version) => {
                version.commits.push(text.commit);
                if !newest {
                    // What was changed later under the same version was on its way to the next one.
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

/// Returns whether two texts differ at most in their line ends, which git may change on the way.
fn same_text(a: &str, b: &str) -> bool {
    a == b || a.lines().eq(b.lines())
}
