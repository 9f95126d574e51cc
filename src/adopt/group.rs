//! The facts that the documents of a folder have in common: the `[[documents]]` tables of book.toml, and where each fact comes from.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::document::{Fact, Page};
use super::toml::{Line, list, literal, one_or_list};
use super::values::{Judge, Rule, is_name};
use super::words::{Words, meaning, plain};
use crate::config::front_matter;
use crate::model::Field;
use crate::source::{FileId, Sources, Span};
use crate::value::{Node, Value};

/// A `[[documents]]` table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DocumentRule {
    /// The patterns, below the content folder.
    pub matches: Vec<String>,
    pub lines: Vec<Line>,
    /// The lines of the report about it.
    pub report: Vec<String>,
}

/// The order of facts in a rule.
const ORDER: [&str; 12] = [
    "title",
    "id",
    "owner",
    "approver",
    "approved",
    "review-by",
    "review",
    "version",
    "status",
    "classification",
    "summary",
    "claims",
];

/// Documents of a folder.
pub(super) struct Group<'a> {
    /// The folder as the report names it.
    pub name: String,
    /// The patterns of its documents.
    pub patterns: Vec<String>,
    /// Whether a register of documents says more about them.
    pub is_listed: bool,
    pub pages: Vec<&'a Page<'a>>,
}

/// The data for judging values.
#[derive(Clone, Copy)]
pub(super) struct Judging<'a> {
    pub known: &'a BTreeSet<String>,
    pub sources: &'a Sources,
}

/// The values that a source gives, each with the document.
type Values<'a> = Vec<(&'a Page<'a>, &'a Fact)>;

impl<'a> Group<'a> {
    /// Returns the rules for its documents: one for their facts, and, if need be, one for what only their names say.
    pub(super) fn rules(&self, judging: Judging<'_>) -> Vec<DocumentRule> {
        let mut rule = DocumentRule { matches: self.patterns.clone(), lines: Vec::new(), report: Vec::new() };
        if self.pages.iter().any(|page| page.unfenced) {
            let count = self.pages.iter().filter(|page| page.unfenced).count();
            rule.lines.push(Line::sure("front-matter = \"unfenced\""));
            rule.report.push(format!("{}: front matter without a fence above it ({count})", self.name));
        }
        rule.lines.extend(self.under());
        let mut named = DocumentRule { matches: rule.matches.clone(), lines: Vec::new(), report: Vec::new() };
        for field in ORDER {
            let has_sources = self.fact(field, judging, &mut rule);
            if let Some((line, report)) = self.in_names(field) {
                let to = if has_sources { &mut named } else { &mut rule };
                to.lines.push(line);
                to.report.push(report);
            }
        }
        rule.lines.extend(self.unstated());
        [rule, named].into_iter().filter(|rule| !rule.lines.is_empty()).collect()
    }

