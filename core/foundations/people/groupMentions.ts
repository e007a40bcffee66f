import { formsOf, type GroupLexicon } from './groupLexicon';
import { OtherSenses } from './otherSenses';
import { wordsWithPlaces, type Word } from './wordsWithPlaces';

/** A group that a text names: of which attribute, and where. */
export interface GroupMention {
  readonly attribute: string;
  readonly group: string;
  readonly start: number;
  readonly end: number;
}

interface Entry {
  readonly attribute: string;
  readonly group: string;
  /** Its words after the first, in lower case. */
  readonly rest: readonly string[];
  /** Whether its first letter must be large: names, nouns of German, "Miss". */
  readonly capital: boolean;
  /** Whether a word for people must follow. */
  readonly before: boolean;
}

/** How many words may stand between a word that needs one for people after it, and that: "an old Polish man". */
const reach = 2;

/** Finds the groups that texts of one language name, by the words of a lexicon. */
export class GroupFinder {
  private readonly entries = new Map<string, Entry[]>();
  private readonly people = new Set<string>();
  private readonly otherSenses: OtherSenses;

  constructor(lexicon: GroupLexicon, language: string) {
    const { personNouns = [], attributes = {}, otherSenses = [] } = lexicon[language] ?? { attributes: {} };
    this.otherSenses = new OtherSenses(otherSenses);
    for (const noun of personNouns.flatMap(formsOf)) this.people.add(noun.toLowerCase());
    for (const [attribute, groups] of Object.entries(attributes))
      for (const [group, { words = [], before = [], names = [] }] of Object.entries(groups)) {
        for (const word of [...words, ...names]) this.add(attribute, group, word, false);
        for (const word of before) this.add(attribute, group, word, true);
      }
  }

  mentionsIn(text: string): GroupMention[] {
    const words = wordsWithPlaces(text);
    return words.flatMap((word, at) =>
      (this.entries.get(word.key) ?? []).flatMap((entry) => {
        if (entry.capital && !startsLarge(word.text)) return [];
        if (!entry.rest.every((part, index) => words[at + 1 + index]?.key === part)) return [];
        const last = words[at + entry.rest.length] ?? word;
        if (entry.before && !this.isBeforePerson(text, words, at + entry.rest.length)) return [];
        if (entry.rest.length === 0 && this.otherSenses.has(text, words, at)) return [];
        return [{ attribute: entry.attribute, group: entry.group, start: word.start, end: last.end }];
      }),
    );
  }

  /** Groups by attribute. */
  groupsIn(text: string): Map<string, Set<string>> {
    const named = new Map<string, Set<string>>();
    for (const { attribute, group } of this.mentionsIn(text)) {
      const groups = named.get(attribute);
      if (groups) groups.add(group);
      else named.set(attribute, new Set([group]));
    }
    return named;
  }

  /** The text with a word that says nothing in the place of everything that names a group. */
  neutralised(text: string): string {
    let neutral = '';
    let from = 0;
    for (const { start, end } of this.mentionsIn(text).sort((left, right) => left.start - right.start)) {
      if (start < from) continue;
      neutral += `${text.slice(from, start)}someone`;
      from = end;
    }
    return neutral + text.slice(from);
  }

  private add(attribute: string, group: string, written: string, before: boolean): void {
    for (const form of formsOf(written)) {
      const [first, ...rest] = wordsWithPlaces(form);
      if (!first) continue;
      const entry = {
        attribute,
        group,
        rest: rest.map(({ key }) => key),
        capital: startsLarge(form),
        before,
      };
      const known = this.entries.get(first.key);
      if (known) known.push(entry);
      else this.entries.set(first.key, [entry]);
    }
  }

  private isBeforePerson(text: string, words: readonly Word[], at: number): boolean {
    let end = words[at]?.end ?? 0;
    for (const word of words.slice(at + 1, at + 2 + reach)) {
      if (/[^\s-]/u.test(text.slice(end, word.start))) return false;
      if (this.people.has(word.key)) return true;
      end = word.end;
    }
    return false;
  }
}

function startsLarge(text: string): boolean {
  return /^\p{Lu}/u.test(text);
}
