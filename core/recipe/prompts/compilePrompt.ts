import { fenceFilter, fencesIn } from './fence';
import { LiquidError, sandboxedLiquid, type LiquidText } from './liquid';
import { textsOf, type PromptFile, type PromptText } from './promptFile';

/** A text of a prompt that is no Liquid, or uses what is not allowed. */
export class PromptTextError extends Error {
  override readonly name = 'PromptTextError';

  constructor(
    message: string,
    readonly path: PromptText['path'],
    /** From 1 within the text. */
    readonly line: number | undefined,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Parsed texts by the file that they belong to: a run's snapshot is read once and asked from often. */
const compiledFiles = new WeakMap<PromptFile, ReadonlyMap<string, LiquidText>>();

/**
 * The parsed texts of a prompt, by the text.
 *
 * @throws PromptTextError
 */
export function compilePrompt(file: PromptFile): ReadonlyMap<string, LiquidText> {
  const known = compiledFiles.get(file);
  if (known) return known;
  const texts = textsOf(file);
  const parse = sandboxedLiquid({ fence: fenceFilter(fencesIn(texts.map(({ text }) => text))) });
  const compiled = new Map<string, LiquidText>();
  for (const { text, path } of texts) {
    try {
      compiled.set(text, parse(text));
    } catch (cause) {
      if (!(cause instanceof LiquidError)) throw cause;
      throw new PromptTextError(cause.message, path, cause.line, { cause });
    }
  }
  compiledFiles.set(file, compiled);
  return compiled;
}
