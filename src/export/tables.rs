//! The tables that draw on more than one register: SoA, coverage, gaps, treatment plan, documents.

use super::registers::{cell, columns, scores};
use super::{Cell, Column, Exports, Row, Sheet};
use crate::catalog::{ReqIx, RequirementKind};
use crate::config::Rung;
use crate::coverage::{Ladder, Place, Proof, Status, Totals, gaps, is_in_date};
use crate::model::{Destination, Document, Field, Link, Subject};
use crate::site::{Address, SitePath, TABLES, Table};

/// A table by its name.
pub(super) fn sheet(exports: &Exports<'_>, name: &str) -> Option<Sheet> {
    let of: &Table = TABLES.iter().find(|(table, ..)| *table == name)?;
    let parts = match name {
        "soa" => soa(exports),
        "coverage" => coverage(exports),
        "gaps" => missing(exports),
        "treatment-plan" => treatment_plan(exports),
        "documents" => documents(exports),
        _ => required_documents(exports),
    };
    Some(Sheet::of(of, parts))
}

/// The columns and rows of a table, and how many rows have which status.
type Parts = (Vec<Column>, Vec<Row>, Vec<(&'static str, usize)>);

fn column(key: &str, title: &str, about: &str) -> Column {
    Column { key: key.to_owned(), title: title.to_owned(), about: about.to_owned() }
}

const STATUS: &str = "covered: every required rung holds; partial: documented, and a required rung is missing; gap: no \
    document in force addresses it; undecided: no decision yet; excluded: decided as not applicable.";

/// The Statement of Applicability: each control that is decided in it, with every field of its register.
fn soa(exports: &Exports<'_>) -> Parts {
    let Exports { handbook, coverage, config } = exports;
    let schema = config.schemas.iter().find(|schema| schema.name == "applicability");
    let fields = schema.map_or(&[][..], |schema| &schema.fields);
    let decided: Vec<&Ladder> =
        coverage.ladders().filter(|ladder| handbook.catalog.is_decided(ladder.requirement)).collect();
    let mut all = vec![
        column("control", "Control", "The number in Annex A; leads to its page."),
        column("title", "Title", ""),
        column("theme", "Theme", ""),
    ];
    all.extend(columns(fields));
    all.extend([
        column("documents", "Documents", "The documents whose text addresses it."),
        column("evidence", "Evidence", "The items in date on the as-of date."),
        column("coverage", "Coverage", STATUS),
    ]);
    let row = |ladder: &&Ladder| {
        let ix = ladder.requirement;
        let requirement = handbook.catalog.requirement(ix);
        let theme = requirement.theme.map(|at| handbook.catalog.standard_of(ix).themes[at].title.clone());
        let mut cells: Vec<Cell> =
            vec![handbook.catalog.label(ix).into(), requirement.title.clone().into(), theme.into()];
        let decision = handbook.decision(ix).map(|entry| handbook.entry(entry));
        cells.extend(fields.iter().enumerate().map(|(at, field)| {
            match decision.and_then(|(_, entry)| entry.values[at].as_ref()) {
                Some(value) => cell(exports, field, &value.value),
                None if field.name == "applicable" => Status::Undecided.word().into(),
                None => Cell::Empty,
            }
        }));
        let evidence = handbook.entries_about(Subject::Requirement(ix), "evidence").into_iter();
        let valid = evidence.filter(|item| is_in_date(handbook, *item, config, coverage.as_of));
        cells.push(exports.claiming(ix).into());
        cells.push(valid.map(|item| handbook.entry(item).1.id.value.clone()).collect::<Vec<_>>().into());
        cells.push(ladder.status.word().into());
        Row { page: requirement.page.clone(), cells }
    };
    let rows = decided.iter().map(row).collect();
    (all, rows, totals(decided.into_iter()))
}

/// The ladder of each requirement that is in force.
fn coverage(exports: &Exports<'_>) -> Parts {
    let catalog = &exports.handbook.catalog;
    let mut columns = vec![
        column("requirement", "Requirement", "The number of the clause or control; leads to its page."),
        column("title", "Title", ""),
        column("standard", "Standard", ""),
        column("kind", "Kind", "Clause or control."),
        column("status", "Status", STATUS),
        column("missing", "Missing", "The required rungs that do not hold."),
    ];
    columns.extend(Rung::ALL.iter().map(|(word, _)| {
        let mut title = (*word).to_owned();
        title[..1].make_ascii_uppercase();
        column(word, &title, "What makes the rung hold, or after “missing” why it does not.")
    }));
    let row = |ladder: &Ladder| {
        let requirement = catalog.requirement(ladder.requirement);
        let missing = ladder.steps.iter().filter(|step| step.required && step.state.is_err());
        let mut cells: Vec<Cell> = vec![
            catalog.label(ladder.requirement).into(),
            requirement.title.clone().into(),
            catalog.standard_of(ladder.requirement).title.clone().into(),
            kind_word(requirement.kind).into(),
            ladder.status.word().into(),
            missing.map(|step| step.rung.word().to_owned()).collect::<Vec<_>>().into(),
        ];
        cells.extend(Rung::ALL.iter().map(|(_, rung)| match ladder.step(*rung).map(|step| &step.state) {
            Some(Ok(proofs)) => proofs.iter().map(|proof| proof.text.to_string()).collect::<Vec<_>>().into(),
            Some(Err(hole)) => format!("missing: {}", hole.reason).into(),
            None => "not asked for".into(),
        }));
        Row { page: requirement.page.clone(), cells }
    };
    let rows = exports.coverage.ladders().map(row).collect();
    (columns, rows, totals(exports.coverage.ladders()))
}

pub(super) fn kind_word(kind: RequirementKind) -> &'static str {
    match kind {
        RequirementKind::Clause => "clause",
        RequirementKind::Control => "control",
    }
}

/// What is missing, in the order in which to mend it.
fn missing(exports: &Exports<'_>) -> Parts {
    let catalog = &exports.handbook.catalog;
    let columns = vec![
        column("number", "Number", "The place in the order in which to close the gaps; leads to the requirement."),
        column("requirement", "Requirement", ""),
        column("title", "Title", ""),
        column("rung", "Missing", "The rung of the ladder, or “in writing” for required documented information."),
        column("reason", "Why", ""),
        column("mend", "Where to mend it", ""),
        column("risk", "Risk", "The highest score, before treatment, of a risk that hangs on the control."),
    ];
    let row = |(at, gap): (u32, crate::coverage::Gap)| {
        let requirement = catalog.requirement(gap.requirement);
        let cells = vec![
            Cell::Number(at.into()),
            catalog.label(gap.requirement).into(),
            requirement.title.clone().into(),
            gap.rung.map_or("in writing", Rung::word).into(),
            gap.hole.reason.to_string().into(),
            exports.place(&gap.hole.mend).0.into(),
            Some(gap.risk).filter(|score| *score > 0).into(),
        ];
        Row { page: requirement.page.clone(), cells }
    };
    let rows = (1u32..).zip(gaps(exports.handbook, exports.coverage)).map(row).collect();
    (columns, rows, Vec::new())
}

/// Each risk with what is done about it; how far its controls are stands beside them.
fn treatment_plan(exports: &Exports<'_>) -> Parts {
    let fields =
        ["owner", "treatment", "treatment-plan", "due", "status", "accepted-by", "accepted-on", "accepted-until"];
    let register = exports.handbook.register("risks").map(|(_, register)| register);
    let shown: Vec<(usize, &Field)> = register.map_or_else(Vec::new, |register| {
        fields
            .iter()
            .filter_map(|name| register.schema.field(name))
            .map(|at| (at, &register.schema.fields[at]))
            .collect()
    });
    let mut all = vec![column("id", "Risk", "Leads to its page."), column("title", "Title", "")];
    all.extend(scores(true));
    all.extend(columns(shown.iter().map(|(_, field)| *field)));
    all.push(column("controls", "Controls", "Each control with its implementation as the SoA states it."));
    let rows = exports.handbook.entries_of("risks").map(|(_, register, entry)| {
        let mut cells: Vec<Cell> = vec![entry.id.value.clone().into(), entry.title.clone().into()];
        cells.extend(exports.score_cells(register, entry));
        cells.extend(
            shown
                .iter()
                .map(|(at, field)| entry.values[*at].as_ref().map_or(Cell::Empty, |v| cell(exports, field, &v.value))),
        );
        let controls = register.references(entry, "controls").iter();
        cells.push(controls.map(|link| exports.with_implementation(link)).collect::<Vec<_>>().into());
        Row { page: entry.page.clone(), cells }
    });
    (all, rows.collect(), Vec::new())
}

/// The documents with their control data.
fn documents(exports: &Exports<'_>) -> Parts {
    let columns = vec![
        column("id", "Id", "Leads to the document."),
        column("title", "Title", ""),
        column("kind", "Kind", ""),
        column("version", "Version", ""),
        column("status", "Status", ""),
        column("in-force", "In force", "Approved, and not due for review before the as-of date."),
        column("owner", "Owner", ""),
        column("approver", "Approver", ""),
        column("approved", "Approved on", ""),
        column("review-by", "Next review", ""),
        column("classification", "Classification", ""),
        column("claims", "Claims", "The requirements that its text addresses."),
    ];
    let row = |document: &Document<Link>| {
        let meta = &document.meta;
        let name = |link: &Option<Link>| Cell::from(link.as_ref().map(|link| link.text.clone()));
        let cells = vec![
            meta.id.value.clone().into(),
            meta.title.clone().into(),
            meta.kind.word().into(),
            meta.version.clone().into(),
            meta.status.value.word().into(),
            if document.is_in_force(exports.coverage.as_of) { "yes" } else { "no" }.into(),
            name(&meta.owner),
            name(&meta.approver),
            meta.approved.as_ref().map(|date| date.value).into(),
            meta.review_by.as_ref().map(|date| date.value).into(),
            meta.classification.clone().into(),
            exports.claimed_by(document).into(),
        ];
        Row { page: document.page.clone().into(), cells }
    };
    let rows = exports.handbook.documents().map(|(_, document)| row(document)).collect();
    (columns, rows, Vec::new())
}

/// The documented information that the standard requires.
fn required_documents(exports: &Exports<'_>) -> Parts {
    let catalog = &exports.handbook.catalog;
    let columns = vec![
        column("id", "Item", "Our number; leads to the clause."),
        column("clause", "Clause", "The clause that asks for it."),
        column("title", "What", ""),
        column("explicit", "Asked for", "Whether the clause says so, or only implies it."),
        column("state", "State", ""),
        column("held-by", "Held by", "What holds it, or why nothing does."),
    ];
    let rows = exports.coverage.holdings.iter().map(|holding| {
        let item = &catalog.standard_of(holding.clause).documented[holding.item];
        let part = item.part.as_ref().map_or_else(String::new, |part| format!(" {part}"));
        let (state, by): (&str, Cell) = match &holding.state {
            Ok(proofs) => ("held", proofs.iter().map(|proof| proof.text.to_string()).collect::<Vec<_>>().into()),
            Err(reason) => ("missing", reason.to_string().into()),
        };
        let cells = vec![
            item.id.clone().into(),
            format!("{}{part}", catalog.label(holding.clause)).into(),
            item.title.clone().into(),
            if item.explicit { "explicitly" } else { "by implication" }.into(),
            state.into(),
            by,
        ];
        Row { page: catalog.requirement(holding.clause).page.clone(), cells }
    });
    (columns, rows.collect(), Vec::new())
}

fn totals<'a>(ladders: impl Iterator<Item = &'a Ladder>) -> Vec<(&'static str, usize)> {
    let totals: Totals = ladders.map(|ladder| ladder.status).collect();
    Status::ALL.map(|status| (status.word(), totals.of(status))).to_vec()
}

