//! Files that pages load: our scripts and style sheets without comments, and data for scripts.

/// The start of a data file: as a script it does nothing, except in a page from a disk. Any other site could run it to
/// read the handbook. A page cannot replace its `location`, but a worker can; a worker has no `document.all`, and no
/// script can make another value whose type is `undefined`.
const GUARD: &str = "location.protocol==\"file:\"&&(a=>typeof a==\"undefined\"&&a!==void 0)(document.all)&&";

/// Returns a script of ours without comment lines and without indentation. None of them has a text of several lines.
pub(crate) fn script(source: &str) -> String {
    let lines = source.lines().map(str::trim_start);
    let code = lines.filter(|line| !(line.is_empty() || line.starts_with("//") || line.starts_with("/**")));
    code.flat_map(|line| [line, "\n"]).collect()
}

/// Returns a style sheet of ours without comments and without indentation.
pub(crate) fn style_sheet(source: &str) -> String {
    let code: String = source.split("/*").map(|part| part.split_once("*/").map_or(part, |(_, rules)| rules)).collect();
    code.lines().map(str::trim_start).filter(|line| !line.is_empty()).flat_map(|line| [line, "\n"]).collect()
}

/// Returns a file that passes values, written as JSON, to a function of the page: a page reads it as text over HTTP and runs
/// it as a script from a disk.
pub(crate) fn data(function: &str, values: &str) -> String {
    [GUARD, function, "(", values, ");\n"].concat()
}
