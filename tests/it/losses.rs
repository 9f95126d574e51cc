//! Nothing that an author wrote in a text disappears in silence: it is on the page, or it is reported at its place.

use crate::fixture::{build, build_without_drafts, check};

/// Builds a book of one text, and returns its page and its problems.
fn page(text: &str) -> (String, Vec<String>) {
    let built = build(&format!("//- content/a.md\n+++\ntitle = \"A\"\n+++\n{text}\n//- content/b.md\n# The other\n"));
    (built.main("documents/a.html").to_owned(), built.problems())
}

#[track_caller]
fn shows(text: &str, expected: &[&str]) {
    let (page, problems) = page(text);
    for part in expected {
        assert!(page.contains(part), "{part}\n{page}\n{problems:?}");
    }
}

#[test]
fn words_in_angle_brackets_stay_on_the_page() {
    shows(
        "Report to <service desk> within <number> hours.\n\n## Tell <team lead>\n\n| a |\n|---|\n| <role> |\n\n\
         The list is a List<String>. **Ask:**<Jane Example> or <address>.\n\n<Insert company name>\nand *more*\n\n\
         - `<code>` &lt;x&gt; \\<y\\>\n\n<div>\n<inside>\n</div>\n",
        &[
            "Report to &lt;service desk&gt; within &lt;number&gt; hours.",
            ">Tell &lt;team lead&gt;</h",
            "<td>&lt;role&gt;</td>",
            "a List&lt;String&gt;. <strong>Ask:</strong>&lt;Jane Example&gt; or &lt;address&gt;.",
            "<p>&lt;Insert company name&gt;\nand <em>more</em></p>",
            "<code>&lt;code&gt;</code> &lt;x&gt; &lt;y&gt;",
            "&lt;inside&gt;",
        ],
    );
}

#[test]
fn markup_that_html_has_stays_markup() {
    shows(
        "A<br>b <kbd>C</kbd> <time>9:00</time> <a name=\"n\">x</a>\n\n<details>\n<summary>S</summary>\n\nD\n\n</details>\n\n\
         <https://e.org> [x](<b.md>) 3 < 4\n",
        &[
            "A<br>b <kbd>C</kbd> <time>9:00</time>",
            "<a id=\"n\">x</a>",
            "<summary>S</summary>",
            "href=\"https://e.org\"",
            "3 &lt; 4",
        ],
    );
}

#[test]
fn words_in_braces_stay_in_the_heading() {
    shows(
        "## Template for {name}\n\n## Levels {1, 2, 3}\n\nPath ${HOME}\n---\n\n## Empty {} ##\n\n## Fix {see #12}\n\n## Own {#own}\n",
        &[
            "id=\"template-for-name\">Template for {name}</h",
            "Levels {1, 2, 3}</h",
            ">Path ${HOME}</h",
            ">Empty {}</h",
            ">Fix {see #12}</h",
            "id=\"own\">Own</h",
        ],
    );
}

#[test]
fn claims_that_are_nearly_right_are_refused() {
    check(
        "
//- content/a.md
## A {controls=A.5.1 A.5.2 A.5.3}
## B {controls: \"A.5.3\"}
## C {controls}
## D {clauses=\"\"}
## E {#two has words}
## F {search}
",
        &[
            "error[unknown-attribute] content/a.md:1:22 `A.5.2` is not an attribute of a heading \
             (write the ids in quotes: `controls=\"A.5.1 A.5.2\"`)",
            "error[invalid-value] content/a.md:2:7 `controls` has no value (write `controls=\"…\"`)",
            "error[invalid-value] content/a.md:3:7 `controls` has no value (write `controls=\"…\"`)",
            "error[invalid-value] content/a.md:4:7 `clauses` has no value (write `clauses=\"…\"`)",
            "error[unknown-attribute] content/a.md:5:12 `has` is not an attribute of a heading (braces at the end of a heading \
             hold `#id`, `.class`, `controls=`, `clauses=` and `search=`)",
            "error[invalid-value] content/a.md:6:7 `search` has no value (write `search=false`)",
        ],
    );
}

