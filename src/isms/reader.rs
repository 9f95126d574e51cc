//! The macro for typed readers: a [`Record`] of one register, and the names of its fields.
//!
//! [`Record`]: crate::model::Record

/// Declares the reader of a built-in register, with a constant for each field that the program reads by name.
macro_rules! reader {
    ($(#[$doc:meta])* $name:ident in $register:literal { $($constant:ident = $field:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name<'a>(crate::model::Record<'a>);

        impl<'a> $name<'a> {
            /// Name of the register.
            pub const REGISTER: &'static str = $register;
            $(#[doc = concat!("Name of the field `", $field, "`.")] pub const $constant: &'static str = $field;)*

            /// Names of all fields above, for comparison with the schema.
            #[cfg(test)]
            pub(super) const FIELDS: &'static [&'static str] = &[$($field),*];

            /// Returns the entries of the register.
            pub fn all(handbook: &'a crate::model::Handbook) -> impl Iterator<Item = Self> + use<'a> {
                handbook.records($register).map(Self)
            }

            /// Returns the entries of the register that refer to a subject, each once.
            pub fn about(
                handbook: &'a crate::model::Handbook,
                subject: crate::model::Subject,
            ) -> impl Iterator<Item = Self> + use<'a> {
                handbook.entries_about(subject, $register).into_iter().map(|ix| Self(handbook.record(ix)))
            }

            /// Returns the reader of an entry; `None` if the entry is in another register.
            pub fn of(record: crate::model::Record<'a>) -> Option<Self> {
                (record.register.schema.name == $register).then_some(Self(record))
            }
        }

        impl<'a> std::ops::Deref for $name<'a> {
            type Target = crate::model::Record<'a>;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
    };
}

pub(super) use reader;

#[cfg(test)]
mod tests {
    use super::super::{
        Action, Approval, Asset, Audit, AuditProgramme, Certificate, Change, Communication, Competence, Decision,
        Evidence, Exception, Finding, Incident, Indicator, InterestedParty, Interface, Issue, LegalRequirement,
        ManagementReview, Mapping, Milestone, Objective, ProcessingActivity, Risk, Role, Supplier, Term, Training,
    };
    use crate::fixture::config;

    macro_rules! readers {
        ($($name:ident),* $(,)?) => { vec![$(($name::REGISTER, $name::FIELDS)),*] };
    }

    #[test]
    fn every_built_in_register_has_a_reader_and_every_field_of_a_reader_is_in_its_schema() {
        let readers = readers![
            Action,
            Approval,
            Asset,
            Audit,
            AuditProgramme,
            Certificate,
            Change,
            Communication,
            Competence,
            Decision,
            Evidence,
            Exception,
            Finding,
            Incident,
            Indicator,
            InterestedParty,
            Interface,
            Issue,
            LegalRequirement,
            ManagementReview,
            Mapping,
            Milestone,
            Objective,
            ProcessingActivity,
            Risk,
            Role,
            Supplier,
            Term,
            Training,
        ];
        let schemas = config("//- book.toml\n[[standard]]\nid = \"nis2\"\n").schemas;
        let mut read: Vec<&str> = readers.iter().map(|(register, _)| *register).collect();
        read.sort_unstable();
        let mut known: Vec<&str> = schemas.iter().map(|schema| schema.name.as_str()).collect();
        known.sort_unstable();
        assert_eq!(read, known);

        for (register, fields) in readers {
            let schema = schemas.iter().find(|schema| schema.name == register).unwrap();
            for field in fields {
                assert!(schema.field(field).is_some(), "`{register}` has no field `{field}`");
            }
        }
    }
}
