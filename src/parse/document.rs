//! A Markdown file into a [`Document`].

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::anchors::{InHtml, name_all};
use super::conflict::conflicts;
use super::facts::{Read, in_sections};
use super::fences::split;
use super::front;
use super::heading::{Attributes, attributes};
use super::markdown::{Around, Item, Walked, walk_in};
use super::mention::ids_in_name;
use super::misplaced::misplaced;
use super::standard::{Standard, named_in};
use super::substance::Substance;
use super::words::Words;
use super::{Book, Whose};
use crate::config::front_matter;
use crate::diag::{Diagnostic, Severity};
use crate::letters::{Hidden, Use, hidden};
use crate::model::{
    Document, DocumentKind, DocumentStatus, Fact, Heading, Meta, Origin, Prose, RawReference, RawTarget, ReferenceRole,
    Section, Text,
};
use crate::pages::document_path;
use crate::source::{FileId, Span};
use crate::value::{control_character, hidden_in_name};

/// The name of a document, in messages.
const FILE_NAME: &str = "the name of this file";

pub(super) fn parse(
    file: FileId,
    path: &str,
    text: &Arc<str>,
    book: Book<'_>,
) -> (Document<RawReference>, Vec<Diagnostic>) {
    let ruled = &book.config.ruled_by(path);
    let split = split(text, ruled.unfenced);
    let (front, mut diagnostics) = front::read(Whose { file, path, text, ruled, book }, &split);
    let start = Span::new(file, 0..0);
    diagnostics.extend(control_character(FILE_NAME, path, start));
    diagnostics.extend(hidden_in_name(FILE_NAME, path, Use::Id, start));
    if let Some(Hidden { at, letter, .. }) = hidden(&text[split.body..], Use::Text) {
        let place = Span::new(file, split.body + at..split.body + at + letter.len_utf8());
        diagnostics.extend(control_character("this text", letter.encode_utf8(&mut [0; 4]), place));
    }
    let mut reader = Reader {
        file,
        text,
        offset: split.body,
        references: Vec::new(),
        sections: Vec::new(),
        heading: None,
        heading_words: Vec::new(),
        unsearched: None,
        above: Above::default(),
        words: Words::new(Text::new(file, text.len() - split.body)),
        substance: Substance::new(&book.config.checks.placeholders, file),
        code: Vec::new(),
        diagnostics: Vec::new(),
    };
    let title = front.titled.then_some(front.meta.title.as_str());
    let standard = ruled.standard.map(Standard::stated);
    let standard = standard.or_else(|| title.and_then(named_in)).or_else(|| named_in(path));
    let named = if standard.is_none_or(|named| named == Standard::Ours) { ids_in_name(path) } else { Vec::new() };
    let around = Around { braces: book.braces, standard, named: &named, others: book.others };
    let Walked { tokens, losses, anchors } =
        walk_in(&text[split.body..], around, |item, range| reader.item(item, range));
    let place = |range: Range<usize>| Span::new(file, range.start + split.body..range.end + split.body);
    // A form is there to be filled in.
    let is_form = front.meta.kind == DocumentKind::Form;
    let losses = losses.into_iter().filter(|loss| !(is_form && loss.code == "placeholder-text"));
    reader.diagnostics.extend(losses.map(|loss| loss.finding(place)));
    let found = anchors.into_iter().map(|anchor| (text[split.body..][anchor.clone()].trim(), place(anchor))).collect();
    let html = InHtml { text, found };
    let anchors = name_all(&mut reader.sections, &reader.heading_words, &html, &mut reader.diagnostics);
    reader.show_words();
    let is_title = reader.begins_with_title();
    let (parts, questions) = reader.substance.finish();
    find_written(&mut reader.sections, &parts[1..]);
    let mut meta = front.meta;
    if meta.status.value == DocumentStatus::Retired {
        // Nobody corrects a text that is out of use.
        reader.diagnostics.retain(|problem| problem.severity == Severity::Error);
    }
    diagnostics.append(&mut reader.diagnostics);
    if split.front.is_none() && !split.unclosed {
        diagnostics.extend(misplaced(file, text, split.body));
    }
    let conflicts = conflicts(file, text, &reader.code);
    if !conflicts.is_empty() {
        // Whatever else is wrong comes from the two sides being in one text.
        diagnostics = conflicts;
    }
    let first = reader.sections.first().map(|section| section.heading.title.clone()).filter(|title| !title.is_empty());
    let is_of_heading = || meta.facts.iter().any(|fact| fact.field == "title" && fact.origin == Origin::Heading);
    let titled_by_heading =
        is_title && first.is_some() && (!front.titled || first.as_ref() == Some(&meta.title) || is_of_heading());
    if titled_by_heading
        && !front.titled
        && let Some(title) = first
    {
        meta.title = title;
    }
    let read = Read {
        text,
        body: split.body,
        references: &reader.references,
        sections: &mut reader.sections,
        is_titled: titled_by_heading,
    };
    in_sections(&front.sections, read, &mut meta, book);
    let heading = reader.sections.first().filter(|_| titled_by_heading).map(|section| section.heading.span);
    note_title(&mut meta, heading, start);
    let document = Document {
        file,
        path: path.to_owned(),
        page: document_path(path),
        meta,
        prose: Prose::new(text.clone(), split.body, tokens, reader.references),
        text: Arc::new(reader.words.finish()),
        sections: reader.sections.into(),
        anchors: anchors.into(),
        written: parts.contains(&true),
        questions,
        titled_by_heading,
    };
    (document, diagnostics)
}

