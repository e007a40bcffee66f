import type { SetReading } from '../../../adapters/sets/fileSet';
import { compareSets } from '../../../core/run/sets/compareSets';
import { noteUnread, withNamedSets } from '../../runs/namedSets';
import { exitCodes } from '../../terminal/exitCodes';
import type { Surroundings } from '../../terminal/surroundings';
import { diffView } from './diffView';

export interface DiffRequest {
  readonly before: string;
  readonly after: string;
  /** Rows of each kind that are shown. */
  readonly examples: number;
  readonly reading: SetReading;
}

/** `seedbed diff`: compares two sets, each a run or files. Returns the exit code, which no difference changes. */
export async function showDiff(
  { before, after, examples, reading }: DiffRequest,
  surroundings: Surroundings,
): Promise<number> {
  const { terminal, interruption } = surroundings;
  interruption.end(); // it only reads
  return withNamedSets('diff', [before, after], reading, surroundings, async (sets) => {
    const [one, other] = sets;
    if (!one || !other) throw new Error('Two sets were named.');
    const diff = await compareSets(one, other, examples);
    noteUnread(sets, surroundings);
    if (terminal.options.json) terminal.printJson({ before: one.name, after: other.name, ...diff });
    else
      terminal.print(
        diffView(diff, [one.name, other.name], {
          colors: terminal.outColors,
          columns: terminal.outColumns ?? 100,
        }),
      );
    return exitCodes.done;
  });
}
