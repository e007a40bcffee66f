import type { FetchProgress } from './fetch';
import type { ComponentName } from './records';

/** What the stack says while it starts, runs and ends. */
export type StackEvent =
  | { readonly kind: 'fetch'; readonly progress: FetchProgress }
  | { readonly kind: 'note'; readonly message: string }
  /** Another process holds the component's lock: it is starting or ending it. */
  | { readonly kind: 'waiting'; readonly component: ComponentName; readonly pid: number }
  | { readonly kind: 'starting'; readonly component: ComponentName }
  | {
      readonly kind: 'ready';
      readonly component: ComponentName;
      readonly pid: number;
      readonly ports: readonly number[];
      readonly milliseconds: number;
      /** Whether it was started again after it died. */
      readonly again: boolean;
    }
  /** It runs already: under another process's supervision (attached), or left by a dead one and now ours (adopted). */
  | {
      readonly kind: 'attached' | 'adopted';
      readonly component: ComponentName;
      readonly pid: number;
      readonly ports: readonly number[];
    }
  /** A leftover with other settings, or one that does not answer, makes way. */
  | { readonly kind: 'replacing'; readonly component: ComponentName; readonly pid: number }
  | {
      readonly kind: 'died';
      readonly component: ComponentName;
      readonly pid: number | undefined;
      readonly retryMilliseconds: number;
      readonly log: string;
    }
  | {
      readonly kind: 'failed';
      readonly component: ComponentName;
      readonly reason: string;
      readonly log: string;
    }
  | { readonly kind: 'ended'; readonly component: ComponentName; readonly pid: number }
  | {
      readonly kind: 'kept';
      readonly component: ComponentName;
      readonly pid: number;
      /** Who needs it still, and supervises it from now on. */
      readonly user: number;
      readonly command: string;
    };
