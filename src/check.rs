//! Checks: problems that a careful auditor would find.
//!
//! Each check has its own file. The opening comment of the file is its explanation, which `clausebook explain` prints:
//! what it finds, why, an example and the fix. [`ALL`] lists all checks.

mod apply;
mod schema;

mod absent_document;
mod acceptance_without_authority;
mod active_attachment;
mod approval_before_change;
mod approved_without_approver;
mod approved_without_date;
mod approver_is_owner;
mod asset_without_risk;
mod audit_outside_programme;
mod auditor_of_own_work;
mod broken_anchor;
mod broken_link;
mod changed_after_approval;
mod claim_without_text;
mod closed_without_effectiveness_check;
mod colliding_address;
mod common_word_term;
mod contradicting_mapping;
mod cut_table_row;
mod date_in_future;
mod dates_out_of_order;
mod disagreeing_approval;
mod disagreeing_facts;
mod document_without_control;
mod duplicate_footnote;
mod duplicate_id;
mod evidence_of_nothing;
mod excluded_but_claimed;
mod exclusion_without_justification;
mod expired_acceptance;
mod expired_exception;
mod expired_waiver;
mod finding_without_action;
mod finding_without_deadline;
mod foreign_block;
mod gap_without_action;
mod half_residual_rating;
mod heading_level_jump;
mod hidden_character;
mod idle_waiver;
mod implementation_not_required;
mod implemented_without_text;
mod incident_without_lesson;
mod incomplete_entry;
mod incomplete_history;
mod indicator_past_alarm;
mod language_without_texts;
mod lapsed_mapping;
mod lookalike_id;
mod lowered_without_control;
mod mapping_without_pair;
mod measurement_out_of_order;
mod missed_objective;
mod missing_classification;
mod missing_owner;
mod missing_required_document;
mod missing_review_date;
mod missing_version;
mod near_heading;
mod near_link;
mod objective_without_measure;
mod objective_without_plan;
mod orphan_document;
mod overdue_action;
mod overdue_control;
mod overdue_entry;
mod overdue_evaluation;
mod overdue_legal_review;
mod overdue_measurement;
mod overdue_review;
mod placeholder_text;
mod plan_without_approval;
mod planned_without_plan;
mod reason_without_source;
mod remote_file;
mod removed_approval;
mod removed_html;
mod residual_above_inherent;
mod retired_but_referenced;
mod retired_edition_id;
mod review_without_conclusion;
mod review_without_decisions;
mod risk_without_asset;
mod risk_without_treatment_date;
mod role_without_holder;
mod score_off_scale;
mod soa_without_approval;
mod soa_without_implementation;
mod stale_acceptance;
mod stale_evidence;
mod supplier_without_owner;
mod typed_total;
mod unaccepted_residual_risk;
mod unanswered_question;
mod unclosed_block;
mod unclosed_count;
mod unconfirmed_training;
mod uncovered_clause;
mod uncovered_control;
mod undecided_control;
mod undefined_footnote;
mod unentitled_approval;
mod unknown_band_role;
mod unknown_reference;
mod unknown_role;
mod unlisted_document;
mod unportable_address;
mod unpublished_file;
mod unread_attributes;
mod unread_file;
mod unrecorded_approval;
mod unused_definition;
mod unused_footnote;
mod version_approved_twice;
mod version_not_raised;
mod version_without_approval;

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::assess::Assessed;
use crate::catalog::Catalog;
use crate::config::{Config, Level};
use crate::diag::Diagnostic;
use crate::diag::reading::Reading;
use crate::diag::sarif::Rule;
use crate::model::{DocIx, Document, DocumentStatus, ResolvedReference, Subject, Text};
use crate::source::FileId;

pub use apply::apply;

/// A check.
pub struct Check {
    /// Its code in kebab-case.
    pub code: &'static str,
    /// Its default level, which book.toml can override.
    pub level: Level,
    /// The source text of its file, whose opening comment is the explanation.
    source: &'static str,
    run: Run,
}

/// The input of a check, and its function.
enum Run {
    /// Found elsewhere: by parsing, by linking, or when waivers are applied.
    Elsewhere,
    /// The rules and deadlines of schemas that name it.
    Schemas,
    /// The whole book and its coverage.
    Facts(fn(&Assessed, &mut Report)),
    /// The text of each document that is not retired, whatever else the handbook holds.
    Texts(fn(&Text, &Catalog, &Config, &mut Vec<Diagnostic>)),
}

