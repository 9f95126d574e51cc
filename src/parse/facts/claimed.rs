//! Claims that a document makes by its headings, its name, a section or a label.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::finder::Finder;
use super::origin::origin;
use super::outline::Outline;
use super::{Found, convert};
use crate::config::{CLAIMS, FactSource, ValueRule, front_matter};
use crate::model::{Fact, Field, Heading, Meta, Origin, RawReference, RawTarget, ReferenceRole, Section};
use crate::parse::Book;
use crate::parse::mention::{Form, expand_range, ids_in_name, scan};
use crate::source::{Span, Spanned};
use crate::value::{Node, Value};

/// The parts of a text that make claims.
#[derive(Default)]
pub(in crate::parse) struct Sections<'a> {
    /// Whether headings do, and how they are read.
    headings: Option<&'a ValueRule>,
    /// The headings above sections whose ids the whole document claims.
    under: Vec<&'a str>,
}

/// Returns the claims that need no look at the text, and where they are from. The others are noted in `found`.
pub(super) fn claimed<'a>(finder: &Finder<'a>, found: &mut Found<'a>) -> (Vec<RawReference>, Vec<Fact>) {
    let (mut claims, mut facts) = (Vec::new(), Vec::new());
    let Some(field) = field() else { return (claims, facts) };
    for (at, rule, source) in finder
        .rules_of(CLAIMS)
        .into_iter()
        .flat_map(|(at, rule)| rule.from.iter().map(move |source| (at, rule, source)))
    {
        let ids: Vec<Spanned<String>> = match source {
            FactSource::Headings => {
                found.sections.headings = found.sections.headings.or(Some(&rule.rule));
                continue;
            }
            FactSource::Under(heading) => {
                found.sections.under.push(heading);
                continue;
            }
            FactSource::FileName if rule.rule == ValueRule::default() => {
                let ids = ids_in_name(finder.path()).into_iter();
                ids.map(|value| Spanned { value, span: finder.start() }).collect()
            }
            _ => {
                let Some(node) = finder.find(at, source, field, rule) else { continue };
                if let FactSource::FrontMatter(path) = source {
                    found.use_key(path);
                }
                let (node, problem) = convert(node, field, &rule.rule, finder.sources());
                found.problems.extend(problem);
                let is_list = matches!(source, FactSource::FrontMatter(_));
                node.iter().flat_map(|node| ids(node, is_list)).collect()
            }
        };
        let fact =
            ids.first().map(|id| Fact { field: CLAIMS, origin: origin(source, finder.file_of(at)), span: id.span });
        facts.extend(fact);
        add(&mut claims, ids);
    }
    (claims, facts)
}

/// Returns the key of front matter that claims controls.
fn field() -> Option<&'static Field> {
    front_matter().iter().find(|field| field.name == "controls")
}

/// Returns the ids that a value names. A list of ids must have nothing else in it; a text may.
fn ids(node: &Node, is_list: bool) -> Vec<Spanned<String>> {
    let text = match &node.value {
        Value::List(items) => return items.iter().flat_map(|item| ids(item, is_list)).collect(),
        Value::Text(text) => text,
        _ => return Vec::new(),
    };
    let mut found: Vec<String> =
        scan(text).into_iter().filter(|mention| mention.form != Form::Own).map(|mention| mention.id).collect();
    if found.is_empty() && (is_list || text.contains(|c: char| c.is_ascii_digit())) {
        found = expand_range(text.trim());
    }
    found.into_iter().map(|value| Spanned { value, span: node.span }).collect()
}

/// Adds claims that are not there yet.
fn add(claims: &mut Vec<RawReference>, ids: Vec<Spanned<String>>) {
    let claim = |Spanned { value: id, span }| RawReference {
        span,
        target: RawTarget::Id { id, anchor: None },
        role: ReferenceRole::Claim,
    };
    add_new(claims, ids.into_iter().map(claim).collect());
}

fn add_new(claims: &mut Vec<RawReference>, more: Vec<RawReference>) {
    if more.is_empty() {
        return;
    }
    let id = |reference: &RawReference| match &reference.target {
        RawTarget::Id { id, .. } | RawTarget::Mention { id, .. } => Some(id.clone()),
        _ => None,
    };
    let mut known: FxHashSet<Option<String>> = claims.iter().map(id).collect();
    claims.extend(more.into_iter().filter(|claim| known.insert(id(claim))));
}

/// A text that has been read, whose parts make claims.
pub(in crate::parse) struct Read<'r> {
    pub text: &'r str,
    /// Its first byte.
    pub body: usize,
    pub references: &'r [RawReference],
    pub sections: &'r mut [Section<RawReference>],
    /// Whether the first heading is the title, which speaks for the whole document.
    pub is_titled: bool,
}

/// Adds the claims that headings and sections of a text make.
pub(in crate::parse) fn in_sections(of: &Sections<'_>, read: Read<'_>, meta: &mut Meta<RawReference>, book: Book<'_>) {
    let outline = (!of.under.is_empty()).then(|| Outline::of(read.text, read.body));
    for heading in &of.under {
        let parts = outline.as_ref().map_or_else(Vec::new, |outline| outermost(outline.sections(heading)));
        let is_in = |span: Span| {
            let start = span.start as usize;
            let before = parts.partition_point(|part| part.start <= start);
            before > 0 && parts[before - 1].contains(&start)
        };
        let found: Vec<RawReference> =
            read.references.iter().filter(|reference| is_in(reference.span)).filter_map(as_claim).collect();
        let origin = Origin::Under((*heading).to_owned());
        meta.facts.extend(found.first().map(|first| Fact { field: CLAIMS, origin, span: first.span }));
        add_new(&mut meta.claims, found);
    }
    if let Some(rule) = of.headings {
        in_headings(rule, read, meta, book);
    }
}

