//! The rows of a matrix: the best claim of each column, or the pair of two requirements, and what filters match.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::sheets::{Columns, group_title};
use super::{Cell, Column, FilterOption, Listed, MatrixRow};
use crate::catalog::{ReqIx, Rung};
use crate::coverage::{CoverageStatus, Support};
use crate::isms::Verdict;
use crate::model::{Reference, ReferenceRole, Subject};
use crate::site::slug;
use crate::view::footing::footing_badge;
use crate::view::{Badge, LinkView, View};

/// The sign of a claim of which nobody can tell whether it counted on an earlier day.
const UNKNOWN: &str = "?";

/// What a row says.
#[derive(Default)]
struct Filled {
    /// The cells that are not empty.
    cells: Vec<Cell>,
    /// The same for the list, with all sections of a document.
    listed: Vec<Listed>,
    /// The number of claims or confirmed pairs.
    claims: usize,
}

/// Returns the row of a requirement, and adds its claims to the counts of the columns.
pub(super) fn row(
    view: &View<'_>,
    ix: ReqIx,
    of: Columns,
    places: &FxHashMap<Subject, usize>,
    columns: &mut [Column],
) -> MatrixRow {
    let Filled { cells, listed, claims } = match of {
        Columns::Ours => pairs(view, ix, places, columns),
        _ => references(view, ix, places, columns),
    };
    let ladder = view.book.coverage.ladder(ix).expect("the rows are those that have a ladder");
    let measured = view.book.coverage.measured(ix);
    let mut tags: Vec<String> =
        tags(view, ix).into_iter().map(|(name, option)| format!("{name}:{}", option.value)).collect();
    if !measured.map_or_else(|| ladder.is_in_order(), |measured| measured.footing().is_met()) {
        tags.push("only:holes".to_owned());
    }
    if cells.iter().any(|cell| cell.kind == "weak" && cell.sign != UNKNOWN) {
        tags.push("only:overdue".to_owned());
    }
    let filled: usize = cells.iter().map(|cell| cell.skipped + 1).sum();
    MatrixRow {
        tags: tags.join(" "),
        link: view.requirement_link(ix),
        title: view.book.handbook.catalog.requirement(ix).title.clone(),
        lang: view.book.handbook.catalog.requirement(ix).language.clone().filter(|_| measured.is_some()),
        status: status(view, ix).1,
        cells,
        listed,
        rest: columns.len() - filled,
        claims,
    }
}

/// Returns how a requirement stands, as a word for filters and as a badge.
fn status(view: &View<'_>, ix: ReqIx) -> (&'static str, Badge) {
    if let Some(measured) = view.book.coverage.measured(ix) {
        let footing = measured.footing();
        return (footing.word(), footing_badge(&view.book.words, footing));
    }
    let ladder = view.book.coverage.ladder(ix).expect("the rows are those that have a ladder");
    (ladder.status.word(), view.status(ladder.status))
}

/// Returns a cell for each of our requirements that is paired with one of a measured standard.
fn pairs(view: &View<'_>, ix: ReqIx, places: &FxHashMap<Subject, usize>, columns: &mut [Column]) -> Filled {
    let supports = view.book.coverage.measured(ix).map_or(&[][..], |measured| &measured.supports);
    let mut filled = Filled::default();
    let mut next = 0;
    for support in supports {
        let subject = Subject::Requirement(support.by);
        let Some(at) = places.get(&subject).copied() else { continue };
        if support.is_confirmed() {
            columns[at].claims += 1;
            filled.claims += 1;
        }
        let (kind, sign, key) = pair(support);
        let meaning = view.say(key).to_owned();
        let label = format!("{}: {meaning}", view.book.handbook.name(subject));
        let href = view.requirement_link(ix).href.map(|href| format!("{href}#through"));
        filled.cells.push(Cell { skipped: at - next, kind, sign, href, label });
        filled.listed.push(Listed { kind, sign, meaning, link: view.subject(subject), sections: Vec::new() });
        next = at + 1;
    }
    filled
}

/// Returns the kind and the sign of a cell for a pair, and the key of its text.
fn pair(support: &Support) -> (&'static str, &'static str, &'static str) {
    let verdict = support.decision.map(|(_, verdict)| verdict);
    let covered = support.status == Some(CoverageStatus::Covered);
    match verdict {
        Some(Verdict::Whole) if covered => ("claim", "●", "verdict.whole"),
        Some(Verdict::Whole) => ("weak", "◐", "verdict.whole"),
        Some(Verdict::Part) => ("weak", "◐", "verdict.part"),
        Some(Verdict::Refused) => ("mention", "–", "verdict.refused"),
        Some(Verdict::Lapsed) => ("mention", "○", "verdict.lapsed"),
        Some(Verdict::Unpaired) => ("mention", "○", "verdict.unpaired"),
        Some(Verdict::Undecided) | None => ("mention", "○", "verdict.undecided"),
    }
}

