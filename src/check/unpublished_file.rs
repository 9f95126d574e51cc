//! A link leads to a file that is there, but that the site does not have.
//!
//! Why: the site has the documents and the files beside them that run nothing in a browser. On it, a link to anything else of
//! the repository is shown as its words, and readers cannot follow it.
//!
//! Example: `[license](../LICENSE)`, `[owners](.github/CODEOWNERS)`, `[script](collect.py)`; a file that `attachments` in
//! book.toml does not name.
//!
//! Fix it: set `repository = "https://git.example.com/team/handbook/blob/main/{path}"` in `[book]`, and such links lead there.
//! There is one finding for all of them.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "unpublished-file",
    level: Level::Warn,
    source: include_str!("unpublished_file.rs"),
    run: Run::Elsewhere,
};

#[cfg(test)]
mod tests {
    use crate::fixture::{check, findings, handbook};

    /// A book with links to files that the site does not have.
    const BOOK: &str = "//- content/README.md\n# Start\n[a](../LICENSE) [b](.github/CODEOWNERS) [c](../src/x.py#L3) [d](run.py) [e](../src)\n\
         //- LICENSE\nx\n//- content/.github/CODEOWNERS\nx\n//- src/x.py\nx\n//- content/run.py\nx\n";

    #[test]
    fn one_note_names_what_is_there_and_not_on_the_site() {
        for code in ["broken-link", "active-attachment", "unread-file"] {
            check(code, BOOK, &[]);
        }
        let found = findings("unpublished-file", BOOK);
        assert_eq!(
            found,
            [
                "warning content/README.md:2:5 the site does not have 5 files or folders that links lead to, which are shown as \
                 their words: `isms/LICENSE`, `isms/content/.github/CODEOWNERS`, `isms/src/x.py`, `isms/content/run.py`, \
                 `isms/src`"
            ]
        );
        check(
            "unpublished-file",
            "//- content/a.md\n# A\n[x](../../x.md) [x](/x.md)\n//- ../x.md\nx\n",
            &["warning content/a.md:2:5 the site does not have `x.md`, so that the link to it is shown as its words"],
        );
    }

    #[test]
    fn with_the_address_of_the_repository_there_is_nothing_to_note() {
        let book = format!("//- book.toml\nrepository = \"https://e.org/{{path}}\"\n{BOOK}");
        check("unpublished-file", &book, &[]);
        check("active-attachment", &book, &[]);
        assert!(handbook(&book).attachments.is_empty());
    }

    #[test]
    fn what_is_not_there_is_an_error_beside_it() {
        let broken = "//- content/a.md\n# A\n[x](../LICENCE) [y](../../../z.md) [z](../sorce/) [w](.github/OWNERS)\n\
            //- LICENSE\nx\n//- source/a.c\nx\n//- content/.github/CODEOWNERS\nx\n";
        check("unpublished-file", broken, &[]);
        check(
            "broken-link",
            broken,
            &[
                "error content/a.md:2:5 `isms/LICENCE` is neither in the content folder nor beside it",
                "error content/a.md:2:21 `../../../z.md` leads out of the folder that the book may read",
                "error content/a.md:2:40 `isms/sorce` is neither in the content folder nor beside it",
                "error content/a.md:2:55 there is no file or folder `.github/OWNERS` in the content folder",
            ],
        );
    }

    #[test]
    fn patterns_say_which_files_are_copied() {
        let book = |patterns: &str| {
            format!(
                "//- book.toml\nattachments = {patterns}\n//- content/a.md\n# A\n[x](forms/f.docx) [y](t.csv) [z](run.py)\n\
                 //- content/forms/f.docx\nx\n//- content/t.csv\nx\n//- content/run.py\nx\n"
            )
        };
        let copied = |book: &str| handbook(book).attachments.iter().map(|file| file.path.clone()).collect::<Vec<_>>();
        assert_eq!(copied(&book("[\"forms\"]")), ["forms/f.docx"]);
        assert_eq!(copied(&book("[]")), [""; 0]);
        let found = findings("unpublished-file", &book("[\"forms\"]"));
        assert!(found[0].ends_with("`isms/content/t.csv`, `isms/content/run.py`"), "{found:?}");
        check("active-attachment", &book("[\"forms\"]"), &[]);
        // What they name and what cannot be copied is an error.
        let named = "error content/a.md:3:34 `run.py` could run code in the browser of a reader";
        check("active-attachment", &book("[\"**\"]"), &[&named.replace("3:34", "2:34")]);
        check("unpublished-file", &book("[\"**\"]"), &[]);
    }
}
