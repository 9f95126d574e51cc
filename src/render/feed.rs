//! The calendar as a feed: the same days have the same ids, whenever it is built.

use icalendar::{Calendar, Component, Event, Property};
use jiff::civil::Date;

use crate::coverage::Due;
use crate::model::{EntryIx, Subject};
use crate::site::{SitePath, calendar_path};
use crate::view::Views;

/// The feeds of a handbook: of all, and of each role.
pub(super) fn feeds(views: &Views<'_>) -> Vec<(SitePath, Vec<u8>)> {
    let feed = |(owner, due): (Option<EntryIx>, Vec<&Due>)| {
        let role = owner.map(|owner| views.handbook.entry(owner).1.id.value.as_str());
        let mut calendar = Calendar::new();
        calendar.name(&views.feed_name(owner));
        for due in due {
            calendar.push(event(views, due));
        }
        (calendar_path(role), calendar.to_string().into_bytes())
    };
    views.feeds().into_iter().map(feed).collect()
}

fn event(views: &Views<'_>, due: &Due) -> Event {
    let (summary, page) = views.due_words(due);
    let date = |day: Date| day.strftime("%Y%m%d").to_string();
    let whole_day = |name: &str, day: Date| {
        let mut property = Property::new(name, date(day));
        property.add_parameter("VALUE", "DATE");
        property.done()
    };
    let mut event = Event::new();
    // What is due and of what is what makes it the same event after its day was moved.
    event.uid(&format!("{}@clausebook", uid(views, due)));
    event.add_property("DTSTAMP", format!("{}T000000Z", date(views.coverage.as_of)));
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

fn uid(views: &Views<'_>, due: &Due) -> String {
    let handbook = views.handbook;
    let of = match due.subject {
        Subject::Document(ix) => handbook.document(ix).path.clone(),
        Subject::Entry(ix) => {
            let (register, entry) = handbook.entry(ix);
            format!("{}-{}", register.schema.name, entry.id.value)
        }
        Subject::Requirement(ix) => handbook.catalog.requirement(ix).id.to_string(),
    };
    crate::site::slug(&format!("{of} {:?}", due.what))
}
