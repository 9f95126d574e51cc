//! clausebook turns a folder of Markdown policies and TOML registers into a browsable ISMS handbook.
//!
//! ```text
//! book.toml, content/**, theme/**
//!    │  load       disk and git → Sources           the only reader of content and history
//!    ▼
//! Sources          files by FileId, sorted
//!    │  parse      each file alone, in parallel     never reads the disk, never stops at the first error
//!    ▼
//! Draft            documents and registers with raw references, every fact with its span
//!    │  select     what is part of this site        the rest is excluded, each with its reason
//!    ▼
//! Selection
//!    │  link       the whole set                    ids unique; each reference resolved or reported
//!    ▼
//! Handbook         documents, registers, catalogue, back-references; immutable from here on
//!    │  isms       an entry + date → its state      the rules of an ISMS, for every stage below
//!    │  approval   digests → what has changed since it was approved
//!    │  past       history → versions of documents
//!    │  coverage   Handbook + date → Coverage       no HTML word in it
//!    │  assess     + settings and words → Assessed  the one value that all stages below take
//!    ▼
//! Assessed         coverage on other days is asked from it, and remembered there
//!    ├─ check      → findings                       a check a file, its level from book.toml
//!    │  view       → page views                     the only Serialize types; what a theme may use
//!    │  render     tera + pulldown-cmark + syntect, in parallel
//!    ├─ search     tantivy index → files for the browser
//!    ├─ export     → tables as CSV and XLSX, the model as JSON
//!    ▼
//! Sink             takes each file as soon as it is made, from any thread
//!    ├─ write      the Sink that is a folder, all or nothing    the only writer
//!    └─ serve      a site not yet made → HTTP, again after each change    alone knows HTTP
//! ```
//!
//! The modules stand in the order of this drawing, and each uses only those above it; a test holds that.

pub mod letters;

pub mod history;

pub mod source;

pub mod id;

mod html;

mod visible;

pub mod diag;

pub mod value;

pub mod wording;

pub mod site;

mod inert;

mod pages;

mod manifest;

pub mod catalog;

pub mod model;

pub mod config;

pub mod isms;

pub mod load;

pub mod parse;

pub mod redline;

pub mod select;

pub mod link;

pub mod approval;

pub mod past;

mod coverage;

pub mod assess;

pub mod check;

mod assets;

mod view;

pub mod render;

pub mod search;

pub mod export;

pub mod pipeline;

pub mod write;

#[cfg(not(fuzzing))]
mod serve;

#[cfg(fuzzing)]
pub mod serve;

mod starter;

mod adopt;

pub mod cli;

#[cfg(test)]
mod fixture;
