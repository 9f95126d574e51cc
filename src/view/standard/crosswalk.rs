//! What crosswalks and the organisation say about two requirements: as seen from that of the measured standard, and from ours.

use serde::Serialize;

use super::titled;
use crate::catalog::{Crosswalk, ReqIx, StandardRole};
use crate::coverage::{Measured, Support};
use crate::isms::{Mapping, Verdict};
use crate::model::{EntryIx, Subject};
use crate::pages::{left_path, own_standard_path};
use crate::site::slug;
use crate::view::footing::{first_certified, footing_badge};
use crate::view::{Badge, LinkView, View};

/// One of our requirements that concerns the same subject as another one.
#[derive(Debug, Serialize)]
pub(crate) struct SupportView {
    /// Ours.
    pub link: LinkView,
    /// How far ours is covered; `None` if it is not assessed.
    pub status: Option<Badge>,
    /// What the organisation decided about the pair; `None` if nothing.
    pub decision: Option<DecisionView>,
    /// The crosswalks that have the pair; none in a list.
    pub sources: Vec<SourceView>,
}

/// What the organisation decided about a pair.
#[derive(Debug, Serialize)]
pub(crate) struct DecisionView {
    /// Whether the organisation paired the two itself.
    pub is_own: bool,
    /// What it is worth.
    pub badge: Badge,
    /// The entry that says so.
    pub entry: LinkView,
    /// By whom, and until when, in words.
    pub note: Option<String>,
}

/// How a requirement of a measured standard stands, on its own page.
#[derive(Debug, Serialize)]
pub(crate) struct MeasuredView {
    /// The state.
    pub state: Badge,
    /// Why it has that state.
    pub why: String,
    /// What to do next; none if nothing is left.
    pub steps: Vec<LinkView>,
    /// Our requirements that concern the same subject.
    pub supports: Vec<SupportView>,
    /// An entry of the register of mappings to begin with; `None` if every pair is decided on.
    pub entry: Option<String>,
    /// The page of all that is left to do.
    pub left: LinkView,
    /// What an author writes to claim it.
    pub claim: String,
    /// The line that each page with its texts must show.
    pub attribution: Option<String>,
}

/// What one of our requirements supports in a measured standard.
#[derive(Debug, Serialize)]
pub(crate) struct ElsewhereView {
    /// The standard.
    pub standard: LinkView,
    /// Its requirements.
    pub rows: Vec<ElsewhereRow>,
}

/// A requirement of a measured standard that concerns the same subject as ours.
#[derive(Debug, Serialize)]
pub(crate) struct ElsewhereRow {
    /// Number and title.
    pub link: LinkView,
    /// The language of the title, if it is not that of the book.
    pub lang: Option<String>,
    /// How it stands; `None` if it is the heading of others.
    pub state: Option<Badge>,
    /// What the organisation decided about the pair; `None` if nothing.
    pub decision: Option<DecisionView>,
    /// The crosswalks that have the pair.
    pub sources: Vec<SourceView>,
}

/// A crosswalk that has a pair.
#[derive(Debug, Serialize)]
pub(crate) struct SourceView {
    /// Its id, by which a mapping names it.
    pub id: String,
    /// The place on the page of its standard that says whose it is.
    pub href: String,
    /// Who published it, and when.
    pub source: String,
    /// How far its pairs can be relied on.
    pub reliance: String,
}

/// Returns the supports of a requirement in a list.
pub(super) fn brief(view: &View<'_>, measured: &Measured) -> Vec<SupportView> {
    let all = measured.supports.iter();
    let brief = |support: &Support| SupportView {
        link: view.requirement_link(support.by),
        sources: Vec::new(),
        ..support_view(view, support)
    };
    all.map(brief).collect()
}

