//! What book.toml says about documents by their paths: the `[[documents]]` tables.

use super::document_register::{DocumentRegister, read_register};
use super::fact::{FactRule, is_word, read_facts};
use super::patterns::Patterns;
use super::read_language;
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
    kind: Option<Spanned<DocumentKind>>,
    /// The standard that bare ids in the texts refer to.
    standard: Option<String>,
    /// The language of the texts.
    language: Option<Spanned<String>>,
    /// Whether front matter may have no fence before it.
    unfenced: bool,
    /// The headings below which labels are looked for, beside the top of a document.
    pub under: Vec<String>,
    /// The register that lists the documents.
    pub register: Option<DocumentRegister>,
    /// The sources of facts.
    pub facts: Vec<FactRule>,
}

/// What all rules together say about one document. Of two rules that say the same thing, the first holds.
#[derive(Debug, Default, PartialEq)]
pub struct RuledBy<'a> {
    /// The kind, with its place in book.toml.
    pub kind: Option<&'a Spanned<DocumentKind>>,
    /// The standard that bare ids in its text refer to.
    pub standard: Option<&'a str>,
    /// The language of its text, with its place in book.toml.
    pub language: Option<&'a Spanned<String>>,
    /// Whether its front matter may have no fence before it.
    pub unfenced: bool,
    /// The rules that say where facts about it are found, each with its number.
    pub rules: Vec<(usize, &'a DocumentRule)>,
}

/// Returns what the rules say about the document at a path below the content folder.
pub(super) fn ruled_by<'a>(rules: &'a [DocumentRule], path: &str) -> RuledBy<'a> {
    let mut ruled = RuledBy::default();
    for (at, rule) in rules.iter().enumerate().filter(|(_, rule)| rule.paths.matches(path)) {
        ruled.kind = ruled.kind.or(rule.kind.as_ref());
        ruled.standard = ruled.standard.or(rule.standard.as_deref());
        ruled.language = ruled.language.or(rule.language.as_ref());
        ruled.unfenced |= rule.unfenced;
        if !rule.facts.is_empty() || rule.register.is_some() {
            ruled.rules.push((at, rule));
        }
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
    let is_named = |key| is_word(&fields, key);
    let rule = DocumentRule {
        paths: Patterns::read(&fields, "match").unwrap_or_default(),
        kind: is_named("kind").then(|| fields.choice("kind", &DocumentKind::ALL)).flatten(),
        standard: fields.text("standard").map(|standard| standard.value),
        language: read_language_of(&fields),
        unfenced: fields
            .choice("front-matter", &[("unfenced", true), ("fenced", false)])
            .is_some_and(|word| word.value),
        under: fields.texts("under").into_iter().map(|heading| heading.value).collect(),
        register: fields.node("register").and_then(|_| fields.table("register")).and_then(read_register),
        facts: read_facts(&fields),
    };
    if rule.register.is_none() && !fields.is_stated("register") {
        rule.facts.iter().filter_map(|fact| column_of(fact, &fields)).for_each(|problem| fields.report(problem));
    }
    fields.finish();
    rule
}

/// Returns the language that a rule states itself.
fn read_language_of(fields: &Fields<'_>) -> Option<Spanned<String>> {
    let tag = is_word(fields, "language").then(|| fields.text("language")).flatten()?;
    read_language(tag, fields)
}

/// Returns the problem of a fact that is looked for in a register of documents, if its rule names none.
fn column_of(fact: &FactRule, fields: &Fields<'_>) -> Option<Diagnostic> {
    let column = fact.from.iter().find_map(|source| source.column())?;
    let message = format!("`register:{column}` is a column, and this rule does not name the register");
    let help = "add `register = { file = \"registers/Documents.csv\", by = { \"Doc ID\" = \"id\" } }`".to_owned();
    Some(Diagnostic::error("missing-field", fields.key_span(fact.field), message).help(help))
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
