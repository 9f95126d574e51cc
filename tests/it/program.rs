//! Runs of the real program.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Command, Output};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_clausebook")).args(arguments).output().expect("the program starts")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn book(text: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("content")).unwrap();
    fs::write(dir.path().join("book.toml"), "[book]\ntitle = \"T\"\norganisation = \"O\"\nas-of = 2026-10-01\n")
        .unwrap();
    fs::write(dir.path().join("content/a.md"), text).unwrap();
    dir
}

fn path(path: &Path) -> &str {
    path.to_str().expect("temporary folders have plain names")
}

#[test]
fn a_build_ends_with_a_summary_and_nothing_on_stdout() {
    let dir = book("# A\n");
    let output = run(&["build", path(dir.path())]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(output.stdout, b"");
    assert!(stderr(&output).contains("pages in"), "{}", stderr(&output));
    assert!(dir.path().join("site/documents/a.html").is_file());
}

#[test]
fn drafts_are_left_out_unless_they_are_asked_for() {
    let dir = book("+++\nstatus = \"approved\"\n+++\n# A\n\nSee [[plan]], [the end](plan.md#end) and B.\n");
    let root = path(dir.path());
    fs::write(
        dir.path().join("content/plan.md"),
        "+++\nstatus = \"draft\"\n+++\n# The plan\n\n## End\n\nUnripe: TBD\n",
    )
    .unwrap();
    fs::write(dir.path().join("content/b.md"), "# B\n").unwrap();
    let text = || fs::read_to_string(dir.path().join("site/documents/a.html")).unwrap();
    let anywhere = || {
        let files = walkdir::WalkDir::new(dir.path().join("site")).into_iter().filter_map(Result::ok);
        let texts =
            files.filter(|file| file.file_type().is_file()).filter_map(|file| fs::read_to_string(file.path()).ok());
        texts.filter(|text| text.contains("Unripe")).count()
    };

    assert_eq!(run(&["build", root]).status.code(), Some(0));
    assert!(!dir.path().join("site/documents/plan.html").exists());
    assert!(dir.path().join("site/documents/b.html").exists(), "a document without a status is not held back");
    assert!(text().contains("See The plan, the end and B."), "{}", text());
    assert_eq!(anywhere(), 0);
    let found = |arguments: &[&str]| String::from_utf8(run(arguments).stdout).unwrap();
    assert!(!found(&["export", "documents", root]).contains("The plan"));
    assert!(!found(&["search", "unripe", root]).contains("The plan"));

    assert_eq!(run(&["build", root, "--drafts"]).status.code(), Some(0));
    assert!(text().contains("href=\"plan.html#end\""), "{}", text());
    assert!(anywhere() > 0);
    assert!(found(&["export", "documents", root, "--drafts"]).contains("The plan"));
    let check = run(&["check", root]);
    assert!(stderr(&check).contains("plan.md"), "a check reads drafts, too: {}", stderr(&check));
}

#[test]
fn a_content_error_leaves_the_old_site_as_it_was() {
    let dir = book("# A\n");
    run(&["build", path(dir.path())]);
    let before = fs::read(dir.path().join("site/documents/a.html")).unwrap();
    fs::write(dir.path().join("content/a.md"), "[[nothing]]\n").unwrap();
    let output = run(&["build", path(dir.path())]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("--> content/a.md:1:3"), "{}", stderr(&output));
    assert_eq!(fs::read(dir.path().join("site/documents/a.html")).unwrap(), before);
}

#[test]
fn a_fault_of_a_template_leaves_the_old_site_as_it_was_and_check_finds_it_too() {
    let dir = book("# A\n");
    let root = path(dir.path());
    run(&["build", root]);
    let before = files(&dir.path().join("site"));
    fs::create_dir_all(dir.path().join("theme/templates")).unwrap();
    // The build renders and writes all other pages before it finds this error.
    fs::write(dir.path().join("theme/templates/404.html"), "{{ page.titel }}\n").unwrap();
    let fault = "--> theme/templates/404.html:1:";
    for command in ["build", "check"] {
        let output = run(&[command, root]);
        assert_eq!(output.status.code(), Some(1), "{command}");
        assert_eq!(stderr(&output).matches(fault).count(), 1, "{command}: {}", stderr(&output));
    }
    assert_eq!(files(&dir.path().join("site")), before);
    let mut left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["book.toml", "content", "site", "theme"]);
}

