const memorySection = 5;
const pageBytes = 65_536;

/**
 * A WebAssembly module whose memory never grows beyond so many bytes: its memory section is written anew with that maximum. Whatever runs in it is told
 * by the engine that there is no more.
 */
export function boundMemory(module: Uint8Array, bytes: number): Uint8Array {
  for (let at = 8; at < module.length;) {
    const id = module[at]!;
    const size = readNumber(module, at + 1);
    const end = size.end + size.value;
    if (id === memorySection) {
      const count = readNumber(module, size.end);
      const flags = module[count.end]!;
      if (count.value !== 1 || flags > 1)
        throw new Error('the module has memories of another kind than one that is not shared');
      const least = readNumber(module, count.end + 1);
      const body = [
        1,
        1,
        ...written(least.value),
        ...written(Math.max(least.value, Math.floor(bytes / pageBytes))),
      ];
      return Buffer.concat([
        module.subarray(0, at),
        Buffer.from([id, ...written(body.length), ...body]),
        module.subarray(end),
      ]);
    }
    at = end;
  }
  throw new Error('the module has no memory of its own');
}

/** Unsigned LEB128. */
function readNumber(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let at = start, factor = 1; ; at += 1, factor *= 128) {
    const byte = bytes[at]!;
    value += (byte & 127) * factor;
    if (byte < 128) return { value, end: at + 1 };
  }
}

function written(value: number): number[] {
  const rest = Math.floor(value / 128);
  return rest === 0 ? [value] : [(value % 128) + 128, ...written(rest)];
}
