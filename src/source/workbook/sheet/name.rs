//! Names of cells, such as `F6`.

/// Number of rows and of columns of the largest sheet.
const ROWS: u32 = 1_048_576;
const COLUMNS: u32 = 16_384;

/// Reads the name of a cell. Returns its row and its column, both counted from 1.
pub(super) fn cell(name: &str) -> Option<(u32, u32)> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    if !(1..=3).contains(&letters) {
        return None;
    }
    let digit = |letter: u8| u32::from(letter.to_ascii_uppercase() - b'A') + 1;
    let column = name.bytes().take(letters).fold(0, |column, letter| 26 * column + digit(letter));
    Some((row(&name[letters..])?, column)).filter(|_| column <= COLUMNS)
}

/// Reads the number of a row.
pub(super) fn row(number: &str) -> Option<u32> {
    number.parse().ok().filter(|row| (1..=ROWS).contains(row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_place_of_a_sheet() {
        assert_eq!(
            ["A1", "f6", "AA10", "XFD1048576"].map(cell),
            [Some((1, 1)), Some((6, 6)), Some((10, 27)), Some((1_048_576, 16_384))]
        );
        for name in ["", "A", "1", "A0", "A1048577", "XFE1", "AAAA1", "A-1", "A99999999999", "é1", "A1é"] {
            assert_eq!(cell(name), None, "{name}");
        }
    }
}
