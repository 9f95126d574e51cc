//! The book in `tests/fuzz/folder`, changed by a list of edits.
//!
//! An edit is a line: a letter, the number of a file, the number of a line in it, and a text. Numbers are taken modulo what
//! there is, and a line that is not an edit is skipped, so that any input is a book.
//!
//! | letter | edit |
//! |---|---|
//! | `r`, `i`, `a` | replace the line by the text; insert the text before it; add the text to its end |
//! | `d`, `t` | delete the line; delete it and all after it |
//! | `c`, `s` | copy the line to the end of the file; exchange it with the next |
//! | `v` | replace what is after the first `=` or `:` of the line by the text |
//! | `b` | put a byte that is not UTF-8 before the line |
//! | `m`, `n`, `x` | repeat the file ten times; name it by the text, in its folder; remove it |
//!
//! In a text, `\n` is a line break.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const SEED: [(&str, &str); 10] = [
    ("book.toml", include_str!("../folder/book.toml")),
    ("content/index.md", include_str!("../folder/content/index.md")),
    ("content/policies/access.md", include_str!("../folder/content/policies/access.md")),
    ("content/policies/laptops.md", include_str!("../folder/content/policies/laptops.md")),
    ("content/policies/plan.png", include_str!("../folder/content/policies/plan.png")),
    ("content/registers/applicability.toml", include_str!("../folder/content/registers/applicability.toml")),
    ("content/registers/evidence.toml", include_str!("../folder/content/registers/evidence.toml")),
    ("content/registers/keys.toml", include_str!("../folder/content/registers/keys.toml")),
    ("content/registers/risks.toml", include_str!("../folder/content/registers/risks.toml")),
    ("content/registers/roles.toml", include_str!("../folder/content/registers/roles.toml")),
];

/// Maximum number of edits: more make the book random rather than strange.
const MOST: usize = 20;

/// A file: its path, and its lines with their line breaks.
struct File {
    path: String,
    lines: Vec<Vec<u8>>,
}

/// Returns the files of the edited book by path.
pub fn edited(edits: &str) -> BTreeMap<String, Vec<u8>> {
    let lines = |text: &str| text.split_inclusive('\n').map(|line| line.as_bytes().to_vec()).collect();
    let mut files: Vec<File> =
        SEED.iter().map(|(path, text)| File { path: (*path).to_owned(), lines: lines(text) }).collect();
    for line in edits.lines().take(MOST) {
        edit(&mut files, line);
    }
    files.into_iter().map(|file| (file.path, file.lines.concat())).collect()
}

/// Makes an edit; returns `None` if it is not one.
fn edit(files: &mut Vec<File>, line: &str) -> Option<()> {
    let mut words = line.splitn(4, ' ');
    let (letter, file, at) = (words.next()?, words.next()?, words.next()?);
    let text = words.next().unwrap_or_default().replace("\\n", "\n");
    let number = file.parse::<usize>().ok()?.checked_rem(files.len())?;
    if letter == "x" {
        files.remove(number);
        return Some(());
    }
    let File { path, lines } = &mut files[number];
    match letter {
        "m" => *lines = std::iter::repeat_n(&*lines, 10).flatten().cloned().collect(),
        "n" => {
            let is_name = !text.is_empty() && !text.contains(['/', '\0', '\n']) && text != "." && text != "..";
            let folder = path.rsplit_once('/').filter(|_| is_name).map(|(folder, _)| folder.to_owned())?;
            *path = format!("{folder}/{text}");
        }
        _ => {
            let at = at.parse::<usize>().ok()?.checked_rem(lines.len())?;
            edit_line(lines, letter, at, &text);
        }
    }
    Some(())
}

fn edit_line(lines: &mut Vec<Vec<u8>>, letter: &str, at: usize, text: &str) {
    let line = format!("{text}\n").into_bytes();
    match letter {
        "r" => lines[at] = line,
        "i" => lines.insert(at, line),
        "a" => {
            let end = lines[at].len() - usize::from(lines[at].ends_with(b"\n"));
            lines[at].splice(end..end, text.bytes());
        }
        "d" => _ = lines.remove(at),
        "t" => lines.truncate(at),
        "c" => lines.push(lines[at].clone()),
        "s" if at + 1 < lines.len() => lines.swap(at, at + 1),
        "v" => {
            if let Some(end) = lines[at].iter().position(|byte| matches!(byte, b'=' | b':')) {
                lines[at].truncate(end + 1);
                lines[at].push(b' ');
                lines[at].extend(line);
            }
        }
        "b" => lines[at].insert(0, 0xFF),
        _ => {}
    }
}

/// Returns the bytes of all files in a folder; none if there is no folder.
///
/// # Panics
/// If a file cannot be read.
pub fn files_in(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for entry in entries {
        let path = entry.expect("a folder can be read").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(files_in(&path).into_iter().map(|(inside, bytes)| (format!("{name}/{inside}"), bytes)));
        } else {
            found.insert(name, fs::read(&path).expect("a file can be read"));
        }
    }
    found
}
