//! Search by words that a text says in another way, or in another language; and answers to questions.

use std::path::Path;

use super::{Engine, book, searched};

tests! {
    the_glossary_makes_synonyms,
    readers_find_texts_in_words_of_their_own,
    words_with_a_hyphen_are_found_without_it,
    german_compounds_are_found_by_their_parts,
    other_languages_find_their_inflected_forms,
    chinese_and_japanese_are_found_inside_of_a_sentence,
    questions_are_answered_with_the_right_sentence_or_none,
}

fn the_glossary_makes_synonyms(engine: Engine) {
    let book = book(
        engine,
        "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n\
         //- content/a.md\n# Alpha\nUse multi-factor authentication everywhere.\n\
         //- content/b.md\n# Beta\nMFA is a must.\n\
         //- content/c.md\n# Gamma\nAuthentication has many a factor.\n\
         //- content/registers/glossary.toml\n[[term]]\nid = \"mfa\"\ntitle = \"Multi-factor authentication\"\n\
         abbreviation = \"MFA\"\ndefinition = \"Two proofs of who you are.\"\n",
    );
    for query in ["MFA", "multi-factor authentication", "\"multi-factor authentication\""] {
        let found = book.pages(query);
        assert!(["a", "b", "mfa"].iter().all(|page| found.contains(&(*page).to_owned())), "{query}: {found:?}");
    }
    assert!(!book.pages("MFA").contains(&"c".to_owned()));
}

fn readers_find_texts_in_words_of_their_own(engine: Engine) {
    let english = book(
        engine,
        "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\n\
         [search.synonyms]\n\"quiet room\" = [\"sound pod\", \"booth\"]\nSunrise = \"payroll\"\n\
         //- content/a.md\n# Alpha\nNo language models for records of customers. Every leaver hands in the fob.\n\
         //- content/b.md\n# Beta\nCall from a quiet room. Sunrise pays you.\n\
         //- content/c.md\n# Gamma\nThe room is quiet.\n",
    );
    for query in ["ChatGPT", "chatgpt", "copilot", "offboarding", "badge"] {
        assert!(english.pages(query).contains(&"a".to_owned()), "{query}");
    }
    for query in ["booth", "sound pod", "\"sound pod\"", "payroll"] {
        assert_eq!(english.pages(query)[0], "b", "{query}");
    }
    // A misspelt word is not corrected to a word that no page is found by.
    let answer = english.index.search("yubikye", None, 10);
    assert!(answer.corrected.is_empty() && answer.results.is_empty(), "{answer:?}");
    // The excerpt shows what the text says.
    let hit = &english.index.search("booth", None, 10).results[0];
    assert!(hit.excerpt.contains("quiet room"), "{hit:?}");

    let german = book(
        engine,
        "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\nlanguage = \"de-CH\"\n\
         //- content/a.md\n# Alpha\nKI-Assistenten sind erlaubt. Ein verlorenes Mobiltelefon wird gemeldet.\n",
    );
    for query in ["ChatGPT", "Handy", "Smartphones"] {
        assert!(german.pages(query).contains(&"a".to_owned()), "{query}");
    }
}

fn words_with_a_hyphen_are_found_without_it(engine: Engine) {
    let book = book(
        engine,
        "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\nlanguage = \"en-GB\"\n\
         //- content/a.md\n# Working away\n\
         Off-site staff get on-boarding by e-mail. Sub-contractors co-operate. Anti-malware runs.\n\
         //- content/b.md\n# Kitchen\nUncooked vegetables go into preheated ovens.\n",
    );
    for query in ["offsite", "onboarding", "email", "subcontractors", "cooperate", "antimalware"] {
        assert_eq!(book.pages(query)[0], "a", "{query}");
    }
    let hit = &book.index.search("offsite", None, 10).results[0];
    assert!(hit.excerpt.contains("Off-site"), "{hit:?}");
    // And the other way round, although the words are found on their own as well.
    for query in ["un-cooked", "un-cooked vegetables", "pre-heated ovens"] {
        assert_eq!(book.pages(query), ["b"], "{query}");
    }
}

