//! Numbers as text: small numbers take one character, and every character is ASCII that needs no escape in a JavaScript
//! string.
//!
//! Compressed with gzip, this is small enough, and a browser decodes it quickly. The decoder is `numbers` in
//! `browser/rank.js`.

/// Number of characters that end a number. The other sixteen of the 91 characters continue one.
const LAST: u32 = 75;

/// A sequence of encoded numbers.
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

/// Returns the character for a digit: from `#` on, without the backslash.
fn letter(at: u32) -> char {
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

    /// The decoder, as `numbers` in `browser/rank.js`.
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
