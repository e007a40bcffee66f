/**
 * How well spoilt responses are told from good ones, how often a good one is taken for spoilt, and what it costs.
 *
 *     npm run build && node dist/benchmarks/fluency.js [--texts 80] [--compare 20] [--from FILE] [--seed 42] [--false-alarms 0.01] [--no-repairs] [--known FILE]
 *
 * Good texts: the responses in prose, of 8 to 110 words, of the seeds that ship, of texts in several languages, and of `from`, JSON lines
 * with instruction and instances as in the Self-Instruct seeds. Each is spoilt in every way of fluencyCorruptions.ts that it is
 * long enough for. The calibration is fitted to nine tenths of the good texts and judges the other tenth, good and spoilt, ten
 * times over, so that no text is judged by itself. AUC with a 95 % interval from 1,000 resamplings of texts. `no-repairs` reads each text
 * once. The first `compare` texts and what was spoilt of them are also read with every repair as a text of its own: how many verdicts
 * differ, and the processor seconds of both. `known` measures the texts that ship instead, and writes core/screening/fluency/knownSamples.json.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CausalModel } from '../adapters/fluency/causalModel';
import { fetchCausalModel } from '../adapters/fluency/fetchCausalModel';
import { LocalLanguageModel } from '../adapters/fluency/localLanguageModel';
import { versionsTogether } from '../adapters/fluency/versionsTogether';
import { packageRoot } from '../adapters/workspace/packageRoot';
import { assessFluency, measureFluency } from '../core/screening/fluency/assessFluency';
import { calibrateFluency, type FluencyCalibration } from '../core/screening/fluency/calibration';
import type { LogProbabilities } from '../core/screening/fluency/languageModel';
import type { Measured } from '../core/screening/fluency/measuredOf';
import { isReadableProse } from '../core/screening/fluency/readableProse';
import { readAsNeeded } from '../core/screening/fluency/readAsNeeded';
import { mean } from '../core/foundations/statistics/mean';
import { seededRandom } from '../core/foundations/seededRandom';
import { corruptions } from './fluencyCorruptions';

interface GoodText {
  readonly context: string;
  readonly text: string;
  readonly language: string;
}

interface Version {
  readonly origin: number;
  readonly kind: string;
  readonly text: string;
  readonly measured: Measured | undefined;
  /** Processor seconds that its reading took. */
  readonly seconds: number;
}

const folds = 10;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      texts: { type: 'string', default: '80' },
      compare: { type: 'string', default: '20' },
      from: { type: 'string' },
      seed: { type: 'string', default: '42' },
      'false-alarms': { type: 'string', default: '0.01' },
      'no-repairs': { type: 'boolean', default: false },
      known: { type: 'string' },
    },
  });
  if (values.known !== undefined) return writeKnown(values.known);
  const seed = Number(values.seed);
  const good = seededRandom(seed, 'fluency').sample(goodTexts(values.from), Number(values.texts));
  // In this process, so that its processor time can be told.
  const model = await CausalModel.load(await fetchCausalModel());
  const logProbabilities: LogProbabilities = async (requests) => {
    const told = [];
    for (const request of versionsTogether(requests)) told.push(...(await model.logProbabilities(request)));
    return told;
  };
  const eachAlone: LogProbabilities = (requests) =>
    logProbabilities(requests.map(({ versionOf: _, ...request }) => request));
  const withRepairs = !values['no-repairs'];
  const progress = (what: string, index: number): void =>
    void process.stderr.write(`\r${what}: ${index + 1} of ${good.length} texts `);

  const ofGood: (Measured | undefined)[] = [];
  for (const [origin, text] of good.entries()) {
    ofGood.push(...(await measureFluency([text], logProbabilities, withRepairs)));
    progress('calibrating', origin);
  }
  const calibrations = Array.from({ length: folds }, (_, fold) => {
    const others = ofGood.filter((measured, origin) => measured && origin % folds !== fold);
    const fitted = calibrateFluency(
      others.map((measured) => measured!),
      Number(values['false-alarms']),
    );
    if (!fitted) throw new Error('too few texts to calibrate on');
    return fitted;
  });

  const scored: Scored[] = [];
  const compared: Compared[] = [];
  for (const [origin, { context, text, language }] of good.entries()) {
    const calibration = calibrations[origin % folds]!;
    for (const version of versionsOf(text, seed, origin)) {
      const asked = [{ context, text: version.text, language }];
      const [[measured], seconds] = await timed(() =>
        readAsNeeded(asked, logProbabilities, withRepairs, calibration),
      );
      const verdict = judged({ origin, ...version, measured, seconds }, calibration);
      scored.push(verdict);
      if (origin >= Number(values.compare)) continue;
      const [[whole], wholeSeconds] = await timed(() => measureFluency(asked, eachAlone, withRepairs));
      const { passed } = judged({ origin, ...version, measured: whole, seconds: wholeSeconds }, calibration);
      compared.push({ kind: version.kind, seconds, wholeSeconds, agree: passed === verdict.passed });
    }
    progress('judging', origin);
  }
  report(scored, good, seed);
  reportCost(scored, compared);
}

