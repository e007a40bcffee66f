import { cosine } from '../../foundations/embedding/cosine';
import type { Filter, Subject } from './filter';

/** Words below which a response says too little of its subject to be compared: a label, a name, a number. */
const fewestWords = 5;

/**
 * Rejects responses that are about something else than their instruction and input, by the cosine of the two: the cheap gate before the
 * judge, which sees what is off the subject and nothing finer. Labels and responses of fewer than five words have no score and pass.
 */
export const relevanceFilter: Filter = {
  name: 'relevance',
  version: 1,
  stage: 'pair',
  needs: 'embedding',
  isOn: ({ filters }) => filters.relevance !== undefined,
  async evaluate(subjects, { recipe, embed }) {
    const least = recipe.filters.relevance?.least ?? -1;
    const compared = subjects.filter(isComparable);
    const vectors = await embed(compared.flatMap((subject) => [questionOf(subject), subject.response]));
    const scores = new Map(
      compared.map((subject, index) => {
        const [question, response] = [vectors[2 * index], vectors[2 * index + 1]];
        if (!question || !response) throw new Error('the embedder gave too few vectors');
        return [subject, cosine(question, response)] as const;
      }),
    );
    return subjects.map((subject) => {
      const score = scores.get(subject);
      if (score === undefined) return { passed: true };
      if (score >= least) return { passed: true, score };
      const reason = `the response is about something else than the instruction: cosine ${score.toFixed(2)}, at least ${least} is asked for`;
      return { passed: false, score, reason };
    });
  },
};

function isComparable({ classification, response }: Subject): boolean {
  return !classification && response.trim().split(/\s+/u).length >= fewestWords;
}

function questionOf({ instruction, input }: Subject): string {
  return input.trim() === '' ? instruction : `${instruction}\n\n${input}`;
}