impl Exports<'_> {
    /// The documents that claim a requirement, each once.
    fn claiming(&self, ix: ReqIx) -> Vec<String> {
        let mut found: Vec<_> = self
            .handbook
            .claims(Subject::Requirement(ix))
            .filter_map(|reference| match reference.from {
                Subject::Document(document) => Some(document),
                _ => None,
            })
            .collect();
        found.sort();
        found.dedup();
        found.into_iter().map(|document| self.handbook.document(document).meta.title.clone()).collect()
    }

    /// The requirements that a document and its sections claim, each once.
    fn claimed_by(&self, document: &Document<Link>) -> Vec<String> {
        let sections = document.sections.iter().flat_map(|section| &section.claims);
        let claims = document.meta.claims.iter().chain(sections);
        let mut claimed: Vec<ReqIx> = claims
            .filter_map(|claim| match claim.to {
                Some(Destination::Subject(Subject::Requirement(ix))) => Some(ix),
                _ => None,
            })
            .collect();
        claimed.sort();
        claimed.dedup();
        claimed.into_iter().map(|ix| self.handbook.catalog.label(ix)).collect()
    }

    /// A control with its implementation.
    fn with_implementation(&self, link: &Link) -> String {
        let decision = match link.to {
            Some(Destination::Subject(Subject::Requirement(ix))) => self.handbook.decision(ix),
            _ => None,
        };
        let Some((register, entry)) = decision.map(|entry| self.handbook.entry(entry)) else {
            return link.text.clone();
        };
        match register.choices(entry, "implementation").first() {
            Some(word) => format!("{} ({word})", link.text),
            None => link.text.clone(),
        }
    }

    /// A place in words, and its page.
    pub(super) fn place(&self, place: &Place) -> (String, Option<Address>) {
        let handbook = self.handbook;
        match place {
            Place::At(to) => {
                let subject = handbook.subject(to);
                let text = match subject {
                    Some(Subject::Document(ix)) => handbook.document(ix).meta.title.clone(),
                    Some(Subject::Entry(ix)) => {
                        let (_, entry) = handbook.entry(ix);
                        format!("{} {}", entry.id.value, entry.title)
                    }
                    Some(Subject::Requirement(ix)) => handbook.catalog.label(ix),
                    None => "file".to_owned(),
                };
                let anchor = match to {
                    Destination::Section(ix, at) => {
                        Some(handbook.document(*ix).sections[*at as usize].heading.anchor.clone())
                    }
                    _ => None,
                };
                let page = subject.map(|subject| handbook.address(subject));
                (text, page.map(|page| Address { anchor: anchor.or(page.anchor), ..page }))
            }
            Place::Documents => ("Documents".to_owned(), Some(SitePath::new("documents/index.html").into())),
            Place::Register(name) => match handbook.register(name) {
                Some((_, register)) => (register.schema.title.clone(), Some(register.schema.page().into())),
                None => (name.clone(), None),
            },
        }
    }

    /// What makes a rung hold, and its page.
    pub(super) fn proof(&self, proof: &Proof) -> (String, Option<Address>) {
        (proof.text.to_string(), proof.place.as_ref().and_then(|place| self.place(place).1))
    }
}
