//! Fields of registers and of front matter: their names, types and explanations.

use crate::diag::{Diagnostic, did_you_mean};
use crate::source::Spanned;
use crate::value::Fields;
use crate::wording::Wording;

/// A field of a register entry or of front matter.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The name, in kebab-case.
    pub name: String,
    /// The label on pages.
    pub label: String,
    /// An explanation in one line, for authors.
    pub help: String,
    /// Names that people write for it; the hint for such an unknown key names the field.
    pub misnamed: Vec<String>,
    /// The type.
    pub kind: FieldKind,
    /// Whether an entry must have it.
    pub required: bool,
    /// A choice field and the choice in it with which an entry may lack the field after all.
    pub required_unless: Option<(String, String)>,
    /// Whether the register's table shows it.
    pub column: bool,
    /// The field in whose column the table shows it, as a second line; with a column of its own, `None`.
    pub below: Option<Spanned<String>>,
    /// Whether the days in it are days on which something happened; `None` if the schema does not say.
    pub happened: Option<bool>,
}

/// The types of fields.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldKind {
    /// Plain text of one or more lines.
    Text,
    /// A list of plain texts.
    Texts,
    /// Markdown with references.
    Markdown,
    /// A day.
    Date,
    /// A number with a unit or a count.
    Number,
    /// A whole number.
    Whole,
    /// One or more of a list of choices.
    Choice {
        /// The choices.
        choices: Vec<Choice>,
        /// Whether several may be chosen.
        many: bool,
    },
    /// True or false.
    Flag,
    /// A web address, or a file next to the register.
    Link,
    /// A phone number.
    Phone,
    /// An interval, such as "6 months".
    Duration,
    /// One or more ids.
    Reference {
        /// The kinds of targets that are allowed.
        to: Vec<TargetKind>,
        /// Whether several are allowed.
        many: bool,
        /// Whether the entry claims its targets (as evidence does) or only mentions them.
        claim: bool,
    },
    /// Rows with fields of their own, such as measurements.
    Table(Vec<Field>),
}

impl FieldKind {
    /// Returns the name of the type in a schema.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Texts => "texts",
            Self::Markdown => "markdown",
            Self::Date => "date",
            Self::Number => "number",
            Self::Whole => "whole",
            Self::Choice { many: false, .. } => "choice",
            Self::Choice { many: true, .. } => "choices",
            Self::Flag => "flag",
            Self::Link => "link",
            Self::Phone => "phone",
            Self::Duration => "duration",
            Self::Reference { many: false, .. } => "reference",
            Self::Reference { many: true, .. } => "references",
            Self::Table(_) => "table",
        }
    }

    /// Returns whether a reader of a field of this type can read one of another type in its place.
    pub(super) fn reads_like(&self, other: &Self) -> bool {
        let group = |kind: &Self| match kind.word() {
            "text" | "texts" | "markdown" | "link" | "phone" => "text",
            "number" | "whole" => "number",
            "choice" | "choices" => "choice",
            "reference" | "references" => "reference",
            word => word,
        };
        group(self) == group(other)
    }
}

/// A choice of a choice field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The id in the file.
    pub id: String,
    /// The title on pages.
    pub title: String,
    /// From when on it holds; `None` if it holds on every day.
    pub since: Option<Since>,
}

/// From when on a choice holds: from the days in some fields. What held before these days is another choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Since {
    /// Names of the fields with the days.
    pub fields: Vec<Spanned<String>>,
    /// Id of the choice that held before.
    pub before: Spanned<String>,
}

/// A kind of target for a reference field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetKind {
    /// A document, or a section of one.
    Document,
    /// A clause.
    Clause,
    /// A control.
    Control,
    /// An entry of the register with that name.
    Entry(String),
}

impl TargetKind {
    fn parse(word: &str) -> Self {
        match word {
            "documents" => Self::Document,
            "clauses" => Self::Clause,
            "controls" => Self::Control,
            register => Self::Entry(register.to_owned()),
        }
    }

    /// Returns the word for a schema.
    pub fn word(&self) -> &str {
        match self {
            Self::Document => "documents",
            Self::Clause => "clauses",
            Self::Control => "controls",
            Self::Entry(register) => register,
        }
    }
}

