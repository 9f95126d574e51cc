//! Books in repositories that were not written for clausebook: which files are documents, and where links lead.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use clausebook::diag::{Diagnostic, Severity};
use clausebook::pipeline;
use clausebook::site::{Site, SitePath};
use clausebook::source::Sources;
use jiff::civil::date;

use crate::fixture::{build, check};
use crate::serve::Preview;

/// A repository in a temporary directory.
struct Repository {
    dir: tempfile::TempDir,
}

/// A book of a repository that was built.
struct Built {
    site: Option<Site>,
    problems: Vec<String>,
}

/// The head of book.toml.
const HEAD: &str = "[book]\ntitle = \"T\"\norganisation = \"O\"\n";

impl Repository {
    fn of(files: &[(&str, &str)]) -> Self {
        let repository = Self { dir: tempfile::tempdir().unwrap() };
        for (path, text) in files {
            let text = if path.ends_with("book.toml") { format!("{HEAD}{text}") } else { (*text).to_owned() };
            let path = repository.path(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        repository
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.dir.path().join(path)
    }

    /// Builds the book in a folder, which may read everything in the repository.
    fn build(&self, folder: &str) -> Built {
        let book = pipeline::open_within(&self.path(folder), Some(self.dir.path())).unwrap();
        let config = book.config.unwrap_or_else(|| panic!("{:?}", book.diagnostics));
        let outcome = pipeline::site(&book.sources, &config, date(2026, 10, 1));
        let found = book.diagnostics.iter().chain(&outcome.diagnostics).filter(|found| is_about_files(found));
        let problems = found.map(|found| line(found, &book.sources)).collect();
        Built { site: outcome.value, problems }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clausebook"));
        command.current_dir(self.dir.path()).args(arguments).output().unwrap()
    }
}

/// Whether a finding is an error or about files and links, and not about what an ISMS lacks.
fn is_about_files(found: &Diagnostic) -> bool {
    let codes = ["broken-link", "unpublished-file", "active-attachment", "unread-file", "idle-pattern", "skipped-file"];
    found.severity == Severity::Error || codes.contains(&found.code)
}

fn line(found: &Diagnostic, sources: &Sources) -> String {
    let place = found.span.map_or_else(String::new, |span| format!("{}: ", sources.file(span.file).path));
    format!("{place}{}", found.message)
}

impl Built {
    #[track_caller]
    fn page(&self, path: &str) -> &str {
        let site = self.site.as_ref().unwrap_or_else(|| panic!("{:#?}", self.problems));
        let bytes = site
            .files
            .get(&SitePath::new(path))
            .unwrap_or_else(|| panic!("no {path} in {:#?}", self.paths("documents/")));
        let page = std::str::from_utf8(bytes).unwrap();
        let main = page.find("<main").unwrap()..page.find("</main>").unwrap();
        &page[main]
    }

    /// Returns the paths in the site that begin with a prefix.
    fn paths(&self, prefix: &str) -> Vec<&str> {
        let files = self.site.iter().flat_map(|site| site.files.keys()).map(SitePath::as_str);
        files.filter(|path| path.starts_with(prefix)).collect()
    }

    #[track_caller]
    fn has(&self, page: &str, parts: &[&str]) {
        let page = self.page(page);
        parts.iter().for_each(|part| assert!(page.contains(part), "{part}\n{page}"));
    }
}

#[test]
fn a_folder_leads_to_its_index_or_to_its_list() {
    let repository = Repository::of(&[
        ("book.toml", ""),
        (
            "content/README.md",
            "# Start\n\n[Policies](policies) [Forms](forms/) [Templates](./templates/) [line](policies/a.md) \
             [here](.) [again](/policies#x) [deep](policies/deep)\n",
        ),
        ("content/policies/a.md", "# A\n\n[up](..) [here](.) [forms](../forms) [web](/forms/index.html)\n"),
        ("content/policies/deep/er/b.md", "# B\n"),
        ("content/policies/.secret.pdf", "x"),
        ("content/policies/server.key.pem", "x"),
        ("content/policies/plan 1.pdf", "x"),
        ("content/forms/readme.MARKDOWN", "# Our forms\n"),
        ("content/templates/t.xlsx", "x"),
        ("content/templates/page.pdf", "<script>x</script>"),
    ]);
    let built = repository.build("");
    assert_eq!(built.problems, [""; 0]);
    built.has(
        "documents/welcome.html",
        &[
            "<a href=\"policies/index.html\">Policies</a>",
            "<a href=\"forms/index.html\">Forms</a>",
            "<a href=\"templates/index.html\">Templates</a>",
            "<a href=\"policies/deep/index.html\">deep</a>",
            "<a href=\"policies/index.html\">again</a>",
            "<a href=\"welcome.html\">here</a>",
        ],
    );
    built.has(
        "documents/policies/a.html",
        &[
            "<a href=\"../welcome.html\">up</a>",
            "<a href=\"index.html\">here</a>",
            "<a href=\"../forms/index.html\">forms</a>",
            "<a href=\"../forms/index.html\">web</a>",
        ],
    );
    built.has(
        "documents/policies/index.html",
        &[
            "<h1>policies</h1>",
            "<a href=\"a.html\">A</a>",
            "<a href=\"deep/index.html\">deep</a>",
            "<a href=\"../../files/policies/plan%201.pdf\">plan 1.pdf</a>",
        ],
    );
    let list = built.page("documents/policies/index.html");
    assert!(!list.contains("secret") && !list.contains("pem"), "{list}");
    built.has("documents/policies/deep/index.html", &["<a href=\"er/index.html\">er</a>"]);
    built.has("documents/policies/deep/er/index.html", &["<a href=\"b.html\">B</a>"]);
    built.has("documents/templates/index.html", &["<a href=\"../../files/templates/t.xlsx\">t.xlsx</a>"]);
    assert!(!built.page("documents/templates/index.html").contains("page.pdf"), "it is not what it seems");
    assert_eq!(built.paths("files/"), ["files/policies/plan 1.pdf", "files/templates/t.xlsx"]);
    let search = built.paths("search/");
    assert!(!search.is_empty());
}

#[test]
fn folders_that_nothing_links_to_have_no_page_and_a_slip_is_found() {
    let repository = Repository::of(&[
        ("book.toml", ""),
        ("content/a.md", "# A\n\n[x](policies/b.md)\n"),
        ("content/policies/b.md", "# B\n"),
        ("content/policies/form.docx", "x"),
    ]);
    let built = repository.build("");
    assert_eq!(built.problems, [""; 0]);
    assert_eq!(built.paths("documents/"), ["documents/a.html", "documents/index.html", "documents/policies/b.html"]);
    assert_eq!(built.paths("files/"), [""; 0]);
    check(
        "
//- content/a.md
# A
[x](polices/) [y](/policy) [z](policies/c.md) [w](../../..) [v](policies/b) [u](policies/B.md)
//- content/policies/b.md
# B
",
        &[
            "error[broken-link] content/a.md:2:5 there is no file or folder `polices` in the content folder (did you mean `policies`?)",
            "error[broken-link] content/a.md:2:19 there is no file or folder `policy` in the content folder (did you mean `policies`?)",
            "error[broken-link] content/a.md:2:32 there is no file `policies/c.md` in the content folder (did you mean `policies/b.md`?)",
            "error[broken-link] content/a.md:2:51 `../../..` leads out of the folder that the book may read (a book reads \
             nothing outside of its repository, or of the folder that `--root` gives)",
            "error[broken-link] content/a.md:2:81 there is no file `policies/B.md` in the content folder (did you mean `policies/b.md`?)",
        ],
    );
}

#[test]
fn content_beside_the_book_is_read_as_in_it() {
    let repository = Repository::of(&[
        ("book/book.toml", "content = \"../repo\"\n"),
        ("repo/a.md", "# A\n\n[b](/policies/b.md) [c](/repo/policies/b.md) [d](policies) [e](../LICENSE) [[ciso]]\n"),
        ("repo/policies/b.md", "# B\n\n[a](../a.md)\n"),
        (
            "repo/registers/roles.toml",
            "[[role]]\nid = \"ciso\"\ntitle = \"CISO\"\nholder = \"Ada\"\nresponsibilities = \"[b](../policies/b.md)\"\n",
        ),
        ("LICENSE", "x"),
    ]);
    let built = repository.build("book");
    assert_eq!(
        built.problems,
        ["../repo/a.md: the site does not have `LICENSE`, so that the link to it is shown as its words"]
    );
    built.has(
        "documents/a.html",
        &[
            "<a href=\"policies/b.html\">b</a>",
            "<a href=\"policies/b.html\">c</a>",
            "<a href=\"policies/index.html\">d</a> e <a href=\"../roles/of/ciso.html\"",
        ],
    );
    let output = repository.run(&["check", "book", "--root", "."]);
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(!text.contains("error["), "{text}");
}

#[test]
fn patterns_and_git_say_what_is_no_document() {
    let repository = Repository::of(&[
        (
            "book.toml",
            "content = \".\"\noutput = \"../out\"\ngitignore = true\nexclude = [\"node_modules\", \"docs/plans/**\"]\n",
        ),
        (".github/PULL_REQUEST_TEMPLATE.md", "# PR\n"),
        (".gitignore", "*.log.md\n/build\n"),
        ("policies/a.md", "# A\n"),
        ("policies/x.log.md", "# Log\n"),
        ("policies/.gitignore", "drafts/\n!keep.log.md\n"),
        ("policies/keep.log.md", "# Kept\n"),
        ("policies/drafts/d.md", "# D\n"),
        ("build/b.md", "# Built\n"),
        ("node_modules/x/README.md", "# Dependency\n"),
        ("node_modules/x/risks.csv", "x"),
        ("docs/plans/migrate.md", "# Migrate the database\n"),
        ("docs/build/c.md", "# Guide\n"),
        ("theme/texts/en.toml", ""),
    ]);
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", repository.path("node_modules/link")).unwrap();
    let built = repository.build("");
    assert_eq!(built.problems, [""; 0], "an excluded folder is not entered");
    let documents = ["docs/build/c", "index", "policies/a", "policies/keep.log"];
    assert_eq!(built.paths("documents/"), documents.map(|path| format!("documents/{path}.html")));
    // Without them, everything visible is a document.
    fs::write(repository.path("book.toml"), format!("{HEAD}content = \".\"\n")).unwrap();
    assert_eq!(repository.build("").paths("documents/").len(), 9);
}

#[test]
fn a_pattern_that_matches_nothing_is_said_and_a_bad_one_is_an_error() {
    let repository = Repository::of(&[
        (
            "book.toml",
            "include = [\"**/*.md\", \"**/*.mdx\"]\nexclude = [\"content/old\", \"*.pdf\", \"old\"]\nattachments = [\"x\"]\n",
        ),
        ("content/a.md", "# A\n"),
        ("content/old/b.md", "# B\n"),
    ]);
    let idle = |pattern: &str| format!("book.toml: `{pattern}` matches nothing in the content folder");
    let built = repository.build("");
    assert_eq!(built.problems, [idle("**/*.mdx"), idle("content/old"), idle("*.pdf"), idle("x")]);
    assert!(built.site.is_some());
    check(
        "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\nexclude = [\"a[\"]\n//- content/a.md\n# A\n",
        &[
            "error[invalid-value] book.toml:4:12 `a[` is not a pattern for files: unclosed character class; missing ']' (write it like \
           `policies/**`, `**/*.mdx` or `node_modules`)",
        ],
    );
}

#[test]
fn other_endings_are_documents_by_pattern() {
    let built = build(
        "
//- book.toml
[book]
title = \"T\"
organisation = \"O\"
include = [\"**/*.md\", \"**/*.mdx\", \"**/*.md.tmpl\"]
//- content/guide.mdx
# Guide
[a](a.md.tmpl) [b](sub) [c](notes.txt) [d](a)
//- content/a.md.tmpl
No heading, but [guide](guide.mdx#guide).
//- content/sub/README.mdx
# Sub
//- content/notes.txt
x
//- content/b.markdown
# Not by a pattern
",
    );
    assert_eq!(built.problems(), Vec::<String>::new());
    let page = built.main("documents/guide.html");
    for link in ["a.html\">a<", "sub/index.html\">b<", "../files/notes.txt\">c<", "a.html\">d<"] {
        assert!(page.contains(link), "{link}\n{page}");
    }
    assert!(built.main("documents/a.html").contains("<a href=\"guide.html#guide\">guide</a>"));
    assert!(!built.site.as_ref().unwrap().files.contains_key(&SitePath::new("documents/b.html")));
}

#[test]
fn routes_lead_old_addresses_to_their_pages() {
    let book = |links: &str| {
        format!(
            "
//- book.toml
[book]
title = \"T\"
organisation = \"O\"
routes = {{ \"/handbook/\" = \"\", \"/privacy-policy\" = \"https://e.org/privacy-policy\", \"/img\" = \"pictures\" }}
//- content/access.md
# Access
{links}
//- content/keys.md
# Keys
## Spare
//- content/backup/index.md
# Backup
//- content/pictures/p.png
x
//- content/registers/roles.toml
[[role]]
id = \"ciso\"
title = \"CISO\"
holder = \"Ada\"
responsibilities = \"[b](/handbook/backup/)\"
"
        )
    };
    let built = build(&book(
        "[Backup](/handbook/backup) [Keys](keys) [Keys, again](keys.html#spare) [Elsewhere](/privacy-policy) ![p](/img/p.png) \
         <a href=\"/handbook/keys.html\">raw</a> [ref][r] ![q](/privacy-policy/q.png) <img src=\"/privacy-policy/r.png\" alt=\"R\">\n\n\
         [r]: /handbook/backup/index.html",
    ));
    assert_eq!(built.problems(), Vec::<String>::new());
    let page = built.main("documents/access.html");
    for part in [
        "<a href=\"backup/index.html\">Backup</a>",
        "<a href=\"keys.html\">Keys</a>",
        "<a href=\"keys.html#spare\">Keys, again</a>",
        "<a href=\"https://e.org/privacy-policy\">Elsewhere</a>",
        "<img src=\"../files/pictures/p.png\" alt=\"p\"",
        "<a href=\"keys.html\">raw</a>",
        "<a href=\"backup/index.html\">ref</a>",
        "<a href=\"https://e.org/privacy-policy/q.png\">q</a>",
        "<img alt=\"R\">",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    assert!(built.main("registers/roles/ciso.html").contains("<a href=\"../../documents/backup/index.html\">b</a>"));
    check(
        &book("[x](/handbook/backups) [y](/handbooks/backup)"),
        &[
            "error[broken-link] content/access.md:2:5 there is no file or folder `backups` in the content folder, to which book.toml \
             routes `/handbook/backups` (did you mean `backup`?)",
            "error[broken-link] content/access.md:2:28 there is no file or folder `handbooks/backup` in the content folder (did you \
             mean `backup`?)",
        ],
    );
}

#[test]
fn what_the_site_does_not_have_leads_to_the_repository() {
    let links = "# Start\n\n[license](../../LICENSE) [line](../../src/a%20b.py#L3-L9) [owners](.github/CODEOWNERS) [folder](../../src/) \
        [run](run.py?plain=1) [root](/isms/content/b.md)\n<a href=\"../../LICENSE\">raw</a> ![logo](../../logo.png) \
        <img src=\"../../logo.png\" alt=\"Logo\"> [top](../..)\n";
    let mut files = vec![
        ("isms/book.toml", "repository = \"https://e.org/blob/main/{path}\"\n"),
        ("isms/content/README.md", links),
        ("isms/content/b.md", "# B\n"),
        ("isms/content/run.py", "x"),
        ("isms/content/.github/CODEOWNERS", "x"),
        ("LICENSE", "x"),
        ("src/a b.py", "x"),
        ("logo.png", "x"),
    ];
    let built = Repository::of(&files).build("isms");
    assert_eq!(built.problems, [""; 0]);
    let main = "https://e.org/blob/main";
    let links = [
        format!("<a href=\"{main}/LICENSE\">license</a>"),
        format!("<a href=\"{main}/src/a%20b.py#L3-L9\">line</a>"),
        format!("<a href=\"{main}/isms/content/.github/CODEOWNERS\">owners</a>"),
        format!("<a href=\"{main}/src\">folder</a>"),
        format!("<a href=\"{main}/isms/content/run.py\">run</a>"),
        "<a href=\"b.html\">root</a>".to_owned(),
        format!("<a href=\"{main}/LICENSE\">raw</a>"),
        format!("<a href=\"{main}/logo.png\">logo</a> <img alt=\"Logo\"> <a href=\"{main}/\">top</a>"),
    ];
    built.has("documents/welcome.html", &links.each_ref().map(String::as_str));
    assert_eq!(built.paths("files/"), [""; 0]);
    // Without an address, their words stay.
    files[0].1 = "";
    let built = Repository::of(&files).build("isms");
    assert_eq!(built.problems.len(), 1, "{:?}", built.problems);
    let text = "license line owners folder run <a href=\"b.html\">root</a>\n<a>raw</a> logo <img alt=\"Logo\"> top";
    built.has("documents/welcome.html", &[text]);
}

#[test]
fn what_git_ignores_is_not_copied_where_patterns_choose() {
    let files = [
        ("book.toml", "attachments = [\"**/*.csv\", \"**/*.pdf\"]\nrepository = \"https://e.org/{path}\"\n"),
        (".gitignore", "secret/\n"),
        ("content/a.md", "# A\n\n[s](secret/s.csv) [t](t.csv) [u](u.txt) [f](forms)\n"),
        ("content/secret/s.csv", "x"),
        ("content/t.csv", "x"),
        ("content/u.txt", "x"),
        ("content/forms/f.pdf", "x"),
        ("content/forms/g.docx", "x"),
    ];
    let repository = Repository::of(&files);
    let built = repository.build("");
    assert_eq!(built.problems, [""; 0]);
    assert_eq!(built.paths("files/"), ["files/forms/f.pdf", "files/t.csv"]);
    built.has(
        "documents/a.html",
        &["https://e.org/content/secret/s.csv", "\"../files/t.csv\"", "https://e.org/content/u.txt"],
    );
    built.has("documents/forms/index.html", &["f.pdf", "<a href=\"https://e.org/content/forms\">"]);
    assert!(!built.page("documents/forms/index.html").contains("g.docx"));
}

#[test]
fn a_book_at_the_top_of_its_repository_is_built_beside_or_into_what_it_excludes() {
    let repository = Repository::of(&[
        ("repo/book.toml", "content = \".\"\n[[standard]]\nfile = \"own.toml\"\n"),
        ("repo/own.toml", "[standard]\nid = \"own1\"\ntitle = \"Own\"\n"),
        ("repo/a.md", "# A\n\n[settings](book.toml) [all](.)\n"),
        ("repo/theme/texts/en.toml", "[nav]\nstart = \"Home\"\n"),
    ]);
    let stderr = |output: &Output| String::from_utf8_lossy(&output.stderr).into_owned();
    let refused = repository.run(&["build", "repo"]);
    assert_eq!(refused.status.code(), Some(2));
    let help = "help: choose a folder outside the content with `--output`, or add `site` to `exclude` in `[book]`";
    assert!(stderr(&refused).contains(help), "{}", stderr(&refused));
    let beside = repository.run(&["build", "repo", "--output", "out"]);
    assert_eq!(beside.status.code(), Some(0), "{}", stderr(&beside));
    fs::write(
        repository.path("repo/book.toml"),
        format!("{HEAD}content = \".\"\nexclude = [\"site\"]\n[[standard]]\nfile = \"own.toml\"\n"),
    )
    .unwrap();
    for _ in 0..2 {
        let inside = repository.run(&["build", "repo"]);
        assert_eq!(inside.status.code(), Some(0), "{}", stderr(&inside));
    }
    let page = fs::read_to_string(repository.path("repo/site/documents/a.html")).unwrap();
    assert!(page.contains("<a href=\"index.html\">all</a>"), "{page}");
    assert!(!Path::new(&repository.path("repo/site/files")).exists(), "a setting is not an attachment");
}

#[test]
fn the_preview_sees_when_such_a_file_comes() {
    let preview = Preview::of(&[("content/a.md", "# First\n\n[license](../LICENSE)\n")], &[]);
    assert!(!preview.get("/documents/a.html").contains("First"), "the link is broken, and there is no site yet");
    preview.write("LICENSE", "x");
    preview.until_at("/documents/a.html", "First");
}
