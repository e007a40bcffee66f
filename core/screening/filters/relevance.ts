import { z } from 'zod';
import { cosine } from '../../foundations/embedding/cosine';
import { countWords } from '../../foundations/text/words';
import { questionText } from '../questionText';
import { filterOf, type Subject } from './filter';

const fields = {
  relevance: z
    .strictObject({
      min: z
        .number()
        .min(-1)
        .max(1)
        .default(0.15)
        .describe('Cosine of response to instruction and input below which a pair is rejected.'),
    })
    .optional()
    .describe(
      'Rejects responses that are about something else than their instruction, by embeddings; labels and responses of fewer than five words aside. Left out: none is.',
    ),
};

/** Words below which a response says too little of its subject to be compared: a label, a name, a number. */
const fewestWords = 5;

/**
 * Rejects responses that are about something else than their instruction and input, by the cosine of the two: the cheap gate before the
 * judge, which sees what is off the subject and nothing finer. Labels and responses of fewer than five words have no score and pass.
 */
export const relevanceFilter = filterOf({
  name: 'relevance',
  version: 2,
  stage: 'pair',
  needs: 'embedding',
  fields,
  threshold: { side: 'min', field: 'filters.relevance.min' },
  isOn: ({ relevance }) => relevance !== undefined,
  async evaluate(subjects, { settings, embed }) {
    const min = settings.relevance?.min ?? -1;
    const compared = subjects.filter(isComparable);
    const questions = compared.map(questionsOf);
    const texts = compared.flatMap(({ response }, index) => [response, ...questions[index]!]);
    const vectors = (await embed(texts)).values();
    const scores = new Map(
      compared.map((subject, index) => {
        const [response, ...asked] = [subject.response, ...questions[index]!].map(() => {
          const vector = vectors.next().value;
          if (!vector) throw new Error('the embedder gave too few vectors');
          return vector;
        });
        return [subject, Math.max(...asked.map((question) => cosine(question, response!)))] as const;
      }),
    );
    return subjects.map((subject) => {
      const score = scores.get(subject);
      if (score === undefined) return { passed: true };
      if (score >= min) return { passed: true, score };
      const reason = `the response is about something else than the instruction: cosine ${score.toFixed(2)}, at least ${min} is asked for`;
      return { passed: false, score, reason };
    });
  },
});

function isComparable({ classification, response }: Subject): boolean {
  return !classification && countWords(response) >= fewestWords;
}

/** What is asked; of a later message, which may say nothing by itself, also together with the one before it. */
function questionsOf(subject: Subject): readonly string[] {
  const question = questionText(subject);
  const previous = subject.before?.at(-1);
  return previous ? [question, `${previous.message}\n\n${question}`] : [question];
}
