//! What is nested too deeply for a page.

use crate::fixture::build;

fn place(text: &str) -> Vec<String> {
    let built = build(&format!("//- content/a.md\n{text}\n"));
    built.problems().into_iter().filter(|problem| problem.contains("nested-too-deeply")).collect()
}

#[test]
fn what_is_nested_too_deeply_is_an_error_at_its_place() {
    let error = |place: &str, open: usize| {
        let help = "close each element of raw HTML, and use fewer levels";
        let message = format!("nested too deeply: {open} blocks and elements are open here");
        [format!("error[nested-too-deeply] content/a.md:{place} {message} ({help})")]
    };
    // The block of HTML is one of them.
    assert_eq!(place(&"<div>".repeat(50_000)), error("1:2496", 500));
    assert_eq!(place(&"<div></i>".repeat(2000)), error("1:4492", 500));
    assert_eq!(place(&"<div>\n\n".repeat(2000)), error("999:1", 500));
    assert_eq!(place(&"a <SPAN>".repeat(2000)), error("1:3995", 500));
    assert_eq!(place(&format!("<svg>{}</svg>", "<g>".repeat(2000))), error("1:1500", 500));
    assert_eq!(place(&format!("{} x", ">".repeat(2000))), error("1:501", 500));
    let formats: String = (0..100).map(|n| format!("<b id=\"{n}\">x\n\n")).collect();
    assert_eq!(place(&formats), error("101:1", 51));
}

#[test]
fn what_html_closes_by_itself_is_not_nested() {
    for text in [
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
    ] {
        assert_eq!(place(&text.repeat(400)), [""; 0], "{text}");
    }
}
