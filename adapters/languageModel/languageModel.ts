import { basename } from 'node:path';
import type {
  ChatHistoryItem,
  ChatWrapper,
  ChatWrapperGeneratedContextState,
  Llama,
  LlamaContextSequence,
  LlamaModel,
  SequenceEvaluateOptions,
  Token,
} from 'node-llama-cpp' with { 'resolution-mode': 'import' };
import type { TeacherPrompt } from '../../core/teacher/request';
import { endsOf, noEnds, type AnswerEnds } from './answerEnds';
import {
  type Generation,
  type GenerationRequest,
  type Generator,
  PromptTooLong,
  RefusedByTemplate,
} from './generator';
import { memoryAvailable, memoryNeeded, requireMemory } from './memory';
import { blockSize, chooseSlot, reusable, type Slot } from './prefixCache';
import { cutAtStop } from './stopSequences';
import { thoughtMarksOf } from './thoughtMarks';
import { Turns } from './turns';

export interface LanguageModelOptions {
  /** Path of the model in GGUF. */
  readonly path: string;
  /** Name under which it is served. Default: the file's name without its ending. */
  readonly name?: string;
  /** More threads than free cores make it fall below a token a second. */
  readonly threads: number;
  /** Most tokens of prompt and answer together; `own`: what the model was trained on, up to `mostOwnContext`. */
  readonly contextSize: number | 'own';
  /** How many prompts are kept evaluated, for the next one that begins alike. */
  readonly slots: number;
}

/** A context as long as many models were trained on takes more memory than their weights, and no request of ours needs it. */
const mostOwnContext = 8192;

/** Sampling looks at this many of the likeliest tokens: sorting all (49,152 of SmolLM2's) would cost a fifth of the speed, for tokens that top_p cuts anyway. */
const candidates = 64;

interface Tokenized {
  readonly tokens: Token[];
  readonly ends: AnswerEnds;
}

interface SequenceSlot extends Slot {
  readonly sequence: LlamaContextSequence;
}

/**
 * A GGUF model run by llama.cpp on the CPU, with no build and no download at run time.
 *
 * Equal request and seed give the equal answer, whatever was asked before or waits beside: requests run one at a time, each
 * slot has its own cache, and a prompt is evaluated in blocks at fixed places, so that a block taken from the cache holds the
 * bits that evaluating it again would give. It holds for one machine, one thread count and one llama.cpp, not across them.
 */
export class LanguageModel implements Generator {
  private readonly turns = new Turns();
  private requests = 0;

  private constructor(
    readonly name: string,
    readonly contextSize: number,
    private readonly chat: ChatWrapper,
    private readonly llama: Llama,
    private readonly model: LlamaModel,
    private readonly slots: readonly SequenceSlot[],
    private readonly thoughtMarks: ReadonlySet<Token>,
  ) {}

  static async load(options: LanguageModelOptions): Promise<LanguageModel> {
    const library = await import('node-llama-cpp');
    const llama = await library.getLlama({
      gpu: false,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      maxThreads: options.threads,
      logLevel: library.LlamaLogLevel.error,
    });
    const file = await library.readGgufFileInfo(options.path, { sourceType: 'filesystem' });
    const insights = await library.GgufInsights.from(file, llama);
    const contextSize =
      options.contextSize === 'own'
        ? Math.min(insights.trainContextSize ?? mostOwnContext, mostOwnContext)
        : options.contextSize;
    const needed = memoryNeeded(insights, { contextSize, slots: options.slots, batchSize: blockSize });
    requireMemory(needed, memoryAvailable(), contextSize);
    const model = await llama.loadModel({ modelPath: options.path });
    const context = await model.createContext({
      sequences: options.slots,
      contextSize,
      batchSize: blockSize,
      threads: options.threads,
      flashAttention: true,
    });
    const slots = Array.from({ length: options.slots }, () => ({
      sequence: context.getSequence(),
      blocks: [],
      lastTaken: 0,
      lastReused: 0,
    }));
    const name = options.name ?? basename(options.path, '.gguf');
    return new LanguageModel(
      name,
      context.contextSize,
      library.resolveChatWrapper(model),
      llama,
      model,
      slots,
      thoughtMarksOf(model),
    );
  }

  async generate(request: GenerationRequest, signal: AbortSignal): Promise<Generation> {
    const { tokens: prompt, ends } = this.tokenize(request.prompt);
    if (prompt.length >= this.contextSize) throw new PromptTooLong(prompt.length, this.contextSize);
    return this.turns.take(async () => {
      const slot = chooseSlot(this.slots, prompt);
      const cachedTokens = await this.rewind(slot, prompt);
      const last = await this.read(slot, prompt, cachedTokens, signal);
      const answer = await this.write(slot.sequence, last, ends, request, prompt.length, signal);
      return { ...answer, promptTokens: prompt.length, cachedTokens };
    }, signal);
  }