/// Returns how a requirement of a measured standard stands; `None` for any other.
pub(crate) fn measured(view: &View<'_>, ix: ReqIx) -> Option<MeasuredView> {
    let catalog = &view.book.handbook.catalog;
    let measured = view.book.coverage.measured(ix)?;
    let standard = catalog.standard_of(ix);
    let (why, steps) = super::left::next(view, measured);
    let places: [(&str, &dyn std::fmt::Display); 2] =
        [("standard", &standard.short), ("certified", &first_certified(view))];
    Some(MeasuredView {
        state: footing_badge(&view.book.words, measured.footing()),
        why,
        steps,
        supports: measured.supports.iter().map(|support| support_view(view, support)).collect(),
        entry: entry(view, measured),
        left: LinkView {
            text: view.tell("standard.left", &places),
            href: Some(left_path(&standard.id).relative_from(view.on)),
        },
        claim: catalog.requirement(ix).id.to_string(),
        attribution: standard.rights.attribution.clone(),
    })
}

/// Returns an entry that decides on the first pair of a requirement on which nobody has decided yet.
fn entry(view: &View<'_>, measured: &Measured) -> Option<String> {
    let catalog = &view.book.handbook.catalog;
    let undecided = measured.supports.iter().find(|support| support.decision.is_none() && support.is_open())?;
    let requirement = &catalog.requirement(measured.ladder.requirement).id;
    let through = catalog.label(undecided.by);
    let source = &catalog.crosswalks[*undecided.crosswalks.first()?].id;
    Some(format!(
        "[[mapping]]\nid = \"\"\ntitle = \"\"\nrequirement = \"{requirement}\"\nthrough = \"{through}\"\nsource = \"{source}\"\n\
         decision = \"\"    # confirmed, refused\nextent = \"\"      # whole, part\nreason = \"\"\nby = \"\"\non = {}\nvalid = \"12 months\"\n",
        view.book.coverage.as_of
    ))
}

fn support_view(view: &View<'_>, support: &Support) -> SupportView {
    SupportView {
        link: titled(view, support.by),
        status: support.status.map(|status| view.status(status)),
        decision: support.decision.map(|(entry, verdict)| decision(view, entry, verdict)),
        sources: support.crosswalks.iter().map(|at| source(view, *at)).collect(),
    }
}

/// Returns what one of our requirements supports in each measured standard.
pub(crate) fn elsewhere(view: &View<'_>, ours: ReqIx) -> Vec<ElsewhereView> {
    let catalog = &view.book.handbook.catalog;
    if !catalog.has_role(ours, StandardRole::Certified) {
        return Vec::new();
    }
    let all = catalog.with_role(StandardRole::Measured).map(|(at, standard)| {
        let rows = supported(view, ours, at).into_iter().map(|(ix, crosswalks)| {
            let decided = decided(view, ours, ix);
            ElsewhereRow {
                link: titled(view, ix),
                lang: catalog.requirement(ix).language.clone(),
                state: view.book.coverage.measured(ix).map(|m| footing_badge(&view.book.words, m.footing())),
                decision: decided.map(|(entry, verdict)| decision(view, entry, verdict)),
                sources: crosswalks.into_iter().map(|at| source(view, at)).collect(),
            }
        });
        let standard = view.path_link(&standard.title, &own_standard_path(&standard.id));
        ElsewhereView { standard, rows: rows.collect() }
    });
    all.filter(|standard| !standard.rows.is_empty()).collect()
}

/// Returns the requirements of a standard that are paired with ours or with what that is a part of, by a crosswalk or by the
/// organisation, each with its crosswalks.
fn supported(view: &View<'_>, ours: ReqIx, standard: usize) -> Vec<(ReqIx, Vec<usize>)> {
    let handbook = &view.book.handbook;
    let catalog = &handbook.catalog;
    let is_of = |ix: ReqIx| catalog.requirement(ix).standard == standard;
    let mut found: std::collections::BTreeMap<ReqIx, Vec<usize>> = std::collections::BTreeMap::new();
    for pair in catalog.pairs_of(ours) {
        for other in [pair.from, pair.to].into_iter().filter(|ix| is_of(*ix)) {
            let crosswalks = found.entry(other).or_default();
            if !crosswalks.contains(&pair.crosswalk) {
                crosswalks.push(pair.crosswalk);
            }
        }
    }
    for mapping in Mapping::about(handbook, Subject::Requirement(ours)) {
        if let Some(other) = mapping.requirement(handbook).filter(|ix| is_of(*ix)) {
            found.entry(other).or_default();
        }
    }
    found.into_iter().collect()
}

