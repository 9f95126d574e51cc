//! Judges by its name and its content what a copied file can do in a browser.
//!
//! A page of a handbook runs no script but the site's own. A file beside a document lies in the same origin, so what is
//! taken out of a text must not come back as a file: only types that are known to do nothing are copied.

mod content;
pub(crate) mod svg;

/// How much of a file is looked at; browsers look at less when they guess a type.
pub(crate) const HEAD: usize = 16 * 1024;

/// The verdict on a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It can be copied as it is.
    Inert,
    /// It is a drawing, which [`svg::clean`] rewrites.
    Drawing,
    /// Its type can run script, or can be taken for one that can.
    Active,
    /// Nothing is known about its type.
    Unknown,
    /// Its content is of another type than its name says, and can be taken for something that runs.
    Disguised,
}

/// The form of the content of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Text, which a browser shows as it is.
    Text,
    /// Packed bytes: some hosts send them as the type that an inner extension names.
    Packed,
    /// Anything with a signature at the beginning.
    Binary,
    Drawing,
}

const TEXT: &[&str] = &[
    "asc",
    "bib",
    "cfg",
    "conf",
    "csr",
    "csv",
    "diff",
    "drawio",
    "dot",
    "gv",
    "hcl",
    "ics",
    "ini",
    "json",
    "jsonl",
    "log",
    "markdown",
    "md",
    "mermaid",
    "mmd",
    "ndjson",
    "patch",
    "pem",
    "properties",
    "ps1",
    "pub",
    "puml",
    "rst",
    "sql",
    "srt",
    "tex",
    "text",
    "tf",
    "toml",
    "tsv",
    "txt",
    "vcf",
    "vtt",
    "yaml",
    "yml",
];

const PACKED: &[&str] = &["bz2", "gz", "xz", "zst"];

const BINARY: &[&str] = &[
    // Pictures.
    "avif", "bmp", "gif", "heic", "heif", "ico", "jfif", "jpeg", "jpg", "png", "tif", "tiff", "webp",
    // Documents, without those that hold macros.
    "doc", "docx", "dotx", "epub", "key", "mpp", "msg", "numbers", "odf", "odg", "odp", "ods", "odt", "otp", "ots",
    "ott", "pages", "pdf", "potx", "pps", "ppsx", "ppt", "pptx", "rtf", "vsd", "vsdx", "xls", "xlsx", "xltx", "xmind",
    // Sound and film.
    "aac", "flac", "m4a", "m4v", "mkv", "mov", "mp3", "mp4", "mpeg", "mpg", "oga", "ogg", "ogv", "opus", "wav", "webm",
    // Archives.
    "7z", "rar", "tar", "tbz", "tgz", "txz", "zip", // Signatures and certificates.
    "asics", "asice", "cer", "crl", "crt", "der", "gpg", "p7b", "p7c", "p7m", "p7s", "pgp", "sig", "tsr",
];

/// Extensions that a browser, or a host, may run.
const ACTIVE: &[&str] = &[
    "asp", "aspx", "cgi", "cjs", "css", "eml", "hta", "htc", "htm", "html", "js", "jsp", "mht", "mhtml", "mjs", "phar",
    "php", "phtml", "shtm", "shtml", "svg", "svgz", "swf", "wasm", "xht", "xhtm", "xhtml", "xml", "xsd", "xsl", "xslt",
    "rdf", "rss", "atom", "mathml", "mml", "xul", "pl", "py", "rb", "sh", "exe", "bat", "cmd", "com", "dll", "jar",
    "msi", "scr", "vbs", "wsf", "lnk", "url", "desktop", "docm", "dotm", "xlsm", "xltm", "xlsb", "pptm", "potm",
    "ppsm",
];

/// What readers of a folder come for: forms to fill in, texts to read, pictures. Keys and settings of programs, which may lie
/// beside them, are not among it.
const FOR_READERS: &[&str] = &[
    "csv", "doc", "docx", "dotx", "gif", "jpeg", "jpg", "odg", "odp", "ods", "odt", "otp", "ots", "ott", "pdf", "png",
    "potx", "ppsx", "ppt", "pptx", "rtf", "svg", "vsd", "vsdx", "webp", "xls", "xlsx", "xltx",
];

/// Returns whether a file is one that people read or fill in, by its name.
pub(crate) fn is_for_readers(path: &str) -> bool {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    extension.is_some_and(|extension| FOR_READERS.contains(&extension.as_str()))
}

