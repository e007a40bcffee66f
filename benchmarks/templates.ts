/**
 * How fast templates are filled, whether any instance comes twice, what memory it takes, and whether computed answers are right.
 *
 *     npm run build && node dist/benchmarks/templates.js [--instances 3000000] [--seed 42]
 *
 * Speed: a template of five slots whose assignments number 10^12, of which `instances` are drawn and rendered. Repetition: every
 * index of theirs is remembered. Answers: 1,000 instances of arithmetic templates, each worked out again by Python's fractions,
 * which share nothing with the evaluator. It fails where there is no python3.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { recipeSchema, type RecipeInput } from '../core/run/recipeSchema';
import { templateSequence } from '../core/proposing/template/planTemplates';
import { templateProblems } from '../core/proposing/template/templateProblems';
import type { TemplateWork } from '../core/proposing/template/work';

type Templates = NonNullable<RecipeInput['template']>['templates'];

function sequenceOf(templates: Templates, seed: number): { at(position: number): TemplateWork | undefined } {
  const recipe = recipeSchema.parse({
    name: 'benchmark',
    seed,
    strategies: { template: 1 },
    template: { templates },
  });
  const [problem] = templateProblems(recipe, {});
  if (problem) throw new Error(problem.message);
  return templateSequence(recipe, {});
}

/** 200 · 250 · 200 · 1,000 · 100 = 10^12 assignments. */
const large: Templates = [
  {
    name: 'trip',
    slots: {
      distance: { range: { from: 1, to: 200 } },
      price: { range: { from: 0.1, to: 25, step: 0.1 } },
      day: { range: { from: 1, to: 200 } },
      code: { range: { from: 1, to: 1_000 } },
      thing: { values: things() },
    },
    instruction:
      'On day {{ day }}, {{ thing | article }} is sent {{ distance }} kilometres under number {{ code }}, at {{ price }} a kilometre. Say what to write on the label.',
  },
];
const largeSize = 10 ** 12;

const arithmetic: readonly { readonly template: Templates[number]; readonly python: string }[] = [
  {
    template: {
      name: 'discount',
      slots: {
        price: { range: { from: 0.99, to: 499.99, step: 0.5 } },
        percent: { range: { from: 2.5, to: 75, step: 2.5 } },
        answer: { compute: 'round(price * (1 - percent / 100), 2)' },
      },
      instruction: '{{ price }} {{ percent }}',
      response: '{{ answer }}',
    },
    python: 'half_up(price * (1 - percent / 100), 2)',
  },
  {
    template: {
      name: 'compound',
      slots: {
        sum: { range: { from: 100, to: 9_900, step: 100 } },
        rate: { range: { from: 0.1, to: 9.9, step: 0.1 } },
        years: { range: { from: 1, to: 30 } },
        growth: { compute: '(1 + rate / 100) ^ years' },
        answer: { compute: 'sum * growth', decimals: 2 },
      },
      instruction: '{{ sum }} {{ rate }} {{ years }}',
      response: '{{ answer }}',
    },
    python: 'half_up(sum * (1 + rate / 100) ** int(years), 2)',
  },
  {
    template: {
      name: 'mixed',
      slots: {
        a: { range: { from: -50, to: 50, step: 0.1 } },
        b: { range: { from: 1, to: 40 } },
        c: { range: { from: 0.01, to: 3, step: 0.01 } },
        answer: { compute: 'a / b + c * 3 - mod(a, b) + floor(a / c) + abs(a)' },
      },
      instruction: '{{ a }} {{ b }} {{ c }}',
      response: '{{ answer }}',
    },
    python: 'shown(a / b + c * 3 - a % b + floor(a / c) + abs(a))',
  },
  {
    template: {
      name: 'exact',
      slots: {
        a: { range: { from: 0.1, to: 99.9, step: 0.1 } },
        b: { range: { from: 0.2, to: 9.9, step: 0.1 } },
        answer: { compute: 'a + b + a * b - (a > b ? b ^ 3 : a ^ 2)' },
      },
      instruction: '{{ a }} {{ b }}',
      response: '{{ answer }}',
    },
    python: 'shown(a + b + a * b - (b ** 3 if a > b else a ** 2))',
  },
];

const pythonProgram = `
import json, sys
from fractions import Fraction
from math import floor
def half_up(x, digits):
    scaled = abs(x) * 10 ** digits
    whole = floor(scaled + Fraction(1, 2))
    return Fraction(whole if x >= 0 else -whole, 10 ** digits)
def shown(x):
    rest = x.denominator
    for p in (2, 5):
        while rest % p == 0: rest //= p
    return x if rest == 1 else half_up(x, 10)
wrong = 0
for line in sys.stdin:
    case = json.loads(line)
    names = {k: Fraction(v) for k, v in case['slots'].items()}
    value = eval(case['python'], {'half_up': half_up, 'shown': shown, 'floor': floor, 'abs': abs, 'int': int, **names})
    if Fraction(case['answer']) != value:
        wrong += 1
        print(json.dumps(case), value, file=sys.stderr)
print(wrong)
`;

