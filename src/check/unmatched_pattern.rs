//! A rule of book.toml for documents matches none of them.
//!
//! Why: what it says about their kind or their front matter holds for nothing, and nobody notices.
//!
//! Example: `[[documents]]` with `match = "policy/**"`, where the folder is `policies`.
//!
//! Fix it: correct the pattern, or remove the rule. A pattern is compared with the paths below the content folder; `*` stops at
//! a `/`, and `**` does not.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;

pub(super) const CHECK: Check = Check {
    code: "unmatched-pattern",
    level: Level::Warn,
    source: include_str!("unmatched_pattern.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let handbook = &facts.handbook;
    for rule in &facts.config.documents {
        let mut paths = handbook.documents().map(|(_, document)| &document.path).chain(&handbook.left_out);
        if !paths.any(|path| rule.paths.matches(path)) {
            let message = format!("`{}` matches no document", rule.paths.text);
            report.add(None, Diagnostic::warning(CHECK.code, rule.paths.span, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{check, unread};

    #[test]
    fn a_rule_for_documents_matches_one() {
        let of = |pattern: &str| format!("//- book.toml\n[[documents]]\nmatch = \"{pattern}\"\nkind = \"policy\"\n//- content/it/plans/a.md\n# A\n");
        for pattern in ["it/**", "**/*.md", "it/plans/a.md", "./it/plans/*.md", "**/plans/**", "{it,hr}/**/?.md"] {
            check("unmatched-pattern", &of(pattern), &[]);
        }
        for pattern in ["plans/**", "*.md", "it/*.md", "IT/**", "it/plans"] {
            let expected = format!("warning book.toml:5:9 `{pattern}` matches no document");
            check("unmatched-pattern", &of(pattern), &[&expected]);
        }
    }

    #[test]
    fn a_rule_that_cannot_be_read_is_an_error() {
        let problems = |rule: &str| unread(&format!("[[documents]]\n{rule}\n"));
        let help = "(write it like `policies/**/*.md`)";
        assert_eq!(
            problems("match = \"a[\""),
            [format!("`a[` is not a pattern for paths: unclosed character class; missing ']' {help}")]
        );
        assert_eq!(problems("kind = \"policy\""), ["`match` is missing (add `match = …`)"]);
        assert_eq!(problems("match = \"a\"\nknid = \"policy\""), ["unknown key `knid` (did you mean `kind`?)"]);
        assert_eq!(problems("match = \"a\"\nfront-matter = \"none\"").len(), 1);
        assert_eq!(problems("match = \"a\"\ntitle = \"name\"").len(), 1);
        assert_eq!(problems("match = \"a\"\ntitle = \"front-matter:name\"\nstandard = \"42001\""), [""; 0]);
    }
}