/// Notes where the title is from if it is that of the heading or of the file, and puts all facts in the order of their keys.
fn note_title(meta: &mut Meta<RawReference>, heading: Option<Span>, start: Span) {
    if !meta.facts.iter().any(|fact| fact.field == "title") {
        let (origin, span) = heading.map_or((Origin::FileName, start), |span| (Origin::Heading, span));
        meta.facts.push(Fact { field: "title", origin, span });
    }
    let place = |fact: &Fact| front_matter().iter().position(|field| field.name == fact.field).unwrap_or(usize::MAX);
    meta.facts.sort_by_key(place);
}

/// The text above the first heading of a document.
#[derive(Default)]
struct Above {
    has_words: bool,
    /// The number of open pictures, also in headings: their descriptions are not words.
    pictures: usize,
}

impl Above {
    fn words(&mut self, words: &str) {
        self.has_words |= self.pictures == 0 && words.contains(char::is_alphanumeric);
    }
}

/// Collects references and sections during the walk.
struct Reader<'a> {
    file: FileId,
    text: &'a str,
    /// Where the Markdown begins in the file.
    offset: usize,
    references: Vec<RawReference>,
    sections: Vec<Section<RawReference>>,
    /// The heading that is being read.
    heading: Option<Heading>,
    /// The words of each heading, and of the one that is being read, without descriptions of pictures.
    heading_words: Vec<String>,
    words: Words,
    substance: Substance<'a>,
    /// The level of the heading that excludes this part from search.
    unsearched: Option<u8>,
    /// The text above the first heading.
    above: Above,
    /// The blocks of code.
    code: Vec<Range<usize>>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn item(&mut self, item: Item<'_>, range: Range<usize>) {
        let range = range.start + self.offset..range.end + self.offset;
        self.words.take(&item, range.clone());
        self.substance.take(&item, range.clone());
        let span = Span::new(self.file, range);
        match item {
            Item::Event(event) => self.event(event, span),
            Item::Link { tag, target } => {
                self.above.pictures += usize::from(matches!(tag, Tag::Image { .. }));
                self.reference(target, span);
            }
            Item::Address(target) => self.reference(target, span),
            Item::Mention { text, id, spelling } => {
                self.title(&text);
                self.reference(RawTarget::Mention { id, spelling }, span);
            }
            Item::Cited { id, spelling, .. } => self.reference(RawTarget::Mention { id, spelling }, span),
            Item::NamedCount(name) => {
                if self.heading.is_some() {
                    let message = "a heading cannot contain a named count: lists and links would show the braces";
                    let problem = Diagnostic::error("invalid-value", span, message);
                    self.diagnostics.push(problem.help("move it to the text below the heading".to_owned()));
                }
                self.reference(RawTarget::NamedCount(name), span);
            }
        }
    }

    fn reference(&mut self, target: RawTarget, span: Span) {
        self.references.push(RawReference { span, target, role: ReferenceRole::Mention });
    }

    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => {
                let anchor = id.map_or_else(String::new, |id| id.to_string());
                self.jump(level as u8, span);
                self.heading = Some(Heading { level: level as u8, anchor, alias: None, title: String::new(), span });
                self.heading_words.push(String::new());
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some(mut heading) = self.heading.take() {
                    heading.title = heading.title.trim().to_owned();
                    self.diagnostics.extend(hidden_in_name("this heading", &heading.title, Use::Title, heading.span));
                    let Attributes { claims, searchable } = attributes(self.text, span, &mut self.diagnostics);
                    // What a heading excludes from search ends at the next heading that is not deeper.
                    self.unsearched = self.unsearched.filter(|level| heading.level > *level);
                    if self.unsearched.is_none() && !searchable {
                        self.unsearched = Some(heading.level);
                    }
                    let searchable = self.unsearched.is_none();
                    let (written, first_reference) = (false, self.references.len());
                    self.sections.push(Section { heading, claims, searchable, written, first_reference });
                }
            }
            Event::Start(Tag::CodeBlock(_)) => self.code.push(span.range()),
            Event::Start(Tag::Image { .. }) => self.above.pictures += 1,
            Event::End(TagEnd::Image) => self.above.pictures = self.above.pictures.saturating_sub(1),
            Event::Text(words) | Event::Code(words) => self.title(&words),
            Event::SoftBreak | Event::HardBreak => self.title(" "),
            _ => {}
        }
    }

    /// Reports a heading that is more than one level below the one before it.
    fn jump(&mut self, level: u8, span: Span) {
        let Some(before) = self.sections.last().map(|section| section.heading.level) else { return };
        // In raw HTML, people choose levels by their looks.
        if level > before + 1 && !self.text[span.range()].starts_with('<') {
            let message = format!("a heading of level {level} follows one of level {before}");
            let help = format!("write `{}`", "#".repeat(usize::from(before) + 1));
            self.diagnostics.push(Diagnostic::warning("heading-level-jump", span, message).help(help));
        }
    }

    fn title(&mut self, words: &str) {
        if let Some(heading) = &mut self.heading {
            heading.title.push_str(words);
            if self.above.pictures == 0
                && let Some(heading) = self.heading_words.last_mut()
            {
                heading.push_str(words);
            }
        } else if self.sections.is_empty() {
            self.above.words(words);
        }
    }

    /// Leaves descriptions of pictures out of the names of headings that have other words.
    fn show_words(&mut self) {
        for (Section { heading, .. }, words) in self.sections.iter_mut().zip(&self.heading_words) {
            let words = words.trim();
            if words.len() < heading.title.len() && words.contains(char::is_alphanumeric) {
                words.clone_into(&mut heading.title);
            }
        }
    }

    /// Returns whether the first heading is the title: it is of level 1 and begins the text, or is the only one of level 1.
    fn begins_with_title(&self) -> bool {
        let mut titles = self.sections.iter().filter(|section| section.heading.level == 1);
        let begins = self.sections.first().is_some_and(|section| section.heading.level == 1);
        begins && (!self.above.has_words || titles.nth(1).is_none())
    }
}

