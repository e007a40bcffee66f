import { createHash } from 'node:crypto';
import { canonicalJson } from '../../core/foundations/canonicalJson';
import { passageText } from '../../core/foundations/passages/passageText';
import type { CutPassage } from '../../core/foundations/passages/cutPassage';
import { searchableText, searchConfiguration } from '../../core/foundations/passages/searchableText';
import { UserError } from '../../core/foundations/userError';
import { storableJson } from '../../core/foundations/text/storable';
import type { Corpus, Passage } from '../../core/vocabulary/passage';
import type { Database, Queryable } from './database';

/** A document before its passages are stored. */
export interface NewDocument {
  /** See `Passage.document`. */
  readonly id: string;
  readonly name: string;
  readonly format: string;
  readonly bytes: number;
  readonly language: string;
}

export interface StoredDocument extends NewDocument {
  readonly passages: number;
  /** What of it was not read, in words; null where all of it was. */
  readonly leftOut: string | null;
}

/** A document of a corpus. */
export interface CorpusDocument extends StoredDocument {
  /** The number of its first passage among all of the corpus. */
  readonly first: number;
}

/** A passage's words for the query that found it, the best first. */
export interface WordMatch {
  readonly passage: string;
  readonly score: number;
  /** How much of the query it has, rare words counting more: 0 to 1. */
  readonly covers: number;
}

interface PassageRow {
  id: string;
  document: string;
  name: string;
  headings: string[];
  text: string;
  position: number;
  page: number | null;
  language: string;
}

/** Passages that are stored by one statement, and read by one. */
const atOnce = 256;

const passageColumns = `p.passage as id, p.document, d.name, p.headings, p.text, p.position, p.page, d.language`;

/**
 * Documents and the passages that they were cut into. A document is named after its content, so what is stored of it is never wrong and never
 * stored twice, by however many processes at once, and whatever was killed while it was stored.
 */
export class PassageStore {
  constructor(private readonly database: Database) {}