impl Field {
    /// Returns a field of plain text with the label that its name makes.
    pub fn plain(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            label: name.replace('-', " "),
            help: String::new(),
            misnamed: Vec::new(),
            kind: FieldKind::Text,
            required: false,
            required_unless: None,
            column: false,
            below: None,
            happened: None,
        }
    }

    /// Returns the place of a choice among all choices, by its title.
    pub fn choice_place(&self, title: &str) -> Option<usize> {
        let FieldKind::Choice { choices, .. } = &self.kind else { return None };
        choices.iter().position(|choice| choice.title == title)
    }

    /// Returns the title of a choice, or the id itself if there is no such choice.
    pub fn choice_title<'a>(&'a self, word: &'a str) -> &'a str {
        match &self.kind {
            FieldKind::Choice { choices, .. } => {
                choices.iter().find(|choice| choice.id == word).map_or(word, |choice| choice.title.as_str())
            }
            _ => word,
        }
    }
}

impl Field {
    /// Returns whether it is the date of something that has not happened as long as the date has not come.
    ///
    /// A date of which the schema does not say it counts as such wherever it is asked for as a condition.
    pub(super) fn is_day_of_an_event(&self) -> bool {
        self.kind == FieldKind::Date && self.happened != Some(false)
    }

    /// Translates its label and choices; `above` is the text key of the schema or field that contains it.
    pub(super) fn localise(&mut self, words: &Wording, above: &str) {
        let at = format!("{above}.{}", self.name);
        match &mut self.kind {
            FieldKind::Choice { choices, .. } => {
                for choice in choices {
                    set(&mut choice.title, words, &format!("{at}.{}", choice.id));
                }
            }
            FieldKind::Table(columns) => columns.iter_mut().for_each(|column| column.localise(words, &at)),
            _ => {}
        }
        // If a field has more than one text, the label has a key of its own.
        let label = words.find(&at).or_else(|| words.find(&format!("{at}.label")));
        if let Some(label) = label {
            label.clone_into(&mut self.label);
        }
    }
}

/// Replaces a text with the translation, if there is one.
pub(super) fn set(text: &mut String, words: &Wording, key: &str) {
    if let Some(own) = words.find(key) {
        own.clone_into(text);
    }
}

/// Reads `[[…field]]` tables.
pub fn read_fields(fields: &Fields<'_>) -> Vec<Field> {
    fields.tables("field").into_iter().filter_map(|field| read_field(field, &[])).collect()
}

/// The names of the field types in a schema.
const KINDS: [&str; 15] = [
    "text",
    "texts",
    "markdown",
    "date",
    "number",
    "whole",
    "choice",
    "choices",
    "flag",
    "link",
    "phone",
    "duration",
    "reference",
    "references",
    "table",
];

/// Reads a field, whose name must not be in `taken`; `None` if its name is invalid, which has been reported.
pub(super) fn read_field(fields: Fields<'_>, taken: &[&str]) -> Option<Field> {
    let name = fields.required_text("name").filter(|name| is_kebab(name, &fields))?;
    if taken.contains(&name.value.as_str()) {
        let message = format!("`{}` is a field of every register", name.value);
        fields.report(Diagnostic::error("duplicate-id", name.span, message));
        return None;
    }
    let kind = fields.choice("type", &KINDS.map(|word| (word, word)));
    let choices = fields.tables("choices");
    let to = fields.texts("to");
    let required_unless = fields.table("required-unless").and_then(|table| {
        let key = table.keys().next()?.0.to_owned();
        let choice = table.text(&key)?.value;
        table.finish();
        Some((key, choice))
    });
    let claim = fields.flag("claim").is_some_and(|f| f.value);
    let columns = read_fields(&fields);
    let field = Field {
        label: fields.text("label").map_or_else(|| name.value.replace('-', " "), |t| t.value),
        help: fields.text("help").map_or_else(String::new, |t| t.value),
        misnamed: fields.texts("misnamed").into_iter().map(|name| name.value).collect(),
        required: fields.flag("required").is_some_and(|f| f.value),
        required_unless,
        column: fields.flag("column").is_some_and(|f| f.value),
        below: fields.text("below"),
        happened: fields.flag("happened").map(|f| f.value),
        kind: match kind.map_or("text", |kind| kind.value) {
            "texts" => FieldKind::Texts,
            "markdown" => FieldKind::Markdown,
            "date" => FieldKind::Date,
            "number" => FieldKind::Number,
            "whole" => FieldKind::Whole,
            word @ ("choice" | "choices") => FieldKind::Choice {
                choices: choices.into_iter().filter_map(read_choice).collect(),
                many: word == "choices",
            },
            "flag" => FieldKind::Flag,
            "link" => FieldKind::Link,
            "phone" => FieldKind::Phone,
            "duration" => FieldKind::Duration,
            word @ ("reference" | "references") => FieldKind::Reference {
                to: to.iter().map(|word| TargetKind::parse(&word.value)).collect(),
                many: word == "references",
                claim,
            },
            "table" => FieldKind::Table(columns),
            _ => FieldKind::Text,
        },
        name: name.value,
    };
    fields.finish();
    Some(field)
}

