import type { Inquiry } from '../teacher/inquiry';
import type { Responding } from './responder';
import { writtenBy, type ResponseQuestion, type WrittenResponse } from './written';

/**
 * How many more responses to the same are to be asked for. Decided by what was answered alone, so that whoever holds the inquiry again asks
 * for the same.
 *
 * @param texts What was answered, the first one first; an answer that could not be used has none.
 * @param asked How many were asked for.
 */
export type FurtherSamples = (
  about: { readonly instruction: string; readonly input: string },
  texts: readonly string[],
  asked: number,
) => number;

/**
 * Further responses to the inputs of some, in rounds, as long as `further` asks for them: those that are there keep their places, what comes
 * stands behind them and names the one that it is a sample of. An answer that is refused, or empty, is left out.
 */
export function* sampleResponses(
  responding: Responding,
  first: readonly WrittenResponse[],
  questionOf: (responding: Responding, input: string) => ResponseQuestion,
  further: FurtherSamples,
): Inquiry<readonly WrittenResponse[]> {
  const { instruction } = responding;
  const groups = first.map((response, index) => ({ index, asked: 1, samples: [response] }));
  for (;;) {
    const questions = groups.flatMap((group) => {
      const { asked, samples } = group;
      const input = samples[0]!.input;
      const texts = samples.flatMap(({ text }) => (text === '' ? [] : [text]));
      const count = further({ instruction, input }, texts, asked);
      group.asked += count;
      return Array.from({ length: count }, (_, place) => ({
        group,
        question: questionOf({ ...responding, sample: asked + place }, input),
      }));
    });
    if (questions.length === 0) break;
    const answers = yield questions.map(({ question }) => question.request);
    questions.forEach(({ group, question }, place) => {
      const answer = answers[place];
      const text = (answer?.text ?? '').trim();
      if (answer?.refusal !== undefined || text === '') return;
      group.samples.push({
        ...question,
        text,
        sampleOf: group.index,
        ...writtenBy(question.request, answer),
      });
    });
  }
  return [...first, ...groups.flatMap(({ samples }) => samples.slice(1))];
}
