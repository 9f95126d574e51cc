//! Calendar feeds in iCalendar format. The id of an event stays the same in every build.

use icalendar::{Calendar, Component, Event, Property};
use jiff::civil::Date;

use crate::assess::Assessed;
use crate::coverage::{Due, DueKind};
use crate::model::{EntryIx, Subject};
use crate::pages::feed_path;
use crate::site::{SitePath, slug};
use crate::view::calendar;

/// Returns the feeds of a handbook: one of all events, and one for each role.
pub(super) fn feeds(book: &Assessed) -> Vec<(SitePath, Vec<u8>)> {
    // An event is in the feed of all events and in that of its owner.
    let event = |due: &Due| (due.owner, event(book, due).to_string());
    let events: Vec<(Option<EntryIx>, String)> = book.coverage.due.iter().map(event).collect();
    let feed = |of: Option<EntryIx>| {
        let role = of.map(|role| book.handbook.record(role).entry.id.value.as_str());
        let mut calendar = Calendar::new();
        calendar.name(&calendar::feed_name(book, of));
        let frame = calendar.to_string();
        let (begin, end) = frame.split_at(frame.rfind(END).expect("a calendar has an end"));
        let own = events.iter().filter(|(owner, _)| of.is_none() || *owner == of).map(|(_, event)| event.as_str());
        let text: String = [begin].into_iter().chain(own).chain([end]).collect();
        (feed_path(role), text.into_bytes())
    };
    let owners = calendar::owners_of_deadlines(book).into_iter().map(Some);
    [None].into_iter().chain(owners).map(feed).collect()
}

/// The last line of a calendar.
const END: &str = "END:VCALENDAR";

fn event(book: &Assessed, due: &Due) -> Event {
    let (summary, page) = calendar::due_words(book, due);
    let date = |day: Date| day.strftime("%Y%m%d").to_string();
    let whole_day = |name: &str, day: Date| {
        let mut property = Property::new(name, date(day));
        property.add_parameter("VALUE", "DATE");
        property.done()
    };
    let mut event = Event::new();
    // The id does not contain the day, so that an event whose day changes stays the same event.
    event.uid(&format!("{}@clausebook", uid(book, due)));
    event.add_property("DTSTAMP", format!("{}T000000Z", date(book.coverage.as_of)));
    event.append_property(whole_day("DTSTART", due.day));
    event.append_property(whole_day("DTEND", due.day.tomorrow().unwrap_or(due.day)));
    event.add_property("TRANSP", "TRANSPARENT");
    event.summary(&summary);
    event.description(&page);
    if page.starts_with("http") {
        event.add_property("URL", &page);
    }
    event.done()
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
