//! The vocabulary of the corpus, and the patterns of its sentences.
//!
//! Slots are written as `@…@`; [`super::writer::Writer`] fills them. The lists have several words on a line, which
//! rustfmt would change.

/// Subjects of documents; with [`SCOPES`] they form the titles.
#[rustfmt::skip]
pub(super) const TOPICS: &[&str] = &[
    "Access control", "Acceptable use", "Asset management", "Audit trails", "Backup", "Capacity",
    "Change management", "Classification", "Clear desk", "Configuration", "Continuity", "Cryptography",
    "Data retention", "Deletion", "Disposal", "Endpoint protection", "Incident response", "Key management",
    "Labelling", "Least privilege", "Logging", "Malware protection", "Monitoring", "Network security",
    "Onboarding", "Password management", "Patching", "Physical security", "Privacy", "Records",
    "Release management", "Remote working", "Risk assessment", "Screening", "Secure coding",
    "Segregation of duties", "Supplier security", "Threat intelligence", "Vulnerability management",
    "Web filtering",
];

/// Scopes of documents.
#[rustfmt::skip]
pub(super) const SCOPES: &[&str] = &[
    "administrators", "archives", "branch offices", "build systems", "cloud services", "contractors",
    "customer data", "databases", "development", "finance systems", "guests", "laptops", "laboratories",
    "legacy systems", "mail", "mobile devices", "payment data", "personal data", "production", "remote sites",
    "servers", "source code", "suppliers", "test systems", "workshops",
];

/// Titles of sections, and their anchors.
pub(super) const HEADINGS: &[(&str, &str)] = &[
    ("Scope", "scope"),
    ("Rules for everybody", "rules"),
    ("Who does what", "duties"),
    ("Approval and exceptions", "exceptions"),
    ("Joiners, movers and leavers", "leavers"),
    ("Reviews", "reviews"),
    ("Handling and storage", "handling"),
    ("Technical measures", "measures"),
    ("Suppliers and partners", "suppliers"),
    ("When something goes wrong", "incidents"),
    ("Training and awareness", "training"),
    ("Monitoring and alerts", "monitoring"),
    ("Changes to the service", "changes"),
    ("Keys and secrets", "secrets"),
    ("Copies and restores", "restores"),
    ("Premises and equipment", "premises"),
    ("Testing", "testing"),
    ("Deadlines and escalation", "deadlines"),
    ("Separation of environments", "environments"),
];

/// Actors.
#[rustfmt::skip]
pub(super) const ROLES: &[&str] = &[
    "the system owner", "the line manager", "the security lead", "the IT lead", "each employee",
    "the service desk", "the asset owner", "the platform team", "the risk owner", "the people team",
    "the duty engineer", "the supplier", "every contractor", "the internal auditor", "the change board",
    "the data protection officer", "the approver", "the incident lead", "the release manager",
    "the finance lead", "the office manager", "the product owner", "the development team",
    "the person on call", "the process owner", "the legal counsel", "the receptionist", "the project lead",
];

