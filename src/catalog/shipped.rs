//! The standards that ship with the program.

/// The language, beside English, in which the program has their texts.
pub const TRANSLATED: &str = "de";

/// A standard that ships with the program.
#[derive(Debug)]
pub struct BuiltIn {
    /// Its id.
    pub id: &'static str,
    /// The path of its file in messages.
    pub path: &'static str,
    /// The file.
    pub text: &'static str,
    /// The path of its translated texts in messages.
    pub texts_path: &'static str,
    /// Its translated texts.
    pub texts: &'static str,
}

macro_rules! built_in {
    ($($id:literal),* $(,)?) => {
        /// All of them, by id.
        pub const BUILT_IN: &[BuiltIn] = &[$(BuiltIn {
            id: $id,
            path: concat!("(built in)/", $id, ".toml"),
            text: include_str!(concat!("standards/", $id, ".toml")),
            texts_path: concat!("(built in)/de/", $id, ".toml"),
            texts: include_str!(concat!("standards/de/", $id, ".toml")),
        }),*];
    };
}

built_in![
    "27001",
    "27001-2013",
    "nist-csf",
    "nist-800-53",
    "nis2",
    "gdpr",
    "dora",
    "ai-act",
    "soc2",
    "tisax",
    "bsi-c5",
    "it-grundschutz",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use sha2::{Digest, Sha256};

    use super::BUILT_IN;
    use crate::catalog::{Catalog, FIRST, Named, RequirementKind, StandardFile, StandardRole, read};
    use crate::id::natural;
    use crate::load;
    use crate::source::{FileId, Sources, Span, Spanned};

    /// Returns the catalogue of a book that names these standards, with all of their parts.
    fn catalog(ids: &[&str], language: &str) -> Catalog {
        let spanned = |value: &str| Spanned { value: value.to_owned(), span: Span::new(FileId::from(0), 0..0) };
        let parts = |id: &str| match id {
            "nist-800-53" => Some(vec![spanned("enhancements")]),
            "gdpr" => Some(vec![spanned("other-articles")]),
            _ => None,
        };
        let named = |id: &&str| Named {
            file: StandardFile::Program(spanned(id)),
            role: Some(StandardRole::Measured),
            parts: parts(id),
            required: None,
            texts: None,
        };
        let named: Vec<Named> = ids.iter().map(named).collect();
        let mut sources = Sources::default();
        load::built_in(&mut sources, &named, language);
        let (catalog, diagnostics) = read(&sources, &named, language);
        assert_eq!(diagnostics, []);
        catalog
    }

    fn built_in() -> Catalog {
        catalog(&[], "en")
    }

    /// Returns the catalogue of a book that is measured against everything that ships with the program.
    fn everything(language: &str) -> Catalog {
        let ids: Vec<&str> = BUILT_IN.iter().skip(2).map(|standard| standard.id).collect();
        catalog(&ids, language)
    }

    #[test]
    fn counts_are_those_of_the_standard() {
        let catalog = built_in();
        let clauses: Vec<_> = catalog.of_kind(FIRST, RequirementKind::Clause).collect();
        assert_eq!(clauses.len(), 44);
        assert_eq!(clauses.iter().filter(|(ix, _)| catalog.is_assessable(*ix)).count(), 30);
        let amended: Vec<_> = clauses.iter().filter(|(_, r)| r.amended.is_some()).map(|(_, r)| &r.id.local).collect();
        assert_eq!(amended, ["4.1", "4.2"]);

        let main = &catalog.standards[FIRST];
        let themes = (0..main.themes.len()).map(|t| catalog.of_theme(FIRST, t).len());
        assert_eq!(themes.collect::<Vec<_>>(), [37, 8, 14, 34]);
        assert_eq!(catalog.of_kind(FIRST, RequirementKind::Control).filter(|(_, r)| r.new).count(), 11);
        assert_eq!(main.documented.len(), 20);
        assert_eq!(main.attributes.len(), 5);

        let old = &catalog.standards[1];
        assert_eq!(old.themes.len(), 14);
        assert_eq!(catalog.of_kind(1, RequirementKind::Control).count(), 114);
    }

    #[test]
    fn the_mapping_is_its_own_inverse() {
        let catalog = built_in();
        let mut forward = Vec::new();
        let mut backward = Vec::new();
        for (ix, requirement) in catalog.requirements() {
            forward.extend(requirement.successors.iter().map(|to| (ix, *to)));
            backward.extend(requirement.ancestors.iter().map(|from| (*from, ix)));
        }
        backward.sort();
        forward.sort();
        assert_eq!(forward, backward);
        assert_eq!(forward.len(), 115);
        let forked: Vec<_> = catalog.requirements().filter(|(_, r)| r.successors.len() > 1).collect();
        assert_eq!(forked.len(), 1);
        assert_eq!(forked[0].1.id.local, "A.18.2.3");
    }

    #[test]
    fn every_id_parses_and_stands_in_numeric_order() {
        let catalog = built_in();
        for (at, standard) in catalog.standards.iter().enumerate() {
            for kind in [RequirementKind::Clause, RequirementKind::Control] {
                let locals: Vec<_> = catalog.of_kind(at, kind).map(|(_, r)| r.id.local.as_str()).collect();
                assert!(locals.is_sorted_by(|a, b| natural(a, b).is_lt()), "{kind:?} of {}", standard.id);
            }
        }
    }

    #[test]
    fn every_id_parses_and_has_an_address_and_a_name_of_its_own() {
        let catalog = everything("en");
        let mut addresses = BTreeMap::new();
        for (ix, requirement) in catalog.requirements() {
            assert_eq!(requirement.id.to_string().parse(), Ok(requirement.id.clone()));
            assert_eq!(addresses.insert(requirement.page.absolute(), &requirement.id), None, "{}", requirement.id);
            assert_eq!(catalog.find(&catalog.label(ix)), crate::catalog::Found::One(ix), "{}", catalog.label(ix));
        }
    }

    /// Standard, groups, requirements, those of them that are assessed. Compared by a script with the facts from which the files
    /// were made.
    const COUNTS: &[(&str, usize, usize, usize)] = &[
        ("nist-csf", 6, 128, 106),
        ("nist-800-53", 20, 1007, 1007),
        ("nis2", 4, 79, 65),
        ("gdpr", 11, 99, 99),
        ("dora", 9, 64, 64),
        ("ai-act", 13, 113, 113),
        ("soc2", 13, 61, 61),
        ("tisax", 9, 81, 81),
        ("bsi-c5", 17, 121, 121),
        ("it-grundschutz", 10, 297, 256),
    ];

    #[test]
    fn counts_are_those_of_each_standard() {
        let catalog = everything("en");
        let counted = catalog.with_role(StandardRole::Measured).map(|(at, standard)| {
            let all: Vec<_> = catalog.of_standard(at).map(|(ix, _)| ix).collect();
            let assessed = all.iter().filter(|ix| catalog.is_assessable(**ix)).count();
            (standard.id.as_str(), standard.themes.len(), all.len(), assessed)
        });
        assert_eq!(counted.collect::<Vec<_>>(), COUNTS);
    }

    /// Crosswalk, number of pairs, and the SHA-256 of its pairs. Compared by a script with the facts from which the files were made.
    /// A pair that comes to mean something else goes to a crosswalk with another id, so that confirmations of it lapse.
    const PAIRS: &[(&str, usize, &str)] = &[
        ("nist-csf-references-2024", 341, "29ab2e8cc58c6af58431fd4ae33adaa3fac30e2141acfd7230320a6a84957790"),
        ("nist-csf-two-readings", 19, "295aad45432abd0dcc3b0160de70dce2cfe23682b733f406dfbaf140bf563b01"),
        ("nist-800-53-olir-2023", 642, "08a75fa130bcccce3d3e89254b6a5bcd25f2915c8f18cee4ef809706a3a4103d"),
        ("nis2-enisa-annex-2025", 125, "c8175356c7a1fefdb4994e20dae9706ece0851c542adb4cc5a92a0fb035bd76b"),
        ("nis2-letters-two-sources", 48, "a66bfaf1b2a36ba829258b0a1fe207b2c427ff74a2c6b5f4a4152cc6239de17a"),
        ("nis2-letters-enisa", 72, "bcfc2fa1ea8c0cd90531d715457cd45e877b11d7efb49cfbc3944e1d39b47120"),
        ("gdpr-27701-two-readings", 12, "bb8be2d8e665fa3a329f98a912893c2510a237c12bc000dd52e2d0ff1a39a88d"),
        ("gdpr-27701-chain", 36, "120dffa72fa261eac06f130474e3391923e1c6ce59821a6e8a305b2b3369b056"),
        ("soc2-agreement-medium-high", 26, "c949f40e633d50c9567e03b00a7c16edcdb55402ef3ae192eb610ad7487b1fc4"),
        ("soc2-agreement-low-medium", 196, "17dc2918533b16521dccbc32a2b405a8cdbbdb3e611ae3832a85851134954ffc"),
        ("tisax-two-editions", 64, "e3164a50351a968f594ca82911fd04debe17f5f914b1e9c18150c153804bcdee"),
        ("tisax-one-edition", 8, "461ea7aa5a0a046285b7875f4a4f268897121b9f53d3dfd10ef4b78a0f409852"),
        ("bsi-c5-crt-2023-same-level", 61, "c9138ee46a584deef541bc223d0afda159e30bcb74982aac05a48b39ce64e481"),
        ("bsi-c5-crt-2023-theirs-higher", 10, "39bcec9eb7facae6f31a833e06f3900901de706fcd263d72fda39781a2a6fdf9"),
        ("bsi-c5-crt-2023-theirs-lower", 140, "3dddc9d63c6fee561c70e7fe678cabe7a24b95c82b7d141aedbc9be802837b64"),
        ("it-grundschutz-2023-main", 119, "3f46d91460c1707e1f49e20390e441a8a4f33dfd2dacb01cc70db3fab74c9683"),
        ("it-grundschutz-2023-further", 364, "e464de2da9ac66c562604c8f8081728a3ce5e9a11116bcbc11cd3db96cf4d4d9"),
    ];

    #[test]
    fn pairs_are_those_of_their_sources() {
        let catalog = everything("en");
        let mut lines: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for pair in catalog.pairs() {
            let [from, to] = [pair.from, pair.to].map(|ix| &catalog.requirement(ix).id.local);
            lines.entry(pair.crosswalk).or_default().push(format!("{from} {to}\n"));
        }
        let digests = lines.into_iter().map(|(at, mut lines)| {
            lines.sort_unstable();
            let digest = Sha256::digest(lines.concat());
            let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            (catalog.crosswalks[at].id.clone(), lines.len(), digest)
        });
        let digests: Vec<_> = digests.collect();
        let found: Vec<_> = digests.iter().map(|(id, count, digest)| (id.as_str(), *count, digest.as_str())).collect();
        assert_eq!(found, PAIRS);
    }

    #[test]
    fn each_standard_says_whose_it_is_and_what_may_be_printed() {
        for (_, standard) in everything("en").with_role(StandardRole::Measured) {
            let rights = &standard.rights;
            assert!(
                rights.publisher.is_some() && rights.terms.is_some() && rights.attribution.is_some(),
                "{}",
                standard.id
            );
            assert!(standard.words.is_some(), "{}", standard.id);
        }
    }

    #[test]
    fn german_texts_are_whole_where_there_are_official_ones() {
        let (english, german) = (everything("en"), everything("de-CH"));
        // These publish their titles in English alone.
        let in_english = ["nist-csf", "nist-800-53"];
        for (ix, requirement) in german.requirements() {
            let original = english.requirement(ix);
            let standard = requirement.id.standard.as_str();
            let untitled = requirement.title.is_empty();
            assert_eq!(
                requirement.language.is_none(),
                untitled || !in_english.contains(&standard),
                "{}",
                requirement.id
            );
            assert!(original.about.is_empty() || requirement.about != original.about, "{}", requirement.id);
            assert!(original.amended.is_none() || requirement.amended != original.amended, "{}", requirement.id);
            assert_eq!(original.language, None);
        }
        for (standard, original) in german.standards.iter().zip(&english.standards) {
            // Families of NIST, and letters of BSI.
            let in_english = standard.id == "nist-800-53" || standard.id == "bsi-c5";
            for (theme, of) in standard.themes.iter().zip(&original.themes) {
                let is_number = theme.title.chars().any(|c| c.is_ascii_digit()) || theme.title.len() <= 4;
                assert!(theme.language.is_none() || in_english || is_number, "{}: {}", standard.id, theme.title);
                assert!(theme.about.is_empty() || theme.about != of.about, "{}: {}", standard.id, theme.title);
            }
            for (item, of) in standard.documented.iter().zip(&original.documented) {
                assert_ne!(item.title, of.title);
            }
            assert!(standard.rights.terms.is_none() || standard.rights.terms != original.rights.terms);
        }
    }

    #[test]
    fn every_attribute_value_is_declared() {
        let catalog = built_in();
        let main = &catalog.standards[FIRST];
        for (_, control) in catalog.of_kind(FIRST, RequirementKind::Control) {
            for (attribute, values) in main.attributes.iter().zip(&control.attributes) {
                assert!(!values.is_empty(), "{} has no {}", control.id, attribute.id);
                for value in values {
                    assert!(attribute.values.iter().any(|(id, _)| id == value), "{}: {value}", control.id);
                }
            }
        }
    }

    #[test]
    fn each_requirement_in_force_is_explained_in_a_line() {
        for (_, requirement) in built_in().requirements().filter(|(_, r)| r.standard == FIRST) {
            let words = requirement.about.split_whitespace().count();
            assert!((8..40).contains(&words) && !requirement.about.contains('\n'), "{}", requirement.id);
        }
    }
}
