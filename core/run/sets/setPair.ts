import type { PlainObject } from '../../foundations/text/plainObject';
import type { Turn } from '../../vocabulary/conversation';

/** A pair of a set, wherever that lies: in a run, or in files. */
export interface SetPair {
  /** Null where its file has none. */
  readonly id: string | null;
  readonly instruction: string;
  /** At least one. */
  readonly instances: readonly SetInstance[];
  /** Null where nobody says. */
  readonly strategy: string | null;
  readonly cell: string | null;
  /** What else is known of it, as an export writes it: lineage, teacher, prompts, verdicts; empty where nothing is. */
  readonly known: PlainObject;
}

export interface SetInstance {
  readonly input: string;
  readonly response: string;
  /** What the conversation goes on with; empty where it ends with the response. */
  readonly turns: readonly Turn[];
}

/** One question with its answer: a pair with several inputs is a row for each, as in most formats. */
export type SetRow = Pick<SetPair, 'id' | 'instruction' | 'strategy' | 'cell'> & SetInstance;

/** A set that can be read again and again, as often in the same order. */
export interface ReadableSet {
  /** What people call it. */
  readonly name: string;
  pairs(): AsyncIterable<SetPair>;
}

export async function* rowsOf(set: ReadableSet): AsyncGenerator<SetRow> {
  for await (const { id, instruction, strategy, cell, instances } of set.pairs())
    for (const { input, response, turns } of instances)
      yield { id, instruction, strategy, cell, input, response, turns };
}

/** The question of a row as one text. */
export function questionOf({ instruction, input }: Pick<SetRow, 'instruction' | 'input'>): string {
  return input === '' ? instruction : `${instruction}\n\n${input}`;
}
