//! Labels with their values in the control block of a document: bold lines, quotations, lists and tables.

use std::ops::Range;

use super::block::{Block, Letter, has_words, words};
use super::letters::blocks;
use crate::letters::plain_name;

/// A label with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Labelled {
    /// The label for comparing.
    pub label: String,
    /// The words of the value.
    pub value: String,
    /// Its place in the file.
    pub place: Range<usize>,
}

/// Returns the labels with a value in a part of a text, in order. `is_asked` tells whether somebody asks for a label.
pub(super) fn labels(text: &str, part: Range<usize>, is_asked: &dyn Fn(&str) -> bool) -> Vec<Labelled> {
    let mut found = Vec::new();
    // Below ordinary text, a word before a colon is the beginning of a sentence.
    let mut is_above_text = true;
    for block in blocks(text, part) {
        match block {
            Block::Table(rows) => found.extend(in_table(&rows, is_asked)),
            Block::Lines(letters) => {
                let pairs = in_lines(&letters);
                let is_control = is_above_text && are_control(&pairs, &letters);
                is_above_text &= is_control || letters.len() < LONG_LINE || pairs.iter().any(|pair| pair.strong);
                found.extend(pairs.into_iter().filter(|pair| pair.strong || is_control).filter_map(Pair::labelled));
            }
        }
    }
    found
}

/// Number of letters of a paragraph that is ordinary text, and not a line such as the name of the organisation.
const LONG_LINE: usize = 80;

/// Numbers of words of the longest label; of the longest value that is alone in its block; of the longest behind a dash.
const LABEL: usize = 6;
const ALONE: usize = 8;
const BEHIND_DASH: usize = 6;

/// Number of letters that are looked at behind a dash.
const LONG_DASH: usize = 200;

/// A label and the words of its value, if it has any.
struct Pair {
    label: String,
    value: Option<(String, Range<usize>)>,
    /// Whether the label is emphasised.
    strong: bool,
}

impl Pair {
    fn labelled(self) -> Option<Labelled> {
        let (value, place) = self.value?;
        Some(Labelled { label: self.label, value, place })
    }
}

/// Returns whether plain labels in a block are labels: most of its lines have one, and one that is alone has a short value.
fn are_control(pairs: &[Pair], letters: &[Letter]) -> bool {
    let is_title = |line: &&[Letter]| !has_words(line) || line.iter().all(|l| l.strong || l.letter.is_whitespace());
    let lines = lines(letters).filter(|line| !is_title(line)).count();
    let alone = |pair: &Pair| {
        let value = pair.value.as_ref().map_or("", |(value, _)| value);
        value.split(' ').count() <= ALONE && !value.ends_with(['.', '!', '?', '"', '”', '“'])
    };
    match pairs {
        [] => false,
        [pair] => lines <= 1 && alone(pair),
        pairs => pairs.len() * 2 > lines,
    }
}

fn lines(letters: &[Letter]) -> impl Iterator<Item = &[Letter]> {
    letters.split(|letter| letter.letter == '\n')
}

/// Returns the labels of a block of lines. A label with nothing behind it has its value on the next line.
fn in_lines(letters: &[Letter]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for line in lines(letters) {
        let found: Vec<Pair> = line.split(|letter| letter.letter == '|').flat_map(in_segment).collect();
        if let Some(open) = pairs.last_mut().filter(|last| found.is_empty() && last.value.is_none()) {
            open.value = words(line);
        }
        pairs.extend(found);
    }
    pairs
}

/// Returns the labels of a line, or of a part of it between bars.
fn in_segment(letters: &[Letter]) -> Vec<Pair> {
    let mut labels: Vec<(Range<usize>, usize)> = Vec::new();
    let mut at = 0;
    while let Some(start) = letters[at..].iter().position(|letter| letter.strong).map(|start| at + start) {
        let end = letters[start..].iter().position(|letter| !letter.strong).map_or(letters.len(), |end| start + end);
        at = end;
        if let Some((label, value)) = strong_label(letters, start..end) {
            at = at.max(value);
            labels.push((label, value));
        }
    }
    if labels.is_empty() {
        let colon = letters.iter().position(|letter| is_colon(letter.letter) && !letter.pictured);
        let plain = colon.and_then(|colon| pair(letters, 0..colon, &letters[colon + 1..], false));
        return plain.into_iter().collect();
    }
    let ends = labels.iter().skip(1).map(|(label, _)| label.start).chain([letters.len()]);
    let pairs = labels.iter().zip(ends);
    pairs.filter_map(|((label, value), end)| pair(letters, label.clone(), &letters[*value..end], true)).collect()
}

fn is_colon(letter: char) -> bool {
    matches!(letter, ':' | '：')
}

