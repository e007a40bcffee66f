import type { LlamaModel, Token } from 'node-llama-cpp' with { 'resolution-mode': 'import' };
import type { LogProbabilityRequest, TokenProbability } from '../../core/screening/fluency/languageModel';
import { changedStretch } from './changedStretch';
import type { CausalModelFiles } from './fetchCausalModel';
import { ForwardPass, joined, type ReadTokens } from './forwardPass';

/** Most tokens of context and text together. */
const maxTokens = 2048;
/** Of them, most that the context may take: its end is kept, which is the nearer one. */
const maxContext = 512;
/** Tokens of texts that are kept to go on from, 46 KB each. */
const tokensKept = 2048;

/** Texts that are mostly like another one. */
export interface VersionsRequest {
  readonly context?: string;
  readonly versionOf: string;
  readonly versions: readonly string[];
}

/** About a text, or versions of one. */
export type CausalModelRequest = LogProbabilityRequest | VersionsRequest;

/** What is there of a text that was read. */
interface ReadText {
  /** What stands before it. */
  readonly prefix: readonly Token[];
  /** All of it, its end last. */
  readonly tokens: readonly Token[];
  /** Of them, those that there was room for. */
  readonly targets: readonly Token[];
  /** Before each target. */
  readonly states: Float32Array;
  readonly read: ReadTokens;
  /** Of the targets, once they were asked for. */
  told?: readonly TokenProbability[];
}

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
  /** Texts that were read lately, the last one last. */
  private readonly kept = new Map<string, ReadText>();

  private constructor(
    private readonly vocabulary: LlamaModel,
    private readonly turns: ConversationTokens,
    private readonly pass: ForwardPass,
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
    return new CausalModel(vocabulary, conversationTokens(vocabulary), await ForwardPass.load(files));
  }

  /** Of the text, or of each version. */
  logProbabilities(request: CausalModelRequest): Promise<TokenProbability[][]> {
    const turn = this.last.then(async () =>
      'versions' in request ? this.compare(request) : [await this.evaluate(request)],
    );
    this.last = turn.catch(() => undefined); // told to whoever asked; the next one has its turn all the same
    return turn;
  }

  private async evaluate({
    context,
    text,
    alternatives = [],
  }: LogProbabilityRequest): Promise<TokenProbability[]> {
    if (text === '') return [];
    const read = await this.readText(context, text);
    const others = alternatives.map((alternative) => this.tokens(alternative)[0] ?? this.turns.end);
    const figures = await this.pass.figures(
      read.states,
      read.targets.map((token) => [token, ...others]),
    );
    const told = read.targets.map((token, index) => {
      const [logProbability] = figures[index]!.logProbabilities;
      return this.probabilityOf(token, logProbability!, index === read.tokens.length - 1);
    });
    read.told = told;
    if (others.length === 0) return told;
    return told.map((own, index) => {
      if (own.end) return own;
      const { logProbabilities, likeliest } = figures[index]!;
      return {
        ...own,
        alternatives: logProbabilities.slice(1),
        likeliest: this.vocabulary.detokenize([likeliest as Token]),
      };
    });
  }

  private probabilityOf(token: Token, logProbability: number, isEnd: boolean): TokenProbability {
    return isEnd
      ? { token: '', logProbability, end: true }
      : {
          token: this.vocabulary.detokenize([token]),
          logProbability,
          // Byte-pair encoding numbers its tokens as it merged them, the frequent ones first.
          rarity: Math.log(token + 1),
        };
  }

  private async compare({ context, versionOf, versions }: VersionsRequest): Promise<TokenProbability[][]> {
    const own = await this.readText(context, versionOf);
    const { prefix, tokens, read, states } = own;
    const told = (own.told ??= await this.evaluate({ ...(context !== undefined && { context }), text: versionOf })); // prettier-ignore
    const room = maxTokens - prefix.length;
    const stretches = versions.map((version) => {
      const others = [...this.tokens(version), this.turns.end];
      return changedStretch(tokens, others, room);
    });
    // The state before the first token of a stretch is known; each of its tokens but the last is read to tell of the next.
    const after = await this.pass.readBranches(
      read,
      stretches.map(({ from, others }) => ({ after: prefix.length + from, ids: others.slice(0, -1) })),
    );
    const width = states.length / told.length;
    let row = 0;
    const before = stretches.flatMap(({ from, others }) =>
      others.map((_, index) => (index === 0 ? rowOf(states, from, width) : rowOf(after, row++, width))),
    );
    const figures = await this.pass.figures(
      joined(before),
      stretches.flatMap(({ others }) => others.map((token) => [token])),
    );
    let at = 0;
    return stretches.map(({ from, length, others }) => [
      ...told.slice(0, from),
      ...others.map((token) => {
        const [logProbability] = figures[at++]!.logProbabilities;
        return this.probabilityOf(token as Token, logProbability!, token === this.turns.end);
      }),
      ...told.slice(from + length),
    ]);
  }

  private async readText(context: string | undefined, text: string): Promise<ReadText> {
    const key = JSON.stringify([context ?? null, text]);
    const known = this.kept.get(key);
    this.kept.delete(key);
    const found = known ?? (await this.readAnew(context, text));
    this.kept.set(key, found);
    this.forgetOldest();
    return found;
  }

  private async readAnew(context: string | undefined, text: string): Promise<ReadText> {
    const { before, between, end } = this.turns;
    const prefix =
      context === undefined
        ? between
        : [...before, ...this.tokens(context).slice(-maxContext), end, ...this.tokens('\n'), ...between];
    const tokens = [...this.tokens(text), end];
    const targets = tokens.slice(0, maxTokens - prefix.length);
    const passed = await this.pass.read([...prefix, ...targets.slice(0, -1)], prefix.length - 1);
    return { prefix, tokens, targets, ...passed };
  }

  private forgetOldest(): void {
    let kept = sum([...this.kept.values()].map(({ read }) => read.length));
    for (const [key, { read }] of this.kept) {
      if (kept <= tokensKept || this.kept.size === 1) return;
      this.kept.delete(key);
      kept -= read.length;
    }
  }

  /** Not as special tokens: a text that names them is only text. */
  private tokens(of: string): Token[] {
    return this.vocabulary.tokenize(of, false);
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const rowOf = (states: Float32Array, row: number, width: number): Float32Array =>
  states.subarray(row * width, (row + 1) * width);

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
