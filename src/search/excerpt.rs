//! Excerpts: the part of a text with the most matches.

use super::wanted::forms;
use super::words::runs;

/// The approximate length of an excerpt, in bytes.
const LENGTH: usize = 200;

/// Returns the part of a text with the most matching words; the first one if there are several.
pub(super) fn excerpt(text: &str, wanted: impl Fn(&str) -> bool) -> String {
    let mut hits: Vec<(usize, usize, String)> = Vec::new();
    for run in runs(text) {
        if let Some(form) = forms(&run).into_iter().find(|form| wanted(form)) {
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
    let before = if start > 0 { "… " } else { "" };
    let after = if end < text.len() { " …" } else { "" };
    format!("{before}{}{after}", &text[start..end])
}

/// Returns a range of whole words around a byte, from the beginning of its sentence if that is near.
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
        assert!(found.starts_with("… Your own laptop is not allowed") && found.ends_with(" …"), "{found}");
    }

    #[test]
    fn any_text_has_an_excerpt() {
        for text in ["", "é", &"é".repeat(500), &"ab ".repeat(300), "İİİİ laptop"] {
            let found = excerpt(text, |form| form == "laptop" || form.starts_with('e'));
            assert!(found.len() <= LENGTH + 20, "{found}");
        }
        assert_eq!(excerpt("", |_| true), "");
    }
}
