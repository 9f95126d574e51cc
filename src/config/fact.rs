//! The sources of facts about documents: `owner = ["label:Owner", "register:Owner"]`.

use super::front_matter::front_matter;
use super::value_rule::ValueRule;
use crate::diag::{Diagnostic, did_you_mean};
use crate::letters::plain_name;
use crate::source::Spanned;
use crate::value::{Fields, Value};

/// The sources of one fact, and the rule for its value.
#[derive(Debug, Clone, PartialEq)]
pub struct FactRule {
    /// The key of front matter that it stands for, or [`CLAIMS`].
    pub field: &'static str,
    /// The sources. The first that has a value counts; claims are those of all of them.
    pub from: Vec<FactSource>,
    /// The rule for the value.
    pub rule: ValueRule,
}

/// A place where a fact may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactSource {
    /// A key of front matter, with the keys above it.
    FrontMatter(Vec<String>),
    /// The first heading.
    Heading,
    /// The name of the file.
    FileName,
    /// A label in the text.
    Label {
        /// As it is written in book.toml.
        written: String,
        /// For comparing.
        plain: String,
    },
    /// A row of a table below a heading. The name has the heading, a slash and the column.
    Row {
        /// Heading and column.
        name: String,
        /// Whether it is the last row; if not, it is the first.
        last: bool,
    },
    /// A column of the register of documents.
    Register(String),
    /// All headings, for claims.
    Headings,
    /// The section below a heading, for claims.
    Under(String),
}

impl FactSource {
    /// Returns the column of a register of documents.
    pub fn column(&self) -> Option<&str> {
        match self {
            Self::Register(column) => Some(column),
            _ => None,
        }
    }
}

/// The name of the fact that has the claims of a document and its sections.
pub const CLAIMS: &str = "claims";

/// The keys of front matter that no other tool has.
const OWN: [&str; 3] = ["waive", "order", "search"];

/// Reads the facts among the keys of a `[[documents]]` table. Kinds and languages may also be single words, which are not sources.
pub(super) fn read_facts(fields: &Fields<'_>) -> Vec<FactRule> {
    let keys = front_matter().iter().map(|field| field.name.as_str()).filter(|key| !OWN.contains(key));
    let stated = keys.chain([CLAIMS]).filter(|key| !is_word(fields, key)).filter(|key| fields.node(key).is_some());
    stated.map(|key| read_fact(fields, key)).collect()
}

/// Returns whether `kind` or `language` says the value itself.
pub(super) fn is_word(fields: &Fields<'_>, key: &str) -> bool {
    let is_source = |text: &str| text.contains(':') || BARE.iter().any(|(word, _)| *word == text);
    let is_own = ["kind", "language"].contains(&key);
    is_own && matches!(fields.node(key).map(|node| &node.value), Some(Value::Text(text)) if !is_source(text))
}

fn read_fact(fields: &Fields<'_>, field: &'static str) -> FactRule {
    let is_table = matches!(fields.node(field).map(|node| &node.value), Some(Value::Table(_)));
    let (from, rule) = match is_table.then(|| fields.table(field)).flatten() {
        Some(table) => {
            let rule = ValueRule::read(&table);
            if rule.otherwise.is_none() {
                table.require("from");
            }
            let from = table.texts("from");
            table.finish();
            (from, rule)
        }
        None => (fields.texts(field), ValueRule::default()),
    };
    let from = from.iter().filter_map(|source| read_source(source, field, fields)).collect();
    FactRule { field, from, rule }
}

/// Sources that say no more than their name.
const BARE: [(&str, FactSource); 3] =
    [("heading", FactSource::Heading), ("file-name", FactSource::FileName), ("headings", FactSource::Headings)];

/// Sources with a colon and what is looked for.
const NAMED: [&str; 6] = ["front-matter", "label", "last-row", "first-row", "register", "under"];

