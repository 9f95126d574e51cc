use super::{ChangeKind, Piece, Redline, Summary, compare, shown};
use crate::parse::blocks::{Block, Shape, blocks};

fn redline(old: &str, new: &str) -> Redline {
    compare(&blocks(old), &blocks(new))
}

/// Returns pieces as one text: `[-removed-]{+added+}`.
fn written(pieces: &[Piece]) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Same(text) => text.clone(),
        Piece::Added(text) => format!("{{+{text}+}}"),
        Piece::Removed(text) => format!("[-{text}-]"),
    };
    pieces.iter().map(piece).collect()
}

/// Returns each change as a reader sees it: its kind, and its cells.
fn changes(old: &str, new: &str) -> Vec<String> {
    let change = |change: &super::Change| {
        let cells: Vec<_> = change.shown().iter().map(|pieces| written(pieces)).collect();
        format!("{:?} {}", change.kind, cells.join(" | "))
    };
    redline(old, new).changes.iter().map(change).collect()
}

#[test]
fn only_the_words_that_changed_are_shown_as_such() {
    let old = "# Access\n\nThe owner of each system reviews its access rights every quarter, records the result in the register and removes what is no longer needed.";
    let new = old.replace("every quarter", "every year");
    assert_eq!(
        changes(old, &new),
        [
            "Changed The owner of each system reviews its access rights every [-quarter-]{+year+}, records the result in the register and removes what is no longer needed."
        ]
    );
    assert_eq!(redline(old, &new).changes[0].section.as_deref(), Some("Access"));
    assert!(redline(old, &old.replace(' ', "\n").replacen('\n', " ", 2).replace("Access\n", "Access\n\n")).is_empty());
}

#[test]
fn changes_with_little_between_them_are_one() {
    assert_eq!(
        changes(
            "We keep the logs for one year on a server in the main office.",
            "We keep the logs for two months on a server in the main office."
        ),
        ["Changed We keep the logs for [-one year-]{+two months+} on a server in the main office."]
    );
    assert_eq!(
        changes("Staff lock their screens at noon.", "A different rule applies to visitors, who are met at the door."),
        [
            "Removed [-Staff lock their screens at noon.-]",
            "Added {+A different rule applies to visitors, who are met at the door.+}"
        ]
    );
}

#[test]
fn a_cell_is_compared_for_itself() {
    let table = "| Asset | Owner | Class |\n|---|---|---|\n| Laptops | IT team | internal |\n| Keys | Facility team | secret |\n";
    assert_eq!(
        changes(table, &table.replace("IT team", "Security team")),
        ["Changed Laptops | [-IT-]{+Security+} team | internal"]
    );
    assert_eq!(
        changes(table, &table.replace("IT team | internal", "internal | IT team")),
        ["Changed Laptops | [-IT team-]{+internal+} | [-internal-]{+IT team+}"]
    );
    let wider = "| Asset | Site | Owner | Class |\n|---|---|---|---|\n| Laptops | Bonn | IT team | internal |\n| Keys | Ulm | Facility team | secret |\n";
    let rows = [
        "Asset | {+Site+} | Owner | Class",
        "Laptops | {+Bonn+} | IT team | internal",
        "Keys | {+Ulm+} | Facility team | secret",
    ];
    assert_eq!(changes(table, wider), rows.map(|row| format!("Changed {row}")));
    let rows = rows.map(|row| format!("Changed {}", row.replace("{+", "[-").replace("+}", "-]")));
    assert_eq!(changes(wider, table), rows);
}

const SECTIONS: &str = "# Policy\n\n## Scope\n\nIt applies to all staff.\n\n## Backups\n\nBackups are made daily.\n\nThey are tested each month.\n\n## Review\n\nThe policy is reviewed every year.\n\n## Exceptions\n\nThe officer approves them.\n";

#[test]
fn a_section_that_moved_is_one_change() {
    let moved = "## Backups\n\nBackups are made daily.\n\nThey are tested each month.\n\n";
    let new = format!("{}\n{}", SECTIONS.replace(moved, ""), moved);
    let redline = redline(SECTIONS, &new);
    assert_eq!(redline.changes.len(), 1, "{redline:?}");
    let change = &redline.changes[0];
    assert_eq!((change.kind, change.blocks, change.section.as_deref()), (ChangeKind::Moved, 3, Some("Backups")));
    assert_eq!(new[change.place.clone().unwrap()].trim(), moved.trim());
    assert_eq!(redline.summary(), Summary { sections: 1, moved: 3, ..Summary::default() });
}

