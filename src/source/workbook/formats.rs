//! Numbers as a workbook shows them: a day and a share are numbers to which the format of the cell gives a meaning.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::{Date, date};
use jiff::{Span, ToSpan as _};

use super::CellValue;
use super::refusal::Refusal;
use super::xml::{Piece, Xml};

/// The format of a number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Format {
    /// As it is.
    #[default]
    Plain,
    /// A day, with or without a time.
    Day,
    /// A time, or a number of hours.
    Time,
    /// Digits, and what is around them.
    Digits(Digits),
}

/// A format of digits, such as `"R-"000` or `0.0%`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Digits {
    prefix: String,
    /// Number of digits that are shown at the least.
    zeros: usize,
    /// Number of digits of the fraction.
    decimals: usize,
    is_percent: bool,
    is_grouped: bool,
}

/// Number of digits that a spreadsheet shows, and of a fraction at the most.
const PRECISION: usize = 15;
const MOST_DECIMALS: usize = 30;

/// Number of letters of the longest format.
const LONGEST: usize = 255;

/// Reads the format of each style that a cell may have.
pub(super) fn read(name: &str, part: &str) -> Result<Vec<Arc<Format>>, Refusal> {
    let mut xml = Xml::new(name, part);
    let mut own: HashMap<u32, Arc<Format>> = HashMap::new();
    let (mut styles, mut is_style) = (Vec::new(), false);
    loop {
        match xml.next()? {
            Piece::Open(tag) => match tag.name() {
                "cellXfs" => is_style = true,
                "numFmt" => {
                    let id = tag.get("numFmtId").and_then(|id| id.parse().ok());
                    if let (Some(id), Some(code)) = (id, tag.get("formatCode")) {
                        own.insert(id, Arc::new(Format::of(&code)));
                    }
                }
                "xf" if is_style => {
                    let id = tag.get("numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                    styles.push(own.entry(id).or_insert_with(|| Arc::new(Format::built_in(id))).clone());
                }
                _ => {}
            },
            Piece::Close(end) if end.name() == "cellXfs" => is_style = false,
            Piece::Done => return Ok(styles),
            _ => {}
        }
    }
}

impl Format {
    /// Returns a format that each workbook has, as ISO/IEC 29500-1 lists them in 18.8.30.
    fn built_in(id: u32) -> Self {
        match id {
            1 => Self::of("0"),
            2 => Self::of("0.00"),
            3 | 37 | 38 => Self::of("#,##0"),
            4 | 39 | 40 => Self::of("#,##0.00"),
            9 => Self::of("0%"),
            10 => Self::of("0.00%"),
            14..=17 | 22 | 27..=36 | 50..=58 => Self::Day,
            18..=21 | 45..=47 => Self::Time,
            _ => Self::Plain,
        }
    }

    /// Reads a format as it is written in a workbook. Only what is for positive numbers counts.
    fn of(code: &str) -> Self {
        if code.to_ascii_lowercase().starts_with("general") {
            return Self::Plain;
        }
        let (mut digits, mut has, mut has_digits, mut in_fraction) = (Digits::default(), String::new(), false, false);
        let mut letters = code.chars().take(LONGEST);
        while let Some(letter) = letters.next() {
            match letter {
                ';' => break,
                '"' => {
                    let literal: String = letters.by_ref().take_while(|letter| *letter != '"').collect();
                    digits.prefix.push_str(if has_digits { "" } else { &literal });
                }
                '\\' => digits.prefix.extend(letters.next().filter(|_| !has_digits)),
                '_' | '*' => drop(letters.next()),
                '[' => {
                    let inside: String = letters.by_ref().take_while(|letter| *letter != ']').collect();
                    if !inside.is_empty() && inside.chars().all(|letter| "hmsHMS".contains(letter)) {
                        return Self::Time;
                    }
                }
                '0' | '#' | '?' => {
                    has_digits = true;
                    match in_fraction {
                        true => digits.decimals += 1,
                        false => digits.zeros += usize::from(letter == '0'),
                    }
                }
                '.' => in_fraction = has_digits,
                ',' => digits.is_grouped |= has_digits,
                '%' => digits.is_percent = true,
                '@' | 'E' => return Self::Plain,
                '/' if has_digits => return Self::Plain,
                'y' | 'd' | 'h' | 's' | 'm' | 'Y' | 'D' | 'H' | 'S' | 'M' => has.push(letter.to_ascii_lowercase()),
                other if !has_digits => digits.prefix.push(other),
                _ => {}
            }
        }
        let has = |any: &[char]| has.contains(any);
        digits.decimals = digits.decimals.min(MOST_DECIMALS);
        match () {
            () if has(&['y', 'd']) => Self::Day,
            () if has(&['h', 's']) => Self::Time,
            () if has(&['m']) => Self::Day,
            () if has_digits => Self::Digits(digits),
            () => Self::Plain,
        }
    }

    /// Returns the value of a number in this format, and how it is shown.
    pub(super) fn value(&self, number: f64, is_1904: bool) -> (CellValue, String) {
        match self {
            Self::Day if let Some(day) = day(number, is_1904) => (CellValue::Date(day), day.to_string()),
            Self::Time if (0.0..1e6).contains(&number) => {
                let time = time(number);
                (CellValue::Text(time.as_str().into()), time)
            }
            Self::Digits(digits) => digits.value(number),
            _ => plain(number),
        }
    }
}

impl Digits {
    fn value(&self, number: f64) -> (CellValue, String) {
        let share = Some(number * 100.0).filter(|share| self.is_percent && share.is_finite());
        let number = share.unwrap_or(number);
        let (value, plain) = plain(number);
        let is_id = self.zeros > 1 || self.prefix.chars().any(char::is_alphabetic);
        if let CellValue::Integer(whole @ 0..) = value
            && is_id
            && !self.is_percent
            && !self.is_grouped
            && self.decimals == 0
        {
            let shown = format!("{}{whole:0width$}", self.prefix, width = self.zeros.min(MOST_DECIMALS));
            return (CellValue::Text(shown.as_str().into()), shown);
        }
        // More digits than the format shows would be lost.
        let rounded = format!("{number:.*}", self.decimals);
        let is_whole = rounded.parse().is_ok_and(|rounded: f64| precise(rounded) == precise(number));
        let shown = if is_whole { rounded } else { plain };
        (value, if share.is_some() { format!("{shown}%") } else { shown })
    }
}

/// Returns a number without a format: as many digits as a spreadsheet shows.
fn plain(number: f64) -> (CellValue, String) {
    let number = precise(number);
    #[expect(clippy::cast_possible_truncation, reason = "it has 15 digits at the most")]
    let value = match number.fract() == 0.0 && number.abs() < 1e15 {
        true => CellValue::Integer(number as i64),
        false => CellValue::Float(number),
    };
    let shown = match value {
        CellValue::Integer(whole) => whole.to_string(),
        _ => number.to_string(),
    };
    (value, shown)
}

/// Returns a number without the digits that only computing with it has left.
fn precise(number: f64) -> f64 {
    format!("{number:.*e}", PRECISION - 1).parse().unwrap_or(number)
}

/// Returns the day of a number of days, without its time.
fn day(number: f64, is_1904: bool) -> Option<Date> {
    if !(1.0..3_000_000.0).contains(&number) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "it is below three million")]
    let days = number.floor() as i64;
    // The older count has a 29th of February 1900, which never was.
    let start = match days {
        _ if is_1904 => date(1904, 1, 1),
        ..60 => date(1899, 12, 31),
        60 => return None,
        _ => date(1899, 12, 30),
    };
    let length: Span = days.days();
    start.checked_add(length).ok()
}

