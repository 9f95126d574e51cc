//! A file that the site is to copy could run code in the browser of a reader.
//!
//! Why: a page of the handbook runs nothing but its own scripts, and raw HTML in a document is cleaned of everything else.
//! A file beside the documents is at the same address: opened from a link, its script could read the whole handbook and
//! act for the reader.
//!
//! Example: `attachments = ["reports/**"]` in book.toml and a link to `reports/2026.html`; a text whose name ends in `.png` but
//! that holds HTML. A plain link to such a file of the repository is `unpublished-file`.
//!
//! Fix it: attach a PDF, a picture, an office document without macros, plain text or a ZIP archive. A drawing in SVG is
//! copied without its scripts, animations and everything that it would load; the finding names them. If readers need the
//! file as it is, `active-attachment = "warn"` in `[checks]` copies it; a waiver does not.

use super::{Check, Run};
use crate::config::Level;

pub(super) const CHECK: Check = Check {
    code: "active-attachment",
    level: Level::Deny,
    source: include_str!("active_attachment.rs"),
    run: Run::Elsewhere,
};

#[cfg(test)]
mod tests {
    use crate::fixture::{check, findings, handbook};

    /// Settings that name all files.
    const ALL: &str = "//- book.toml\nattachments = [\"**\"]\n";

    fn copied(fixture: &str) -> Vec<String> {
        handbook(fixture).attachments.iter().map(|file| file.path.clone()).collect()
    }

    #[test]
    fn what_could_run_is_neither_copied_nor_silent() {
        let message = "could run code in the browser of a reader";
        for (name, text) in [
            ("e.html", "<script>x</script>"),
            ("E.HTM", "x"),
            ("e.xhtml", "x"),
            ("e.xml", "x"),
            ("e.js", "x"),
            ("e.mht", "x"),
            ("e.wasm", "x"),
            ("e.svgz", "x"),
            ("e.html.gz", "x"),
        ] {
            let plain = format!("//- content/a.md\n[x]({name})\n//- content/{name}\n{text}\n");
            check("active-attachment", &plain, &[]);
            assert_eq!(findings("unpublished-file", &plain).len(), 1, "{name}");
            let named = format!("{ALL}{plain}");
            check("active-attachment", &named, &[&format!("error content/a.md:1:5 `{name}` {message}")]);
            assert_eq!((copied(&plain), copied(&named)), (Vec::new(), Vec::new()));
        }
        for (name, text, message) in [
            ("e.xyz", "x", "is of a type that is not known to run nothing"),
            ("LICENSE", "x", "is of a type that is not known to run nothing"),
            ("e.png", "<html>", "does not hold what its name says, and a browser could run it"),
            ("e.csv", "<script>x</script>", "does not hold what its name says, and a browser could run it"),
        ] {
            let book = format!("{ALL}//- content/a.md\n![x]({name})\n//- content/{name}\n{text}\n");
            check("active-attachment", &book, &[&format!("error content/a.md:1:6 `{name}` {message}")]);
            assert_eq!(copied(&book), [""; 0]);
        }
    }

    #[test]
    fn every_way_to_refer_to_a_file_counts_and_what_nothing_refers_to_does_not() {
        let html = "//- content/e.html\n<p>\n";
        let raw = format!("{ALL}//- content/a.md\n<a href=\"e.html\">x</a> and [x](e.html)\n{html}");
        assert_eq!(findings("active-attachment", &raw).len(), 1);
        let entry = "//- content/registers/evidence.toml\n[[evidence]]\nid = \"E-1\"\ntitle = \"E\"\ncollected = 2026-01-01\n\
                     location = \"../e.html\"\n";
        let found = findings("active-attachment", &format!("{ALL}{entry}{html}"));
        assert!(found[0].starts_with("error content/registers/evidence.toml:5:12 `e.html`"), "{found:?}");
        check("active-attachment", &format!("{ALL}//- content/a.md\nx\n{html}"), &[]);
    }

    #[test]
    fn a_book_can_take_it_and_a_document_cannot() {
        let book = "//- content/a.md\n[x](e.html)\n//- content/e.html\n<p>\n";
        let warned = format!("//- book.toml\n[checks]\nactive-attachment = \"warn\"\n{book}");
        assert!(findings("active-attachment", &warned)[0].starts_with("warning"));
        assert_eq!(copied(&warned), ["e.html"]);
        let waived = "//- book.toml\nattachments = \"**\"\n//- content/a.md\n+++\n[[waive]]\ncode = \"active-attachment\"\nreason = \"R\"\nuntil = 2027-01-01\n+++\n\
                      [x](e.html)\n//- content/e.html\n<p>\n";
        check("active-attachment", waived, &[]);
        assert_eq!(copied(waived), [""; 0]);
    }

    #[test]
    fn a_drawing_is_rewritten() {
        let drawing = |inner: &str| {
            let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">\n{inner}</svg>");
            format!("//- content/a.md\n![x](e.svg)\n//- content/e.svg\n{svg}\n")
        };
        check(
            "active-attachment",
            &drawing("<g onclick=\"x\"/><script>x</script>"),
            &["warning content/a.md:1:6 the site leaves `<script>`, `onclick` out of `e.svg` (line 2)"],
        );
        check("active-attachment", &drawing("<metadata/><g><title>T</title></g>"), &[]);
        let handbook = handbook(&drawing("<script>x</script><g/>"));
        let rewritten = handbook.attachments[0].rewritten.as_deref().unwrap();
        let rewritten = std::str::from_utf8(rewritten).unwrap();
        assert!(rewritten.contains("<g/>") && !rewritten.contains("script"), "{rewritten}");
        let broken = "//- content/a.md\n![x](e.svg)\n//- content/e.svg\n<svg>\n<g></svg>\n";
        assert!(findings("active-attachment", broken)[0].contains("`e.svg` cannot be read as a drawing: line 2"));
        assert_eq!(copied(broken), [""; 0]);
    }

    #[test]
    fn what_people_attach_is_fine() {
        for name in ["p.png", "p.pdf", "p.docx", "p.csv", "p.txt", "p.zip", "p.ics", "p.toml", "p.msg"] {
            let book = format!("//- content/a.md\n[x]({name})\n//- content/{name}\nwords\n");
            check("active-attachment", &book, &[]);
            assert_eq!(copied(&book), [name]);
        }
    }
}
