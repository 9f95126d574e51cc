//! The entry that records an approval.

use jiff::civil::Date;

use super::binding::{Binding, Bindings, is_lower, version};
use super::digest::{Digests, digests};
use crate::config::Config;
use crate::diag::did_you_mean;
use crate::isms::{Approval, ApprovalOf, Role};
use crate::model::{DocumentStatus, EntryIx, Handbook, Subject};
use crate::site::slug;
use crate::source::Sources;
use crate::value::quoted;

/// An approval to be recorded.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The subject: the id of a document or its path below the content folder, `soa` or `treatment-plan`.
    pub what: &'a str,
    /// The id of the role that approves.
    pub by: &'a str,
    /// The day.
    pub on: Date,
    /// The reason of a minor change; `None` if a version is approved.
    pub minor: Option<&'a str>,
}

/// An approval that can be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recording {
    /// It is not yet recorded: what is approved, by its title and version, and the entry for it as TOML.
    New(String, String),
    /// The same text is already approved by this entry.
    Known(EntryIx),
}

/// Reason for which an approval cannot be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The reason.
    pub message: String,
    /// The remedy.
    pub help: String,
}

impl Refusal {
    fn new(message: String, help: impl Into<String>) -> Self {
        Self { message, help: help.into() }
    }
}

/// A book on the day on which approvals are recorded in it.
#[derive(Debug, Clone, Copy)]
pub struct BookToday<'a> {
    /// The book.
    pub handbook: &'a Handbook,
    /// Its settings.
    pub config: &'a Config,
    /// The approvals that it has.
    pub bindings: &'a Bindings,
    /// Its files.
    pub sources: &'a Sources,
    /// The day up to which its files tell what happened.
    pub today: Date,
}

impl<'a> BookToday<'a> {
    /// Returns the entry that records an approval of something as it is now.
    ///
    /// # Errors
    /// If there is no such document or role, the role may not approve it, the day is still to come, or the document is not in a
    /// state in which a version of it can be approved.
    pub fn record(self, request: Request<'_>) -> Result<Recording, Refusal> {
        let of = self.find(request.what)?;
        self.check_role(request.by, of)?;
        if request.on > self.today {
            let message = format!("{} is still to come: today is {}", request.on, self.today);
            return Err(Refusal::new(message, "give the day of the approval with `--on`"));
        }
        if request.minor.is_some_and(|reason| reason.trim().is_empty() || reason.contains(char::is_control)) {
            let message = "the reason of a minor change is a sentence on one line".to_owned();
            return Err(Refusal::new(message, "say with `--minor` what changed, and why it needs no new version"));
        }
        let title = self.title(of);
        let version = self.version(of, &title)?;
        if let Some(known) = self.check_version(of, request, version, &title)? {
            return Ok(Recording::Known(known));
        }
        self.check_order(of, request.on)?;
        let named = version.map_or_else(|| title.clone(), |version| format!("{title} {version}"));
        Ok(Recording::New(named.clone(), self.entry(of, request, version, &named)))
    }

    fn find(self, what: &str) -> Result<ApprovalOf, Refusal> {
        match what {
            ApprovalOf::SOA => return Ok(ApprovalOf::Soa),
            ApprovalOf::TREATMENT_PLAN => return Ok(ApprovalOf::TreatmentPlan),
            _ => {}
        }
        let path = self.config.inside_content(what);
        let by_path = self.handbook.documents().find(|(_, document)| document.path == path).map(|(ix, _)| ix);
        let by_id = || match self.handbook.find(what) {
            Some(Subject::Document(ix)) => Some(ix),
            _ => None,
        };
        by_path.or_else(by_id).map(ApprovalOf::Document).ok_or_else(|| {
            let ids = self.handbook.documents().map(|(_, document)| document.meta.id.value.as_str());
            let help = match did_you_mean(what, ids) {
                Some(known) => format!("did you mean `{known}`?"),
                None => "give the id of a document, its path, `soa` or `treatment-plan`".to_owned(),
            };
            Refusal::new(format!("there is no document `{what}`"), help)
        })
    }

    fn check_role(self, by: &str, of: ApprovalOf) -> Result<(), Refusal> {
        let mut roles = Role::all(self.handbook).map(|role| role.id());
        if !roles.any(|role| role == by) {
            let known = did_you_mean(by, Role::all(self.handbook).map(|role| role.id()));
            let help = known.map_or_else(
                || "give the id of a role in the register of roles".to_owned(),
                |known| format!("did you mean `{known}`?"),
            );
            return Err(Refusal::new(format!("there is no role `{by}`"), help));
        }
        let rules = &self.config.approvals;
        let what = of.word(self.handbook);
        if !rules.may_approve(what, by) {
            let entitled = rules.by[what].iter().map(|role| format!("`{}`", role.value)).collect::<Vec<_>>().join(", ");
            let message =
                format!("`{by}` may not approve {}: `[approvals.by]` gives `{what}` to {entitled}", self.title(of));
            return Err(Refusal::new(message, "have it approved by one of these"));
        }
        Ok(())
    }

    fn title(self, of: ApprovalOf) -> String {
        match of {
            ApprovalOf::Document(ix) => self.handbook.document(ix).plain_title().to_owned(),
            ApprovalOf::Soa => "Statement of Applicability".to_owned(),
            ApprovalOf::TreatmentPlan => "Risk treatment plan".to_owned(),
        }
    }