/// Findings of the checks, each with the subject whose waiver can set it aside.
#[derive(Default)]
pub struct Report {
    findings: Vec<(Option<Subject>, Diagnostic)>,
}

impl Report {
    fn add(&mut self, about: impl Into<Option<Subject>>, mut finding: Diagnostic) {
        let about = about.into();
        if let Some(Subject::Requirement(ix)) = about {
            finding.order = ix.raw();
        }
        self.findings.push((about, finding));
    }
}

/// All checks.
pub const ALL: &[Check] = &[
    unknown_reference::CHECK,
    unknown_role::CHECK,
    broken_link::CHECK,
    broken_anchor::CHECK,
    remote_file::CHECK,
    active_attachment::CHECK,
    unpublished_file::CHECK,
    unread_file::CHECK,
    language_without_texts::CHECK,
    duplicate_id::CHECK,
    colliding_address::CHECK,
    unportable_address::CHECK,
    hidden_character::CHECK,
    lookalike_id::CHECK,
    common_word_term::CHECK,
    undecided_control::CHECK,
    soa_without_approval::CHECK,
    exclusion_without_justification::CHECK,
    excluded_but_claimed::CHECK,
    reason_without_source::CHECK,
    document_without_control::CHECK,
    implemented_without_text::CHECK,
    soa_without_implementation::CHECK,
    planned_without_plan::CHECK,
    overdue_control::CHECK,
    implementation_not_required::CHECK,
    claim_without_text::CHECK,
    retired_edition_id::CHECK,
    placeholder_text::CHECK,
    unanswered_question::CHECK,
    typed_total::CHECK,
    undefined_footnote::CHECK,
    duplicate_footnote::CHECK,
    unused_footnote::CHECK,
    unused_definition::CHECK,
    cut_table_row::CHECK,
    removed_html::CHECK,
    unclosed_block::CHECK,
    unclosed_count::CHECK,
    unread_attributes::CHECK,
    near_link::CHECK,
    near_heading::CHECK,
    heading_level_jump::CHECK,
    foreign_block::CHECK,
    orphan_document::CHECK,
    uncovered_control::CHECK,
    uncovered_clause::CHECK,
    missing_required_document::CHECK,
    overdue_review::CHECK,
    approved_without_approver::CHECK,
    approved_without_date::CHECK,
    approver_is_owner::CHECK,
    missing_version::CHECK,
    changed_after_approval::CHECK,
    version_without_approval::CHECK,
    unrecorded_approval::CHECK,
    version_approved_twice::CHECK,
    unentitled_approval::CHECK,
    disagreeing_approval::CHECK,
    approval_before_change::CHECK,
    removed_approval::CHECK,
    version_not_raised::CHECK,
    incomplete_history::CHECK,
    missing_review_date::CHECK,
    missing_classification::CHECK,
    missing_owner::CHECK,
    disagreeing_facts::CHECK,
    unlisted_document::CHECK,
    absent_document::CHECK,
    role_without_holder::CHECK,
    retired_but_referenced::CHECK,
    score_off_scale::CHECK,
    residual_above_inherent::CHECK,
    half_residual_rating::CHECK,
    lowered_without_control::CHECK,
    plan_without_approval::CHECK,
    unaccepted_residual_risk::CHECK,
    unknown_band_role::CHECK,
    risk_without_treatment_date::CHECK,
    risk_without_asset::CHECK,
    acceptance_without_authority::CHECK,
    expired_acceptance::CHECK,
    stale_evidence::CHECK,
    evidence_of_nothing::CHECK,
    incomplete_entry::CHECK,
    dates_out_of_order::CHECK,
    date_in_future::CHECK,
    overdue_entry::CHECK,
    asset_without_risk::CHECK,
    stale_acceptance::CHECK,
    expired_exception::CHECK,
    lapsed_mapping::CHECK,
    contradicting_mapping::CHECK,
    mapping_without_pair::CHECK,
    overdue_legal_review::CHECK,
    supplier_without_owner::CHECK,
    unconfirmed_training::CHECK,
    incident_without_lesson::CHECK,
    measurement_out_of_order::CHECK,
    missed_objective::CHECK,
    overdue_measurement::CHECK,
    overdue_evaluation::CHECK,
    indicator_past_alarm::CHECK,
    objective_without_plan::CHECK,
    objective_without_measure::CHECK,
    audit_outside_programme::CHECK,
    auditor_of_own_work::CHECK,
    review_without_conclusion::CHECK,
    review_without_decisions::CHECK,
    finding_without_action::CHECK,
    finding_without_deadline::CHECK,
    gap_without_action::CHECK,
    overdue_action::CHECK,
    closed_without_effectiveness_check::CHECK,
    expired_waiver::CHECK,
    idle_waiver::CHECK,
];

