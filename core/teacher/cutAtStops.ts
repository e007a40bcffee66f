import type { TeacherAnswer } from './request';

/** An answer as it would have ended at stop sequences that could not be sent: what follows the first of them is not part of it. */
export function cutAtStops<Answer extends TeacherAnswer>(answer: Answer, stops: readonly string[]): Answer {
  const ends = stops.map((stop) => answer.text.indexOf(stop)).filter((position) => position >= 0);
  if (ends.length === 0) return answer;
  return { ...answer, text: answer.text.slice(0, Math.min(...ends)), finishReason: 'stop' };
}
