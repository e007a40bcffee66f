import { seededRandom, type SeededRandom } from '../../foundations/seededRandom';
import { isPlainObject } from '../../foundations/text/plainObject';
import { wordPartsOf } from '../../foundations/text/words';
import { tokensByScript } from '../../teacher/tokens/tokensByScript';
import type { TeacherAnswer, TeacherRequest } from '../../teacher/request';
import { disagreeing, flawed, usualAnswerTokens } from './assumptions';

/** A solved task, which imagined answers are cut from. */
export interface ExampleTask {
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
  readonly classification: boolean;
}

/** What answers are imagined by. */
export interface Imagination {
  readonly seed: number;
  readonly examples: readonly ExampleTask[];
  /** Tasks, or values, that a list is asked for. */
  readonly items: number;
  /** Most instances of one task. */
  readonly instances: number;
  /** Pairs that are judged in one call. */
  readonly pairsPerCall: number;
  /** Whether several responses are asked for, as many as it takes until they agree; left out: no. */
  readonly followsDoubt?: boolean;
  /** A cell of the recipe's grid: its value on each axis. */
  readonly cell: Readonly<Record<string, string>>;
}

export interface ImaginedAnswer extends TeacherAnswer {
  /** Characters of it whose length the model chooses: what says as much as it likes. */
  readonly free: number;
}

/** What a user may say next, around what it is about. */
const messages = [
  ['Can you say more about the part on', 'and how that would work with'],
  ['Why would I need', 'if all that I have is'],
  ['That is not what I meant. Please write it again with', 'and leave out'],
  ['Thanks. Now tell me something else: what is the best way to', 'or to'],
  ['So does this mean that', 'comes before'],
] as const;
/** How the prompts for a user's next message end. */
const isMessage = /Write the user's next message\.\s*$|\nUser:[^\n]*$/u;
const sentence = 'It says what decides the matter in one short sentence, and names the place.';
const addition = 'Say why each step is needed, and name one thing that is often overlooked.';
/** Where a recipe has neither seeds nor an existing set. */
const anyTask: ExampleTask = {
  instruction: 'Explain to somebody new to the subject how this works, with one example of your own.',
  input: '',
  response: `${sentence} ${addition} ${sentence}`,
  classification: false,
};

/**
 * A teacher that nobody asks: answers of the form that is asked for and of a likely length, made of the recipe's own examples. What a
 * recipe's inquiries would ask is found out by holding them with it. Equal arguments give equal answers.
 *
 * @param attempt tells answers to the same question apart.
 */
export function imagineAnswer(
  { prompt, schema, role, parameters, sample }: TeacherRequest,
  imagination: Imagination,
  attempt: number,
): ImaginedAnswer {
  const asked =
    prompt.kind === 'completion' ? prompt.prompt : prompt.messages.map(({ content }) => content).join('\n');
  const random = seededRandom(imagination.seed, 'imagined answers', attempt, sample, asked);
  const writer = new Writer(asked, imagination, random);
  const written = schema
    ? JSON.stringify(writer.value(schema.schema, ''))
    : role === 'propose' && isMessage.test(asked)
      ? writer.message()
      : role === 'propose'
        ? parameters.stop?.includes('\n')
          ? writer.variant()
          : writer.list()
        : said(writer.response(), prompt);
  const doubted = role === 'respond' && !schema && imagination.followsDoubt === true;
  return {
    text: doubted ? `${written}\nThe answer is ${imaginedVote(imagination.seed, asked, sample)}.` : written,
    free: writer.free,
    finishReason: 'stop',
    promptTokens: 0,
    completionTokens: 0,
    requestId: '',
  };
}

/** A response says something new, whatever was said before in the conversation. */
function said(text: string, prompt: TeacherRequest['prompt']): string {
  const before = prompt.kind === 'chat' ? prompt.messages.filter(({ role }) => role === 'assistant') : [];
  const times = before.filter(({ content }) => content.startsWith(text)).length;
  return times === 0 ? text : `${text} ${Array.from({ length: times }, () => sentence).join(' ')}`;
}

/** What a response comes to, so that as many disagree as are assumed to. */
function imaginedVote(seed: number, asked: string, sample: string): number {
  const doubt = seededRandom(seed, 'imagined doubt', asked).uniform();
  if (doubt >= disagreeing) return 1;
  return doubt < disagreeing / 2 ? Number(sample) + 1 : sample === '1' ? 2 : 1;
}

class Writer {
  free = 0;
  private task: ExampleTask;
  private index = 0;
  private isInList = false;

  constructor(
    private readonly asked: string,
    private readonly imagination: Imagination,
    private readonly random: SeededRandom,
  ) {
    this.task = this.anotherTask();
  }

