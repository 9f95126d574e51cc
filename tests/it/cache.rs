//! A build with the cache equals a build without: a book is edited at random, and both are compared after each step.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use clausebook::config::{self, Config};
use clausebook::diag::{Diagnostic, Outcome, Severity};
use clausebook::load;
use clausebook::pipeline::{self, Cache, Preview};
use clausebook::site::SitePath;
use clausebook::source::{Repository, Role, Sources};
use jiff::civil::{Date, date};

use crate::fixture::source;

const BOOK: &str = r#"[book]
title = "T"
organisation = "O"
exclude = ["none/**"]
attachments = ["**"]
repository = "https://e.org/blob/{path}"
routes = { "/r" = "en" }

[checks]
unknown-key = "warn"
idle-pattern = "allow"

[variables]
Name = "Acme"

[[documents]]
match = "de/**"
kind = "procedure"
standard = "42001"

[[register]]
name = "tools"
singular = "tool"
title = "Tools"
about = "What we use."

[[register.field]]
name = "owner"
type = "reference"
label = "Owner"
to = ["roles"]
"#;

/// A small book with many references.
const FILES: &[(&str, &str)] = &[
    (
        "content/policies/access.md",
        "+++\nid = \"access\"\ntitle = \"Access\"\nstatus = \"approved\"\nowner = \"lead\"\napproved = 2026-01-01\nreview = \"12 months\"\ncontrols = [\"A.5.15\"]\nsummary = \"Who may do what.\"\n+++\n# Access\n\nSee [[R-001]] and A.5.18.\n\n## Leavers {#leavers controls=\"A.5.18 A.6.5\"}\n\nAccess ends at once. MFA stays on.\n\n```toml\na = 1\n```\n",
    ),
    (
        "content/policies/remote.md",
        "---\ntitle: Remote work\nstatus: draft\nowner: lead\n---\n\nSee [leavers](access.md#leavers) and [[access]].\n\n# At home {controls=\"A.6.7\"}\n\nLock the door.[^1]\n\n[^1]: And the window.\n",
    ),
    (
        "content/procedures/joiners.md",
        "+++\nsupersedes = [\"access\"]\naliases = [\"old.html\"]\n+++\n# Joiners\n\n![plan](plan.svg) Clause 6.1.2 and [[A.5.16]].\n",
    ),
    // One name and one title in two folders.
    (
        "content/de/note.md",
        "---\nlayout: plain\n---\n# Note\n\n## 🔑 Keys\n\nSee [[note]] and [keys](../en/note.md#-keys).\n",
    ),
    ("content/en/note.md", "# Note\n\n## 🔑 Keys\n\nSee [[de/note]] and <a name=\"old\"></a>[old](#old).\n"),
    ("content/procedures/plan.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ("content/index.md", "# Welcome\n\n<b>Raw</b> words. [Joiners](procedures/joiners.md) and [all](procedures)\n"),
    (
        "content/registers/applicability.toml",
        "[[control]]\nid = \"A.5.18\"\napplicable = true\nreasons = [\"risk\"]\njustification = \"Leavers.\"\nimplementation = \"implemented\"\nowner = \"lead\"\n\n[[control]]\nid = \"A.7.4\"\napplicable = false\njustification = \"No premises.\"\n",
    ),
    (
        "content/registers/risks.toml",
        "[[risk]]\nid = \"R-001\"\ntitle = \"A leaver keeps access\"\ncategory = \"people\"\nowner = \"lead\"\nlikelihood = 4\nimpact = 4\ntreatment = \"reduce\"\ncontrols = [\"A.5.18\"]\nresidual-likelihood = 2\nresidual-impact = 3\n\n[[risk]]\nid = \"R-002\"\ntitle = \"Fire\"\ncategory = \"physical\"\nowner = \"lead\"\nlikelihood = 1\nimpact = 5\ntreatment = \"accept\"\n",
    ),
    ("content/registers/roles.toml", "[[role]]\nid = \"lead\"\ntitle = \"Lead\"\nholder = \"Ann\"\n"),
    (
        "content/registers/glossary.toml",
        "[[term]]\nid = \"mfa\"\ntitle = \"Multi-factor authentication\"\nabbreviation = \"MFA\"\ndefinition = \"Two proofs, see [[access]].\"\n",
    ),
    (
        "content/registers/evidence.toml",
        "[[evidence]]\nid = \"EV-001\"\ntitle = \"Review\"\ncontrols = [\"A.5.18\"]\ndocuments = [\"access#leavers\"]\ncollected = 2026-09-01\nvalid = \"6 months\"\nlocation = \"review.txt\"\n",
    ),
    // The pages of these entries show the coverage on other days.
    (
        "content/registers/milestones.toml",
        "[[milestone]]\nid = \"MS-1\"\ntitle = \"Stage 1\"\nkind = \"stage-1\"\ndue = 2027-03-01\n",
    ),
    (
        "content/registers/management-reviews.toml",
        "[[review]]\nid = \"MR-1\"\ntitle = \"Spring\"\nplanned = 2026-03-01\nheld-on = 2026-03-02\n",
    ),
    ("content/registers/review.txt", "All was well.\n"),
    ("content/registers/tools.toml", "[[tool]]\nid = \"T-1\"\ntitle = \"Hammer\"\nowner = \"lead\"\n"),
];

/// The settings of a book that reads its facts and registers from the files of other tools.
const ADOPTED: &str = r#"[book]
title = "T"
organisation = "O"
roles-from-names = true

[[documents]]
match = "*.md"
register = { file = "registers/List.csv", by = { Name = "title", No = "id" } }
title = ["heading", "register:Name"]
id = "register:No"
owner = ["label:Owner", "register:Owner"]
version = ["last-row:Changes/Version", "register:Version"]
claims = ["headings", "under:Controls"]
status = { from = "label:Status", values = { Live = "approved" }, else = "draft" }

[[register]]
name = "assets"
file = "registers/Assets.csv"

[register.columns]
id = "No"
title = "Asset"
owner = "Owner"

[[register]]
name = "risks"
file = "risks.md"
below = "Risks"

[register.columns]
id = "No"
title = "Risk"
assets = "Asset"
controls = { column = "Annex A", prefix = "A." }
"#;

/// The files of that book. Documents and entries name one another by their titles.
const ADOPTED_FILES: &[(&str, &str)] = &[
    (
        "content/keys.md",
        "# Keys\n\n**Owner:** Head of IT | **Status:** Live\n\n## A.5.15 Doors\n\nShut.\n\n## Controls\n\n- A.7.1\n\n## Changes\n\n| Version | Date |\n|---|---|\n| 1.0 | 2026-01-01 |\n",
    ),
    ("content/gates.md", "# Gates\n\nSee [[R-1]], [keys](keys.md) and P-1.\n"),
    (
        "content/risks.md",
        "# Our risks\n\n## Risks\n\n| No | Risk | Asset | Annex A |\n|---|---|---|---|\n| R-1 | Fire | Laptop | 7.1 |\n| R-2 | Theft | Server | 5.15 |\n",
    ),
    (
        "content/registers/List.csv",
        "No,Name,Owner,Version\nP-1,Keys,Facilities,1.0\nP-2,Gates,Facilities,2\nP-3,Our risks,CISO,1\n",
    ),
    ("content/registers/Assets.csv", "No;Asset;Owner\nA-1;Laptop;Head of IT\nA-2;Server;CISO\n"),
    (
        "content/registers/applicability.csv",
        "id,applicable,justification,documents\nA.5.15,yes,Law,Keys\nA.7.1,no,None,\n",
    ),
    (
        "content/registers/actions.json",
        "[{\"id\": \"ACT-1\", \"title\": \"Do\", \"owner\": \"CISO\", \"controls\": [\"A.5.15\"]}]",
    ),
];

/// Replacements anywhere in a file: text, front matter, ids, broken and fixed syntax.
const SWAPS: &[(&str, &str)] = &[
    ("[all](procedures)", "[all](policies)"),
    ("[all](policies)", "[all](nowhere)"),
    ("[all](nowhere)", "[all](procedures)"),
    ("Access ends at once.", "Access ends on the last day."),
    ("Access ends on the last day.", "Access ends at once."),
    ("title = \"Access\"", "title = \"Who may enter\""),
    ("title = \"Who may enter\"", "title = \"Access\""),
    ("# Access\n", "# Who may enter\n"),
    ("# Note\n", "# Other note\n"),
    ("# Other note\n", "# Note\n"),
    ("## 🔑 Keys", "<h2>🔑 Keys</h2>"),
    ("name=\"old\"", "name=\"new\""),
    ("exclude = [\"none/**\"]", "exclude = [\"en\"]"),
    ("exclude = [\"en\"]", "exclude = [\"**/*.svg\"]"),
    ("exclude = [\"**/*.svg\"]", "exclude = [\"none/**\"]"),
    ("attachments = [\"**\"]", "attachments = [\"**/*.txt\"]"),
    ("attachments = [\"**/*.txt\"]", "attachments = [\"**\"]"),
    ("e.org/blob/", "e.org/tree/"),
    ("{ \"/r\" = \"en\" }", "{ \"/r\" = \"de\" }"),
    ("{ \"/r\" = \"de\" }", "{ \"/r\" = \"https://e.org\" }"),
    ("{ \"/r\" = \"https://e.org\" }", "{ \"/r\" = \"en\" }"),
    ("Name = \"Acme\"", "Name = \"Bond & Co\""),
    ("Name = \"Bond & Co\"", "Nmae = \"Acme\""),
    ("Nmae = \"Acme\"", "Name = \"Acme\""),
    ("match = \"de/**\"", "match = \"en/**\""),
    ("match = \"en/**\"", "match = \"de/**\""),
    ("standard = \"42001\"", "standard = \"27001\""),
    ("standard = \"27001\"", "standard = \"42001\""),
    ("layout: plain", "layout: wide\nowners: [a, b]"),
    ("status = \"approved\"", "status = \"draft\""),
    ("status = \"draft\"", "status = \"retired\""),
    ("status = \"retired\"", "status = \"approved\""),
    ("status: draft", "status: approved"),
    ("approved = 2026-01-01", "approved = 2025-01-01"),
    ("approved = 2025-01-01", "approved = 2025-13-01"),
    ("approved = 2025-13-01", "approved = 2026-01-01"),
    ("A.5.18", "A.5.17"),
    ("A.5.17", "A.5.18"),
    ("[[R-001]]", "[[R-002]]"),
    ("[[R-002]]", "[[R-009]]"),
    ("[[R-009]]", "[[R-001]]"),
    ("## Leavers {#leavers", "## Leaving {#leavers"),
    ("## Leaving {#leavers", "## Leavers {#leaving"),
    ("## Leavers {#leaving", "## Leavers {#leavers"),
    ("likelihood = 4", "likelihood = 9"),
    ("likelihood = 9", "likelihood = 3"),
    ("likelihood = 3", "likelihood = 4"),
    ("title = \"A leaver keeps access\"", "title = \"A leaver stays\""),
    ("applicable = true", "applicable = false"),
    ("applicable = false", "applicable = true"),
    ("abbreviation = \"MFA\"", "abbreviation = \"2FA\""),
    ("holder = \"Ann\"", "holder = \"Ben\""),
    ("Two proofs", "Two or three proofs"),
    ("organisation = \"O\"", "organisation = \"P\""),
    ("[[entry]]", "[[risk]]"),
    ("[[risk]]", "[[entry]]"),
    ("<b>Raw</b>", "<i onclick=\"x\">Raw</i>"),
    ("+++\n", "++\n"),
    ("++\n", "+++\n"),
    ("All was well.", "All was very well."),
    ("{{ page.title }}", "{{ page.titel }}"),
    ("Laptop", "Notebook"),
    ("Notebook", "Laptop"),
    ("Laptop", "Server"),
    ("Server", "Laptop"),
    ("Head of IT", "CISO"),
    ("CISO", "Head of IT"),
    ("Facilities", "Head of IT"),
    ("P-1", "P-9"),
    ("P-9", "P-1"),
    ("P-2", "P-1"),
    ("R-1 ", "R-7 "),
    ("R-7 ", "R-1 "),
    ("# Keys", "# Keys and locks"),
    ("# Keys and locks", "# Keys"),
    (",Keys", ",Keys and locks"),
    (",Keys and locks", ",Keys"),
    ("# Gates", "# Keys"),
    ("## A.5.15 Doors", "## A.5.16 Doors"),
    ("## Controls", "## Other controls"),
    ("## Other controls", "## Controls"),
    ("| 1.0 | 2026", "| 1.1 | 2026"),
    ("| 5.15 |", "| 5.15 | 3 |"),
    ("| 5.15 | 3 |", "| 5.15 |"),
    (";Head", ",Head"),
    ("**Status:** Live", "**Status:** Retired"),
    ("## Risks", "## Dangers"),
    ("## Dangers", "## Risks"),
    ("else = \"draft\"", "else = \"approved\""),
    ("\"ACT-1\"", "\"ACT-2\""),
];

/// Possible endings of a document.
const ENDINGS: &[&str] = &[
    "\nOne sentence more.\n",
    "\nA sentence on [[R-001]] and A.8.1.\n",
    "\n## Another part {controls=\"A.8.1\"}\n\nIt says so.\n",
    "\n- TBD\n\n> A.5.15 quoted\n",
    "\nOf {{ controls }} controls {{ covered controls }} are covered; {{ documents }} documents, {{ risks }} risks, {{ high risks }} high, {{ current evidence }} in date.\n",
    "\n{{ coverd }}\n",
    "\nGrüße, 你好, \u{202e}אב\u{202c}.\n",
    "\n| a | b |\n|---|--:|\n| MFA | 93/93 |\n",
    "\n[nowhere](nowhere.md)\n",
    "\n{{ .Name }} and {{Name}} see <https://e.org/x> and https://e.org/y.\n\n## {{Name}} 🔑\n\n[k](#-keys)\n",
    "\n[folder](../en) [all](..) [route](/r/note.md) [file](/content/registers/review.txt)\n",
    "\n[licence](../../LICENSE) <img src=\"../procedures/plan.svg\" align=\"right\">\n",
    "\n## ISO 42001\n\nA.5.15 and A.5.18.\n\n| ISO 27001 | x |\n|---|---|\n| 5.18 | A.2.2 |\n",
    "\n<h1 align=\"center\">Centre {{Name}}</h1>\n\n<table><tr><td>A.8.1</td></tr></table>\n",
    "\n<h2 id=\"raw\">Raw heading</h2>\n\n[raw](#raw) [[en/note]]\n",
    "\n- one &amp; \\*two\\*  \n  three\n  - four <a href=\"img.png\">five</a>\n\n![six](https://example.org/6.png)[^1]\n\n[^1]: Seven.\n",
];

/// The author, who edits a book at random.
struct Author {
    /// The files as they were at first, without book.toml.
    originals: &'static [(&'static str, &'static str)],
    files: BTreeMap<String, String>,
    day: Date,
    /// Whether documents marked as drafts are included.
    drafts: bool,
    /// The files of the repository that are there now, those beside the book among them, and what the book knows of them.
    around: Arc<Mutex<Vec<String>>>,
    repository: Arc<Repository>,
    has_licence: bool,
    state: u64,
}

fn repository(around: &Arc<Mutex<Vec<String>>>) -> Arc<Repository> {
    let around = around.clone();
    Arc::new(Repository::new(String::new(), move |path| around.lock().unwrap().iter().any(|file| file == path)))
}

impl Author {
    fn new(seed: u64) -> Self {
        Self::of(BOOK, FILES, seed)
    }

    fn of(book: &str, originals: &'static [(&'static str, &'static str)], seed: u64) -> Self {
        let files = originals.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        let around = Arc::default();
        Self {
            originals,
            repository: repository(&around),
            around,
            has_licence: true,
            files: files.chain([("book.toml".to_owned(), book.to_owned())]).collect(),
            day: date(2026, 10, 1),
            drafts: true,
            state: seed,
        }
    }

    /// Returns a random number below `limit`: xorshift, the same sequence for each seed.
    fn below(&mut self, limit: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        usize::try_from(self.state % limit as u64).unwrap()
    }

    fn pick(&mut self) -> String {
        let at = self.below(self.files.len());
        self.files.keys().nth(at).unwrap().clone()
    }

    /// Makes a random change and returns its description; broken files are soon fixed.
    fn edit(&mut self, broken: bool) -> String {
        if broken && self.below(3) > 0 {
            return self.fix();
        }
        match self.below(21) {
            0..9 => self.swap(),
            9..13 => {
                let documents: Vec<String> = self.files.keys().filter(|path| path.ends_with(".md")).cloned().collect();
                let Some(path) = (!documents.is_empty()).then(|| documents[self.below(documents.len())].clone()) else {
                    return self.fix();
                };
                let ending = ENDINGS[self.below(ENDINGS.len())];
                self.files.get_mut(&path).unwrap().push_str(ending);
                format!("{path} ends with {ending:?}")
            }
            13 => {
                let path = self.pick();
                if path != "book.toml" {
                    self.files.remove(&path);
                }
                format!("{path} goes")
            }
            14 => {
                let (from, to) = (self.pick(), format!("content/policies/moved-{}.md", self.below(3)));
                if from.ends_with(".md") {
                    let text = self.files.remove(&from).unwrap();
                    self.files.insert(to.clone(), text);
                }
                format!("{from} becomes {to}")
            }
            15 => {
                let path = format!("theme/templates/{}.html", ["404", "gaps"][self.below(2)]);
                if self.files.remove(&path).is_none() {
                    self.files.insert(path.clone(), "<!doctype html><title>{{ page.title }}</title>".to_owned());
                }
                format!("{path} comes or goes")
            }
            16 => {
                let css = format!("body {{ color: #{:03} }}", self.below(900));
                self.files.insert("theme/assets/own.css".to_owned(), css.clone());
                css
            }
            20 => {
                self.has_licence = !self.has_licence;
                format!("there is a file beside the book: {}", self.has_licence)
            }
            17 if self.below(2) == 0 => {
                self.drafts = !self.drafts;
                format!("drafts are in: {}", self.drafts)
            }
            17 => {
                self.day = [date(2026, 10, 1), date(2027, 10, 1)][self.below(2)];
                format!("the day is {}", self.day)
            }
            _ => self.fix(),
        }
    }

    fn swap(&mut self) -> String {
        let fitting: Vec<(String, &(&str, &str))> = self
            .files
            .iter()
            .flat_map(|(path, text)| SWAPS.iter().filter(|(a, _)| text.contains(a)).map(|swap| (path.clone(), swap)))
            .collect();
        let Some((path, (from, to))) = (!fitting.is_empty()).then(|| fitting[self.below(fitting.len())].clone()) else {
            return self.fix();
        };
        let text = self.files.get_mut(&path).unwrap();
        *text = text.replacen(from, to, 1);
        format!("{path}: {from:?} becomes {to:?}")
    }

    /// Restores the original of a file, so that the book is valid again sooner or later.
    fn fix(&mut self) -> String {
        let broken: Vec<&(&str, &str)> =
            self.originals.iter().filter(|(path, text)| self.files.get(*path).is_none_or(|now| now != text)).collect();
        if broken.is_empty() {
            // A document that was moved and restored would collide with its copy.
            let moved = self.files.keys().find(|path| path.contains("/moved-")).cloned();
            let Some(path) = moved else { return "nothing to fix".to_owned() };
            self.files.remove(&path);
            return format!("{path} goes");
        }
        let (path, text) = *broken[self.below(broken.len())];
        self.files.insert(path.to_owned(), text.to_owned());
        format!("{path} is as it was")
    }

    fn sources(&mut self) -> Sources {
        let licence = self.has_licence.then(|| "LICENSE".to_owned());
        *self.around.lock().unwrap() = self.files.keys().cloned().chain(licence).collect();
        if !self.repository.is_as_it_was() {
            self.repository = repository(&self.around);
        }
        let mut sources = Sources::default();
        sources.set_repository(self.repository.clone());
        let bytes = |path: &str| self.files[path].clone().into_bytes();
        sources.add(source("book.toml", Role::Config, bytes("book.toml")));
        // A book.toml that cannot be read makes no site, whatever else there is.
        let Some(config) = config::read(&sources).0 else { return sources };
        load::built_in(&mut sources, &config.standards, &config.language.value);
        for path in self.files.keys().filter(|path| *path != "book.toml") {
            let role = if path.starts_with("theme/") { Some(Role::Theme) } else { load::role(&config, path) };
            if let Some(role) = role {
                sources.add(source(path, role, bytes(path)));
            }
        }
        sources
    }
}

/// The files of a site, if there is one, and the problems of the book.
type Seen = (Option<BTreeMap<SitePath, Arc<[u8]>>>, Vec<Diagnostic>);

/// Builds a book without and with the cache, and returns both results: the `whole` site, or only its pages.
fn both(author: &mut Author, cache: &mut Cache, whole: bool) -> Option<[Seen; 2]> {
    let sources = author.sources();
    let (config, _) = config::read(&sources);
    let config = Config { drafts: author.drafts, ..config? };
    let seen = |cache: &mut Cache, others: &[SitePath]| -> Seen {
        let outcome = pipeline::preview(&sources, &config, author.day, cache);
        let get = |preview: &Preview, path: &SitePath| match preview.get(path) {
            Ok(Some(bytes)) => (path.clone(), bytes),
            Ok(None) => panic!("{path} is not there"),
            Err(fault) => panic!("{path}: {fault:?}"),
        };
        let all = |preview: Preview| {
            preview.pages().chain(preview.files()).chain(others).map(|path| get(&preview, path)).collect()
        };
        (outcome.value.map(all), outcome.diagnostics)
    };
    if whole {
        let Outcome { value, diagnostics } = pipeline::site(&sources, &config, author.day);
        let others = value.iter().flat_map(|site| site.files.keys()).filter(|path| !path.is_page());
        let cached = seen(cache, &others.cloned().collect::<Vec<_>>());
        Some([(value.map(|site| site.files), diagnostics), cached])
    } else {
        Some([seen(&mut Cache::default(), &[]), seen(cache, &[])])
    }
}

fn edits(mut author: Author, steps: usize) {
    let mut cache = Cache::default();
    let mut done = Vec::new();
    let mut sites = 0;
    for step in 0..steps {
        let mut broken = true;
        if let Some([(fresh, problems), (cached, cached_problems)]) = both(&mut author, &mut cache, step % 10 == 9) {
            assert_eq!(cached_problems, problems, "after {done:#?}");
            assert_eq!(cached.is_some(), fresh.is_some(), "after {done:#?}");
            if let (Some(cached), Some(fresh)) = (cached, fresh) {
                assert!(cached.keys().eq(fresh.keys()), "after {done:#?}");
                let differ: Vec<_> = fresh.iter().filter(|(path, bytes)| cached[path] != **bytes).collect();
                assert!(
                    differ.is_empty(),
                    "{:?} after {done:#?}",
                    differ.iter().map(|(path, _)| path).collect::<Vec<_>>()
                );
                sites += 1;
                broken = false;
            }
        }
        done.push(author.edit(broken));
    }
    assert!(sites * 4 > steps, "only {sites} of {steps} books could be built: {done:#?}");
}

#[test]
fn edits_at_random_give_the_same_site() {
    edits(Author::new(0x5eed), 60);
}

#[test]
fn other_edits_at_random_give_the_same_site() {
    edits(Author::new(0xc1a5), 60);
}

#[test]
fn more_edits_at_random_give_the_same_site() {
    edits(Author::new(0xb0b5), 60);
}

#[test]
fn edits_of_tables_and_of_documents_with_facts_give_the_same_site() {
    edits(Author::of(ADOPTED, ADOPTED_FILES, 0xc5f), 30);
}

#[test]
fn the_books_are_sound_before_they_are_edited() {
    for mut author in [Author::new(1), Author::of(ADOPTED, ADOPTED_FILES, 1)] {
        let problems = both(&mut author, &mut Cache::default(), true).map(|[(_, problems), _]| problems);
        let is_error = |problem: &Diagnostic| problem.severity == Severity::Error;
        let errors = problems.map(|all| all.into_iter().filter(is_error).collect());
        assert_eq!(errors, Some(Vec::new()));
    }
}
