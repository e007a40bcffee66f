import type { StageStore, StageWrites } from '../../adapters/store/stageStore';
import { resultStageOf, type StageName } from '../../core/run/stages';
import type { StagedCandidate, StageView } from '../../core/run/stages/stage';
import type { PlannedWork } from '../../core/vocabulary/plannedWork';

/** Stages of one iteration in memory, which note what each of them brought. */
export class MemoryStages {
  readonly brought: (StageWrites & { readonly stage: StageName; readonly next: StageName | undefined })[] =
    [];
  private open: readonly StagedCandidate[];

  constructor(
    private stage: StageName | undefined,
    private readonly plan: readonly PlannedWork[],
    candidates: readonly Partial<StagedCandidate>[] = [],
  ) {
    this.open = candidates.map((candidate, ordinal) => ({ ...bare, ordinal, ...candidate }));
  }

  get store(): StageStore {
    const { stage: _stage, ...store } = {
      stage: this.stage,
      at: () => Promise.resolve(this.stage),
      view: () => Promise.resolve(this.view()),
      settle: ((_, stage, writes, next) => {
        this.apply(writes, resultStageOf(stage));
        this.stage = next({ plan: [], candidates: this.open });
        this.brought.push({ ...writes, stage, next: this.stage });
        return Promise.resolve(this.view());
      }) satisfies StageStore['settle'],
    };
    return store as unknown as StageStore;
  }

  private view(): StageView {
    return this.stage === 'propose'
      ? { plan: this.plan, candidates: [] }
      : { plan: [], candidates: this.open };
  }

  private apply({ created = [], responded = [], changes = [] }: StageWrites, at: string): void {
    const written = new Map(responded.map((candidate) => [candidate.ordinal, candidate]));
    const changed = new Map(changes.map((change) => [change.ordinal, change]));
    const unscreened = (responses: StagedCandidate['responses'] | (typeof created)[number]['responses']) =>
      responses.map((response) => ({ kept: null, ...response }));
    const made = created
      .filter(({ state }) => state === 'open')
      .map(({ results, instruction, responses, ...candidate }) => ({
        ...bare,
        ...candidate,
        instruction: instruction ?? '',
        responses: unscreened(responses),
        results: results.map((result) => ({ ...result, response: -1, stage: at })),
      }));
    this.open = [...this.open, ...made].flatMap((candidate) => {
      const change = changed.get(candidate.ordinal);
      if (change?.state !== undefined && change.state !== 'open') return [];
      const responses = unscreened(written.get(candidate.ordinal)?.responses ?? candidate.responses);
      return [
        {
          ...candidate,
          ...(change?.cell !== undefined && { cell: change.cell }),
          responses: responses.map((response) => ({
            ...response,
            kept: change?.responses?.find((one) => one.response === response.response)?.kept ?? response.kept,
          })),
          results: [
            ...candidate.results,
            ...(change?.results ?? []).map((result) => ({ ...result, stage: at })),
          ],
        },
      ];
    });
  }
}

const bare: StagedCandidate = {
  ordinal: 0,
  instruction: 'Do this.',
  strategy: 'selfInstruct',
  input: null,
  askedCell: null,
  cell: null,
  askedLanguage: null,
  classification: null,
  responses: [],
  results: [],
};
