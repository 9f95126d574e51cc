//! Lists that may be too long for one page: their pages, those of what rows have in common, and the file of all rows.

use super::table::ROWS_TO_FILTER;
use super::{CountLink, LinkView, Table, View, filtered};
use crate::pages::{list_path, part_path, rows_path};
use crate::site::SitePath;

/// Maximum number of rows on a page of a list.
pub(super) const ON_A_PAGE: usize = 500;

/// What rows of a list have in common: the key of a column or `kind`, and a word that is the same in every language.
pub(crate) type Tag = (&'static str, &'static str);

/// The rows of a list that a page shows; by default the first of all rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Slice {
    /// What they have in common; `None` on the pages of the whole list.
    pub tag: Option<Tag>,
    /// The number of the page, from 0.
    pub part: usize,
}

/// A list: the addresses of its pages, and what each of its rows has in common with others.
#[derive(Debug)]
pub(crate) struct List {
    /// Its first page.
    pub first: SitePath,
    /// The folder of its other pages.
    pub folder: String,
    /// The tags of each row.
    pub rows: Vec<Vec<Tag>>,
}

impl List {
    /// Returns whether it has more rows than a page holds.
    pub(crate) fn is_long(&self) -> bool {
        self.rows.len() > ON_A_PAGE
    }

    /// Returns the path of the file with all rows, which a long list has.
    pub(crate) fn rows_path(&self) -> SitePath {
        rows_path(&self.folder)
    }

    /// Returns the pages of a long list after the first one.
    pub(crate) fn further_pages(&self) -> Vec<(SitePath, Slice)> {
        if !self.is_long() {
            return Vec::new();
        }
        let whole = self.slices(None).skip(1);
        let slices = whole.chain(self.tags().into_iter().flat_map(|tag| self.slices(Some(tag))));
        slices.map(|slice| (self.path(slice), slice)).collect()
    }

    /// Returns the table of a page, where `of` makes the table of the rows at some places. The first page has what a reader
    /// filters the whole list by.
    pub(super) fn table(&self, view: &View<'_>, slice: Slice, of: impl Fn(&[usize]) -> Table) -> Table {
        if slice != Slice::default() {
            let places: Vec<usize> = self.with(slice.tag).skip(slice.part * ON_A_PAGE).take(ON_A_PAGE).collect();
            return of(&places);
        }
        let mut table = self.whole(of).filtered();
        if self.is_long() {
            table.cut(ON_A_PAGE);
            table.all_rows = Some(self.rows_path().relative_from(view.on));
        }
        table
    }

    /// Returns the table of all rows.
    pub(super) fn whole(&self, of: impl Fn(&[usize]) -> Table) -> Table {
        of(&(0..self.rows.len()).collect::<Vec<_>>())
    }

    /// Returns links to the pages of a slice that has several, each named by the places of its rows.
    pub(super) fn parts(&self, view: &View<'_>, slice: Slice) -> Vec<LinkView> {
        let count = self.with(slice.tag).count();
        let paths: Vec<SitePath> = self.slices(slice.tag).map(|slice| self.path(slice)).collect();
        part_links(view, &paths, count)
    }

    /// Returns the numbers of rows that have each of some tags, which have texts, as links to the rows: to pages of a long
    /// list, of which the current one has no address, else to the filtered table. A list that is too short for filters has none.
    pub(super) fn counts(&self, view: &View<'_>, tags: impl IntoIterator<Item = (Tag, String)>) -> Vec<CountLink> {
        let count = |(tag, text): (Tag, String)| {
            let page = self.path(Slice { tag: self.is_long().then_some(tag), part: 0 });
            let other = (page != *view.on).then(|| page.relative_from(view.on));
            let href = if self.is_long() { other } else { Some(other.unwrap_or_default() + &filtered(tag.0, &text)) };
            CountLink { link: LinkView { text, href }, count: self.with(Some(tag)).count() }
        };
        if self.rows.len() < ROWS_TO_FILTER { Vec::new() } else { tags.into_iter().map(count).collect() }
    }

    /// Returns the tags of its rows, each once, in the order of their first rows.
    fn tags(&self) -> Vec<Tag> {
        let mut tags = Vec::new();
        for tag in self.rows.iter().flatten() {
            if !tags.contains(tag) {
                tags.push(*tag);
            }
        }
        tags
    }

    fn with(&self, tag: Option<Tag>) -> impl Iterator<Item = usize> + '_ {
        let all = self.rows.iter().enumerate();
        all.filter(move |(_, tags)| tag.is_none_or(|tag| tags.contains(&tag))).map(|(at, _)| at)
    }

    fn slices(&self, tag: Option<Tag>) -> impl Iterator<Item = Slice> + use<> {
        (0..self.with(tag).count().div_ceil(ON_A_PAGE).max(1)).map(move |part| Slice { tag, part })
    }

    fn path(&self, slice: Slice) -> SitePath {
        match slice {
            Slice { tag: None, part: 0 } => self.first.clone(),
            Slice { tag: None, part } => list_path(&self.folder, "part", &(part + 1).to_string()),
            Slice { tag: Some((what, word)), part } => {
                let first = list_path(&self.folder, what, word);
                if part == 0 { first } else { part_path(&first, part + 1) }
            }
        }
    }
}

/// Returns links to the pages of a list that has several, each named by the places of its rows; the current one has no
/// address.
pub(super) fn part_links(view: &View<'_>, paths: &[SitePath], count: usize) -> Vec<LinkView> {
    let link = |(part, path): (usize, &SitePath)| LinkView {
        text: format!("{}–{}", part * ON_A_PAGE + 1, count.min((part + 1) * ON_A_PAGE)),
        href: (path != view.on).then(|| path.relative_from(view.on)),
    };
    if paths.len() > 1 { paths.iter().enumerate().map(link).collect() } else { Vec::new() }
}
