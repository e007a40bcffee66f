import type { CallOutcome, CodeJob, CodeOutcome } from '../../core/screening/code/codeJob';

/** From the thread in which code runs, through the process that watches it, to the worker. */
export type SandboxMessage =
  /** Its interpreter is there; from now on its processor time counts. */
  | { readonly kind: 'begins' }
  | { readonly kind: 'loaded'; readonly loaded: CodeOutcome['loaded'] }
  | { readonly kind: 'call'; readonly outcome: CallOutcome }
  | { readonly kind: 'end'; readonly ended?: CodeOutcome['ended'] };

export type Say = (message: SandboxMessage) => void;
export type RunJob = (job: CodeJob, say: Say) => Promise<void>;
