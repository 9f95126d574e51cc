//! Renders Markdown with resolved references as HTML.

mod hidden;
mod links;
mod tables;

use pulldown_cmark::{Alignment, BlockQuoteKind, CowStr, Event, Tag, TagEnd, html};

use super::footnotes::Footnotes;
use super::glossary::Glossary;
use super::highlight::highlighted;
use super::sanitise::Own;
use crate::assess::Assessed;
use crate::html::{escape, is_own_id};
use crate::isms::Seen;
use crate::model::{
    Destination, Document, Element, Prose, ResolvedReference, Section, Subject, code_language, is_diagram,
};
use crate::site::{SitePath, percent_encoded};
use crate::view::{ProseToHtml, printed_anchor};

use hidden::Hidden;
use links::LinkEnd;
use tables::TABLE_FRAME;

/// Renders the texts of one handbook.
pub(super) struct Html<'a> {
    assessed: &'a Assessed,
    glossary: Glossary,
}

impl<'a> Html<'a> {
    pub(super) fn new(assessed: &'a Assessed) -> Self {
        Self { assessed, glossary: Glossary::new(assessed) }
    }

    /// Returns the text of a document for the page `on`.
    pub(super) fn document(&self, document: &Document<ResolvedReference>, on: &SitePath) -> String {
        let mut writer = self.writer(document, on);
        writer.seen = self.glossary.unseen();
        writer.run(&document.prose)
    }

    fn writer<'w>(&'w self, document: &'w Document<ResolvedReference>, on: &'w SitePath) -> Writer<'w, 'w> {
        let mut writer = Writer::new(self, on, &document.prose, &document.sections.raw);
        writer.anchors = Some(&document.sections.raw);
        writer.hides_first_heading = document.titled_by_heading;
        writer.is_titled = true;
        writer
    }

    /// Returns the text of a document for the page of all documents `on`: its headings are below a second-level
    /// heading, and its anchors differ from those of other documents.
    pub(super) fn printed(&self, document: &Document<ResolvedReference>, on: &SitePath) -> String {
        let mut writer = self.writer(document, on);
        writer.deeper += 1;
        writer.before = printed_anchor(document) + "--";
        writer.run(&document.prose)
    }
}

impl ProseToHtml for Html<'_> {
    fn html(&self, prose: &Prose<ResolvedReference>, on: &SitePath) -> String {
        let mut writer = Writer::new(self, on, prose, &[]);
        writer.deeper = 2;
        writer.run(prose)
    }
}

/// Minimum number of bytes of text for each event; used as a capacity, because a growing list would be copied several
/// times.
const BYTES_OF_AN_EVENT: usize = 16;

/// The address of a link in raw HTML that leads nowhere: the sanitiser takes it away, because of its scheme.
const NOWHERE: &str = "nowhere:";

/// Writer of the HTML of one text.
struct Writer<'w, 'a> {
    html: &'w Html<'w>,
    on: &'w SitePath,
    sections: std::slice::Iter<'w, Section<ResolvedReference>>,
    /// All sections, whose anchors no raw HTML can take; `None` if it cannot have anchors at all.
    anchors: Option<&'w [Section<ResolvedReference>]>,
    events: Vec<Event<'a>>,
    footnotes: Footnotes<'a>,
    ends: Vec<LinkEnd>,
    /// Number of levels by which headings are lowered.
    deeper: u8,
    /// Whether the page has a title, so that headings from the first one of level 1 on are lowered.
    is_titled: bool,
    hides_first_heading: bool,
    /// The heading that the page shows elsewhere, while it is open.
    hidden: Option<Hidden>,
    code: Option<(String, String)>,
    table: Table,
    /// The mark of our own markup; `None` in a text without raw HTML.
    own: Option<Own>,
    /// The terms of the glossary that the section has used so far; `None` if terms are not marked.
    seen: Option<Seen>,
    in_heading: bool,
    /// Whether a link of raw HTML is open, and how many of its tables are.
    in_raw_link: bool,
    raw_tables: usize,
    /// Prefix of each anchor on the page of all documents, where links between documents stay on the page; otherwise
    /// empty.
    before: String,
}

#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    /// Whether the cell ends after the current element.
    is_empty: bool,
    /// Whether the open cell is a header.
    is_header: bool,
}

impl<'w, 'a> Writer<'w, 'a> {
    fn new(
        html: &'w Html<'w>,
        on: &'w SitePath,
        prose: &'w Prose<ResolvedReference>,
        sections: &'w [Section<ResolvedReference>],
    ) -> Self {
        Self {
            html,
            on,
            sections: sections.iter(),
            anchors: None,
            events: Vec::with_capacity(prose.text().len() / BYTES_OF_AN_EVENT),
            footnotes: Footnotes::default(),
            ends: Vec::new(),
            deeper: 0,
            is_titled: false,
            hides_first_heading: false,
            hidden: None,
            code: None,
            table: Table::default(),
            own: prose.has_raw_html().then(|| Own::of(prose.text())),
            seen: None,
            in_heading: false,
            in_raw_link: false,
            raw_tables: 0,
            before: String::new(),
        }
    }