  /** Those of the documents that are stored whole. */
  async documents(ids: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>> {
    const { rows } = await this.database.query<StoredDocument>(
      `select document as id, name, format, bytes, language, passages, left_out as "leftOut"
       from knowledge_documents where complete and document = any($1)`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /**
   * Stores a document's passages as they come, a batch at a time.
   *
   * @param passages It returns what of the document it left out, in words.
   */
  async add(
    document: NewDocument,
    passages: AsyncGenerator<CutPassage, string | null>,
  ): Promise<StoredDocument> {
    const { id, name, format, bytes, language } = document;
    await this.database.query(
      `insert into knowledge_documents (document, name, format, bytes, language) values ($1, $2, $3, $4, $5) on conflict do nothing`,
      [id, name, format, bytes, language],
    );
    let stored = 0;
    let batch: CutPassage[] = [];
    const flush = async (): Promise<void> => {
      await insertPassages(this.database, document, stored, batch);
      stored += batch.length;
      batch = [];
    };
    let next = await passages.next();
    for (; next.done !== true; next = await passages.next()) {
      batch.push(next.value);
      if (batch.length === atOnce) await flush();
    }
    if (batch.length > 0) await flush();
    const leftOut = next.value;
    await this.database.query(
      `update knowledge_documents set passages = $2, left_out = $3, complete = true where document = $1`,
      [id, stored, leftOut],
    );
    return { ...document, passages: stored, leftOut };
  }

  /** Drops what is stored of a document whose reading broke off. */
  async forgetUnfinished(id: string): Promise<void> {
    await this.database.query('delete from knowledge_documents where document = $1 and not complete', [id]);
  }

  /** The set of these documents, which are stored whole, in the order of their names. Equal sets are one. */
  async corpusOf(documents: readonly StoredDocument[], language: string): Promise<Corpus> {
    const ordered = [...documents].sort((one, other) =>
      one.name === other.name ? (one.id < other.id ? -1 : 1) : one.name < other.name ? -1 : 1,
    );
    const id = createHash('sha256')
      .update(canonicalJson([language, ...ordered.map((document) => document.id)]))
      .digest('hex');
    const firsts: number[] = [];
    let passages = 0;
    for (const document of ordered) {
      firsts.push(passages);
      passages += document.passages;
    }
    await this.database.transaction(async (connection) => {
      const { rowCount } = await connection.query(
        'insert into corpora (corpus, documents, passages, language) values ($1, $2, $3, $4) on conflict do nothing',
        [id, ordered.length, passages, language],
      );
      if (rowCount === 0) return; // it is there, and so are its documents: one transaction
      await connection.query(
        `insert into corpus_documents (corpus, place, document, first)
         select $1, place - 1, document, first from unnest($2::text[], $3::integer[]) with ordinality as row (document, first, place)`,
        [id, ordered.map((document) => document.id), firsts],
      );
    });
    return { id, documents: ordered.length, passages };
  }

  /** @throws UserError where the store has no such corpus. */
  async corpus(id: string): Promise<Corpus & { readonly language: string }> {
    const { rows } = await this.database.query<Corpus & { language: string }>(
      'select corpus as id, documents, passages, language from corpora where corpus = $1',
      [id],
    );
    if (rows[0]) return rows[0];
    throw new UserError(
      `The store does not have the knowledge ${id.slice(0, 12)}: was its database replaced?`,
      {
        mend: 'Give the worker the database that the run was started with, or start the recipe anew.',
      },
    );
  }

  /** The documents of a corpus, in its order. */
  async documentsOf(corpus: string): Promise<readonly CorpusDocument[]> {
    const { rows } = await this.database.query<CorpusDocument>(
      `select document as id, name, format, bytes, language, passages, left_out as "leftOut", first
       from corpus_documents join knowledge_documents using (document) where corpus = $1 order by place`,
      [corpus],
    );
    return rows;
  }

  /** Passages by their ids, in the order of these; those that are not stored are left out. */
  async passages(ids: readonly string[]): Promise<readonly Passage[]> {
    if (ids.length === 0) return [];
    const { rows } = await this.database.query<PassageRow>(
      `select ${passageColumns} from passages p join knowledge_documents d using (document) where p.passage = any($1)`,
      [ids],
    );
    const found = new Map(rows.map((row) => [row.id, passageOf(row)]));
    return ids.flatMap((id) => found.get(id) ?? []);
  }

  /** Passages of a corpus by their numbers in it, from 0, in the order of these; those that it has not are left out. */
  async passagesAt(corpus: string, numbers: readonly number[]): Promise<readonly Passage[]> {
    if (numbers.length === 0) return [];
    const { rows } = await this.database.query<PassageRow & { number: number }>(
      `select number, ${passageColumns} from unnest($2::integer[]) as wanted (number)
       join corpus_documents c on c.corpus = $1 and c.first <= number
       join knowledge_documents d on d.document = c.document and number < c.first + d.passages
       join passages p on p.document = c.document and p.position = number - c.first`,
      [corpus, [...new Set(numbers)]],
    );
    const found = new Map(rows.map((row) => [row.number, passageOf(row)]));
    return numbers.flatMap((number) => found.get(number) ?? []);
  }

  /** All passages of a corpus in its order, some at a time: what is embedded of each. */
  async *texts(corpus: string): AsyncGenerator<readonly { readonly id: string; readonly text: string }[]> {
    for (const document of await this.documentsOf(corpus))
      for (let from = 0; from < document.passages; from += atOnce) {
        const { rows } = await this.database.query<{ id: string; headings: string[]; text: string }>(
          `select passage as id, headings, text from passages
           where document = $1 and position >= $2 and position < $3 order by position`,
          [document.id, from, from + atOnce],
        );
        yield rows.map(({ id, headings, text }) => ({ id, text: passageText({ headings, text }) }));
      }
  }

  /**
   * The passages of a corpus that have most in common with a query, the best first: each word of it counts the more the fewer passages have
   * it (as in BM25), and its repetitions the less the more they are.
   */
  async byWords(
    corpus: Corpus,
    query: string,
    language: string,
    limit: number,
  ): Promise<readonly WordMatch[]> {
    const { rows } = await this.database.query<WordMatch>(
      `with terms as materialized (
         select lexeme, (quote_literal(lexeme))::tsquery as term
         from unnest(to_tsvector($3::regconfig, $2)) limit ${mostTerms}),
       matches as (
         select p.passage, terms.lexeme, ts_rank('{1,1,1,1}', p.words, terms.term, 1) as weight,
           count(*) over (partition by terms.lexeme) as having_it
         from terms join passages p on p.words @@ terms.term
         join corpus_documents c on c.corpus = $1 and c.document = p.document),
       rarity as materialized (
         select terms.lexeme, ln(1 + ($4 - coalesce(max(having_it), 0) + 0.5) / (coalesce(max(having_it), 0) + 0.5)) as rare
         from terms left join matches using (lexeme) group by terms.lexeme)
       select passage, sum(weight * rare)::double precision as score,
         (sum(rare) / (select sum(rare) from rarity))::double precision as covers
       from matches join rarity using (lexeme) group by passage order by score desc, passage limit $5`,
      [corpus.id, searchableText(query), searchConfiguration(language), corpus.passages, limit],
      'passagesByWords',
    );
    return rows;
  }
}

/** Most different words of a query: a longer one is a text, and says by its first ones what it is about. */
const mostTerms = 64;

async function insertPassages(
  database: Queryable,
  { id, language }: NewDocument,
  from: number,
  passages: readonly CutPassage[],
): Promise<void> {
  await database.query(
    `insert into passages (document, position, passage, headings, page, text, searched, configuration)
     select $1, position, passage, headings::jsonb, page, text, searched, $2::regconfig
     from unnest($3::integer[], $4::text[], $5::text[], $6::integer[], $7::text[], $8::text[])
       as row (position, passage, headings, page, text, searched)
     on conflict do nothing`,
    [
      id,
      searchConfiguration(language),
      passages.map((_, index) => from + index),
      passages.map((_, index) => passageId(id, from + index)),
      passages.map(({ headings }) => storableJson(headings)),
      passages.map(({ page }) => page ?? null),
      passages.map(({ text }) => text),
      passages.map((passage) => searchableText(passageText(passage))),
    ],
  );
}

/** See `Passage.id`. */
export function passageId(document: string, position: number): string {
  return createHash('sha256').update(`${document}/${position}`).digest('hex').slice(0, 24);
}

function passageOf({ page, id, document, name, headings, text, position, language }: PassageRow): Passage {
  const passage = { id, document, name, headings, text, position, language };
  return page === null ? passage : { ...passage, page };
}
