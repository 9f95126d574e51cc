//! The weights of ranking, with reasons. All of them are integers, so that the program and every browser compute the
//! same scores.

use super::kind::Group;
use crate::isms::Standing;

/// The score that a word in a field adds to its section, before it is multiplied by its rarity.
///
/// The body saturates as in BM25 (a tenth mention adds little to the third); the short fields count once, and more if
/// they have few other words.
pub(super) struct FieldWeight {
    /// The name of the field in the index.
    pub name: &'static str,
    /// Weights in a field of up to two words, of up to five, and longer, without stop words.
    pub weights: [u32; 3],
}

/// Maximum weight of a word that is not the page's own id.
pub(super) const MOST: u32 = 62;
/// Weight of the page's own id.
pub(super) const OWN_ID: u32 = 63;
/// Approximate weight of one mention in a body of average length; see [`body`].
const BODY: u32 = 12;

pub(super) const FIELDS: &[FieldWeight] = &[
    // A title names the subject of the whole page, so it weighs more than any number of mentions.
    FieldWeight { name: "title", weights: [52, 36, 26] },
    // A heading names the subject of its section. As a question ("Can I use my own laptop?"), it is often the query
    // itself.
    FieldWeight { name: "heading", weights: [28, 22, 18] },
    // An auditor who types an id wants the section that claims it, whether or not its text mentions the id.
    FieldWeight { name: "claims", weights: [26, 26, 22] },
    // Authors choose tags as words that readers use and the text does not.
    FieldWeight { name: "tags", weights: [16, 16, 16] },
    // These describe the kind of page; a match must find it, but never rank above a text about the word.
    FieldWeight { name: "kind", weights: [4, 4, 4] },
    FieldWeight { name: "status", weights: [4, 4, 4] },
    FieldWeight { name: "owner", weights: [4, 4, 4] },
    FieldWeight { name: "roles", weights: [4, 4, 4] },
    FieldWeight { name: "theme", weights: [2, 2, 2] },
];

/// Returns the weight of a word that occurs `count` times in a text of `length` words where the average is `average`.
///
/// BM25 with k = 1.2 and b = 0.6, in steps of four: finer steps would cost bytes and change no visible order.
pub(super) fn body(count: u32, length: u32, average: u32) -> u32 {
    let (count, length, average) = (u64::from(count.min(1_000)), u64::from(length), u64::from(average.max(1)));
    // 12 × tf × 2.2 / (tf + 1.2 × (0.4 + 0.6 × length / average)), over a common denominator.
    let above = u64::from(BODY) * 220 * count * average;
    let below = 100 * count * average + 48 * average + 72 * length;
    let exact = u32::try_from(above / below.max(1)).unwrap_or(MOST);
    ((exact + 2) / 4 * 4).clamp(4, MOST)
}

/// Returns the rarity of a term: sixteen times the binary logarithm of all sections divided by those that have it, at
/// least 8.
pub(super) fn rarity(sections: u32, having: u32) -> u32 {
    let ratio = (u64::from(sections) + 1) * 256 / (u64::from(having) + 1);
    let whole = ratio.max(256).ilog2();
    // Linear interpolation between powers of two is close enough, and the same on every machine.
    let part = (ratio.max(256) << 4 >> whole) - 16;
    (16 * (whole - 8) + u32::try_from(part).unwrap_or(0)).max(8)
}

/// Constants of ranking, which are also passed to the script in the browser.
#[derive(Debug, Clone, Copy, serde::Serialize)]
pub(super) struct Ranking {
    /// Out of sixteen: weight of a word that begins with the typed text. A whole word is a better match.
    pub prefix: u32,
    /// Out of sixteen: share of the title, the tags and the text above the first heading that is added to each section
    /// of a page.
    pub lent: u32,
    /// Out of sixteen: weight of a word in another section than the best one.
    pub elsewhere: u32,
    /// Number of completions of the typed text that are looked up: those in most sections.
    pub completions: usize,
    /// Number of sections from which a word is not completed: completions would load more files and find little else.
    pub common: usize,
    /// Maximum number of words of a query.
    pub words: usize,
    /// The number of sections shown below a page.
    pub sections: usize,
}

pub(super) const RANKING: Ranking =
    Ranking { prefix: 9, lent: 8, elsewhere: 4, completions: 8, common: 2_000, words: 16, sections: 3 };

/// Returns the weight of a group out of sixteen: people look first for a document that applies to them, or for a list
/// by its name.
pub(super) fn group(group: Group) -> u32 {
    match group {
        Group::Document => 16,
        Group::Requirement => 13,
        Group::Entry => 9,
        Group::Overview => 16,
    }
}

/// Out of sixteen: documents in force come before others. Retired ones come last in any case.
pub(super) fn standing(standing: Standing) -> u32 {
    match standing {
        Standing::Overdue(_) => 15,
        Standing::InReview | Standing::NotYet(_) | Standing::Unstated => 12,
        Standing::Draft => 11,
        Standing::InForce | Standing::NotKnown(_) | Standing::Retired => AS_GOOD_AS_ANY,
    }
}

/// Weight of a page that is in force, or of a kind without status.
pub(super) const AS_GOOD_AS_ANY: u32 = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_says_more_with_more_mentions_and_less_with_more_words() {
        assert!(body(1, 50, 50) < body(3, 50, 50));
        assert!(body(1, 10, 50) > body(1, 400, 50));
        assert!(body(u32::MAX, 1, 50) <= MOST && body(1, u32::MAX, 1) >= 4 && body(0, 0, 0) >= 4);
    }

    #[test]
    fn rarity_falls_with_every_section_that_has_the_word() {
        let all: Vec<u32> = (1..=1_000).map(|having| rarity(1_000, having)).collect();
        assert!(all.is_sorted_by(|a, b| a >= b), "{all:?}");
        assert_eq!((rarity(1_023, 0), rarity(1_023, 1), rarity(1_023, 1_023)), (160, 144, 8));
    }
}
