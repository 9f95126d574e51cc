//! A standard that ships with the program: its parts, its crosswalks, and what may be done with its texts.

use crate::catalog::{self, ALWAYS, BUILT_IN, Catalog, Named, StandardFile};
use crate::load;
use crate::source::{FileId, Sources, Span, Spanned};

/// Returns the ids of all of them.
pub(super) fn ids<'a>() -> impl Iterator<Item = &'a str> {
    BUILT_IN.iter().map(|standard| standard.id)
}

/// Explains the standard with an id; `None` if none has it.
pub(super) fn explanation(id: &str) -> Option<String> {
    ids().find(|known| *known == id)?;
    let catalog = catalog_with(id);
    let at = catalog.standards.iter().position(|standard| standard.id == id)?;
    let standard = &catalog.standards[at];
    let counted = catalog.of_standard(at).filter(|(ix, _)| catalog.is_assessable(*ix) || standard.is_retired()).count();
    let mut text = format!("{}: {}\n\n{counted} requirements", standard.title, standard.name);
    for (id, title) in &standard.left_out {
        text.push_str(&format!(", without the part `{id}`: {title}"));
    }
    text.push('\n');
    let crosswalks = catalog.crosswalks.iter().enumerate().filter(|(_, crosswalk)| crosswalk.standard == at);
    for (number, crosswalk) in crosswalks {
        let pairs = catalog.pairs().filter(|pair| pair.crosswalk == number).count();
        let confidence = crosswalk.confidence.word();
        let (id, source) = (&crosswalk.id, &crosswalk.source);
        text.push_str(&format!(
            "\nCrosswalk `{id}`: {pairs} pairs with ISO/IEC 27001:2022, {confidence} confidence.\n{source}\n"
        ));
    }
    for line in [&standard.rights.terms, &standard.rights.attribution].into_iter().flatten() {
        text.push_str(&format!("\n{line}\n"));
    }
    if !ALWAYS.contains(&id) {
        text.push_str(&format!(
            "\nTo measure a handbook against it, add to book.toml:\n\n[[standard]]\nid = \"{id}\"\n"
        ));
    }
    Some(text)
}

/// Returns the catalogue of a book that is measured against a standard.
fn catalog_with(id: &str) -> Catalog {
    let id = Spanned { value: id.to_owned(), span: Span::new(FileId::from(0), 0..0) };
    let named = Named { file: StandardFile::Program(id), role: None, parts: None, required: None, texts: None };
    let mut sources = Sources::default();
    load::built_in(&mut sources, std::slice::from_ref(&named), "en");
    catalog::read(&sources, &[named], "en").0
}
