import { snappyCompress } from './snappy';

/** Memory of a packer's, at the beginning of which a page is filled. */
export interface Page {
  readonly bytes: Buffer;
}

export interface PackedPage {
  readonly bytes: Uint8Array;
  /** To be called when the bytes have been written: from then on others are in their place. Left out where there never will be. */
  readonly onWritten?: () => void;
}

/** Has pages packed with Snappy, and owns the memory that they are filled in, which is used again. */
export interface PagePacker {
  /** An empty page with place for at least so many bytes. */
  page(bytes: number): Page;
  /** A page that is not wanted any more. */
  giveBack(page: Page): void;
  /** Packs so many bytes of a page. It is the packer's from then on. */
  pack(page: Page, length: number): PackedPage | Promise<PackedPage>;
}

/** Packs as it is asked to. */
export const packHere: PagePacker = {
  page: (bytes) => ({ bytes: Buffer.allocUnsafeSlow(bytes) }),
  giveBack: () => undefined,
  pack: ({ bytes }, length) => ({ bytes: snappyCompress(bytes.subarray(0, length)).slice() }),
};
