import { otherNames, type RefusedParameter } from './refusal';
import { samplingNames } from './wireTraits';

/** What a refusal can be about: a sampling parameter, or the form of structured output. */
export const taughtNames = [...samplingNames, 'response_format'] as const;
export type TaughtName = (typeof taughtNames)[number];

/** How a model takes a parameter, as refusals taught: not at all, under another name, or in a lesser form. */
export type Taken = 'omit' | 'max_tokens' | 'max_completion_tokens' | 'json_object' | 'none';

export interface Lesson {
  readonly parameter: TaughtName;
  readonly taken: Taken;
}

/** What is known of one model, by parameter. */
export type Lessons = Readonly<Partial<Record<TaughtName, Taken>>>;

/** A step is never taken back, so that whatever is refused is asked for in a few forms, and then no more. */
const steps: Readonly<Record<Taken, number>> = {
  max_tokens: 1,
  max_completion_tokens: 1,
  json_object: 1,
  none: 2,
  omit: 2,
};

export function isNew(lessons: Lessons, { parameter, taken }: Lesson): boolean {
  const known = lessons[parameter];
  return known === undefined || steps[taken] > steps[known];
}

export function withLesson(lessons: Lessons, lesson: Lesson): Lessons {
  return isNew(lessons, lesson) ? { ...lessons, [lesson.parameter]: lesson.taken } : lessons;
}

/**
 * What a refusal teaches; undefined where it is to be mended by a person.
 *
 * The bound of an answer is left out only where there is certainly no such parameter: without it an answer may cost anything. A bound
 * that is too high is not a bound under the wrong name.
 *
 * @param lessons what was known when the request was sent.
 * @param isChat another name, and a form of structured output, are of conversations alone.
 */
export function lessonOf(
  refused: RefusedParameter,
  lessons: Lessons,
  isChat: boolean,
  sent: Readonly<Record<string, unknown>>,
): Lesson | undefined {
  const { parameter: name, why, instead } = refused;
  if (name === 'response_format') {
    const isSchema = (sent[name] as { type?: unknown } | undefined)?.type === 'json_schema';
    return { parameter: name, taken: isSchema ? 'json_object' : 'none' };
  }
  const other = otherNames[name] as Taken | undefined;
  if (other === undefined) {
    const parameter = samplingNames.find((own) => own === name);
    return parameter && { parameter, taken: 'omit' };
  }
  if (lessons.max_tokens !== undefined) {
    return why === 'unsupported' ? { parameter: 'max_tokens', taken: 'omit' } : undefined;
  }
  const isRenamed = isChat && (why === 'unsupported' || instead !== undefined);
  return isRenamed ? { parameter: 'max_tokens', taken: other } : undefined;
}

/** A lesson in words that go on from "Endpoint … (model …)". */
export function describeLesson({ parameter, taken }: Lesson): string {
  if (taken === 'omit') return `takes no ${parameter}: it is left out from now on`;
  if (parameter !== 'response_format')
    return `takes the bound of an answer as ${taken}: it is sent so from now on`;
  return taken === 'none'
    ? 'takes no response_format: JSON is asked for in words alone from now on'
    : 'follows no schema: it is asked for JSON of any shape from now on';
}