/// Returns a cell for each column that refers to a requirement.
fn references(view: &View<'_>, ix: ReqIx, places: &FxHashMap<Subject, usize>, columns: &mut [Column]) -> Filled {
    let referrers = view.book.handbook.requirement_referrers(ix);
    let mut placed: Vec<(usize, &Reference)> =
        referrers.filter_map(|reference| Some((*places.get(&reference.from)?, reference))).collect();
    placed.sort_by_key(|(at, _)| *at);
    let mut filled = Filled::default();
    let mut next = 0;
    for of_column in placed.chunk_by(|(a, _), (b, _)| a == b) {
        let at = of_column[0].0;
        // Of the best, the first: the largest in the reverse order is the last of equals.
        let rank = |reference: &Reference| (reference.role == ReferenceRole::Claim, is_written(view, reference));
        let references = of_column.iter().map(|(_, reference)| *reference);
        let best = references.clone().rev().max_by_key(|reference| rank(reference)).expect("a chunk is not empty");
        // A citation in a register's entry counts as a claim; only documents can merely mention.
        let claim = best.role == ReferenceRole::Claim || !matches!(best.from, Subject::Document(_));
        if claim {
            columns[at].claims += 1;
            filled.claims += 1;
        }
        let (kind, sign) = sign(claim, &columns[at], is_written(view, best));
        let (href, label) = target(view, best);
        filled.cells.push(Cell { skipped: at - next, kind, sign, href, label });
        let alike = references.filter(|reference| reference.role == best.role);
        filled.listed.push(listed(view, best.from, kind, sign, alike));
        next = at + 1;
    }
    filled
}

/// Returns a document with its sections that refer, or an entry, for the list.
fn listed<'r>(
    view: &View<'_>,
    from: Subject,
    kind: &'static str,
    sign: &'static str,
    references: impl Iterator<Item = &'r Reference>,
) -> Listed {
    let key = match (kind, sign) {
        ("claim", _) => "matrix.addresses",
        ("weak", UNKNOWN) => "matrix.not-known",
        ("weak", _) => "matrix.weak",
        _ => "matrix.mentions",
    };
    let sections: Vec<LinkView> = match from {
        Subject::Document(document) => {
            let sections: BTreeSet<_> = references.filter_map(|reference| reference.section).collect();
            sections.into_iter().map(|section| view.section(document, Some(section))).collect()
        }
        _ => Vec::new(),
    };
    Listed { kind, sign, meaning: view.say(key).to_owned(), link: view.subject(from), sections }
}

/// Returns whether the part that refers has text of its own.
fn is_written(view: &View<'_>, reference: &Reference) -> bool {
    match reference.from {
        Subject::Document(ix) => view.book.handbook.document(ix).is_written(reference.section),
        _ => true,
    }
}

/// Returns the filter values of a row: the filter's name and the option.
pub(super) fn tags(view: &View<'_>, ix: ReqIx) -> Vec<(&'static str, FilterOption)> {
    let catalog = &view.book.handbook.catalog;
    let requirement = catalog.requirement(ix);
    let standard = catalog.standard_of(ix);
    let option = |text: String| FilterOption { value: slug(&text), text };
    let mut tags = vec![("part", option(group_title(view.book, ix)))];
    let (value, badge) = status(view, ix);
    tags.push(("status", FilterOption { value: value.to_owned(), text: badge.word }));
    let ladder = view.book.coverage.ladder(ix);
    let owner = ladder.and_then(|ladder| ladder.step(Rung::Owned)?.state.as_ref().ok()?.first());
    tags.extend(owner.map(|proof| ("owner", option(view.book.words.phrase(&proof.text)))));
    for (attribute, values) in standard.attributes.iter().zip(&requirement.attributes) {
        let titles = attribute.values.iter().filter(|(id, _)| values.contains(id));
        tags.extend(titles.map(|(_, title)| ("attribute", option(format!("{}: {title}", attribute.title)))));
    }
    tags
}

/// Returns the kind and the sign of a cell.
fn sign(claim: bool, column: &Column, written: bool) -> (&'static str, &'static str) {
    match (claim, column.counts && written) {
        (true, false) if column.unknown => ("weak", UNKNOWN),
        (true, true) => ("claim", "●"),
        (true, false) => ("weak", "◐"),
        (false, _) => ("mention", "○"),
    }
}

/// Returns the address and the name of what a cell leads to.
fn target(view: &View<'_>, reference: &Reference) -> (Option<String>, String) {
    match reference.from {
        Subject::Document(document) => {
            let section = view.section(document, reference.section);
            let title = &view.book.handbook.document(document).meta.title;
            (section.href, format!("{title}: {}", section.text))
        }
        from => {
            let link = view.subject(from);
            (link.href, link.text)
        }
    }
}
