//! How an entry stands is the same wherever it is shown or counted.

use std::collections::BTreeSet;

use jiff::civil::Date;
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

use crate::fixture::{Built, TODAY, build};

/// A register with the fields that all its entries have, and those of an entry that is fine, due within thirty days,
/// overdue, and closed; without the last if its entries cannot be closed.
struct Case {
    register: &'static str,
    head: &'static str,
    all: &'static str,
    fields: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case {
        register: "risks",
        head: "risk",
        all: "category = \"own\"\nlikelihood = 2\nimpact = 3\ntreatment = \"reduce\"",
        fields: &[
            "status = \"open\"\ndue = 2027-01-01",
            "status = \"open\"\ndue = 2026-10-31",
            "status = \"open\"\ndue = 2026-09-30",
            "status = \"closed\"\ndue = 2026-09-30",
        ],
    },
    Case {
        register: "actions",
        head: "action",
        all: "kind = \"corrective\"\nopened = 2026-01-01\ndue = 2026-09-30",
        fields: &[
            "status = \"done\"\ndone-on = 2026-09-01\ncheck-by = 2027-01-01",
            "status = \"done\"\ndone-on = 2026-09-01\ncheck-by = 2026-10-01",
            "status = \"doing\"\ncontrols = [\"A.5.7\"]",
            "status = \"closed\"\ndone-on = 2026-09-01\nchecked-on = 2026-09-02\nresult = \"It works.\"",
        ],
    },
    Case {
        register: "evidence",
        head: "evidence",
        all: "valid = \"6 months\"",
        fields: &[
            "controls = [\"A.5.1\"]\ncollected = 2026-09-01",
            "controls = [\"A.5.2\"]\ncollected = 2026-04-01",
            "controls = [\"A.5.3\", \"A.5.1\"]\ncollected = 2026-03-30",
            "controls = [\"A.5.1\"]\ncollected = 2025-09-01",
        ],
    },
    Case {
        register: "audits",
        head: "audit",
        all: "kind = \"internal\"",
        fields: &[
            "planned = 2027-01-01",
            "planned = 2026-10-31",
            "planned = 2026-09-30",
            "planned = 2026-09-01\nheld-on = 2026-09-20",
        ],
    },
    Case {
        register: "findings",
        head: "finding",
        all: "audit = \"audits-0\"\ngrade = \"minor\"\nseen = \"Seen.\"\nfound = 2026-08-01",
        fields: &[
            "status = \"open\"\ndue = 2027-01-01",
            "status = \"open\"\ndue = 2026-10-31",
            "status = \"open\"\ndue = 2026-09-30",
            "status = \"closed\"\ndue = 2026-09-30\nclosed = 2026-09-15",
        ],
    },
    Case {
        register: "management-reviews",
        head: "review",
        all: "",
        fields: &[
            "planned = 2027-01-01",
            "planned = 2026-10-31",
            "planned = 2026-09-30",
            "planned = 2026-09-01\nheld-on = 2026-09-20",
        ],
    },
    Case {
        register: "milestones",
        head: "milestone",
        all: "kind = \"preparation\"",
        fields: &["due = 2027-01-01", "due = 2026-10-31", "due = 2026-09-30", "due = 2026-09-01\nheld-on = 2026-09-20"],
    },
    Case {
        register: "objectives",
        head: "objective",
        all: "adopted = 2026-01-01\nbaseline = 10\ntarget = 0",
        fields: &[
            "due = 2027-01-01",
            "due = 2026-10-31",
            "due = 2026-09-30",
            "due = 2026-09-30\nmeasurements = [{ on = 2026-08-01, value = 0 }]",
        ],
    },
    Case { register: "suppliers", head: "supplier", all: "tier = \"1\"\nservice = \"S\"", fields: REVIEWED },
    Case {
        register: "exceptions",
        head: "exception",
        all: "reason = \"R\"\nrules = [\"A.5.1\"]",
        fields: &[
            "status = \"active\"\nuntil = 2027-01-01",
            "status = \"active\"\nuntil = 2026-10-31",
            "status = \"active\"\nuntil = 2026-09-30",
            "status = \"ended\"\nuntil = 2026-09-30\nended = 2026-09-29",
        ],
    },
    Case {
        register: "training",
        head: "training",
        all: "kind = \"course\"\nroles = [\"owner\"]",
        fields: &["due = 2027-01-01", "due = 2026-10-31", "due = 2026-09-30", "due = 2026-09-30\ndone-on = 2026-09-29"],
    },
    Case {
        register: "changes",
        head: "change",
        all: "purpose = \"P\"",
        fields: &[
            "status = \"planned\"\ndue = 2027-01-01",
            "status = \"planned\"\ndue = 2026-10-31",
            "status = \"planned\"\ndue = 2026-09-30",
            "status = \"closed\"\ndue = 2026-09-30\ndone-on = 2026-09-01\nchecked-on = 2026-09-02",
        ],
    },
    Case {
        register: "communications",
        head: "communication",
        all: "every = \"12 months\"",
        fields: &["last = 2026-09-01", "last = 2025-10-31", "last = 2025-09-30"],
    },
    Case {
        register: "certificates",
        head: "certificate",
        all: "issued = 2024-01-01",
        fields: &[
            "valid-until = 2027-01-01",
            "valid-until = 2026-10-31",
            "valid-until = 2026-09-30",
            "valid-until = 2026-09-30\nstatus = \"replaced\"\nended = 2026-09-01",
        ],
    },
    Case { register: "interfaces", head: "interface", all: "", fields: REVIEWED_OR_ENDED },
    Case { register: "processing", head: "activity", all: "", fields: REVIEWED_OR_ENDED },
    Case {
        register: "indicators",
        head: "indicator",
        all: "measured-every = \"12 months\"",
        fields: &[
            "measurements = [{ on = 2026-09-01, value = 1 }]",
            "measurements = [{ on = 2025-10-31, value = 1 }]",
            "measurements = [{ on = 2025-09-30, value = 1 }]",
            "measurements = [{ on = 2025-09-30, value = 1 }]\nended = 2026-09-01",
        ],
    },
    Case { register: "legal-requirements", head: "requirement", all: "kind = \"law\"\nasks = \"A\"", fields: REVIEWED },
    Case { register: "issues", head: "issue", all: "side = \"internal\"\nrelevant = true", fields: REVIEWED },
    Case { register: "interested-parties", head: "party", all: "", fields: REVIEWED },
];