/// Returns the letters of a label in emphasised letters, and where its value begins.
fn strong_label(letters: &[Letter], strong: Range<usize>) -> Option<(Range<usize>, usize)> {
    if let Some(colon) = letters[strong.clone()].iter().position(|letter| is_colon(letter.letter)) {
        let colon = strong.start + colon;
        return Some((strong.start..colon, colon + 1));
    }
    let blanks = letters[strong.end..].iter().take_while(|letter| letter.letter == ' ').count();
    let sign = strong.end + blanks;
    match letters.get(sign)?.letter {
        sign_letter if is_colon(sign_letter) => {}
        '–' | '—' | '=' => {
            let rest = &letters[sign + 1..];
            let start: String = rest.iter().take(LONG_DASH).map(|letter| letter.letter).collect();
            (rest.len() <= LONG_DASH && start.split_whitespace().count() <= BEHIND_DASH).then_some(())?;
        }
        _ => return None,
    }
    Some((strong, sign + 1))
}

/// Returns a label with its value, if it is as short as a label.
fn pair(letters: &[Letter], label: Range<usize>, value: &[Letter], strong: bool) -> Option<Pair> {
    let label = name(&letters[label]);
    let count = label.split(' ').count();
    (!label.is_empty() && count <= LABEL).then(|| Pair { label, value: words(value), strong })
}

fn name(letters: &[Letter]) -> String {
    plain_name(&letters.iter().map(|letter| letter.letter).collect::<String>())
}

/// Returns the labels of a table: in each second column with the value beside it, or in the head above the only row; and
/// those inside cells.
fn in_table(rows: &[Vec<Vec<Letter>>], is_asked: &dyn Fn(&str) -> bool) -> Vec<Labelled> {
    let Some((head, body)) = rows.split_first() else { return Vec::new() };
    let is_label = |cell: &Vec<Letter>| is_asked(&name(cell));
    let beside = |row: &[Vec<Letter>]| row.chunks(2).any(|pair| pair.first().is_some_and(is_label));
    let mut found = Vec::new();
    let mut take = |label: &[Letter], value: &[Letter]| {
        found.extend(words(value).map(|(value, place)| Labelled { label: name(label), value, place }));
    };
    let labels_in_values = head.len() > 2 && head.iter().skip(1).step_by(2).any(is_label);
    let is_list = !labels_in_values && if body.is_empty() { beside(head) } else { body.iter().any(|row| beside(row)) };
    if is_list {
        for pair in rows.iter().flat_map(|row| row.chunks(2)) {
            if let [label, value] = pair {
                take(label, value);
            }
        }
    } else if let [row] = body {
        head.iter().zip(row).for_each(|(label, value)| take(label, value));
    }
    let inside = rows.iter().flatten().flat_map(|cell| in_lines(cell)).filter_map(Pair::labelled);
    found.extend(inside);
    found
}

#[cfg(test)]
mod tests {
    use crate::fixture::{control, facts};

    const OWNER: &str = "owner = [\"label:Owner\", \"label:Document owner\", \"label:Verantwortlich\"]\n\
        version = [\"label:Version\"]\napproved = [\"label:Approved on\", \"label:Freigegeben am\"]\n\
        review-by = [\"label:Next review\", \"label:Nächste Prüfung\"]\n";

    #[test]
    fn labels_stand_in_bold_lines_quotations_lists_and_tables() {
        let expected = ["version=2.1", "owner=Head of IT", "review-by=2026-07-01"];
        for control in [
            "**📋 Owner:** Head of IT | **Version:** 2.1 |\n**⏰ Next Review:** 2026-07-01",
            "**Owner**: Head of IT **Version**: 2.1  \n**Next review** – 2026-07-01",
            "**Owner: Head of IT**<br>**Version: 2.1** · **Next review: 2026-07-01**",
            "<b>Owner:</b> Head of IT<br/><b>Version:</b> 2.1<br><strong>NEXT REVIEW:</strong> 2026-07-01",
            "> **Document control**  \n> Owner: Head of IT  \n> Version: 2.1\\\n> Next review: 2026-07-01",
            "> Owner: Head of IT | Version: 2.1 | Next review: 2026-07-01",
            "- Owner: Head of IT\n- *Version:* 2.1\n- Next review: 2026-07-01",
            "* **Owner:** Head of IT\n* **Version:** 2.1\n* **Next review:** 2026-07-01",
            "Owner: Head of IT\nVersion: 2.1\nNext review: 2026-07-01",
            "Owner: Head of IT\n\nVersion: 2.1\n\nNext review: 2026-07-01",
            "Case Ltd\n\nOwner\n: Head of IT\n\nVersion\n: 2.1\n\nNext review\n: 2026-07-01",
            "**Owner:**\nHead of IT\n\n**Version:**  \n2.1\n\n**Next review:**\n2026-07-01",
            "| Field | Value |\n|---|---|\n| **Owner** | Head of IT |\n| Version: | 2.1 |\n| Next  review | 2026-07-01 |",
            "| Owner | Head of IT |\n|---|---|\n| Version | 2.1 |\n| Next review | 2026-07-01 |",
            "| | |\n|---|---|\n| Owner | [Head of IT](roles.md) |\n| Version | `2.1` |\n| Next review | **2026-07-01** |"
                .replace("[Head of IT](roles.md)", "**Head of IT**")
                .as_str(),
            "| Owner | Version | Next review |\n|---|---|---|\n| Head of IT | 2.1 | 2026-07-01 |",
            "| Owner | Head of IT | Version | 2.1 |\n|---|---|---|---|\n| Status | Live | Next review | 2026-07-01 |",
            "| **Owner:** Head of IT | **Version:** 2.1 |\n|---|---|\n| **Next review:** 2026-07-01 | |",
            "**Owner:** Head of IT | **Version:** 2.1 | **Next review:** 2026-07-01\n---",
        ] {
            for title in ["# Keys\n\n", "", "Keys\n====\n\n", "<h1>Keys</h1>\n\n"] {
                let text = format!("{title}{control}\n\nText.\n\n## More\n\n**Owner:** Nobody | **Version:** 9\n");
                assert_eq!(facts(OWNER, &text), expected, "{text}");
            }
        }
    }

