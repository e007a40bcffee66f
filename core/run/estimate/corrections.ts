import type { StrategyName } from '../../vocabulary/strategyName';
import { assumed } from './assumptions';
import type { EarlierCalls, EarlierRun, Kinship } from './earlierRun';
import type { AskedAt, LineKey, RehearsedLine, Rehearsal } from './rehearsal';

/** An earlier run, and what its own recipe comes to when it is rehearsed. */
export interface ComparedRun {
  readonly run: EarlierRun;
  readonly kinship: Kinship;
  readonly rehearsal: Rehearsal;
}

/** By which factor what was rehearsed was off, and how sure that is: a standard deviation of its logarithm. */
export interface Correction {
  readonly factor: number;
  readonly spread: number;
}

/** What earlier runs say against a rehearsal. Undefined where they say nothing. */
export interface Corrections {
  readonly kinship: Kinship | undefined;
  brought(strategy: StrategyName): Correction | undefined;
  accepted(strategy: StrategyName): { readonly accepted: number; readonly candidates: number } | undefined;
  calls(line: LineKey): Correction | undefined;
  prompt(line: LineKey): Correction | undefined;
  answer(line: LineKey): Correction | undefined;
  /** Seconds that a call took. */
  seconds(line: LineKey): number | undefined;
  /** Share of calls that were bought again, since the answer was of no use. */
  unusable(line: LineKey): number | undefined;
  /** Share of the prompts' tokens that came from the endpoint's cache. */
  cached(line: LineKey): number | undefined;
  /** What they asked that no rehearsal knows: vectors, likelihoods. Per candidate. */
  readonly others: readonly { readonly calls: EarlierCalls; readonly perCandidate: number }[];
}

/** How far apart two runs of one recipe, and two of similar ones, are by themselves. */
const apart: Readonly<Record<Kinship, number>> = { same: 0.07, similar: 0.3 };

/** The figures that how far candidates come depends on. */
export type ReachingFigure = 'passInstruction' | 'passPair' | 'doubtful' | 'doubtfulClaims';

/** Share of candidates that come as far as a stage, in the middle of what is assumed. */
export function reaching(stage: AskedAt, of: (figure: ReachingFigure) => number): number {
  switch (stage) {
    case 'compare':
      return of('doubtful');
    case 'classify':
    case 'respond':
      return of('passInstruction');
    case 'agree':
    case 'ground':
      return of('passInstruction') * of('passPair') * of('doubtfulClaims');
    case 'converse':
    case 'safety':
    case 'judge':
    case 'choose':
      return of('passInstruction') * of('passPair');
    case 'lists':
    case 'measure':
    case 'propose':
      return 1;
  }
}

interface Sum {
  calls: number;
  expectedCalls: number;
  counted: number;
  promptTokens: number;
  cachedTokens: number;
  expectedPrompt: number;
  answerTokens: number;
  expectedAnswer: number;
  variance: number;
  seconds: number;
  unusable: number;
}