fn german_compounds_are_found_by_their_parts(engine: Engine) {
    let book = book(
        engine,
        "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\nlanguage = \"de\"\n\
         //- content/a.md\n# Zugriffskontrollrichtlinie\n\
         Die Datensicherungsstrategie gilt. Das Backup-Konzept und die Datenschutz-Folgenabschätzung auch. \
         Lieferantenbeziehungen. Dies ist ein langer Text ohne Belang, der nichts sagt und nichts will, damit der Ausschnitt ihn \
         nicht ganz zeigen kann; er geht noch eine Weile so fort und endet erst hier. Bürobelüftungsschächte.\n\
         //- content/b.md\n# Über Schächte\nJeder Schacht zählt. Die Wiederherstellung beginnt.\n\
         //- content/c.md\n# Herstellung\nDas Herstellen.\n",
    );
    let queries = [
        "Richtlinie",
        "Richtlinien",
        "Kontrolle",
        "Zugriffskontrolle",
        "Strategie",
        "Sicherung",
        "Datensicherung",
        "Beziehung",
        "Backupkonzept",
        "Datenschutzfolgenabschätzung",
        "Folgenabschätzung",
        "Zugriff",
        "Schacht",
    ];
    for query in queries {
        assert!(book.pages(query).contains(&"a".to_owned()), "{query}");
    }
    // The compound is what an excerpt shows and highlights.
    let hit = &book.index.search("Folgenabschätzung", None, 10).results[0];
    assert!(hit.excerpt.contains("Datenschutz-Folgenabschätzung"), "{hit:?}");
    let answer = book.index.search("Schacht", None, 10);
    let hit = answer.results.iter().find(|hit| hit.title.starts_with("Zugriff")).unwrap();
    assert!(hit.excerpt.contains("Bürobelüftungsschächte"), "{hit:?}");
    if let Engine::Both = engine {
        let marked = &book.node("answers.js", &["Beziehung".to_owned()])[0]["marked"];
        assert_eq!(*marked, serde_json::json!(["Lieferantenbeziehungen"]));
    }
    let found = book.pages("Herstellung");
    assert!(found[0] == "c" && !found.contains(&"b".to_owned()), "{found:?}");
}

fn other_languages_find_their_inflected_forms(engine: Engine) {
    let one = |language: &str, title: &str, text: &str| {
        book(
            engine,
            &format!(
                "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\nlanguage = \"{language}\"\n\
             //- content/a.md\n# {title}\n{text}\n"
            ),
        )
    };
    let german = one("de", "Richtlinie für Zugänge", "Die Schlüssel werden jährlich überprüft; Straßen nicht.");
    for query in ["Richtlinien", "zugang", "Zugängen", "SCHLÜSSELN", "schlussel", "jährliche Überprüfung", "strasse"]
    {
        assert!(german.pages(query).contains(&"a".to_owned()), "{query}");
    }
    assert_eq!(german.pages("und die der ").len(), 0);
    let french = one("fr", "Politique d’accès", "Les mots de passe sont sauvegardés à l’étranger par les employés.");
    for query in ["politiques", "l'accès", "acces", "sauvegarder", "étrangers", "sauvegardées"] {
        assert!(french.pages(query).contains(&"a".to_owned()), "{query}");
    }
}

fn chinese_and_japanese_are_found_inside_of_a_sentence(engine: Engine) {
    for language in ["ja", "zh", "en"] {
        let book = book(
            engine,
            &format!(
                "//- book.toml\n[book]\ntitle = \"T\"\norganisation = \"O\"\nlanguage = \"{language}\"\n\
                 //- content/a.md\n# 情報セキュリティ基本方針\n当社の従業員はパスワードを他人と共有してはならない。ISO27001規格に従う。\n\
                 //- content/b.md\n# 访问控制策略\n所有员工必须使用多因素认证登录系统。\n\
                 //- content/c.md\n# 別紙\n報告と情熱。\n"
            ),
        );
        for query in
            ["セキュリティ", "方針", "従業員 パスワード", "パスワード共有", "\"他人と共有\"", "規格", "iso27001", "従"]
        {
            assert_eq!(book.pages(query).first().map(String::as_str), Some("a"), "{language}: {query}");
        }
        for query in ["多因素认证", "访问控制", "员工登录系统", "\"必须使用\""] {
            assert_eq!(book.pages(query).first().map(String::as_str), Some("b"), "{language}: {query}");
        }
        assert_eq!(book.pages("\"情報セ\""), ["a"]);
        let hit = &book.index.search("共有", None, 10).results[0];
        assert!(hit.excerpt.contains("他人と共有"), "{hit:?}");
    }
}

fn questions_are_answered_with_the_right_sentence_or_none(engine: Engine) {
    let sample = searched(engine, Path::new(env!("CARGO_MANIFEST_DIR")));
    let german = book(engine, include_str!("../../search/german.txt"));
    for (book, questions, least) in [
        (&sample, include_str!("../../search/answered.txt"), 40),
        (&german, include_str!("../../search/answered-de.txt"), 12),
    ] {
        let lines = questions.lines().filter(|line| !line.starts_with('#'));
        let asked: Vec<(&str, &str)> = lines.map(|line| line.split_once('|').unwrap()).collect();
        assert!(asked.len() >= least);
        let texts: Vec<String> = asked.iter().map(|(question, _)| question.trim().to_owned()).collect();
        if let Engine::Both = engine {
            for (question, browser) in texts.iter().zip(book.browser(&texts)) {
                assert_eq!(browser, book.program(question), "{question}");
            }
        }
        for (question, (_, answer)) in texts.iter().zip(asked) {
            let found = book.program(question).2;
            assert_eq!(found.as_deref().unwrap_or("none"), answer.trim(), "{question}");
        }
    }
    let quotation = german.index.search("darf ich ChatGPT nutzen", None, 10).quotation.unwrap();
    let facts = [quotation.version, quotation.approved, Some(quotation.heading)].map(Option::unwrap_or_default);
    assert_eq!(facts, ["2.0", "2026-03-01", "KI-Assistenten"]);
}
