import { readFile } from 'node:fs/promises';
import { Tokenizer } from '@huggingface/tokenizers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { MiniLmFiles } from '../stack/fetchMiniLm';
import { miniLmSpace } from './miniLmSpace';

/** What is used of the tokenizer, whose own declarations do not resolve from here: they import each other without endings. */
interface WordPieceTokenizer {
  encode(text: string): { ids: number[] };
}
const WordPieceTokenizer = Tokenizer as unknown as new (file: object, config: object) => WordPieceTokenizer;

/** The length of text that the model was trained on, in word pieces, the two that mark its ends included. */
const maxPieces = 256;

/**
 * all-MiniLM-L6-v2 as sentence-transformers runs it: word pieces, cut at 256; the mean of their last hidden states; length 1.
 * One text a forward pass, so without padding: no text can touch another's vector. Runs hold up the thread that calls.
 */
export class MiniLm {
  private constructor(
    private readonly session: InferenceSession,
    private readonly tokenizer: WordPieceTokenizer,
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
    return new MiniLm(session, tokenizer);
  }

  async embed(text: string): Promise<Float32Array> {
    const pieces = this.pieces(text);
    const tensor = (of: (index: number) => number): Tensor =>
      new Tensor(
        'int64',
        BigInt64Array.from(pieces, (_, index) => BigInt(of(index))),
        [1, pieces.length],
      );
    const outputs = await this.session.run({
      input_ids: tensor((index) => pieces[index]!),
      attention_mask: tensor(() => 1),
      token_type_ids: tensor(() => 0),
    });
    const [output] = this.session.outputNames;
    return unitMean((outputs[output!] as Tensor).data as Float32Array);
  }

  private pieces(text: string): number[] {
    const { ids } = this.tokenizer.encode(text);
    return ids.length <= maxPieces ? ids : [...ids.slice(0, maxPieces - 1), ids.at(-1)!];
  }
}

/** The direction of the mean of rows of hidden states: that of their sum. */
function unitMean(states: Float32Array): Float32Array {
  const { dimensions } = miniLmSpace;
  const sum = new Float64Array(dimensions);
  states.forEach((value, index) => (sum[index % dimensions]! += value));
  const length = Math.sqrt(sum.reduce((squares, value) => squares + value * value, 0));
  return Float32Array.from(sum, (value) => value / length);
}
