import type { Lineage, Origin } from '../../vocabulary/lineage';
import type { StoredText } from '../../foundations/text/storedText';
import type { AcceptedPair, ConversationTurn, DatasetOrigin, PairVerdict } from './acceptedPair';
import type { DatasetSink, DatasetWriter, ExportFormat } from './exportFormat';
import { JsonBytes, KnownFields, KnownJson } from './jsonBytes';
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
  open: jsonWriter,
  openStored: jsonWriter,
};

function jsonWriter(sink: DatasetSink, origin: DatasetOrigin): DatasetWriter<StoredText> {
  const json = new JsonBytes(sink);
  const known = KnownOfPairs.of(origin);
  return {
    write(pair) {
      json.writeJoined([textsRecord(pair, origin), known.fields(pair)], '\n');
    },
    close: () => json.flush(),
  };
}

/** What is known of pairs as JSON: it is made once, whoever writes it, and the lineage that pairs of one proposal, which follow each other, have in common, once for all of them. */
export class KnownOfPairs {
  static readonly #byOrigin = new WeakMap<DatasetOrigin, KnownOfPairs>();
  readonly #pieces: (string | Uint8Array)[] = [];
  readonly #json = new JsonBytes({ write: (piece) => void this.#pieces.push(piece) });
  #pair: object | undefined;
  #fields = new KnownFields(Buffer.alloc(0));
  #lineage: Lineage | undefined;
  #lineageJson: KnownJson | undefined;

  private constructor(private readonly origin: DatasetOrigin) {}

  /** Those of one dataset. */
  static of(origin: DatasetOrigin): KnownOfPairs {
    const known = this.#byOrigin.get(origin) ?? new KnownOfPairs(origin);
    this.#byOrigin.set(origin, known);
    return known;
  }

  /** All fields of a pair but its id and texts. */
  fields(pair: AcceptedPair<StoredText>): KnownFields {
    if (pair === this.#pair) return this.#fields;
    const { lineage } = pair;
    if (lineage !== this.#lineage) this.#lineageJson = new KnownJson(lineageRecord(lineage, this.origin));
    this.#lineage = lineage;
    this.#json.write(knownRecord(pair, this.#lineageJson), '', '');
    this.#json.flush();
    const [first, ...others] = this.#pieces
      .splice(0)
      .map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece));
    const bytes = others.length === 0 ? first! : Buffer.concat([first!, ...others]);
    this.#pair = pair;
    this.#fields = new KnownFields(bytes.subarray(1, -1));
    return this.#fields;
  }
}

/** Everything that is known of a pair, in a fixed order of fields; what is undefined is not written. */
export function pairRecord(pair: AcceptedPair, origin: DatasetOrigin) {
  return { ...textsRecord(pair, origin), ...knownRecord(pair, lineageRecord(pair.lineage, origin)) };
}

/** A pair's id and texts. */
export function textsRecord<Text extends StoredText>(pair: AcceptedPair<Text>, origin: DatasetOrigin) {
  const [{ input, response, thinking, turns }] = pair.instances;
  return {
    id: pairId(origin.seed, pair),
    instruction: pair.instruction,
    input,
    response,
    reasoning: thinking ?? undefined, // the name that trainers of reasoning models look for; there only where it was kept
    turns: turnsOf(turns),
    instances:
      pair.instances.length > 1
        ? pair.instances.map((instance) => ({
            input: instance.input,
            response: instance.response,
            reasoning: instance.thinking ?? undefined,
            turns: turnsOf(instance.turns),
            call: instance.call,
          }))
        : undefined,
  };
}

function knownRecord<Known>(pair: AcceptedPair<StoredText>, lineage: Known) {
  const [{ call, teacher, prompts }] = pair.instances;
  const { prompts: earlier } = pair.lineage;
  return {
    iteration: pair.iteration,
    ordinal: pair.ordinal,
    strategy: pair.strategy,
    classification: pair.classification,
    family: pair.family ?? undefined,
    cell: pair.cell ?? undefined,
    askedCell: pair.askedCell ?? undefined,
    novelty: pair.novelty && { score: pair.novelty.score, nearest: pair.novelty.nearest },
    teacher: teacher && { endpoint: teacher.endpoint, model: teacher.model },
    call,
    prompts: [...earlier, ...prompts.filter((prompt) => !earlier.includes(prompt))],
    lineage,
    review: pair.verdicts && { verdicts: pair.verdicts.map(verdictRecord) },
  };
}

function lineageRecord(lineage: Lineage, { seed }: DatasetOrigin) {
  return {
    calls: lineage.calls,
    examples: lineage.examples?.map((origin) => nameOrigin(seed, origin)),
    persona: lineage.persona,
    attributes: lineage.attributes,
    template: lineage.template,
    knowledge: lineage.knowledge && citations(lineage.knowledge),
    parent: lineage.parent && nameOrigin(seed, lineage.parent),
    operators: lineage.steps?.map(({ operator }) => operator),
  };
}

/** The passages that a pair was written from, and whether its input is them. */
function citations({ form, passages, shown }: NonNullable<Lineage['knowledge']>) {
  return { form, passages, shown };
}

/** What the conversation goes on with, and the calls that wrote it; undefined where it ends. */
function turnsOf(turns: readonly ConversationTurn[] = []) {
  if (turns.length === 0) return undefined;
  return turns.map(({ message, response, thinking, messageCall, call }) => ({
    ...{ message, response },
    reasoning: thinking ?? undefined,
    ...{ messageCall, call },
  }));
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
