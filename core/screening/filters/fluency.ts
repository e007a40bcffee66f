import { assessFluency, measureFluency, readAs } from '../fluency/assessFluency';
import type { FluencyCalibration } from '../fluency/calibration';
import { isReadableProse } from '../fluency/readableProse';
import type { Filter, Subject } from './filter';
import { languageVerdict, loadDetector, type DetectLanguage } from './languageFilter';
import { withoutCode } from '../../foundations/text/prose';

/**
 * Rejects responses that do not read as language, by what a language model finds unusual for fluent texts of their language and
 * length. Labels of a classification pass; of what is no prose (a few words, code, values) only what is garbled is rejected.
 *
 * @param calibration What is usual; asked for when a response is first read. Where it fails, nothing was decided.
 */
export function fluencyFilter(calibration: () => Promise<FluencyCalibration>): Filter {
  return {
    name: 'fluency',
    version: 2,
    stage: 'pair',
    needs: 'languageModel',
    isOn: ({ filters }) => filters.fluency !== undefined,
    async evaluate(subjects, { recipe, languageModel }) {
      const judged = subjects.filter(({ classification }) => !classification);
      if (judged.length === 0) return subjects.map(() => ({ passed: true }));
      const [usual, detect] = await Promise.all([calibration(), loadDetector()]);
      const read = judged.filter(({ response }) => isReadableProse(response));
      const measured = await measureFluency(
        read.map((subject) => ({
          context: readAs(subject),
          text: subject.response,
          language: languageOf(subject, detect),
        })),
        languageModel.logProbabilities,
        recipe.filters.fluency?.repairs ?? false,
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
  };
}

/** The language that a response is in, where it is clearly not the one asked for: a translation is judged by its own language, or not at all. */
function languageOf({ response, language }: Subject, detect: DetectLanguage): string {
  if (language === 'und') return language;
  const spoken = languageVerdict(detect(withoutCode(response)), language, 'the response').evidence?.[
    'language'
  ];
  return typeof spoken === 'string' ? spoken : language;
}
