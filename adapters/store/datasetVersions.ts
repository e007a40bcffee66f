import type { SplitSize } from '../../core/dataset/splits/splitSizes';
import { storableJson } from '../../core/foundations/text/storable';
import type { Database } from './database';

/** What was asked of an export: with the pairs, it decides every byte of it. */
export interface ExportOptions {
  /** Their names, in the order in which they were asked for. */
  readonly formats: readonly string[];
  /** Whether it is a folder, with what lies beside the data; else one file. */
  readonly isFolder: boolean;
  readonly splits: readonly SplitSize[] | null;
  readonly splitSeed: number | null;
  readonly rescreening: number | null;
}

/** Up to where a run was read: its last iteration, and how often people's verdicts had been applied. */
export interface RunMoment {
  /** -1: none. */
  readonly iteration: number;
  readonly reviewed: number;
}

/** A file of an export, by its place in the folder; of a single file, `data` with its extension. */
export interface VersionFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Null of what is no data. */
  readonly rows: number | null;
}

export interface NewVersion {
  readonly dataset: string;
  readonly runKey: string;
  readonly options: ExportOptions;
  readonly moment: RunMoment;
  readonly pairs: number;
  readonly files: readonly VersionFile[];
  /** Of the sums of the files of data. */
  readonly sha256: string;
  /** What was written of how it was made; null where no format has it. */
  readonly card: string | null;
  /** Version of the Seedbed that wrote it. */
  readonly seedbed: string;
}

export interface DatasetVersion extends NewVersion {
  readonly version: number;
  readonly recipeHash: string;
  readonly setupHash: string;
  readonly madeAt: Date;
}

const columns = `dataset, version, run_key as "runKey", options, jsonb_build_object('iteration', iteration, 'reviewed', reviewed) as moment, pairs, files,
  sha256, card, recipe_hash as "recipeHash", setup_hash as "setupHash", seedbed, made_at as "madeAt"`;

/** What was exported of runs, as versions of datasets. */
export class DatasetVersions {
  constructor(private readonly database: Database) {}

  /** Keeps an export under the dataset's next number; the same bytes by the same options are the version that they were. */
  async keep(made: NewVersion): Promise<{ readonly version: number; readonly isNew: boolean }> {
    const { dataset, runKey, options, moment, pairs, files, sha256, card, seedbed } = made;
    return this.database.transaction(async (connection) => {
      await connection.query('select pg_advisory_xact_lock(hashtextextended($1, 3))', [dataset]);
      const { rows: same } = await connection.query<{ version: number }>(
        `select version from dataset_versions where dataset = $1 and run_key = $2 and sha256 = $3 and options = $4::jsonb order by version limit 1`,
        [dataset, runKey, sha256, storableJson(options)],
      );
      if (same[0]) return { version: same[0].version, isNew: false };
      const { rows } = await connection.query<{ version: number }>(
        `insert into dataset_versions (dataset, version, run_key, options, iteration, reviewed, pairs, files, sha256, card, recipe_hash, setup_hash, seedbed)
         select $1, (select coalesce(max(version), 0) + 1 from dataset_versions where dataset = $1), run_key, $3, $4, $5, $6, $7, $8, $9, recipe_hash, setup_hash, $10
         from runs where run_key = $2 returning version`,
        [
          ...[dataset, runKey, storableJson(options), moment.iteration, moment.reviewed, pairs],
          ...[storableJson(files), sha256, card, seedbed],
        ],
      );
      if (!rows[0]) throw new Error(`Run ${runKey} is not in the store.`);
      return { version: rows[0].version, isNew: true };
    });
  }

  /** Newest first. @param dataset Of this name alone. */
  async list(limit: number, dataset?: string): Promise<readonly DatasetVersion[]> {
    const { rows } = await this.database.query<DatasetVersion>(
      `select ${columns} from dataset_versions where $2::text is null or dataset = $2 order by made_at desc, dataset, version desc limit $1`,
      [limit, dataset ?? null],
    );
    return rows;
  }

  async find(dataset: string, version: number): Promise<DatasetVersion | undefined> {
    const { rows } = await this.database.query<DatasetVersion>(
      `select ${columns} from dataset_versions where dataset = $1 and version = $2`,
      [dataset, version],
    );
    return rows[0];
  }

  /** Where a run is now. */
  async moment(runKey: string): Promise<RunMoment> {
    const { rows } = await this.database.query<RunMoment & { iteration: number }>(
      `select coalesce((select max(iteration) from iterations where run_key = $1 and committed_at is not null), -1) as iteration,
         coalesce((select max(watermark) from review_applications where run_key = $1), 0) as reviewed`,
      [runKey],
    );
    return rows[0] ?? { iteration: -1, reviewed: 0 };
  }
}
