/**
 * How well spoilt responses are told from good ones, how often a good one is taken for spoilt, and how fast the model reads.
 *
 *     npm run build && node dist/benchmarks/fluency.js [--texts 80] [--from FILE] [--seed 42] [--false-alarms 0.01] [--no-repairs] [--known FILE]
 *
 * Good texts: the responses in prose, of 8 to 110 words, of the seeds that ship, of texts in several languages, and of `from`, JSON lines
 * with instruction and instances as in the Self-Instruct seeds. Each is spoilt in every way of fluencyCorruptions.ts that it is
 * long enough for. The calibration is fitted to nine tenths of the good texts and judges the other tenth, good and spoilt, ten
 * times over, so that no text is judged by itself. `no-repairs` reads each text once instead of nine times. AUC with a 95 % interval from
 * 1,000 resamplings of texts. `known` measures the texts that ship instead, and writes core/screening/fluency/knownSamples.json.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LocalLanguageModel } from '../adapters/fluency/localLanguageModel';
import { packageRoot } from '../adapters/workspace/packageRoot';
import { assessFluency, measureFluency, type Measured } from '../core/screening/fluency/assessFluency';
import { calibrateFluency } from '../core/screening/fluency/calibration';
import type { LogProbabilityRequest } from '../core/screening/fluency/languageModel';
import { isReadableProse } from '../core/screening/fluency/readableProse';
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
  readonly measured: Measured;
}

const folds = 10;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      texts: { type: 'string', default: '80' },
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
  const model = new LocalLanguageModel();
  await model.logProbabilities([{ text: 'Loads the model.' }]);
  let tokens = 0;
  let milliseconds = 0;
  const timed = async (requests: readonly LogProbabilityRequest[]) => {
    const started = performance.now();
    const answer = await model.logProbabilities(requests);
    milliseconds += performance.now() - started;
    tokens += answer.reduce((sum, figures) => sum + figures.length, 0);
    return answer;
  };

  const versions: Version[] = [];
  for (const [origin, { context, text, language }] of good.entries()) {
    const texts = [
      { kind: 'good', text },
      ...Object.entries(corruptions).flatMap(([kind, spoil]) => {
        const spoilt = spoil(text, seededRandom(seed, kind, origin));
        return spoilt === undefined ? [] : [{ kind, text: spoilt }];
      }),
    ];
    const measured = await measureFluency(
      texts.map(({ text }) => ({ context, text, language })),
      timed,
      !values['no-repairs'],
    );
    texts.forEach(({ kind, text }, index) =>
      versions.push({ origin, kind, text, measured: measured[index]! }),
    );
    process.stderr.write(`\r${origin + 1} of ${good.length} texts`);
  }
  const plainStarted = performance.now();
  const plain = await model.logProbabilities(good.map(({ text }) => ({ text })));
  const plainMilliseconds = performance.now() - plainStarted;
  const plainTokens = plain.reduce((sum, figures) => sum + figures.length, 0);
  await model.close();

  const calibrations = Array.from({ length: folds }, (_, fold) => {
    const others = versions.filter(({ kind, origin }) => kind === 'good' && origin % folds !== fold);
    const fitted = calibrateFluency(
      others.map(({ measured }) => measured),
      Number(values['false-alarms']),
    );
    if (!fitted) throw new Error('too few texts to calibrate on');
    return fitted;
  });
  const scored = versions.map((version) => {
    const { score, passed } = assessFluency(
      version.text,
      version.measured,
      calibrations[version.origin % folds]!,
    );
    return { ...version, score: score ?? 0, passed };
  });
  report(scored, good, seed);
  process.stdout.write(
    `\n${model.model}, one thread (load ${loadavg()[0]!.toFixed(1)} meanwhile): ${rate(tokens, milliseconds)} with their instructions, which are read too and not counted; ${rate(plainTokens, plainMilliseconds)} of texts alone\n`,
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

const rate = (tokens: number, milliseconds: number): string =>
  `${tokens} tokens at ${Math.round((tokens / milliseconds) * 1000)} a second`;

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
