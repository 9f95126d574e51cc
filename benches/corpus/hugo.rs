//! The files of a Hugo site other than its pages. Everything that would cost Hugo time without appearing on the page is
//! excluded: search, feeds, a list of all pages in the navigation, templates for links.

use super::Files;

const CONFIG: &str = r#"baseURL = "https://handbook.example/"
locale = "en-GB"
title = "Information security handbook"
disableKinds = ["rss", "taxonomy", "term"]
uglyURLs = true

[markup.highlight]
noClasses = false
"#;

const BASE: &str = r#"<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ .Title }}</title>
{{ with .Params.summary }}<meta name="description" content="{{ . }}">{{ end }}
</head>
<body>
<header><a href="{{ "/" | relURL }}">{{ site.Title }}</a></header>
{{ partialCached "navigation.html" . }}
<main>
{{ block "main" . }}{{ end }}
</main>
</body>
</html>
"#;

const NAVIGATION: &str = r#"<nav>
<ul>
{{- range site.Sections }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>
{{- end }}
</ul>
</nav>
"#;

const SINGLE: &str = r#"{{ define "main" -}}
<h1>{{ .Title }}</h1>
<dl>
<dt>Version</dt><dd>{{ .Params.version }}</dd>
<dt>Owner</dt><dd>{{ .Params.owner }}</dd>
<dt>Approved by</dt><dd>{{ .Params.approver }}</dd>
<dt>Approved</dt><dd>{{ .Params.approved | time.Format "2006-01-02" }}</dd>
<dt>Classification</dt><dd>{{ .Params.classification }}</dd>
</dl>
{{ .Content }}
{{- end }}
"#;

const LIST: &str = r#"{{ define "main" -}}
<h1>{{ .Title }}</h1>
<ul>
{{- range .Pages }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>
{{- end }}
</ul>
{{- end }}
"#;

/// Returns all files of the site that are not pages.
pub(super) fn frame() -> Files {
    let files = [
        ("hugo.toml", CONFIG),
        ("layouts/baseof.html", BASE),
        ("layouts/_partials/navigation.html", NAVIGATION),
        ("layouts/single.html", SINGLE),
        ("layouts/list.html", LIST),
    ];
    files.map(|(path, text)| (path.to_owned(), text.to_owned())).into()
}

/// Returns a page whose links point to the files of the site, which has the folders of the documents. Hugo reads
/// everything else unchanged, including the attributes of headings.
pub(super) fn page(text: &str) -> String {
    text.replace(".md)", ".html)").replace(".md#", ".html#")
}
