//! Measures the time from a save until the new text is served, in the preview and in Hugo's server, on the same text:
//! `cargo bench --bench serve -- [PAGES…]`.
//!
//! After an edit of one file, its page is requested every two milliseconds until it has the new text. The time that a
//! server waits for further saves is included. The servers take turns.

#![expect(clippy::print_stdout, reason = "a bench prints its table")]

mod corpus;
mod peer;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use peer::Hugo;

const SEED: u64 = 27_001;
const SIZES: [usize; 2] = [1_000, 10_000];
const EDITS: usize = 20;
/// Interval between requests of a page.
const EACH: Duration = Duration::from_millis(2);
/// Pause between edits: an author reads the result before the next save, and the servers are idle again.
const BETWEEN: Duration = Duration::from_millis(700);
const LONGEST: Duration = Duration::from_secs(120);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if !arguments.iter().any(|argument| argument == "--bench") {
        println!("usage: cargo bench --bench serve -- [PAGES…]");
        return ExitCode::SUCCESS;
    }
    let sizes: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    for pages in if sizes.is_empty() { SIZES.to_vec() } else { sizes } {
        if let Err(problem) = measure(pages) {
            eprintln!("error: {problem}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// An edit: the file below the root, the text after which new words are inserted, and the page that shows them.
struct Edit {
    name: &'static str,
    file: PathBuf,
    place: &'static str,
    page: String,
}

impl Edit {
    /// Saves the file with `words` inserted.
    fn save(&self, original: &str, words: &str) -> Result<(), String> {
        let text = original.replacen(self.place, &format!("{}{words} ", self.place), 1);
        if text == original {
            return Err(format!("`{}` has no {:?}", self.file.display(), self.place));
        }
        fs::write(&self.file, text).map_err(|error| format!("cannot write `{}`: {error}", self.file.display()))
    }

    fn original(&self) -> Result<String, String> {
        fs::read_to_string(&self.file).map_err(|error| format!("cannot read `{}`: {error}", self.file.display()))
    }
}

fn measure(pages: usize) -> Result<(), String> {
    let hugo = Hugo::find()?;
    let folder = tempfile::tempdir().map_err(|error| format!("cannot create a folder: {error}"))?;
    let [book, site] = ["handbook", "hugo"].map(|name| folder.path().join(name));
    let files = corpus::handbook(pages, SEED);
    let written = corpus::write(&book, &files).and_then(|()| corpus::write(&site, &corpus::for_hugo(pages, SEED)));
    written.map_err(|error| format!("cannot write the corpus: {error}"))?;
    let document = files.iter().find(|(path, _)| path.starts_with("content/policies/")).ok_or("there is no policy")?;
    let document = document.0.strip_prefix("content/").and_then(|path| path.strip_suffix(".md")).unwrap_or_default();

    let ours = Server::clausebook(&book)?;
    let theirs = Server::hugo(&hugo, &site)?;
    let edit = |name, file: String, place, page: String| Edit { name, file: book.join(file), place, page };
    let page = format!("/documents/{document}.html");
    let edits = [
        edit("a document's text", format!("content/{document}.md"), "+++\n\n", page.clone()),
        edit("a document's title", format!("content/{document}.md"), "title = \"", page),
        edit(
            "a risk",
            "content/registers/risks.toml".to_owned(),
            "title = \"",
            "/registers/risks/r-001.html".to_owned(),
        ),
        edit(
            "an SoA decision",
            "content/registers/applicability.toml".to_owned(),
            "justification = \"",
            "/soa.html".to_owned(),
        ),
    ];
    let peer = Edit {
        name: "a document's text",
        file: site.join(format!("content/{document}.md")),
        place: "+++\n\n",
        page: format!("/{document}.html"),
    };
    let mut times = vec![Vec::new(); edits.len() + 1];
    for round in 0..EDITS {
        for (at, (edit, server)) in edits.iter().map(|edit| (edit, &ours)).chain([(&peer, &theirs)]).enumerate() {
            times[at].push(server.after(edit, &format!("edited{at}x{round}"))?);
        }
    }
    println!("\n{pages} pages, medians of {EDITS} edits, from the end of the save to the text being served\n");
    println!("{:<24}{:>14}{:>14}", "edit", "clausebook", format!("hugo {}", hugo.version));
    let peer = median(times.pop().unwrap_or_default());
    for (at, (edit, times)) in edits.iter().zip(times).enumerate() {
        let theirs = if at == 0 { format!("{peer:.0} ms") } else { String::new() };
        println!("{:<24}{:>11.0} ms{theirs:>14}", edit.name, median(times));
    }
    memory(&ours, &edits[0])
}

/// Prints the memory of the preview after a few builds and after many.
fn memory(server: &Server, edit: &Edit) -> Result<(), String> {
    let held = |server: &Server| -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", server.process.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.split_whitespace().next()?.parse().ok()
    };
    let few = held(server);
    let original = edit.original()?;
    for build in 0..500 {
        let words = format!("rebuilt{build}");
        edit.save(&original, &words)?;
        server.until(&edit.page, &words)?;
    }
    let (Some(few), Some(many)) = (few, held(server)) else {
        println!("memory: the system does not say");
        return Ok(());
    };
    println!("memory: {} MiB after {} builds, {} MiB after 500 more", few / 1024, EDITS * 4, many / 1024);
    Ok(())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A server that watches files.
struct Server {
    process: Child,
    address: SocketAddr,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have exited already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Server {
    fn clausebook(book: &Path) -> Result<Self, String> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clausebook"));
        command.arg("serve").arg(book).args(["--port", "0"]).stderr(Stdio::piped());
        let mut process = command.spawn().map_err(|error| format!("cannot start the preview: {error}"))?;
        let stderr = BufReader::new(process.stderr.take().ok_or("the preview says nothing")?);
        let mut lines = stderr.lines().map_while(Result::ok);
        let address =
            lines.find_map(|line| line.strip_prefix("serving at http://")?.trim_end_matches('/').parse().ok());
        // Read all its output, so that it never blocks on a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self { process, address: address.ok_or("the preview gives no address")? })
    }

    fn hugo(hugo: &Hugo, site: &Path) -> Result<Self, String> {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let address = free.map_err(|error| format!("there is no free port: {error}"))?;
        let mut command = Command::new(&hugo.program);
        command.args(["server", "--quiet", "--bind", "127.0.0.1", "--port", &address.port().to_string()]);
        command.arg("--source").arg(site).arg("--cacheDir").arg(site.join("cache")).stdout(Stdio::null());
        let process = command.spawn().map_err(|error| format!("cannot start Hugo: {error}"))?;
        let server = Self { process, address };
        server.until("/", "<html")?;
        Ok(server)
    }

    /// Returns the time until the page of an edit shows new words, in milliseconds.
    fn after(&self, edit: &Edit, words: &str) -> Result<f64, String> {
        let original = edit.original()?;
        edit.save(&original, words)?;
        let start = Instant::now();
        self.until(&edit.page, words)?;
        let took = start.elapsed().as_secs_f64() * 1_000.0;
        sleep(BETWEEN);
        Ok(took)
    }

    fn until(&self, page: &str, words: &str) -> Result<(), String> {
        let start = Instant::now();
        while !self.get(page).is_some_and(|answer| answer.contains(words)) {
            if start.elapsed() > LONGEST {
                return Err(format!("`{page}` never says `{words}`"));
            }
            sleep(EACH);
        }
        Ok(())
    }

    /// Returns the response, if there is one.
    fn get(&self, page: &str) -> Option<String> {
        let mut stream = TcpStream::connect(self.address).ok()?;
        let host = self.address;
        write!(stream, "GET {page} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok()?;
        Some(String::from_utf8_lossy(&answer).into_owned())
    }
}