/// Actions: plain form, third person, participle.
#[rustfmt::skip]
pub(super) const VERBS: &[(&str, &str, &str)] = &[
    ("approve", "approves", "approved"), ("review", "reviews", "reviewed"), ("record", "records", "recorded"),
    ("check", "checks", "checked"), ("update", "updates", "updated"), ("report", "reports", "reported"),
    ("remove", "removes", "removed"), ("confirm", "confirms", "confirmed"),
    ("document", "documents", "documented"), ("test", "tests", "tested"),
    ("monitor", "monitors", "monitored"), ("protect", "protects", "protected"),
    ("assess", "assesses", "assessed"), ("grant", "grants", "granted"), ("revoke", "revokes", "revoked"),
    ("archive", "archives", "archived"), ("encrypt", "encrypts", "encrypted"),
    ("delete", "deletes", "deleted"), ("classify", "classifies", "classified"),
    ("label", "labels", "labelled"), ("restrict", "restricts", "restricted"),
    ("verify", "verifies", "verified"), ("sign", "signs", "signed"), ("escalate", "escalates", "escalated"),
    ("register", "registers", "registered"), ("inspect", "inspects", "inspected"),
    ("compare", "compares", "compared"), ("publish", "publishes", "published"),
    ("renew", "renews", "renewed"), ("withdraw", "withdraws", "withdrawn"),
    ("replace", "replaces", "replaced"), ("measure", "measures", "measured"),
    ("collect", "collects", "collected"), ("disable", "disables", "disabled"),
    ("isolate", "isolates", "isolated"), ("restore", "restores", "restored"),
    ("rotate", "rotates", "rotated"), ("sample", "samples", "sampled"),
    ("schedule", "schedules", "scheduled"), ("store", "stores", "stored"), ("reject", "rejects", "rejected"),
    ("correct", "corrects", "corrected"), ("analyse", "analyses", "analysed"),
    ("destroy", "destroys", "destroyed"), ("return", "returns", "returned"),
    ("segregate", "segregates", "segregated"), ("accept", "accepts", "accepted"),
    ("allocate", "allocates", "allocated"), ("amend", "amends", "amended"),
    ("announce", "announces", "announced"), ("assign", "assigns", "assigned"),
    ("attach", "attaches", "attached"), ("audit", "audits", "audited"),
    ("authorise", "authorises", "authorised"), ("block", "blocks", "blocked"),
    ("calculate", "calculates", "calculated"), ("cancel", "cancels", "cancelled"),
    ("change", "changes", "changed"), ("clean", "cleans", "cleaned"), ("close", "closes", "closed"),
    ("configure", "configures", "configured"), ("connect", "connects", "connected"),
    ("control", "controls", "controlled"), ("deliver", "delivers", "delivered"),
    ("describe", "describes", "described"), ("detect", "detects", "detected"),
    ("display", "displays", "displayed"), ("enforce", "enforces", "enforced"), ("enter", "enters", "entered"),
    ("estimate", "estimates", "estimated"), ("evaluate", "evaluates", "evaluated"),
    ("examine", "examines", "examined"), ("expand", "expands", "expanded"), ("export", "exports", "exported"),
    ("file", "files", "filed"), ("filter", "filters", "filtered"), ("forward", "forwards", "forwarded"),
    ("handle", "handles", "handled"), ("identify", "identifies", "identified"),
    ("import", "imports", "imported"), ("improve", "improves", "improved"),
    ("install", "installs", "installed"), ("investigate", "investigates", "investigated"),
    ("issue", "issues", "issued"), ("launch", "launches", "launched"), ("limit", "limits", "limited"),
    ("list", "lists", "listed"), ("load", "loads", "loaded"), ("lock", "locks", "locked"),
    ("maintain", "maintains", "maintained"), ("mark", "marks", "marked"), ("match", "matches", "matched"),
    ("merge", "merges", "merged"), ("migrate", "migrates", "migrated"), ("mirror", "mirrors", "mirrored"),
    ("name", "names", "named"), ("note", "notes", "noted"), ("number", "numbers", "numbered"),
    ("order", "orders", "ordered"), ("pack", "packs", "packed"), ("patch", "patches", "patched"),
    ("plan", "plans", "planned"), ("prepare", "prepares", "prepared"), ("preserve", "preserves", "preserved"),
    ("print", "prints", "printed"), ("rank", "ranks", "ranked"), ("receive", "receives", "received"),
    ("recover", "recovers", "recovered"), ("reduce", "reduces", "reduced"),
    ("release", "releases", "released"), ("rename", "renames", "renamed"), ("repair", "repairs", "repaired"),
    ("repeat", "repeats", "repeated"), ("request", "requests", "requested"),
    ("rescan", "rescans", "rescanned"), ("reserve", "reserves", "reserved"), ("reset", "resets", "reset"),
    ("resolve", "resolves", "resolved"), ("retain", "retains", "retained"), ("retire", "retires", "retired"),
    ("secure", "secures", "secured"), ("select", "selects", "selected"),
    ("separate", "separates", "separated"), ("settle", "settles", "settled"), ("share", "shares", "shared"),
    ("simplify", "simplifies", "simplified"), ("split", "splits", "split"), ("stamp", "stamps", "stamped"),
    ("summarise", "summarises", "summarised"), ("support", "supports", "supported"),
    ("suspend", "suspends", "suspended"), ("tag", "tags", "tagged"), ("trace", "traces", "traced"),
    ("track", "tracks", "tracked"), ("train", "trains", "trained"), ("transfer", "transfers", "transferred"),
    ("unlock", "unlocks", "unlocked"), ("upgrade", "upgrades", "upgraded"),
    ("validate", "validates", "validated"), ("visit", "visits", "visited"), ("watch", "watches", "watched"),
    ("weigh", "weighs", "weighed"), ("wipe", "wipes", "wiped"),
];