function versionsOf(text: string, seed: number, origin: number): { kind: string; text: string }[] {
  return [
    { kind: 'good', text },
    ...Object.entries(corruptions).flatMap(([kind, spoil]) => {
      const spoilt = spoil(text, seededRandom(seed, kind, origin));
      return spoilt === undefined ? [] : [{ kind, text: spoilt }];
    }),
  ];
}

async function timed<Value>(work: () => Promise<Value>): Promise<readonly [Value, number]> {
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return [value, (user + system) / 1e6];
}

function judged(version: Version, calibration: FluencyCalibration): Scored {
  const { score, passed } = assessFluency(version.text, version.measured, calibration);
  return { ...version, score: score ?? 0, passed };
}

interface Compared {
  readonly kind: string;
  readonly seconds: number;
  readonly wholeSeconds: number;
  readonly agree: boolean;
}

/** Sets of responses by how many of them are spoilt, each kind of spoiling as often. */
function reportCost(scored: readonly Scored[], compared: readonly Compared[]): void {
  const isGood = ({ kind }: { kind: string }): boolean => kind === 'good';
  const isBad = ({ kind }: { kind: string }): boolean => kind !== 'good';
  const perResponse = <Item extends { kind: string }>(items: readonly Item[], bad: number, seconds: (item: Item) => number) =>
    (1 - bad) * mean(items.filter(isGood).map(seconds)) + bad * mean(items.filter(isBad).map(seconds)); // prettier-ignore
  process.stdout.write(
    `\n| responses | processor seconds a response | the same ${compared.length} | read whole, every repair | times as fast |\n|---|---|---|---|---|\n`,
  );
  for (const [name, bad] of [['all good', 0], ['a fifth spoilt', 0.2], ['half spoilt', 0.5], ['all spoilt', 1]] as const) {
    const all = perResponse(scored, bad, ({ seconds }) => seconds);
    const some = perResponse(compared, bad, ({ seconds }) => seconds);
    const whole = perResponse(compared, bad, ({ wholeSeconds }) => wholeSeconds);
    process.stdout.write(
      `| ${name} | ${all.toFixed(2)} | ${some.toFixed(2)} | ${whole.toFixed(2)} | ${(whole / some).toFixed(1)} |\n`,
    );
  } // prettier-ignore
  const agree = compared.filter(({ agree }) => agree).length;
  process.stdout.write(
    `\n${agree} of ${compared.length} verdicts are those of reading all. One thread; load of the machine ${loadavg()[0]!.toFixed(1)} meanwhile.\n`,
  );
}

/** What `knownSamples` reads. */
async function writeKnown(file: string): Promise<void> {
  const model = new LocalLanguageModel();
  const measured = await measureFluency(textsThatShip(), model.logProbabilities, true);
  await model.close();
  const rounded = (value: number | undefined) => (value === undefined ? null : Math.round(value * 1e4) / 1e4);
  const samples = measured
    .filter((sample) => sample !== undefined)
    .map(({ language, tokens, wording, ending, exchange, insertion }) => ({
      language,
      tokens,
      wording: rounded(wording),
      ending: rounded(ending),
      exchange: rounded(exchange),
      insertion: rounded(insertion),
    }));
  writeFileSync(file, `${JSON.stringify({ model: model.model, samples }, null, 2)}\n`);
}

