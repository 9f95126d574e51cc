//! The registers that the documents refer to.

use super::page::Page;
use super::vocabulary::HOLDERS;
use super::writer::Writer;
use super::{CLAUSES, CONTROLS, Files, control, entries, risk, risks};

/// Roles: id and title. The documents name the first two.
const ROLES: [(&str, &str); 10] = [
    ("ceo", "Chief executive"),
    ("it-lead", "IT lead"),
    ("security-lead", "Security lead"),
    ("engineering-lead", "Engineering lead"),
    ("platform-lead", "Platform lead"),
    ("people-lead", "People lead"),
    ("finance-lead", "Finance lead"),
    ("data-protection-officer", "Data protection officer"),
    ("internal-auditor", "Internal auditor"),
    ("all-staff", "All staff"),
];

/// Number of controls that a risk refers to.
const CITED: usize = 3;

/// Returns all registers of a handbook with these documents.
pub(super) fn all(plan: &[Page], seed: u64) -> Files {
    let pages = plan.len();
    let risks = risks(pages);
    // Use the random streams after those of the documents.
    let mut writer = Writer::new(seed, 2 * pages, pages);
    let named = |name: &str, text: String| (format!("content/registers/{name}.toml"), text);
    vec![
        named("applicability", applicability(risks, &mut writer)),
        named("assets", (0..risks).map(|at| asset(at, &mut writer)).collect()),
        named("evidence", (0..entries(pages, 20, 20)).map(|at| evidence(at, plan, &mut writer)).collect()),
        named("risks", (0..risks).map(|at| risk_entry(at, &mut writer)).collect()),
        named("roles", ROLES.iter().zip(HOLDERS).map(|(role, holder)| role_entry(role, holder, &mut writer)).collect()),
    ]
}

/// Returns a decision on each control; "risk" is a reason if a risk refers to the control.
fn applicability(risks: usize, writer: &mut Writer) -> String {
    let mut text = String::new();
    for at in 0..CONTROLS {
        let control = control(at);
        let reasons = if at < CITED * risks { r#"["risk", "good-practice"]"# } else { r#"["good-practice"]"# };
        let justification = writer.sentence();
        text.push_str(&format!(
            "[[control]]\nid = \"{control}\"\napplicable = true\nreasons = {reasons}\n\
             justification = \"{justification}\"\nimplementation = \"{}\"\nowner = \"{}\"\n\n",
            ["implemented", "implemented", "partial", "planned"][writer.below(4)],
            owner(writer),
        ));
    }
    text
}

/// Returns any role except "all staff".
fn owner(writer: &mut Writer) -> &'static str {
    ROLES[writer.below(ROLES.len() - 1)].0
}

fn asset(at: usize, writer: &mut Writer) -> String {
    let kind = ["service", "data", "software", "hardware", "premises", "people"][writer.below(6)];
    let title = writer.fill("@adj@ @thing@");
    let [confidentiality, integrity, availability] = [(); 3].map(|()| writer.below(3) + 1);
    format!(
        "[[asset]]\nid = \"AST-{:03}\"\ntitle = \"{title}\"\nkind = \"{kind}\"\nowner = \"{}\"\n\
         classification = \"internal\"\nconfidentiality = {confidentiality}\nintegrity = {integrity}\n\
         availability = {availability}\ndescription = \"{}\"\n\n",
        at + 1,
        owner(writer),
        writer.sentences(2),
    )
}

fn risk_entry(at: usize, writer: &mut Writer) -> String {
    let cited: Vec<_> = (0..CITED).map(|n| format!("\"{}\"", control(CITED * at + n))).collect();
    let (likelihood, impact) = (writer.below(4) + 2, writer.below(4) + 2);
    let category = ["physical", "people", "systems", "cybercrime", "own"][writer.below(5)];
    let status = ["open", "treated"][writer.below(2)];
    format!(
        "[[risk]]\nid = \"{}\"\ntitle = \"{}\"\ncategory = \"{category}\"\ndescription = \"{}\"\nthreat = \"{}\"\n\
         vulnerability = \"{}\"\nassets = [\"AST-{:03}\"]\nowner = \"{}\"\nlikelihood = {likelihood}\n\
         impact = {impact}\ntreatment = \"reduce\"\ncontrols = [{}]\nresidual-likelihood = {}\nresidual-impact = {}\n\
         treatment-plan = \"{}\"\ndue = 2026-12-{:02}\nstatus = \"{status}\"\nidentified = 2026-02-{:02}\n\n",
        risk(at),
        writer.fill("@adj@ @things@ are lost or changed"),
        writer.sentences(2),
        writer.fill("@adj@ @things@"),
        writer.fill("the @thing@ is not @done@"),
        at + 1,
        owner(writer),
        cited.join(", "),
        (likelihood - 1).min(2),
        impact - 1,
        writer.sentences(2),
        writer.below(28) + 1,
        writer.below(28) + 1,
    )
}

/// Returns an item of evidence; any twenty consecutive items support every control and every clause at least once.
fn evidence(at: usize, plan: &[Page], writer: &mut Writer) -> String {
    let shown: Vec<_> = (0..5).map(|n| format!("\"{}\"", control(5 * at + n))).collect();
    let clauses: Vec<_> = (0..2).map(|n| format!("\"{}\"", CLAUSES[(2 * at + n) % CLAUSES.len()])).collect();
    let document =
        plan.get(at * 20 % plan.len().max(1)).map_or_else(String::new, |page| format!("\"{}#records\"", page.id));
    let title = writer.fill("@adj@ @thing@, @where@");
    format!(
        "[[evidence]]\nid = \"EV-{:03}\"\ntitle = \"{title}\"\ncontrols = [{}]\nclauses = [{}]\n\
         documents = [{document}]\ncollected = 2026-0{}-{:02}\nvalid = \"12 months\"\n\
         location = \"https://tickets.example/{}\"\nowner = \"{}\"\ndescription = \"{}\"\n\n",
        at + 1,
        shown.join(", "),
        clauses.join(", "),
        writer.below(9) + 1,
        writer.below(28) + 1,
        10_000 + writer.below(90_000),
        owner(writer),
        writer.fill("@who@ @does@ the @thing@ @when@ and names @risk@ in the @thing@ under @control@."),
    )
}

fn role_entry((id, title): &(&str, &str), holder: &str, writer: &mut Writer) -> String {
    let reports_to = if *id == "ceo" { "" } else { "reports-to = \"ceo\"\n" };
    format!(
        "[[role]]\nid = \"{id}\"\ntitle = \"{title}\"\nholder = \"{holder}\"\nemail = \"{id}@harrowgate.example\"\n\
         {reports_to}responsibilities = \"{}\"\n\n",
        writer.sentences(2),
    )
}
