//! Risk bands, scores and approvals, on pages and in exports.

use serde_json::Value;

use crate::crawl::SAMPLE;
use crate::fixture::{Built, build};

const HEAD: &str = "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n";
const ROLES: &str = "
//- content/registers/roles.toml
[[role]]
id = \"it\"
title = \"IT lead\"
reports-to = \"ceo\"
[[role]]
id = \"ceo\"
title = \"Chief executive\"
";

fn band(id: &str, from: u32, asks: &str) -> String {
    format!("[[risk.band]]\nid = \"{id}\"\nname = \"{}\"\nfrom = {from}\nasks = \"{asks}\"\n", id.replace('-', " "))
}

/// Four bands, as many methods have them.
fn four() -> String {
    let bands =
        [("low", 1, "within-criteria"), ("medium", 5, "owner"), ("high", 9, "role:ceo"), ("very-high", 15, "treat")];
    bands.map(|(id, from, asks)| band(id, from, asks)).concat()
}

fn risk(id: &str, [likelihood, impact]: [u8; 2], fields: &str) -> String {
    format!(
        "[[risk]]\nid = \"{id}\"\ntitle = \"Risk {id}\"\ncategory = \"own\"\nowner = \"it\"\nlikelihood = {likelihood}\nimpact = {impact}\n{fields}\n"
    )
}

fn book(criteria: &str, risks: &str) -> Built {
    let text =
        "//- content/policies/a.md\n# A\n{{ risks }} risks, {{ very-high risks }} very high, {{ low risks }} low.\n";
    build(&format!("{HEAD}{criteria}{ROLES}//- content/registers/risks.toml\n{risks}{text}"))
}

#[track_caller]
fn has(html: &str, expected: &str) {
    assert!(html.contains(expected), "{expected}\n{html}");
}

const REDUCE: &str = "treatment = \"reduce\"";
const APPROVED: &str = "treatment = \"reduce\"\nplan-approved-by = \"it\"\nplan-approved-on = 2026-09-01";

#[test]
fn every_page_uses_the_bands_of_the_book() {
    let risks = [
        risk("R-1", [4, 5], REDUCE),
        risk("R-2", [3, 3], REDUCE),
        risk("R-3", [2, 3], REDUCE),
        risk("R-4", [1, 4], REDUCE),
    ];
    let built = book(&four(), &risks.concat());
    assert_eq!(built.problems(), Vec::<String>::new());
    let page = built.main("risks/index.html");
    for expected in [
        "<dt>low</dt><dd>1–4: acceptable; the owner accepts it with the plan or by name",
        "<dt>medium</dt><dd>5–8: treat, or the owner accepts it by name",
        "<dt>high</dt><dd>9–14: treat, or accepted by name: Chief executive",
        "<dt>very high</dt><dd>15–25: treat; nobody may accept it",
        "<span class=\"band level-9\">20 very high</span>",
        "<span class=\"band level-6\">9 high</span>",
        "<span class=\"band level-4\">6 medium</span>",
        "<span class=\"band level-1\">4 low</span>",
        "<td class=\"level-9\"><a href=\"#before-4-5\" aria-label=\"1 risk: likelihood Likely, impact Severe\">1</a></td>",
    ] {
        has(page, expected);
    }
    has(built.main("registers/risks/r-1.html"), "<span class=\"band level-9\">very high</span>");
    has(built.page("downloads/risks.csv"), "20,very high");
    let counted = built.main("documents/policies/a.html");
    has(
        counted,
        ">4</a> risks, <a href=\"../../risks/index.html\">1</a> very high, <a href=\"../../risks/index.html\">1</a> low",
    );
    let model: Value = serde_json::from_str(built.page("data/handbook.json")).unwrap();
    let bands: Vec<&str> =
        model["risk_criteria"]["bands"].as_array().unwrap().iter().map(|band| band["id"].as_str().unwrap()).collect();
    assert_eq!(bands, ["low", "medium", "high", "very-high"]);
    let risks = model["registers"].as_array().unwrap().iter().find(|register| register["name"] == "risks").unwrap();
    assert_eq!(risks["entries"][0]["rating"]["before"]["band"], "very-high");
}

#[test]
fn a_count_of_a_band_that_the_book_does_not_have_is_an_error() {
    let text = "//- content/a.md\n# A\n{{ high risks }}\n";
    let bands = [band("minor", 1, "within-criteria"), band("grave", 9, "treat")].concat();
    let problems = build(&format!("{HEAD}{bands}{text}")).problems();
    assert!(
        problems[0].starts_with("error[unknown-reference] content/a.md:2:1 unknown named count `high risks`"),
        "{problems:?}"
    );
    let grave = text.replace("high", "grave");
    assert_eq!(build(&format!("{HEAD}{bands}{grave}")).problems(), Vec::<String>::new());
}

