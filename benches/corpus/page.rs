//! The documents: paths, front matter and texts.

use super::vocabulary::{CODE, HEADINGS, LINKING, MENTIONING, SCOPES, SUMMARIES, TOPICS};
use super::writer::{Writer, words, wrap};
use super::{CLAUSES, CONTROLS, control};

/// Kinds of documents: folder, word in titles, and share out of twenty.
const KINDS: [(&str, &str, usize); 4] = [
    ("policies", "policy", 6),
    ("standards", "standard", 5),
    ("procedures", "procedure", 6),
    ("guidelines", "guide", 3),
];

/// Maximum number of documents in a folder.
const FOLDER: usize = 100;

/// Number of links to other documents on a page, if there are enough documents.
const LINKS: usize = 8;

/// Number of sections on a page.
const SECTIONS: usize = 6;

/// The months in which documents were approved; none is due for review on the as-of date.
const MONTHS: [&str; 11] = [
    "2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06", "2026-07", "2026-08",
    "2026-09",
];

/// The data of a document that links to it need.
pub(super) struct Page {
    /// The path below `content`, without extension.
    pub path: String,
    /// The file name without extension, which is the document's id.
    pub id: String,
    /// The title.
    pub title: String,
}

/// Returns all documents of a handbook of this size.
pub(super) fn plan(pages: usize, seed: u64) -> Vec<Page> {
    let mut counts = [0; KINDS.len()];
    (0..pages)
        .map(|at| {
            let kind = kind_of(at);
            let (folder, word, _) = KINDS[kind];
            let part = counts[kind] / FOLDER + 1;
            counts[kind] += 1;
            let mut writer = Writer::new(seed, at, pages);
            let topic = TOPICS[writer.below(TOPICS.len())];
            let scope = SCOPES[writer.below(SCOPES.len())];
            let id = format!("{topic}-for-{scope}-{word}-{}", at + 1).to_lowercase().replace(' ', "-");
            let title = format!("{topic} for {scope}, {word} {}", at + 1);
            Page { path: format!("{folder}/{part:02}/{id}"), id, title }
        })
        .collect()
}

fn kind_of(at: usize) -> usize {
    let mut rest = at % KINDS.iter().map(|(_, _, share)| share).sum::<usize>();
    KINDS
        .iter()
        .position(|(_, _, share)| {
            let fits = rest < *share;
            rest = rest.saturating_sub(*share);
            fits
        })
        .expect("what is left is less than all shares together")
}

/// Returns the whole file of a document.
pub(super) fn text(plan: &[Page], at: usize, seed: u64) -> String {
    let mut writer = Writer::new(seed, plan.len() + at, plan.len());
    let mut text = front_matter(&plan[at], at, &mut writer);
    let mut asides: [Vec<String>; SECTIONS] = Default::default();
    for (number, link) in links(plan, at, &mut writer).into_iter().enumerate() {
        asides[number % SECTIONS].push(link);
    }
    for place in [1, 2, 3, 4] {
        let pattern = MENTIONING[writer.below(MENTIONING.len())];
        asides[place].push(writer.fill(pattern));
    }
    let length = 475 + writer.below(160);
    text.push_str(&wrap(&writer.sentences(3), ""));
    text.push_str("\n\n");
    let heading = writer.below(HEADINGS.len());
    let claimed = 2 + writer.below(3);
    for (number, asides) in asides.into_iter().enumerate() {
        let (title, anchor) = if number + 1 == SECTIONS {
            ("Records", "records")
        } else {
            HEADINGS[(heading + 5 * number) % HEADINGS.len()]
        };
        let attributes = match number {
            number if number < claimed => format!(" {{#{anchor} {}}}", claim(at, number, &mut writer)),
            _ if anchor == "records" => format!(" {{#{anchor}}}"),
            _ => String::new(),
        };
        text.push_str(&format!("## {title}{attributes}\n\n"));
        text.push_str(&section(number, at, length / SECTIONS, asides, &mut writer));
    }
    text
}

fn front_matter(page: &Page, at: usize, writer: &mut Writer) -> String {
    let month = MONTHS[writer.below(MONTHS.len())];
    let classification = ["internal", "internal", "internal", "public", "confidential"][writer.below(5)];
    let (major, minor, day) = (writer.below(4) + 1, writer.below(10), writer.below(28) + 1);
    let summary = SUMMARIES[writer.below(SUMMARIES.len())];
    let summary = writer.fill(summary);
    let claims = match at % 20 {
        7 => format!("controls = [\"{}\", \"{}\"]\n", control(at), control(at + 1)),
        _ => String::new(),
    };
    format!(
        "+++\ntitle = \"{}\"\nversion = \"{major}.{minor}\"\nstatus = \"approved\"\nowner = \"it-lead\"\n\
         approver = \"ceo\"\napproved = {month}-{day:02}\nreview = \"12 months\"\n\
         classification = \"{classification}\"\n{claims}summary = \"{summary}\"\n+++\n\n",
        page.title
    )
}

