//! Workbooks as people keep them are read cell by cell, each with its name; other files are refused with the reason.

use std::io::{Cursor, Write as _};

use crate::fixture::{Built, build_files};
use clausebook::diag::{Diagnostic, Severity, github, human, json, junit, sarif};
use clausebook::source::{Content, FileId, Role, SourceFile, Sources, Workbook};
use clausebook::value::{self, Grid, Node, Value};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const PATH: &str = "content/registers/risks.xlsx";

fn sources(bytes: &[u8]) -> (Sources, FileId) {
    let mut sources = Sources::default();
    let content = Content::new(PATH, bytes.to_vec(), Role::Register, None);
    let id = sources.add(SourceFile { path: PATH.to_owned(), role: Role::Register, content });
    (sources, id)
}

/// Returns each cell that holds something: its name, its value, the text at its place.
fn cells(bytes: &[u8]) -> Vec<(String, Value, String)> {
    let (sources, id) = sources(bytes);
    assert_eq!(value::refused(id, sources.file(id)), None);
    let rows = value::grids(id, sources.file(id)).into_iter().flat_map(|grid: Grid| grid.rows);
    let cells = rows.flat_map(|row| row.cells).filter(|cell| cell.value != Value::Text(String::new()));
    cells.map(|Node { span, value }| (sources.cell(span).unwrap(), value, sources.slice(span).to_owned())).collect()
}

fn named(bytes: &[u8]) -> Vec<String> {
    cells(bytes).into_iter().map(|(name, _, text)| format!("{name} {text}")).collect()
}

/// Writes a workbook of one sheet.
fn sheet(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    fill(workbook.add_worksheet().set_name("Risks").unwrap());
    workbook.save_to_buffer().unwrap()
}

