//! Collects the searchable pages of a handbook, with their sections as plain text.

use rayon::prelude::*;

use super::grammar::Grammar;
use super::kind::{Group, Kind};
use super::page::{Approval, Line, Page, Passage, Role};
use super::text;
use super::weights::standing;
use crate::assess::Assessed;
use crate::catalog::{FIRST, ReqIx, RequirementKind, StandardRole};
use crate::isms::{self, Decision, Standing, State};
use crate::model::{
    DocIx, DocumentKind, EntryValue, Field, FieldKind, Folder, Heading, Identity, Meta, Record, ResolvedReference,
    Subject, one_line,
};
use crate::pages::{PAGES, PageId, left_path, own_standard_path};
use crate::site::SitePath;
use crate::view::footing::footing_badge;
use crate::view::{document_badge, kind_word, status_badge};
use crate::wording::sentence;

/// Returns all searchable pages, in the order of their addresses.
pub(super) fn pages(assessed: &Assessed) -> Vec<Page> {
    let Assessed { handbook, words, .. } = assessed;
    let documents: Vec<DocIx> =
        handbook.documents().filter(|(_, document)| document.meta.searchable).map(|(ix, _)| ix).collect();
    let mut pages: Vec<Page> = documents.into_par_iter().map(|ix| document(assessed, ix)).collect();
    let requirements = handbook.catalog.requirements().map(|(ix, _)| ix);
    pages.extend(
        requirements.filter(|ix| !handbook.catalog.standard_of(*ix).is_retired()).map(|ix| requirement(assessed, ix)),
    );
    pages.extend(transition(assessed));
    pages.extend(standards(assessed));
    for register in &*handbook.registers {
        if register.schema.identity == Identity::Own && register.schema.searchable {
            pages.push(overview(assessed, register.schema.page(), &register.schema.title, &register.schema.about));
            pages.extend(handbook.records(&register.schema.name).map(|record| entry(assessed, record)));
        }
    }
    pages.extend(handbook.folders.iter().map(|folder| self::folder(assessed, folder)));
    let listed = PAGES.iter().filter(|row| row.id != PageId::Transition);
    let listed = listed.filter(|row| row.id != PageId::Changes || assessed.has_history());
    let listed = listed.filter(|row| row.id != PageId::Reporting || isms::reporting(handbook).is_some());
    pages.extend(listed.filter_map(|row| {
        let words_for_it = words.say(row.search?);
        Some(overview(assessed, row.id.path(), words.say(row.title), words_for_it))
    }));
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    pages
}

/// Returns the page of a folder, by the names of what is in it.
fn folder(assessed: &Assessed, folder: &Folder) -> Page {
    let Assessed { handbook, words, .. } = assessed;
    let mut text = words.fill("folder.lead", &[("folder", &folder.path)]);
    folder.documents.iter().for_each(|ix| join(&mut text, &handbook.document(*ix).meta.title));
    let files = handbook.attachments.iter().filter(|file| folder.files.contains(&file.file));
    files.for_each(|file| join(&mut text, file.name()));
    overview(assessed, folder.page.clone(), folder.name(), &text)
}

fn overview(assessed: &Assessed, path: SitePath, title: &str, about: &str) -> Page {
    let title_of_kind = assessed.words.say("search.overview").to_owned();
    let kind = Kind { group: Group::Overview, word: "overview".to_owned(), title: title_of_kind };
    Page { parts: vec![Passage::of(about.to_owned())], ..Page::new(path, title.to_owned(), kind) }
}

/// Returns the values of an entry as text, in the order of its fields.
fn entry_text(assessed: &Assessed, record: Record<'_>) -> String {
    let mut text = assessed.state_of(record).map(|state| state_text(assessed, &state)).unwrap_or_default();
    for (field, value) in record.cells().filled() {
        join(&mut text, &value_text(field, &value.value, &|to| assessed.count_text(to)));
    }
    text
}

/// Returns a state with its day, such as "expired since 30 March 2026".
fn state_text(assessed: &Assessed, state: &State) -> String {
    let word = assessed.state_word(state, assessed.coverage.as_of);
    assessed.day_of_state(state).map_or_else(|| word.clone(), |day| format!("{word} {day}"))
}

