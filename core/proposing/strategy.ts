import type { CellKey } from '../vocabulary/cell';
import type { RunMaterials, RunSetup } from '../recipe/runSetup';
import type { FinishReason } from '../teacher/request';
import type { AugmentWork } from './augment/work';
import type { Lineage } from '../vocabulary/lineage';
import type { SelfInstructWork } from './selfInstruct/work';
import type { TemplateWork } from './template/work';

/** The ways to come up with instructions. A recipe mixes them by shares of accepted pairs. */
export const strategyNames = ['selfInstruct', 'template', 'augment'] as const;
export type StrategyName = (typeof strategyNames)[number];

/** One unit of planned work, as an iteration's plan keeps it: plain JSON, drawn once, enough to hold the same conversation again. */
export type PlannedWork = SelfInstructWork | TemplateWork | AugmentWork;

/** What every strategy may read. */
export interface StrategyContext {
  readonly setup: RunSetup;
  readonly materials: RunMaterials;
  readonly iteration: number;
}

/** A stretch of a strategy's work, counted over the whole run: the `count` works after the first `from`. */
export interface Stretch {
  readonly from: number;
  readonly count: number;
}

/** An accepted pair that may serve as an example, or be multiplied. */
export interface PoolEntry {
  readonly iteration: number;
  readonly ordinal: number;
  readonly strategy: StrategyName;
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
  readonly classification: boolean;
  readonly family: string | null;
  /** The cell that it was classified into; null without a grid. */
  readonly cell: CellKey | null;
  /** The judge's score, 0 to 1; null where none was asked. */
  readonly quality: number | null;
  /** Whether a person approved it, as it is or edited. */
  readonly approved: boolean;
}

/** Embeddings of texts, each of length 1. Deterministic: a text's vector does not depend on the others. */
export type Embed = (texts: readonly string[]) => Promise<readonly Float32Array[]>;

/** A candidate as its strategy brings it. */
export interface Proposed {
  readonly instruction: string;
  /** Where the strategy brings the response along: computed by a template, or written in the same call. */
  readonly written?: {
    readonly input: string;
    readonly text: string;
    readonly finishReason: FinishReason;
    readonly classification: boolean;
    /** The ledger's key of the call that wrote it; null where it was computed. */
    readonly call: string | null;
  };
  /** An input that is fixed while the response is still to be written (a template's, a variant's). */
  readonly input?: string;
  /** Candidates alike by design: compared with everybody outside by the novelty rule, and inside only by `identity`. */
  readonly family: string | null;
  /** What makes two members of a family the same; null without a family. */
  readonly identity: string | null;
  /** Set where the strategy's own check threw it out. */
  readonly rejected?: { readonly filter: string; readonly reason: string; readonly score?: number };
  /** To be checked by the cosine of two texts: below `least` or above `most`, the candidate is rejected. */
  readonly comparisons?: readonly {
    readonly filter: string;
    readonly left: string;
    readonly right: string;
    readonly least?: number;
    readonly most?: number;
  }[];
  readonly lineage: Lineage;
}

/** What one unit of work came to. An answer that could not be used counts as one candidate, and its text is kept. */
export type ProposalOutcome =
  | { readonly proposed: readonly Proposed[] }
  | { readonly unusable: string; readonly raw: string; readonly lineage: Lineage };