type Scored = Version & { readonly score: number; readonly passed: boolean };

function report(scored: readonly Scored[], good: readonly GoodText[], seed: number): void {
  const clean = scored.filter(({ kind }) => kind === 'good');
  process.stdout.write('\n| corruption | n | AUC | 95 % interval | caught |\n|---|---|---|---|---|\n');
  for (const kind of Object.keys(corruptions)) {
    const spoilt = scored.filter((version) => version.kind === kind);
    if (spoilt.length === 0) continue;
    const resampled = Array.from({ length: 1_000 }, (_, turn) => {
      const random = seededRandom(seed, 'bootstrap', kind, turn);
      const counts = new Map<number, number>();
      for (let draw = 0; draw < good.length; draw++) {
        const origin = random.below(good.length);
        counts.set(origin, (counts.get(origin) ?? 0) + 1);
      }
      const weight = ({ origin }: Scored): number => counts.get(origin) ?? 0;
      return areaUnderCurve(spoilt, clean, weight);
    })
      .filter((area) => !Number.isNaN(area))
      .sort((one, other) => one - other);
    const at = (share: number): string => resampled[Math.floor(share * (resampled.length - 1))]!.toFixed(3);
    const caught = spoilt.filter(({ passed }) => !passed).length;
    process.stdout.write(
      `| ${kind} | ${spoilt.length} | ${areaUnderCurve(spoilt, clean).toFixed(3)} | ${at(0.025)} to ${at(0.975)} | ${percent(caught, spoilt.length)} |\n`,
    );
  }
  const groups: [string, (version: Scored) => boolean][] = [
    ['all', () => true],
    ['with characters that are not ASCII', ({ text }) => /[^\p{ASCII}]/u.test(text)],
    ['not English', ({ origin }) => good[origin]!.language !== 'en'],
  ];
  process.stdout.write('\n| good texts | n | false alarms |\n|---|---|---|\n');
  for (const [name, belongs] of groups) {
    const group = clean.filter(belongs);
    const alarms = group.filter(({ passed }) => !passed).length;
    process.stdout.write(`| ${name} | ${group.length} | ${alarms} (${percent(alarms, group.length)}) |\n`);
  }
}

/** The probability that a spoilt text scores above a good one, ties counted half. */
function areaUnderCurve(
  spoilt: readonly Scored[],
  clean: readonly Scored[],
  weight: (version: Scored) => number = () => 1,
): number {
  const weighted = (versions: readonly Scored[]) =>
    versions.map((version) => ({ score: version.score, weight: weight(version) })).filter(({ weight }) => weight > 0); // prettier-ignore
  const good = weighted(clean);
  let above = 0;
  let pairs = 0;
  for (const one of weighted(spoilt))
    for (const other of good) {
      const both = one.weight * other.weight;
      pairs += both;
      if (one.score > other.score) above += both;
      else if (one.score === other.score) above += both / 2;
    }
  return above / pairs;
}

const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;

function goodTexts(from: string | undefined): GoodText[] {
  const seeds = [join(packageRoot(), 'recipes', 'seeds', 'quickstart.jsonl'), ...(from ? [from] : [])];
  const ofSeeds = seeds.flatMap(readLines).flatMap((row): GoodText[] => {
    const { instruction, instances } = row as {
      instruction: string;
      instances: { input: string; output: string }[];
    };
    const [first] = instances;
    if (!first) return [];
    const context = first.input === '' ? instruction : `${instruction}\n\n${first.input}`;
    return [{ context, text: first.output.trim(), language: 'en' }];
  });
  const words = (text: string): number => text.split(/\s+/u).length;
  return [...ofSeeds, ...textsThatShip()].filter(
    ({ text }) => isReadableProse(text) && words(text) >= 8 && words(text) <= 110,
  );
}

function textsThatShip(): GoodText[] {
  return readLines(join(packageRoot(), 'benchmarks', 'data', 'fluentTexts.jsonl')).map((row) => {
    const { language, instruction, response } = row as Record<
      'language' | 'instruction' | 'response',
      string
    >;
    return { context: instruction, text: response, language };
  });
}

function readLines(file: string): unknown[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as unknown);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
