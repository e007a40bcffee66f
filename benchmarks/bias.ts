/**
 * What `seedbed bias` finds, and how often it cries wolf: datasets drawn from real pairs, in each of which a sentence says for whom the answer is, of groups
 * drawn at random; as they are, and with the responses of one group cut by a fifth.
 *
 *     npm run bench:bias                                   # pairs of our own
 *     npm run bench:bias -- --data FILE                    # pairs of yours, in any format the reader knows
 *     npm run bench:bias -- --datasets 200 --pairs 300 --meaning
 *     npm run bench:bias -- --only unbiased                # the datasets whose name has that in it
 *     npm run bench:bias -- --swaps                        # the judged exchanges of groups alone (benchmarks/data/groupSwaps.jsonl)
 *     npm run bench:bias -- --swaps --texts FILE           # and those of texts that are not ours to copy: one a line
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LocalModels } from '../adapters/datasetScreening/localModels';
import { readDataset } from '../adapters/datasets/readDataset';
import { packageRoot } from '../adapters/workspace/packageRoot';
import { builtInGroups } from '../core/foundations/people/groupLexicon';
import { GroupFinder } from '../core/foundations/people/groupMentions';
import { swapGroup } from '../core/foundations/people/swapGroup';
import { seededRandom, type SeededRandom } from '../core/foundations/seededRandom';
import { wilsonInterval } from '../core/foundations/statistics/yieldInterval';
import { measured, namedIn, type AuditedPair } from '../core/run/bias/auditedPair';
import { treatment, type TreatmentReport } from '../core/run/bias/treatment';
import { qualityPairs } from './qualityData';

/** Sentences that say for whom it is; each with a woman, then a man. */
const frames = [
  ['My sister asked me this. ', 'My brother asked me this. '],
  ['Answer for Emma. ', 'Answer for Oliver. '],
  ['A woman in my class wants to know. ', 'A man in my class wants to know. '],
  ['My grandmother needs it. ', 'My grandfather needs it. '],
  ['Help Sarah with this. ', 'Help Daniel with this. '],
  ['It is for a girl I tutor. ', 'It is for a boy I tutor. '],
] as const;
const origins = ['', 'I am a Nigerian student. ', 'I am a Polish student. ', 'I am a Mexican student. '];
const ages = ['', '', 'The answer is for an old man. ', 'The answer is for a child. '];

/** How likely a pair is a woman's, where responses are treated alike and yet something differs. */
type Who = (pair: AuditedPair) => number;
const evenly: Who = () => 0.5;
const asksForText =
  /\b(?:write|compose|draft|create|story|essay|article|speech|letter|email|poem|explain|describe|how|why|discuss|compare)\b/iu;

interface Scene {
  readonly name: string;
  readonly groups: 'gender' | 'all';
  /** How much of the responses to women is left. */
  readonly cut: number;
  readonly who: Who;
}

function scenesOf(pool: readonly AuditedPair[]): readonly Scene[] {
  const lengths = pool.flatMap((pair) => measured(pair, 'en').length ?? []).sort((one, other) => one - other);
  const at = (share: number): number => lengths[Math.floor(share * (lengths.length - 1))] ?? 0;
  const [low, high] = [at(0.25), at(0.75)];
  const isExtreme = (pair: AuditedPair): boolean => {
    const { length = low } = measured(pair, 'en');
    return length <= low || length >= high;
  };
  const alike = { groups: 'gender', cut: 1 } as const;
  return [
    { ...alike, name: 'unbiased, two groups', who: evenly },
    { ...alike, name: 'unbiased, ten groups of three attributes', groups: 'all', who: evenly },
    { ...alike, name: 'unbiased, one in sixteen is a woman', who: () => 1 / 16 },
    {
      ...alike,
      name: 'unbiased, women have three in four of what asks for text, and one in four of the rest',
      who: ({ instruction }) => (asksForText.test(instruction) ? 0.75 : 0.25),
    },
    {
      ...alike,
      name: 'unbiased, women have seven in ten of the shortest and the longest answers, and three in ten of the rest',
      who: (pair) => (isExtreme(pair) ? 0.7 : 0.3),
    },
    { name: "women's responses a fifth shorter, two groups", groups: 'gender', cut: 0.8, who: evenly },
    { name: "women's responses a fifth shorter, ten groups", groups: 'all', cut: 0.8, who: evenly },
  ];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      datasets: { type: 'string', default: '200' },
      pairs: { type: 'string', default: '300' },
      meaning: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      swaps: { type: 'boolean', default: false },
      texts: { type: 'string' },
    },
  });
  if (values.swaps) return showSwaps(values.texts);
  const pool = await poolOf(values.data);
  const models = new LocalModels();
  const embed = values.meaning ? remembering(models.embed) : undefined;
  try {
    const [datasets, size] = [Number(values.datasets), Number(values.pairs)];
    const scenes = scenesOf(pool).filter(({ name }) => name.includes(values.only));
    console.log(
      `${pool.length} pairs to draw from; ${datasets} datasets of ${size}, tasks told by ${embed ? 'meaning' : 'words'}.\n`,
    );
    console.log(
      '| dataset | flagged | 95 % interval | the planted one found | estimate of its length, mean |\n|---|---|---|---|---|',
    );
    for (const scene of scenes) {
      const { name, cut } = scene;
      const reports: TreatmentReport[] = [];
      for (let dataset = 0; dataset < datasets; dataset++)
        reports.push(await audited(drawn(pool, size, scene, seededRandom(dataset, name)), embed, dataset));
      const flagged = reports.filter(({ comparisons }) => comparisons.some(({ found }) => found)).length;
      const planted = reports.flatMap(({ comparisons }) =>
        comparisons.filter(({ attribute, outcome }) => attribute === 'gender' && outcome === 'length'),
      );
      const found = planted.filter((one) => one.found && one.difference < 0).length;
      const mean = planted.reduce((sum, { difference }) => sum + difference, 0) / planted.length;
      const [low, high] = wilsonInterval(flagged, datasets).map((bound) => (100 * bound).toFixed(1));
      console.log(
        `| ${name} | ${flagged} of ${datasets} | ${low} to ${high} % | ${cut < 1 ? `${found} of ${datasets}` : '–'} | ${(100 * mean).toFixed(1)} % |`,
      );
    }
  } finally {
    await models.close();
  }
}

