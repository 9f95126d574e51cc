//! The tests of clausebook as its users meet it: multi-file fixtures, the built sample, runs of the real program.

mod arrows;
mod bad_input;
mod coverage;
mod crawl;
mod fixture;
mod golden;
mod links;
mod pages;
mod program;
mod readme;
mod theme;
