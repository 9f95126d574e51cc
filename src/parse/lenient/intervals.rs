//! Intervals as people write them: `annually`, `every two years`, `alle 6 Monate`.

/// Returns an interval in the form that front matter has, such as `6 months`; `None` if it is not one of the usual.
pub(super) fn interval(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let all: Vec<&str> = words().filter(|word| !FILLERS.contains(word)).collect();
    let joined = all.concat();
    if let Some((_, length)) = WORDS.iter().find(|(word, _)| *word == joined) {
        return Some((*length).to_owned());
    }
    let (count, unit) = match all[..] {
        [unit] => (1, unit),
        [count, unit] => (number(count)?, unit),
        _ => return None,
    };
    let (_, unit) = UNITS.iter().find(|(word, _)| *word == unit)?;
    // A single word must say that it comes again: `12-monthly` and `every year`, but not `year`.
    let is_repeated = all.len() > 1 || words().any(|word| FILLERS.contains(&word));
    is_repeated.then(|| if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") })
}

/// Words beside the interval itself.
const FILLERS: [&str; 13] =
    ["every", "each", "once", "a", "an", "per", "at", "least", "alle", "jedes", "jeden", "mindestens", "all"];

/// Words that are an interval, without the blanks and hyphens in them.
const WORDS: [(&str, &str); 23] = [
    ("annual", "1 year"),
    ("annually", "1 year"),
    ("yearly", "1 year"),
    ("jährlich", "1 year"),
    ("einmaljährlich", "1 year"),
    ("einmalimjahr", "1 year"),
    ("semiannual", "6 months"),
    ("semiannually", "6 months"),
    ("halfyearly", "6 months"),
    ("twiceyear", "6 months"),
    ("halbjährlich", "6 months"),
    ("quarterly", "3 months"),
    ("quarter", "3 months"),
    ("quartal", "3 months"),
    ("vierteljährlich", "3 months"),
    ("quartalsweise", "3 months"),
    ("monthly", "1 month"),
    ("monatlich", "1 month"),
    ("weekly", "1 week"),
    ("wöchentlich", "1 week"),
    ("biennial", "2 years"),
    ("biennially", "2 years"),
    ("zweijährlich", "2 years"),
];

/// Words for units, and the units.
const UNITS: [(&str, &str); 20] = [
    ("year", "year"),
    ("years", "year"),
    ("yearly", "year"),
    ("jahr", "year"),
    ("jahre", "year"),
    ("jährlich", "year"),
    ("month", "month"),
    ("months", "month"),
    ("monthly", "month"),
    ("monat", "month"),
    ("monate", "month"),
    ("monatlich", "month"),
    ("week", "week"),
    ("weeks", "week"),
    ("woche", "week"),
    ("wochen", "week"),
    ("day", "day"),
    ("days", "day"),
    ("tag", "day"),
    ("tage", "day"),
];

fn number(word: &str) -> Option<u32> {
    const NAMED: [(&str, u32); 12] = [
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("six", 6),
        ("twelve", 12),
        ("zwei", 2),
        ("drei", 3),
        ("vier", 4),
        ("sechs", 6),
        ("zwölf", 12),
        ("eighteen", 18),
    ];
    let named = NAMED.iter().find(|(name, _)| *name == word).map(|(_, number)| *number);
    named.or_else(|| word.parse().ok().filter(|number| (1..=1000).contains(number)))
}

#[cfg(test)]
mod tests {
    use super::interval;

    #[test]
    fn an_interval_is_read_in_words_of_both_languages() {
        for (text, expected) in [
            ("Semi-Annual", "6 months"),
            ("every 12 months", "12 months"),
            ("12-monthly", "12 months"),
            ("every two years", "2 years"),
            ("Every year", "1 year"),
            ("At least annually", "1 year"),
            ("once a year", "1 year"),
            ("jährlich", "1 year"),
            ("Alle 6 Monate", "6 months"),
            ("alle zwei Jahre", "2 years"),
            ("halb-jährlich", "6 months"),
            ("twice a year", "6 months"),
            ("Quarterly", "3 months"),
            ("12 Monate", "12 months"),
            ("1 year", "1 year"),
        ] {
            assert_eq!(interval(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "year", "biannual", "as needed", "after incidents", "12", "every 0 months", "by 2026", "soon"]
        {
            assert_eq!(interval(text), None, "{text}");
        }
    }
}
