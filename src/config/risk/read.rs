//! Reads the `[risk]` table; what it does not set has its default.

use super::{Asks, RiskBand, RiskScale, Scoring, Step};
use crate::diag::{Diagnostic, did_you_mean};
use crate::source::{Span, Spanned};
use crate::value::{Fields, Node, Value};

/// A score is no greater than this.
const MOST: i64 = 10_000;
/// First words of the named counts that go with every register, so that no band can have them as its id.
const TAKEN: [&str; 1] = ["overdue"];
/// The words of `asks` that name nobody.
const WORDS: [&str; 3] = ["within-criteria", "owner", "treat"];

/// Reads the `[risk]` table.
pub(in crate::config) fn read_risk(fields: Option<Fields<'_>>) -> RiskScale {
    let mut scale = RiskScale::default();
    let Some(fields) = fields else { return scale };
    for key in ["likelihood", "impact", "band"] {
        report_empty(&fields, key);
    }
    for (key, steps) in [("likelihood", &mut scale.likelihood), ("impact", &mut scale.impact)] {
        let given = read_steps(&fields, key);
        if !given.is_empty() {
            *steps = given;
        }
    }
    if let Some(scoring) = read_scoring(&fields, &scale) {
        scale.scoring = scoring;
    }
    let replaced = report_replaced(&fields);
    let bands: Vec<_> = fields.tables("band").into_iter().filter_map(read_band).collect();
    match fields.node("band") {
        Some(_) => check_bands(&fields, &bands, &scale),
        None if !replaced => check_default_bands(&fields, &scale),
        None => {}
    }
    if !bands.is_empty() {
        scale.bands = bands.into_iter().map(|band| band.value).collect();
        scale.bands.sort_by_key(|band| band.from);
    }
    fields.finish();
    scale
}

/// Reports a list that is written without an item, which would leave the book with the default.
fn report_empty(fields: &Fields<'_>, key: &str) {
    let Some(node) = fields.node(key) else { return };
    if matches!(&node.value, Value::List(items) if items.is_empty()) {
        let message = format!("`{key}` is empty");
        let help = "remove it for the default, or write at least one item".to_owned();
        fields.report(Diagnostic::error("invalid-value", node.span, message).help(help));
    }
}

/// The steps of a scale: names, or tables with a name and its definition.
fn read_steps<'a>(fields: &Fields<'a>, key: &str) -> Vec<Step> {
    let step = |node: &'a Node| match &node.value {
        Value::Table(table) => {
            let step = fields.inner(table);
            let name = step.required_text("name")?.value;
            let means = step.text("means").map(|t| t.value);
            step.finish();
            Some(Step { name, means })
        }
        _ => fields.text_of(node).map(|text| Step { name: text.value, means: None }),
    };
    fields.list(key).into_iter().filter_map(step).collect()
}

/// How a score is made; the scales are known already.
fn read_scoring(fields: &Fields<'_>, scale: &RiskScale) -> Option<Scoring> {
    let node = fields.node("score")?;
    if !matches!(node.value, Value::List(_)) {
        let words = [("product", false), ("sum", true)];
        return fields.choice("score", &words).map(|sum| if sum.value { Scoring::Sum } else { Scoring::Product });
    }
    let scores = |row: &Node| match &row.value {
        Value::List(cells) => cells.iter().map(score).collect::<Option<Vec<u32>>>(),
        _ => None,
    };
    let rows: Option<Vec<Vec<u32>>> = fields.list("score").into_iter().map(scores).collect();
    let (steps, width) = (scale.likelihood.len(), scale.impact.len());
    let rows = rows.filter(|rows| rows.len() == steps && rows.iter().all(|row| row.len() == width));
    if rows.is_none() {
        let message = format!("`score` is not a table of {steps} rows with {width} whole numbers each");
        let help = format!(
            "write \"product\", \"sum\", or a row for each step of likelihood with a score from 1 to {MOST} for each \
             step of impact"
        );
        fields.report(Diagnostic::error("invalid-value", node.span, message).help(help));
    }
    rows.map(Scoring::Table)
}

