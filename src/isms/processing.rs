//! Records of processing activities (GDPR Article 30).

use jiff::civil::Date;

use super::reader::reader;
use super::state::{State, next_deadline};

reader! {
    /// A processing activity.
    ProcessingActivity in "processing" {
        ENDED = "ended",
    }
}

impl ProcessingActivity<'_> {
    /// Returns how the activity stands on a day: it counts until it ends, unless its review is late.
    pub(super) fn state(self, day: Date) -> State {
        State::kept(self.date(Self::ENDED), self.overdue(day).map(|(due, _)| due), next_deadline(*self, day), day)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::fixture::{check, state};
    use crate::isms::StateKind::{Closed, Current, Overdue};

    #[test]
    fn an_activity_counts_until_it_ends() {
        let activity = |fields: &str| state("processing", "activity", fields);
        assert_eq!(activity(""), (Current, None));
        assert_eq!(activity("reviewed = 2025-10-01"), (Current, Some(date(2026, 10, 1))));
        assert_eq!(activity("reviewed = 2025-09-30"), (Overdue, Some(date(2026, 9, 30))));
        assert_eq!(activity("reviewed = 2025-09-30\nended = 2026-10-01"), (Closed, Some(date(2026, 10, 1))));
        assert_eq!(activity("reviewed = 2026-09-30\nended = 2026-10-02").0, Current);
    }

    const CONTROLLER: &str = "role = \"controller\"\npurpose = \"P\"\npeople = \"P\"\ndata = \"D\"\nrecipients = \"R\"\ntransfers = \"none\"\nretention = \"6 years\"\n";
    const PROCESSOR: &str = "role = \"processor\"\ncontrollers = \"C\"\ncategories = \"C\"\ntransfers = \"none\"\n";

    #[test]
    fn a_controller_and_a_processor_record_what_their_paragraph_of_article_30_asks() {
        let activity = |fields: &str| {
            format!(
                "//- content/registers/processing.toml\n[[activity]]\nid = \"P-1\"\ntitle = \"P\"\nowner = \"r\"\nmeasures = \"M\"\n{fields}\n"
            )
        };
        for (all, paragraph) in [(CONTROLLER, 1), (PROCESSOR, 2)] {
            check("incomplete-entry", &activity(all), &[]);
            for line in all.lines().filter(|line| !line.starts_with("role") && !line.starts_with("retention")) {
                let field = line.split(' ').next().unwrap_or_default();
                let expected = format!(
                    "warning content/registers/processing.toml:2:6 P-1 lacks what GDPR Article 30({paragraph}) requires: `{field}`"
                );
                check("incomplete-entry", &activity(&all.replace(line, "")), &[&expected]);
            }
        }
        let expected = [
            "warning content/registers/processing.toml:2:6 P-1 lacks the time limit for erasure of GDPR Article 30(1)(f)",
        ];
        check("incomplete-entry", &activity(&CONTROLLER.replace("retention = \"6 years\"", "")), &expected);
        let erasure = CONTROLLER.replace("retention = \"6 years\"", "erasure = \"When the contract ends\"");
        check("incomplete-entry", &activity(&erasure), &[]);
    }

    #[test]
    fn a_transfer_names_the_country_and_the_safeguards() {
        let activity = |transfers: &str| {
            let fields = PROCESSOR.replace("transfers = \"none\"", transfers);
            format!(
                "//- content/registers/processing.toml\n[[activity]]\nid = \"P-1\"\ntitle = \"P\"\nowner = \"r\"\nmeasures = \"M\"\n{fields}\n"
            )
        };
        let safeguards = [
            "warning content/registers/processing.toml:2:6 P-1 transfers personal data, but its `safeguards` are not documented",
        ];
        let country = [
            "warning content/registers/processing.toml:2:6 P-1 transfers personal data, but `countries` does not say where to",
        ];
        check("incomplete-entry", &activity("transfers = \"safeguards\"\ncountries = \"X\""), &safeguards);
        check("incomplete-entry", &activity("transfers = \"adequacy\"\ncountries = \"X\""), &[]);
        check("incomplete-entry", &activity("transfers = \"adequacy\""), &country);
    }
}
