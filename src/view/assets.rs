//! Assets: by owner and classification, and those that no risk considers.

use std::collections::BTreeMap;

use super::{ReportCell, ReportSection, View};
use crate::isms::{self, Asset, Risk};
use crate::model::{EntryIx, Subject};

/// Returns the assets that no risk considers, then all assets by owner, then by classification.
pub(super) fn sections(view: &View<'_>) -> Vec<ReportSection> {
    let (mut owners, mut classes, mut bare) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
    for asset in Asset::all(&view.book.handbook) {
        let ix = asset.ix;
        let owner = isms::owner(*asset).map(|role| role.text.clone()).unwrap_or_default();
        owners.entry((owner.is_empty(), owner)).or_insert_with(Vec::new).push(ix);
        let class = asset.text(Asset::CLASSIFICATION).unwrap_or_default().to_lowercase();
        classes.entry(class).or_insert_with(Vec::new).push(ix);
        if Risk::about(&view.book.handbook, Subject::Entry(ix)).next().is_none() {
            bare.push(ix);
        }
    }
    let columns =
        ["asset", "kind", "owner", "classification", "confidentiality#", "integrity#", "availability#", "risks"];
    let rows = |assets: &[EntryIx]| assets.iter().map(|ix| asset_row(view, *ix)).collect::<Vec<_>>();
    let bare = view.table_section("asset-page.bare", &columns, rows(&bare), "asset-page.none-bare");
    let group = |name: &str, assets: Vec<EntryIx>| {
        let name = if name.is_empty() { view.say("report.not-given") } else { name };
        vec![super::sentence(name).into(), assets.len().into(), view.many(assets)]
    };
    let owners = owners.into_iter().map(|((_, owner), assets)| group(&owner, assets)).collect();
    let classes = classes.into_iter().map(|(class, assets)| group(&class, assets)).collect();
    let all: Vec<EntryIx> = Asset::all(&view.book.handbook).map(|asset| asset.ix).collect();
    vec![
        bare,
        view.table_section("asset-page.owners", &["owner", "count#", "assets"], owners, "asset-page.none"),
        view.table_section("asset-page.classes", &["classification", "count#", "assets"], classes, "asset-page.none"),
        view.table_section("asset-page.all", &columns, rows(&all), "asset-page.none"),
    ]
}

fn asset_row(view: &View<'_>, ix: EntryIx) -> Vec<ReportCell> {
    let asset = view.book.handbook.record(ix);
    let risks = view.book.handbook.entries_about(Subject::Entry(ix), Risk::REGISTER);
    let mut row = vec![view.entry_link(ix).into()];
    let fields = [
        Asset::KIND,
        Asset::OWNER,
        Asset::CLASSIFICATION,
        Asset::CONFIDENTIALITY,
        Asset::INTEGRITY,
        Asset::AVAILABILITY,
    ];
    row.extend(fields.map(|field| view.cell_of(asset, field)));
    row.push(view.many(risks));
    row
}