#[test]
fn a_section_may_move_and_change() {
    let moved = "## Backups\n\nBackups are made daily.\n\nThey are tested each month.\n\n";
    let new = format!("{}\n{}", SECTIONS.replace(moved, ""), moved.replace("daily", "weekly"));
    let moved = ["Moved Backups", "Changed Backups are made [-daily-]{+weekly+}.", "Moved They are tested each month."];
    assert_eq!(changes(SECTIONS, &new), moved);
}

#[test]
fn markup_is_shown_if_it_changed() {
    let old = "Follow the **access** [procedure](../access.md) of the `ISMS` team <br> today.";
    assert_eq!(
        changes(old, &old.replace("team", "group")),
        ["Changed Follow the access procedure of the ISMS [-team-]{+group+} \n today."]
    );
    assert_eq!(
        changes(old, &old.replace("../access", "../exit")),
        ["Changed Follow the access procedure[-](../access.md)-]{+](../exit.md)+} of the ISMS team \n today."]
    );
    assert_eq!(
        changes(old, &old.replace("**", "_")),
        ["Changed Follow the [-**-]{+_+}access[-**-]{+_+} procedure of the ISMS team \n today."]
    );
    let links = "The steps are in [[access#leavers|the list]] and [[A.5.18]] of the team.";
    assert_eq!(
        changes(links, &links.replace("5.18", "5.16")),
        ["Changed The steps are in the list and [-[[A.5.18]]-]{+[[A.5.16]]+} of the team."]
    );
    let heading = "## Access control {#access controls=\"A.5.15\"}";
    assert_eq!(changes(heading, &heading.replace("control {", "rules {")), ["Changed Access [-control-]{+rules+} "]);
    assert_eq!(
        changes(heading, &heading.replace("A.5.15", "A.5.18")),
        ["Changed Access control [-{#access controls=\"A.5.15\"}-]{+{#access controls=\"A.5.18\"}+}"]
    );
}

#[test]
fn a_change_of_shape_alone_is_a_change() {
    for (old, new) in [
        ("# Access\n\na", "## Access\n\na"),
        ("- take the badge\n- close the door", "1. take the badge\n2. close the door"),
        ("- [ ] take the badge", "- [x] take the badge"),
        ("- take the badge\n- close the door", "- take the badge\n  - close the door"),
    ] {
        let redline = redline(old, new);
        assert!(!redline.is_empty());
        for change in redline.changes {
            assert_eq!(change.kind, ChangeKind::Changed);
            assert!(change.before.is_some_and(|before| before != change.shape));
            assert!(change.pieces.concat().iter().all(|piece| matches!(piece, Piece::Same(_))));
        }
    }
}

#[test]
fn code_is_compared_by_line() {
    let old = "```sh\nset -e\ntar czf backup.tgz /srv\nscp backup.tgz host:\n```";
    assert_eq!(
        changes(old, &old.replace("/srv", "/srv /etc")),
        ["Changed set -e\n[-tar czf backup.tgz /srv-]{+tar czf backup.tgz /srv /etc+}\nscp backup.tgz host:"]
    );
}

#[test]
fn japanese_is_compared_by_character() {
    assert_eq!(
        changes("アクセス権は四半期ごとに見直す。", "アクセス権は毎年見直す。"),
        ["Changed アクセス権は[-四半期ごとに-]{+毎年+}見直す。"]
    );
}

#[test]
fn an_empty_text_has_only_additions_or_removals() {
    assert!(redline("", "").is_empty());
    let added = redline("", SECTIONS);
    assert!(added.changes.iter().all(|change| change.kind == ChangeKind::Added));
    let removed = redline(SECTIONS, "");
    assert!(removed.changes.iter().all(|change| change.kind == ChangeKind::Removed && change.place.is_none()));
    assert_eq!(removed.changes.last().unwrap().section.as_deref(), Some("Exceptions"));
}

#[test]
fn changes_are_counted_in_sections_and_sentences() {
    let old = "# A\n\nOne is here. Two is here: three is here.\n\n# B\n\nFour is here.\n\n# C\n\nFive is here.";
    let new =
        "# A\n\nOne is here. Two was there: three is here.\n\n# B\n\nFour is here.\n\nSix and seven. Eight!\n\n# C\n";
    let summary = Summary { sections: 3, added: 2, removed: 1, changed: 1, moved: 0 };
    assert_eq!(redline(old, new).summary(), summary);
}