/// Packs parts into a workbook, as no spreadsheet program would write them.
fn pack(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Packs a workbook with one sheet, given its rows and what follows them.
fn raw(rows: &str, after: &str, shared: &str) -> Vec<u8> {
    let top = format!(
        "<Relationships><Relationship Id='a' Type='{RELATION}/officeDocument' Target='/xl/workbook.xml'/></Relationships>"
    );
    let inner = format!(
        "<Relationships><Relationship Id='a' Type='{RELATION}/worksheet' Target='worksheets/sheet1.xml'/>\
         <Relationship Id='b' Type='{RELATION}/sharedStrings' Target='sharedStrings.xml'/></Relationships>"
    );
    pack(&[
        ("_rels/.rels", &top),
        ("xl/_rels/workbook.xml.rels", &inner),
        ("xl/workbook.xml", "<workbook xmlns:r='x'><sheets><sheet name='S' r:id='a'/></sheets></workbook>"),
        ("xl/sharedStrings.xml", shared),
        ("xl/worksheets/sheet1.xml", &format!("<worksheet><sheetData>{rows}</sheetData>{after}</worksheet>")),
    ])
}

fn refusal(bytes: &[u8]) -> String {
    let workbook = Workbook::read(PATH, bytes);
    let refusal = workbook.refusal().expect("it is refused");
    assert!(workbook.sheets().is_empty());
    format!("{} ({})", refusal.message, refusal.help)
}

fn date(text: &str) -> Value {
    Value::Date(text.parse().unwrap())
}

#[test]
fn values_are_those_that_people_see() {
    let bytes = sheet(|sheet| {
        sheet.write(0, 0, "Risk register").unwrap();
        let day = ExcelDateTime::parse_from_str("2026-04-03T17:30:00").unwrap();
        sheet.write_with_format(2, 1, &day, &Format::new().set_num_format("dd/mm/yyyy hh:mm")).unwrap();
        sheet.write_with_format(2, 2, 0.8, &Format::new().set_num_format("0%")).unwrap();
        sheet.write(2, 3, true).unwrap();
        sheet.write(2, 4, 4).unwrap();
        sheet.write(2, 5, 2.5).unwrap();
        sheet.write_with_format(2, 6, 1800, &Format::new().set_num_format("[$£-809]#,##0.00")).unwrap();
        sheet.write_with_format(2, 7, 7, &Format::new().set_num_format("\"R-\"000")).unwrap();
        let bold = Format::new().set_bold();
        sheet.write_rich_string(2, 8, &[(&Format::new(), "Access "), (&bold, "rights")]).unwrap();
        sheet.write(2, 9, "one\r\ntwo").unwrap();
        sheet.write(2, 10, Formula::new("=D4+1").set_result("5")).unwrap();
    });
    let text = |text: &str| Value::Text(text.to_owned());
    let expected = [
        ("A1", text("Risk register"), "Risk register"),
        ("B3", date("2026-04-03"), "2026-04-03"),
        ("C3", Value::Integer(80), "80%"),
        ("D3", Value::Flag(true), "TRUE"),
        ("E3", Value::Integer(4), "4"),
        ("F3", Value::Float(2.5), "2.5"),
        ("G3", Value::Integer(1800), "1800.00"),
        ("H3", text("R-007"), "R-007"),
        ("I3", text("Access rights"), "Access rights"),
        ("J3", text("one\ntwo"), "one two"),
        ("K3", Value::Integer(5), "5"),
    ];
    let expected = expected.map(|(name, value, text)| (format!("Risks!{name}"), value, text.to_owned()));
    assert_eq!(cells(&bytes), expected);
}

#[test]
fn merged_cells_have_one_value_and_only_where_there_is_something_else() {
    let bytes = sheet(|sheet| {
        let plain = Format::new();
        sheet.merge_range(0, 0, 0, 3, "Register", &plain).unwrap();
        sheet.merge_range(1, 0, 2, 0, "ID", &plain).unwrap();
        sheet.merge_range(1, 1, 1, 2, "Inherent", &plain).unwrap();
        sheet.write(2, 1, "L").unwrap();
        sheet.write(2, 2, "I").unwrap();
        // Down to rows that hold nothing, and to the right of all columns.
        sheet.merge_range(3, 0, 999_999, 0, "R-1", &plain).unwrap();
        sheet.write(3, 1, 4).unwrap();
        sheet.write(4, 1, 5).unwrap();
        sheet.merge_range(6, 1, 6, 16_000, "wide", &plain).unwrap();
    });
    let names = [
        "A1 Register",
        "A2 ID",
        "B2 Inherent",
        "C2 Inherent",
        "A3 ID",
        "B3 L",
        "C3 I",
        "A4 R-1",
        "B4 4",
        "A5 R-1",
        "B5 5",
        "A7 R-1",
        "B7 wide",
        "C7 wide",
    ];
    assert_eq!(named(&bytes), names.map(|name| format!("Risks!{name}")));
}

#[test]
fn hidden_rows_and_columns_are_read_and_hidden_sheets_are_marked() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let lists = workbook.add_worksheet().set_name("Lists").unwrap();
    lists.set_hidden(true);
    lists.write(0, 0, "High").unwrap();
    let sheet = workbook.add_worksheet().set_name("Risk register '26").unwrap();
    sheet.set_active(true).set_first_tab(true);
    sheet.write(0, 0, "ID").unwrap();
    sheet.write(1, 0, "R-1").unwrap();
    sheet.write(1, 1, "hidden").unwrap();
    sheet.set_row_hidden(1).unwrap();
    sheet.set_column_hidden(1).unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let (sources, id) = sources(&bytes);
    let grids = value::grids(id, sources.file(id));
    let sheets: Vec<_> = grids.iter().map(|grid| (grid.sheet.as_deref(), grid.is_hidden, grid.rows.len())).collect();
    assert_eq!(sheets, [(Some("Lists"), true, 1), (Some("Risk register '26"), false, 2)]);
    assert_eq!(
        named(&bytes)[1..],
        ["'Risk register ''26'!A1 ID", "'Risk register ''26'!A2 R-1", "'Risk register ''26'!B2 hidden"]
    );
}