#[test]
fn a_book_with_the_old_keys_is_told_which_bands_to_write() {
    let problems = build(&format!("{HEAD}[risk]\nacceptable = 4\nhigh = 12\n")).problems();
    let [problem] = &problems[..] else { panic!("{problems:?}") };
    has(problem, "error[unknown-key] book.toml:5:1 `acceptable` has been replaced by the bands of the book");
    has(problem, "from = 5\nasks = \"owner\"");
    has(problem, "from = 12\nasks = \"treat\"");
}

#[test]
fn a_score_is_made_as_the_book_says_and_steps_have_definitions() {
    let criteria = "[risk]\nscore = \"sum\"\nlikelihood = [\"Rare\", { name = \"Often\", means = \"Every year\" }]\nimpact = [\"Small\", \"Large\"]\n";
    let bands = [band("low", 2, "within-criteria"), band("very-high", 4, "treat")].concat();
    let built = book(&format!("{criteria}{bands}"), &risk("R-1", [2, 2], REDUCE));
    assert_eq!(built.problems(), Vec::<String>::new());
    let page = built.main("risks/index.html");
    has(page, "Their sum is the score");
    has(page, "Often<br><span class=\"note\">Every year</span>");
    has(page, "<dt>very high</dt><dd>4: treat");
    has(page, ">4 very high</span>");

    let table = criteria.replace("\"sum\"", "[[1, 2], [3, 9]]");
    let bands = [band("low", 1, "within-criteria"), band("very-high", 3, "treat")].concat();
    let built = book(&format!("{table}{bands}"), &risk("R-1", [2, 1], REDUCE));
    assert_eq!(built.problems(), Vec::<String>::new());
    has(built.main("risks/index.html"), "<h2 id=\"scores\"");
    has(built.main("registers/risks/r-1.html"), "<td class=\"right\">3</td>");
}

#[test]
fn the_default_bands_speak_the_language_of_the_book() {
    let german = HEAD.replace("organisation", "language = \"de\"\norganisation");
    let risks = format!("//- content/registers/risks.toml\n{}", risk("R-1", [4, 4], REDUCE));
    let built = build(&format!("{german}{ROLES}{risks}"));
    has(built.main("risks/index.html"), "<dt>niedrig</dt><dd>1–8: akzeptabel");
    has(built.main("risks/index.html"), "<span class=\"band level-9\">16 hoch</span>");
    // A book that names its bands keeps its names.
    let built = build(&format!("{german}{}{ROLES}{risks}", four()));
    has(built.main("risks/index.html"), "<span class=\"band level-9\">16 very high</span>");
}

#[test]
fn what_is_left_is_listed_as_it_is_on_the_day() {
    let left = |likelihood: u8, impact: u8| format!("residual-likelihood = {likelihood}\nresidual-impact = {impact}\n");
    let by = |role: &str, on: &str| format!("accepted-by = \"{role}\"\naccepted-on = {on}\n");
    let risks = [
        risk("R-1", [3, 3], &format!("{APPROVED}\n{}", left(2, 2))),
        risk("R-2", [3, 3], &format!("{REDUCE}\n{}", left(2, 2))),
        risk("R-3", [3, 3], &format!("{APPROVED}\n{}{}", left(2, 4), by("it", "2026-09-01"))),
        risk("R-4", [3, 3], &format!("{APPROVED}\n{}{}", left(2, 4), by("it", "2026-10-02"))),
        risk("R-5", [3, 4], &format!("{APPROVED}\n{}{}", left(3, 3), by("it", "2026-09-01"))),
        risk("R-6", [3, 5], &format!("{APPROVED}\nstatus = \"open\"\ndue = 2026-12-01")),
        risk("R-7", [3, 5], &format!("{REDUCE}\nidentified = 2026-10-02")),
        risk("R-8", [3, 5], &format!("{REDUCE}\nstatus = \"closed\"")),
    ];
    let built = book(&four(), &risks.concat());
    assert_eq!(built.problems(), Vec::<String>::new());
    let page = built.main("risks/acceptance.html");
    let section = |id: &str| {
        let begin = page.find(&format!("<h2 id=\"{id}\"")).unwrap_or_else(|| panic!("no {id}\n{page}"));
        let rest = &page[begin..];
        rest[..rest.find("</section>").unwrap()].to_owned()
    };
    let named = |id: &str| (1..=8).filter(|n| section(id).contains(&format!("R-{n} Risk"))).collect::<Vec<_>>();
    assert_eq!(named("given"), [3]);
    assert_eq!(named("with-plan"), [1]);
    assert_eq!(named("treated"), [6]);
    assert_eq!(named("missing"), [2, 4, 5]);
    let missing = section("missing");
    has(&missing, "Nobody has accepted it");
    has(&missing, "It is accepted only from 2 October 2026 on");
    has(&missing, "IT lead accepted it, but that is for Chief executive");
    let table = built.page("downloads/treatment-plan.csv");
    assert!(!table.contains("Risk R-7") && !table.contains("Risk R-8"), "{table}");
    has(table, "\"within the criteria, accepted with the plan\"");
    has(built.main("risks/treatment.html"), "Nobody has approved it");
}

