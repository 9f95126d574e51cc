//! The standard that the numbers in a text are of. A sentence, a table, a section or a document that names another
//! standard speaks of that one's annex.

mod table;

use std::ops::Range;

use pulldown_cmark::{Tag, TagEnd};

use super::mention::{Form, Mention, Prefix};
use super::standard::{Standard, named_in, names};
use crate::model::{Spelling, begins_block};

use table::Table;

/// The names of standards around a place of a text.
pub(super) struct Scope<'t> {
    text: &'t str,
    document: Option<Standard>,
    /// The level of each open section, and the standard that its heading names.
    sections: Vec<(u8, Option<Standard>)>,
    table: Table,
    /// Number of open lists.
    lists: usize,
    /// The standard of the paragraph before a list or a table, if it ends with a colon.
    lead_in: Option<Standard>,
    /// The standard that the sentence has named last, up to a byte.
    sentence: Option<Standard>,
    looked: usize,
}

/// Number of bytes behind an id within which its standard may be named: "A.2.2 and A.2.3 of ISO 42001".
const FARTHEST: usize = 120;

impl<'t> Scope<'t> {
    /// Creates the scope of a text from the standard of its document.
    pub(super) fn new(text: &'t str, document: Option<Standard>) -> Self {
        Self {
            text,
            document,
            sections: Vec::new(),
            table: Table::default(),
            lists: 0,
            lead_in: None,
            sentence: None,
            looked: 0,
        }
    }

    /// Takes the start of a block or a span.
    pub(super) fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        if !begins_block(tag) {
            return;
        }
        self.begin(range.start);
        match tag {
            Tag::Heading { level, .. } => {
                let (level, standard) = (*level as u8, named_in(&self.text[range.clone()]));
                if self.sections.is_empty() && level == 1 {
                    self.document = self.document.or(standard);
                }
                self.sections.retain(|(open, _)| *open < level);
                self.sections.push((level, standard));
                self.lead_in = None;
            }
            Tag::Paragraph if self.lists == 0 => self.lead_in = None,
            Tag::List(_) => self.lists += 1,
            Tag::Table(_) => self.table.begin(),
            Tag::TableHead | Tag::TableRow => self.table.begin_row(range.start, matches!(tag, Tag::TableHead)),
            Tag::TableCell => self.table.begin_cell(self.text, range),
            _ => {}
        }
    }

    /// Takes the end of a block or a span.
    pub(super) fn end(&mut self, end: TagEnd, range: &Range<usize>) {
        match end {
            TagEnd::List(_) => self.lists -= 1,
            TagEnd::Table => self.table.end(),
            TagEnd::TableCell => self.table.end_cell(),
            TagEnd::Paragraph if self.text[..range.end].trim_end().ends_with(':') => {
                self.look(range.end);
                self.lead_in = self.sentence;
            }
            _ => {}
        }
    }

    /// Begins a block of words: no sentence goes on from one to the next.
    pub(super) fn begin(&mut self, at: usize) {
        (self.sentence, self.looked) = (None, at);
    }

    /// Returns what the numbers in the cell at a place are of, if the words there are a number, and its column or the cell
    /// before it says so.
    pub(super) fn prefix(&self, words: &str, place: &Range<usize>) -> Option<Prefix> {
        self.table.prefix(self.text, words, place)
    }

    /// Returns a mention as it counts at a place; `None` if it is of another standard.
    pub(super) fn judge(&mut self, mention: Mention, place: &Range<usize>) -> Option<Mention> {
        if mention.form == Form::Own {
            return Some(mention);
        }
        let by_sentence = self.by_sentence(place);
        let standard = by_sentence.or_else(|| self.around(place.start));
        if mention.form == Form::NumberIfNamed && by_sentence != Some(Standard::Ours) {
            return None;
        }
        match (standard, mention.form) {
            (None | Some(Standard::Ours), _) => Some(mention),
            (Some(Standard::OfIso), _) | (Some(Standard::Other), Form::Number) => None,
            (Some(Standard::Other | Standard::Several), _) => Some(Mention { spelling: Spelling::Unsure, ..mention }),
        }
    }

    /// Returns the standard that the sentence names for an id: the one that it is said to be of, else the last one before.
    fn by_sentence(&mut self, id: &Range<usize>) -> Option<Standard> {
        self.look(id.start);
        let after = owner(&self.text[id.end..self.text.floor_char_boundary(id.end + FARTHEST)]);
        match (after, self.sentence) {
            // "ISO 27001 A.5.15 and A.6.2 of ISO 42001": only the last id is of what follows.
            (Some((_, false)), Some(before)) => Some(before),
            (after, before) => after.map(|(standard, _)| standard).or(before),
        }
    }

    /// Reads the sentence up to a place.
    fn look(&mut self, to: usize) {
        let Some(part) = self.text.get(self.looked..to) else { return };
        let mut from = 0;
        for (range, standard) in names(part) {
            let between = &part[from..range.start];
            self.sentence = match self.sentence {
                Some(before) if from > 0 && joins(between) => Some(before.and(standard)),
                _ => Some(standard),
            };
            from = range.end;
        }
        if ends_sentence(&part[from..]) {
            self.sentence = None;
        }
        self.looked = to;
    }

    /// Returns the standard that the row, the column, the paragraph before, the section or the document names.
    fn around(&self, at: usize) -> Option<Standard> {
        let table = self.table.standard(self.text, at);
        let section = || self.sections.iter().rev().find_map(|(_, standard)| *standard);
        table.or(self.lead_in).or_else(section).or(self.document)
    }
}

