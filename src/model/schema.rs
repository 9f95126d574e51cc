//! The schema of a register: its names, fields, rules and deadlines.

use super::field::{Field, check_below, check_choices, is_kebab, read_field, set};
use super::rule::{Deadline, Rule, read_deadlines, read_rules, settle_days};
use crate::diag::Diagnostic;
use crate::pages::{PageId, register_path};
use crate::site::SitePath;
use crate::value::Fields;
use crate::wording::Wording;

/// How the entries of a register are identified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// Each has its own id, title and page.
    Own,
    /// Each has the id of a control and is shown on the page of the control.
    Control,
}

/// The schema of a register.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    /// The name of its file without extension, such as `risks`.
    pub name: String,
    /// The key of an entry's table, such as `risk`.
    pub singular: String,
    /// The title, such as "Risks".
    pub title: String,
    /// The title of an entry, such as "Risk".
    pub title_singular: String,
    /// Its purpose, in one line.
    pub about: String,
    /// How entries are identified.
    pub identity: Identity,
    /// Whether search includes its entries.
    pub searchable: bool,
    /// The fields in addition to those of every register.
    pub fields: Vec<Field>,
    /// Rules for its entries.
    pub rules: Vec<Rule>,
    /// Deadlines of its entries.
    pub deadlines: Vec<Deadline>,
    /// Its texts and fields that are the book's own, so that they are not translated.
    own: Vec<String>,
}

impl Schema {
    /// Returns the page of the register.
    pub fn page(&self) -> SitePath {
        match self.identity {
            Identity::Own => register_path(&self.name),
            Identity::Control => PageId::Soa.path(),
        }
    }

    /// Returns the index of a field.
    pub fn field(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }
}

/// Keys of the texts of a register.
const TITLE: &str = "title";
const TITLE_SINGULAR: &str = "title-singular";
const ABOUT: &str = "about";

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
    let mut known = read_own_fields(&fields);
    check_choices(&fields, &known);
    check_below(&fields, &known);
    let deadlines = read_deadlines(&fields, &known);
    settle_days(&mut known, &deadlines);
    let schema = Schema {
        title: fields.text(TITLE).map_or_else(|| sentence(&name.value), |t| t.value),
        title_singular: fields.text(TITLE_SINGULAR).map_or_else(|| sentence(&singular.value), |t| t.value),
        about: fields.text(ABOUT).map_or_else(String::new, |t| t.value),
        identity: fields.choice("identity", &identity).map_or(Identity::Own, |c| c.value),
        searchable: fields.flag("search").is_none_or(|f| f.value),
        rules: read_rules(&fields, &known),
        deadlines,
        fields: known,
        name: name.value,
        singular: singular.value,
        own: Vec::new(),
    };
    fields.finish();
    Some(schema)
}

impl Schema {
    /// Returns the fields that the register's table shows, each with the field below it. A field that cannot be below the one it
    /// names has a column of its own.
    pub fn columns(&self) -> Vec<(&Field, Option<&Field>)> {
        let shown = || self.fields.iter().filter(|field| field.column);
        let names = |field: &Field, above: &Field| field.below.as_ref().is_some_and(|name| name.value == above.name);
        let second = |above: &Field| shown().find(|field| above.below.is_none() && names(field, above));
        let is_second = |field: &Field| shown().filter_map(second).any(|second| std::ptr::eq(second, field));
        shown().filter(|field| !is_second(field)).map(|field| (field, second(field))).collect()
    }

    /// Translates the texts of a built-in register into the language of the book.
    pub fn localise(&mut self, words: &Wording) {
        let at = format!("schema.{}", self.name);
        let texts = [
            (TITLE, &mut self.title, "title"),
            (TITLE_SINGULAR, &mut self.title_singular, "singular"),
            (ABOUT, &mut self.about, "about"),
        ];
        for (name, text, key) in texts {
            if !self.own.iter().any(|own| own == name) {
                set(text, words, &format!("{at}.{key}"));
            }
        }
        for field in self.fields.iter_mut().filter(|field| !self.own.contains(&field.name)) {
            field.localise(words, &at);
        }
        for deadline in &mut self.deadlines {
            set(&mut deadline.label, words, &format!("{at}.deadline-{}", deadline.field));
        }
    }

    /// Adds the settings of book.toml for a built-in register: fields, rules, deadlines, whether search includes it.
    pub fn extend(&mut self, fields: &Fields<'_>) {
        if let Some(search) = fields.flag("search") {
            self.searchable = search.value;
        }
        for field in read_own_fields(fields) {
            if self.field(&field.name).is_some() {
                let message = format!("`{}` already has a field `{}`", self.name, field.name);
                fields.report(Diagnostic::error("duplicate-id", fields.span(), message));
            } else {
                self.fields.push(field);
            }
        }
        check_choices(fields, &self.fields);
        check_below(fields, &self.fields);
        self.rules.extend(read_rules(fields, &self.fields));
        self.deadlines.extend(read_deadlines(fields, &self.fields));
        settle_days(&mut self.fields, &self.deadlines);
    }

    /// Adds a register that the book declares as its own and that is built in, too, so that the entries of the book stay
    /// valid: its names and its fields count, the fields that only the built-in register has are optional.
    pub fn declare(&mut self, fields: &Fields<'_>) {
        if let Some(singular) = fields.required_text("singular").filter(|name| is_kebab(name, fields)) {
            self.singular = singular.value;
        }
        let texts = [(TITLE, &mut self.title), (TITLE_SINGULAR, &mut self.title_singular), (ABOUT, &mut self.about)];
        for (key, text) in texts {
            if let Some(own) = fields.text(key) {
                *text = own.value;
                self.own.push(key.to_owned());
            }
        }
        fields.choice("identity", &[("own", Identity::Own)]);
        if let Some(search) = fields.flag("search") {
            self.searchable = search.value;
        }
        self.fields.iter_mut().for_each(|field| field.required = false);
        for field in read_own_fields(fields) {
            self.own.push(field.name.clone());
            match self.field(&field.name) {
                None => self.fields.push(field),
                Some(at) if self.fields[at].kind.reads_like(&field.kind) => self.fields[at] = field,
                Some(at) => {
                    let (name, kind) = (&self.name, self.fields[at].kind.word());
                    let message = format!("`{name}` is a built-in register whose `{}` is a {kind}", field.name);
                    let help = format!(
                        "rename the field; or rename the register, such as `name = \"own-{name}\"`, and its file to \
                         `own-{name}.toml`"
                    );
                    fields.report(Diagnostic::error("duplicate-id", fields.span(), message).help(help));
                }
            }
        }
        self.rules.extend(read_rules(fields, &self.fields));
        self.deadlines.extend(read_deadlines(fields, &self.fields));
    }
}

/// Fields that every register has.
const COMMON_FIELDS: &[&str] = &["id", "title", "waive"];

/// Reads the fields of one register.
fn read_own_fields(fields: &Fields<'_>) -> Vec<Field> {
    fields.tables("field").into_iter().filter_map(|field| read_field(field, COMMON_FIELDS)).collect()
}
