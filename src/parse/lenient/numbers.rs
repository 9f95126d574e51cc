//! Numbers as people write them: `£1,800.00`, `1.800,00 €`, `80 %`.

/// The number that a text says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Number {
    /// One number.
    One(f64),
    /// A mark that parts thousands, or one before the fraction: nobody knows which.
    Either(f64, f64),
}

/// Returns the number in a text, without currency and percent signs. `decimal` is the mark before the fraction, if it is known.
pub(super) fn number(text: &str, decimal: Option<char>) -> Option<Number> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().map(Number::One);
    }
    let is_unit = |c: char| c.is_whitespace() || matches!(c, '%' | '£' | '$' | '€' | '¥');
    let bare = text.trim().trim_matches(is_unit);
    // Accountants write a negative number in parentheses.
    let in_parentheses = bare.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    if let Some(inner) = in_parentheses.filter(|inner| !inner.contains(['-', '−', '('])) {
        return number(inner, decimal).map(|found| match found {
            Number::One(number) => Number::One(-number),
            Number::Either(one, other) => Number::Either(-one, -other),
        });
    }
    let bare = CURRENCIES.iter().fold(bare, |bare, code| strip_word(bare, code)).trim_matches(is_unit);
    let (sign, digits) = match bare.strip_prefix(['-', '−']) {
        Some(rest) => (-1.0, rest.trim_start_matches(is_unit)),
        None => (1.0, bare),
    };
    let digits: String = digits.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’')).collect();
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit()) && digits.ends_with(|c: char| c.is_ascii_digit());
    if !is_number || !digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) {
        return None;
    }
    let plain = |thousands: char, fraction: char| {
        let (whole, rest) = digits.split_once(fraction).unwrap_or((&digits, ""));
        let groups: Vec<&str> = whole.split(thousands).collect();
        let are_groups =
            groups.len() == 1 || groups.iter().skip(1).all(|group| group.len() == 3) && groups[0].len() <= 3;
        let is_fraction = rest.bytes().all(|b| b.is_ascii_digit());
        let number: f64 = format!("{}.{rest}0", groups.concat()).parse().ok()?;
        (are_groups && is_fraction).then_some(sign * number)
    };
    match decimal {
        Some(',') => plain('.', ',').map(Number::One),
        Some(_) => plain(',', '.').map(Number::One),
        None => match (plain(',', '.'), plain('.', ',')) {
            #[expect(clippy::float_cmp, reason = "the same digits make the same number")]
            (Some(point), Some(comma)) if point != comma => Some(Number::Either(point, comma)),
            (point, comma) => point.or(comma).map(Number::One),
        },
    }
}

/// Codes of currencies that people write before or behind an amount.
const CURRENCIES: [&str; 5] = ["EUR", "USD", "GBP", "CHF", "Fr."];

fn strip_word<'a>(text: &'a str, word: &str) -> &'a str {
    let text = text.strip_prefix(word).unwrap_or(text);
    text.strip_suffix(word).unwrap_or(text).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_without_its_unit() {
        let cases = [
            ("£1,800.00", 1800.0),
            ("1.800,00 €", 1800.0),
            ("EUR 1.250.000", 1_250_000.0),
            ("1 800,50", 1800.5),
            ("CHF 1'800.00", 1800.0),
            ("80 %", 80.0),
            ("-3", -3.0),
            ("(500)", -500.0),
            ("$(1,200.50)", -1200.5),
            ("3", 3.0),
            ("0.5", 0.5),
            ("0,5", 0.5),
            ("1,234,567", 1_234_567.0),
        ];
        for (text, expected) in cases {
            assert_eq!(number(text, None), Some(Number::One(expected)), "{text}");
        }
        assert_eq!(number("1,800", None), Some(Number::Either(1800.0, 1.8)));
        assert_eq!(number("1.800", None), Some(Number::Either(1.8, 1800.0)));
        assert_eq!(number("1,800", Some(',')), Some(Number::One(1.8)));
        assert_eq!(number("1,800", Some('.')), Some(Number::One(1800.0)));
        for text in ["", "high", "3 - likely", "1.2.3", "1,80,0.0", "5/5", "£", "(-5)", "((5))", "(high)"] {
            assert_eq!(number(text, None), None, "{text}");
        }
    }
}
