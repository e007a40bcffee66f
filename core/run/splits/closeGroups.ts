import type { Lineage } from '../../vocabulary/lineage';
import { addressOf } from '../../dataset/pairAddress';
import { IntList } from '../../screening/novelty/intList';
import { Joined } from './joined';
import { NearTexts } from './nearTexts';

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
 * and whoever is close to one of them. Pairs are added one by one, and their texts are not kept; near-duplicates are looked for when all are there.
 */
export class CloseGroups {
  readonly #joined = new Joined();
  /** Positions of the first that had a name. */
  readonly #named = new Map<string, number>();
  readonly #addresses = new Map<number, number>();
  readonly #instructions = new NearTexts();
  /** Of pairs with an input. */
  readonly #questions = new NearTexts();
  /** Positions of the pairs that questions are of. */
  readonly #asked = new IntList();
  readonly #cells: (string | null)[] = [];

  static of(pairs: Iterable<SplitPair>): CloseGroups {
    const groups = new CloseGroups();
    for (const pair of pairs) groups.add(pair);
    for (const _ of groups.joinNear());
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

  /** The position of the first pair of its group, once near-duplicates were joined. */
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
    this.#instructions.add(instruction);
    if (input === '') return;
    this.#questions.add(`${instruction} ${input}`);
    this.#asked.push(at);
  }

  /** Joins near-duplicates, when all pairs were added. It yields now and then, for whoever has something else to do meanwhile. */
  *joinNear(): Generator<void> {
    yield* this.#instructions.join(nearDuplicate, this.#joined);
    const { values } = this.#asked;
    yield* this.#questions.join(nearDuplicate, {
      areJoined: (one, other) => this.#joined.areJoined(values[one]!, values[other]!),
      sizeOf: (one) => this.#joined.sizeOf(values[one]!),
      join: (one, other) => this.#joined.join(values[one]!, values[other]!),
    });
  }

  #join<Name>(at: number, known: Map<Name, number>, name: Name): void {
    const other = known.get(name);
    if (other === undefined) known.set(name, at);
    else this.#joined.join(at, other);
  }
}

const hasPlainWords = /[a-z0-9]/i;
