/** Vectors as a text, each number as it came in 32 bits: a third of what decimals take. */
export function vectorsToText(vectors: readonly Float32Array[]): string {
  return JSON.stringify(
    vectors.map((vector) =>
      Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64'),
    ),
  );
}

/** Reads what `vectorsToText` wrote. */
export function vectorsFromText(text: string): Float32Array[] {
  return (JSON.parse(text) as string[]).map((vector) => {
    const bytes = Uint8Array.from(Buffer.from(vector, 'base64')); // aligned, as a pooled buffer may not be
    return new Float32Array(bytes.buffer);
  });
}
