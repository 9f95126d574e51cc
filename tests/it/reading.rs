//! What a book may read: plain files in its repository, and nothing else.

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Command, Output};

/// Words that are in no file of a book, and so must be in no output.
const SECRET: &str = "the-secret-of-somebody-else";

/// A folder with a handbook in `isms`, and other files beside it.
struct Shelf(tempfile::TempDir);

impl Shelf {
    /// Creates it; `settings` are further lines of `[book]`.
    fn new(settings: &str) -> Self {
        let shelf = Self(tempfile::tempdir().unwrap());
        shelf.write("isms/book.toml", &format!("[book]\ntitle = \"T\"\norganisation = \"O\"\n{settings}"));
        shelf.write("isms/content/a.md", "# A\n");
        shelf
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

    /// Makes a repository of a folder.
    fn make_repository(&self, path: &str) {
        self.write(&format!("{path}/.git/config"), SECRET);
    }

    fn run(&self, arguments: &[&str]) -> Output {
        // A pipe would be waited for.
        let timeout = ["20", env!("CARGO_BIN_EXE_clausebook")];
        Command::new("timeout").args(timeout).args(arguments).current_dir(self.0.path()).output().unwrap()
    }

    /// Returns exit code and output of a build.
    fn build(&self, more: &[&str]) -> (Option<i32>, String) {
        let output = self.run(&[&["build", "isms"], more].concat());
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!text.contains(SECRET), "{text}");
        let site = walkdir::WalkDir::new(self.path("isms/site")).into_iter().filter_map(Result::ok);
        for file in site.filter(|file| file.file_type().is_file()) {
            let bytes = fs::read(file.path()).unwrap();
            assert!(!String::from_utf8_lossy(&bytes).contains(SECRET), "{}", file.path().display());
        }
        (output.status.code(), text)
    }
}

fn make_pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn a_book_that_is_not_a_plain_file_is_refused_at_once() {
    type Make = fn(&Path);
    let kinds: [(&str, Make); 5] = [
        ("it is a pipe", |path| make_pipe(path)),
        ("it is a socket", |path| drop(UnixListener::bind(path).unwrap())),
        ("it is a folder", |path| fs::create_dir(path).unwrap()),
        ("leads out of", |path| symlink("/dev/zero", path).unwrap()),
        ("there is no book.toml", |path| symlink("nothing", path).unwrap()),
    ];
    for (why, make) in kinds {
        let shelf = Shelf::new("");
        fs::remove_file(shelf.path("isms/book.toml")).unwrap();
        make(&shelf.path("isms/book.toml"));
        for command in [&["build"][..], &["check"], &["export", "soa"], &["search", "x"], &["serve", "--port", "0"]] {
            let output = shelf.run(&[command, &["isms"]].concat());
            let text = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{why} {command:?}: {text}");
            assert!(text.contains(why), "{why} {command:?}: {text}");
        }
    }
}

#[test]
fn what_is_neither_a_file_nor_a_folder_is_named() {
    let shelf = Shelf::new("");
    fs::create_dir_all(shelf.path("isms/theme/assets")).unwrap();
    for folder in ["content", "theme/assets"] {
        make_pipe(&shelf.path(&format!("isms/{folder}/pipe.md")));
        drop(UnixListener::bind(shelf.path(&format!("isms/{folder}/socket.png"))).unwrap());
        symlink("/dev/zero", shelf.path(&format!("isms/{folder}/zero.md"))).unwrap();
        symlink("nothing", shelf.path(&format!("isms/{folder}/dangling.md"))).unwrap();
    }
    make_pipe(&shelf.path("isms/content/.hidden"));
    let (code, text) = shelf.build(&[]);
    assert_eq!(code, Some(0), "{text}");
    for folder in ["content", "theme/assets"] {
        assert!(text.contains(&format!("`{folder}/pipe.md` is skipped: it is a pipe")), "{text}");
        assert!(text.contains(&format!("`{folder}/socket.png` is skipped: it is a socket")), "{text}");
        assert!(text.contains(&format!("`{folder}/zero.md` is skipped: the link leads out of")), "{text}");
        assert!(text.contains(&format!("`{folder}/dangling.md` is skipped: the link leads nowhere")), "{text}");
    }
    assert!(!text.contains(".hidden"), "{text}");
}

#[test]
fn a_catalogue_that_is_not_a_plain_file_is_refused_where_it_is_named() {
    let shelf = Shelf::new("[[standard]]\nfile = \"own.toml\"\n");
    make_pipe(&shelf.path("isms/own.toml"));
    let (code, text) = shelf.build(&[]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("the catalogue `own.toml` is not a plain file"), "{text}");
    assert!(text.contains("--> book.toml:5:8"), "{text}");
}