fn document(assessed: &Assessed, ix: DocIx) -> Page {
    let document = assessed.handbook.document(ix);
    let meta = &document.meta;
    let stands = isms::standing(document, assessed.coverage.days());
    // Records say what was, and pages of other kinds tell readers about the handbook.
    let rules = matches!(
        meta.kind,
        DocumentKind::Policy | DocumentKind::Standard | DocumentKind::Procedure | DocumentKind::Guideline
    );
    let approval = (rules && stands == Standing::InForce).then(|| approval(assessed, meta)).flatten();
    let language = meta.language.as_ref().unwrap_or(&assessed.config.language.value);
    let grammar = approval.as_ref().and_then(|_| Grammar::of(language));
    let mut texts =
        text::sections(&document.prose, &|to| assessed.count_text(to), &assessed.words, grammar).into_iter();
    // A summary is rarely a whole sentence.
    let mut above: Vec<Line> = meta.summary.iter().map(|summary| Line::new(Role::Plain, summary.clone())).collect();
    above.extend(texts.next().unwrap_or_default());
    let claims = |links: &[ResolvedReference]| {
        let claims = links.iter().filter(|link| link.to.is_some());
        claims.map(|link| link.text.clone()).collect::<Vec<_>>()
    };
    let mut parts = vec![Passage { lines: above, claims: claims(&meta.claims), ..Passage::default() }];
    for (at, (section, lines)) in document.sections.iter().zip(texts).enumerate() {
        if !section.searchable {
            continue;
        }
        if at == 0 && document.titled_by_heading {
            parts[0].lines.extend(lines);
        } else {
            let Heading { anchor, title, .. } = section.heading.clone();
            parts.push(Passage { anchor, heading: title, claims: claims(&section.claims), lines });
        }
    }
    let open = document.sections.iter().filter(|section| section.searchable);
    let all = meta.claims.iter().chain(open.flat_map(|section| &section.claims));
    let kind = Kind {
        group: Group::Document,
        word: meta.kind.word().to_owned(),
        title: sentence(&kind_word(&assessed.words, meta.kind)),
    };
    Page {
        ids: vec![meta.id.value.clone()],
        status: Some(document_badge(&assessed.words, stands)),
        standing: standing(stands),
        approval,
        retired: meta.status.value == crate::model::DocumentStatus::Retired,
        owner: meta.owner.as_ref().map(|role| role.text.clone()),
        roles: meta.applies_to.iter().map(|role| role.text.clone()).collect(),
        themes: themes(assessed, all),
        tags: meta.tags.clone(),
        parts,
        ..Page::new(document.page.clone(), meta.title.clone(), kind)
    }
}

/// Returns version and date of approval of a document; `None` if it states neither.
fn approval(assessed: &Assessed, meta: &Meta<ResolvedReference>) -> Option<Approval> {
    let day = meta.approved.as_ref().map(|day| day.value);
    let version = meta.version.as_ref().map(|version| assessed.words.fill("word.version", &[("version", version)]));
    let approved = day.map(|day| assessed.words.fill("word.approved-on", &[("date", &assessed.words.date(day))]));
    let words: Vec<String> = [version, approved].into_iter().flatten().collect();
    Some(Approval { version: meta.version.clone(), day, words: words.join(", ") }).filter(|_| !words.is_empty())
}

/// Returns the themes of the controls that links refer to, each once, in the standard's order.
fn themes<'l>(assessed: &Assessed, links: impl Iterator<Item = &'l ResolvedReference>) -> Vec<String> {
    let catalog = &assessed.handbook.catalog;
    let mut themes: Vec<usize> = links
        .filter_map(|link| match assessed.handbook.subject(link.to.as_ref()?)? {
            crate::model::Subject::Requirement(ix) if catalog.requirement(ix).standard == FIRST => {
                catalog.requirement(ix).theme
            }
            _ => None,
        })
        .collect();
    themes.sort_unstable();
    themes.dedup();
    let all = &catalog.standards[FIRST].themes;
    themes.into_iter().map(|theme| all[theme].title.clone()).collect()
}

