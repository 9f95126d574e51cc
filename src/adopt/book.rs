//! The text of a proposed book.toml.

use std::collections::BTreeSet;

use super::Place;
use super::document::Page;
use super::foreign::is_foreign;
use super::language::of_most;
use super::name;
use super::report::Findings;
use super::toml::{Line, key, list, on_one_line, one_or_list};
use crate::check;
use crate::config::Level;
use crate::load::Survey;
use crate::value::quoted;

/// The codes of values and rows that cannot be read, each of which is reported at its place.
const OF_VALUES: [&str; 4] = ["uneven-row", "wrong-type", "unknown-choice", "invalid-name"];

/// The parts of a book.toml.
pub(super) struct Book<'a> {
    pub place: &'a Place,
    pub pages: &'a [Page<'a>],
    /// The files that do not belong to the handbook, with the reasons.
    pub left: &'a [(String, String)],
    pub survey: &'a Survey,
    pub findings: &'a Findings<'a>,
}

impl Book<'_> {
    /// Returns the text of the file.
    pub(super) fn text(&self) -> String {
        let mut text = String::from(
            "# Proposed by `clausebook adopt` from what is in the repository. Lines that are not sure are comments, each with the reason.\n\n",
        );
        self.head().iter().for_each(|line| line.write(&mut text));
        for rule in &self.findings.rules {
            text.push_str("\n[[documents]]\n");
            Line::sure(format!("match = {}", one_or_list(&rule.matches))).write(&mut text);
            rule.lines.iter().for_each(|line| line.write(&mut text));
        }
        for register in &self.findings.registers {
            text.push('\n');
            register.lines().iter().for_each(|line| line.write(&mut text));
        }
        self.tail().iter().for_each(|line| line.write(&mut text));
        text
    }

    fn head(&self) -> Vec<Line> {
        let (title, title_from) = name::title(self.pages, &self.place.folder);
        let (organisation, organisation_from) = name::organisation(&self.place.folder);
        let guess = |key: &str, value: &str, from: &str| {
            Line::sure(format!("{key} = {} # a guess: {}", quoted(value), on_one_line(from)))
        };
        let mut lines = vec![
            Line::sure("[book]"),
            guess("title", &title, &title_from),
            guess("organisation", &organisation, &organisation_from),
            Line::sure(format!("language = \"{}\"", of_most(self.pages))),
            Line::sure(format!("content = {}", quoted(&self.place.content))),
        ];
        lines.extend(self.place.folders.iter().map(|(key, name)| Line::sure(format!("{key} = {}", quoted(name)))));
        let left = self.left.iter().map(|(path, _)| path.clone());
        let exclude: Vec<String> = self.place.own.iter().cloned().chain(self.foreign()).chain(left).collect();
        lines.extend((!exclude.is_empty()).then(|| Line::sure(format!("exclude = {}", list(&exclude)))));
        lines.extend(self.place.ignores.then(|| Line::sure("gitignore = true")));
        let routes = name::routes(self.pages);
        if !routes.is_empty() {
            let routes: Vec<String> =
                routes.iter().map(|(from, to)| format!("{} = {}", key(from), quoted(to))).collect();
            lines.push(Line::sure(format!("routes = {{ {} }}", routes.join(", "))));
        }
        let has_roles = self.findings.registers.iter().any(|register| register.register == "roles");
        lines.extend((!has_roles).then(|| Line::sure("roles-from-names = true")));
        lines
    }

    /// Returns the patterns of the folders that were not entered, wherever they are.
    fn foreign(&self) -> BTreeSet<String> {
        let names = self.survey.left.iter().filter_map(|(path, _)| path.trim_end_matches('/').rsplit('/').next());
        names.filter(|name| is_foreign(name).is_some()).map(|name| format!("**/{name}/**")).collect()
    }

    /// Returns the tables about texts: what other tools have put into them.
    fn tail(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        let variables = name::variables(self.pages);
        if !variables.is_empty() {
            lines.extend([Line::sure(""), Line::sure("[variables]")]);
            let (organisation, _) = name::organisation(&self.place.folder);
            for (name, count) in variables {
                let value = if name::is_organisation(&name) { organisation.as_str() } else { "" };
                let of = if count == 1 { "document has".to_owned() } else { format!("documents have {{{{{name}}}}}") };
                let doubt = format!(
                    "{count} {}, and nothing says its value",
                    of.replace("has", &format!("has {{{{{name}}}}}"))
                );
                lines.push(Line::new(format!("{} = {}", key(&name), quoted(value)), Some(doubt)));
            }
        }
        let comment =
            "# What would stop a build is a warning until the handbook is in order; then take these lines away.";
        lines.extend([Line::sure(""), Line::sure("[checks]"), Line::sure(comment)]);
        let strict = check::ALL.iter().filter(|check| check.level == Level::Deny).map(|check| check.code);
        lines.extend(strict.chain(OF_VALUES).map(|code| Line::sure(format!("{code} = \"warn\""))));
        let unknown: BTreeSet<&str> = self.pages.iter().flat_map(|page| &page.unknown).map(String::as_str).collect();
        if !unknown.is_empty() {
            let some: Vec<&str> = unknown.iter().copied().take(6).collect();
            let more = if unknown.len() > some.len() { " and others" } else { "" };
            let comment = format!("# Front matter has keys of other tools: {}{more}.", on_one_line(&some.join(", ")));
            lines.extend([Line::sure(comment), Line::sure("unknown-key = \"allow\"")]);
        }
        lines
    }
}
