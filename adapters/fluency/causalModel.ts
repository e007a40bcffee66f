import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { LlamaModel, Token } from 'node-llama-cpp' with { 'resolution-mode': 'import' };
import type { LogProbabilityRequest, TokenProbability } from '../../core/screening/fluency/languageModel';
import type { CausalModelFiles } from './fetchCausalModel';

/** Most tokens of context and text together. */
const maxTokens = 2048;
/** Of them, most that the context may take: its end is kept, which is the nearer one. */
const maxContext = 512;
/** Tokens whose logits are there at once, 200 KB each. */
const atOnce = 128;

/**
 * A language model asked how likely given texts are: one forward pass over context and text by ONNX Runtime, on one thread, with
 * the log-probability of each token worked out in the same graph. llama.cpp reads the vocabulary.
 *
 * llama.cpp's own pass over the weights as they are takes twice as long or more, and asking it for a token's probability sorts
 * the vocabulary at every position, which takes longer than the pass.
 *
 * One text at a time, so equal requests give equal bits whatever else is asked. Runs hold up the thread that calls.
 */
export class CausalModel {
  private last: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly vocabulary: LlamaModel,
    private readonly turns: ConversationTokens,
    private readonly body: InferenceSession,
    private readonly head: InferenceSession,
  ) {}

  static async load(files: CausalModelFiles): Promise<CausalModel> {
    const library = await import('node-llama-cpp');
    const llama = await library.getLlama({
      gpu: false,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      maxThreads: 1,
      logLevel: library.LlamaLogLevel.error,
    });
    const vocabulary = await llama.loadModel({ modelPath: files.vocabulary, vocabOnly: true });
    const open = (path: string): Promise<InferenceSession> =>
      InferenceSession.create(path, { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3 });
    return new CausalModel(
      vocabulary,
      conversationTokens(vocabulary),
      await open(files.body),
      await open(files.head),
    );
  }

  logProbabilities(request: LogProbabilityRequest): Promise<TokenProbability[]> {
    const turn = this.last.then(() => this.evaluate(request));
    this.last = turn.catch(() => undefined); // told to whoever asked; the next one has its turn all the same
    return turn;
  }

  private async evaluate({
    context,
    text,
    alternatives = [],
  }: LogProbabilityRequest): Promise<TokenProbability[]> {
    const { before, between, end } = this.turns;
    // Not as special tokens: a text that names them is only text.
    const tokenize = (of: string): Token[] => this.vocabulary.tokenize(of, false);
    const prefix =
      context === undefined
        ? between
        : [...before, ...tokenize(context).slice(-maxContext), end, ...tokenize('\n'), ...between];
    const tokens = tokenize(text);
    if (tokens.length === 0) return [];
    const room = maxTokens - prefix.length;
    const targets = tokens.length < room ? [...tokens, end] : tokens.slice(0, room);

    const others = alternatives.map((alternative) => tokenize(alternative)[0] ?? end);
    const read = await this.forward([...prefix, ...targets.slice(0, -1)], targets, others);
    return targets.map((token, index): TokenProbability => {
      const { figures, likeliest } = read[index]!;
      const [logProbability = 0, ...ofOthers] = figures.map((figure) => Math.min(0, figure));
      if (index === tokens.length) return { token: '', logProbability, end: true };
      // Byte-pair encoding numbers its tokens as it merged them, the frequent ones first.
      const own = { token: this.vocabulary.detokenize([token]), logProbability, rarity: Math.log(token + 1) };
      return others.length > 0
        ? { ...own, alternatives: ofOthers, likeliest: this.vocabulary.detokenize([likeliest]) }
        : own;
    });
  }

  /**
   * @param targets What follows the last tokens of `input`, one each.
   * @param others Tokens that might follow any of them.
   * @returns For each target its log-probability, then those of the others in its place; and which token is the likeliest there.
   */
  private async forward(
    input: readonly Token[],
    targets: readonly Token[],
    others: readonly Token[],
  ): Promise<readonly { readonly figures: readonly number[]; readonly likeliest: Token }[]> {
    const { length } = input;
    const { hidden } = await this.body.run({
      ids: integers(input, [1, length]),
      last: new Tensor('int32', Int32Array.of(length - 1), [1]),
      length: new Tensor('int32', Int32Array.of(length), [1]),
      from: integers([length - targets.length], [1]),
    });
    const states = hidden!.data as Float32Array;
    const width = states.length / targets.length;
    const each = 1 + others.length;
    const rows: { figures: number[]; likeliest: Token }[] = [];
    for (let from = 0; from < targets.length; from += atOnce) {
      const some = targets.slice(from, from + atOnce);
      const asked = states.subarray(from * width, (from + some.length) * width);
      const { logProbabilities, likeliest } = await this.head.run({
        hidden: new Tensor('float32', asked, [some.length, width]),
        tokens: integers(
          some.flatMap((token) => [token, ...others]),
          [some.length, each],
        ),
      });
      const figures = logProbabilities!.data as Float32Array;
      const best = likeliest!.data as BigInt64Array;
      some.forEach((_, row) =>
        rows.push({
          figures: [...figures.subarray(row * each, (row + 1) * each)],
          likeliest: Number(best[row]) as Token,
        }),
      );
    }
    return rows;
  }
}

const integers = (values: readonly number[], shape: readonly number[]): Tensor =>
  new Tensor('int64', BigInt64Array.from(values, BigInt), shape);

/** What stands before a context, between it and the text that answers it, and what ends a turn. */
interface ConversationTokens {
  readonly before: readonly Token[];
  readonly between: readonly Token[];
  readonly end: Token;
}

/** ChatML where the model knows its tokens; else plain text, begun by whatever the model begins a text with. */
function conversationTokens(model: LlamaModel): ConversationTokens {
  const special = (text: string): Token[] => model.tokenize(text, true);
  const [start, ...moreOfStart] = special('<|im_start|>');
  const [end, ...moreOfEnd] = special('<|im_end|>');
  if (start !== undefined && end !== undefined && moreOfStart.length + moreOfEnd.length === 0) {
    const opening = (role: string): Token[] => [start, ...model.tokenize(`${role}\n`, false)];
    return { before: opening('user'), between: opening('assistant'), end };
  }
  const { bos, eos } = model.tokens;
  const ending = eos ?? bos;
  if (ending === null) throw new Error('the model has no token that ends a text');
  return { before: [], between: [bos ?? ending], end: ending };
}
