//! An entry lacks something that the rules of its register require, such as a field or a link.
//!
//! Why: people rely on registers. A relevant issue that is addressed nowhere, or a review without a day, is an open
//! end.
//!
//! Example: a management review with neither `planned` nor `held-on`.
//!
//! Fix it: add the field that the message names. The rules are the `[[rule]]` tables of the register's schema;
//! book.toml can add more with `[[register.rule]]`.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "incomplete-entry",
    level: Level::Warn,
    source: include_str!("incomplete_entry.rs"),
    run: Run::Schemas,
};

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn what_the_state_of_an_entry_asks_for_is_there() {
        let review = "//- content/registers/management-reviews.toml\n[[review]]\nid = \"MR-1\"\ntitle = \"R\"\nplanned = 2026-12-11\n";
        let at = "warning content/registers/management-reviews.toml:2:6";
        check("incomplete-entry", review, &[]);
        let neither = review.replace("planned = 2026-12-11\n", "");
        check("incomplete-entry", &neither, &[&format!("{at} MR-1 has neither a planned nor an actual date")]);
    }

    #[test]
    fn a_book_adds_rules_of_its_own() {
        let book = |rule: &str| {
            format!(
                "//- book.toml\n[[register]]\nname = \"glossary\"\n[[register.rule]]\n{rule}\n\
                 //- content/registers/glossary.toml\n[[term]]\nid = \"asset\"\ntitle = \"Asset\"\ndefinition = \"D\"\n"
            )
        };
        let expected = ["warning content/registers/glossary.toml:2:6 asset has no `abbreviation`"];
        check("incomplete-entry", &book("needs = [\"abbreviation\"]"), &expected);
        check("incomplete-entry", &book("needs = [\"abbreviation\"]\nwhen = { see = true }"), &[]);
        let expected = ["warning content/registers/glossary.toml:2:6 asset is not named in: risks"];
        check("incomplete-entry", &book("cited-by = [\"risks\"]"), &expected);
    }
}
