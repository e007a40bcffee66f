const block = 512;

/** The files of a tar archive, by their paths from "/". Links and folders are left out. */
export function untar(archive: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const text = (at: number, length: number): string =>
    new TextDecoder().decode(archive.subarray(at, at + length)).replace(/\0[^]*$/u, '');
  const files = new Map<string, Uint8Array>();
  for (let at = 0; at + block <= archive.length;) {
    const name = text(at, 100);
    if (name === '') break;
    const size = Number.parseInt(text(at + 124, 12), 8) || 0;
    const prefix = text(at + 257, 5) === 'ustar' ? text(at + 345, 155) : '';
    const kind = text(at + 156, 1);
    if (kind === '0' || kind === '') {
      const path = `${prefix === '' ? '' : `${prefix}/`}${name}`.replace(/^\.?\//u, '');
      files.set(`/${path}`, archive.slice(at + block, at + block + size));
    }
    at += block + Math.ceil(size / block) * block;
  }
  return files;
}