/// Returns parts of a text without those that are within another one. They are in order, and none of them begins in one and ends
/// outside of it.
fn outermost(parts: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut outer: Vec<Range<usize>> = Vec::new();
    for part in parts {
        if outer.last().is_none_or(|last| last.end <= part.start) {
            outer.push(part);
        }
    }
    outer
}

fn in_headings(rule: &ValueRule, read: Read<'_>, meta: &mut Meta<RawReference>, book: Book<'_>) {
    let mut first = None;
    let mut mentions: Vec<RawReference> = read.references.iter().filter_map(as_claim).collect();
    mentions.sort_by_key(|mention| mention.span.start);
    for (at, section) in read.sections.iter_mut().enumerate() {
        let claims = of_heading(rule, &section.heading, &mentions, book);
        first = first.or_else(|| claims.first().map(|claim| claim.span));
        let to = if at == 0 && read.is_titled { &mut meta.claims } else { &mut section.claims };
        add_new(to, claims);
    }
    meta.facts.extend(first.map(|span| Fact { field: CLAIMS, origin: Origin::Heading, span }));
}

/// Returns what a heading claims, given the mentions in the text in their order: the ids that the text finds in it, or what the rule makes of it.
fn of_heading(rule: &ValueRule, heading: &Heading, mentions: &[RawReference], book: Book<'_>) -> Vec<RawReference> {
    let span = heading.span;
    if *rule == ValueRule::default() {
        let first = mentions.partition_point(|mention| mention.span.start < span.start);
        return mentions[first..].iter().take_while(|mention| mention.span.end <= span.end).cloned().collect();
    }
    let node = Node { span, value: Value::Text(heading.title.clone()) };
    let node = field().and_then(|field| convert(node, field, rule, book.sources).0);
    let mut claims = Vec::new();
    add(&mut claims, node.iter().flat_map(|node| ids(node, false)).collect());
    claims
}

/// Returns the claim that a mention is in a part that makes claims.
fn as_claim(reference: &RawReference) -> Option<RawReference> {
    let is_mention = matches!(reference.target, RawTarget::Mention { .. });
    is_mention.then(|| RawReference { role: ReferenceRole::Claim, ..reference.clone() })
}

#[cfg(test)]
mod tests {
    use crate::fixture::assessed;

    /// Returns the requirements that a document and its sections claim.
    fn claims(rules: &str, path: &str, text: &str) -> Vec<String> {
        let assessed =
            assessed(&format!("//- book.toml\n[[documents]]\nmatch = \"**\"\n{rules}//- content/{path}\n{text}"));
        let document = assessed.handbook.documents().next().expect("a document").1;
        let sections = document.sections.iter().map(|section| (section.heading.title.as_str(), &section.claims));
        let all = std::iter::once(("", &document.meta.claims)).chain(sections);
        let claims =
            all.flat_map(|(at, claims)| claims.iter().filter(|claim| claim.to.is_some()).map(move |claim| (at, claim)));
        claims
            .map(|(at, claim)| if at.is_empty() { claim.text.clone() } else { format!("{at}: {}", claim.text) })
            .collect()
    }

    #[test]
    fn headings_sections_names_and_keys_make_claims() {
        let text = "# A.5.1 Policies\n\n## Joiners (A.5.16, A.5.18)\n\nSee A.8.1 and R-1.\n\n## ISO 27001 controls\n\n- A.6.1, Control 6.2\n\n### More\n\nclause 9.2 and [A.6.1](#x)\n\n## End\n\nA.7.1\n";
        let headings = ["A.5.1", "Joiners (A.5.16, A.5.18): A.5.16", "Joiners (A.5.16, A.5.18): A.5.18"];
        assert_eq!(claims("claims = \"headings\"\n", "a.md", text), headings);
        assert_eq!(claims("claims = \"under:ISO 27001 controls\"\n", "a.md", text), ["A.6.1", "A.6.2", "9.2"]);
        assert_eq!(
            claims("claims = \"file-name\"\n", "A.5.24-A.5.26_Incidents.md", "Text.\n"),
            ["A.5.24", "A.5.25", "A.5.26"]
        );
        let front = "---\nsatisfies:\n  ISO27001: ['5.1', 5.2]\n  TSC: [CC1.1]\n---\n# A\n";
        let key = "claims = { from = [\"front-matter:satisfies.ISO27001\"], prefix = \"A.\" }\n";
        assert_eq!(claims(key, "a.md", front), ["A.5.1", "A.5.2"]);
        let label = "# A\n\n**Controls:** ISO 27001 A.5.1, A.5.2–A.5.4 | **Clauses:** n/a\n";
        assert_eq!(
            claims("claims = [\"label:Controls\", \"label:Clauses\"]\n", "a.md", label),
            ["A.5.1", "A.5.2", "A.5.3", "A.5.4"]
        );
        let numbered = "# A\n\n## 5.15 Access control\n\n## Notes\n";
        let rule = "claims = { from = [\"headings\"], pattern = '^\\d+\\.\\d+', prefix = \"A.\" }\n";
        assert_eq!(claims(rule, "a.md", numbered), ["5.15 Access control: A.5.15"]);
        assert_eq!(claims("", "a.md", text), [""; 0]);
    }
}
