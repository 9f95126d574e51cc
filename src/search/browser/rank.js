// The reader of search: looks up a query and ranks the pages, with the same integer arithmetic as query.rs and rank.rs.
//
// All language-specific work was done when the site was built. The data files are classic scripts that call
// `clausebookSearch(name, value)`, so that they load from a disk, where a page cannot fetch them. Anywhere else such a
// script does nothing, so that no other site can run it to read the handbook; the page fetches the file as text instead.
"use strict";

globalThis.clausebookSearch = (() => {
  const arrived = new Map();
  const receive = (name, value) => arrived.set(name, value);

  /** Returns the value in the text of a data file, which is JSON between the first comma and the last bracket. */
  const parse = (text) => JSON.parse(text.slice(text.indexOf(",") + 1, text.lastIndexOf(")")));

  /** Returns the value of a data file that was run as a script; it is not kept. */
  function take(name) {
    const value = arrived.get(name);
    if (!arrived.delete(name)) throw new Error(`${name} did not arrive`);
    return value;
  }

  const LETTER = "[\\p{Alphabetic}\\p{N}\\p{M}]";
  // Letters of scripts without spaces between words.
  const PAIRED = "(?=[々-〇\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\u{20000}-\u{3ffff}])" + LETTER;
  const WORD = `(?:(?!${PAIRED})${LETTER})`;
  // The first form is that of an id such as `21(2)(d)`.
  const RUNS = new RegExp(
    `(?:${WORD}+[.:\\-])*${WORD}*[0-9](?:\\((?:[0-9]{1,3}|[A-Za-z])\\))+|${WORD}+(?:[.:\\-]${WORD}+)*|(?:${PAIRED})+`,
    "gu",
  );
  const OF_PAIRS = new RegExp(`^${PAIRED}`, "u");
  const JOINED = /[.:(-]/;
  const WORD_AT_END = new RegExp(`${LETTER}$`, "u");
  const APOSTROPHE = /['’]/;
  const SPECIAL = { "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i" };

  /** Returns a word in lowercase, without accents. */
  const fold = (word) =>
    word.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[ßæœþøłđðı]/g, (letter) => SPECIAL[letter]);

  const numbered = (text) => /[0-9]/.test(text);
  const letters = (text) => [...text].length;

  /** Returns the runs of letters and digits, as `Run` in words.rs; no single letter next to an apostrophe. */
  function runs(text) {
    const found = [];
    for (const { 0: run, index } of text.matchAll(RUNS)) {
      const elided = APOSTROPHE.test(text[index - 1] ?? "") || APOSTROPHE.test(text[index + run.length] ?? "");
      if (OF_PAIRS.test(run)) pairs(run, index, found);
      else if (!(elided && letters(run) === 1)) found.push({ run, index });
    }
    return found;
  }

  /** Adds the pairs of a text without spaces, each from another character on. */
  function pairs(text, index, found) {
    const all = [...text];
    for (let at = 0; at < Math.max(all.length - 1, 1); at++) {
      found.push({ run: all.slice(at, at + 2).join(""), index });
      index += all[at].length;
    }
  }

  /** Returns the parts of a run that are words; none of an id with dots. */
  function parts(run) {
    if (!JOINED.test(run)) return [run];
    if (numbered(run) && /[.:]/.test(run)) return [];
    return run.split(/[.:()-]/).filter((part) => letters(part) > 1 && !(numbered(run) && /^[0-9]+$/.test(part)));
  }

  /** Returns a word of two or three parts without its hyphens, in a list; none for any other. */
  const joined = (run) => (/^\p{Alphabetic}+(-\p{Alphabetic}+){1,2}$/u.test(run) ? [run.replaceAll("-", "")] : []);

  /** Returns the forms by which a run is found. */
  const forms = (run) => [run, ...joined(run), ...parts(run)].map(fold);

  /** Decodes the numbers of a text, encoded by code.rs. */
  function numbers(text) {
    const found = [];
    for (let at = 0; at < text.length; ) {
      let value = 0;
      let scale = 1;
      let digit;
      do {
        const code = text.charCodeAt(at++);
        digit = code - (code < 92 ? 35 : 36);
        value += digit * scale;
        scale *= 16;
      } while (digit >= 75);
      found.push(value);
    }
    return found;
  }

  /** Decodes an ascending list of numbers from their differences. */
  function sums(text) {
    let sum = 0;
    return numbers(text).map((gap) => (sum += gap));
  }

  const digit = (text) => numbers(text[0])[0];

  /** Decodes a column: the distinct values, and the index of each page's value. */
  const column = ([of, values]) => ({ of: numbers(of), values });

  /** Decodes forms with their numbers: length of the shared prefix, remaining letters, a space, the numbers. */
  function lines(text) {
    let form = "";
    return text.split("\n").slice(0, -1).map((line) => {
      const space = line.lastIndexOf(" ");
      form = form.slice(0, digit(line)) + line.slice(1, space);
      return [form, numbers(line.slice(space + 1))];
    });
  }

  /** Returns the edit distance, with swapped neighbours as one edit; more than `most` if there are too many edits. */
  function edits(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let before = [];
    let row = Array.from({ length: b.length + 1 }, (_, at) => at);
    for (let i = 0; i < a.length; i++) {
      const next = [i + 1];
      let least = i + 1;
      for (let j = 0; j < b.length; j++) {
        let cost = Math.min(row[j] + (a[i] === b[j] ? 0 : 1), row[j + 1] + 1, next[j] + 1);
        if (i > 0 && j > 0 && a[i] === b[j - 1] && a[i - 1] === b[j]) cost = Math.min(cost, before[j - 1] + 1);
        next.push(cost);
        least = Math.min(least, cost);
      }
      if (least > most) return most + 1;
      before = row;
      row = next;
    }
    return row[b.length];
  }

  /** A shard of the dictionary. */
  class Shard {
    constructor([forms, ids, rarities, postings, completions, pieces], at) {
      Object.assign(this, { at, completions, pieces, forms: [], terms: new Map(), of: new Map() });
      let id = 0;
      const rarity = numbers(rarities);
      const all = numbers(ids).map((gap, local) => {
        id += gap;
        this.terms.set(id, { id, shard: this, local, rarity: rarity[local], coded: postings[local] });
        return id;
      });
      for (const [form, locals] of lines(forms)) {
        this.forms.push(form);
        this.of.set(form, locals.map((local) => all[local]));
      }
    }
  }

  /** Approximate maximum of milliseconds before a query yields to the browser, for example for the next key. */
  const STEP = 10;
  /** Number of pages that are ranked before the clock is checked. */
  const PAGES = 1_000;
  /** Maximum number of further shards that are loaded with a word's own. */
  const FEW = 3;

  class Reader {
    /** `root` is the value of `root.js`. `load` resolves to the value of the data file at a path below `search/`. */
    constructor(root, load) {
      this.load = (name) => load(`${root.folder}${name}.js`);
      this.files = new Map();
      this.root = root;
      this.stops = new Set(root.stops.split(" "));
      this.common = new Set(root.common.split(" "));
      this.firsts = root.shards.split(" ");
      // The first section of each pack of texts.
      this.packs = sums(root.packs);
      for (const name of ["kind", "status", "owner"]) this[name] = column(root[name]);
      this.count = 0;
      this.pages = numbers(root.sections).map((sections, page) => {
        const first = this.count;
        this.count += sections;
        const [, , , kind] = this.kind.values[this.kind.of[page]];
        const [, , , status, retired] = this.status.values[this.status.of[page]];
        return { first, end: this.count, factor: kind * status, retired };
      });
    }

    /** Returns a file, loaded once; a failed one may be requested again. */
    file(name, make = (value) => value) {
      if (!this.files.has(name)) {
        const file = this.load(name).then(make);
        file.catch(() => this.files.delete(name));
        this.files.set(name, file);
      }
      return this.files.get(name);
    }

    /** Loads the filter values other than kind and owner. */
    async facets() {
      const { theme, role } = await this.file("f", (value) => ({ theme: column(value.theme), role: column(value.role) }));
      Object.assign(this, { theme, role });
    }

    /** Returns the shard that a form belongs to: the last one that begins with it or before it. */
    home(form) {
      let low = 0;
      let high = this.firsts.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.firsts[middle] <= form) low = middle + 1;
        else high = middle;
      }
      return Math.max(low - 1, 0);
    }

    shard(form, at = this.home(form)) {
      return this.file(`s${at}`, (value) => new Shard(value, at));
    }

    /** Returns the shards of a form and its completions; if these are many, the form's own shard lists them. */
    shards(form, open) {
      const home = this.home(form);
      let behind = 0;
      while (open && !this.common.has(form) && this.firsts[home + behind + 1]?.startsWith(form)) behind++;
      return Array.from({ length: behind > FEW ? 1 : behind + 1 }, (_, at) => this.shard(form, home + at));
    }

    /** Returns the terms of a form. */
    async terms(form) {
      const shard = await this.shard(form);
      return (shard.of.get(form) ?? []).map((id) => shard.terms.get(id));
    }

    /** Returns the terms of the words with a prefix, most frequent first. */
    async completions(prefix) {
      if (letters(prefix) < 2 && !OF_PAIRS.test(prefix)) return [];
      const shard = await this.shard(prefix);
      if (Object.hasOwn(shard.completions, prefix)) {
        const found = shard.completions[prefix].map(async ([form, at]) => (await this.terms(form))[at]);
        return Promise.all(found);
      }
      const ids = new Set();
      for (const form of shard.forms) {
        if (form !== prefix && form.startsWith(prefix)) shard.of.get(form).forEach((id) => ids.add(id));
      }
      const terms = [...ids].map((id) => shard.terms.get(id));
      terms.sort((a, b) => a.rarity - b.rarity || a.id - b.id);
      return terms.slice(0, this.root.ranking.completions);
    }

    /** Returns the most probable correction of a form. */
    async correct(form) {
      const word = [...form];
      const most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
      if (!most) return undefined;
      const names = Array.from({ length: this.root.spellings }, (_, at) => `w${at}`);
      const read = (text) => lines(text).map(([form, [rarity]]) => ({ form, letters: [...form], rarity }));
      const files = await Promise.all(names.map((name) => this.file(name, read)));
      let best;
      for (const known of files.flat()) {
        const distance = edits(word, known.letters, most);
        if (distance > most) continue;
        const key = [distance, known.letters[0] === word[0] ? 0 : 1, known.rarity, known.form];
        if (!best || before(key, best)) best = key;
      }
      return best?.[3];
    }

    /** Looks up a query: its words with their terms, its phrases, its corrections. */
    async lookUp(given) {
      const text = [...given].slice(0, 400).join("").replace(/[“”„«»]/g, '"');
      const pieces = text.split('"');
      const written = pieces.flatMap((piece, at) =>
        runs(piece).map(({ run }) => ({
          whole: JOINED.test(run) ? fold(run) : undefined,
          parts: parts(run).map(fold),
          joined: joined(run).map(fold)[0],
          phrase: at % 2 ? (at - 1) / 2 : undefined,
        })));
      const open = written.length > 0 && written.at(-1).phrase === undefined && WORD_AT_END.test(text);
      // Request everything that may be needed at once.
      const asked = written.flatMap(({ whole, joined, parts }) => [whole, joined, ...parts].filter((form) => form !== undefined));
      const last = open ? asked.length - 1 : undefined;
      await Promise.all(asked.slice(0, 40).flatMap((form, at) => this.shards(form, at === last)));
      const forms = [];
      // Some symbols consist only of combining marks, so nothing is left of them.
      const says = ({ form }) => form.trim() !== "" && !this.stops.has(form);
      let said = 0;
      for (const { whole, parts, joined, phrase } of written) {
        const before = forms.length;
        const known = whole !== undefined && (parts.length === 0 || (await this.terms(whole)).length > 0);
        for (const form of known ? [whole] : parts) forms.push({ form, phrase, joined: known ? undefined : joined });
        if (forms.slice(before).some(says)) said++;
      }
      const alone = !forms.some(says);
      const query = { text: given, words: [], phrases: pieces.map(() => []), corrected: [], asked: said, single: forms.length === 1 };
      const begins = [];
      for (const [at, { form, phrase, joined }] of forms.entries()) {
        const prefix = open && at === forms.length - 1;
        if (!(says({ form }) || (alone && prefix)) || query.words.length === this.root.ranking.words) continue;
        if (phrase !== undefined) {
          begins[phrase] ??= at;
          query.phrases[phrase].push({ word: query.words.length, offset: at - begins[phrase] });
        }
        query.words.push(await this.word(form, joined, prefix, query));
      }
      query.phrases = query.phrases.filter((phrase) => phrase.length > 1);
      return query;
    }

    /** Looks up a word; a part of a word with hyphens is found by the joined word as well. */
    async word(form, joined, prefix, query) {
      const own = this.stops.has(form) ? [] : await this.terms(form);
      const other = joined === undefined ? [] : await this.terms(joined);
      const exact = [...own, ...other.filter((term) => !own.includes(term))];
      const terms = exact.map((term) => ({ term, share: 16 }));
      const common = (term) => this.postings(term).sections.length >= this.root.ranking.common;
      if (prefix && !(exact.length && (numbered(form) || exact.some(common)))) {
        const known = new Set(exact.map(({ id }) => id));
        const completions = (await this.completions(form)).filter(({ id }) => !known.has(id));
        terms.push(...completions.map((term) => ({ term, share: this.root.ranking.prefix })));
      }
      if (!terms.length && !numbered(form)) {
        const correct = await this.correct(form);
        if (correct !== undefined) {
          terms.push(...(await this.terms(correct)).map((term) => ({ term, share: 16 })));
          query.corrected.push({ written: form, read: correct });
        }
      }
      return { form, terms };
    }

    /** Returns the sections of a term and its weight in each. */
    postings(term) {
      if (!term.sections) {
        const [gaps, weights] = term.coded;
        let section = -1;
        term.sections = numbers(gaps).map((gap) => (section += 1 + gap));
        term.weights = numbers(weights);
      }
      return term;
    }

    /** Returns the matching pages, best first; none as soon as the query is not `current` any more. */
    async rank(query, current = () => true) {
      this.since = performance.now();
      const scores = [];
      const own = new Set();
      for (const { terms } of query.words) {
        const score = new Uint32Array(this.count);
        for (const { term, share } of terms) {
          const { sections, weights, rarity } = this.postings(term);
          for (let at = 0; at < sections.length; at++) {
            const value = weights[at] * rarity * share;
            if (value > score[sections[at]]) score[sections[at]] = value;
            if (query.single && share === 16 && weights[at] === this.root.own) own.add(sections[at]);
          }
          await this.pause();
          if (!current()) return [];
        }
        scores.push(score);
      }
      const words = scores.length;
      for (const phrase of query.phrases) scores.push(await this.phrase(phrase, query));
      const table = new Table(scores, words, this.root.ranking);
      const ranked = [];
      for (let from = 0; words && from < this.pages.length && current(); from += PAGES) {
        this.pages.slice(from, from + PAGES).forEach(({ first, end, factor, retired }, at) => {
          if (table.rank(first, end, factor)) ranked.push(new Found(table, from + at, first, end, own.has(first) ? 0 : 1, retired));
        });
        await this.pause();
      }
      if (!current()) return [];
      ranked.sort((a, b) => a.order - b.order);
      await this.pause();
      return ranked;
    }

    /** Yields to the browser, if a step has taken long. */
    pause() {
      if (performance.now() - this.since < STEP) return undefined;
      return new Promise((go) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          port1.close();
          this.since = performance.now();
          go();
        };
        port2.postMessage(0);
      });
    }

    /** Returns the sections that have the words of a phrase next to each other. */
    async phrase(phrase, query) {
      let starts;
      for (const { word, offset } of phrase) {
        const places = new Set();
        for (const { term } of query.words[word].terms.filter(({ share }) => share === 16)) {
          for (const [section, place] of await this.places(term)) {
            if (place >= offset) places.add(section * 65_536 + place - offset);
          }
        }
        starts = starts ? starts.filter((start) => places.has(start)) : [...places];
      }
      const score = new Uint32Array(this.count);
      for (const start of starts) score[Math.floor(start / 65_536)] = this.root.phrase * 16;
      return score;
    }

    /** Returns section and position of each occurrence of a term. */
    async places(term) {
      const { shard } = term;
      if (!shard.places) {
        const names = Array.from({ length: shard.pieces }, (_, piece) => `p${shard.at}-${piece}`);
        shard.places = numbers((await Promise.all(names.map((name) => this.file(name)))).join(""));
      }
      let at = 0;
      for (const other of shard.terms.values()) {
        if (other === term) break;
        for (let left = this.postings(other).sections.length; left > 0; left--) at += 1 + shard.places[at];
      }
      const found = [];
      for (const section of this.postings(term).sections) {
        let place = 0;
        for (let left = shard.places[at++]; left > 0; left--) {
          place += shard.places[at++];
          found.push([section, place]);
        }
      }
      return found;
    }

    /** Returns a section of a page, with title, address and approval of the page; each of its lines begins with its role. */
    async part(page, section = this.pages[page].first) {
      const at = this.packs.findLastIndex((first) => first <= section);
      const start = this.packs[at];
      const pages = await this.file(`x${at}`);
      const opening = this.pages.findLastIndex(({ first }) => first <= start);
      const [title, path, approval, parts] = pages[page - opening];
      const [anchor, heading, marked] = parts[section - Math.max(start, this.pages[page].first)];
      const lines = marked.split("\n");
      return { title, path, approval, anchor, heading, lines, text: lines.map((line) => line.slice(1)).join(" ") };
    }

    /** Returns the sections of a result that are shown: the best ones, or else the text above the first one. */
    shown({ page, sections }) {
      return Promise.all((sections.length ? sections : [undefined]).map((section) => this.part(page, section)));
    }

    /** Returns what a text must say to match a query. */
    async wanted(query) {
      const shards = [...this.files.keys()].filter((name) => /^s/.test(name));
      return new Wanted(query, this, await Promise.all(shards.map((name) => this.file(name))));
    }
  }

  /** Number of words, for each word of the query, within which a sentence must have them. */
  const NEAR = 2;
  /** More than one word of so many in a sentence must be of the query. */
  const SHARE = 5;

  /** What a text must say to match a query, as in wanted.rs: the forms of its words, and what they are synonyms of. */
  class Wanted {
    constructor(query, reader, shards) {
      const { stops, root } = reader;
      const exact = query.words.map(({ terms }) => new Set(terms.filter(({ share }) => share === 16).map(({ term }) => term.id)));
      const ids = new Set(query.words.flatMap(({ terms }) => terms.map(({ term }) => term.id)));
      this.stops = stops;
      this.forms = new Set();
      this.words = exact.map(() => new Set());
      for (const [form, of] of shards.flatMap(({ of }) => [...of])) {
        if (of.some((id) => ids.has(id))) this.forms.add(form);
        exact.forEach((terms, word) => of.some((id) => terms.has(id)) && this.words[word].add(form));
      }
      this.aliases = [];
      for (const [foundBy, said] of root.synonyms) {
        const words = foundBy.map((terms) => exact.findIndex((ids) => terms.some((id) => ids.has(id))));
        if (words.includes(-1)) continue;
        const says = said.map((forms) => new Set(forms.split(" ")));
        this.aliases.push({ words, says });
        for (const form of says.flatMap((forms) => [...forms])) this.forms.add(form);
      }
      const start = runs(query.text).map(({ run }) => fold(run));
      const explains = [1, 2].some((count) => root.explaining.includes(start.slice(0, count).join(" ")));
      this.asks = query.asked > 1 && !query.corrected.length && !explains;
      this.parts = root.compounds ? [...this.forms].filter((form) => form.length > 3) : [];
    }

    /** Returns whether a form is one of those looked for, or a compound of one. */
    has(form) {
      return this.forms.has(form) || this.parts.some((part) => form.length > part.length + 2 && form.includes(part));
    }

    /** Returns the first sentence of a section that has all words of the query, with the exceptions behind it. */
    answer({ approval, lines }) {
      const at = approval && this.asks ? lines.findIndex((line) => line[0] === ">" && this.answers(line.slice(1))) : -1;
      if (at < 0) return undefined;
      let end = at + 1;
      while (lines[end]?.[0] === "+") end++;
      return lines.slice(at, end).map((line) => line.slice(1)).join(" ");
    }

    /** Returns whether a sentence has all words of the query near each other, and says little else. */
    answers(sentence) {
      const words = runs(sentence).map(({ run }) => run).filter((run) => !this.stops.has(fold(run)));
      const near = NEAR * this.words.length;
      const asked = words.filter((run) => forms(run).some((form) => this.forms.has(form))).length;
      return asked * SHARE > words.length && words.some((_, at) => this.hasAll(words.slice(at, at + near)));
    }

    hasAll(near) {
      const said = near.flatMap(forms);
      const words = near.flatMap(parts).map(fold);
      const meant = new Set();
      for (const alias of this.aliases) {
        if (words.some((_, at) => alias.says.every((forms, next) => forms.has(words[at + next])))) {
          alias.words.forEach((word) => meant.add(word));
        }
      }
      return this.words.every((forms, at) => meant.has(at) || said.some((form) => forms.has(form)));
    }
  }

  /** Table of the score of each word and phrase in each section. It is read at each key, so it allocates nothing. */
  class Table {
    constructor(scores, words, { lent, elsewhere, sections }) {
      Object.assign(this, { scores, words, lent, elsewhere, sections, most: new Uint32Array(scores.length), missing: 0, score: 0, matched: 0, sum: 0 });
    }

    /** Adds up the scores of a section of the page that begins at `first`; returns whether it has any of the words. */
    section(section, first) {
      const { scores } = this;
      let [any, matched, sum] = [section === first, 0, 0];
      for (let word = 0; word < scores.length; word++) {
        const value = scores[word][section];
        const top = scores[word][first];
        if (value > 0) any = true;
        if (value > 0 || top > 0) matched++;
        sum += value;
        if (section !== first) sum += (top * this.lent) >> 4;
      }
      this.matched = matched;
      this.sum = sum;
      return any;
    }

    /** Scores the page of some sections; returns whether it matches. */
    rank(first, end, factor) {
      const { scores, words, most } = this;
      let stands = false;
      for (let word = 0; word < scores.length; word++) {
        const score = scores[word];
        let best = 0;
        for (let section = first; section < end; section++) if (score[section] > best) best = score[section];
        most[word] = best;
        if (best > 0) stands = true;
      }
      if (!stands) return false;
      let missing = 0;
      for (let word = 0; word < scores.length; word++) {
        if (most[word] > 0) continue;
        if (word >= words) return false;
        missing++;
      }
      if (missing * 2 > words) return false;
      let [matched, score, best] = [-1, 0, first];
      for (let section = first; section < end; section++) {
        if (!this.section(section, first)) continue;
        if (this.matched > matched || (this.matched === matched && this.sum > score)) {
          matched = this.matched;
          score = this.sum;
          best = section;
        }
      }
      for (let word = 0; word < scores.length; word++) {
        if (scores[word][best] === 0 && scores[word][first] === 0) score += (most[word] * this.elsewhere) >> 4;
      }
      const has = words - missing;
      this.missing = missing;
      this.score = Math.floor((Math.floor((score * has * has) / (words * words)) * factor) / 256);
      return true;
    }
  }

  /** A matching page. */
  class Found {
    #table;
    #first;
    #end;

    constructor(table, page, first, end, own, retired) {
      this.#table = table;
      this.#first = first;
      this.#end = end;
      this.page = page;
      this.retired = retired;
      this.missing = table.missing;
      // Order: the page with this id, then pages in force, then pages with all words, then by score, then by page
      // order.
      this.order = (own * 4 + retired * 2 + (table.missing > 0 ? 1 : 0)) * 2 ** 45 - table.score;
    }

    /** Its best sections, computed when they are shown. */
    get sections() {
      const [table, first, end] = [this.#table, this.#first, this.#end];
      const best = [];
      for (let section = first; section < end; section++) {
        if (table.section(section, first)) best.push({ matched: table.matched, score: table.sum, section });
      }
      best.sort((a, b) => b.matched - a.matched || b.score - a.score || a.section - b.section);
      return best.map(({ section }) => section).filter((section) => section !== first).slice(0, table.sections);
    }
  }

  /** Returns whether one list of values comes before another. */
  function before(a, b) {
    const at = a.findIndex((value, at) => value !== b[at]);
    return at >= 0 && a[at] < b[at];
  }

  return Object.assign(receive, { Reader, parse, take, runs, forms });
})();
