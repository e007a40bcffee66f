import { calibrationSchema } from '../../core/screening/calibration/calibration';
import type { StoredScorer } from '../../core/foundations/statistics/logisticScorer';
import { TextModel } from '../../core/foundations/statistics/textModel';
import { UserError } from '../../core/foundations/userError';
import { readTextFile } from './readTextFile';

/**
 * The learned scorer of a file that `seedbed calibrate` wrote.
 *
 * @throws UserError where the file can't be read, or holds none.
 */
export async function loadScorer(path: string, label: string): Promise<StoredScorer> {
  const text = await readTextFile(path, label);
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch (cause) {
    throw new UserError(`${label} is no JSON: name a file that "seedbed calibrate" wrote.`, { cause });
  }
  const parsed = calibrationSchema.safeParse(written);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue && issue.path.length > 0 ? ` ("${issue.path.join('.')}": ${issue.message})` : '';
    throw new UserError(`${label} is no calibration${field}: name a file that "seedbed calibrate" wrote.`);
  }
  const { labels, scorer } = parsed.data;
  if (!scorer) {
    throw new UserError(
      `${label} holds no learned scorer: it was made of ${labels.good} good and ${labels.bad} bad labels, too few to learn from.`,
    );
  }
  const { columns, weights, penalty, texts } = scorer;
  if (weights.length !== columns.length + 1)
    throw new UserError(
      `${label} is broken: its scorer has ${weights.length} weights for ${columns.length} columns.`,
    );
  if (!texts) return { columns, weights, penalty };
  try {
    new TextModel(texts);
  } catch (cause) {
    throw new UserError(`${label} is broken: ${(cause as Error).message}.`, { cause });
  }
  return { columns, weights, penalty, texts };
}