  async dispose(): Promise<void> {
    await this.llama.dispose();
  }

  private tokenize(prompt: TeacherPrompt): Tokenized {
    if (prompt.kind === 'completion') {
      // Not as special tokens: a text that names them is only text.
      const tokens = this.model.tokenize(prompt.prompt, false);
      const { bos, shouldPrependBosToken } = this.model.tokens;
      return { tokens: shouldPrependBosToken && bos !== null ? [bos, ...tokens] : tokens, ends: noEnds };
    }
    const history = prompt.messages.map(({ role, content }): ChatHistoryItem => {
      if (role === 'assistant') return { type: 'model', response: [content] };
      return { type: role, text: content };
    });
    // A conversation that ends with the assistant is continued where it ends, as llama.cpp's own server does.
    if (history.at(-1)?.type !== 'model') history.push({ type: 'model', response: [''] });
    const { contextText, stopGenerationTriggers } = this.applyTemplate(history);
    return {
      tokens: contextText.tokenize(this.model.tokenizer),
      ends: endsOf(stopGenerationTriggers, this.model.tokenizer),
    };
  }

  private applyTemplate(chatHistory: ChatHistoryItem[]): ChatWrapperGeneratedContextState {
    try {
      return this.chat.generateContextState({ chatHistory });
    } catch (cause) {
      throw new RefusedByTemplate(cause); // templates say in words which order of roles they take
    }
  }

  /** Brings the slot back to what it shares with the prompt; returns how many tokens that is. */
  private async rewind(slot: SequenceSlot, prompt: readonly Token[]): Promise<number> {
    const kept = reusable(slot, prompt);
    slot.blocks = slot.blocks.slice(0, kept);
    slot.lastTaken = ++this.requests;
    if (kept > 0) slot.lastReused = this.requests;
    const { sequence } = slot;
    if (sequence.nextTokenIndex > kept)
      await sequence.eraseContextTokenRanges([{ start: kept, end: sequence.nextTokenIndex }]);
    return kept;
  }

  /** Evaluates the prompt's whole blocks; returns the rest, at least one token, from which the answer goes on. */
  private async read(
    slot: SequenceSlot,
    prompt: readonly Token[],
    start: number,
    signal: AbortSignal,
  ): Promise<Token[]> {
    let read = start;
    for (; read + blockSize < prompt.length; read += blockSize) {
      signal.throwIfAborted();
      await slot.sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(read, read + blockSize));
      slot.blocks = prompt.slice(0, read + blockSize);
    }
    return prompt.slice(read);
  }

  private async write(
    sequence: LlamaContextSequence,
    last: Token[],
    ends: AnswerEnds,
    { parameters, seed }: GenerationRequest,
    promptTokens: number,
    signal: AbortSignal,
  ): Promise<Pick<Generation, 'text' | 'finishReason' | 'completionTokens'>> {
    const room = this.contextSize - promptTokens;
    const max = Math.min(parameters.max_tokens ?? room, room);
    const written: Token[] = [];
    const options: SequenceEvaluateOptions = {
      temperature: parameters.temperature ?? 1,
      topP: parameters.top_p ?? 1,
      topK: candidates,
      seed,
      // As the OpenAI API defines them: on what the answer holds so far, not on the prompt.
      repeatPenalty: {
        punishTokens: () => written,
        maxPunishTokens: max,
        penalty: 1,
        presencePenalty: parameters.presence_penalty ?? 0,
        frequencyPenalty: parameters.frequency_penalty ?? 0,
      },
      yieldEogToken: true,
    };
    const stops = [...(parameters.stop ?? []), ...ends.texts];
    let text = '';
    let undecoded: Token[] = [];
    for await (const token of sequence.evaluate(last, options)) {
      signal.throwIfAborted();
      if (this.model.isEogToken(token) || ends.tokens.has(token))
        return { text, finishReason: 'stop', completionTokens: written.length };
      undecoded.push(token);
      const before = written.slice(0, written.length + 1 - undecoded.length);
      written.push(token);
      const decoded = this.model.detokenize(undecoded, this.thoughtMarks.has(token), before);
      // A character may be spread over several tokens; until the last of them it decodes to U+FFFD.
      if (!decoded.endsWith('\uFFFD') || written.length >= max) {
        const from = text.length;
        text += decoded;
        undecoded = [];
        const cut = cutAtStop(text, stops, from);
        if (cut !== undefined) return { text: cut, finishReason: 'stop', completionTokens: written.length };
      }
      if (written.length >= max) break;
    }
    return { text, finishReason: 'length', completionTokens: written.length };
  }
}
