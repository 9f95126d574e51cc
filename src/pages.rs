//! The table of pages: every page that a site has once, with its address, its place in the navigation, its texts and its
//! template.
//!
//! An address is asked from here and nowhere else: [`PageId::path`] for a page of the table, a function of `path` for a
//! page of a family, such as the page of a document. A new page is a row here, a view, a template and its texts.

mod path;

pub(crate) use path::{
    DOCUMENT_LISTS, HANDBOOK_JSON, HANDBOOK_SCHEMA, INDEX, TABLES, alias_path, changes_feed_path, clause_path,
    control_path, document_path, document_stem, download_path, entry_path, feed_path, file_path, folder_path,
    history_path, is_copied, is_index, is_of_own_standard, left_path, list_path, matrix_path, own_requirement_path,
    own_soa_path, own_standard_folder, own_standard_path, own_transition_path, part_path, register_folder,
    register_path, review_path, role_calendar_path, role_path, rows_path, standard_part_path, table_of_register,
    table_of_standard, version_anchor,
};

use crate::site::SitePath;

/// Name of the file of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Template(pub &'static str);

/// Template of the pages that are made from registers, which all have one shape.
pub(crate) const REPORT: Template = Template("report.html");

/// A page that every site has once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum PageId {
    /// The start page.
    Start,
    /// All documents by kind.
    Documents,
    /// The documents that apply to everyone.
    Everyone,
    /// All roles.
    Roles,
    /// The register of terms.
    Glossary,
    /// The Statement of Applicability.
    Soa,
    /// The controls of the first standard.
    Controls,
    /// The clauses of the first standard.
    Clauses,
    /// The documented information that the standard requires.
    RequiredDocuments,
    /// The controls of the 2013 edition and where they went.
    Transition,
    /// The coverage matrices.
    Matrices,
    /// Every missing rung, in the order in which to close them.
    Gaps,
    /// Everything that supports each clause and control, on one page.
    Auditor,
    /// The sources of the facts of documents and registers, and which were found nowhere.
    Sources,
    /// All exports.
    Downloads,
    /// Issues, interested parties, law, and the scope.
    Context,
    /// The method of risk assessment, and where the risks stand.
    Risks,
    /// The risk treatment plan.
    Treatment,
    /// The accepted residual risks.
    Acceptance,
    /// Risks by category, control and asset.
    RisksBy,
    /// Assets by owner and classification.
    Assets,
    /// The objectives and how far each has come.
    Objectives,
    /// The audit programme.
    Audits,
    /// Nonconformities and corrective actions.
    Nonconformities,
    /// All management reviews.
    Reviews,
    /// The way to certification.
    Certification,
    /// Everything that falls due.
    Calendar,
    /// The changes in the documents.
    Changes,
    /// The register of evidence.
    Evidence,
    /// The register of audits.
    AuditRegister,
    /// All registers.
    Registers,
    /// The search page.
    Search,
    /// All documents on one page, to print.
    Printed,
    /// Whom to tell when something goes wrong.
    Reporting,
    /// The page for an address that does not exist.
    NotFound,
}

/// A group of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    /// Documents and roles: what employees look for.
    Handbook,
    /// The standard and how it is met. The standards that a book adds join this group.
    Standard,
    /// Matrices, gaps, and what auditors take away.
    Assurance,
    /// The processes of the management system.
    Isms,
    /// The registers.
    Registers,
}

impl Group {
    /// All groups, in the order of the navigation.
    pub(crate) const ALL: [Self; 5] = [Self::Handbook, Self::Standard, Self::Assurance, Self::Isms, Self::Registers];

    /// Returns the key of its heading.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Handbook => "nav.handbook",
            Self::Standard => "nav.standard",
            Self::Assurance => "nav.assurance",
            Self::Isms => "nav.isms",
            Self::Registers => "nav.registers",
        }
    }
}

/// A row of the table of pages. Texts are named by their keys.
#[derive(Debug)]
pub(crate) struct PageRow {
    /// The page.
    pub id: PageId,
    address: &'static str,
    /// Its group in the navigation and the text of its link there.
    pub nav: Option<(Group, &'static str)>,
    /// Its title.
    pub title: &'static str,
    /// One or two sentences that say what it shows.
    pub lead: Option<&'static str>,
    /// Words by which search finds it; `None` if search does not list it.
    pub search: Option<&'static str>,
    /// The registers that it is made from, whose own pages link to it.
    pub registers: &'static [&'static str],
    /// Its template; `None` for a register that has a place of its own in the navigation and is made like the others.
    pub template: Option<Template>,
}

