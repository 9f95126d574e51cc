//! Measures a rebuild of the preview and one page after an edit, on the generated handbook, without disk and HTTP:
//! `cargo bench --bench rebuild -- [PAGES…]`.

#![expect(clippy::print_stdout, reason = "a bench prints its table")]

#[expect(dead_code, reason = "the comparison with a peer uses the rest")]
mod corpus;

use std::process::ExitCode;
use std::time::Instant;

use clausebook::pipeline::{self, Cache};
use clausebook::site::SitePath;
use clausebook::source::{Content, Role, SourceFile, Sources};

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const EDITS: usize = 20;
const SEED: u64 = 27_001;

/// Edits: name, file, and the text at which different words are inserted each time.
const KINDS: [(&str, &str, &str); 4] = [
    ("a document's text", ".md", "\n\n## "),
    ("a document's title", ".md", "title = \""),
    ("a risk", "risks.toml", "title = \""),
    ("an SoA decision", "applicability.toml", "justification = \""),
];

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    if !arguments.iter().any(|argument| argument == "--bench") {
        println!("usage: cargo bench --bench rebuild -- [PAGES…]");
        return ExitCode::SUCCESS;
    }
    arguments.retain(|argument| argument != "--bench");
    let sizes = arguments.iter().filter_map(|argument| argument.parse().ok());
    let sizes: Vec<usize> = if arguments.is_empty() { vec![1_000] } else { sizes.collect() };
    for pages in sizes {
        let dir = tempfile::tempdir().expect("a temporary folder can be made");
        corpus::write(dir.path(), &corpus::handbook(pages, SEED)).expect("the handbook can be written");
        measure(pages, dir.path());
    }
    ExitCode::SUCCESS
}

fn measure(pages: usize, root: &std::path::Path) {
    let book = pipeline::open(root).expect("the generated book can be read");
    let config = book.config.expect("the generated book.toml is sound");
    let as_of = config.as_of.expect("the generated book fixes its day");
    let sources = book.sources;
    let page = SitePath::new("controls/a.5.15.html");
    let mut cache = Cache::default();
    let mut build = |sources: &Sources| {
        let start = Instant::now();
        let outcome = pipeline::preview(sources, &config, as_of, &mut cache);
        let preview = outcome.value.unwrap_or_else(|| panic!("{:?}", outcome.diagnostics));
        preview.get(&page).expect("the program's templates have no fault").expect("there is a page of controls");
        start.elapsed().as_secs_f64() * 1_000.0
    };
    println!("\n{pages} pages, medians of {EDITS} edits\n\n{:<24}{:>10}", "edit", "ms");
    println!("{:<24}{:>10.1}", "the first build", build(&sources));
    for (name, ending, place) in KINDS {
        let mut times: Vec<f64> = (0..EDITS)
            .map(|edit| {
                let sources = edited(&sources, ending, edit, place);
                build(&sources)
            })
            .collect();
        times.sort_by(f64::total_cmp);
        println!("{name:<24}{:>10.1}", times[EDITS / 2]);
    }
}

/// Returns the same files with words inserted at a place in one file.
fn edited(sources: &Sources, ending: &str, edit: usize, place: &str) -> Sources {
    let fits = |file: &SourceFile| {
        let own = !matches!(file.role, Role::Catalog | Role::Config);
        own && file.path.ends_with(ending) && text(file).contains(place)
    };
    let fitting: Vec<_> = sources.iter().filter(|(_, file)| fits(file)).map(|(id, _)| id).collect();
    let target = fitting[edit % fitting.len()];
    // Insert words before a heading, or at the start of a value.
    let words =
        if place.ends_with('"') { format!("{place}Edit {edit}: ") } else { format!(" Words of edit {edit}.{place}") };
    let mut edited = Sources::default();
    for (id, file) in sources.iter() {
        let mut file = file.clone();
        if id == target {
            file.content = Content::Text(text(&file).replacen(place, &words, 1).into());
        }
        edited.add(file);
    }
    edited
}

fn text(file: &SourceFile) -> &str {
    file.text().map_or("", |text| text)
}
