import { setTimeout as delay } from 'node:timers/promises';
import { KnownFailure, type Failure } from '../../core/foundations/failure/failure';
import { decimalOf } from '../../core/foundations/picodollars';
import type { LedgerAddress } from '../../core/teacher/account';
import {
  budgetsFor,
  budgetsOfWorkspace,
  isInDollars,
  type WorkspaceBudget,
} from '../../core/teacher/budget/budget';
import { isFull, mayFitLater, type BudgetState } from '../../core/teacher/budget/budgetState';
import { describeBudgetReached } from '../../core/teacher/budget/describeBudget';
import { mostTokens } from '../../core/teacher/budget/mostTokens';
import { roomFor, wantedOf } from '../../core/teacher/budget/roomFor';
import type { Endpoint } from '../../core/teacher/endpoint';
import { mostCostOf } from '../../core/teacher/pricing/price';
import type { EndpointRequest } from '../../core/teacher/request';
import { identityOf } from '../../core/vocabulary/runKey';
import { priceInForce } from '../prices/priceInForce';
import type { Counted, Hold } from '../store/budgetHolds';
import type { Budgets } from '../store/budgets';
import type { PricesInForce } from './pricesInForce';

/** How long it is looked again whether those in flight leave room. */
const [lookFirst, lookSeldom] = [200, 2_000];

/** Nothing more may be sent for a run: somebody has to raise its budget. */
export class BudgetReached extends KnownFailure {
  override readonly name = 'BudgetReached';

  get means(): Failure {
    return { kind: 'needsMending', message: this.message, about: 'budget', code: this.name };
  }
}

/** A budget in dollars, and a model that nobody knows the price of. */
class PriceUnknown extends KnownFailure {
  override readonly name = 'PriceUnknown';

  get means(): Failure {
    return { kind: 'needsMending', message: this.message, code: this.name };
  }
}

/** What requests may take of the budgets of their run and of the workspace. */
export class Spending {
  /** Budgets of the workspace that the store knows of. */
  private opened = new Set<string>();
  private gaveBackAt = -Infinity;

  constructor(
    private readonly budgets: Pick<Budgets, 'open' | 'state' | 'giveBackOfDead'>,
    private readonly prices: PricesInForce,
    private readonly workspace: WorkspaceBudget | undefined,
  ) {}

  /**
   * The most that a request may take; undefined where nothing limits it.
   *
   * @param answerBound The most tokens that it lets a model write.
   * @param isBatch Whether it is asked by batch, and charged less.
   * @throws PriceUnknown, and what the store throws.
   */
  async holdFor(
    { runKey, budget }: LedgerAddress,
    request: EndpointRequest,
    endpoint: Endpoint,
    answerBound: number | undefined,
    isBatch = false,
  ): Promise<Hold | undefined> {
    const now = new Date();
    const ofWorkspace = budgetsOfWorkspace(this.workspace, now);
    const all = [...budgetsFor(runKey, budget, request.role), ...ofWorkspace];
    if (all.length === 0) return undefined;
    if (ofWorkspace.some((each) => !this.opened.has(each.budget))) {
      await this.budgets.open(ofWorkspace);
      this.opened = new Set(ofWorkspace.map((each) => each.budget));
    }
    const { prompt, answer } = mostTokens(request, answerBound, endpoint.extraBody);
    const kept = await this.prices.of(request.endpoint, endpoint, request.model);
    const most = mostCostOf(prompt, answer, kept?.price, isBatch);
    if (most === undefined && isInDollars(all)) throw priceUnknown(request, endpoint, now);
    return {
      budgets: all.map((each) => each.budget),
      usd: decimalOf(most ?? 0n),
      tokens: prompt + answer,
      answerTokens: answer,
      price: kept?.hash,
    };
  }

  /**
   * The most that a request takes whose prompt has been counted; undefined where that says nothing of what it held. Sent again, it has the same prompt.
   *
   * @throws what the store throws.
   */
  async counted(
    { answerTokens, price }: Hold,
    { endpoint: name, model }: EndpointRequest,
    endpoint: Endpoint,
    promptTokens: number,
  ): Promise<Counted | undefined> {
    if (promptTokens === 0) return undefined;
    const kept = await this.prices.of(name, endpoint, model);
    if (kept?.hash !== price) return undefined;
    const most = mostCostOf(promptTokens, answerTokens, kept?.price);
    return { usd: decimalOf(most ?? 0n), tokens: promptTokens + answerTokens };
  }

  /**
   * How many requests, from the first on, may be held together just now: as many as there is room for, and at least so many that they are worth a batch;
   * 0 where those that are out may leave room for them.
   *
   * @throws BudgetReached where nothing leaves them room.
   */
  async roomForBatch(holds: readonly Hold[], least: number, { runKey }: LedgerAddress): Promise<number> {
    await this.giveBackOfDead();
    const states = new Map<string, BudgetState>();
    for (const budget of new Set(holds.flatMap((hold) => hold.budgets))) {
      const state = await this.budgets.state(budget);
      if (state) states.set(budget, state);
    }
    const wanted = holds.map(({ budgets, usd, tokens }) => ({
      budgets,
      amounts: { usd: Number(usd), tokens, requests: 1 },
    }));
    const room = roomFor(wanted, states);
    if (room >= Math.min(least, wanted.length)) return room;
    const first = wanted.slice(0, Math.min(least, wanted.length));
    const { workflowId: name } = identityOf(runKey);
    for (const [budget, state] of states) {
      const amounts = wantedOf(budget, first);
      if (!mayFitLater(state, amounts) || (isFull(state, amounts) && state.held.requests === 0))
        throw new BudgetReached(describeBudgetReached(state, amounts, { runKey, name }));
    }
    return 0;
  }

  /** For all that wait together, now and then. */
  private async giveBackOfDead(): Promise<void> {
    const now = performance.now();
    if (now - this.gaveBackAt < lookSeldom) return;
    this.gaveBackAt = now;
    await this.budgets.giveBackOfDead();
  }

  /**
   * Waits a while where those in flight may leave room for a request.
   *
   * @param waitedMs How long that request has waited for room.
   * @throws BudgetReached where they may not, or it waited for longer than they may take.
   */
  async waitForRoom(
    { budget, hold }: { readonly budget: string; readonly hold: Hold },
    { runKey }: LedgerAddress,
    waitedMs: number,
    patienceMs: number,
    signal: AbortSignal,
  ): Promise<void> {
    await this.giveBackOfDead();
    const state = await this.budgets.state(budget);
    if (state) {
      const wanted = { usd: Number(hold.usd), tokens: hold.tokens, requests: 1 };
      // With nothing in flight any more there is room now: those that were have settled since it was refused.
      const isHopeful = waitedMs < patienceMs && mayFitLater(state, wanted);
      const { workflowId: name } = identityOf(runKey);
      if (!isHopeful) throw new BudgetReached(describeBudgetReached(state, wanted, { runKey, name }));
    }
    const pause = Math.min(lookSeldom, Math.max(lookFirst, waitedMs / 2));
    await delay(pause * (0.75 + Math.random() / 2), undefined, { signal });
  }
}

function priceUnknown(
  { endpoint: name, model }: EndpointRequest,
  endpoint: Endpoint,
  at: Date,
): PriceUnknown {
  const found = priceInForce(name, endpoint, model, at);
  const why =
    found.kind === 'unknown'
      ? found.why
      : `The price of "${model}" at endpoint "${name}" has no rate for what it is asked for. Write it into seedbed.config.yaml, as endpoints.${name}.prices["${model}"].`;
  return new PriceUnknown(`There is a budget in dollars. ${why}`);
}
