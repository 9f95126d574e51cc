//! The facts about a document that book.toml says where to find: in its text, in its name, in a register of documents. They
//! join the front matter as if they were written there, each with its own place.

mod block;
mod claimed;
mod finder;
mod html;
mod labels;
mod letters;
mod listing;
mod origin;
mod outline;
mod rows;
mod stated;

use super::Whose;
use super::lenient::convert;
use crate::config::{FactRule, FactSource, ValueRule, front_matter};
use crate::diag::Diagnostic;
use crate::letters::plain_name;
use crate::model::{Difference, Fact, Field, Origin, RawReference};
use crate::source::{Span, Spanned};
use crate::value::{Node, Table, Value};

use claimed::claimed;
use finder::Finder;
use origin::origin;

pub(super) use claimed::{Read, Sections, in_sections};
pub(super) use listing::{Listing, listings, unmatched};
pub(crate) use stated::{Stated, controls, is_control};

/// The facts that the rules of book.toml have found about a document.
#[derive(Default)]
pub(super) struct Found<'a> {
    /// The facts with their sources, those of front matter included.
    pub facts: Vec<Fact>,
    /// The keys of front matter that a rule names, from the outermost, and whether the value is one of the facts.
    pub named: Vec<(&'a [String], bool)>,
    /// The claims of the whole document.
    pub claims: Vec<RawReference>,
    /// The parts of the text that make claims.
    pub sections: Sections<'a>,
    /// The row of the document in its register.
    pub row: Option<Span>,
    /// The facts that the row and the document state differently.
    pub differences: Vec<Difference>,
    problems: Vec<Diagnostic>,
}

/// Adds the facts that front matter does not have to its table. Returns them, with what is wrong with them.
pub(super) fn add<'a>(table: &mut Table, whose: Whose<'a>, body: usize) -> (Found<'a>, Vec<Diagnostic>) {
    let mut found = Found::default();
    for (name, span, _) in &table.entries {
        let field = front_matter().iter().find(|field| field.name == *name);
        found.facts.extend(field.map(|field| Fact {
            field: field.name.as_str(),
            origin: Origin::FrontMatter(name.clone()),
            span: *span,
        }));
    }
    if whose.ruled.rules.is_empty() {
        return (found, Vec::new());
    }
    let finder = Finder::new(whose, table.clone(), body);
    let sources = whose.ruled.rules.iter().flat_map(|(_, rule)| &rule.facts).flat_map(|fact| &fact.from);
    found.named.extend(sources.filter_map(|source| match source {
        FactSource::FrontMatter(path) => Some((&path[..], false)),
        _ => None,
    }));
    for field in front_matter() {
        fact(field, table, &finder, &mut found);
        finder.note(&field.name, table);
    }
    let (claims, facts) = claimed(&finder, &mut found);
    found.claims = claims;
    found.facts.extend(facts);
    found.row = finder.row();
    let problems = std::mem::take(&mut found.problems);
    (found, problems)
}

/// Adds one fact, if front matter does not have it, and notes what the register says differently.
fn fact<'a>(field: &'static Field, table: &mut Table, finder: &Finder<'a>, found: &mut Found<'a>) {
    let rules = finder.rules_of(&field.name);
    found.problems.extend(own_by_rule(field, table, &rules, finder));
    let is_own = table.get(&field.name).is_some() || table.unread.contains(&field.name);
    let mut here: Option<Node> = table.get(&field.name).cloned();
    let mut listed: Option<Node> = None;
    let mut is_known = is_own;
    for (at, rule, source) in
        rules.iter().flat_map(|(at, rule)| rule.from.iter().map(move |source| (*at, *rule, source)))
    {
        let is_column = matches!(source, FactSource::Register(_));
        let is_asked = !is_known || if is_column { listed.is_none() } else { here.is_none() };
        let Some(node) = finder.find(at, source, field, rule).filter(|_| is_asked) else { continue };
        let place = node.span;
        let (node, problem) = convert(node, field, &rule.rule, finder.sources());
        if problem.is_some() && !is_known {
            table.unread.push(field.name.clone());
            found.problems.extend(problem);
            is_known = true;
            continue;
        }
        let Some(node) = node else { continue };
        if !is_known {
            is_known = true;
            found.take(field, source, place, origin(source, finder.file_of(at)));
            // A title that is the heading is found where headings are read.
            if !finder.is_the_heading(field, rule, source) {
                table.entries.push((field.name.clone(), place, node.clone()));
            }
        }
        *(if is_column { &mut listed } else { &mut here }) = Some(node);
    }
    if !is_known {
        assume(field, &rules, table, finder, found);
    }
    found.differences.extend(here.zip(listed).and_then(|(here, listed)| differs(field, here, listed, finder)));
}

