import type { DecidingDependencies, RunModels } from '../../activities/dependencies';
import { Screening } from '../../activities/screening';
import type { StageStore } from '../../adapters/store/stageStore';
import type { Filter } from '../../core/screening/filters/filter';
import type { StagedCandidate } from '../../core/run/stages/stage';
import { trigramEmbed } from '../core/screening/sameTask/trigramEmbed';
import { runSetup } from '../core/proposing/testSetup';

beforeEach(() =>
  jest.useFakeTimers({ doNotFake: ['performance', 'nextTick', 'setImmediate', 'queueMicrotask'] }),
);
afterEach(() => jest.useRealTimers());

const input = { runKey: 'run@1', iteration: 3, readThrough: -1, size: 20, measures: 0, reviewed: 0 };
const candidates = Array.from({ length: 20 }, (_, ordinal) => ({
  ordinal,
  ...{ instruction: `Name bird ${ordinal}.`, strategy: 'selfInstruct', input: null, results: [] },
  ...{ askedCell: null, cell: null, askedLanguage: null, classification: false },
  responses: [
    {
      ...{ response: 0, input: '', text: `A wren, the bird ${ordinal}.`, finishReason: 'stop' },
      ...{ callKey: null, endpoint: null, model: null, prompts: [], kept: null },
    },
  ],
})) as unknown as StagedCandidate[];

class Chunk {
  private resolveAsked = (): void => undefined;
  private resolveRead = (): void => undefined;
  readonly asked = new Promise<void>((resolve) => (this.resolveAsked = resolve));
  private readonly answered = new Promise<void>((resolve) => (this.resolveRead = resolve));

  ask(): Promise<void> {
    this.resolveAsked();
    return this.answered;
  }

  read(): void {
    this.resolveRead();
  }
}

/** Screens twenty responses by a filter that reads them in two chunks, each once the test lets it. */
function screenSlowly() {
  const chunks = [new Chunk(), new Chunk()] as const;
  let asked = 0;
  const reader: Filter = {
    ...{ name: 'fluency', version: 1, stage: 'pair', needs: 'languageModel' },
    isOn: () => true,
    evaluate: async (subjects) => {
      await chunks[asked++]?.ask();
      return subjects.map(() => ({ passed: true }));
    },
  };
  const noted: unknown[] = [];
  const stages: Pick<StageStore, 'noteScreening'> = {
    noteScreening: ({ iteration }, progress) => {
      noted.push({ iteration, ...progress });
      return Promise.resolve();
    },
  };
  const screening = new Screening({
    stages,
    modelsOf: (): RunModels => ({
      embed: trigramEmbed,
      languageModel: { model: 'none', logProbabilities: () => Promise.resolve([]) },
    }),
    filtersOf: () => Promise.resolve([reader]),
  } as unknown as DecidingDependencies);
  const run = {
    runKey: 'run@1',
    setup: runSetup(),
    materials: { seeds: [], sources: [], lists: {}, personas: [] },
  };
  const done = screening.ofPairs(run, input, { plan: [], candidates }, [], new AbortController().signal);
  return { noted, done, chunks };
}

test('a screening that takes a while says which filter is how far, and a quick one nothing', async () => {
  const slow = screenSlowly();
  const [first, second] = slow.chunks;
  await first.asked;
  await jest.advanceTimersByTimeAsync(2_000);
  expect(slow.noted).toEqual([{ iteration: 3, filter: 'fluency', reads: 'pair', done: 0, of: 20 }]);
  first.read();
  await second.asked;
  await jest.advanceTimersByTimeAsync(4_000); // what did not change is not told again
  expect(slow.noted.slice(1)).toEqual([{ iteration: 3, filter: 'fluency', reads: 'pair', done: 16, of: 20 }]);
  second.read();
  await slow.done;
  await jest.advanceTimersByTimeAsync(4_000);
  expect(slow.noted).toHaveLength(2);

  const quick = screenSlowly();
  quick.chunks.forEach((chunk) => chunk.read());
  await quick.done;
  expect(quick.noted).toEqual([]);
});
