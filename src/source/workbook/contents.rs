//! The sheets of a workbook, and what their cells share.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::budget::Budget;
use super::formats::{self, Format};
use super::package::Package;
use super::refusal::Refusal;
use super::texts;
use super::xml::{Piece, Xml};

/// The contents of a workbook.
pub(super) struct Contents {
    pub sheets: Vec<Listed>,
    pub shared: Shared,
}

/// A sheet, and the part that holds its cells.
#[derive(Debug)]
pub(super) struct Listed {
    pub name: String,
    pub is_hidden: bool,
    pub part: String,
}

/// The texts and formats that the cells of all sheets name by number.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub texts: Vec<Arc<str>>,
    pub formats: Vec<Arc<Format>>,
    /// Whether days are counted from 1904.
    pub is_1904: bool,
}

/// A part that another one names: its type, without what is before the last slash, and its path.
struct Related {
    kind: String,
    path: String,
}

impl Contents {
    pub(super) fn read(package: &mut Package<'_>, budget: &mut Budget) -> Result<Self, Refusal> {
        let top = relations(package, budget, "")?;
        let workbook = top.values().find(|related| related.kind == "officeDocument");
        let path = workbook.map_or_else(|| "xl/workbook.xml".to_owned(), |related| related.path.clone());
        let part = package.required(&path, budget)?;
        let related = relations(package, budget, &path)?;
        let mut shared = Shared::default();
        for other in related.values() {
            match other.kind.as_str() {
                "sharedStrings" => {
                    shared.texts = texts::read(&other.path, &package.required(&other.path, budget)?)?;
                }
                "styles" => shared.formats = formats::read(&other.path, &package.required(&other.path, budget)?)?,
                _ => {}
            }
        }
        let mut xml = Xml::new(&path, &part);
        let mut sheets: Vec<Listed> = Vec::new();
        let mut listed = HashSet::new();
        loop {
            match xml.next()? {
                Piece::Open(tag) if tag.name() == "workbookPr" => {
                    shared.is_1904 |= tag.get("date1904").is_some_and(|value| value == "1" || value == "true");
                }
                Piece::Open(tag) if tag.name() == "sheet" => {
                    let name = tag.get("name").unwrap_or_default().into_owned();
                    let part = tag.get("id").and_then(|id| related.get(&*id));
                    let part = part.ok_or_else(|| xml.damaged(format!("the sheet `{name}` has no part")))?;
                    let is_hidden = tag.get("state").is_some_and(|state| state != "visible");
                    // A sheet may be a chart. Two of one name are two parts, of which only one could be meant.
                    if part.kind == "worksheet" && listed.insert(part.path.as_str()) {
                        sheets.push(Listed { name, is_hidden, part: part.path.clone() });
                    }
                }
                Piece::Done => return Ok(Self { sheets, shared }),
                _ => {}
            }
        }
    }
}

/// Returns the parts that a part names, by their ids; those of the whole workbook for an empty path.
fn relations(package: &mut Package<'_>, budget: &mut Budget, path: &str) -> Result<BTreeMap<String, Related>, Refusal> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let between = if folder.is_empty() { "" } else { "/" };
    let list = format!("{folder}{between}_rels/{name}.rels");
    let mut found = BTreeMap::new();
    let Some(part) = package.part(&list, budget)? else { return Ok(found) };
    let mut xml = Xml::new(&list, &part);
    loop {
        match xml.next()? {
            Piece::Open(tag) if tag.name() == "Relationship" => {
                let [id, kind, target] = ["Id", "Type", "Target"].map(|name| tag.get(name).unwrap_or_default());
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                found.insert(id.into_owned(), Related { kind, path: resolve(folder, &target) });
            }
            Piece::Done => return Ok(found),
            _ => {}
        }
    }
}

/// Returns the path of a part that another one in a folder names.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(path) = target.strip_prefix('/') {
        return path.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}
