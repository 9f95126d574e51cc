//! A table as a workbook: the table with a frozen head and filters, and a legend that says what it is.
//!
//! The workbook bears a fixed date of creation, so that the same table gives the same bytes.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Url, Workbook, Worksheet, XlsxError,
};

use super::{Cell, Row, Sheet, Stamp};

/// A cell holds no more characters than this.
const CELL: usize = 32_767;
/// A sheet holds no more links than this; further rows go without.
const LINKS: usize = 65_530;
/// To pack a workbook by a sixth better takes as long as all else about it.
const COMPRESSION: u8 = 2;
/// Columns are as wide as their longest line, between these numbers of characters.
const WIDTH: std::ops::RangeInclusive<usize> = 9..=60;

/// How cells look.
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
        // A format of its own for each cell takes several times as long as its text.
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

/// The first cell leads to the row's page.
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
            Cell::Texts(texts) => {
                on.write_string(at, column, cut(&texts.join("; ")))?;
            }
        }
    }
    if (at as usize) < LINKS {
        let text = match row.cells.first() {
            Some(Cell::Text(text)) => text.clone(),
            Some(Cell::Number(number)) => number.to_string(),
            _ => return Ok(()),
        };
        // Without the site's address the link counts from the workbook's place in the site.
        let page = stamp.address(&row.page);
        let url = if stamp.site.is_some() { Url::new(page) } else { Url::new(format!("file://../{page}")) };
        // An address that a spreadsheet cannot hold leaves the text as it is.
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
        let status = format!("status.{word}");
        let status = stamp.words.say(&status);
        (stamp.words.fill("export.legend.of-which", &[("status", &status)]), count.to_string())
    }));
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

/// The name of a tab: at most 31 characters, and some of them not.
fn tab(title: &str, legend: &str) -> String {
    let name: String =
        title.chars().filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'')).collect();
    let name: String = name.trim().chars().take(31).collect();
    if name.is_empty() || name.eq_ignore_ascii_case(legend) { "Table".to_owned() } else { name }
}

/// A day that a spreadsheet knows.
fn excel_date(date: jiff::civil::Date) -> Option<ExcelDateTime> {
    let part = |number: i8| u8::try_from(number).ok();
    ExcelDateTime::from_ymd(u16::try_from(date.year()).ok()?, part(date.month())?, part(date.day())?).ok()
}

/// The characters of the longest line.
fn width(cell: &Cell) -> usize {
    match cell {
        Cell::Empty | Cell::Number(_) => 0,
        Cell::Date(_) => 11,
        Cell::Text(text) => text.lines().map(|line| line.chars().count()).max().unwrap_or(0),
        Cell::Texts(texts) => texts.iter().map(|text| text.chars().count() + 2).sum(),
    }
}

/// No more than a cell holds; a text that is cut says so.
fn cut(text: &str) -> std::borrow::Cow<'_, str> {
    if text.len() <= CELL || text.encode_utf16().count() <= CELL {
        return text.into();
    }
    // A character counts as two at most.
    let head: String = text.chars().take(CELL / 2 - 1).collect();
    format!("{head}…").into()
}

/// A text in a page's head or foot, where `&` begins a code and 255 characters are the most.
fn print(text: &str) -> String {
    text.chars().take(80).collect::<String>().replace('&', "&&")
}
