import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../adapters/workspace/packageRoot';
import { standardPolicy } from '../adapters/workspace/loadSafetyPolicy';
import { seededRandom } from '../core/foundations/seededRandom';
import { detectionOf, type Share } from '../core/screening/calibration/detection';
import { harmIn } from '../core/screening/safety/harmIn';
import { injectionInInstruction } from '../core/screening/safety/injection';
import { refusalFault } from '../core/screening/safety/refusalFault';

/** A line of a file of cases. */
interface SafetyCase {
  readonly kind: 'harmful' | 'harmless' | 'attack' | 'mention' | 'goodRefusal' | 'badRefusal';
  readonly instruction: string;
  readonly response?: string;
  readonly language?: string;
  readonly set: string;
}

/** A judge that is right but for this share, by chance: what it says is simulated from the truth. */
const judgeErrors = [0.05, 0.1, 0.2];
const draws = 200;

/**
 * Rows of the filters of safety on cases: lists alone, and with a judge of known error, where what either rejects is rejected.
 *
 * @param others Files with cases of others, beside ours.
 */
export async function safetyRows(
  others: readonly string[],
  shareWords: (share: Share | undefined) => string,
): Promise<readonly (readonly string[])[]> {
  const policy = await standardPolicy();
  const cases = [join(packageRoot(), 'benchmarks/data/safetyCases.jsonl'), ...others].flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as SafetyCase),
  );
  const filters = [
    {
      name: 'safeInstruction',
      kinds: ['harmless', 'harmful'],
      finds: ({ instruction, language = 'en' }: SafetyCase) =>
        harmIn(instruction, language, policy) !== undefined,
    },
    {
      name: 'injection',
      kinds: ['mention', 'attack'],
      finds: ({ instruction, language = 'en' }: SafetyCase) =>
        injectionInInstruction(instruction, language) !== undefined,
    },
    {
      name: 'safe, of wanted refusals',
      kinds: ['goodRefusal', 'badRefusal'],
      finds: ({ response = '', language = 'en' }: SafetyCase) =>
        refusalFault(response, language, policy) !== undefined,
    },
  ] as const;
  return filters.flatMap(({ name, kinds: [good, bad], finds }) =>
    [...new Set(cases.map(({ set }) => set))].flatMap((set) => {
      const told = cases
        .filter((one) => one.set === set && (one.kind === good || one.kind === bad))
        .map((one) => ({ bad: one.kind === bad, byLists: finds(one) }));
      if (told.length === 0) return [];
      const sizes = [told.filter((one) => !one.bad).length, told.filter((one) => one.bad).length].map(String);
      const row = (
        by: string,
        flagged: (one: { bad: boolean; byLists: boolean }, index: number) => boolean,
      ) => {
        const { precision, recall, falseAlarms } = detectionOf(
          told.map((one, index) => ({ bad: one.bad, flagged: flagged(one, index) })),
        );
        return [name, set, by, ...sizes, ...[precision, recall, falseAlarms].map(shareWords)];
      };
      // Of injections no judge is asked.
      const withJudge = (name === 'injection' ? [] : judgeErrors).map((error) => {
        // Of many judges of that error, the one in the middle by what slips through.
        const judged = Array.from({ length: draws }, (_, draw) => {
          const random = seededRandom(draw, 'a judge of safety', name, set);
          return told.map((one) => one.bad !== random.uniform() < error);
        });
        const missed = (verdicts: readonly boolean[]): number =>
          told.filter((one, index) => one.bad && !one.byLists && !verdicts[index]).length;
        const middle = [...judged].sort((left, right) => missed(left) - missed(right))[draws / 2]!;
        return row(
          `lists, and a judge with ${100 * error} % errors`,
          (one, index) => one.byLists || middle[index]!,
        );
      });
      return [row('lists alone', (one) => one.byLists), ...withJudge];
    }),
  );
}
