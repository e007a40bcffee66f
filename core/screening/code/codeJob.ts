import type { CodeValue } from './literal';
import type { RunnableLanguage } from './sameValue';

/** What is run in the sandbox: the first of the programs that loads, then its function, once for each list of arguments. */
export interface CodeJob {
  readonly language: RunnableLanguage;
  /** Ways to put a response's code together; the later are tried where an earlier one does not load. */
  readonly programs: readonly string[];
  /** Undefined: the one function that the program defines. */
  readonly name: string | undefined;
  /** Names that the instruction mentions, of which one may be meant where none is called. */
  readonly mentioned: readonly string[];
  readonly calls: readonly (readonly CodeValue[])[];
}

export type CallOutcome =
  /** `first` is the first argument as the call left it: some functions work in place. */
  | { readonly is: 'value'; readonly value: CodeValue; readonly first?: CodeValue }
  | { readonly is: 'error'; readonly type: string; readonly message: string };

/** What came of a job. Calls that are missing at the end were not reached. */
export interface CodeOutcome {
  readonly loaded:
    | { readonly is: 'loaded' }
    /** Whether the program defines any function at all. */
    | { readonly is: 'nameless'; readonly definesOther: boolean }
    | { readonly is: 'error'; readonly type: string; readonly message: string }
    | { readonly is: 'unreached' };
  readonly calls: readonly CallOutcome[];
  /** Why it ended before its end. `time` is processor time of its own; `machine`, that nothing can be said. */
  readonly ended?: 'time' | 'output' | 'machine';
}

/** Runs code of others where it can do no harm: without files, network, processes, and with bounds of time, memory and output. */
export type RunCode = (job: CodeJob, signal?: AbortSignal) => Promise<CodeOutcome>;
