//! Suppliers (A.5.19 to A.5.22).

use jiff::civil::Date;

use super::reader::reader;
use super::state::{State, StateKind, next_deadline};

reader! {
    /// A supplier.
    Supplier in "suppliers" {
        CONTRACT_UNTIL = "contract-until",
        ASSURANCE_UNTIL = "assurance-until",
    }
}

impl Supplier<'_> {
    /// Returns the state of the supplier on a day: its review, its contract and its certificate have deadlines.
    pub(super) fn state(self, day: Date) -> State {
        let ended = [Self::CONTRACT_UNTIL, Self::ASSURANCE_UNTIL].into_iter().filter_map(|field| self.date(field));
        match (ended.filter(|until| *until < day).min(), self.overdue(day)) {
            (Some(until), _) => StateKind::Expired.on(until),
            (None, Some((due, _))) => StateKind::Overdue.on(due),
            (None, None) => State { day: next_deadline(*self, day), ..StateKind::Current.into() },
        }
    }
}
