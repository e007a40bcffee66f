import { Writer } from 'protobufjs/minimal';

/** Types of an ONNX tensor (TensorProto.DataType) that are written here. */
export const elementTypes = { float: 1, uint8: 2, int32: 6, int64: 7 } as const;
export type ElementType = keyof typeof elementTypes;

type Attributes = Readonly<Record<string, number | { readonly float: number } | readonly number[]>>;
/** A number is a fixed size; a name is a size that each run chooses. */
type Shape = readonly (number | string)[];

/** Operators outside ONNX itself that ONNX Runtime brings along. */
const runtimeDomain = 'com.microsoft';

/**
 * Builds an ONNX model: values are named by texts, and each call adds one thing and names what comes of it. It knows what a
 * language model needs and no more. Field numbers are those of onnx.proto (ONNX 1.13, operator set 18).
 */
export class OnnxGraph {
  private readonly parts: ((graph: Writer) => void)[] = [];
  private count = 0;

  input(name: string, type: ElementType, shape: Shape): string {
    this.parts.push((graph) => message(graph, 11, (info) => valueInfo(info, name, type, shape)));
    return name;
  }

  output(name: string, value: string, type: ElementType, shape: Shape): void {
    this.add('Identity', [value], [name], '', {});
    this.parts.push((graph) => message(graph, 12, (info) => valueInfo(info, name, type, shape)));
  }

  constant(type: ElementType, shape: readonly number[], data: NodeJS.ArrayBufferView): string {
    const name = `constant${this.count++}`;
    const raw = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    this.parts.push((graph) =>
      message(graph, 5, (tensor) => {
        for (const size of shape) whole(tensor, 1, size);
        whole(tensor, 2, elementTypes[type]);
        text(tensor, 8, name);
        tensor.uint32(tagOf(9, bytesType)).bytes(raw);
      }),
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
    const model = Writer.create();
    whole(model, 1, 9); // version of the format
    message(model, 7, (graph) => {
      text(graph, 2, 'model');
      for (const write of this.parts) write(graph);
    });
    for (const [domain, version] of [
      ['', 18],
      [runtimeDomain, 1],
    ] as const)
      message(model, 8, (set) => {
        text(set, 1, domain);
        whole(set, 2, version);
      });
    return Buffer.from(model.finish());
  }

  private add(
    operator: string,
    inputs: readonly string[],
    outputs: readonly string[],
    domain: string,
    attributes: Attributes,
  ): string {
    this.parts.push((graph) =>
      message(graph, 1, (node) => {
        for (const name of inputs) text(node, 1, name);
        for (const name of outputs) text(node, 2, name);
        text(node, 4, operator);
        for (const [name, value] of Object.entries(attributes))
          message(node, 5, (written) => attribute(written, name, value));
        text(node, 7, domain);
      }),
    );
    return outputs[0]!;
  }
}

const isList = (value: object): value is readonly number[] => Array.isArray(value);

function attribute(
  writer: Writer,
  name: string,
  value: number | { readonly float: number } | readonly number[],
): void {
  text(writer, 1, name);
  if (typeof value === 'number') whole(whole(writer, 3, value), 20, 2);
  else if (isList(value))
    whole(
      value.reduce((list, each) => whole(list, 8, each), writer),
      20,
      7,
    );
  else whole(writer.uint32(tagOf(2, fourBytesType)).float(value.float), 20, 1);
}

function valueInfo(writer: Writer, name: string, type: ElementType, shape: Shape): void {
  text(writer, 1, name);
  message(writer, 2, (kind) =>
    message(kind, 1, (tensor) => {
      whole(tensor, 1, elementTypes[type]);
      message(tensor, 2, (sizes) => {
        for (const size of shape)
          message(sizes, 1, (one) => (typeof size === 'number' ? whole(one, 1, size) : text(one, 2, size)));
      });
    }),
  );
}

/** Types of a field on the wire (protobuf.dev/programming-guides/encoding). */
const varintType = 0;
const bytesType = 2;
const fourBytesType = 5;
const tagOf = (field: number, type: number): number => ((field << 3) | type) >>> 0;

const whole = (writer: Writer, field: number, value: number): Writer =>
  writer.uint32(tagOf(field, varintType)).uint32(value);
const text = (writer: Writer, field: number, value: string): Writer =>
  writer.uint32(tagOf(field, bytesType)).string(value);
function message(writer: Writer, field: number, write: (inner: Writer) => unknown): void {
  write(writer.uint32(tagOf(field, bytesType)).fork());
  writer.ldelim();
}
