//! Paths in links.

/// Returns the path that `path` means in the file `own`; `None` if it leaves the content folder. One that begins with `/` begins at the content folder.
pub(super) fn join(own: &str, path: &str) -> Option<String> {
    let folder = if path.starts_with('/') { "" } else { own.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let mut joined = String::with_capacity(folder.len() + path.len() + 1);
    joined.push_str(folder);
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if joined.is_empty() => return None,
            ".." => joined.truncate(joined.rfind('/').unwrap_or(0)),
            part => {
                joined.push_str(if joined.is_empty() { "" } else { "/" });
                joined.push_str(part);
            }
        }
    }
    Some(joined)
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn paths_are_joined_and_stay_inside() {
        assert_eq!(join("policies/a.md", "../plans/b.md").as_deref(), Some("plans/b.md"));
        assert_eq!(join("policies/a.md", "./b.md").as_deref(), Some("policies/b.md"));
        assert_eq!(join("policies/a.md", "/b.md").as_deref(), Some("b.md"));
        assert_eq!(join("policies/a.md", "..").as_deref(), Some(""));
        assert_eq!(join("policies/a.md", "../x/../y/./b.md").as_deref(), Some("y/b.md"));
        assert_eq!(join("a.md", "../b.md"), None);
        assert_eq!(join("policies/a.md", "../../b.md"), None);
    }
}
