//! An entry lacks something that its register requires, such as a field or a link.
//!
//! Why: people rely on registers. An asset without an owner, a relevant issue that is addressed nowhere, or a review without
//! a day, is an open end. The rest of the entry counts nevertheless.
//!
//! Example: a management review with neither `planned` nor `held-on`; a list of assets that was kept without owners. If no
//! entry of a register has a field, that is one finding.
//!
//! Fix it: add the field that the message names. `clausebook explain` with the name of the register lists the required fields;
//! further rules are the `[[rule]]` tables of its schema, and book.toml can add more with `[[register.rule]]`.

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
    fn a_field_that_an_adopted_register_never_had_is_an_open_fact() {
        let asset = |id: &str, more: &str| format!("[[asset]]\nid = \"{id}\"\ntitle = \"Mail {id}\"\n{more}");
        let file = |entries: &[String]| format!("//- content/registers/assets.toml\n{}", entries.concat());
        let at = "warning content/registers/assets.toml";
        let five = "`kind`, `owner`, `confidentiality`, `integrity`, `availability`";
        check("incomplete-entry", &file(&[asset("A-1", "")]), &[&format!("{at}:2:6 A-1 does not say {five}")]);
        let need = "kind = \"data\"\nconfidentiality = 1\nintegrity = 1\navailability = 1\n";
        let owned = |id: &str| asset(id, &format!("{need}owner = \"it\"\n"));
        check(
            "incomplete-entry",
            &file(&[owned("A-1"), asset("A-2", need)]),
            &[&format!("{at}:10:6 A-2 does not say `owner`")],
        );
        check(
            "incomplete-entry",
            &file(&[asset("A-1", need), asset("A-2", need), asset("A-3", need)]),
            &[&format!("{at}:2:6 no entry of `assets` says `owner`")],
        );
        let empty = asset("A-1", &format!("{need}owner = \"\"\n"));
        check("incomplete-entry", &file(&[empty, owned("A-2")]), &[&format!("{at}:2:6 A-1 does not say `owner`")]);
        let opportunity = "//- content/registers/risks.toml\n[[risk]]\nid = \"R-1\"\ntitle = \"O\"\nkind = \"opportunity\"\nowner = \"it\"\n";
        check("incomplete-entry", opportunity, &[]);
        let risk = opportunity.replace("\"opportunity\"", "\"risk\"");
        let at = "warning content/registers/risks.toml:2:6";
        let four = "`category`, `likelihood`, `impact`, `treatment`";
        check("incomplete-entry", &risk, &[&format!("{at} R-1 does not say {four}")]);
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
