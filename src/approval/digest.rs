//! Digests of what is approved: SHA-256 over a normal form of its source.

use pulldown_cmark::Tag;

use super::normal_form::NormalForm;
use crate::catalog::StandardRole;
use crate::isms::{ApprovalOf, Decision, Risk};
use crate::manifest::digest;
use crate::model::{Destination, DocIx, Document, Element, EntryValue, Handbook, Record, ResolvedReference, Subject};
use crate::source::Sources;

/// The facts of a document that an approval gives or renews, so that they are not part of what is approved, each with the most words
/// that its value has: "10 February 2026", "12 months". Another text in their places is part of the text. That of a role and a
/// status means nothing but itself, or is reported.
const OF_APPROVAL: [(&str, usize); 6] = [
    ("version", 1),
    ("status", usize::MAX),
    ("approver", usize::MAX),
    ("approved", 1),
    ("review", 2),
    ("review-by", 1),
];

/// The digests of something that is approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digests {
    /// Of all that an approval is about.
    pub whole: String,
    /// Of the text alone; `None` for registers.
    pub text: Option<String>,
}

/// Returns the digests of something as it is.
pub fn digests(handbook: &Handbook, sources: &Sources, of: ApprovalOf) -> Digests {
    match of {
        ApprovalOf::Document(ix) => of_document(handbook, sources, ix),
        ApprovalOf::Soa => Digests { whole: of_soa(handbook), text: None },
        ApprovalOf::TreatmentPlan => Digests { whole: of_plan(handbook), text: None },
    }
}

/// Returns the digest of the text of a document, without the places in it from which document control is read.
pub fn text_digest<R>(document: &Document<R>) -> String {
    let text = document.prose.text();
    let start = document.prose.start();
    let facts = document.meta.facts.iter().filter(|fact| fact.span.file == document.file);
    let facts = facts.filter(|fact| {
        let value = document.prose.source().get(fact.span.range());
        value.is_some_and(|value| is_of_approval(fact.field, value))
    });
    let facts = facts.map(|fact| fact.span.range());
    let mut left_out: Vec<_> = facts.filter(|fact| fact.start >= start).collect();
    left_out.sort_by_key(|fact| fact.start);
    let (mut kept, mut from) = (String::with_capacity(text.len()), 0);
    for fact in left_out {
        let (begins, ends) = (fact.start - start, fact.end - start);
        kept.push_str(text.get(from..begins).unwrap_or_default());
        from = from.max(ends);
    }
    kept.push_str(text.get(from..).unwrap_or_default());
    let mut form = NormalForm::new("text");
    form.markdown(&kept);
    form.finish()
}

/// Returns whether a value in a text is one that an approval gives or renews, and says nothing else.
fn is_of_approval(field: &str, value: &str) -> bool {
    let words = value.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).count();
    OF_APPROVAL.iter().any(|(known, most)| *known == field && words <= *most)
}

fn of_document(handbook: &Handbook, sources: &Sources, ix: DocIx) -> Digests {
    let document = handbook.document(ix);
    let meta = &document.meta;
    let text = text_digest(document);
    let mut form = NormalForm::new("document");
    form.part("title", document.plain_title());
    form.part("kind", meta.kind.word());
    form.all("owner", meta.owner.iter().map(|link| name(handbook, link)));
    form.all("applies-to", meta.applies_to.iter().map(|link| name(handbook, link)));
    form.all("claims", meta.claims.iter().map(|link| name(handbook, link)));
    form.part("classification", meta.classification.as_deref().unwrap_or_default());
    form.part("text", &text);
    for element in document.prose.elements() {
        let link = match element {
            Element::Link { tag: Tag::Image { .. }, to, .. } | Element::Address(to) => to,
            _ => continue,
        };
        if let Some(Destination::Attachment(file)) = &link.to {
            let content = &sources.file(*file).content;
            form.part("file", &content.read().map_or_else(|_| String::new(), |bytes| digest(&bytes)));
        }
    }
    Digests { whole: form.finish(), text: Some(text) }
}

/// Returns the digest of the decisions of the Statement of Applicability.
fn of_soa(handbook: &Handbook) -> String {
    let mut form = NormalForm::new("soa");
    let certified = handbook.catalog.standards.iter().filter(|standard| standard.role == StandardRole::Certified);
    form.all("standard", certified.map(|standard| standard.id.clone()));
    let fields = [Decision::APPLICABLE, Decision::REASONS, Decision::JUSTIFICATION];
    let decisions = Decision::all(handbook);
    add_entries(&mut form, handbook, decisions.map(|decision| *decision), &fields);
    form.finish()
}

/// Returns the digest of the treatment of all risks.
fn of_plan(handbook: &Handbook) -> String {
    let mut form = NormalForm::new("treatment-plan");
    let fields = [
        Risk::TREATMENT,
        Risk::TREATMENT_PLAN,
        Risk::CONTROLS,
        Risk::OWNER,
        Risk::DUE,
        Risk::RESIDUAL_LIKELIHOOD,
        Risk::RESIDUAL_IMPACT,
    ];
    let risks = Risk::all(handbook).filter(|risk| !risk.is_opportunity());
    add_entries(&mut form, handbook, risks.map(|risk| *risk), &fields);
    form.finish()
}