#[test]
fn days_are_counted_from_the_year_that_the_workbook_says() {
    let bytes = raw("<row r='1'><c r='A1' t='d'><v>2026-04-03T00:00:00Z</v></c></row>", "", "<sst/>");
    assert_eq!(cells(&bytes)[0].1, date("2026-04-03"));
    let inner = format!(
        "<Relationships><Relationship Id='a' Type='{RELATION}/worksheet' Target='s.xml'/>\
         <Relationship Id='b' Type='{RELATION}/styles' Target='styles.xml'/></Relationships>"
    );
    for (properties, expected) in [("date1904='1'", "2026-04-03"), ("date1904='0'", "2022-04-02"), ("", "2022-04-02")] {
        let bytes = pack(&[
            ("xl/_rels/workbook.xml.rels", &inner),
            (
                "xl/workbook.xml",
                &format!("<workbook><workbookPr {properties}/><sheets><sheet name='S' id='a'/></sheets></workbook>"),
            ),
            ("xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>"),
            ("xl/s.xml", "<worksheet><sheetData><row><c s='1'><v>44653</v></c></row></sheetData></worksheet>"),
        ]);
        assert_eq!(cells(&bytes), [("S!A1".to_owned(), date(expected), expected.to_owned())], "{properties}");
    }
}

#[test]
fn cells_without_a_value_are_named() {
    let rows = "<row r='2'><c r='A2' t='e'><f>B9</f><v>#REF!</v></c><c r='B2'><f>1+1</f></c><c r='C2'><f>1+1</f><v>2</v>\
                </c><c r='D2' t='str'><f>A1</f><v></v></c><c r='E2' s='1'/></row>";
    let (sources, id) = sources(&raw(rows, "", "<sst/>"));
    let grids = value::grids(id, sources.file(id));
    let cells = grids.iter().flat_map(|grid| &grid.rows).flat_map(|row| &row.cells);
    let problems: Vec<Diagnostic> = cells.filter_map(|cell| value::without_value(cell, sources.file(id))).collect();
    let lines: Vec<String> = problems
        .iter()
        .map(|problem| format!("{} {}", sources.place_name(problem.span.unwrap()), problem.message))
        .collect();
    assert_eq!(
        lines,
        [
            format!("{PATH} S!A2 this cell shows `#REF!`, which is not a value"),
            format!("{PATH} S!B2 this cell is a formula, and the file does not hold its value"),
        ]
    );
    assert!(problems.iter().all(|problem| problem.severity == Severity::Error));
}

#[test]
fn each_format_of_findings_names_the_cell() {
    let bytes = sheet(|sheet| {
        for row in 0..6 {
            sheet.write(row, 4, "x").unwrap();
            sheet.write(row, 5, "soon").unwrap();
        }
    });
    let (sources, id) = sources(&bytes);
    let grids = value::grids(id, sources.file(id));
    let [first, last] = [0, 5].map(|row| grids[0].rows[row].cells[5].span);
    let problem = Diagnostic::error("wrong-type", last, "`soon` is not a date").also(first, "as here");
    let found = [problem];
    let text = human::render(&found[0], &sources, false);
    for part in ["risks.xlsx:6:", "x | soon", "Risks!F6", "Risks!F1: as here"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let text = json::render(&found, &sources, None);
    let place = &serde_json::from_str::<serde_json::Value>(&text).unwrap()["problems"][0]["place"];
    assert_eq!((&place["cell"], &place["line"], &place["column"]), (&"Risks!F6".into(), &6.into(), &6.into()));
    let text = sarif::render(&found, &sources, &[], "");
    let result = &serde_json::from_str::<serde_json::Value>(&text).unwrap()["runs"][0]["results"][0];
    assert_eq!(result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"], "Risks!F6");
    assert_eq!(result["message"]["text"], "Risks!F6: `soon` is not a date");
    assert!(github::render(&found, &sources, "").contains("line=6,endLine=6,col=6"));
    assert!(github::render(&found, &sources, "").contains("::Risks!F6: `soon` is not a date"));
    let text = junit::render(&found, &sources, std::iter::empty());
    assert!(text.contains("risks.xlsx Risks!F6: `soon` is not a date"), "{text}");
}

#[test]
fn other_files_are_refused_with_the_reason() {
    let whole = sheet(|sheet| {
        sheet.write(0, 0, "x").unwrap();
    });
    let compound = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &[0; 600], &name].concat()
    };
    for (bytes, reason) in [
        (b"ID;Title\nR-1;Fire\n".to_vec(), "it is text"),
        (Vec::new(), "the file has no bytes"),
        (b"\x89PNG\r\n\xff".to_vec(), "is not a workbook"),
        (compound("Workbook"), "an old one (.xls)"),
        (compound("EncryptedPackage"), "encrypted (save it without a password)"),
        (pack(&[("xl/vbaProject.bin", "")]), "may have macros"),
        (pack(&[("xl/workbook.bin", "")]), "the binary form (.xlsb)"),
        (pack(&[("mimetype", "x"), ("content.xml", "<x/>")]), "an OpenDocument file"),
        (pack(&[("a.xml", "<x/>")]), "`xl/workbook.xml`: this part is missing"),
        (whole[..whole.len() / 2].to_vec(), "this workbook is damaged"),
    ] {
        assert!(refusal(&bytes).contains(reason), "{reason}: {}", refusal(&bytes));
    }
    assert!(Workbook::read("a.XLSM", &whole).refusal().unwrap().message.contains("may have macros"));
    assert_eq!(Workbook::read(PATH, &whole).refusal(), None);
}