fn read_source(written: &Spanned<String>, field: &str, fields: &Fields<'_>) -> Option<FactSource> {
    let text = written.value.trim();
    let refuse = |help: String| {
        let message = format!("`{text}` is not a place where `{field}` can be");
        fields.report(Diagnostic::error("invalid-value", written.span, message).help(help));
        None
    };
    let (word, name) = text.split_once(':').map_or((text, None), |(word, name)| (word.trim(), Some(name.trim())));
    let source = match (word, name.filter(|name| !name.is_empty())) {
        (_, None) => BARE.iter().find(|(bare, _)| *bare == word).map(|(_, source)| source.clone()),
        ("front-matter", Some(name)) => {
            Some(FactSource::FrontMatter(name.split('.').map(|part| part.trim().to_owned()).collect()))
        }
        ("label", Some(name)) => Some(FactSource::Label { written: name.to_owned(), plain: plain_name(name) }),
        ("last-row" | "first-row", Some(name)) => {
            let has_both =
                name.split_once('/').is_some_and(|(heading, column)| !heading.is_empty() && !column.is_empty());
            if !has_both {
                return refuse(format!("write the heading above the table and the column: `{word}:Changelog/Version`"));
            }
            Some(FactSource::Row { name: name.to_owned(), last: word == "last-row" })
        }
        ("register", Some(name)) => Some(FactSource::Register(name.to_owned())),
        ("under", Some(name)) => Some(FactSource::Under(name.to_owned())),
        _ => None,
    };
    match source {
        Some(FactSource::Headings | FactSource::Under(_)) if field != CLAIMS => {
            refuse("`headings` and `under:` find the ids in a text, for `claims` only".to_owned())
        }
        Some(source) => Some(source),
        None => refuse(meant(word, name)),
    }
}

/// Returns what may have been meant by an unknown source.
fn meant(word: &str, name: Option<&str>) -> String {
    let name = name.filter(|name| !name.is_empty()).unwrap_or("…");
    let bare = BARE.iter().map(|(bare, _)| *bare);
    match did_you_mean(word, NAMED.into_iter().chain(bare)) {
        Some(near) if NAMED.contains(&near) => format!("did you mean `{near}:{name}`?"),
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let named = NAMED.map(|word| format!("`{word}:…`")).join(", ");
            format!("write `heading`, `file-name`, or one of {named}")
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::unread;

    fn problems(rule: &str) -> Vec<String> {
        unread(&format!("[[documents]]\nmatch = \"a\"\n{rule}\n"))
    }

    #[test]
    fn sources_of_each_kind_are_read() {
        let rule = "title = [\"front-matter:name\", \"heading\", \"file-name\"]\nowner = [\"label:Owner\", \"register:Owner\"]\n\
            version = { from = \"last-row:Change / log/Version\", empty = \"-\" }\nkind = { from = \"label:Type\", else = \"policy\" }\n\
            language = \"front-matter:lang\"\nclaims = [\"headings\", \"under:Controls\", \"file-name\", \"label:Controls\"]\n\
            status = { else = \"approved\" }\nreview = { else = \"1 year\" }\ntags = \"front-matter:keywords\"\n\
            register = { file = \"registers/Documents.csv\", by = { \"Doc ID\" = \"id\", File = \"file\" } }";
        assert_eq!(problems(rule), [""; 0]);
    }

    #[test]
    fn a_source_that_does_not_exist_is_an_error_with_what_may_be_meant() {
        assert_eq!(
            problems("owner = \"lable:Owner\""),
            ["`lable:Owner` is not a place where `owner` can be (did you mean `label:Owner`?)"]
        );
        assert_eq!(
            problems("title = [\"haeding\"]"),
            ["`haeding` is not a place where `title` can be (did you mean `heading`?)"]
        );
        assert_eq!(
            problems("owner = \"Head of IT\""),
            [
                "`Head of IT` is not a place where `owner` can be (write `heading`, `file-name`, or one of `front-matter:…`, \
              `label:…`, `last-row:…`, `first-row:…`, `register:…`, `under:…`)"
            ]
        );
        assert_eq!(
            problems("version = \"last-row:Changelog\""),
            [
                "`last-row:Changelog` is not a place where `version` can be (write the heading above the table and the column: \
              `last-row:Changelog/Version`)"
            ]
        );
        assert_eq!(
            problems("owner = \"under:Roles\""),
            ["`under:Roles` is not a place where `owner` can be (`headings` and `under:` find the ids in a text, for \
              `claims` only)"]
        );
    }

    #[test]
    fn a_fact_that_documents_do_not_have_and_a_register_that_is_not_named_are_errors() {
        assert_eq!(problems("onwer = \"label:Owner\""), ["unknown key `onwer` (did you mean `owner`?)"]);
        let register = problems("owner = \"register:Owner\"");
        assert_eq!(register.len(), 1);
        assert!(register[0].starts_with("`register:Owner` is a column, and this rule does not name the register"));
        assert_eq!(problems("register = { file = \"a.csv\" }"), ["`by` is missing (add `by = …`)"]);
        assert_eq!(
            problems("register = { file = \"a.csv\", by = { ID = \"number\" } }"),
            ["`number` is not a valid value for `ID` (one of: id, title, file)"]
        );
        let pattern = problems("id = { from = \"file-name\", pattern = '(' }");
        assert!(pattern.len() == 1 && pattern[0].contains("is not a regular expression"), "{pattern:?}");
        assert_eq!(problems("owner = { form = \"label:Owner\" }"), ["unknown key `form` (did you mean `from`?)"]);
    }
}