const REVIEWED: &[&str] = &["reviewed = 2026-09-01", "reviewed = 2025-10-31", "reviewed = 2025-09-30"];
const REVIEWED_OR_ENDED: &[&str] = &[
    "reviewed = 2026-09-01",
    "reviewed = 2025-10-31",
    "reviewed = 2025-09-30",
    "reviewed = 2025-09-30\nended = 2026-09-01",
];

/// The places of the fields in a case.
const SOON: usize = 1;
const LATE: usize = 2;

/// Returns a book with the entries of all cases, each with an owner, and documents that stand alike.
fn book() -> String {
    let mut book = "//- content/registers/roles.toml\n[[role]]\nid = \"owner\"\ntitle = \"Owner\"\n".to_owned();
    for Case { register, head, all, fields } in CASES {
        book += &format!("//- content/registers/{register}.toml\n");
        for (at, fields) in fields.iter().enumerate() {
            let owner = owner_field(register);
            book +=
                &format!("[[{head}]]\nid = \"{register}-{at}\"\ntitle = \"{register} {at}\"\n{owner}{all}\n{fields}\n");
        }
    }
    for (at, (status, approved)) in
        [("approved", "2026-09-01"), ("approved", "2025-10-31"), ("approved", "2025-09-30"), ("retired", "2025-09-30")]
            .iter()
            .enumerate()
    {
        book += &format!(
            "//- content/documents-{at}.md\n+++\nid = \"documents-{at}\"\ntitle = \"documents {at}\"\nstatus = \"{status}\"\nowner = \"owner\"\napproved = {approved}\nreview = \"12 months\"\n+++\nWords.\n"
        );
    }
    book
}

/// Returns the line that names the owner of an entry, in the field that its register has for that.
fn owner_field(register: &str) -> &'static str {
    match register {
        "audits" | "findings" => "",
        "exceptions" => "approver = \"owner\"\n",
        "management-reviews" => "chair = \"owner\"\n",
        "communications" => "by = \"owner\"\n",
        "indicators" => "measured-by = \"owner\"\n",
        _ => "owner = \"owner\"\n",
    }
}

/// Returns the ids of the entries and documents at a place in their cases.
fn ids(place: usize) -> BTreeSet<String> {
    let registers = CASES.iter().filter(|case| place < case.fields.len()).map(|case| case.register);
    registers.chain(["documents"]).map(|name| format!("{name}-{place}")).collect()
}

fn html(built: &Built, path: &str) -> Html {
    Html::parse_document(built.page(path))
}

fn select<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

/// Returns the ids of the cases to which the links of the rows of a table in a section lead.
fn listed(html: &Html, section: &str) -> BTreeSet<String> {
    let rows = select(html, &format!("section[aria-labelledby=\"{section}\"] tbody tr a"));
    let targets = rows.iter().filter_map(|link| link.attr("href")?.rsplit('/').next()?.strip_suffix(".html"));
    targets.map(str::to_owned).filter(|name| name != "owner").collect()
}