/// Returns the claims of a section. The pages claim all requirements in turn, so that none is left to chance.
fn claim(at: usize, number: usize, writer: &mut Writer) -> String {
    // 4 and 50 are coprime to the number of requirements, so each comes up once before any comes up again.
    let card = (at * 4 + number) * 50 % (CONTROLS + CLAUSES.len());
    match card.checked_sub(CONTROLS) {
        Some(clause) => format!("clauses=\"{}\"", CLAUSES[clause]),
        None if writer.below(3) == 0 => format!("controls=\"{} {}\"", control(card), control(card + 1)),
        None => format!("controls=\"{}\"", control(card)),
    }
}

/// Returns sentences that link to other documents, each to a different one.
fn links(plan: &[Page], at: usize, writer: &mut Writer) -> Vec<String> {
    let others = plan.len() - 1;
    let mut steps = Vec::new();
    while steps.len() < LINKS.min(others) {
        let step = writer.below(others) + 1;
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    let sentences = steps.into_iter().enumerate().map(|(number, step)| {
        let target = &plan[(at + step) % plan.len()];
        let anchor = if number % 3 == 2 { "#records" } else { "" };
        let link = format!("[{}]({}.md{anchor})", target.title, relative(&plan[at].path, &target.path));
        let pattern = LINKING[writer.below(LINKING.len())];
        writer.fill(pattern).replace('#', &link)
    });
    sentences.collect()
}

/// Returns the relative path between two documents in `kind/part/`.
fn relative(from: &str, to: &str) -> String {
    let (from_folder, to_folder) = (folder(from), folder(to));
    let (from_kind, to_kind) = (folder(from_folder), folder(to_folder));
    if from_folder == to_folder {
        to[to_folder.len() + 1..].to_owned()
    } else if from_kind == to_kind {
        format!("../{}", &to[to_kind.len() + 1..])
    } else {
        format!("../../{to}")
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Returns paragraphs of about `length` words that include the sentences of `asides`.
fn section(number: usize, at: usize, length: usize, asides: Vec<String>, writer: &mut Writer) -> String {
    let mut text = match number {
        1 if at.is_multiple_of(3) => table(writer),
        2 => list(at, writer),
        3 if at.is_multiple_of(10) => code(at / 10, writer),
        _ => String::new(),
    };
    let mut asides = asides.into_iter();
    while words(&text) + 15 < length || asides.len() > 0 {
        let mut paragraph = writer.sentences(2);
        if let Some(aside) = asides.next() {
            paragraph.push(' ');
            paragraph.push_str(&aside);
        }
        let more = writer.below(3);
        if more > 0 && words(&text) + words(&paragraph) + 20 < length {
            paragraph.push(' ');
            paragraph.push_str(&writer.sentences(more));
        }
        text.push_str(&wrap(&paragraph, ""));
        text.push_str("\n\n");
    }
    text
}

fn table(writer: &mut Writer) -> String {
    let mut text = "| what | who | how | by when |\n|---|---|---|---|\n".to_owned();
    for _ in 0..4 + writer.below(3) {
        text.push_str(&writer.fill_plain("| @adj@ @thing@ | @who@ | @things@ are @done@ @where@ | @when@ |\n"));
    }
    text.push('\n');
    text
}

fn list(at: usize, writer: &mut Writer) -> String {
    let mut text = writer.fill("@who@ @does@ the @thing@ in this order:");
    text.push_str("\n\n");
    for step in 1..=4 {
        let (mark, indent) = if at.is_multiple_of(2) { ("- ".to_owned(), "  ") } else { (format!("{step}. "), "   ") };
        let item = writer.fill("**@thing@**: @who@ @does@ the @adj@ @things@ @when@, @why@.");
        text.push_str(&wrap(&format!("{mark}{item}"), indent));
        text.push('\n');
    }
    text.push('\n');
    text
}

/// Returns a block of code; each one is different, so that a cache does not help.
fn code(number: usize, writer: &mut Writer) -> String {
    let (language, pattern) = CODE[number % CODE.len()];
    format!("```{language}\n{}```\n\n", writer.fill_plain(pattern))
}
