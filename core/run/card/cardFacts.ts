import type { DatasetOrigin } from '../../dataset/formats/acceptedPair';
import type { RunMaterials, RunSetup } from '../../recipe/runSetup';
import type { PeopleReport } from '../../review/statistics';
import type { KnownAudit } from '../bias/biasFindings';
import type { CalibrationLine } from '../calibrationLine';
import type { RunStatus } from '../status';

/** What a card is written from: all of it happened, nothing is assumed. */
export interface CardFacts {
  readonly dataset: string;
  readonly origin: DatasetOrigin;
  readonly splits: readonly { readonly name: string; readonly pairs: number; readonly rows: number }[];
  /** How many rows have one question and answer, two, and so on; left out where no pair of the run can have more than one. */
  readonly exchanges?: readonly number[];
  readonly setup: RunSetup;
  readonly materials: RunMaterials;
  readonly status: Pick<
    RunStatus,
    'state' | 'funnel' | 'rejectedBy' | 'cost' | 'target' | 'startedAt' | 'endedAt' | 'earlierEnds'
  >;
  /** Strategies that brought accepted pairs, and prompts that made candidates, and what followed in conversations. */
  readonly strategies: readonly { readonly strategy: string; readonly accepted: number }[];
  readonly prompts: readonly string[];
  /** Who was asked for anything, of those who write and judge: an answer of theirs is in the ledger. */
  readonly asked: readonly { readonly role: string; readonly model: string; readonly endpoint: string }[];
  /** ISO 639 codes of the languages that accepted pairs were asked in, the most frequent first; "und" for one that is not known. */
  readonly languages: readonly string[];
  /** Personas that prompts of candidates had. */
  readonly personas: number;
  /** Accepted pairs that people changed. */
  readonly edited: number;
  /** Null where nobody was asked. */
  readonly people: PeopleReport | null;
  readonly filters: readonly FilterFigures[];
  /** Thresholds that verdicts moved, the first one first. */
  readonly calibrations: readonly CalibrationLine[];
  /** Null where nobody looked. */
  readonly bias: KnownAudit | null;
  /** Whose decisions are exported: a rescreening's, by its number; null for the run's own. */
  readonly rescreening: number | null;
}

/** A filter that looked at candidates. */
export interface FilterFigures {
  readonly name: string;
  readonly scored: number;
  readonly rejected: number;
  /** Of what it was the first to reject: how many people judged, and how many of those they found bad as well. */
  readonly judged: number;
  readonly bad: number;
}
