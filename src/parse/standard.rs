//! Names of standards in a text: "ISO/IEC 27001:2022", "ISO 42001", "PCI DSS".

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// The standard that a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standard {
    /// ISO/IEC 27001, or 27002, which numbers the same controls.
    Ours,
    /// Another standard of ISO, whose annex may have numbers like `A.6.1.2`.
    OfIso,
    /// Another framework, which has no such numbers.
    Other,
    /// Ours and another one.
    Several,
}

impl Standard {
    /// Returns the standard that book.toml names for some documents.
    pub(super) fn stated(name: &str) -> Self {
        named_in(name).unwrap_or(Self::OfIso)
    }

    /// Returns what two names say together.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (one, two) if one == two => one,
            (Self::OfIso, Self::Other) | (Self::Other, Self::OfIso) => Self::OfIso,
            _ => Self::Several,
        }
    }
}

/// The numbers of our standard and of its guidance.
const OURS: [&str; 2] = ["27001", "27002"];

/// Numbers of other standards that people write without "ISO".
const NUMBERS: [&str; 4] = ["27017", "27018", "27701", "42001"];

/// Names of other frameworks.
const OTHERS: [&str; 22] = [
    "bsi grundschutz",
    "bsi it-grundschutz",
    "it-grundschutz",
    "c5:20",
    "c5 criteria",
    "cis benchmark",
    "cis control",
    "cis v",
    "cobit",
    "csa ccm",
    "cyber essentials",
    "essential eight",
    "fedramp",
    "hitrust",
    "nist",
    "pci dss",
    "pci-dss",
    "soc 2",
    "soc-2",
    "soc2",
    "tisax",
    "vda isa",
];

/// Finds "ISO", the numbers, and the other names, in any case.
static SIGNS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let signs = ["iso"].into_iter().chain(OURS).chain(NUMBERS).chain(OTHERS);
    let builder = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::DFA))
        .build(signs);
    builder.expect("there are few, and they are short")
});

/// Returns the place of each name of a standard in some Markdown, in order. Names in addresses are left out.
pub(super) fn names(text: &str) -> Vec<(Range<usize>, Standard)> {
    let mut found: Vec<(Range<usize>, Standard)> = Vec::new();
    for sign in SIGNS.find_iter(text) {
        let is_within = found.last().is_some_and(|(before, _)| before.end > sign.start());
        let is_glued = text[..sign.start()].ends_with(|c: char| c.is_alphanumeric() || c == '.');
        if is_within || is_glued || is_in_address(text, sign.start()) {
            continue;
        }
        let name = match sign.pattern().as_usize() {
            0 => iso(text, sign.range()),
            number @ 1..=6 if !text[sign.end()..].starts_with(|c: char| c.is_alphanumeric()) => {
                Some((sign.range(), if number <= OURS.len() { Standard::Ours } else { Standard::OfIso }))
            }
            1..=6 => None,
            _ => Some((sign.range(), Standard::Other)),
        };
        found.extend(name);
    }
    found
}

/// Returns what the names of standards in a text say together.
pub(super) fn named_in(text: &str) -> Option<Standard> {
    names(text).into_iter().map(|(_, standard)| standard).reduce(Standard::and)
}

/// Reads the number after "ISO".
fn iso(text: &str, sign: Range<usize>) -> Option<(Range<usize>, Standard)> {
    let mut rest = &text[sign.end..];
    while let Some(next) =
        ["IEC", "iec", "TS", "TR", "/", " ", "\u{a0}", "-", "_"].iter().find_map(|part| rest.strip_prefix(*part))
    {
        rest = next;
    }
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let start = text.len() - rest.len();
    // `ISO 27000` is the family.
    let is_number = matches!(digits, 4 | 5) && &rest[..digits] != "27000";
    let standard = if OURS.contains(&&rest[..digits]) { Standard::Ours } else { Standard::OfIso };
    is_number.then_some((sign.start..start + digits, standard))
}

/// Returns whether a place is in a web address, the address of a link, or a tag.
fn is_in_address(text: &str, at: usize) -> bool {
    let text = &text[text.floor_char_boundary(at.saturating_sub(LONGEST_ADDRESS))..at];
    let at = text.len();
    let start = text[..at].rfind([' ', '\n', '<', '"', '|']).map_or(0, |before| before + 1);
    let word = &text[start..at];
    let in_link = word.rfind("](").is_some_and(|open| !word[open..].contains(')'));
    let in_tag = || {
        text[..at].rfind(['<', '>']).is_some_and(|open| text[open..].starts_with('<') && text[open..at].contains('='))
    };
    in_link || word.contains("://") || in_tag()
}

/// Number of bytes within which the beginning of an address or a tag is looked for.
const LONGEST_ADDRESS: usize = 2048;

#[cfg(test)]
mod tests {
    use super::{Standard, named_in};

    #[test]
    fn standards_are_found_by_their_names() {
        for text in
            ["ISO/IEC 27001:2022", "iso27001", "ISO 27002", "the 27001 control", "DIN EN ISO/IEC 27001", "ISO-27001"]
        {
            assert_eq!(named_in(text), Some(Standard::Ours), "{text}");
        }
        for text in
            ["ISO 42001", "ISO/IEC 27701:2025", "iso_9001", "27018", "ISO/IEC TS 27110", "frameworks/iso42001/a.md"]
        {
            assert_eq!(named_in(text), Some(Standard::OfIso), "{text}");
        }
        for text in ["TISAX", "PCI DSS 4.0", "NIST SP 800-53", "CIS Controls", "SOC 2"] {
            assert_eq!(named_in(text), Some(Standard::Other), "{text}");
        }
        assert_eq!(named_in("ISO 27001 and ISO 42001"), Some(Standard::Several));
        for text in
            ["isolation 2700", "comparison", "ISO 27000", "1.27001", "https://e.org/iso-42001", "[x](iso-42001.md)"]
        {
            assert_eq!(named_in(text), None, "{text}");
        }
    }
}
