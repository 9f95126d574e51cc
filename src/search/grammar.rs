//! The words of a language by which `sentences.rs` judges a sentence, in lowercase and separated by spaces.

use tantivy::tokenizer::Language;

use super::language::stemmed;

/// The words of a language by which a sentence is judged.
pub(super) struct Grammar {
    /// First words that refer to what was said before, and those of questions, titles and sentences without a subject.
    pub dependent: &'static str,
    /// Words that point to another place of the text.
    pub pointing: &'static str,
    /// First words of an exception to what was said before, which is quoted with it.
    pub exceptions: &'static str,
    /// First words of an exception, if another word follows.
    pub exceptions_of_two: &'static [(&'static str, &'static str)],
    /// A first word that makes an exception of a short sentence.
    pub only: &'static str,
    /// First words that may be an article, or stand for what was said before if a word of `verbs` follows.
    pub articles: &'static str,
    /// A first word that may be "they" in a sentence with the other word.
    pub ambiguous: Option<(&'static str, &'static str)>,
    /// First words of a negation, which is a sentence only with one of the `verbs`.
    pub negations: &'static str,
    pub verbs: &'static str,
    /// Words in a heading that turn around what is said below it.
    pub reversing: &'static str,
    /// Words before a full stop that does not end a sentence.
    pub abbreviations: &'static str,
    /// First words of a query that asks for more than one sentence: what something is, or why.
    pub explaining: &'static [&'static str],
}

const ENGLISH: Grammar = Grammar {
    dependent: "it its this that these those they their them he she his her such both either neither nor here there then \
                otherwise also so even instead therefore thus likewise similarly else not never without and or yes some most \
                others another same afterwards before after example what how who whose why which see \
                is are needs applies means covers includes contains requires has gets takes",
    pointing: "below above following aforementioned",
    exceptions: "but unless except however provided",
    exceptions_of_two: &[],
    only: "only",
    articles: "",
    ambiguous: None,
    negations: "no none nobody nothing",
    verbs: "is are was were may must can cannot will shall should has have does do needs need goes leaves gets works stays",
    reversing: "not no never don't don’t forbidden prohibited without example examples myths wrong mistakes excluded exceptions \
                exception",
    abbreviations: "e.g i.e no nos art sec approx cf vs dr mr mrs ms st fig al inc ltd co incl para cl ch ed vol",
    explaining: &["what is", "what are", "what does", "why"],
};

const GERMAN: Grammar = Grammar {
    dependent: "er es ihr ihre ihren dies diese dieser dieses diesen diesem jene jener solche beide beides hier dort da dann danach \
                dabei dafür dagegen dazu damit davon darüber darum daher deshalb deren dessen sonst ansonsten andernfalls auch ebenso \
                gleiches nicht nie niemals weder ohne und oder denn sondern ja nein so vorher anschließend stattdessen andere manche \
                einige beispiel was wie wer wessen warum welche welcher welches siehe \
                ist sind gilt gelten braucht benötigt umfasst enthält bedeutet heißt",
    pointing: "unten oben folgende folgenden folgender folgendes nachstehend nachstehende nachstehenden vorstehend genannte genannten",
    exceptions: "aber außer jedoch ausgenommen ausnahme ausnahmen vorausgesetzt",
    exceptions_of_two: &[("es", "sei"), ("sofern", "nicht"), ("soweit", "nicht"), ("wenn", "nicht")],
    only: "nur",
    articles: "das die der den dem",
    ambiguous: Some(("sie", "werden")),
    negations: "kein keine keinen keinem keiner keines niemand nichts",
    verbs: "ist sind war waren darf dürfen muss müssen kann können wird werden soll sollen hat haben gilt gelten betrifft heißt \
            bedeutet geht umfasst macht",
    reversing: "nicht kein keine nie niemals verboten untersagt unzulässig ohne beispiel beispiele falsch fehler ausgenommen ausnahme \
                ausnahmen",
    abbreviations: "z.b d.h u.a o.ä i.d.r s.o s.u nr art abs vgl bzw ca dr ggf usw evtl sog ziff kap inkl st str lit max min mind \
                    einschl",
    explaining: &["was ist", "was sind", "was bedeutet", "was heisst", "warum", "wieso", "weshalb"],
};

impl Grammar {
    /// Returns the grammar of a language; `None` if its sentences cannot be judged.
    pub(super) fn of(language: &str) -> Option<&'static Self> {
        match stemmed(language)? {
            Language::English => Some(&ENGLISH),
            Language::German => Some(&GERMAN),
            _ => None,
        }
    }
}

/// Returns whether a word is in a list.
pub(super) fn lists(list: &str, word: &str) -> bool {
    list.split(' ').any(|known| known == word)
}