/// Returns whether words between two names put them together: "ISO 27001 and ISO 42001".
fn joins(between: &str) -> bool {
    let mut words =
        between.split(|c: char| c.is_whitespace() || c == ':' || c.is_ascii_digit()).filter(|word| !word.is_empty());
    words.all(|word| matches!(word, "," | "/" | "&" | "+" | "and" | "or" | "und" | "oder" | "sowie"))
}

/// Returns the standard that the words after an id say that it is of: "A.2.2 and A.2.3 of ISO 42001", "A.5.1 (ISO 27001)".
/// The flag is whether no other id is between.
fn owner(after: &str) -> Option<(Standard, bool)> {
    let (range, standard) = names(after).into_iter().next()?;
    let between = &after[..range.start];
    if between.contains(['|', ';']) || between.contains("\n\n") || ends_sentence(between) {
        return None;
    }
    let opens = between.trim_end().ends_with(['(', '[']);
    let closes =
        after[range.end..].trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()).starts_with([')', ']']);
    let mut words = between
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '[' | '*' | '/'))
        .filter(|word| !word.is_empty());
    let known = |word: &str| {
        let lists =
            ["and", "or", "to", "und", "oder", "bis", "sowie", "-", "–", "A", "Annex", "Anhang", "the", "standard"];
        lists.contains(&word) || word.bytes().any(|b| b.is_ascii_digit())
    };
    let is_of =
        |word: &str| matches!(word, "of" | "from" | "in" | "under" | "der" | "des" | "aus" | "von" | "nach" | "zur");
    let mut of = false;
    let all_known = words.all(|word| {
        of = is_of(word) || of && matches!(word, "the" | "standard" | "DIN" | "EN" | "Annex" | "A");
        of || known(word)
    });
    let is_next = !between.contains(|c: char| c.is_ascii_digit());
    (all_known && (of || opens && closes)).then_some((standard, is_next))
}

/// Abbreviations, after which a sentence goes on.
const ABBREVIATIONS: &[&str] =
    &["abs", "art", "bzw", "ca", "cf", "etc", "ff", "incl", "inkl", "kap", "no", "nr", "sec", "vgl", "vs", "ziff"];

