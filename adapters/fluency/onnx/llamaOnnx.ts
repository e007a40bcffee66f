import { dequantised, type Gguf, type Tensor } from './gguf';
import { OnnxGraph } from './onnxGraph';

/** Weights of a matrix that share one scale; in larger blocks, where a row is made of them, a fifth faster. */
const blockSizes = [64, 32] as const;

/** The model in two pieces, so that the logits, 200 KB a token, are never there for a whole text at once. */
export interface OnnxModel {
  /**
   * `ids` [1, n] at `positions` [1, n], after m tokens of which `keys0` … and `values0` … [key heads, m, head size] are known, each
   * seeing the m + n tokens for which its row of `mask` [n, m + n] is 0 and not −∞ → `hidden` [n − from, width]: the states that follow
   * them from the token `from` [1] on, normalised; and `allKeys0` …, `allValues0` … of all m + n.
   */
  readonly body: Buffer;
  /** `hidden` [n, width], `tokens` [n, k] → `logProbabilities` [n, k], in nats, and the `likeliest` [n]. */
  readonly head: Buffer;
}

/**
 * A model of the Llama architecture as ONNX: the same weights, those of matrices in blocks of 64 signed bytes with a scale,
 * which ONNX Runtime multiplies by the processor's eight-bit instructions. Rounding the 16 levels of Q4_1 to 255 moves a weight
 * by at most 1/254 of its block's largest.
 * @throws RangeError for a model of another architecture.
 */
export function llamaOnnx({ header, tensors }: Gguf): OnnxModel {
  const architecture = header.get('general.architecture');
  if (architecture !== 'llama')
    throw new RangeError(`its architecture is "${architecture}", and "llama" is needed`);
  const setting = (name: string): number => {
    const value = header.get(`llama.${name}`);
    if (typeof value !== 'number') throw new RangeError(`its header lacks llama.${name}`);
    return value;
  };
  const tensor = (name: string): Tensor => {
    const found = tensors.get(name);
    if (!found) throw new RangeError(`it lacks the tensor "${name}"`);
    return found;
  };
  const width = setting('embedding_length');
  const heads = setting('attention.head_count');
  const keyHeads = Number(header.get('llama.attention.head_count_kv') ?? heads);
  const epsilon = setting('attention.layer_norm_rms_epsilon');

  const body = new OnnxGraph();
  const ids = body.input('ids', 'int64', [1, 'length']);
  const positions = body.input('positions', 'int64', [1, 'length']);
  const mask = body.input('mask', 'float', ['length', 'all']);
  const from = body.input('from', 'int64', [1]);
  const normalised = (states: string, name: string): string =>
    body.node('SimplifiedLayerNormalization', [states, vector(body, tensor(name))], {
      axis: 2,
      epsilon: { float: epsilon },
    });
  const times = (states: string, name: string): string => product(body, states, tensor(name));

  const embedding = tensor('token_embd.weight');
  const table = body.constant('float', [embedding.rows, embedding.columns], dequantised(embedding));
  let states = body.node('Gather', [table, ids]);
  const size = width / heads;
  const ofGroup = heads / keyHeads;
  const angles = rotations(
    body,
    setting('context_length'),
    Number(header.get('llama.rope.dimension_count') ?? size),
    Number(header.get('llama.rope.freq_base') ?? 10_000),
  );
  const sizes = (...of: readonly number[]): string =>
    body.constant('int64', [of.length], BigInt64Array.from(of, BigInt));
  const shapes = {
    queries: sizes(-1, keyHeads, ofGroup, size),
    keys: sizes(-1, keyHeads, size),
    ofGroups: sizes(keyHeads, ofGroup, -1, size),
    together: sizes(keyHeads, -1, size),
    attended: sizes(1, -1, width),
  };
  const masks = body.node('Concat', Array<string>(ofGroup).fill(mask), { axis: 0 });
  const reshaped = (value: string, shape: string): string => body.node('Reshape', [value, shape]);
  // GGUF interleaves the two halves that each rotation turns.
  const turned = (value: string, count: number): string =>
    body.runtimeNode('RotaryEmbedding', [value, positions, angles.cosines, angles.sines], {
      interleaved: 1,
      num_heads: count,
    });
  const withPast = (kind: 'Keys' | 'Values', layer: number, value: string): string => {
    const past = body.input(`${kind.toLowerCase()}${layer}`, 'float', [keyHeads, 'past', size]);
    const own = body.node('Transpose', [reshaped(value, shapes.keys)], { perm: [1, 0, 2] });
    const all = body.node('Concat', [past, own], { axis: 1 });
    body.output(`all${kind}${layer}`, all, 'float', [keyHeads, 'all', size]);
    return all;
  };
  for (let layer = 0; layer < setting('block_count'); layer++) {
    const name = (part: string): string => `blk.${layer}.${part}.weight`;
    const before = normalised(states, name('attn_norm'));
    const [query, key, value] = ['attn_q', 'attn_k', 'attn_v'].map((part) => times(before, name(part)));
    const keys = withPast('Keys', layer, turned(key!, keyHeads));
    const values = withPast('Values', layer, value!);
    // The queries of the heads that share keys stand below each other, as rows of one matrix.
    const queries = body.node('Transpose', [reshaped(turned(query!, heads), shapes.queries)], { perm: [1, 2, 0, 3] }); // prettier-ignore
    const scores = body.runtimeNode('FusedMatMul', [reshaped(queries, shapes.together), keys], {
      transB: 1,
      alpha: { float: size ** -0.5 },
    });
    const weights = body.node('Softmax', [body.node('Add', [scores, masks])], { axis: 2 });
    const found = body.node('MatMul', [weights, values]);
    const inOrder = body.node('Transpose', [reshaped(found, shapes.ofGroups)], { perm: [2, 0, 1, 3] });
    const attended = reshaped(inOrder, shapes.attended);
    states = body.node('Add', [states, times(attended, name('attn_output'))]);
    const between = normalised(states, name('ffn_norm'));
    const gate = times(between, name('ffn_gate'));
    const opened = body.node('Mul', [gate, body.node('Sigmoid', [gate])]);
    const inner = body.node('Mul', [opened, times(between, name('ffn_up'))]);
    states = body.node('Add', [states, times(inner, name('ffn_down'))]);
  }
  const axis = body.constant('int64', [1], BigInt64Array.of(1n));
  const end = body.constant('int64', [1], BigInt64Array.of(2n ** 62n));
  const asked = body.node('Slice', [normalised(states, 'output_norm.weight'), from, end, axis]);
  body.output('hidden', body.node('Squeeze', [asked, body.constant('int64', [1], BigInt64Array.of(0n))]), 'float', ['asked', width]); // prettier-ignore

  const head = new OnnxGraph();
  const hidden = head.input('hidden', 'float', ['asked', width]);
  const tokens = head.input('tokens', 'int64', ['asked', 'each']);
  const logits = product(head, hidden, tensors.get('output.weight') ?? embedding);
  const whole = head.node('ReduceLogSumExp', [logits, head.constant('int64', [1], BigInt64Array.of(1n))]);
  const chosen = head.node('GatherElements', [logits, tokens], { axis: 1 });
  head.output('logProbabilities', head.node('Sub', [chosen, whole]), 'float', ['asked', 'each']);
  head.output('likeliest', head.node('ArgMax', [logits], { axis: 1, keepdims: 0 }), 'int64', ['asked']);
  return { body: body.toBuffer(), head: head.toBuffer() };
}