fn read_choice(fields: Fields<'_>) -> Option<Choice> {
    let id = fields.required_text("id")?.value;
    let title = fields.text("title").map_or_else(|| id.clone(), |t| t.value);
    let since = match fields.texts("since") {
        days if days.is_empty() => None,
        days => fields.required_text("before").map(|before| Since { fields: days, before }),
    };
    fields.finish();
    Some(Choice { id, title, since })
}

/// Reports fields that stand below a field that has no column, stands below another itself, or already has one below it.
pub(super) fn check_below(fields: &Fields<'_>, known: &[Field]) {
    let free = || known.iter().filter(|field| field.column && field.below.is_none()).map(|field| field.name.as_str());
    for (at, field) in known.iter().enumerate() {
        let Some(below) = &field.below else { continue };
        let is_below = |other: &&Field| other.below.as_ref().is_some_and(|other| other.value == below.value);
        let message = if !field.column {
            format!("`{}` has no column, so it is below nothing", field.name)
        } else if !free().any(|name| name == below.value) {
            format!("`{}` is not a field with a column of its own", below.value)
        } else if let Some(first) = known[..at].iter().find(is_below) {
            format!("`{}` is already below `{}`", first.name, below.value)
        } else {
            continue;
        };
        let help = did_you_mean(&below.value, free()).map(|near| format!("did you mean `{near}`?"));
        fields.report(Diagnostic::error("invalid-value", below.span, message).help(help));
    }
}

/// Reports choices that hold since a field that has no day, or before which an unknown choice held.
pub(super) fn check_choices(fields: &Fields<'_>, known: &[Field]) {
    let choices = known.iter().filter_map(|field| match &field.kind {
        FieldKind::Choice { choices, .. } => Some(choices),
        _ => None,
    });
    for choices in choices {
        for since in choices.iter().filter_map(|choice| choice.since.as_ref()) {
            let dates = || known.iter().filter(|field| field.kind == FieldKind::Date).map(|field| field.name.as_str());
            for name in since.fields.iter().filter(|name| dates().all(|date| date != name.value)) {
                let message = format!("the register has no date `{}`", name.value);
                let help = did_you_mean(&name.value, dates()).map(|near| format!("did you mean `{near}`?"));
                fields.report(Diagnostic::error("unknown-key", name.span, message).help(help));
            }
            let ids = || choices.iter().map(|choice| choice.id.as_str());
            if ids().all(|id| id != since.before.value) {
                let message = format!("the field has no choice `{}`", since.before.value);
                let help = did_you_mean(&since.before.value, ids()).map(|near| format!("did you mean `{near}`?"));
                fields.report(Diagnostic::error("unknown-key", since.before.span, message).help(help));
            }
        }
    }
}

/// Returns whether a name is in kebab-case, and reports it if not.
pub(super) fn is_kebab(name: &Spanned<String>, fields: &Fields<'_>) -> bool {
    let fits = name.value.starts_with(|c: char| c.is_ascii_lowercase())
        && name.value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !fits {
        let message = format!("`{}` is not in kebab-case", name.value);
        let help = "use lowercase letters, digits and hyphens, starting with a letter".to_owned();
        fields.report(Diagnostic::error("invalid-name", name.span, message).help(help));
    }
    fits
}
