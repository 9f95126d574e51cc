//! The coverage on the day of a review or of a certification audit: as its entry records it, else as far as the
//! documents can tell.

use jiff::civil::Date;

use super::{Fact, ReportSection, View};
use crate::coverage::{Coverage, CoverageStatus, Totals};
use crate::isms;
use crate::model::Record;

/// Returns the part of a page on the coverage of the standard on a day.
pub(super) fn section(view: &View<'_>, record: Record<'_>, day: Date) -> ReportSection {
    let section = view.report_section("reviews.coverage");
    let recorded = isms::figures(record);
    if !recorded.is_empty() {
        let fact =
            |figure: &isms::Figure<'_>| Fact { label: figure.what.to_owned(), value: figure.value.to_owned().into() };
        let facts = recorded.iter().map(fact).collect();
        return ReportSection { text: Some(view.say("recorded.by-entry").to_owned()), facts, ..section };
    }
    let then = view.book.coverage_on(day);
    let text = is_partly_unknown(&then).then(|| view.say("recorded.not-known").to_owned());
    ReportSection { text, facts: counted(view, &then), ..section }
}

/// Returns whether the documents cannot tell everything about the day.
fn is_partly_unknown(then: &Coverage) -> bool {
    then.totals(|_| true).of(CoverageStatus::NotKnown) > 0 || then.holdings.iter().any(|holding| holding.unknown)
}

fn counted(view: &View<'_>, then: &Coverage) -> Vec<Fact> {
    let decided = |ix| view.book.handbook.catalog.is_decided(ix);
    let fact = |label: &str, value: String| Fact { label: view.say(label).to_owned(), value: value.into() };
    let covered = |totals: Totals| view.progress(totals);
    vec![
        fact("reviews.controls", covered(then.totals(decided))),
        fact("reviews.clauses", covered(then.totals(|ix| !decided(ix)))),
        fact("reviews.information", view.information(then)),
    ]
}
