//! Facts about documents from where other repositories have them: labels, change logs, names of files, a register.

use clausebook::model::{Document, Fact, Origin, ResolvedReference};

use crate::fixture::{Fixture, assess};
