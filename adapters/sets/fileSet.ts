import type { DatasetFormat } from '../../core/dataset/readers/datasetFormat';
import { classificationNames, groupNames, knownNames } from '../../core/dataset/readers/fieldNames';
import { placeOf } from '../../core/dataset/readers/datasetRow';
import type { PlainObject } from '../../core/foundations/text/plainObject';
import type { SeedTask } from '../../core/vocabulary/seedTask';
import type { ReadableSet, SetPair } from '../../core/run/sets/setPair';
import { datasetFiles } from '../datasets/datasetFiles';
import { readDataset } from '../datasets/readDataset';
import { provenanceOf, type ProvenanceLines } from './provenanceLines';

/** How the files of a set are read, where they don't tell it themselves. */
export interface SetReading {
  readonly format?: DatasetFormat | 'auto' | undefined;
  readonly columns?: Readonly<Record<string, string>> | undefined;
}

/** Rows of files that no pair could be made of. */
export interface UnreadRows {
  /** As far as the set was read. */
  count: number;
  /** Of the first of them: where it is, and why. */
  first: string | undefined;
}

/**
 * A dataset in files as a set. What an export says of its rows in `provenance.jsonl` comes with them, where the files are as the export
 * wrote them. Rows that can't be read are left out and counted.
 */
export function fileSet(
  place: string,
  reading: SetReading = {},
): ReadableSet & { readonly unread: UnreadRows } {
  const unread: UnreadRows = { count: 0, first: undefined };
  return {
    name: place,
    unread,
    async *pairs() {
      let count = 0;
      const label = `Dataset ${place}`;
      const files = await datasetFiles(place, label);
      const along = new Map<string, FileRows>();
      try {
        for await (const read of readDataset({ path: place, files, label, withFields: true, ...reading })) {
          const file = files.files.find(({ name }) => name === read.file) ?? files.files[0]!;
          const known = along.get(file.path) ?? { rows: 0, provenance: await provenanceOf(file.path) };
          along.set(file.path, known);
          const row = known.rows++;
          if ('task' in read) yield await setPairOf(read, row, known.provenance);
          else {
            unread.count = Math.max(unread.count, ++count); // it is read several times, and not always to its end
            unread.first ??= `${placeOf(read)}: ${read.problem}`;
          }
        }
      } finally {
        for (const { provenance } of along.values()) await provenance?.close();
      }
    },
  };
}

/** How far a file was read. */
interface FileRows {
  rows: number;
  readonly provenance: ProvenanceLines | undefined;
}

async function setPairOf(
  { task, fields = {} }: { readonly task: SeedTask; readonly fields?: PlainObject },
  row: number,
  provenance: ProvenanceLines | undefined,
): Promise<SetPair> {
  const line = isPreference(fields) ? undefined : await provenance?.of(row, task.id ?? null);
  const beside = line === undefined ? {} : without(line, aboutRows);
  const known = { ...without(fields, textNames), ...beside };
  return {
    id: task.id ?? textAt(line, 'id'),
    instruction: task.instruction,
    instances: task.instances.map(({ input, output, turns = [] }) => ({ input, response: output, turns })),
    strategy: textAt(known, 'strategy'),
    cell: textAt(known, 'cell'),
    known,
  };
}

/** Of a pair there may be no such row: their numbers don't tell which pairs they are of. */
function isPreference(fields: PlainObject): boolean {
  return 'rejected' in fields;
}

/** What a line of provenance says of the rows that it is about, and not of the pair. */
const aboutRows: ReadonlySet<string> = new Set([
  ...['id', 'split', 'row', 'rows', 'calls', 'turns', 'turnsOfRows', 'preferred'],
]);
/** Names under which rows have their texts. */
const textNames: ReadonlySet<string> = new Set(
  knownNames.filter((name) => ![...groupNames, ...classificationNames].includes(name)),
);

function without(fields: PlainObject, names: ReadonlySet<string>): PlainObject {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => !names.has(name) && value !== ''),
  );
}

function textAt(fields: PlainObject | undefined, name: string): string | null {
  const value = fields?.[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
