import { migrate, openDatabase } from '../adapters/store/database';
import { RescreeningStore } from '../adapters/store/rescreeningStore';
import { filters as ours } from '../core/screening/filters/registry';
import { parseRecipe } from '../core/run/parseRecipe';
import type { Recipe } from '../core/recipe/schema';
import type { RecipeInput } from '../core/run/recipeSchema';
import { Rescreening } from '../core/run/rescreening/rescreen';
import type { ChangedDecision } from '../core/run/rescreening/screenedAgain';
import { selfInstruct, writeRun } from '../tests/adapters/store/storyFixture';
import { startTestPostgres } from '../tests/support/embeddedStack';
import { qualityPairs } from './qualityData';

const runKey = 'garden@1';
const pairs = 10_000;
const perIteration = 400;

/**
 * How long it takes to look at a stored run of 10,000 pairs under other settings: read from PostgreSQL, decided, and kept as a screening.
 * `npm run bench:rescreening`
 */
async function main(): Promise<void> {
  const postgres = await startTestPostgres();
  const database = openDatabase(postgres.url, 2);
  try {
    await migrate(database);
    const good = qualityPairs(42).filter(({ defect }) => defect === undefined);
    const candidates = Array.from({ length: pairs }, (_, index) => {
      const { task } = good[index % good.length]!;
      const score = (index % 100) / 100;
      const scores = { judge: score, repetition: score / 5, echo: score / 3, relevance: 0.2 + score / 2 };
      return {
        iteration: Math.floor(index / perIteration),
        ordinal: index % perIteration,
        instruction: `${task.instruction} Case ${index}.`,
        lineage: selfInstruct([]),
        response: { text: `${task.response} ${index}`, call: null, input: task.input },
        scores: Object.entries(scores).map(([filter, score]) => ({
          stage: filter === 'judge' ? 'judge' : 'pair',
          filter,
          score,
          passed: true,
        })),
      };
    });
    await writeRun(database, { runKey, candidates });
    await database.query('update iterations set committed_at = now()');
    await database.query('update scores set response = 0');
    await database.query('analyze');

    const changes: Readonly<Record<string, Partial<RecipeInput>>> = {
      'judge.min=0.6': { judge: { min: 0.6 } },
      'filters.repetitionShare=0.1': { filters: { relevance: {}, repetitionShare: 0.1 } },
      'filters.relevance.min=0.4': { filters: { relevance: { min: 0.4 } } },
      'novelty.threshold=0.6': { novelty: { threshold: 0.6 } },
      'filters.blocklist=[tea]': { filters: { relevance: {}, blocklist: ['tea'] } },
    };
    const before = recipe({});
    const store = new RescreeningStore(database);
    for (const [change, more] of Object.entries(changes)) {
      const after = recipe(more);
      const started = performance.now();
      const rescreening = new Rescreening({
        before,
        after,
        materials: { seeds: [], sources: [] },
        filters: ours,
        embed: () => Promise.reject(new Error('nothing is to be embedded')),
      });
      const decisions: ChangedDecision[] = [];
      for await (const iteration of store.iterations(runKey))
        decisions.push(...(await rescreening.iteration(iteration)));
      const { filters, novelty } = after;
      await store.save(runKey, { filters, novelty }, rescreening.summary, decisions);
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(
        `${change.padEnd(30)} ${seconds.padStart(5)} s, ${decisions.length} of ${pairs} decided otherwise`,
      );
    }
  } finally {
    await database.close();
    await postgres.stop();
  }
}

function recipe(more: Partial<RecipeInput>): Recipe {
  const seeds = { tasks: [{ instruction: 'Name a fruit.', response: 'An apple.' }] };
  const parsed = parseRecipe({ name: 'garden', seeds, judge: {}, filters: { relevance: {} }, ...more });
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join(' '));
  return parsed.recipe;
}

void main();