#[test]
fn denied_warnings_stop_the_build() {
    let dir = book("A.5.99\n");
    assert_eq!(run(&["build", path(dir.path())]).status.code(), Some(0));
    assert_eq!(run(&["build", path(dir.path()), "--deny", "warnings"]).status.code(), Some(1));
    assert_eq!(run(&["check", path(dir.path()), "--deny", "unknown-reference"]).status.code(), Some(1));
    assert_eq!(run(&["check", path(dir.path()), "--deny", "typed-total"]).status.code(), Some(0));
    let aside = dir.path().join("out/deep");
    assert_eq!(run(&["build", path(dir.path()), "--deny", "warnings", "-o", path(&aside)]).status.code(), Some(1));
    assert!(!dir.path().join("out").exists(), "folders above a site that there is not are gone");
    let slip = run(&["check", path(dir.path()), "--deny", "typed-totl"]);
    assert_eq!(slip.status.code(), Some(2));
    assert!(stderr(&slip).contains("did you mean `typed-total`?"), "{}", stderr(&slip));
}

#[test]
fn a_command_that_cannot_be_carried_out_ends_with_two() {
    let empty = tempfile::tempdir().unwrap();
    let output = run(&["build", path(empty.path())]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("there is no book.toml"), "{}", stderr(&output));
    assert_eq!(run(&["build", "--as-of", "2026-02-30"]).status.code(), Some(2));
    assert_eq!(run(&["biuld"]).status.code(), Some(2));
}

#[test]
fn a_folder_of_somebody_else_is_never_replaced() {
    let dir = book("# A\n");
    fs::create_dir(dir.path().join("site")).unwrap();
    fs::write(dir.path().join("site/thesis.txt"), "precious").unwrap();
    let output = run(&["build", path(dir.path())]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("did not create"), "{}", stderr(&output));
    assert_eq!(fs::read(dir.path().join("site/thesis.txt")).unwrap(), b"precious");
}

#[test]
fn a_build_keeps_unchanged_files_and_removes_what_is_no_longer_made() {
    let dir = book("# A\n");
    fs::write(dir.path().join("content/b.md"), "# B\n").unwrap();
    run(&["build", path(dir.path())]);
    let inode = |file: &str| fs::metadata(dir.path().join("site").join(file)).unwrap().ino();
    let (unchanged, changed) = (inode("transition-2013.html"), inode("documents/index.html"));
    fs::remove_file(dir.path().join("content/b.md")).unwrap();
    run(&["build", path(dir.path())]);
    assert!(!dir.path().join("site/documents/b.html").exists());
    assert_ne!(inode("documents/index.html"), changed);
    assert_eq!(inode("transition-2013.html"), unchanged);
    let entries: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(entries.len(), 3, "nothing is left beside the output: {entries:?}");
}

#[test]
fn output_and_content_never_contain_one_another() {
    let dir = book("# A\n");
    for (output, why) in [("content/site", "is inside the content"), (".", "is inside the output")] {
        let output = run(&["build", path(dir.path()), "--output", path(&dir.path().join(output))]);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(why), "{}", stderr(&output));
        assert!(dir.path().join("content/a.md").is_file());
    }
}

#[test]
fn a_missing_content_folder_is_reported_where_it_is_named() {
    let dir = book("# A\n");
    let text = "[book]\ntitle = \"T\"\norganisation = \"O\"\ncontent = \"contents\"\n";
    fs::write(dir.path().join("book.toml"), text).unwrap();
    let output = run(&["build", path(dir.path())]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("there is no content folder `contents`"), "{}", stderr(&output));
    assert!(stderr(&output).contains("--> book.toml:4:11"), "{}", stderr(&output));
}

#[test]
fn links_that_leave_the_content_or_loop_are_left_out_and_said() {
    let dir = book("# A\n");
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.md"), "# Secret\n").unwrap();
    std::os::unix::fs::symlink(outside.path(), dir.path().join("content/out")).unwrap();
    std::os::unix::fs::symlink(dir.path().join("content"), dir.path().join("content/loop")).unwrap();
    let output = run(&["build", path(dir.path())]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("`content/out` is skipped"), "{}", stderr(&output));
    assert!(stderr(&output).contains("`content/loop` is skipped"), "{}", stderr(&output));
    assert!(!dir.path().join("site/documents/out").exists());
}

/// Returns all files below a folder with their bytes.
fn files(root: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let entries = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files.map(|entry| (entry.path().strip_prefix(root).unwrap().to_owned(), fs::read(entry.path()).unwrap())).collect()
}