/// Returns whether a sentence ends in some words.
fn ends_sentence(words: &str) -> bool {
    words.match_indices(['.', '!', '?', ';']).any(|(at, mark)| {
        let after = &words[at + mark.len()..];
        let next = after.trim_start_matches(['*', '_', ')', '"', '”']).trim_start();
        let is_spaced = next.len() < after.len() && after.contains(char::is_whitespace);
        let before = words[..at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let is_short = before.len() == 1 && before.chars().all(char::is_alphabetic);
        let goes_on = mark == "." && (is_short || ABBREVIATIONS.contains(&before.to_lowercase().as_str()));
        is_spaced && !goes_on && !next.starts_with(char::is_lowercase)
    })
}

#[cfg(test)]
mod tests {
    use crate::fixture::{check, handbook};
    use crate::model::Subject;

    /// Returns the requirements that a document mentions, each once, in the order of the text.
    fn mentions(text: &str) -> String {
        mentions_in("a.md", text)
    }

    fn mentions_in(path: &str, text: &str) -> String {
        let handbook = handbook(&format!("//- content/{path}\n{text}\n"));
        let (ix, _) = handbook.documents().next().unwrap();
        let mut found: Vec<String> = Vec::new();
        for reference in handbook.references_of(ix) {
            let Subject::Requirement(requirement) = reference.to else { continue };
            let label = handbook.catalog.label(requirement);
            if !found.contains(&label) {
                found.push(label);
            }
        }
        found.join(" ")
    }

    /// Checks that nothing in a text is reported as an id that is unknown or of a retired edition.
    #[track_caller]
    fn silent(text: &str) {
        let book = format!("//- content/a.md\n{text}\n");
        check("unknown-reference", &book, &[]);
        check("retired-edition-id", &book, &[]);
    }

    #[test]
    fn a_sentence_that_names_another_standard_speaks_of_its_numbers() {
        assert_eq!(
            mentions("ISO 27001 clause 4.4 and ISO/IEC 27001 clause 5.1 and ISO/IEC 27001:2022 clause 5.2."),
            "4.4 5.1 5.2"
        );
        assert_eq!(mentions("ISO 9001 clause 7.2 is another standard's. So is clause 7.2 of ISO 22301."), "");
        assert_eq!(mentions("**ISO 9001** clause 7.2, [ISO 42001](https://e.org/iso-27001) A.6.2 and A.6.3."), "");
        assert_eq!(mentions("ISO 27001 A.5.15 and ISO 42001 A.6.2."), "A.5.15");
        assert_eq!(mentions("A.5.15 and ISO 42001 A.6.2, but A.5.16 of ISO 27001."), "A.5.15 A.5.16");
        assert_eq!(
            mentions("A.6.1 and A.6.2 of ISO 42001. A.5.15 is ours; as ISO 9001 says. A.5.17 is ours."),
            "A.5.15 A.5.17"
        );
        assert_eq!(mentions("TISAX control 5.2.1, NIST SP 800-53 control 5.4. SOC 2 CC6.1 is our A.5.15."), "A.5.15");
        silent("ISO/IEC 27701:2025 A.1.2.9 and A.9.2.6. Guide A.5.8.1 belongs to A.5.8.");
    }

    #[test]
    fn a_table_a_section_and_a_document_that_name_another_standard_speak_of_its_annex() {
        for text in [
            "# Statement of applicability, ISO/IEC 42001\n\nA.6.2 and A.6.1.2 and A.2.2.\n\n# More\n\nA.6.2",
            "# T\n\n## AI (ISO 42001)\n\nA.6.2\n\n### Part\n\nA.6.1.2 and A.2.2",
            "| Control of ISO/IEC 42001 | Title |\n|---|---|\n| A.2.2 | x |\n| A.6.2, A.6.1.2 | x |",
            "| Standard | Control |\n|---|---|\n| ISO 42001 | A.6.2 |\n| ISO 27701 | A.2.2 |",
            "These controls of ISO 42001 apply:\n\n- A.6.2\n- A.6.1.2\n\n  more A.2.2\n",
            "+++\ntitle = \"ISO 42001 handbook\"\n+++\n\nA.6.2 and A.6.1.2",
        ] {
            assert_eq!(mentions(text), "", "{text}");
            silent(text);
        }
    }

    #[test]
    fn book_toml_says_for_a_folder_which_standard_its_texts_are_about() {
        let book = "//- book.toml\n[[documents]]\nmatch = \"ai/**\"\nstandard = \"42001\"\n\
                    //- content/ai/soa.md\n# Statement of applicability\n\nA.2.2, A.6.1.2, A.6.2\n\
                    //- content/isms/soa.md\n# Statement\n\nA.2.2\n";
        check("retired-edition-id", book, &[]);
        check("unknown-reference", book, &["warning content/isms/soa.md:3:1 unknown id `A.2.2`"]);
    }

    #[test]
    fn a_control_of_ours_beside_them_is_still_found() {
        assert_eq!(mentions("# ISO 42001\n\nISO 27001 A.5.15 is the same as A.6.2 of ISO 42001."), "A.5.15");
        assert_eq!(mentions("# T\n\n## ISO 42001\n\nA.6.2\n\n## Access\n\nA.5.15"), "A.5.15");
        assert_eq!(mentions("| ISO 42001 | ISO 27001 |\n|---|---|\n| A.6.2 | A.5.15 |\n\nA.5.16"), "A.5.15 A.5.16");
        assert_eq!(mentions("Of ISO 42001:\n\n- A.6.2\n\nOf ours: A.5.15"), "A.5.15");
        // A document about both: what is a control of ours may be one, and nothing else is reported.
        assert_eq!(mentions("# ISO 27001 and ISO 42001\n\nA.5.15, A.6.1.2, A.2.2"), "A.5.15");
        silent("# ISO 27001 and ISO 42001\n\nA.5.15, A.6.1.2, A.2.2");
        check(
            "unknown-reference",
            "//- content/a.md\n# ISO 42001\n\nISO 27001 A.5.99 and A.2.2 of ISO 42001.\n",
            &["warning content/a.md:3:11 unknown id `A.5.99`"],
        );
    }

    #[test]
    fn spellings_that_may_be_something_else_are_not_reported() {
        silent("A 9.9, A9.9, a.9.9, control 9.9, Annex A 9.9 and A.5.8.1");
        check(
            "unknown-reference",
            "//- content/a.md\nA.5.99 and A.4.8.1\n",
            &["warning content/a.md:1:1 unknown id `A.5.99`", "warning content/a.md:1:12 unknown id `A.4.8.1`"],
        );
        check(
            "retired-edition-id",
            "//- content/a.md\nAnnex A 9.2.6\n",
            &["warning content/a.md:1:9 `A.9.2.6` is a number from ISO/IEC 27001:2013"],
        );
        assert_eq!(mentions("A.5.8.1 and A.5.9.1.2"), "A.5.8");
    }

    #[test]
    fn the_name_of_a_file_mentions_its_control_unless_it_is_of_another_standard() {
        assert_eq!(mentions_in("A.5.15_Access-control.md", "# Access"), "A.5.15");
        assert_eq!(mentions_in("Annex A 5.17-5.18.md", "Also A.5.19."), "A.5.17 A.5.18 A.5.19");
        assert_eq!(mentions_in("iso42001/A.6.2-life-cycle.md", "# Life cycle"), "");
        assert_eq!(mentions_in("A.5.15.md", "# ISO 27001 and ISO 42001\n\nA.5.16"), "A.5.15 A.5.16");
        let unknown = "//- content/A.5.99 Nothing.md\n# Nothing\n";
        check("unknown-reference", unknown, &[]);
    }

    #[test]
    fn ids_are_found_in_headings_links_pictures_tables_and_raw_html() {
        assert_eq!(
            mentions(
                "| Annex A | x |\n|---|---|\n| **5.15** Access | |\n| 8.15; 8.16 | 5.1; 5.2 |\n| 5.7<br>5.8 | |\n| A.5.01 | |"
            ),
            "A.5.15 A.8.15 A.8.16 A.5.7 A.5.8 A.5.1"
        );
        assert_eq!(mentions("# A\n\n## Keys (A 5.15)\n\n| Annex A | 8.15 |\n|---|---|\n"), "A.5.15 A.8.15");
        assert_eq!(
            mentions("| Annex A control | x |\n|---|---|\n| 8.15, 8.16 | 5.1 |\n| all of 8.17 | |"),
            "A.8.15 A.8.16"
        );
        assert_eq!(mentions("| ISO 27001 clause | x |\n|---|---|\n| 6.1.2 | 5.1 |"), "6.1.2");
        assert_eq!(
            mentions("[A.5.15](https://e.org) ![A.5.16](https://e.org/p.png) [**A 5.17** x](https://e.org)"),
            "A.5.15 A.5.16 A.5.17"
        );
        let html = "<table><tr><td>A.5.15</td><td><a href=\"https://e.org\">A.5.16</a></td></tr></table>\n\n<p>A.5.17 &amp; A.5.18</p>";
        assert_eq!(mentions(html), "A.5.15 A.5.16 A.5.17 A.5.18");
        assert_eq!(
            mentions("<pre>A.5.15</pre>\n\n<!-- A.5.16 -->\n\nx <code>A.5.17</code> <https://e.org/A.5.18>"),
            ""
        );
        assert_eq!(mentions("G2 Abschnitt 9.2 der ISO 27001. G3 Kapitel 6.1.2. Siehe Abschnitt 5.2."), "9.2 6.1.2");
    }
}
