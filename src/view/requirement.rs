//! The pages of clauses and controls, and the lists of them.

use serde::Serialize;

use super::footing::footing_badge;
use super::page::contents;
use super::standard::crosswalk::{self, ElsewhereView, MeasuredView};
use super::standard::word as standard_word;
use super::support::{self, SupportRow};
use super::{Badge, LadderView, LinkView, PageView, TotalsView, View};
use crate::catalog::{FIRST, ReqIx, Requirement, RequirementKind, Standard, StandardRole};
use crate::coverage::CoverageStatus;
use crate::isms::{self, Evidence};
use crate::model::Subject;
use crate::pages::{PageId, own_standard_path};
use crate::site::{SitePath, slug};

/// The page of a clause or a control.
#[derive(Debug, Serialize)]
pub(crate) struct RequirementPage {
    /// The frame.
    pub page: PageView,
    /// The number, in its short form where that is clear.
    pub id: String,
    /// The standard's title for it.
    pub title: String,
    /// Whether it is a control; otherwise it is a clause.
    pub is_control: bool,
    /// The standard.
    pub standard: String,
    /// A summary of one line in our own words.
    pub about: String,
    /// Whether it is new in this edition.
    pub new: bool,
    /// The change that an amendment made, in our own words.
    pub amended: Option<String>,
    /// Its theme.
    pub theme: Option<String>,
    /// The language of the theme, if it is not that of the book and the standard is a measured one.
    pub theme_lang: Option<String>,
    /// Its values of each attribute.
    pub attributes: Vec<AttributeView>,
    /// Its coverage ladder; `None` if it is not assessed.
    pub ladder: Option<LadderView>,
    /// The decision in the Statement of Applicability; `None` for a clause.
    pub decision: Option<Decision>,
    /// The open findings about it.
    pub findings: Vec<SupportRow>,
    /// The texts that claim it, and the entries that refer to it.
    pub supports: Vec<SupportRow>,
    /// The texts that mention it.
    pub mentions: Vec<SupportRow>,
    /// The documented information it requires.
    pub information: Vec<super::RequiredRow>,
    /// Its subclauses.
    pub parts: Vec<RequirementRow>,
    /// The registers that serve it, with or without entries.
    pub registers: Vec<LinkView>,
    /// The controls of the previous edition that became this one.
    pub ancestors: Vec<LinkView>,
    /// The label of that edition.
    pub edition: Option<String>,
    /// The language of the title, if it is not that of the book and the standard is a measured one.
    pub lang: Option<String>,
    /// The word of a measured standard for one of its requirements; `None` for a clause or a control of any other.
    pub word: Option<String>,
    /// How it stands, if its standard is a measured one and it is not the heading of others.
    pub measured: Option<MeasuredView>,
    /// What it supports in measured standards.
    pub elsewhere: Vec<ElsewhereView>,
}

/// An attribute of a control.
#[derive(Debug, Serialize)]
pub(crate) struct AttributeView {
    /// The attribute.
    pub title: String,
    /// Its values for this control.
    pub values: Vec<String>,
}

/// The decision on a control in the Statement of Applicability.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Decision {
    /// Applicable, not applicable or undecided.
    pub applicable: Badge,
    /// The reasons why it is needed.
    pub reasons: Vec<String>,
    /// The justification for including or excluding it, as HTML.
    pub justification: Option<String>,
    /// The state of implementation.
    pub implementation: Option<String>,
    /// The role that owns it.
    pub owner: Option<LinkView>,
    /// The documents that say how it is implemented.
    pub documents: Vec<LinkView>,
    /// Notes, as HTML.
    pub notes: Option<String>,
}

/// A requirement in a list.
#[derive(Debug, Serialize)]
pub(crate) struct RequirementRow {
    /// Number and page.
    pub link: LinkView,
    /// The title.
    pub title: String,
    /// A summary of one line in our own words.
    pub about: String,
    /// The level of a clause, 1 to 3.
    pub level: usize,
    /// Whether it is new in this edition.
    pub new: bool,
    /// How far it is covered.
    pub status: Option<Badge>,
}

/// Requirements under one heading.
#[derive(Debug, Serialize)]
pub(crate) struct RequirementGroup {
    /// The heading.
    pub title: String,
    /// The page of the clause that the heading names; `None` for a theme.
    pub href: Option<String>,
    /// The anchor of the heading.
    pub anchor: String,
    /// A summary of one line.
    pub about: String,
    /// The requirements.
    pub rows: Vec<RequirementRow>,
    /// Their totals.
    pub totals: TotalsView,
}

/// A list of requirements.
#[derive(Debug, Serialize)]
pub(crate) struct RequirementsPage {
    /// The frame.
    pub page: PageView,
    /// The standard.
    pub standard: String,
    /// The groups.
    pub groups: Vec<RequirementGroup>,
    /// The totals of the whole list.
    pub totals: TotalsView,
    /// The documents whose approval book.toml assumes, as a text; `None` if there are none.
    pub assumed: Option<String>,
}