/// Marks the sections that have text of their own, by whether the part after each heading says something.
fn find_written(sections: &mut [Section<RawReference>], parts: &[bool]) {
    for at in 0..sections.len() {
        let level = sections[at].heading.level;
        let below = sections[at + 1..].iter().take_while(|section| section.heading.level > level).count();
        sections[at].written = parts[at..=at + below].contains(&true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::config;
    use crate::model::Braces;
    use crate::source::{Content, Role, SourceFile, Sources};

    fn document(text: &str) -> (Document<RawReference>, Vec<Diagnostic>) {
        let mut sources = Sources::default();
        let content = Content::Text(text.into());
        let id = sources.add(SourceFile { path: "policies/a.md".into(), role: Role::Document, content });
        let (config, braces) = (config(""), Braces::default());
        parse(
            id,
            "policies/a.md",
            &text.into(),
            Book { sources: &sources, config: &config, braces: &braces, others: None, listings: &[] },
        )
    }

    fn anchors(text: &str) -> Vec<String> {
        document(text).0.sections.into_iter().map(|section| section.heading.anchor).collect()
    }

    #[test]
    fn anchors_are_readable_and_unique() {
        assert_eq!(
            anchors("## Who, and *when*?\n## Same\n## Same\n## Own {#x}\n"),
            ["who-and-when", "same", "same-1", "x"]
        );
        assert_eq!(anchors("## Same {#same}\n## Same\n## ???\n## Übung\n"), ["same", "same-1", "section", "übung"]);
    }

    #[test]
    fn a_section_claims_by_its_heading() {
        let text = "## Leavers {#jml controls=\"A.5.16-18, A.6.5\" clauses='9.1'}\n";
        let (document, problems) = document(text);
        assert_eq!(problems, []);
        let claims: Vec<_> = document.sections[0].claims.iter().map(|claim| &text[claim.span.range()]).collect();
        assert_eq!(claims, ["A.5.16-18", "A.5.16-18", "A.5.16-18", "A.6.5", "9.1"]);
        assert_eq!(document.sections[0].heading.anchor, "jml");
    }

    #[test]
    fn a_heading_leaves_itself_and_what_is_below_it_out_of_search() {
        let (document, problems) =
            document("## A {search=false}\n### B\n## C {#c search=\"true\"}\n## D {search=no}\n");
        let found: Vec<_> = document.sections.iter().map(|section| section.searchable).collect();
        assert_eq!(found, [false, false, true, true]);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].help.as_deref(), Some("one of: true, false"));
    }

    #[test]
    fn spaces_of_two_bytes_part_heading_attributes_like_any_other() {
        let (document, _) = document("## Leavers {#jml\u{a0}controls=A.5.16\u{a0}clauses=9.1\u{a0}}\n");
        assert_eq!(document.sections[0].claims.len(), 2);
    }

    #[test]
    fn a_misspelt_heading_attribute_is_refused() {
        let (_, problems) = document("## Leavers {#jml control=\"A.5.16\"}\n");
        assert_eq!(problems[0].help.as_deref(), Some("did you mean `controls`?"));
    }

    #[test]
    fn the_title_comes_from_front_matter_then_heading_then_file() {
        assert_eq!(document("+++\ntitle = \"T\"\n+++\n# H\n").0.meta.title, "T");
        let (titled, _) = document("# H {#h}\n\ntext\n");
        assert_eq!((titled.meta.title.as_str(), titled.titled_by_heading), ("H", true));
        assert_eq!(document("text\n").0.meta.title, "A");
    }

    #[test]
    fn front_matter_reads_the_same_in_both_formats() {
        let (toml, a) =
            document("+++\ntitle = \"T\"\nversion = \"1.10\"\napproved = 2026-02-10\nreview = \"1 year\"\n+++\n");
        let (yaml, b) = document("---\ntitle: T\nversion: 1.10\napproved: 2026-02-10\nreview: 1 year\n---\n");
        assert_eq!((&a[..], &b[..]), (&[][..], &[][..]));
        assert_eq!(toml.meta.version, yaml.meta.version);
        assert_eq!(toml.meta.review_by.map(|d| d.value), yaml.meta.review_by.map(|d| d.value));
    }

    #[test]
    fn an_unknown_key_is_refused_with_a_hint_at_its_place() {
        for text in ["+++\ncontorls = [\"A.5.1\"]\n+++\n", "---\ncontorls: [A.5.1]\n---\n"] {
            let (_, problems) = document(text);
            assert_eq!(problems.len(), 1, "{problems:?}");
            assert_eq!(problems[0].help.as_deref(), Some("did you mean `controls`?"));
            assert_eq!(&text[problems[0].span.unwrap().range()], "contorls");
        }
    }
}
