//! Limits for what is read of a workbook. A small file can unpack to any size.

use super::refusal::Refusal;

/// The amounts that may still be read.
#[derive(Debug)]
pub(super) struct Budget {
    /// The bytes of its parts, unpacked.
    pub bytes: Amount,
    /// The rows that hold something.
    pub rows: Amount,
    /// The cells in these rows.
    pub cells: Amount,
    /// The bytes of their texts: many cells may have one long text.
    pub text: Amount,
}

/// An amount that is used up.
#[derive(Debug)]
pub(super) struct Amount {
    pub left: usize,
    most: &'static str,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            bytes: Amount { left: 64 << 20, most: "64 MB, unpacked" },
            rows: Amount { left: 100_000, most: "100,000 rows" },
            cells: Amount { left: 2_000_000, most: "2,000,000 cells" },
            text: Amount { left: 64 << 20, most: "64 MB of text" },
        }
    }
}

impl Amount {
    pub(super) fn take(&mut self, count: usize) -> Result<(), Refusal> {
        self.left = self.left.checked_sub(count).ok_or_else(|| {
            let help = "save the sheets that the handbook needs as a workbook of their own";
            Refusal::new(format!("this workbook is not read: it has more than {}", self.most), help)
        })?;
        Ok(())
    }
}