    /// Adds the lines of a fact. Returns whether it has a source.
    fn fact(&self, name: &str, judging: Judging<'_>, rule: &mut DocumentRule) -> bool {
        let mut sources: Vec<(String, Values<'a>)> = Vec::new();
        for page in &self.pages {
            for fact in page.facts.iter().filter(|fact| fact.field == name) {
                match sources.iter_mut().find(|(source, _)| *source == fact.source) {
                    Some((_, values)) => values.push((page, fact)),
                    None => sources.push((fact.source.clone(), vec![(page, fact)])),
                }
            }
        }
        let key = |(source, values): &(String, Values<'_>)| {
            let kind = ["front-matter", "label"].iter().position(|kind| source.starts_with(kind)).unwrap_or(2);
            (values[0].1.perhaps, kind, std::cmp::Reverse(values.len()))
        };
        sources.sort_by_key(key);
        if name == "claims" {
            // A list below a heading of its own is a form that the documents of a folder share, or it is about something else.
            sources
                .retain(|(_, values)| !values[0].1.perhaps || values.len() > 2 && values.len() * 2 >= self.pages.len());
        }
        let field = front_matter().iter().find(|field| field.name == name);
        let (mut sure, mut doubtful) = (Vec::new(), Vec::new());
        for (source, values) in sources {
            match field.and_then(|field| self.doubt(field, &values, judging)) {
                None => sure.push((source, values)),
                Some(doubt) => doubtful.push((source, values, doubt)),
            }
        }
        let is_known = !sure.is_empty();
        if is_known {
            let all: Values<'a> = sure.iter().flat_map(|(_, values)| values.iter().copied()).collect();
            let found = field.map(|field| judge(field, &all, judging)).unwrap_or_default();
            self.sure(name, &sure, found, rule);
        }
        for (source, values, doubt) in doubtful {
            let found = field.map(|field| judge(field, &values, judging)).unwrap_or_default();
            rule.lines.push(Line::new(line(name, std::slice::from_ref(&source), &found.keys), Some(doubt)));
        }
        is_known
    }

    /// Adds the line of a fact whose sources are sure, with the rule for the values of all of them.
    fn sure(&self, name: &str, sure: &[(String, Values<'a>)], found: Rule, rule: &mut DocumentRule) {
        let own = format!("front-matter:{name}");
        let mut from: Vec<String> = sure.iter().map(|(source, _)| source.clone()).collect();
        // A key of its own name is read without being asked for.
        if found.keys.is_empty() {
            from.retain(|source| *source != own);
        }
        let date_doubt = found.doubt.clone().filter(|_| found.keys.iter().any(|key| key.starts_with("date")));
        if !from.is_empty() {
            if name == "title" {
                from.extend(["heading", "file-name"].map(str::to_owned));
            }
            if let Some(doubt) = found.doubt.as_ref().filter(|_| date_doubt.is_none()) {
                rule.lines.push(Line::sure(format!("# not sure: {}", super::toml::on_one_line(doubt))));
            }
            rule.lines.push(Line::new(line(name, &from, &found.keys), date_doubt));
        }
        let documents: BTreeSet<&str> = sure.iter().flat_map(|(_, values)| values).map(|(page, _)| page.path).collect();
        let places: Vec<String> =
            sure.iter().map(|(source, values)| format!("{} ({})", said(source), values.len())).collect();
        let of = format!("{} of {}", documents.len(), self.pages.len());
        rule.report.push(format!("{}: {name} of {of} documents from {}", self.name, places.join(", ")));
    }

    /// Returns why the values of a source may not be the fact.
    fn doubt(&self, field: &Field, values: &Values<'_>, judging: Judging<'_>) -> Option<String> {
        let rule = judge(field, values, judging);
        if !rule.fits() {
            let (fit, all) = rule.fit;
            let example = values.first().map_or("", |(_, fact)| fact.value.as_str());
            let few = match fit {
                0 => format!("none of the values can be read, such as “{example}”"),
                fit => format!("only {fit} of {all} values can be read, and one is “{example}”"),
            };
            return Some(rule.doubt.unwrap_or(few));
        }
        if rule.doubt.is_some() && rule.keys.iter().any(|key| key.starts_with("date")) {
            return rule.doubt;
        }
        if field.name == "review-by" {
            let open = values.iter().filter(|(page, fact)| fact.perhaps && !is_next(page, fact)).count();
            return (open * 2 > values.len())
                .then(|| "it may be the day of the last review, or that of the next one".to_owned());
        }
        let is_approved = |page: &Page<'_>| {
            page.first("status").is_some_and(|status| {
                let status = plain(status);
                status == "approved"
                    || meaning(&Words::all().status, &status).is_some_and(|(meaning, _)| meaning == "approved")
            })
        };
        let open = values.iter().filter(|(page, fact)| fact.perhaps && !is_approved(page)).count();
        (open * 2 > values.len())
            .then(|| "it may be only the day on which the text changed, and not that of an approval".to_owned())
    }

    /// Returns the line for what the names of files say.
    fn in_names(&self, field: &str) -> Option<(Line, String)> {
        let pattern = match field {
            "id" => &ID_IN_NAME,
            "version" => &VERSION_IN_NAME,
            _ => return None,
        };
        let name = |page: &Page<'_>| page.path.rsplit('/').next().unwrap_or(page.path).to_owned();
        let found: Vec<String> = self
            .pages
            .iter()
            .filter_map(|page| pattern.captures(&name(page)).map(|found| found[1].to_owned()))
            .collect();
        let differ = found.iter().collect::<BTreeSet<_>>().len() == found.len() || field == "version";
        let is_usual = found.len() > 1 && found.len() * 2 > self.pages.len() && differ;
        is_usual.then(|| {
            let text = format!("{field} = {{ from = [\"file-name\"], pattern = {} }}", literal(pattern.as_str()));
            let report =
                format!("{}: {field} of {} of {} documents from their names", self.name, found.len(), self.pages.len());
            (Line::sure(text), report)
        })
    }

    /// Returns the line that states the approval of documents that say nothing about it, as a proposal.
    fn unstated(&self) -> Option<Line> {
        let has = |field: &str| self.pages.iter().any(|page| page.first(field).is_some());
        let is_controlled = ["owner", "version", "approved", "review-by"].into_iter().any(has);
        let doubt = "no document here says whether it is approved; this line would say it for all of them";
        (is_controlled && !has("status") && !self.is_listed)
            .then(|| Line::new("status = { else = \"approved\" }", Some(doubt.to_owned())))
    }

    fn under(&self) -> Option<Line> {
        let under: BTreeSet<String> = self.pages.iter().filter_map(|page| page.under.clone()).collect();
        let under: Vec<String> = under.into_iter().collect();
        (!under.is_empty()).then(|| Line::sure(format!("under = {}", one_or_list(&under))))
    }
}

/// Ids and versions in names of files: `ISMS-POL-01 Access.md`, `Access_v2.1.md`.
static ID_IN_NAME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^([A-Z]{2,}(?:[-_][A-Z]+)*[-_]?\d+(?:\.\d+)*)").expect("the pattern is sound"));
static VERSION_IN_NAME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[ _-][vV](\d+(?:\.\d+)*)").expect("the pattern is sound"));

/// Returns whether the date of a review is later than another date of its document: then it is that of the next one.
fn is_next(page: &Page<'_>, fact: &Fact) -> bool {
    let day = |text: &str| text.get(..10).and_then(|start| start.parse::<jiff::civil::Date>().ok());
    let others: Vec<_> =
        page.facts.iter().filter(|other| other.field == "approved").filter_map(|other| day(&other.value)).collect();
    day(&fact.value).is_some_and(|review| !others.is_empty() && others.iter().all(|other| *other < review))
}

/// Judges values as a fact.
fn judge(field: &Field, values: &Values<'_>, judging: Judging<'_>) -> Rule {
    let span = Span::new(FileId::new(0), 0..0);
    let nodes: Vec<Node> =
        values.iter().map(|(_, fact)| Node { span, value: Value::Text(fact.value.clone()) }).collect();
    let nodes: Vec<&Node> = nodes.iter().collect();
    let choices = (field.name == "status")
        .then(|| &Words::all().status)
        .or_else(|| (field.name == "kind").then(|| &Words::all().kinds));
    let rule = Judge { field, choices, known: judging.known, sources: judging.sources }.rule(&nodes);
    let fits: Option<fn(&str) -> bool> = match field.name.as_str() {
        "version" => Some(|value| value.contains(|c: char| c.is_ascii_digit()) && value.len() <= 30),
        "id" => Some(|value| !value.contains(|c: char| c.is_whitespace() || "#|[]/".contains(c))),
        "classification" => Some(|value| is_name(value) && value.split(' ').count() <= 5),
        _ => None,
    };
    match fits {
        Some(fits) => Rule { fit: (values.iter().filter(|(_, fact)| fits(&fact.value)).count(), values.len()), ..rule },
        None => rule,
    }
}

/// Returns the line of a fact.
fn line(field: &str, from: &[String], keys: &[String]) -> String {
    match keys {
        [] => format!("{field} = {}", list(from)),
        keys => format!("{field} = {{ from = {}, {} }}", list(from), keys.join(", ")),
    }
}

/// Returns a source in words.
fn said(source: &str) -> String {
    let (word, name) = source.split_once(':').unwrap_or((source, ""));
    match word {
        "front-matter" => format!("the key `{name}`"),
        "label" => format!("the label `{name}`"),
        "last-row" => format!("the last row of `{name}`"),
        "first-row" => format!("the first row of `{name}`"),
        "under" => format!("the section `{name}`"),
        "headings" => "ids in headings".to_owned(),
        _ => format!("`{source}`"),
    }
}
