//! What book.toml says about documents by their paths: the `[[documents]]` tables.

use super::patterns::Patterns;
use crate::diag::Diagnostic;
use crate::model::DocumentKind;
use crate::source::Spanned;
use crate::value::Fields;

/// What holds for the documents at some paths, as far as they do not say it themselves.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentRule {
    /// The paths, below the content folder.
    pub paths: Patterns,
    /// The kind.
    kind: Option<DocumentKind>,
    /// The standard that bare ids in the texts refer to.
    standard: Option<String>,
    /// Keys of front matter with the title.
    titles: Vec<String>,
    /// Whether front matter may have no fence before it.
    unfenced: bool,
}

/// What all rules together say about one document. Of two rules that say the same thing, the first holds.
#[derive(Debug, Default, PartialEq)]
pub struct RuledBy<'a> {
    /// The kind.
    pub kind: Option<DocumentKind>,
    /// The standard that bare ids in its text refer to.
    pub standard: Option<&'a str>,
    /// Keys of front matter with the title, the first that has one counts.
    pub titles: Vec<&'a str>,
    /// Whether its front matter may have no fence before it.
    pub unfenced: bool,
}

/// Returns what the rules say about the document at a path below the content folder.
pub(super) fn ruled_by<'a>(rules: &'a [DocumentRule], path: &str) -> RuledBy<'a> {
    let mut ruled = RuledBy::default();
    for rule in rules.iter().filter(|rule| rule.paths.matches(path)) {
        ruled.kind = ruled.kind.or(rule.kind);
        ruled.standard = ruled.standard.or(rule.standard.as_deref());
        ruled.titles.extend(rule.titles.iter().map(String::as_str));
        ruled.unfenced |= rule.unfenced;
    }
    ruled
}

/// Returns a finding for each pattern of the rules that matches none of the paths of documents below the content folder.
pub(super) fn idle<'a>(rules: &[DocumentRule], paths: impl Iterator<Item = &'a str>) -> Vec<Diagnostic> {
    let mut hits: Vec<Vec<bool>> = rules.iter().map(|rule| vec![false; rule.paths.written().len()]).collect();
    for path in paths.filter(|_| !rules.is_empty()) {
        for (rule, hits) in rules.iter().zip(&mut hits) {
            rule.paths.matching(path).for_each(|at| hits[at] = true);
        }
    }
    let patterns = rules.iter().zip(hits).flat_map(|(rule, hits)| rule.paths.written().iter().zip(hits));
    let idle = patterns.filter(|(_, hit)| !hit).map(|(pattern, _)| {
        let message = format!("`{}` matches no document", pattern.value);
        let help = "a pattern begins at the content folder, without its name; `**/` stands for all folders".to_owned();
        Diagnostic::warning("idle-pattern", pattern.span, message).help(help)
    });
    idle.collect()
}

/// Reads the `[[documents]]` tables.
pub(super) fn read_documents(fields: &Fields<'_>) -> Vec<DocumentRule> {
    fields.tables("documents").into_iter().map(read_rule).collect()
}

fn read_rule(fields: Fields<'_>) -> DocumentRule {
    fields.require("match");
    let titles = fields.texts("title");
    let rule = DocumentRule {
        paths: Patterns::read(&fields, "match").unwrap_or_default(),
        kind: fields.choice("kind", &DocumentKind::ALL).map(|kind| kind.value),
        standard: fields.text("standard").map(|standard| standard.value),
        titles: titles.iter().filter_map(|source| key_of(source, &fields)).collect(),
        unfenced: fields
            .choice("front-matter", &[("unfenced", true), ("fenced", false)])
            .is_some_and(|word| word.value),
    };
    fields.finish();
    rule
}

/// Returns the key of front matter in `front-matter:name`.
fn key_of(source: &Spanned<String>, fields: &Fields<'_>) -> Option<String> {
    let key = source.value.strip_prefix("front-matter:").map(str::trim).filter(|key| !key.is_empty());
    if key.is_none() {
        let message = format!("`{}` does not say where the title is", source.value);
        let help = "write `front-matter:` and the key, such as `front-matter:name`".to_owned();
        fields.report(Diagnostic::error("invalid-value", source.span, message).help(help));
    }
    key.map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use crate::fixture::unread;

    #[test]
    fn a_rule_that_cannot_be_read_is_an_error() {
        let problems = |rule: &str| unread(&format!("[[documents]]\n{rule}\n"));
        let help = "(write it like `policies/**`, `**/*.mdx` or `node_modules`)";
        assert_eq!(
            problems("match = \"a[\""),
            [format!("`a[` is not a pattern for files: unclosed character class; missing ']' {help}")]
        );
        assert_eq!(problems("kind = \"policy\""), ["`match` is missing (add `match = …`)"]);
        assert_eq!(problems("match = \"a\"\nknid = \"policy\""), ["unknown key `knid` (did you mean `kind`?)"]);
        assert_eq!(problems("match = \"a\"\nfront-matter = \"none\"").len(), 1);
        assert_eq!(problems("match = \"a\"\ntitle = \"name\"").len(), 1);
        assert_eq!(problems("match = [\"a\", \"b\"]\ntitle = \"front-matter:name\"\nstandard = \"42001\""), [""; 0]);
    }
}
