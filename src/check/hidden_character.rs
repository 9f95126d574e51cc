//! A text has a character in it that no reader sees: a control character anywhere, or, in an id, a title or the name of a
//! file, one that is invisible or changes the order of the letters.
//!
//! Why: control characters make a page invalid. Two names that look the same and are not, or a name that reads backwards,
//! lead readers and auditors to the wrong thing.
//!
//! Example: `id = "R\u200b-001"`, with a space of no width; a title with U+202E, behind which `exe.gpj` reads `jpg.exe`.
//!
//! Fix it: delete the character. A text that was pasted from another program may have it; type the name again.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "hidden-character",
    level: Level::Deny,
    source: include_str!("hidden_character.rs"),
    run: Run::Facts(run),
};

/// Adds what reading book.toml has found. All others are found when the files are parsed.
fn run(facts: &Assessed, report: &mut Report) {
    facts.config.names.iter().for_each(|finding| report.add(None, finding.clone()));
}

#[cfg(test)]
mod tests {
    use crate::fixture::{check, findings};

    fn count(fixture: &str) -> usize {
        findings("hidden-character", fixture).len()
    }

    #[test]
    fn a_control_character_is_reported_wherever_it_is() {
        check(
            "hidden-character",
            "//- content/a.md\n+++\ntitle = \"T \\u0000\\u001b\"\nsummary = \"S\\u0007\"\n+++\n## H\n\ntext\u{7} text\n",
            &[
                "error content/a.md:2:9 this text has a control character in it: U+0000",
                "error content/a.md:3:11 this text has a control character in it: U+0007",
                "error content/a.md:7:5 this text has a control character in it: U+0007",
            ],
        );
        let entry =
            |field: &str| format!("//- content/registers/roles.toml\n[[role]]\nid = \"r\"\ntitle = \"R\"\n{field}\n");
        assert_eq!(count(&entry("responsibilities = \"a\\u0001\"")), 1);
        assert_eq!(count(&entry("responsibilities = \"a\\n\\tb\"")), 0);
        assert_eq!(count("//- content/a.md\n---\ntitle: \"T\\x07\"\n---\n"), 1);
    }

    #[test]
    fn a_name_that_reads_otherwise_than_it_is_is_reported() {
        check(
            "hidden-character",
            "//- content/a.md\n+++\ntitle = \"Invoice\\u202egpj.exe\"\n+++\n## x\u{2066}y\n",
            &[
                "error content/a.md:2:9 the title has a character that reverses the order of letters in it: U+202E",
                "error content/a.md:4:1 this heading has a character that changes the order of letters in it: U+2066",
            ],
        );
        for id in ["R\\u202e-1", "R\\u200b-1", "R\\u00ad-1", "\\ufeffR-1", "R\\u2060-1"] {
            let entry = format!("//- content/registers/roles.toml\n[[role]]\nid = \"{id}\"\ntitle = \"R\"\n");
            assert_eq!(count(&entry), 1, "{id}");
            assert_eq!(count(&format!("//- content/a.md\n+++\nid = \"{id}\"\n+++\n# A\n")), 1, "{id}");
        }
        let title = "//- content/registers/roles.toml\n[[role]]\nid = \"r\"\ntitle = \"R\\u202e\"\n";
        assert_eq!(count(title), 1);
        assert_eq!(count("//- content/a\u{202e}b.md\n# A\n"), 1);
        assert_eq!(count("//- content/a\u{7}b.md\n# A\n"), 1);
        assert_eq!(count("//- content/a.md\n[x](<b\u{200b}.png>)\n//- content/b\u{200b}.png\nx\n"), 1);
        assert_eq!(count("//- content/a.md\n+++\naliases = [\"a\\u200b.html\"]\n+++\n# A\n"), 1);
    }

    #[test]
    fn ordinary_texts_in_any_language_have_none() {
        for title in [
            "Größe & Maß – «Übung» 5 €",
            "سياسة أمن المعلومات",
            "مدیریت می‌خواهم",
            "नीति",
            "政策",
            "Informations\u{ad}sicherheit",
            "👩‍💻 ⚠️",
        ] {
            let book = format!(
                "//- content/a.md\n+++\ntitle = \"{title}\"\n+++\n## {title}\n\n{title}\u{200b} \u{202e}\n\n```\na\tb\n```\n"
            );
            check("hidden-character", &book, &[]);
        }
    }
}