/// Returns what the organisation decided about a pair.
fn decided(view: &View<'_>, ours: ReqIx, other: ReqIx) -> Option<(EntryIx, Verdict)> {
    let coverage = &view.book.coverage;
    let by_support = coverage.measured(other).and_then(|measured| {
        measured.supports.iter().find(|support| support.by == ours).and_then(|support| support.decision)
    });
    by_support.or_else(|| {
        let handbook = &view.book.handbook;
        let about = Mapping::about(handbook, Subject::Requirement(other));
        let mut about = about.filter(|mapping| mapping.through(handbook) == Some(ours));
        about.next().map(|mapping| (mapping.ix, mapping.verdict(handbook, coverage.as_of)))
    })
}

fn decision(view: &View<'_>, entry: EntryIx, verdict: Verdict) -> DecisionView {
    let (key, sign, tone) = match verdict {
        Verdict::Whole => ("verdict.whole", "✓", "good"),
        Verdict::Part => ("verdict.part", "◐", "fair"),
        Verdict::Refused => ("verdict.refused", "–", "out"),
        Verdict::Lapsed => ("verdict.lapsed", "✗", "bad"),
        Verdict::Unpaired => ("verdict.unpaired", "✗", "bad"),
        Verdict::Undecided => ("verdict.undecided", "?", "open"),
    };
    let record = view.book.handbook.record(entry);
    let mapping = Mapping::of(record);
    let counted = matches!(verdict, Verdict::Whole | Verdict::Part | Verdict::Lapsed);
    let until = mapping.and_then(Mapping::until).filter(|_| counted);
    let by = record.links(Mapping::BY).first().map(|link| view.named_link(link).text);
    let note = match (by, until.map(|day| view.book.words.date(day))) {
        (Some(by), Some(until)) => Some(view.tell("verdict.by-until", &[("by", &by), ("until", &until)])),
        (Some(by), None) => Some(view.tell("verdict.by", &[("by", &by)])),
        (None, _) => None,
    };
    let holds = matches!(verdict, Verdict::Whole | Verdict::Part);
    DecisionView {
        is_own: mapping.is_some_and(Mapping::is_own),
        badge: Badge::new(view.say(key), sign, tone).until(until.filter(|_| holds)),
        entry: view.short_link(entry),
        note,
    }
}

/// Returns a crosswalk, with a link to the page of its standard.
pub(super) fn source(view: &View<'_>, crosswalk: usize) -> SourceView {
    let catalog = &view.book.handbook.catalog;
    let Crosswalk { id, standard, source, .. } = &catalog.crosswalks[crosswalk];
    let page = own_standard_path(&catalog.standards[*standard].id).relative_from(view.on);
    SourceView {
        id: id.clone(),
        href: format!("{page}#crosswalk-{}", slug(id)),
        source: source.clone(),
        reliance: reliance(view, crosswalk),
    }
}

/// Returns how far a crosswalk can be relied on, and how its requirements relate, in words.
fn reliance(view: &View<'_>, crosswalk: usize) -> String {
    let Crosswalk { confidence, relation, .. } = &view.book.handbook.catalog.crosswalks[crosswalk];
    let confidence = view.say(&format!("confidence.{}", confidence.word())).to_owned();
    match relation {
        Some(relation) => format!("{confidence}; {}", view.say(&format!("relation.{}", relation.word()))),
        None => confidence,
    }
}
