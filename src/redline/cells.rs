//! The changes in the cells of a row. A column that was added or removed is a cell on one side only.

use super::words::{Piece, changed_words, is_rewritten};

/// Most pairs of cells that are looked at when their numbers differ.
const BUDGET: usize = 2_500;

/// Returns the pieces of each cell, in the order of the new row. Any other block is a row of one cell.
pub(super) fn changed_cells(old: &[String], new: &[String]) -> Vec<Vec<Piece>> {
    if old.len() == new.len() {
        return old.iter().zip(new).map(|(old, new)| changed_cell(old, new)).collect();
    }
    let mut cells = Vec::new();
    let (mut o, mut n) = (0, 0);
    for (next_old, next_new) in aligned(old, new).into_iter().chain([(old.len(), new.len())]) {
        cells.extend(old[o..next_old].iter().map(|text| vec![Piece::Removed(text.clone())]));
        cells.extend(new[n..next_new].iter().map(|text| vec![Piece::Added(text.clone())]));
        if let (Some(old), Some(new)) = (old.get(next_old), new.get(next_new)) {
            cells.push(changed_cell(old, new));
        }
        (o, n) = (next_old + 1, next_new + 1);
    }
    cells
}

/// Returns the pieces of a cell: both texts in full if they have little in common.
fn changed_cell(old: &str, new: &str) -> Vec<Piece> {
    let pieces = changed_words(old, new);
    if !is_rewritten(&pieces) {
        return pieces;
    }
    let pieces = [Piece::Removed(old.to_owned()), Piece::Added(new.to_owned())];
    pieces.into_iter().filter(|piece| !piece.text().is_empty()).collect()
}

/// Returns the pairs of cells that have most in common, in order.
fn aligned(old: &[String], new: &[String]) -> Vec<(usize, usize)> {
    if old.len() * new.len() > BUDGET {
        return (0..old.len().min(new.len())).map(|at| (at, at)).collect();
    }
    let likeness = |old: &str, new: &str| match old == new {
        true => 4,
        false if is_rewritten(&changed_words(old, new)) => 0,
        false => 3,
    };
    // The best sum of what is from each pair of cells on.
    let width = new.len() + 1;
    let mut best = vec![0; (old.len() + 1) * width];
    let mut alike = best.clone();
    for o in (0..old.len()).rev() {
        for n in (0..new.len()).rev() {
            let at = o * width + n;
            alike[at] = likeness(&old[o], &new[n]);
            best[at] = best[at + 1].max(best[at + width]).max(alike[at] + best[at + width + 1]);
        }
    }
    let mut pairs = Vec::new();
    let (mut o, mut n) = (0, 0);
    while o < old.len() && n < new.len() {
        let at = o * width + n;
        if alike[at] > 0 && best[at] == alike[at] + best[at + width + 1] {
            pairs.push((o, n));
            (o, n) = (o + 1, n + 1);
        } else if best[at] == best[at + 1] {
            n += 1;
        } else {
            o += 1;
        }
    }
    pairs
}
