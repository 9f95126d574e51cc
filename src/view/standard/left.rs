//! What is left to do for a measured standard once the certified one is done.

use serde::Serialize;

use super::titled;
use crate::coverage::{Footing, Measured};
use crate::isms::{Mapping, Verdict};
use crate::pages::{PageId, own_standard_path, table_of_standard};
use crate::view::footing::{FootingCount, counts, first_certified};
use crate::view::{CountLink, LanguageView, LinkView, PageView, ReportCell, RowGroup, Table, View, sentence};

/// What is left to do for a measured standard.
#[derive(Debug, Serialize)]
pub(crate) struct LeftPage {
    /// The frame.
    pub page: PageView,
    /// How many of its requirements are left.
    pub lead: String,
    /// The numbers of its requirements by state.
    pub counts: Vec<FootingCount>,
    /// The number of requirements for which the same is to be done, as links to them.
    pub steps: Vec<CountLink>,
    /// What is left, by what is to be done; `None` if nothing is.
    pub table: Option<Table>,
}

/// Returns the page of what is left for a standard.
pub(crate) fn page(view: &View<'_>, standard: usize) -> LeftPage {
    let catalog = &view.book.handbook.catalog;
    let of = &catalog.standards[standard];
    let certified = first_certified(view);
    let mut page = view.page(&view.tell("standard.left", &[("standard", &of.short), ("certified", &certified)]));
    page.breadcrumbs = view.crumbs(&[(&of.title, own_standard_path(&of.id))]);
    page.downloads = view.downloads(&table_of_standard(&of.id));
    let left = view.book.coverage.left(&view.book.handbook, standard);
    let footings = view.book.coverage.footings(catalog.of_standard(standard).map(|(ix, _)| ix));
    let what = super::many(view, of);
    let groups = left.chunk_by(|a, b| a.footing() == b.footing()).map(|chunk| {
        let word = chunk[0].footing().word();
        let about = view.tell(&format!("left.about.{word}"), &[("standard", &of.short), ("certified", &certified)]);
        RowGroup {
            id: Some(word.to_owned()),
            title: Some(view.tell(&format!("left.title.{word}"), &[("certified", &certified)])),
            about: Some(about),
            rows: chunk.iter().map(|measured| row(view, measured).into()).collect(),
        }
    });
    let groups: Vec<RowGroup> = groups.collect();
    LeftPage {
        steps: groups.iter().filter_map(CountLink::to).collect(),
        table: (!groups.is_empty()).then(|| view.table("", &["requirement", "part", "why", "fix"], groups)),
        page,
        lead: view.tell_counted(
            "left.lead",
            left.len(),
            &[("standard", &of.short), ("certified", &certified), ("all", &footings.all()), ("what", &what)],
        ),
        counts: counts(&view.book.words, &footings),
    }
}

/// Returns the row of a requirement, with what an author writes to claim it.
fn row(view: &View<'_>, measured: &Measured) -> Vec<ReportCell> {
    let catalog = &view.book.handbook.catalog;
    let ix = measured.ladder.requirement;
    let requirement = catalog.requirement(ix);
    let (why, steps) = next(view, measured);
    let title = ReportCell::from(titled(view, ix)).note(Some(requirement.id.to_string()));
    vec![
        ReportCell { language: requirement.language.as_deref().map(LanguageView::new), ..title },
        super::group_title(view, requirement.standard, requirement.theme).into(),
        why.into(),
        steps.into(),
    ]
}

/// Returns why a requirement of a measured standard stands as it does, and where to do something about it.
pub(super) fn next(view: &View<'_>, measured: &Measured) -> (String, Vec<LinkView>) {
    let handbook = &view.book.handbook;
    let with = |wanted: &[Verdict]| {
        let supports = measured.supports.iter();
        let decided = supports.filter_map(|support| Some((support, support.decision?)));
        decided.filter(|(_, (_, verdict))| wanted.contains(verdict)).collect::<Vec<_>>()
    };
    let names = |links: &[LinkView]| links.iter().map(|link| link.text.as_str()).collect::<Vec<_>>().join(", ");
    let requirements = |all: &[(&crate::coverage::Support, (crate::model::EntryIx, Verdict))]| -> Vec<LinkView> {
        all.iter().map(|(support, _)| view.requirement_link(support.by)).collect()
    };
    let register = || {
        let known = handbook.register(Mapping::REGISTER);
        known.map(|(_, register)| view.path_link(&register.schema.title, &register.schema.page()))
    };
    match measured.footing() {
        Footing::Covered => (view.say("left.why.covered").to_owned(), Vec::new()),
        Footing::Met => {
            let by = requirements(&with(&[Verdict::Whole]));
            (view.tell("left.why.met-through", &[("ours", &names(&by))]), Vec::new())
        }
        Footing::Claimed => {
            let open: Vec<_> = measured.ladder.open().collect();
            let why = open.iter().map(|(_, missing)| sentence(&view.book.words.phrase(&missing.reason)));
            let why = why.collect::<Vec<_>>().join("; ");
            let mut steps: Vec<LinkView> = Vec::new();
            for link in open.iter().map(|(_, missing)| view.place(&missing.fix)) {
                if !steps.contains(&link) {
                    steps.push(link);
                }
            }
            (if why.is_empty() { view.say("left.why.claimed").to_owned() } else { format!("{why}.") }, steps)
        }
        Footing::Partly => {
            let parts = with(&[Verdict::Part]);
            let entries = parts.iter().map(|(_, (entry, _))| view.short_link(*entry));
            let places = entries.chain([view.page_link("nav.documents", PageId::Documents)]).collect();
            (view.tell("left.why.partly-met", &[("ours", &names(&requirements(&parts)))]), places)
        }
        Footing::Waiting => {
            let by = requirements(&with(&[Verdict::Whole, Verdict::Part]));
            (view.tell("left.why.waiting", &[("ours", &names(&by))]), by)
        }
        Footing::Related => {
            let ended = with(&[Verdict::Lapsed, Verdict::Unpaired]);
            if !ended.is_empty() {
                let entries: Vec<_> = ended.iter().map(|(_, (entry, _))| view.short_link(*entry)).collect();
                return (view.tell("left.why.lapsed", &[("entries", &names(&entries))]), entries);
            }
            let open = measured.supports.iter().filter(|support| support.is_open());
            let by: Vec<LinkView> = open.map(|support| view.requirement_link(support.by)).collect();
            (view.tell("left.why.related", &[("ours", &names(&by))]), register().into_iter().collect())
        }
        Footing::Nothing => {
            let key = if measured.supports.is_empty() { "left.why.nothing" } else { "left.why.refused" };
            let documents = view.page_link("nav.documents", PageId::Documents);
            (view.say(key).to_owned(), vec![documents])
        }
    }
}