/// Adjectives.
#[rustfmt::skip]
pub(super) const ADJECTIVES: &[&str] = &[
    "documented", "current", "approved", "privileged", "temporary", "critical", "shared", "external",
    "internal", "confidential", "personal", "outdated", "remote", "central", "open", "unused", "encrypted",
    "sensitive", "known", "failed", "weekly", "yearly", "quarterly", "new", "mobile", "public", "local",
    "urgent", "planned", "physical", "technical", "contractual", "legal", "automatic", "manual", "recent",
    "late", "complete", "unusual", "redundant", "dormant", "untested", "inherited", "sealed", "portable",
    "virtual", "offline", "residual", "formal", "signed", "broken", "cheap", "common", "costly", "damaged",
    "dated", "doubtful", "early", "empty", "exact", "foreign", "former", "full", "hidden", "incomplete",
    "lasting", "leased", "minor", "missing", "monthly", "narrow", "numbered", "older", "pending", "printed",
    "private", "proven", "rare", "regional", "regular", "seasonal", "separate", "simple", "single", "slow",
    "spare", "stable", "strict", "unknown", "unread", "unsigned", "visible", "whole", "wide", "written",
];

/// Nouns that come before another noun.
#[rustfmt::skip]
pub(super) const AREAS: &[&str] = &[
    "access", "change", "risk", "incident", "backup", "supplier", "asset", "audit", "key", "log", "network",
    "data", "service", "system", "release", "identity", "training", "recovery", "test", "password",
    "customer", "configuration", "device", "contract", "patch", "laptop", "server", "firewall", "badge",
    "build", "capacity", "certificate", "cloud", "continuity", "database", "deletion", "delivery",
    "deployment", "disposal", "emergency", "encryption", "endpoint", "equipment", "exception", "gateway",
    "guest", "handover", "interface", "leaver", "licence", "mail", "maintenance", "malware", "monitoring",
    "office", "payment", "privacy", "production", "project", "repository", "restore", "retention", "role",
    "scan", "screening", "session", "site", "storage", "threat", "token", "travel", "visitor",
    "vulnerability", "warranty", "workshop", "archive", "cabling", "printer", "alarm", "budget",
];

/// Nouns; all of them form their plural with an s.
#[rustfmt::skip]
pub(super) const OBJECTS: &[&str] = &[
    "request", "register", "review", "report", "record", "plan", "ticket", "list", "rule", "schedule",
    "owner", "approval", "test", "file", "assessment", "note", "procedure", "agreement", "account",
    "baseline", "calendar", "checklist", "contact", "decision", "diagram", "drill", "folder", "form",
    "forecast", "gap", "group", "handbook", "incident", "inspection", "key", "log", "map", "meeting",
    "method", "minute", "notice", "objective", "order", "overview", "package", "path", "profile", "programme",
    "proposal", "queue", "response", "result", "route", "sample", "scan", "score", "setting", "sheet",
    "standard", "statement", "survey", "table", "template", "threshold", "tool", "trail", "window",
    "workflow", "budget", "chart", "draft", "estimate", "event", "fault", "invoice", "label", "letter",
    "lock", "measure", "message", "milestone", "option", "panel", "permit", "question", "receipt", "role",
    "signature", "step", "target", "version", "warning",
];