  /** What fits a JSON schema, by the names of its properties: a name means the same in every prompt. */
  value(schema: unknown, name: string): unknown {
    if (!isPlainObject(schema)) return null;
    const { type, properties, items, enum: choices } = schema;
    if ('const' in schema) return schema['const'];
    if (Array.isArray(choices)) return choices.at(-1);
    if (isPlainObject(properties))
      return Object.fromEntries(
        Object.entries(properties).map(([property, of]) => [property, this.value(of, property)]),
      );
    if (type === 'array') return this.items(items, name, Number(schema['minItems'] ?? 0));
    if (type === 'boolean')
      return name === 'classification' ? this.task.classification : this.random.uniform() < 0.5;
    if (type === 'integer' || type === 'number')
      return name === 'task' || name === 'claim' ? this.index + 1 : 4;
    return this.text(name);
  }

  /** A numbered list that goes on where the prompt left off. */
  list(): string {
    const first = Number(/(\d+)\.\s*$/u.exec(this.asked)?.[1] ?? 1);
    return Array.from({ length: this.imagination.items }, (_, index) => {
      const { instruction } = this.anotherTask();
      return `${index === 0 ? ' ' : `${first + index}. `}${instruction.replace(/\s+/gu, ' ')}`;
    }).join('\n');
  }

  response(): string {
    if (this.task.classification) this.task = this.anotherTask((task) => !task.classification);
    const text = lengthened(this.task.response);
    this.free += text.length;
    return text;
  }

  /** What a user says next, of a length that people type; another each turn. */
  message(): string {
    const turn = this.asked.match(/^Assistant:/gmu)?.length ?? 0;
    const [before, after] = messages[turn % messages.length]!;
    return `${before} ${this.words(5)}, ${after} ${this.words(3)}?`;
  }

  /** What the prompt shows between its last tags, and a little more. */
  variant(): string {
    const shown = this.shown('task') ?? this.task.instruction;
    return `${shown.replace(/\s+/gu, ' ')} ${addition}`;
  }

  private items(of: unknown, name: string, least: number): unknown[] {
    if (name === 'cell')
      return Object.entries(this.imagination.cell).map(([axis, value]) => ({ axis, value }));
    const length = Math.max(least, this.lengthOf(name));
    this.isInList = true;
    return Array.from({ length }, (_, index) => {
      this.index = index;
      this.task = this.anotherTask();
      return this.value(of, name);
    });
  }

  private lengthOf(name: string): number {
    const { items, instances, pairsPerCall } = this.imagination;
    switch (name) {
      case 'instructions':
      case 'pairs':
      case 'values':
        return items;
      case 'instances':
        return this.task.input === '' && !this.task.classification ? 1 : Math.ceil((1 + instances) / 2);
      case 'tasks':
        return pairsPerCall;
      case 'claims':
        return this.shown('claims')?.match(/^\d+\. /gmu)?.length ?? 1;
      case 'flaws':
        return this.numbered() > 0
          ? Math.round(flawed * this.numbered())
          : Number(this.random.uniform() < flawed);
      case 'rewritten':
        return Math.max(1, this.numbered());
      default:
        return 1;
    }
  }

  /** Tasks that the prompt shows with numbers. */
  private numbered(): number {
    return this.asked.match(/^\d+\. <task>$/gmu)?.length ?? 0;
  }

  private text(name: string): string {
    switch (name) {
      case 'instruction':
        return this.isInList ? this.task.instruction : this.variant();
      case 'instructions':
        return this.task.instruction;
      case 'input':
        return this.task.input;
      case 'response': {
        const shown = this.shown('answer');
        if (shown === undefined) return this.response();
        this.free += shown.length;
        return `Put in other words: ${shown}`;
      }
      case 'label':
        return this.task.response;
      case 'values':
        return `an example of it ${this.index + 1}`;
      case 'old':
        return /\p{L}{5,}/gu.exec(this.shown('task') ?? '')?.[0] ?? 'nothing';
      case 'new':
        return `Something${this.index}`;
      default:
        return sentence;
    }
  }

  private words(count: number): string {
    const words = wordPartsOf(this.anotherTask().instruction);
    const from = this.random.below(Math.max(1, words.length - count));
    return words.slice(from, from + count).join(' ');
  }

  private shown(tag: string): string | undefined {
    return [...this.asked.matchAll(new RegExp(`<${tag}>\\s*([^]*?)\\s*</${tag}>`, 'gu'))].at(-1)?.[1];
  }

  private anotherTask(isMeant: (task: ExampleTask) => boolean = () => true): ExampleTask {
    const examples = this.imagination.examples.filter(isMeant);
    return examples[this.random.below(Math.max(1, examples.length))] ?? anyTask;
  }
}

/**
 * A response as long as a model may well write it: in the middle, by factors, between the example and what chat models usually answer.
 * Labels stay as they are.
 */
function lengthened(response: string): string {
  const { tokens } = tokensByScript(response);
  if (tokens === 0 || tokens >= usualAnswerTokens) return response;
  if (/^\S{1,20}$/u.test(response)) return response;
  const times = Math.sqrt(usualAnswerTokens / tokens);
  return `${response} `.repeat(Math.ceil(times)).slice(0, Math.round(times * response.length));
}
