import { cosine } from '../../foundations/embedding/cosine';
import { askedWords, type AskedWords } from './askedWords';
import model from './askedModel.json';

/** What no teacher should be asked. */
export const askedKinds = ['personalQuestion', 'needsWorld'] as const;
export type AskedKind = (typeof askedKinds)[number];

/** Log-odds above which an instruction counts, cross-validated (benchmarks/askedModel.ts). */
export const minAsked = {
  words: { personalQuestion: -0.25, needsWorld: 0.25 },
  meaning: { personalQuestion: 0, needsWorld: 0 },
} as const;

/** Weights of a linear model as signed bytes: of the words' places, and before them of the embedding's dimensions where it has any. */
interface StoredWeights {
  readonly intercept: number;
  /** What a byte of 1 stands for. */
  readonly unit: number;
  readonly bytes: string;
}

/** Cosine above which an embedder gives the vectors that the weights were learned from. */
const sameEmbedder = 0.99;
const known = Float32Array.from(model.check.vector);

/** A sentence by whose vector it shows whether an embedder is the one that the weights by meaning belong to (all-MiniLM-L6-v2). */
export const checkText = model.check.text;
export const isKnownEmbedder = (vector: Float32Array): boolean =>
  vector.length === known.length && cosine(vector, known) > sameEmbedder;

/** A linear model over the words of an instruction, and over its embedding where it was learned with one. */
class AskedModel {
  private bytes: Int8Array | undefined;

  constructor(
    private readonly stored: StoredWeights,
    private readonly dimensions: number,
  ) {}

  logOdds({ at, value }: AskedWords, vector?: Float32Array): number {
    const bytes = (this.bytes ??= new Int8Array(Buffer.from(this.stored.bytes, 'base64')));
    let sum = 0;
    for (const place of at) sum += bytes[this.dimensions + place]! * value;
    for (let index = 0; index < this.dimensions; index++) sum += bytes[index]! * vector![index]!;
    return this.stored.intercept + this.stored.unit * sum;
  }
}

const modelsOf = (stored: Readonly<Record<AskedKind, StoredWeights>>, dimensions: number) => ({
  personalQuestion: new AskedModel(stored.personalQuestion, dimensions),
  needsWorld: new AskedModel(stored.needsWorld, dimensions),
});
const byWords = modelsOf(model.words, 0);
const byMeaning = modelsOf(model.meaning, known.length);

/** How much speaks for an instruction being of the kind: log-odds above the least that counts, by words alone, or with its embedding. */
export function askedMargin(kind: AskedKind, instruction: string, vector?: Float32Array): number {
  const words = askedWords(instruction);
  return vector
    ? byMeaning[kind].logOdds(words, vector) - minAsked.meaning[kind]
    : byWords[kind].logOdds(words) - minAsked.words[kind];
}
