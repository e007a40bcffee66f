import type { TeacherAnswer } from './request';

/** Why nothing in an answer is to be read, in words; undefined where it can be tried. */
export function refusalReason(answer: TeacherAnswer | undefined, who = 'teacher'): string | undefined {
  if (answer?.refusal === undefined) return undefined;
  return answer.unusable === undefined ? `The ${who} refused.` : answer.refusal;
}

/** What came, as it is kept with what could not be read. */
export function rawOf(answer: TeacherAnswer | undefined): string {
  return answer?.unusable ?? answer?.refusal ?? answer?.text ?? '';
}
