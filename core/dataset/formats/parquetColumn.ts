import type { ColumnChunk, Encoding, PageHeader } from 'hyparquet';
import type { ByteWriter } from 'hyparquet-writer';
import type { StoredText } from '../../foundations/text/storedText';
import type { PackedPage, Page as PageMemory, PagePacker } from './packPage';

/** Bytes of a page before it is packed, from which on it ends with the row. */
const pageBytes = 1 << 20;
/** Bytes that there is place for before anything is known of a column, and beyond what its last page took. */
const leastBytes = 1 << 16;

/** What of the library writes a file's small parts. */
export interface PartsWriter {
  readonly ByteWriter: typeof ByteWriter;
  readonly writePageHeader: (writer: ByteWriter, header: PageHeader) => void;
  /** @returns How many bytes. */
  readonly writeRleBitPackedHybrid: (writer: ByteWriter, values: number[], bitWidth: number) => number;
  readonly packer: PagePacker;
}

export interface TextColumnOptions {
  /** Names from the root to the leaf. */
  readonly path: readonly string[];
  /** Whether a row may have no text. */
  readonly isOptional?: boolean;
  /** Whether a row has a list of texts. */
  readonly isList?: boolean;
  /** Whether few texts come again and again: each is written once in a row group. */
  readonly isLabel?: boolean;
}

/** Where a file's bytes go. */
export interface FileBytes {
  /** Bytes so far. */
  readonly offset: number;
  /** @param onWritten Told when they have been written, and are the caller's again. */
  write(bytes: Uint8Array, onWritten?: () => void): void;
}

interface Page extends Body {
  /** Of a page that is packed into so many bytes. */
  readonly header: (packed: number) => Uint8Array;
  readonly levels: Uint8Array;
}

/** The values of a page. */
interface Body {
  /** Bytes of them. */
  readonly length: number;
  readonly packed: PackedPage | Promise<PackedPage>;
}

/** What a column had of a row group, on its way to be packed. */
export interface ColumnOfGroup {
  readonly path: readonly string[];
  readonly dictionary: Page | undefined;
  readonly pages: readonly Page[];
  readonly values: number;
  readonly nulls: number;
}

/**
 * A column of texts of a row group, as the format's specification has it (apache/parquet-format, data pages of version 2). A text becomes bytes when it is
 * added and is packed when its page is full, so that no text is held until the group ends.
 */
export class TextColumn {
  #page: PageMemory;
  #length = 0;
  /** Of each value of the page: whether there is a text. Undefined as long as all say the same, which is most often so. */
  #defined: number[] | undefined;
  /** Of each text of the page: 0 where it is the first of its row. */
  #repeated: number[] = [];
  #rows = 0;
  #missing = 0;
  /** Places of labels in the dictionary, and those of the page's texts. */
  readonly #labels = new Map<string, number>();
  #places: number[] = [];
  #lastLabel: string | undefined;
  #lastPlace = 0;
  #pages: Page[] = [];
  #values = 0;
  #nulls = 0;

  constructor(
    private readonly parts: PartsWriter,
    private readonly options: TextColumnOptions,
  ) {
    this.#page = parts.packer.page(leastBytes);
  }