/// Returns a time as hours and minutes, with the seconds if there are any.
fn time(number: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "it is a number of seconds below 1e11")]
    let seconds = (number * 86_400.0).round() as i64;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let rest = if seconds > 0 { format!(":{seconds:02}") } else { String::new() };
    format!("{hours:02}:{minutes:02}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, number: f64, value: CellValue, shown: &str) {
        assert_eq!(Format::of(code).value(number, false), (value, shown.to_owned()), "{code}");
    }

    fn text(text: &str) -> CellValue {
        CellValue::Text(text.into())
    }

    #[test]
    fn days_are_found_by_their_format() {
        let day = CellValue::Date(date(2026, 4, 3));
        for code in ["yyyy-mm-dd", "dd/mm/yy", "d. mmm yyyy", "[$-407]dd.mm.yyyy;@", "m/d/yy h:mm", "mmm", "dd\\-mmm"] {
            check(code, 46_115.75, day.clone(), "2026-04-03");
        }
        check("0\" days\"", 30.0, CellValue::Integer(30), "30");
        check("[Red]0", 30.0, CellValue::Integer(30), "30");
        check("General", 46_115.0, CellValue::Integer(46_115), "46115");
        check("yyyy-mm-dd", -1.0, CellValue::Integer(-1), "-1");
        check("yyyy-mm-dd", 1e300, CellValue::Float(1e300), &1e300.to_string());
        check("h:mm", 0.75, text("18:00"), "18:00");
        check("[h]:mm:ss", 1.5, text("36:00"), "36:00");
    }

    #[test]
    fn both_calendars_begin_where_spreadsheets_begin_them() {
        assert_eq!(
            [1.0, 59.0, 61.0].map(|n| day(n, false).unwrap().to_string()),
            ["1900-01-01", "1900-02-28", "1900-03-01"]
        );
        assert_eq!(day(60.0, false), None);
        assert_eq!(day(1.0, true), Some(date(1904, 1, 2)));
        assert_eq!(day(44_653.0, true), Some(date(2026, 4, 3)));
        assert_eq!(day(0.5, false), None);
        assert_eq!(day(f64::MAX, false), None);
    }

    #[test]
    fn a_share_is_the_number_that_is_shown() {
        check("0%", 0.8, CellValue::Integer(80), "80%");
        check("0.0%", 0.07, CellValue::Integer(7), "7.0%");
        check("0%", 0.805, CellValue::Float(80.5), "80.5%");
    }

    #[test]
    fn numbers_keep_their_digits() {
        check("0.00", 1.1, CellValue::Float(1.1), "1.10");
        check("0.0", 2.0, CellValue::Integer(2), "2.0");
        check("0", 2.5, CellValue::Float(2.5), "2.5");
        check("General", 0.1 + 0.2, CellValue::Float(0.3), "0.3");
        check("\"£\"#,##0.00", 1800.0, CellValue::Integer(1800), "1800.00");
        check("[$€-407]\\ #,##0", 1800.0, CellValue::Integer(1800), "1800");
    }

    #[test]
    fn a_format_can_make_an_id_of_a_number() {
        check("\"R-\"000", 7.0, text("R-007"), "R-007");
        check("\\R\\-0", 7.0, text("R-7"), "R-7");
        check("0000", 7.0, text("0007"), "0007");
    }

    #[test]
    fn styles_are_numbered_as_cells_name_them() {
        let part = "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='yyyy&quot;-&quot;mm'/></numFmts><cellStyleXfs><xf \
                    numFmtId='9'/></cellStyleXfs><cellXfs><xf numFmtId='0'/><xf numFmtId='164'/><xf numFmtId='14'/>\
                    <xf/></cellXfs><dxfs><xf numFmtId='9'/></dxfs></styleSheet>";
        let formats = read("styles.xml", part).unwrap();
        let formats: Vec<&Format> = formats.iter().map(|format| &**format).collect();
        assert_eq!(formats, [&Format::Plain, &Format::Day, &Format::Day, &Format::Plain]);
    }
}
