//! Plain files. A pipe would be waited for and a device read without end, so nothing else is opened.

use std::fs::{self, File, FileType, Metadata};
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

use super::{Failure, failed};
use crate::source::{Content, Role, SourceFile, Stored};

/// Reads the text of a file that the command line names, which may be a pipe.
///
/// # Errors
/// If it cannot be read, or is not text.
pub fn text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::InvalidData => {
            Failure(format!("`{}` is not UTF-8\nhelp: save it as UTF-8", path.display()))
        }
        _ => failed("read", path, error),
    })
}

/// Reads a file, and its metadata before that: a write that comes later is then noticed by the next scan.
pub(super) fn read(
    path: &Path,
    name: String,
    role: Role,
    encoding: Option<&str>,
) -> Result<(SourceFile, Metadata), Failure> {
    let (mut file, data) = open(path)?;
    let mut read = || {
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(usize::try_from(data.len()).unwrap_or(0))?;
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let bytes = read().map_err(|error: io::Error| failed("read", path, error))?;
    let content = Content::new(&name, bytes, role, encoding);
    Ok((SourceFile { path: name, role, content }, data))
}

/// Opens a file to see that it can be read, but leaves it on the disk.
pub(super) fn attachment(path: &Path, name: String, role: Role) -> Result<(SourceFile, Metadata), Failure> {
    let (_, data) = open(path)?;
    let content = Content::Stored(Arc::new(Stored::new(path.to_owned(), data.clone().into())));
    Ok((SourceFile { path: name, role, content }, data))
}

fn open(path: &Path) -> Result<(File, Metadata), Failure> {
    let cannot = |error: io::Error| failed("read", path, error);
    let kind = fs::metadata(path).map_err(cannot)?.file_type();
    if !kind.is_file() {
        return Err(failed("read", path, format!("it is {}, not a plain file", name(kind))));
    }
    let file = File::open(path).map_err(cannot)?;
    let data = file.metadata().map_err(cannot)?;
    Ok((file, data))
}

/// Returns what a file is, in words.
pub(super) fn name(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if kind.is_fifo() {
            return "a pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_char_device() || kind.is_block_device() {
            return "a device";
        }
    }
    if kind.is_dir() {
        "a folder"
    } else if kind.is_file() {
        "a file"
    } else {
        "neither a file nor a folder"
    }
}