/// A build that is killed at any moment leaves the whole old site or the whole new one, and the next build cleans up.
#[test]
fn a_killed_build_leaves_a_whole_site() {
    let dir = book("# A\n");
    let site = dir.path().join("site");
    let mut sites = Vec::new();
    let mut longest = std::time::Duration::ZERO;
    for day in ["2026-10-01", "2026-10-02"] {
        let started = std::time::Instant::now();
        assert_eq!(run(&["build", path(dir.path()), "--as-of", day]).status.code(), Some(0));
        longest = longest.max(started.elapsed());
        sites.push(files(&site));
    }
    assert!(sites[0] != sites[1], "the day stands on the pages");
    let mut seed: u32 = 27_001;
    for round in 0..50 {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let day = ["2026-10-01", "2026-10-02"][round % 2];
        let mut build = Command::new(env!("CARGO_BIN_EXE_clausebook"))
            .args(["build", path(dir.path()), "--as-of", day])
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(longest * (seed >> 16) / 65_536);
        build.kill().unwrap();
        build.wait().unwrap();
        let left = files(&site);
        assert!(sites.contains(&left), "round {round} left neither the old site nor the new one");
    }
    run(&["build", path(dir.path()), "--as-of", "2026-10-01"]);
    assert!(files(&site) == sites[0]);
    let entries = fs::read_dir(dir.path()).unwrap().count();
    assert_eq!(entries, 3, "what killed builds left is gone");
}

#[test]
fn the_day_is_an_argument() {
    let dir = book("# A\n");
    run(&["build", path(dir.path()), "--as-of", "2027-03-01"]);
    let page = fs::read_to_string(dir.path().join("site/index.html")).unwrap();
    assert!(page.contains("1 March 2027"));
}

#[test]
fn only_a_copy_of_the_day_of_its_build_says_how_old_it_is() {
    let dir = book("# A\n");
    let ages = |arguments: &[&str]| {
        assert!(run(&[&["build", path(dir.path())], arguments].concat()).status.success());
        let page = fs::read_to_string(dir.path().join("site/index.html")).unwrap();
        page.contains("data-built=")
    };
    assert!(!ages(&[]), "the book fixes its day");
    let undated = "[book]\ntitle = \"T\"\norganisation = \"O\"\n";
    fs::write(dir.path().join("book.toml"), undated).unwrap();
    assert!(ages(&[]));
    assert!(!ages(&["--as-of", "2027-03-01"]), "the command fixes it");
}

#[test]
fn the_same_input_gives_the_same_bytes_on_any_number_of_threads() {
    let out = tempfile::tempdir().unwrap();
    let root = env!("CARGO_MANIFEST_DIR");
    let build = |threads: &str, name: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_clausebook"))
            .args(["build", root, "--output", path(&out.path().join(name))])
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        files(&out.path().join(name))
    };
    let one = build("1", "one");
    assert!(one.len() > 300);
    assert!(one == build("4", "four"), "one thread and four give different bytes");
}

#[test]
fn check_writes_nothing_and_its_json_has_the_documented_shape() {
    let dir = book("[[nothing]]\n");
    let output = run(&["check", path(dir.path()), "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!dir.path().join("site").exists());
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["version"], 1);
    assert_eq!(report["as_of"], "2026-10-01");
    assert_eq!(report["errors"], 1);
    let problem = report["problems"].as_array().unwrap().iter().find(|p| p["severity"] == "error").unwrap();
    assert_eq!(problem["code"], "unknown-reference");
    let place = serde_json::json!({"file": "content/a.md", "line": 1, "column": 3, "end_line": 1, "end_column": 10});
    assert_eq!(problem["place"], place);
    let described = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/check-json.md")).unwrap();
    for key in report.as_object().unwrap().keys().chain(place.as_object().unwrap().keys()) {
        assert!(described.contains(&format!("{key}`")), "{key} is not described");
    }
    for key in problem.as_object().unwrap().keys() {
        assert!(described.contains(&format!("problems[].{key}`")), "problems[].{key} is not described");
    }
}

#[test]
fn explain_prints_what_a_check_means() {
    let output = run(&["explain", "stale-evidence"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("stale-evidence (default: warn)\n\nEvidence has expired"), "{text}");
    assert!(text.contains("Fix it:"), "{text}");
    assert_eq!(run(&["explain", "no-such"]).status.code(), Some(2));
}

#[test]
fn explain_prints_the_keys_of_front_matter_and_the_fields_of_a_register() {
    let explained = |name| String::from_utf8(run(&["explain", name]).stdout).unwrap();
    let front = explained("front-matter");
    assert!(front.contains("\n  status                choice      Status."), "{front}");
    assert!(
        front.contains("\n                                    one of: draft, in-review, approved, retired\n"),
        "{front}"
    );
    let risks = explained("risks");
    assert!(risks.contains("\n  owner                 reference   Owner (required)\n"), "{risks}");
}
