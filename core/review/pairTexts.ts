import type { Turn } from '../vocabulary/conversation';
import type { Edit, TurnEdit } from '../vocabulary/verdict';

/** A pair as a reviewer sees it. */
export interface ShownPair {
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
  /** What follows the response; left out where nothing does. */
  readonly turns?: readonly Turn[];
}

const firstTexts = ['instruction', 'input', 'response'] as const;
const laterTexts = ['message', 'response'] as const;

/** The texts of a pair in their order, each by the name that reviewers know it by: "instruction", "response 2". Exchanges are counted from 1. */
export function namedTexts(pair: ShownPair): ReadonlyMap<string, string> {
  return new Map([
    ...firstTexts.map((name) => [name, pair[name]] as const),
    ...(pair.turns ?? []).flatMap((turn, at) =>
      laterTexts.map((name) => [`${name} ${at + 2}`, turn[name]] as const),
    ),
  ]);
}

/** How a text of a pair is called where it is shown: in a conversation by who says it. */
export function titleOf(name: string, { turns }: Pick<ShownPair, 'turns'>): string {
  if (!turns || name === 'input') return name;
  const [what, exchange = '1'] = name.split(' ');
  return `${what === 'response' ? 'assistant' : 'user'} ${exchange}`;
}

/** The edit that makes these texts of a pair's; undefined where none differs. What is not named stays as it is. */
export function editTo(pair: ShownPair, texts: ReadonlyMap<string, string>): Edit | undefined {
  const changed = [...namedTexts(pair)].flatMap(([name, before]) => {
    const now = texts.get(name);
    return now === undefined || now === before ? [] : [[name, now] as const];
  });
  if (changed.length === 0) return undefined;
  const byName = new Map(changed);
  const turns = (pair.turns ?? []).flatMap((_, at): TurnEdit[] => {
    const exchange = at + 2;
    const own = laterTexts.flatMap((name) => {
      const text = byName.get(`${name} ${exchange}`);
      return text === undefined ? [] : [[name, text] as const];
    });
    return own.length > 0 ? [{ exchange, ...Object.fromEntries(own) }] : [];
  });
  const first = firstTexts.flatMap((name) => {
    const text = byName.get(name);
    return text === undefined ? [] : [[name, text] as const];
  });
  return { ...Object.fromEntries(first), ...(turns.length > 0 && { turns }) };
}

/** The pair with an edit in it. Exchanges that it does not have are none of it. */
export function edited<Pair extends ShownPair>(pair: Pair, edit: Edit | undefined): Pair {
  if (!edit) return pair;
  const { turns, ...texts } = edit;
  return {
    ...pair,
    ...texts,
    ...(turns && pair.turns && { turns: editedTurns(pair.turns, turns) }),
  };
}

/** What follows a response, with the edits of it. */
export function editedTurns<Said extends Turn>(
  said: readonly Said[],
  edits: readonly TurnEdit[] = [],
): readonly Said[] {
  return said.map((turn, at) => {
    const { exchange: _, ...texts } = edits.find(({ exchange }) => exchange === at + 2) ?? { exchange: 0 };
    return { ...turn, ...texts };
  });
}