/// Adds some fields of entries, in the order of their ids, so that it does not matter where in which file an entry stands.
fn add_entries<'a>(
    form: &mut NormalForm,
    handbook: &Handbook,
    records: impl Iterator<Item = Record<'a>>,
    fields: &[&str],
) {
    let mut records: Vec<_> = records.collect();
    records.sort_by_key(|record| record.id());
    for record in records {
        form.part("entry", record.id());
        for field in fields {
            match record.value(field) {
                Some(EntryValue::Markdown(prose)) => {
                    form.part("field", field);
                    form.markdown(prose.text());
                }
                Some(value) => form.all(field, values(handbook, value)),
                None => {}
            }
        }
    }
}

/// Returns a value of a field as texts.
fn values(handbook: &Handbook, value: &EntryValue<ResolvedReference>) -> Vec<String> {
    let joined = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    match value {
        EntryValue::Text(text) => vec![joined(text)],
        EntryValue::Texts(texts) => texts.iter().map(|text| joined(&text.value)).collect(),
        EntryValue::Markdown(prose) => vec![prose.text().to_owned()],
        EntryValue::Date(day) => vec![day.to_string()],
        EntryValue::Number(number) => vec![number.to_string()],
        EntryValue::Choices(ids) => ids.clone(),
        EntryValue::Flag(flag) => vec![flag.to_string()],
        EntryValue::Duration(span) => vec![span.0.to_string()],
        EntryValue::References(links) => links.iter().map(|link| name(handbook, link)).collect(),
        EntryValue::File(link) => vec![name(handbook, link)],
        EntryValue::Table(rows) => rows
            .iter()
            .flat_map(|row| row.values.iter().flatten().flat_map(|value| values(handbook, &value.value)))
            .collect(),
    }
}

/// Returns a name of what a link leads to that does not change with the language or with titles: the id, if it has one.
fn name(handbook: &Handbook, link: &ResolvedReference) -> String {
    match link.to.as_ref().and_then(|to| handbook.subject(to)) {
        Some(Subject::Document(ix)) => handbook.document(ix).meta.id.value.clone(),
        Some(Subject::Entry(ix)) => handbook.record(ix).id().to_owned(),
        Some(Subject::Requirement(ix)) => {
            let catalog = &handbook.catalog;
            format!("{}:{}", catalog.standard_of(ix).id, catalog.requirement(ix).id)
        }
        None => link.text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::{ApprovalOf, digests};
    use crate::fixture::{ROLES, assessed, read};
    use crate::model::DocIx;

    /// A document with every kind of block.
    const TEXT: &str = "+++\ntitle = \"T\"\nversion = \"1\"\nstatus = \"approved\"\nowner = \"ceo\"\napplies-to = [\"it\", \"hr\"]\n\
        classification = \"internal\"\ncontrols = [\"A.5.15\"]\n+++\n# T {#t controls=\"A.5.18\"}\n\nWords *and* [links](https://e.org \"x\")\nwrapped,  \n\
        broken, {{ roles }} `code` <b>raw</b> &amp; \u{200b}.\n\n> A quotation\n> of two lines.\n\n- [ ] one\n- [x] two\n\n  more\n\n3. three\n4. four\n   - deep\n\n\
        | a | b \\| c |\n|:--|--:|\n| d | e |\n\n```toml\nkey = 1\n\n  indented\n```\n\n    old code\n\n***\n\nTerm\n: Detail.\n\n> [!NOTE]\n> Beware.\n\n\
        Noted.[^1]\n\n[^1]: The note.\n\n<div>\nblock\n</div>\n\n![p](p.png) [r]\n\n[r]: https://e.org/r\n\n## Zweiter Absatz – 日本語\n";

    fn of(fixture: &str, of: ApprovalOf) -> String {
        digests(&assessed(fixture).handbook, &read(fixture).0, of).whole
    }

    /// Digests that were recorded must come out the same for ever. Whoever changes one of these invalidates every approval that was
    /// recorded with the letter in front: another rule needs another letter.
    #[test]
    fn digests_that_were_recorded_once_stay_as_they_are() {
        let document = format!("{ROLES}//- content/policies/a.md\n{TEXT}//- content/policies/p.png\nnot really\n");
        assert_eq!(
            of(&document, ApprovalOf::Document(DocIx::new(0))),
            "A513116537a3348b356ef05fb9f262c377c082a92e75504c5e577ac5b2426e1d9"
        );
        let soa = "//- content/registers/applicability.toml\n[[control]]\nid = \"A.5.15\"\napplicable = true\nreasons = [\"risk\", \"legal\"]\n\
                   justification = \"Because *so*.\"\n[[control]]\nid = \"A.5.16\"\napplicable = false\njustification = \"No.\"\n";
        assert_eq!(of(soa, ApprovalOf::Soa), "Affc6f9ec2b675c1b83c730ec22699767f5543c890a4cabd9d81e4afabf517ebd");
        let plan = format!(
            "{ROLES}//- content/registers/risks.toml\n[[risk]]\nid = \"R-1\"\ntitle = \"R\"\nlikelihood = 4\nimpact = 4\ntreatment = \"reduce\"\n\
             treatment-plan = \"Do *it*.\"\ncontrols = [\"A.5.15\", \"A.5.16\"]\nowner = \"ceo\"\ndue = 2026-12-01\nstatus = \"open\"\n\
             residual-likelihood = 2\nresidual-impact = 2\n"
        );
        assert_eq!(
            of(&plan, ApprovalOf::TreatmentPlan),
            "Ad7a28ca05128323f38ff874dae7eb0d8f9a1f9cbce76b83de68e9ed16e435a43"
        );
    }
}