/** What runs that were compared with their own rehearsals say of one to come. Where there is one of the same recipe, others count for nothing. */
export function correctionsBy(compared: readonly ComparedRun[]): Corrections {
  const same = compared.filter(({ kinship }) => kinship === 'same');
  const counting = same.length > 0 ? same : compared;
  const kinship = counting[0]?.kinship;
  const drift = kinship === undefined ? 0 : apart[kinship];
  const sums = new Map<string, Sum>();
  const sumOf = (key: string): Sum => {
    const sum = sums.get(key) ?? {
      calls: 0, expectedCalls: 0, counted: 0, promptTokens: 0, cachedTokens: 0, expectedPrompt: 0, answerTokens: 0, expectedAnswer: 0, variance: 0, seconds: 0, unusable: 0,
    }; // prettier-ignore
    sums.set(key, sum);
    return sum;
  };
  const others: { calls: EarlierCalls; perCandidate: number }[] = [];
  for (const { run, rehearsal } of counting) {
    const candidates = Object.values(run.strategies).reduce((sum, strategy) => sum + strategy.candidates, 0);
    const lines = new Map<string, RehearsedLine[]>();
    for (const line of rehearsal.lines) {
      const key = keyOf(line);
      lines.set(key, [...(lines.get(key) ?? []), line]);
    }
    for (const [key, own] of lines) {
      const expected = own.reduce((sum, line) => sum + expectedCalls(line, run, rehearsal), 0);
      const [line] = own;
      for (const one of line ? keysOf(line) : [key]) sumOf(one).expectedCalls += expected;
    }
    for (const calls of run.calls) {
      const own = lines.get(keyOf(calls));
      if (!own) {
        others.push({ calls, perCandidate: calls.calls / Math.max(1, candidates) / counting.length });
        continue;
      }
      const mean = (of: (line: RehearsedLine) => number): number =>
        own.reduce((sum, line) => sum + of(line), 0) / own.reduce((sum, line) => sum + line.calls, 0);
      const answer =
        mean(({ answerTokens }) => answerTokens) +
        (own.some(({ thinks }) => thinks) ? assumed.thinking.median : 0);
      for (const key of keysOf(calls)) {
        const sum = sumOf(key);
        sum.calls += calls.calls;
        sum.counted += calls.counted;
        sum.promptTokens += calls.promptTokens;
        sum.cachedTokens += calls.cachedTokens;
        sum.expectedPrompt += calls.counted * mean(({ promptTokens }) => promptTokens);
        sum.answerTokens += calls.answerTokens;
        sum.expectedAnswer += calls.counted * answer;
        sum.variance += calls.counted * calls.answerDeviation ** 2;
        sum.seconds += calls.calls * calls.seconds;
        sum.unusable += calls.unusable;
      }
    }
  }

  const find = (line: LineKey, isThere: (sum: Sum) => boolean): Sum | undefined =>
    keysOf(line)
      .map((key) => sums.get(key))
      .find((sum) => sum !== undefined && isThere(sum));
  const corrected = (actual: number, expected: number, error: number): Correction | undefined =>
    actual > 0 && expected > 0 ? { factor: actual / expected, spread: Math.hypot(error, drift) } : undefined;
  const total = (of: (run: ComparedRun) => number): number => counting.reduce((sum, run) => sum + of(run), 0);

  return {
    kinship,
    others: kinship === 'same' ? others : [],
    brought(strategy) {
      const works = total(({ run }) => run.strategies[strategy]?.works ?? 0);
      const candidates = total(({ run }) => run.strategies[strategy]?.candidates ?? 0);
      const expected = total(
        ({ run, rehearsal }) => (run.strategies[strategy]?.works ?? 0) * broughtBy(rehearsal, strategy),
      );
      return corrected(candidates, expected, 0.4 / Math.sqrt(Math.max(1, works)));
    },
    accepted(strategy) {
      const candidates = total(({ run }) => run.strategies[strategy]?.candidates ?? 0);
      return candidates === 0
        ? undefined
        : { candidates, accepted: total(({ run }) => run.strategies[strategy]?.accepted ?? 0) };
    },
    calls(line) {
      // What another stage asks says nothing of how often this one does.
      const [own, ofStage] = keysOf(line).map((key) => sums.get(key));
      const sum = [own, ofStage].find((one) => one !== undefined && one.expectedCalls > 0);
      if (!sum) return undefined;
      // Nothing of the kind was asked, though it could have been.
      if (sum.calls === 0) return { factor: 0.5 / (sum.expectedCalls + 1), spread: 1 };
      return corrected(sum.calls, sum.expectedCalls, 0.7 / Math.sqrt(sum.calls));
    },
    prompt(line) {
      const sum = find(line, ({ counted }) => counted > 0);
      return sum && corrected(sum.promptTokens, sum.expectedPrompt, 0.1 / Math.sqrt(sum.counted));
    },
    answer(line) {
      const sum = find(line, ({ counted }) => counted > 0);
      if (!sum) return undefined;
      const relative = Math.sqrt(sum.variance / sum.counted) / Math.max(1, sum.answerTokens / sum.counted);
      return corrected(sum.answerTokens, sum.expectedAnswer, relative / Math.sqrt(sum.counted));
    },
    seconds(line) {
      const sum = find(line, ({ calls }) => calls > 0);
      return sum && sum.seconds / sum.calls;
    },
    unusable(line) {
      const sum = find(line, ({ calls }) => calls > 0);
      return sum && sum.unusable / sum.calls;
    },
    cached(line) {
      const sum = find(line, ({ promptTokens }) => promptTokens > 0);
      return sum && Math.min(1, sum.cachedTokens / sum.promptTokens);
    },
  };
}

/** Candidates that a work of a strategy brings, as it was rehearsed. */
export function broughtBy({ works, candidates }: Rehearsal, strategy: StrategyName): number {
  return (candidates[strategy] ?? 0) / Math.max(1, works[strategy] ?? 0);
}

/** Calls of a line for each unit that it is asked about: a work, a candidate, or the whole run. */
export function callsPerUnit(line: RehearsedLine, { works, candidates }: Rehearsal): number {
  if (line.stage === 'lists') return line.calls;
  const units = line.stage === 'propose' ? works : candidates;
  const of = line.strategy === null ? sumOfAll(units) : (units[line.strategy] ?? 0);
  return line.calls / Math.max(1, of);
}

function expectedCalls(line: RehearsedLine, run: EarlierRun, rehearsal: Rehearsal): number {
  const perUnit = callsPerUnit(line, rehearsal) * reaching(line.stage, (figure) => assumed[figure].median);
  if (line.stage === 'lists') return perUnit;
  const units = Object.fromEntries(
    Object.entries(run.strategies).map(([name, { works, candidates }]) => [
      name,
      line.stage === 'propose' ? works : candidates,
    ]),
  );
  return perUnit * (line.strategy === null ? sumOfAll(units) : (units[line.strategy] ?? 0));
}

function sumOfAll(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function keyOf({ stage, strategy, role, task }: LineKey): string {
  return JSON.stringify([stage, strategy, role, task]);
}

/** The kinds of calls that a line belongs to, the narrowest first. */
function keysOf(line: LineKey): readonly string[] {
  return [keyOf(line), JSON.stringify([line.stage, line.role]), JSON.stringify([line.role])];
}