/// Countable things.
#[rustfmt::skip]
pub(super) const PLURALS: &[&str] = &[
    "accounts", "systems", "records", "laptops", "changes", "copies", "suppliers", "incidents", "logs",
    "keys", "documents", "risks", "rights", "devices", "backups", "networks", "servers", "services",
    "exceptions", "findings", "alerts", "passwords", "contracts", "visitors", "applications", "databases",
    "certificates", "patches", "vulnerabilities", "releases", "secrets", "storage media", "printouts",
    "screens", "cables", "cabinets", "meeting rooms", "phones", "customer files", "archives", "mailboxes",
    "repositories", "interfaces", "environments", "images", "tokens", "badges", "deliveries", "containers",
    "libraries", "workstations", "invoices", "drawings", "prototypes", "gauges", "samples", "sensors",
    "cameras", "doors", "parcels", "contractors", "guests", "volumes", "snapshots", "pipelines", "branches",
    "secrets of customers", "sessions", "domains", "subnets", "routers",
];

/// Deadlines and frequencies.
pub(super) const TIMES: &[&str] = &[
    "within @n@ working days",
    "once a quarter",
    "at least once a year",
    "before the end of the month",
    "on the same day",
    "within @n@ hours",
    "each Monday",
    "after every @area@ change",
    "before the next @area@ review",
    "within one hour",
    "twice a year",
    "on the first working day of the quarter",
    "before work begins",
    "as soon as it is known",
    "within @n@ days",
    "at the latest two weeks before the @area@ audit",
    "during the @area@ @object@",
    "without delay",
    "every six months",
    "in the week after the @object@",
    "by 17:30 on the last day",
    "at each start of a project",
    "when the @area@ contract is signed",
    "each night",
    "in January and in July",
    "before access is given",
    "at the end of the @area@ exercise",
    "every @n@ days",
    "before the @things@ leave the building",
    "together with the @area@ @object@",
    "until the @thing@ is complete",
    "in the second half of the year",
];

/// Places.
pub(super) const PLACES: &[&str] = &[
    "in the ticket system",
    "in the @area@ register",
    "at the primary site",
    "in the document store",
    "in the identity provider",
    "in the @area@ record",
    "at the reception",
    "in the password manager",
    "in a locked cabinet",
    "on the company network",
    "in the @area@ console",
    "in the second region",
    "in the supplier file",
    "on managed devices",
    "in the source repository",
    "in the @area@ inventory",
    "at the standby site",
    "on the intranet",
    "in the minutes of the @area@ meeting",
    "in the test environment",
    "in the training portal",
    "outside the @area@ network",
    "in the build pipeline",
    "on paper",
    "next to the @thing@",
    "under the @area@ @object@",
    "with the @area@ team",
    "in the @adj@ @object@",
];

/// Conditions.
pub(super) const CASES: &[&str] = &[
    "if the deadline passes",
    "when @who@ changes the @thing@",
    "if nobody answers",
    "when an employee changes teams",
    "unless @who@ agrees in writing",
    "if the @area@ check fails",
    "when the risk is above the acceptable score",
    "if personal data is affected",
    "when the @adj@ device is lost",
    "if the @object@ cannot be @done@",
    "when the law asks for it",
    "if @n@ or more @things@ fail",
    "when a new site is opened",
    "if the @adj@ copy cannot be read",
    "when the @area@ contract ends",
    "if the @area@ alert is confirmed",
    "when the key is exposed",
    "if the customer asks",
    "when production is affected",
    "unless the @thing@ is an emergency",
    "if the room is left empty",
    "when work is done from home",
    "if the scan finds @adj@ @things@",
    "when @who@ is on leave",
    "if the supplier has no @object@",
    "unless the @object@ is @adj@",
    "when @things@ are moved",
    "if the @thing@ and the @object@ differ",
];

/// Reasons.
pub(super) const REASONS: &[&str] = &[
    "so that the next audit finds the @object@",
    "because a shared @object@ hides who acted",
    "so that a leaver does not keep @things@",
    "because an untested copy is no copy",
    "so that one person cannot @do@ their own @object@",
    "because the @area@ contract asks for it",
    "so that customers hear of it from us first",
    "because most @area@ incidents began there",
    "so that the service survives the loss of @adj@ @things@",
    "because the retention period ends",
    "so that @who@ can decide on facts",
    "because the law leaves no choice",
    "so that work can go on while the @object@ is found",
    "because @adj@ @things@ are attacked first",
    "so that secrets do not end up in @things@",
    "because memory is a poor @object@",
    "so that nobody has to @do@ the @object@ in a crisis",
    "because a mistake there would be expensive",
    "so that the same error does not come twice",
    "because suppliers change their @things@ as well",
    "so that the numbers of two @area@ reports can be compared",
    "because paper is easily left behind",
    "so that @who@ need not ask",
    "because the @thing@ is @adj@ by then",
];

