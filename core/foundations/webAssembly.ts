/** A memory, which only grows. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** The little that is used of it: TypeScript declares WebAssembly only together with a browser's document. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    Memory: new (size: { initial: number }) => WasmMemory;
    Module: new (bytes: Uint8Array) => object;
    Instance: new (module: object, imports: object) => { exports: object };
  };
};

/** Bytes of a page of memory. */
export const pageBytes = 1 << 16;

export const memoryOf = (pages: number): WasmMemory => new WebAssembly.Memory({ initial: pages });

/** Makes instances of a kernel in base64, and says what each exports. It is compiled when the first is wanted. */
export function kernelOf<Exports extends object>(base64: string): (imports?: object) => Exports {
  let compiled: object | undefined;
  return (imports = {}) => {
    compiled ??= new WebAssembly.Module(Buffer.from(base64, 'base64'));
    return new WebAssembly.Instance(compiled, imports).exports as Exports;
  };
}
