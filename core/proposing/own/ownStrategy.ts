import type { SeededRandom } from '../../foundations/seededRandom';
import type { AnswerSchema, ChatMessage } from '../../teacher/request';
import type { Origin } from '../../vocabulary/lineage';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * A strategy of a user's own. It plans, and it reads; it never asks. What a work asks is part of the plan, which is stored before anything is
 * sent, so that no code of a user's stands between a request and its answer: neither a clock nor chance in it can make a run pay twice.
 */
export interface OwnStrategy<Settings = Json> {
  /** Letters, digits, ".", "_" and "-". Reports and `trace` name it with its version. */
  readonly name: string;
  /** Raise it whenever it plans or reads otherwise. */
  readonly version: number;
  /** Pairs that a work brings, until experience says better. Left out: one. */
  readonly pairsPerWork?: number;
  /**
   * The works number `from` to `from + count - 1` of all of the run. Fewer mean that it has run out: the other strategies share what it
   * leaves. It is called once for a stretch, and what it gives is kept.
   */
  plan(asked: PlanAsked<Settings>): readonly OwnWork[] | Promise<readonly OwnWork[]>;
  /**
   * The pairs in an answer to a work's messages. Throw where there are none to be read: the answer is kept, quarantined, with your words as the
   * reason. It is called more than once for an answer, and has to come to the same each time. Left out where no work asks.
   */
  read?(answer: string, work: OwnWork): readonly OwnPair[];
}

/** What a plan is asked for, and what it may know: all that was committed when its iteration began. */
export interface PlanAsked<Settings = Json> {
  readonly from: number;
  readonly count: number;
  /** The recipe's `own.settings`. */
  readonly settings: Settings;
  /** ISO 639 code of the language of the instructions. */
  readonly language: string;
  readonly seeds: readonly Known[];
  /** Accepted pairs, as far as the recipe's `own.pool` lets it see them. */
  readonly pool: readonly (Known & { readonly cell: string | null; readonly strategy: string })[];
  /** Chance that is the run's: the same for the same work, whatever happened meanwhile. */
  readonly randomOf: (work: number) => SeededRandom;
}

/** A seed or an accepted pair. Its `origin` goes into the `examples` of works that show it. */
export interface Known {
  readonly origin: Origin;
  readonly instruction: string;
  readonly input: string;
  /** Empty where the pool was read without responses. */
  readonly response: string;
}

/** One unit of work: a question to the teacher in the role `propose`, or pairs that need none. Plain JSON. */
export interface OwnWork {
  readonly messages?: readonly ChatMessage[] | undefined;
  /** Left out: 0.7. */
  readonly temperature?: number | undefined;
  /** Most tokens of the answer. Left out: 1,024. */
  readonly maxTokens?: number | undefined;
  /** A JSON schema for the answer, sent where the endpoint follows one. */
  readonly schema?: AnswerSchema | undefined;
  /** Pairs that are there without asking. */
  readonly pairs?: readonly OwnPair[] | undefined;
  /** Whatever `read` is to know. */
  readonly given?: Json | undefined;
  /** What the messages show, for `trace`. */
  readonly examples?: readonly Origin[] | undefined;
}

export interface OwnPair {
  readonly instruction: string;
  /** Left out: empty. */
  readonly input?: string | undefined;
  /** Left out: the role `respond` writes it. */
  readonly response?: string | undefined;
  /** Pairs that are alike by design: of a family, only equal ones repeat each other. Left out: none. */
  readonly family?: string | undefined;
}