async function poolOf(data: string | undefined): Promise<AuditedPair[]> {
  const pairs: AuditedPair[] = [];
  const add = (task: {
    instruction: string;
    input: string;
    response: string;
    classification: boolean;
  }): void => {
    const { instruction, input, response, classification } = task;
    pairs.push({ instruction, input, response, classification, quality: null });
  };
  if (data === undefined)
    for (const { task, defect } of qualityPairs(42)) {
      if (defect === undefined) add(task);
    }
  else
    for await (const row of readDataset({ path: data, label: `Data ${data}` }))
      if ('task' in row) add(row.task);
  const finder = new GroupFinder(builtInGroups, 'en');
  return pairs.filter((pair) => namedIn(pair, finder).task.size === 0 && pair.response.trim() !== '');
}

/** Pairs of which each is for somebody: of a gender, or also of an origin or an age. */
function drawn(
  pool: readonly AuditedPair[],
  size: number,
  { groups, cut, who }: Scene,
  random: SeededRandom,
): AuditedPair[] {
  const drawnPairs = Array.from({ length: Math.ceil(size / pool.length) }, () => random.shuffle(pool)).flat();
  return drawnPairs.slice(0, size).map((pair) => {
    const man = random.uniform() < who(pair) ? 0 : 1;
    const attribute = groups === 'gender' ? 0 : random.below(3);
    const frame = frames[random.below(frames.length)]?.[man] ?? '';
    const other = attribute === 1 ? origins : attribute === 2 ? ages : [''];
    const said = frame + (other[random.below(other.length)] ?? '');
    const words = pair.response.split(/(?<=\s)/u);
    const response =
      man === 0 ? words.slice(0, Math.max(1, Math.round(words.length * cut))).join('') : pair.response;
    return { ...pair, instruction: said + pair.instruction, response };
  });
}

function audited(
  pairs: readonly AuditedPair[],
  embed: LocalModels['embed'] | undefined,
  seed: number,
): Promise<TreatmentReport> {
  const finder = new GroupFinder(builtInGroups, 'en');
  return treatment(
    pairs,
    pairs.map((pair) => measured(pair, 'en')),
    pairs.map((pair) => namedIn(pair, finder)),
    finder,
    { errorRate: 0.05, embed, permutations: 1_000, seed },
  );
}

function remembering(embed: LocalModels['embed']): LocalModels['embed'] {
  const known = new Map<string, Float32Array>();
  return async (texts) => {
    const asked = [...new Set(texts)].filter((text) => !known.has(text));
    for (let start = 0; start < asked.length; start += 64) {
      const some = asked.slice(start, start + 64);
      (await embed(some)).forEach((vector, index) => known.set(some[index] ?? '', vector));
    }
    return texts.map((text) => known.get(text) ?? new Float32Array());
  };
}

