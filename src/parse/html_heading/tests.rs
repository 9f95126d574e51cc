use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{HtmlHeadings, occur_in};

/// Compares the headings of a text, as Markdown, and the number of paragraphs.
#[track_caller]
fn check(text: &str, headings: &[&str], paragraphs: usize) {
    let (mut found, mut open, mut count, mut depth) = (Vec::new(), None::<String>, 0, 0_i32);
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter();
    assert!(occur_in(text), "{text}");
    for (event, _) in HtmlHeadings::new(text, events) {
        match event {
            Event::Start(tag) => {
                depth += 1;
                count += usize::from(tag == Tag::Paragraph);
                if let Tag::Heading { level, id, .. } = tag {
                    let id = id.map_or_else(String::new, |id| format!("{{{id}}}"));
                    open = Some(format!("{}{id} ", "#".repeat(level as usize)));
                }
            }
            Event::End(end) => {
                depth -= 1;
                if matches!(end, TagEnd::Heading(_)) {
                    found.extend(open.take());
                }
            }
            Event::Text(words) => open.iter_mut().for_each(|open| open.push_str(&words)),
            Event::SoftBreak => open.iter_mut().for_each(|open| open.push(' ')),
            _ => {}
        }
    }
    assert_eq!((found, count, depth), (headings.iter().map(|&h| h.to_owned()).collect(), paragraphs, 0), "{text}");
}

#[test]
fn a_heading_in_raw_html_is_one_of_markdown() {
    check("<h1 align=\"center\">Rules for leavers</h1>\n\ntext\n", &["# Rules for leavers"], 1);
    check("<H2 id='own'>A &amp; B &lt;c&gt; &copy; R&D</H2>\n", &["##{own} A & B <c> © R&D"], 0);
    check("<h3 name=x>One <b>two</b>\n  three<br>four\n</h3>\n", &["###{x} One two three four"], 0);
    check("<div>\n<h1>A</h1>\n<p>b</p>\n<h2>C</h2>\n</div>\n", &["# A", "## C"], 0);
    check("<h1 align=\"center\">\n\nThe **whole** title\n\n</h1>\n\ntext\n", &["# The whole title"], 1);
    check("<h1\n  align=\"center\"\n>\n  <img src=\"a.png\">\n  Title\n</h1>\n", &["# Title"], 0);
    check("> <h2>In a\n> quotation</h2>\n\n- <h3>In a list</h3>\n", &["## In a quotation", "### In a list"], 0);
    check("<h2>CRLF</h2>\r\n\r\ntext\r\n<h2>A\r\nB</h2>\r\n", &["## CRLF", "## A B"], 1);
}

#[test]
fn a_heading_inside_a_line_parts_the_paragraph() {
    check("<a name=\"a\"></a><h2>Keys A.5.15</h2> after\n", &["## Keys A.5.15"], 2);
    check("<b></b><h2>**Bold**</h2>\n", &["## Bold"], 1);
    check("text <h2>[x](b.md)</h2>\nmore\n", &["## x"], 2);
    check("- <a id=x></a><h3>Item</h3>\n", &["### Item"], 0);
}

#[test]
fn whatever_only_looks_like_a_heading_stays_as_it_is() {
    for text in [
        "<h2>Never ended\n\ntext\n",
        "<h2>Ended by another</h3>\n\ntext\n",
        "<!-- <h2>no</h2> -->\n\ntext\n",
        "<pre>\n<h2>no</h2>\n</pre>\n\ntext\n",
        "<div><style>x { content: '<h2>no</h2>' }</style></div>\n\ntext\n",
        "`<h2>no</h2>`\n\n    <h2>no</h2>\n",
        "| a |\n|---|\n| <h2>no</h2> |\n\ntext\n",
    ] {
        check(text, &[], 1);
    }
    check("<h1>\n\n## Inner\n\n</h1>\n", &["## Inner"], 0);
}