    /// Returns the version to be approved; `None` for the treatment plan, which has none.
    fn version(self, of: ApprovalOf, title: &str) -> Result<Option<&'a str>, Refusal> {
        if let ApprovalOf::Document(ix) = of {
            let document = self.handbook.document(ix);
            let status = document.meta.status.value;
            if status != DocumentStatus::Approved {
                let message = format!("{title} is not approved: its status is `{}`", status.word());
                return Err(Refusal::new(
                    message,
                    "set its status to `approved` first; the status is not part of the text",
                ));
            }
        }
        let version = version(self.handbook, self.config, of);
        if version.is_none() && of != ApprovalOf::TreatmentPlan {
            let help =
                if of == ApprovalOf::Soa { "add `version` to `[soa]` in book.toml" } else { "add `version` to it" };
            return Err(Refusal::new(format!("{title} has no version"), help));
        }
        Ok(version)
    }

    /// Returns the approval that is recorded of the same text, and refuses one of another text with the same version.
    fn check_version(
        self,
        of: ApprovalOf,
        request: Request<'_>,
        version: Option<&str>,
        title: &str,
    ) -> Result<Option<EntryIx>, Refusal> {
        let minor = request.minor.is_some();
        match self.bindings.on(self.handbook, self.config, of, self.today) {
            Binding::Bound(known) => return Ok(Some(known)),
            Binding::Changed(_) if minor || of == ApprovalOf::TreatmentPlan => return Ok(None),
            Binding::Changed(last) => {
                let on = Approval::of(self.handbook.record(last)).and_then(Approval::on);
                let message = format!(
                    "{title} {} was approved{} with another text",
                    version.unwrap_or_default(),
                    on.map_or_else(String::new, |on| format!(" on {on}"))
                );
                let help = "raise its version, or record a minor change with `--minor REASON`";
                return Err(Refusal::new(message, help));
            }
            Binding::OtherVersion(last) => {
                let before = Approval::of(self.handbook.record(last)).and_then(Approval::version);
                if is_lower(version, before) {
                    let [version, before] = [version, before].map(Option::unwrap_or_default);
                    let message = format!("{title} has version {version}, and {before} is approved already");
                    return Err(Refusal::new(message, "versions go up: raise it"));
                }
            }
            Binding::NotBound => {}
        }
        if minor {
            let message = format!(
                "no approval of {title} {} is recorded that a minor change could be one to",
                version.unwrap_or_default()
            );
            return Err(Refusal::new(message.replace("  ", " "), "approve the version, without `--minor`"));
        }
        Ok(None)
    }

    /// Refuses an approval that would be older than one that is recorded, so that it would not count.
    fn check_order(self, of: ApprovalOf, on: Date) -> Result<(), Refusal> {
        let recorded = self.bindings.recorded(self.handbook, of).into_iter();
        let newest = recorded.filter_map(|ix| Approval::of(self.handbook.record(ix))).next_back();
        match newest.and_then(|newest| Some((newest.id(), newest.on()?))) {
            Some((id, day)) if day > on && day <= self.today => {
                let message = format!("an approval of {on} would not count: {id} is of {day}");
                Err(Refusal::new(message, "give the day on which this text was approved with `--on`"))
            }
            _ => Ok(()),
        }
    }

    /// Returns the entry as TOML.
    fn entry(self, of: ApprovalOf, request: Request<'_>, version: Option<&str>, named: &str) -> String {
        let Digests { whole, text } = digests(self.handbook, self.sources, of);
        let subject = match of {
            ApprovalOf::Document(ix) => (Approval::DOCUMENT, self.handbook.document(ix).meta.id.value.as_str()),
            ApprovalOf::Soa => (Approval::OF, ApprovalOf::SOA),
            ApprovalOf::TreatmentPlan => (Approval::OF, ApprovalOf::TREATMENT_PLAN),
        };
        let kind = request.minor.map(|_| Approval::MINOR);
        let head =
            self.handbook.register(Approval::REGISTER).map_or("approval", |(_, register)| &register.schema.singular);
        let id = self.new_id(subject.1, version, request);
        let day = request.on.to_string();
        let lines = [
            ("id", Some(quoted(&id))),
            ("title", Some(quoted(named))),
            (subject.0, Some(quoted(subject.1))),
            (Approval::KIND, kind.map(quoted)),
            (Approval::REASON, request.minor.map(quoted)),
            (Approval::VERSION, version.map(quoted)),
            (Approval::BY, Some(quoted(request.by))),
            (Approval::ON, Some(day)),
            (Approval::DIGEST, Some(quoted(&whole))),
            (Approval::TEXT, text.as_deref().map(quoted)),
        ];
        let lines = lines.into_iter().filter_map(|(key, value)| Some(format!("{key} = {}\n", value?)));
        std::iter::once(format!("[[{head}]]\n")).chain(lines).collect()
    }

    /// Returns an id that no entry has: what is approved, with its version or the day.
    fn new_id(self, subject: &str, version: Option<&str>, request: Request<'_>) -> String {
        let version = version.map_or_else(|| request.on.to_string(), str::to_owned);
        let minor = if request.minor.is_some() { "-minor" } else { "" };
        let first = slug(&format!("{subject}-{version}{minor}"));
        let mut ids = std::iter::once(first.clone()).chain((2..).map(|nth| format!("{first}-{nth}")));
        ids.find(|id| self.handbook.find(id).is_none()).unwrap_or(first)
    }
}