    fn run(mut self, prose: &'a Prose<ResolvedReference>) -> String {
        let mut elements = prose.elements().peekable();
        while let Some(element) = elements.next() {
            let ends = |next: &Element<'_>| matches!(next, Element::Event(Event::End(TagEnd::TableCell)));
            self.table.is_empty = elements.peek().is_some_and(ends);
            self.element(element);
        }
        let mut out = String::with_capacity(prose.text().len() * 3 / 2);
        html::push_html(&mut out, self.events.into_iter());
        let own = self.own.as_ref();
        let mark = |html: String| own.map_or_else(|| html.clone(), |own| own.mark(&html));
        out.push_str(&self.footnotes.list(&self.before, &self.html.assessed.words, mark));
        match own {
            Some(own) => own.clean(&out, &self.before, self.anchors),
            None => out,
        }
    }

    fn element(&mut self, element: Element<'a>) {
        let Some(element) = self.show_of_hidden(element) else { return };
        match element {
            Element::Event(event) => self.event(event),
            Element::Link { tag, remote, to } => self.link(tag, remote, to),
            Element::Mention(words, to) => self.mention(words, Some(to)),
            Element::NamedCount(to) => {
                let number = self.html.assessed.count_text(to);
                // HTML does not allow a link inside a link.
                self.mention(number.into(), Some(to).filter(|_| self.ends.is_empty()));
            }
            Element::Address(to) => {
                let loads = || matches!(self.events.last(), Some(Event::Html(html) | Event::InlineHtml(html)) if is_source(html));
                let href = self.href(to).filter(|_| !(self.is_outside(to) && loads()));
                self.raw(escape(&href.unwrap_or_else(|| NOWHERE.to_owned())));
            }
        }
    }

    /// Returns an anchor of this text as it is on the page.
    fn anchor(&self, anchor: &str) -> String {
        [self.before.as_str(), anchor].concat()
    }

    /// Returns a text of the interface as HTML.
    fn say(&self, key: &str) -> String {
        escape(self.html.assessed.words.say(key))
    }

    fn push(&mut self, event: Event<'a>) {
        if let Some(event) = self.footnotes.take(event) {
            self.events.push(event);
        }
    }

    /// Writes markup of our own.
    fn raw(&mut self, html: impl Into<CowStr<'a>>) {
        let html = html.into();
        let html = self.own.as_ref().map_or_else(|| html.clone(), |own| own.mark(&html).into());
        self.push(Event::InlineHtml(html));
    }

