//! Runs one build in its own process, with or without search, by starting this program again.

use std::path::Path;
use std::process::Command;

use clausebook::pipeline::{self, Cache};
use clausebook::search::Index;
use clausebook::site::Sink;
use clausebook::write::Writer;
use clausebook::{export, render};
use rayon::prelude::*;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Returns the command that builds a book once, into the folder given as its last argument; `how` is `with` or
/// `without`.
///
/// # Errors
/// If the path of this program is not known.
pub(crate) fn program(how: &str, book: &Path) -> Result<Command, String> {
    let own = std::env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    let mut command = Command::new(own);
    command.args(["--bench", how]).arg(book);
    Ok(command)
}

/// Builds if the arguments ask for it, and returns whether they did.
pub(crate) fn build_if_asked(arguments: &[String]) -> bool {
    let arguments = arguments.iter().map(String::as_str).filter(|argument| *argument != "--bench");
    let [how @ ("with" | "without"), root, output] = arguments.collect::<Vec<_>>()[..] else {
        return false;
    };
    build(root.as_ref(), output.as_ref(), how == "with");
    true
}

/// Builds as the `build` command does, or without search.
fn build(root: &Path, output: &Path, with_search: bool) {
    let book = pipeline::open(root).expect("the generated book can be read");
    let config = book.config.expect("the generated book.toml is sound");
    let as_of = config.as_of.expect("the generated book fixes its day");
    let (assessed, _) = pipeline::assess(&book.sources, &config, as_of, &|_| {}, &mut Cache::default());
    let search = || if with_search { Index::new(&assessed).files(&assessed.words) } else { Vec::new() };
    let writer = Writer::new(output.to_owned(), root.join(config.content_folder()));
    let others = || {
        let (search, exports) = rayon::join(search, || export::files(&assessed));
        search.par_iter().chain(&exports).for_each(|(path, bytes)| writer.put(path, bytes));
    };
    rayon::join(|| render::site(&assessed, &book.sources, &writer), others);
    writer.finish().expect("the site can be written");
}
