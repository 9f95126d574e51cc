//! Writes a table as a workbook: one sheet with a frozen header and filters, and a legend that explains it.
//!
//! The workbook has a fixed creation date, so that the same table gives the same bytes.

use std::borrow::Cow;

use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Url, Workbook, Worksheet, XlsxError,
};

use super::{Cell, Row, Sheet, Stamp};

/// Maximum number of UTF-16 units in a cell.
const CELL: usize = 32_767;
/// Maximum number of links on a sheet; further rows have no link.
const LINKS: usize = 65_530;
/// Compression level: a file smaller by a sixth would double the time to write it.
const COMPRESSION: u8 = 2;
/// Width of a column in characters: that of its longest line, within this range.
const WIDTH: std::ops::RangeInclusive<usize> = 9..=60;

/// Cell formats.
struct Formats {
    title: Format,
    head: Format,
    text: Format,
    date: Format,
    number: Format,
    link: Format,
}

impl Formats {
    fn new() -> Self {
        let cell = Format::new().set_align(FormatAlign::Top);
        let text = cell.clone().set_text_wrap();
        Self {
            title: Format::new().set_bold().set_font_size(14),
            head: text
                .clone()
                .set_bold()
                .set_background_color(Color::RGB(0x00E8_ECF1))
                .set_border_bottom(FormatBorder::Thin),
            date: cell.clone().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            number: cell.clone(),
            link: text.clone().set_hyperlink(),
            text,
        }
    }
}

pub(super) fn write(sheet: &Sheet, stamp: &Stamp) -> Vec<u8> {
    workbook(sheet, stamp).expect("texts are cut to what a cell holds, names to what a tab holds")
}

fn workbook(sheet: &Sheet, stamp: &Stamp) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_zip_compression_level(COMPRESSION);
    let properties = DocProperties::new().set_title(&sheet.title).set_company(&stamp.organisation);
    workbook.set_properties(&properties.set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let formats = Formats::new();
    table(workbook.add_worksheet(), sheet, stamp, &formats)?;
    legend(workbook.add_worksheet(), sheet, stamp, &formats)?;
    workbook.save_to_buffer()
}

fn table(on: &mut Worksheet, sheet: &Sheet, stamp: &Stamp, formats: &Formats) -> Result<(), XlsxError> {
    on.set_name(tab(&sheet.title, stamp.words.say("export.legend.title")))?;
    for (column, head) in (0u16..).zip(&sheet.columns) {
        on.write_string_with_format(0, column, &head.title, &formats.head)?;
        let lines = sheet.rows.iter().map(|row| width(&row.cells[usize::from(column)]));
        let widest = lines.chain([head.title.chars().count() + 3]).max().unwrap_or(0);
        let widest = widest.clamp(*WIDTH.start(), *WIDTH.end());
        on.set_column_width(column, u32::try_from(widest).unwrap_or(u32::MAX))?;
        // Setting a format for each cell would take several times as long as writing its text.
        on.set_column_format(column, &formats.text)?;
    }
    for (at, row) in (1u32..).zip(&sheet.rows) {
        write_row(on, at, row, stamp, formats)?;
    }
    let last = u16::try_from(sheet.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    on.autofilter(0, 0, u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX), last)?;
    on.set_freeze_panes(1, 1)?;
    on.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    on.set_header(format!("&L{}&R{}", print(&sheet.title), print(stamp.classification.as_deref().unwrap_or(""))));
    let (book, day) = (print(&stamp.book), stamp.words.date(stamp.as_of));
    let foot = stamp.words.fill("export.footer", &[("book", &book), ("day", &day)]);
    let number = stamp.words.fill("export.sheet", &[("page", &"&P"), ("pages", &"&N")]);
    on.set_footer(format!("&L{foot}&R{number}"));
    Ok(())
}

/// Writes a row; its first cell links to the row's page.
fn write_row(on: &mut Worksheet, at: u32, row: &Row, stamp: &Stamp, formats: &Formats) -> Result<(), XlsxError> {
    for (column, cell) in (0u16..).zip(&row.cells) {
        match cell {
            Cell::Empty => {}
            Cell::Number(number) => {
                on.write_number_with_format(at, column, *number, &formats.number)?;
            }
            Cell::Date(date) => match excel_date(*date) {
                Some(date) => {
                    on.write_datetime_with_format(at, column, &date, &formats.date)?;
                }
                None => {
                    on.write_string(at, column, date.to_string())?;
                }
            },
            Cell::Text(text) => {
                on.write_string(at, column, cut(text))?;
            }
            Cell::Texts(_) | Cell::Named { .. } => {
                on.write_string(at, column, cut(&cell.text()))?;
            }
        }
    }
    if (at as usize) < LINKS {
        let text = match row.cells.first() {
            Some(Cell::Text(text)) => text.clone(),
            Some(Cell::Number(number)) => number.to_string(),
            _ => return Ok(()),
        };
        // Without the site's URL, the link is relative to the workbook.
        let page = stamp.address(&row.page);
        let url = if stamp.site.is_some() { Url::new(page) } else { Url::new(format!("file://../{page}")) };
        // If the address is too long for a spreadsheet, only the text is written.
        let _ = on.write_url_with_options(at, 0, url, cut(&text), "", Some(&formats.link));
    }
    Ok(())
}

