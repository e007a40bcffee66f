/** Types of an ONNX tensor (TensorProto.DataType) that are written here. */
export const elementTypes = { float: 1, uint8: 2, int32: 6, int64: 7 } as const;
export type ElementType = keyof typeof elementTypes;

type Attributes = Readonly<Record<string, number | { readonly float: number }>>;
/** A number is a fixed size; a name is a size that each run chooses. */
type Shape = readonly (number | string)[];

/** Operators outside ONNX itself that ONNX Runtime brings along. */
const runtimeDomain = 'com.microsoft';

/**
 * Builds an ONNX model: values are named by texts, and each call adds one thing and names what comes of it. It knows what a
 * language model needs and no more. Field numbers are those of onnx.proto (ONNX 1.13, operator set 18).
 */
export class OnnxGraph {
  private readonly parts: Buffer[] = [];
  private count = 0;

  input(name: string, type: ElementType, shape: Shape): string {
    this.parts.push(field(11, valueInfo(name, type, shape)));
    return name;
  }

  output(name: string, value: string, type: ElementType, shape: Shape): void {
    this.add('Identity', [value], [name], '', {});
    this.parts.push(field(12, valueInfo(name, type, shape)));
  }

  constant(type: ElementType, shape: readonly number[], data: NodeJS.ArrayBufferView): string {
    const name = `constant${this.count++}`;
    const raw = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    const dimensions = shape.map((size) => field(1, size));
    this.parts.push(
      field(5, ...dimensions, field(2, elementTypes[type]), field(8, text(name)), field(9, raw)),
    );
    return name;
  }

  /** One of ONNX's own operators. */
  node(operator: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.add(operator, inputs, [`value${this.count++}`], '', attributes);
  }

  /** One of ONNX Runtime's; `ignored` are outputs after the first that it insists on and nobody reads. */
  runtimeNode(operator: string, inputs: readonly string[], attributes: Attributes, ignored = 0): string {
    const outputs = Array.from({ length: 1 + ignored }, () => `value${this.count++}`);
    return this.add(operator, inputs, outputs, runtimeDomain, attributes);
  }

  /** The model's file. */
  toBuffer(): Buffer {
    const operatorSet = (domain: string, version: number) =>
      field(8, field(1, text(domain)), field(2, version));
    return Buffer.concat([
      field(1, 9), // version of the format
      field(7, field(2, text('model')), ...this.parts),
      operatorSet('', 18),
      operatorSet(runtimeDomain, 1),
    ]);
  }

  private add(
    operator: string,
    inputs: readonly string[],
    outputs: readonly string[],
    domain: string,
    attributes: Attributes,
  ): string {
    this.parts.push(
      field(
        1,
        ...inputs.map((name) => field(1, text(name))),
        ...outputs.map((name) => field(2, text(name))),
        field(4, text(operator)),
        ...Object.entries(attributes).map(([name, value]) => field(5, attribute(name, value))),
        field(7, text(domain)),
      ),
    );
    return outputs[0]!;
  }
}

function attribute(name: string, value: Attributes[string]): Buffer {
  if (typeof value === 'number') return Buffer.concat([field(1, text(name)), field(3, value), field(20, 2)]);
  const bytes = Buffer.alloc(5);
  bytes[0] = (2 << 3) | 5; // field 2, four bytes
  bytes.writeFloatLE(value.float, 1);
  return Buffer.concat([field(1, text(name)), bytes, field(20, 1)]);
}

function valueInfo(name: string, type: ElementType, shape: Shape): Buffer {
  const sizes = shape.map((size) =>
    field(1, typeof size === 'number' ? field(1, size) : field(2, text(size))),
  );
  const tensor = field(1, field(1, elementTypes[type]), field(2, ...sizes));
  return Buffer.concat([field(1, text(name)), field(2, tensor)]);
}

const text = (value: string): Buffer => Buffer.from(value, 'utf8');

/** A field of a protocol buffer: a whole number, or bytes with their length before them. */
function field(number: number, ...content: readonly [number] | readonly Buffer[]): Buffer {
  const [first] = content;
  if (typeof first === 'number') return Buffer.from([...varint(number << 3), ...varint(first)]);
  const buffers = content as readonly Buffer[];
  const length = buffers.reduce((sum, buffer) => sum + buffer.length, 0);
  return Buffer.concat([Buffer.from([...varint((number << 3) | 2), ...varint(length)]), ...buffers]);
}

/** Seven bits a byte, the least first. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return [...bytes, value];
}