interface JudgedSwap {
  readonly attribute: string;
  /** Who wrote the text. */
  readonly set: string;
  /** Of texts that are not ours to copy, their hashes. */
  readonly text?: string;
  readonly hash?: string;
  /** As it was when it was judged; null where it was left. */
  readonly swapped?: string | null;
  readonly swappedHash?: string | null;
  readonly grammatical: boolean;
  /** Whether the exchange makes sense, or leaving the text does. */
  readonly sensible: boolean;
  /** Whether the reader found nothing else changed, and nobody left half as they were; where that was asked. */
  readonly onlyThat?: boolean;
  /** What was read first, where the program was mended after it and makes something else now. */
  readonly firstRead?: Pick<JudgedSwap, 'swapped' | 'grammatical' | 'sensible' | 'onlyThat'>;
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

function showSwaps(texts: string | undefined): void {
  const judged = readFileSync(join(packageRoot(), 'benchmarks/data/groupSwaps.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as JudgedSwap);
  const given = new Map(
    (texts === undefined ? [] : readFileSync(texts, 'utf8').trim().split('\n')).map((text) => [
      hashOf(text),
      text,
    ]),
  );
  console.log(
    '| texts | attribute | read | exchanged | grammatical | nothing else changed | sensible, exchanged or left | changed since |\n|---|---|---|---|---|---|---|---|',
  );
  for (const set of new Set(judged.map((one) => one.set)))
    for (const attribute of new Set(judged.filter((one) => one.set === set).map((one) => one.attribute))) {
      const ours = judged.filter((one) => one.set === set && one.attribute === attribute);
      const read = ours.flatMap((one) => {
        const text = one.text ?? given.get(one.hash ?? '');
        if (text === undefined) return [];
        const swap = swapGroup(text, attribute);
        const now = swap.kind === 'swapped' ? swap.text : null;
        const before = one.swapped === undefined ? one.swappedHash : one.swapped && hashOf(one.swapped);
        const same = (now && hashOf(now)) === (before ?? null);
        return [
          {
            one,
            same,
            exchanged: swap.kind === 'swapped',
            only: (swap.kind !== 'swapped' || onlyChanged(text, swap)) && one.onlyThat !== false,
          },
        ];
      });
      if (read.length === 0) {
        console.log(`| ${set} | ${attribute} | ${ours.length}, not given: --texts | | | | | |`);
        continue;
      }
      const exchanged = read.filter((row) => row.exchanged);
      console.log(
        `| ${set} | ${attribute} | ${read.length} | ${exchanged.length} | ${share(exchanged, ({ one, same }) => same && one.grammatical)} | ${share(exchanged, ({ only }) => only)} | ${share(read, ({ one, same }) => same && one.sensible)} | ${read.filter(({ same }) => !same).length} |`,
      );
    }
  const again = new Set(judged.filter((one) => one.firstRead).map((one) => one.set));
  for (const set of again) {
    const ours = judged.filter((one) => one.set === set);
    showReading(
      `${set}, as first read, before it was mended`,
      ours.map((one) => one.firstRead ?? one),
    );
    showReading(`${set}, as it was read last`, ours);
  }
}

function showReading(name: string, read: readonly Omit<JudgedSwap, 'attribute' | 'set'>[]): void {
  const exchanged = read.filter(({ swapped }) => typeof swapped === 'string');
  console.log(
    `\n${name}: ${read.length} texts, ${exchanged.length} exchanged; grammatical ${share(exchanged, ({ grammatical }) => grammatical)}, nothing else changed and consistent ${share(exchanged, ({ onlyThat }) => onlyThat !== false)}, sensible ${share(exchanged, ({ sensible }) => sensible)}`,
  );
}

/** Whether the texts are the same, word by word and sign by sign, but for the words that were to change, and "a" and "an". */
function onlyChanged(
  text: string,
  swap: Extract<ReturnType<typeof swapGroup>, { kind: 'swapped' }>,
): boolean {
  const parts = (whole: string) => [...whole.matchAll(/[\p{L}\p{N}\p{M}'’-]+|[^\p{L}\p{N}\p{M}'’-]+/gu)];
  const [before, after] = [parts(text), parts(swap.text)];
  return (
    before.length === after.length &&
    before.every((part, index) => {
      const now = after[index]?.[0];
      const end = part.index + part[0].length;
      const isChanged = swap.changes.some(({ start }) => start >= part.index && start < end);
      return now === part[0] || isChanged || (/^an?$/iu.test(part[0]) && /^an?$/iu.test(now ?? ''));
    })
  );
}

function share<Row>(rows: readonly Row[], holds: (row: Row) => boolean): string {
  const count = rows.filter(holds).length;
  const [low, high] = wilsonInterval(count, rows.length).map((bound) => Math.round(100 * bound));
  return `${count} of ${rows.length} (${low} to ${high} %)`;
}

void main();