/// Returns the page of a requirement, with links to its neighbours.
pub(crate) fn page(view: &View<'_>, ix: ReqIx, neighbours: [Option<ReqIx>; 2]) -> RequirementPage {
    let catalog = &view.book.handbook.catalog;
    let requirement = catalog.requirement(ix);
    let id = catalog.label(ix);
    let mut page = view.page(format!("{id} {}", requirement.title).trim_end());
    page.description = Some(requirement.about.clone()).filter(|about| !about.is_empty());
    page.breadcrumbs = view.crumbs(&[(list_title(view, requirement, catalog.standard_of(ix)), list_path(requirement))]);
    let [previous, next] = neighbours.map(|ix| ix.map(|ix| view.subject(Subject::Requirement(ix))));
    (page.previous, page.next) = (previous, next);
    let standard = catalog.standard_of(ix);
    let parts = catalog.requirements().filter(|(_, part)| part.parent == Some(ix));
    RequirementPage {
        page,
        id,
        title: requirement.title.clone(),
        is_control: requirement.kind == RequirementKind::Control,
        standard: standard.title.clone(),
        about: requirement.about.clone(),
        new: requirement.new && requirement.standard == FIRST,
        amended: requirement.amended.clone(),
        theme: requirement.theme.map(|at| standard.themes[at].title.clone()),
        theme_lang: requirement
            .theme
            .filter(|_| standard.role == StandardRole::Measured)
            .and_then(|at| standard.themes[at].language.clone()),
        attributes: attributes(requirement, standard),
        // Without a claim, the ladder says nothing that the state does not.
        ladder: view
            .book
            .coverage
            .ladder(ix)
            .filter(|_| view.book.coverage.measured(ix).is_none_or(|measured| measured.claimed))
            .map(|ladder| super::ladder::view(view, ladder, &|rung, proof| support::is_shown(view, ix, rung, proof))),
        decision: catalog.is_decided(ix).then(|| decision(view, ix)),
        findings: support::open_findings(view, ix),
        supports: support::rows(view, ix),
        mentions: support::mentions(view, ix),
        information: super::required::rows(view)
            .into_iter()
            .filter(|(clause, _)| *clause == ix)
            .map(|(_, row)| row)
            .collect(),
        parts: parts.map(|(part, _)| row(view, part)).collect(),
        registers: registers(view, requirement),
        edition: requirement.ancestors.first().map(|old| {
            let edition = super::transition::edition(&catalog.standard_of(*old).title);
            view.tell("requirement.in-edition", &[("edition", &edition)])
        }),
        lang: requirement.language.clone().filter(|_| standard.role == StandardRole::Measured),
        word: (standard.role == StandardRole::Measured)
            .then(|| standard_word(&view.book.words, standard, requirement.kind).to_owned()),
        measured: crosswalk::measured(view, ix),
        elsewhere: crosswalk::elsewhere(view, ix),
        ancestors: requirement.ancestors.iter().map(|old| view.subject(Subject::Requirement(*old))).collect(),
    }
}

/// Returns the list of the controls or the clauses of the first standard.
pub(crate) fn list(view: &View<'_>, kind: RequirementKind) -> RequirementsPage {
    let id = match kind {
        RequirementKind::Control => PageId::Controls,
        RequirementKind::Clause | RequirementKind::Other => PageId::Clauses,
    };
    requirements_page(view, FIRST, view.say(id.row().title), &[kind])
}

/// Returns the list of all requirements of a standard that the book adds.
pub(crate) fn own_standard(view: &View<'_>, standard: usize) -> RequirementsPage {
    let title = &view.book.handbook.catalog.standards[standard].title;
    requirements_page(
        view,
        standard,
        title,
        &[RequirementKind::Clause, RequirementKind::Control, RequirementKind::Other],
    )
}

fn requirements_page(view: &View<'_>, standard: usize, title: &str, kinds: &[RequirementKind]) -> RequirementsPage {
    let catalog = &view.book.handbook.catalog;
    let of = |ix: ReqIx| {
        let requirement = catalog.requirement(ix);
        requirement.standard == standard && kinds.contains(&requirement.kind)
    };
    let all: Vec<ReqIx> = catalog.requirements().map(|(ix, _)| ix).filter(|ix| of(*ix)).collect();
    // Group controls by theme, and clauses by first-level clause.
    let group = |ix: &ReqIx| {
        let top = catalog.chain(*ix).last().unwrap_or(*ix);
        let requirement = catalog.requirement(*ix);
        (requirement.kind, requirement.theme, Some(top).filter(|_| requirement.kind == RequirementKind::Clause))
    };
    let groups = all.chunk_by(|a, b| group(a) == group(b)).map(|chunk| {
        let first = catalog.requirement(chunk[0]);
        // A first-level clause is the heading of its subclauses, not a row.
        let top = (first.kind == RequirementKind::Clause && first.parent.is_none()).then_some(chunk[0]);
        let (title, about) = match first.theme.map(|at| &catalog.standards[standard].themes[at]) {
            Some(theme) => (theme.title.clone(), theme.about.clone()),
            None => (format!("{} {}", first.id.local, first.title), first.about.clone()),
        };
        RequirementGroup {
            anchor: slug(&title),
            title,
            about,
            href: top.and_then(|top| view.requirement_link(top).href),
            rows: chunk.iter().filter(|ix| Some(**ix) != top).map(|ix| row(view, *ix)).collect(),
            totals: view.totals(view.book.coverage.totals(|ix| chunk.contains(&ix))),
        }
    });
    let groups: Vec<RequirementGroup> = groups.collect();
    let mut page = view.page(title);
    page.breadcrumbs = view.crumbs(&[]);
    page.toc = contents(groups.iter().map(|group| (group.title.as_str(), group.anchor.clone())));
    RequirementsPage {
        groups,
        page,
        standard: catalog.standards[standard].title.clone(),
        totals: view.totals(view.book.coverage.totals(of)),
        assumed: view.assumed(),
    }
}