fn requirement(assessed: &Assessed, ix: ReqIx) -> Page {
    let catalog = &assessed.handbook.catalog;
    let requirement = catalog.requirement(ix);
    let standard = catalog.standard_of(ix);
    let label = catalog.label(ix);
    let kind = match requirement.kind {
        _ if standard.role == StandardRole::Measured => (standard.id.as_str(), standard.short.as_str()),
        RequirementKind::Clause => ("clause", assessed.words.say("word.clause")),
        _ => ("control", assessed.words.say("word.control")),
    };
    let measured = assessed.coverage.measured(ix);
    let mut text = requirement.about.clone();
    for words in requirement.amended.iter().chain(&requirement.aliases) {
        join(&mut text, words);
    }
    for (attribute, values) in standard.attributes.iter().zip(&requirement.attributes) {
        for (_, title) in attribute.values.iter().filter(|(id, _)| values.contains(id)) {
            join(&mut text, title);
        }
    }
    if measured.is_some() {
        let parents = requirement.ancestors.iter().map(|above| &catalog.requirement(*above).title);
        for title in requirement.theme.map(|group| &standard.themes[group].title).into_iter().chain(parents) {
            join(&mut text, title);
        }
    }
    let theme = requirement.theme.filter(|_| requirement.standard == FIRST);
    let mut owner = None;
    if let Some(decision) = Decision::on(&assessed.handbook, ix)
        && decision.schema().searchable
    {
        join(&mut text, &entry_text(assessed, *decision));
        owner = owner_of(*decision);
    }
    // An id is one word: "Art. 32" is found by its words.
    let mut ids: Vec<String> = [label, requirement.id.to_string()].into_iter().filter(|id| !id.contains(' ')).collect();
    // People omit the letter of the annex.
    ids.extend(requirement.id.local.strip_prefix("A.").map(str::to_owned));
    // `21(2)(d)` is an id on its own; the number of an article is not.
    let is_number = requirement.id.local.bytes().all(|byte| byte.is_ascii_digit());
    ids.extend((measured.is_some() && !is_number).then(|| requirement.id.local.clone()));
    let kind = Kind { group: Group::Requirement, word: kind.0.to_owned(), title: kind.1.to_owned() };
    Page {
        ids,
        status: match measured {
            Some(measured) => Some(footing_badge(&assessed.words, measured.footing())),
            None => assessed.coverage.ladder(ix).map(|ladder| status_badge(&assessed.words, ladder.status)),
        },
        owner,
        themes: theme.map(|theme| standard.themes[theme].title.clone()).into_iter().collect(),
        parts: vec![Passage::of(text)],
        ..Page::new(requirement.page.path.clone(), assessed.handbook.name(Subject::Requirement(ix)), kind)
    }
}

/// Returns the pages of measured standards, and of what is left to do for them.
fn standards(assessed: &Assessed) -> Vec<Page> {
    let catalog = &assessed.handbook.catalog;
    let certified = catalog.standards[FIRST].short.split(':').next().unwrap_or_default();
    let pages = catalog.with_role(StandardRole::Measured).flat_map(|(_, standard)| {
        let names = [("standard", &standard.short as &dyn std::fmt::Display), ("certified", &certified)];
        let left = assessed.words.fill("standard.left", &names);
        let about: Vec<&str> = [standard.name.as_str()].into_iter().chain(standard.called()).collect();
        [
            overview(assessed, own_standard_path(&standard.id), &standard.title, &about.join(", ")),
            overview(assessed, left_path(&standard.id), &left, &standard.title),
        ]
    });
    pages.collect()
}

/// Returns the page of the controls of the previous edition.
fn transition(assessed: &Assessed) -> Option<Page> {
    let catalog = &assessed.handbook.catalog;
    let old = catalog.requirements().filter(|(ix, _)| catalog.standard_of(*ix).is_retired());
    let parts: Vec<Passage> = old
        .filter_map(|(_, requirement)| {
            let became: Vec<String> = requirement.successors.iter().map(|ix| catalog.label(*ix)).collect();
            let anchor = requirement.page.anchor.clone()?;
            let heading = format!("{} {}", requirement.id.local, requirement.title);
            Some(Passage { anchor, heading, ..Passage::of(became.join(" ")) })
        })
        .collect();
    let row = PageId::Transition.row();
    let about = row.search.map_or("", |key| assessed.words.say(key));
    let mut page = overview(assessed, row.id.path(), assessed.words.say(row.title), about);
    page.parts.extend(parts);
    Some(page).filter(|page| page.parts.len() > 1)
}

