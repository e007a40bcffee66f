import { parseDocument } from 'yaml';
import { UserError } from '../../core/foundations/userError';

/**
 * The value of a YAML or JSON text (JSON is YAML, tabs aside).
 *
 * @param label how its reader knows the text, for messages.
 * @throws UserError with the line and column of the first mistake.
 */
export function parseYaml(text: string, label: string): unknown {
  const trimmed = text.trimStart();
  if (trimmed.startsWith('{') || trimmed.startsWith('\uFEFF{')) {
    try {
      return JSON.parse(trimmed.replace(/^\uFEFF/u, '')) as unknown;
    } catch {
      // YAML's flow style begins like JSON, and the YAML parser knows the line of a mistake in either.
    }
  }
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  if (error) {
    const position = error.linePos?.[0];
    const where = position ? `line ${position.line}, column ${position.col}` : 'somewhere';
    // prettyErrors appends the position and a picture of the line: the first line is the sentence.
    const reason = (error.message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/u, '');
    throw new UserError(`${label} is not valid YAML at ${where}: ${reason}.`);
  }
  try {
    return document.toJS() as unknown;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`${label} is not valid YAML: ${reason}.`, { cause });
  }
}
