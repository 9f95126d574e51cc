//! Integration tests of clausebook as its users see it: fixtures of several files, the built sample, runs of the real
//! program.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it says")]

mod adopted;
mod arrows;
mod bad_input;
mod browser;
mod cache;
mod calendars;
mod causes;
mod checks;
mod clauses;
mod contained;
mod contract;
mod coverage;
mod crawl;
mod days;
mod disk;
mod exports;
mod fixture;
mod foreign;
mod formats;
mod german;
mod golden;
mod implementation;
mod levels;
mod links;
mod literals;
mod losses;
mod narrow;
mod nesting;
mod output;
mod outsiders;
mod pages;
mod program;
mod publish;
mod reader;
mod reading;
mod readme;
mod registers;
mod rendering;

mod repository;
mod risks;
mod search;
mod serve;
mod starter;
mod states;
mod substance;
mod terminal;
mod theme;
mod wording;
