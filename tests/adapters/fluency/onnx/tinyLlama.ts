/** The types of a GGUF tensor that are read: F32, F16, Q4_1, Q8_0. */
type TensorType = 0 | 1 | 3 | 8;

const blocks: Readonly<Record<TensorType, { values: number; bytes: number }>> = {
  0: { values: 1, bytes: 4 },
  1: { values: 1, bytes: 2 },
  3: { values: 32, bytes: 20 },
  8: { values: 32, bytes: 34 },
};

const width = 64;
const inner = 96;
const words = 40;

/** A model of the Llama architecture with a layer of each usual tensor and a few thousand made-up weights, as a GGUF file. */
export function tinyLlama(): Buffer {
  const layer = (part: string, rows: number, columns: number, type: TensorType): Described => ({
    name: `blk.0.${part}.weight`,
    rows,
    columns,
    type,
  });
  const tensors: Described[] = [
    { name: 'token_embd.weight', rows: words, columns: width, type: 8 },
    layer('attn_norm', 1, width, 0),
    layer('attn_q', width, width, 3),
    layer('attn_k', width / 2, width, 3),
    layer('attn_v', width / 2, width, 8),
    layer('attn_output', width, width, 1),
    layer('ffn_norm', 1, width, 0),
    layer('ffn_gate', inner, width, 3),
    layer('ffn_up', inner, width, 3),
    layer('ffn_down', width, inner, 8),
    { name: 'output_norm.weight', rows: 1, columns: width, type: 0 },
  ];
  const settings: readonly (readonly [string, number])[] = [
    ['block_count', 1],
    ['context_length', 32],
    ['embedding_length', width],
    ['attention.head_count', 4],
    ['attention.head_count_kv', 2],
  ];
  let offset = 0;
  const described = tensors.map(({ name, rows, columns, type }) => {
    const at = offset;
    offset += Math.ceil(bytesOf({ rows, columns, type }) / 32) * 32;
    return Buffer.concat([
      text(name),
      whole(2, 4),
      whole(columns, 8),
      whole(rows, 8),
      whole(type, 4),
      whole(at, 8),
    ]);
  });
  const epsilon = Buffer.alloc(4);
  epsilon.writeFloatLE(1e-5);
  const header = Buffer.concat([
    Buffer.from('GGUF'),
    whole(3, 4),
    whole(tensors.length, 8),
    whole(settings.length + 2, 8),
    text('general.architecture'),
    whole(8, 4),
    text('llama'),
    ...settings.flatMap(([name, value]) => [text(`llama.${name}`), whole(4, 4), whole(value, 4)]),
    text('llama.attention.layer_norm_rms_epsilon'),
    whole(6, 4),
    epsilon,
    ...described,
  ]);
  const weights = tensors.map((tensor, index) => {
    const data = weightsOf(tensor, index + 1);
    return Buffer.concat([data, Buffer.alloc(-data.length & 31)]);
  });
  return Buffer.concat([header, Buffer.alloc(-header.length & 31), ...weights]);
}

interface Described {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly type: TensorType;
}

function bytesOf({ rows, columns, type }: Omit<Described, 'name'>): number {
  return ((rows * columns) / blocks[type].values) * blocks[type].bytes;
}

/** Any bytes are levels; scales and plain numbers must be finite, and are near 1. */
function weightsOf(tensor: Described, seed: number): Buffer {
  const data = Buffer.alloc(bytesOf(tensor));
  let state = seed;
  const next = (): number => (state = (state * 48_271) % 2_147_483_647);
  for (let at = 0; at < data.length; at++) data[at] = next() >> 8;
  const half = (at: number): void => void data.writeUInt16LE(0x3800 | (next() & 1023), at);
  const { type } = tensor;
  if (type === 0)
    for (let at = 0; at < data.length; at += 4) data.writeFloatLE((next() % 1000) / 500 - 1, at);
  else if (type === 1) for (let at = 0; at < data.length; at += 2) half(at);
  else
    for (let at = 0; at < data.length; at += blocks[type].bytes) {
      half(at);
      if (type === 3) half(at + 2);
    }
  return data;
}

export const whole = (value: number, bytes: 4 | 8): Buffer => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUInt32LE(value);
  return buffer;
};

export const text = (value: string): Buffer => Buffer.concat([whole(value.length, 8), Buffer.from(value)]);