fn score(node: &Node) -> Option<u32> {
    match node.value {
        Value::Integer(number) if (1..=MOST).contains(&number) => u32::try_from(number).ok(),
        _ => None,
    }
}

/// Reports the keys that bands have replaced, with the bands that say the same. Returns whether there was one.
fn report_replaced(fields: &Fields<'_>) -> bool {
    let found = ["acceptable", "high"].map(|key| fields.node(key));
    let number = |node: Option<&Node>, default: i64| match node.map(|node| &node.value) {
        Some(Value::Integer(number)) => (*number).clamp(0, MOST),
        _ => default,
    };
    let [acceptable, high] = [number(found[0], 8), number(found[1], 15)];
    let mut bands = vec![("low", 1, "within-criteria")];
    if high > acceptable + 1 {
        bands.push(("medium", acceptable + 1, "owner"));
    }
    bands.push(("high", high.max(acceptable + 1).max(2), "treat"));
    let bands: String = bands
        .iter()
        .map(|(id, from, asks)| {
            format!("\n\n[[risk.band]]\nid = \"{id}\"\nname = \"{id}\"\nfrom = {from}\nasks = \"{asks}\"")
        })
        .collect();
    let mut found = ["acceptable", "high"].iter().zip(found).filter_map(|(key, node)| Some((key, node?)));
    let Some((key, node)) = found.next() else { return false };
    let message = format!("`{key}` has been replaced by the bands of the book");
    let mut finding = Diagnostic::error("unknown-key", fields.key_span(key).unwrap_or(node.span), message);
    if let Some((other, node)) = found.next() {
        finding = finding.also(fields.key_span(other).unwrap_or(node.span), "replaced, too");
    }
    let help = format!("remove it, and write below the other keys of `[risk]`:{bands}");
    fields.report(finding.help(help));
    true
}

/// Reads a `[[risk.band]]` table.
fn read_band(fields: Fields<'_>) -> Option<Spanned<RiskBand>> {
    let span = fields.span();
    let id = fields.required_text("id").filter(|id| is_id(id, &fields));
    let name = fields.text("name").map(|t| t.value);
    fields.require("from");
    let from = fields.whole("from", 1..=MOST).and_then(|from| u32::try_from(from.value).ok());
    let asks = fields.required_text("asks").and_then(|asks| read_asks(asks, &fields));
    fields.finish();
    let id = id?.value;
    let name = name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| id.clone());
    Some(Spanned { value: RiskBand { id, name, from: from?, asks: asks? }, span })
}

/// Returns whether a text can be the id of a band; if not, it is reported.
fn is_id(id: &Spanned<String>, fields: &Fields<'_>) -> bool {
    let fits = id.value.starts_with(|c: char| c.is_ascii_lowercase())
        && id.value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let (message, help) = match () {
        () if !fits => (
            format!("`{}` is not in kebab-case", id.value),
            "use lowercase letters, digits and hyphens, starting with a letter".to_owned(),
        ),
        () if TAKEN.contains(&id.value.as_str()) => (
            format!("`{{{{ {} risks }}}}` already counts something else", id.value),
            "choose another id for the band".to_owned(),
        ),
        () => return true,
    };
    fields.report(Diagnostic::error("invalid-name", id.span, message).help(help));
    false
}

fn read_asks(text: Spanned<String>, fields: &Fields<'_>) -> Option<Asks> {
    match text.value.as_str() {
        "within-criteria" => Some(Asks::WithinCriteria),
        "owner" => Some(Asks::Owner),
        "treat" => Some(Asks::Treat),
        word => match word.strip_prefix("role:").map(str::trim) {
            Some(role) if !role.is_empty() => Some(Asks::Role(Spanned { value: role.to_owned(), span: text.span })),
            _ => {
                let help = match did_you_mean(word, WORDS.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("one of: {}, role:ID", WORDS.join(", ")),
                };
                let message = format!("`{word}` is not a valid value for `asks`");
                fields.report(Diagnostic::error("unknown-choice", text.span, message).help(help));
                None
            }
        },
    }
}

