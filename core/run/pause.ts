import { failureKinds, type Failure } from '../foundations/failure/failure';

export const aboutPauses = ['key', 'budget'] as const;
export type PauseAbout = (typeof aboutPauses)[number];

/** Why nothing new is asked: a person wants it so, or somebody has to mend something, or Seedbed has a defect. */
export interface Pause {
  readonly by: 'person' | 'needsMending' | 'defect';
  /** In words, for people. */
  readonly reason: string;
  /** `key`: somebody has to give a key, or its permission. `budget`: somebody has to raise a budget. */
  readonly about?: PauseAbout | undefined;
}

/** Why a run waits or failed, without the words. */
export type Cause = Omit<Pause, 'reason'>;

export const causesOfPause = ['person', 'needsMending', 'defect'] as const satisfies readonly Pause['by'][];

export const pausedByPerson: Pause = { by: 'person', reason: 'paused by a person' };

/** What a failure pauses a run with; undefined for one that passes by itself. */
export function pauseOn({ kind, message, about }: Failure): Pause | undefined {
  if (kind === 'passing') return undefined;
  return { by: kind, reason: message, ...(about && { about }) };
}

export function causeOf({ by, about }: Pause): Cause {
  return { by, ...(about && { about }) };
}

/** A failure as it comes by a signal, which can be anything: what can't be read is taken for something to mend, in its own words. */
export function readFailure(payload: unknown): Failure {
  const given = typeof payload === 'object' && payload !== null ? (payload as Record<string, unknown>) : {};
  const { kind, message, about, code } = given;
  return {
    kind: failureKinds.find((one) => one === kind) ?? 'needsMending',
    message:
      typeof message === 'string'
        ? message
        : typeof payload === 'string'
          ? payload
          : 'somebody has to mend something',
    ...((about === 'key' || about === 'budget') && { about }),
    ...(typeof code === 'string' && { code }),
  };
}