/// Returns whether a document of the book, or one that is left out of the site, may claim a requirement. While none does,
/// nobody has told clausebook yet what the texts are about: each check says so once.
fn has_claims(facts: &Assessed) -> bool {
    let claims = |document: &Document<ResolvedReference>| document.claims().next().is_some();
    !facts.handbook.left_out.is_empty() || facts.handbook.documents().any(|(_, document)| claims(document))
}

/// How a document says which requirements it addresses.
const HOW_TO_CLAIM: &str = "write what a document addresses into its front matter, such as `controls = [\"A.5.1\"]` or \
    `clauses = [\"5.2\"]`, or at the end of a heading: `{controls=\"A.5.1\"}`";

/// Findings in the texts of documents, for the next run with the same settings and catalogue.
#[derive(Debug, Default)]
pub struct Cache(FxHashMap<FileId, (Arc<Text>, Vec<Diagnostic>)>);

/// Runs every check that book.toml does not allow. Texts that have not changed since the last run are not read again.
pub fn run(facts: &Assessed, cache: &mut Cache) -> Report {
    let active: Vec<&Check> = ALL.iter().filter(|check| apply::level(&facts.config, check) != Level::Allow).collect();
    let mut report = Report::default();
    schema::run(facts, &active, &mut report);
    let run_check = |check: &&Check| {
        let mut report = Report::default();
        if let Run::Facts(run) = check.run {
            run(facts, &mut report);
        }
        report.findings
    };
    let documents: Vec<_> = facts
        .handbook
        .documents()
        .filter(|(_, document)| document.meta.status.value != DocumentStatus::Retired)
        .collect();
    let check_text = |(_, document): &(DocIx, &Document<ResolvedReference>)| match cache.0.get(&document.file) {
        Some((text, findings)) if Arc::ptr_eq(text, &document.text) => findings.clone(),
        _ => check_text(&document.text, &active, facts),
    };
    let of_checks = || active.par_iter().map(run_check).collect::<Vec<_>>();
    let of_texts = || documents.par_iter().map(check_text).collect::<Vec<_>>();
    let (of_checks, of_texts) = rayon::join(of_checks, of_texts);
    report.findings.extend(of_checks.into_iter().flatten());
    let texts = documents.iter().map(|(_, document)| (document.file, document.text.clone()));
    cache.0 = texts.zip(&of_texts).map(|((file, text), findings)| (file, (text, findings.clone()))).collect();
    for ((ix, _), findings) in documents.iter().zip(of_texts) {
        report.findings.extend(findings.into_iter().map(|finding| (Some(Subject::Document(*ix)), finding)));
    }
    report
}

/// Runs the checks of texts on the text of one document.
fn check_text(text: &Text, active: &[&Check], facts: &Assessed) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for check in active {
        if let Run::Texts(run) = check.run {
            run(text, &facts.handbook.catalog, &facts.config, &mut findings);
        }
    }
    findings
}

/// Returns whether a check has that code. Problems of reading have other codes.
pub fn is_check(code: &str) -> bool {
    ALL.iter().any(|check| check.code == code)
}

/// Returns all checks with their levels in a book, and the problems of reading, as SARIF describes them.
pub fn rules(config: Option<&Config>) -> Vec<Rule> {
    let rule = |check: &Check| Rule {
        code: check.code,
        explanation: check.explanation(),
        severity: config.map_or(check.level, |config| check.level_in(config)).severity(),
    };
    let reading = Reading::all().iter().map(|reading| Rule {
        code: reading.code,
        explanation: reading.explanation.to_owned(),
        severity: match config.and_then(|config| config.checks.level(reading.code)) {
            Some(level) => level.severity(),
            None => Some(reading.severity),
        },
    });
    ALL.iter().map(rule).chain(reading).collect()
}

impl Check {
    /// Returns its level in a book.
    pub fn level_in(&self, config: &Config) -> Level {
        apply::level(config, self)
    }

    /// Returns what it means, why, an example and how to fix it, in Markdown.
    pub fn explanation(&self) -> String {
        let comment = self.source.lines().map_while(|line| line.strip_prefix("//!"));
        let lines: Vec<&str> = comment.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        lines.join("\n")
    }
}
