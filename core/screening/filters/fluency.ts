import { z } from 'zod';
import { assessFluency, readAs } from '../fluency/assessFluency';
import { readAsNeeded } from '../fluency/readAsNeeded';
import { isReadableProse } from '../fluency/readableProse';
import { filterOf, type Subject } from './filter';
import { languageResult, loadDetector, type LanguageDetector } from './languageFilter';
import { withoutCode } from '../../foundations/text/prose';

export const fluencySection = z
  .strictObject({
    falseAlarms: z
      .number()
      .min(0.001)
      .max(0.2)
      .default(0.01)
      .describe(
        'Share of fluent responses that may be rejected: the threshold is set there on the seeds. A smaller share lets more broken ones through.',
      ),
    repairs: z
      .boolean()
      .default(true)
      .describe(
        'Also reads every response with words exchanged and words put in, to find those that changed places or are missing: nine readings instead of one.',
      ),
  })
  .describe(
    'Rejects responses that do not read as language: words out of order or missing, text that loops, is cut or garbled. A small language model reads every response that the text filters passed, some hundred tokens a second. What is usual is learned from the seeds; below eight of them German, English, French and Spanish alone are judged. Left out: none is read.',
  );

const fields = { fluency: fluencySection.optional() };

/**
 * Rejects responses that do not read as language, by what a language model finds unusual for fluent texts of their language and
 * length. Labels of a classification pass; of what is no prose (a few words, code, values) only what is garbled is rejected.
 */
export const fluency = filterOf({
  name: 'fluency',
  version: 3,
  stage: 'pair',
  needs: 'languageModel',
  fields,
  // Its threshold is learned from the seeds.
  scale: ({ filters }) => filters['fluency'],
  isOn: ({ fluency }) => fluency !== undefined,
  async evaluate(subjects, { settings, materials, languageModel }) {
    const judged = subjects.filter(({ classification }) => !classification);
    if (judged.length === 0) return subjects.map(() => ({ passed: true }));
    const [usual, detect] = await Promise.all([materials.fluency(), loadDetector()]);
    const read = judged.filter(({ response }) => isReadableProse(response));
    const measured = await readAsNeeded(
      read.map((subject) => ({
        context: readAs(subject),
        text: subject.response,
        language: languageOf(subject, detect),
      })),
      languageModel.logProbabilities,
      settings.fluency?.repairs ?? false,
      usual,
    );
    const figures = new Map(read.map((subject, index) => [subject, measured[index]]));
    return subjects.map((subject) => {
      if (subject.classification) return { passed: true };
      const { passed, score, reason, perplexity, worstTenth } = assessFluency(
        subject.response,
        figures.get(subject),
        usual,
      );
      return {
        passed,
        ...(score === undefined ? {} : { score }),
        ...(reason === undefined ? {} : { reason: `the response does not read well: ${reason}` }),
        ...(perplexity === undefined
          ? {}
          : { evidence: { perplexity, worstTenth, threshold: usual.threshold } }),
      };
    });
  },
});

/** The language that a response is in, where it is clearly not the one asked for: a translation is judged by its own language, or not at all. */
function languageOf({ response, language }: Subject, detect: LanguageDetector): string {
  if (language === 'und') return language;
  const spoken = languageResult(detect(withoutCode(response)), language, 'the response').evidence?.[
    'language'
  ];
  return typeof spoken === 'string' ? spoken : language;
}