fn legend(on: &mut Worksheet, sheet: &Sheet, stamp: &Stamp, formats: &Formats) -> Result<(), XlsxError> {
    let say = |key: &str| stamp.words.say(&format!("export.legend.{key}")).to_owned();
    on.set_name(say("title"))?;
    on.set_column_width(0, 28)?.set_column_width(1, 90)?;
    on.write_string_with_format(0, 0, &sheet.title, &formats.title)?;
    let version = sheet.control.as_ref().map_or(&stamp.version, |control| &control.version);
    let mut lines = vec![
        (say("what"), sheet.about.clone()),
        (say("handbook"), format!("{}, {}", stamp.book, stamp.organisation)),
        (say("version"), version.clone().unwrap_or_else(|| say("none"))),
        (say("classification"), stamp.classification.clone().unwrap_or_else(|| say("none"))),
        (say("as-of"), stamp.as_of.to_string()),
        (say("site"), stamp.site.as_ref().map_or_else(|| say("folder"), ToString::to_string)),
        (say("made-by"), concat!("clausebook ", env!("CARGO_PKG_VERSION")).to_owned()),
        (say("rows"), sheet.rows.len().to_string()),
    ];
    if let Some(control) = &sheet.control {
        let approved = control.approved.map_or_else(|| say("not-approved"), |day| day.to_string());
        let approval =
            [(say("approver"), control.approver.clone().unwrap_or_else(|| say("none"))), (say("approved"), approved)];
        lines.splice(3..3, approval);
    }
    lines.extend(sheet.totals.iter().map(|(word, count)| {
        let status = format!("{}.{word}", sheet.states);
        let status = stamp.words.say(&status);
        (stamp.words.fill("export.legend.of-which", &[("status", &status)]), count.to_string())
    }));
    lines.extend(cut_cells(sheet).into_iter().map(|cell| (say("cut"), cell)));
    lines.push((String::new(), String::new()));
    lines.push((say("column"), say("about")));
    let heads = lines.len();
    lines.extend(sheet.columns.iter().map(|column| (column.title.clone(), column.about.clone())));
    for (at, (what, text)) in (1u32..).zip(&lines) {
        let format = if at as usize == heads { &formats.head } else { &formats.text };
        on.write_string_with_format(at, 0, cut(what), format)?;
        on.write_string_with_format(at, 1, cut(text), format)?;
    }
    Ok(())
}

/// Returns the name of a tab: at most 31 characters, without those that are not allowed.
fn tab(title: &str, legend: &str) -> String {
    let name: String =
        title.chars().filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'')).collect();
    let name: String = name.trim().chars().take(31).collect();
    if name.is_empty() || name.eq_ignore_ascii_case(legend) { "Table".to_owned() } else { name }
}

/// Returns a day as a spreadsheet date; `None` if it is out of range.
fn excel_date(date: jiff::civil::Date) -> Option<ExcelDateTime> {
    let part = |number: i8| u8::try_from(number).ok();
    ExcelDateTime::from_ymd(u16::try_from(date.year()).ok()?, part(date.month())?, part(date.day())?).ok()
}

/// Returns the number of characters of the longest line.
fn width(cell: &Cell) -> usize {
    match cell {
        Cell::Empty | Cell::Number(_) => 0,
        Cell::Date(_) => 11,
        Cell::Text(text) | Cell::Named { name: text, .. } => {
            text.lines().map(|line| line.chars().count()).max().unwrap_or(0)
        }
        Cell::Texts(texts) => texts.iter().map(|text| text.chars().count() + 2).sum(),
    }
}

/// Truncates a text to what a cell can hold, and marks the truncation.
fn cut(text: &str) -> Cow<'_, str> {
    if fits(text) {
        return text.into();
    }
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units < CELL
    };
    text.chars().take_while(fits).chain(['…']).collect::<String>().into()
}

/// Whether a cell can hold all of a text.
fn fits(text: &str) -> bool {
    text.len() <= CELL || text.encode_utf16().count() <= CELL
}

/// Whether the text of a cell is truncated.
fn is_too_long(cell: &Cell) -> bool {
    match cell {
        Cell::Empty | Cell::Number(_) | Cell::Date(_) => false,
        Cell::Text(text) | Cell::Named { name: text, .. } => !fits(text),
        Cell::Texts(_) => !fits(&cell.text()),
    }
}

/// Returns where each truncated cell is, such as "D7: A.5.1, Justification".
fn cut_cells(sheet: &Sheet) -> Vec<String> {
    let mut found = Vec::new();
    for (row, line) in (1u32..).zip(&sheet.rows) {
        for (column, (head, cell)) in (0u16..).zip(sheet.columns.iter().zip(&line.cells)) {
            if is_too_long(cell) {
                let name = line.cells.first().map(Cell::text).unwrap_or_default();
                found.push(format!("{}: {}, {}", row_col_to_cell(row, column), cut(&name), head.title));
            }
        }
    }
    found
}

/// Escapes a text for a page's header or footer, where `&` begins a code, and truncates it to 255 characters.
fn print(text: &str) -> String {
    text.chars().take(80).collect::<String>().replace('&', "&&")
}

#[cfg(test)]
mod tests {
    use super::{CELL, cut};

    #[track_caller]
    fn check(text: &str, kept: usize) {
        let text = cut(text);
        assert_eq!((text.encode_utf16().count(), text.ends_with('…')), (kept, true));
    }

    #[test]
    fn a_text_that_a_cell_cannot_hold_fills_it_and_says_that_there_is_more() {
        check(&"Word ".repeat(7_000), CELL);
        check(&"ü".repeat(CELL + 1), CELL);
        // A character of two units is never halved.
        check(&"🔒".repeat(CELL), CELL);
        check(&format!("a{}", "🔒".repeat(CELL)), CELL - 1);
    }

    #[test]
    fn a_text_that_a_cell_can_hold_stays_whole() {
        for text in ["x".repeat(CELL), "ü".repeat(CELL), "🔒".repeat(CELL / 2)] {
            assert_eq!(cut(&text), text);
        }
    }
}
