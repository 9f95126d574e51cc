//! The part of a text that shows why it was found.

use super::words::{fold, runs};

/// About as many bytes as an excerpt has.
const LENGTH: usize = 200;

/// A part of a text, and the bytes of it that a query asked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Excerpt {
    pub text: String,
    pub marks: Vec<(usize, usize)>,
}

/// The stretch with the most of the wanted words, the first of several.
pub(super) fn excerpt(text: &str, wanted: impl Fn(&str) -> bool) -> Excerpt {
    let mut hits: Vec<(usize, usize, String)> = Vec::new();
    for run in runs(text) {
        let mut forms = vec![fold(run.text)];
        forms.extend(run.parts().map(fold));
        if let Some(form) = forms.into_iter().find(|form| wanted(form)) {
            hits.push((run.start, run.start + run.text.len(), form));
        }
    }
    let distinct = |from: usize| {
        let inside = hits[from..].iter().take_while(|(_, end, _)| *end <= hits[from].0 + LENGTH * 3 / 4);
        let mut forms: Vec<&str> = inside.map(|(_, _, form)| form.as_str()).collect();
        forms.sort_unstable();
        forms.dedup();
        forms.len()
    };
    let best = (0..hits.len()).max_by_key(|at| (distinct(*at), std::cmp::Reverse(*at))).map_or(0, |at| hits[at].0);
    let (start, end) = window(text, best);
    let marks = hits.iter().filter(|(from, to, _)| *from >= start && *to <= end);
    let before = if start > 0 { "… " } else { "" };
    let after = if end < text.len() { " …" } else { "" };
    let shift = |at: usize| at - start + before.len();
    Excerpt {
        marks: marks.map(|(from, to, _)| (shift(*from), shift(*to))).collect(),
        text: format!("{before}{}{after}", &text[start..end]),
    }
}

/// A stretch of whole words around a byte, from the beginning of its sentence if that is near.
fn window(text: &str, hit: usize) -> (usize, usize) {
    let least = text.floor_char_boundary(hit.saturating_sub(LENGTH / 3));
    let near = &text[least..hit];
    let start =
        match (least, near.rfind(['.', '!', '?', '·']).and_then(|stop| near[stop..].find(' ').map(|s| stop + s + 1))) {
            (0, None) => 0,
            (_, Some(sentence)) => least + sentence,
            (_, None) => near.find(' ').map_or(hit, |space| least + space + 1),
        };
    let most = text.floor_char_boundary(start + LENGTH);
    let end = if most == text.len() { most } else { text[start..most].rfind(' ').map_or(most, |space| start + space) };
    (start, end.max(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_shows_the_most_of_the_words() {
        let filler = "Nothing here is of any use to those who look. ".repeat(20);
        let text = format!("A laptop. {filler}Your own laptop is not allowed, never. {filler}");
        let found = excerpt(&text, |form| matches!(form, "own" | "laptop"));
        let marked: Vec<&str> = found.marks.iter().map(|(from, to)| &found.text[*from..*to]).collect();
        assert_eq!(marked, ["own", "laptop"], "{}", found.text);
        assert!(found.text.starts_with("… Your own") && found.text.ends_with(" …"), "{}", found.text);
    }

    #[test]
    fn any_text_has_an_excerpt() {
        for text in ["", "é", &"é".repeat(500), &"ab ".repeat(300), "İİİİ laptop"] {
            let found = excerpt(text, |form| form == "laptop" || form.starts_with('e'));
            assert!(found.text.len() <= LENGTH + 20, "{}", found.text);
        }
        assert_eq!(excerpt("", |_| true), Excerpt::default());
    }
}
