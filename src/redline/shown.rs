//! Pieces without the markup that stayed.

use super::markup::tokens;
use super::words::Piece;

/// Returns pieces for a reader: the markup that stayed is left out, such as `**`, backticks and the targets of links. What
/// was changed is as written.
pub fn shown(pieces: &[Piece]) -> Vec<Piece> {
    let is_new = |piece: &&Piece| !matches!(piece, Piece::Removed(_));
    let new: String = pieces.iter().filter(is_new).map(Piece::text).collect();
    let mut tokens = tokens(&new).scan(0, |end, token| {
        let start = *end;
        *end += token.text.len();
        Some((start..*end, token))
    });
    let mut token = tokens.next();
    let mut end = 0;
    let mut shown = Vec::new();
    for piece in pieces {
        if let Piece::Removed(_) = piece {
            shown.push(piece.clone());
            continue;
        }
        let start = end;
        end += piece.text().len();
        let mut words = String::new();
        while let Some((place, part)) = token.as_ref().filter(|(place, _)| place.start < end) {
            // A piece ends with a token, but for markup that a change made.
            let is_whole = start <= place.start && place.end <= end;
            words.push_str(if is_whole { part.plain() } else { &new[place.start.max(start)..place.end.min(end)] });
            if place.end > end {
                break;
            }
            token = tokens.next();
        }
        match piece {
            Piece::Same(_) if words.is_empty() => {}
            Piece::Same(_) => shown.push(Piece::Same(words)),
            _ => shown.push(piece.clone()),
        }
    }
    shown
}