fn entry(assessed: &Assessed, record: Record<'_>) -> Page {
    let (entry, schema) = (record.entry, record.schema());
    let title = assessed.handbook.name(Subject::Entry(record.ix));
    let kind = Kind { group: Group::Entry, word: schema.singular.clone(), title: schema.title_singular.clone() };
    let links = record.cells().filled().filter_map(|(_, value)| match &value.value {
        EntryValue::References(links) => Some(links),
        _ => None,
    });
    Page {
        ids: vec![entry.id.value.clone()],
        owner: owner_of(record),
        themes: themes(assessed, links.flatten()),
        parts: vec![Passage::of(entry_text(assessed, record))],
        ..Page::new(entry.page.path.clone(), title, kind)
    }
}

fn owner_of(record: Record<'_>) -> Option<String> {
    isms::owner(record).map(|role| role.text.clone())
}

/// Returns the words and references of a value. Numbers and dates are not searchable.
fn value_text(field: &Field, value: &EntryValue<ResolvedReference>, numbers: text::CountText<'_>) -> String {
    match value {
        EntryValue::Text(text) => text.clone(),
        EntryValue::Texts(texts) => texts.iter().map(|text| text.value.as_str()).collect::<Vec<_>>().join(" · "),
        EntryValue::Markdown(prose) => one_line(prose.elements(), numbers),
        EntryValue::Choices(words) => words.iter().map(|word| field.choice_title(word)).collect::<Vec<_>>().join(", "),
        EntryValue::References(links) => links.iter().map(|link| link.text.as_str()).collect::<Vec<_>>().join(", "),
        EntryValue::File(link) => link.text.clone(),
        EntryValue::Table(rows) => {
            let FieldKind::Table(columns) = &field.kind else { return String::new() };
            let values = rows.iter().flat_map(|row| columns.iter().zip(&row.values));
            let texts = values.filter_map(|(column, value)| Some(value_text(column, &value.as_ref()?.value, numbers)));
            texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
        }
        EntryValue::Date(_) | EntryValue::Number(_) | EntryValue::Flag(_) | EntryValue::Duration(_) => String::new(),
    }
}

fn join(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push_str(if text.ends_with(['.', '!', '?', ':']) { " " } else { " · " });
    }
    text.push_str(more);
}

#[cfg(test)]
mod tests {
    use super::pages;
    use crate::fixture::assessed;

    #[test]
    fn an_entry_is_found_by_how_it_stands() {
        let text = |collected: &str| {
            let book = assessed(&format!(
                "//- content/registers/evidence.toml\n[[evidence]]\nid = \"EV-1\"\ntitle = \"E\"\ncontrols = [\"A.5.7\"]\n\
                 collected = {collected}\nvalid = \"6 months\"\n"
            ));
            let page = pages(&book).into_iter().find(|page| page.ids == ["EV-1"]).unwrap();
            page.parts[0].shown()
        };
        assert!(text("2026-03-01").starts_with("expired since 1 September 2026 · "), "{}", text("2026-03-01"));
        assert!(text("2026-09-01").starts_with("current until 1 March 2027 · "), "{}", text("2026-09-01"));
    }

    #[test]
    fn an_id_of_a_requirement_is_one_word() {
        let measured = ["nis2", "gdpr", "nist-csf", "bsi-c5"];
        let named = measured.map(|id| format!("[[standard]]\nid = \"{id}\"\nrole = \"measured\"\n"));
        let book = assessed(&format!("//- book.toml\n{}\n//- content/a.md\n# A\n", named.concat()));
        let ids: Vec<String> = pages(&book).into_iter().flat_map(|page| page.ids).collect();
        assert!(ids.iter().all(|id| !id.contains(char::is_whitespace)), "{ids:?}");
        for id in ["gdpr:32", "nis2:21(2)(d)", "21(2)(d)", "PR.AA-01"] {
            assert!(ids.iter().any(|known| known == id), "{id}");
        }
    }
}