/// A generator of numbers, the same for each seed.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    /// Changes a text at a few places.
    fn edit(&mut self, text: &str) -> String {
        let parts = [
            " ",
            "\n",
            "\n\n",
            "- ",
            "# ",
            "**",
            "`",
            "[a](b)",
            "](",
            "[[x|",
            "| a | b |\n",
            "<br>",
            "{#a}",
            "\\",
            "日本",
            "e\u{301}",
            "word ",
            ". ",
            "> ",
            "```\n",
            "1. ",
            "{{ a }}",
            "<b",
            "_",
        ];
        let mut chars: Vec<char> = text.chars().collect();
        for _ in 0..1 + self.below(8) {
            let at = self.below(chars.len() + 1);
            let end = (at + self.below(40)).min(chars.len());
            match self.below(4) {
                0 => drop(chars.drain(at..end)),
                1 => drop(chars.splice(at..at, parts[self.below(parts.len())].chars())),
                2 => {
                    let part: Vec<char> = chars.drain(at..end).collect();
                    let to = self.below(chars.len() + 1);
                    chars.splice(to..to, part);
                }
                _ => drop(chars.splice(at..end, parts[self.below(parts.len())].chars())),
            }
        }
        chars.into_iter().collect()
    }
}

/// Returns the cells of a change in the old or the new text.
fn side(pieces: &[Vec<Piece>], of: impl Fn(&Piece) -> bool) -> Vec<String> {
    let cells = pieces.iter().filter(|cell| cell.is_empty() || cell.iter().any(&of));
    cells.map(|cell| cell.iter().filter(|piece| of(piece)).map(Piece::text).collect()).collect()
}

fn contents(blocks: &[Block]) -> Vec<String> {
    blocks.iter().map(|block| format!("{:?}", block.content())).collect()
}

#[test]
fn the_pieces_of_a_change_are_both_texts() {
    let table = "| Asset | Owner |\n|---|---|\n| Laptops | IT team |\n| Keys | Facility team |\n";
    let list = "- [ ] take the **badge** of the visitor\n- close the [door](door.md) of the room\n\n```\nfirst line\nsecond line\n```\n";
    let original = format!("{SECTIONS}\n{table}\n{list}\n日本語の文章です。アクセス権を見直す。\n");
    let mut random = Random(27_001);
    let mut old = original.clone();
    for round in 0..600 {
        if round % 12 == 0 {
            old.clone_from(&original);
        }
        let new = random.edit(&old);
        let (old_blocks, new_blocks) = (blocks(&old), blocks(&new));
        let redline = compare(&old_blocks, &new_blocks);
        let same = contents(&old_blocks) == contents(&new_blocks);
        assert_eq!(redline.is_empty(), same, "{old:?}\n{new:?}");
        for change in &redline.changes {
            let added = side(&change.pieces, |piece| !matches!(piece, Piece::Removed(_)));
            let removed = side(&change.pieces, |piece| !matches!(piece, Piece::Added(_)));
            let of = |blocks: &[Block], texts: &[String], shape: &Shape| {
                let has_text = |text: &String| !text.is_empty();
                blocks.iter().any(|block| {
                    block.shape == *shape
                        && block
                            .texts
                            .iter()
                            .filter(|text| has_text(text))
                            .eq(texts.iter().filter(|text| has_text(text)))
                })
            };
            let before = change.before.as_ref().unwrap_or(&change.shape);
            assert!(change.kind == ChangeKind::Removed || of(&new_blocks, &added, &change.shape), "{change:?}");
            assert!(
                change.kind == ChangeKind::Added
                    || change.kind == ChangeKind::Moved
                    || of(&old_blocks, &removed, before),
                "{change:?}"
            );
            for cell in &change.pieces {
                let changed = |pieces: &[Piece]| -> Vec<Piece> {
                    pieces.iter().filter(|piece| !matches!(piece, Piece::Same(_))).cloned().collect()
                };
                assert_eq!(changed(&shown(cell)), changed(cell));
            }
        }
        old = new;
    }
}

#[test]
fn a_large_text_is_compared_within_bounds() {
    let text = |word: &str, count: usize| -> String {
        (0..count).map(|at| format!("{word}{at} and {word}{} of the {word}.\n\n", at * 7)).collect()
    };
    let (old, new) = (blocks(&text("left", 5_000)), blocks(&text("right", 5_000)));
    assert_eq!(
        compare(&old, &new).summary(),
        Summary { sections: 1, added: 5_000, removed: 5_000, changed: 0, moved: 0 }
    );
    let reversed: Vec<Block> = old.iter().rev().cloned().collect();
    assert!(!compare(&old, &reversed).is_empty());
    let long = |word: &str| text(word, 30_000).replace("\n\n", " ");
    let (old, new) = (blocks(&long("left")), blocks(&long("right")));
    assert_eq!(compare(&old, &new).changes.len(), 2);
    let edited = long("left").replace("left7 ", "right7 ").replace("left3000 ", "right3000 ");
    let edited = blocks(&edited);
    assert_eq!(compare(&old, &edited).changes[0].kind, ChangeKind::Changed);
}
