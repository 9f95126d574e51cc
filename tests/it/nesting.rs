//! What is nested too deeply for a page.

use crate::fixture::build;

fn place(text: &str) -> Vec<String> {
    too_deep(&format!("//- content/a.md\n{text}\n"))
}

fn too_deep(book: &str) -> Vec<String> {
    let built = build(book);
    built.problems().into_iter().filter(|problem| problem.contains("nested-too-deeply")).collect()
}

#[test]
fn what_is_nested_too_deeply_is_an_error_at_its_place() {
    let error = |place: &str, open: usize| {
        let help = "close each element of raw HTML, and use fewer levels";
        let message = format!("nested too deeply: {open} blocks and elements are open here");
        [format!("error[nested-too-deeply] content/a.md:{place} {message} ({help})")]
    };
    assert_eq!(place(&"<div>".repeat(50_000)), error("1:10001", 2000));
    assert_eq!(place(&"<div></i>".repeat(3000)), error("1:18001", 2000));
    assert_eq!(place(&"<div>\n\n".repeat(3000)), error("4001:1", 2000));
    assert_eq!(place(&"a <SPAN>".repeat(3000)), error("1:15995", 2000));
    assert_eq!(place(&format!("<svg>{}</svg>", "<g>".repeat(3000))), error("1:6000", 2000));
    assert_eq!(place(&format!("{} x", ">".repeat(3000))), error("1:2001", 2000));
    let formats: String = (0..100).map(|n| format!("<b id=\"{n}\">x\n\n")).collect();
    assert_eq!(place(&formats), error("101:1", 51));
}

#[test]
fn what_html_closes_by_itself_is_not_nested() {
    let texts = [
        "<p>x\n\n",
        "a<br>b <hr> <img src=\"\">\n",
        "<ul><li>x<li>y</ul>\n\n",
        "<table><tr><td>a<td>b<tr><td>c</table>\n\n",
        "<a id=\"x\"/>Words\n\n",
        "<b>forgotten\n\n",
        "<span id=\"x\"/>Words\n\n",
        "<div><b>x</b></div>\n\n",
        "<DIV>x</div>\n\n",
        "<svg><path d=\"\"/><g></g></svg>\n\n",
        "- x\n  > y\n\n",
        "<service desk> <T>\n\n",
        "`<div>`\n\n",
    ];
    let book: String =
        (0..).zip(texts).map(|(n, text)| format!("//- content/{n}.md\n{}\n", text.repeat(1500))).collect();
    assert_eq!(too_deep(&book), [""; 0]);
}