  /** The next row; returns how many bytes it takes. */
  add(text: StoredText | null): number {
    if (this.options.isOptional) this.#define(text === null ? 0 : 1);
    this.#rows += 1;
    if (text === null) this.#missing += 1;
    const bytes = text === null ? 0 : this.#put(text);
    if (this.#length >= pageBytes && !this.options.isLabel) this.#endPage();
    return bytes;
  }

  /** The next row of a column of lists; none is empty. */
  addList(texts: readonly string[]): number {
    this.#rows += 1;
    let bytes = 0;
    for (const [at, text] of texts.entries()) {
      this.#repeated.push(at === 0 ? 0 : 1);
      bytes += this.#put(text);
    }
    if (this.#length >= pageBytes && !this.options.isLabel) this.#endPage();
    return bytes;
  }

  /** Takes what was added: it is empty then. */
  take(): ColumnOfGroup {
    const dictionary = this.#isByPlace ? this.#dictionaryPage() : undefined;
    this.#endPage();
    const taken = {
      ...{ path: this.options.path, dictionary, pages: this.#pages },
      ...{ values: this.#values, nulls: this.#nulls },
    };
    this.#labels.clear();
    this.#lastLabel = undefined;
    [this.#pages, this.#values, this.#nulls] = [[], 0, 0];
    return taken;
  }

  get #isByPlace(): boolean {
    return this.options.isLabel === true && this.#labels.size > 0;
  }

  /** Notes of the next row whether there is a text. */
  #define(level: number): void {
    if (this.#rows > 0 && level !== this.#levelOfAll) this.#defined ??= this.#levels(this.#rows);
    this.#defined?.push(level);
  }

  /** What each says as long as all say the same. */
  get #levelOfAll(): number {
    return this.#missing === 0 ? 1 : 0;
  }

  #levels(values: number): number[] {
    return Array<number>(values).fill(this.#levelOfAll);
  }

  #put(text: StoredText): number {
    if (!this.options.isLabel) return this.#write(text);
    const label = text.toString();
    let bytes = 0;
    if (label !== this.#lastLabel) {
      this.#lastLabel = label;
      const place = this.#labels.get(label);
      this.#lastPlace = place ?? this.#labels.size;
      if (place === undefined) {
        this.#labels.set(label, this.#lastPlace);
        bytes = this.#write(label);
      }
    }
    this.#places.push(this.#lastPlace);
    return bytes;
  }

  /** Four bytes of length, then the text in UTF-8. */
  #write(text: StoredText): number {
    const isString = typeof text === 'string';
    // A unit of a string is at most three bytes.
    const bytes = this.#roomFor(4 + (isString ? 3 : 1) * text.length);
    const length = isString ? bytes.write(text, this.#length + 4) : text.write(bytes, this.#length + 4);
    bytes.writeUInt32LE(length, this.#length);
    this.#length += 4 + length;
    return 4 + length;
  }

  /** The page's memory, with place for so many bytes more. */
  #roomFor(more: number): Buffer {
    const { bytes } = this.#page;
    if (this.#length + more <= bytes.length) return bytes;
    const grown = this.parts.packer.page(Math.max(this.#length + more, 2 * bytes.length));
    bytes.copy(grown.bytes, 0, 0, this.#length);
    this.parts.packer.giveBack(this.#page);
    this.#page = grown;
    return grown.bytes;
  }

  #endPage(): void {
    const { isOptional, isList } = this.options;
    const values = isList ? this.#repeated.length : this.#rows;
    const levels = new this.parts.ByteWriter();
    const level = (bits: number[]): number => this.parts.writeRleBitPackedHybrid(levels, bits, 1);
    const repetition = isList ? level(this.#repeated) : 0;
    const definition = isOptional || isList ? level(this.#defined ?? this.#levels(values)) : 0;
    const isByPlace = this.#isByPlace;
    const body = isByPlace ? this.#placesOfLabels() : this.#takePage();
    const header = {
      type: 'DATA_PAGE_V2',
      uncompressed_page_size: levels.offset + body.length,
      data_page_header_v2: {
        num_values: values,
        num_nulls: this.#missing,
        num_rows: this.#rows,
        encoding: isByPlace ? 'RLE_DICTIONARY' : 'PLAIN',
        definition_levels_byte_length: definition,
        repetition_levels_byte_length: repetition,
        is_compressed: true,
      },
    } as const;
    this.#pages.push({
      header: (packed) => this.#header({ ...header, compressed_page_size: levels.offset + packed }),
      levels: levels.getBytes(),
      ...body,
    });
    this.#values += values;
    this.#nulls += this.#missing;
    [this.#rows, this.#missing] = [0, 0];
    [this.#defined, this.#repeated, this.#places] = [undefined, [], []];
  }

  /** What was written so far, on its way to be packed. The next page will take about as much. */
  #takePage(): Body {
    const [page, length] = [this.#page, this.#length];
    this.#page = this.parts.packer.page(Math.min(length, pageBytes) + leastBytes);
    this.#length = 0;
    return { length, packed: this.parts.packer.pack(page, length) };
  }

  #placesOfLabels(): Body {
    const places = new this.parts.ByteWriter();
    const width = Math.ceil(Math.log2(this.#labels.size));
    places.appendUint8(width);
    this.parts.writeRleBitPackedHybrid(places, this.#places, width);
    const { length } = places.getBytes();
    const page = this.parts.packer.page(length);
    page.bytes.set(places.getBytes());
    return { length, packed: this.parts.packer.pack(page, length) };
  }

  #dictionaryPage(): Page {
    const body = this.#takePage();
    const header = {
      type: 'DICTIONARY_PAGE',
      uncompressed_page_size: body.length,
      dictionary_page_header: { num_values: this.#labels.size, encoding: 'PLAIN' },
    } as const;
    return {
      header: (packed) => this.#header({ ...header, compressed_page_size: packed }),
      levels: new Uint8Array(0),
      ...body,
    };
  }

  #header(header: PageHeader): Uint8Array {
    const bytes = new this.parts.ByteWriter(64);
    this.parts.writePageHeader(bytes, header);
    return bytes.getBytes();
  }
}

/** Writes a column's part of a row group, once it is packed. */
export async function writeColumn(
  { path, dictionary, pages, values, nulls }: ColumnOfGroup,
  file: FileBytes,
): Promise<ColumnChunk> {
  const began = file.offset;
  let unpacked = 0;
  const write = async ({ header: headerOf, levels, length, packed: packing }: Page): Promise<void> => {
    const { bytes, onWritten } = await packing;
    const header = headerOf(bytes.length);
    for (const part of [header, levels]) file.write(part);
    file.write(bytes, onWritten);
    unpacked += header.length + levels.length + length;
  };
  if (dictionary) await write(dictionary);
  const data = file.offset;
  for (const page of pages) await write(page);
  const encoding: Encoding = dictionary ? 'RLE_DICTIONARY' : 'PLAIN';
  return {
    file_offset: BigInt(began),
    meta_data: {
      type: 'BYTE_ARRAY',
      encodings: dictionary ? ['PLAIN', encoding] : [encoding],
      path_in_schema: [...path],
      codec: 'SNAPPY',
      num_values: BigInt(values),
      total_uncompressed_size: BigInt(unpacked),
      total_compressed_size: BigInt(file.offset - began),
      data_page_offset: BigInt(data),
      ...(dictionary && { dictionary_page_offset: BigInt(began) }),
      statistics: { null_count: BigInt(nulls) },
      encoding_stats: [
        ...(dictionary ? [{ page_type: 'DICTIONARY_PAGE', encoding: 'PLAIN', count: 1 } as const] : []),
        { page_type: 'DATA_PAGE_V2', encoding, count: pages.length },
      ],
    },
  };
}