const vector = (graph: OnnxGraph, tensor: Tensor): string =>
  graph.constant('float', [tensor.columns], dequantised(tensor));

/** Each state times the transposed matrix. */
function product(graph: OnnxGraph, states: string, tensor: Tensor): string {
  const { rows, columns } = tensor;
  const blockSize = blockSizes.find((size) => columns % size === 0);
  if (blockSize === undefined) throw new RangeError(`a matrix has ${columns} columns, no multiple of 32`);
  const values = dequantised(tensor);
  const blocks = values.length / blockSize;
  const scales = new Float32Array(blocks);
  const levels = new Uint8Array(values.length);
  for (let block = 0; block < blocks; block++) {
    const start = block * blockSize;
    let largest = 0;
    for (let index = start; index < start + blockSize; index++)
      largest = Math.max(largest, Math.abs(values[index]!));
    const step = largest / 127;
    scales[block] = step;
    for (let index = start; index < start + blockSize; index++)
      levels[index] = 128 + (step === 0 ? 0 : Math.round(values[index]! / step));
  }
  return graph.runtimeNode(
    'MatMulNBits',
    [
      states,
      graph.constant('uint8', [rows, columns / blockSize, blockSize], levels),
      graph.constant('float', [rows, columns / blockSize], scales),
    ],
    { K: columns, N: rows, bits: 8, block_size: blockSize, accuracy_level: 4 },
  );
}

/** By position, of each of the frequencies that a head's values are turned by (Su et al. 2021, arXiv:2104.09864). */
function rotations(
  graph: OnnxGraph,
  positions: number,
  dimensions: number,
  base: number,
): { cosines: string; sines: string } {
  const pairs = dimensions / 2;
  const table = (of: (angle: number) => number): string =>
    graph.constant(
      'float',
      [positions, pairs],
      Float32Array.from({ length: positions * pairs }, (_, index) =>
        of(Math.floor(index / pairs) * base ** (-(2 * (index % pairs)) / dimensions)),
      ),
    );
  return { cosines: table(Math.cos), sines: table(Math.sin) };
}
