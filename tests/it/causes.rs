//! The cause of a problem comes before its consequences, and without them.

use std::collections::BTreeMap;

use clausebook::config;
use clausebook::model::FieldKind;

use crate::fixture::{build, build_files, check};

/// Documents that refer to risks in each way, and a register that does.
const REFERRERS: &str = "\
//- content/a.md
See [[R-001]], R-002, [[r-plan]] and [the plan](plan.md).
//- content/registers/interfaces.toml
[[interface]]
id = \"IF-1\"
title = \"Outside\"
risks = [\"R-001\", \"R-002\"]
";

/// Two risks, of which each part can be replaced.
const RISKS: &str = "\
[[risk]]
id = \"R-001\"
title = \"Loss\"
category = \"people\"
owner = \"ann\"
likelihood = 2
impact = 2
treatment = \"reduce\"

[[risk]]
id = \"R-002\"
title = \"Theft\"
category = \"people\"
owner = \"ann\"
likelihood = 2
impact = 2
treatment = \"reduce\"
";

const PLAN: &str = "+++\nid = \"r-plan\"\n+++\n# Plan\n";

/// Returns the problems of a book with these risks and this plan.
fn problems(risks: &[u8], plan: &[u8]) -> Vec<String> {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for part in REFERRERS.split("//- ").skip(1) {
        let (path, text) = part.split_once('\n').unwrap();
        files.insert(path.to_owned(), text.as_bytes().to_vec());
    }
    files.insert("content/registers/risks.toml".to_owned(), risks.to_vec());
    files.insert("content/plan.md".to_owned(), plan.to_vec());
    build_files(files).problems()
}

#[test]
fn the_referrers_are_sound_by_themselves() {
    assert_eq!(problems(RISKS.as_bytes(), PLAN.as_bytes()), [""; 0]);
}

#[test]
fn a_register_that_cannot_be_read_is_one_error_and_one_line_for_the_references_into_it() {
    let conflict = RISKS.replace("[[risk]]\nid = \"R-002\"", "<<<<<<< HEAD\n[[risk]]\nid = \"R-002\"");
    let both = format!("<<<<<<< HEAD\n{RISKS}=======\n{RISKS}>>>>>>> other\n");
    let utf16: Vec<u8> = RISKS.encode_utf16().flat_map(u16::to_le_bytes).chain([0xff]).collect();
    let latin = [RISKS.replace("Theft", "Diebst").as_bytes(), b"# \xe4\n"].concat();
    let cases: [(&str, Vec<u8>); 8] = [
        ("merge-conflict", conflict.into()),
        ("merge-conflict", both.into()),
        ("invalid-utf8", latin),
        ("invalid-utf8", utf16),
        ("invalid-toml", RISKS.replace("[[risk]]", "[risk]").into()),
        ("wrong-type", format!("[risk]\nx = 1\n# {}", RISKS.replace('\n', "\n# ")).into()),
        ("unknown-key", RISKS.replace("[[risk]]", "[[risks]]").into()),
        ("invalid-toml", b"risk = [\n".to_vec()),
    ];
    for (code, risks) in cases {
        let found = problems(&risks, PLAN.as_bytes());
        let name = String::from_utf8_lossy(&risks).into_owned();
        assert!(found[0].starts_with(&format!("error[{code}] content/registers/risks.toml:")), "{found:#?}\n{name}");
        assert_eq!(found.len(), 2, "{found:#?}\n{name}");
        let line = "references into registers/risks.toml were not checked";
        assert!(found[1].starts_with("warning[unchecked-reference] ") && found[1].contains(line), "{found:#?}");
    }
}

#[test]
fn the_line_counts_the_references_to_what_was_lost_and_nothing_else_is_held_back() {
    // The second risk is lost, because it has no title.
    let risks = RISKS.replace("title = \"Theft\"\n", "");
    assert_eq!(
        problems(risks.as_bytes(), PLAN.as_bytes()),
        [
            "error[missing-field] content/registers/risks.toml:10:1 `title` is missing (add `title = …`)",
            "warning[unchecked-reference] 2 references into registers/risks.toml were not checked",
        ]
    );
    check(
        "//- content/a.md\n[[R-009]]\n//- content/registers/risks.toml\n[[risk]]\nid = \"R-001\"\n",
        &[
            "error[missing-field] content/registers/risks.toml:1:1 `title` is missing (add `title = …`)",
            "error[unknown-reference] content/a.md:1:3 unknown id `R-009`",
        ],
    );
}

#[test]
fn a_misspelt_key_is_not_also_missing() {
    let found = problems(RISKS.replacen("title = ", "titel = ", 1).as_bytes(), PLAN.as_bytes());
    assert_eq!(
        found,
        [
            "error[unknown-key] content/registers/risks.toml:3:1 unknown key `titel` (did you mean `title`?)",
            "warning[unchecked-reference] 2 references into registers/risks.toml were not checked",
        ]
    );
    check(
        "//- book.toml\n[boook]\ntitle = \"T\"\norganisation = \"O\"\n",
        &["error[unknown-key] book.toml:1:2 unknown key `boook` (did you mean `book`?)"],
    );
}

#[test]
fn a_list_or_a_text_that_does_not_end_is_one_error() {
    let list = RISKS.replacen("impact = 2\n", "impact = 2\ncontrols = [\"A.5.1\",\n", 1);
    let begun = RISKS.replacen("impact = 2\n", "impact = 2\ndescription = \"\"\"\nText\n", 1);
    let ended = RISKS.replacen("impact = 2\n", "impact = 2\ndescription = \nText = a\n\"\"\"\n", 1);
    let cut = RISKS.split("R-002").next().unwrap();
    for (risks, says) in [
        (list.as_str(), "the list before this is not closed (close it with `]`)"),
        (&begun, "somewhere above, a text does not begin or end with it)"),
        (&ended, "somewhere above, a text does not begin or end with it)"),
        (cut, "invalid basic string, expected `\"`"),
    ] {
        let found = problems(risks.as_bytes(), PLAN.as_bytes());
        assert!(found[0].starts_with("error[invalid-toml] content/registers/risks.toml:"), "{found:#?}");
        assert!(found[0].contains(says), "{found:#?}");
        let rest = found[1..].iter().all(|line| line.contains("into registers/risks.toml w"));
        assert!(rest && found.len() <= 2, "{found:#?}");
    }
}

#[test]
fn references_to_a_document_that_cannot_be_read_are_held_back() {
    let cases: [(&str, &[u8]); 4] = [
        ("invalid-utf8", b"+++\nid = \"r-plan\"\n+++\n# Pl\xe4n\0\n"),
        ("unclosed-front-matter", b"+++\nid = \"r-plan\"\n# Plan\n"),
        ("invalid-toml", b"+++\nid = r-plan\n+++\n# Plan\n"),
        ("invalid-yaml", b"---\nid: r-plan\ntitle: a: b\n---\n# Plan\n"),
    ];
    for (code, plan) in cases {
        let found = problems(RISKS.as_bytes(), plan);
        assert!(found[0].starts_with(&format!("error[{code}] content/plan.md:")), "{found:#?}");
        assert!(found[1].contains("into plan.md w") && found.len() == 2, "{found:#?}");
    }
}

#[test]
fn references_into_a_register_with_an_unknown_name_or_without_its_roles_are_held_back() {
    let found = build(&format!("{REFERRERS}//- content/registers/riks.toml\n{RISKS}//- content/plan.md\n{PLAN}"));
    let [first, second] = &found.problems()[..] else { panic!("{:#?}", found.problems()) };
    assert!(first.contains("unknown register `riks`"), "{first}");
    assert!(second.contains("4 references into registers/riks.toml were not checked"), "{second}");

    let roles = "[[role]]\nid = \"ann\"\ntitle = “Ann”\n[[role]]\nid = \"bo\"\ntitle = \"Bo\"\n";
    check(
        &format!(
            "//- content/a.md\n+++\nowner = \"ann\"\napprover = \"bo\"\n+++\n//- content/registers/roles.toml\n{roles}"
        ),
        &[
            "error[invalid-toml] content/registers/roles.toml:3:9 `“` is not a quotation mark in TOML \
             (write straight quotes: \"…\")",
            "warning[unchecked-reference] 1 reference into registers/roles.toml was not checked",
        ],
    );
}

#[test]
fn errors_of_reading_come_before_all_others() {
    let found = build("//- content/a.md\n[[nothing]]\n//- content/z.md\n+++\ntitel = \"x\"\n+++\n[[nobody]]\n");
    let codes: Vec<String> = found.problems().iter().map(|line| line.split(']').next().unwrap().to_owned()).collect();
    assert_eq!(codes, ["error[unknown-key", "error[unknown-reference", "error[unknown-reference"]);
}

#[test]
fn a_value_of_a_wrong_type_is_not_also_missing_whatever_the_field() {
    for schema in config::built_in() {
        for field in &schema.fields {
            let value = if matches!(field.kind, FieldKind::Table(_)) { "1" } else { "{ x = 1 }" };
            let register =
                format!("[[{}]]\nid = \"A.5.1\"\ntitle = \"T\"\n{} = {value}\n", schema.singular, field.name);
            let path = format!("content/registers/{}.toml", schema.name);
            let found =
                build(&format!("//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n[[standard]]\nid = \"nis2\"\n//- {path}\n{register}")).problems();
            let of_field = found.iter().filter(|line| line.contains(":4:")).count();
            assert_eq!(of_field, 1, "{found:#?}");
            let missing = format!("`{}` is missing", field.name);
            assert!(found.iter().all(|line| !line.contains(&missing)), "{found:#?}");
        }
    }
}

#[test]
fn one_slip_in_toml_is_one_message_that_says_what_to_write() {
    let cases = [
        ("owner = \"ann\"", "owner = “ann”", "`“` is not a quotation mark in TOML (write straight quotes: \"…\")"),
        ("owner = \"ann\"", "owner = ann", "a text must be in quotes (write \"…\" around it)"),
        ("impact = 2", "impact = 2\ndue = 03.04.2026", "`03.04.2026` is not a date in TOML (write it as 2026-04-03)"),
        ("impact = 2", "impact = 2\ndue = \"3.4.2026\"", "expected a date, found text (write it as 2026-04-03)"),
        ("impact = 2", "impact = 2\ndue = \"soon\"", "expected a date, found text (write it as 2026-02-28)"),
    ];
    for (sound, wrong, says) in cases {
        let risks = RISKS.replacen(sound, wrong, 1);
        let found = problems(risks.as_bytes(), PLAN.as_bytes());
        assert!(found.len() == 1 && found[0].ends_with(&format!(" {says}")), "{found:#?}\n{wrong}");
    }
}

#[test]
fn front_matter_in_the_other_format_is_told_which_fence_it_needs() {
    check(
        "//- content/a.md\n---\ntitle = \"A\"\nowner = \"ann\"\n---\n# A\n//- content/b.md\n+++\ntitle: B\nowner: ann\n+++\n",
        &[
            "error[invalid-yaml] content/a.md:1:1 the front matter between `---` is TOML \
             (put `+++` around it instead of `---`)",
            "error[invalid-toml] content/b.md:1:1 the front matter between `+++` is YAML \
             (put `---` around it instead of `+++`)",
        ],
    );
    check("//- content/a.md\n---\ntitle: \"a = b\"\n---\n", &[]);
}

#[test]
fn hints_name_what_helps() {
    check(
        "
//- content/registers/applicability.toml
[[control]]
id = \"8.13\"
applicable = true
[[control]]
id = \"A.5.1\"
applicable = false
reason = \"We have no such thing.\"
[[control]]
id = \"A.5.2\"
applicable = true
reason = [\"risk\"]
//- content/registers/interested-parties.toml
[[party]]
id = \"P-1\"
title = \"Customers\"
[party.requirements]
text = \"Be safe\"
[[requirements]]
text = \"Be quick\"
[[party]]
id = \"P-2\"
title = \"Staff\"
controls = [8.13, \"8.1\"]
//- content/registers/roles.toml
[[role]]
id = \"ceo\"
title = \"CEO\"
[[role]]
id = \"it-lead\"
title = \"IT lead\"
//- content/a.md
+++
owner = \"somebody\"
approver = \"it-led\"
controls = [\"8.13\"]
+++
",
        &[
            "error[unknown-key] content/registers/applicability.toml:7:1 unknown key `reason` (did you mean `justification`?)",
            "error[unknown-key] content/registers/applicability.toml:11:1 unknown key `reason` (did you mean `reasons`?)",
            "error[wrong-type] content/registers/interested-parties.toml:4:1 expected a list of tables, found a table \
             (write `[[party.requirements]]` above each one)",
            "error[unknown-key] content/registers/interested-parties.toml:6:3 unknown key `requirements` \
             (write `[[party.requirements]]`, below the `[[party]]` that it belongs to)",
            "error[unknown-role] content/a.md:2:9 unknown role `somebody` (the roles are: ceo, it-lead)",
            "error[unknown-role] content/a.md:3:12 unknown role `it-led` (did you mean `it-lead`?)",
            "error[unknown-reference] content/a.md:4:13 unknown id `8.13` (did you mean `A.8.13`?)",
            "error[unknown-reference] content/registers/applicability.toml:2:6 there is no control `8.13` (did you mean `A.8.13`?)",
            "error[unknown-reference] content/registers/interested-parties.toml:11:13 unknown id `8.13` (did you mean `A.8.13`?)",
            "error[unknown-reference] content/registers/interested-parties.toml:11:19 `8.1` is a clause, expected one of: controls \
             (did you mean `A.8.1`?)",
        ],
    );
}
