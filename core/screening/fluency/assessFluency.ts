import type { FluencyCalibration, FluencySignal } from './calibration';
import { deviation } from './calibration';
import { exchanges, wordsToTry } from './exchanges';
import { fewTogether } from './fewTogether';
import { brokenByRule, perplexity } from './fluencyFeatures';
import { insertions } from './insertions';
import type { LogProbabilities } from './languageModel';
import { measuredOf, type Measured } from './measuredOf';
import { isReadableProse } from './readableProse';
import type { Repair } from './repair';
import { repairGain } from './repairGain';

export interface TextToAssess {
  /** What the text answers. */
  readonly context: string;
  readonly text: string;
  /** ISO 639 code. */
  readonly language: string;
}

/** What a response is read after. */
export function readAs({ instruction, input }: { instruction: string; input: string }): string {
  return input === '' ? instruction : `${instruction}\n\n${input}`;
}

export interface FluencyAssessment {
  readonly passed: boolean;
  /** Standard deviations beyond what is usual. Undefined: it is no prose, or its language was not calibrated, and no rule spoke. */
  readonly score: number | undefined;
  readonly reason: string | undefined;
  readonly perplexity: number | undefined;
  readonly worstTenth: number | undefined;
}

/** The score of a text that a rule found broken, if the model finds nothing worse. */
const brokenScore = 10;

const reasons: Readonly<Record<FluencySignal, string>> = {
  wording: 'words are out of place or missing',
  ending: 'it ends where no text would',
  exchange: 'it reads as well or better with two of its words exchanged',
  insertion: 'words seem to be missing',
};

/**
 * All figures of texts, for a calibration to be fitted to; `readAsNeeded` has those that a verdict needs. Undefined for a text without tokens.
 * @param withRepairs Also reads each text with words exchanged and put in, eight times at most; texts that a rule found broken are spared.
 */
export async function measureFluency(
  texts: readonly TextToAssess[],
  logProbabilities: LogProbabilities,
  withRepairs: boolean,
): Promise<readonly (Measured | undefined)[]> {
  const measured: (Measured | undefined)[] = [];
  for (const some of fewTogether(texts))
    measured.push(...(await measureTogether(some, logProbabilities, withRepairs)));
  return measured;
}

async function measureTogether(
  texts: readonly TextToAssess[],
  logProbabilities: LogProbabilities,
  withRepairs: boolean,
): Promise<readonly (Measured | undefined)[]> {
  const figures = await logProbabilities(
    texts.map(({ context, text }) => ({
      context,
      text,
      ...(withRepairs ? { alternatives: wordsToTry(text) } : {}),
    })),
  );
  const repairs = texts.map(({ text }, index) =>
    withRepairs && brokenByRule(text) === undefined
      ? [...exchanges(text, figures[index]!), ...insertions(text, figures[index]!)]
      : [],
  );
  const repaired = await logProbabilities(
    texts.flatMap(({ context, text: versionOf }, index) =>
      repairs[index]!.map(({ text }) => ({ context, text, versionOf })),
    ),
  );
  let from = 0;
  return texts.map(({ language }, index) => {
    const ofText = repairs[index]!;
    const told = repaired.slice(from, (from += ofText.length));
    const gain = (of: Repair['kind']): number | undefined =>
      repairGain(
        figures[index]!,
        told.filter((_, place) => ofText[place]!.kind === of),
      );
    const measured = measuredOf(language, figures[index]!);
    return measured && { ...measured, exchange: gain('exchange'), insertion: gain('insertion') };
  });
}

/** One decision of the rules, and of what the model finds unusual. */
export function assessFluency(
  text: string,
  measured: Measured | undefined,
  { usual, threshold }: FluencyCalibration,
): FluencyAssessment {
  const broken = brokenByRule(text);
  const unusual = measured && isReadableProse(text) ? deviation(measured, usual) : undefined;
  const tooUnusual = unusual !== undefined && unusual.score > threshold;
  const score = broken === undefined ? unusual?.score : Math.max(brokenScore, unusual?.score ?? 0);
  return {
    passed: broken === undefined && !tooUnusual,
    score,
    reason: broken ?? (tooUnusual ? reasons[unusual.signal] : undefined),
    perplexity: measured && perplexity(measured.meanSurprise),
    worstTenth: measured?.worstTenth,
  };
}
