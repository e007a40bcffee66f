import { permutation } from '../template/permutation';
import { seededRandom } from '../../foundations/seededRandom';
import type { Passage } from '../../vocabulary/passage';
import type { Stretch } from '../../vocabulary/stretch';
import type { PlanKnowledge } from '../planKnowledge';
import { allocateCells } from '../steering/allocate';
import type { StrategyContext } from '../strategyContext';
import type { ShelvedDocument } from '../passageShelf';
import { formNamed, formOfRound, type Form } from './forms';
import type { FromKnowledgeSettings } from './section';
import type { CitedPassage, FromKnowledgeWork } from './work';

/** A turn of a document: its n-th question, of which passage and in which form. */
interface Turn {
  readonly document: string;
  readonly turn: number;
  readonly position: number;
  readonly round: number;
}

/**
 * Draws the works of a stretch: each about the document whose accepted pairs are furthest behind its share, as prompts are steered to cells; within
 * a document each passage has its turn, in seeded order, before any has a second one in another form. Fewer works than asked for once every
 * passage was asked about as often as the recipe allows.
 */
export async function planFromKnowledge(
  context: StrategyContext,
  knowledge: PlanKnowledge,
  { from, count }: Stretch,
  settings: FromKnowledgeSettings,
): Promise<FromKnowledgeWork[]> {
  const { passages: shelf } = knowledge;
  if (!shelf) throw new Error('Pairs are to be written from passages, and the run has none.');
  const all = shelf.documents.reduce((sum, { passages }) => sum + passages * settings.perPassage, 0);
  const turns = turnsToTake(
    context,
    knowledge,
    shelf.documents,
    Math.min(count, Math.max(0, all - from)),
    settings,
  );
  const passages = await shelf.read(turns);
  const { seed } = context.setup.recipe;
  const drawn = turns.flatMap((turn, index) => {
    const passage = passages[index];
    return passage
      ? [{ turn, passage, form: formOfRound(settings.forms, seed, passage.id, turn.round) }]
      : [];
  });
  const compared = drawn.filter(({ form }) => form.comparesTwo).map(({ passage }) => passage);
  const related = new Map(
    (compared.length === 0 ? [] : await shelf.related(compared)).map((other, index) => [
      compared[index]?.id,
      other,
    ]),
  );
  return drawn.map(({ turn, passage, form }) =>
    workOf(seed, turn, passage, form, related.get(passage.id), settings),
  );
}

function workOf(
  seed: number,
  { document, turn }: Turn,
  passage: Passage,
  wanted: Form,
  other: Passage | undefined,
  settings: FromKnowledgeSettings,
): FromKnowledgeWork {
  // One passage alone can be compared with nothing: it is asked about instead.
  const form = wanted.comparesTwo && !other ? formNamed('question') : wanted;
  const random = seededRandom(seed, 'whether a passage is shown', document, turn);
  return {
    strategy: 'fromKnowledge',
    form: form.name,
    passages: [passage, ...(form.comparesTwo && other ? [other] : [])].map(cited),
    document,
    turn,
    shown: form.needsPassage || random.uniform() < settings.shown,
    count: form.isOne ? 1 : settings.pairs,
  };
}

function cited({ id, name, page, headings, text }: Passage): CitedPassage {
  return { id, name, ...(page !== undefined && { page }), headings, text };
}

function turnsToTake(
  { setup, iteration }: StrategyContext,
  { sources = [], underWay }: PlanKnowledge,
  documents: readonly ShelvedDocument[],
  count: number,
  { even, perPassage, pairs }: FromKnowledgeSettings,
): Turn[] {
  const { recipe } = setup;
  const taken = new Map(sources.map(({ document, turns }) => [document, turns]));
  const outstanding = new Map<string, number>();
  for (const work of underWay.flat().filter(isOurs)) {
    taken.set(work.document, Math.max(taken.get(work.document) ?? 0, work.turn + 1));
    outstanding.set(work.document, (outstanding.get(work.document) ?? 0) + 1);
  }
  const state = {
    // What is there, and what this plan may bring: each document is to have its share of that.
    target: sources.reduce((sum, { accepted }) => sum + accepted, 0) + count * pairs,
    counts: sources.map(({ document, proposed, accepted }) => ({
      asked: document,
      cell: document,
      proposed,
      accepted,
    })),
    underWay: outstanding,
  };
  const turns: Turn[] = [];
  const orders = new Map<string, (position: number) => number>();
  for (let round = 0; turns.length < count; round++) {
    const open = documents.filter(({ id, passages }) => (taken.get(id) ?? 0) < passages * perPassage);
    if (open.length === 0) break;
    const sizes = new Map(open.map(({ id, passages }) => [id, passages]));
    const weights = open.map(({ passages }) => (even === 'documents' ? 1 : passages));
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    const grid = {
      axes: [],
      cells: open.map(({ id }, index) => ({ key: id, weight: (weights[index] ?? 0) / whole })),
    };
    const random = seededRandom(recipe.seed, 'documents to ask about', iteration, round);
    const asked = allocateCells(grid, state, count - turns.length, pairs, random);
    if (asked.length === 0) break;
    for (const document of asked) {
      const passages = sizes.get(document) ?? 0;
      const turn = taken.get(document) ?? 0;
      if (turn >= passages * perPassage) continue; // used up by this very plan: the others share what it leaves
      taken.set(document, turn + 1);
      outstanding.set(document, (outstanding.get(document) ?? 0) + 1);
      const order = orders.get(document) ?? orderOf(passages, recipe.seed, document);
      orders.set(document, order);
      turns.push({ document, turn, position: order(turn % passages), round: Math.floor(turn / passages) });
    }
  }
  return turns;
}

function orderOf(passages: number, seed: number, document: string): (position: number) => number {
  const order = permutation(BigInt(passages), seed, 'passages', document);
  return (position) => Number(order(position));
}

function isOurs(work: { readonly strategy: string }): work is FromKnowledgeWork {
  return work.strategy === 'fromKnowledge';
}