/// Generic sentences.
pub(super) const PATTERNS: &[&str] = &[
    "@who@ @does@ the @adj@ @thing@ @when@.",
    "@adj@ @things@ are @done@ by @who@ @where@.",
    "@who@ @does@ all @adj@ @things@ and @does@ the @thing@ @where@, @why@.",
    "@if@, @who@ @does@ the @thing@ and tells @who@ @when@.",
    "@things@ that are older than @n@ days are @done@ @when@, @why@.",
    "The @thing@ names the @adj@ @things@, the @thing@ and the person who @does@ them.",
    "Nobody may @do@ @adj@ @things@ without the @thing@ of @who@.",
    "@who@ keeps the @thing@ @where@ for @n@ months.",
    "Any @thing@ without an owner is @done@ @when@.",
    "It is not enough to @do@ the @thing@: @who@ @does@ the @things@ as well, @why@.",
    "@if@, the @adj@ @thing@ is @done@ first and the @things@ follow @when@.",
    "We @do@ @things@ @where@ and @do@ them again @when@.",
    "@who@ may ask @who@ to @do@ the @thing@, but stays responsible for the @adj@ @things@.",
    "Every @thing@ is @done@ by two people, @why@.",
    "At most @n@ @things@ may be @done@ at a time; @who@ @does@ the rest @when@.",
    "Where @things@ cannot be @done@, @who@ writes the @thing@ and @does@ it @when@.",
    "@who@ @does@ @things@ and @things@ @where@; @if@, the @thing@ is @done@ as well.",
    "By *@adj@ @things@* we mean those that @who@ has not @done@ for @n@ days.",
    "The @thing@ is *@adj@* until @who@ @does@ it.",
    "Please @do@ your @things@ @when@ and never @do@ the @thing@ of somebody else.",
    "@who@ starts the @thing@ with `@name@` and closes it @when@.",
    "The result is @done@ @where@, together with the @adj@ @thing@ and the names of those who @do@ it.",
    "Last year @n@ of the @things@ were @done@ too late, mostly @where@.",
    "@who@ and @who@ @do@ the @adj@ @things@ together, @why@.",
    "Do not @do@ @things@ @where@ @if@.",
    "A copy of the @thing@ goes to @who@, who @does@ it @when@ @if@.",
    "The @area@ team has @n@ hours to @do@ the @thing@; after that, @who@ decides.",
    "There is one @thing@ for all @things@, and it lies @where@.",
    "Only @who@ and @who@ can @do@ it.",
    "Since the last @area@ audit, @things@ are no longer @done@ @where@.",
    "Anybody who finds @adj@ @things@ tells @who@ @when@.",
    "For every @thing@ there is a deputy who @does@ it @if@.",
    "The @object@ has three parts: what was @done@, by whom, and which @things@ were @adj@.",
    "Old @things@ are not @done@ again but @done@ @where@.",
    "@who@ asks for the @thing@, @who@ @does@ it, and neither of them may @do@ the @things@.",
    "An entry is @done@ for each of the @things@, even @if@.",
    "Nothing else may be @done@ @where@, @why@.",
    "@n@ days before the @thing@ expires, @who@ hears of it and @does@ the @object@.",
    "Before @who@ may @do@ a new @object@, the @area@ training has to be @done@.",
    "The number of @adj@ @things@ is shown @where@ and discussed @when@.",
    "Printed @things@ carry the @object@ at the top and are @done@ @when@.",
    "Questions about the @thing@ go to @who@; complaints go to @who@.",
    "What @who@ does not need is @done@ @when@.",
    "To @do@ the @thing@ takes @n@ minutes, to @do@ it without @things@ takes days.",
];

