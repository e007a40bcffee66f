/** Bytes of a header's values by their type; strings and arrays carry their own length. */
const valueTypes = {
  0: [1, (file, at) => file.readUInt8(at)], 1: [1, (file, at) => file.readInt8(at)],
  2: [2, (file, at) => file.readUInt16LE(at)], 3: [2, (file, at) => file.readInt16LE(at)],
  4: [4, (file, at) => file.readUInt32LE(at)], 5: [4, (file, at) => file.readInt32LE(at)],
  6: [4, (file, at) => file.readFloatLE(at)], 7: [1, (file, at) => file.readUInt8(at)],
  10: [8, (file, at) => Number(file.readBigUInt64LE(at))], 11: [8, (file, at) => Number(file.readBigInt64LE(at))],
  12: [8, (file, at) => file.readDoubleLE(at)],
} satisfies Record<number, readonly [number, (file: Buffer, at: number) => number]>; // prettier-ignore
const stringType = 8;
const arrayType = 9;

/** Values in a block, and bytes of one, by the tensor's type. */
const tensorTypes: Readonly<Record<number, { readonly values: number; readonly bytes: number }>> = {
  0: { values: 1, bytes: 4 }, // F32
  1: { values: 1, bytes: 2 }, // F16
  3: { values: 32, bytes: 20 }, // Q4_1: scale, minimum, 32 nibbles
  8: { values: 32, bytes: 34 }, // Q8_0: scale, 32 signed bytes
};

/** A matrix, or a vector as a matrix of one row; rows one after another. */
export interface Tensor {
  readonly rows: number;
  readonly columns: number;
  readonly type: number;
  readonly data: Buffer;
}

export interface Gguf {
  /** Numbers and texts of the header; lists are left out. */
  readonly header: ReadonlyMap<string, number | string>;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/**
 * Reads a model's file (GGUF, version 2 or 3) whose tensors have one of the types F32, F16, Q4_1 and Q8_0.
 * @throws RangeError for any other.
 */
export function readGguf(file: Buffer): Gguf {
  if (file.subarray(0, 4).toString('latin1') !== 'GGUF' || ![2, 3].includes(file.readUInt32LE(4)))
    throw new RangeError('it is not a GGUF file of version 2 or 3');
  let at = 24;
  const scalar = (type: number): number => {
    if (!(type in valueTypes)) throw new RangeError(`a header value has the unknown type ${type}`);
    const [bytes, read] = valueTypes[type as keyof typeof valueTypes];
    at += bytes;
    return read(file, at - bytes);
  };
  const number = (): number => scalar(4);
  const large = (): number => scalar(10);
  const text = (): string => {
    const length = large();
    at += length;
    return file.toString('utf8', at - length, at);
  };
  const header = new Map<string, number | string>();
  for (let left = Number(file.readBigUInt64LE(16)); left > 0; left--) {
    const key = text();
    const type = number();
    if (type === stringType) header.set(key, text());
    else if (type !== arrayType) header.set(key, scalar(type));
    else {
      const elementType = number();
      for (let count = large(); count > 0; count--)
        if (elementType === stringType) text();
        else scalar(elementType);
    }
  }
  const described = Array.from({ length: Number(file.readBigUInt64LE(8)) }, () => {
    const name = text();
    const [columns = 1, rows = 1] = Array.from({ length: number() }, large);
    return { name, rows, columns, type: number(), offset: large() };
  });
  const alignment = Number(header.get('general.alignment') ?? 32);
  const start = Math.ceil(at / alignment) * alignment;
  const tensors = described.map(({ name, rows, columns, type, offset }): [string, Tensor] => {
    const block = tensorTypes[type];
    if (!block)
      throw new RangeError(`tensor "${name}" has type ${type}, and only F32, F16, Q4_1 and Q8_0 are read`);
    const bytes = ((rows * columns) / block.values) * block.bytes;
    const data = file.subarray(start + offset, start + offset + bytes);
    if (data.length < bytes) throw new RangeError(`it is cut inside tensor "${name}"`);
    return [name, { rows, columns, type, data }];
  });
  return { header, tensors: new Map(tensors) };
}

/** The numbers of a tensor, row after row. */
export function dequantised({ type, data, rows, columns }: Tensor): Float32Array {
  const values = new Float32Array(rows * columns);
  const half = (at: number): number => halfToNumber(data[at]! | (data[at + 1]! << 8));
  switch (type) {
    case 0:
      for (let index = 0; index < values.length; index++) values[index] = data.readFloatLE(4 * index);
      break;
    case 1:
      for (let index = 0; index < values.length; index++) values[index] = half(2 * index);
      break;
    case 3:
      for (let from = 0, to = 0; to < values.length; from += 20, to += 32) {
        const scale = half(from);
        const min = half(from + 2);
        for (let index = 0; index < 16; index++) {
          const byte = data[from + 4 + index]!;
          values[to + index] = (byte & 15) * scale + min;
          values[to + 16 + index] = (byte >> 4) * scale + min;
        }
      }
      break;
    case 8:
      for (let from = 0, to = 0; to < values.length; from += 34, to += 32) {
        const scale = half(from);
        for (let index = 0; index < 32; index++)
          values[to + index] = ((data[from + 2 + index]! << 24) >> 24) * scale;
      }
      break;
  }
  return values;
}

/** IEEE 754 half precision. */
function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
