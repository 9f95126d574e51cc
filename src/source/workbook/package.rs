//! The ZIP file that a workbook is: its parts by name, unpacked when they are asked for.

use std::collections::HashMap;
use std::io::{Cursor, Read as _};

use memchr::memmem;
use zip::ZipArchive;

use super::budget::Budget;
use super::refusal::Refusal;

/// Number of parts of the largest workbook.
const MOST_PARTS: usize = 10_000;

/// The first bytes of a compound file, as older programs write workbooks, and all encrypt them.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// The part of a compound file that holds an encrypted workbook.
const ENCRYPTED: &str = "EncryptedPackage";

const HELP: &str = "save it as an Excel workbook (.xlsx) or as CSV";

/// The parts of a workbook.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// The number of each part in the archive, by its name in small letters.
    parts: HashMap<String, usize>,
}

impl<'a> Package<'a> {
    pub(super) fn open(path: &str, bytes: &'a [u8]) -> Result<Self, Refusal> {
        if let Some(refusal) = other_kind(bytes) {
            return Err(refusal);
        }
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| Refusal::damaged(path.rsplit('/').next().unwrap_or(path), error))?;
        if archive.len() > MOST_PARTS {
            return Err(Refusal::new(format!("this workbook is not read: it has more than {MOST_PARTS} parts"), HELP));
        }
        let names = archive.file_names_raw().enumerate();
        let parts: HashMap<String, usize> = names.map(|(at, name)| (key(&String::from_utf8_lossy(name)), at)).collect();
        let has = |ending: &str| parts.keys().any(|name| name.ends_with(ending));
        let lower = path.to_lowercase();
        let message = if has("vbaproject.bin") || [".xlsm", ".xltm"].iter().any(|ending| lower.ends_with(ending)) {
            "this workbook is not read: it may have macros"
        } else if has("workbook.bin") {
            "this workbook is not read: it is in the binary form (.xlsb)"
        } else if parts.contains_key("content.xml") && parts.contains_key("mimetype") {
            "this file is not an Excel workbook: it is an OpenDocument file"
        } else {
            return Ok(Self { archive, parts });
        };
        Err(Refusal::new(message, HELP))
    }

    /// Returns the text of a part, if there is one.
    pub(super) fn part(&mut self, name: &str, budget: &mut Budget) -> Result<Option<String>, Refusal> {
        let Some(&at) = self.parts.get(&key(name)) else { return Ok(None) };
        let file = self.archive.by_index(at).map_err(|error| Refusal::damaged(name, error))?;
        // What the file says about its size may be wrong, so its real bytes are counted.
        let (mut bytes, most) = (Vec::new(), budget.bytes.left as u64 + 1);
        file.take(most).read_to_end(&mut bytes).map_err(|error| Refusal::damaged(name, error))?;
        budget.bytes.take(bytes.len())?;
        let text = String::from_utf8(bytes).map_err(|_| Refusal::damaged(name, "it is not UTF-8"))?;
        Ok(Some(text))
    }

    /// Returns the text of a part that must be there.
    pub(super) fn required(&mut self, name: &str, budget: &mut Budget) -> Result<String, Refusal> {
        self.part(name, budget)?.ok_or_else(|| Refusal::damaged(name, "this part is missing"))
    }
}

/// Returns the form of a name in which parts are looked up.
fn key(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// Refuses a file that is not a ZIP archive, and says what it is.
fn other_kind(bytes: &[u8]) -> Option<Refusal> {
    if bytes.starts_with(COMPOUND) {
        let encrypted: Vec<u8> = ENCRYPTED.encode_utf16().flat_map(u16::to_le_bytes).collect();
        return Some(match memmem::find(bytes, &encrypted) {
            Some(_) => Refusal::new("this workbook is encrypted", "save it without a password"),
            None => Refusal::new("this is not an Excel workbook of today (.xlsx): it is an old one (.xls)", HELP),
        });
    }
    if bytes.starts_with(b"PK") {
        return None;
    }
    Some(match std::str::from_utf8(bytes) {
        Ok("") => Refusal::new("this workbook is empty: the file has no bytes", HELP),
        Ok(_) => Refusal::new(
            "this file is not a workbook, whatever its name says: it is text",
            "give it the ending of what it is, such as `.csv`, or save it as an Excel workbook (.xlsx)",
        ),
        Err(_) => Refusal::new("this file is not a workbook, whatever its name says", HELP),
    })
}
