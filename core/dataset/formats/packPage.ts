import { snappyCompress } from './snappy';

/** Packs a page with Snappy. It lies at the beginning of its buffer, which is the packer's from then on: it may go to another thread. */
export type PackPage = (page: Uint8Array) => Uint8Array | Promise<Uint8Array>;

export const packHere: PackPage = (page) => snappyCompress(page).slice();
