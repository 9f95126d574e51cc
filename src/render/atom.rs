//! Atom feeds of the changes in documents. The id of an entry stays the same in every build.

use jiff::civil::Date;

use crate::assess::Assessed;
use crate::html::escape;
use crate::isms::{self, Role};
use crate::model::{DocIx, EntryIx};
use crate::pages::{PageId, changes_feed_path, history_path, version_anchor};
use crate::past::PastText;
use crate::site::{SitePath, slug};

/// Most entries of a feed.
const MOST_ENTRIES: usize = 50;

/// Returns the feeds of a handbook with a history: one of all documents, and one for each role of those that bind it.
pub(super) fn feeds(book: &Assessed) -> Vec<(SitePath, Vec<u8>)> {
    if !book.has_history() {
        return Vec::new();
    }
    let roles = Role::all(&book.handbook).map(|role| Some(role.ix));
    [None].into_iter().chain(roles).map(|role| feed(book, role)).collect()
}

/// A commit that changed a document.
struct Entry<'a> {
    day: Date,
    document: DocIx,
    text: &'a PastText,
}

fn feed(book: &Assessed, role: Option<EntryIx>) -> (SitePath, Vec<u8>) {
    let handbook = &book.handbook;
    let id = role.map(|role| handbook.record(role).id());
    let path = changes_feed_path(id);
    let entries = entries(book, role);
    let title = match role {
        Some(role) => format!("{}: {}", book.config.title, handbook.record(role).title()),
        None => format!("{}: {}", book.config.title, book.words.say("changes.title")),
    };
    let newest = entries.first().map_or(book.coverage.as_of, |entry| entry.day);
    let link = |to: &SitePath, anchor: Option<&str>| match &book.config.base_url {
        Some(base) => base.join(&to.absolute()) + &anchor.map_or_else(String::new, |anchor| format!("#{anchor}")),
        None => to.relative_with_anchor(&path, anchor),
    };
    let mut feed = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <id>urn:clausebook:{}:{}</id>\n<title>{}</title>\n<updated>{newest}T00:00:00Z</updated>\n\
         <author><name>{}</name></author>\n<link href=\"{}\"/>\n",
        escape(&book.config.language.value),
        slug(&book.config.organisation),
        slug(id.unwrap_or("all")),
        escape(&title),
        escape(&book.config.organisation),
        escape(&link(&PageId::Changes.path(), None)),
    );
    for Entry { day, document, text } in entries {
        let document = handbook.document(document);
        let commit = &book.past.history.commits[text.commit];
        let version = text.facts.get("version");
        let note = document.meta.changes.iter().find(|note| Some(note.version.as_str()) == version);
        let named = version.map_or_else(String::new, |version| format!(" {version}"));
        let anchor = version_anchor(version);
        feed.push_str(&format!(
            "<entry>\n<id>urn:clausebook:{}:{}:{}</id>\n<title>{}</title>\n<updated>{day}T00:00:00Z</updated>\n\
             <link href=\"{}\"/>\n<summary>{}</summary>\n</entry>\n",
            slug(&book.config.organisation),
            slug(&document.meta.id.value),
            commit.id,
            escape(&format!("{}{named}", document.meta.title)),
            escape(&link(&history_path(&document.page), Some(&anchor))),
            escape(note.map_or(&commit.subject, |note| &note.says)),
        ));
    }
    feed.push_str("</feed>\n");
    (path, feed.into_bytes())
}

/// Returns the changes of the documents that bind a role, or of all documents, the newest first.
fn entries(book: &Assessed, role: Option<EntryIx>) -> Vec<Entry<'_>> {
    let handbook = &book.handbook;
    let binds = |ix: DocIx| {
        let document = handbook.document(ix);
        role.is_none_or(|role| isms::binds_alone(handbook, document, role) || isms::binds_everybody(handbook, document))
    };
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for (document, _) in handbook.documents().filter(|(ix, _)| binds(*ix)) {
        let texts = book.past.texts(&book.config.in_book(&handbook.document(document).path));
        let dated = texts.iter().map(|text| Entry { day: book.past.history.commits[text.commit].day, document, text });
        entries.extend(dated.filter(|entry| entry.day <= book.coverage.as_of).take(MOST_ENTRIES));
    }
    entries.sort_by_key(|entry| (std::cmp::Reverse(entry.day), entry.document, entry.text.commit));
    entries.truncate(MOST_ENTRIES);
    entries
}
