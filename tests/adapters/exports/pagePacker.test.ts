import { PagePacker } from '../../../adapters/exports/pagePacker';
import type { AcceptedPair } from '../../../core/dataset/formats/acceptedPair';
import { datasetBytes } from '../../../core/dataset/formats/datasetBytes';
import { packHere, type PackPage } from '../../../core/dataset/formats/packPage';
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

async function written(pack: PackPage): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of datasetBytes(parquet, all, { seed: 1 }, undefined, pack))
    pieces.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(pieces);
}

test('pages that another thread packs are where and what they would be if this one did', async () => {
  const packer = new PagePacker();
  try {
    let moved = 0;
    const there = await written((page) => {
      const packed = packer.pack(page);
      if (packed instanceof Promise) moved += 1;
      return packed;
    });
    expect(moved).toBeGreaterThan(5);
    expect(there.equals(await written(packHere))).toBe(true);
  } finally {
    await packer.close();
  }
});

test('a thread that ends fails what waits for it, and the next page has another one', async () => {
  const packer = new PagePacker();
  const lost = packer.pack(bytesOf(1 << 20));
  await packer.close();
  await expect(lost).rejects.toThrow('The thread that packs pages ended');
  const page = bytesOf(1 << 20);
  const expected = packHere(page.slice());
  expect(Buffer.compare(await packer.pack(page), await expected)).toBe(0);
  await packer.close();
});
