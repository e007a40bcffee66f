import type { Recipe } from '../../recipe/schema';
import type { Variant } from './operator';
import { findOperator } from './operators';

type AugmentSection = NonNullable<Recipe['augment']>;

/** Operators one after the other, and how often against other chains. */
export interface Chain {
  readonly operators: readonly string[];
  readonly weight: number;
}

export function chainsOf({ chains }: AugmentSection): readonly Chain[] {
  return chains.map((chain) => (Array.isArray(chain) ? { operators: chain, weight: 1 } : chain));
}

/** Which parts of a pair there are. */
type Parts = Readonly<Record<'input' | 'response', boolean>>;

export function partsOf({ input, response }: Pick<Variant, 'input' | 'response'>): Parts {
  return { input: (input ?? '').trim() !== '', response: (response ?? '').trim() !== '' };
}

/** The first operator of a chain that lacks a part, and what took it away: an earlier operator, or nobody where the pair has none. */
export interface Lack {
  readonly operator: string;
  readonly part: 'input' | 'response';
  readonly takenBy: string | undefined;
}

/** What a chain lacks on pairs with these parts; undefined where it can do them. Unknown operators lack nothing. */
export function lackOf(operators: readonly string[], parts: Parts): Lack | undefined {
  const has: Record<'input' | 'response', boolean> = { ...parts };
  const takers: Partial<Record<'input' | 'response', string>> = {};
  for (const name of operators) {
    const operator = findOperator(name);
    if (!operator) continue;
    const part = operator.needs.find((needed) => !has[needed]);
    if (part !== undefined) return { operator: name, part, takenBy: takers[part] };
    const taken: ('input' | 'response')[] = [
      ...(operator.leavesResponse ? (['response'] as const) : []),
      ...(operator.leavesFamily ? (['input'] as const) : []),
    ];
    for (const one of taken) {
      if (has[one]) takers[one] = name;
      has[one] = false;
    }
  }
  return undefined;
}