/// Reads the value that front matter itself has by the rule that names its key, as in `from = ["front-matter:status"]`.
fn own_by_rule(
    field: &'static Field,
    table: &mut Table,
    rules: &[(usize, &FactRule)],
    finder: &Finder<'_>,
) -> Option<Diagnostic> {
    let is_own =
        |source: &FactSource| matches!(source, FactSource::FrontMatter(path) if path[..] == [field.name.as_str()]);
    let (_, rule) = rules.iter().find(|(_, rule)| rule.from.iter().any(is_own))?;
    let at = table.entries.iter().position(|(name, ..)| *name == field.name)?;
    let (node, problem) = convert(table.entries[at].2.clone(), field, &rule.rule, finder.sources());
    match node {
        Some(node) => table.entries[at].2 = node,
        None => {
            table.entries.remove(at);
            table.unread.extend(problem.as_ref().map(|_| field.name.clone()));
        }
    }
    problem
}

/// Adds what book.toml assumes where nothing states a fact.
fn assume(
    field: &'static Field,
    rules: &[(usize, &FactRule)],
    table: &mut Table,
    finder: &Finder<'_>,
    found: &mut Found<'_>,
) {
    let Some(assumed) = rules.iter().find_map(|(_, rule)| rule.rule.otherwise.as_ref()) else { return };
    let node = Node { span: assumed.span, value: Value::Text(assumed.value.clone()) };
    let (Some(node), _) = convert(node, field, &ValueRule::default(), finder.sources()) else { return };
    found.facts.push(Fact { field: field.name.as_str(), origin: Origin::Assumed, span: assumed.span });
    table.entries.push((field.name.clone(), assumed.span, node));
}

impl<'a> Found<'a> {
    /// Notes where a fact is from.
    fn take(&mut self, field: &'static Field, source: &FactSource, span: Span, origin: Origin) {
        if let FactSource::FrontMatter(path) = source {
            self.use_key(path);
        }
        self.facts.push(Fact { field: field.name.as_str(), origin, span });
    }

    /// Notes that the value of a key of front matter is one of the facts.
    fn use_key(&mut self, path: &[String]) {
        self.named.iter_mut().filter(|(named, _)| *named == path).for_each(|(_, is_used)| *is_used = true);
    }
}

/// Facts that people keep in a register and in the document.
const KEPT_TWICE: [&str; 6] = ["title", "version", "owner", "approver", "approved", "review-by"];

/// Returns the difference between the values in a document and in its row of the register, if they are not the same.
fn differs(field: &'static Field, here: Node, listed: Node, finder: &Finder<'_>) -> Option<Difference> {
    if !KEPT_TWICE.contains(&field.name.as_str()) {
        return None;
    }
    let written = |node: &Node| Spanned { value: finder.written(node, field), span: node.span };
    let (here, listed) = (written(&here), written(&listed));
    let bare = |text: &str| match field.name.as_str() {
        "version" => bare_version(text),
        _ => plain_name(text),
    };
    (bare(&here.value) != bare(&listed.value)).then_some(Difference { field: field.name.as_str(), here, listed })
}

/// Returns a version without what different people write around it: `v2.0` is `2`, as a spreadsheet makes it of 2.0.
fn bare_version(text: &str) -> String {
    let text = text.trim().to_lowercase();
    let number = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    if number.is_empty() { text } else { number.strip_suffix(".0").unwrap_or(number).to_owned() }
}

#[cfg(test)]
mod tests {
    use crate::diag::Severity;
    use crate::fixture::{assessed, control, read};
    use crate::model::Origin;

    #[test]
    fn sources_are_asked_in_their_order_and_front_matter_wins() {
        let text =
            "---\nversion: '7'\nmeta:\n  owner: Nested\n  team: Blue\n---\n# A\n\n**Owner:** Label | **Version:** 2\n";
        let nested = "owner = [\"front-matter:meta.owner\", \"label:Owner\"]\n";
        let book =
            |rules: &str| format!("//- book.toml\n[[documents]]\nmatch = \"**\"\n{rules}//- content/a.md\n{text}");
        assert_eq!(control(&book(&format!("{nested}version = \"label:Version\"\n")))[..2], ["Nested", "7"]);
        assert_eq!(
            control(&book("owner = [\"label:Nobody\", \"label:Owner\", \"front-matter:meta.owner\"]\n"))[..1],
            ["Label"]
        );
        let two = "owner = \"label:Nobody\"\n[[documents]]\nmatch = \"*.md\"\nowner = \"label:Owner\"\n";
        assert_eq!(control(&book(two))[..1], ["Label"], "each rule adds what is not yet known");
        // What no fact has stays data.
        let assessed = assessed(&book(nested));
        let details = &assessed.handbook.documents().next().expect("a document").1.meta.details;
        assert_eq!(format!("{details:?}").matches("Blue").count(), 1, "{details:?}");
        assert!(!format!("{details:?}").contains("Nested"), "{details:?}");
    }

