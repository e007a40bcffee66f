import { Liquid, type FilterImplOptions } from 'liquidjs';
import { plainFillingOf } from './plainFilling';

/** A parsed text. */
export interface LiquidText {
  /** Names that its reader has to give, each where it is first used: `line` counts from 1 within the text. */
  readonly variables: readonly { readonly name: string; readonly line: number }[];
  /**
   * The text with the values filled in. They are data: what they hold is never parsed.
   *
   * @throws LiquidError for a name or a property that is not there, or above the limits.
   */
  render(values: Readonly<Record<string, unknown>>): string;
}

/** A text that is no Liquid, or that could not be filled. `line` counts from 1 within the text. */
export class LiquidError extends Error {
  override readonly name = 'LiquidError';

  constructor(
    message: string,
    readonly line: number | undefined,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What a filter is: the value before the bar, then the arguments after the colon. Pure. */
export type LiquidFilters = Readonly<Record<string, FilterImplOptions>>;

/**
 * Everything else of the language is left out: what reads files (include, render, layout), a clock or a random number (date,
 * sample), what evaluates a text as an expression (where_exp and its like, so that values stay data), and what no prompt needs.
 */
const allowedTags = new Set([
  'assign', 'capture', 'case', 'comment', 'cycle', 'echo', 'for', 'break', 'continue', 'if', 'unless', 'raw', '#',
]); // prettier-ignore
const allowedFilters = new Set([
  'abs', 'append', 'array_to_sentence_string', 'at_least', 'at_most', 'capitalize', 'ceil', 'compact', 'concat', 'default',
  'divided_by', 'downcase', 'find', 'find_index', 'first', 'floor', 'has', 'join', 'json', 'last', 'lstrip', 'map', 'minus',
  'modulo', 'normalize_whitespace', 'number_of_words', 'plus', 'pop', 'prepend', 'push', 'reject', 'remove', 'remove_first',
  'remove_last', 'replace', 'replace_first', 'replace_last', 'reverse', 'round', 'rstrip', 'shift', 'size', 'slice', 'sort',
  'sort_natural', 'split', 'strip', 'strip_newlines', 'sum', 'times', 'truncate', 'truncatewords', 'uniq', 'unshift', 'upcase',
  'where',
]); // prettier-ignore

/** Most characters of a text; characters and elements made while filling one, ranges and filters included; milliseconds for it. */
const limits = { parseLimit: 1_000_000, memoryLimit: 4_000_000, renderLimit: 2_000 } as const;

const nothingThere = {
  readFileSync: (file: string): never => {
    throw refusal(file);
  },
  readFile: (file: string): Promise<string> => Promise.reject(refusal(file)),
  existsSync: () => false,
  exists: () => Promise.resolve(false),
  contains: () => Promise.resolve(false),
  containsSync: () => false,
  resolve: (_root: string, file: string) => file,
};

function refusal(file: string): Error {
  return new Error(`Texts may not read files, such as "${file}".`);
}

/**
 * Liquid for texts that people write and values that nobody has looked at: no files, no clock, no randomness, no property that is
 * not an own one, nothing unknown passed over in silence, limits on size and time. An unknown name in a condition counts as false.
 *
 * @returns a function that parses a text, and throws LiquidError where it is no Liquid or uses what is not allowed.
 */
export function sandboxedLiquid(filters: LiquidFilters = {}): (text: string) => LiquidText {
  const liquid = new Liquid({
    ...limits,
    fs: nothingThere,
    relativeReference: false,
    dynamicPartials: false,
    strictFilters: true,
    strictVariables: true,
    lenientIf: true,
    ownPropertyOnly: true,
  });
  for (const name of Object.keys(liquid.tags)) if (!allowedTags.has(name)) delete liquid.tags[name];
  for (const name of Object.keys(liquid.filters)) if (!allowedFilters.has(name)) delete liquid.filters[name];
  for (const [name, filter] of Object.entries(filters)) liquid.registerFilter(name, filter);

  return (text) => {
    const { parsed, globals } = attempt(() => {
      const parsed = liquid.parse(text);
      return { parsed, globals: liquid.analyzeSync(parsed, { partials: false }).globals };
    });
    const variables = Object.entries(globals).map(([name, uses]) => ({
      name,
      line: uses[0]?.location.row ?? 1,
    }));
    const fillPlainly = plainFillingOf(parsed, filters);
    return {
      variables,
      render: (values) =>
        fillPlainly?.(values) ?? attempt(() => liquid.renderSync(parsed, { ...values }) as string),
    };
  };
}

function attempt<Value>(step: () => Value): Value {
  try {
    return step();
  } catch (error) {
    throw describe(error);
  }
}

/** liquidjs appends the place to its sentence; ours are told it apart. */
function describe(error: unknown): LiquidError {
  const message = error instanceof Error ? error.message : String(error);
  const [, sentence = message, line] = /^(.*?)(?:, line:(\d+)(?:, col:\d+)?)?$/su.exec(message) ?? [];
  return new LiquidError(sentence, line === undefined ? undefined : Number(line), { cause: error });
}