#[test]
fn an_opportunity_is_an_entry_and_not_a_risk() {
    let chance = "[[risk]]\nid = \"O-1\"\ntitle = \"A chance\"\nkind = \"opportunity\"\nowner = \"it\"\nstatus = \"open\"\ncontrols = [\"A.5.1\"]\n";
    let built = book(&four(), &format!("{chance}{}", risk("R-1", [1, 1], REDUCE)));
    assert_eq!(built.problems(), Vec::<String>::new());
    has(built.main("documents/policies/a.html"), ">1</a> risks, <a href=\"../../risks/index.html\">0</a> very high");
    has(built.main("risks/index.html"), "O-1 A chance");
    for page in ["risks/treatment.html", "risks/acceptance.html", "risks/by.html"] {
        assert!(!built.main(page).contains("A chance"), "{page}");
    }
    has(built.main("registers/risks/o-1.html"), "<dt>Risk or opportunity</dt><dd>Opportunity</dd>");
    assert!(!built.page("downloads/treatment-plan.csv").contains("A chance"));
}

#[test]
fn risks_are_grouped_by_what_is_lost() {
    let lost = format!("{REDUCE}\nloss = [\"confidentiality\", \"availability\"]");
    let built = book(&four(), &[risk("R-1", [1, 1], &lost), risk("R-2", [1, 1], REDUCE)].concat());
    let page = built.main("risks/by.html");
    for group in ["Confidentiality", "Availability", "Not given"] {
        has(page, &format!("<th scope=\"row\">{group}</th>"));
    }
    assert!(!page.contains("<th scope=\"row\">Integrity</th>"));
    has(built.main("registers/risks/r-1.html"), "Confidentiality, Availability");
}

#[test]
fn a_statement_that_is_approved_later_is_not_approved_on_the_day() {
    let soa = |day: &str| {
        let built = build(&format!(
            "{HEAD}version = \"9.9\"\n[soa]\nversion = \"1.2\"\napprover = \"ceo\"\napproved = {day}\n{ROLES}"
        ));
        let page = built.main("soa.html").to_owned();
        has(&page, "<dd>1.2</dd>");
        page.contains(&format!("datetime=\"{day}\""))
    };
    assert!(soa("2026-10-01"));
    assert!(!soa("2026-10-02"));
}

#[test]
fn a_milestone_counts_what_is_not_signed_on_its_day() {
    let milestone = "//- content/registers/milestones.toml\n[[milestone]]\nid = \"MS-1\"\ntitle = \"Stage 1\"\nkind = \"stage-1\"\ndue = 2027-01-19\nowner = \"it\"\n";
    let until = |day: &str| {
        let accepted = format!("{APPROVED}\naccepted-by = \"it\"\naccepted-on = 2026-09-01\naccepted-until = {day}");
        let risks = risk("R-1", [2, 3], &accepted);
        build(&format!("{HEAD}{}{ROLES}//- content/registers/risks.toml\n{risks}{milestone}", four()))
            .main("certification.html")
            .to_owned()
    };
    let row = |page: &str| {
        let at = page.find("Residual risks not accepted").unwrap();
        page[at..at + page[at..].find("</tr>").unwrap()].contains("nothing missing")
    };
    assert!(row(&until("2027-01-19")));
    assert!(!row(&until("2027-01-18")));
}

#[test]
fn the_sample_rates_by_the_method_that_it_has_approved() {
    let page = |path: &str| {
        let (_, bytes) = SAMPLE.0.files.iter().find(|(at, _)| at.as_str() == path).unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    };
    let (procedure, method) = (page("documents/isms/risk-assessment-process.html"), page("risks/index.html"));
    for (scores, name) in [("1–4", "low"), ("5–8", "medium"), ("9–14", "high"), ("15–25", "very high")] {
        has(&procedure, &format!("{scores}, {name}"));
        has(&method, &format!("<dt>{name}</dt><dd>{scores}: "));
    }
    let grades = page("documents/isms/internal-audit-procedure.html");
    for grade in ["Major nonconformity", "Minor nonconformity", "Opportunity for improvement"] {
        has(&grades, &format!("<dt>{grade}</dt>"));
    }
}