    #[test]
    fn names_and_headings_say_ids_and_titles() {
        let book = |rules: &str| {
            format!(
                "//- book.toml\n[[documents]]\nmatch = \"**\"\n{rules}//- content/ISMS-POL-5.1_Keys-and-locks.md\n# POL-07: Keys (v2.3)\n"
            )
        };
        let of = |rules: &str| control(&book(rules));
        assert_eq!(
            of("id = { from = [\"file-name\"], pattern = '^(ISMS-POL-[\\d.]+)' }\n")[4..],
            ["POL-07: Keys (v2.3)", "ISMS-POL-5.1"]
        );
        assert_eq!(of("id = { from = \"heading\", pattern = '^[A-Z]+-\\d+' }\n")[5], "POL-07");
        assert_eq!(of("version = { from = \"heading\", pattern = 'v([\\d.]+)' }\n")[1], "2.3");
        assert_eq!(of("title = [\"file-name\", \"heading\"]\n")[4], "ISMS POL-5.1 Keys and locks");
        assert_eq!(of("title = [\"front-matter:name\", \"heading\", \"file-name\"]\n")[4], "POL-07: Keys (v2.3)");
        assert_eq!(of("title = { from = \"heading\", pattern = '^POL-\\d+: (.*) \\(' }\n")[4], "Keys");
        assert_eq!(of("id = { from = \"file-name\", pattern = 'X(.)' }\n")[5], "isms-pol-5.1_keys-and-locks");
    }

    #[test]
    fn what_nothing_states_may_be_assumed() {
        let book = |rules: &str, text: &str| {
            let fixture = format!("//- book.toml\n[[documents]]\nmatch = \"**\"\n{rules}//- content/a.md\n{text}");
            let assessed = assessed(&fixture);
            let meta = &assessed.handbook.documents().next().expect("a document").1.meta;
            let fact = meta.facts.iter().find(|fact| fact.field == "status").map(|fact| fact.origin.clone());
            (meta.status.value.word(), fact)
        };
        let rule = "status = { from = [\"label:Status\"], values = { Published = \"approved\", Live = \"approved\" }, else = \"approved\" }\n";
        let label = Some(Origin::Label("Status".to_owned()));
        assert_eq!(book(rule, "# A\n"), ("approved", Some(Origin::Assumed)));
        assert_eq!(book(rule, "# A\n\n**Status:** published\n"), ("approved", label.clone()));
        assert_eq!(book(rule, "# A\n\n**Status:** In Review\n"), ("in-review", label.clone()));
        assert_eq!(book(rule, "# A\n\n**Status:** Withdrawn\n").0, "unstated", "another word is not the same as none");
        assert_eq!(book(rule, "---\nstatus: draft\n---\n# A\n").0, "draft");
        // What a later rule finds counts before what an earlier one assumes.
        let two = format!("{rule}[[documents]]\nmatch = \"a.md\"\nstatus = \"label:State\"\n");
        assert_eq!(book(&two, "# A\n\n**State:** Retired\n").0, "retired");
    }

    #[test]
    fn a_date_with_two_readings_is_an_error_at_its_place() {
        let fixture = "//- book.toml\n[[documents]]\nmatch = \"**\"\napproved = \"label:Approved\"\nreview = \"label:Cycle\"\n\
             status = { else = \"approved\" }\n//- content/a.md\n# A\n\n**Approved:** 03/04/2026 | **Cycle:** every six months\n";
        let found = |fixture: &str| {
            let (sources, config) = read(fixture);
            let outcome = crate::pipeline::check(&sources, &config, jiff::civil::date(2026, 10, 1), &|_| {});
            let found = outcome.diagnostics.into_iter().filter(|found| found.code == "wrong-type");
            found
                .map(|found| (found.severity, found.message, sources.slice(found.span.expect("a place")).to_owned()))
                .collect::<Vec<_>>()
        };
        let two = "`03/04/2026` is 2026-04-03 or 2026-03-04".to_owned();
        assert_eq!(found(fixture), [(Severity::Error, two, "03/04/2026".to_owned())]);
        let stated = fixture.replace("\"label:Approved\"", "{ from = [\"label:Approved\"], date = \"%d/%m/%Y\" }");
        assert_eq!(found(&stated), []);
        assert_eq!(control(&stated)[2..4], ["2026-04-03", "2026-10-03"]);
        let soon = found(&fixture.replace("03/04/2026", "soon"));
        assert_eq!(soon.len(), 1);
        assert_eq!(soon[0].0, Severity::Warning, "the text still says it: {soon:?}");
    }

    #[test]
    fn variables_of_the_book_are_values_of_facts() {
        let fixture = "//- book.toml\n[variables]\nBoss = \"Head of IT\"\n[[documents]]\nmatch = \"**\"\nowner = \"label:Owner\"\n\
             version = \"label:Version\"\n//- content/a.md\n# A\n\n**Owner:** {{.Boss}} | **Version:** {{.Version}}\n";
        assert_eq!(control(fixture)[..2], ["Head of IT", "{{.Version}}"]);
    }
}