#[test]
fn a_small_file_that_unpacks_to_a_large_one_is_refused() {
    let many = format!("<row><c t='inlineStr'><is><t>{}</t></is></c></row>", "x".repeat(70 << 20));
    assert!(refusal(&raw(&many, "", "<sst/>")).contains("more than 64 MB, unpacked"));
    // One text, shown in many cells.
    let shared = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(1 << 20));
    let rows = "<row><c t='s'><v>0</v></c></row>".repeat(70);
    assert!(refusal(&raw(&rows, "", &shared)).contains("more than 64 MB of text"));
    let merged = "<mergeCells><mergeCell ref='A1:B70'/></mergeCells>";
    let rows = format!("<row><c t='s'><v>0</v></c><c/></row>{}", "<row><c/><c/><c><v>1</v></c></row>".repeat(69));
    assert!(refusal(&raw(&rows, merged, &shared)).contains("more than 64 MB of text"));
    let rows = "<row><c><v>1</v></c></row>".repeat(100_001);
    assert!(refusal(&raw(&rows, "", "<sst/>")).contains("more than 100,000 rows"));
    let rows: String = (1..=123).map(|row| format!("<row><c r='XFD{row}'><v>1</v></c></row>")).collect();
    assert!(refusal(&raw(&rows, "", "<sst/>")).contains("more than 2,000,000 cells"));
    let parts: Vec<String> = (0..10_001).map(|part| part.to_string()).collect();
    let parts: Vec<(&str, &str)> = parts.iter().map(|name| (name.as_str(), "")).collect();
    assert!(refusal(&pack(&parts)).contains("more than 10000 parts"));
}

#[test]
fn a_cell_far_away_and_a_million_empty_rows_cost_nothing() {
    let rows = "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>2</v></c></row>";
    assert_eq!(named(&raw(rows, "", "<sst/>")), ["S!A1 1", "S!XFD1048576 2"]);
    let rows = "<row><c s='1'/></row>".repeat(1_048_575) + "<row><c><v>1</v></c></row>";
    assert_eq!(named(&raw(&rows, "", "<sst uniqueCount='18446744073709551615'/>")), ["S!A1048576 1"]);
}

