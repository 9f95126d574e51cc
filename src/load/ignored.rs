//! The `.gitignore` files of a repository, as git applies them: those of deeper folders first, the last line that matches wins.

use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::bounds::{Bounds, Place};
use super::{Failure, failed};

/// The name of such a file.
const NAME: &str = ".gitignore";

/// The rules that hold in a folder.
pub(super) struct Ignored<'a> {
    bounds: &'a Bounds,
    /// Each with the folder that it is in, the top of the repository first.
    rules: Vec<(PathBuf, Gitignore)>,
    /// A folder that git ignores, and that the walk is in all the same.
    within: Option<PathBuf>,
    /// Whether any file with rules was read.
    any: bool,
}

impl<'a> Ignored<'a> {
    /// Reads the rules of a folder, whose path has no links, and of those above it inside the bounds.
    ///
    /// # Errors
    /// If a file cannot be looked for.
    pub(super) fn of(folder: &Path, bounds: &'a Bounds) -> Result<Self, Failure> {
        let mut ignored = Self { bounds, rules: Vec::new(), within: None, any: false };
        let mut above: Vec<&Path> =
            folder.ancestors().skip(1).take_while(|above| above.starts_with(bounds.root())).collect();
        above.reverse();
        above.into_iter().try_for_each(|above| ignored.read(above))?;
        Ok(ignored)
    }

    /// Enters a folder, in the order of a walk: leaves those that it is not in.
    ///
    /// # Errors
    /// If a file cannot be looked for.
    pub(super) fn enter(&mut self, folder: &Path) -> Result<(), Failure> {
        if self.has(folder, true) {
            self.within.get_or_insert_with(|| folder.to_owned());
        }
        self.read(folder)
    }

    /// Returns whether git ignores a file or folder, whose folder has been entered.
    pub(super) fn has(&mut self, path: &Path, is_folder: bool) -> bool {
        self.leave(path);
        if self.within.is_some() {
            return true;
        }
        let decided = self.rules.iter().rev().map(|(_, rules)| rules.matched(path, is_folder));
        decided
            .into_iter()
            .find(|decision| !decision.is_none())
            .is_some_and(|decision| matches!(decision, Match::Ignore(_)))
    }

    /// Returns whether there is any rule.
    pub(super) fn has_rules(&self) -> bool {
        self.any
    }

    fn leave(&mut self, path: &Path) {
        self.within.take_if(|folder| !path.starts_with(folder));
        self.rules.truncate(self.rules.iter().take_while(|(folder, _)| path.starts_with(folder)).count());
    }

    fn read(&mut self, folder: &Path) -> Result<(), Failure> {
        let file = folder.join(NAME);
        if let Place::Inside(real) = self.bounds.find(&file)?
            && real.is_file()
        {
            // What git cannot read in it, git skips as well.
            let mut builder = GitignoreBuilder::new(folder);
            let _ = builder.add(&real);
            // Without its rules, what they keep out would be published.
            let rules = builder.build().map_err(|error| failed("apply", &file, error))?;
            self.any = true;
            self.rules.push((folder.to_owned(), rules));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn rules_nest_and_are_taken_back() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap();
        fs::create_dir_all(root.join("repo/docs/a")).unwrap();
        fs::write(root.join(".gitignore"), "*.md\n").unwrap();
        fs::write(root.join("repo/.gitignore"), "*.log\nbuild/\n/docs/only.txt\n").unwrap();
        fs::write(root.join("repo/docs/a/.gitignore"), "!keep.log\n").unwrap();
        let bounds = Bounds::of(&root.join("repo"), Some(&root.join("repo"))).unwrap();
        let docs = root.join("repo/docs");
        let mut ignored = Ignored::of(&docs, &bounds).unwrap();
        ignored.enter(&docs).unwrap();
        assert!(ignored.has(&docs.join("x.log"), false) && ignored.has(&docs.join("build"), true));
        assert!(ignored.has(&docs.join("only.txt"), false));
        assert!(!ignored.has(&docs.join("build"), false), "the rule is about folders");
        assert!(!ignored.has(&docs.join("x.md"), false), "what is above the bounds does not count");
        ignored.enter(&docs.join("a")).unwrap();
        assert!(!ignored.has(&docs.join("a/keep.log"), false) && ignored.has(&docs.join("a/x.log"), false));
        assert!(ignored.has(&docs.join("keep.log"), false), "the rules of a folder end with it");
        ignored.enter(&docs.join("build")).unwrap();
        assert!(ignored.has(&docs.join("build/a.csv"), false) && !ignored.has(&docs.join("c.csv"), false));
    }
}
