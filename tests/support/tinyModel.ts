import { writeFile } from 'node:fs/promises';

export interface TinyModelOptions {
  /** What it answers, letter by letter. No letter twice: each tells the next. */
  readonly answer: string;
  /** A token for the machine alone that it writes before the answer, and the one between, with a thought. */
  readonly thought?: { readonly open: string; readonly text: string; readonly close: string };
  /** What it was trained on. */
  readonly contextLength?: number;
  readonly template?: string;
  /** Says of one tensor that it is this many times as large as it is. */
  readonly claimed?: number;
}

/** Turns in tokens of its own: `<|ask|>Hello<|over|><|tell|>Hi<|over|>`. */
export const tinyTemplate = [
  "{% for message in messages %}{{ '<|tell|>' if message['role'] == 'assistant' else '<|ask|>' }}",
  "{{ message['content'] }}<|over|>{% endfor %}{% if add_generation_prompt %}<|tell|>{% endif %}",
].join('');

/**
 * Writes a model in GGUF that knows one thing: after `<|tell|>` it says its answer, after any other token, which is what it sees in a
 * prompt of another template, a question mark. An architecture (Qwen2), a vocabulary, a template and a context that are not SmolLM2's.
 */
export async function writeTinyModel(path: string, options: TinyModelOptions): Promise<void> {
  const { answer, thought, contextLength = 512, template = tinyTemplate, claimed = 1 } = options;
  const marks = thought ? [thought.open, thought.close] : [];
  const bytes = Array.from(
    { length: 256 },
    (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
  );
  const controls = ['<s>', '</s>', '<|ask|>', '<|tell|>', '<|over|>', ...marks];
  const tokens = ['<unk>', ...controls, ...bytes];
  const idOf = (token: string): number => tokens.indexOf(token);
  const letters = (text: string): number[] =>
    [...Buffer.from(text)].map((byte) => 1 + controls.length + byte);
  const chain = [
    idOf('<|tell|>'),
    ...(thought ? [idOf(thought.open), ...letters(thought.text), idOf(thought.close)] : []),
    ...letters(answer),
    idOf('<|over|>'),
  ];
  const [question = 0] = letters('?');
  const next = tokens.map((_, token) => chain[chain.indexOf(token) + 1] ?? question);
  for (const token of tokens.keys()) if (!chain.includes(token)) next[token] = question;

  const width = 320; // a place for each token, in heads of 64
  const inner = 32;
  const zeros = (count: number): Float32Array => new Float32Array(count);
  const ones = (count: number): Float32Array => new Float32Array(count).fill(1);
  const embeddings = zeros(width * tokens.length);
  const output = zeros(width * tokens.length);
  for (const [token, following] of next.entries()) {
    embeddings[token * width + token] = 1;
    output[following * width + token] = 1;
  }
  const tensors: [string, number[], Float32Array][] = [
    ['token_embd.weight', [width, tokens.length], embeddings],
    ['output_norm.weight', [width], ones(width)],
    ['output.weight', [width, tokens.length], output],
    ['blk.0.attn_norm.weight', [width], ones(width)],
    ...['attn_q', 'attn_k', 'attn_v'].flatMap((name): [string, number[], Float32Array][] => [
      [`blk.0.${name}.weight`, [width, width], zeros(width * width)],
      [`blk.0.${name}.bias`, [width], zeros(width)],
    ]),
    ['blk.0.attn_output.weight', [width, width], zeros(width * width)],
    ['blk.0.ffn_norm.weight', [width], ones(width)],
    ['blk.0.ffn_gate.weight', [width, inner], zeros(width * inner)],
    ['blk.0.ffn_up.weight', [width, inner], zeros(width * inner)],
    ['blk.0.ffn_down.weight', [inner, width], zeros(width * inner)],
  ];
  const metadata: [string, Buffer][] = [
    ['general.architecture', text('qwen2')],
    ['qwen2.context_length', uint32(contextLength)],
    ['qwen2.embedding_length', uint32(width)],
    ['qwen2.block_count', uint32(1)],
    ['qwen2.feed_forward_length', uint32(inner)],
    ['qwen2.attention.head_count', uint32(width / 64)],
    ['qwen2.attention.layer_norm_rms_epsilon', float32(1e-6)],
    ['tokenizer.ggml.model', text('llama')],
    ['tokenizer.ggml.tokens', array(8, tokens.map(bareText))],
    ['tokenizer.ggml.scores', array(6, tokens.map(bareFloat32))],
    // 2: unknown, 3: for the machine alone, 6: a byte
    ['tokenizer.ggml.token_type', array(5, tokens.map((token, id) => bareUint32(id === 0 ? 2 : controls.includes(token) ? 3 : 6)))], // prettier-ignore
    ['tokenizer.ggml.bos_token_id', uint32(idOf('<s>'))],
    ['tokenizer.ggml.eos_token_id', uint32(idOf('</s>'))],
    ['tokenizer.ggml.add_space_prefix', value(7, Buffer.from([0]))],
    ['tokenizer.chat_template', text(template)],
  ];

  const infos: Buffer[] = [];
  const data: Buffer[] = [];
  let offset = 0;
  for (const [name, dimensions, weights] of tensors) {
    const shown = dimensions.map((size, axis) =>
      name === 'output.weight' && axis === 1 ? size * claimed : size,
    );
    infos.push(
      bareText(name),
      bareUint32(shown.length),
      ...shown.map(bareUint64),
      bareUint32(0),
      bareUint64(offset),
    );
    data.push(Buffer.from(weights.buffer));
    offset += weights.byteLength; // each is a multiple of 32 already
  }
  const head = Buffer.concat([
    Buffer.from('GGUF'),
    bareUint32(3),
    bareUint64(tensors.length),
    bareUint64(metadata.length),
    ...metadata.flatMap(([key, given]) => [bareText(key), given]),
    ...infos,
  ]);
  await writeFile(path, Buffer.concat([head, Buffer.alloc((32 - (head.length % 32)) % 32), ...data]));
}

function bareUint32(number: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(number);
  return buffer;
}

function bareUint64(number: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(number));
  return buffer;
}

function bareFloat32(): Buffer {
  return Buffer.alloc(4); // each token counts as likely as every other
}

const bareText = (said: string): Buffer =>
  Buffer.concat([bareUint64(Buffer.byteLength(said)), Buffer.from(said)]);
const value = (type: number, bare: Buffer): Buffer => Buffer.concat([bareUint32(type), bare]);
const uint32 = (number: number): Buffer => value(4, bareUint32(number));
const text = (said: string): Buffer => value(8, bareText(said));
const array = (type: number, items: readonly Buffer[]): Buffer =>
  value(9, Buffer.concat([bareUint32(type), bareUint64(items.length), ...items]));

function float32(number: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeFloatLE(number);
  return value(6, buffer);
}
