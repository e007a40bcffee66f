import { readFile } from 'node:fs/promises';
import { Tokenizer } from '@huggingface/tokenizers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { groupBy } from '../../core/foundations/groupBy';
import type { ServedModel } from '../modelProcess/serveModel';
import type { MiniLmFiles } from '../stack/fetchMiniLm';
import { miniLmSpace } from './miniLmSpace';

/** What is used of the tokenizer, whose own declarations do not resolve from here: they import each other without endings. */
interface WordPieceTokenizer {
  encode(text: string): { ids: number[] };
}
const WordPieceTokenizer = Tokenizer as unknown as new (file: object, config: object) => WordPieceTokenizer;

/** The length of text that the model was trained on, in word pieces, the two that mark its ends included. */
const maxPieces = 256;

/** Word pieces of one forward pass: then the weights are read once for a dozen instructions, and not for each. A longer text goes alone. */
const piecesAtOnce = 192;

/**
 * all-MiniLM-L6-v2 as sentence-transformers runs it: word pieces, cut at 256; the mean of their last hidden states; length 1.
 * Texts of equally many pieces go through it together, without padding, where that gives the bits that each has alone: looked at once, with this
 * file, version and processor. So no text can touch another's vector. Runs hold up the thread that calls.
 */
export class MiniLm implements ServedModel<string, Float32Array> {
  private constructor(
    private readonly session: InferenceSession,
    private readonly tokenizer: WordPieceTokenizer,
    private readonly areEqualTogether: boolean,
  ) {}

  static async load(files: MiniLmFiles): Promise<MiniLm> {
    const tokenizer = new WordPieceTokenizer(
      JSON.parse(await readFile(files.tokenizer, 'utf8')) as object,
      {},
    );
    const session = await InferenceSession.create(files.model, {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
    });
    return new MiniLm(session, tokenizer, await areEqualTogether(session));
  }

  groupsOf(texts: readonly string[]): readonly (readonly number[])[] {
    if (!this.areEqualTogether) return texts.map((_, index) => [index]);
    const byLength = groupBy([...texts.keys()], (index) => this.pieces(texts[index]!).length);
    return [...byLength].flatMap(([length, alike]) => {
      const size = Math.max(1, Math.floor(piecesAtOnce / length));
      return Array.from({ length: Math.ceil(alike.length / size) }, (_, group) =>
        alike.slice(group * size, (group + 1) * size),
      );
    });
  }

  /** Of texts of equally many pieces. */
  async answer(texts: readonly string[]): Promise<Float32Array[]> {
    return (
      await statesOf(
        this.session,
        texts.map((text) => this.pieces(text)),
      )
    ).map(unitMean);
  }

  private pieces(text: string): number[] {
    const { ids } = this.tokenizer.encode(text);
    return ids.length <= maxPieces ? ids : [...ids.slice(0, maxPieces - 1), ids.at(-1)!];
  }
}

/** Hidden states of each, a row for each piece. */
async function statesOf(
  session: InferenceSession,
  texts: readonly (readonly number[])[],
): Promise<Float32Array[]> {
  const [{ length = 0 } = []] = texts;
  const pieces = texts.flat();
  const tensor = (values: readonly number[]): Tensor =>
    new Tensor('int64', BigInt64Array.from(values, BigInt), [texts.length, length]);
  const outputs = await session.run({
    input_ids: tensor(pieces),
    attention_mask: tensor(pieces.map(() => 1)),
    token_type_ids: tensor(pieces.map(() => 0)),
  });
  const states = (outputs[session.outputNames[0]!] as Tensor).data as Float32Array;
  const each = length * miniLmSpace.dimensions;
  return texts.map((_, index) => states.subarray(index * each, (index + 1) * each));
}

/** Whether texts have the same bits together as alone: some of each of several lengths. */
async function areEqualTogether(session: InferenceSession): Promise<boolean> {
  for (const length of [7, 12, 24]) {
    const count = Math.floor(piecesAtOnce / length);
    // Words from all over the vocabulary, whatever they are.
    const texts = Array.from({ length: count }, (_, text) =>
      Array.from({ length }, (_, piece) => 2_000 + ((text * 977 + piece * 3_571) % 25_000)),
    );
    const together = await statesOf(session, texts);
    for (const index of [0, Math.floor(count / 2), count - 1]) {
      const [alone] = await statesOf(session, [texts[index]!]);
      if (!together[index]!.every((value, place) => value === alone![place])) return false;
    }
  }
  return true;
}

/** The direction of the mean of rows of hidden states: that of their sum. */
function unitMean(states: Float32Array): Float32Array {
  const { dimensions } = miniLmSpace;
  const sum = new Float64Array(dimensions);
  for (let index = 0, at = 0; index < states.length; index++) {
    sum[at]! += states[index]!;
    if (++at === dimensions) at = 0;
  }
  const length = Math.sqrt(sum.reduce((squares, value) => squares + value * value, 0));
  return Float32Array.from(sum, (value) => value / length);
}
