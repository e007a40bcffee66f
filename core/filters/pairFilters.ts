import { echoOf } from './echo';
import { passed, rejected, type Filter, type PairUnderTest } from './filter';
import { repetition } from './repetition';
import { truncationOf } from './truncation';

/** The instance rules of the released Self-Instruct code. */
const instance: Filter<PairUnderTest> = {
  name: 'instance',
  version: 1,
  check({ input, response }) {
    if (response.trim() === '') return rejected('the response is empty');
    if (input.trim() === response.trim()) return rejected('the response is the same as the input');
    if (response.trim().endsWith(':')) return rejected('the response ends in a colon');
    if (input.trim().endsWith(':')) return rejected('the input ends in a colon');
    return passed;
  },
};

/** A reply that only says again what was asked teaches nothing. Labels of a classification may well stand in the input. */
const echo: Filter<PairUnderTest> = {
  name: 'echo',
  version: 1,
  check({ instruction, input, response, classification }, { filters }) {
    if (!filters.echo || classification) return passed;
    const score = echoOf({ instruction, input, response });
    return score > 0.8
      ? rejected('the response only repeats what was asked', score)
      : { passed: true, score };
  },
};

const repetitionFilter: Filter<PairUnderTest> = {
  name: 'repetition',
  version: 1,
  check({ response }, { filters }) {
    if (!filters.repetition) return passed;
    const { share, passage } = repetition(response);
    if (share <= 0.3) return { passed: true, score: share };
    return rejected(`${Math.round(share * 100)} % of the response repeats itself: "${passage}"`, share);
  },
};

const truncation: Filter<PairUnderTest> = {
  name: 'truncation',
  version: 2,
  check({ response, finishReason }, { filters }) {
    const reason = filters.truncation ? truncationOf(response, finishReason) : undefined;
    return reason === undefined ? passed : rejected(`the response ${reason}`);
  },
};

/** What is asked of a pair, cheapest first. */
export const pairFilters: readonly Filter<PairUnderTest>[] = [instance, truncation, repetitionFilter, echo];

/**
 * Whether the instances of one task contradict each other: the same input with different responses drops the whole task
 * (released Self-Instruct code).
 */
export function contradictoryInput(
  responses: readonly { input: string; response: string }[],
): string | undefined {
  const byInput = new Map<string, string>();
  for (const { input, response } of responses) {
    const earlier = byInput.get(input.trim());
    if (earlier !== undefined && earlier !== response.trim()) return input;
    byInput.set(input.trim(), response.trim());
  }
  return undefined;
}
