import type { KnownAudit } from '../../bias/biasFindings';
import type { CandidateState } from '../../../vocabulary/funnel';
import type { SpentLine } from '../../cost/costReport';
import type { CostReport } from '../../cost/costReport';
import type { CellKey } from '../../../vocabulary/cell';
import type { Recipe } from '../../../recipe/schema';
import type { RunStatus } from '../../status';
import type { RunReport } from '../runReport';
import type { Example } from './section';

/** Most of what is read of a run's texts for its page, however long the run is. */
export const pageLimits = {
  /** Candidates on the map. */
  points: 600,
  /** Accepted instructions whose verb and object are looked for: that is slow. */
  verbs: 1_000,
  /** Filters whose rejects are shown, and how many of each. */
  filters: 12,
  perFilter: 6,
  /** Of each kind in the sample at the end. */
  sample: 12,
  few: 6,
} as const;

/** Values in steps of one width, from 0 on: how many there were in the n-th. */
export type Buckets = readonly {
  readonly step: number;
  readonly accepted: number;
  readonly rejected: number;
}[];

/** A candidate on the map of what was asked. */
export interface MappedCandidate {
  readonly iteration: number;
  readonly ordinal: number;
  readonly state: CandidateState;
  readonly decidedBy: string | null;
  readonly strategy: string;
  readonly cell: string | null;
  readonly instruction: string;
  /** Of length 1; undefined where none is stored. */
  readonly vector: Float32Array | undefined;
}

/** What the store tells of a run's candidates beside its counts: small, however many there are. */
/** An instruction, and what it was asked in: its attribute or its cell, where they name a language. */
export interface Opening {
  readonly instruction: string;
  readonly askedCell: CellKey | null;
  readonly askedLanguage: string | null;
}

export interface PageFigures {
  /** At which stage candidates failed a filter that decided on them, by filter and stage. */
  readonly deciders: readonly {
    readonly filter: string;
    readonly stage: string;
    readonly candidates: number;
  }[];
  readonly iterations: readonly {
    readonly iteration: number;
    readonly proposed: number;
    readonly decided: number;
    readonly accepted: number;
    /** Rejected as repetitions. */
    readonly repeated: number;
  }[];
  /** Beginnings of accepted instructions, drawn by the run's seed. */
  readonly openings: readonly Opening[];
  /** Characters of accepted pairs: step n holds those from 2^(n/2) on. */
  readonly lengths: readonly {
    readonly of: 'instruction' | 'input' | 'response';
    readonly step: number;
    readonly pairs: number;
  }[];
  /** Accepted pairs by how many questions with their answers they have. */
  readonly exchanges: readonly { readonly exchanges: number; readonly pairs: number }[];
  /** ROUGE-L to the nearest seed or pair, in steps of 0.05. */
  readonly similarity: Buckets;
  /** Perplexity of responses: step n holds those from 2^(n/2) on. */
  readonly perplexity: Buckets;
  readonly map: readonly MappedCandidate[];
  readonly rejects: readonly { readonly filter: string; readonly examples: readonly Example[] }[];
  readonly sample: {
    readonly random: readonly Example[];
    /** By the judge; empty where nothing was judged. */
    readonly best: readonly Example[];
    readonly borderline: readonly Example[];
    readonly rejected: readonly Example[];
  };
}

/** All that a page is made of. */
export interface PageMaterial {
  readonly status: RunStatus;
  readonly report: RunReport;
  readonly cost: CostReport;
  readonly costLines: readonly SpentLine[];
  readonly figures: PageFigures;
  readonly recipe: Recipe;
  /** What `seedbed bias` found last; left out where nobody looked. */
  readonly bias?: KnownAudit | undefined;
  readonly made: {
    /** When the page was made, in ISO 8601. */
    readonly at: string;
    readonly by: string;
    readonly recipeHash: string;
    readonly seeds: number;
    readonly sources: number;
  };
}

/** A part of the page; undefined where there is nothing to show. Pure: equal figures give equal sections. */
export type SectionOf<Made> = (material: PageMaterial) => Made | undefined;
