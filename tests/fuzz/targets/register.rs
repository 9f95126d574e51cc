//! Fuzzes a risks.toml and an evidence.toml, with a line `=====` between them, the XML of a sheet of risks, or, after a line that
//! says which, risks in another format: `#csv`, `#json`, `#yaml`, `#md`, or the facts in the text of a document: `#facts`.

#![no_main]

use std::io::{Cursor, Write};

use clausebook_fuzz::{BOOK, check};
use libfuzzer_sys::fuzz_target;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const BETWEEN: &[u8] = b"\n=====\n";
const ROLES: &[u8] = b"[[role]]\nid = \"ciso\"\ntitle = \"CISO\"\n";
const OTHER: &[u8] = b"+++\nid = \"other\"\n+++\n# Other\n\nSee R-1 and EV-1.\n\n## Part {#part}\n";

const RELATIONS: &str = "<Relationships><Relationship Id='a' Type='/worksheet' Target='sheet.xml'/>\
                         <Relationship Id='b' Type='/sharedStrings' Target='texts.xml'/>\
                         <Relationship Id='c' Type='/styles' Target='styles.xml'/></Relationships>";
const TEXTS: &str = "<sst><si><t>ID</t></si><si><t>Title</t></si><si><r><t>R-</t></r><r><t>1_x000D_</t></r></si></sst>";
const STYLES: &str = "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='&quot;R-&quot;000'/></numFmts><cellXfs>\
                      <xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='9'/><xf numFmtId='45'/>\
                      </cellXfs></styleSheet>";

/// Says where the columns of risks are, and the facts of documents.
const MAPPED: &str = r#"roles-from-names = true
[[register]]
name = "risks"
file = "FILE"
[register.columns]
id = { column = "ID", prefix = "R-" }
title = ["Title", "Risk"]
likelihood = { column = "Inherent Likelihood", pattern = '(\d+)' }
impact = "Impact"
treatment = { column = "Decision", values = { Mitigate = "reduce" }, else = "accept" }
controls = { column = "Annex A", prefix = "A.", separator = [";", ","] }
due = { column = "Target date", date = "%d/%m/%Y" }
owner = "Owner"
[[documents]]
match = "**"
under = "Document control"
owner = ["label:Owner", "last-row:Changelog/Owner"]
version = ["label:Version", "last-row:Changelog/Version"]
approved = ["label:Effective date", "first-row:Changelog/Date"]
review = "label:Review cycle"
status = { from = "label:Status", else = "approved" }
claims = ["headings", "under:Controls", "file-name"]
"#;

/// The formats of tables, by the first line of an input, and the files that hold them.
const FORMATS: [(&[u8], &str); 5] = [
    (b"#csv\n", "content/t.csv"),
    (b"#json\n", "content/t.json"),
    (b"#yaml\n", "content/t.yaml"),
    (b"#md\n", "content/t.md"),
    (b"#facts\n", "content/A.5.1-5.3 facts.md"),
];

/// Returns a workbook whose only sheet has this XML.
fn workbook(sheet: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in [
        ("xl/workbook.xml", b"<workbook><sheets><sheet name='Risks' id='a'/></sheets></workbook>".as_slice()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/texts.xml", TEXTS.as_bytes()),
        ("xl/styles.xml", STYLES.as_bytes()),
        ("xl/sheet.xml", sheet),
    ] {
        writer.start_file(name, SimpleFileOptions::default()).expect("a part begins in memory");
        writer.write_all(part).expect("a part is written in memory");
    }
    writer.finish().expect("the archive ends in memory").into_inner()
}

fuzz_target!(|data: &[u8]| {
    if data.starts_with(b"<") {
        let risks = workbook(data);
        check(&[
            ("book.toml", BOOK.as_bytes()),
            ("content/registers/risks.xlsx", &risks),
            ("content/registers/roles.toml", ROLES),
        ]);
        return;
    }
    let of_format = |(mark, path): &(&[u8], &'static str)| data.strip_prefix(*mark).map(|rest| (*path, rest));
    if let Some((path, text)) = FORMATS.iter().find_map(of_format) {
        let book = format!("{BOOK}{}", MAPPED.replace("FILE", path.trim_start_matches("content/")));
        check(&[("book.toml", book.as_bytes()), (path, text)]);
        return;
    }
    let at = data.windows(BETWEEN.len()).position(|bytes| bytes == BETWEEN);
    let (risks, evidence) = at.map_or((data, &[][..]), |at| (&data[..at], &data[at + BETWEEN.len()..]));
    check(&[
        ("book.toml", BOOK.as_bytes()),
        ("content/policies/other.md", OTHER),
        ("content/registers/evidence.toml", evidence),
        ("content/registers/report.txt", b"a report"),
        ("content/registers/risks.toml", risks),
        ("content/registers/roles.toml", ROLES),
    ]);
});
