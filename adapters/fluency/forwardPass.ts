import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { CausalModelFiles } from './fetchCausalModel';

/** Tokens whose logits are there at once, 200 KB each. */
const logitsAtOnce = 128;
/** Tokens that pass through the model at once: each sees all before it, so memory grows with how many they are. */
const tokensAtOnce = 512;

/** What the model keeps of tokens that it has read, so that others can follow them: keys and values, 46 KB a token. */
export interface ReadTokens {
  readonly length: number;
  readonly keysAndValues: Readonly<Record<string, Tensor>>;
}

/** What follows the first `after` of the tokens that were read. */
export interface Branch {
  readonly after: number;
  readonly ids: readonly number[];
}

/** The log-probability of each token that was asked for in a place, and the likeliest token there. */
export interface Figures {
  readonly logProbabilities: readonly number[];
  readonly likeliest: number;
}

/**
 * A language model's passes over tokens, by ONNX Runtime, on one thread. What was read once can be gone on from: several ways to go on
 * are read in one pass, each as if it alone followed. States are rows of `width` numbers, one after another.
 */
export class ForwardPass {
  private constructor(
    private readonly body: InferenceSession,
    private readonly head: InferenceSession,
    private readonly nothing: ReadTokens,
  ) {}

  static async load({ body, head }: Pick<CausalModelFiles, 'body' | 'head'>): Promise<ForwardPass> {
    const open = (path: string): Promise<InferenceSession> =>
      InferenceSession.create(path, { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3 });
    const opened = await open(body);
    const none = opened.inputMetadata.flatMap((input): [string, Tensor][] => {
      if (!input.isTensor || !/^(?:keys|values)\d/.test(input.name)) return [];
      const [heads, , size] = input.shape;
      return [[input.name, new Tensor('float32', new Float32Array(), [Number(heads), 0, Number(size)])]];
    });
    return new ForwardPass(opened, await open(head), {
      length: 0,
      keysAndValues: Object.fromEntries(none),
    });
  }

  /**
   * Reads a text.
   * @returns The states after its tokens from number `from` on, and what is needed to go on from it.
   */
  async read(
    ids: readonly number[],
    from: number,
  ): Promise<{ readonly states: Float32Array; readonly read: ReadTokens }> {
    const states: Float32Array[] = [];
    let read = this.nothing;
    for (let start = 0; start < ids.length; start += tokensAtOnce) {
      const some = ids.slice(start, start + tokensAtOnce);
      const { hidden, ...known } = await this.body.run(
        this.following(read, [{ after: start, ids: some }], Math.max(0, from - start)),
      );
      states.push(hidden!.data as Float32Array);
      const keysAndValues = Object.fromEntries(
        Object.keys(read.keysAndValues).map((name) => [name, known[allOf(name)]!]),
      );
      read = { length: start + some.length, keysAndValues };
    }
    return { states: joined(states), read };
  }

  /** Reads what might follow, each branch by itself. The states after all of their tokens, branch after branch. */
  async readBranches(read: ReadTokens, branches: readonly Branch[]): Promise<Float32Array> {
    const states: Float32Array[] = [];
    let some: Branch[] = [];
    const pass = async (): Promise<void> => {
      if (tokensOf(some) > 0) {
        const { hidden } = await this.body.run(this.following(read, some, 0), ['hidden']);
        states.push(hidden!.data as Float32Array);
      }
      some = [];
    };
    for (const branch of branches) {
      if (tokensOf(some) + branch.ids.length > tokensAtOnce) await pass();
      some.push(branch);
    }
    await pass();
    return joined(states);
  }

  /** @param tokens As many for each state. */
  async figures(states: Float32Array, tokens: readonly (readonly number[])[]): Promise<readonly Figures[]> {
    const width = states.length / tokens.length;
    const each = tokens[0]?.length ?? 0;
    const rows: Figures[] = [];
    for (let start = 0; start < tokens.length; start += logitsAtOnce) {
      const some = tokens.slice(start, start + logitsAtOnce);
      const { logProbabilities, likeliest } = await this.head.run({
        hidden: new Tensor('float32', states.subarray(start * width, (start + some.length) * width), [
          some.length,
          width,
        ]),
        tokens: integers(some.flat(), [some.length, each]),
      });
      const figures = logProbabilities!.data as Float32Array;
      const best = likeliest!.data as BigInt64Array;
      some.forEach((_, row) =>
        rows.push({
          logProbabilities: [...figures.subarray(row * each, (row + 1) * each)].map((figure) =>
            Math.min(0, figure),
          ),
          likeliest: Number(best[row]),
        }),
      );
    }
    return rows;
  }

  /** What the model is fed to read branches after what was read. */
  private following(read: ReadTokens, branches: readonly Branch[], from: number): Record<string, Tensor> {
    const added = tokensOf(branches);
    const all = read.length + added;
    const mask = new Float32Array(added * all).fill(-Infinity);
    let row = 0;
    for (const { after, ids } of branches) {
      const own = read.length + row;
      ids.forEach((_, index) => {
        const at = row++ * all;
        mask.fill(0, at, at + after);
        mask.fill(0, at + own, at + own + index + 1);
      });
    }
    const ids = branches.flatMap((branch) => branch.ids);
    const positions = branches.flatMap(({ after, ids }) => ids.map((_, index) => after + index));
    return {
      ids: integers(ids, [1, added]),
      positions: integers(positions, [1, added]),
      mask: new Tensor('float32', mask, [added, all]),
      from: integers([Math.min(from, added)], [1]),
      ...read.keysAndValues,
    };
  }
}

const allOf = (name: string): string => `all${name[0]!.toUpperCase()}${name.slice(1)}`;

const tokensOf = (branches: readonly Branch[]): number =>
  branches.reduce((sum, { ids }) => sum + ids.length, 0);

const integers = (values: readonly number[], shape: readonly number[]): Tensor =>
  new Tensor('int64', BigInt64Array.from(values, BigInt), shape);

export function joined(parts: readonly Float32Array[]): Float32Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
