//! Numbers as text: small ones in one character, all in ASCII that a JavaScript string holds as it is.
//!
//! gzip makes of it nearly what bits would take, and a browser reads it quickly. `numbers` in `browser/rank.js` is the way back.
//! Only where words stand is written in less ([`super::bits`]).

/// How many characters end a number. The other sixteen of the 91 continue one.
const LAST: u32 = 75;

/// A text of numbers.
#[derive(Debug, Default, Clone)]
pub(super) struct Numbers(pub String);

impl Numbers {
    /// Adds a number.
    pub(super) fn push(&mut self, mut number: u32) {
        while number >= LAST {
            number -= LAST;
            self.0.push(letter(LAST + number % 16));
            number /= 16;
        }
        self.0.push(letter(number));
    }
}

/// From `#` on, without the backslash.
pub(super) fn letter(at: u32) -> char {
    char::from(LETTERS[at as usize])
}

const LETTERS: [u8; 91] = {
    let mut letters = [0; 91];
    let mut at = 0;
    while at < 91_u8 {
        letters[at as usize] = at + if at < 57 { 35 } else { 36 };
        at += 1;
    }
    letters
};

#[cfg(test)]
mod tests {
    use super::*;

    /// As `numbers` in `browser/rank.js`.
    fn read(text: &str) -> Vec<u64> {
        let mut digits = text.chars().map(|c| u64::from(u32::from(c) - if c < '\\' { 35 } else { 36 }));
        let mut numbers = Vec::new();
        while let Some(first) = digits.next() {
            let (mut digit, mut number, mut scale) = (first, 0, 1);
            while digit >= u64::from(LAST) {
                number += (digit - u64::from(LAST)) * scale + u64::from(LAST) * scale;
                scale *= 16;
                digit = digits.next().unwrap();
            }
            numbers.push(number + digit * scale);
        }
        numbers
    }

    #[test]
    fn every_number_comes_back() {
        let all = [0, 1, 56, 57, 74, 75, 76, 90, 91, 1_274, 1_275, 20_000, 70_000, u32::MAX];
        let mut text = Numbers::default();
        for number in all {
            text.push(number);
        }
        assert_eq!(read(&text.0), all.map(u64::from));
        assert!(!text.0.contains(['"', '\\']) && text.0.is_ascii());
    }
}
