//! Calendar feeds: whatever an author writes stays text in one property.

use crate::fixture::{Built, build, build_files};

/// Reads a feed strictly, and returns its properties.
#[track_caller]
fn read(feed: &str) -> Vec<(String, String)> {
    let text = feed.strip_suffix("\r\n").expect("the last line ends");
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{} bytes: {line:?}", line.len());
        assert!(!line.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')), "{line:?}");
    }
    let property = |line: &str| {
        let (name, value) = line.split_once(':').unwrap_or_else(|| panic!("no property: {line:?}"));
        (name.to_owned(), value.to_owned())
    };
    text.replace("\r\n ", "").split("\r\n").map(property).collect()
}

/// Returns the texts of a property, without their escapes, which must be complete.
fn texts(feed: &[(String, String)], name: &str) -> Vec<String> {
    let text = |value: &String| {
        let (mut text, mut letters) = (String::new(), value.chars());
        while let Some(letter) = letters.next() {
            text.push(match letter {
                '\\' => match letters.next() {
                    Some('n') => '\n',
                    Some(escaped @ ('\\' | ',' | ';')) => escaped,
                    other => panic!("{other:?} is escaped in {value}"),
                },
                ',' | ';' => panic!("not escaped: {value}"),
                letter => letter,
            });
        }
        text
    };
    feed.iter().filter(|(known, _)| known == name).map(|(_, value)| text(value)).collect()
}

/// A book in which every name that a calendar shows is a text, written as a string of TOML.
fn book(text: &str) -> Built {
    let files = [
        (
            "book.toml",
            format!("[book]\ntitle = {text}\norganisation = \"O\"\nbase-url = \"https://isms.example/a,b;c/\"\n"),
        ),
        (
            "content/a.md",
            format!(
                "+++\ntitle = {text}\nkind = \"policy\"\nstatus = \"approved\"\nowner = \"ceo\"\napprover = \"ceo\"\n\
                 approved = 2026-09-01\nreview = \"12 months\"\n+++\nx\n"
            ),
        ),
        ("content/registers/roles.toml", format!("[[role]]\nid = \"ceo\"\ntitle = {text}\n")),
        (
            "content/registers/risks.toml",
            format!(
                "[[risk]]\nid = \"R-1\"\ntitle = {text}\nowner = \"ceo\"\ntreatment = \"reduce\"\nstatus = \"open\"\n\
                 category = \"physical\"\nimpact = 2\nlikelihood = 2\ndue = 2026-11-01\n"
            ),
        ),
    ];
    build_files(files.map(|(path, text)| (path.to_owned(), text.into_bytes())).into())
}

#[test]
fn no_title_adds_a_property_or_an_event() {
    let event = "BEGIN:VEVENT\\r\\nUID:evil\\r\\nSUMMARY:Injected\\r\\nEND:VEVENT";
    let titles = [
        "Smith, Jones Ltd; a\\\\b: \\\"c\\\"".to_owned(),
        format!("Chief, executive; officer\\r\\n{event}"),
        format!("a\\n{}", event.replace("\\r", "")),
        format!("a\\r{}", event.replace("\\n", "")),
        format!("a\\u2028{0}\\u0085{0}\\u000B{0}\\f{0}", event.replace("\\r\\n", "\\u2029")),
        "a\\u0000b\\u001Bc\\u007Fd\\te\\u009Bf".to_owned(),
        "ü界🔑, ".repeat(40),
        "\\\\n \\\\, ".repeat(30),
    ];
    for title in titles {
        let built = book(&format!("\"{title}\""));
        for path in ["calendar/calendar.ics", "calendar/of/ceo.ics"] {
            let feed = read(built.page(path));
            let count =
                |name: &str, value: &str| feed.iter().filter(|line| **line == (name.into(), value.into())).count();
            assert_eq!(
                (count("BEGIN", "VCALENDAR"), count("BEGIN", "VEVENT"), count("END", "VEVENT")),
                (1, 2, 2),
                "{title}"
            );
            let known =
                ["BEGIN", "CALSCALE", "DESCRIPTION", "DTEND;VALUE=DATE", "DTSTAMP", "DTSTART;VALUE=DATE", "END"];
            let known = [&known[..], &["NAME", "PRODID", "SUMMARY", "TRANSP", "UID", "URL", "VERSION", "X-WR-CALNAME"]]
                .concat();
            assert_eq!(feed.iter().find(|(name, _)| !known.contains(&name.as_str())), None, "{title}");
            assert_eq!(texts(&feed, "NAME"), texts(&feed, "X-WR-CALNAME"));
            assert_eq!([texts(&feed, "SUMMARY").len(), texts(&feed, "UID").len()], [2, 2]);
            let of = |name: &str| texts(&feed, name);
            assert!(of("DESCRIPTION").iter().all(|page| page.starts_with("https://isms.example/a,b;c/")), "{feed:?}");
        }
    }
}

#[test]
fn an_ordinary_name_reads_as_it_was_written() {
    let built = book("\"Smith, Jones Ltd; \\\"the\\\\firm\\\"\"");
    let feed = read(built.page("calendar/calendar.ics"));
    assert_eq!(texts(&feed, "NAME"), ["Smith, Jones Ltd; \"the\\firm\""]);
    assert!(
        texts(&feed, "SUMMARY").iter().all(|summary| summary.ends_with("Smith, Jones Ltd; \"the\\firm\"")),
        "{feed:?}"
    );
    let without = build(
        "//- content/a.md\n+++\ntitle = \"T\"\nstatus = \"approved\"\napproved = 2026-09-01\nreview = \"12 months\"\n+++\nx\n",
    );
    let feed = read(without.page("calendar/calendar.ics"));
    assert!(feed.iter().any(|(name, value)| name == "BEGIN" && value == "VEVENT"), "{feed:?}");
    assert_eq!(feed.iter().find(|(name, _)| name == "URL"), None, "without an address there is no URL");
}
