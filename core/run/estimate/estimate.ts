import { createHash } from 'node:crypto';
import { seededRandom } from '../../foundations/seededRandom';
import { strategies } from '../../proposing/registry';
import { strategySharesOf } from '../../proposing/strategyShares';
import type { RunMaterials, RunSetup } from '../../recipe/runSetup';
import type { StrategyName } from '../../vocabulary/strategyName';
import { iterationShape, slotsOf } from '../iterationShape';
import type { PreparedRun } from '../runProgress';
import { assumed, spreadOf, type Assumed } from './assumptions';
import { broughtBy, callsPerUnit, reaching, type Corrections, type ReachingFigure } from './corrections';
import { sharesByBatch } from './byBatch';
import { paceOf, type EndpointPace, type PacedCalls } from './pace';
import type { LineKey, Rehearsal, RehearsedLine } from './rehearsal';
import { simulateRun, type Luck, type SimulatedTotals } from './simulateRun';

/** In four cases of five between `low` and `high`. */
export interface Range {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** What calls of one kind will take. */
export interface EstimatedLine extends LineKey {
  readonly calls: Range;
  readonly promptTokens: Range;
  readonly completionTokens: Range;
  /** Null where the price is not known. */
  readonly usd: Range | null;
}

export interface Estimate {
  readonly candidates: Range;
  readonly iterations: Range;
  readonly accepted: Range;
  readonly calls: Range;
  readonly promptTokens: Range;
  readonly completionTokens: Range;
  /** Of what has a price; null where nothing has. */
  readonly usd: Range | null;
  readonly seconds: Range;
  /** What the time goes by: an endpoint and its limit, or the iterations one after the other. */
  readonly slowestBy: string;
  /** The dearest first; where prices are not known, those with the most tokens. */
  readonly lines: readonly EstimatedLine[];
  /** Models that are asked and have no price. */
  readonly unpriced: readonly { readonly endpoint: string; readonly model: string }[];
}

/** US dollars that a call costs with so many tokens, `cachedTokens` of its prompt's from a cache; undefined where the price is not known. */
export type CostOfCall = (
  endpoint: string,
  model: string,
  tokens: {
    readonly promptTokens: number;
    readonly completionTokens: number;
    readonly cachedTokens: number;
    readonly isBatch: boolean;
  },
) => number | undefined;

/** What an estimate is made of. Equal figures, equal estimates. */
export interface EstimateFigures {
  readonly setup: RunSetup;
  readonly materials: RunMaterials;
  readonly rehearsal: Rehearsal;
  readonly corrections: Corrections;
  readonly costOf: CostOfCall;
  readonly pace: (endpoint: string) => EndpointPace;
  /** What is asked of models that measure, for each candidate. */
  readonly measures: readonly MeasureLine[];
}

/** Vectors, likelihoods, or words on what is harmful, that are bought of an endpoint. */
export interface MeasureLine {
  readonly role: 'embed' | 'score' | 'moderate';
  readonly endpoint: string;
  readonly model: string;
  readonly callsPerCandidate: number;
  readonly tokensPerCall: number;
}

const fewestDraws = 48;
const mostDraws = 200;
/** Iterations that are played in all, about. */
const playedIterations = 8_000;
/** How much a role's teacher, rather than the single kind of call, decides how long its answers are. */
const common = 0.75;

interface DrawnLine extends LineKey {
  readonly calls: number;
  /** Share of them that goes by batch. */
  readonly byBatch: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly usd: number | undefined;
}

interface Draw {
  readonly totals: SimulatedTotals;
  readonly lines: readonly DrawnLine[];
  readonly seconds: number;
  readonly slowestBy: string;
}

/**
 * What a run will take, by playing it many times with the figures that are known and luck for those that are not. Pure.
 *
 * @param most How often it is played, at most: two estimates of as many plays have had the same luck.
 */
export function estimateRun(figures: EstimateFigures, most = mostDraws): Estimate {
  const { recipe } = figures.setup;
  const perDraw = Math.max(1, (2 * recipe.target) / preparedOf(figures).iterationSize);
  const count = Math.round(Math.min(most, Math.max(fewestDraws, playedIterations / perDraw)));
  const draws = Array.from({ length: count }, (_, index) => drawRun(figures, index));

  const range = (of: (draw: Draw) => number): Range => rangeOf(draws.map(of));
  const sum = (of: (line: DrawnLine) => number) => (draw: Draw) =>
    draw.lines.reduce((total, line) => total + of(line), 0);
  const keys =
    draws[0]?.lines.map(({ stage, strategy, role, endpoint, model, task }) => ({
      stage,
      strategy,
      role,
      endpoint,
      model,
      task,
    })) ?? [];
  const lines = keys.map((key, index): EstimatedLine => {
    const own = (of: (line: DrawnLine) => number): Range =>
      range(({ lines: all }) => (all[index] ? of(all[index]) : 0));
    const isPriced = draws.every(({ lines: all }) => all[index]?.usd !== undefined);
    return {
      ...key,
      calls: own(({ calls }) => calls),
      promptTokens: own(({ promptTokens }) => promptTokens),
      completionTokens: own(({ completionTokens }) => completionTokens),
      usd: isPriced ? own(({ usd }) => usd ?? 0) : null,
    };
  });
  const asked = lines.filter(({ calls }) => calls.high > 0);
  const unpriced = new Map(
    asked
      .filter(({ usd }) => usd === null)
      .map(({ endpoint, model }) => [JSON.stringify([endpoint, model]), { endpoint, model }]),
  );
  const weightOf = ({ usd, promptTokens, completionTokens }: EstimatedLine): number =>
    usd?.median ?? (promptTokens.median + completionTokens.median) / 1e9;
  return {
    candidates: range(({ totals }) => sumOf(totals.candidates)),
    iterations: range(({ totals }) => totals.iterations),
    accepted: range(({ totals }) => totals.accepted),
    calls: range(sum(({ calls }) => calls)),
    promptTokens: range(sum(({ promptTokens }) => promptTokens)),
    completionTokens: range(sum(({ completionTokens }) => completionTokens)),
    usd:
      asked.every(({ usd }) => usd === null) && asked.length > 0 ? null : range(sum(({ usd }) => usd ?? 0)),
    seconds: range(({ seconds }) => seconds),
    slowestBy: mostFrequent(draws.map(({ slowestBy }) => slowestBy)),
    lines: asked.sort((left, right) => weightOf(right) - weightOf(left)),
    unpriced: [...unpriced.values()],
  };
}

function drawRun(figures: EstimateFigures, index: number): Draw {
  const { setup, rehearsal, corrections, materials } = figures;
  const { recipe } = setup;
  const normal = (what: string): number => normalOf(`${recipe.seed}/${index}/${what}`);
  /** A figure that nobody measured. */
  const share = (name: ReachingFigure | 'passJudge'): number => shareAt(assumed[name], normal(name));
  const passing = share('passInstruction') * share('passPair') * (recipe.judge ? share('passJudge') : 1);

  const names = Object.keys(rehearsal.works);
  const shares = strategySharesOf(recipe);
  const of = (figure: (name: StrategyName) => number): Record<StrategyName, number> =>
    Object.fromEntries(names.map((name) => [name, figure(name)]));
  const context = { setup, materials, iteration: 0 };
  const random = seededRandom(recipe.seed, 'luck of an estimate', index);
  const luck: Luck = {
    uniform: () => random.uniform(),
    normal: () => boxMuller(random.uniform(), random.uniform()),
  };
  const prepared = preparedOf(figures);
  const totals = simulateRun(
    {
      prepared,
      shares: of((name) => shares[name] ?? 0),
      planned: of((name) => strategies.find((one) => one.name === name)?.candidatesPerWork?.(context) ?? 1),
      brought: of((name) => {
        const correction = corrections.brought(name);
        const by = correction
          ? correction.factor * Math.exp(correction.spread * normal(`brought ${name}`))
          : isList(name) ? Math.min(1.1, factorAt(assumed.brought, normal('brought'))) : 1; // prettier-ignore
        return broughtBy(rehearsal, name) * by;
      }),
      accepted: of((name) => {
        const known = corrections.accepted(name);
        return known
          ? knownShare(known, corrections.kinship === 'same' ? 0.12 : 0.5, normal(`accepted ${name}`))
          : passing;
      }),
      limits: rehearsal.limits,
    },
    luck,
  );

  const callsOf = (line: RehearsedLine): number => {
    const units = line.stage === 'propose' ? totals.works : totals.candidates;
    const count =
      line.stage === 'lists' ? 1 : line.strategy === null ? sumOf(units) : (units[line.strategy] ?? 0);
    const correction = corrections.calls(line);
    const perUnit = correction
      ? reaching(line.stage, (figure) => assumed[figure].median) *
        correction.factor *
        Math.exp(correction.spread * normal(`calls ${line.stage} ${line.task}`))
      : reaching(line.stage, share) *
        (line.stage === 'propose' ? 1 : factorAt(assumed.calls, normal(`calls ${line.stage}`)));
    return noisy(
      count * callsPerUnit(line, rehearsal) * perUnit,
      normal(`luck ${line.stage} ${line.strategy} ${line.task}`),
    );
  };
  const callsOfLines = rehearsal.lines.map(
    (line) => callsOf(line) * (1 + unusableShare(corrections.unusable(line), normal('unusable'))),
  );
  const byBatch = sharesByBatch(
    recipe,
    rehearsal.lines.map((line, order) => ({ ...line, calls: callsOfLines[order] ?? 0 })),
    {
      iterations: totals.iterations,
      candidates: sumOf(totals.candidates),
      hasBatches: (endpoint) => figures.pace(endpoint).hasBatches,
    },
  );
  const drawn = rehearsal.lines.map((line, order): DrawnLine => {
    const { role, endpoint, model, stage, strategy, task } = line;
    const key = { stage, strategy, role, endpoint, model, task };
    const kind = `${stage} ${task} ${model}`;
    const calls = callsOfLines[order] ?? 0;
    const prompt = corrections.prompt(line);
    const promptTokens =
      (line.promptTokens / line.calls) *
      (prompt?.factor ?? 1) *
      Math.exp(
        (prompt ? prompt.spread : Math.hypot(spreadOf(assumed.prompt), rehearsal.error)) *
          mixed(normal('prompts'), normal(`prompt ${kind}`)),
      );
    const completionTokens = completionOf(line, figures, normal, kind);
    return tookBy(figures, key, calls, { promptTokens, completionTokens }, byBatch[order]);
  });
  const measured = [...measuresOf(figures), ...othersOf(corrections)].map((line): DrawnLine => {
    const { perCandidate, promptTokens, completionTokens, ...key } = line;
    const calls = noisy(
      sumOf(totals.candidates) * perCandidate * Math.exp(0.3 * normal(`measures ${line.role}`)),
      0,
    );
    return tookBy(figures, key, calls, { promptTokens, completionTokens });
  });
  const lines = [...drawn, ...measured];

  const secondsToFirst = factorOf(assumed.secondsToFirst, normal('seconds'));
  const speed = factorOf(assumed.tokensPerSecond, -normal('seconds'));
  const paced = lines.map((line): PacedCalls => {
    const known = corrections.seconds(line);
    const answer = line.calls > 0 ? line.completionTokens / line.calls : 0;
    return { ...line, seconds: known === undefined ? secondsToFirst + answer / speed : known };
  });
  const { seconds, by } = paceOf(paced, {
    iterations: totals.iterations,
    openIterations: prepared.openIterations,
    candidates: sumOf(totals.candidates),
    pace: figures.pace,
    batchSeconds: 3_600 * factorAt(assumed.batchHours, normal('batches')),
  });
  return { totals, lines, seconds, slowestBy: by };
}

/** What so many calls take, each with so many tokens. */
function tookBy(
  { costOf, corrections }: EstimateFigures,
  key: LineKey,
  calls: number,
  { promptTokens, completionTokens }: { readonly promptTokens: number; readonly completionTokens: number },
  byBatch = 0,
): DrawnLine {
  const cachedTokens = promptTokens * (corrections.cached(key) ?? 0);
  const usdIf = (isBatch: boolean): number | undefined =>
    costOf(key.endpoint, key.model, { promptTokens, completionTokens, cachedTokens, isBatch });
  const [online, inBatches] = [byBatch < 1 ? usdIf(false) : 0, byBatch > 0 ? usdIf(true) : 0];
  const usd =
    online === undefined || inBatches === undefined
      ? undefined
      : (1 - byBatch) * online + byBatch * inBatches;
  return {
    ...key,
    calls,
    byBatch,
    promptTokens: calls * promptTokens,
    completionTokens: calls * completionTokens,
    usd: usd === undefined ? undefined : calls * usd,
  };
}

/** Tokens of an answer of a line, thinking among them, within what it is bounded by. */
function completionOf(
  line: RehearsedLine,
  { corrections, pace }: EstimateFigures,
  normal: (what: string) => number,
  kind: string,
): number {
  const answer = line.answerTokens / line.calls;
  const bound = line.boundTokens === undefined ? Infinity : line.boundTokens / line.calls;
  const most = bound + (line.thinks ? pace(line.endpoint).thinkingTokens : 0);
  const correction = corrections.answer(line);
  const z = mixed(normal(`length ${line.model}`), normal(`answer ${kind}`));
  if (correction) {
    const expected = answer + (line.thinks ? assumed.thinking.median : 0);
    return Math.min(most, expected * correction.factor * Math.exp(correction.spread * z));
  }
  const free = line.answerTokens === 0 ? 0 : line.freeTokens / line.answerTokens;
  const spread = free * spreadOf(assumed.freeAnswer) + (1 - free) * spreadOf(assumed.formedAnswer);
  const thinking = line.thinks ? factorOf(assumed.thinking, normal(`thinking ${line.model}`)) : 0;
  return Math.min(bound, answer * Math.exp(spread * z)) + Math.min(thinking, most);
}

interface MeasuredLine extends LineKey {
  readonly perCandidate: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** What an earlier run of the recipe asked of models that measure says more than what is assumed. */
function measuresOf({ measures, corrections }: EstimateFigures): readonly MeasuredLine[] {
  const isKnown = (role: string): boolean => corrections.others.some(({ calls }) => calls.role === role);
  return measures
    .filter(({ role }) => !isKnown(role))
    .map(({ role, endpoint, model, callsPerCandidate, tokensPerCall }) => ({
      stage: 'measure', strategy: null, role, endpoint, model, task: null,
      perCandidate: callsPerCandidate, promptTokens: tokensPerCall, completionTokens: 0,
    })); // prettier-ignore
}

function othersOf({ others }: Corrections): readonly MeasuredLine[] {
  return others
    .filter(({ calls }) => calls.counted > 0)
    .map(({ calls: { stage, strategy, role, endpoint, model, task, ...counts }, perCandidate }) => ({
      stage, strategy, role, endpoint, model, task, perCandidate,
      promptTokens: counts.promptTokens / counts.counted, completionTokens: counts.answerTokens / counts.counted,
    })); // prettier-ignore
}

/** A run of the recipe, as far as its sizes go. */
function preparedOf({ setup, pace }: EstimateFigures): PreparedRun {
  const { recipe } = setup;
  return {
    runKey: 'estimate',
    target: recipe.target,
    ...iterationShape(recipe, slotsOf(setup, pace)),
    iterationsWithoutPairs: recipe.iteration.patience,
    listsQueue: '',
    collapse: recipe.collapse,
    listsToWrite: 0,
    reviewsGate: false,
    refits: false,
    searchAttributes: false,
  };
}

/** Whether a strategy's answers are lists that may come out shorter. */
function isList(name: StrategyName): boolean {
  return strategies.some((strategy) => strategy.name === name && strategy.candidatesPerWork !== undefined);
}

export function rangeOf(values: readonly number[]): Range {
  const sorted = [...values].sort((left, right) => left - right);
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const [below = 0, above = below] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    return below + (above - below) * (place - Math.floor(place));
  };
  return { low: at(0.1), median: at(0.5), high: at(0.9) };
}

function factorAt({ median, ...of }: Assumed, z: number): number {
  return median * Math.exp(spreadOf({ median, ...of }) * z);
}

function factorOf(figure: Assumed, z: number): number {
  return factorAt(figure, z);
}

/** A share that stays between 0 and 1 however unlikely the draw. */
function shareAt({ low, median, high }: Assumed, z: number): number {
  const logit = (value: number): number => Math.log(value / (1 - value));
  const spread = (logit(high) - logit(low)) / (2 * 1.2816);
  return 1 / (1 + Math.exp(-(logit(median) + spread * z)));
}

function knownShare(
  { accepted, candidates }: { readonly accepted: number; readonly candidates: number },
  drift: number,
  z: number,
): number {
  const [yes, no] = [accepted + 0.5, candidates - accepted + 0.5];
  const spread = Math.hypot(Math.sqrt(1 / yes + 1 / no), drift);
  return 1 / (1 + Math.exp(-(Math.log(yes / no) + spread * z)));
}

/** Few answers of no use are seldom none: what was seen is not taken for less than a part of what is assumed. */
function unusableShare(known: number | undefined, z: number): number {
  return known === undefined ? factorAt(assumed.unusable, z) : known;
}

function mixed(ofAll: number, own: number): number {
  return Math.sqrt(common) * ofAll + Math.sqrt(1 - common) * own;
}

function noisy(mean: number, z: number): number {
  return Math.max(0, mean + 0.6 * Math.sqrt(mean) * z);
}

/** One number of the standard normal distribution for each text. */
function normalOf(address: string): number {
  const digest = createHash('sha256').update(address).digest();
  return boxMuller(digest.readUInt32BE(0) / 2 ** 32, digest.readUInt32BE(4) / 2 ** 32);
}

function boxMuller(first: number, second: number): number {
  return Math.sqrt(-2 * Math.log(1 - first)) * Math.cos(2 * Math.PI * second);
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function mostFrequent(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, left], [, right]) => right - left)[0]?.[0] ?? '';
}
