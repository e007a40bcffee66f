import type { StrategyName } from './strategyName';

/** What something was made from: a seed or an item of the existing set by its index, a pair by iteration and ordinal. */
export type Origin =
  | { readonly seed: number }
  | { readonly source: number }
  | { readonly pair: readonly [iteration: number, ordinal: number] };

/** One operator of a chain, and what it came to. */
export interface OperatorStep {
  readonly operator: string;
  /** Prompt and version, as in "deepen@1". */
  readonly prompt: string;
  /** The ledger's key of the call that did it. */
  readonly call: string;
  /** Why the chain ended here; absent where the step went well. */
  readonly failed?: string;
}

/** How a candidate came about: kept with it for ever, enough to tell its story back to the seeds. Plain JSON. */
export interface Lineage {
  readonly strategy: StrategyName;
  /** Prompts and versions in the order in which they were used: "propose@2", "critique@1". */
  readonly prompts: readonly string[];
  /** The ledger's keys of the calls that made the instruction, in order. Empty where no teacher was asked. */
  readonly calls: readonly string[];
  /** What the prompt showed, in its order. */
  readonly examples?: readonly Origin[];
  readonly persona?: string;
  /** What was asked for beside the cell: language, length, tone. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly template?: {
    readonly name: string;
    /** Position in the space of slot assignments, as a decimal number (it may be above 2^53). */
    readonly index: string;
    readonly slots: Readonly<Record<string, string | number | boolean | null>>;
  };
  /** The passages that it was written from. */
  readonly knowledge?: {
    /** What was asked of them. */
    readonly form: string;
    /** Citations: the ids of passages, and where people find them. */
    readonly passages: readonly { readonly id: string; readonly name: string; readonly page?: number }[];
    /** The document that it counts for, and how often that had been asked about before. */
    readonly document: string;
    readonly turn: number;
    /** Whether the pair's input is the passage. */
    readonly shown: boolean;
  };
  /** What a variant was made of, and by which operators. */
  readonly parent?: Origin;
  readonly steps?: readonly OperatorStep[];
}
