//! A register is a table with a schema; this is the schema.

use super::rule::{Deadline, Rule, read_deadlines, read_rules};
use crate::diag::Diagnostic;
use crate::pages::register_path;
use crate::site::SitePath;
use crate::source::Spanned;
use crate::value::Fields;
use crate::wording::Wording;

/// How the entries of a register are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// Each has an id and a title of its own, and a page.
    Own,
    /// Each is about a control, whose id it bears and on whose page it stands.
    Control,
}

/// What a register holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    /// The name of its file, such as `risks`.
    pub name: String,
    /// The name of its tables, such as `risk`.
    pub singular: String,
    /// Such as "Risks".
    pub title: String,
    /// Such as "Risk".
    pub title_singular: String,
    /// One line.
    pub about: String,
    /// How entries are told apart.
    pub identity: Identity,
    /// Whether search finds its entries.
    pub searchable: bool,
    /// The fields beside `id` and `title`.
    pub fields: Vec<Field>,
    /// What must hold of each entry.
    pub rules: Vec<Rule>,
    /// What falls due.
    pub deadlines: Vec<Deadline>,
}

impl Schema {
    /// The page of the register.
    pub fn page(&self) -> SitePath {
        match self.identity {
            Identity::Own => register_path(&self.name),
            Identity::Control => SitePath::new("soa.html"),
        }
    }

    /// The place of a field.
    pub fn field(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }
}

/// A column of a register.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// In kebab-case.
    pub name: String,
    /// For people.
    pub label: String,
    /// One line for the author.
    pub help: String,
    /// The type.
    pub kind: FieldKind,
    /// Whether an entry must have it.
    pub required: bool,
    /// Whether the register's table shows it.
    pub column: bool,
}

/// The types of fields.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldKind {
    /// A line or more of plain text.
    Text,
    /// Markdown with references.
    Markdown,
    /// A day.
    Date,
    /// A number, with what it counts.
    Number,
    /// One or several of a list of words.
    Choice {
        /// The words.
        choices: Vec<Choice>,
        /// Whether several may be chosen.
        many: bool,
    },
    /// True or false.
    Flag,
    /// An address, or a file beside the register.
    Link,
    /// Such as "6 months".
    Duration,
    /// Ids.
    Reference {
        /// What they may name.
        to: Vec<TargetKind>,
        /// Whether there may be several.
        many: bool,
        /// Whether the entry claims what it refers to (evidence does) or only names it.
        claim: bool,
    },
    /// Rows with fields of their own, such as measurements.
    Table(Vec<Field>),
}

/// A word that a choice field may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// In the file.
    pub id: String,
    /// For people.
    pub title: String,
}

/// What a reference field may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetKind {
    /// A document, or a section of one.
    Document,
    /// A clause.
    Clause,
    /// A control.
    Control,
    /// An entry of the register of that name.
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

    /// The word in a schema.
    pub fn word(&self) -> &str {
        match self {
            Self::Document => "documents",
            Self::Clause => "clauses",
            Self::Control => "controls",
            Self::Entry(register) => register,
        }
    }
}

/// Reads a whole schema; `None` if a name is missing, which has been reported.
pub fn read_schema(fields: Fields<'_>) -> Option<Schema> {
    let name = fields.required_text("name").filter(|name| is_kebab(name, &fields))?;
    let singular = fields.required_text("singular").filter(|name| is_kebab(name, &fields))?;
    let sentence = |name: &str| {
        let mut words = name.replace('-', " ");
        words[..1].make_ascii_uppercase();
        words
    };
    let identity = [("own", Identity::Own), ("control", Identity::Control)];
    let known = read_fields(&fields);
    let schema = Schema {
        title: fields.text("title").map_or_else(|| sentence(&name.value), |t| t.value),
        title_singular: fields.text("title-singular").map_or_else(|| sentence(&singular.value), |t| t.value),
        about: fields.text("about").map_or_else(String::new, |t| t.value),
        identity: fields.choice("identity", &identity).map_or(Identity::Own, |c| c.value),
        searchable: fields.flag("search").is_none_or(|f| f.value),
        rules: read_rules(&fields, &known),
        deadlines: read_deadlines(&fields, &known),
        fields: known,
        name: name.value,
        singular: singular.value,
    };
    fields.finish();
    Some(schema)
}

