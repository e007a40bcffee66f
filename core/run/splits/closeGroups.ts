import type { Lineage } from '../../vocabulary/lineage';
import { addressOf } from '../../dataset/pairAddress';
import { IntList } from '../../screening/novelty/intList';
import { NoveltyIndex } from '../../screening/novelty/noveltyIndex';
import { noveltyTokens } from '../../screening/novelty/noveltyTokens';

/** What tells whether a pair is close to another. */
export interface SplitPair {
  readonly iteration: number;
  readonly ordinal: number;
  readonly instruction: string;
  /** Of its first instance. */
  readonly input: string;
  readonly family: string | null;
  readonly cell: string | null;
  readonly parent: Lineage['parent'] | null;
}

/** ROUGE-L F above which two instructions are the same task in other words: the threshold of the Self-Instruct paper. */
export const nearDuplicate = 0.7;

/**
 * Which pairs must stay together, so that nothing of one side of a split can be learned on the other: those of a family, those that
 * descend from one another or from the same item, and those whose instructions, or questions with their inputs, are near-duplicates;
 * and whoever is close to one of them. Pairs are added one by one, and their texts are not kept.
 */
export class CloseGroups {
  readonly #joined = new Joined();
  /** Positions of the first that had a name. */
  readonly #named = new Map<string, number>();
  readonly #addresses = new Map<number, number>();
  readonly #instructions = new NoveltyIndex(noveltyTokens, false);
  readonly #questions = new NoveltyIndex(noveltyTokens, false);
  /** Positions of the pairs whose question is in the index of questions. */
  readonly #asked = new IntList();
  readonly #cells: (string | null)[] = [];

  static of(pairs: Iterable<SplitPair>): CloseGroups {
    const groups = new CloseGroups();
    for (const pair of pairs) groups.add(pair);
    return groups;
  }

  /** How many pairs were added. */
  get size(): number {
    return this.#cells.length;
  }

  /** The cell of the pair at a position, in the order in which they were added. */
  cellOf(at: number): string | null {
    return this.#cells[at] ?? null;
  }

  /** The position of the first pair of its group. */
  firstOf(at: number): number {
    return this.#joined.firstOf(at);
  }

  add({ iteration, ordinal, instruction, input, family, cell, parent }: SplitPair): void {
    const at = this.size;
    this.#cells.push(cell);
    this.#joined.add();
    this.#join(at, this.#addresses, addressOf(iteration, ordinal));
    if (family !== null) this.#join(at, this.#named, `family ${family}`);
    if (parent && 'pair' in parent) this.#join(at, this.#addresses, addressOf(...parent.pair));
    else if (parent)
      this.#join(at, this.#named, 'seed' in parent ? `seed ${parent.seed}` : `source ${parent.source}`);
    // What may have no words is near to nothing by them, and may still be the same.
    if (!hasPlainWords.test(instruction)) this.#join(at, this.#named, `instruction ${instruction}`);
    for (const other of this.#instructions.above(instruction, nearDuplicate)) this.#joined.join(at, other);
    this.#instructions.add(instruction);
    if (input === '') return;
    const question = `${instruction} ${input}`;
    for (const other of this.#questions.above(question, nearDuplicate))
      this.#joined.join(at, this.#asked.values[other]!);
    this.#questions.add(question);
    this.#asked.push(at);
  }

  #join<Name>(at: number, known: Map<Name, number>, name: Name): void {
    const other = known.get(name);
    if (other === undefined) known.set(name, at);
    else this.#joined.join(at, other);
  }
}

const hasPlainWords = /[a-z0-9]/i;

/** Sets that are joined two by two (union-find); each is known by its smallest member. */
class Joined {
  readonly #above = new IntList();

  /** One more, by itself. */
  add(): void {
    this.#above.push(this.#above.length);
  }

  firstOf(member: number): number {
    const above = this.#above.values;
    let first = member;
    while (above[first] !== first) first = above[first]!;
    for (let at = member; at !== first;) {
      const next = above[at]!;
      above[at] = first;
      at = next;
    }
    return first;
  }

  join(one: number, other: number): void {
    const [left, right] = [this.firstOf(one), this.firstOf(other)];
    this.#above.values[Math.max(left, right)] = Math.min(left, right);
  }
}
