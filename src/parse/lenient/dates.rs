//! Dates as people write them: `1 July 2026`, `08-Oct-25`, `25.12.2026`.

use jiff::civil::Date;
use jiff::fmt::strtime;

/// The day that a text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// One day.
    One(Date),
    /// The day before the month, or the month before the day: nobody knows which.
    Either(Date, Date),
}

/// The names of months, by their first letters, in English and German. The first that fits counts.
const MONTHS: [(&str, i8); 24] = [
    ("january", 1),
    ("januar", 1),
    ("jänner", 1),
    ("february", 2),
    ("februar", 2),
    ("march", 3),
    ("märz", 3),
    ("maerz", 3),
    ("mrz", 3),
    ("april", 4),
    ("may", 5),
    ("mai", 5),
    ("june", 6),
    ("juni", 6),
    ("july", 7),
    ("juli", 7),
    ("august", 8),
    ("september", 9),
    ("sept", 9),
    ("october", 10),
    ("oktober", 10),
    ("november", 11),
    ("december", 12),
    ("dezember", 12),
];

/// Returns the day that a text says in one of the given forms.
pub(super) fn in_form(text: &str, forms: &[String]) -> Option<Date> {
    let english = in_english(text.trim());
    forms.iter().find_map(|form| strtime::parse(form, &english).ok()?.to_date().ok())
}

/// Replaces the name of a month by the English one that strtime knows.
fn in_english(text: &str) -> String {
    const ENGLISH: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut words = text.split_inclusive(|c: char| !c.is_alphabetic());
    let each = words.by_ref().map(|part| {
        let word = part.trim_end_matches(|c: char| !c.is_alphabetic());
        let is_full = |month: i8| strtime::parse("%B", word).is_ok_and(|time| time.month() == Some(month));
        match month(word) {
            Some(month) if !is_full(month) => {
                let name = usize::try_from(month - 1).ok().and_then(|at| ENGLISH.get(at)).copied().unwrap_or(word);
                format!("{name}{}", part.trim_start_matches(word).trim_start_matches('.'))
            }
            _ => part.to_owned(),
        }
    });
    each.collect()
}

/// Returns the day that a text says in any of the usual forms; `None` if it says none.
pub(super) fn day(text: &str) -> Option<Day> {
    let text = text.trim();
    if let Some(day) = text.get(..10).and_then(|start| start.parse().ok()) {
        let goes_on = text[10..].starts_with(|c: char| c.is_ascii_digit());
        return (!goes_on).then_some(Day::One(day));
    }
    let mut parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let found = [parts.next()?, parts.next()?, parts.next()?];
    let is_time = |part: &str| part.eq_ignore_ascii_case("utc") || part.bytes().all(|b| b.is_ascii_digit());
    if !parts.all(is_time) {
        return None;
    }
    let is_word = |part: &str| part.starts_with(char::is_alphabetic);
    let one =
        |day: &str, month: i8, year: &str| Some(Day::One(Date::new(self::year(year)?, month, number(day)?).ok()?));
    match found {
        [month, day, year] if is_word(month) => one(ordinal(day), self::month(month)?, year),
        [day, month, year] if is_word(month) => one(ordinal(day), self::month(month)?, year),
        [year, month, day] if year.len() == 4 => one(day, number(month)?, year),
        // With dots, the day comes first everywhere.
        [day, month, year] if text.contains('.') => one(day, number(month)?, year),
        [first, second, year] => either(number(first)?, number(second)?, self::year(year)?),
    }
}

/// Returns the readings of two numbers before a year.
fn either(first: i8, second: i8, year: i16) -> Option<Day> {
    let day_first = Date::new(year, second, first).ok();
    let month_first = Date::new(year, first, second).ok();
    match (day_first, month_first) {
        (Some(one), Some(other)) if one != other => Some(Day::Either(one, other)),
        (one, other) => one.or(other).map(Day::One),
    }
}

fn number(text: &str) -> Option<i8> {
    text.parse().ok()
}

/// Returns a year of four digits, or of two in this century.
fn year(text: &str) -> Option<i16> {
    match text.len() {
        4 => text.parse().ok(),
        2 => text.parse::<i16>().ok().map(|year| 2000 + year),
        _ => None,
    }
}

/// Returns the digits of `1st`, `2nd`, `3rd`, `4th`.
fn ordinal(day: &str) -> &str {
    let digits = day.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if matches!(&day[digits.len()..], "" | "st" | "nd" | "rd" | "th") { digits } else { "" }
}

/// Returns the month whose name begins with a word of three letters at least.
fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let long_enough = word.chars().count() >= 3;
    MONTHS.iter().find(|(name, _)| long_enough && name.starts_with(word.as_str())).map(|(_, month)| *month)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_is_read_in_every_form_that_has_one_reading() {
        let cases = [
            ("2025-07-25", date(2025, 7, 25)),
            ("2025-07-25 (UTC)", date(2025, 7, 25)),
            ("2025-07-25T10:00:00Z", date(2025, 7, 25)),
            ("2025/7/25", date(2025, 7, 25)),
            ("1 July 2026", date(2026, 7, 1)),
            ("July 1, 2026", date(2026, 7, 1)),
            ("1st of July 2026".replace(" of", "").as_str(), date(2026, 7, 1)),
            ("08-Oct-25", date(2025, 10, 8)),
            ("8 Sept 2025", date(2025, 9, 8)),
            ("1. Juli 2026", date(2026, 7, 1)),
            ("3. März 2026", date(2026, 3, 3)),
            ("01.02.2026", date(2026, 2, 1)),
            ("25/12/2026", date(2026, 12, 25)),
            ("12/25/2026", date(2026, 12, 25)),
            ("05/05/2026", date(2026, 5, 5)),
            ("01.02.26", date(2026, 2, 1)),
        ]
        .map(|(text, day)| (text.to_owned(), day));
        for (text, expected) in cases {
            assert_eq!(day(&text), Some(Day::One(expected)), "{text}");
        }
        assert_eq!(day("03/04/2026"), Some(Day::Either(date(2026, 4, 3), date(2026, 3, 4))));
        for text in
            ["", "soon", "October 2025", "Q3 2026", "31/31/2026", "1 2 3 4 x", "2026-07-011", "31.02.2026", "1 ma 2026"]
        {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn a_form_decides_which_number_is_the_month() {
        let read = |text: &str, form: &str| in_form(text, &[form.to_owned()]);
        assert_eq!(read("03/04/2026", "%d/%m/%Y"), Some(date(2026, 4, 3)));
        assert_eq!(read("03/04/2026", "%m/%d/%Y"), Some(date(2026, 3, 4)));
        assert_eq!(read("3 Okt 2025", "%d %b %Y"), Some(date(2025, 10, 3)));
        assert_eq!(read("3 October 2025", "%d %B %Y"), Some(date(2025, 10, 3)));
        assert_eq!(read("3. Dezember 2025", "%d. %b %Y"), Some(date(2025, 12, 3)));
        assert_eq!(read("2025-10-03", "%d/%m/%Y"), None);
    }
}
