import { shortened } from '../foundations/text/shortened';
import { refusalReason } from '../teacher/refusalReason';
import type { TeacherAnswer } from '../teacher/request';
import { refusal, refusalOf } from './filters/refusal';

/** Who decided on what could not be read, and why. What is a refusal counts as one, whether it is a response or was to be something else. */
export function decisionOnUnread(
  decidedBy: 'parser' | 'teacher',
  { reason, raw, isRefusal = false }: { reason: string; raw: string; isRefusal?: boolean },
): { readonly decidedBy: string; readonly reason: string } {
  const found = refusalIn(raw) ?? (isRefusal ? raw.trim() : undefined);
  return found === undefined
    ? { decidedBy, reason }
    : { decidedBy: refusal.name, reason: refusedBy('teacher', found) };
}

/** Why an answer says nothing that counts: it refuses, or is not `asked`. */
export function notAsAsked(answer: TeacherAnswer | undefined, asked: string, who = 'judge'): string {
  const refused = refusedWords(answer, who);
  if (refused !== undefined) return refused;
  const cut = answer?.finishReason === 'length' ? ', cut at its length limit,' : '';
  return `The ${who}'s answer${cut} was not ${asked}.`;
}

/** That an answer refuses, by the endpoint's own field or in words where something else was asked for; undefined where it does not. */
export function refusedWords(answer: TeacherAnswer | undefined, who: string): string | undefined {
  const found = refusalIn(answer?.text ?? '');
  return refusalReason(answer, who) ?? (found === undefined ? undefined : refusedBy(who, found));
}

function refusalIn(text: string): string | undefined {
  return refusalOf({ instruction: '', input: '', response: text });
}

function refusedBy(who: string, words: string): string {
  return words === '' ? `The ${who} refused.` : `The ${who} refused: "${shortened(words, 80)}"`;
}
