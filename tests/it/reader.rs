//! Pages for both kinds of readers: the people a handbook applies to, and the people who maintain it.

use crate::fixture::build;

/// A handbook with two roles, a policy for all and one for some, and a glossary.
const HANDBOOK: &str = "
//- content/policies/access.md
+++
title = \"Access\"
version = \"2.1\"
status = \"approved\"
approved = 2026-02-10
classification = \"confidential\"
applies-to = [\"all-staff\"]
for-you = [\"Sign in with a key.\"]
+++
## Reviews {#reviews controls=\"A.6.8\"}
Every risk owner looks at the assets of the team, `svc-` accounts too, and at each asset that left.
## Assets
An asset again, and [an asset](#reviews).
//- content/policies/code.md
+++
title = \"Code\"
status = \"approved\"
approved = 2026-03-10
applies-to = [\"developers\"]
+++
Text.
//- content/registers/roles.toml
[[role]]
id = \"all-staff\"
title = \"All staff\"
[[role]]
id = \"developers\"
title = \"Developers\"
[[role]]
id = \"security\"
title = \"Security lead\"
holder = \"Ada\"
email = \"ada@example.org\"
//- content/registers/applicability.toml
[[control]]
id = \"A.6.8\"
applicable = true
owner = \"security\"
//- content/registers/glossary.toml
[[term]]
id = \"asset\"
title = \"Asset\"
definition = \"What *counts*, see [[risk-owner]].\"
[[term]]
id = \"risk-owner\"
title = \"Risk owner\"
definition = \"Who answers.\"
[[term]]
id = \"risk\"
title = \"Risk\"
definition = \"What may happen.\"
";

#[test]
fn a_term_leads_to_its_definition_where_a_section_first_uses_it() {
    let built = build(HANDBOOK);
    assert_eq!(built.problems(), Vec::<String>::new());
    let page = built.main("documents/policies/access.html");
    let glossary = "../../registers/glossary";
    let asset =
        format!("<a class=\"term\" href=\"{glossary}/asset.html\" title=\"What counts, see Risk owner.\">assets</a>");
    let owner = format!("<a class=\"term\" href=\"{glossary}/risk-owner.html\" title=\"Who answers.\">risk owner</a>");
    for expected in [asset, owner] {
        assert!(page.contains(&expected), "{expected}\n{page}");
    }
    assert!(page.contains("asset</a> again, and <a href=\"#reviews\">an asset</a>"), "another section: {page}");
    assert_eq!(page.matches("class=\"term\"").count(), 3, "{page}");
}

#[test]
fn a_document_says_what_it_means_and_bears_its_label() {
    let built = build(HANDBOOK);
    let page = built.page("documents/policies/access.html");
    for expected in [
        "<li>Sign in with a key.</li>",
        "data-sheet=\"Access · version 2.1 · approved 10 February 2026\"",
        "<span class=\"classification\">Confidential</span>",
        "<a href=\"../index.html#policies\">Policies</a>",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
}

#[test]
fn a_requirement_quotes_the_section_that_addresses_it() {
    let built = build(HANDBOOK);
    let page = built.main("controls/a.6.8.html");
    let quote = "<blockquote>Every risk owner looks at the assets of the team, svc- accounts too, and at each asset that left.</blockquote>";
    assert!(page.contains(quote), "{page}");
}

#[test]
fn staff_find_what_binds_them_what_is_new_and_whom_to_tell() {
    let built = build(HANDBOOK);
    let page = built.main("index.html");
    for expected in [
        "<a href=\"roles/of/security.html\">Security lead</a>, Ada, <a href=\"mailto:ada@example.org\">",
        "How: <a href=\"documents/policies/access.html#reviews\">Reviews</a>",
        "<dt><a href=\"roles/of/developers.html\">Developers</a></dt><dd><a href=\"documents/policies/code.html\">Code</a></dd>",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
    let (code, access) = (page.find("10 March 2026").unwrap(), page.find("10 February 2026").unwrap());
    assert!(code < access, "the latest stands first");
}