impl Schema {
    /// Puts what the program says of a register into the language of the book, where the language has words for it.
    pub fn localise(&mut self, words: &Wording) {
        let at = format!("schema.{}", self.name);
        set(&mut self.title, words, &format!("{at}.title"));
        set(&mut self.title_singular, words, &format!("{at}.singular"));
        set(&mut self.about, words, &format!("{at}.about"));
        for field in &mut self.fields {
            field.localise(words, &at);
        }
        for deadline in &mut self.deadlines {
            set(&mut deadline.label, words, &format!("{at}.deadline-{}", deadline.field));
        }
    }

    /// Adds what a book says of a register that ships with the program: fields, rules, deadlines, whether it is searched.
    pub fn extend(&mut self, fields: &Fields<'_>) {
        if let Some(search) = fields.flag("search") {
            self.searchable = search.value;
        }
        for field in read_fields(fields) {
            if self.field(&field.name).is_some() {
                let message = format!("`{}` already has a field `{}`", self.name, field.name);
                fields.report(Diagnostic::error("duplicate-id", fields.span(), message));
            } else {
                self.fields.push(field);
            }
        }
        self.rules.extend(read_rules(fields, &self.fields));
        self.deadlines.extend(read_deadlines(fields, &self.fields));
    }
}

impl Field {
    fn localise(&mut self, words: &Wording, above: &str) {
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
        // The label of a field with words of its own stands among them.
        let label = words.find(&at).or_else(|| words.find(&format!("{at}.label")));
        if let Some(label) = label {
            label.clone_into(&mut self.label);
        }
    }
}

fn set(text: &mut String, words: &Wording, key: &str) {
    if let Some(own) = words.find(key) {
        own.clone_into(text);
    }
}

/// Reads the `[[…field]]` tables of a schema.
pub fn read_fields(fields: &Fields<'_>) -> Vec<Field> {
    fields.tables("field").into_iter().filter_map(read_field).collect()
}

fn read_field(fields: Fields<'_>) -> Option<Field> {
    let name = fields.required_text("name").filter(|name| is_kebab(name, &fields))?;
    if matches!(name.value.as_str(), "id" | "title" | "waive") {
        let message = format!("`{}` is a field of every register", name.value);
        fields.report(Diagnostic::error("duplicate-id", name.span, message));
        return None;
    }
    let kinds = [
        "text",
        "markdown",
        "date",
        "number",
        "choice",
        "choices",
        "flag",
        "link",
        "duration",
        "reference",
        "references",
        "table",
    ];
    let kind = fields.choice("type", &kinds.map(|word| (word, word)));
    let choices = fields.tables("choices");
    let to = fields.texts("to");
    let claim = fields.flag("claim").is_some_and(|f| f.value);
    let columns = read_fields(&fields);
    let field = Field {
        label: fields.text("label").map_or_else(|| name.value.replace('-', " "), |t| t.value),
        help: fields.text("help").map_or_else(String::new, |t| t.value),
        required: fields.flag("required").is_some_and(|f| f.value),
        column: fields.flag("column").is_some_and(|f| f.value),
        kind: match kind.map_or("text", |kind| kind.value) {
            "markdown" => FieldKind::Markdown,
            "date" => FieldKind::Date,
            "number" => FieldKind::Number,
            word @ ("choice" | "choices") => FieldKind::Choice {
                choices: choices.into_iter().filter_map(read_choice).collect(),
                many: word == "choices",
            },
            "flag" => FieldKind::Flag,
            "link" => FieldKind::Link,
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
    fields.finish();
    Some(Choice { id, title })
}

fn is_kebab(name: &Spanned<String>, fields: &Fields<'_>) -> bool {
    let fits = name.value.starts_with(|c: char| c.is_ascii_lowercase())
        && name.value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !fits {
        let message = format!("`{}` is not in kebab-case", name.value);
        let help = "use lowercase letters, digits and hyphens, starting with a letter".to_owned();
        fields.report(Diagnostic::error("invalid-name", name.span, message).help(help));
    }
    fits
}