/// Whatever a book.toml says: a pull request may have changed it.
#[test]
fn no_setting_of_a_book_reads_outside_of_its_repository() {
    for named in ["../other", "../isms/../other", "link", "ABSOLUTE/other"] {
        for (key, file, line) in
            [("content", "", "4:11"), ("theme", "", "4:9"), ("[[standard]]\nfile", "/texts/en.toml", "5:8")]
        {
            let shelf = Shelf::new("");
            let absolute = shelf.0.path().canonicalize().unwrap();
            let path = format!("{named}{file}").replace("ABSOLUTE", absolute.to_str().unwrap());
            let book = format!("[book]\ntitle = \"T\"\norganisation = \"O\"\n{key} = \"{path}\"\n");
            shelf.write("isms/book.toml", &book);
            shelf.write("other/secret.md", SECRET);
            shelf.write("other/texts/en.toml", SECRET);
            symlink("../other", shelf.path("isms/link")).unwrap();
            let (code, text) = shelf.build(&[]);
            assert_eq!(code, Some(1), "{key} {path}: {text}");
            assert!(text.contains(&format!("--> book.toml:{line}")), "{key} {path}: {text}");
            let is_absolute_content = key == "content" && named.starts_with("ABSOLUTE");
            let why = if is_absolute_content { "there is no content folder" } else { "is not read: it is outside of" };
            assert!(text.contains(why), "{key} {path}: {text}");
        }
    }
}

#[test]
fn nothing_of_the_history_of_a_repository_is_read() {
    for (settings, line) in [
        ("theme = \".git\"\n", "4:9"),
        ("content = \".git\"\n", "4:11"),
        ("[[standard]]\nfile = \".git/config\"\n", "5:8"),
    ] {
        let shelf = Shelf::new(settings);
        shelf.make_repository("isms");
        let (code, text) = shelf.build(&[]);
        assert_eq!(code, Some(1), "{settings}: {text}");
        assert!(text.contains(&format!("--> book.toml:{line}")), "{settings}: {text}");
    }
}

#[test]
fn a_link_in_the_content_leads_to_nothing_outside_or_hidden() {
    let shelf = Shelf::new("");
    shelf.make_repository(".");
    shelf.write("isms/secret.txt", SECRET);
    shelf.write("isms/content/.env", SECRET);
    for (name, target) in
        [("a.txt", "../../.git/config"), ("b.txt", "../secret.txt"), ("c.txt", ".env"), ("d", "../../.git")]
    {
        symlink(target, shelf.path("isms/content").join(name)).unwrap();
    }
    shelf.write("isms/content/b.md", "# B\n");
    symlink("b.md", shelf.path("isms/content/again.md")).unwrap();
    let (code, text) = shelf.build(&[]);
    assert_eq!(code, Some(0), "{text}");
    for name in ["a.txt", "b.txt", "c.txt", "d"] {
        assert!(text.contains(&format!("`content/{name}` is skipped: the link leads out of `content`")), "{text}");
    }
    assert!(!text.contains("again.md` is skipped"), "{text}");
    assert!(shelf.path("isms/site/documents/again.html").is_file());
}

/// A repository is adopted as it is: the book beside its documents.
#[test]
fn the_content_may_be_beside_the_book_in_its_repository() {
    let settings = "content = \"../repo\"\ntheme = \"./x/../../look\"\n";
    let fill = |shelf: &Shelf| {
        shelf.write("repo/a.md", "# A\n\n[B](policies/b.md) by [[ceo]], [plan](plan.png).\n");
        shelf.write("repo/policies/b.md", "# B\n\n[Back](../a.md)\n");
        shelf.write("repo/plan.png", "png");
        shelf.write("repo/registers/roles.toml", "[[role]]\nid = \"ceo\"\ntitle = \"CEO\"\n");
        shelf.write("look/assets/extra.css", "p { color: red }\n");
        shelf.write("isms/x/y", "");
    };
    let shelf = Shelf::new(settings);
    fill(&shelf);
    let (code, text) = shelf.build(&[]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("--> book.toml:4:11") && text.contains("`--root`"), "{text}");

    for more in [&[][..], &["--root", "."], &["--root", "isms/.."]] {
        let shelf = Shelf::new(settings);
        fill(&shelf);
        if more.is_empty() {
            shelf.make_repository(".");
        }
        let (code, text) = shelf.build(more);
        assert_eq!(code, Some(0), "{text}");
        for page in ["documents/policies/b.html", "registers/roles/ceo.html", "files/plan.png"] {
            assert!(shelf.path("isms/site").join(page).is_file(), "{page}: {text}");
        }
        let page = fs::read_to_string(shelf.path("isms/site/documents/a.html")).unwrap();
        assert!(page.contains("href=\"policies/b.html\""), "{page}");
    }
    let elsewhere = tempfile::tempdir().unwrap();
    let (code, text) = shelf.build(&["--root", elsewhere.path().to_str().unwrap()]);
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("is outside of") && text.contains("help: "), "{text}");
}

/// Code scanning wants the paths of the repository.
#[test]
fn a_finding_beside_the_book_is_placed_in_the_repository() {
    let shelf = Shelf::new("content = \"../repo\"\n");
    shelf.make_repository(".");
    shelf.write("repo/a.md", "# A\n\n[x](nothing.md)\n");
    let output = shelf.run(&["check", "isms", "--format", "github"]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("file=repo/a.md,line=3"), "{text}");
}