    #[test]
    fn labels_are_words_of_the_book() {
        let german = "# Schlüssel\n\n**Verantwortlich:** Leitung IT  \n**Freigegeben am:** 1. März 2026  \n**Nächste Prüfung:** 01.03.2027\n";
        let book = format!("//- book.toml\n[[documents]]\nmatch = \"**\"\n{OWNER}//- content/a.md\n{german}");
        assert_eq!(control(&book), ["Leitung IT", "", "2026-03-01", "2027-03-01", "Schlüssel", "a"]);
        let other = "# A\n\n**Document owner:** B | **Owner of the key:** C | **Owners:** D\n";
        assert_eq!(facts("owner = \"label:Owner\"\n", other), [""; 0]);
        assert_eq!(facts(OWNER, other), ["owner=B"]);
    }

    #[test]
    fn the_value_of_a_label_is_its_words_at_their_place() {
        let linked = "# A\n\n| | |\n|---|---|\n| Owner | [Head of IT](mailto:it@case.example) |\n| Version | ~~1.0~~ 2&nbsp;b ![x](y.png) |\n";
        let book = format!("//- book.toml\n[[documents]]\nmatch = \"**\"\n{OWNER}//- content/a.md\n{linked}");
        assert_eq!(control(&book)[..2], ["Head of IT", "2 b"]);
        assert_eq!(facts(OWNER, linked), ["version=2&nbsp;b", "owner=Head of IT"]);
        let badge = "# A\n\n**Version:** [![Version: 2](v.svg)](v.md) | **Owner:** ![](i.png) Head of IT ![y](y.png)\n";
        assert_eq!(facts(OWNER, badge), ["version=Version: 2", "owner=Head of IT"]);
        let twice = "# A\n\n**Owner:** – | **Owner:** B | **Owner:** C\n";
        assert_eq!(facts(OWNER, twice), ["owner=B"], "the first with words counts");
    }

    #[test]
    fn ordinary_text_has_no_labels() {
        for text in [
            "# A\n\nText that says what the document is about, in as many words as such a text has in a policy.\n\nOwner: the person who answers for an asset\n",
            "# A\n\n> Owner: person or entity with the accountability and authority to manage a risk\n> — ISO 27000\n",
            "# A\n\n> “Owner: who answers for it.”\n",
            "# A\n\n> Owner: who answers for it.\n",
            "# A\n\n| Owner | Duty |\n|---|---|\n| Head of IT | patches |\n| CISO | approves |\n",
            "# A\n\n| Version | Date | Owner | Approver |\n|---|---|---|---|\n| 1.0 | 2025-01-01 | B | C |\n| 1.1 | 2025-01-01 | B | C |\n",
            "# A\n\n## Roles\n\n**Owner:** B\n\nOwner: B\n",
            "# A\n\n```\nOwner: B\n```\n",
            "# A\n\n![Owner: B](a.png)\n",
            "# A\n\nEvery asset has an owner: the head of its department. Owner: see there.\n",
            "# Owner: B\n",
            "# A\n\n**Owner** – the person that answers for an asset and for what is done with it\n",
        ] {
            assert_eq!(facts(OWNER, text), [""; 0], "{text}");
        }
    }

    #[test]
    fn labels_are_found_below_named_headings_too() {
        let rules = format!("under = [\"Document control\"]\n{OWNER}");
        let control = "| Owner | Head of IT |\n|---|---|\n| Version | 2.1 |\n";
        for heading in
            ["## Document control", "### 9. Document Control {#dc}", "## **Document control**", "**Document control**"]
        {
            let text =
                format!("# A\n\nText.\n\n## Scope\n\nOwner: X\n\n{heading}\n\n{control}\n## More\n\n**Version:** 3\n");
            assert_eq!(facts(&rules, &text), ["version=2.1", "owner=Head of IT"], "{text}");
            assert_eq!(facts(OWNER, &text), [""; 0], "{text}");
        }
    }
}
