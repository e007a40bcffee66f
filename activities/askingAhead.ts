import { setImmediate as nextTurn } from 'node:timers/promises';
import { CalibrationStore } from '../adapters/store/calibrationStore';
import { modeOf } from '../core/recipe/askingMode';
import type { IterationInput } from '../core/run/iteration';
import { nextStage, stageNamed } from '../core/run/stages';
import { stagedCandidate, type StageAsk, type StageView } from '../core/run/stages/stage';
import { NoveltyPool } from '../core/screening/novelty/noveltyPool';
import type { Inquiry } from '../core/teacher/inquiry';
import type { ProposalOutcome } from '../core/vocabulary/proposed';
import { calibratedRuns } from './calibratedRuns';
import { ledgerScope, type ActivityDependencies, type LoadedRun } from './dependencies';
import { priorities } from './holdShard';
import { inquire } from './inquiring';
import { Screening } from './screening';

/**
 * How often it is looked whether slots idle, and beside that each time that something was proposed; not before, since where answers come at once nothing
 * is won by what screening twice costs.
 */
const looksEveryMs = 250;

/**
 * Uses slots that nobody waits for, while the last proposals of a shard are being written, for the responses to those that are there: as a run begins
 * nothing else can be asked yet, and as it ends nothing else is left. It buys what the iteration asks next anyhow, and that finds it in the ledger: when
 * something is asked changes, and never what is decided. In vain it buys the response to an instruction that repeats another one
 * of its iteration which comes before it and was proposed after it.
 */
export class AskingAhead {
  private readonly screening: Screening;
  private readonly runAt: ReturnType<typeof calibratedRuns>;

  constructor(private readonly dependencies: ActivityDependencies) {
    this.screening = new Screening(dependencies);
    this.runAt = calibratedRuns(dependencies.loadRun, new CalibrationStore(dependencies.database));
  }

  /** Beside a shard of proposals that is being asked, until it ends or is broken off by `signal`. */
  besideProposals(
    run: LoadedRun,
    input: IterationInput,
    view: StageView,
    signal: AbortSignal,
  ): ResponsesAhead {
    const { purchaser } = this.dependencies;
    const { recipe, roles } = run.setup;
    const { iteration } = input;
    const address = {
      ...{ scope: ledgerScope(run), runKey: run.runKey, iteration },
      ...{ weight: recipe.weight, budget: recipe.budget },
    };
    const own = new NoveltyPool();
    return new ResponsesAhead(signal, {
      hasIdleSlots: async () =>
        modeOf(recipe, 'respond') === 'online' &&
        (await purchaser.idleSlots(roles.respond.endpoint, roles.respond.model)) > 0,
      asksAbout: async (work, outcome, signal) => {
        const planned = view.plan.slice(work, work + 1);
        const context = { ...(await this.runAt(input)), iteration };
        const { created = [] } = await this.screening.ofInstructions(
          context,
          input,
          { plan: planned, candidates: [] },
          [outcome],
          signal,
          own,
        );
        const candidates = created.flatMap((candidate) => stagedCandidate(candidate) ?? []);
        const isNext = (one: (typeof candidates)[number]): boolean =>
          nextStage(context, 'propose', { plan: [], candidates: [one] }) === 'respond';
        return stageNamed('respond').open(context, { plan: [], candidates: candidates.filter(isNext) }).asks;
      },
      hold: async (ask, work, signal) => {
        await inquire(ask.inquiry(), async (request, round) => {
          const place = [priorities.ahead, round, iteration, work];
          return (await purchaser.buy(address, request, place, signal, true)).answer;
        });
      },
    });
  }
}

/** What it takes to ask ahead. */
interface Means {
  hasIdleSlots(): Promise<boolean>;
  /** What is asked about the candidates that came of a work, by its position in the plan. */
  asksAbout(
    work: number,
    outcome: ProposalOutcome,
    signal: AbortSignal,
  ): Promise<readonly StageAsk<unknown>[]>;
  hold(ask: StageAsk<unknown>, work: number, signal: AbortSignal): Promise<void>;
}

/** The responses that are asked for ahead beside one shard of proposals, until that ends. */
export class ResponsesAhead {
  private readonly proposed: { readonly work: number; readonly outcome: ProposalOutcome }[] = [];
  private readonly ending = new AbortController();
  private readonly signal: AbortSignal;
  private readonly underWay = new Set<Promise<void>>();
  private readonly timer = setInterval(() => void this.look(), looksEveryMs);
  private isLooking = false;
  private hasLooked = false;

  constructor(
    signal: AbortSignal,
    private readonly means: Means,
  ) {
    this.timer.unref();
    this.signal = AbortSignal.any([signal, this.ending.signal]);
  }

  /** The inquiry, which tells what comes of it. */
  *hearing(work: number, inquiry: Inquiry<unknown>): Inquiry<unknown> {
    const outcome = yield* inquiry;
    this.proposed.push({ work, outcome: outcome as ProposalOutcome }); // a stage of proposals brings nothing else
    if (this.hasLooked) void this.look();
    return outcome;
  }

  /** Nothing more is sent; what is in flight settles. What waits is asked in its turn. */
  end(): void {
    clearInterval(this.timer);
    this.ending.abort(new Error('What was asked ahead is asked in its turn.'));
  }

  /** Resolves when nothing is in flight any more. */
  async settled(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private async look(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = this.hasLooked = true;
    const { signal } = this;
    try {
      while (this.proposed.length > 0 && !signal.aborted && (await this.means.hasIdleSlots())) {
        const next = this.proposed.shift();
        if (!next) break;
        const asks = await this.means.asksAbout(next.work, next.outcome, signal);
        if (signal.aborted) break;
        for (const ask of asks) this.begin(ask, next.work);
        await nextTurn(); // they stand in the line then
      }
    } catch {
      this.end(); // nobody asked for it yet: whatever is wrong is told when it is asked in its turn
    } finally {
      this.isLooking = false;
    }
  }

  private begin(ask: StageAsk<unknown>, work: number): void {
    const held = this.hold(ask, work);
    this.underWay.add(held);
    void held.then(() => this.underWay.delete(held));
  }

  private async hold(ask: StageAsk<unknown>, work: number): Promise<void> {
    try {
      await this.means.hold(ask, work, this.signal);
    } catch {
      // it is asked in its turn, and fails there for everybody to see
    }
  }
}
