import type { Lineage } from '../../vocabulary/lineage';
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
 * and whoever is close to one of them. Says for each pair the position of the first pair of its group.
 */
export function closeGroups(pairs: readonly SplitPair[]): readonly number[] {
  const joined = new Joined(pairs.length);
  const known = new Map<string, number>();
  const instructions = new NoveltyIndex(noveltyTokens);
  const questions = new NoveltyIndex(noveltyTokens);
  /** Positions of the pairs whose question is in the index of questions. */
  const asked: number[] = [];
  for (const [at, { iteration, ordinal, instruction, input, family, parent }] of pairs.entries()) {
    const names = [
      `pair ${iteration}/${ordinal}`,
      `instruction ${instruction}`,
      ...(family === null ? [] : [`family ${family}`]),
      ...(parent ? [nameOf(parent)] : []),
    ];
    for (const name of names) {
      const other = known.get(name);
      if (other === undefined) known.set(name, at);
      else joined.join(at, other);
    }
    for (const other of instructions.above(instruction, nearDuplicate)) joined.join(at, other);
    instructions.add(instruction);
    if (input === '') continue;
    const question = `${instruction} ${input}`;
    for (const other of questions.above(question, nearDuplicate)) joined.join(at, asked[other]!);
    questions.add(question);
    asked.push(at);
  }
  return pairs.map((_, at) => joined.firstOf(at));
}

function nameOf(parent: NonNullable<Lineage['parent']>): string {
  if ('pair' in parent) return `pair ${parent.pair[0]}/${parent.pair[1]}`;
  return 'seed' in parent ? `seed ${parent.seed}` : `source ${parent.source}`;
}

/** Sets that are joined two by two (union-find); each is known by its smallest member. */
class Joined {
  readonly #above: Int32Array;

  constructor(size: number) {
    this.#above = Int32Array.from({ length: size }, (_, at) => at);
  }

  firstOf(member: number): number {
    let first = member;
    while (this.#above[first] !== first) first = this.#above[first]!;
    for (let at = member; at !== first;) {
      const next = this.#above[at]!;
      this.#above[at] = first;
      at = next;
    }
    return first;
  }

  join(one: number, other: number): void {
    const [left, right] = [this.firstOf(one), this.firstOf(other)];
    this.#above[Math.max(left, right)] = Math.min(left, right);
  }
}