#[test]
fn front_matter_that_does_not_begin_the_file_is_refused() {
    for (before, column, message) in [
        ("\n---\ntitle: A\nstatus: approved\n---\n", "2:1", "the first character of a file (remove the space"),
        (" ---\ntitle: A\n---\n", "1:2", "the first character of a file (remove the space"),
        ("<!-- IT\n-->\n\n---\ntitle: A\nowner: x\n---\n", "4:1", "the first line (move the comment"),
        ("\n\n+++\ntitle = \"A\"\n+++\n", "3:1", "the first character of a file (remove the space"),
        ("\u{feff}\n---\ntitle: A\n---\n", "2:1", "the first character of a file (remove the space"),
        ("\n---\nlayout: post\ndate: 2026-01-01\n---\n", "2:1", "the first character of a file (remove the space"),
        ("----\ntitle: A\n----\n", "1:1", "begins with `---` (write `---` before and behind it)"),
        ("—\ntitle: A\n—\n", "1:1", "begins with `---` (write `---` before and behind it)"),
    ] {
        let problems = build(&format!("//- content/a.md\n{before}Words.\n")).problems();
        let [problem] = &problems[..] else { panic!("{before:?}: {problems:?}") };
        assert!(problem.starts_with(&format!("error[misplaced-front-matter] content/a.md:{column} ")), "{problem}");
        assert!(problem.contains(message), "{problem}");
    }
}

#[test]
fn rules_and_headings_at_the_start_are_no_front_matter() {
    for text in [
        "\n---\n\nWords: more words.\n\n---\n",
        "\nTitle\n---\nNote: x\n\n---\n",
        "<!-- c -->\n# A\n---\nowner: somebody\n",
        "\n---\nA sentence with a colon: here.\n---\n",
        "- a\n- b\n",
        "\n***\ntitle: x\n***\n",
    ] {
        check(&format!("//- content/a.md\n{text}"), &[]);
    }
}

#[test]
fn a_merge_conflict_is_one_error_for_each() {
    check(
        "
//- content/a.md
+++
<<<<<<< HEAD
title = \"A\"
=======
title = \"B\"
>>>>>>> other
+++
## One {#x}
<<<<<<< HEAD
## Two {#x}
||||||| base
=======
## Three {#x}
>>>>>>> other
//- content/b.md
Words

>>>>>>> rest of one
",
        &[
            "error[merge-conflict] content/a.md:2:1 an unresolved merge conflict \
             (keep one of the two sides, or both, and remove the lines with the markers)",
            "error[merge-conflict] content/a.md:9:1 an unresolved merge conflict \
             (keep one of the two sides, or both, and remove the lines with the markers)",
            "error[merge-conflict] content/b.md:3:1 the end of an unresolved merge conflict \
             (keep one of the two sides, or both, and remove the lines with the markers)",
        ],
    );
    check(
        "//- content/a.md\nA heading\n=======\n\n```\n<<<<<<< HEAD\n=======\n>>>>>>> b\n```\n\n>>>>>>> deep\n",
        &["error[merge-conflict] content/a.md:10:1 the end of an unresolved merge conflict \
         (keep one of the two sides, or both, and remove the lines with the markers)"],
    );
    check("//- content/a.md\nA heading\n=======\n\n> > >>>>> quoted\n\n`<<<<<<<`\n", &[]);
}

#[test]
fn a_definition_begins_with_a_colon_and_a_space() {
    shows(
        "Never share.\n\n:warning: It matters.\n\nNext.\n\n:::note\nOther tool.\n:::\n\nRun `first\n: second` here.\n\n\
         Term\n: Meaning\n",
        &[
            "<p>:warning: It matters.</p>",
            "<p>:::note\nOther tool.\n:::</p>",
            "<code>first : second</code>",
            "<dt>Term</dt>\n<dd>Meaning</dd>",
        ],
    );
}

#[test]
fn each_reference_to_a_footnote_has_a_way_back() {
    shows(
        "One.[^k] Two.[^k]\n\n[^k]: Note.\n",
        &[
            "href=\"#_fnref-1\" aria-label=\"Back to reference 1\"",
            "href=\"#_fnref-1-2\" aria-label=\"Back to reference 1, place 2\"",
        ],
    );
}

#[test]
fn a_link_without_a_scheme_is_kept() {
    let (page, problems) = page("[portal](//portal.example/x) <a href=\"//e.org/y\">y</a>");
    assert!(page.contains("<a href=\"https://portal.example/x\">portal</a>"), "{page}");
    assert!(page.contains("<a href=\"https://e.org/y\">y</a>"), "{page}");
    assert_eq!(problems, [""; 0]);
}

#[test]
fn what_would_be_loaded_from_another_host_becomes_a_link() {
    let (page, problems) = page(
        "<iframe src=\"https://video.example/1\" title=\"The film\"></iframe>\n\nA <img src='//e.org/p.png' alt='plan'> b.\n",
    );
    assert!(page.contains("<a href=\"https://video.example/1\">The film</a>"), "{page}");
    assert!(page.contains("A <a href=\"https://e.org/p.png\">plan</a> b."), "{page}");
    assert!(!page.contains("<img") && !page.contains("<iframe"), "{page}");
    let codes: Vec<_> = problems.iter().map(|problem| problem.split(' ').next().unwrap()).collect();
    assert_eq!(codes, ["warning[remote-file]"], "{problems:?}");
}

