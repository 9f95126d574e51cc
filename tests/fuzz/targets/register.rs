//! Fuzzes a risks.toml and an evidence.toml, with a line `=====` between them, or the XML of a sheet of risks.

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