#[test]
fn what_is_wrong_inside_is_named_by_its_part() {
    let shared = "<!DOCTYPE s [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]><sst><si><t>&b;</t></si></sst>";
    for (rows, after, shared, reason) in [
        ("", "", shared, "`xl/sharedStrings.xml`: `&b;` is not defined"),
        ("<row><c t='s'><v>7</v></c></row>", "", "<sst/>", "text number `7` is missing"),
        ("<row><c r='XFE1'/></row>", "", "<sst/>", "a sheet has no place `XFE1`"),
        ("<row r='99999999999'/>", "", "<sst/>", "a sheet has no place `99999999999`"),
        ("<row><c>", "", "<sst/>", "`xl/worksheets/sheet1.xml`"),
    ] {
        let found = refusal(&raw(rows, after, shared));
        assert!(found.contains(reason), "{reason}: {found}");
    }
    // An invalid merged region is ignored, and cells may come in any order.
    let rows = "<row r='3'><c r='B3'><v>3</v></c><c r='A3'><v>2</v></c></row><row r='1'><c r='A1'><v>1</v></c></row>\
                <row r='1'><c r='A1' t='x'><v>text</v></c></row>";
    let merged = "<mergeCells><mergeCell ref='B9:A1'/><mergeCell ref='nothing'/><mergeCell/></mergeCells>";
    assert_eq!(named(&raw(rows, merged, "<sst/>")), ["S!A1 text", "S!B1 text", "S!A3 2", "S!B3 3"]);
}

#[test]
fn no_change_of_one_byte_ends_the_program() {
    let whole = sheet(|sheet| {
        sheet.write(0, 0, "ID").unwrap();
        sheet.write(1, 0, 1).unwrap();
        sheet.merge_range(2, 0, 2, 2, "x", &Format::new()).unwrap();
    });
    for at in 0..whole.len() {
        for change in [0xFF, 0x01] {
            let mut bytes = whole.clone();
            bytes[at] ^= change;
            let (sources, id) = sources(&bytes);
            for row in value::grids(id, sources.file(id)).iter().flat_map(|grid| &grid.rows) {
                assert!(row.cells.iter().all(|cell| sources.cell(cell.span).is_some()));
            }
        }
    }
    for (part, text) in [("xl/sharedStrings.xml", "<sst count='2' uniqueCount='2'><si><t>a &amp; b</t></si></sst>")] {
        for at in 0..text.len() {
            let mut text = text.as_bytes().to_vec();
            text[at] ^= 0x05;
            let shared = String::from_utf8_lossy(&text);
            let _ = Workbook::read(part, &raw("<row r='1'><c r='A1' t='s'><v>0</v></c></row>", "", &shared));
        }
    }
}

/// Builds a book with a workbook of assets, whose second table is `register`.
fn built(bytes: Vec<u8>, register: &str) -> Built {
    let book = format!("[book]\ntitle = \"T\"\norganisation = \"O\"\n{register}");
    let role = "[[role]]\nid = \"it\"\ntitle = \"IT\"\nholder = \"A B\"\n";
    let files = [
        ("book.toml", book.into_bytes()),
        ("content/registers/roles.toml", role.into()),
        ("content/registers/Our assets.xlsx", bytes),
    ];
    build_files(files.map(|(path, bytes)| (path.to_owned(), bytes)).into())
}

const MAPPED: &str = "[[register]]\nname = \"assets\"\nfile = \"registers/Our assets.xlsx\"\n";
const COLUMNS: &str = "[register.columns]\nid = \"No.\"\ntitle = \"Asset\"\nkind = { column = \"Type\", values = { Laptop = \"hardware\" } }\n\
                       owner = \"Owner\"\nconfidentiality = \"Protection C\"\nintegrity = \"Protection I\"\n\
                       availability = \"Protection A\"\n";

/// Fills a sheet as people do: a title, a head of two rows, merged cells, a hidden row.
fn assets(sheet: &mut rust_xlsxwriter::Worksheet) {
    let plain = Format::new();
    sheet.merge_range(0, 0, 0, 6, "Assets of O", &plain).unwrap();
    sheet.merge_range(2, 4, 2, 6, "Protection", &plain).unwrap();
    for (at, head) in ["No.", "Asset", "Type", "Owner", "C", "I", "A"].into_iter().enumerate() {
        sheet.write(3, u16::try_from(at).unwrap(), head).unwrap();
    }
    for (row, name) in [(4, "Laptop of sales"), (5, "Laptop of stores")] {
        sheet.write_with_format(row, 0, row, &Format::new().set_num_format("\"AST-\"000")).unwrap();
        sheet.write(row, 1, name).unwrap();
        sheet.write(row, 2, "Laptop").unwrap();
        for (column, need) in [(4, 3), (5, 2), (6, 3)] {
            sheet.write(row, column, need).unwrap();
        }
    }
    sheet.merge_range(4, 3, 5, 3, "it", &plain).unwrap();
    sheet.set_row_hidden(5).unwrap();
}