pub(super) fn row(view: &View<'_>, ix: ReqIx) -> RequirementRow {
    let requirement = view.book.handbook.catalog.requirement(ix);
    RequirementRow {
        link: view.requirement_link(ix),
        title: requirement.title.clone(),
        about: requirement.about.clone(),
        level: requirement.id.local.split('.').count(),
        new: requirement.new && requirement.standard == FIRST,
        status: match view.book.coverage.measured(ix) {
            Some(measured) => Some(footing_badge(&view.book.words, measured.footing())),
            None => view.book.coverage.ladder(ix).map(|ladder| view.standing(ladder)),
        },
    }
}

/// Returns the decision on a control in the Statement of Applicability, including undecided.
pub(super) fn decision(view: &View<'_>, control: ReqIx) -> Decision {
    let Some(decision) = isms::Decision::on(&view.book.handbook, control) else {
        return Decision {
            applicable: view.status(CoverageStatus::Undecided),
            reasons: Vec::new(),
            justification: None,
            implementation: None,
            owner: None,
            documents: Vec::new(),
            notes: None,
        };
    };
    let titles = |field: &str| {
        let at = decision.schema().field(field).map(|at| &decision.schema().fields[at]);
        let words = decision.choices(field).iter();
        words.map(|word| at.map_or(word.as_str(), |field| field.choice_title(word)).to_owned()).collect::<Vec<_>>()
    };
    Decision {
        applicable: match decision.applies() {
            Some(true) => Badge::new(view.say("word.applicable"), "✓", "good"),
            Some(false) => Badge::new(view.say("word.excluded"), "–", "out"),
            None => view.status(CoverageStatus::Undecided),
        },
        reasons: titles(isms::Decision::REASONS),
        justification: view.cell_of(*decision, isms::Decision::JUSTIFICATION).html,
        implementation: titles(isms::Decision::IMPLEMENTATION).pop(),
        owner: isms::owner(*decision).map(|role| view.link(role)),
        documents: decision.links(isms::Decision::DOCUMENTS).iter().map(|document| view.link(document)).collect(),
        notes: view.cell_of(*decision, isms::Decision::NOTES).html,
    }
}

/// Returns the registers that serve a requirement.
fn registers(view: &View<'_>, requirement: &Requirement) -> Vec<LinkView> {
    let known = isms::registers_of(&requirement.id).iter().filter_map(|name| view.book.handbook.register(name));
    known.map(|(_, register)| view.path_link(&register.schema.title, &register.schema.page())).collect()
}

fn list_title<'a>(view: &'a View<'_>, requirement: &Requirement, standard: &'a Standard) -> &'a str {
    match requirement.kind {
        _ if requirement.standard != FIRST => &standard.title,
        RequirementKind::Clause | RequirementKind::Other => view.say("nav.clauses"),
        RequirementKind::Control => view.say("nav.controls"),
    }
}

/// Returns the valid evidence for a control, by number.
pub(super) fn valid_evidence<'a>(view: &View<'a>, ix: ReqIx) -> Vec<Evidence<'a>> {
    Evidence::about(&view.book.handbook, Subject::Requirement(ix))
        .filter(|evidence| evidence.is_in_date(&view.book.config, view.book.coverage.as_of))
        .collect()
}

fn attributes(requirement: &Requirement, standard: &Standard) -> Vec<AttributeView> {
    let pairs = standard.attributes.iter().zip(&requirement.attributes);
    pairs
        .filter(|(_, values)| !values.is_empty())
        .map(|(attribute, values)| AttributeView {
            title: attribute.title.clone(),
            values: attribute
                .values
                .iter()
                .filter(|(id, _)| values.contains(id))
                .map(|(_, title)| title.clone())
                .collect(),
        })
        .collect()
}

fn list_path(requirement: &Requirement) -> SitePath {
    match requirement.kind {
        _ if requirement.standard != FIRST => own_standard_path(&requirement.id.standard),
        RequirementKind::Clause | RequirementKind::Other => PageId::Clauses.path(),
        RequirementKind::Control => PageId::Controls.path(),
    }
}