function main(): void {
  const { values } = parseArgs({
    options: {
      instances: { type: 'string', default: '3000000' },
      seed: { type: 'string', default: '42' },
    },
  });
  const [count, seed] = [Number(values.instances), Number(values.seed)];

  const speed = measure(count, seed);
  console.log(
    `space        ${largeSize.toLocaleString('en')} assignments of ${Object.keys(large[0]?.slots ?? {}).length} slots`,
  );
  console.log(
    `rendered     ${count.toLocaleString('en')} instances in ${speed.seconds.toFixed(1)} s: ${Math.round(count / speed.seconds).toLocaleString('en')} a second, ${Math.round(count / speed.processorSeconds).toLocaleString('en')} a second of processor time`,
  );
  console.log(
    `memory       heap in use ${megabytes(speed.heapBefore)} MB before, ${megabytes(speed.heapAfter)} MB after`,
  );
  console.log(`repetitions  ${repetitions(count, seed)}`);
  const again = hashOf(20_000, seed);
  console.log(
    `same seed    ${again === hashOf(20_000, seed) ? 'the same instances' : 'DIFFERENT instances'}`,
  );
  console.log(
    `other seed   ${again === hashOf(20_000, seed + 1) ? 'the SAME instances' : 'other instances'}`,
  );
  checkAnswers(seed);
}

interface Speed {
  readonly seconds: number;
  /** Without what other processes took. */
  readonly processorSeconds: number;
  readonly heapBefore: number;
  readonly heapAfter: number;
}

function measure(count: number, seed: number): Speed {
  const sequence = sequenceOf(large, seed);
  for (let position = 0; position < 20_000; position++) sequence.at(position);
  const heapBefore = liveBytes();
  let characters = 0;
  const [started, used] = [process.hrtime.bigint(), process.cpuUsage()];
  for (let position = 0; position < count; position++)
    characters += sequence.at(position)?.instruction.length ?? 0;
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const { user, system } = process.cpuUsage(used);
  if (characters < count) throw new Error('Instances were missing.');
  return { seconds, processorSeconds: (user + system) / 1e6, heapBefore, heapAfter: liveBytes() };
}

/** Indexes that came before, found by sorting them. */
function repetitions(count: number, seed: number): number {
  const sequence = sequenceOf(large, seed);
  const indexes = Float64Array.from({ length: count }, (_, position) =>
    Number(sequence.at(position)?.template.index),
  );
  indexes.sort();
  let repeated = 0;
  for (let at = 1; at < indexes.length; at++) if (indexes[at] === indexes[at - 1]) repeated++;
  return repeated;
}

function hashOf(count: number, seed: number): string {
  const sequence = sequenceOf(large, seed);
  const hash = createHash('sha256');
  for (let position = 0; position < count; position++)
    hash.update(`${sequence.at(position)?.instruction ?? ''}\n`);
  return hash.digest('hex');
}

function checkAnswers(seed: number): void {
  const perTemplate = 250;
  const cases = arithmetic.flatMap(({ template, python }) => {
    const sequence = sequenceOf([template], seed);
    return Array.from({ length: perTemplate }, (_, position) => {
      const work = sequence.at(position);
      const slots = Object.fromEntries(
        Object.entries(work?.template.slots ?? {})
          .filter(([name]) => template.slots?.[name]?.compute === undefined)
          .map(([name, value]) => [name, String(value)]),
      );
      return { python, slots, answer: work?.response };
    });
  });
  const python = spawnSync('python3', ['-c', pythonProgram], {
    input: cases.map((one) => JSON.stringify(one)).join('\n'),
    encoding: 'utf8',
  });
  if (python.status !== 0) {
    console.log(`answers      not checked: python3 is not there, or failed. ${python.stderr ?? ''}`);
    process.exitCode = 1;
    return;
  }
  const wrong = Number(python.stdout);
  console.log(
    `answers      ${cases.length.toLocaleString('en')} checked by Python's fractions, ${wrong} wrong`,
  );
  if (wrong > 0) {
    console.log(python.stderr);
    process.exitCode = 1;
  }
}

function things(): string[] {
  const first = ['blue', 'old', 'heavy', 'empty', 'open', 'round', 'flat', 'icy', 'urgent', 'ornate'];
  const second = [
    'box',
    'urn',
    'hourglass',
    'unicycle',
    'crate',
    'envelope',
    'drum',
    'easel',
    'lamp',
    'kite',
  ];
  return first.flatMap((one) => second.map((other) => `${one} ${other}`));
}

/** Bytes of the heap and of array buffers that are still in use. */
function liveBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function megabytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1);
}

if (require.main === module) main();
