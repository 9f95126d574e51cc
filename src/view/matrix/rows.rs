//! The rows of a matrix: the best claim of each column, or the pair of two requirements, and what filters match.

use rustc_hash::FxHashMap;

use super::sheets::{Columns, group_title};
use super::{Cell, Column, FilterOption, MatrixRow};
use crate::catalog::{ReqIx, Rung};
use crate::coverage::{CoverageStatus, Support};
use crate::isms::Verdict;
use crate::model::{Reference, ReferenceRole, Subject};
use crate::site::slug;
use crate::view::footing::footing_badge;
use crate::view::{Badge, View};

/// The sign of a claim of which nobody can tell whether it counted on an earlier day.
const UNKNOWN: &str = "?";

/// Returns the row of a requirement, and adds its claims to the counts of the columns.
pub(super) fn row(
    view: &View<'_>,
    ix: ReqIx,
    of: Columns,
    places: &FxHashMap<Subject, usize>,
    columns: &mut [Column],
) -> MatrixRow {
    let (cells, claims) = match of {
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

/// Returns a cell for each of our requirements that is paired with one of a measured standard, and the number of confirmed pairs.
fn pairs(view: &View<'_>, ix: ReqIx, places: &FxHashMap<Subject, usize>, columns: &mut [Column]) -> (Vec<Cell>, usize) {
    let supports = view.book.coverage.measured(ix).map_or(&[][..], |measured| &measured.supports);
    let mut cells = Vec::new();
    let (mut confirmed, mut next) = (0, 0);
    for support in supports {
        let Some(at) = places.get(&Subject::Requirement(support.by)).copied() else { continue };
        if support.is_confirmed() {
            columns[at].claims += 1;
            confirmed += 1;
        }
        cells.push(Cell { skipped: at - next, ..pair(view, ix, support) });
        next = at + 1;
    }
    (cells, confirmed)
}

fn pair(view: &View<'_>, ix: ReqIx, support: &Support) -> Cell {
    let verdict = support.decision.map(|(_, verdict)| verdict);
    let covered = support.status == Some(CoverageStatus::Covered);
    let (kind, sign, key) = match verdict {
        Some(Verdict::Whole) if covered => ("claim", "●", "verdict.whole"),
        Some(Verdict::Whole) => ("weak", "◐", "verdict.whole"),
        Some(Verdict::Part) => ("weak", "◐", "verdict.part"),
        Some(Verdict::Refused) => ("mention", "–", "verdict.refused"),
        Some(Verdict::Lapsed) => ("mention", "○", "verdict.lapsed"),
        Some(Verdict::Unpaired) => ("mention", "○", "verdict.unpaired"),
        Some(Verdict::Undecided) | None => ("mention", "○", "verdict.undecided"),
    };
    let href = view.requirement_link(ix).href.map(|href| format!("{href}#through"));
    let name = view.book.handbook.name(Subject::Requirement(support.by));
    Cell { skipped: 0, kind, sign, href, label: format!("{name}: {}", view.say(key)) }
}

/// Returns a cell for each column that refers to a requirement, and the number of claims.
fn references(
    view: &View<'_>,
    ix: ReqIx,
    places: &FxHashMap<Subject, usize>,
    columns: &mut [Column],
) -> (Vec<Cell>, usize) {
    let mut best: Vec<Option<&Reference>> = vec![None; columns.len()];
    for reference in view.book.handbook.requirement_referrers(ix) {
        let Some(at) = places.get(&reference.from) else { continue };
        let best_in_column = best[*at].get_or_insert(reference);
        let rank = |reference: &Reference| (reference.role == ReferenceRole::Claim, is_written(view, reference));
        if rank(reference) > rank(best_in_column) {
            *best_in_column = reference;
        }
    }
    let mut cells = Vec::new();
    let (mut claims, mut next) = (0, 0);
    for (at, reference) in best.into_iter().enumerate().filter_map(|(at, best)| Some((at, best?))) {
        // A citation in a register's entry counts as a claim; only documents can merely mention.
        let claim = reference.role == ReferenceRole::Claim || !matches!(reference.from, Subject::Document(_));
        if claim {
            columns[at].claims += 1;
            claims += 1;
        }
        let written = is_written(view, reference);
        cells.push(Cell { skipped: at - next, ..cell(view, reference, claim, &columns[at], written) });
        next = at + 1;
    }
    (cells, claims)
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

fn cell(view: &View<'_>, reference: &Reference, claim: bool, column: &Column, written: bool) -> Cell {
    let (kind, sign) = match (claim, column.counts && written) {
        (true, false) if column.unknown => ("weak", UNKNOWN),
        (true, true) => ("claim", "●"),
        (true, false) => ("weak", "◐"),
        (false, _) => ("mention", "○"),
    };
    let (href, label) = match reference.from {
        Subject::Document(document) => {
            let section = view.section(document, reference.section);
            let title = &view.book.handbook.document(document).meta.title;
            (section.href, format!("{title}: {}", section.text))
        }
        from => {
            let link = view.subject(from);
            (link.href, link.text)
        }
    };
    Cell { skipped: 0, kind, sign, href, label }
}