/// Judges a file by its name and the beginning of its content, of up to [`HEAD`] bytes.
pub(crate) fn judge(path: &str, head: &[u8]) -> Verdict {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let Some((stem, extension)) = name.rsplit_once('.') else { return Verdict::Unknown };
    let Some(kind) = kind(extension) else {
        return if ACTIVE.contains(&extension) { Verdict::Active } else { Verdict::Unknown };
    };
    // A host that does not know the last extension, or takes it for a packing, goes by the one before it.
    let is_guessed = matches!(kind, Kind::Text | Kind::Packed);
    if is_guessed && stem.split('.').skip(1).any(|inner| ACTIVE.contains(&inner)) {
        return Verdict::Active;
    }
    let fits = match kind {
        Kind::Drawing => return Verdict::Drawing,
        Kind::Text => !content::is_program(head) && !content::is_markup(head),
        Kind::Packed | Kind::Binary => {
            !content::is_program(head)
                && !content::is_script(head)
                && (content::is_signed(head) || !content::has_tag(head))
        }
    };
    if fits { Verdict::Inert } else { Verdict::Disguised }
}

fn kind(extension: &str) -> Option<Kind> {
    let lists = [(TEXT, Kind::Text), (PACKED, Kind::Packed), (BINARY, Kind::Binary), (&["svg"], Kind::Drawing)];
    lists.into_iter().find(|(list, _)| list.contains(&extension)).map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::{Verdict, judge};

    #[test]
    fn what_can_run_is_told_by_the_name() {
        for name in [
            "a.html",
            "A.HTM",
            "a.xhtml",
            "a.xht",
            "a.xml",
            "a.xsl",
            "a.mht",
            "a.mhtml",
            "a.js",
            "a.mjs",
            "a.wasm",
            "a.svgz",
            "a.swf",
            "a.shtml",
            "a.eml",
            "a.xlsm",
            "x/a.html.gz",
            "a.html.txt",
            "a.svg.yaml",
        ] {
            assert_eq!(judge(name, b""), Verdict::Active, "{name}");
        }
        for name in ["a", "LICENSE", "a.html.", "a.b.xyz", "x.html/a", "a.html ", "a.txt\u{2028}"] {
            assert_eq!(judge(name, b"words"), Verdict::Unknown, "{name}");
        }
    }

    #[test]
    fn what_readers_come_for_is_always_known() {
        for extension in super::FOR_READERS {
            let verdict = judge(&format!("a.{extension}"), b"words");
            assert!(matches!(verdict, Verdict::Inert | Verdict::Drawing), "{extension}");
        }
        assert!(super::is_for_readers("Forms/Request.DOCX"));
        assert!(!["server.key", "ca.pem", "package.json", "docx", ".env"].into_iter().any(super::is_for_readers));
    }

    #[test]
    fn what_can_run_is_told_by_the_content() {
        for (name, content) in [
            ("a.txt", &b" \n<!DOCTYPE html><script>"[..]),
            ("a.csv", b"\xef\xbb\xbf<script>x"),
            ("a.log", b"<svg xmlns='http://www.w3.org/2000/svg'>"),
            ("a.drawio", b"<?xml version=\"1.0\"?><html xmlns=\"x\"/>"),
            ("a.md", b"<!-- x --><b>"),
            ("a.png", b"<html>"),
            ("a.jpg", b"words <script>x</script>"),
            ("a.pdf", b"\xff\xfe<\0s\0c\0r\0i\0p\0t\0"),
            ("a.pdf", b"MZ\x90"),
            ("a.docx", b"\x7fELF"),
            ("a.txt", b"\0asm\x01"),
            ("a.mp3", b"From: x\nMIME-Version: 1.0\n\n<p>x"),
            ("a.txt", b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n"),
        ] {
            assert_eq!(judge(name, content), Verdict::Disguised, "{name} {content:?}");
        }
    }

    #[test]
    fn what_people_attach_is_copied() {
        for (name, content) in [
            ("plan.png", &b"\x89PNG\r\n\x1a\n\0<a>"[..]),
            ("plan.jpg", b"\xff\xd8\xff\xe1<?xpacket begin"),
            ("scan.PDF", b"%PDF-1.7\n<</Type/Catalog>>"),
            ("scan.pdf", b"\n\n%PDF-1.7\n<a>"),
            ("minutes.docx", b"PK\x03\x04<w:p>"),
            ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1<b>"),
            ("film.mp4", b"\0\0\0\x18ftypmp42<i>"),
            ("access review 2026.01.csv", b"name,<b>\n"),
            ("syslog.txt", b"<134>1 2026-01-01 host app"),
            ("template.txt", b"<Name of the organisation> protects"),
            ("plan.drawio", b"<mxfile host=\"app\">"),
            ("dump.xml.zip", b"PK\x03\x04"),
            ("codes.csv", b"MZ;BM;CWS\n"),
            ("key.asc", b"-----BEGIN PGP PUBLIC KEY BLOCK-----"),
            ("seal.p7s", b"\x30\x82\x01<a>"),
            ("plan.png", b"not really"),
            ("empty.pdf", b""),
        ] {
            assert_eq!(judge(name, content), Verdict::Inert, "{name}");
        }
        assert_eq!(judge("plan.drawio.svg", b""), Verdict::Drawing);
        assert_eq!(judge("diagram.svg.png", b"\x89PNG\r\n\x1a\n"), Verdict::Inert);
    }
}