/// Reports bands that leave a score without a band, or that no score reaches.
fn check_bands(fields: &Fields<'_>, bands: &[Spanned<RiskBand>], scale: &RiskScale) {
    let report = |span: Span, message: String, help: String| {
        fields.report(Diagnostic::error("invalid-value", span, message).help(help));
    };
    let (lowest, highest) = scale.range();
    for (at, band) in bands.iter().enumerate() {
        let RiskBand { id, from, .. } = &band.value;
        let before = &bands[..at];
        if before.iter().any(|other| other.value.id == *id) {
            report(band.span, format!("there are two bands `{id}`"), "give each band an id of its own".to_owned());
        } else if before.iter().any(|other| other.value.from >= *from) {
            let message = format!("band `{id}` does not begin above the band before it");
            report(band.span, message, "list the bands by `from`, the lowest first".to_owned());
        } else if *from > highest {
            let message = format!("no risk can reach band `{id}`: the highest score is {highest}");
            report(band.span, message, "lower `from`, or remove the band".to_owned());
        }
    }
    if let Some(first) = bands.first().filter(|first| first.value.from > lowest) {
        let message = format!("scores below {} have no band", first.value.from);
        report(first.span, message, format!("let the first band begin at the lowest score: `from = {lowest}`"));
    }
}

