//! The preview and those outside: pages of other sites, and readers that do not read.

use std::io::{Read, Write};

use crate::serve::{Preview, header, status};

#[test]
fn no_page_of_another_site_frames_the_preview_or_gets_an_answer() {
    let preview = Preview::start(&[]);
    let missing = preview.get("/nothing.html");
    let refused = preview.ask("POST", "/", "");
    let foreign = preview.ask("GET", "/", "Sec-Fetch-Site: cross-site\r\n");
    assert_eq!([&missing, &refused, &foreign].map(|answer| status(answer)), [404, 405, 403]);
    for answer in [preview.get("/"), preview.get("/-/problems.json"), missing, refused, foreign] {
        let policy = header(&answer, "content-security-policy").unwrap();
        assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert_eq!(header(&answer, "x-frame-options"), Some("DENY"));
        assert_eq!(header(&answer, "cross-origin-opener-policy"), Some("same-origin"));
        assert_eq!(header(&answer, "cross-origin-resource-policy"), Some("same-origin"));
        assert_eq!(header(&answer, "x-content-type-options"), Some("nosniff"));
    }
    let asked = |target: &str, headers: &str| status(&preview.ask("GET", target, headers));
    for target in ["/", "/documents/a.html", "/search/root.js", "/data/handbook.json", "/-/preview.js", "/-/events"] {
        assert_eq!(asked(target, "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n"), 403, "{target}");
        assert_eq!(asked(target, "Sec-Fetch-Site: same-site\r\n"), 403, "{target}");
        assert_eq!(asked(target, "Origin: http://evil.example\r\n"), 403, "{target}");
    }
    // A link in a mail or a chat leads to a page, and to nothing that the preview has for itself.
    let followed = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";
    assert_eq!(["/documents/a.html", "/-/events"].map(|target| asked(target, followed)), [200, 403]);
    let framed = followed.replace("document", "iframe");
    assert_eq!(asked("/documents/a.html", &framed), 403);
    let ours = format!("Sec-Fetch-Site: same-origin\r\nOrigin: http://{}\r\n", preview.address);
    assert_eq!(["/", "/search/root.js", "/-/problems.json"].map(|target| asked(target, &ours)), [200; 3]);
    let mut stream = preview.connect();
    let request = format!("GET /-/events HTTP/1.1\r\nHost: {}\r\nSec-Fetch-Site: same-origin\r\n\r\n", preview.address);
    stream.write_all(request.as_bytes()).unwrap();
    let mut start = [0; 12];
    stream.read_exact(&mut start).unwrap();
    assert_eq!(&start, b"HTTP/1.1 200");
}

/// Returns the memory of a process in bytes.
#[cfg(target_os = "linux")]
fn memory(process: u32) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

#[cfg(target_os = "linux")]
#[test]
fn readers_that_do_not_read_share_the_page() {
    const READERS: usize = 48;
    // Each character takes five in HTML; more than the system holds for a connection.
    let code = format!("{}\n", "&".repeat(60)).repeat(20_000);
    let preview = Preview::of(&[("content/a.md", &format!("# First\n\n```\n{code}```\n"))], &[]);
    let length = preview.get("/documents/a.html").len();
    assert!(length > 5_000_000, "{length}");
    let before = memory(preview.child.id());
    let request = format!("GET /documents/a.html HTTP/1.1\r\nHost: {}\r\n\r\n", preview.address);
    let open = |_| {
        let mut stream = preview.connect();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    };
    let readers: Vec<_> = (0..READERS).map(open).collect();
    // Once the first byte is there, the answer is made.
    readers.iter().for_each(|mut stream| stream.read_exact(&mut [0]).unwrap());
    let grown = memory(preview.child.id()).saturating_sub(before);
    // Each reader has a thread, which holds some memory of its own.
    assert!(grown < READERS * length / 3, "{READERS} readers of {length} bytes: {grown} bytes more");
}
