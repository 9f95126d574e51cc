//! The address of a page or a copied file is one that some disk cannot hold.
//!
//! Why: a handbook is built on one system, and then put on a file share or unpacked from an archive on another. Windows
//! keeps some names for devices and some characters for itself, and no disk holds a name of more than 255 bytes.
//!
//! Example: `aux.md`, a picture `plan: draft.png`, an id of 300 letters, an alias `old/con.html`.
//!
//! Fix it: rename the file, or change the id or the alias.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "unportable-address",
    level: Level::Deny,
    source: include_str!("unportable_address.rs"),
    run: Run::Elsewhere,
};

#[cfg(test)]
mod tests {
    use crate::fixture::{check, findings};

    #[test]
    fn a_name_that_no_disk_can_hold_is_reported_at_its_place() {
        let long = "x".repeat(300);
        let at = |fixture: &str| {
            let found = findings("unportable-address", fixture);
            let first = found.first().unwrap_or_else(|| panic!("{fixture}"));
            first.split(" the address").next().unwrap().to_owned()
        };
        assert_eq!(at(&format!("//- content/{long}.md\nx\n")), format!("error content/{long}.md:1:1"));
        let entry = format!("//- content/registers/roles.toml\n[[role]]\nid = \"{long}\"\ntitle = \"R\"\n");
        assert_eq!(at(&entry), "error content/registers/roles.toml:2:6");
        let alias = format!("//- content/a.md\n+++\naliases = [\"{long}.html\"]\n+++\n");
        assert_eq!(at(&alias), "error content/a.md:2:12");
        let file = format!("//- content/a.md\n![x]({long}.png)\n//- content/{long}.png\nx\n");
        assert_eq!(at(&file), format!("error content/{long}.png:1:1"));
        let register =
            format!("//- book.toml\n[[register]]\nname = \"{long}\"\nsingular = \"x\"\n//- content/a.md\nx\n");
        assert_eq!(at(&register), "error book.toml:5:9");
        let download = format!(
            "//- book.toml\n[[register]]\nname = \"{}\"\nsingular = \"x\"\n//- content/a.md\nx\n",
            "x".repeat(252)
        );
        assert_eq!(at(&download), "error book.toml:5:9");
    }

    #[test]
    fn a_name_that_windows_cannot_hold_is_reported() {
        check(
            "unportable-address",
            "//- content/con.md\nx\n//- content/Aux/a.md\nx\n",
            &[
                "error content/Aux/a.md:1:1 the address `documents/aux/a.html` cannot be used: Windows keeps the name `aux` for a device",
                "error content/con.md:1:1 the address `documents/con.html` cannot be used: Windows keeps the name `con` for a device",
            ],
        );
        check(
            "unportable-address",
            "//- content/a.md\n[x](<./a: b.png>) [y](why%3F.pdf)\n//- content/a: b.png\nx\n//- content/why?.pdf\nx\n//- content/un<used>.pdf\nx\n",
            &[
                "error content/a: b.png:1:1 the address `files/a: b.png` cannot be used: Windows does not allow `:` in a name",
                "error content/why?.pdf:1:1 the address `files/why?.pdf` cannot be used: Windows does not allow `?` in a name",
            ],
        );
        let entry = "//- content/registers/roles.toml\n[[role]]\nid = \"com1\"\ntitle = \"R\"\n";
        assert_eq!(findings("unportable-address", entry).len(), 1);
    }

    #[test]
    fn names_that_people_choose_are_fine() {
        let book = "//- content/Richtlinien & Standards/Über uns (2026).md\n[x](console.png)\n\
                    //- content/Richtlinien & Standards/console.png\nx\n//- content/nullen.md\nx\n";
        check("unportable-address", book, &[]);
        check("unportable-address", &format!("//- content/{}.md\nx\n", "x".repeat(250)), &[]);
    }
}