#[test]
fn a_register_is_read_from_a_sheet_as_people_keep_it() {
    let mapped = format!("{MAPPED}header = [3, 4]\n{COLUMNS}");
    let book = built(sheet(assets), &mapped);
    let from_it = |line: &&String| line.contains("assets");
    assert_eq!(book.problems().iter().filter(from_it).collect::<Vec<_>>(), Vec::<&String>::new());
    for id in ["ast-004", "ast-005"] {
        assert!(book.page(&format!("registers/assets/{id}.html")).contains("IT"), "{id}");
    }
}

#[test]
fn what_is_wrong_in_a_sheet_is_found_at_its_cell() {
    let mapped = format!("{MAPPED}header = [3, 4]\n{COLUMNS}");
    let problems = |change: &dyn Fn(&mut rust_xlsxwriter::Worksheet)| {
        let bytes = sheet(|sheet| {
            assets(sheet);
            change(sheet);
        });
        let book = built(bytes, &mapped);
        let named = book.diagnostics.iter().filter_map(|found| {
            let place = found.span?;
            let cell = book.sources.cell(place)?;
            Some(format!("{cell} {}: {}", found.code, found.message))
        });
        named.collect::<Vec<_>>()
    };
    // The value of a formula, and one of a kind that is not known.
    let found = problems(&|sheet| {
        sheet.write(4, 4, Formula::new("=A99").set_result("#REF!")).unwrap();
        sheet.write(5, 2, "Tablet").unwrap();
        sheet.write(5, 5, "often").unwrap();
        sheet.write(5, 8, "a note").unwrap();
    });
    for part in [
        "Risks!E5 invalid-value: this cell shows `#REF!`, which is not a value",
        "Risks!C6 unknown-choice",
        "Risks!F6 wrong-type",
        "Risks!I6 unread-column: column I, which has no name, is not read",
    ] {
        assert!(found.iter().any(|line| line.starts_with(part)), "{part}: {found:#?}");
    }
    // An error in a cell that nobody reads is nobody's concern.
    let found = problems(&|sheet| {
        sheet.write(0, 9, Formula::new("=A99").set_result("#REF!")).unwrap();
    });
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_sheet_is_chosen_by_its_name_or_by_its_columns() {
    let workbook = |names: &[(&str, bool)]| {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        workbook.add_worksheet().set_name("Read me").unwrap().write(0, 0, "How to use this").unwrap();
        for (name, is_hidden) in names {
            let sheet = workbook.add_worksheet();
            assets(sheet);
            sheet.set_name(*name).unwrap().set_hidden(*is_hidden);
        }
        workbook.save_to_buffer().unwrap()
    };
    let lines = |bytes: Vec<u8>, sheet: &str| {
        let book = built(bytes, &format!("{MAPPED}header = [3, 4]\n{sheet}{COLUMNS}"));
        let lines = book.problems().into_iter().filter(|line| line.contains("sheet"));
        (
            lines.collect::<Vec<_>>(),
            book.site.is_some_and(|site| site.files.keys().any(|path| path.as_str().contains("ast-004"))),
        )
    };
    assert_eq!(lines(workbook(&[("Assets", false)]), ""), (vec![], true));
    assert_eq!(lines(workbook(&[("Old", true), ("Assets", false)]), ""), (vec![], true));
    assert_eq!(lines(workbook(&[("Assets", true)]), "sheet = \"Assets\"\n"), (vec![], true));
    let (found, _) = lines(workbook(&[("2025", false), ("2026", false)]), "");
    assert!(found[0].contains("unread-sheet") && found[0].contains("`2026` has the same columns"), "{found:?}");
    let (found, is_built) = lines(workbook(&[("Assets", false)]), "sheet = \"Asets\"\n");
    assert!(found[0].contains("has no sheet `Asets` (did you mean `Assets`?)") && !is_built, "{found:?}");
    let (found, is_built) = lines(b"ID;Title\n".to_vec(), "");
    assert!(!is_built && found.is_empty());
}

#[test]
fn a_workbook_named_like_a_register_needs_no_mapping() {
    let bytes = sheet(|sheet| {
        for (column, head) in ["ID", "Title", "Kind", "Owner"].into_iter().enumerate() {
            sheet.write(0, u16::try_from(column).unwrap(), head).unwrap();
        }
        for (column, word) in ["AST-1", "Laptop", "Hardware", "it"].into_iter().enumerate() {
            sheet.write(1, u16::try_from(column).unwrap(), word).unwrap();
        }
    });
    let files = [("content/registers/assets.xlsx", bytes.clone()), ("content/registers/pictures.xlsx", bytes)];
    let book = build_files(files.map(|(path, bytes)| (path.to_owned(), bytes)).into());
    let causes: Vec<String> = book.problems().into_iter().filter(|line| line.starts_with("error")).collect();
    assert!(causes.iter().all(|line| line.contains("unknown-reference")), "{causes:?}");
    let broken = [("content/registers/assets.xlsx".to_owned(), b"ID,Title".to_vec())];
    let lines = build_files(broken.into()).problems();
    assert!(
        lines[0].starts_with("error[invalid-workbook] content/registers/assets.xlsx:1:1 this file is not a workbook"),
        "{lines:?}"
    );
}

#[test]
fn what_is_shown_counts_where_words_are_asked_for() {
    let bytes = sheet(|sheet| {
        for (column, head) in ["No.", "Asset", "Type", "Owner", "Protection C"].into_iter().enumerate() {
            sheet.write(0, u16::try_from(column).unwrap(), head).unwrap();
        }
        // A number as id, a year as title, true or false for a choice.
        sheet.write_with_format(1, 0, 5.1, &Format::new().set_num_format("0.00")).unwrap();
        sheet.write(1, 1, 2026).unwrap();
        sheet.write(1, 2, true).unwrap();
        sheet.write(1, 3, "it").unwrap();
        sheet.write(1, 4, 3).unwrap();
    });
    let columns = "[register.columns]\nid = \"No.\"\ntitle = \"Asset\"\nowner = \"Owner\"\n\
                   confidentiality = \"Protection C\"\nkind = { column = \"Type\", values = { TRUE = \"service\" } }\n";
    let book = built(bytes, &format!("{MAPPED}{columns}"));
    let page = book.page("registers/assets/5.10.html");
    for part in ["2026", "Service", "IT"] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

#[test]
fn a_table_in_another_encoding_is_read_as_book_toml_says() {
    let build = |register: &str, bytes: &[u8]| {
        let book = format!("[book]\ntitle = \"T\"\norganisation = \"O\"\n{register}");
        let files = [("book.toml", book.as_bytes()), ("content/registers/roles.csv", bytes)];
        build_files(files.map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).into())
    };
    let latin = b"ID;Title\nit;B\xfcro\nhr;Leute\n";
    let stated = "[[register]]\nname = \"roles\"\nfile = \"registers/roles.csv\"\nencoding = \"windows-1252\"\n";
    let book = build(stated, latin);
    assert!(book.page("registers/roles/it.html").contains("Büro"));
    let utf16: Vec<u8> = "\u{feff}ID;Title\nit;Büro\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(build("", &utf16).page("registers/roles/it.html").contains("Büro"));
    let lines = build("", latin).problems();
    let expected = "error[invalid-utf8] content/registers/roles.csv:1:1 this file is not UTF-8: in Windows-1252, line 2, \
                    column 5 is `ü` (save it as UTF-8, or say what it is in book.toml: `encoding = \"windows-1252\"` below \
                    its `[[register]]`)";
    assert!(lines.iter().any(|line| line == expected), "{lines:#?}");
}
