//! The preview: real edits on disk, real connections.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Timeout of a wait; long, because a slow machine is not an error.
const DEADLINE: Duration = Duration::from_secs(60);

/// A book in a temporary directory, and its preview.
pub(crate) struct Preview {
    dir: tempfile::TempDir,
    pub child: Child,
    pub address: SocketAddr,
    output: Arc<Mutex<String>>,
}

impl Preview {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::of(&[("content/a.md", "# First\n\nOne.\n")], arguments)
    }

    pub(crate) fn of(files: &[(&str, &str)], arguments: &[&str]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let book = "[book]\ntitle = \"T\"\norganisation = \"O\"\nas-of = 2026-10-01\n";
        fs::write(dir.path().join("book.toml"), book).unwrap();
        for (path, text) in files {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_clausebook"))
            .arg("serve")
            .arg(dir.path())
            .args(["--port", "0"])
            .args(arguments)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let output: Arc<Mutex<String>> = Arc::default();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let hears = output.clone();
        thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                hears.lock().unwrap().push_str(&(line + "\n"));
            }
        });
        let line = until("the address", || {
            let output = output.lock().unwrap();
            output.lines().find_map(|line| line.strip_prefix("serving at http://").map(str::to_owned))
        });
        let address = line.split('/').next().unwrap().parse().unwrap();
        Self { dir, child, address, output }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Puts a file in place as a whole, so that no build sees a part of it.
    pub(crate) fn write(&self, name: &str, text: &str) {
        let (path, beside) = (self.path(name), self.path(".being-saved"));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&beside, text).unwrap();
        fs::rename(beside, path).unwrap();
    }

    fn output(&self) -> String {
        self.output.lock().unwrap().clone()
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        stream
    }

    /// Sends bytes and reads until the server closes the connection.
    pub(crate) fn raw(&self, request: &[u8]) -> String {
        let mut stream = self.connect();
        // The server may refuse before it has read everything.
        let _ = stream.write_all(request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    pub(crate) fn ask(&self, method: &str, target: &str, headers: &str) -> String {
        let host = self.address;
        self.raw(format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n").as_bytes())
    }

    pub(crate) fn get(&self, target: &str) -> String {
        self.ask("GET", target, "")
    }

    /// Waits until a page has a text.
    #[track_caller]
    pub(crate) fn until_at(&self, target: &str, text: &str) {
        until(&format!("{text:?} at {target}"), || self.get(target).contains(text).then_some(()));
    }

    fn interrupt(&self) {
        let killed = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
        assert!(killed.success());
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("the preview said:\n{}", self.output());
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Repeats a request until it succeeds.
#[track_caller]
fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + DEADLINE;
    loop {
        if let Some(found) = ask() {
            return found;
        }
        assert!(Instant::now() < end, "{what} did not come");
        thread::sleep(Duration::from_millis(5));
    }
}

pub(crate) fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default()
}

pub(crate) fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let head = answer.split("\r\n\r\n").next()?;
    let line = head.lines().find(|line| line.to_lowercase().starts_with(&format!("{}:", name.to_lowercase())))?;
    Some(line[name.len() + 1..].trim())
}

pub(crate) fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

#[test]
fn what_is_saved_is_served_and_a_line_says_what_changed() {
    let preview = Preview::start(&[]);
    assert!(preview.get("/documents/a.html").contains("One."));
    preview.write("content/a.md", "# First\n\nTwo.\n");
    preview.until_at("/documents/a.html", "Two.");
    until("the line of the rebuild", || preview.output().contains("content/a.md changed: ").then_some(()));
    assert!(!preview.path("site").exists(), "a preview writes nothing");
}

#[test]
fn the_name_of_a_changed_file_is_shown_and_never_obeyed() {
    let preview = Preview::start(&[]);
    preview.write("content/b\n::error::\u{1b}[31m.md", "# B\n");
    let shown = "content/b␊::error::␛[31m.md new: ";
    until("the line of the rebuild", || preview.output().contains(shown).then_some(()));
    assert!(!preview.output().lines().any(|line| line.starts_with("::")), "{}", preview.output());
}

#[test]
fn an_interrupt_ends_it_at_once_and_well() {
    let mut preview = Preview::start(&[]);
    let mut listener = preview.connect();
    listener.write_all(format!("GET /-/events HTTP/1.1\r\nHost: {}\r\n\r\n", preview.address).as_bytes()).unwrap();
    let before: Vec<_> = fs::read_dir(preview.dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    preview.interrupt();
    let ended = until("the end", || preview.child.try_wait().unwrap());
    assert_eq!(ended.code(), Some(0));
    let after: Vec<_> = fs::read_dir(preview.dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(before, after);
}

#[test]
fn every_way_of_saving_is_seen() {
    let preview = Preview::start(&[]);
    // As editors save: to a temporary file renamed over it, or by renaming it and writing a new one.
    fs::write(preview.path("content/.a.md.swp"), "half").unwrap();
    fs::write(preview.path("content/a.md~"), "# First\n\nAtomic.\n").unwrap();
    fs::rename(preview.path("content/a.md~"), preview.path("content/a.md")).unwrap();
    preview.until_at("/documents/a.html", "Atomic.");
    fs::rename(preview.path("content/a.md"), preview.path("content/a.bak")).unwrap();
    preview.write("content/a.md", "# First\n\nAnew.\n");
    fs::remove_file(preview.path("content/a.bak")).unwrap();
    preview.until_at("/documents/a.html", "Anew.");
    // Write in several pieces.
    let mut file = fs::File::create(preview.path("content/a.md")).unwrap();
    file.write_all(b"# First\n\nHal").unwrap();
    file.sync_all().unwrap();
    preview.until_at("/documents/a.html", "Hal");
    file.write_all(b"f and whole.\n").unwrap();
    drop(file);
    preview.until_at("/documents/a.html", "Half and whole.");
    // Create nested folders, and files in them immediately.
    preview.write("content/new/deep/b.md", "# Second\n");
    preview.until_at("/documents/new/deep/b.html", "Second");
    preview.write("content/new/deep/b.md", "# Second, again\n");
    preview.until_at("/documents/new/deep/b.html", "Second, again");
    // Move a folder, then change a file in it.
    fs::rename(preview.path("content/new"), preview.path("content/moved")).unwrap();
    preview.until_at("/documents/moved/deep/b.html", "Second, again");
    preview.until_at("/documents/new/deep/b.html", "This page is now at <a href=\"/documents/moved/deep/b.html\">");
    preview.write("content/moved/deep/b.md", "# Third\n");
    preview.until_at("/documents/moved/deep/b.html", "Third");
    fs::remove_dir_all(preview.path("content/moved")).unwrap();
    until("the end of the page", || (status(&preview.get("/documents/moved/deep/b.html")) == 404).then_some(()));
}

#[test]
fn a_file_beside_the_documents_runs_nothing_in_the_preview() {
    let files = [
        ("book.toml", "[book]\ntitle = \"T\"\norganisation = \"O\"\n[checks]\nactive-attachment = \"allow\"\n"),
        ("content/a.md", "# A\n\n[h](e.html) [j](e.js) [m](e.mjs) [w](e.wasm) [s](e.svg) [p](p.pdf) [t](t.txt)\n"),
        ("content/e.html", "<script src=\"e.js\"></script>"),
        ("content/e.js", "alert(1)"),
        ("content/e.mjs", "alert(1)"),
        ("content/e.wasm", "x"),
        ("content/e.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>x</script></svg>"),
        ("content/p.pdf", "%PDF-1.7\n"),
        ("content/t.txt", "words"),
    ];
    let preview = Preview::of(&files, &[]);
    for (path, kind) in [
        ("e.html", "text/html; charset=utf-8"),
        ("e.js", "text/plain; charset=utf-8"),
        ("e.mjs", "text/plain; charset=utf-8"),
        ("e.wasm", "text/plain; charset=utf-8"),
        ("e.svg", "image/svg+xml; charset=utf-8"),
        ("p.pdf", "application/pdf"),
        ("t.txt", "text/plain; charset=utf-8"),
    ] {
        let answer = preview.get(&format!("/files/{path}"));
        let policies: Vec<&str> = answer.lines().filter(|line| line.starts_with("Content-Security-Policy:")).collect();
        // Browsers hold to every policy that they get.
        assert!(policies.iter().any(|policy| policy.contains("script-src 'none'")), "{path}: {policies:?}");
        let is_sandboxed = policies.iter().any(|policy| policy.contains("sandbox"));
        assert_eq!(is_sandboxed, path != "p.pdf", "{path}: {policies:?}");
        assert_eq!(header(&answer, "x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(header(&answer, "content-type"), Some(kind), "{path}");
        assert!(!answer.contains("preview.js"), "{path}");
    }
    assert!(!preview.get("/documents/a.html").contains("sandbox"));
}

#[test]
fn a_browser_gets_what_it_asks_for() {
    let files = [
        ("content/a.md", "# First\n\n![p](p%20q.png) [é](é.txt)\n"),
        ("content/p q.png", "not really"),
        ("content/é.txt", "text"),
    ];
    let preview = Preview::of(&files, &[]);
    let page = preview.get("/documents/a.html");
    assert_eq!(header(&page, "content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(header(&page, "cache-control"), Some("no-cache"));
    assert!(header(&page, "date").is_some());
    // The page is the built page with one script before all others.
    assert!(body(&page).contains("<head><script defer src=\"/-/preview.js\""), "{page}");
    assert_eq!(header(&page, "content-length").unwrap().parse::<usize>().unwrap(), body(&page).len());

    let tag = header(&page, "etag").unwrap();
    let again = preview.ask("GET", "/documents/a.html", &format!("If-None-Match: \"x\", W/{tag}\r\n"));
    assert_eq!((status(&again), body(&again)), (304, ""));
    assert_eq!(status(&preview.ask("GET", "/documents/a.html", "If-None-Match: \"x\"\r\n")), 200);

    let head = preview.ask("HEAD", "/documents/a.html", "");
    assert_eq!((status(&head), body(&head)), (200, ""));
    assert_eq!(header(&head, "etag"), Some(tag));

    assert_eq!(header(&preview.get("/files/p%20q.png"), "content-type"), Some("image/png"));
    assert_eq!(body(&preview.get("/files/%C3%A9.txt")), "text");
    assert_eq!(header(&preview.get("/data/handbook.json"), "content-type"), Some("application/json; charset=utf-8"));
    let script = preview.get("/-/preview.js");
    assert_eq!(header(&script, "content-type"), Some("text/javascript; charset=utf-8"));

    assert_eq!(status(&preview.get("/?q=1")), 200);
    assert_eq!(status(&preview.get("/documents/")), 200);
    let folder = preview.get("/documents");
    assert_eq!((status(&folder), header(&folder, "location")), (302, Some("/documents/")));
    let missing = preview.get("/documents/deep/nothing.html");
    assert_eq!((status(&missing), header(&missing, "cache-control")), (404, Some("no-store")));
    assert!(missing.contains("<base href=\"/\">") && missing.contains("Page not found"), "{missing}");
}

#[test]
fn a_base_path_stands_before_everything() {
    let preview = Preview::start(&["--base-path", "handbook"]);
    assert!(preview.output().contains("/handbook/\n"), "{}", preview.output());
    assert!(preview.get("/handbook/documents/a.html").contains("src=\"/handbook/-/preview.js\""));
    for target in ["/", "/handbook"] {
        let answer = preview.get(target);
        assert_eq!((status(&answer), header(&answer, "location")), (302, Some("/handbook/")), "{target}");
    }
    assert_eq!(status(&preview.get("/documents/a.html")), 404);
    assert_eq!(status(&preview.get("/handbookdocuments/a.html")), 404);
    assert!(preview.get("/handbook/nothing/here").contains("<base href=\"/handbook/\">"));
}

#[test]
fn addresses_outside_pages_are_those_of_the_published_site_and_never_the_base_path() {
    let book = "[book]\ntitle = \"T\"\norganisation = \"O\"\nas-of = 2026-10-01\n";
    let published = format!("{book}base-url = \"https://isms.example/x\"\n");
    let files = |book| [("book.toml", book), ("content/a.md", "# A\n")];

    let preview = Preview::of(&files(&published), &["--base-path", "handbook"]);
    let sitemap = preview.get("/handbook/sitemap.xml");
    assert!(sitemap.contains("<loc>https://isms.example/x/documents/a.html</loc>"), "{sitemap}");
    assert!(preview.get("/handbook/robots.txt").contains("Sitemap: https://isms.example/x/sitemap.xml"));
    let table = preview.get("/handbook/downloads/documents.csv");
    assert!(table.contains(",https://isms.example/x/documents/a.html"), "{table}");
    assert!(preview.get("/handbook/data/handbook.json").contains("\"site\":\"https://isms.example/x/\""));
    assert!(preview.get("/handbook/nothing").contains("<base href=\"/handbook/\">"));

    let unpublished = Preview::of(&files(book), &[]);
    assert_eq!(status(&unpublished.get("/sitemap.xml")), 404);
    let table = unpublished.get("/downloads/documents.csv");
    assert!(table.contains(",documents/a.html"), "{table}");
    assert!(unpublished.get("/data/handbook.json").contains("\"site\":null"));
}

#[test]
fn no_path_leaves_the_site() {
    let preview = Preview::start(&[]);
    fs::write(preview.path("secret.txt"), "secret").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(preview.path("secret.txt"), preview.path("content/link.txt")).unwrap();
    preview.write("content/a.md", "# First\n\n[x](link.txt) Linked.\n");
    until("the rebuild", || preview.output().contains("changed").then_some(()));
    let targets = [
        "/../secret.txt",
        "/documents/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/documents/%2e%2e%2fa.html",
        "/..%5csecret.txt",
        "/files\\link.txt",
        "/documents/a.html%00.png",
        "/%ff",
        "/files/link.txt",
        "//secret.txt",
        "/-/../../secret.txt",
    ];
    for target in targets {
        let answer = preview.get(target);
        assert!(matches!(status(&answer), 400 | 404), "{target}: {answer}");
        assert!(!answer.contains("secret\n") && !body(&answer).contains("secret"), "{target}: {answer}");
    }
}

#[test]
fn only_the_names_of_this_machine_are_answered() {
    let preview = Preview::start(&[]);
    let asked =
        |host: &str| status(&preview.raw(format!("GET / HTTP/1.1\r\n{host}Connection: close\r\n\r\n").as_bytes()));
    assert_eq!(asked("Host: localhost:1\r\n"), 200);
    assert_eq!(asked("Host: evil.example\r\n"), 403);
    assert_eq!(asked("Host: 127.0.0.1.evil.example\r\n"), 403);
    assert_eq!(asked("Host: localhost\r\nHost: evil.example\r\n"), 403);
    assert_eq!(asked(""), 403);
    // The event stream is refused as well.
    let stream = preview.raw(b"GET /-/events HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    assert_eq!(status(&stream), 403);
    // A page of another site can send this request, but not the required header: the day stays.
    assert_eq!(status(&preview.get("/-/as-of?day=2027-03-01")), 403);
}

#[test]
fn only_get_and_head_exist_and_requests_have_bounds() {
    let preview = Preview::start(&[]);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "BREW"] {
        let answer = preview.ask(method, "/", "");
        assert_eq!((status(&answer), header(&answer, "allow")), (405, Some("GET, HEAD")), "{method}");
    }
    assert_eq!(status(&preview.ask("GET", "/", "Content-Length: 10\r\n")), 413);
    assert_eq!(status(&preview.ask("GET", "/", "Transfer-Encoding: chunked\r\n")), 413);
    assert_eq!(status(&preview.ask("GET", "/", &format!("X: {}\r\n", "x".repeat(20_000)))), 431);
    assert_eq!(status(&preview.ask("GET", "/", &"X: y\r\n".repeat(200))), 431);
    assert_eq!(status(&preview.get(&format!("/{}", "x".repeat(20_000)))), 431);
    assert_eq!(status(&preview.raw(b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n")), 400);
    assert_eq!(status(&preview.raw(b"GET / HTTP/9.9\r\n\r\n")), 505);
    // Headers without an end are not read for ever.
    let endless =
        preview.raw(&b"GET / HTTP/1.1\r\n".iter().copied().chain(b"X: y\r\n".repeat(200_000)).collect::<Vec<_>>());
    assert!(matches!(status(&endless), 431 | 0), "{endless}");
    // One connection carries several requests, even if they arrive together.
    let host = preview.address;
    let one = format!("GET /robots.txt HTTP/1.1\r\nHost: {host}\r\n\r\n");
    let last = format!("GET /robots.txt HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    let answers = preview.raw(format!("{one}{one}{last}").as_bytes());
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 3, "{answers}");
}

#[test]
fn silent_slow_and_greedy_clients_hold_up_nobody() {
    let preview = Preview::start(&[]);
    // Open more connections than are served at once: silent ones, ones that stop halfway, and ones that never read.
    let host = preview.address;
    let crowd: Vec<TcpStream> = (0..400)
        .map(|number| {
            let mut stream = preview.connect();
            let begun: &[u8] = match number % 3 {
                0 => b"",
                1 => b"GET / HTTP/1.1\r\nHo",
                _ => b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            };
            // The server may have closed this connection already.
            let _ = stream.write_all(begun);
            stream
        })
        .collect();
    let start = Instant::now();
    for _ in 0..20 {
        assert_eq!(status(&preview.get("/documents/a.html")), 200);
    }
    assert!(start.elapsed() < Duration::from_secs(4), "others wait for them: {:?}", start.elapsed());
    drop(crowd);

    // A silent connection times out, and so does one that sends its request byte by byte.
    let mut silent = preview.connect();
    let mut dripping = preview.connect();
    let twin = dripping.try_clone().unwrap();
    let drip = thread::spawn(move || {
        let mut stream = twin;
        let mut sent = 0;
        while stream.write_all(b"x").is_ok() && sent < 600 {
            sent += 1;
            thread::sleep(Duration::from_millis(100));
        }
        sent
    });
    let mut answer = String::new();
    let _ = dripping.read_to_string(&mut answer);
    assert_eq!(status(&answer), 408, "{answer}");
    drop(dripping);
    assert!(drip.join().unwrap() < 600, "it may not drip for a minute");
    assert_eq!(silent.read(&mut [0; 16]).unwrap_or_default(), 0, "nothing is said to it");
    assert_eq!(
        status(&preview.raw(format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes())),
        200
    );
}

/// Listens to the event stream, and stores the newest event.
fn listen(preview: &Preview) -> Arc<Mutex<String>> {
    let mut stream = preview.connect();
    let host = preview.address;
    stream.write_all(format!("GET /-/events HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes()).unwrap();
    let newest: Arc<Mutex<String>> = Arc::default();
    let hears = newest.clone();
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if let Some(data) = line.strip_prefix("data: ") {
                data.clone_into(&mut hears.lock().unwrap());
            }
        }
    });
    newest
}

fn build_of(event: &str) -> u64 {
    let data: serde_json::Value = serde_json::from_str(event).unwrap_or_default();
    data["build"].as_u64().unwrap_or_default()
}

#[test]
fn two_hundred_tabs_and_fifty_builds_end_on_the_newest() {
    let preview = Preview::start(&[]);
    let mut tabs: Vec<_> = (0..150).map(|_| listen(&preview)).collect();
    for build in 0..50 {
        preview.write("content/a.md", &format!("# First\n\nEdit {build}.\n"));
        preview.until_at("/documents/a.html", &format!("Edit {build}."));
        // Some tabs connect during the builds.
        tabs.push(listen(&preview));
    }
    let newest =
        build_of(&until("an event", || Some(tabs[0].lock().unwrap().clone()).filter(|event| !event.is_empty())));
    assert!(newest >= 50);
    for tab in &tabs {
        until("the newest build in every tab", || (build_of(&tab.lock().unwrap()) >= 51).then_some(()));
    }
    // A tab that connects after the last build receives it at once.
    let late = listen(&preview);
    until("the newest build in a late tab", || (build_of(&late.lock().unwrap()) >= 51).then_some(()));
}

#[test]
fn a_checkout_of_five_hundred_files_is_served_as_a_whole() {
    let preview = Preview::start(&[]);
    let tab = listen(&preview);
    for number in 0..500 {
        preview.write(&format!("content/many/page-{number}.md"), &format!("# Number {number}\n"));
    }
    preview.until_at("/documents/many/page-499.html", "Number 499");
    for number in [0, 250, 498] {
        preview.until_at(&format!("/documents/many/page-{number}.html"), &format!("Number {number}"));
    }
    until("a quiet preview", || {
        let builds = build_of(&tab.lock().unwrap());
        (builds > 1).then_some(builds)
    });
    for number in 0..500 {
        fs::remove_file(preview.path(&format!("content/many/page-{number}.md"))).unwrap();
    }
    until("the end of the pages", || (status(&preview.get("/documents/many/page-0.html")) == 404).then_some(()));
    until("the end of the pages", || (status(&preview.get("/documents/many/page-499.html")) == 404).then_some(()));
    assert!(preview.get("/documents/a.html").contains("One."));
}

#[test]
fn a_mistake_is_shown_and_the_last_good_site_stays() {
    let preview = Preview::start(&[]);
    let tab = listen(&preview);
    let newest = |failed: bool| {
        until("the word of the build", || {
            let data: serde_json::Value = serde_json::from_str(&tab.lock().unwrap()).unwrap_or_default();
            (data["failed"] == failed).then_some(data)
        })
    };
    preview.write("content/a.md", "# First\n\nSee [[nothing]] & <b>.\n");
    let event = newest(true);
    assert_eq!((&event["errors"], &event["site"]), (&1.into(), &true.into()));
    let problems: serde_json::Value = serde_json::from_str(body(&preview.get("/-/problems.json"))).unwrap();
    let problem =
        problems["problems"].as_array().unwrap().iter().find(|problem| problem["severity"] == "error").unwrap();
    assert_eq!(problem["place"]["text"], "content/a.md:3:7");
    assert_eq!(problem["place"]["excerpt"], serde_json::json!(["See [[", "nothing", "]] & <b>."]));
    assert!(preview.get("/documents/a.html").contains("One."), "the last good site");
    preview.write("content/a.md", "# First\n\nMended.\n");
    newest(false);
    preview.until_at("/documents/a.html", "Mended.");

    // book.toml is broken, then names an editor, then is deleted with everything else, and is restored.
    let book = fs::read_to_string(preview.path("book.toml")).unwrap();
    fs::write(preview.path("book.toml"), book.replace("title", "tilte")).unwrap();
    newest(true);
    assert!(preview.get("/documents/a.html").contains("Mended."));
    fs::write(preview.path("book.toml"), &book).unwrap();
    newest(false);
    fs::rename(preview.path("content"), preview.path("away")).unwrap();
    newest(true);
    fs::rename(preview.path("away"), preview.path("content")).unwrap();
    newest(false);
    preview.write("content/a.md", "# First\n\nBack.\n");
    preview.until_at("/documents/a.html", "Back.");
    fs::remove_dir_all(preview.path("content")).unwrap();
    newest(true);
    preview.write("content/sub/b.md", "# Other\n");
    newest(false);
    preview.until_at("/documents/sub/b.html", "Other");
    fs::remove_file(preview.path("book.toml")).unwrap();
    newest(true);
    fs::write(preview.path("book.toml"), &book).unwrap();
    newest(false);
}

#[test]
fn a_book_with_errors_from_the_start_is_served_when_it_is_fixed() {
    let preview = Preview::of(&[("content/a.md", "[[nothing]]\n")], &[]);
    let answer = preview.get("/");
    assert_eq!(status(&answer), 503);
    assert!(answer.contains("There is no site yet") && answer.contains("preview.js"), "{answer}");
    preview.write("content/a.md", "# Mended\n");
    preview.until_at("/documents/a.html", "Mended");
}

#[test]
fn a_template_that_cannot_fill_a_page_says_so_there_and_nowhere_else() {
    let files = [
        ("content/a.md", "+++\nowner = \"lead\"\n+++\n# First\n"),
        ("content/registers/roles.toml", "[[role]]\nid = \"lead\"\ntitle = \"Lead\"\n"),
        ("theme/templates/document.html", "<title>{{ page.title }}</title>\n<p>{{ document.owner.text }}</p>\n"),
    ];
    let preview = Preview::of(&files, &[]);
    assert!(preview.get("/documents/a.html").contains("<p>Lead</p>"));
    // The template only fails once there is a document that it does not support.
    preview.write("content/b.md", "# Second\n");
    preview.until_at("/documents/b.html", "This page cannot be rendered");
    let answer = preview.get("/documents/b.html");
    assert_eq!(status(&answer), 500);
    assert!(answer.contains("theme/templates/document.html:2:") && answer.contains("preview.js"), "{answer}");
    assert!(preview.get("/documents/a.html").contains("<p>Lead</p>"));
    // A changed template is tried on every page, and the last good site stays.
    preview.write(
        "theme/templates/document.html",
        "<title>{{ page.title }}</title>\n\n<p>{{ document.owner.text }}</p>\n",
    );
    preview.until_at("/-/problems.json", "theme/templates/document.html:3:");
    assert!(preview.get("/documents/a.html").contains("<p>Lead</p>"));
    // The page shown is that of the last good site, and its problem keeps its position, even if the files can no longer
    // be read.
    let book = fs::read_to_string(preview.path("book.toml")).unwrap();
    preview.write("book.toml", "[book\n");
    preview.until_at("/-/problems.json", "book.toml:1:");
    assert!(preview.get("/documents/b.html").contains("theme/templates/document.html:2:"));
    preview.write("book.toml", &book);
    preview
        .write("theme/templates/document.html", "<p>{% if document.owner %}{{ document.owner.text }}{% endif %}</p>\n");
    preview.until_at("/documents/b.html", "<p></p>");
}

#[test]
fn the_day_is_chosen_for_the_session() {
    let files = [
        ("content/a.md", "+++\nstatus = \"approved\"\nreview-by = 2026-12-31\n+++\n# First\n"),
        (
            "content/registers/milestones.toml",
            "[[milestone]]\nid = \"M-1\"\ntitle = \"Stage 2\"\nkind = \"stage-2\"\ndue = 2027-03-01\n",
        ),
    ];
    let preview = Preview::of(&files, &[]);
    assert!(preview.get("/").contains("2026-10-01"));
    assert!(preview.get("/-/dates.json").contains("{\"day\":\"2027-03-01\",\"title\":\"Stage 2\"}"));
    let choose = |day: &str| status(&preview.ask("GET", &format!("/-/as-of?day={day}"), "X-Clausebook: day\r\n"));
    assert_eq!(choose("2027-03-01"), 202);
    preview.until_at("/", "datetime=\"2027-03-01\"");
    preview.until_at("/-/problems.json", "overdue-review");
    assert_eq!(choose("2027-02-30"), 400);
    assert_eq!(choose(""), 202);
    preview.until_at("/", "datetime=\"2026-10-01\"");
}

#[test]
fn changes_are_found_by_the_clock_where_there_are_no_events() {
    let preview = Preview::start(&["--poll"]);
    for round in 0..5 {
        // The same length, and probably the same timestamp.
        preview.write("content/a.md", &format!("# First\n\nRound {round}.\n"));
        preview.until_at("/documents/a.html", &format!("Round {round}."));
    }
}

#[test]
fn a_taken_port_gives_the_next_and_says_so() {
    let first = Preview::start(&[]);
    let port = first.address.port().to_string();
    let dir = first.dir.path().to_str().unwrap().to_owned();
    let mut child = Command::new(env!("CARGO_BIN_EXE_clausebook"))
        .args(["serve", &dir, "--port", &port])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    assert!(lines.any(|line| line.starts_with(&format!("port {port} is in use; "))));
    assert!(lines.any(|line| line.starts_with("serving at http://127.0.0.1:")));
    child.kill().unwrap();
    child.wait().unwrap();
}