/// Reports scales on which no risk can reach the last of the bands that a book has by default.
fn check_default_bands(fields: &Fields<'_>, scale: &RiskScale) {
    let (_, highest) = scale.range();
    if let Some(last) = scale.bands.last().filter(|last| last.from > highest) {
        let (id, from) = (&last.id, last.from);
        let message = format!("no risk can reach band `{id}`, which begins at {from}: the highest score is {highest}");
        let help = "write bands for these scales: `[[risk.band]]` with `id`, `name`, `from` and `asks`".to_owned();
        fields.report(Diagnostic::warning("invalid-value", fields.span(), message).help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Asks, RiskScale, Scoring};
    use crate::config;
    use crate::source::{Content, Role, SourceFile, Sources};

    /// Reads a book with this `[risk]` table; returns its criteria, and the problems with their help.
    fn read(risk: &str) -> (Option<RiskScale>, Vec<String>) {
        let mut sources = Sources::default();
        let text = format!("[book]\ntitle = \"T\"\norganisation = \"O\"\n[risk]\n{risk}");
        let content = Content::Text(text.as_str().into());
        sources.add(SourceFile { path: "book.toml".into(), role: Role::Config, content });
        let (config, problems) = config::read(&sources);
        let told = |d: crate::diag::Diagnostic| format!("{} ({})", d.message, d.help.unwrap_or_default());
        (config.map(|config| config.risk), problems.into_iter().map(told).collect())
    }

    fn band(id: &str, from: u32, asks: &str) -> String {
        format!("[[risk.band]]\nid = \"{id}\"\nfrom = {from}\nasks = \"{asks}\"\n")
    }

    #[test]
    fn a_book_has_the_bands_it_writes() {
        let bands = [band("a", 1, "within-criteria"), band("b", 5, "owner"), band("c", 9, "role:ceo")].concat();
        let (scale, problems) = read(&format!("{bands}{}", band("d", 15, "treat")));
        assert_eq!(problems, Vec::<String>::new());
        let scale = scale.unwrap();
        let asks: Vec<_> = scale.bands.iter().map(|band| (band.id.as_str(), band.from, band.asks.word())).collect();
        let expected = [("a", 1, "within-criteria"), ("b", 5, "owner"), ("c", 9, "role:ceo"), ("d", 15, "treat")];
        assert_eq!(asks, expected.map(|(id, from, asks)| (id, from, asks.to_owned())));
        assert!(matches!(&scale.band(12).asks, Asks::Role(role) if role.value == "ceo"));
    }

    #[test]
    fn old_keys_say_which_bands_to_write() {
        for (old, from) in
            [("acceptable = 6\nhigh = 12\n", ["from = 7", "from = 12"]), ("high = 20\n", ["from = 9", "from = 20"])]
        {
            let (scale, problems) = read(old);
            assert!(scale.is_none(), "{old}");
            let [problem] = &problems[..] else { panic!("{problems:?}") };
            assert!(problem.contains("has been replaced by the bands of the book"), "{problem}");
            assert!(from.iter().all(|from| problem.contains(from)), "{problem}");
        }
        // What the help prints can be written as it is.
        let (_, problems) = read("acceptable = 6\nhigh = 12\n");
        let bands = problems[0].split_once("`[risk]`:").unwrap().1.trim_end_matches(')');
        let (scale, problems) = read(bands);
        assert_eq!(problems, Vec::<String>::new());
        let scale = scale.unwrap();
        assert_eq!([6, 7, 11, 12].map(|score| scale.band(score).id.as_str()), ["low", "medium", "medium", "high"]);
    }

    #[test]
    fn every_score_has_a_band_and_every_band_a_score() {
        let problem = |bands: &[String]| read(&bands.concat()).1.join("; ");
        let low = band("low", 1, "within-criteria");
        assert_eq!(problem(&[low.clone(), band("high", 25, "treat")]), "");
        assert!(problem(&[band("low", 2, "owner")]).starts_with("scores below 2 have no band"));
        assert!(problem(&[low.clone(), band("high", 26, "treat")]).contains("the highest score is 25"));
        assert!(problem(&[low.clone(), band("low", 9, "treat")]).starts_with("there are two bands `low`"));
        assert!(problem(&[low.clone(), band("high", 1, "treat")]).contains("does not begin above"));
        assert!(problem(&[low.clone(), band("overdue", 9, "treat")]).contains("counts something else"));
        assert!(problem(&[low.clone(), band("Very high", 9, "treat")]).contains("kebab-case"));
        assert!(problem(&[low, band("high", 9, "nobody")]).contains("`nobody` is not a valid value for `asks`"));
        assert!(problem(&["score = \"sum\"\n".to_owned(), band("low", 2, "owner")]).is_empty());
    }

    #[test]
    fn a_list_without_an_item_is_an_error() {
        for key in ["likelihood", "impact", "band"] {
            assert_eq!(
                read(&format!("{key} = []\n")).1,
                [format!("`{key}` is empty (remove it for the default, or write at least one item)")]
            );
        }
    }

    #[test]
    fn a_step_may_have_a_definition_and_a_score_its_own_table() {
        let scales =
            "likelihood = [\"Rare\", { name = \"Often\", means = \"Every year\" }]\nimpact = [\"Small\", \"Large\"]\n";
        let (scale, problems) = read(&format!("{scales}score = [[1, 2], [2, 9]]\n"));
        assert!(problems[0].starts_with("no risk can reach band `high`"), "{problems:?}");
        let scale = scale.unwrap();
        assert_eq!(scale.likelihood[1].means.as_deref(), Some("Every year"));
        assert_eq!(scale.scoring, Scoring::Table(vec![vec![1, 2], vec![2, 9]]));
        for wrong in ["[[1, 2]]", "[[1, 2], [3]]", "[[1, 2], [3, \"x\"]]", "[1, 2]", "[[1, 2], [3, 0]]"] {
            let (_, problems) = read(&format!("{scales}score = {wrong}\n"));
            assert!(problems[0].starts_with("`score` is not a table of 2 rows"), "{wrong}: {problems:?}");
        }
        assert!(read("score = \"prodct\"\n").1[0].contains("did you mean `product`?"));
        assert!(read("likelihood = [{ name = \"Rare\", mean = \"x\" }]\n").1[0].contains("did you mean `means`?"));
    }
}
