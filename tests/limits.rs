//! Behaviour at the limits of the system. These tests use up resources that other tests need, so they are a test binary
//! of their own.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it says")]
#![expect(clippy::print_stdout, reason = "a process of this test tells the other what it did")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Timeout of a wait; long, because a slow machine is not an error.
const DEADLINE: Duration = Duration::from_secs(60);

/// Environment variable of the child processes that take all watches: one process alone may not be allowed enough
/// files.
const HOLDER: &str = "CLAUSEBOOK_TEST_TAKES_WATCHES";

/// Takes all watches that this process can have, prints their number, and keeps them until it is told to exit.
fn hold() {
    let mut taken = Vec::new();
    while let Ok(watcher) = notify::recommended_watcher(|_: notify::Result<notify::Event>| {}) {
        taken.push(watcher);
    }
    println!("\ntook {}", taken.len());
    let _ = std::io::stdin().read(&mut [0]);
}

/// A child process that is killed when the test ends.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a process that holds watches, and returns whether it got any.
fn holder(test: &str) -> (Process, bool) {
    let mut holder = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(HOLDER, "")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(holder.stdout.take().unwrap()).lines().map_while(Result::ok);
    let took = lines.find_map(|line| line.strip_prefix("took ").map(str::to_owned)).unwrap();
    (Process(holder), took != "0")
}

#[test]
fn without_another_watch_to_give_the_preview_says_so_and_looks_by_the_clock() {
    if std::env::var_os(HOLDER).is_some() {
        return hold();
    }
    let mut holders = Vec::new();
    loop {
        let (holder, more) = holder("without_another_watch_to_give_the_preview_says_so_and_looks_by_the_clock");
        holders.push(holder);
        if !more {
            break;
        }
        assert!(holders.len() < 100, "the system gives watches without a limit");
    }
    let dir = tempfile::tempdir().unwrap();
    let page = dir.path().join("content/a.md");
    fs::create_dir(dir.path().join("content")).unwrap();
    fs::write(dir.path().join("book.toml"), "[book]\ntitle = \"T\"\norganisation = \"O\"\n").unwrap();
    fs::write(&page, "# First\n\nOne.\n").unwrap();
    let mut preview = Command::new(env!("CARGO_BIN_EXE_clausebook"))
        .args(["serve", "--port", "0"])
        .arg(dir.path())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let stderr = preview.stderr.take().unwrap();
    let _preview = Process(preview);
    let mut lines = BufReader::new(stderr).lines().map_while(Result::ok);
    let mut output = String::new();
    let address: SocketAddr = loop {
        let line = lines.next().unwrap_or_else(|| panic!("the preview ended: {output}"));
        output.push_str(&line);
        if let Some(link) = line.strip_prefix("serving at http://") {
            break link.trim_end_matches('/').parse().unwrap();
        }
    };
    let served = || {
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET /documents/a.html HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    let first = served();
    fs::write(&page, "# First\n\nTwo.\n").unwrap();
    let end = Instant::now() + DEADLINE;
    let mut last = first.clone();
    while !last.contains("Two.") && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(20));
        last = served();
    }
    assert!(output.contains("checking for changes twice a second instead"), "{output}");
    assert!(first.contains("One.") && last.contains("Two."), "{last}");
}
