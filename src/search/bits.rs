//! An adaptive binary arithmetic coder that emits printable ASCII.
//!
//! Positions of words are most of what a browser must download before it can answer a query on a large book, and gzip
//! alone needs a quarter more for them. The decoder is `Bits` in `browser/rank.js`.

use super::code::letter;

/// Number of bits of both interval bounds; JavaScript still computes exactly with so many.
const WIDTH: u32 = 30;
const ALL: u32 = (1 << WIDTH) - 1;
/// Number of bits per character.
const DIGIT: u32 = 6;
/// Minimum width of the interval after several bits are coded at once; a narrower one would lose precision.
const WIDE: u32 = 64;
/// Binary logarithm of the number that probabilities are fractions of.
const CERTAIN: u32 = 12;

/// Adaptive probability that a bit is set in its context.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chance {
    /// The probability, as a fraction of 4,096.
    set: u32,
    /// The number of bits seen, up to a limit.
    met: u32,
}

impl Default for Chance {
    fn default() -> Self {
        Self { set: 1 << (CERTAIN - 1), met: 0 }
    }
}

impl Chance {
    /// Moves the probability towards `bit`, by less the more bits it has seen.
    fn learn(&mut self, bit: bool) {
        let pace = 2 + u32::from(self.met >= 4) + u32::from(self.met >= 12) + u32::from(self.met >= 40);
        self.met = (self.met + 1).min(40);
        if bit {
            self.set += ((1 << CERTAIN) - self.set) >> pace;
        } else {
            self.set -= self.set >> pace;
        }
    }
}

/// Encoder that writes bits as text.
#[derive(Debug)]
pub(super) struct Bits {
    low: u32,
    high: u32,
    text: String,
}

impl Default for Bits {
    fn default() -> Self {
        Self { low: 0, high: ALL, text: String::new() }
    }
}

impl Bits {
    /// Encodes a bit with its probability, and updates the probability.
    pub(super) fn push(&mut self, bit: bool, chance: &mut Chance) {
        let share = ((self.high - self.low) >> CERTAIN) * chance.set;
        self.split(bit, share);
        chance.learn(bit);
    }

    /// Encodes the lowest bits of a number, all equally probable; at once if the interval is wide enough.
    pub(super) fn push_plain(&mut self, number: u32, bits: u32) {
        let share = (self.high - self.low) >> bits;
        if share >= WIDE {
            self.low += share * (number & ((1 << bits) - 1));
            self.high = self.low + share - 1;
            self.settle();
        } else {
            for at in (0..bits).rev() {
                self.split(number >> at & 1 == 1, (self.high - self.low) >> 1);
            }
        }
    }

    fn split(&mut self, bit: bool, share: u32) {
        if bit {
            self.high = self.low + share;
        } else {
            self.low += share + 1;
        }
        self.settle();
    }

    fn settle(&mut self) {
        // Digits that both bounds have in common cannot change any more.
        while (self.low ^ self.high) >> (WIDTH - DIGIT) == 0 {
            self.text.push(letter(self.low >> (WIDTH - DIGIT)));
            self.low = self.low << DIGIT & ALL;
            self.high = (self.high << DIGIT & ALL) | ((1 << DIGIT) - 1);
        }
    }

    /// Returns the text; a decoder reads zeros after its end.
    pub(super) fn finish(mut self) -> String {
        // The first digit above the lower bound, followed by zeros, is inside the interval.
        self.text.push(letter((self.low >> (WIDTH - DIGIT)) + 1));
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The decoder, as `Bits` in `browser/rank.js`.
    struct Reader<'t> {
        digits: std::str::Chars<'t>,
        low: u32,
        high: u32,
        code: u32,
    }

    impl<'t> Reader<'t> {
        fn new(text: &'t str) -> Self {
            let mut reader = Self { digits: text.chars(), low: 0, high: ALL, code: 0 };
            (0..5).for_each(|_| reader.code = reader.shifted());
            reader
        }

        fn shifted(&mut self) -> u32 {
            let digit = self.digits.next().map_or(0, |c| u32::from(c) - if c < '\\' { 35 } else { 36 });
            (self.code << DIGIT & ALL) | digit
        }

        fn next(&mut self, chance: &mut Chance) -> bool {
            let bit = self.split(((self.high - self.low) >> CERTAIN) * chance.set);
            chance.learn(bit);
            bit
        }

        fn split(&mut self, share: u32) -> bool {
            let bit = self.code <= self.low + share;
            if bit {
                self.high = self.low + share;
            } else {
                self.low += share + 1;
            }
            self.settle();
            bit
        }

        fn settle(&mut self) {
            while (self.low ^ self.high) >> (WIDTH - DIGIT) == 0 {
                self.low = self.low << DIGIT & ALL;
                self.high = (self.high << DIGIT & ALL) | 63;
                self.code = self.shifted();
            }
        }

        fn plain(&mut self, bits: u32) -> u32 {
            let share = (self.high - self.low) >> bits;
            if share < WIDE {
                return (0..bits).fold(0, |n, _| n << 1 | u32::from(self.split((self.high - self.low) >> 1)));
            }
            let number = (self.code - self.low) / share;
            self.low += share * number;
            self.high = self.low + share - 1;
            self.settle();
            number
        }
    }

    #[test]
    fn every_bit_comes_back_and_likely_ones_take_little_room() {
        for (often, most) in [(2, 1_900), (10, 1_000), (1_000, 210), (1_000_000, 190)] {
            let mut seed = 27_001_u32;
            let mut next = || {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                seed >> 8
            };
            let bits: Vec<bool> = (0..10_000).map(|_| next() % often == 0).collect();
            let plain: Vec<u32> = (0..100).map(|_| next() % 1_024).collect();
            let (mut text, mut chance) = (Bits::default(), Chance::default());
            bits.iter().for_each(|bit| text.push(*bit, &mut chance));
            plain.iter().for_each(|number| text.push_plain(*number, 10));
            let text = text.finish();
            assert!(text.len() < most, "one in {often}: {} characters", text.len());
            let (mut reader, mut chance) = (Reader::new(&text), Chance::default());
            assert!(bits.iter().all(|bit| reader.next(&mut chance) == *bit));
            assert!(plain.iter().all(|number| reader.plain(10) == *number));
        }
        assert_eq!(Reader::new(&Bits::default().finish()).code, 1 << 24);
    }
}
