//! Why a workbook is not read.

/// The reason why a workbook is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// A lowercase phrase.
    pub message: String,
    /// The way to fix it.
    pub help: String,
}

/// The help for a file that no program could read in full.
const SAVE_AGAIN: &str = "open it in a spreadsheet program and save it again as an Excel workbook (.xlsx)";

impl Refusal {
    pub(super) fn new(message: impl Into<String>, help: &str) -> Self {
        Self { message: message.into(), help: help.to_owned() }
    }

    /// Refuses a file in which something is broken.
    pub(super) fn damaged(part: &str, why: impl std::fmt::Display) -> Self {
        Self::new(format!("this workbook is damaged: `{part}`: {why}"), SAVE_AGAIN)
    }
}
