//! The lines of a file.

/// Finds the line and the column of a byte in a time that does not depend on the length of the file or of the line.
#[derive(Debug, Clone)]
pub(super) struct Lines {
    /// The byte after each line break.
    starts: Vec<usize>,
    /// The number of characters before each block of bytes.
    characters: Vec<usize>,
}

/// Number of bytes of a block.
const BLOCK: usize = 512;

impl Lines {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let starts = memchr::memchr_iter(b'\n', bytes).map(|at| at + 1).collect();
        let mut characters = vec![0];
        for block in bytes.chunks(BLOCK) {
            characters.push(characters[characters.len() - 1] + count(block));
        }
        Self { starts, characters }
    }

    /// Returns line and column of a byte of the same file, both counted from 1; the column counts characters.
    pub(super) fn line_column(&self, bytes: &[u8], byte: usize) -> (usize, usize) {
        let byte = byte.min(bytes.len());
        let line = self.starts.partition_point(|start| *start <= byte);
        let start = line.checked_sub(1).map_or(0, |before| self.starts[before]);
        (line + 1, 1 + self.before(bytes, byte) - self.before(bytes, start))
    }

    /// Returns the number of characters that begin before a byte.
    fn before(&self, bytes: &[u8], byte: usize) -> usize {
        let block = byte / BLOCK;
        self.characters[block] + count(&bytes[block * BLOCK..byte])
    }
}

/// Returns the number of characters that begin in some bytes of UTF-8.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, byte: usize, expected: (usize, usize)) {
        assert_eq!(Lines::of(text.as_bytes()).line_column(text.as_bytes(), byte), expected, "{byte}");
    }

    #[test]
    fn columns_count_characters_and_lines_start_at_one() {
        let text = "é\nxäy";
        check(text, 0, (1, 1));
        check(text, 2, (1, 2));
        check(text, 3, (2, 1));
        check(text, 6, (2, 3));
        check(text, 999, (2, 4));
        check("", 0, (1, 1));
        check("a\n", 2, (2, 1));
    }

    #[test]
    fn a_place_in_a_long_line_is_found_in_any_block() {
        for length in [BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK] {
            let text = format!("ä\n{}", "ö".repeat(length));
            for at in [0, length / 2, length] {
                check(&text, 3 + 2 * at, (2, 1 + at));
            }
        }
    }
}
