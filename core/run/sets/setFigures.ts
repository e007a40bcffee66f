import { languageTeller } from '../../foundations/language/detectLanguage';
import { readLanguageTables } from '../../foundations/language/languageTables';
import { verbObjectOf } from '../../foundations/language/verbObject';
import { countWords } from '../../foundations/text/words';
import { tellingText } from '../../screening/filters/languageFilter';
import type { SetRow } from './setPair';

/** Rows that languages and verbs are told of: both are slow. */
export const sampledRows = 1_000;
/** Most of a text that is kept of those. */
const keptCharacters = 1_000;
/** Most names that are counted apart: a column of free texts must not fill the memory. */
const maxNames = 5_000;
const otherNames = 'others';

/** How many rows have each name. */
export type Shares = Readonly<Record<string, number>>;

/** The tenth, half, and nine tenths of values are not above these. */
export interface Spread {
  readonly p10: number;
  readonly median: number;
  readonly p90: number;
}

/** How a set is made up. */
export interface SetFigures {
  readonly rows: number;
  /** Rows that say the same as one before them. */
  readonly repeated: number;
  readonly withInput: number;
  readonly words: { readonly instruction: Spread; readonly response: Spread };
  readonly strategies: Shares;
  readonly cells: Shares;
  /** Of a sample: languages of responses, and "verb object" of instructions in English. */
  readonly sampled: number;
  readonly languages: Shares;
  readonly verbObjects: Shares;
}

/** Counts a set row by row, in memory that doesn't grow with it. What comes out doesn't depend on the order of the rows. */
export class FigureCount {
  #rows = 0;
  #withInput = 0;
  readonly #words = { instruction: new Map<number, number>(), response: new Map<number, number>() };
  readonly #strategies = new Map<string, number>();
  readonly #cells = new Map<string, number>();
  readonly #sample = new LowestKeys(sampledRows);

  /** @param key Of what the row says: those with the lowest are the sample, so that two sets are sampled alike. */
  add({ instruction, input, response, strategy, cell }: SetRow, key: string): void {
    this.#rows++;
    if (input !== '') this.#withInput++;
    count(this.#words.instruction, countWords(instruction));
    count(this.#words.response, countWords(response));
    countName(this.#strategies, strategy);
    countName(this.#cells, cell);
    this.#sample.add(key, () => ({
      instruction: instruction.slice(0, keptCharacters),
      response: response.slice(0, keptCharacters),
    }));
  }

  async figures(repeated: number): Promise<SetFigures> {
    const sample = this.#sample.values;
    const teller = await languages();
    const spoken = new Map<string, number>();
    const verbObjects = new Map<string, number>();
    for (const { instruction, response } of sample) {
      const telling = tellingText(response);
      const language = telling === undefined ? undefined : teller.scores(telling)[0]?.[0];
      count(spoken, language ?? 'not told');
      const found = verbObjectOf(instruction);
      count(verbObjects, found ? [found.verb, found.object ?? ''].join(' ').trim() : 'none');
    }
    return {
      rows: this.#rows,
      repeated,
      withInput: this.#withInput,
      words: { instruction: spreadOf(this.#words.instruction), response: spreadOf(this.#words.response) },
      strategies: sharesOf(this.#strategies),
      cells: sharesOf(this.#cells),
      sampled: sample.length,
      languages: sharesOf(spoken),
      verbObjects: sharesOf(verbObjects),
    };
  }
}

let teller: Promise<ReturnType<typeof languageTeller>> | undefined;

/** Its tables are large: read once a process. */
function languages(): Promise<ReturnType<typeof languageTeller>> {
  teller ??= readLanguageTables().then((tables) => languageTeller(...tables));
  return teller;
}

interface SampledTexts {
  readonly instruction: string;
  readonly response: string;
}

/** The values of the lowest keys that were given, each key once. */
class LowestKeys {
  readonly #values = new Map<string, SampledTexts>();
  /** No key from it on is among the lowest. */
  #bound: string | undefined;

  constructor(private readonly most: number) {}

  get values(): readonly SampledTexts[] {
    const ordered = [...this.#values].sort(([one], [other]) => (one < other ? -1 : 1));
    return ordered.slice(0, this.most).map(([, value]) => value);
  }

  add(key: string, value: () => SampledTexts): void {
    if (this.#values.has(key) || (this.#bound !== undefined && key >= this.#bound)) return;
    this.#values.set(key, value());
    if (this.#values.size > 2 * this.most) this.#shrink();
  }

  /** Twice as many are kept as asked for, so that the highest are thrown away many at a time. */
  #shrink(): void {
    const thrown = [...this.#values.keys()].sort().slice(this.most);
    for (const key of thrown) this.#values.delete(key);
    this.#bound = thrown[0];
  }
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function countName(names: Map<string, number>, name: string | null): void {
  if (name !== null) count(names, names.size < maxNames || names.has(name) ? name : otherNames);
}

/** The most frequent first. */
function sharesOf(counts: ReadonlyMap<string, number>): Shares {
  return Object.fromEntries(
    [...counts].sort(([one, of], [other, ofOther]) => ofOther - of || (one < other ? -1 : 1)),
  );
}

function spreadOf(counts: ReadonlyMap<number, number>): Spread {
  const values = [...counts].sort(([one], [other]) => one - other);
  const all = values.reduce((sum, [, often]) => sum + often, 0);
  const at = (share: number): number => {
    let seen = 0;
    for (const [value, often] of values) {
      seen += often;
      if (seen >= share * all) return value;
    }
    return 0;
  };
  return { p10: at(0.1), median: at(0.5), p90: at(0.9) };
}

/** How far two distributions are apart: the share of rows that would have to have another name. Null where either has none. */
export function movedShare(one: Shares, other: Shares): number | null {
  const sum = (shares: Shares): number => Object.values(shares).reduce((total, often) => total + often, 0);
  const [all, ofAll] = [sum(one), sum(other)];
  if (all === 0 || ofAll === 0) return null;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  let apart = 0;
  for (const name of names) apart += Math.abs((one[name] ?? 0) / all - (other[name] ?? 0) / ofAll);
  return apart / 2;
}