/// All pages, within each group in the order of the navigation.
pub(crate) const PAGES: &[PageRow] = &[
    page(PageId::Start, "index.html", "nav.start", Template("start.html")).nav(Group::Handbook, "nav.start"),
    page(PageId::Documents, "documents/index.html", "documents.title", Template("documents.html"))
        .search("overview.documents")
        .nav(Group::Handbook, "nav.documents"),
    report(PageId::Everyone, "roles/everyone.html", "everyone.title", "everyone.lead", &[])
        .nav(Group::Handbook, "nav.everyone"),
    report(
        PageId::Roles,
        "roles/index.html",
        "roles.title",
        "roles.lead",
        &["roles", "competences", "training", "communications"],
    )
    .nav(Group::Handbook, "nav.roles"),
    register(PageId::Glossary, "registers/glossary/index.html", "nav.glossary").nav(Group::Handbook, "nav.glossary"),
    page(PageId::Soa, "soa.html", "soa.title", Template("soa.html"))
        .search("overview.soa")
        .nav(Group::Standard, "nav.soa"),
    page(PageId::Controls, "controls/index.html", "requirements.controls", Template("requirements.html"))
        .search("overview.controls")
        .nav(Group::Standard, "nav.controls"),
    page(PageId::Clauses, "clauses/index.html", "requirements.clauses", Template("requirements.html"))
        .search("overview.clauses")
        .nav(Group::Standard, "nav.clauses"),
    page(PageId::RequiredDocuments, "required-documents.html", "required.title", Template("required.html"))
        .search("overview.required")
        .nav(Group::Standard, "nav.required"),
    page(PageId::Transition, "transition-2013.html", "transition.title", Template("transition.html"))
        .search("overview.transition")
        .nav(Group::Standard, "nav.transition"),
    page(PageId::Matrices, "matrix/index.html", "matrices.title", Template("matrices.html"))
        .search("overview.matrix")
        .nav(Group::Assurance, "nav.matrix"),
    page(PageId::Gaps, "gaps.html", "gaps.title", Template("gaps.html"))
        .search("overview.gaps")
        .nav(Group::Assurance, "nav.gaps"),
    report(PageId::Auditor, "auditor.html", "auditor.title", "auditor.lead", &[]).nav(Group::Assurance, "nav.auditor"),
    report(PageId::Sources, "sources.html", "sources.title", "sources.lead", &[]).nav(Group::Assurance, "nav.sources"),
    page(PageId::Downloads, "downloads/index.html", "downloads.title", Template("downloads.html"))
        .search("downloads.lead")
        .nav(Group::Assurance, "nav.downloads"),
    report(
        PageId::Context,
        "context.html",
        "context.title",
        "context.lead",
        &["issues", "interested-parties", "interfaces", "communications", "legal-requirements"],
    )
    .nav(Group::Isms, "nav.context"),
    report(PageId::Risks, "risks/index.html", "risks.title", "risks.lead", &["risks"])
        .nav(Group::Isms, "nav.risk-assessment"),
    report(PageId::Treatment, "risks/treatment.html", "treatment.title", "treatment.lead", &["risks"]),
    report(PageId::Acceptance, "risks/acceptance.html", "acceptance.title", "acceptance.lead", &["risks"]),
    report(PageId::RisksBy, "risks/by.html", "risks-by.title", "risks-by.lead", &["risks", "assets"]),
    report(PageId::Assets, "assets.html", "asset-page.title", "asset-page.lead", &["assets"])
        .nav(Group::Isms, "nav.assets"),
    report(
        PageId::Objectives,
        "objectives.html",
        "objective-page.title",
        "objective-page.lead",
        &["objectives", "indicators", "changes"],
    )
    .nav(Group::Isms, "nav.objectives"),
    report(
        PageId::Audits,
        "audits.html",
        "audit-page.title",
        "audit-page.lead",
        &["audit-programmes", "audits", "findings"],
    )
    .nav(Group::Isms, "nav.audit-programme"),
    report(
        PageId::Nonconformities,
        "nonconformities.html",
        "nonconformities.title",
        "nonconformities.lead",
        &["findings", "actions"],
    )
    .nav(Group::Isms, "nav.nonconformities"),
    report(PageId::Reviews, "reviews/index.html", "reviews.title", "reviews.lead", &["management-reviews"])
        .nav(Group::Isms, "nav.reviews"),
    report(
        PageId::Certification,
        "certification.html",
        "certification.title",
        "certification.lead",
        &["milestones", "certificates"],
    )
    .nav(Group::Isms, "nav.certification"),
    report(PageId::Calendar, "calendar/index.html", "calendar.title", "calendar.lead", &[])
        .nav(Group::Isms, "nav.calendar"),
    page(PageId::Changes, "changes.html", "changes.title", Template("changes.html"))
        .search("changes.lead")
        .nav(Group::Isms, "nav.changes"),
    register(PageId::Evidence, "registers/evidence/index.html", "nav.evidence").nav(Group::Registers, "nav.evidence"),
    register(PageId::AuditRegister, "registers/audits/index.html", "nav.audits").nav(Group::Registers, "nav.audits"),
    page(PageId::Registers, "registers/index.html", "registers.title", Template("registers.html"))
        .search("overview.registers")
        .nav(Group::Registers, "nav.all-registers"),
    page(PageId::Search, "search.html", "search.title", Template("search.html")),
    page(PageId::Printed, "handbook.html", "printed.title", Template("printed.html")),
    page(PageId::Reporting, "reporting.html", "reporting.title", Template("reporting.html")).search("reporting.lead"),
    page(PageId::NotFound, "404.html", "not-found.title", Template("404.html")),
];

