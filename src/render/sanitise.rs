//! The sanitiser of raw HTML. It keeps what shows words, and nothing that runs, loads, or stands in for a part of the page
//! around the text.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::Hasher as _;
use std::sync::{Mutex, PoisonError};

use ammonia::Builder;
use siphasher::sip128::{Hasher128, SipHasher13};

use crate::html::{is_own_id, is_part_of_page};
use crate::model::{ResolvedReference, Section};
use crate::site::SCHEMES;

/// The mark before each class and anchor of our own markup in a text with raw HTML. It is made from the text,
/// so that it is the same in each build and no text can hold its own.
pub(super) struct Own {
    mark: String,
}

impl Own {
    /// Returns the mark of a text.
    pub(super) fn of(text: &str) -> Self {
        let mut state = SipHasher13::new();
        state.write(text.as_bytes());
        Self { mark: format!("own-{:032x}-", state.finish128().as_u128()) }
    }

    /// Marks the classes and anchors of our own markup.
    pub(super) fn mark(&self, html: &str) -> String {
        let marked = html.replace(" class=\"", &format!(" class=\"{}", self.mark));
        marked.replace(" id=\"", &format!(" id=\"{}", self.mark))
    }

    /// Cleans a rendered text, and removes the marks. `before` is the prefix of the anchors of this text on the page, and
    /// `sections` have the anchors that raw HTML cannot take; without them, it has none.
    pub(super) fn clean(&self, html: &str, before: &str, sections: Option<&[Section<ResolvedReference>]>) -> String {
        let anchors = |section: &Section<_>| {
            let heading = &section.heading;
            let names = [Some(heading.anchor.clone()), heading.alias.clone()];
            names.into_iter().flatten().map(|name| [before, &name].concat())
        };
        let taken = sections.map(|sections| Mutex::new(sections.iter().flat_map(anchors).collect()));
        let foreign = Foreign { before: before.to_owned(), taken };
        let mark = self.mark.clone();
        let mut builder = sanitiser();
        builder.attribute_filter(move |element, attribute, value| match attribute {
            "class" | "id" if value.starts_with(&mark) => Some(value.into()),
            "class" => classes(value),
            "id" | "name" => foreign.id(value).map(Cow::Owned),
            "align" => alignment(value).map(|class| format!("{mark}{class}").into()),
            _ if TO_ANCHORS.contains(&attribute) => foreign.anchors(value),
            _ => loads_nothing(element, attribute, value).then(|| value.into()),
        });
        self.aligned(builder.clean(html).to_string()).replace(&self.mark, "")
    }

    /// Turns each alignment into a class: the attribute is not part of HTML any more.
    fn aligned(&self, html: String) -> String {
        let attribute = format!(" align=\"{}", self.mark);
        let mut parts = html.split(&attribute);
        let mut aligned = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (class, rest) = part.split_once('"').unwrap_or((part, ""));
            let close = rest.find('>').unwrap_or(rest.len());
            let tag = aligned.rfind('<').unwrap_or(0);
            if let Some(classes) = aligned[tag..].find(CLASS) {
                aligned.insert_str(tag + classes + CLASS.len(), &format!("{class} "));
                aligned.push_str(rest);
            } else if let Some(classes) = rest[..close].find(CLASS) {
                let (before, behind) = rest.split_at(classes + CLASS.len());
                aligned.extend([before, class, " ", behind]);
            } else {
                aligned.extend([CLASS, class, "\"", rest]);
            }
        }
        aligned
    }
}

/// The beginning of an attribute with classes.
const CLASS: &str = " class=\"";

/// Returns the class of an alignment.
fn alignment(value: &str) -> Option<&'static str> {
    ["center", "right", "left", "justify"].into_iter().find(|class| value.trim().eq_ignore_ascii_case(class))
}

/// Attributes that name anchors.
const TO_ANCHORS: [&str; 9] = [
    "aria-activedescendant",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-errormessage",
    "aria-flowto",
    "aria-labelledby",
    "aria-owns",
    "headers",
];

/// The anchors in raw HTML.
struct Foreign {
    before: String,
    /// The anchors that the page already has; `None` if it takes no others.
    taken: Option<Mutex<HashSet<String>>>,
}

impl Foreign {
    /// Returns an anchor as it is on the page; `None` if the page has it, or may have it as a part of its own.
    fn id(&self, value: &str) -> Option<String> {
        let id = self.on_page(value.trim())?;
        let mut taken = self.taken.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        taken.insert(id.clone()).then_some(id)
    }

    fn on_page(&self, value: &str) -> Option<String> {
        let is_own = value.is_empty() || is_own_id(value) || value.contains(char::is_whitespace);
        (!is_own).then(|| [self.before.as_str(), value].concat())
    }

    fn anchors<'v>(&self, value: &'v str) -> Option<Cow<'v, str>> {
        let anchors: Vec<String> = value.split_whitespace().filter_map(|anchor| self.on_page(anchor)).collect();
        (!anchors.is_empty()).then(|| anchors.join(" ").into())
    }
}

/// Returns the classes of raw HTML without those that a part of the page has.
fn classes(value: &str) -> Option<Cow<'_, str>> {
    if !value.split_whitespace().any(is_part_of_page) {
        return Some(value.into());
    }
    let kept: Vec<&str> = value.split_whitespace().filter(|class| !is_part_of_page(class)).collect();
    (!kept.is_empty()).then(|| kept.join(" ").into())
}

/// Returns whether an attribute does not load anything from another host, and is not a field for text.
fn loads_nothing(element: &str, attribute: &str, value: &str) -> bool {
    let loads = matches!((element, attribute), ("img", "src") | (_, "background" | "poster" | "srcset"));
    // A browser ignores white space and reads a backslash as a slash.
    let mut plain = value.chars().filter(|c| !c.is_control() && !c.is_whitespace());
    let slash = |c: Option<char>| matches!(c, Some('/' | '\\'));
    let elsewhere = slash(plain.next()) && slash(plain.next()) || value.contains(':');
    let only_box = element != "input" || attribute != "type" || value == "checkbox";
    !(loads && elsewhere) && only_box
}

/// Builds the sanitiser. In addition to ammonia's defaults, it keeps classes, anchors and roles. It never keeps `data-…`,
/// by which the scripts of a site find their parts.
fn sanitiser() -> Builder<'static> {
    let mut builder = Builder::default();
    builder
        .add_tags(["section", "input", "figure", "figcaption", "aside", "mark", "dl", "dt", "dd"])
        .add_generic_attributes(["class", "id", "role", "tabindex"])
        .add_generic_attribute_prefixes(["aria-"])
        .add_tag_attributes("input", ["type", "checked", "disabled"])
        .add_tag_attributes("details", ["open"])
        .add_tag_attributes("a", ["name"])
        .add_generic_attributes(["align"])
        .rm_tags(["map", "area"])
        .url_schemes(SCHEMES.into())
        .link_rel(None);
    builder
}
