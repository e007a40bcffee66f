import { storableJson } from '../../core/foundations/text/storable';
import type { Corpus } from '../../core/vocabulary/passage';
import type { Database } from './database';

/** A document, or a file, that is not used. */
export interface UnusedDocument {
  readonly name: string;
  readonly reason: string;
}

/** Knowledge by the name that people gave it: a folder, or the recipe that named it. */
export interface KnowledgeFolder extends Corpus {
  readonly name: string;
  readonly language: string;
  readonly unused: readonly UnusedDocument[];
  /** In ISO 8601. */
  readonly addedAt: string;
}

const columns = `name, corpus as id, documents, passages, language, unused, added_at as "addedAt"`;

interface FolderRow extends Omit<KnowledgeFolder, 'addedAt'> {
  addedAt: Date;
}

/** What is known under which name. A name that is added again means what it has now; runs keep what they were prepared with. */
export class KnowledgeFolders {
  constructor(private readonly database: Database) {}

  async save(name: string, corpus: Corpus, unused: readonly UnusedDocument[]): Promise<void> {
    await this.database.query(
      `insert into knowledge_folders (name, corpus, unused) values ($1, $2, $3)
       on conflict (name) do update set corpus = excluded.corpus, unused = excluded.unused, added_at = now()`,
      [name, corpus.id, storableJson(unused)],
    );
  }

  /** The latest first. */
  async list(): Promise<readonly KnowledgeFolder[]> {
    const { rows } = await this.database.query<FolderRow>(
      `select ${columns} from knowledge_folders join corpora using (corpus) order by added_at desc, name`,
    );
    return rows.map((row) => ({ ...row, addedAt: row.addedAt.toISOString() }));
  }
}
