//! The pages that are made from registers.

use crate::crawl::SAMPLE;
use crate::fixture::build;

#[track_caller]
fn has(html: &str, expected: &str) {
    assert!(html.contains(expected), "{expected}\n{html}");
}

fn sample(path: &str) -> String {
    let file = SAMPLE.0.files.iter().find(|(at, _)| at.as_str() == path).unwrap_or_else(|| panic!("no {path}"));
    String::from_utf8(file.1.to_vec()).unwrap()
}

const RISKS: &str = "
//- content/registers/roles.toml
[[role]]
id = \"ceo\"
title = \"Chief executive\"
//- content/registers/risks.toml
[[risk]]
id = \"R-1\"
title = \"Fire\"
category = \"physical\"
owner = \"ceo\"
likelihood = 4
impact = 5
treatment = \"reduce\"
controls = [\"A.7.5\"]
residual-likelihood = 2
residual-impact = 5
due = 2026-09-01
status = \"open\"
accepted-by = \"ceo\"
accepted-on = 2026-02-01
accepted-until = 2027-02-01
accepted-score = 8
[[risk]]
id = \"R-2\"
title = \"Rain\"
category = \"physical\"
owner = \"ceo\"
likelihood = 2
impact = 2
treatment = \"accept\"
//- content/registers/assets.toml
[[asset]]
id = \"AST-1\"
title = \"House\"
kind = \"premises\"
owner = \"ceo\"
confidentiality = 1
integrity = 1
availability = 3
";

#[test]
fn a_cell_of_a_heat_map_leads_to_its_risks() {
    let built = build(RISKS);
    let page = built.main("risks/index.html");
    has(page, "Before treatment: 2 risks by likelihood and impact\"");
    has(page, "After treatment: 1 risk by likelihood and impact");
    has(page, "<a href=\"#before-4-5\" aria-label=\"1 risk: likelihood Likely, impact Severe\">1</a>");
    let cell = page.split_once("<div id=\"before-4-5\">").unwrap().1.split("</div>").next().unwrap();
    has(
        cell,
        "<span class=\"band level-9\">20 high</span> Likely × Severe</dt><dd><a href=\"../registers/risks/r-1.html\">R-1 ",
    );
    assert_eq!(cell.matches("<a ").count(), 1, "exactly the risks of the cell");
    let place = |id: &str| page.find(&format!("<h2 id=\"{id}\"")).unwrap();
    assert!(place("maps") < place("method"), "the maps come first");
    has(page, "1–8: acceptable; the owner accepts it with the plan or by name");
    has(built.main("registers/risks/r-1.html"), "<a href=\"../../risks/treatment.html\">Risk treatment plan</a>");
}

#[test]
fn an_acceptance_of_another_score_is_stale_and_a_late_treatment_says_so() {
    let built = build(RISKS);
    let page = built.main("risks/acceptance.html");
    has(page, "stale</span><br><span class=\"note\">Accepted at a score of 8, now 10</span>");
    has(built.main("risks/treatment.html"), "<br><span class=\"note\">overdue by 30 days</span>");
}

#[test]
fn an_asset_that_no_risk_considers_stands_first() {
    let page = build(RISKS);
    let page = page.main("assets.html");
    let bare = page.split("<h2 id=\"owners\"").next().unwrap();
    has(bare, "<a href=\"registers/assets/ast-1.html\">AST-1 House</a>");
    let owner = page.split("<tr").find(|row| row.contains("<th scope=\"row\">Chief executive</th>")).unwrap();
    has(owner, "class=\"right\">1</td>");
    has(owner, "<a href=\"registers/assets/ast-1.html\">AST-1</a></td></tr>");
}

#[test]
fn a_gap_is_joined_with_the_action_that_would_close_it() {
    let built = build(
        "
//- book.toml
[book]
title = \"T\"
organisation = \"O\"
[coverage]
controls = [\"documented\"]
clauses = []
//- content/registers/actions.toml
[[action]]
id = \"AC-1\"
title = \"Write it\"
kind = \"improvement\"
status = \"open\"
owner = \"it\"
opened = 2026-05-07
due = 2026-12-01
effort = 2.5
benefit = \"high\"
controls = [\"A.5.7\"]
//- content/registers/roles.toml
[[role]]
id = \"it\"
title = \"IT lead\"
",
    );
    let page = built.main("gaps.html");
    let row = page.split("<tr ").find(|row| row.contains("A.5.7 ")).unwrap();
    has(
        row,
        "<a href=\"registers/actions/ac-1.html\">AC-1</a><div class=\"below ids\"><a href=\"roles/of/it.html\">IT lead</a>",
    );
    has(row, "<time datetime=\"2026-12-01\">1 December 2026</time></td>");
    has(page, "<span aria-hidden=\"true\">✗</span> no action</span>");
}

#[test]
fn the_audit_page_says_what_no_audit_of_the_cycle_touched() {
    let page = sample("audits.html");
    has(&page, " class=\"heat-");
    let untouched = page.split("id=\"untouched\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(!untouched.contains(">A.5.18 "), "A.5.18 was in the scope of an audit of this cycle");
    has(untouched, "<th scope=\"row\">");
}

#[test]
fn a_review_has_its_inputs_as_of_its_own_day() {
    let page = sample("reviews/of/mr-2026-06.html");
    has(&page, "<a href=\"../../registers/audits/aud-2026-1.html\">");
    assert!(!page.contains("AUD-2026-2"), "the second audit was held after this review");
    let later = sample("reviews/of/mr-2026-11.html");
    has(&later, "AUD-2026-2");
    has(&later, "Planned for 12 November 2026");
}

#[test]
fn a_milestone_says_what_it_lacks_on_its_own_day() {
    let page = sample("certification.html");
    let at = |id: &str| {
        page.split(&format!("<h2 id=\"{id}\"")).nth(1).unwrap().split("</section>").next().unwrap().to_owned()
    };
    let open = |section: &str| section.matches("✗").count();
    assert!(open(&at("ms-6")) >= open(&at("ms-1")), "what is not kept up lapses");
    has(&at("ms-1"), "<a href=\"gaps.html\">Gaps</a>");
}

#[test]
fn a_role_reads_what_binds_it_and_confirms_it_by_the_pattern_of_the_book() {
    let address = |id: &str| format!("href=\"https://desk.larkfield.example/read?document={id}&amp;version=");
    has(&sample("roles/everyone.html"), &address("access%2Dcontrol%2Dpolicy"));
    let page = sample("roles/of/it-lead.html");
    assert!(!page.contains(&address("access%2Dcontrol%2Dpolicy")), "it is listed for everyone");
    has(&page, "<h2 id=\"deadlines\">");
}

#[test]
fn the_calendar_is_the_same_in_each_build_and_unlike_its_days_its_ids_do_not_move() {
    let built = build(RISKS);
    let feed = built.page("calendar/calendar.ics");
    has(feed, "BEGIN:VEVENT\r\n");
    has(feed, "UID:risks-r-1-deadline-treatment-of-the-risk@clausebook\r\n");
    has(feed, "DTSTART;VALUE=DATE:20260901\r\n");
    has(feed, "DTSTAMP:20261001T000000Z\r\n");
    assert_eq!(feed, build(RISKS).page("calendar/calendar.ics"));
    let moved = RISKS.replace("due = 2026-09-01", "due = 2026-12-01");
    let moved = build(&moved);
    let ids = |feed: &str| {
        feed.lines()
            .filter(|line| line.starts_with("UID"))
            .map(str::to_owned)
            .collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(ids(feed), ids(moved.page("calendar/calendar.ics")));
    has(built.main("calendar/of/ceo.html"), "Risk treatment");
}

#[test]
fn every_built_in_deadline_has_an_id_that_no_rewording_changes() {
    let schemas = clausebook::config::built_in();
    for deadline in schemas.iter().flat_map(|schema| &schema.deadlines) {
        assert!(deadline.id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "no id: {}", deadline.label);
    }
}

/// The calendars of subscribers know the ids of events. If an id changes, each of them shows the event twice.
#[test]
fn calendar_ids_never_change() {
    let built = build(
        "//- content/policies/Access rights.md
+++
status = \"approved\"
approved = 2026-01-01
review-by = 2027-01-01
[[waive]]
code = \"missing-owner\"
reason = \"The owner starts in November.\"
until = 2026-11-30
+++
# Access
//- content/registers/applicability.toml
[[control]]
id = \"A.7.4\"
applicable = false
justification = \"No premises.\"
[[control.waive]]
code = \"exclusion-without-justification\"
reason = \"To be written.\"
until = 2026-11-30
//- content/registers/evidence.toml
[[evidence]]
id = \"EV-1\"
title = \"Review\"
collected = 2026-09-01
valid = \"6 months\"
//- content/registers/risks.toml
[[risk]]
id = \"R-1\"
title = \"Fire\"
category = \"physical\"
owner = \"ceo\"
likelihood = 4
impact = 5
treatment = \"reduce\"
due = 2026-12-01
status = \"open\"
accepted-until = 2027-02-01
//- content/registers/roles.toml
[[role]]
id = \"ceo\"
title = \"Chief executive\"
",
    );
    // Lines of more than 75 bytes are folded.
    let feed = built.page("calendar/calendar.ics").replace("\r\n ", "");
    let mut ids: Vec<&str> = feed.lines().filter_map(|line| line.strip_prefix("UID:")).collect();
    ids.sort_unstable();
    assert_eq!(
        ids,
        [
            "27001-a.7.4-waiver@clausebook",
            "evidence-ev-1-evidence@clausebook",
            "policies-access-rights.md-review@clausebook",
            "policies-access-rights.md-waiver@clausebook",
            "risks-r-1-deadline-end-of-the-acceptance@clausebook",
            "risks-r-1-deadline-treatment-of-the-risk@clausebook",
        ]
    );
}

#[test]
fn a_feed_holds_what_falls_due_for_its_role_and_nothing_else() {
    let roles = RISKS.replace("[[role]]", "[[role]]\nid = \"it\"\ntitle = \"IT\"\n[[role]]");
    let roles = roles.replace("treatment = \"accept\"", "treatment = \"reduce\"\nstatus = \"open\"");
    let rain = "title = \"Rain\"\ncategory = \"physical\"\nowner = ";
    let built = build(&roles.replace(&format!("{rain}\"ceo\""), &format!("due = 2026-11-01\n{rain}\"it\"")));
    let [all, ceo, it] = ["calendar.ics", "of/ceo.ics", "of/it.ics"].map(|feed| {
        let feed = built.page(&format!("calendar/{feed}"));
        assert!(feed.starts_with("BEGIN:VCALENDAR\r\n") && feed.ends_with("\r\nEND:VCALENDAR\r\n"), "{feed}");
        assert_eq!(feed.matches("BEGIN:VEVENT\r\n").count(), feed.matches("END:VEVENT\r\n").count());
        feed
    });
    let ids = |feed: &str| feed.lines().filter(|line| line.starts_with("UID")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(ids(it), ["UID:risks-r-2-deadline-treatment-of-the-risk@clausebook"]);
    let mut both = [ids(ceo), ids(it)].concat();
    both.sort();
    let mut whole = ids(all);
    whole.sort();
    assert_eq!(both, whole);
}

#[test]
fn the_auditors_file_holds_every_clause_and_control_once() {
    let page = sample("auditor.html");
    let sections = page.matches("<section aria-labelledby=\"27001-").count();
    assert_eq!(sections, 30 + 93);
    let access = page.split("id=\"27001-a.5.18\"").nth(1).unwrap().split("</section>").next().unwrap();
    for expected in ["R-004", "EV-0", "AUD-2026-1", "F-01"] {
        has(access, expected);
    }
}

/// A closed risk is never counted: the number in a text equals that on the heat map, the register's page and the
/// review.
#[test]
fn a_closed_risk_counts_nowhere() {
    let risk = |id: &str, status: &str| {
        format!(
            "[[risk]]\nid = \"{id}\"\ntitle = \"{id}\"\ncategory = \"own\"\nowner = \"lead\"\nlikelihood = 4\nimpact = 5\n\
             treatment = \"reduce\"\nstatus = \"{status}\"\ndue = 2027-01-01\n"
        )
    };
    let built = build(&format!(
        "//- content/a.md\n# A\n\nWe have {{{{ high risks }}}} high risks.\n\
         //- content/registers/roles.toml\n[[role]]\nid = \"lead\"\ntitle = \"Lead\"\n\
         //- content/registers/management-reviews.toml\n[[review]]\nid = \"MR-1\"\ntitle = \"R\"\nplanned = 2026-11-01\n\
         //- content/registers/risks.toml\n{}{}",
        risk("R-1", "open"),
        risk("R-2", "closed")
    ));
    has(built.main("documents/a.html"), "We have <a href=\"../risks/index.html\">1</a> high risks.");
    has(built.main("risks/index.html"), "<td class=\"level-9\"><a href=\"#before-4-5\" aria-label=\"1 risk: ");
    assert!(!built.main("risks/index.html").contains("R-2"));
    has(built.main("reviews/of/mr-1.html"), "1 high");
}

/// A review about which a nonconformity is open is not the one that clause 9.3 asks for.
#[test]
fn a_disputed_review_does_not_count_for_certification() {
    let reviewed = |finding: &str| {
        let built = build(&format!(
            "
//- content/registers/management-reviews.toml
[[review]]
id = \"MR-1\"
title = \"June\"
held-on = 2026-06-11
conclusion = \"Effective.\"
//- content/registers/milestones.toml
[[milestone]]
id = \"MS-1\"
title = \"Stage 1\"
kind = \"stage-1\"
due = 2027-01-20
//- content/registers/findings.toml
[[finding]]
id = \"F-1\"
title = \"No inputs\"
seen = \"The audit results were not on the table.\"
clauses = [\"9.3.2\"]
found = 2026-09-10
{finding}
"
        ));
        assert_eq!(built.problems(), Vec::<String>::new());
        let page = built.main("certification.html").to_owned();
        let row = page.split("Management review in the year before").nth(1).unwrap().split("</tr>").next().unwrap();
        row.contains("nothing missing")
    };
    let of_review = "review = \"MR-1\"\ngrade = \"minor\"\nstatus = \"open\"";
    assert!(!reviewed(of_review));
    assert!(reviewed(&of_review.replace("minor", "opportunity")));
    assert!(reviewed(&of_review.replace("\"open\"", "\"closed\"\nclosed = 2026-09-30")));
    assert!(reviewed(
        "audit = \"AUD-1\"\ngrade = \"minor\"\nstatus = \"open\"\n//- content/registers/audits.toml\n[[audit]]\nid = \"AUD-1\"\ntitle = \"A\"\nheld-on = 2026-09-10\nclauses = [\"9.3\"]"
    ));
}

#[test]
fn an_objective_is_expected_as_exactly_as_it_is_measured_and_keeps_its_unit_on_the_line() {
    let built = build(
        "
//- content/registers/objectives.toml
[[objective]]
id = \"OBJ-1\"
title = \"Up\"
measure = \"Availability\"
unit = \"%\"
baseline = 99.87
target = 99.95
adopted = 2026-01-01
due = 2027-01-01
measurements = [{ on = 2026-04-01, value = 99.9 }]
owner = \"lead\"
[[objective]]
id = \"OBJ-2\"
title = \"Fewer\"
measure = \"Entries\"
unit = \"entries\"
baseline = 9
target = 0
adopted = 2026-01-01
due = 2027-01-01
measurements = [{ on = 2026-04-01, value = 5 }]
owner = \"lead\"
//- content/registers/roles.toml
[[role]]
id = \"lead\"
title = \"Lead\"
",
    );
    let page = built.main("objectives.html");
    has(page, "99.9\u{a0}%");
    has(page, "99.95\u{a0}%");
    let expected: Vec<&str> = page.split(" expected by now").collect();
    let last = |text: &str| text.rsplit('>').next().unwrap().to_owned();
    let (exact, rough) = (last(expected[0]), last(expected[1]));
    assert!(exact.starts_with("99.") && exact.trim_end_matches("\u{a0}%").len() == "99.90".len(), "{exact}");
    assert!(rough.trim_end_matches("\u{a0}entries").len() == "5.7".len(), "{rough}");
}
