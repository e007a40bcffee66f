import type { Lineage, Origin } from '../../vocabulary/lineage';
import type { AcceptedPair, ConversationTurn, DatasetOrigin, PairVerdict } from './acceptedPair';
import type { ExportFormat } from './exportFormat';
import { JsonBytes } from './jsonBytes';
import { pairId } from './pairId';

/**
 * One JSON object a pair and line, with where it came from. The order of the fields is fixed, and nothing in it tells of a
 * clock or a run's name: equal runs give equal bytes. What people said of a pair comes with its time. `instances` is there only where a task has more than one, the first
 * among them.
 */
export const jsonl: ExportFormat = {
  name: 'jsonl',
  hasProvenance: true,
  rowsOf: () => 1,
  extension: 'jsonl',
  describe: 'everything, one pair a line',
  open(sink, origin) {
    const json = new JsonBytes(sink);
    return {
      write: (pair) => json.write(pairRecord(pair, origin), '', '\n'),
      close: () => json.flush(),
    };
  },
};

/** Everything that is known of a pair, in a fixed order of fields. */
export function pairRecord(pair: AcceptedPair, { seed }: DatasetOrigin) {
  const [{ input, response, thinking, turns, call, teacher, prompts }] = pair.instances;
  const { strategy: _, ...lineage } = pair.lineage;
  return {
    id: pairId(seed, pair),
    instruction: pair.instruction,
    input,
    response,
    ...reasoningOf(thinking),
    ...turnsOf(turns),
    ...(pair.instances.length > 1 && {
      instances: pair.instances.map((instance) => ({
        input: instance.input,
        response: instance.response,
        ...reasoningOf(instance.thinking),
        ...turnsOf(instance.turns),
        call: instance.call,
      })),
    }),
    iteration: pair.iteration,
    ordinal: pair.ordinal,
    strategy: pair.strategy,
    classification: pair.classification,
    ...(pair.family !== null && { family: pair.family }),
    ...(pair.cell !== null && { cell: pair.cell }),
    ...(pair.askedCell !== null && { askedCell: pair.askedCell }),
    novelty: pair.novelty && { score: pair.novelty.score, nearest: pair.novelty.nearest },
    teacher: teacher && { endpoint: teacher.endpoint, model: teacher.model },
    call,
    prompts: [...lineage.prompts, ...prompts.filter((prompt) => !lineage.prompts.includes(prompt))],
    lineage: {
      calls: lineage.calls,
      ...(lineage.examples && { examples: lineage.examples.map((origin) => nameOrigin(seed, origin)) }),
      ...(lineage.persona !== undefined && { persona: lineage.persona }),
      ...(lineage.attributes && { attributes: lineage.attributes }),
      ...(lineage.template && { template: lineage.template }),
      ...(lineage.knowledge && { knowledge: citations(lineage.knowledge) }),
      ...(lineage.parent && { parent: nameOrigin(seed, lineage.parent) }),
      ...(lineage.steps && { operators: lineage.steps.map(({ operator }) => operator) }),
    },
    ...(pair.verdicts && { review: { verdicts: pair.verdicts.map(verdictRecord) } }),
  };
}

/** The passages that a pair was written from, and whether its input is them. */
function citations({ form, passages, shown }: NonNullable<Lineage['knowledge']>) {
  return { form, passages, shown };
}

/** As a field of its own, under the name that trainers of reasoning models look for; there only where it was kept. */
function reasoningOf(thinking: string | null | undefined): { reasoning?: string } {
  return thinking === null || thinking === undefined ? {} : { reasoning: thinking };
}

/** What the conversation goes on with, and the calls that wrote it. */
function turnsOf(turns: readonly ConversationTurn[] = []) {
  return {
    ...(turns.length > 0 && {
      turns: turns.map(({ message, response, thinking, messageCall, call }) => ({
        ...{ message, response },
        ...reasoningOf(thinking),
        ...{ messageCall, call },
      })),
    }),
  };
}

function verdictRecord({ reviewer, verdict, reason, at, edit }: PairVerdict) {
  return { reviewer, verdict, reason, at, ...(edit && { edit: { before: edit.before, after: edit.after } }) };
}

/** A pair by its id, as other records of the dataset name it; seeds and existing pairs by their place in their file. */
function nameOrigin(seed: number, origin: Origin): { pair: string } | Exclude<Origin, { pair: unknown }> {
  if (!('pair' in origin)) return origin;
  const [iteration, ordinal] = origin.pair;
  return { pair: pairId(seed, { iteration, ordinal }) };
}
