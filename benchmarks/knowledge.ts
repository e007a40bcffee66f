/**
 * Whether the right passage is among the first five: by full text alone, by embeddings alone, and fused. The questions of
 * benchmarks/data/knowledgeQuestions.jsonl were written from facts in other words than the documents have, before any of this was measured.
 *
 *     npm run bench:knowledge [-- --squad FILE ... --language en --misses]
 *
 * A file in SQuAD's format takes the place of ours: its paragraphs are the documents, its questions those of other people. XQuAD
 * (github.com/google-deepmind/xquad, CC BY-SA 4.0) has the same 1,190 in twelve languages.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { LocalEmbedder } from '../adapters/embedder/localEmbedder';
import { passageSearch, type Ways } from '../adapters/knowledge/passageSearch';
import { takeUpKnowledge } from '../adapters/knowledge/takeUpKnowledge';
import { openStack } from '../adapters/stack';
import { migrate, openDatabase, type Database } from '../adapters/store/database';
import { StoredEmbeddings } from '../adapters/store/embeddings';
import { PassageStore } from '../adapters/store/passageStore';
import { packageRoot } from '../adapters/workspace/packageRoot';
import { passageSettings } from '../core/recipe/sections/knowledge';
import { wilsonInterval } from '../core/foundations/statistics/yieldInterval';
import type { FoundPassage } from '../core/vocabulary/passage';

/** A question, the document that answers it, and words that only the answering passage of it has. */
interface Question {
  readonly question: string;
  readonly document: string;
  readonly evidence: string;
}

interface QuestionSet {
  readonly documents: readonly { readonly name: string; readonly text: string }[];
  readonly questions: readonly Question[];
}

interface SquadFile {
  readonly data: readonly {
    readonly title: string;
    readonly paragraphs: readonly {
      readonly context: string;
      readonly qas: readonly {
        readonly question: string;
        readonly answers: readonly { readonly text: string; readonly answer_start: number }[];
      }[];
    }[];
  }[];
}

/** Characters around an answer that tell its place from other places of the same words. */
const around = 20;
const first = 5;
const waysMeasured: readonly (readonly [Ways, string])[] = [
  ['text', 'full text alone'],
  ['meaning', 'embeddings alone'],
  ['both', 'fused'],
];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      squad: { type: 'string', multiple: true },
      language: { type: 'string', default: 'en' },
      misses: { type: 'boolean', default: false },
    },
  });
  const workspace = await mkdtemp(join(tmpdir(), 'seedbed-knowledge-'));
  const stack = await openStack({
    workspace,
    worker: false,
    teacher: false,
    command: 'bench',
    onEvent: () => undefined,
  });
  const database = openDatabase(stack.addresses.databaseUrl, 4);
  const embedder = new LocalEmbedder();
  try {
    await migrate(database);
    const stored = new StoredEmbeddings(database, embedder);
    const embed = (texts: readonly string[]) => stored.embed(texts);
    const names = values.squad ?? ownSets;
    const sets = await Promise.all(names.map(values.squad ? squadSet : ownSet));
    for (const [index, set] of sets.entries()) {
      console.log(`${names[index]!} (${values.language})`);
      await measure(database, embed, set, values.language, values.misses);
    }
  } finally {
    await embedder.close();
    await database.close();
    await stack.close();
    await rm(workspace, { recursive: true, force: true });
  }
}

async function measure(
  database: Database,
  embed: (texts: readonly string[]) => Promise<Float32Array[]>,
  { documents, questions }: QuestionSet,
  language: string,
  showsMisses: boolean,
): Promise<void> {
  const passages = passageSettings.parse({});
  const { corpus } = await takeUpKnowledge(new PassageStore(database), {
    documents: [...documents],
    language,
    passages,
    root: '.',
  });
  console.log(`${corpus.documents} documents, ${corpus.passages} passages, ${questions.length} questions`);
  for (const [ways, label] of waysMeasured) {
    const search = passageSearch(database, embed, corpus.id, ways);
    await search(['warm'], { limit: 1 });
    const began = process.hrtime.bigint();
    const found = await search(
      questions.map(({ question }) => question),
      { limit: 20 },
    );
    const milliseconds = Number(process.hrtime.bigint() - began) / 1e6 / questions.length;
    const ranks = questions.map((question, index) => rankOf(question, found[index] ?? []));
    const within = (most: number): number =>
      ranks.filter((rank) => rank !== undefined && rank <= most).length;
    const [low, high] = wilsonInterval(within(first), questions.length);
    const percent = (share: number): string => (100 * share).toFixed(1);
    console.log(
      `  ${label.padEnd(17)} among the first ${first}: ${percent(within(first) / questions.length)} % (${percent(low)} to ${percent(high)}); the first: ${percent(within(1) / questions.length)} %; ${milliseconds.toFixed(1)} ms a question`,
    );
    if (!showsMisses || ways !== 'both') continue;
    for (const [index, { question, document }] of questions.entries())
      if ((ranks[index] ?? Infinity) > first)
        console.log(`    ${document}: ${question} -> ${found[index]?.[0]?.passage.name ?? 'nothing'}`);
  }
}

/** From 1; undefined where the passage is not among those found. */
function rankOf({ document, evidence }: Question, found: readonly FoundPassage[]): number | undefined {
  const sought = plain(evidence);
  const rank = found.findIndex(
    ({ passage }) => passage.name === document && plain(passage.text).includes(sought),
  );
  return rank < 0 ? undefined : rank + 1;
}

const plain = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/** Ours, and one by an author who had read nothing of the search; its documents are of one passage each. */
const ownSets = ['knowledgeQuestions.jsonl', 'knowledgeOfAStranger.jsonl'];

async function ownSet(name: string): Promise<QuestionSet> {
  const file = join(packageRoot(), 'benchmarks', 'data', name);
  const rows = (await readFile(file, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map(
      (line) =>
        JSON.parse(line) as {
          name: string;
          text: string;
          questions: { question: string; evidence: string }[];
        },
    );
  return {
    documents: rows.map(({ name, text }) => ({ name, text })),
    questions: rows.flatMap(({ name, questions }) =>
      questions.map(({ question, evidence }) => ({ question, document: name, evidence })),
    ),
  };
}

/** Each paragraph is a document under the title of its article; where cutting parts an answer from its surroundings, the answer tells. */
async function squadSet(path: string): Promise<QuestionSet> {
  const { data } = JSON.parse(await readFile(path, 'utf8')) as SquadFile;
  const paragraphs = data.flatMap(({ title, paragraphs: of }) =>
    of.map(({ context, qas }, index) => ({ title, name: `${title}/${index}.md`, context, qas })),
  );
  return {
    documents: paragraphs.map(({ title, name, context }) => ({
      name,
      text: `# ${title.replaceAll('_', ' ')}\n\n${context}`,
    })),
    questions: paragraphs.flatMap(({ name, context, qas }) =>
      qas.flatMap(({ question, answers }) => {
        const [answer] = answers;
        if (!answer) return [];
        const start = Math.max(0, answer.answer_start - around);
        const wide = context.slice(start, answer.answer_start + answer.text.length + around);
        const isCut = context.length > passageSettings.parse({}).characters;
        return [{ question, document: name, evidence: isCut ? answer.text : wide }];
      }),
    ),
  };
}

void main();
