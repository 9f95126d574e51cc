//! The direction of dependencies: a module uses only modules above it in `lib.rs`, and no two modules of a folder use
//! each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A path of modules and items below the crate, such as `search`, `rank`, `Ranked`.
type ModulePath = Vec<String>;

/// A source file without its comments and tests.
struct Module {
    path: ModulePath,
    code: String,
}

fn modules() -> Vec<Module> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut modules = Vec::new();
    for entry in walkdir::WalkDir::new(&root).sort_by_file_name() {
        let file = entry.unwrap().into_path();
        let inside = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let Some(path) = inside.strip_suffix(".rs") else { continue };
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        let code = code.map(|line| format!("{line}\n")).collect();
        modules.push(Module { path: path.split('/').map(str::to_owned).collect(), code });
    }
    modules
}

/// Parses `a::{b, c::d}` at the start of a text. Returns each path in it, and the rest of the text.
fn parse_paths(text: &str) -> (Vec<ModulePath>, &str) {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        let mut all = Vec::new();
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
            let (found, after) = parse_paths(rest);
            if found.is_empty() {
                return (all, rest.strip_prefix('}').unwrap_or_default());
            }
            all.extend(found);
            rest = after;
        }
    }
    let (name, rest) = text.split_at(text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len()));
    if name.is_empty() {
        return (Vec::new(), text);
    }
    match rest.strip_prefix("::") {
        Some(rest) if rest.starts_with(|c: char| c == '{' || c == '_' || c.is_alphabetic()) => {
            let (below, rest) = parse_paths(rest);
            (below.into_iter().map(|path| [vec![name.to_owned()], path].concat()).collect(), rest)
        }
        _ => (vec![vec![name.to_owned()]], rest),
    }
}

/// Returns the paths after each occurrence of a word, including that word, as written.
fn paths_from<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = ModulePath> + 'a {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':');
    let starts = code.match_indices(word).map(|(at, _)| at);
    starts.filter(move |at| !code[..*at].ends_with(is_part)).flat_map(|at| parse_paths(&code[at..]).0)
}

impl Module {
    /// Returns the paths in other modules that the code names, below the crate.
    fn uses(&self) -> BTreeSet<ModulePath> {
        let below_crate = paths_from(&self.code, "crate::").map(|path| path[1..].to_vec());
        let below_parents = paths_from(&self.code, "super::").map(|path| {
            let up = path.iter().take_while(|part| *part == "super").count();
            [&self.path[..self.path.len().saturating_sub(up)], &path[up..]].concat()
        });
        below_crate.chain(below_parents).collect()
    }

    /// Returns the names that the module re-exports from its children, each with its path.
    fn exports(&self, all: &BTreeSet<&ModulePath>) -> Vec<(ModulePath, ModulePath)> {
        let named = self.code.match_indices("use ").flat_map(|(at, _)| parse_paths(&self.code[at + 4..]).0);
        let absolute = named.map(|path| [&self.path[..], &path[..]].concat());
        let of_child = absolute.filter(|path| all.contains(&path[..=self.path.len()].to_vec()));
        of_child.map(|path| ([&self.path[..], &path[path.len() - 1..]].concat(), path)).collect()
    }
}

/// Returns which modules use which of their siblings. Using a re-export counts as a use of the child that defines it.
fn siblings(modules: &[Module]) -> BTreeMap<ModulePath, BTreeSet<ModulePath>> {
    let all: BTreeSet<&ModulePath> = modules.iter().map(|module| &module.path).collect();
    let exports: BTreeMap<ModulePath, ModulePath> = modules.iter().flat_map(|module| module.exports(&all)).collect();
    let mut siblings: BTreeMap<ModulePath, BTreeSet<ModulePath>> = BTreeMap::new();
    for module in modules {
        for used in module.uses() {
            let used = (1..=used.len()).rev().find_map(|end| exports.get(&used[..end])).unwrap_or(&used);
            let shared = module.path.iter().zip(used).take_while(|(a, b)| a == b).count();
            let inside = shared > 0 && shared < module.path.len() && shared < used.len();
            if inside && all.contains(&used[..=shared].to_vec()) {
                siblings.entry(module.path[..=shared].to_vec()).or_default().insert(used[..=shared].to_vec());
            }
        }
    }
    siblings
}

/// Returns everything that a module uses, directly or indirectly.
fn reach(from: &ModulePath, uses: &BTreeMap<ModulePath, BTreeSet<ModulePath>>) -> BTreeSet<ModulePath> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(module) = open.pop() {
        open.extend(uses.get(module).into_iter().flatten().filter(|used| reached.insert((*used).clone())));
    }
    reached
}

/// Every `crate::…` path in the sources names a module above that of the file.
#[test]
fn a_module_uses_only_those_above_it() {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let name = |line: &str| {
        let declared = line.trim_start_matches("pub ").trim_start_matches("pub(crate) ");
        Some(declared.strip_prefix("mod ")?.strip_suffix(';')?.to_owned())
    };
    let order: BTreeMap<String, usize> = lib.lines().filter_map(name).zip(0..).collect();
    assert!(order.len() > 10, "lib.rs lists the modules");

    let mut wrong = Vec::new();
    for module in modules() {
        let Some(own) = order.get(&module.path[0]) else { continue };
        let uses = module.uses().into_iter().filter(|path| order.get(&path[0]).is_some_and(|used| used > own));
        wrong.extend(uses.map(|path| format!("{} uses {}", module.path.join("::"), path.join("::"))));
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn no_two_modules_of_a_room_use_one_another() {
    let uses = siblings(&modules());
    assert!(uses.len() > 20, "the modules of a room use one another: {uses:?}");
    let mut wrong = Vec::new();
    for (module, used) in &uses {
        let back = used.iter().filter(|used| reach(used, &uses).contains(module));
        wrong.extend(back.map(|used| format!("{} uses {}, and is used by it", module.join("::"), used.join("::"))));
    }
    assert_eq!(wrong, Vec::<String>::new());
}
