/**
 * What the filter `relevance` finds: responses of our good pairs (benchmarks/qualityData.ts) put to the instruction of another one, at
 * random and, which is harder, to the one that is most like their own.
 *
 *     npm run bench:relevance [-- --random 42]
 */
import { parseArgs } from 'node:util';
import { LocalEmbedder } from '../adapters/embedder/localEmbedder';
import { rocArea } from '../core/foundations/statistics/rocArea';
import { cosine } from '../core/foundations/embedding/cosine';
import { nothingPrepared, type LanguageModelPort, type Subject } from '../core/screening/filters/filter';
import { relevanceFilter } from '../core/screening/filters/relevance';
import { seededRandom } from '../core/foundations/seededRandom';
import { recipeSchema } from '../core/run/recipeSchema';
import { wilsonInterval } from '../core/foundations/statistics/yieldInterval';
import type { SeedTask } from '../core/vocabulary/seedTask';
import type { Embed } from '../core/foundations/embedding/embed';
import { qualityPairs } from './qualityData';

const thresholds = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3];
const maxFalseAlarms = 0.03;

const noLanguageModel: LanguageModelPort = {
  logProbabilities: () => Promise.reject(new Error('relevance asks no language model')),
};

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { random: { type: 'string', default: '42' } } });
  const embedder = new LocalEmbedder();
  try {
    const embed: Embed = (texts) => embedder.embed(texts);
    const good = qualityPairs(Number(values.random))
      .filter(({ defect }) => defect === undefined)
      .map(({ task }) => task);
    const own = await scoresOf(good, good, embed);
    const compared = good.filter((_, index) => own[index] !== undefined);
    console.log(
      `${compared.length} of ${good.length} good pairs have a score: the others are labels, or shorter than five words.`,
    );
    const trueScores = own.flatMap((score) => score ?? []);
    await report('of a random other', trueScores, compared, shuffled(compared, Number(values.random)), embed);
    await report('of the most alike other', trueScores, compared, await nearest(compared, embed), embed);
    const sorted = [...trueScores].sort((left, right) => left - right);
    const min = sorted[Math.floor(maxFalseAlarms * sorted.length)] ?? 0;
    console.log(
      `highest threshold with at most ${100 * maxFalseAlarms} % false alarms here: ${min.toFixed(3)}`,
    );
  } finally {
    await embedder.close();
  }
}

async function report(
  kind: string,
  own: readonly number[],
  tasks: readonly SeedTask[],
  others: readonly SeedTask[],
  embed: Embed,
): Promise<void> {
  const wrong = (await scoresOf(tasks, others, embed)).flatMap((score) => score ?? []);
  const area = rocArea([
    ...own.map((score) => ({ score: -score, positive: false })),
    ...wrong.map((score) => ({ score: -score, positive: true })),
  ]);
  const [low, high] = area?.interval ?? [0, 1];
  console.log(
    `\nresponse ${kind}: AUC ${area?.area.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)}), ${own.length} right, ${wrong.length} wrong`,
  );
  console.log('| least | found | false alarms |\n| --- | --- | --- |');
  for (const min of thresholds) console.log(`| ${min} | ${below(wrong, min)} | ${below(own, min)} |`);
}

/** Scores of the first's instructions with the second's responses. */
async function scoresOf(
  tasks: readonly SeedTask[],
  responders: readonly SeedTask[],
  embed: Embed,
): Promise<readonly (number | undefined)[]> {
  const recipe = recipeSchema.parse({
    name: 'relevance',
    seeds: { tasks: [{ instruction: 'Name a fruit.', response: 'An apple.' }] },
    filters: { relevance: { min: -1 } },
  });
  const subjects = tasks.map(({ instruction, input, classification }, index): Subject => ({
    ...{ instruction, input, classification, response: responders[index]?.response ?? '' },
    ...{ finishReason: 'stop', language: 'en', strategy: null },
  }));
  const results = await relevanceFilter.evaluate(
    subjects,
    { recipe, embed, languageModel: noLanguageModel, materials: nothingPrepared },
    [],
  );
  return results.map(({ score }) => score);
}

/** Each one's neighbour in a shuffled ring: never itself. */
function shuffled(tasks: readonly SeedTask[], seed: number): readonly SeedTask[] {
  const ring = seededRandom(seed, 'shuffled responses').shuffle(tasks);
  return tasks.map((task) => ring[(ring.indexOf(task) + 1) % ring.length] ?? task);
}

async function nearest(tasks: readonly SeedTask[], embed: Embed): Promise<readonly SeedTask[]> {
  const vectors = await embed(tasks.map(({ instruction }) => instruction));
  return tasks.map((_, index) => {
    const others = tasks.flatMap((other, at) =>
      at === index ? [] : [{ other, score: cosine(vectors[index]!, vectors[at]!) }],
    );
    return others.reduce((best, one) => (one.score > best.score ? one : best)).other;
  });
}

function below(scores: readonly number[], min: number): string {
  const count = scores.filter((score) => score < min).length;
  const percent = (100 * count) / scores.length;
  const [low, high] = wilsonInterval(count, scores.length);
  return `${percent.toFixed(percent < 10 ? 1 : 0)} % (${Math.round(100 * low)} to ${Math.round(100 * high)})`;
}

void main();
