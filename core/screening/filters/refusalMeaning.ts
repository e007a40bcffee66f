import { z } from 'zod';
import { cosine } from '../../foundations/embedding/cosine';
import { filterOf, passed, type FilterContext, type Subject } from './filter';
import type { FilterResult } from '../../vocabulary/filterResult';
import { isWantedRefusal } from '../../vocabulary/wantedRefusal';
import { spokenFields } from './refusal';
import model from './refusalMeaning.json';
import { sentencesOf, speakingTexts } from './refusalMeaningTexts';

const fields = {
  ...spokenFields,
  refusalMeaning: z
    .boolean()
    .default(false)
    .describe(
      'Look for refusals and boilerplate, where they are to be rejected, by meaning too: finds wordings that no pattern has, for the price of a few embeddings. Only with the embedder that Seedbed brings.',
    ),
};

/** Log-odds from which a sentence counts: below 1 % false alarms on good pairs, cross-validated (benchmarks/refusalMeaning.ts). */
export const minLogOdds = { refusal: 1.2, boilerplate: 1.2 } as const;
export type SpokenKind = keyof typeof minLogOdds;

/** Cosine above which the run's embedder gives the vectors that the weights were learned from. */
const sameEmbedder = 0.99;
/** Sentences of an input that are read, to see whether the response only repeats them. */
const maxOfInput = 16;

const known = Float32Array.from(model.check.vector);
const weights: Readonly<Record<SpokenKind, readonly number[]>> = model.weights;
const said: Readonly<Record<SpokenKind, string>> = {
  refusal: 'reads like a refusal',
  boilerplate: 'reads like an assistant speaking of itself or its service',
};

interface Spoken {
  readonly kind: SpokenKind;
  readonly text: string;
  readonly logOdds: number;
}

/**
 * Rejects refusals, deflections and an assistant's talk about itself in whatever words, by two linear models over embeddings of a
 * response's first and last sentences. Complements the patterns of `refusal` and `boilerplate`, each where it is on. The weights belong
 * to one embedder (all-MiniLM-L6-v2): with any other it has no say, which it sees by the vector of one sentence. The score is the
 * highest log-odds less its threshold, so that what is above 0 is rejected; tasks that may ask for such a text have none.
 */
export const refusalMeaning = filterOf({
  name: 'refusalMeaning',
  version: 1,
  stage: 'pair',
  needs: 'embedding',
  fields,
  isOn: ({ refusalMeaning, refusals, boilerplate }) => refusalMeaning && (refusals || boilerplate),
  async evaluate(subjects, context) {
    const { refusals, boilerplate } = context.settings;
    const asked = subjects.map((subject) => {
      const texts = isWantedRefusal(subject) ? undefined : speakingTexts(subject);
      if (!texts) return [];
      return [
        ...texts.opening.flatMap((text) => [
          ...(refusals ? [{ kind: 'refusal' as const, text }] : []),
          ...(boilerplate ? [{ kind: 'boilerplate' as const, text }] : []),
        ]),
        ...(boilerplate ? texts.closing.map((text) => ({ kind: 'boilerplate' as const, text })) : []),
      ];
    });
    const texts = [...new Set(asked.flat().map(({ text }) => text))];
    if (texts.length === 0) return subjects.map(() => passed);
    const vectors = await vectorsOf([model.check.text, ...texts], context.embed);
    if (!isKnown(vectors.get(model.check.text)!)) return subjects.map(() => passed);
    return Promise.all(
      subjects.map((subject, index) => {
        const spoken = asked[index]!.map(({ kind, text }): Spoken => {
          return { kind, text, logOdds: spokenLogOdds(kind, vectors.get(text)!) };
        });
        return resultOf(subject, spoken, context);
      }),
    );
  },
});

/** How likely a sentence of this embedding is a refusal, or boilerplate. */
export function spokenLogOdds(kind: SpokenKind, vector: Float32Array): number {
  const [intercept = 0, ...slopes] = weights[kind];
  return slopes.reduce((sum, slope, index) => sum + slope * vector[index]!, intercept);
}

async function resultOf(
  subject: Subject,
  spoken: readonly Spoken[],
  { embed }: FilterContext,
): Promise<FilterResult> {
  const [clearest] = [...spoken].sort((left, right) => marginOf(right) - marginOf(left));
  if (!clearest) return passed;
  const score = marginOf(clearest);
  if (score <= 0 || (await isInTask(clearest.kind, subject, embed))) return { passed: true, score };
  const shown = clearest.text.length > 80 ? `${clearest.text.slice(0, 79)}…` : clearest.text;
  return { passed: false, score, reason: `${said[clearest.kind]}: "${shown}"` };
}

const marginOf = ({ kind, logOdds }: Spoken): number => logOdds - minLogOdds[kind];

/** What the task holds itself was to be changed, translated or spoken of. */
async function isInTask(
  kind: SpokenKind,
  { input }: Subject,
  embed: FilterContext['embed'],
): Promise<boolean> {
  const sentences = sentencesOf(input).slice(0, maxOfInput);
  if (sentences.length === 0) return false;
  const vectors = await vectorsOf(sentences, embed);
  return [...vectors.values()].some((vector) => spokenLogOdds(kind, vector) > minLogOdds[kind]);
}

const isKnown = (vector: Float32Array): boolean =>
  vector.length === known.length && cosine(vector, known) > sameEmbedder;

async function vectorsOf(
  texts: readonly string[],
  embed: FilterContext['embed'],
): Promise<ReadonlyMap<string, Float32Array>> {
  const vectors = await embed(texts);
  if (vectors.length !== texts.length) throw new Error('the embedder gave too few vectors');
  return new Map(texts.map((text, index) => [text, vectors[index]!]));
}
