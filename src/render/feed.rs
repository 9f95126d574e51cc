//! Calendar feeds in iCalendar format. The id of an event stays the same in every build.

use jiff::civil::Date;

use super::ical::Lines;
use crate::assess::Assessed;
use crate::coverage::{Due, DueKind};
use crate::model::{EntryIx, Subject};
use crate::pages::feed_path;
use crate::site::{SitePath, slug};
use crate::view::calendar;

/// Returns the feeds of a handbook: one of all events, and one for each role.
pub(super) fn feeds(book: &Assessed) -> Vec<(SitePath, Vec<u8>)> {
    // An event is in the feed of all events and in that of its owner.
    let events: Vec<(Option<EntryIx>, String)> =
        book.coverage.due.iter().map(|due| (due.owner, event(book, due))).collect();
    let feed = |of: Option<EntryIx>| {
        let role = of.map(|role| book.handbook.record(role).entry.id.value.as_str());
        let name = calendar::feed_name(book, of);
        let mut feed = Lines::default();
        feed.plain("BEGIN", "VCALENDAR").plain("VERSION", "2.0").plain("PRODID", "-//clausebook//clausebook//EN");
        feed.plain("CALSCALE", "GREGORIAN").text("NAME", &name).text("X-WR-CALNAME", &name);
        for (_, event) in events.iter().filter(|(owner, _)| of.is_none() || *owner == of) {
            feed.lines(event);
        }
        (feed_path(role), feed.plain("END", "VCALENDAR").done().into_bytes())
    };
    let owners = calendar::owners_of_deadlines(book).into_iter().map(Some);
    [None].into_iter().chain(owners).map(feed).collect()
}

fn event(book: &Assessed, due: &Due) -> String {
    let (summary, page) = calendar::due_words(book, due);
    let date = |day: Date| day.strftime("%Y%m%d").to_string();
    let mut event = Lines::default();
    event.plain("BEGIN", "VEVENT").text("DESCRIPTION", &page);
    event.plain("DTEND;VALUE=DATE", date(due.day.tomorrow().unwrap_or(due.day)));
    event.plain("DTSTAMP", format!("{}T000000Z", date(book.coverage.as_of)));
    event.plain("DTSTART;VALUE=DATE", date(due.day)).text("SUMMARY", &summary).plain("TRANSP", "TRANSPARENT");
    // The id does not contain the day, so that an event whose day changes stays the same event.
    event.text("UID", &format!("{}@clausebook", uid(book, due)));
    // Without the address of the site, the path of the page leads nowhere from a calendar.
    if book.config.base_url.is_some() {
        event.plain("URL", &page);
    }
    event.plain("END", "VEVENT").done()
}

/// Returns the id of an event. Calendars identify an event by its id, so ids stay the same in every release.
fn uid(book: &Assessed, due: &Due) -> String {
    let handbook = &book.handbook;
    let of = match due.subject {
        Subject::Document(ix) => handbook.document(ix).path.clone(),
        Subject::Entry(ix) => {
            let record = handbook.record(ix);
            format!("{}-{}", record.schema().name, record.id())
        }
        Subject::Requirement(ix) => handbook.catalog.requirement(ix).id.to_string(),
    };
    let what = match &due.what {
        DueKind::Deadline { id, .. } => format!("deadline {id}"),
        what => what.id().to_owned(),
    };
    slug(&format!("{of} {what}"))
}
