//! The theme: built-in templates and assets, each of which a book's own theme folder can replace.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use rust_embed::RustEmbed;
use serde::Serialize;
use sha2::{Digest, Sha256};
use tera::{Context, ErrorKind, Kwargs, State, Tera, TeraResult};

use crate::assets;
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::pages::Template;
use crate::site::SitePath;
use crate::source::{FileId, Role, Sources, Span};
use crate::view::{Assets, NavView};
use crate::wording::{self, Filled, MarkerError, Wording};

#[derive(RustEmbed)]
#[folder = "themes/default/"]
struct Embedded;

/// A loaded theme.
#[derive(Debug, Default)]
pub(super) struct Theme {
    tera: Tera,
    /// The output paths of its assets.
    pub assets: Assets,
    /// Its assets.
    pub files: Vec<(SitePath, Arc<[u8]>)>,
    /// The book's own templates and scripts, by name.
    own: BTreeMap<String, FileId>,
    /// Templates with their texts inserted, by name.
    filled: BTreeMap<String, Filled>,
}

thread_local! {
    /// Buffer in which a thread renders its pages, one after another.
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Folders of a theme.
const TEMPLATES: &str = "templates/";
const ASSETS: &str = "assets/";

impl Theme {
    /// Loads the built-in theme with the book's own files replacing some; `None` if a template has an error.
    pub(super) fn load(sources: &Sources, config: &Config, words: &Wording) -> (Option<Self>, Vec<Diagnostic>) {
        let mut files: BTreeMap<String, Vec<u8>> = Embedded::iter()
            .filter_map(|name| Some((name.to_string(), Embedded::get(&name)?.data.into_owned())))
            .collect();
        let mut own = BTreeMap::new();
        for (id, file) in sources.of_role(Role::Theme) {
            let name = file.path.strip_prefix(&config.theme).unwrap_or(&file.path).trim_start_matches('/').to_owned();
            own.insert(name.strip_prefix(TEMPLATES).unwrap_or(&name).to_owned(), id);
            files.insert(name, file.bytes().to_vec());
        }
        if let Some(accent) = &config.accent
            && let Some(style) = files.get_mut("assets/style.css")
        {
            style.extend_from_slice(format!("\n:root {{ --brand: {accent}; }}\n").as_bytes());
        }
        let mut theme = Self { own, ..Self::default() };
        let mut diagnostics = Vec::new();
        for (name, bytes) in files {
            if let Some(template) = name.strip_prefix(TEMPLATES) {
                match words.template(&String::from_utf8_lossy(&bytes)) {
                    Ok(filled) => _ = theme.filled.insert(template.to_owned(), filled),
                    Err(error) => diagnostics.push(theme.misnamed(template, error)),
                }
            } else if let Some(asset) = name.strip_prefix(ASSETS) {
                let mut bytes = bytes;
                if asset.ends_with(".js") || asset.ends_with(".css") {
                    match words.script(&String::from_utf8_lossy(&bytes)) {
                        Ok(filled) if theme.own.contains_key(&name) => bytes = filled.text.into_bytes(),
                        Ok(filled) if asset.ends_with(".js") => bytes = assets::script(&filled.text).into_bytes(),
                        Ok(filled) => bytes = assets::style_sheet(&filled.text).into_bytes(),
                        Err(error) => diagnostics.push(theme.misnamed(&name, error)),
                    }
                }
                let path = hashed(asset, &bytes);
                theme.assets.files.insert(asset.to_owned(), path.clone());
                theme.files.push((path, bytes.into()));
            }
        }
        if !diagnostics.is_empty() {
            return (None, diagnostics);
        }
        theme.tera.register_filter("repeat", repeat);
        theme.tera.register_filter("sentence", sentence);
        let plurals = words.plurals();
        theme.tera.register_filter("plural", move |number: i64, _: Kwargs, _: &State<'_>| plurals.form(number));
        if let Some(logo) = config.logo.as_ref().filter(|logo| !theme.assets.files.contains_key(&logo.value)) {
            let message = format!("the theme has no asset `{}`", logo.value);
            let help = format!("save the picture as `{}/{ASSETS}{}`", config.theme, logo.value);
            return (None, vec![Diagnostic::error("missing-file", logo.span, message).help(help)]);
        }
        let templates = theme.filled.iter().map(|(name, filled)| (name.as_str(), filled.text.as_str()));
        match theme.tera.add_raw_templates(templates) {
            Ok(()) => (Some(theme), Vec::new()),
            Err(error) => {
                let problem = theme.problem(&error, None);
                (None, vec![problem])
            }
        }
    }

    /// Returns whether the book has templates of its own.
    pub(super) fn has_own_templates(&self) -> bool {
        self.own.keys().any(|name| self.filled.contains_key(name))
    }

    /// Returns whether another theme has the same templates under the same names.
    pub(super) fn has_the_templates_of(&self, other: &Self) -> bool {
        let [own, others] = [self, other].map(|theme| theme.filled.iter().map(|(name, filled)| (name, &filled.text)));
        own.eq(others)
    }

    /// Renders a template for the page at a path, with the navigation of that page, and passes the page to the callback
    /// `emit`.
    pub(super) fn page(
        &self,
        (template, path): (Template, &SitePath),
        nav: &str,
        view: &impl Serialize,
        emit: &mut dyn FnMut(&[u8]),
    ) -> Result<(), Diagnostic> {
        let with_nav = |mut context: Context| {
            context.insert("nav", nav);
            context
        };
        self.fill(template, path, Context::from_serialize(view).map(with_nav), emit)
    }

    /// Renders the navigation for the page at `path`.
    pub(super) fn nav(&self, path: &SitePath, view: &NavView) -> Result<String, Diagnostic> {
        self.fill(Template("nav.html"), path, Context::from_serialize(view), |nav| {
            String::from_utf8_lossy(nav).into_owned()
        })
    }

    /// Renders a template, and returns the result of passing it to the callback `emit`.
    fn fill<T>(
        &self,
        template: Template,
        path: &SitePath,
        context: TeraResult<Context>,
        emit: impl FnOnce(&[u8]) -> T,
    ) -> Result<T, Diagnostic> {
        BUFFER.with_borrow_mut(|buffer| {
            buffer.clear();
            let filled = context.and_then(|context| self.tera.render_to(template.0, &context, &mut *buffer));
            filled.map_err(|error| self.problem(&error, Some((template.0, path))))?;
            Ok(emit(buffer))
        })
    }

    /// Reports a text that a template names and that does not exist.
    fn misnamed(&self, name: &str, error: MarkerError) -> Diagnostic {
        let span = self.own.get(name).map(|file| Span::new(*file, error.place));
        let diagnostic = Diagnostic::error("invalid-template", span, error.message);
        error.help.into_iter().fold(diagnostic, Diagnostic::help)
    }

    /// Reports an error of a template, with its line and the page.
    fn problem(&self, error: &tera::Error, page: Option<(&str, &SitePath)>) -> Diagnostic {
        let report = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => Some(report),
            _ => None,
        };
        let name = report.map(|report| report.filename()).or(page.map(|(template, _)| template)).unwrap_or_default();
        let words = report.map_or_else(|| error.to_string(), |report| report.message().to_owned());
        let words = words.lines().next().unwrap_or_default().to_owned();
        let span = self.own.get(name).map(|file| {
            let range = report.map_or(0..0, |report| report.span().range.clone());
            let range = self.filled.get(name).map_or(range.clone(), |filled| filled.written(range));
            Span::new(*file, range)
        });
        let message = match (span, page) {
            (Some(_), _) | (None, None) => words,
            (None, Some(_)) => format!("template `{name}`: {words}"),
        };
        let help = page.map(|(template, path)| format!("found in `{template}` while rendering the page `{path}`"));
        Diagnostic::error("invalid-template", span, message).help(help)
    }
}

/// Filter `text | sentence`: capitalises the first letter and keeps the others.
#[expect(clippy::unnecessary_wraps, reason = "tera asks for filters of this form")]
fn sentence(text: &str, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    Ok(wording::sentence(text))
}

/// Filter `text | repeat(times=3)`: repeats a text, for the many empty cells of a matrix.
fn repeat(text: &str, arguments: Kwargs, _: &State<'_>) -> TeraResult<String> {
    Ok(text.repeat(arguments.must_get("times")?))
}

/// Returns a name with a hash of the content, so that a browser may cache the file for ever.
fn hashed(name: &str, bytes: &[u8]) -> SitePath {
    let digest = Sha256::digest(bytes);
    let hash: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    SitePath::new(format!("{ASSETS}{stem}.{hash}.{extension}"))
}