/// Sentences that mention requirements and risks.
pub(super) const MENTIONING: &[&str] = &[
    "This is how we meet @control@ for @adj@ @things@.",
    "@who@ answers for it, as clause @clause@ asks.",
    "The rule lowers @risk@ and has to be looked at again @when@.",
    "See @control@ and @control@ for what else holds for the @thing@.",
    "Together with clause @clause@ it is the answer to @risk@.",
    "What remains of @risk@ is accepted by @who@ @when@.",
    "The sample for @control@ is taken by @who@ @where@.",
    "@who@ reports the number of @adj@ @things@ under clause @clause@, @when@.",
];

/// Sentences around a link, which replaces `#`.
pub(super) const LINKING: &[&str] = &[
    "How the @thing@ is @done@ stands in #.",
    "@who@ follows # @when@.",
    "For @adj@ @things@, # holds instead.",
    "@if@, # says what @who@ has to @do@.",
    "The terms are those of #.",
    "It builds on #, which @who@ @does@ @when@.",
    "The @thing@ is described in # and is @done@ @where@.",
    "Read # before you @do@ the @thing@.",
];

/// Summaries of documents.
pub(super) const SUMMARIES: &[&str] = &[
    "How @things@ are @done@, by whom and by when.",
    "What @who@ has to @do@ @when@, and where the record is.",
    "The rules for @adj@ @things@ and what happens @if@.",
    "Who may @do@ the @thing@, who approves it and how it is @done@ @where@.",
];

/// Invented names of people.
#[rustfmt::skip]
pub(super) const HOLDERS: &[&str] = &[
    "Ada Thornby", "Ben Okafor", "Carys Holt", "Dimitri Lang", "Eilidh Moss", "Farah Qureshi", "Gareth Pole",
    "Hana Suzuki", "Ivan Brandt", "Everybody",
];

/// Languages of code blocks, and code with names and numbers that differ in each block.
pub(super) const CODE: &[(&str, &str)] = &[
    (
        "rust",
        r#"/// Answers whether the @thing@ is due.
pub fn @name@_is_due(entries: &[Entry], today: u32) -> Result<Vec<String>, Error> {
    let mut due = Vec::with_capacity(@n@);
    for entry in entries.iter().filter(|entry| entry.kind == Kind::Open) {
        let age = today.checked_sub(entry.day).ok_or(Error::Future(entry.id))?;
        match age {
            0..=@n@ => continue, // the @thing@ is still @adj@
            @n@@n@ => due.push(format!("{}: @name@", entry.id)),
            _ if entry.owner.is_none() => return Err(Error::NoOwner("@name@")),
            _ => due.push(entry.title.to_lowercase()),
        }
    }
    due.sort();
    Ok(due)
}
"#,
    ),
    (
        "bash",
        r#"#!/usr/bin/env bash
# Lists @adj@ @things@ that were not @done@ for @n@ days.
set -euo pipefail

folder="${1:-/srv/@name@}"
limit=@n@
count=0
while IFS= read -r -d '' file; do
  if ! grep -q "^@name@=" "$file"; then
    printf 'no @thing@ in %s\n' "$file" >&2
    count=$((count + 1))
  fi
done < <(find "$folder" -name '*.log' -mtime +"$limit" -print0)

[ "$count" -lt @n@ ] || { echo "too many: $count"; exit 1; }
tar --create --gzip --file "@name@-$(date +%F).tar.gz" "$folder"
"#,
    ),
    (
        "toml",
        r#"# @thing@: @things@ that are @done@ @when@
[@name@]
enabled = true
interval = "@n@ minutes"
owner = "it-lead"
since = 2026-03-01

[@name@.limits]
open = @n@
days = [@n@, @n@, @n@]
share = 0.@n@

[[rule]]
name = "@adj@ @things@"
match = '^/srv/@name@/.*\.log$'
action = { kind = "alert", to = "@name@", after = @n@ }
"#,
    ),
    (
        "json",
        r#"{
  "version": @n@,
  "name": "@name@",
  "effect": "deny",
  "principals": ["role/@name@", "role/@name@"],
  "conditions": {
    "age": { "days": @n@, "strict": true },
    "network": ["10.@n@.0.0/16", "10.@n@.@n@.0/24"],
    "note": "@adj@ @things@ are @done@ @where@"
  },
  "limits": [@n@, @n@, null],
  "fallback": null
}
"#,
    ),
];
