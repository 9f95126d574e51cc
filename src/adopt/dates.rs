//! The form of the dates in a column or behind a label.

use regex::Regex;
use std::sync::LazyLock;

/// The form of some dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    /// Each date has one reading.
    Plain,
    /// The form that all of them must have, because some of them can have no other.
    Known(&'static str),
    /// Some have two readings, and none of the others tells which: how many of how many, and one of them.
    Unclear(usize, usize, String),
}

/// Two numbers and a year, between which there are slashes or hyphens.
static NUMBERS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(\d{1,2})([/-])(\d{1,2})[/-](\d{4}|\d{2})\b").expect("the pattern is sound"));

/// Returns the form of dates by those of them that have only one reading.
pub(super) fn form<'t>(texts: impl Iterator<Item = &'t str>) -> Form {
    let (mut total, mut unclear, mut example) = (0, 0, String::new());
    let (mut day_first, mut month_first, mut sign, mut long) = (false, false, "/", true);
    for text in texts {
        total += 1;
        let Some(found) = NUMBERS.captures(text.trim()) else { continue };
        let number = |group: usize| found[group].parse::<u8>().unwrap_or(0);
        sign = if &found[2] == "-" { "-" } else { "/" };
        long = found[4].len() == 4;
        match (number(1), number(3)) {
            (first, _) if first > 12 => day_first = true,
            (_, second) if second > 12 => month_first = true,
            (first, second) if first == second => {}
            _ => {
                unclear += 1;
                example = found[0].to_owned();
            }
        }
    }
    match (unclear, day_first, month_first) {
        (0, ..) => Form::Plain,
        (_, true, false) => Form::Known(written(true, sign, long)),
        (_, false, true) => Form::Known(written(false, sign, long)),
        _ => Form::Unclear(unclear, total, example),
    }
}

fn written(day_first: bool, sign: &str, long: bool) -> &'static str {
    match (day_first, sign, long) {
        (true, "/", true) => "%d/%m/%Y",
        (true, "/", false) => "%d/%m/%y",
        (true, _, true) => "%d-%m-%Y",
        (true, _, false) => "%d-%m-%y",
        (false, "/", true) => "%m/%d/%Y",
        (false, "/", false) => "%m/%d/%y",
        (false, _, true) => "%m-%d-%Y",
        (false, _, false) => "%m-%d-%y",
    }
}

impl Form {
    /// Returns the doubt about unclear dates.
    pub(super) fn doubt(&self) -> Option<String> {
        let Self::Unclear(count, total, example) = self else { return None };
        let are = if *count == 1 { "date is" } else { "dates are" };
        Some(format!(
            "{count} of {total} {are} like {example}, and nothing tells whether the day or the month comes first"
        ))
    }

    /// Returns the key of a rule that states the form, if it must be stated.
    pub(super) fn key(&self) -> Option<String> {
        match self {
            Self::Known(form) => Some(format!("date = \"{form}\"")),
            // The form of the country that most repositories with such dates are from; the line is a comment.
            Self::Unclear(..) => Some("date = \"%d/%m/%Y\"".to_owned()),
            Self::Plain => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_date_that_has_one_reading_tells_the_form_of_all() {
        let of = |texts: &[&str]| form(texts.iter().copied());
        assert_eq!(of(&["2026-01-02", "1 July 2026", "08-Oct-25", "01.02.2026"]), Form::Plain);
        assert_eq!(of(&["03/04/2026", "15/11/2024"]), Form::Known("%d/%m/%Y"));
        assert_eq!(of(&["03/04/26", "11/15/24"]), Form::Known("%m/%d/%y"));
        assert_eq!(of(&["15/11/2024", "05/05/2026"]), Form::Plain);
        let unclear = of(&["03/04/2026", "05/05/2026", "2026-01-02"]);
        assert_eq!(unclear, Form::Unclear(1, 3, "03/04/2026".to_owned()));
        assert!(unclear.doubt().is_some_and(|doubt| doubt.starts_with("1 of 3 date is like 03/04/2026")));
        // Both forms in one column: nobody knows about the third.
        assert_eq!(of(&["15/11/2024", "11/15/2024", "01/02/2024"]), Form::Unclear(1, 3, "01/02/2024".to_owned()));
    }
}
