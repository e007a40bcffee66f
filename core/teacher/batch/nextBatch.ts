/** `auto`: by batch where there is an interface for it and enough is asked at once; else online. */
export const teacherModes = ['online', 'batch', 'auto'] as const;
export type TeacherMode = (typeof teacherModes)[number];

/** A request that a stage waits for. */
export interface WaitingRequest {
  readonly callKey: string;
  readonly mode: TeacherMode;
  /** How many batches it was in without being answered. */
  readonly tries: number;
  /** A batch was told that it can't be asked like this; online, what to leave out is learned from that. */
  readonly isRefused: boolean;
}

/** A request goes into so many batches, and then online. */
export const mostTries = 2;

export type NextOfBatches =
  | { readonly kind: 'submit'; readonly callKeys: readonly string[] }
  /** Something is under way at the provider. */
  | { readonly kind: 'wait' }
  /** What is left is asked online: few, or what batches left out, or what isn't asked by batch at all. */
  | { readonly kind: 'online' }
  | { readonly kind: 'done' };

/**
 * What a stage does next about what it waits for. The bulk goes by batch before the tail goes online, since an inquiry that is held
 * online asks all that follows there too.
 *
 * @param open Batches that the stage has under way.
 * @param ended Those that it had.
 * @param from The fewest requests that are worth a batch. In mode `batch` what a stage asks first is, however few they are.
 */
export function nextOfBatches(
  waiting: readonly WaitingRequest[],
  { open, ended }: { readonly open: number; readonly ended: number },
  from: number,
): NextOfBatches {
  if (open > 0) return { kind: 'wait' };
  if (waiting.length === 0) return { kind: 'done' };
  const batchable = waiting.filter(
    ({ mode, tries, isRefused }) => mode !== 'online' && tries < mostTries && !isRefused,
  );
  const isFirst = ended === 0 && batchable.some(({ mode }) => mode === 'batch');
  return batchable.length > 0 && (batchable.length >= from || isFirst)
    ? { kind: 'submit', callKeys: batchable.map(({ callKey }) => callKey) }
    : { kind: 'online' };
}
