import { randomBytes } from 'node:crypto';
import { ThreadedPacker } from '../../../adapters/exports/threadedPacker';
import type { AcceptedPair } from '../../../core/dataset/formats/acceptedPair';
import { datasetBytes } from '../../../core/dataset/formats/datasetBytes';
import { packHere, type Page, type PagePacker } from '../../../core/dataset/formats/packPage';
import { parquet } from '../../../core/dataset/formats/parquet';
import { seededRandom } from '../../../core/foundations/seededRandom';

const random = seededRandom(7, 'texts to pack');
const textOf = (words: number): string =>
  Array.from({ length: words }, () => random.below(5_000).toString(36)).join(' ');
const bytesOf = (length: number): Uint8Array =>
  new Uint8Array(Buffer.from(textOf(length / 3)).subarray(0, length));

function* pairs(): Generator<AcceptedPair> {
  for (let at = 0; at < 6_000; at++)
    yield {
      ...{ iteration: Math.floor(at / 400), ordinal: at % 400, strategy: 'selfInstruct' },
      ...{
        instruction: textOf(30),
        classification: null,
        family: null,
        askedCell: null,
        cell: `cell ${at % 7}`,
      },
      lineage: { strategy: 'selfInstruct', prompts: [], calls: [] },
      // One is longer than a page.
      instances: [
        { input: '', response: textOf(at === 40 ? 400_000 : 200), call: null, teacher: null, prompts: [] },
      ],
      novelty: null,
    };
}

const all = [...pairs()];

async function written(packer: PagePacker): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of datasetBytes(parquet, all, { seed: 1 }, undefined, packer))
    pieces.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(pieces);
}

class CountedPacker extends ThreadedPacker {
  moved = 0;

  override pack(...page: Parameters<ThreadedPacker['pack']>): ReturnType<ThreadedPacker['pack']> {
    const packed = super.pack(...page);
    if (packed instanceof Promise) this.moved += 1;
    return packed;
  }
}

/** A page with these bytes at its beginning. */
function pageOf<Kind extends Page>(packer: { page: (bytes: number) => Kind }, bytes: Uint8Array): Kind {
  const page = packer.page(bytes.length);
  page.bytes.set(bytes);
  return page;
}

test('pages that another thread packs are where and what they would be if this one did', async () => {
  const packer = new CountedPacker();
  try {
    const there = await written(packer);
    expect(packer.moved).toBeGreaterThan(5);
    expect(there.equals(await written(packHere))).toBe(true);
  } finally {
    await packer.close();
  }
});

test('a page is filled where one before was, as soon as that is written, and a huge one leaves nothing behind', async () => {
  const packer = new ThreadedPacker();
  const packed = async (bytes: Uint8Array, again = packer.page(bytes.length)) => {
    again.bytes.set(bytes);
    const { bytes: there, onWritten } = await packer.pack(again, bytes.length);
    expect(Buffer.compare(there, (await packHere.pack(pageOf(packHere, bytes), bytes.length)).bytes)).toBe(0);
    onWritten?.();
    return again;
  };
  const [text, other, random] = [
    bytesOf(1 << 20),
    bytesOf(1 << 20),
    randomBytes(1 << 21), // takes more when it is packed
  ];
  const first = await packed(text);
  expect(await packed(other)).toBe(first);
  expect(await packed(random)).toBe(first);
  const huge = await packed(bytesOf(5 << 20));
  expect(huge).not.toBe(first);
  expect(packer.page(100)).toBe(first);
  expect(packer.page(100)).not.toBe(huge);
  await packed(text, first);
  await packer.close();
});

test('a thread that ends fails what waits for it, and the next page has another one', async () => {
  const packer = new ThreadedPacker();
  const bytes = bytesOf(1 << 20);
  const lost = packer.pack(pageOf(packer, bytes), bytes.length);
  await packer.close();
  await expect(lost).rejects.toThrow('The thread that packs pages ended');
  const expected = await packHere.pack(pageOf(packHere, bytes), bytes.length);
  const there = await packer.pack(pageOf(packer, bytes), bytes.length);
  expect(Buffer.compare(there.bytes, expected.bytes)).toBe(0);
  await packer.close();
});
