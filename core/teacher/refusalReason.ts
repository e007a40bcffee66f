import type { TeacherAnswer } from './request';

/** Why nothing in an answer is to be read, in words; undefined where it can be tried. */
export function refusalReason(answer: TeacherAnswer | undefined, who = 'teacher'): string | undefined {
  if (answer?.refusal === undefined) return undefined;
  return answer.unusable === undefined ? `The ${who} refused.` : answer.refusal;
}

/** What came where nothing could be read: its text, and whether the endpoint's own field calls it a refusal. */
export interface Unread {
  readonly raw: string;
  readonly isRefusal?: true;
}

export function unreadOf(answer: TeacherAnswer | undefined): Unread {
  const isRefusal = answer?.refusal !== undefined && answer.unusable === undefined;
  return { raw: rawOf(answer), ...(isRefusal && { isRefusal }) };
}

/** What came, as it is kept with what could not be read. */
export function rawOf(answer: TeacherAnswer | undefined): string {
  return answer?.unusable ?? answer?.refusal ?? answer?.text ?? '';
}
