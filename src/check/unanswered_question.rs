//! An approved document still holds questions of its outline.
//!
//! Why: an outline asks what the standard requires the document to say. A question that was approved in place of its
//! answer documents nothing, and shows that nobody read the document before it was approved.
//!
//! Example: `- (?) Who accepts residual risks?` in a document with `status = "approved"`.
//!
//! Fix it: write the answer, and remove the question, or at least its mark `(?)`. Drafts and documents in review are
//! exempt.

use super::{Check, Report, Run};
use crate::assess::Assessed;
use crate::config::Level;
use crate::diag::Diagnostic;
use crate::model::Subject;

pub(super) const CHECK: Check = Check {
    code: "unanswered-question",
    level: Level::Warn,
    source: include_str!("unanswered_question.rs"),
    run: Run::Facts(run),
};

fn run(facts: &Assessed, report: &mut Report) {
    let day = facts.coverage.as_of;
    for (ix, document) in facts.handbook.documents() {
        let in_use = document.is_in_force(day) || document.is_overdue(day);
        let Some(first) = document.questions.first().filter(|_| in_use) else { continue };
        let title = &document.meta.title;
        let message = match document.questions.len() {
            1 => format!("“{title}” is approved, but 1 question of its outline is not answered"),
            n => format!("“{title}” is approved, but {n} questions of its outline are not answered"),
        };
        let finding = Diagnostic::warning(CHECK.code, *first, message)
            .help("write the answer, and remove the question, or at least its mark `(?)`".to_owned());
        report.add(Subject::Document(ix), finding);
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn an_approved_document_answers_its_questions() {
        let document = |status: &str, text: &str| {
            format!("//- content/a.md\n+++\ntitle = \"T\"\nstatus = \"{status}\"\n+++\n{text}\n")
        };
        let two = document("approved", "Words.\n\n- (?) Who?\n- (?) When,\n  and why?");
        let expected = ["warning content/a.md:7:3 “T” is approved, but 2 questions of its outline are not answered"];
        check("unanswered-question", &two, &expected);
        check("unanswered-question", &two.replace("approved", "draft"), &[]);
        check("unanswered-question", &two.replace("approved", "in-review"), &[]);
        check("unanswered-question", &document("approved", "Who? (?) A question of our own. `(?) Who?`"), &[]);
        check("unanswered-question", &document("approved", "- The IT lead.\n- In May."), &[]);
    }
}