#[test]
fn a_link_without_words_has_the_name_of_its_target() {
    shows("[[b|]] and [](b.md)", &["<a href=\"b.html\">The other</a> and <a href=\"b.html\">The other</a>"]);
}

#[test]
fn escaped_braces_are_text() {
    shows(
        "\\{{ controls }} {\\{ controls }} &#123;{ controls }} \\\\{{ controls }} a\\* {{ controls }}",
        &["<p>{{ controls }} {{ controls }} {{ controls }} \\<a href=\"../controls/index.html\">93</a> a* <a"],
    );
}

#[test]
fn a_time_of_day_is_read_alike_in_both_formats() {
    for time in ["2026-12-01T10:00:00Z", "2026-12-01 10:00:00", "2026-12-01T10:00:00+01:00"] {
        check(
            &format!("//- content/a.md\n---\nreview-by: {time}\n---\n//- content/b.md\n+++\nreview-by = {time}\n+++\n"),
            &[],
        );
    }
    let problems = build("//- content/a.md\n---\nreview-by: 2026-12-01 or so\n---\n").problems();
    assert!(problems[0].contains("expected a date, found text"), "{problems:?}");
}

#[test]
fn addresses_that_differ_in_case_are_reported() {
    check(
        "
//- content/a.md
+++
aliases = [\"old/Foo.html\"]
+++
//- content/b.md
+++
aliases = [\"old/foo.html\", \"old/bar.html\"]
+++
",
        &[
            "warning[colliding-address] content/b.md:2:12 the addresses `old/foo.html` and `old/Foo.html` differ only in \
           case (rename one of the files, or change the id or the alias)",
        ],
    );
}

#[test]
fn losses_in_registers_are_reported_and_tags_are_kept() {
    let built = build(
        "
//- content/registers/risks.toml
[[risk]]
id = \"R-1\"
title = \"Loss\"
category = \"people\"
owner = \"x\"
likelihood = 1
impact = 1
treatment = \"accept\"
description = \"Ask <service desk>, see [x](my b.md).\"
",
    );
    assert!(built.main("registers/risks/r-1.html").contains("Ask &lt;service desk&gt;"));
    assert_eq!(
        built.problems(),
        [
            "warning[placeholder-text] content/registers/risks.toml:9:20 `<service desk>` is a placeholder",
            "warning[near-link] content/registers/risks.toml:9:40 an address with a space in it is not a link \
             (write `(<my b.md>)`, or `%20` for each space)",
        ]
    );
}

#[test]
fn drafts_that_are_left_out_and_retired_texts_are_not_searched_for_losses() {
    for status in ["draft", "retired"] {
        let text = format!("//- content/a.md\n+++\nstatus = \"{status}\"\n+++\n##No heading <role>\n");
        assert_eq!(build_without_drafts(&text).problems(), [""; 0], "{status}");
        assert_eq!(build(&text).problems().is_empty(), status == "retired");
    }
}

#[test]
fn ordinary_markdown_is_silent() {
    let (_, problems) = page(
        "# Title\n\nText with *emphasis*, `code`, <b>bold</b>, a [link](b.md), ![](p.png) and https://e.org/a_b.\n\n\
         - [x] done\n- [ ] open (see above)\n  1. nested\n\n> [!NOTE]\n> An alert.\n\n| a | b |\n|:--|--:|\n| `x` | y |\n| z |\n\n\
         ## Section\n\n<details>\n<summary>More</summary>\n\n- item\n\n</details>\n\n<!-- comment -->\n\n```yaml\na: {b}\nc: <d>\n```\n\n\
         <p align=\"center\">\n  <img src=\"p.png\" width=\"10\">\n</p>\n\n<picture><source srcset=\"p.png\"><img src=\"p.png\"></picture>\n\n\
         A note[^1] and [ref][r] and [r]. Issue #12, @name, 5 < 6, a -> b, C:\\dir, 10:30, {x}, $HOME, \"TBD\".\n\n\
         [^1]: Text.\n\n[r]: b.md\n[unused]: https://e.org\n\nTerm\n: Definition\n\nAlternate\n===\n\nRFC [1], array[0][1], f(x)[0].\n\
         //- content/p.png\nx\n",
    );
    assert_eq!(problems, [""; 0]);
}
