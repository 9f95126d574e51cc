//! A file in the content folder holds data, but no register reads it and nothing refers to it.
//!
//! Why: registers are the files in `registers/` that are named like one, and those that book.toml names. Other rows are in
//! no table, no count and no check, and nobody sees that they are missing.
//!
//! Example: `Risk register.csv`, or `register/risks.toml` instead of `registers/risks.toml`.
//!
//! Fix it: name the file below `[[register]]` in book.toml (`name = "risks"`, `file = "Risk register.csv"`), move it to
//! `registers/`, or link to it from a document or an entry, so that it is copied into the site.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check =
    Check { code: "unread-file", level: Level::Warn, source: include_str!("unread_file.rs"), run: Run::Elsewhere };

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn data_that_no_register_reads_is_reported_wherever_it_is() {
        let (toml, rows) = ("[[risk]]\nid = \"R-1\"\ntitle = \"Fire\"\n", "id,title\nR-1,Fire\n");
        for (path, text) in [
            ("risks.toml", toml),
            ("register/risks.toml", toml),
            ("policies/registers/risks.toml", toml),
            ("Risk register.csv", rows),
            ("suppliers-2026.CSV", rows),
            ("notes/anything.csv", rows),
            ("registers/rows.yaml", "risks: []\n"),
            ("policies/Assets.xlsx", "PK"),
            ("SoA.xlsx", "PK"),
            ("interested_parties.yml", "[]\n"),
        ] {
            check(
                "unread-file",
                &format!("//- content/a.md\n# A\n//- content/{path}\n{text}"),
                &[&format!("warning content/{path}:1:1 no register reads `{path}`, and nothing refers to it")],
            );
        }
    }

    #[test]
    fn settings_of_programs_beside_the_documents_are_not_data_of_the_handbook() {
        let book = "//- book.toml\ncontent = \".\"\n[[standard]]\nfile = \"own/catalogue.toml\"\n//- a.md\n# A\n";
        let catalogue = "//- own/catalogue.toml\nid = \"own\"\ntitle = \"Own\"\nname = \"Own\"\n";
        let settings = "//- netlify.toml\nx = 1\n//- words.csv\nx\n//- theme/texts/en.toml\n";
        check("unread-file", &format!("{book}{catalogue}{settings}"), &[]);
        check(
            "unread-file",
            &format!("{book}{catalogue}//- risks.csv\nid\n//- data/words.csv\nx\n"),
            &[
                "warning data/words.csv:1:1 no register reads `data/words.csv`, and nothing refers to it",
                "warning risks.csv:1:1 no register reads `risks.csv`, and nothing refers to it",
            ],
        );
    }

    #[test]
    fn a_file_that_something_refers_to_or_that_is_not_a_register_is_fine() {
        let evidence =
            "[[evidence]]\nid = \"EV-1\"\ntitle = \"Test\"\ncollected = 2026-09-01\nlocation = \"test.csv\"\n";
        for book in [
            "//- content/a.md\n[the rows](data/risks.csv)\n//- content/data/risks.csv\nid\n",
            "//- content/a.md\n<a href=\"risks.toml\">rows</a>\n//- content/risks.toml\nx = 1\n",
            &format!("//- content/registers/evidence.toml\n{evidence}//- content/registers/test.csv\nid\n"),
            // The document that links to it is not part of this site.
            "//- content/a.md\n+++\nstatus = \"draft\"\n+++\n[x](risks.csv)\n//- content/risks.csv\nid\n",
            "//- content/a.md\n# A\n//- content/package.json\n{}\n//- content/mkdocs.yml\nx\n//- content/plan.png\nx\n",
            "//- content/a.md\n# A\n//- content/registers/logo.svg\nx\n//- content/minutes.xlsx\nPK\n",
            "//- content/registers/roles.toml\n[[role]]\nid = \"ceo\"\ntitle = \"CEO\"\n",
        ] {
            check("unread-file", book, &[]);
        }
    }
}