/// Starts the row of a page with a template of its own.
const fn page(id: PageId, address: &'static str, title: &'static str, template: Template) -> PageRow {
    PageRow { id, address, nav: None, title, lead: None, search: None, registers: &[], template: Some(template) }
}

/// Starts the row of a page that is made from registers. Search finds it by its lead.
const fn report(
    id: PageId,
    address: &'static str,
    title: &'static str,
    lead: &'static str,
    registers: &'static [&'static str],
) -> PageRow {
    PageRow { lead: Some(lead), search: Some(lead), registers, ..page(id, address, title, REPORT) }
}

/// Starts the row of a register that has a place of its own in the navigation.
const fn register(id: PageId, address: &'static str, title: &'static str) -> PageRow {
    PageRow { template: None, ..page(id, address, title, REPORT) }
}

impl PageId {
    /// Returns the row of the page.
    pub(crate) fn row(self) -> &'static PageRow {
        let row = &PAGES[self as usize];
        debug_assert_eq!(row.id, self, "the rows are in the order of the enum, which a test holds");
        row
    }

    /// Returns the path of the page.
    pub(crate) fn path(self) -> SitePath {
        SitePath::new(self.row().address)
    }

    /// Returns whether the page is listed in the sitemap.
    pub(crate) fn is_in_sitemap(self) -> bool {
        self != Self::NotFound
    }
}

impl PageRow {
    /// Gives the page a place in the navigation.
    const fn nav(self, group: Group, text: &'static str) -> Self {
        Self { nav: Some((group, text)), ..self }
    }

    /// Lets search find the page by these words.
    const fn search(self, words: &'static str) -> Self {
        Self { search: Some(words), ..self }
    }

    /// Returns the prefix of the paths that belong to this place in the navigation: the folder of an index, or the page.
    pub(crate) fn section(&self) -> &'static str {
        match self.address.strip_suffix("index.html") {
            Some(folder) if !folder.is_empty() => folder,
            _ => self.address,
        }
    }

    /// Returns whether this is the page at a path.
    pub(crate) fn is_at(&self, path: &SitePath) -> bool {
        self.address == path.as_str()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::PAGES;

    #[test]
    fn each_page_has_one_row_at_its_place_and_an_address_of_its_own() {
        for (at, row) in PAGES.iter().enumerate() {
            assert_eq!(row.id as usize, at, "{:?}", row.id);
        }
        let addresses: BTreeSet<&str> = PAGES.iter().map(|row| row.address).collect();
        assert_eq!(addresses.len(), PAGES.len());
    }
}
