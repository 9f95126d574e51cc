//! The files with headers that a build writes for a web server.

use crate::fixture::{Built, build};

fn book(publish: &str, base_url: &str) -> Built {
    build(&format!(
        "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n{base_url}\n[publish]\n{publish}\n//- content/a.md\n# A\n"
    ))
}

#[test]
fn a_build_writes_the_headers_that_are_asked_for_and_no_others() {
    const FILES: [&str; 3] = ["_headers", "nginx-headers.conf", "web.config"];
    let written = |publish: &str| {
        let site = book(publish, "").site.unwrap();
        FILES.map(|file| site.files.keys().any(|path| path.as_str() == file))
    };
    assert_eq!(written("headers = [\"netlify\", \"nginx\", \"iis\", \"nginx\"]"), [true, true, true]);
    assert_eq!(written("headers = [\"nginx\"]"), [false, true, false]);
    assert_eq!(written("headers = []"), [false; 3]);
    assert_eq!(written(""), [false; 3]);
    let all = book("headers = [\"netlify\", \"nginx\", \"iis\"]", "");
    for file in FILES {
        let text = all.page(file);
        for part in [
            "default-src 'self'",
            "frame-ancestors 'none'",
            "script-src 'none'",
            "Cross-Origin-Resource-Policy",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "immutable",
        ] {
            assert!(text.contains(part), "{file} has {part}: {text}");
        }
        // Search data is not readable by a cache that others share.
        assert!(text.contains("private") && !text.contains("public"), "{text}");
    }
}

#[test]
fn paths_of_rules_begin_with_that_of_the_site() {
    let headers = "headers = [\"netlify\", \"nginx\", \"iis\"]";
    let root = book(headers, "");
    assert!(root.page("_headers").contains("\n/*\n  Content-Security-Policy: "), "{}", root.page("_headers"));
    assert!(root.page("_headers").contains("\n/search/:version/*\n  Cache-Control: private"));
    let below = book(headers, "base-url = \"https://isms.example/team.a/isms\"");
    for rule in [
        "\n/team.a/isms/*\n",
        "\n/team.a/isms/files/*\n",
        "\n/team.a/isms/assets/*\n",
        "\n/team.a/isms/search/:version/*\n",
    ] {
        assert!(below.page("_headers").contains(rule), "{rule}: {}", below.page("_headers"));
    }
    assert!(below.page("nginx-headers.conf").contains("if ($uri ~ \"^/team.a/isms/files/\") {"));
    assert_eq!(below.page("web.config"), root.page("web.config"));
    // Nothing of an address starts a rule of its own; one that could end a string is refused.
    let hostile = book(headers, "base-url = 'https://isms.example/a;$b('").page("nginx-headers.conf").to_owned();
    let honest = book(headers, "base-url = 'https://isms.example/a..b.'").page("nginx-headers.conf").to_owned();
    assert_eq!(hostile, honest);
}

#[test]
fn an_unknown_server_is_an_error_with_the_known_ones() {
    let problems = book("headers = [\"ngnix\", \"apache\"]", "").problems();
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].contains("book.toml:6:12") && problems[0].contains("did you mean `nginx`?"), "{problems:?}");
    assert!(problems[1].contains("one of: netlify, nginx, iis"), "{problems:?}");
    assert!(book("header = [\"nginx\"]", "").problems()[0].contains("did you mean `headers`?"));
}