#[test]
fn every_place_says_the_same() {
    let built = build(&book());
    assert_eq!(built.problems(), Vec::<String>::new());
    let (late, soon) = (ids(LATE), ids(SOON));

    // Calendar, role and start page.
    let calendar = html(&built, "calendar/index.html");
    assert_eq!(listed(&calendar, "overdue"), late);
    assert_eq!(listed(&calendar, "soon"), soon);
    let of_role = html(&built, "calendar/of/owner.html");
    let owned = |ids: &BTreeSet<String>| -> BTreeSet<String> {
        ids.iter().filter(|id| owner_field(id.rsplit_once('-').unwrap().0).contains("owner")).cloned().collect()
    };
    assert_eq!(listed(&of_role, "overdue"), owned(&late));
    let due_on_role_page = listed(&html(&built, "roles/of/owner.html"), "deadlines");
    assert!(owned(&late).is_subset(&due_on_role_page) && owned(&soon).is_subset(&due_on_role_page));
    let start = html(&built, "index.html");
    let counts: Vec<String> =
        select(&start, ".attention strong").iter().map(|count| count.text().collect::<String>()).collect();
    let open = listed(&html(&built, "nonconformities.html"), "open");
    let open: BTreeSet<_> = open.into_iter().filter(|id| id.starts_with("findings")).collect();
    assert_eq!(open.len(), 3);
    let gaps = select(&html(&built, "gaps.html"), "table.gaps tbody tr:not(.group)").len();
    assert_eq!(counts, [late.len(), soon.len(), gaps, open.len()].map(|count| count.to_string()));

    // What is overdue comes first among the gaps.
    for page in ["gaps.html", "index.html"] {
        let page = html(&built, page);
        let first = &select(&page, "table.gaps tbody tr:not(.group)")[0];
        assert!(first.text().collect::<String>().contains("A.5.7"), "the action about it is overdue");
        assert_eq!(first.select(&Selector::parse(".badge.bad").unwrap()).count(), 1);
    }

    // Feeds.
    let today = TODAY.strftime("%Y%m%d").to_string();
    let feed = built.page("calendar/calendar.ics").replace("\r\n ", "");
    let past: BTreeSet<String> = feed
        .split("BEGIN:VEVENT")
        .filter(|event| {
            let day = event.split("DTSTART;VALUE=DATE:").nth(1).and_then(|rest| rest.get(..8));
            day.is_some_and(|day| day < today.as_str())
        })
        .map(|event| {
            let page = event.split("DESCRIPTION:").nth(1).and_then(|rest| rest.lines().next()).unwrap();
            page.rsplit('/').next().unwrap().trim_end_matches(".html").to_owned()
        })
        .collect();
    assert_eq!(past, late);
}

#[test]
fn pages_registers_and_exports_of_an_entry_agree() {
    let built = build(&book());
    let model: Value = serde_json::from_str(built.page("data/handbook.json")).unwrap();
    for Case { register, fields, .. } in CASES {
        let table = html(&built, &format!("registers/{register}/index.html"));
        let rows = select(&table, "table.register tbody tr");
        let csv = built.page(&format!("downloads/{register}.csv"));
        let mut csv = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
        let state =
            csv.headers().unwrap().iter().position(|head| head == "State").unwrap_or_else(|| panic!("{register}"));
        let states: Vec<String> = csv.records().map(|row| row.unwrap()[state].to_owned()).collect();
        let entries =
            &model["registers"].as_array().unwrap().iter().find(|r| r["name"] == *register).unwrap()["entries"];
        for at in 0..fields.len() {
            let id = format!("{register}-{at}");
            let page = html(&built, &format!("registers/{register}/{id}.html"));
            let word = |element: &ElementRef<'_>| element.text().skip(1).collect::<String>().trim().to_owned();
            let badge = select(&page, ".entry-state .badge")[0];
            assert_eq!(badge.value().classes().any(|class| class == "bad"), at == LATE, "{id}: {}", word(&badge));
            let in_row = rows[at].select(&Selector::parse(".badge").unwrap()).next().unwrap();
            assert_eq!(word(&in_row), word(&badge), "{id}");
            assert_eq!(states[at], word(&badge), "{id}");
            let kind = entries[at]["state"]["kind"].as_str().unwrap();
            let is_late = ["overdue", "expired", "missed"].contains(&kind);
            assert_eq!(is_late, at == LATE, "{id}: {kind}");
        }
    }
    let due = model["due"].as_array().unwrap().iter().filter(|due| due["overdue"] == true);
    let due: BTreeSet<String> = due.map(|due| due["of"]["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(due, ids(LATE));
    let csv = built.page("downloads/calendar.csv");
    let mut csv = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let late = csv.records().map(Result::unwrap).filter(|row| row[0].parse::<Date>().unwrap() < TODAY).count();
    assert_eq!(late, ids(LATE).len());
}
