//! The ids of controls, as other tools spell them.

/// Returns the id of a control as the standard spells it: `A.5.1` for `5.1`, `A5.1`, `Annex A 5.1` and `5.1 Policies`.
pub(super) fn control_id(written: &str) -> String {
    match control_number(written) {
        Some(number) => format!("A.{number}"),
        None => written.trim().to_owned(),
    }
}

/// Returns the number of a control at the beginning of a text, before its name if it is followed by that.
pub(super) fn control_number(written: &str) -> Option<&str> {
    let bare = written.trim();
    let lower = bare.to_ascii_lowercase();
    let bare = &bare[lower.strip_prefix("annex").map_or(0, |rest| lower.len() - rest.len())..];
    let rest = bare.trim().trim_start_matches(['A', 'a']).trim_start_matches(['.', ' ', '-']);
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, ':' | '–' | '—' | '-')).unwrap_or(rest.len());
    let number = rest[..end].trim_end_matches('.');
    (number.starts_with(|c: char| c.is_ascii_digit()) && number.contains('.')).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_known_in_every_spelling() {
        for written in [
            "A.5.1",
            "5.1",
            "A5.1",
            "A 5.1",
            "a.5.1",
            "Annex A 5.1",
            "Annex A.5.1",
            " 5.1 ",
            "5.1. Policies",
            "A.5.1 – Policies",
            "A.5.1: Policies",
        ] {
            assert_eq!(control_id(written), "A.5.1", "{written}");
        }
        assert_eq!(control_id("Organizational controls"), "Organizational controls");
        assert_eq!(control_id("5"), "5");
        assert_eq!(control_id("A.5 Organizational controls"), "A.5 Organizational controls");
        assert_eq!(control_id("A.9.2.1"), "A.9.2.1", "a number of another edition is not shortened");
    }
}
