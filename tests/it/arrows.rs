//! The direction of the modules: each uses only those that stand above it in `lib.rs`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Every `use crate::…` and `crate::…` path of the sources names a module above the file's own.
#[test]
fn a_module_uses_only_those_above_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let lib = fs::read_to_string(root.join("lib.rs")).unwrap();
    let order: BTreeMap<&str, usize> =
        lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).zip(0..).collect();
    assert!(order.len() > 10, "lib.rs lists the modules");

    let mut wrong = Vec::new();
    for entry in walkdir::WalkDir::new(&root) {
        let path = entry.unwrap().into_path();
        let inside = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let Some(module) = inside.strip_suffix(".rs").and_then(|name| name.split('/').next()) else { continue };
        let Some(own) = order.get(module) else { continue };
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or(&text);
        for used in code.split("crate::").skip(1) {
            // `use crate::{a, b}` names several.
            let list = used.strip_prefix('{').and_then(|list| list.split('}').next());
            let names = list.map_or_else(|| vec![used], |list| list.split(',').collect());
            for name in names {
                let name = name.trim().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
                if order.get(name).is_some_and(|used| used > own) {
                    wrong.push(format!("{inside} uses {name}"));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