    fn event(&mut self, event: Event<'a>) {
        if let Some((_, code)) = &mut self.code
            && let Event::Text(text) = &event
        {
            code.push_str(text);
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::FootnoteReference(name) => {
                let html = self.footnotes.reference(&name, &self.before, &self.html.assessed.words);
                self.raw(html);
            }
            Event::TaskListMarker(done) => {
                let (key, checked) = if done { ("prose.done", " checked") } else { ("prose.to-do", "") };
                let label = self.say(key);
                self.raw(format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> "));
            }
            Event::Text(text) if self.ends.is_empty() && !self.in_heading && !self.in_raw_link => self.text(text),
            Event::Html(html) | Event::InlineHtml(html) => self.raw_html(html),
            event => self.push(event),
        }
    }

    /// Writes text; outside links and headings, terms of the glossary are marked.
    fn text(&mut self, text: CowStr<'a>) {
        let Html { glossary, assessed, .. } = self.html;
        let on = self.on;
        let entry = |entry| assessed.href(&Destination::Subject(Subject::Entry(entry)), on).unwrap_or_default();
        match self.seen.as_mut().and_then(|seen| glossary.mark(&text, seen, entry)) {
            Some(html) => self.raw(html),
            None => self.push(Event::Text(text)),
        }
    }

    fn start(&mut self, tag: Tag<'a>) {
        match tag {
            Tag::Heading { level, classes, .. } => self.start_heading(level as u8, &classes),
            Tag::BlockQuote(Some(kind)) => {
                let (class, key) = alert(kind);
                let title = self.say(key);
                self.raw(format!("<div class=\"alert {class}\" role=\"note\"><p class=\"alert-title\">{title}</p>\n"));
            }
            Tag::CodeBlock(kind) => {
                self.code = Some((code_language(&kind).to_owned(), String::new()));
            }
            Tag::FootnoteDefinition(name) => self.footnotes.begin(&name),
            Tag::Table(alignments) => {
                self.table = Table { alignments, ..Table::default() };
                self.raw(TABLE_FRAME.to_owned() + "<table>\n");
            }
            Tag::TableHead => {
                self.table.in_head = true;
                self.raw("<thead><tr>");
            }
            Tag::TableRow => {
                self.table.column = 0;
                self.raw("<tr>");
            }
            Tag::TableCell => self.start_cell(),
            Tag::Link { .. } => {
                self.ends.push(LinkEnd::Link);
                self.push(Event::Start(tag));
            }
            Tag::Image { .. } => {
                self.ends.push(LinkEnd::Image);
                self.push(Event::Start(tag));
            }
            tag => self.push(Event::Start(tag)),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => self.end_heading(level as u8),
            TagEnd::BlockQuote(Some(_)) => self.raw("</div>\n"),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::FootnoteDefinition => self.footnotes.end(),
            TagEnd::Table => self.raw("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.table.in_head = false;
                self.raw("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.raw("</tr>\n"),
            TagEnd::TableCell => {
                self.end_cell();
            }
            TagEnd::Link | TagEnd::Image => match self.ends.pop() {
                Some(LinkEnd::Link) => self.push(Event::End(TagEnd::Link)),
                Some(LinkEnd::Image) => self.push(Event::End(TagEnd::Image)),
                Some(LinkEnd::Nothing) | None => {}
            },
            tag => self.push(Event::End(tag)),
        }
    }

    fn start_heading(&mut self, level: u8, classes: &[CowStr<'a>]) {
        if let Some(seen) = &mut self.seen {
            seen.forget();
        }
        if std::mem::take(&mut self.hides_first_heading) {
            return self.hide_heading();
        }
        if level == 1 && std::mem::take(&mut self.is_titled) {
            self.deeper += 1;
        }
        self.in_heading = true;
        let level = (level + self.deeper).min(6);
        let class = classes.iter().find(|class| matches!(&***class, "center" | "right"));
        let class = class.map_or_else(String::new, |class| format!(" class=\"{class}\""));
        match self.sections.as_slice().first() {
            Some(section) => {
                let anchor = escape(&self.anchor(&section.heading.anchor));
                let alias = section.heading.alias.as_ref().map_or_else(String::new, |alias| self.place(alias));
                self.raw(format!("<div class=\"heading\"><h{level} id=\"{anchor}\"{class}>{alias}"));
            }
            None => self.raw(format!("<h{level}{class}>")),
        }
    }

    /// Returns an empty element with another anchor of what follows.
    fn place(&self, anchor: &str) -> String {
        // The page has it, or may have it.
        if is_own_id(anchor) {
            return String::new();
        }
        format!("<span id=\"{}\"></span>", escape(&self.anchor(anchor)))
    }

    fn end_heading(&mut self, level: u8) {
        self.in_heading = false;
        let level = (level + self.deeper).min(6);
        let Some(section) = self.sections.next() else { return self.raw(format!("</h{level}>\n")) };
        let anchor = escape(&percent_encoded(&self.anchor(&section.heading.anchor)));
        let label = escape(&self.html.assessed.words.fill("prose.link-to", &[("heading", &section.heading.title)]));
        // The link is beside the heading, so that a screen reader does not read it as a part of its words.
        self.raw(format!("</h{level}> <a class=\"anchor\" href=\"#{anchor}\" aria-label=\"{label}\">#</a></div>\n"));
        let claims: Vec<String> = section.claims.iter().filter_map(|claim| self.claim(claim)).collect();
        if !claims.is_empty() {
            let (label, claims) = (self.say("prose.addresses"), claims.join(" "));
            self.raw(format!("<p class=\"claims\"><span>{label}</span> {claims}</p>\n"));
        }
    }

    fn end_code(&mut self) {
        let Some((language, code)) = self.code.take() else { return };
        let class =
            if language.is_empty() { String::new() } else { format!(" class=\"language-{}\"", escape(&language)) };
        let html = highlighted(&code, &language);
        let code = format!("<pre tabindex=\"0\"><code{class}>{html}</code></pre>\n");
        self.raw(match is_diagram(&language) {
            true => format!(
                "<figure class=\"diagram\"><figcaption>{}</figcaption>{code}</figure>\n",
                self.say("prose.diagram")
            ),
            false => code,
        });
    }
}

/// Returns whether raw HTML ends before the address of something to load.
fn is_source(html: &str) -> bool {
    let html = html.trim_end_matches(['"', '\'']);
    html.len() >= 4 && html.as_bytes()[html.len() - 4..].eq_ignore_ascii_case(b"src=")
}

/// Returns the CSS class of an alert, and the key of its title.
fn alert(kind: BlockQuoteKind) -> (&'static str, &'static str) {
    match kind {
        BlockQuoteKind::Note => ("note", "prose.note"),
        BlockQuoteKind::Tip => ("tip", "prose.tip"),
        BlockQuoteKind::Important => ("important", "prose.important"),
        BlockQuoteKind::Warning => ("warning", "prose.warning"),
        BlockQuoteKind::Caution => ("caution", "prose.caution"),
    }
}
